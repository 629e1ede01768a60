r"""Lists of pairs without a table: a number and a code parted by a colon, a name and a code parted by dots.

>>> read_pairs("# number:pin\n312366:612484\n311402:181005\n313486:999764\n311237:495681\n")
[['# number:pin'], ['312366', '612484'], ['311402', '181005'], ['313486', '999764'], ['311237', '495681']]
"""

from __future__ import annotations

import re

_FEWEST = 4
_MOSTLY = 0.6
# no time of day, and no field with a name
_PAIRS = (
    re.compile(r"\s*(\d{4,12}|[\w.+-]+@[\w.-]+|[a-z][\w.-]{3,24}\d?)\s*[:|]\s*(\S{4,40})\s*"),
    re.compile(r"\s*(\S[^.]{2,60}?)[ \t]*(?:(?:\.[ \t]?){4,}|_{4,}|-{4,})[ \t]*(\S.{0,60}?)\s*"),
)


def read_pairs(text: str) -> list[list[str]]:
    """The pairs as rows, what stands between them as rows of one cell; none where it is no such list."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for pattern in _PAIRS:
        found = [pattern.fullmatch(line) for line in lines]
        pairs = sum(map(bool, found))
        if pairs >= max(_FEWEST, _MOSTLY * len(lines)):
            return [
                [match[1], match[2]] if match else [line] for line, match in zip(lines, found, strict=True)
            ]
    return []
