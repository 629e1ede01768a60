"""Cells that name several people: parted by signs, by "and", or by commas between whole names."""

from __future__ import annotations

import re
from collections.abc import Collection

from firstbell.impact.people.folded_text import split_name

_BETWEEN = re.compile(r"\s*[;\n|]\s*|\s+(?:&|\+|and|y|/)\s+")
# what is in every such place, and in few names
_MAY_PART = re.compile(r"[;\n|&+/]|\s(?:and|y)\s")


def split_people(cell: str, pairs: Collection[bytes] = ()) -> list[str]:
    """The names in a cell that holds several, each with two words at least. `pairs`: given and family names
    of the roster as it pairs them; commas part names of which each is one of these.

    >>> split_people("Olson, Mary; Roe, Ben"), split_people("Olson, Mary")
    (['Olson, Mary', 'Roe, Ben'], ['Olson, Mary'])
    >>> split_people("Mary Olson, Ben Roe", {b"mary olson", b"ben roe"})
    ['Mary Olson', 'Ben Roe']
    """
    if _MAY_PART.search(cell) is not None:
        parts = [part.strip(" ,.") for part in _BETWEEN.split(cell) if part.strip()]
        if len(parts) > 1 and all(2 <= len(part.split()) <= 5 for part in parts):
            return parts
    names = [part for part in map(str.strip, cell.split(",")) if part] if "," in cell and pairs else []
    words = [split_name(name) for name in names]
    are_whole = len(names) > 1 and all(len(one) > 1 and one[0] + b" " + one[-1] in pairs for one in words)
    return names if are_whole else [cell]
