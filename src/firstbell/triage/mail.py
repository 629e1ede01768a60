"""One message as values: who, when, what it says, what it carries, what is broken in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from firstbell.documents.hypertext import Hyperlink


@dataclass(frozen=True, slots=True)
class MailAddress:
    """An address with the name that is shown for it; both decoded."""

    name: str
    email: str

    @property
    def domain(self) -> str:
        """What stands behind the last @, lower case."""
        return self.email.rpartition("@")[2].strip().rstrip(".").lower() if "@" in self.email else ""


NOBODY = MailAddress("", "")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is no body. `text`: what it says, where that can be read; `size_bytes`: decoded.

    `sha256`: of its content, "" where it is not whole here. `inline`: whether the body shows it, as a logo.
    """

    name: str
    type: str
    size_bytes: int
    sha256: str
    text: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True)
class MailMessage:
    """A message. Headers are decoded and unfolded. `results`: each Authentication-Results, the topmost first.

    `recipients`: addresses it was sent or delivered to. `carried`: messages attached to it. `problems`: what
    is broken, in words. `unread`: what of it could not be read, and why. `bulk`: names of headers that mail
    to many has. `hidden`: characters that are not shown.
    """

    sender: MailAddress
    subject: str
    date: str
    message_id: str
    text: str
    reply_to: MailAddress = NOBODY
    return_path: MailAddress = NOBODY
    recipients: tuple[MailAddress, ...] = ()
    results: tuple[str, ...] = ()
    links: tuple[Hyperlink, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    carried: tuple[MailMessage, ...] = ()
    problems: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    bulk: frozenset[str] = frozenset()
    asks_password: bool = False
    hidden: int = 0
    words_apart: int = 0
    headers: dict[str, str] = field(default_factory=dict)
