"""What the service of the key process gives each of its parts to answer with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

from firstbell.base.clock import Clock
from firstbell.console.key_process.places import ConsolePlaces, RecordMemory
from firstbell.console.key_process.sessions import SignedIn
from firstbell.console.key_process.work import WorkList
from firstbell.console.messages import Answer, Trouble
from firstbell.ledger.personal import find_personal


class SessionAnswerer(Protocol):
    """What all parts have."""

    places: ConsolePlaces
    clock: Clock
    records: RecordMemory

    def find_session(self, token: str, *, on_people: bool = False) -> SignedIn | None:
        """The session of a cookie, while its person may sign in."""

    def answer(self, code: int, session: SignedIn | None = None, **given: Any) -> Answer:
        """An answer with what every page needs."""


_DIGITS = re.compile(r"\d(?:[ .-]?\d){7,}")


def refuse_form(
    service: SessionAnswerer, session: SignedIn, told: Trouble, *, typed: Mapping[str, str]
) -> Answer:
    """A form that cannot be taken, with what was typed, to be corrected; a person's number is left out."""
    kept = dict(typed)
    for name, held in typed.items():
        if find_personal(held):
            without = _DIGITS.sub("[number]", held)
            kept[name] = "" if find_personal(without) else without
    return service.answer(400, session, trouble=told, facts={"typed": kept})


class SignInAnswerer(SessionAnswerer, Protocol):
    """What those have that begin sessions."""

    def begin(self, session: SignedIn, path: str = "") -> Answer:
        """On with a new session, to the first page of its role or to this path."""


class WorkAnswerer(SessionAnswerer, Protocol):
    """What those have that start work."""

    shelf: WorkList
