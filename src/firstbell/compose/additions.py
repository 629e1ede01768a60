"""Edits that only add: all of the old text stands as it stood, in its order, and a little came to it.

A footer in every letter, a column of grades in every table. Nothing of the old text is lost by such an edit,
so it may come to many files at once where other edits may not. What came is looked at all the same: a macro,
a link that loads something from outside, and the words of an intruder's note are no edit of people.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from firstbell.examine.notes import is_note

ADDS = "it keeps all of the text and adds a little"
_TOKEN = re.compile(r"\w+|[^\w\s]")
# a file of a few lines may get as many in so many places; a longer one in as many as it has lines
_FEW_PLACES = 3
_FEW_TOKENS, _MOST_SHARE = 60, 0.34
_EXTERNAL = re.compile(rb'<[^>]*TargetMode\s*=\s*["\']External["\'][^>]*>', re.IGNORECASE)
_TARGET = re.compile(rb'\bTarget\s*=\s*["\']([^"\']*)["\']', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Addition:
    """What came to a text. `places`: at how many places. `tokens`: words and signs, in order."""

    places: int
    tokens: tuple[str, ...]


def find_addition(old: Sequence[str], new: Sequence[str]) -> Addition | None:
    """What came to the old tokens; None where one of them is gone or stands elsewhere."""
    at = places = 0
    came: list[str] = []
    is_inside = False
    for token in new:
        if at < len(old) and token == old[at]:
            at += 1
            is_inside = False
            continue
        places += not is_inside
        is_inside = True
        came.append(token)
    return Addition(places, tuple(came)) if at == len(old) else None


def is_addition(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether the new texts are the old ones with a little added, which is no note of an intruder.

    A little: a third of what there was, or 60 words and signs; at most one place a line.
    """
    before, after = (_TOKEN.findall("\n".join(texts)) for texts in (old, new))
    found = find_addition(before, after)
    if found is None or len(found.tokens) > max(_FEW_TOKENS, _MOST_SHARE * len(before)):
        return False
    lines = sum(bool(line.strip()) for text in old for line in text.split("\n"))
    return found.places <= max(_FEW_PLACES, lines) and not is_note(" ".join(found.tokens).encode())


def adds_no_members(old: zipfile.ZipFile, new: zipfile.ZipFile, texts: dict[str, bytes]) -> bool:
    """Whether nothing came into a document but text: no macro, no picture, no link that loads from outside.

    `texts`: the members of the new one that are markup.
    """
    before = {(one.CRC, one.file_size) for one in old.infolist()}
    strange = [
        one.filename
        for one in new.infolist()
        if one.filename not in texts and one.file_size and (one.CRC, one.file_size) not in before
    ]
    held = {target for name in old.namelist() for target in _list_external(name, old)}
    linked = {target for name in new.namelist() for target in _list_external(name, new)}
    return not strange and linked <= held


def _list_external(name: str, archive: zipfile.ZipFile) -> set[bytes]:
    if not name.lower().endswith(".rels"):
        return set()
    return {one for tag in _EXTERNAL.findall(archive.read(name)) for one in _TARGET.findall(tag)}
