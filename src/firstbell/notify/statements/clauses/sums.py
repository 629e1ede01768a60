"""What compares a clause about money, the note, amounts of data, monitoring or reports with facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstbell.notify.statements.clauses.clauses import Compare, SaidClause, Verdict
from firstbell.notify.statements.clauses.facts import compare_day, compare_number, fit_numbers, fits_share
from firstbell.notify.statements.judges.agencies import find_filed, find_told
from firstbell.notify.statements.judges.extortion import read_demanded
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


_EXFILTRATION = Subject.EXFILTRATION


def _compare_covered(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "the insurer has paid $380,000 of the $864,000 that we have spent", or which share it is."""
    paid, spent = (
        record.get_count(Subject.INSURANCE, "paid"),
        record.get_count(Subject.RESPONSE_COST, "expected" if said.has("expect\\w*|total") else "spent"),
    )
    if said.denied or paid is None or not spent:
        return None
    if said.share:
        return None if said.numbers else fits_share(said.share, 100 * paid / spent)
    if len(said.numbers) == 1:
        return said.numbers[0].fits(paid)
    return len(said.numbers) == 2 and said.counts(paid, spent)


def _compare_whole_demand(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "we paid the full demand"."""
    paid, demanded = record.get(Subject.RANSOM, "paid"), read_demanded(record)
    if said.denied or paid is None:
        return None
    if not paid:
        return False
    if isinstance(paid, bool) or isinstance(demanded, bool) or not isinstance(demanded, int | float):
        return None
    return bool(paid >= demanded)


def _compare_published_part(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "about nine of the 118 gigabytes have shown up online"."""
    if said.denied or record.get(_EXFILTRATION, "published") is None:
        return None
    if not record.get(_EXFILTRATION, "published"):
        return False
    day = record.get_day(_EXFILTRATION, "published_on")
    if said.days and (day is None or not all(one.fits(day) for one in said.days)):
        return None if day is None else False
    wanted = [record.get_count(_EXFILTRATION, name) for name in ("published_bytes", "bytes")]
    order = sorted(said.amounts, key=lambda one: one.size_bytes)
    if said.has("all|every\\w*|whole|entire(?:ly)?|full"):
        return False if wanted[0] is not None and wanted[1] and wanted[0] < wanted[1] else None
    known = wanted[: len(order)]
    if None in known or len(order) > 2:
        return None
    return all(one.fits(size) for one, size in zip(order, known, strict=True) if size is not None)


def _compare_published_share(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "roughly 8 percent of what was stolen has been published"."""
    part, whole = (record.get_count(_EXFILTRATION, name) for name in ("published_bytes", "bytes"))
    if said.denied or part is None or not whole or not said.share:
        return None
    return fits_share(said.share, 100 * part / whole)


def _compare_taken_between(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "data was taken between September 19 and 23"; of an amount, too."""
    first, last = (record.get_day(_EXFILTRATION, name) for name in ("taken_from", "taken_until"))
    if said.denied or first is None or last is None:
        return None
    size = record.get_count(_EXFILTRATION, "bytes")
    if said.amounts and (size is None or not all(one.fits(size) for one in said.amounts)):
        return None if size is None else False
    if len(said.numbers) == 1 and said.has("days"):
        days = (last - first).days
        if not any(said.numbers[0].fits(count) for count in (days, days + 1)):
            return False
    elif said.numbers:
        return None
    if len(said.days) == 2:
        one, two = said.days
        return (one.fits(first) and two.fits(last)) or (two.fits(first) and one.fits(last))
    return True if not said.days and said.numbers else None


def _compare_inside(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "they had access for eleven days before files were encrypted"."""
    began = record.get_day(Subject.FIRST_ACCESS)
    event = [record.get_day(Subject.ENCRYPTION_EVENT, name) for name in ("first_damage", "found")]
    lasted = {(day - began).days for day in event if day and began}
    if said.denied or not lasted or len(said.numbers) != 1:
        return None
    known = [began, *event]
    if not all(any(day and one.fits(day) for day in known) for one in said.days):
        return False
    unit = 7 if said.has("weeks?") else 1
    if unit == 7:
        return any(abs(days - 7 * said.numbers[0].value) <= 3 for days in lasted)
    return any(said.numbers[0].fits(days) for days in lasted)


def _compare_due(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "the report to the state is still outstanding"."""
    filed: list[Any] = [find_filed(record, agency) for agency in said.agencies]
    if said.denied or not filed or None in filed:
        return None
    return not any(filed)


def _compare_not_told(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "..., but not the attorney general"."""
    filed: list[Any] = [find_filed(record, agency) for agency in said.agencies]
    if said.denied != 1 or not filed:
        return None
    if any(find_told(record, {agency}) for agency in said.agencies):
        return False
    return True if None not in filed and not any(filed) else None


def _compare_no_contract(record: CaseRecord, said: SaidClause) -> Verdict:
    signed = record.get(Subject.CREDIT_MONITORING, "contract")
    return None if signed is None or said.denied else not signed


def _compare_said_no(record: CaseRecord, said: SaidClause) -> Verdict:
    paid = record.get(Subject.RANSOM, "paid")
    return None if paid is None or said.denied else not paid


def _compare_misuse_on(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "the search for misuse goes on": no fact tells of one that has begun and is not done."""
    return False if record.get(Subject.MISUSE_SEARCH, "done") is not None and not said.denied else None


CLAUSE_SUMS: Mapping[str, Compare] = {
    "note": _compare_note,
    "note_open": _compare_note_open,
    "overdue": _compare_overdue,
    "codes": _compare_codes,
    "months": _compare_months,
    "contract": _compare_contract,
    "spent": compare_number(Subject.RESPONSE_COST, "spent"),
    "expected": compare_number(Subject.RESPONSE_COST, "expected"),
    "covered": _compare_covered,
    "whole_demand": _compare_whole_demand,
    "published_part": _compare_published_part,
    "published_share": _compare_published_share,
    "taken_between": _compare_taken_between,
    "inside": _compare_inside,
    "no_contract": _compare_no_contract,
    "taken_first": compare_day(_EXFILTRATION, "taken_from"),
    "said_no": _compare_said_no,
    "misuse_on": _compare_misuse_on,
    "due": _compare_due,
    "not_told": _compare_not_told,
}
