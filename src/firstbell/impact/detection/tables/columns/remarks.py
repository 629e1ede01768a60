"""Columns in which one record alone says something: optional fields of forms and exports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from firstbell.impact.detection.headers.header_words import names_thing

_FEWEST_WORDS = 3


def list_remarks(cells: Mapping[int, Sequence[str]], header: Sequence[str]) -> list[int]:
    """The columns with one cell, which has words enough to say something, below a header of no thing.

    >>> list_remarks({0: ["Ada", "Ben"], 1: ["uses an inhaler at noon"], 2: ["B 204"]}, ["who", "needs", "x"])
    [1]
    >>> list_remarks({1: ["the tall red one"]}, ["who", "book"])
    []
    """
    return [
        at
        for at, own in cells.items()
        if len(own) == 1
        and at < len(header)
        and sum(any(map(str.isalpha, word)) for word in own[0].split()) >= _FEWEST_WORDS
        and not names_thing(header[at])
    ]
