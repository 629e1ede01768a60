"""What every order is made of: who gives it, what a form said, and what would be done."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from firstbell.base.errors import UsageError
from firstbell.base.output_file import replace_file
from firstbell.console.key_process.command_line import show_command
from firstbell.console.key_process.places import ConsolePlaces, ConsoleRepository
from firstbell.console.key_process.work import WorkList
from firstbell.ledger.personal import refuse_personal

Fields = Mapping[str, str]
LOCK_WAIT = ("--retry-lock", "1m")
_MOST_WHY = 400


@dataclass(frozen=True)
class OrderGround:
    """What an order stands on. `name`, `role`: of who gives it. `content`: of a file that came with it."""

    places: ConsolePlaces
    shelf: WorkList
    name: str
    role: str
    content: bytes = b""


@dataclass(frozen=True)
class KeptFile:
    """A file that is written before the work begins; it is named by what it holds."""

    path: Path
    data: bytes

    def write(self) -> None:
        """Write it, unless it is there. Raises: OSError."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self.path.exists():
            replace_file(self.path, self.data)


@dataclass(frozen=True)
class PlannedOrder:
    """What would be done. `tells`: what will happen, a sentence each; `undo`: whether it can be taken back.

    `words`: the command line behind `firstbell`; `stops`: the work that is interrupted instead.
    `asks_again`: the button to a second page, "" where this one is enough; then there are no words yet.
    `keeps`: a file that the command line reads.
    """

    title: str
    tells: tuple[str, ...]
    undo: str
    back: str
    words: tuple[str, ...] = ()
    stops: str = ""
    plan: str = ""
    asks_again: str = ""
    keeps: KeptFile | None = None

    @property
    def command(self) -> str:
        """As a person types it."""
        if self.asks_again:
            return ""
        return show_command(self.words) if self.words else "Ctrl-C where the command runs"


@dataclass(frozen=True)
class OrderKind:
    """One thing that can be done. `page`: who sees it may do it, if `roles` has the role."""

    page: str
    plan: Callable[[OrderGround, Fields], PlannedOrder]
    roles: frozenset[str] = frozenset({"director", "technician"})


def take_field(fields: Fields, name: str, *, shape: re.Pattern[str], what: str) -> str:
    """A field that fits its shape. Raises: UsageError."""
    value = fields.get(name, "").strip()
    if not shape.fullmatch(value):
        raise UsageError(f"{value!r} is no {what}")
    return value


def take_line(fields: Fields, name: str) -> str:
    """A field as one line, empty where nothing was written. Raises: PersonalValueError."""
    line = " ".join(fields.get(name, "").split())[:_MOST_WHY]
    refuse_personal(name.replace("_", " "), line)
    return line


def take_why(ground: OrderGround, fields: Fields) -> str:
    """The reason, with who gave it: the desk's ledger is signed by the desk alone."""
    why = " ".join(fields.get("why", "").split())[:_MOST_WHY]
    if not why:
        raise UsageError("no reason is given", hint="write why, in a few words: it goes on the record")
    refuse_personal("the reason", why)
    return f"{why} ({ground.name}, {ground.role}, in the console)"


def find_repository(ground: OrderGround, fields: Fields) -> ConsoleRepository:
    """The repository that a form names; the only one where it names none. Raises: UsageError."""
    places = ground.places.repositories
    named = fields.get("place", "")
    found = [one for one in places if one.name == named] if named else list(places[:1])
    if len(found) != 1 or (not named and len(places) > 1):
        raise UsageError(f"the console has no repository {named!r}")
    return found[0]
