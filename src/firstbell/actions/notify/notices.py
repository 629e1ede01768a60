"""The letters to those whose data it was: how far they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from firstbell.actions.case.record import find_record
from firstbell.actions.desk.district import DistrictOutline
from firstbell.base.clock import DAY_NS, parse_given_time
from firstbell.case.case import Case
from firstbell.case.sealed import SealedStore
from firstbell.ledger import Entry
from firstbell.notify.notices.description import describe_status
from firstbell.notify.notices.notice_store import NoticeStore
from firstbell.notify.notices.sensitive import list_decisions, list_waiting
from firstbell.record.facts import Subject


def open_notices(case: Case, sealed: SealedStore) -> NoticeStore:
    """What the case keeps of its notices."""
    return NoticeStore(sealed, case.folder.path / "notices")


def read_notice_status(case: Case, store: NoticeStore, district: DistrictOutline) -> dict[str, Any]:
    """How many are told, as `notice status --json` gives it. Raises: NoPlanError."""
    entries = case.main.read()
    days = count_days(entries, district, now_ns=case.clock.now_ns())
    waiting = list_waiting(store.load_plan().letters, list_decisions(entries))
    return {**describe_status(store), "waiting": len(waiting), "days_since_event": days}


def count_days(entries: Sequence[Entry], district: DistrictOutline, *, now_ns: int) -> int | None:
    """Whole days since the event was found; None where nobody said."""
    found = find_record(entries, district).get(Subject.ENCRYPTION_EVENT, "found")
    return (now_ns - parse_given_time(found)) // DAY_NS if isinstance(found, str) else None
