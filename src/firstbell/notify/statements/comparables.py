"""Shares, sums and progress that a judge compares with the record: what whole.toml need not hold again."""

from __future__ import annotations

import re

from firstbell.notify.statements.judges.protections import read_progress
from firstbell.notify.statements.judges.theft import SHARE_OF_TAKEN, is_share_published
from firstbell.notify.statements.quantities import FRACTION, SHARE, find_share
from firstbell.notify.statements.record import CaseRecord

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
    if "password_reset" in truths:
        spans += _list_progress(flat, record)
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
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
