"""Who is signed in: held in memory alone, so that a restart of the console signs everybody out."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any

from firstbell.base.clock import NS_PER_S, Clock
from firstbell.console.key_process.register import ConsolePerson
from firstbell.console.messages import Confirmation, Trouble

LONGEST_S = 12 * 3600
IDLE_S = 3600
# on pages of people
IDLE_PEOPLE_S = 15 * 60
NAMES_S = 600
_KEPT_SEARCHES = 50
_KEPT_PLANS = 20
# how somebody signed in; who did by a code signs nothing
BY_LINK, BY_PASSKEY, BY_CODE, BY_DISTRICT = "link", "passkey", "code", "account"
# whoever rules the district's identity provider rules these sessions: they start, take out and set up nothing
DISTRICT_ONLY_READS = Trouble(
    "With a district account you read pages, and sign with your passkey. This needs another way to sign in.",
    "sign out, and sign in with your passkey, a code or a one-time link",
)
# of people, and of what stands for them; by one session
ROWS_A_MINUTE = 600
TOO_FAST = Trouble(
    f"You have looked at {ROWS_A_MINUTE} rows of people in a minute, which is the most.",
    "wait a minute, then go on",
)


@dataclass(slots=True)
class PlannedPage:
    """What a form would do. `page`: which shows it; `until_ns`: when it is too late to have it done.

    `led_to`: where it can be found, once it was done.
    """

    page: str
    facts: dict[str, Any]
    until_ns: int
    led_to: str = ""


@dataclass(slots=True)
class SignedIn:
    """One session. Times in nanoseconds since the epoch. `searches`: words kept out of addresses, by id.

    `seen`: ids of people who were shown. `plans`: what forms would do, by token. `done`: what the last one
    did, until a page has told it.
    """

    token: str
    person: ConsolePerson
    began_ns: int
    used_ns: int
    by: str = BY_LINK
    names_until_ns: int = 0
    names_case: str = ""
    names_why: str = ""
    searches: dict[str, dict[str, str]] = field(default_factory=dict)
    shown: list[tuple[int, int]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    plans: dict[str, PlannedPage] = field(default_factory=dict)
    done: Confirmation | None = None

    @property
    def short(self) -> str:
        """A name for it that opens nothing."""
        return hashlib.sha256(self.token.encode()).hexdigest()[:8]

    def keep_search(self, fields: dict[str, str]) -> str:
        """An id that stands for these words."""
        known = next((name for name, held in self.searches.items() if held == fields), None)
        if known is not None:
            return known
        while len(self.searches) >= _KEPT_SEARCHES:
            self.searches.pop(next(iter(self.searches)))
        name = secrets.token_hex(6)
        self.searches[name] = fields
        return name

    def keep_plan(self, plan: PlannedPage, token: str = "") -> str:
        """Keep what a form would do, in place of the oldest; its token."""
        while len(self.plans) >= _KEPT_PLANS:
            self.plans.pop(next(iter(self.plans)))
        token = token or secrets.token_urlsafe(16)
        self.plans[token] = plan
        return token

    def finish_plan(self, token: str, path: str) -> None:
        """It was done: whoever goes back to its page is led on to what came of it."""
        if token in self.plans:
            self.plans[token].led_to = path

    def confirm(self, title: str, **told: Any) -> None:
        """Have the next page say what was done, by whom."""
        who = f"{self.person.name} ({self.person.role})"
        self.done = Confirmation(title=title, who=who, **told)

    def take_confirmation(self) -> Confirmation | None:
        """What was done, once."""
        done, self.done = self.done, None
        return done

    def may_show(self, rows: int, now_ns: int, *, most: int) -> bool:
        """Whether so many more rows are within the rate of a minute; counts them if so."""
        self.shown = [(at, count) for at, count in self.shown if now_ns - at < 60 * NS_PER_S]
        if sum(count for _, count in self.shown) + rows > most:
            return False
        self.shown.append((now_ns, rows))
        return True


class SessionTable:
    """All sessions of this console."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._by_token: dict[str, SignedIn] = {}

    def begin(self, person: ConsolePerson, *, by: str = BY_LINK) -> SignedIn:
        """A new session."""
        now_ns = self._clock.now_ns()
        session = SignedIn(secrets.token_urlsafe(32), person, now_ns, now_ns, by)
        self._by_token[session.token] = session
        return session

    def find(self, token: str, *, on_people: bool, is_used: bool = True) -> SignedIn | None:
        """The session of a cookie, unless it has ended; it counts as used, but where a page asks alone."""
        session = self._by_token.get(token) if token else None
        if session is None:
            return None
        now_ns = self._clock.now_ns()
        idle_s = IDLE_PEOPLE_S if on_people else IDLE_S
        is_over = now_ns - session.began_ns > LONGEST_S * NS_PER_S
        if is_over or now_ns - session.used_ns > idle_s * NS_PER_S:
            del self._by_token[token]
            return None
        session.used_ns = now_ns if is_used else session.used_ns
        return session

    def list_of(self, person: str) -> list[SignedIn]:
        """The sessions of a person, newest first."""
        mine = [session for session in self._by_token.values() if session.person.id == person]
        return sorted(mine, key=lambda session: -session.began_ns)

    def end(self, session: SignedIn) -> None:
        """Sign it out."""
        self._by_token.pop(session.token, None)
