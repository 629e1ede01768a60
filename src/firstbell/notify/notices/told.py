"""How many people are told, from what became of their letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstbell.notify.notices.journal import HANDED, MAILED, MOVED, SENT
from firstbell.notify.notices.plan import NoticePlan

States = Mapping[str, tuple[str, str]]
_TOLD_BY_POST = frozenset({MAILED, MOVED})
_TOLD_BY_EMAIL = frozenset({SENT})


def sum_up(plan: NoticePlan, email: States, post: States) -> dict[str, Any]:
    """People who were told by a letter that did not come back, or by an e-mail that did not bounce.

    An e-mail is a copy as a courtesy where a letter is due: `told` counts letters, and e-mails for who has no
    address; `told_by_email` counts e-mails.
    """
    people: set[str] = set()
    emailed: set[str] = set()
    for letter in plan.letters:
        if post.get(letter.id, ("", ""))[0] in _TOLD_BY_POST:
            people.add(letter.person_id)
        if email.get(letter.id, ("", ""))[0] in _TOLD_BY_EMAIL:
            emailed.add(letter.person_id)
    unsure = sum(state == HANDED for state, _ in email.values())
    return {
        "people": plan.people,
        "told": len(people),
        "told_by_email": len(emailed),
        "share": len(people) / plan.people if plan.people else 0.0,
        "unsure": unsure,
        "without_address": len(plan.unreachable),
    }
