"""Columns in which one record alone says something: optional fields of forms and exports."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from firstbell.impact.detection.headers.columns import NOTE, Column
from firstbell.impact.detection.headers.header_words import names_thing

_FEWEST_WORDS = 3


def note_remarks(
    cells: Mapping[int, Sequence[str]], header: Sequence[str], taken: Container[int]
) -> list[Column]:
    """The columns with one cell, which has words enough to say something, below a header of no thing, as
    notes: a remark that one record alone has is as much said of whom it names as those that many have.

    >>> cells = {0: ["Ada", "Ben"], 1: ["uses an inhaler at noon"], 2: ["B 204"]}
    >>> [one.at for one in note_remarks(cells, ["who", "needs", "x"], {0})]
    [1]
    >>> note_remarks({1: ["the tall red one"]}, ["who", "book"], ())
    []
    """
    return [
        Column(at, NOTE)
        for at, own in cells.items()
        if at not in taken
        and len(own) == 1
        and at < len(header)
        and sum(any(map(str.isalpha, word)) for word in own[0].split()) >= _FEWEST_WORDS
        and not names_thing(header[at])
    ]
