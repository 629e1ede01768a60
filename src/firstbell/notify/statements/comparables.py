"""Shares, sums and progress that a judge compares with the record: what whole.toml need not hold again."""

from __future__ import annotations

import re

from firstbell.notify.statements.judges.protections import read_progress
from firstbell.notify.statements.judges.theft import PART_OF_TAKEN, SHARE_OF_TAKEN, is_share_published
from firstbell.notify.statements.judges.truth import read_day
from firstbell.notify.statements.quantities import FRACTION, SHARE, find_dates, find_share
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_PRICED = frozenset({"ransom_demanded", "ransom_paid"})
_AS_OF_HOUR = re.compile(
    r"\bas of (?:\d{1,2}(?::\d\d)? ?[ap]\.?m\.?|\d{1,2}:\d\d|noon|midnight)(?: (?:today|on \w+day))?", re.I
)


def blank_compared(text: str, flat: str, *, truths: frozenset[str], record: CaseRecord) -> str:
    """The text, as long as `flat` is, without what the judges of these truths compare with the record."""
    spans: list[tuple[int, int]] = []
    if truths & _PRICED:
        spans += [match.span() for match in FRACTION.finditer(flat)]
    if "published" in truths and is_share_published(record, flat):
        spans += [match.span() for match in SHARE_OF_TAKEN.finditer(flat)]
    if "published" in truths:
        spans += [match.span() for match in PART_OF_TAKEN.finditer(flat)]
    if "password_reset" in truths:
        spans += _list_progress(flat, record)
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


# truths, and the fields between whose days they lie
_BETWEEN = {
    "letters": (Subject.MAILING, "first", "last"),
    "coercion": (Subject.COERCION_CONTACTS, "since", "until"),
    "exfiltration": (Subject.EXFILTRATION, "taken_from", "taken_until"),
}
_RANGE = re.compile(
    r"\b(?:between|from) (?:the )?(?P<first>[A-Z][a-z]+\.? \d{1,2})(?:st|nd|rd|th)?,?"
    r" (?:and|to|through|until) (?P<last>(?:[A-Z][a-z]+\.? )?\d{1,2})(?:st|nd|rd|th)?\b"
)


def blank_ranges(text: str, flat: str, *, truths: frozenset[str], record: CaseRecord) -> str:
    """The text without "between November 12 and 16" where these are the days on the record."""
    for said in _RANGE.finditer(flat):
        last = said["last"] if said["last"][0].isalpha() else f"{said['first'].split()[0]} {said['last']}"
        for truth in truths & _BETWEEN.keys():
            subject, *fields = _BETWEEN[truth]
            days = [read_day(record.get(subject, field)) for field in fields]
            told = [find_dates(f"on {day}") for day in (said["first"], last)]
            if all(day and one and one[0].fits(day) for day, one in zip(days, told, strict=True)):
                text = text[: said.start()] + " " * len(said[0]) + text[said.end() :]
    return text


def blank_hour(text: str) -> str:
    """The text without the hour as of which something is said: that is no claim."""
    return _AS_OF_HOUR.sub(lambda match: " " * len(match[0]), text)


def _list_progress(flat: str, record: CaseRecord) -> list[tuple[int, int]]:
    """Where numbers and shares of new passwords stand that the record's progress bears out."""
    spans: list[tuple[int, int]] = []
    for who in ("staff", "students"):
        progress = read_progress(record, who)
        if progress is None:
            continue
        share = find_share(flat)
        if share and share.fits(100 * progress[0] / progress[1]):
            spans += [match.span() for match in SHARE.finditer(flat)]
        for number in progress:
            spans += [match.span() for match in re.finditer(rf"\b(?:{number:,.0f}|{number:.0f})\b", flat)]
    return spans
