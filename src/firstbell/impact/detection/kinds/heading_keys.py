"""What a line above a table says that its codes mean: "# matched by the state. prog: S=SNAP M=MFIP".

>>> key = read_heading_key(["prog: S=SNAP F=foster, K=Medicaid reduced"])
>>> key, find_coded([["1", "S"], ["2", "F"], ["3", "S"]], key)
({'S': 'SNAP', 'F': 'foster', 'K': 'Medicaid reduced'}, {1})
>>> read_heading_key(["Ada = 4, late"]), drop_key("prog: S=SNAP F=foster")
({}, 'prog: ')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

_FILLED_LINE = re.compile(r"[^\n]+")
_CODE = re.compile(
    r"(?<![\w=])([A-Z]{1,2}|\d{1,2}) ?= ?([A-Za-z][\w/&' -]*?)"
    r"(?=[ ,;]+(?:[A-Z]{1,2}|\d{1,2}) ?=|[,;.|)]|[ ]*$)"
)
_FEWEST, _MOSTLY = 2, 0.8


def read_heading_key(headings: Iterable[str]) -> dict[str, str]:
    """Code -> what it means, of the lines above a table; empty where they explain fewer than two."""
    found = {match[1]: match[2].strip() for one in headings for match in _CODE.finditer(one)}
    return found if len(found) >= _FEWEST else {}


def drop_key(title: str) -> str:
    """A title without what it says of codes: that is not said of all that stands below it."""
    codes = [*_CODE.finditer(title)] if title.count("=") >= _FEWEST else []
    return title[: codes[0].start()] if len(codes) >= _FEWEST else title


def list_keys(text: str) -> list[tuple[int, int]]:
    """Where the lines of a text say what codes mean: (start, end) of each."""
    if text.count("=") < _FEWEST:
        return []
    found = []
    for line in _FILLED_LINE.finditer(text):
        codes = [*_CODE.finditer(line[0])] if line[0].count("=") >= _FEWEST else []
        if len(codes) >= _FEWEST:
            found.append((line.start() + codes[0].start(), line.start() + codes[-1].end()))
    return found


def find_coded(rows: Sequence[Sequence[str]], key: Mapping[str, str]) -> set[int]:
    """The columns of which nearly all cells are such codes, and not all the same digit."""
    columns = range(max(map(len, rows), default=0)) if key else ()
    return {
        at
        for at in columns
        if sum(at < len(row) and row[at].strip() in key for row in rows) >= max(_FEWEST, _MOSTLY * len(rows))
    }


def spell_headed(
    headings: Iterable[str], sample: list[Sequence[str]], source: Iterator[Sequence[str]]
) -> tuple[list[Sequence[str]], Iterator[Sequence[str]]]:
    """The first rows of a table and the others, with what the lines above them say that their codes mean."""
    key = read_heading_key(headings)
    coded = find_coded(sample, key)
    if not coded:
        return sample, source
    return [spell_codes(row, coded, key) for row in sample], (spell_codes(row, coded, key) for row in source)


def spell_codes(row: Sequence[str], coded: set[int], key: Mapping[str, str]) -> Sequence[str]:
    """A row with what its codes mean."""
    return [key.get(cell.strip(), cell) if at in coded else cell for at, cell in enumerate(row)]
