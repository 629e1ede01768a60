"""Which reports were filed, by the agencies that get them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstbell.notify.statements.judges.truth import is_engaged
from firstbell.notify.statements.language.names import list_agencies
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject


def list_reports(record: CaseRecord) -> list[tuple[str, Any]]:
    """The reports by name, each with when, or whether, it was filed."""
    fact = record.find(Subject.REPORTS)
    if fact is None or not isinstance(fact.value, Mapping):
        return []
    return [
        (str(name), fields.get("filed") if isinstance(fields, Mapping) else fields)
        for name, fields in fact.value.items()
    ]


_OF_STATE = any_case(r"(?:^|_)state(?:_|$)|mnit")


def list_state_reports(record: CaseRecord) -> list[bool | None]:
    """Whether reports to the state, as their names have it, were filed."""
    return [is_engaged(value) for name, value in list_reports(record) if _OF_STATE.search(name)]


def list_filed(record: CaseRecord) -> dict[str, bool]:
    """Agency, as rules name it -> whether it got its report."""
    fact = record.find(Subject.REPORTS)
    filed: dict[str, bool] = {}
    if fact and isinstance(fact.value, Mapping):
        for name, fields in fact.value.items():
            value: Any = fields.get("filed") if isinstance(fields, Mapping) else fields
            if value is None and isinstance(fields, Mapping) and "filed" in fields:
                value = False  # a known fact that leaves it empty says that it was not
            for agency in list_agencies(str(name).replace("_", " ")) or {str(name).lower()}:
                if value is not None:
                    filed[agency] = bool(value)
    return filed


def find_filed(record: CaseRecord, agency: str) -> bool | None:
    """Whether an agency got its report; None where no fact tells. "regulator" is the state."""
    filed = list_filed(record)
    if agency != "regulator":
        return filed.get(agency)
    state = list_state_reports(record) or [
        value for name, value in filed.items() if name not in ("attorney general", "education", "fbi")
    ]
    return state[0] if len(state) == 1 else None
