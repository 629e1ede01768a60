"""Facts put on a case's record: one, a file of them, what the district calls itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from firstbell.actions.case.clocks import refuse_unclear_reports
from firstbell.actions.desk.district import DistrictOutline
from firstbell.base.clock import format_time
from firstbell.base.errors import UsageError
from firstbell.case.case import Case
from firstbell.case.fact_file import load_fact_file
from firstbell.case.facts import FactDraft, draft_fact, list_facts, put_facts
from firstbell.ledger.personal import refuse_personal
from firstbell.record.facts import Fact, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRequest:
    """One fact. `value`: of the shape that its subject has. `as_of`: since when it was so known; None: now.

    `because`: the beginning of an entry's id, or a text, which is noted. `district`: needed for the subject
    `reports`, whose recipients must each be one duty's.
    """

    subject: str
    value: Any
    status: str = "known"
    as_of: str | None = None
    because: str = ""
    district: DistrictOutline | None = None


@dataclass(frozen=True, slots=True)
class FactsResult:
    """The facts as they stand, what of them no claim can lean on, and the names that came with them."""

    facts: Sequence[Fact]
    drafts: Sequence[FactDraft]
    names: Sequence[str] = ()


def put_fact(case: Case, request: FactRequest) -> FactsResult:
    """Put one fact down.

    Raises: FactError; PersonalValueError; AmbiguousFilingError; UsageError; what appending raises.
    """
    now = format_time(case.clock.now_ns())
    fields = {
        "subject": request.subject,
        "value": _keep_details(case, request.value) if _is_confirmed(request) else request.value,
        "status": request.status,
        "as_of": request.as_of,
        "because": request.because,
    }
    draft = draft_fact(fields, now)
    if draft.subject == Subject.REPORTS:
        if request.district is None:
            raise UsageError("a fact about reports needs the district that made them")
        refuse_unclear_reports(case, draft.value, request.district)
    return FactsResult(put_facts(case.main, [draft], at=now), [draft])


def _is_confirmed(request: FactRequest) -> bool:
    said = request.value.strip().lower() if isinstance(request.value, str) else request.value
    return request.subject == Subject.ENCRYPTION_EVENT and said in ("yes", "confirmed", True)


def _keep_details(case: Case, value: Any) -> Any:
    """`yes` to an event that is confirmed already keeps when it was found, and the first damage."""
    now = [fact for fact in list_facts(case.main.read()) if fact.subject == Subject.ENCRYPTION_EVENT]
    known = now[-1].value if now and now[-1].supports else None
    return {**known, "confirmed": True} if isinstance(known, Mapping) and known.get("confirmed") else value


def load_facts(case: Case, file: Path) -> FactsResult:
    """Put a file of facts down: the whole of it, or nothing. Raises: FactError and its kin; as `put_fact`."""
    read = load_fact_file(file, format_time(case.clock.now_ns()))
    put = put_facts(case.main, read.facts, read.names, at=read.as_of)
    return FactsResult(put, read.facts, read.names)


def name_district(case: Case, names: Sequence[str]) -> list[str]:
    """Put down what the district calls itself, its full name first; the names.

    Raises: UsageError for none; PersonalValueError; what appending raises.
    """
    wanted = [name.strip() for name in names if name.strip()]
    if not wanted:
        raise UsageError("no name is given", hint="give the district's name in quotes")
    refuse_personal("the district's names", wanted)
    put_facts(case.main, [], wanted, at=format_time(case.clock.now_ns()))
    return wanted
