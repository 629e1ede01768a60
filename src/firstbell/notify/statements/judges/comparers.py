"""What compares a part of a sentence with the field of the fact that it tells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from firstbell.notify.statements.judges.aftermath import COMPARERS as AFTERMATH
from firstbell.notify.statements.judges.aftermath import Comparer, fit_all
from firstbell.notify.statements.judges.agencies import list_reports
from firstbell.notify.statements.judges.protections import read_progress
from firstbell.notify.statements.judges.theft import is_fully_reviewed
from firstbell.notify.statements.judges.truth import agree, is_engaged
from firstbell.notify.statements.language.dates import find_dates
from firstbell.notify.statements.language.names import list_groups, list_systems
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import find_numbers, find_share
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.values import read_day, read_moment
from firstbell.record.facts import Subject


def _count(subject: Subject, field: str) -> Comparer:
    """Whether every number of the part is that of a field."""
    return lambda record, part: fit_all(find_numbers(part[0]), record.get_count(subject, field))


def _fit_day(said: str, found: object) -> bool | None:
    day, days = read_day(found), find_dates(f"on {said}")
    return None if day is None or len(days) != 1 else days[0].fits(day)


def _date(subject: Subject, field: str, beside: re.Pattern[str] | None = None) -> Comparer:
    """Whether the day of the part is that of a field, in a sentence that has such words."""
    return lambda record, part: (
        _fit_day(part["day"], record.get(subject, field))
        if not beside or beside.search(part.string)
        else None
    )


def _compare_host(record: CaseRecord, part: re.Match[str]) -> bool | None:
    named = list_systems(part[0]) or list_systems(part.string)
    hosted = list_systems(*record.get_list(Subject.HOSTED_ELSEWHERE))
    return True if named and named <= hosted else None


_HOSTED = any_case(
    r"\b(?:hosted|run|kept|operated|managed) (?:\w+ ){0,4}(?:company|companies|vendors?|providers?|elsewhere)"
)


def _compare_host_too(record: CaseRecord, part: re.Match[str]) -> bool | None:
    """Of "and so is the learning platform": where the sentence says that something is hosted elsewhere."""
    return _compare_host(record, part) if _HOSTED.search(part.string) and list_systems(part[0]) else None


def _compare_all_readable(record: CaseRecord, part: re.Match[str]) -> bool | None:
    del part
    count = record.get_count(Subject.PERSONAL_DATA_SEARCH, "unreadable_files")
    return None if count is None else count == 0


def _compare_confirmed(record: CaseRecord, part: re.Match[str]) -> bool | None:
    told = part.string.replace(part[0], "")
    told = f"{record.before} {told}" if re.match(r"that|it|this", part.string, re.I) else told
    if not re.search(
        r"\b(?:taken|stolen|copied|theft|left (?:our|the) network)\b", f"{told} {part[0]}", re.I
    ):
        return None
    return _fit_day(part["day"], record.get(Subject.EXFILTRATION, "confirmed"))


def _compare_no_theft(record: CaseRecord, part: re.Match[str]) -> bool | None:
    del part
    if record.get(Subject.EXFILTRATION, "state") == "confirmed":
        return False
    clear = record.get(Subject.EXFILTRATION, "state") == "none_found" and is_fully_reviewed(record)
    return clear or None


def _compare_reach(record: CaseRecord, part: re.Match[str]) -> bool | None:
    named = list_systems(part[0]) - {"identity"} or list_systems(part.string) - {"identity"}
    unaffected = list_systems(*record.get_list(Subject.UNAFFECTED_SYSTEMS))
    return True if named and named <= unaffected else None


def _compare_verified_by(record: CaseRecord, part: re.Match[str]) -> bool | None:
    day = record.get_day(Subject.SYSTEMS_RESTORED, "verified_by")
    said = find_dates(f"on {part['day'] or part['day2']}")
    if day is None or len(said) != 1:
        return None
    later = any(said[0].fits(day + timedelta(days=off)) for off in range(1, _NEAR_DAYS))
    if part["before"]:
        return later or (False if said[0].fits(day) else None)
    # done a little earlier than by the day that is said is no less true, and is not what the record tells
    return None if later else said[0].fits(day)


_NEAR_DAYS = 8


_PASSWORDS = any_words("passwords?")


def _find_progress(record: CaseRecord, part: re.Match[str]) -> tuple[float, float] | None:
    """How many new passwords there are of a group, and of how many, in a sentence of passwords."""
    if not _PASSWORDS.search(part.string):
        return None
    return read_progress(record, "students" if "students" in list_groups(part["who"]) else "staff")


def _compare_progress(record: CaseRecord, part: re.Match[str]) -> bool | None:
    progress, share = _find_progress(record, part), find_share(part[0])
    return None if progress is None or share is None else share.fits(100 * progress[0] / progress[1])


def _compare_progress_of(record: CaseRecord, part: re.Match[str]) -> bool | None:
    progress, said = _find_progress(record, part), [find_numbers(part["done"]), find_numbers(part["of"])]
    if progress is None or not all(said):
        return None
    return all(one[0].fits(found) for one, found in zip(said, progress, strict=True))


def _compare_unsent(record: CaseRecord, part: re.Match[str]) -> bool | None:
    answers: list[bool | None] = []
    if "letters" in part[0].lower():
        told = record.tells(Subject.LETTERS_SENT)
        answers.append(record.get(Subject.LETTERS_SENT) == 0 if told else None)
    if "codes" in part[0].lower():
        codes = record.find(Subject.CREDIT_MONITORING)
        answers.append(not record.get(Subject.CREDIT_MONITORING, "codes_issued") if codes else None)
    return agree(*answers)


def _count_hours(record: CaseRecord) -> float | None:
    """How many hours after the finding the one report to the state was filed; None where it is not told."""
    found = record.get_moment(Subject.ENCRYPTION_EVENT, "found")
    filed = [moment for _, told in list_reports(record) if (moment := read_moment(told))]
    return (filed[0] - found).total_seconds() / 3600 if found and len(filed) == 1 else None


def _compare_hours(record: CaseRecord, part: re.Match[str]) -> bool | None:
    hours, numbers = _count_hours(record), find_numbers(part["many"].split()[0])
    return None if hours is None or not numbers else numbers[0].fits(round(hours))


def _compare_late(record: CaseRecord, part: re.Match[str]) -> bool | None:
    """Of a report to the state: whether it came so many hours after, or before, the 72nd."""
    hours, numbers = _count_hours(record), find_numbers((part["many"] or part["more"]).split()[0])
    if hours is None or not numbers:
        return None
    over = hours - 72
    late = re.search(r"\b(?:late|past|after|over)\b", part[0], re.I) is not None
    return (over > 0) == late and numbers[0].fits(round(abs(over)))


def _compare_no_amount(record: CaseRecord, part: re.Match[str]) -> bool | None:
    del part
    demanded = record.get(Subject.RANSOM, "demanded")
    return not re.search(r"\d", demanded) if isinstance(demanded, str) else None


def _compare_unpaid(record: CaseRecord, part: re.Match[str]) -> bool | None:
    around = part.string.replace(part[0], "")
    if not re.search(r"\b(?:asked|demand\w*|want(?:s|ed)?|ransom|notes?|\$)", around, re.I):
        return None
    paid = record.get(Subject.RANSOM, "paid")
    return None if paid is None else not paid


def _names_other_day(text: str, day: date) -> bool:
    """Whether a text names a day of the week that this day is not."""
    named = re.search(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", text, re.I)
    return named is not None and named[0].lower() != f"{day:%A}".lower()


def _compare_deadline(record: CaseRecord, part: re.Match[str]) -> bool | None:
    day = record.get_day(Subject.RANSOM, "deadline")
    if day and _names_other_day(part[0], day):
        return False
    said = find_dates(f"on {part['day'] or part['until'] or part['set']}")
    return None if day is None or len(said) != 1 else said[0].fits(day)


def _compare_students_untouched(record: CaseRecord, part: re.Match[str]) -> bool | None:
    if "password" not in part.string.replace(part[0], "").lower():
        return None
    students = is_engaged(record.get(Subject.PASSWORD_RESET, "students"))
    done = record.get(Subject.PASSWORD_RESET, "students_done")
    return None if students is None else not students and not done


def _compare_coverage(record: CaseRecord, part: re.Match[str]) -> bool | None:
    share, coverage = find_share(part[0]), record.get_count(Subject.PERSONAL_DATA_SEARCH, "coverage_percent")
    return None if share is None or coverage is None else share.fits(coverage)


def _compare_open_count(record: CaseRecord, part: re.Match[str]) -> bool | None:
    del part
    final = record.get(Subject.PEOPLE_AFFECTED, "final")
    return not final if isinstance(final, bool) else None


def _compare_lost(record: CaseRecord, part: re.Match[str]) -> bool | None:
    """Of files that are said to have no clean version in the same breath."""
    if not re.search(r"\bno (?:clean|good|usable|intact)\b", part.string.replace(part[0], ""), re.I):
        return None
    lost = record.get(Subject.FILES_WITHOUT_CLEAN_VERSION)
    return lost > 0 if isinstance(lost, int) else None


def _compare_unpublished(record: CaseRecord, part: re.Match[str]) -> bool | None:
    """Of data that is told of in the same breath."""
    if not re.search(r"\b(?:data|files|gigabytes|records)\b", part.string, re.I):
        return None
    published = record.get(Subject.EXFILTRATION, "published")
    return not published if isinstance(published, bool) else None


def _compare_reset_on(record: CaseRecord, part: re.Match[str]) -> bool | None:
    if not _PASSWORDS.search(part.string):
        return None
    who = "students" if part["who"].lower().startswith("student") else "staff"
    told = record.get(Subject.PASSWORD_RESET, who)
    fits = _fit_day(part["day"], told)
    # "by August 28": who was done before that day may have been
    day, said = read_day(told), find_dates(f"on {part['day']}")
    early = part["by"] and day and said and (day.month, day.day) < (said[0].month or 0, said[0].day or 0)
    return None if early else fits


def _compare_search_ended(record: CaseRecord, part: re.Match[str]) -> bool | None:
    if not re.search(r"\bmisus\w+\b", part.string, re.I):
        return None
    days = [record.get(Subject.MISUSE_SEARCH, name) for name in ("finished", "done")]
    return _fit_day(part["day"], next((day for day in days if isinstance(day, str)), None))


def _compare_no_misuse(record: CaseRecord, part: re.Match[str]) -> bool | None:
    """Of "nothing was found", in a sentence that tells of the search for misuse alone."""
    around = part.string.replace(part[0], "")
    if not re.search(r"\bmisus\w+\b", around, re.I) or re.search(r"\b(?:files?|logs?|theft)\b", around, re.I):
        return None
    found = record.get_count(Subject.MISUSE_SEARCH, "found")
    return None if found is None else found == 0 and bool(record.get(Subject.MISUSE_SEARCH, "done"))


def _compare_codes_issued(record: CaseRecord, part: re.Match[str]) -> bool | None:
    issued = record.get(Subject.CREDIT_MONITORING, "codes_issued_on")
    since = record.get(Subject.CREDIT_MONITORING, "codes_issued")
    issued = since if issued is None and isinstance(since, str) else issued
    if said := part["months"]:
        months = record.get_count(Subject.CREDIT_MONITORING, "months")
        numbers = find_numbers(re.sub(r"\b(?:months?|years?)\b", "items", said))
        count = [one.value * (12 if "year" in said.lower() else 1) for one in numbers]
        if months is None or count != [months]:
            return None if months is None else False
    if (day := read_day(issued)) and _names_other_day(part[0], day):
        return False
    if issued is None and record.get(Subject.CREDIT_MONITORING, "codes_issued") is False:
        return False
    return _fit_day(part["day"], issued)


def _compare_unmailed(record: CaseRecord, part: re.Match[str]) -> bool | None:
    """Of letters that are still to go out: those who are affected, less those who got one."""
    people, sent = record.get_count(Subject.PEOPLE_AFFECTED, "count"), record.get(Subject.LETTERS_SENT)
    final = record.get(Subject.PEOPLE_AFFECTED, "final")
    if people is None or not isinstance(sent, int) or final is not True:
        return None
    # one person may get several letters, so that another number is no contradiction
    return fit_all(find_numbers(part[0]), people - sent) or None


_FACTOR = any_words(r"second factor|(?:two|multi)-?(?:factor|step)|mfa|2fa")


COMPARERS: Mapping[str, Comparer] = {
    "unreadable": _count(Subject.PERSONAL_DATA_SEARCH, "unreadable_files"),
    "undelivered": _count(Subject.MAILING, "undeliverable"),
    "progress": _compare_progress,
    "unsent": _compare_unsent,
    "late": _compare_late,
    "hours": _compare_hours,
    "host": _compare_host,
    "host_too": _compare_host_too,
    "all_readable": _compare_all_readable,
    "progress_of": _compare_progress_of,
    "factor_since": _date(Subject.MULTI_FACTOR, "since", _FACTOR),
    "theft_confirmed": _compare_confirmed,
    "no_theft": _compare_no_theft,
    "reach": _compare_reach,
    "verified_by": _compare_verified_by,
    "no_amount": _compare_no_amount,
    "unpaid": _compare_unpaid,
    "deadline": _compare_deadline,
    "students_untouched": _compare_students_untouched,
    "coverage": _compare_coverage,
    "open_count": _compare_open_count,
    "lost": _compare_lost,
    "unpublished": _compare_unpublished,
    "demanded_on": _date(Subject.RANSOM, "demanded_at"),
    "reset_on": _compare_reset_on,
    "search_ended": _compare_search_ended,
    "no_misuse": _compare_no_misuse,
    "codes_issued": _compare_codes_issued,
    "unmailed": _compare_unmailed,
    **AFTERMATH,
}
