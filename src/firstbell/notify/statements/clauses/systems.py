"""What compares a clause about systems, lost files, school days or a call center with the facts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from firstbell.notify.statements.clauses.clauses import Compare, SaidClause, Verdict
from firstbell.notify.statements.clauses.facts import compare_number, fits_share
from firstbell.notify.statements.judges.told_days import all_fit
from firstbell.notify.statements.language.names import list_systems, name_systems
from firstbell.notify.statements.language.quantities import find_numbers
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.values import read_day
from firstbell.record.facts import Subject


def _list_closed(record: CaseRecord) -> list[object] | None:
    closed = record.get(Subject.SCHOOL_CLOSURE, "closed")
    return list(closed) if isinstance(closed, list | tuple) else None


def _compare_school_open(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "schools reopened this morning after one day of closure"."""
    day, closed = record.get_day(Subject.SCHOOL_CLOSURE, "reopened"), _list_closed(record)
    if said.denied or day is None or (record.today is not None and day > record.today):
        return None
    if said.numbers:
        if closed is None or not said.has("closed|closure|closing"):
            return None
        if not all(one.fits(len(closed)) for one in said.numbers):
            return False
    if said.has("next|following"):
        last = read_day(closed[-1]) if closed else None
        if last is None or (day - last).days != 1:
            return None if last is None else False
    if (
        not said.days
        and said.has("were|was|stayed|remained|kept")
        and not said.has(r"re\w+|resumed|again|back")
    ):
        return None  # that they were open tells of another time
    # "today" alone may be said of schools that have been open for a while
    return all_fit(said.days, day)


def _compare_none_closed(record: CaseRecord, said: SaidClause) -> Verdict:
    closed = _list_closed(record)
    return None if closed is None or said.denied else not closed


def _compare_closed(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "schools were closed for two days, October 5 and 6", "we lost one school day"."""
    closed = _list_closed(record)
    if closed is None or said.denied > 1:
        return None
    if said.denied:
        return None if said.numbers or said.days else not closed
    days = [day for day in map(read_day, closed) if day]
    if not all(one.fits(len(days)) for one in said.numbers):
        return False
    if said.days and not all(any(one.fits(day) for day in days) for one in said.days):
        return False
    if said.has("only|one|single|just") and not said.numbers and len(days) != 1:
        return False
    # fewer days than there were tell only a part
    if said.numbers or len(said.days) >= len(days):
        return True if said.days or said.numbers else None
    return None


_LANGUAGES = (
    "english", "spanish", "somali", "hmong", "vietnamese", "arabic", "french", "karen", "chinese", "russian",
)  # fmt: skip


def _compare_languages(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "the call center speaks English and Spanish"."""
    told = record.get(Subject.CALL_CENTER, "languages")
    # a list of them has commas, and is more than one part of its sentence
    named = {one for one in _LANGUAGES if re.search(rf"\b{one}\b", said.sentence, re.I)}
    if said.denied or not isinstance(told, list | tuple) or not (named or said.numbers):
        return None
    if _calls_elsewhere(record, said) or not all(one.fits(len(told)) for one in said.numbers):
        return False
    return named <= {str(one).lower() for one in told}


_PHONE = re.compile(r"\b\d{3}-\d{4}\b")


def _calls_elsewhere(record: CaseRecord, said: SaidClause) -> bool:
    """Whether a number to call is named that is not the one on record."""
    phone, told = str(record.get(Subject.CALL_CENTER, "phone") or ""), _PHONE.search(said.text)
    return bool(told and phone and not phone.endswith(told[0]))


def _compare_all_day(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "help is available around the clock": whether the hours on record say so."""
    hours, told = (record.get(Subject.CALL_CENTER, name) for name in ("hours", "languages"))
    if said.denied or not hours:
        return None
    if said.numbers and not (isinstance(told, list | tuple) and said.numbers[0].fits(len(told))):
        return False
    return re.search(r"around the clock|24/7|24 hours|day and night", str(hours), re.I) is not None


def _list_spared(record: CaseRecord, subject: Subject = Subject.UNAFFECTED_SYSTEMS) -> set[str]:
    return list_systems(*record.get_list(subject))


def _count_listed(record: CaseRecord, field: str) -> int | None:
    told = record.get(Subject.SYSTEMS_RESTORED, field)
    return len(told) if isinstance(told, list | tuple) else None


def _name_hit(record: CaseRecord) -> set[str]:
    return name_systems(record, "verified") | name_systems(record, "pending")


def _count_hit(record: CaseRecord) -> int | None:
    counts = [_count_listed(record, field) for field in ("verified", "pending")]
    return None if None in counts else sum(one for one in counts if one is not None)


def _compare_spared(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "bus radios were not touched by the attack"."""
    # "..., and was never affected": of what its sentence names
    named = said.systems or list_systems(said.sentence)
    if said.denied or not named:
        return None
    spared, hit = _list_spared(record), _name_hit(record)
    if named <= spared:
        return True
    return False if named & (hit - spared) and not named & spared else None


def _compare_hit(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "three systems were hit: printing, the library and the shared drive"."""
    hit, total = _name_hit(record), _count_hit(record)
    if said.denied or total is None or not (said.systems or (said.numbers and said.has("systems?"))):
        return None  # a bare number may be of people
    spared = _list_spared(record) | _list_spared(record, Subject.HOSTED_ELSEWHERE)
    if said.systems and said.systems <= spared - hit:
        return False
    if not said.systems <= hit:
        return None
    if not all(one.fits(total) for one in said.numbers):
        return False
    whole = said.has(r"only|alone|(?:nothing|no (?:other )?\w+) else|no others?") or said.numbers
    return True if not whole or not said.systems or said.systems == hit else None


def _compare_down_count(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "two of our six systems are still down"."""
    down, total = _count_listed(record, "pending"), _count_hit(record)
    if said.denied or down is None or total is None or said.systems or not 0 < len(said.numbers) < 3:
        return None
    if said.has(r"out of (?!service|order|use)"):
        return None  # "one out of nine"
    return said.counts(down, total)


def _compare_others_down(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "the others are being rebuilt", where the sentence or the one before says which are back."""
    down, total = _count_listed(record, "pending"), _count_hit(record)
    if said.denied > 1 or said.has("never") or down is None or total is None:
        return None
    named = list_systems(f"{record.before} {said.sentence}".replace(said.text, " "))
    # whoever names what is back names all of it
    return (0 < down < total and (not named or named == name_systems(record, "verified"))) or None


def _compare_all_count(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "all three were back by October 21", where the sentence speaks of systems."""
    down, total = _count_listed(record, "pending"), _count_hit(record)
    if said.denied or down is None or not total:
        return None
    if len(said.numbers) > 1:
        return None  # "one of our three systems"
    if said.has("both") and total != _PAIR:
        return _compare_both(record, said)
    if down:
        return False if said.has(r"all|both|every\w*|each") else None
    if said.numbers and not said.numbers[0].fits(total):
        return False
    day = record.get_day(Subject.SYSTEMS_RESTORED, "verified_by")
    return all_fit(said.days, day)


_PAIR = 2


def _compare_both(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "both systems are back", where more were hit: of the two that the clauses around it name."""
    named = list_systems(said.sentence.replace(said.text, " "))
    if len(named) != _PAIR or said.days:
        return None if named else False
    return True if named <= name_systems(record, "verified") else None


def _compare_share_back(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "half of what was down is back"."""
    down, total = _count_listed(record, "pending"), _count_hit(record)
    if said.denied or down is None or not total or not said.share:
        return None
    return fits_share(said.share, 100 * (total - down) / total)


def _compare_lost(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "57 files are gone for good", "no file was lost"."""
    lost = record.get_count(Subject.FILES_WITHOUT_CLEAN_VERSION)
    if lost is None or said.denied > 1:
        return None
    if said.denied:
        return None if said.numbers else lost == 0
    return all(one.fits(lost) for one in said.numbers) if len(said.numbers) == 1 else None


def _compare_no_clean_them(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "there is no clean version of them", where the sentence says how many they are."""
    lost = record.get_count(Subject.FILES_WITHOUT_CLEAN_VERSION)
    numbers = find_numbers(said.sentence)
    if said.denied or lost is None or len(numbers) != 1:
        return None
    return numbers[0].fits(lost)


def _compare_all_saved(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "we recovered every last file": also where systems are still down, everything is not back."""
    lost = record.get_count(Subject.FILES_WITHOUT_CLEAN_VERSION)
    if lost is None or said.denied:
        return None
    if said.has("everything") and record.get(Subject.SYSTEMS_RESTORED, "pending"):
        return False
    return lost == 0


def _compare_unread_too(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "..., so they were not searched", after files that nobody could open."""
    unread = record.get(Subject.PERSONAL_DATA_SEARCH, "unreadable_files")
    return True if unread and not said.denied else None


def _compare_search_on(record: CaseRecord, said: SaidClause) -> Verdict:
    coverage = record.get(Subject.PERSONAL_DATA_SEARCH, "coverage_percent")
    if said.denied or not isinstance(coverage, int | float):
        return None
    return 0 < coverage < 100


CLAUSE_SYSTEMS: Mapping[str, Compare] = {
    "school_open": _compare_school_open,
    "none_closed": _compare_none_closed,
    "closed": _compare_closed,
    "languages": _compare_languages,
    "all_day": _compare_all_day,
    "calls": compare_number(Subject.CALL_CENTER, "calls"),
    "no_clean_them": _compare_no_clean_them,
    "spared": _compare_spared,
    "hit": _compare_hit,
    "down_count": _compare_down_count,
    "others_down": _compare_others_down,
    "all_count": _compare_all_count,
    "share_back": _compare_share_back,
    "unread_too": _compare_unread_too,
    "search_on": _compare_search_on,
    "lost": _compare_lost,
    "all_saved": _compare_all_saved,
}
