"""The people of a result as readers need them: some in order, one with the evidence, or all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from firstbell.impact.results.people_pages import (
    MissingPageError,
    PeopleChoice,
    PeopleDirectory,
    PeoplePages,
    PeoplePart,
    PeopleTally,
    QueuePart,
    cut_queue,
    find_sort_key,
    queue_people,
    tally_people,
)
from firstbell.impact.results.results import PersonRow
from firstbell.impact.scan.scan_store import Kept

T = TypeVar("T")
_TRIES = 5


def save_people(kept: Kept, people: Sequence[PersonRow]) -> None:
    """Keep the people of a result, in order."""
    PeoplePages(kept).save(people)


def load_people(kept: Kept) -> list[PersonRow]:
    """Everybody in order, with the evidence."""
    return _read(kept, lambda found: found, lambda pages, found: list(pages.iterate_whole(found)))


def list_people_shortly(kept: Kept) -> list[PersonRow]:
    """Everybody in order; the evidence is left out where it need not be read."""
    return _read(kept, lambda found: found, lambda pages, found: list(pages.iterate(found)))


def find_people(kept: Kept, person_id: str) -> list[PersonRow]:
    """Who has this id or sourcedId, with the evidence; else whose id begins so."""

    def look(found: list[PersonRow]) -> list[PersonRow]:
        fitting = [one for one in found if person_id in {one.person_id, one.sourced_id}]
        return fitting or [one for one in found if person_id and one.person_id.startswith(person_id)]

    return _read(kept, look, lambda pages, found: pages.find(found, person_id))


def select_people(kept: Kept, choice: PeopleChoice, *, after: str = "", limit: int) -> PeoplePart:
    """The next people behind somebody, at most so many."""
    return _read(
        kept,
        lambda found: _select(found, choice, after=after, limit=limit),
        lambda pages, found: pages.select(found, choice, after=after, limit=limit),
    )


def select_queue(kept: Kept, *, after: str = "", limit: int) -> QueuePart:
    """The next who wait for a reviewer behind somebody, at most so many."""

    def rank(found: list[PersonRow]) -> QueuePart:
        queue = queue_people(found)
        ids = [one.person.person_id for one in queue]
        return cut_queue(queue[ids.index(after) + 1 if after in ids else 0 :], len(queue), limit)

    def look(pages: PeoplePages, found: PeopleDirectory) -> QueuePart:
        if found.queue is None:
            return rank(list(pages.iterate_whole(found)))
        return pages.select_queue(found.queue, after=after, limit=limit)

    return _read(kept, rank, look)


def list_tallies(kept: Kept) -> list[PeopleTally]:
    """How many people are alike in role, confidence and kinds."""
    return _read(kept, tally_people, lambda _, found: found.tallies)


def _read(
    kept: Kept,
    use_list: Callable[[list[PersonRow]], T],
    use_pages: Callable[[PeoplePages, PeopleDirectory], T],
) -> T:
    """What is read of the result; read again where it was made anew meanwhile. Raises: MissingPageError."""
    pages = PeoplePages(kept)
    for _ in range(_TRIES):
        found = pages.load()
        if not isinstance(found, PeopleDirectory):
            return use_list(found or [])
        try:
            return use_pages(pages, found)
        except MissingPageError as error:
            missing = error
            if pages.load() == found:
                break
    raise missing


def _select(found: list[PersonRow], choice: PeopleChoice, *, after: str, limit: int) -> PeoplePart:
    """As pages do it, of a list that an older version kept."""
    words = choice.words.lower()
    fitting = [row for row in found if choice.fits(row) and _has_words(row, words)]
    behind = next((row for row in found if row.person_id == after), None)
    start = find_sort_key(behind) if behind else None
    rows = [row for row in fitting if start is None or find_sort_key(row) > start]
    shown = rows[:limit]
    return PeoplePart(shown, len(fitting), shown[-1].person_id if len(rows) > limit and shown else "")


def _has_words(row: PersonRow, words: str) -> bool:
    return not words or words in row.name.lower() or words in (row.sourced_id or "").lower()
