r"""RTF: groups in braces that close at the end, bytes of ASCII, binary parts skipped.

Source: RTF 1.9.1 "Groups", "\\bin". Limits: with bytes beyond ASCII (old writers) PLAUSIBLE, with more than
2 % of them not RTF.
"""

from __future__ import annotations

import re

from firstbell.examine.validators.outcome import Format, Outcome, TornError, plausible, require, sound

_BINARY = re.compile(rb"\\bin(\d{1,9}) ?")
_ESCAPED = re.compile(rb"\\[\\{}]")
_CONTROLS = re.compile(rb"[\0-\x08\x0e-\x1f]")
_PLAIN = bytes(range(128))
_FEW = 64


def check_rtf(data: bytes) -> Outcome:
    """Braces balance; the last one is near the end."""
    bare, offset = [], 0
    for found in _BINARY.finditer(data):
        if found.start() >= offset:
            bare.append(data[offset : found.start()])
            offset = found.end() + int(found.group(1))
    text = _ESCAPED.sub(b"", b"".join([*bare, data[offset:]]))
    end = text.rfind(b"}")
    opened, closed = text.count(b"{"), text.count(b"}")
    if opened > closed or end < 0:
        raise TornError("groups are left open")
    require(closed - opened <= 2 and len(text) - end <= _FEW, "groups do not balance")
    strange = len(text[:end].translate(None, _PLAIN))
    require(not _CONTROLS.search(text, 0, end) and strange <= len(text) // 50, "noise among the text")
    if strange == 0 and offset == 0:
        return sound("rtf", f"{opened} groups balance")
    return plausible("rtf", f"{opened} groups balance")


FORMATS = (Format("rtf", check_rtf, ((0, b"{\\rtf"),), (b".rtf",)),)
