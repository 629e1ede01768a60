"""What compares a clause that is read by its words with the facts (clauses.toml names it)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from firstbell.notify.statements.clauses.clauses import Compare, SaidClause, Verdict
from firstbell.notify.statements.judges.extortion import read_demanded
from firstbell.notify.statements.judges.people import came_back, says_all_arrived
from firstbell.notify.statements.judges.told_days import all_fit
from firstbell.notify.statements.judges.truth import agree, is_engaged
from firstbell.notify.statements.language.dates import find_slack
from firstbell.notify.statements.language.patterns import any_words
from firstbell.notify.statements.language.quantities import Quantity, find_share
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.values import read_day, read_moment
from firstbell.record.facts import Subject

_EXFILTRATION = Subject.EXFILTRATION


def fit_numbers(numbers: Sequence[Quantity], *found: float | None) -> Verdict:
    """Whether these numbers, in any order, are those on record; None where one of them is not there."""
    known = [one for one in found if one is not None]
    if not numbers or len(numbers) != len(found) or len(known) != len(found):
        return None
    order = sorted(numbers, key=lambda one: one.value)
    return all(one.fits(count) for one, count in zip(order, sorted(known), strict=True))


def compare_number(subject: Subject, field: str = "") -> Compare:
    """Of the one number that a clause tells: that of a field, or of the whole fact."""

    def compare(record: CaseRecord, said: SaidClause) -> Verdict:
        found = record.get_count(subject, field)
        if said.denied or found is None or len(said.numbers) != 1:
            return None
        return said.numbers[0].fits(found)

    return compare


def compare_day(subject: Subject, field: str) -> Compare:
    """Of the days that a clause tells: that each is the one of a field."""

    def compare(record: CaseRecord, said: SaidClause) -> Verdict:
        return all_fit(said.days, record.get_day(subject, field)) if said.days and not said.denied else None

    return compare


def _compare_all_clean(record: CaseRecord, said: SaidClause) -> Verdict:
    lost = record.get_count(Subject.FILES_WITHOUT_CLEAN_VERSION)
    return None if said.denied or lost is None else lost == 0


def _compare_all_readable(record: CaseRecord, said: SaidClause) -> Verdict:
    found = record.get_count(Subject.PERSONAL_DATA_SEARCH, "unreadable_files")
    denies = said.text.lower().startswith(("no", "there"))
    unread = said.has("unreadable|not be|n't be")
    return None if found is None or said.denied or denies != unread else found == 0


_LEFT = (
    r"remain\w*|left|to go|outstanding|to be|to review|unread|unreviewed|unchecked|waiting|ahead of us"
    r"|ha(?:s|ve) not|are not|not yet"
)
# "working to bring back mail" tells of no end
UNDER_WAY = (
    r"(?:work(?:s|ed|ing)?|try|tries|trying|tried|efforts?|struggl\w+|rac(?:e|es|ing)|striv\w+|hop\w+|plan\w*"
    r"|need\w*|aim\w*|continu\w+|still ha(?:ve|s))(?: \w+){0,4}? to (?:bring|get|restore|come)"
)
_LEFT_ALONE = r"remain\w*|left|outstanding|all|every|each|some|most|again"
_NONE = r"none|not (?:one|a single)|nobody|no one|no"
_NOT_ALL = (
    r"(?:not|n.t) (?:yet )?(?:(?:been )?(?!at )\w+ ){0,3}?(?:all|every)|(?:some|part|parts|a few|several)"
)
_WHOLE = r"all|every|each|both|totality|entire|whole"


def _compare_logs_denied(said: SaidClause, reviewed: float, days: float) -> Verdict:
    """Of "none of the logs were reviewed", "two of the five days could not be"."""
    if said.denied == 1 and len(said.numbers) == 2 and not said.has(_NONE):
        return fit_numbers(said.numbers, days - reviewed, days)
    if said.denied == 1 and not said.numbers and said.has(_NOT_ALL) and not said.has(_NONE):
        # with nothing reviewed, it says less than it should
        return None if reviewed == 0 else reviewed < days
    # Spanish denies twice what it denies: "no se ha revisado ninguno"
    if said.denied > (2 if said.has("none") else 1) or not said.has(_NONE):
        return reviewed == 0 if said.denied == 1 and not said.numbers else None
    return agree(reviewed == 0, fit_numbers(said.numbers, days) if said.numbers else True)


def _compare_logs(record: CaseRecord, said: SaidClause) -> Verdict:
    reviewed, days = (record.get_count(_EXFILTRATION, name) for name in ("reviewed_days", "of_days"))
    if reviewed == 0 and days is None and said.denied == 1 and not said.numbers:
        return None if said.has(_LEFT_ALONE) else True
    if reviewed is None or days is None:
        return None
    if said.denied:
        return _compare_logs_denied(said, reviewed, days)
    if said.has(_LEFT) and not said.has(r"(?:have|has|were|was) been|reviewed (?:so|to)"):
        left = days - reviewed
        return (
            fit_numbers(said.numbers, left)
            if len(said.numbers) == 1
            else fit_numbers(said.numbers, left, days)
        )
    if not said.numbers:
        return reviewed >= days if said.has(_WHOLE) else None
    if len(said.numbers) == 1 and said.has(_WHOLE):
        return agree(reviewed >= days, fit_numbers(said.numbers, days))
    return (
        fit_numbers(said.numbers, reviewed)
        if len(said.numbers) == 1
        else fit_numbers(said.numbers, reviewed, days)
    )


_SHORT = any_words(
    r"not quite|almost|nearly|just under|a little (?:under|less than)|slightly less than|close to"
)
_LONG = any_words(r"just over|a little (?:over|more than)|slightly more than")


def fits_share(words: str, found: float) -> Verdict:
    """Whether a percentage is what the words of a share say, bound and all."""
    bare = _LONG.sub("", _SHORT.sub("", words))
    share = find_share(bare)
    if share is None:
        return None
    middle = (share.value + share.top) / 2 if share.top else share.value
    if _SHORT.search(words):
        return 0.75 * middle <= found < middle
    return middle < found <= 1.2 * middle if _LONG.search(words) else share.fits(found)


_NO_FILE = r"none of (?:the|our|these)(?: \w+)? files|no files?|(?:any|a single|one)(?: of the)? files?"


def _compare_coverage(record: CaseRecord, said: SaidClause) -> Verdict:
    coverage = record.get_count(Subject.PERSONAL_DATA_SEARCH, "coverage_percent")
    if coverage is not None and not (said.share or said.denied) and said.has("cover(?:s|ed)"):
        return coverage == 100 if said.has("all|every|each|whole") else None
    if coverage is not None and not said.share and said.denied == 1 and said.has(_NO_FILE):
        return coverage == 0
    if coverage is None or not said.share or said.denied > 1 or said.has("only"):
        return None
    if said.has(r"left|remain\w*|ahead|to be|unsearched"):
        return None if said.denied else fits_share(said.share, 100 - coverage)
    if said.denied:
        # "is not yet half done"
        return fits_share(f"less than {said.share}", coverage) if "half" in said.share else None
    return fits_share(said.share, coverage)


def _compare_log_finding(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "a full review of the logs found no sign of theft": every day reviewed, and nothing found."""
    reviewed, days = (record.get_count(_EXFILTRATION, name) for name in ("reviewed_days", "of_days"))
    if reviewed is None or days is None or said.denied:
        return None
    if said.numbers and not all(one.fits(days) for one in said.numbers):
        return False
    if not said.has("full|complete|whole|all|every|each") and reviewed < days:
        return None  # of a review that goes on
    return reviewed >= days and record.get(_EXFILTRATION, "state") == "none_found"


def _compare_search_ahead(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "that work is still ahead of us": whether no file was searched yet."""
    coverage = record.get_count(Subject.PERSONAL_DATA_SEARCH, "coverage_percent")
    if coverage is None or (said.has("begun|started|begin|start") != bool(said.denied)):
        return None
    return coverage == 0


def _compare_identified(record: CaseRecord, said: SaidClause) -> Verdict:
    """Whether it is known who did it, as the fact on the intruders has it."""
    known = record.get(Subject.INTRUDERS, "identified")
    if not isinstance(known, bool) or said.denied > 1 or (said.denied and said.has("nobody|no one")):
        return None
    if said.has("caught|arrested") and known:
        return None  # who is known by name need not be caught
    return known != bool(said.denied)


def _compare_search_state(record: CaseRecord, said: SaidClause) -> Verdict:
    coverage = record.get_count(Subject.PERSONAL_DATA_SEARCH, "coverage_percent")
    # "that search", where the sentence tells of the search for misuse alone
    of_misuse = re.search(r"\bmisus\w+|\babus\w+|\bfraud\b", said.sentence, re.I)
    if of_misuse and not said.has(r"files?|documents?|personal|private"):
        return None
    if coverage is None or said.denied > 1:
        return None
    if said.has(r"under way") and not said.denied and not said.has(r"beg[aiu]n|start\w*"):
        return 0 < coverage < 100
    if said.has(r"beg[aiu]n|start\w*|under way"):
        return (coverage == 0) == bool(said.denied)
    return (coverage == 100) != bool(said.denied)


def _compare_unsearched(record: CaseRecord, said: SaidClause) -> Verdict:
    coverage = record.get_count(Subject.PERSONAL_DATA_SEARCH, "coverage_percent")
    return None if coverage is None or said.denied else coverage == 0


_OPEN = r"so far|to date|until now|up to now|already|at least|not (?:yet )?(?:final|complete)|open"
_FINAL = r"final|definitive|complete"


def _compare_people(record: CaseRecord, said: SaidClause) -> Verdict:
    final = record.get(Subject.PEOPLE_AFFECTED, "final")
    fits = fit_numbers(said.numbers, record.get_count(Subject.PEOPLE_AFFECTED, "count"))
    if fits is not True or said.denied > 1 or (said.denied and not said.has(_FINAL)):
        return None
    if said.has(_FINAL) and not said.has("files|searched"):
        return None if not isinstance(final, bool) else final != bool(said.denied)
    # a number that may still rise is told as such
    open_ = re.search(rf"\b(?:{_OPEN})\b", said.sentence, re.I)
    return True if final is True or open_ else None


def _compare_final(record: CaseRecord, said: SaidClause) -> Verdict:
    final = record.get(Subject.PEOPLE_AFFECTED, "final")
    return None if not isinstance(final, bool) or said.denied > 1 else final != bool(said.denied)


def _compare_letters(record: CaseRecord, said: SaidClause) -> Verdict:
    sent = record.get_count(Subject.LETTERS_SENT)
    if sent is None or said.denied > 1:
        return None
    if said.denied:
        return None if said.numbers or said.has("all|every") else sent == 0
    if came_back(record) and says_all_arrived(said.text):
        return False
    return fit_numbers(said.numbers, sent)


def _compare_letters_all(record: CaseRecord, said: SaidClause) -> Verdict:
    sent, people = record.get_count(Subject.LETTERS_SENT), record.get_count(Subject.PEOPLE_AFFECTED, "count")
    if sent is None or people is None or said.denied:
        return None
    # none of none is not all
    return agree(sent >= people and sent > 0, fit_numbers(said.numbers, people) if said.numbers else True)


def _compare_letters_left(record: CaseRecord, said: SaidClause) -> Verdict:
    sent, people = record.get_count(Subject.LETTERS_SENT), record.get_count(Subject.PEOPLE_AFFECTED, "count")
    if sent is None or people is None or said.denied:
        return None
    return fit_numbers(said.numbers, people - sent) or None


_DUE = frozenset({"by", "before", "until", "till", "no later than"})


def _compare_demanded(record: CaseRecord, said: SaidClause) -> Verdict:
    demanded = record.get(Subject.RANSOM, "demanded")
    if demanded is None or said.denied > 1:
        return None
    if said.denied:
        return None if said.numbers or said.days or said.has("pa(?:y|id)") else not demanded
    if not demanded or not (said.numbers or said.days) or said.has("pay(?:ment)?s?"):
        return None
    amount = read_demanded(record)
    until = said.has("deadline|(?:date|day) by which|last day|time limit") and len(said.days) == 1
    due = [one for one in said.days if one.lead in _DUE or until]
    came = [one for one in said.days if one not in due]
    return agree(
        fit_numbers(said.numbers, amount if isinstance(amount, int | float) else None)
        if said.numbers
        else True,
        all_fit(due, record.get_day(Subject.RANSOM, "deadline")),
        all_fit(came, record.get_day(Subject.RANSOM, "demanded_at")),
    )


def _compare_paid(record: CaseRecord, said: SaidClause) -> Verdict:
    paid = record.get(Subject.RANSOM, "paid")
    if paid is None or said.denied > 1:
        return None
    if re.match(r"(?:and )?(?:it|he|she)\b", said.text, re.I):
        return None  # who paid it stands before, and may be the insurer
    # "and none paid", of people whom the intruders wrote to
    if re.search(r"\b(?:contact|approach|threaten|wrote|heard)", said.sentence.replace(said.text, ""), re.I):
        return None
    if said.denied:
        return None if said.numbers or said.days else not paid
    if not paid:
        return True if said.numbers and all(one.value == 0 for one in said.numbers) else None
    if not (said.numbers or said.days):
        # how much of it, or who did, is another matter
        return True if said.has("paid|pay|payment") else None
    amount = None if isinstance(paid, bool) else paid
    return agree(
        fit_numbers(said.numbers, amount) if said.numbers else True,
        all_fit(
            said.days, read_day(record.get(Subject.RANSOM, "paid_at") or record.get(Subject.RANSOM, "on"))
        ),
    )


def _compare_paid_share(record: CaseRecord, said: SaidClause) -> Verdict:
    paid, demanded = record.get_count(Subject.RANSOM, "paid"), read_demanded(record)
    if not paid or isinstance(demanded, bool) or not isinstance(demanded, int | float) or said.denied:
        return None
    fits: Verdict = True
    if len(said.numbers) == 1:
        fits = fit_numbers(said.numbers, demanded) or fit_numbers(said.numbers, paid)
    elif said.numbers:
        fits = fit_numbers(said.numbers, paid, demanded)
    if not said.share:
        # "$190,000 of the $550,000 that was demanded"
        if len(said.numbers) != 2 or (said.has("part|portion") and paid >= demanded):
            return None
        day = read_day(record.get(Subject.RANSOM, "paid_at") or record.get(Subject.RANSOM, "on"))
        return agree(fit_numbers(said.numbers, paid, demanded), all_fit(said.days, day))
    day = record.get_day(Subject.RANSOM, "demanded_at")
    return agree(fits, fits_share(said.share, 100 * paid / demanded), all_fit(said.days, day))


def _compare_access(record: CaseRecord, said: SaidClause) -> Verdict:
    day = record.get_day(Subject.FIRST_ACCESS)
    if said.denied or not said.days or day is None or any(one.lead in _DUE for one in said.days):
        return None
    fits = all_fit(said.days, day)
    return fits or (None if len(said.days) > 1 else fits)


def _compare_moment(field: str) -> Compare:
    """Of an hour and a day of the event."""

    def compare(record: CaseRecord, said: SaidClause) -> Verdict:
        told = record.get(Subject.ENCRYPTION_EVENT, field)
        moment = read_moment(told)
        if said.denied or not (said.days or said.hours) or (said.hours and moment is None):
            return None
        early, late = find_slack(said.text)
        # how many minutes later than what is said the moment is, around the clock
        off = (
            [
                (60 * (moment.hour - hour) + moment.minute - minute + 720) % 1440 - 720
                for hour, minute in said.hours
            ]
            if moment
            else []
        )
        hours = all(early <= one <= late for one in off)
        return agree(hours or None, all_fit(said.days, read_day(told)))

    return compare


def _compare_helpers(record: CaseRecord, said: SaidClause) -> Verdict:
    subjects = []
    if said.has("forensics?|investigators|cyber ?security"):
        subjects.append(Subject.FORENSIC_FIRM)
    if said.has("lawyers?|attorneys?|law firm|counsel"):
        subjects.append(Subject.LEGAL_COUNSEL)
    values = [record.get(subject, "engaged") for subject in subjects]
    if said.denied or not values or not all(is_engaged(value) for value in values):
        return None
    if not said.days and not said.has(r"hired|engaged|retained|brought in|contracted|called in|appointed"):
        return None
    answers = [all_fit(said.days, read_day(value)) for value in values]
    return agree(*answers) if len(said.days) <= 1 or len(values) == 1 else None


CLAUSE_FACTS: Mapping[str, Compare] = {
    "no_clean": compare_number(Subject.FILES_WITHOUT_CLEAN_VERSION),
    "all_clean": _compare_all_clean,
    "unreadable": compare_number(Subject.PERSONAL_DATA_SEARCH, "unreadable_files"),
    "all_readable": _compare_all_readable,
    "logs": _compare_logs,
    "coverage": _compare_coverage,
    "unsearched": _compare_unsearched,
    "log_finding": _compare_log_finding,
    "search_ahead": _compare_search_ahead,
    "identified": _compare_identified,
    "search_state": _compare_search_state,
    "people": _compare_people,
    "final": _compare_final,
    "letters": _compare_letters,
    "letters_all": _compare_letters_all,
    "letters_left": _compare_letters_left,
    "demanded": _compare_demanded,
    "paid": _compare_paid,
    "paid_share": _compare_paid_share,
    "access": _compare_access,
    "helpers": _compare_helpers,
    "damage": _compare_moment("first_damage"),
    "finding": _compare_moment("found"),
}
