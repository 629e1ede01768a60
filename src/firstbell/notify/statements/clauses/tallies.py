"""What compares a clause about how far a list, its letters, systems or costs are with the facts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from firstbell.notify.statements.clauses.clauses import Compare, SaidClause, Verdict
from firstbell.notify.statements.clauses.facts import compare_day, fits_share
from firstbell.notify.statements.judges.told_days import all_fit
from firstbell.notify.statements.language.dates import find_dates
from firstbell.notify.statements.language.names import (
    list_groups,
    list_kinds,
    list_recorded_kinds,
)
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject


def _compare_letters_of(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "9,102 of 9,318 have been sent", and of "not every letter is out"."""
    sent, people = record.get_count(Subject.LETTERS_SENT), record.get_count(Subject.PEOPLE_AFFECTED, "count")
    if sent is None or people is None:
        return None
    if said.has("not (?:yet )?(?:all|every\\w*)"):
        return sent < people if sent and not (said.numbers or said.denied > 1) else None
    if said.denied or len(said.numbers) not in (1, 2):
        return None
    if len(said.numbers) == 1:
        return True if said.numbers[0].fits(sent) and not said.has("all|every\\w*") else None
    return said.counts(sent, people)


def _compare_all_of_group(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "all of them are current or former staff": whether no other group is on record."""
    told = list(filter(None, map(list_groups, record.get_list(Subject.PEOPLE_AFFECTED, "groups"))))
    who = list_groups(said.text)
    if said.denied or not told or not who:
        return None
    if all(one <= who for one in told):
        return True
    # "staff" alone leaves out who once were, and does not deny them
    return None if all(one & who for one in told) else False


def _compare_logs_quiet(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "no unexplained traffic in the four days that were reviewed"."""
    bytes_, days = (
        record.get_count(Subject.EXFILTRATION, one) for one in ("unexplained_bytes", "reviewed_days")
    )
    if said.denied or bytes_ is None or days is None or len(said.numbers) != 1:
        return None
    return bytes_ == 0 and said.numbers[0].fits(days)


def _compare_sum_open(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "we have not been told how much they want"."""
    told = record.get(Subject.RANSOM, "demanded")
    return True if isinstance(told, str) and not re.search(r"\d", told) and not said.denied else None


def _compare_list_open(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "the list is not closed"."""
    final = record.get(Subject.PEOPLE_AFFECTED, "final")
    if not isinstance(final, bool) or said.denied > 1:
        return None
    count = record.get_count(Subject.PEOPLE_AFFECTED, "count")
    if said.numbers and not all(count is not None and one.fits(count) for one in said.numbers):
        return None if count is None else False
    is_open = said.has("open|grow\\w*|preliminary|provisional") != bool(said.denied)
    return final != is_open


def _compare_spent_share(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "about seventy percent of what we expect it to cost has been spent"."""
    spent = record.get_count(Subject.RESPONSE_COST, "spent")
    expected = record.get_count(Subject.RESPONSE_COST, "expected")
    if said.denied or spent is None or not expected or not said.share or said.numbers:
        return None
    return fits_share(said.share, 100 * spent / expected)


def _compare_insurer_told(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "notice reached us on November 17", as an insurer writes."""
    if said.denied or not said.days:
        return None
    return all_fit(said.days, record.get_day(Subject.INSURANCE, "informed")) or None


def _compare_kinds_many(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "six kinds of information were found"."""
    kinds = record.get_list(Subject.KINDS_FOUND)
    return None if said.denied or not kinds or len(said.numbers) != 1 else said.numbers[0].fits(len(kinds))


_OF_WHOM = any_case(r"\b(?:of|from|belonging to) (?:our |the )*((?:(?:current|former) )?[a-z]+)")


_LAST_OF_LIST = re.compile(r",? and |, ")


def _compare_kinds_whose(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "bank account numbers of staff and disciplinary records of students": each with whose they are."""
    if said.denied or not said.kinds:
        return None
    if said.has("stolen|taken|copied") and record.get(Subject.EXFILTRATION, "state") != "confirmed":
        return None
    if said.has("names?") and not any("name" in one.lower() for one in record.get_list(Subject.KINDS_FOUND)):
        return None
    told = [(list_recorded_kinds(one), list_groups(one)) for one in record.get_list(Subject.KINDS_FOUND)]
    start, read = 0, set[str]()
    for match in _OF_WHOM.finditer(said.text):
        who, kinds = list_groups(match[1]), list_kinds(said.text[start : match.start()])
        if not who:
            continue
        nearest = list_kinds(_LAST_OF_LIST.split(said.text[start : match.start()])[-1])
        for kind in kinds:
            if not any(
                kind in known and (who == whose or (not whose and kind not in nearest))
                for known, whose in told
            ):
                return None
        read, start = read | kinds, match.end()
    return True if read and said.kinds <= read else None


def _compare_letters_short(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "the letters sent so far, 6,130, are fewer than the people affected"."""
    sent, people = record.get_count(Subject.LETTERS_SENT), record.get_count(Subject.PEOPLE_AFFECTED, "count")
    if said.denied or sent is None or people is None or len(said.numbers) > _PAIR:
        return None
    return sent < people and said.counts(sent, people)


_PAIR = 2


def _compare_that_day(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "on September 14, the day on which it was found": whether that is the day of it."""
    days = find_dates(said.sentence[: said.sentence.find(said.text)])
    found = record.get_day(Subject.ENCRYPTION_EVENT, "found")
    return None if said.denied or not days or found is None else days[-1].fits(found)


CLAUSE_TALLIES: Mapping[str, Compare] = {
    "letters_short": _compare_letters_short,
    "that_day": _compare_that_day,
    "letters_of": _compare_letters_of,
    "list_open": _compare_list_open,
    "all_of_group": _compare_all_of_group,
    "logs_quiet": _compare_logs_quiet,
    "sum_open": _compare_sum_open,
    "spent_share": _compare_spent_share,
    "insurer_told": _compare_insurer_told,
    "misuse_begun": compare_day(Subject.MISUSE_SEARCH, "begun"),
    "kinds_many": _compare_kinds_many,
    "kinds_whose": _compare_kinds_whose,
}
