"""How a document tells a kind of data of somebody: what a claim rests on, beside how the person was known.

>>> told = trace_kinds("id", {"ssn"}, {"ssn": {Source.COLUMN}})
>>> told
{'ssn': {'id/column'}}
>>> add_sources(told, {"ssn": {"name/title"}})["ssn"] == {"id/column", "name/title"}
True
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache

# kind -> how it was told: "how the person was known/how the kind was told"
Told = dict[str, set[str]]


class Source(StrEnum):
    """Where the kind was told."""

    COLUMN = "column"  # a column whose header says it
    CELLS = "cells"  # a column of which most cells say it
    NUMBER = "number"  # a number or a date beside the person that has the form of the kind
    NOTE = "note"  # the sentences of a cell in the person's row
    TITLE = "title"  # a title or a heading above the table
    KEY = "key"  # a code in the person's row that the document explains
    SENTENCE = "sentence"  # a strong phrase in one sentence or line with the person
    REMARK = "remark"  # a plain word there
    PARAGRAPH = "paragraph"  # a phrase elsewhere in the person's paragraph, or below their heading
    LABEL = "label"  # a phrase below the person's label
    DOCUMENT = "document"  # a phrase in a document about the person
    LETTER = "letter"  # a phrase in what the person writes, or what is written to them
    LIST = "list"  # a heading above a list of names
    PLACE = "place"  # the name of the file or the folder
    HOUSEHOLD = "household"  # said of a child of the person
    OTHER = "other"


_OTHER = frozenset((Source.OTHER,))
# what is said of all who stand in a table, or of most
_OF_ALL = frozenset((Source.TITLE, Source.CELLS, Source.PLACE))


def tell_kinds(sources: dict[str, set[Source]], kinds: Iterable[str], source: Source) -> None:
    """Note how some kinds were told."""
    for kind in kinds:
        sources.setdefault(str(kind), set()).add(source)


def trace_kinds(by: str, kinds: Iterable[str], sources: Mapping[str, set[Source]]) -> Told:
    """How each kind was told of somebody who was known by `by`."""
    return {str(kind): _name_ways(by, *(sources.get(kind) or _OTHER)) for kind in kinds}


@lru_cache(maxsize=1024)
def _name_ways(by: str, *told: Source) -> set[str]:
    """One set for all that were told alike, which nobody changes in place."""
    return {f"{by}/{one}" for one in told}


def trace_alike(by: str, kinds: Iterable[str], source: Source) -> Told:
    """The same where all were told alike."""
    return {str(kind): {f"{by}/{source}"} for kind in kinds}


def add_sources(told: Told, other: Told) -> Told:
    """Both, in the first."""
    for kind, ways in other.items():
        told[kind] = told[kind] | ways if kind in told else ways
    return told


def is_of_all(told: Told, kind: str) -> bool:
    """Whether nothing told a kind but what is said of all of a table.

    >>> is_of_all({"health": {"id/title"}}, "health"), is_of_all({"health": {"id/note"}}, "health")
    (True, False)
    """
    ways = told.get(kind, ())
    return bool(ways) and all(way.rpartition("/")[2] in _OF_ALL for way in ways)


def is_by_title(told: Told, kind: str) -> bool:
    """Whether nothing but the title of a table told a kind.

    >>> is_by_title({"health": {"name/title"}}, "health"), is_by_title({"health": {"id/note"}}, "health")
    (True, False)
    """
    ways = told.get(kind, ())
    return bool(ways) and all(way.endswith(f"/{Source.TITLE}") for way in ways)
