"""What compares a clause about the note of intruders, or the deadline in it, with the facts."""

from __future__ import annotations

from collections.abc import Mapping

from firstbell.notify.statements.clauses import Compare, SaidClause, Verdict
from firstbell.notify.statements.judges.truth import read_day
from firstbell.notify.statements.quantities import find_numbers
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject


def _compare_note(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "there is a note on one server": whether the fact tells of a note, and where it lay."""
    told = record.get(Subject.RANSOM, "demanded")
    if said.denied or not isinstance(told, str) or "note" not in told.lower():
        return None
    places = [one for one in ("one", "server", "file") if said.has(f"{one}s?")]
    counted = find_numbers(told)
    if said.numbers and not all(any(one.fits(two.value) for two in counted) for one in said.numbers):
        return None
    return True if all(one in told.lower() for one in places) else None


def _compare_note_open(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "the note on one server named no amount"."""
    told = record.get(Subject.RANSOM, "demanded")
    if said.denied or not isinstance(told, str) or "no amount" not in told.lower():
        return None
    return _compare_note(record, said) if said.has("notes?") else True


def _compare_overdue(record: CaseRecord, said: SaidClause) -> Verdict:
    deadline = read_day(record.get(Subject.RANSOM, "deadline"))
    if said.denied or deadline is None or record.today is None:
        return None
    return True if deadline < record.today else None


CLAUSE_NOTES: Mapping[str, Compare] = {
    "note": _compare_note,
    "note_open": _compare_note_open,
    "overdue": _compare_overdue,
}
