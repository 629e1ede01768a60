"""Letters and their plan as the fields of lists: counts, never a name or an address."""

from __future__ import annotations

from collections import Counter
from typing import Any

from firstbell.notify.notices.journal import count_states
from firstbell.notify.notices.notice_store import NoticeStore
from firstbell.notify.notices.plan import Letter, NoticePlan
from firstbell.notify.notices.told import sum_up


def describe_letter(letter: Letter) -> dict[str, Any]:
    """One letter of a plan."""
    return {
        "message_type": "letter",
        "letter_id": letter.id,
        "person_id": letter.person_id,
        "channel": letter.channel,
        "email": bool(letter.email),
        "language": letter.language,
        "state": letter.state or None,
        "is_minor": letter.is_minor,
        "kinds": list(letter.kinds),
    }


def describe_notice_plan(made: NoticePlan) -> dict[str, Any]:
    """What a plan comes to."""
    return {
        "people": made.people,
        "letters": len(made.letters),
        "by_state": dict(made.by_state),
        "groups": {
            state: [{"kinds": list(group.kinds), "people": group.people} for group in groups]
            for state, groups in made.groups.items()
        },
        "by_language": dict(sorted(Counter(letter.language for letter in made.letters).items())),
        "by_channel": dict(sorted(Counter(letter.channel for letter in made.letters).items())),
        "emails": sum(bool(letter.email) for letter in made.letters),
        "possible": len(made.possible),
        "unreachable": len(made.unreachable),
        "restricted": made.restricted,
        "substitute_notice": made.asks_for_substitute,
    }


def describe_status(store: NoticeStore) -> dict[str, Any]:
    """How many are told, by what, and what came back. Raises: NoPlanError."""
    email, post = store.email.load(), store.post.load()
    told = sum_up(store.load_plan(), email, post)
    return {**told, "email": count_states(email), "post": count_states(post)}
