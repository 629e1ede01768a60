"""Names that Windows cannot hold, and what they become.

Source: Microsoft, "Naming Files, Paths, and Namespaces": reserved characters, reserved device names, names
that end with a space or a dot; names that differ in case only are one name there. The numbers of devices may
be superscripts, and spaces before a dot do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_RESERVED = re.compile(rb'[<>:"\\|?*\x00-\x1f]')
_DEVICES = re.compile(
    rb"(?:con|prn|aux|nul|(?:com|lpt)(?:[0-9]|\xc2[\xb9\xb2\xb3])|conin\$|conout\$) *(?:\.|\Z)", re.IGNORECASE
)


def map_windows_names(names: Iterable[bytes]) -> dict[bytes, bytes]:
    """The names of one folder that change, with their new ones, which no other name there has.

    A character that cannot be is written as `%` and two hex digits.
    """
    ordered = sorted(names)
    fitting = {name: _fit(name) for name in ordered}
    # names that may stay have the first right to how they are written
    taken: dict[bytes, bytes] = {}
    changes: dict[bytes, bytes] = {}
    for name in sorted(ordered, key=lambda name: (fitting[name] != name, name)):
        wanted = fitting[name]
        number = 1
        while _fold(wanted) in taken:
            number += 1
            wanted = _number(fitting[name], number)
        taken[_fold(wanted)] = name
        if wanted != name:
            changes[name] = wanted
    return changes


def _fit(name: bytes) -> bytes:
    fitted = _RESERVED.sub(lambda found: b"%%%02X" % found[0][0], name)
    if _DEVICES.match(fitted):
        fitted = b"_" + fitted
    if fitted.endswith((b" ", b".")):
        fitted = fitted[:-1] + b"%%%02X" % fitted[-1]
    return fitted


def _fold(name: bytes) -> bytes:
    return name.decode("utf-8", "surrogateescape").casefold().encode("utf-8", "surrogateescape")


def _number(name: bytes, number: int) -> bytes:
    stem, dot, ending = name.rpartition(b".")
    return b"%s (%d)%s%s" % (stem, number, dot, ending) if stem else b"%s (%d)" % (name, number)
