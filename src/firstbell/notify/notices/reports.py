"""Reports to authorities and others: their fields filled from the record, what is missing named."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from firstbell.notify.errors import AudienceError
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import FactStatus, Subject


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `value`: None where nothing tells; `status`: known, believed, unknown or missing."""

    name: str
    value: Any
    status: str
    entry: str


@lru_cache(maxsize=1)
def _load() -> dict[str, Any]:
    text = files("firstbell.notify.notices").joinpath("reports.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def list_reports() -> Sequence[str]:
    """The names of the reports."""
    return sorted(_load())


def fill_report(name: str, record: CaseRecord) -> tuple[str, list[Field]]:
    """(title, fields) of a report. Raises: AudienceError."""
    if name not in _load():
        raise AudienceError(f"there is no report {name!r}", hint=f"reports are {', '.join(list_reports())}")
    report = _load()[name]
    return str(report["title"]), [_fill(title, path, record) for title, path in report["fields"]]


def _fill(title: str, path: str, record: CaseRecord) -> Field:
    if path == "organisation":
        return (
            Field(title, record.names[0], "known", "") if record.names else Field(title, None, "missing", "")
        )
    subject, _, name = path.partition(".")
    fact = record.find(Subject(subject)) if subject else None
    if fact is None:
        return Field(title, None, "missing", "")
    value = record.get(Subject(subject), name) if name else fact.value
    if value is None:
        status = "unknown" if fact.status is FactStatus.UNKNOWN else "missing"
        return Field(title, None, status, fact.entry)
    return Field(title, value, fact.status.value, fact.entry)
