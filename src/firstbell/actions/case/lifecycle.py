"""A case: opened, about an event, closed, opened again; what its event proves goes on its record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from firstbell.actions.access.desk import DeskRepository
from firstbell.actions.desk.district import DistrictOutline
from firstbell.actions.events.events import list_events
from firstbell.base.clock import Clock, parse_time
from firstbell.base.errors import Error
from firstbell.base.zones import write_moment
from firstbell.case import lifecycle
from firstbell.case.bodies import CaseOpened
from firstbell.case.case import Case
from firstbell.case.facts import list_facts
from firstbell.case.first_facts import MissingFact, list_missing, put_proven_facts
from firstbell.case.folder import CASES, CaseFolder
from firstbell.case.lifecycle import declare as put_declaration
from firstbell.case.upgrade import UpgradedTrack, upgrade_track
from firstbell.catalog import EncryptionEvent
from firstbell.compose.entries import EventDeclared
from firstbell.compose.rulings import Stage, declare_event, find_ruling
from firstbell.ledger import Entry, Ledger, Signer, SignerKeyFile
from firstbell.record.facts import Fact
from firstbell.record.roles import Role


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """An event of an open repository that a case is to be about: its id, or how that begins."""

    prefix: str
    desk: DeskRepository


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRequest:
    """A case to open in a folder that is not there or empty. `name`: "" for the folder's."""

    folder: Path
    signer: Signer | SignerKeyFile
    district: DistrictOutline = field(default_factory=DistrictOutline)
    name: str = ""
    event: CaseEvent | None = None
    clock: Clock | None = None


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """The case, the facts on its record, and the questions that clocks and statements wait for."""

    case: Case
    facts: list[Fact]
    missing: list[MissingFact]

    def describe(self) -> dict[str, Any]:
        """The fields, as `case open --json` gives them."""
        told, actor = self.case.describe(), self.case.main.signer.actor
        return {
            "case": str(self.case.folder.path),
            "id": told.id,
            "name": told.name,
            "event": told.event,
            "repository": told.repository,
            "declared": told.declared or None,
            **self.describe_facts(),
            "actor": {"id": actor.id, "name": actor.name, "role": actor.role},
        }

    def describe_facts(self) -> dict[str, list[str]]:
        """Which facts stand, and which are missing."""
        return {
            "facts": [fact.subject for fact in self.facts],
            "missing_facts": [one.subject.value for one in self.missing],
        }


def open_case(request: CaseRequest) -> OpenedCase:
    """Make a case; about an event, that is declared, unless it was, and what it proves goes on the record.

    Raises: CaseExistsError; CaseAccessError for anybody but a director; what examining and appending raise.
    """
    signer = lifecycle.check_opening(request.folder, request.signer, name=request.name)
    if request.event is None:
        return _look(lifecycle.make_case(request.folder, signer, name=request.name, clock=request.clock))
    with _finding(request.event, request.district) as found:
        event = found.declare()
        case = lifecycle.make_case(
            request.folder, signer, name=request.name, event=event, clock=request.clock
        )
        found.note(case)
        put_proven_facts(case, event, request.district.names)
    return _look(case)


def declare_in_case(case: Case, event: CaseEvent, district: DistrictOutline) -> OpenedCase:
    """Make an event of a repository the case's own. Raises: CaseStateError; as `open_case`."""
    with _finding(event, district) as found:
        lifecycle.refuse_declaration(case, found.outline)
        outline = found.declare()
        put_declaration(case, outline)
        found.note(case)
        put_proven_facts(case, outline, district.names)
    return _look(case)


def close(case: Case, why: str = "") -> Entry:
    """Close the case: its record stays. Raises: CaseStateError; PersonalValueError; what appending raises."""
    return lifecycle.close_case(case, why)


def reopen(case: Case, why: str) -> Entry:
    """Let a closed case take entries again. Raises: as `close`."""
    return lifecycle.reopen_case(case, why)


def upgrade(case: Case, *, privileged: bool = False) -> tuple[Case, UpgradedTrack]:
    """Let a track go on in a ledger that takes passkeys; the case as it is then.

    Raises: as `upgrade_track`.
    """
    return upgrade_track(case, privileged=privileged)


def describe_one(case: Case) -> dict[str, Any]:
    """A case as `case list --json` gives it: what it covers, who is in charge. Raises: as reading does."""
    entries = case.main.read()
    told = case.describe(entries)
    keys = case.main.roster().keys.values()
    directors = {key.actor.name for key in keys if key.state == "valid" and key.actor.role == Role.DIRECTOR}
    hosts = {host for _, body in EventDeclared.list_all(entries) for host in body.hosts}
    return {
        "case": str(case.folder.path),
        "id": told.id,
        "name": told.name,
        "made": told.made,
        "event": told.event,
        "hosts": sorted(hosts),
        "declared": told.declared or None,
        "closed": told.closed or None,
        "directors": sorted(directors),
        "entries": len(entries),
    }


def list_folders(desk: Path, named: Sequence[Path] = ()) -> list[Path]:
    """The folders of the cases that are named, then of those in `cases/` of the desk's folder."""
    kept = sorted(path for path in (desk / CASES).glob("*") if CaseFolder(path).is_case())
    return list(dict.fromkeys((*named, *kept)))


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case that takes entries. `is_declared`: whether its event's clock runs."""

    folder: Path
    is_declared: bool


def find_open_case(folder: Path, event: str | None, signer: Signer | SignerKeyFile) -> OpenCase | None:
    """The newest open case in a folder of cases that is about the event, else about none yet."""
    found: list[tuple[bool, str, OpenCase]] = []
    for path in folder.glob("*") if folder.is_dir() else ():
        if not CaseFolder(path).is_case():
            continue
        try:
            told = Case(path, signer).describe()
        except Error:
            continue  # one that does not read takes nothing
        if told.event in {event, None} and not told.closed:
            found.append((told.event == event, told.made, OpenCase(path, bool(told.declared))))
    return max(found, key=lambda one: one[:2])[2] if found else None


def _look(case: Case) -> OpenedCase:
    facts = list_facts(case.main.read())
    return OpenedCase(case, facts, list_missing(facts))


@dataclass(frozen=True, slots=True)
class _Found:
    """An event of a repository, and the desk's ledger of that."""

    event: EncryptionEvent
    outline: lifecycle.EventOutline
    ledger: Ledger

    def declare(self) -> lifecycle.EventOutline:
        """Start the event's clock on the desk's ledger, where it does not run yet.

        Refused before that, or a case, is there if that ledger will not take which case it is.
        """
        self.ledger.require_right(EventDeclared.KIND, CaseOpened.KIND)
        if self.outline.declared:
            return self.outline
        return replace(self.outline, declared=declare_event(self.ledger, self.event).declared)

    def note(self, case: Case) -> None:
        """Say on the desk's ledger which case is about the event."""
        told = case.describe()
        noted = CaseOpened(case=told.id, name=told.name, event=told.event, repository=told.repository)
        noted.append_to(self.ledger)


@contextmanager
def _finding(asked: CaseEvent, district: DistrictOutline) -> Iterator[_Found]:
    repository = asked.desk.repository
    with asked.desk.open_context() as context:
        event = list_events(context).pick(asked.prefix)
        ledger = asked.desk.open_ledger()
        ruling = find_ruling(ledger.read(), event)
        found_ns = parse_time(ruling.declared) if ruling.declared else repository.clock.now_ns()
        outline = lifecycle.EventOutline(
            event.hex_id,
            event.hosts,
            [row.snapshot.hex_id for row in event.struck],
            repository.hex_id,
            ruling.declared if ruling.stage is Stage.DECLARED else "",
            found=write_moment(found_ns, district.zone),
            first_damage=write_moment(event.struck[0].snapshot.time_ns, district.zone),
        )
        yield _Found(event, outline, ledger)
