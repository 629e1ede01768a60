"""A head as text, as mail, paper and people leave it: read back into the line that was signed.

Quoting (`> `), spaces, line ends, lines broken anew and text around it do no harm.
"""

from __future__ import annotations

import base64
import re
from typing import Dict, List

from firstbell.ledger.verifier.lines import is_moment, render_plain

# hexadecimal digits of each field; 0: no such digits. A passkey's signature has more, two by two
FIELDS = {
    "entries": 0,
    "time": 0,
    "ledger": 32,
    "actor": 16,
    "key": 64,
    "previous": 64,
    "root": 64,
    "signature": 128,
}
_LABEL = re.compile(r"(%s)\s*:(.*)\Z" % "|".join(FIELDS), re.IGNORECASE)
_QUOTING = re.compile(r"^[>|*\s]*")
_NUMBER = re.compile(r"[0-9a-fA-F][0-9a-fA-F ]*\Z")
_BROKEN_BY_MAIL = re.compile(r"=\r?\n")


def join_heads(text: str) -> List[bytes]:
    """The line, without its newline, of each head in a text; a copy of one is left out.

    Raises: ValueError with what is wrong.
    """
    lines = [_join_fields(said) for said in _read_fields(_BROKEN_BY_MAIL.sub("", text))]
    if not lines:
        raise ValueError("no head stands in it")
    return list(dict.fromkeys(lines))


def _join_fields(said: Dict[str, str]) -> bytes:
    for name, digits in FIELDS.items():
        value = said.get(name, "")
        if not value:
            raise ValueError("its %s is missing" % name)
        if digits and not _is_number(name, value, digits):
            raise ValueError("its %s is not a number of %d hexadecimal digits" % (name, digits))
    if not re.match(r"[1-9][0-9]{0,17}\Z", said["entries"], re.ASCII) or not is_moment(said["time"]):
        raise ValueError("its entries or its time do not read")
    names = ("actor", "key", "ledger", "previous", "root", "time")
    head = {**{name: said[name] for name in names}, "size": int(said["entries"])}
    signature = base64.b64encode(bytes.fromhex(said["signature"])).decode()
    return render_plain({"head": head, "signature": signature})


def _is_number(name: str, value: str, digits: int) -> bool:
    """Whether these are the hexadecimal digits of a field."""
    fits = len(value) == digits
    if name == "signature" and not fits:
        fits = len(value) > digits and not len(value) % 2
    return fits and not set(value) - set("0123456789abcdef")


def _read_fields(text: str) -> List[Dict[str, str]]:
    """The fields of each head. Each begins with its entries; of a field that comes again the first stands."""
    heads: List[Dict[str, str]] = []
    current = ""
    for raw in text.splitlines():
        line = _QUOTING.sub("", raw).rstrip()
        label = _LABEL.match(line)
        if label:
            current = label.group(1).lower()
            if current == "entries":
                heads.append({})
            if not heads or current in heads[-1]:
                current = ""
                continue
            heads[-1][current] = _join(label.group(2), current)
        elif current and _goes_on(current, heads[-1][current], line):
            heads[-1][current] += _join(line, current)
        else:
            current = ""
    return heads


def _goes_on(name: str, value: str, line: str) -> bool:
    """Whether a line belongs to the field above it. How long a passkey's signature is says no field."""
    is_number = bool(_NUMBER.match(line))
    return len(value) < FIELDS[name] or (name == "signature" and is_number)


def _join(text: str, name: str) -> str:
    joined = "".join(text.split())
    return joined.lower() if FIELDS[name] else joined
