"""What a message says, for the person who decides on it: nothing in it leads anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from firstbell.ledger.personal import hide_personal
from firstbell.triage.indicators import defang
from firstbell.triage.mail import MailMessage

_MOST_TEXT = 20_000
_MOST_LISTED = 20
_LONGEST = 300
# each begins where a word begins: one long word must not cost its length squared
_URL = re.compile(r"\bhttps?://[^\s<>\"']{1,2000}", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,100}@(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}\b", re.IGNORECASE)


def describe_contents(mail: MailMessage) -> dict[str, Any]:
    """Text, where links lead, names of files: addresses are defanged, and people's numbers left out."""
    text = "\n\n".join(_list_texts(mail))
    targets = dict.fromkeys(defang(link.target[:_LONGEST]) for link in mail.links)
    return {
        "text": _make_safe(text[:_MOST_TEXT]),
        "is_cut": len(text) > _MOST_TEXT,
        "links": [hide_personal(one) for one in list(targets)[:_MOST_LISTED]],
        "attachments": [one.name[:_LONGEST] or one.type for one in mail.attachments[:_MOST_LISTED]],
    }


def _list_texts(mail: MailMessage) -> Iterator[str]:
    """Its own, then what stands in its files and in the messages that it carries."""
    if mail.text.strip():
        yield mail.text.strip()
    for file in mail.attachments:
        if file.text.strip():
            yield f"[in the file {file.name or file.type}]\n{file.text.strip()}"
    for carried in mail.carried:
        yield f"[attached message: {carried.subject}]"
        yield from _list_texts(carried)


def _make_safe(text: str) -> str:
    for pattern in (_URL, _ADDRESS):
        text = pattern.sub(lambda found: defang(found[0]), text)
    return hide_personal(text)
