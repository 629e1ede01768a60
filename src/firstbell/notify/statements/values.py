"""Which values of facts a claim may lean on: those of the shape that docs/formats/case.md gives them.

A ledger may hold others: those of fields that are not listed, and what another program wrote. What has
another shape is taken for not told: no claim leans on it, and no judge meets what it cannot compare.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from firstbell.record.facts import Subject

_LISTED = frozenset({
    Subject.KINDS_FOUND, Subject.UNAFFECTED_SYSTEMS, Subject.HOSTED_ELSEWHERE, Subject.INDICATORS,
    "destinations", "groups", "verified", "pending", "without_backup", "nothing_to_restore", "informed",
    "taken", "before", "languages", "closed",
})  # fmt: skip
_COUNTED = frozenset({
    Subject.FILES_WITHOUT_CLEAN_VERSION, Subject.LETTERS_SENT, "count", "reviewed_days", "of_days",
    "bytes_at_least", "bytes", "published_bytes", "unexplained_bytes", "coverage_percent", "unreadable_files",
    "recall_low_percent", "recall_high_percent", "precision_low_percent", "precision_high_percent", "months",
    "staff_done", "staff_of", "students_done", "students_of", "undeliverable", "pupils", "limit",
    "deductible", "calls", "spent", "expected",
})  # fmt: skip
_TEXTS = frozenset({
    Subject.WAY_IN, Subject.FIRST_ACCESS, Subject.HELP_WANTED, "state", "first_damage",
    "taken_from", "taken_until", "verified_by", "demanded_at", "paid_at", "deadline", "since", "until",
    "phone", "hours", "closes", "reopened", "first", "last", "name", "begun", "finished",
})  # fmt: skip
# elsewhere lists have these names
_MOMENTS = frozenset({(Subject.INSURANCE, "informed"), (Subject.INCIDENT, "closed")})


def settle_shapes(subject: str, value: Any) -> Any:
    """A fact's value without what has not the shape of its field; None where nothing of it is left.

    >>> settle_shapes("ransom", {"demanded": True, "amount": {"status": "unknown", "value": None}})
    {'demanded': True}
    """
    if subject == Subject.REPORTS and isinstance(value, Mapping):
        return {
            str(name): _settle_fields(subject, inner)
            for name, inner in value.items()
            if isinstance(inner, Mapping)
        }
    if isinstance(value, Mapping):
        return None if subject in _LISTED | _COUNTED | _TEXTS else _settle_fields(subject, value)
    return value if _fits(subject, value) else None


def _settle_fields(subject: str, value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: inner
        for name, inner in value.items()
        if _fits("moment" if (subject, name) in _MOMENTS else name, inner)
    }


def _fits(name: str, value: Any) -> bool:
    if value is None:
        return True
    if name in _LISTED:
        return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)
    if name in _COUNTED:
        return _is_number(value)
    if name in _TEXTS:
        return isinstance(value, str)
    if name == "for":  # a text, or several
        return isinstance(value, str) or _fits("verified", value)
    return isinstance(value, str | bool) or _is_number(value)


def _is_number(value: Any) -> bool:
    return (
        isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value >= 0
    )


_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def read_day(value: Any) -> date | None:
    """The day of a fact's time, as it was where it was put down."""
    if not isinstance(value, str):
        return None
    days = _DAY.findall(value)
    try:
        # "signed 2026-11-25", too
        return date.fromisoformat(value[:10] if _DAY.match(value) or len(days) != 1 else days[0])
    except ValueError:
        return None


def read_moment(value: Any) -> datetime | None:
    """The moment of a fact's time; None where only its day, or no offset, is told."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
