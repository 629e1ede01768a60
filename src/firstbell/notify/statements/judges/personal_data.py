"""Personal data: whether some was touched, and whose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from firstbell.notify.statements.judges.theft import is_fully_reviewed
from firstbell.notify.statements.judges.truth import NO, UNJUDGED, YES, Truth, open_question, so
from firstbell.notify.statements.language.certainty import ClaimMode
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.language.names import list_groups, list_kinds, list_recorded_kinds
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import FactStatus, Subject

# kinds that no search tells apart, where nothing wider is said beside them
_OTHER_KINDS = any_words(r"grades|transcripts|attendance|photos?|report cards|test scores")
_WIDE = any_words(r"personal|private|confidential|sensitive")


_TAKING = any_words(
    r"stolen|stole|made off|walked (?:away|off) with|got away with|grabbed|swiped|lifted|stealing|theft of"
    r"|taken(?! (?:care|seriously))|took|copied|removed|exfiltrat\w+|download\w+|published|posted|leaked"
    r"|released|for sale|sold|dark ?web"
    r"|left (?:our|the) (?:network|building|district)"
    r"|in the hands"
)


def _lacks_theft(record: CaseRecord, reading: ClaimReading) -> bool:
    """Whether a sentence says that something was taken which the record does not confirm."""
    if not reading.affirmed or reading.wording.mode in (ClaimMode.UNKNOWN, ClaimMode.POSSIBLE):
        return False
    taken = record.get(Subject.EXFILTRATION, "state") == "confirmed" or record.get(
        Subject.EXFILTRATION, "published"
    )
    return bool(_TAKING.search(reading.plain)) and not taken


# "whether it contained personal information": of what may have left
_IT_HELD = any_case(
    r"\b(?:whether|if) (?:it|they|this|that|the (?:\S+ ){0,2}(?:transfer|traffic|gigabytes|GB"
    r"|data that left)) (?:\w+ )?(?:contain\w*|includ\w*|held|involved)\b"
)


def judge_personal_data(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether personal data was touched; of named kinds, whether these were."""
    open_transfer = reading.wording.mode is ClaimMode.UNKNOWN and _IT_HELD.search(reading.plain)
    if open_transfer and record.get(Subject.EXFILTRATION, "state") == "undetermined":
        return Truth(None)  # what left may have held some, or not
    if _WHOSE.search(reading.plain):
        return _judge_whose(record, reading)
    if reading.affirmed and (other := _find_other_group(record, reading)):
        final = record.get(Subject.PEOPLE_AFFECTED, "final") is True
        missing = f"people_affected: {other} among the groups"
        return so(NO if final else None, record, Subject.PEOPLE_AFFECTED, missing=missing)
    if _is_open_group(record, reading):
        if reading.wording.mode is ClaimMode.UNKNOWN:
            return Truth(None)
        # "we have not found any student's data so far"
        if not reading.affirmed and _SO_FAR.search(reading.plain):
            return so(NO, record, Subject.PEOPLE_AFFECTED)
    truth = _judge_personal(record, reading)
    # that such data was there is known; whether somebody took it may not be, nor whether it was this reader's
    taken = record.get(Subject.EXFILTRATION, "state") == "confirmed"
    return replace(
        truth, settled=taken and not (_TO_EACH.search(reading.plain) and not _ONLY_SEEN.search(reading.plain))
    )


_OF_GROUP = any_case(
    r"\b(?:data|information|details|names|numbers) (?:of|about|belonging to|on)"
    r" (?:(?:our|the|some|many|all|current|former|your) )*(?P<who>students?|pupils?|staff|employees?"
    r"|teachers?|parents?|guardians?|families|children)\b"
)


def _find_other_group(record: CaseRecord, reading: ClaimReading) -> str:
    """A group whose data it is said to be, and that the fact on those affected does not have; or ""."""
    listed = record.get(Subject.PEOPLE_AFFECTED, "groups")
    told = {group for one in listed for group in list_groups(str(one))} if listed else set()
    match = _OF_GROUP.search(reading.plain)
    named = list_groups(match["who"]) if match else set()
    return ", ".join(sorted(named)) if told and named and not named & told else ""


_SO_FAR = any_words(r"so far|to date|until now|up to now|as yet|in what we have searched")


def _is_open_group(record: CaseRecord, reading: ClaimReading) -> bool:
    """Whether it is open that people of a group are among those affected: others are, and more may be."""
    listed = record.get(Subject.PEOPLE_AFFECTED, "groups")
    told = {group for one in listed for group in list_groups(str(one))} if listed else set()
    named = list_groups(reading.plain)
    return bool(told and named) and not named & told and record.get(Subject.PEOPLE_AFFECTED, "final") is False


# "we do not yet know whose information is involved": who it is, not whether there is any
_WHOSE = any_case(
    r"\b(?:know\w*|say|tell|determin\w+|establish\w*|identif\w+|clear|certain|learn\w*)"
    r"(?: yet| now| exactly| precisely)? whose\b"
)


def _judge_whose(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether it is known whose data it is: all of them by a final count, none of them without a count."""
    subject = Subject.PEOPLE_AFFECTED
    count, final = record.get(subject, "count"), record.get(subject, "final")
    if final is True and count is not None:
        return so(YES, record, subject)
    if count is not None and reading.wording.mode is ClaimMode.UNKNOWN:
        return UNJUDGED  # of some it is known
    return open_question(record, subject, missing="people_affected: final")


def _judge_personal(record: CaseRecord, reading: ClaimReading) -> Truth:
    named = list_kinds(reading.plain)
    if _lacks_theft(record, reading):
        return open_question(record, Subject.EXFILTRATION, missing="exfiltration: known to be confirmed")
    if named and record.tells(Subject.KINDS_FOUND):
        return _judge_kinds(record, reading, named)
    if _OTHER_KINDS.search(reading.plain) and not _is_clear(record) and not _WIDE.search(reading.plain):
        return open_question(
            record, Subject.KINDS_FOUND, missing="kinds_found: a fact that tells of this kind"
        )
    if reading.affirmed or reading.wording.mode is ClaimMode.UNKNOWN:
        return _judge_touched(record, named)
    return _judge_untouched(record)


def _are_of_others(text: str, named: set[str], told: Sequence[str]) -> bool:
    """Whether one kind is said to be of students, and all that was found of it is of staff, or so."""
    said = _OF_WHOM.search(text)
    groups = list_groups(said[0]) - {"former"} if said and len(named) == 1 else set()
    found = [list_groups(one) - {"former"} for one in told if list_recorded_kinds(one) & named]
    return bool(groups and found) and all(one and not one & groups for one in found)


_OF_WHOM = any_case(
    r"\b(?:of|belonging to) (?:\w+ ){0,2}(?:students?|pupils?|staff|employees?|teachers?|parents?|families)\b"
)


def _judge_kinds(record: CaseRecord, reading: ClaimReading, named: set[str]) -> Truth:
    fact = record.find(Subject.KINDS_FOUND)
    listed = fact.value if fact and isinstance(fact.value, Iterable) else ()
    found = list_recorded_kinds(*listed)
    searched = record.get(Subject.PERSONAL_DATA_SEARCH, "coverage_percent") == 100
    if not reading.affirmed and named & found:
        return so(YES, record, Subject.KINDS_FOUND)
    if reading.affirmed and named <= found:
        if _are_of_others(reading.plain, named, [str(kind) for kind in listed]):
            return open_question(
                record, Subject.KINDS_FOUND, missing="kinds_found: a fact that tells whose they are"
            )
        return so(YES, record, Subject.KINDS_FOUND)
    subjects = (Subject.KINDS_FOUND, Subject.PERSONAL_DATA_SEARCH)
    # "the search has not found ... so far" is true of a search that is not over
    looked = not reading.affirmed and _SO_FAR.search(reading.plain) and _FOUND.search(reading.plain)
    if searched or (looked and listed):
        return so(NO, record, *subjects)
    absent = ", ".join(sorted(named - found)) or "others"
    return open_question(
        record,
        *subjects,
        missing=f"personal_data_search: coverage at 100%, which kinds_found ({absent}) rests on",
    )


_FOUND = any_words(r"found|turned up|identified|come across|came across|seen in (?:the|our) files")
# of what was taken, that it may have been seen says too little of everybody
_ONLY_SEEN = any_case(r"\bsome of your\b[^.;]*\b(?:viewed|seen|looked at|accessed)\b")
# what may be so for one reader, or for one person and not the next
_TO_EACH = any_words(r"your|you|include[sd]?|including|var(?:y|ies)|depending")


def _judge_touched(record: CaseRecord, named: set[str]) -> Truth:
    if named and _is_empty(record):
        return so(NO, record, Subject.PERSONAL_DATA_SEARCH, Subject.PEOPLE_AFFECTED)
    if named:
        return open_question(
            record, Subject.EXFILTRATION, Subject.PERSONAL_DATA_SEARCH,
            missing=f"kinds_found: a fact that lists {', '.join(sorted(named))}",
        )  # fmt: skip
    count, kinds = record.get(Subject.PEOPLE_AFFECTED, "count"), record.find(Subject.KINDS_FOUND)
    if count:
        return so(YES, record, Subject.PEOPLE_AFFECTED)
    if kinds and kinds.value and kinds.status is not FactStatus.UNKNOWN:
        return so(YES, record, Subject.KINDS_FOUND)
    if _is_clear(record):
        return so(NO, record, Subject.EXFILTRATION, Subject.PERSONAL_DATA_SEARCH)
    return open_question(
        record, Subject.EXFILTRATION, Subject.PERSONAL_DATA_SEARCH,
        missing="people_affected or kinds_found: what the search found",
    )  # fmt: skip


def _is_empty(record: CaseRecord) -> bool:
    """Whether a whole search found nobody."""
    searched = record.get(Subject.PERSONAL_DATA_SEARCH, "coverage_percent") == 100
    return bool(searched and record.get(Subject.PEOPLE_AFFECTED, "count") == 0)


def _is_clear(record: CaseRecord) -> bool:
    searched = record.get(Subject.PERSONAL_DATA_SEARCH, "coverage_percent") == 100
    kept = record.get(Subject.EXFILTRATION, "state") == "none_found" and is_fully_reviewed(record)
    return searched and kept


def _judge_untouched(record: CaseRecord) -> Truth:
    """Of a sentence that denies: everything that must hold, and what speaks against it."""
    exfiltration, search = Subject.EXFILTRATION, Subject.PERSONAL_DATA_SEARCH
    count, coverage = record.get(Subject.PEOPLE_AFFECTED, "count"), record.get(search, "coverage_percent")
    if count:
        return so(YES, record, Subject.PEOPLE_AFFECTED)
    state = record.get(exfiltration, "state")
    searched_empty = coverage == 100 and count == 0
    if (state == "confirmed" or record.get(exfiltration, "published") is True) and not searched_empty:
        return so(YES, record, exfiltration)
    missing = []
    if state != "none_found" and not searched_empty:
        missing.append("exfiltration: known as none_found")
    if not is_fully_reviewed(record) and not searched_empty:
        missing.append("exfiltration: every day reviewed (reviewed_days of of_days)")
    if coverage != 100:
        missing.append(
            "personal_data_search: coverage at 100%"
            + (f" (it is {coverage:g}%)" if coverage is not None else "")
        )
    if missing:
        return open_question(record, exfiltration, search, missing=missing)
    subjects = (exfiltration, search) if state == "none_found" else (search, Subject.PEOPLE_AFFECTED)
    return so(NO, record, *subjects)
