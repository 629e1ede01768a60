"""Calendar files (iCalendar): what an invitation says to whoever opens it, as running text.

Source: RFC 5545, sections 3.1 (folded lines) and 3.3.11 (escaped text).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.documents.hypertext import read_markup

_FOLD = re.compile(r"\r?\n[ \t]")
_HEAD = re.compile(r'^([A-Za-z0-9-]+)((?:;[^=;:]+=(?:"[^"]*"|[^";:]*))*):(.*)$', re.DOTALL)
_NAME = re.compile(r';CN=("[^"]*"|[^";:]*)', re.IGNORECASE)
# what people see of an entry, and the words before it; the rest is for programs
_SHOWN = {
    "SUMMARY": "",
    "DESCRIPTION": "",
    "COMMENT": "",
    "LOCATION": "Where: ",
    "ORGANIZER": "From: ",
    "CONTACT": "Contact: ",
    "URL": "",
    "ATTACH": "",
    "CONFERENCE": "",
    "X-ALT-DESC": "",
    "X-GOOGLE-CONFERENCE": "",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL": "",
}
_MARKUP = "X-ALT-DESC"
_ESCAPED = re.compile(r"\\([\\;,nN])")


def is_calendar(text: str) -> bool:
    """Whether a text is an iCalendar file."""
    return text[:200].lstrip("\ufeff \t\r\n").upper().startswith("BEGIN:VCALENDAR")


def read_calendar(text: str) -> str:
    """What the entries of a calendar file say, a line for each thing, once; "" where they say nothing."""
    return "\n".join(dict.fromkeys(line for line in _list_lines(text) if line.strip()))


def _list_lines(text: str) -> Iterator[str]:
    for line in _FOLD.sub("", text).splitlines():
        match = _HEAD.match(line)
        if not match:
            continue
        name = match[1].upper()
        if name not in _SHOWN:
            continue
        value = _unescape(match[3])
        if name == _MARKUP:
            value = _read_page(value)
        if name == "ORGANIZER" and (shown := _NAME.search(match[2])):
            value = f"{shown[1].strip(chr(34))} <{value}>"
        if name == "ATTACH" and "://" not in value[:20]:
            continue
        yield _SHOWN[name] + re.sub(r"\bmailto:", "", value, flags=re.IGNORECASE)


def _read_page(value: str) -> str:
    """The text of a page with the targets of its links behind it."""
    markup = read_markup(value)
    return "\n".join([markup.text, *(link.target for link in markup.links)])


def _unescape(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
