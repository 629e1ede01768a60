r"""Forms that a viewer of PDF saved as data (FDF): the name of each field and what was filled in.

>>> read_filled("%FDF-1.2\n<< /T (Last) /V (Roe) >>\n<< /V /Yes /T (Asthma) >>\n<< /T (Gout) /V /Off >>")
[['Last', 'Asthma'], ['Roe', 'Yes']]
>>> read_filled("<< /T (Last) /V (Roe) >>")
[]

Source: ISO 32000-1, 12.7.7 (forms data format).
"""

from __future__ import annotations

import re

from firstbell.documents.named_fields import name_fields

_STRING = r"\(((?:[^()\\]|\\.)*)\)"
_FIELD = re.compile(
    rf"<<\s*(?:/T\s*{_STRING}\s*/V\s*(?:{_STRING}|/(\w+))|/V\s*(?:{_STRING}|/(\w+))\s*/T\s*{_STRING})\s*>>"
)
_ESCAPED = re.compile(r"\\(.)", re.S)
_FEWEST = 2


def read_filled(text: str) -> list[list[str]]:
    """The fields as a table of one row; none of any other text."""
    if not text.lstrip().startswith("%FDF-"):
        return []
    found = [match.groups(default="") for match in _FIELD.finditer(text)]
    pairs = [(name or last, "".join(values)) for name, *values, last in found]
    told = dict(name_fields((name, _ESCAPED.sub(r"\1", value).strip()) for name, value in pairs if name))
    return [[*told], [*told.values()]] if len(told) >= _FEWEST else []
