"""What the service of the key process gives each of its parts to answer with."""

from __future__ import annotations

from typing import Any, Protocol

from firstbell.base.clock import Clock
from firstbell.console.key_process.places import ConsolePlaces, RecordMemory
from firstbell.console.key_process.sessions import SignedIn
from firstbell.console.key_process.work import WorkList
from firstbell.console.messages import Answer


class SessionAnswerer(Protocol):
    """What all parts have."""

    places: ConsolePlaces
    clock: Clock
    records: RecordMemory

    def find_session(self, token: str, *, on_people: bool = False) -> SignedIn | None:
        """The session of a cookie, while its person may sign in."""

    def answer(self, code: int, session: SignedIn | None = None, **given: Any) -> Answer:
        """An answer with what every page needs."""


class SignInAnswerer(SessionAnswerer, Protocol):
    """What those have that begin sessions."""

    def begin(self, session: SignedIn, path: str = "") -> Answer:
        """On with a new session, to the first page of its role or to this path."""


class WorkAnswerer(SessionAnswerer, Protocol):
    """What those have that start work."""

    shelf: WorkList
