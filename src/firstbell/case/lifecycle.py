"""Making a case: the folder, its first entries, its card; declaring its event; closing it."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from pathlib import Path

import msgspec

from firstbell.base.clock import Clock, SystemClock
from firstbell.case.bodies import CaseClosed, CaseOpened, CaseReopened, FactStated
from firstbell.case.case import CASE_KIND, Case, describe_case
from firstbell.case.errors import CaseAccessError, CaseError, CaseExistsError, CaseStateError
from firstbell.case.folder import VERSION, CaseCard, CaseFolder
from firstbell.compose.entries import EventDeclared
from firstbell.ledger import Entry, Ledger, Signer, SignerKeyFile
from firstbell.ledger.personal import refuse_personal
from firstbell.ledger.roles import FOUNDERS, MAIN


class EventOutline(msgspec.Struct, frozen=True):
    """An encryption event as a case names it. Ids are hex.

    `declared`: since when its clock runs on the desk's ledger; "" where it does not yet. `declares`: whether
    the case starts its clock; a machine that finds an event leaves that to a person. `found`, `first_damage`:
    RFC 3339, when somebody or the examiner first knew, and the time of the first struck snapshot; "" untold.
    """

    id: str
    hosts: Sequence[str]
    snapshots: Sequence[str]
    repository: str
    declared: str = ""
    declares: bool = True
    found: str = ""
    first_damage: str = ""

    def declare(self) -> EventDeclared:
        """The body of its declaration."""
        return EventDeclared(
            event=self.id,
            hosts=tuple(self.hosts),
            snapshots=tuple(self.snapshots),
            repository=self.repository,
            declared=self.declared or None,
        )


def make_case(
    folder: Path,
    signer: Signer | SignerKeyFile,
    *,
    name: str = "",
    event: EventOutline | None = None,
    clock: Clock | None = None,
) -> Case:
    """Make a case in a folder that is not there or empty; with an event its clock starts,
    unless its outline says otherwise.

    Its first entries are one batch. A kill before the card is written leaves a case all the same.

    Raises: CaseExistsError; CaseAccessError when the signer is no director; CaseError when the folder cannot
    be made or written; PersonalValueError; what appending raises.
    """
    place = CaseFolder(folder)
    founder = check_opening(folder, signer, name=name)
    _make_folder(place)
    ledger = Ledger(place.ledger, clock or SystemClock(), founder, kind=CASE_KIND)
    opened = CaseOpened(
        name=name or folder.resolve().name,
        event=event.id if event else None,
        repository=event.repository if event else None,
    )
    drafts = [opened.draft()]
    if event is not None and event.declares:
        drafts.append(event.declare().draft())
    ledger.append_many(drafts)
    told = describe_case(ledger.id, ledger.read())
    place.save_card(CaseCard(VERSION, told.id, told.name, told.made, told.event, told.repository))
    return Case(folder, signer, clock)


def check_opening(folder: Path, signer: Signer | SignerKeyFile, *, name: str = "") -> Signer:
    """See that this signer can make a case in the folder; who that is. Nothing of the case is made yet.

    Raises: CaseAccessError when the role may open no case; PersonalValueError; CaseExistsError when a case,
    or anything else, is there; CaseError when it cannot be looked at; KeyFileError.
    """
    refuse_personal("the case's name", name or folder.resolve().name)
    founder = signer.load_or_make() if isinstance(signer, SignerKeyFile) else signer
    _check_founder(founder)
    _check_place(folder)
    return founder


def _check_founder(signer: Signer) -> None:
    if signer.actor.role != FOUNDERS[MAIN]:
        raise CaseAccessError(
            f"{signer.actor.name} is {signer.actor.role}; a director opens a case",
            hint="leave out --key to open it with the desk's own key, then add others by `case actor add`",
        )


def _check_place(folder: Path) -> None:
    place = CaseFolder(folder)
    try:
        if place.is_case():
            raise CaseExistsError(
                f"{folder} is a case already", hint="name it by --case to work on it, or name another folder"
            )
        inside = {inner.name for inner in folder.iterdir()} if folder.exists() else set()
    except OSError as error:
        if error.errno in {errno.EEXIST, errno.ENOTDIR}:
            raise CaseExistsError(
                f"{folder} is not a folder", hint="name a folder that is not there yet"
            ) from None
        raise _explain(folder, error) from None
    # an empty ledger is what a full disk leaves of a case that was not made
    if inside - {place.ledger.name}:
        raise CaseExistsError(f"{folder} is not empty", hint="name a folder that is not there yet")


def _make_folder(place: CaseFolder) -> None:
    try:
        place.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.path.chmod(0o700)
    except OSError as error:
        raise _explain(place.path, error) from None


def _explain(folder: Path, error: OSError) -> CaseError:
    return CaseError(f"{folder}: {error.strerror}", hint="name a folder that you may write to")


def refuse_declaration(case: Case, event: EventOutline) -> None:
    """Say why an event cannot be put on the case's record, if it cannot.

    Raises: CaseStateError when it stands there already; what appending raises.
    """
    for entry in case.main.read():
        told = EventDeclared.find(entry)
        if told and told.event == event.id:
            raise CaseStateError(f"event {event.id} was declared in this case at {entry.time}")
    case.main.require_right(EventDeclared.KIND, FactStated.KIND)


def declare(case: Case, event: EventOutline) -> Entry:
    """Put the event on the case's record; the clock of its first one starts.

    Raises: as `refuse_declaration`.
    """
    refuse_declaration(case, event)
    return event.declare().append_to(case.main)


def close_case(case: Case, why: str) -> Entry:
    """Close the case: from then on its record takes only what hands it over, until `reopen_case`.

    Raises: CaseStateError when it was closed already; PersonalValueError; what appending raises.
    """
    closed = case.describe().closed
    if closed:
        raise CaseStateError(f"the case was closed at {closed}")
    refuse_personal("--why", why)
    return CaseClosed(why=why or None).append_to(case.main)


def reopen_case(case: Case, why: str) -> Entry:
    """Open a closed case again, with a reason.

    Raises: CaseStateError when it is not closed; PersonalValueError; what appending raises.
    """
    if not case.describe().closed:
        raise CaseStateError("the case is not closed")
    refuse_personal("--why", why)
    return CaseReopened(why=why).append_to(case.main)
