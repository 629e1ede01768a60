"""What the record of a case shows, at a time: for statements, for clocks, for lists of facts and entries."""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.actions.desk.district import DistrictOutline
from firstbell.base.clock import parse_given_time, parse_time
from firstbell.base.zones import find_day
from firstbell.case.case import Case
from firstbell.case.facts import list_all_facts, list_facts, list_names
from firstbell.case.moments import find_last_moment
from firstbell.ledger import Entry, EntryDraft
from firstbell.ledger.personal import refuse_personal
from firstbell.notify.clocks.rulings import list_until
from firstbell.notify.clocks.situation import Situation, situate
from firstbell.notify.statements.record import CaseRecord, make_record
from firstbell.notify.statements.rulings import list_decisions
from firstbell.record.facts import Fact


def find_record(entries: Sequence[Entry], district: DistrictOutline, as_of: str | None = None) -> CaseRecord:
    """What was known at a time, and decided by then; without a time, what is known now.

    Raises: InvalidTimeError.
    """
    until_ns = find_last_moment(as_of) if as_of else None
    then = [entry for entry in entries if until_ns is None or parse_time(entry.time) <= until_ns]
    return make_record(
        list_facts(entries, until_ns),
        list_decisions(then),
        names=list_names(entries) or district.names,
        zone=district.zone,
        today=find_day(as_of, district.zone) if as_of else None,
    )


def find_situation(case: Case, district: DistrictOutline, as_of: str | None = None) -> Situation:
    """What the case tells of its clocks. Raises: InvalidTimeError; what reading the ledger raises."""
    entries = case.main.read()
    now_ns = find_last_moment(as_of) if as_of else case.clock.now_ns()
    then = list_until(entries, now_ns) if as_of else entries
    history = [one for one in list_all_facts(entries) if not as_of or parse_given_time(one.as_of) <= now_ns]
    record = make_record(list_facts(entries, now_ns if as_of else None))
    return situate(then, record, history, standing=district.status, now_ns=now_ns)


def list_known(entries: Sequence[Entry], as_of: str | None = None, *, superseded: bool = False) -> list[Fact]:
    """The latest fact of each subject, or what was known at a time; all of them with `superseded`.

    Raises: InvalidTimeError.
    """
    as_of_ns = find_last_moment(as_of) if as_of else None
    if not superseded:
        return list_facts(entries, as_of_ns)
    found = list_all_facts(entries)
    return [one for one in found if as_of_ns is None or parse_given_time(one.as_of) <= as_of_ns]


def find_role(case: Case) -> str:
    """The role of whoever signs, as the case has it. Raises: KeyFileError; KeyRefusedError for a stranger."""
    signer = case.main.signer
    actor = case.main.roster().actors.get(signer.actor.id)
    return actor.role if actor else signer.actor.role


def put_drafts(case: Case, drafts: Sequence[EntryDraft]) -> list[Entry]:
    """Put entries down that hold no personal value. Raises: PersonalValueError; what appending raises."""
    for draft in drafts:
        refuse_personal(f"entry of kind {draft.kind}", draft.body)
    return case.main.append_many(drafts)
