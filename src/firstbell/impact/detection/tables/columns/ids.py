"""Columns of numbers and user names that the roster knows, and those that their headers only call so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from firstbell.impact.detection.headers.columns import EMAIL, FAMILY, GIVEN, ID, MAIN, NAME, Column
from firstbell.impact.detection.headers.header_words import NUMBERED, OF_THINGS, THING
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.tables.cells.identity_documents import is_issued, is_licence, names_document
from firstbell.impact.detection.tables.cells.ids import drop_padding, list_ids
from firstbell.impact.detection.tables.columns.machine_logs import drop_conditions
from firstbell.impact.detection.tables.columns.numbers import are_counted, are_ssns, share_of, share_ssns
from firstbell.impact.people.folded_text import squeeze
from firstbell.impact.people.lexicon import Lexicon

_MOST, _HEAD_ROWS = 0.6, 12
# a header that says of a number only that it is one, and the columns of lists of books
_BARE = frozenset(("id", "_id", "#", "no", "number", "key", "uid", "record", "record id", "row id"))
_COUNTING = frozenset(("#", "no", "nr", "ln", "line", "seq", "entry", "item"))
_OF_BOOKS = ({"title", "subject"}, {"title", "author"})
_NAMING = frozenset((ID, NAME, GIVEN, FAMILY, EMAIL, DataKind.SSN))
# of whom another company knows the number, and it is that of social security
_INSURED = frozenset(("subscriber", "insured", "annuitant", "retiree", "payee", "claimant"))


class IdColumns(msgspec.Struct, frozen=True):
    """Tells them by the roster."""

    lexicon: Lexicon

    def is_id(self, cell: str) -> bool:
        """Whether a cell is a number or a user name of the roster."""
        squeezed = squeeze(cell)
        lexicon = self.lexicon
        # a user name has no spaces: the same letters in two words are a name
        is_user = squeezed in lexicon.users and len(cell.split()) == 1
        is_number = squeezed in lexicon.ids or squeezed in lexicon.bare_ids
        return is_user or is_number or drop_padding(squeezed) in lexicon.ids

    def is_login(self, cell: str) -> bool:
        """The same, or an address of mail of the roster: people sign in by either."""
        return self.is_id(cell) or (
            "@" in cell and cell.lower().encode("utf-8", "replace") in self.lexicon.emails
        )

    def holds_id(self, cell: str) -> bool:
        """Whether a number of the roster stands beside a name: "Olson, Ada 310022"."""
        return bool(list_ids(self.lexicon, cell)) and any(map(str.isalpha, cell))

    def are_things(self, header: str, cells: Sequence[str]) -> bool:
        """Whether these are numbers of things by their header, or those of rows, from one up, in the digits
        that end somebody's number: 00001, 00002 beside the names of others. What the roster itself has so is
        a number of people.
        """
        # a title above may have been taken for the header, which is one of the cells then
        if any(NUMBERED.fullmatch(head.strip()) for head in (header, *cells[:_HEAD_ROWS])):
            return True
        is_counted = are_counted(cells) and int(cells[0].rstrip(".)")) <= 1
        return is_counted and not any(squeeze(cell) in self.lexicon.ids for cell in cells)

    @staticmethod
    def drop_bare(typed: list[Column], header: Sequence[str]) -> list[Column]:
        """Without a column that is only called a number, in a table of things that names nobody else whom it
        may be about: tickets, hosts, books; nor what a log of machines says of these.
        """
        typed = drop_conditions(typed, header)
        heads = {head.strip().lower().replace("_", " ") for head in header}
        if not any(map(OF_THINGS.fullmatch, heads)) and not any(one <= heads for one in _OF_BOOKS):
            return typed
        naming = [one for one in typed if one.owner == MAIN and one.role in _NAMING]
        if len(naming) != 1 or naming[0].role != ID or naming[0].header not in _BARE:
            return typed
        return [one for one in typed if one is not naming[0]]

    def list_met(self, typed: Sequence[Column], cells: Mapping[int, Sequence[str]]) -> list[Column]:
        """The columns without those of numbers and of addresses of which the roster has none."""
        known = (one for one in typed if any(map(self.is_login, cells.get(one.at, ()))))
        kept = {(one.at, one.role) for one in known}
        return [one for one in typed if one.role not in {ID, EMAIL} or (one.at, one.role) in kept]

    def retype(self, column: Column, cells: Sequence[str]) -> Column | None:
        """A column whose header calls it one of numbers as its cells have it: of names with numbers, of
        licences, of social security; None where they are words.
        """
        if share_of(cells, lambda cell: self.holds_id(cell) and not self.is_id(cell)) >= _MOST:
            return replace(column, role=NAME)
        if share_of(cells, _is_said) >= _MOST and not any(map(self.holds_id, cells)):
            return None
        if column.owner != MAIN or any(map(self.is_id, cells)):
            return column
        if column.header in _COUNTING and (are_counted(cells) or self.are_things("", cells)):
            return None  # it counts the rows, which are about whom their other columns name
        # a small letter begins no licence: programs number their own things so
        if share_of(cells, _is_document) >= _MOST:
            return replace(column, role=DataKind.GOVERNMENT_ID)
        if share_ssns(cells) >= _MOST and not THING.search(column.header):
            return replace(column, role=DataKind.SSN)
        return column

    def find_insured(self, typed: Sequence[Column], cells: Mapping[int, Sequence[str]]) -> Iterator[Column]:
        """The columns: numbers of insured people and the like that the roster does not know are those of
        social security, where all of them can be such.
        """
        are_insured = any(column.header in _INSURED for column in typed)
        for column in typed:
            is_open = are_insured and column.role == ID and column.owner == MAIN
            numbers = cells.get(column.at, ()) if is_open else ()
            is_ssn_column = bool(numbers) and are_ssns(numbers) and not any(map(self.is_id, numbers))
            yield replace(column, role=DataKind.SSN) if is_ssn_column else column


def _is_document(cell: str) -> bool:
    return (is_licence(cell) and cell[0].isupper()) or is_issued(cell) or names_document(cell)


def _is_said(cell: str) -> bool:
    """Whether words stand in a cell, and no number."""
    return len(cell.split()) > 1 and "@" not in cell and sum(map(str.isalpha, cell)) * 2 > len(cell)
