"""What a reviewer decides of a scan's result: each decision an entry of ids alone, applied at once."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from firstbell.actions.access.desk import ActionListener
from firstbell.actions.impact.people import find_person, load_person, load_result
from firstbell.actions.impact.scan import put_result_facts
from firstbell.actions.impact.trust import list_bounds
from firstbell.base.errors import UnknownIdError, UsageError
from firstbell.case.case import Case
from firstbell.case.sealed import SealedStore
from firstbell.impact.detection.kinds.kind import list_kinds
from firstbell.impact.results import samples
from firstbell.impact.results.gather import gather, load_files
from firstbell.impact.results.layout_decisions import list_sisters
from firstbell.impact.results.people_list import load_people, select_queue
from firstbell.impact.results.people_pages import QueuePart
from firstbell.impact.results.results import ImpactTotals, PersonRow
from firstbell.impact.results.review_entries import (
    ANSWER,
    UNDO,
    PersonReviewed,
    find_decision,
    read_answers,
    read_decisions,
)
from firstbell.impact.scan.scan_lock import LOCK_NAME, locked
from firstbell.impact.scan.scan_store import Kept
from firstbell.ledger import Entry, RoleError
from firstbell.ledger.personal import refuse_personal

# decisions about one document that may hold for its sisters
SPREADABLE = frozenset(("confirm", "dismiss", "mark", "unmark"))
_ANSWERS_A_FACT = 25


@dataclass(frozen=True, slots=True)
class ReviewDesk:
    """A case with its sealed store, and who is told what happens besides."""

    case: Case
    sealed: SealedStore
    listener: ActionListener

    def open_kept(self) -> Kept:
        """What the case keeps of scans."""
        return Kept(self.sealed)

    @contextmanager
    def changing(self) -> Iterator[Kept]:
        """The same, for one process to change. Raises: ScanRunningError."""
        with locked(self.case.folder.sealed / LOCK_NAME):
            yield self.open_kept()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRequest:
    """A decision about a person: `verb` is confirm, dismiss, merge, split, mark or unmark.

    `person`, `into`: ids or how they begin. `documents`: paths or hashes; none: all of the person's.
    """

    verb: str
    person: str
    documents: Sequence[str] = ()
    into: str = ""
    kind: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """The entry and what it says. `alike`: how many more documents have the layout of the one it is about."""

    entry: Entry
    body: PersonReviewed
    alike: int = 0
    of: Entry | None = field(default=None)


@dataclass(frozen=True, slots=True)
class QueueRequest:
    """How much of the queue. `limit`: at most so many people; `after`: an id to go on behind."""

    limit: int | None = None
    after: str = ""


def list_queue(desk: ReviewDesk, request: QueueRequest) -> QueuePart:
    """Whom a reviewer should look at, the worst first.

    Raises: NoResultError; UsageError for a limit below 1.
    """
    if request.limit is not None and request.limit < 1:
        raise UsageError(f"--limit {request.limit} shows nobody", hint="use 1 or more")
    kept = desk.open_kept()
    load_result(kept, desk.case.folder.path)
    limit = sys.maxsize if request.limit is None else request.limit
    return select_queue(kept, after=request.after, limit=limit)


def draw_review(desk: ReviewDesk, count: int) -> list[samples.ReviewSample]:
    """So many people who were found, and documents in which somebody may be missed, to be judged."""
    kept = desk.open_kept()
    load_result(kept, desk.case.folder.path)
    judged = read_answers(desk.case.main.read())
    drawn = samples.draw_samples(samples.list_first(samples.list_positives(load_people(kept))), count, judged)
    return [*drawn, *samples.draw_samples(samples.list_documents(load_files(kept)), count, judged)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRequest:
    """What somebody says of a sample: `right` or `wrong`; `missed`: how many people a document tells of
    whom no line of the result names.
    """

    sample: str
    outcome: str
    missed: int | None = None


def answer_sample(desk: ReviewDesk, request: AnswerRequest) -> DecisionResult:
    """Judge a sample. With every 25th answer the facts of the case get the new estimates.

    Raises: UsageError; NoResultError; what appending raises.
    """
    if request.missed is not None and request.outcome == "right":
        raise UsageError(
            "a right answer means nobody is missed", hint="answer `wrong`, or leave out --missed"
        )
    kept = desk.open_kept()
    totals = load_result(kept, desk.case.folder.path)
    known = {
        one.sample_id
        for one in (*samples.list_positives(load_people(kept)), *samples.list_documents(load_files(kept)))
    }
    if request.sample not in known:
        raise UnknownIdError(
            f"there is no sample {request.sample}", hint="`firstbell impact review --sample N` draws a sample"
        )
    body = PersonReviewed(
        decision=ANSWER, sample=request.sample, outcome=request.outcome, missed=request.missed
    )
    entry = body.append_to(desk.case.main)
    if len(read_answers(desk.case.main.read())) % _ANSWERS_A_FACT == 0:
        _put_facts(desk, totals, entry)
    return DecisionResult(entry, body)


def decide(desk: ReviewDesk, request: DecisionRequest) -> DecisionResult:
    """Put a decision down, and apply it.

    Raises: UsageError; PersonalValueError; ScanRunningError; what appending raises.
    """
    _check(request)
    with desk.changing() as kept:
        people = load_people(kept)
        person = find_person(people, request.person)
        into = find_person(people, request.into).person_id if request.into else None
        if into == person.person_id:
            raise UsageError("a person cannot be merged into themselves")
        body = PersonReviewed(
            decision=request.verb,
            person=person.person_id,
            documents=tuple(_find_documents(person, request.documents)) or None,
            into=into,
            kind=request.kind or None,
            why=request.why or None,
        )
        entry = body.append_to(desk.case.main)
        _apply(desk, entry)
    return DecisionResult(entry, body, _count_sisters(kept, body) if request.verb in SPREADABLE else 0)


def _check(request: DecisionRequest) -> None:
    refuse_personal("--why", request.why)
    if request.verb == "split" and not request.documents:
        raise UsageError(
            "no document is named", hint="name the documents of the other person with --document"
        )
    if request.verb in {"mark", "unmark"} and request.kind not in list_kinds():
        raise UsageError(
            f"there is no kind of data called {request.kind!r}",
            hint=f"the kinds are {', '.join(list_kinds())}",
        )


def _count_sisters(kept: Kept, body: PersonReviewed) -> int:
    documents = body.documents or ()
    return len(list_sisters(load_files(kept), documents[0])) if len(documents) == 1 else 0


def _find_documents(person: PersonRow, named: Iterable[str]) -> list[str]:
    """The hashes of the contents that are named by hash or path. Raises: UsageError."""
    found: list[str] = []
    for one in named:
        contents = {
            exposed.content
            for exposed in person.exposures
            if one in exposed.paths or (len(one) >= 8 and exposed.content.startswith(one.lower()))
        }
        if len(contents) != 1:
            raise UsageError(
                f"{one}: {len(contents) or 'no'} of this person's documents match",
                hint=f"`firstbell impact person {person.person_id}` lists them",
            )
        found += contents
    return found


def spread_decision(desk: ReviewDesk, entry_id: str) -> DecisionResult:
    """Let a decision about one document hold for every document of its layout, in later scans, too.

    Raises: UsageError; ScanRunningError; what appending raises.
    """
    decided, told = find_decision(desk.case.main.read(), entry_id)
    documents = told.documents or ()
    if told.decision not in SPREADABLE or len(documents) != 1:
        raise UsageError(
            f"{entry_id} is not a decision about one document",
            hint="use confirm, dismiss or mark with --document first",
        )
    with desk.changing() as kept:
        files = load_files(kept)
        alike = list_sisters(files, documents[0])
        layout = next((row.layout for row in files if row.content == documents[0]), "")
        if not layout:
            raise UsageError("this document has no layout", hint="decide the others one by one")
        body = PersonReviewed(
            decision="spread",
            into=told.decision,
            layout=layout,
            kinds=tuple(_list_kinds(kept, told, documents[0])),
            of=decided.hex_id,
        )
        entry = body.append_to(desk.case.main, [decided.hex_id])
        _apply(desk, entry)
    return DecisionResult(entry, body, len(alike), decided)


def _list_kinds(kept: Kept, told: PersonReviewed, content: str) -> list[str]:
    if told.decision != "confirm":
        return [told.kind] if told.kind else []
    person = load_person(kept, told.person or "")
    return sorted({kind for one in person.exposures if one.content == content for kind in one.kinds})


def undo_decision(desk: ReviewDesk, entry_id: str) -> DecisionResult:
    """Take a decision back. `of` of the result: its entry. Raises: as `spread_decision`."""
    decided, _ = find_decision(desk.case.main.read(), entry_id)
    with desk.changing():
        body = PersonReviewed(decision=UNDO, entry=decided.hex_id)
        entry = body.append_to(desk.case.main, [decided.hex_id])
        _apply(desk, entry)
    return DecisionResult(entry, body, of=decided)


def apply_record(desk: ReviewDesk) -> int:
    """Make the result anew by the decisions on the record; how many stand. Applied twice it is the same.

    Raises: NoResultError; ScanRunningError.
    """
    with desk.changing() as kept:
        load_result(kept, desk.case.folder.path)
        entries = desk.case.main.read()
        made = [entry for entry in entries if entry.kind == PersonReviewed.KIND]
        if made:
            _apply(desk, made[-1])
    return sum(1 for _ in read_decisions(entries))


def _apply(desk: ReviewDesk, entry: Entry) -> None:
    result = gather(desk.open_kept(), list(read_decisions(desk.case.main.read())), at=entry.time)
    _put_facts(desk, result.totals, entry)


def _put_facts(desk: ReviewDesk, totals: ImpactTotals, entry: Entry) -> None:
    bounds = list_bounds(desk.open_kept(), desk.case.main.read())
    try:
        put_result_facts(desk.case, totals, entry.hex_id, bounds=bounds)
    except RoleError:
        # a reviewer decides whose it is; what is known of the case, others put down
        desk.listener.note("the facts of the case change with the next scan, or when a director decides")
