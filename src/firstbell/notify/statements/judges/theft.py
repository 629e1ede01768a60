"""Exfiltration, publication, personal data, misuse."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from firstbell.notify.statements.certainty import ClaimMode
from firstbell.notify.statements.claims import ClaimReading
from firstbell.notify.statements.judges.names import list_kinds, list_recorded_kinds
from firstbell.notify.statements.judges.truth import NO, UNJUDGED, YES, Truth, open_question, read_day, so
from firstbell.notify.statements.quantities import Amount, Precision, find_amounts, find_share
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.sentences import plain
from firstbell.record.facts import FactStatus, Subject

# kinds that no search tells apart, where nothing wider is said beside them
_OTHER_KINDS = re.compile(r"\b(?:grades|transcripts|attendance|photos?|report cards|test scores)\b", re.I)
_WIDE = re.compile(r"\b(?:personal|private|confidential|sensitive)\b", re.I)


def _judge_amounts(record: CaseRecord, amounts: Sequence[Amount], field: str) -> Truth | None:
    """Whether so much left as is said; None where nothing is said of it."""
    if not amounts:
        return None
    # what is published was taken: where nobody put down how much, all of it is meant
    found = record.get(Subject.EXFILTRATION, field) or record.get(Subject.EXFILTRATION, "bytes")
    if not isinstance(found, int | float) or isinstance(found, bool):
        # the least that was taken does not tell how much of it is published
        known = record.get(Subject.EXFILTRATION, "bytes_at_least") if field == "bytes" else None
        if isinstance(known, int) and not isinstance(known, bool):
            if all(amount.is_least_of(known) for amount in amounts):
                return so(YES, record, Subject.EXFILTRATION)
            if all(amount.precision is Precision.ABOUT and amount.fits(known) for amount in amounts):
                return so(YES, record, Subject.EXFILTRATION)
            if any(amount.is_short_of(known) for amount in amounts):
                return so(NO, record, Subject.EXFILTRATION)
        return open_question(record, Subject.EXFILTRATION, missing=f"exfiltration: {field}, how much it was")
    return so(all(amount.fits(found) for amount in amounts), record, Subject.EXFILTRATION)


def _find_other_kinds(record: CaseRecord, reading: ClaimReading) -> str:
    """The kinds of data that a sentence names and the record does not; "" for none."""
    if not reading.affirmed or reading.wording.mode is ClaimMode.UNKNOWN:
        return ""
    listed = record.get_list(Subject.KINDS_FOUND)
    found = set().union(*map(list_recorded_kinds, listed))
    other = list_kinds(reading.plain) - found
    return f"kinds_found: a fact that lists {', '.join(sorted(other))}" if other else ""


_TAKING = re.compile(
    r"\b(?:stolen|stole|made off|walked (?:away|off) with|got away with|grabbed|swiped|lifted|stealing"
    r"|theft of|taken(?! (?:care|seriously))|took|copied|removed|exfiltrat\w+|download\w+"
    r"|published|posted|leaked|released"
    r"|for sale|sold|dark ?web|left (?:our|the) (?:network|building|district)|in the hands)\b",
    re.I,
)


def _lacks_theft(record: CaseRecord, reading: ClaimReading) -> bool:
    """Whether a sentence says that something was taken which the record does not confirm."""
    if not reading.affirmed or reading.wording.mode in (ClaimMode.UNKNOWN, ClaimMode.POSSIBLE):
        return False
    taken = record.get(Subject.EXFILTRATION, "state") == "confirmed" or record.get(
        Subject.EXFILTRATION, "published"
    )
    return bool(_TAKING.search(reading.plain)) and not taken


def is_fully_reviewed(record: CaseRecord) -> bool:
    """Whether every day of the intruder's stay was reviewed for what left."""
    reviewed, of_days = (record.get(Subject.EXFILTRATION, name) for name in ("reviewed_days", "of_days"))
    return bool(of_days) and reviewed is not None and reviewed >= of_days


_REACHABLE = re.compile(
    r"\b(?:can|could) (?:still |again |now )*be (?:reached|seen|opened|downloaded|used|found)\b", re.I
)


def judge_exfiltration(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether data left."""
    subject = Subject.EXFILTRATION
    state = record.get(subject, "state")
    if _REACHABLE.search(reading.plain):
        return UNJUDGED  # whether what was taken can still be had, no field tells
    if lacks := _find_other_kinds(record, reading):
        return open_question(record, subject, Subject.KINDS_FOUND, missing=lacks)
    if state == "confirmed" or record.get(subject, "published") is True:
        amounts = find_amounts(reading.plain) if reading.affirmed else []
        return _judge_amounts(record, amounts, "bytes") or so(YES, record, subject)
    if state == "none_found":
        if is_fully_reviewed(record):
            return so(NO, record, subject)
        return open_question(
            record, subject, missing="exfiltration: every day reviewed (reviewed_days of of_days)"
        )
    lacks = "exfiltration: known to be confirmed" if reading.affirmed else (
        "exfiltration: known as none_found, with every day reviewed"
    )  # fmt: skip
    return open_question(record, subject, missing=lacks)


SHARE_OF_TAKEN = re.compile(
    r"\b(?:(?:less|more|fewer|no more|no less) than |over |under |about |roughly |nearly |almost )?"
    r"(?:(?:a |one )?(?:half|third|quarter)|two[- ]thirds|three[- ]quarters|[\d.]+ ?(?:%|per ?cent))"
    r" of (?:what (?:was|they|the \w+) (?:taken|stolen|copied|took|stole)|the (?:stolen|taken|copied) \w+)",
    re.I,
)


def _find_share_published(record: CaseRecord) -> float | None:
    """How much of what was taken is published, in percent; None where either amount is not on the record."""
    told: list[Any] = [record.get(Subject.EXFILTRATION, name) for name in ("published_bytes", "bytes")]
    sizes = [size for size in told if isinstance(size, int | float) and not isinstance(size, bool)]
    return 100 * sizes[0] / sizes[1] if len(sizes) == 2 and sizes[1] else None


def is_share_published(record: CaseRecord, flat: str) -> bool:
    """Whether a text names a share of what was taken, and the record tells how much of it is published."""
    return bool(SHARE_OF_TAKEN.search(flat)) and _find_share_published(record) is not None


# "about 61 of the 87 gigabytes"
PART_OF_TAKEN = re.compile(
    r"\b((?:(?:about|around|roughly|nearly|almost|some|over|at least) )?\d[\d,.]*)"
    r" of (?:the |some |about |roughly )*(\d[\d,.]*)"
    r" ?([kmgtp]i?b|(?:kilo|mega|giga|tera|peta)bytes?|gigs?)\b",
    re.I,
)


def _judge_part(record: CaseRecord, reading: ClaimReading) -> Truth | None:
    """Whether so much of so much that was taken is published; None where a sentence names no part."""
    if reading.affirmed and (both := PART_OF_TAKEN.search(reading.plain)):
        return _judge_amounts_of(record, f"{both[2]} {both[3]}", f"{both[1]} {both[3]}")
    if reading.affirmed and (both := TAKEN_AND_PART.search(plain(reading.text))):
        return _judge_amounts_of(record, f"{both[1]} {both[2]}", f"{both[3]} {both[2]}")
    # how much was taken and how much of it published are told in one breath
    return UNJUDGED if _PART_OF_IT.search(reading.plain) and len(reading.numbers) > 1 else None


def _judge_amounts_of(record: CaseRecord, taken: str, published: str) -> Truth:
    for field, told in (("published_bytes", published), ("bytes", taken)):
        said = find_amounts(told)
        found = record.get(Subject.EXFILTRATION, field)
        if not isinstance(found, int | float) or isinstance(found, bool):
            return open_question(
                record, Subject.EXFILTRATION, missing=f"exfiltration: {field}, how much it was"
            )
        if not all(amount.fits(found) for amount in said):
            return so(NO, record, Subject.EXFILTRATION)
    return so(YES, record, Subject.EXFILTRATION)


# "212 gigabytes were stolen, and around 90 of them were put online"
TAKEN_AND_PART = re.compile(
    r"\b(\d[\d,.]*) ?([kmgtp]i?b|(?:kilo|mega|giga|tera|peta)bytes?|gigs?)\b[^.;]{0,40}"
    r"\b((?:(?:about|around|roughly|nearly|almost|some|over|at least) )?\d[\d,.]*)"
    r" of (?:it|them|that|those)\b",
    re.I,
)


# "posted everything it took"
_ALL_OF_IT = re.compile(
    r"\b(?:everything|all of (?:it|them|the)|all (?:the |of the )?(?:[\d,.]+ )?(?:files|data|gigabytes"
    r"|documents|records|material)|the (?:whole|entire) (?:lot|set|archive|collection))\b",
    re.I,
)
_ALL_PERCENT = 99.5
_PART_OF_IT = re.compile(r"\bof (?:it|them|that)\b", re.I)


def judge_published(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether data was published."""
    subject = Subject.EXFILTRATION
    published = record.get(subject, "published")
    if published and (lacks := _find_other_kinds(record, reading)):
        return open_question(record, subject, Subject.KINDS_FOUND, missing=lacks)
    day = read_day(record.get(subject, "published_on"))
    if day and reading.affirmed and reading.dates and not any(said.fits(day) for said in reading.dates):
        return so(NO, record, subject)
    if published and (part := _judge_part(record, reading)):
        return part
    if published and reading.affirmed and _ALL_OF_IT.search(reading.plain):
        percent = _find_share_published(record)
        return UNJUDGED if percent is None else so(percent >= _ALL_PERCENT, record, subject)
    share = find_share(reading.plain)
    if published and share and is_share_published(record, reading.plain):
        return so(share.fits(_find_share_published(record) or 0.0) == reading.affirmed, record, subject)
    if isinstance(published, bool):
        amounts = find_amounts(reading.plain) if reading.affirmed and published else []
        return _judge_amounts(record, amounts, "published_bytes") or so(published, record, subject)
    if record.get(subject, "state") == "none_found" and is_fully_reviewed(record):
        return so(NO, record, subject)
    return open_question(record, subject, missing="exfiltration: published, known as yes or no")


# "whether it contained personal information": of what may have left
_IT_HELD = re.compile(
    r"\b(?:whether|if) (?:it|they|this|that|the (?:\S+ ){0,2}(?:transfer|traffic|gigabytes|GB"
    r"|data that left))"
    r" (?:\w+ )?(?:contain\w*|includ\w*|held|involved)\b",
    re.I,
)


def judge_personal_data(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether personal data was touched; of named kinds, whether these were."""
    open_transfer = reading.wording.mode is ClaimMode.UNKNOWN and _IT_HELD.search(reading.plain)
    if open_transfer and record.get(Subject.EXFILTRATION, "state") == "undetermined":
        return Truth(None)  # what left may have held some, or not
    if _WHOSE.search(reading.plain):
        return _judge_whose(record, reading)
    truth = _judge_personal(record, reading)
    # that such data was there is known; whether somebody took it may not be, nor whether it was this reader's
    taken = record.get(Subject.EXFILTRATION, "state") == "confirmed"
    return replace(truth, settled=taken and not _TO_EACH.search(reading.plain))


# "we do not yet know whose information is involved": who it is, not whether there is any
_WHOSE = re.compile(
    r"\b(?:know\w*|say|tell|determin\w+|establish\w*|identif\w+|clear|certain|learn\w*)"
    r"(?: yet| now| exactly| precisely)? whose\b",
    re.I,
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


def _judge_kinds(record: CaseRecord, reading: ClaimReading, named: set[str]) -> Truth:
    fact = record.find(Subject.KINDS_FOUND)
    listed = fact.value if fact and isinstance(fact.value, Iterable) else ()
    found = set().union(*(list_recorded_kinds(str(kind)) for kind in listed))
    searched = record.get(Subject.PERSONAL_DATA_SEARCH, "coverage_percent") == 100
    if not reading.affirmed and named & found:
        return so(YES, record, Subject.KINDS_FOUND)
    if reading.affirmed and named <= found:
        return so(YES, record, Subject.KINDS_FOUND)
    subjects = (Subject.KINDS_FOUND, Subject.PERSONAL_DATA_SEARCH)
    if searched:
        return so(NO, record, *subjects)
    absent = ", ".join(sorted(named - found)) or "others"
    return open_question(
        record,
        *subjects,
        missing=f"personal_data_search: coverage at 100 %, which kinds_found ({absent}) rests on",
    )


# what may be so for one reader, or for one person and not the next
_TO_EACH = re.compile(r"\b(?:your|you|include[sd]?|including|var(?:y|ies)|depending)\b", re.I)


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
            "personal_data_search: coverage at 100 %"
            + (f" (it is {coverage:g} %)" if coverage is not None else "")
        )
    if missing:
        return open_question(record, exfiltration, search, missing=missing)
    subjects = (exfiltration, search) if state == "none_found" else (search, Subject.PEOPLE_AFFECTED)
    return so(NO, record, *subjects)


_FRAUD = re.compile(
    r"\b(?:fraud\w*|identity theft|tax (?:returns?|refunds?)|loans?|credit cards?"
    r"|accounts? (?:in|were|opened)|purchases?|withdraw\w*|charges|impersonat\w+)\b",
    re.I,
)


_TOLD_US = re.compile(r"\b(?:reported|told us|wrote to us|reports? of|attempted)\b", re.I)


def judge_misuse(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether what was taken was misused: somebody must have looked, and found nothing."""
    contacts = record.get(Subject.COERCION_CONTACTS, "count")
    if reading.affirmed and _FRAUD.search(reading.plain) and _TOLD_US.search(reading.plain):
        return UNJUDGED  # what people reported, no field tells
    if reading.affirmed and _FRAUD.search(reading.plain):
        # that people were written to proves no fraud
        return open_question(record, Subject.MISUSE_SEARCH, missing="a fact that tells of this misuse")
    if contacts:
        return so(YES, record, Subject.COERCION_CONTACTS)
    done = record.get(Subject.MISUSE_SEARCH, "done")
    if done:
        return so(NO, record, Subject.MISUSE_SEARCH)
    lacks = (
        "misuse_search: done" if not reading.affirmed else "coercion_contacts: a fact that tells of misuse"
    )
    return open_question(record, Subject.MISUSE_SEARCH, missing=lacks)


# "forty people, nine of them parents": the record has the sum alone
_OF_THEM = re.compile(r"\b(?:of (?:them|whom|these|those)|including|among them)\b", re.I)


def judge_coercion(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether people were threatened, and how many."""
    count = record.get(Subject.COERCION_CONTACTS, "count")
    if count is None:
        return open_question(record, Subject.COERCION_CONTACTS, missing="coercion_contacts: their count")
    if reading.numbers and count and reading.affirmed:
        first, *others = reading.numbers
        if others and first.fits(count) and _OF_THEM.search(reading.plain):
            parts = all(number.value < count for number in others)
            return UNJUDGED if parts else so(NO, record, Subject.COERCION_CONTACTS)
        if others and sum(number.value for number in reading.numbers) == count:
            return UNJUDGED  # "nine colleagues and four parents": how many of each, no field tells
        return so(all(number.fits(count) for number in reading.numbers), record, Subject.COERCION_CONTACTS)
    return so(count > 0, record, Subject.COERCION_CONTACTS)
