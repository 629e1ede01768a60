"""The people of a result in the sealed store: a directory, lists, whole rows by id. docs/formats/impact.md.

A page is named by a hash of its content, and is written once: what a review changes is a few pages. The
directory is written last; what it does not name goes afterwards, so a kill leaves the result before.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import TypeVar

import msgspec

from firstbell.impact.detection.evidence.results import POSSIBLE, SURENESS
from firstbell.impact.detection.kinds.kind import select_kinds
from firstbell.impact.results.results import PersonRow
from firstbell.impact.scan.scan_store import Kept, KeptError

DIRECTORY_VERSION = 2
_DIRECTORY = "people"
_PAGES = "people-pages"
# people a list page has: at a mean, at least, at most
_LIST_PEOPLE, _LEAST, _MOST = 512, 64, 2048
# people of whom a page of whole rows holds the evidence
_ROW_PEOPLE = 256
SortKey = tuple[int, str, str]
T = TypeVar("T")


# what does most harm in the wrong hands
_GRAVE = select_kinds(lambda signs: signs.is_grave)


def rank_people(people: Iterable[PersonRow]) -> list[PersonRow]:
    """Those of whom something is open, the gravest first: told by what is only possible, of grave kinds, of
    children, in many documents.
    """
    open_ones = [one for one in people if one.possible_documents or one.confidence == POSSIBLE]
    return sorted(open_ones, key=_weigh, reverse=True)


def _weigh(person: PersonRow) -> tuple[bool, int, bool, int]:
    kinds = set(person.possible_kinds) or set(person.kinds)
    return (person.confidence == POSSIBLE, len(kinds & _GRAVE), person.is_minor, person.possible_documents)


class MissingPageError(KeptError):
    """A page that the directory names is not there: it is lost, or the result was made anew meanwhile."""

    code = "impact.kept.page"


class ListPage(msgspec.Struct, array_like=True, frozen=True):
    """A page of the list. `first`: the key of its first row; `count`: how many rows it has."""

    name: str
    first: SortKey
    count: int


class PeopleTally(msgspec.Struct, array_like=True, frozen=True):
    """How many people are alike in what they can be chosen by."""

    role: str
    confidence: str
    kinds: tuple[str, ...]
    count: int


class QueuedPerson(msgspec.Struct, array_like=True, frozen=True):
    """Somebody who waits for a reviewer, without evidence. `notes`: what the scan noted of the evidence."""

    person: PersonRow
    notes: list[str]


class QueueDirectory(msgspec.Struct, array_like=True, frozen=True):
    """Who waits for a reviewer. `ids`: name of the page of their ids; `pages`: (name, how many people)."""

    ids: str
    pages: list[tuple[str, int]]


class PeopleDirectory(msgspec.Struct, array_like=True, frozen=True):
    """What is where. `rows`: names of the pages of whole rows, by slice of ids; `words`: what is searched.

    `queue`: None where an older version kept the people.
    """

    count: int
    lists: list[ListPage]
    rows: list[str]
    words: str
    tallies: list[PeopleTally]
    queue: QueueDirectory | None = None


class PeopleChoice(msgspec.Struct, frozen=True):
    """Which people. None: all. `words`: part of a name or of a sourcedId, in any case."""

    role: str | None = None
    kind: str | None = None
    confidence: str | None = None
    words: str = ""

    def fits(self, row: PersonRow | PeopleTally) -> bool:
        """Whether somebody is among them, by all but the words."""
        return (
            (self.role is None or row.role == self.role)
            and (self.kind is None or self.kind in row.kinds)
            and (self.confidence is None or row.confidence == self.confidence)
        )


class PeoplePart(msgspec.Struct, frozen=True):
    """Some people in order, without evidence. `total`: how many fit; `next_id`: where to go on, or ""."""

    rows: list[PersonRow]
    total: int
    next_id: str


class QueuePart(msgspec.Struct, frozen=True):
    """Some of those who wait for a reviewer. `total`: how many wait; `next_id`: where to go on, or ""."""

    rows: list[QueuedPerson]
    total: int
    next_id: str


def find_sort_key(row: PersonRow) -> SortKey:
    """The surest first, then by name."""
    return SURENESS[row.confidence], row.name.lower(), row.person_id


class PeoplePages:
    """The people that a case keeps, read page by page."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def load(self) -> PeopleDirectory | list[PersonRow] | None:
        """What is where; everybody where an older version kept the people as one list; None: no result."""
        kinds = {1: list[PersonRow], DIRECTORY_VERSION: PeopleDirectory}
        found: PeopleDirectory | list[PersonRow] | None = self._kept.load_part_of(_DIRECTORY, kinds)
        return found

    def save(self, people: Sequence[PersonRow]) -> None:
        """Keep people, in the order in which they come. Raises: what the store raises."""
        lists = [self._put_list(rows) for rows in _cut_list(people, attrgetter("person_id"))]
        directory = PeopleDirectory(
            len(people),
            lists,
            [self._put(rows) for rows in _cut_by_id(people)],
            self._put([f"{row.name.lower()}\n{(row.sourced_id or '').lower()}" for row in people]),
            tally_people(people),
            queue := self._put_queue(queue_people(people)),
        )
        self._kept.put_part(_DIRECTORY, directory, version=DIRECTORY_VERSION)
        named = {directory.words, *directory.rows, *(page.name for page in lists)}
        named |= {queue.ids, *(name for name, _ in queue.pages)}
        for name in self._kept.list_parts(_PAGES):
            if name not in named:
                self._kept.remove_part(f"{_PAGES}/{name}")

    def _put_list(self, rows: Sequence[PersonRow]) -> ListPage:
        short = [msgspec.structs.replace(row, exposures=[]) for row in rows]
        return ListPage(self._put(short), find_sort_key(rows[0]), len(rows))

    def _put_queue(self, queue: Sequence[QueuedPerson]) -> QueueDirectory:
        pages = [(self._put(rows), len(rows)) for rows in _cut_list(queue, _find_queued_id)]
        return QueueDirectory(self._put([_find_queued_id(one) for one in queue]), pages)

    def _put(self, value: object) -> str:
        name = hashlib.sha256(msgspec.msgpack.encode(value)).hexdigest()[:32]
        if not self._kept.has_part(f"{_PAGES}/{name}"):
            self._kept.put_part(f"{_PAGES}/{name}", value)
        return name

    def _load_rows(self, name: str) -> list[PersonRow]:
        return self._load_page(name, list[PersonRow])

    def _load_page(self, name: str, kind: type[T]) -> T:
        page = self._kept.load_part(f"{_PAGES}/{name}", kind)
        if page is None:
            raise MissingPageError(
                f"page {name} of the people is missing", hint="`firstbell impact scan` makes it again"
            )
        return page

    def iterate(self, directory: PeopleDirectory) -> Iterator[PersonRow]:
        """Everybody in order, without evidence."""
        for page in directory.lists:
            yield from self._load_rows(page.name)

    def iterate_whole(self, directory: PeopleDirectory) -> Iterator[PersonRow]:
        """Everybody in order, with evidence."""
        whole = {row.person_id: row for name in directory.rows for row in self._load_rows(name)}
        return (whole[row.person_id] for row in self.iterate(directory))

    def find(self, directory: PeopleDirectory, person_id: str) -> list[PersonRow]:
        """Who has this id, or this sourcedId; else whose id begins so. With evidence."""
        found = [row for row in self._load_slice(directory, person_id) if row.person_id == person_id]
        if found:
            return found
        short = list(self.iterate(directory))
        fitting = [row for row in short if row.sourced_id == person_id]
        fitting = fitting or [row for row in short if person_id and row.person_id.startswith(person_id)]
        ids = [row.person_id for row in fitting]
        return [row for one in ids for row in self._load_slice(directory, one) if row.person_id == one]

    def _load_slice(self, directory: PeopleDirectory, person_id: str) -> list[PersonRow]:
        if not directory.rows:
            return []
        return self._load_rows(directory.rows[_find_slice(person_id, len(directory.rows))])

    def select(
        self, directory: PeopleDirectory, choice: PeopleChoice, *, after: str = "", limit: int
    ) -> PeoplePart:
        """The next people behind somebody; from the beginning where nobody has that id."""
        start = self._find_place(directory, after) if after else 0
        if choice.words:
            return self._search(directory, choice, start=start, limit=limit)
        total = sum(tally.count for tally in directory.tallies if choice.fits(tally))
        rows = []
        for row in self._iterate_from(directory, start):
            if choice.fits(row):
                rows.append(row)
            if len(rows) > limit:
                break
        return _make_part(rows, total, limit)

    def select_queue(self, queue: QueueDirectory, *, after: str = "", limit: int) -> QueuePart:
        """The next who wait behind somebody; from the beginning where that one waits no more."""
        ids = self._load_page(queue.ids, list[str])
        start = ids.index(after) + 1 if after in ids else 0
        rows: list[QueuedPerson] = []
        at = 0
        for name, count in queue.pages:
            if at + count > start and len(rows) <= limit:
                rows += self._load_page(name, list[QueuedPerson])[max(start - at, 0) :]
            at += count
        return cut_queue(rows, len(ids), limit)

    def _find_place(self, directory: PeopleDirectory, person_id: str) -> int:
        """The place behind this person in the list."""
        row = next(
            (one for one in self._load_slice(directory, person_id) if one.person_id == person_id), None
        )
        if row is None:
            return 0
        at = bisect_right([page.first for page in directory.lists], find_sort_key(row)) - 1
        before = sum(page.count for page in directory.lists[:at])
        ids = [one.person_id for one in self._load_rows(directory.lists[at].name)]
        return before + ids.index(person_id) + 1 if person_id in ids else 0

    def _iterate_from(self, directory: PeopleDirectory, start: int) -> Iterator[PersonRow]:
        at = 0
        for page in directory.lists:
            if at + page.count > start:
                yield from self._load_rows(page.name)[max(start - at, 0) :]
            at += page.count

    def _search(
        self, directory: PeopleDirectory, choice: PeopleChoice, *, start: int, limit: int
    ) -> PeoplePart:
        words = choice.words.lower()
        texts = self._load_page(directory.words, list[str])
        places = [place for place, text in enumerate(texts) if words in text]
        rows: list[PersonRow] = []
        total = 0
        by_page: dict[int, list[PersonRow]] = {}
        starts = _list_starts(directory)
        for place in places:
            at = bisect_right(starts, place) - 1
            needed = choice.role or choice.kind or choice.confidence
            if not needed and (place < start or len(rows) > limit):
                total += 1
                continue
            page = by_page.setdefault(at, []) or self._load_rows(directory.lists[at].name)
            by_page = {at: page}
            row = page[place - starts[at]]
            if choice.fits(row):
                total += 1
                if place >= start and len(rows) <= limit:
                    rows.append(row)
        return _make_part(rows, total, limit)


def queue_people(people: Iterable[PersonRow]) -> list[QueuedPerson]:
    """Who waits for a reviewer, the gravest first."""
    return [
        QueuedPerson(
            msgspec.structs.replace(row, exposures=[]),
            sorted({one.note for one in row.exposures if one.note}),
        )
        for row in rank_people(people)
    ]


def cut_queue(rows: list[QueuedPerson], total: int, limit: int) -> QueuePart:
    """The first of these rows."""
    shown = rows[:limit]
    return QueuePart(shown, total, _find_queued_id(shown[-1]) if len(rows) > limit and shown else "")


def _find_queued_id(queued: QueuedPerson) -> str:
    return queued.person.person_id


def tally_people(people: Iterable[PersonRow]) -> list[PeopleTally]:
    """How many are alike in role, confidence and kinds."""
    tallied = Counter((row.role, row.confidence, tuple(row.kinds)) for row in people)
    return [PeopleTally(*alike, count) for alike, count in sorted(tallied.items())]


def _make_part(rows: list[PersonRow], total: int, limit: int) -> PeoplePart:
    shown = rows[:limit]
    return PeoplePart(shown, total, shown[-1].person_id if len(rows) > limit and shown else "")


def _list_starts(directory: PeopleDirectory) -> list[int]:
    starts, at = [], 0
    for page in directory.lists:
        starts.append(at)
        at += page.count
    return starts


def _cut_list(people: Sequence[T], find_id: Callable[[T], str]) -> Iterator[list[T]]:
    """Pages that end at certain people, so that one person more or less changes one page and not all."""
    rows: list[T] = []
    for row in people:
        rows.append(row)
        ends = len(rows) >= _LEAST and _hash_id(find_id(row)) % _LIST_PEOPLE == 0
        if ends or len(rows) >= _MOST:
            yield rows
            rows = []
    if rows:
        yield rows


def _cut_by_id(people: Sequence[PersonRow]) -> list[list[PersonRow]]:
    """Whole rows in slices of ids, as many as are a power of two."""
    slices = 1
    while slices * _ROW_PEOPLE < len(people):
        slices *= 2
    cut: list[list[PersonRow]] = [[] for _ in range(slices)]
    for row in sorted(people, key=lambda one: one.person_id):
        cut[_find_slice(row.person_id, slices)].append(row)
    return cut


def _find_slice(person_id: str, slices: int) -> int:
    return _hash_id(person_id) % slices


def _hash_id(person_id: str) -> int:
    return int.from_bytes(hashlib.sha256(person_id.encode()).digest()[:4], "big")
