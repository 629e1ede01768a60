"""What is decided on letters that wait: the entries, and what is said before."""

from __future__ import annotations

from firstbell.actions.notify.letters import LetterChoice, choose_letters, draft_decisions
from firstbell.base.counts import say_count
from firstbell.case.case import Case
from firstbell.console.key_process.action_fields import Fields, PlannedAction
from firstbell.ledger.personal import refuse_personal
from firstbell.notify.notices.notice_store import NoticeStore
from firstbell.notify.notices.sensitive import SEND, UNNAMED, WITHHOLD, find_causes
from firstbell.record.data_kinds import say_data_kind

DECIDE_LETTER = "decide-letter"
_MOST_WHY = 400
_TELLS = {
    SEND: "goes out as it stands, with every kind of data named",
    UNNAMED: "goes out without the sensitive kinds: it says that there are such records, and whom to call",
    WITHHOLD: "does not go out",
}


def plan_decision(case: Case, store: NoticeStore, fields: Fields, *, role: str) -> PlannedAction:
    """The decision on one letter, or on all that wait because of a cause, an entry for each.

    Raises: DecisionError, ApprovalError, NoPlanError, PersonalValueError.
    """
    cause, named = fields.get("cause", ""), fields.get("letter", "")
    letters = choose_letters(case, store, LetterChoice(ids=(named,) if named else (), cause=cause))
    decision, why = fields.get("decision", ""), " ".join(fields.get("why", "").split())[:_MOST_WHY]
    refuse_personal("the reason", why)
    drafts = draft_decisions(store, letters, decision=decision, why=why, role=role)
    return PlannedAction(
        "Decide on a letter" if named else f"Decide on {say_count(len(letters), 'letter')} together",
        [
            f"{'This letter' if named else 'Each of these letters'} {_TELLS[decision]}.",
            f"The record keeps {'the' if named else 'an entry for each, with this'} reason: {why}",
            "It counts when the letters are drafted again. They must be approved again then.",
            *(f"{one.id}: {', '.join(map(say_data_kind, sorted(find_causes(one))))}" for one in letters),
        ],
        "Yes: decide again, and draft the letters again. That both were decided stays on the record.",
        "firstbell notice decide LETTER --decision DECISION --why TEXT",
        "letters/waiting",
        drafts,
    )
