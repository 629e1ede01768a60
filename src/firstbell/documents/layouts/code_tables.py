"""Codes that a file of their own explains: a table of codes with their words beside a table that has them.

>>> from firstbell.documents.record_layouts import LayoutSort
>>> field = LayoutField("code", 0, 1, {"1": "asthma", "2": "seizures"})
>>> told = RecordLayout(LayoutSort.CODES, [field], "alert codes.csv")
>>> [*spell_codes(told, [["name", "alert_cd"], ["Ada", "1"], ["Ben", "2"], ["Cy", ""]])]
[['name', 'alert_cd'], ['Ada', 'asthma'], ['Ben', 'seizures'], ['Cy', '']]
>>> [*spell_codes(told, [["name", "grade"], ["Ada", "1"], ["Ben", "2"]])]
[]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from firstbell.documents.record_layouts import LayoutField, RecordLayout

_SAMPLE_ROWS, _FEWEST_CODED = 400, 2
# share of the filled cells of a column that are codes
_FIT = 0.8
_FEWEST_LETTERS = 3
# what any table of codes is called
_ANY = frozenset((
    "code", "codes", "cd", "id", "key", "keys", "no", "num", "value", "table", "lookup", "list", "ref",
    "type", "csv",
))  # fmt: skip


def spell_codes(layout: RecordLayout, rows: Iterator[list[str]] | Sequence[list[str]]) -> Iterator[list[str]]:
    """A table, its headers first, with the words for the codes in each column that the names call by the same
    word; nothing where no column has them.
    """
    source = iter(rows)
    sample = list(islice(source, _SAMPLE_ROWS))
    told = layout.fields[0]
    words = list_words(told.name) or list_words(layout.source)
    header = sample[0] if sample else []
    coded = [
        at
        for at, cell in enumerate(header)
        if _are_alike(words, list_words(cell)) and _fits(told, sample[1:], at)
    ]
    if not coded:
        return
    yield list(header)
    for row in chain(sample[1:], source):
        yield [told.spell(cell.strip()) if at in coded else cell for at, cell in enumerate(row)]


def list_words(name: str) -> list[str]:
    """The words of a name that say what it is of.

    >>> list_words("DIS_CD"), list_words("alert codes.csv"), list_words("Code")
    (['dis'], ['alert'], [])
    """
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    found = (word for word in re.split(r"[^a-z]+", spaced.lower()) if word not in _ANY)
    return [word for word in found if len(word) >= _FEWEST_LETTERS]


def _are_alike(words: Sequence[str], others: Sequence[str]) -> bool:
    return any(one.startswith(other) or other.startswith(one) for one in words for other in others)


def _fits(told: LayoutField, rows: Sequence[Sequence[str]], at: int) -> bool:
    filled = [cell for row in rows if at < len(row) and (cell := row[at].strip())]
    known = sum(cell in told.codes for cell in filled)
    return known >= max(_FEWEST_CODED, _FIT * len(filled))
