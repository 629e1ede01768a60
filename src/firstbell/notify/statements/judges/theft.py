"""Exfiltration and publication."""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.notify.statements.judges.truth import NO, UNJUDGED, YES, Truth, open_question, so
from firstbell.notify.statements.language.certainty import ClaimMode
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.language.names import list_kinds, list_recorded_kinds
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import Amount, Precision, find_amounts, find_share
from firstbell.notify.statements.language.sentences import plain
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject


def _judge_amounts(record: CaseRecord, amounts: Sequence[Amount], field: str) -> Truth | None:
    """Whether so much left as is said; None where nothing is said of it."""
    if not amounts:
        return None
    # what is published was taken: where nobody put down how much, all of it is meant
    found = record.get_count(Subject.EXFILTRATION, field) or record.get_count(Subject.EXFILTRATION, "bytes")
    if found is None:
        # the least that was taken does not tell how much of it is published
        known = record.get(Subject.EXFILTRATION, "bytes_at_least") if field == "bytes" else None
        if isinstance(known, int):
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
    found = list_recorded_kinds(*listed)
    other = list_kinds(reading.plain) - found
    return f"kinds_found: a fact that lists {', '.join(sorted(other))}" if other else ""


def is_fully_reviewed(record: CaseRecord) -> bool:
    """Whether every day of the intruder's stay was reviewed for what left."""
    reviewed, of_days = (record.get(Subject.EXFILTRATION, name) for name in ("reviewed_days", "of_days"))
    return bool(of_days) and reviewed is not None and reviewed >= of_days


_REACHABLE = any_case(
    r"\b(?:can|could) (?:still |again |now )*be (?:reached|seen|opened|downloaded|used|found)\b"
)


_CONFIRMED_ON = any_case(r"\b(?:was|has been) confirmed (?:on|since)\b")


def _misses_day(record: CaseRecord, reading: ClaimReading) -> bool:
    """Whether a theft is said to have been confirmed on another day than it was."""
    day = record.get_day(Subject.EXFILTRATION, "confirmed")
    if day is None or not reading.dates or not _CONFIRMED_ON.search(reading.plain):
        return False
    return not any(said.fits(day) for said in reading.dates)


def judge_exfiltration(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether data left."""
    subject = Subject.EXFILTRATION
    state = record.get(subject, "state")
    if _REACHABLE.search(reading.plain):
        return UNJUDGED  # whether what was taken can still be had, no field tells
    if lacks := _find_other_kinds(record, reading):
        return open_question(record, subject, Subject.KINDS_FOUND, missing=lacks)
    if _misses_day(record, reading):
        return so(NO, record, subject)
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


SHARE_OF_TAKEN = any_case(
    r"\b(?:(?:less|more|fewer|no more|no less) than |over |under |about |roughly |nearly |almost )?"
    r"(?:(?:a |one )?(?:half|third|quarter|fifth|sixth|eighth|tenth)"
    r"|two[- ]thirds|three[- ]quarters|[\d.]+ ?(?:%|per ?cent))"
    r" of (?:what (?:was|they|the \w+) (?:taken|stolen|copied|took|stole)|the (?:stolen|taken|copied) \w+)"
)


def _find_share_published(record: CaseRecord) -> float | None:
    """How much of what was taken is published, in percent; None where either amount is not on the record."""
    part, whole = (record.get_count(Subject.EXFILTRATION, name) for name in ("published_bytes", "bytes"))
    return 100 * part / whole if part is not None and whole else None


def is_share_published(record: CaseRecord, flat: str) -> bool:
    """Whether a text names a share of what was taken, and the record tells how much of it is published."""
    return bool(SHARE_OF_TAKEN.search(flat)) and _find_share_published(record) is not None


# "about 61 of the 87 gigabytes"
PART_OF_TAKEN = any_case(
    r"\b((?:(?:about|around|roughly|nearly|almost|some|over|at least) )?\d[\d,.]*) of (?:the |some |about "
    r"|roughly )*(\d[\d,.]*) ?([kmgtp]i?b|(?:kilo|mega|giga|tera|peta)bytes?|gigs?)\b"
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
        found = record.get_count(Subject.EXFILTRATION, field)
        if found is None:
            return open_question(
                record, Subject.EXFILTRATION, missing=f"exfiltration: {field}, how much it was"
            )
        if not all(amount.fits(found) for amount in said):
            return so(NO, record, Subject.EXFILTRATION)
    return so(YES, record, Subject.EXFILTRATION)


# "212 gigabytes were stolen, and around 90 of them were put online"
TAKEN_AND_PART = any_case(
    r"\b(\d[\d,.]*) ?([kmgtp]i?b|(?:kilo|mega|giga|tera|peta)bytes?|gigs?)\b[^.;]{0,40}\b"
    r"((?:(?:about|around|roughly|nearly|almost|some|over|at least) )?\d[\d,.]*) of (?:it|them|that|those)\b"
)


# "posted everything it took"
_ALL_OF_IT = any_words(
    r"everything|all of (?:it|them|the)"
    r"|all (?:the |of the )?(?:[\d,.]+ )?(?:files|data|gigabytes|documents|records|material)"
    r"|the (?:whole|entire) (?:lot|set|archive|collection)"
)
_ALL_PERCENT = 99.5
_PART_OF_IT = any_case(r"\bof (?:it|them|that)\b")


_LEAKED = any_case(
    r"\b(?:data|information|records?|files?|documents?|numbers?)\b[^.;]{0,40}?\bleak(?:s|ed|age)?\b"
    r"(?! (?:site|page|blog))"
)


def judge_published(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether data was published."""
    subject = Subject.EXFILTRATION
    published = record.get(subject, "published")
    if published and (lacks := _find_other_kinds(record, reading)):
        return open_question(record, subject, Subject.KINDS_FOUND, missing=lacks)
    day = record.get_day(subject, "published_on")
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
        return _judge_publication(record, reading, published=published)
    if record.get(subject, "state") == "none_found" and is_fully_reviewed(record):
        return so(NO, record, subject)
    return open_question(record, subject, missing="exfiltration: published, known as yes or no")


def _judge_publication(record: CaseRecord, reading: ClaimReading, *, published: bool) -> Truth:
    """Whether it was published, and as much as is said; of what was not, whether so much was taken."""
    is_none = record.get(Subject.EXFILTRATION, "state") == "none_found"
    if not published and not reading.affirmed and not is_none and _LEAKED.search(reading.plain):
        # whoever asks whether data leaked asks whether it got out at all
        return open_question(record, Subject.EXFILTRATION, missing="exfiltration: known as none_found")
    subject, amounts = Subject.EXFILTRATION, find_amounts(reading.plain)
    taken = record.get(subject, "bytes")
    if not reading.affirmed and amounts and not (taken and all(one.fits(taken) for one in amounts)):
        return UNJUDGED
    told = amounts if reading.affirmed and published else []
    return _judge_amounts(record, told, "published_bytes") or so(published, record, subject)
