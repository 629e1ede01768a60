"""Counts with their nouns: the one home of "1 file" and "2 files"."""

from __future__ import annotations


def say_count(count: int, one: str, many: str = "") -> str:
    """A count with its noun. `many`: the plural; empty: `one` with an s.

    >>> say_count(1, "file"), say_count(2000, "file"), say_count(2, "entry", "entries")
    ('1 file', '2,000 files', '2 entries')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def say_share(part: int, whole: int, one: str, *, many: str = "") -> str:
    """A part of a count with its noun.

    >>> say_share(1868, 2418, "file"), say_share(1, 1, "file")
    ('1,868 of 2,418 files', '1 of 1 file')
    """
    return f"{part:,} of {say_count(whole, one, many)}"


def choose_word(count: int, one: str, many: str) -> str:
    """The word that agrees with a count: a verb, mostly.

    >>> choose_word(1, "was", "were"), choose_word(0, "was", "were")
    ('was', 'were')
    """
    return one if count == 1 else many
