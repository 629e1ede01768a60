"""What compares a clause about the note of intruders, its deadline, or credit monitoring, with the facts."""

from __future__ import annotations

from collections.abc import Mapping

from firstbell.notify.statements.clauses.clauses import Compare, SaidClause, Verdict
from firstbell.notify.statements.clauses.facts import fit_numbers
from firstbell.notify.statements.judges.told_days import all_fit
from firstbell.notify.statements.judges.truth import agree
from firstbell.notify.statements.language.quantities import find_numbers
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.values import read_day
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
    deadline = record.get_day(Subject.RANSOM, "deadline")
    if said.denied or deadline is None or record.today is None:
        return None
    if said.days and deadline < record.today:
        return all_fit(said.days, deadline)
    return True if deadline < record.today and not said.days else None


def _compare_codes(record: CaseRecord, said: SaidClause) -> Verdict:
    codes = record.get(Subject.CREDIT_MONITORING, "codes_issued")
    if codes is None or said.denied > 1:
        return None
    if said.denied:
        return None if said.numbers else not codes
    day = read_day(record.get(Subject.CREDIT_MONITORING, "codes_issued_on") or codes)
    if said.has("months?|years?"):
        months = record.get_count(Subject.CREDIT_MONITORING, "months")
        numbers = [one.value for one in said.numbers if one.value != codes]
        told = [(12 if said.has("years?") else 1) * one for one in numbers]
        fits = told == [months] if months is not None and told else None
        return agree(bool(codes), fits, all_fit(said.days, day))
    return agree(
        fit_numbers(said.numbers, None if isinstance(codes, bool) else codes), all_fit(said.days, day)
    )


def _compare_months(record: CaseRecord, said: SaidClause) -> Verdict:
    months = record.get_count(Subject.CREDIT_MONITORING, "months")
    signed = record.get(Subject.CREDIT_MONITORING, "contract")
    if said.denied or months is None or not signed:
        return None
    years = 12 if said.has("years?") else 1
    told = [years * one.value for one in said.numbers] or ([12.0] if said.has("(?:a|one) year") else [])
    return agree(told == [months], all_fit(said.days, read_day(signed))) if len(told) == 1 else None


def _compare_contract(record: CaseRecord, said: SaidClause) -> Verdict:
    signed = record.get(Subject.CREDIT_MONITORING, "contract")
    if signed is None or said.denied > 1:
        return None
    if said.denied:
        return None if said.days or said.numbers else not signed
    if said.numbers:
        return _compare_months(record, said) if said.has("months?|years?") else None
    return agree(bool(signed), all_fit(said.days, read_day(signed)))


CLAUSE_NOTES: Mapping[str, Compare] = {
    "note": _compare_note,
    "note_open": _compare_note_open,
    "overdue": _compare_overdue,
    "codes": _compare_codes,
    "months": _compare_months,
    "contract": _compare_contract,
}
