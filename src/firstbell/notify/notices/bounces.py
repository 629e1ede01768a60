"""Bounces (delivery status notifications, RFC 3464) back to the letters they are about."""

from __future__ import annotations

import mailbox
import re
from collections.abc import Iterator
from email import policy
from email.message import Message
from email.parser import BytesParser
from pathlib import Path
from typing import TypeGuard

from firstbell.base.errors import raising
from firstbell.notify.errors import TextFileError

_OURS = re.compile(rb"<notice\.([\w-]+)@[^>]*>")


def list_bounces(path: Path) -> Iterator[tuple[str, str]]:
    """(letter, status) of every bounce in an .eml file, an mbox, or a folder of .eml files.

    Raises: TextFileError when it cannot be read.
    """
    for message in _list_messages(path):
        found = _read_bounce(message)
        if found is not None:
            yield found


def _list_messages(path: Path) -> Iterator[Message]:
    parser = BytesParser(policy=policy.compat32)
    with raising(TextFileError, path):
        if path.is_dir():
            for file in sorted(path.glob("*.eml")):
                yield parser.parsebytes(file.read_bytes())
            return
        data = path.read_bytes()
    if data.startswith(b"From "):
        box = mailbox.mbox(path, create=False)
        try:
            yield from box
        finally:
            box.close()
    else:
        yield parser.parsebytes(data)


def _is_message(part: object) -> TypeGuard[Message]:
    return isinstance(part, Message)


def _read_bounce(message: Message) -> tuple[str, str] | None:
    """Which letter did not arrive, and why; None for whatever is no such notification, or one of a delay."""
    if message.get_content_type() != "multipart/report":
        return None
    status = letter = ""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            payload = part.get_payload()
            for block in filter(_is_message, payload if isinstance(payload, list) else []):
                if str(block.get("Action", "")).strip().lower() == "failed":
                    status = str(block.get("Status", "")).strip() or "5.0.0"
        elif part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            named = str(part.get("Message-ID", "")).encode("utf-8", "surrogateescape")
            # as bytes: a text would have to be in the charset that it names
            match = _OURS.search(named) or _OURS.search(part.as_bytes())
            letter = match[1].decode("ascii") if match else letter
    return (letter, status) if letter and status else None
