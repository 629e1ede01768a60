"""Which reports were filed, by the agencies that get them."""

from __future__ import annotations

from typing import Any

from firstbell.notify.statements.judges.truth import is_engaged
from firstbell.notify.statements.language.names import list_agencies
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject


def list_reports(record: CaseRecord) -> list[tuple[str, Any]]:
    """The reports by name, each with when, or whether, it was filed."""
    return [(name, fields.get("filed")) for name, fields in record.get_fields(Subject.REPORTS).items()]


_OF_STATE = any_case(r"(?:^|_)state(?:_|$)|mnit")


def list_state_reports(record: CaseRecord) -> list[bool | None]:
    """Whether reports to the state, as their names have it, were filed."""
    return [is_engaged(value) for name, value in list_reports(record) if _OF_STATE.search(name)]


def list_filed(record: CaseRecord) -> dict[str, bool]:
    """Agency, as rules name it -> whether it got its report."""
    filed: dict[str, bool] = {}
    for name, fields in record.get_fields(Subject.REPORTS).items():
        # a known fact that leaves it empty says that it was not
        if "filed" in fields:
            agencies = list_agencies(name.replace("_", " ")) or {name.lower()}
            filed.update(dict.fromkeys(agencies, bool(fields["filed"])))
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
