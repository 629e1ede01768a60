"""One message as values: who, when, what it says, what it carries, what is broken in it."""

from __future__ import annotations

import re
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
    `packed`: names of what is packed in it.
    """

    name: str
    type: str
    size_bytes: int
    sha256: str
    text: str = ""
    inline: bool = False
    packed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MailMessage:
    """A message. Headers are decoded and unfolded. `results`: each Authentication-Results, the topmost first.

    `recipients`: addresses it was sent or delivered to. `carried`: messages attached to it. `problems`: what
    is broken, in words. `unread`: what of it could not be read, and why. `bulk`: names of headers that mail
    to many has. `hidden`: characters that are not shown. `list_id`: of the list that passed it on;
    `arc_results`: what those on its way say that they found. `received`: the topmost Received header;
    `is_report`: whether it reports of a delivery.
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
    list_id: str = ""
    arc_results: tuple[str, ...] = ()
    received: str = ""
    is_report: bool = False
    asks_password: bool = False
    hidden: int = 0
    words_apart: int = 0
    headers: dict[str, str] = field(default_factory=dict)


# of a message with so few words the picture that comes along is what it says
_FEWEST_WORDS = 16


# "it was in our mailbox, photo attached": the picture is what the message is about
_PAPER = re.compile(
    r"\b(?:paper|letter|note|flyer|envelope|sheet|printout|screen|papel|carta|nota|hoja|sobre|pantalla)\b",
    re.IGNORECASE,
)
_PICTURE = r"(?:photos?|pictures?|pics?|scans?|screenshots?|images?)"
_PICTURED = re.compile(
    rf"\b(?:{_PICTURE}(?: (?:of it|is|are|was))? (?:attached|enclosed|below|with this)"
    rf"|(?:took|take|attach\w*|send\w*|made) (?:you )?(?:a |the |my |some |two )?{_PICTURE}"
    r"|(?:adjunto|mando|env[i\u00ed]o|tom[e\u00e9]) (?:una |la |mi )?(?:foto|imagen|captura)|foto adjunta)\b",
    re.IGNORECASE,
)


def _tells_of_paper(mail: MailMessage) -> bool:
    """Whether a message says that its picture shows a paper or a screen, whose words are what counts."""
    return _PICTURED.search(mail.text) is not None and _PAPER.search(mail.text) is not None


def _list_wordless(mail: MailMessage) -> list[str]:
    """Pictures in which nobody found a word, of a message that says hardly anything beside them."""
    pictures = [one for one in mail.attachments if one.type.startswith("image/") and not one.inline]
    texts = [mail.text, *(one.text for one in mail.attachments)]
    is_short = sum(len(text.split()) for text in texts) < _FEWEST_WORDS
    if not pictures or not (is_short or _tells_of_paper(mail)):
        return []
    return [
        f"{one.name or one.type}: no words were found in this picture"
        for one in pictures
        if not one.text.strip()
    ]


def list_unread(mail: MailMessage) -> list[str]:
    """What could not be read of a message and of those that it carries, and why."""
    carried = [one for inner in mail.carried for one in list_unread(inner)]
    return [*mail.unread, *_list_wordless(mail), *carried]


def list_problems(mail: MailMessage, *, left_out: int) -> tuple[str, ...]:
    """What is broken in a message and in those that it carries. `left_out`: bytes not looked into."""
    problems = list(mail.problems)
    for carried in mail.carried:
        problems += [f"in an attached message: {problem}" for problem in carried.problems]
    if left_out:
        problems.append(f"{left_out} bytes of it are not looked into: it is too large")
    return tuple(dict.fromkeys(problems))
