"""What a single mail says: its text and what is attached to it, without the headers that any mail has.

The headers of a mail are as long as many letters, so that a mail of which nothing but the headers was left
would keep most of its words. Reads mail that anybody may have written: runs in fenced children alone, but for
`is_mail`.
"""

from __future__ import annotations

import re
import zlib

import msgspec

_HEAD_BYTES = 16 << 10
_FIELD = re.compile(
    rb"(?:From|Received|Return-Path|Delivered-To|X-[\w-]+|Message-ID|Date|To|Subject):", re.IGNORECASE
)
_NEEDED = tuple(re.compile(rb"^" + name + rb":", re.IGNORECASE | re.MULTILINE) for name in (b"From", b"Date"))
# an attachment of less is a signature's picture or a card
_LEAST_ATTACHED_BYTES = 64
_MOST_PARTS = 200


class MailParts(msgspec.Struct, frozen=True):
    """`text`: of all parts that are text. `attached`: a checksum of each other part, in order."""

    text: str
    attached: tuple[str, ...]


def is_mail(data: bytes) -> bool:
    """Whether content is one mail, by its headers."""
    if not _FIELD.match(data):
        return False
    head = re.split(rb"\r?\n\r?\n", data[:_HEAD_BYTES], maxsplit=1)[0]
    return all(one.search(head) for one in _NEEDED)


def split_mail(data: bytes) -> MailParts:
    """The parts of a mail."""
    # loaded in fenced children alone: the examiner itself only asks whether something is a mail
    from email.parser import BytesParser  # noqa: PLC0415

    texts: list[str] = []
    attached: list[str] = []
    for part in list(BytesParser().parsebytes(data).walk())[:_MOST_PARTS]:
        if part.is_multipart():
            continue
        held = part.get_payload(decode=True)
        body = held if isinstance(held, bytes) else b""
        if part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment":
            texts.append(body.decode("utf-8", "replace"))
        elif len(body) >= _LEAST_ATTACHED_BYTES:
            attached.append(f"{zlib.crc32(body):08x}")
    return MailParts("\n".join(texts), tuple(attached))
