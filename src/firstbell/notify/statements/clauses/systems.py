"""What compares a clause about systems that were hit, spared or are down, and lost files, with the facts."""

from __future__ import annotations

from collections.abc import Mapping

from firstbell.notify.statements.clauses.clauses import Compare, SaidClause, Verdict
from firstbell.notify.statements.clauses.facts import fits_share
from firstbell.notify.statements.clauses.reports import name_systems
from firstbell.notify.statements.judges.told_days import all_fit
from firstbell.notify.statements.language.names import list_systems
from firstbell.notify.statements.language.quantities import find_numbers
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject


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
