"""The letters that wait for a person: which, why, what they would say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from firstbell.actions.case.record import find_record
from firstbell.actions.desk.district import DistrictOutline
from firstbell.actions.notify.letters import LetterChoice, choose_letters, find_letter_rules
from firstbell.case.case import Case
from firstbell.notify.notices.advice import find_demand
from firstbell.notify.notices.description import describe_letter
from firstbell.notify.notices.notice_store import NoPlanError, NoticeStore
from firstbell.notify.notices.plan import Letter
from firstbell.notify.notices.preview import LetterPreview, preview_letter
from firstbell.notify.notices.sensitive import find_causes, list_decisions, list_waiting


def describe_waiting(letter: Letter) -> dict[str, Any]:
    """A letter that waits, as `notice waiting --json` gives it: neither a name nor an address."""
    causes = sorted(find_causes(letter))
    return {**describe_letter(letter), "why": causes, "cause": "+".join(causes)}


def list_waiting_letters(case: Case, store: NoticeStore) -> tuple[Sequence[Letter], dict[str, Any]]:
    """The letters that wait, and how many by cause and by decision. Raises: NoPlanError."""
    planned, rulings = store.load_plan().letters, list_decisions(case.main.read())
    ids = frozenset(list_waiting(planned, rulings))
    waiting = [one for one in planned if one.id in ids]
    causes = Counter(cause for one in waiting for cause in sorted(find_causes(one)))
    decided = Counter(rulings[one.id] for one in planned if one.id in rulings)
    return waiting, {"waiting": len(waiting), "causes": dict(causes), "decided": dict(decided)}


def read_waiting_letter(
    case: Case, store: NoticeStore, letter_id: str, *, district: DistrictOutline
) -> tuple[LetterPreview, str]:
    """What one of them would say, and what was decided on it, "" while it waits.

    Raises: DecisionError, NoPlanError, MissingFactError.
    """
    (letter,) = choose_letters(case, store, LetterChoice(ids=(letter_id,)))
    plan, entries = store.load_plan(), case.main.read()
    try:
        kept = store.load_draft()
    except NoPlanError:
        kept = None
    demand = find_demand(letter, find_letter_rules(entries, district.status))
    record = find_record(entries, district)
    preview = preview_letter(letter, plan, kept=kept, record=record, demand=demand)
    return preview, list_decisions(entries).get(letter_id, "")
