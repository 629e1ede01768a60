"""How matters stand on the record, by which words of presumptions.toml are a claim or none.

What is still open, what is only believed, and what no fact tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from firstbell.notify.statements.clauses.open_matters import list_matters
from firstbell.notify.statements.days.day_chains import DATE
from firstbell.notify.statements.judges.unknowns import Openness, judge_matter
from firstbell.notify.statements.language.names import (
    list_kinds,
    list_recorded_kinds,
    list_systems,
    name_systems,
)
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import find_numbers
from firstbell.notify.statements.language.spanish import gloss
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.passed import Passed
from firstbell.notify.statements.remainder.spared_systems import list_placed
from firstbell.record.facts import Subject

_ASKED = any_case(
    r"\b(?:how|when|since when|who|what|which|where|whose|whether|by which|by whom|from where"
    r"|the (?:way in|way|day|date|cause|point|hour|identity|name|number))\b.*"
)
# what is asked, and the subject that tells it, where the words have no place in a form of the grammar
_OF: tuple[tuple[re.Pattern[str], Subject], ...] = (
    (
        any_case(
            r"\b(?:how (?:long|early|far back)|(?:since )?when|the (?:day|date|moment|hour))\b.*\b"
            r"(?:in(?:side|to)?|entered|entry|arriv\w+|access|intru\w+|stay\w*|present|roam\w*|entr\w+)\b"
        ),
        Subject.FIRST_ACCESS,
    ),
    (
        any_case(
            r"\b(?:how|where|by which (?:way|door|route)|the (?:way|cause|point|door))\b.*\b(?:in|into"
            r"|entered|entry|access|happened|began|started|through|came|come|origin\w*|entr\w+)\b"
        ),
        Subject.WAY_IN,
    ),
)


def _is_matter_unsure(said: str, passed: Passed) -> bool:
    """Whether what is called certain is not known: only believed, told in part, or not at all."""
    asked = _ASKED.search(said)
    if asked is None:
        return False
    words, record = asked[0].strip(" .!,;"), passed.record
    if matters := list_matters(words):
        return any(
            judge_matter(one.name, one.words, record, free=one.free) is not Openness.KNOWN for one in matters
        )
    return any(
        pattern.search(words) and not (record.tells(subject) and record.is_known(subject))
        for pattern, subject in _OF
    )


def drop_known_matters(flat: str, record: CaseRecord) -> str:
    """The sentence without what it asks for, where all of that is known: "how they got in"."""
    asked = _ASKED.search(flat)
    matters = list_matters(asked[0].strip(" .!,;")) if asked else []
    standings = [judge_matter(one.name, one.words, record, free=one.free) for one in matters]
    return flat[: asked.start()] if asked and standings and set(standings) == {Openness.KNOWN} else flat


def _is_unreadable_untold(said: str, passed: Passed) -> bool:
    """Whether no fact tells how many files nobody could read: those that are lost are others.

    That every file could be read is told by their number, which is none.
    """
    many = passed.record.get(Subject.PERSONAL_DATA_SEARCH, "unreadable_files")
    return many != 0 if _EVERY.match(said) else not many


_EVERY = any_case(r"(?:every|each|all|(?:se )?(?:abri|le\u00edd|ley))")


def _is_out(said: str, passed: Passed) -> bool:
    """Whether a sentence names a system that is still to come back, by words of the record."""
    del said
    pending = passed.record.get_list(Subject.SYSTEMS_RESTORED, "pending")
    return any(True for _ in list_placed(passed.flat, pending))


def _are_passwords_new(said: str, passed: Passed) -> bool:
    """Whether the passwords of those whom the words name, or of all, have been reset."""
    record = passed.record
    named = [name for name, words in _OWNERS.items() if words.search(said)] or [*_OWNERS]
    return all(record.get(Subject.PASSWORD_RESET, name) for name in named)


_OWNERS = {
    "staff": any_words(r"staff|employees?|teachers?|empleados|personal|maestros"),
    "students": any_words(r"students?|pupils?|estudiantes|alumnos"),
}


# what a reader does, and the system by which he does it
_USED: tuple[tuple[re.Pattern[str], str], ...] = (
    (any_case(r"\b(?:call|phone|ring|dial|telephone|line|extension|switchboard|handset)"), "phones"),
    (any_case(r"\be-?mail|\bwrite\b|\b(?:mail|in)box|\baddress"), "email"),
    (any_case(r"\b(?:badge|swipe|tap|scan|reader)"), "badges"),
    (any_case(r"\b(?:borrow|check out|catalog)"), "library"),
)


def _is_use_out(said: str, passed: Passed) -> bool:
    """Whether a system by which readers are told to do something is still to come back."""
    out = name_systems(passed.record, "pending")
    used = {system for words, system in _USED if words.search(said)}
    return bool(used & out)


def _are_kinds_untold(said: str, passed: Passed) -> bool:
    """Whether the record has a kind of data that a sentence does not name."""
    del said
    told = list_recorded_kinds(*passed.record.get_list(Subject.KINDS_FOUND))
    return not told <= list_kinds(gloss(passed.flat).text if passed.spanish else passed.flat)


_DONE = frozenset({"credit_monitoring", "forensic_firm", "legal_counsel", "multi_factor", "law_enforcement"})


def _is_done(said: str, passed: Passed) -> bool:
    """Whether a claim says that somebody was engaged or told, or that something was set up, and it was."""
    del said
    told = (one.reading for one in passed.borne if one.reading.affirmed and one.reading.proposition)
    return any(one.proposition.truth in _DONE or one.kind in _DONE for one in told if one.proposition)


def _was_engaged(said: str, passed: Passed) -> bool:
    """Whether one of those whom the words name was engaged already: a firm, or lawyers."""
    lawyers = _LAWYERS.search(said) is not None
    subject = Subject.LEGAL_COUNSEL if lawyers else Subject.FORENSIC_FIRM
    return passed.record.is_known(subject) and bool(passed.record.get(subject, "engaged"))


_LAWYERS = any_words(r"law|legal|counsel|lawyers?|attorneys?|abogad\w+")


# the day on which each was done, by what a claim says that is borne out
_DONE_ON: Mapping[str, tuple[Subject, str]] = {
    "forensic_firm": (Subject.FORENSIC_FIRM, "engaged"),
    "legal_counsel": (Subject.LEGAL_COUNSEL, "engaged"),
    "law_enforcement": (Subject.LAW_ENFORCEMENT, "since"),
    "multi_factor": (Subject.MULTI_FACTOR, "since"),
}
_WEEKS = ("first", "second", "third", "fourth", "fifth", "sixth")
_WEEK_DAYS = 7


def _is_week_other(said: str, passed: Passed) -> bool:
    """Whether what a sentence tells was done in another week after the attack was found than it says."""
    record = passed.record
    found = record.get_day(Subject.ENCRYPTION_EVENT, "found")
    told = [record.get_day(*_DONE_ON[truth]) for truth in passed.truths & _DONE_ON.keys()]
    days = [day for day in told if day is not None]
    if found is None or not days:
        return False
    meant = next((at for at, week in enumerate(_WEEKS) if f"{week} week" in said.lower()), 0)
    return all((day - found).days // _WEEK_DAYS != meant for day in days)


def _is_back(said: str, passed: Passed) -> bool:
    """Whether every system that the words name is back and verified."""
    named = list_systems(said)
    back, out = (name_systems(passed.record, field) for field in ("verified", "pending"))
    return bool(named) and named <= back - out


_SET_ON: Sequence[tuple[re.Pattern[str], Subject, str]] = (
    (
        any_words(r"contract|agreement|contrato|convenio"),
        Subject.CREDIT_MONITORING,
        "contract",
    ),
    (any_case(r"\bfirm\b|\bempresa\b"), Subject.FORENSIC_FIRM, "engaged"),
    (any_case(r"\bcounsel\b|\blawyers?\b|\babogad\w+"), Subject.LEGAL_COUNSEL, "engaged"),
)


def _is_set_on_other_day(said: str, passed: Passed) -> bool:
    """Whether one of those who were engaged, or a contract, is of another day than the words have for it."""
    days = [one[0].partition(",")[0] for one in DATE.finditer(said)]
    told = (passed.record.get_day(subject, field) for words, subject, field in _SET_ON if words.search(said))
    return bool(days) and any(day is not None and f"{day:%B} {day.day}" not in days for day in told)


def _is_review_other(said: str, passed: Passed) -> bool:
    """Whether another number of days was reviewed than one of those in the words."""
    days = passed.record.get(Subject.EXFILTRATION, "reviewed_days")
    # beside "days" a number is a stretch of time
    told = find_numbers(re.sub(r"\bdays\b", "items", said))
    return bool(told) and days is not None and all(one.value != days for one in told)


def _is_spared_named(said: str, passed: Passed) -> bool:
    """Whether the words name a system, and none that was affected."""
    named = list_systems(said)
    spared = list_systems(*passed.record.get_list(Subject.UNAFFECTED_SYSTEMS))
    return bool(named) and named <= spared


def _are_people_other(said: str, passed: Passed) -> bool:
    """Whether the number in the words is not how many people are affected, so far as anybody counted."""
    count = passed.record.get(Subject.PEOPLE_AFFECTED, "count")
    return not any(one.value == count for one in find_numbers(said))


_COUNTED = any_words(r"an?|one|single|two|three|four|five|six|several|many|every|each|all|\d+")
_DEVICES = any_words(
    r"servers?|computers?|workstations?|laptops?|screens?|printers?|desktops?|devices?|desks?|tablets?"
    r"|phones?|mailbox(?:es)?|servidor(?:es)?|computadoras?|impresoras?|pantallas?"
)


def _is_note_told(said: str, passed: Passed) -> bool:
    """Whether the record tells of a note on as many devices of the sort that the words name."""
    told = str(passed.record.get(Subject.RANSOM, "demanded") or "").lower()
    devices = [one[0].lower().rstrip("s") for one in _DEVICES.finditer(said)]
    if not devices:
        return True
    counts = [one[0].lower() for one in _COUNTED.finditer(said.lower().partition(" on ")[2])]
    return all(one in told for one in devices) and all(re.search(rf"\b{one}\b", told) for one in counts)


def _are_passwords_old(said: str, passed: Passed) -> bool:
    """Whether one of the groups that the words name still has its old passwords, all of it."""
    told, record = Subject.PASSWORD_RESET, passed.record
    named = [name for name, words in _OWNERS.items() if words.search(said)]
    return any(record.get(told, name) is False and not record.get(told, f"{name}_done") for name in named)


STANDINGS: Mapping[str, Callable[[str, Passed], bool]] = {
    "is_back": _is_back,
    "is_done": _is_done,
    "is_out": _is_out,
    "kinds_untold": _are_kinds_untold,
    "matter_unsure": _is_matter_unsure,
    "note_told": _is_note_told,
    "passwords_new": _are_passwords_new,
    "passwords_old": _are_passwords_old,
    "people_other": _are_people_other,
    "spared_named": _is_spared_named,
    "review_other": _is_review_other,
    "set_on_other_day": _is_set_on_other_day,
    "unreadable_untold": _is_unreadable_untold,
    "use_out": _is_use_out,
    "was_engaged": _was_engaged,
    "week_other": _is_week_other,
}
