"""Cells that hold names of the roster, and those that say something of somebody whom they name."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from firstbell.impact.detection.headers.header_words import THINGS
from firstbell.impact.detection.identities.initials import are_short_names, is_short_name, part_grade
from firstbell.impact.detection.identities.names import drop_aside, drop_day, drop_number, looks_like_name
from firstbell.impact.detection.tables.cells.ids import list_ids
from firstbell.impact.detection.tables.cells.several_people import split_people
from firstbell.impact.detection.tables.cells.signs import has_digit
from firstbell.impact.people.folded_text import fold, split_name
from firstbell.impact.people.given_names import is_given_name
from firstbell.impact.people.lexicon import PARTICLES, Lexicon

# behind a name, as in the head of a message
_MAILBOX = re.compile(r" *<[^<>\s]+@[^<>\s]+>")
_BETWEEN = re.compile(r"\s*[;\n|]\s*")
# so many words of a sentence beside a name say something of it
_FEWEST_SAID = 2
_MOST_WORDS = 6


def spell_turned(lexicon: Lexicon, cell: str) -> str:
    """A name whose family name stands first with a comma behind that, where the roster does not know it.

    >>> spell_turned(Lexicon(()), "VAN RIEBECK GIDEON P"), spell_turned(Lexicon(()), "Riebeck, Gideon")
    ('VAN RIEBECK, GIDEON P', 'Riebeck, Gideon')
    """
    words = cell.split()
    if "," in cell or not looks_like_name(cell) or lexicon.names_anybody(cell):
        return cell
    given = next((at for at, word in enumerate(words) if at and is_given_name(fold(word))), 1)
    return f"{' '.join(words[:given])}, {' '.join(words[given:])}"


class NameCells(msgspec.Struct, frozen=True):
    """Tells them by the roster."""

    lexicon: Lexicon

    def is_full(self, cell: str) -> bool:
        """Whether a cell names somebody in full, or several people, and says no more."""
        cell = drop_aside(_MAILBOX.sub("", cell))
        if self.is_sentence(cell):
            return False
        parts = _BETWEEN.split(cell.strip("; \n"))
        return all(self._is_one(one) for part in parts for one in split_people(part, self.lexicon.pairs))

    def calls(self, cell: str) -> bool:
        """Whether a cell names somebody in full, or has a number of the roster beside words."""
        return self.is_full(cell) or (bool(list_ids(self.lexicon, cell)) and any(map(str.isalpha, cell)))

    def is_person(self, cell: str) -> bool:
        """The same of a cell of several words."""
        return " " in cell and self.is_full(cell)

    def is_called(self, cell: str) -> bool:
        """Whether a cell has a name and then a number to call."""
        return has_digit(cell) and " " in (name := drop_number(cell)) and name != cell and self.is_full(name)

    def is_short(self, cell: str) -> bool:
        """Whether a cell is nothing but a family name with the first letter of a given one."""
        return is_short_name(self.lexicon, cell)

    def are_short(self, cells: Sequence[str], heading: str) -> bool:
        """Whether cells are such names without a mark, of many families, below a heading of no things."""
        return not THINGS.search(heading) and are_short_names(self.lexicon, cells)

    def is_sentence(self, cell: str) -> bool:
        """Whether words in small letters stand beside a name that are no names here."""
        small = [one for one in cell.split() if one.isalpha() and one.islower()]
        if len(small) < _FEWEST_SAID or cell.islower():
            return False
        known = self.lexicon.words
        said = [
            one for one in small if not all(word in known or word in PARTICLES for word in split_name(one))
        ]
        return len(said) >= _FEWEST_SAID

    def is_whole(self, cell: str) -> bool:
        """Whether a given name stands before a family name, and no word of it is a family name alone."""
        words = split_name(cell)
        is_given = bool(words) and words[0] not in self.lexicon.family
        return is_given and words[0] in self.lexicon.given and self.is_full(cell)

    def is_turned(self, cell: str) -> bool:
        """Whether a family name stands before a comma and a given one behind it."""
        return cell.count(",") == 1 and self.is_full(cell)

    def is_given(self, cell: str) -> bool:
        """Whether a cell begins with a given name."""
        return split_name(cell)[:1] != () and split_name(cell)[0] in self.lexicon.given

    def _is_one(self, cell: str) -> bool:
        words = split_name(cell)
        if not 2 <= len(words) <= _MOST_WORDS or any(word.isdigit() for word in words):
            return False
        pairs = self.lexicon.pairs
        return any(first + b" " + last in pairs for first in words for last in words if first != last)


def is_numbered(cell: str) -> bool:
    """Whether a cell of names has digits that are neither a day, a grade nor a telephone behind one.

    >>> is_numbered("Roe, A. gr 6"), is_numbered("Roe A 100234")
    (False, True)
    """
    return has_digit(part_grade(drop_day(drop_number(cell)))[0])
