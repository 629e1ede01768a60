"""One case: its tracks, and who may write into which and read what of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from firstbell.base.clock import Clock, SystemClock
from firstbell.case.access import keep_readable
from firstbell.case.bodies import CaseClosed, CaseExported, CaseOpened, CaseReopened, EvidenceHanded
from firstbell.case.errors import CaseAccessError, CaseStateError
from firstbell.case.folder import CaseFolder
from firstbell.compose.entries import EventDeclared
from firstbell.ledger import Entry, EntryDraft, Ledger, Signer, SignerKeyFile
from firstbell.ledger.continuation import CONTINUED, is_begun
from firstbell.ledger.roles import COUNSEL, DIRECTOR, MAIN, PRIVILEGED
from firstbell.ledger.roster import ActorRoster
from firstbell.ledger.verification import find_ledger_id

CASE_KIND = "case"
# what a closed case still takes: being opened again, keys, and being handed over
_TAKEN_CLOSED = frozenset(
    {CaseReopened.KIND, CONTINUED, "key", EvidenceHanded.KIND, CaseExported.KIND, "note.stamped"}
)


class CaseFacts(msgspec.Struct, frozen=True):
    """What the main track says of the case itself. Times: RFC 3339, "" where it did not happen."""

    id: str
    name: str
    made: str
    event: str | None
    repository: str | None
    declared: str
    closed: str


class CaseLedger(Ledger):
    """The main track of a case: a closed one takes nothing more but what hands it over."""

    def check_drafts(
        self, drafts: Iterable[EntryDraft | tuple[str, Mapping[str, Any], Sequence[str]]]
    ) -> list[EntryDraft]:
        """As a ledger does. Raises: CaseStateError when the case is closed; what a ledger raises."""
        wanted = super().check_drafts(drafts)
        if any(draft.kind not in _TAKEN_CLOSED for draft in wanted):
            closed = describe_case("", self.iterate()).closed
            if closed:
                raise CaseStateError(
                    f"the case was closed at {closed}; nothing was added",
                    hint="`firstbell case reopen --why TEXT` opens it again",
                )
        return wanted


class Case:
    """A case that is there. `signer`: who signs what is added; a key file is opened when something is.

    `main`, `privileged_ledger`: its tracks; whoever shows of the latter goes by `read_privileged`.

    Raises, when it is made: NoCaseError, NewerCaseError, CaseError.
    """

    def __init__(self, folder: Path, signer: Signer | SignerKeyFile, clock: Clock | None = None) -> None:
        self.folder = CaseFolder(folder)
        self.folder.check()
        self.clock = clock or SystemClock()
        self.main = self._open(CaseLedger, self.folder.ledger, signer)
        self.privileged_ledger = self._open(Ledger, self.folder.privileged, signer)

    def _open(self, made: type[Ledger], place: Path, signer: Signer | SignerKeyFile) -> Ledger:
        """The ledger of a track that is added to: the second one, where the track goes on in that."""
        track = PRIVILEGED if place == self.folder.privileged else MAIN
        first = Ledger(place, self.clock, signer, kind=CASE_KIND, track=track)
        following = made(self.folder.locate_next(place), self.clock, signer, kind=CASE_KIND, track=track)
        if is_begun(following):
            following.earlier = first
            return following
        return made(place, self.clock, signer, kind=CASE_KIND, track=track)

    @property
    def id(self) -> str:
        """That of the case: of the ledger in which its main track began. Raises: as reading a ledger."""
        return (self.main.earlier or self.main).id

    @property
    def has_privileged(self) -> bool:
        """Whether counsel has begun the privileged track."""
        return self.privileged_ledger.path.exists()

    @property
    def privileged_ids(self) -> frozenset[str]:
        """The ids of the privileged track's ledgers that tell one, also where they are damaged."""
        ledger = self.privileged_ledger
        folders = [ledger.folder, *([ledger.earlier.folder] if ledger.earlier else [])]
        return frozenset(filter(None, map(find_ledger_id, folders)))

    def open_track(self, *, privileged: bool = False) -> Ledger:
        """The ledger that the signer adds to.

        Raises: CaseAccessError when the privileged track is to be begun by whom the main track does not know
        as counsel; what reading a ledger raises.
        """
        if not privileged:
            return self.main
        if not self.has_privileged:
            signer = self.privileged_ledger.signer
            if not is_counsel(self.main.roster(), signer):
                raise CaseAccessError(
                    f"{signer.actor.name} is not known to the case as counsel",
                    hint="a director adds counsel by `firstbell case actor add NAME --role counsel`",
                )
        return self.privileged_ledger

    def read_privileged(self, reader: Signer | None, *, whole: bool = False) -> tuple[Ledger, list[Entry]]:
        """The privileged track and what this reader may read of it; with `whole`, for counsel alone.

        Raises: CaseAccessError when that is nothing; what reading a ledger raises.
        """
        ledger = self.privileged_ledger
        roster = ledger.roster() if self.has_privileged else self.main.roster()
        known = reader is not None and not roster.mistrust_key(reader.actor.id, reader.fingerprint)
        if reader is None or not known or (not self.has_privileged and not is_counsel(roster, reader)):
            raise CaseAccessError(
                "only counsel may use the privileged track", hint="name counsel's key file by --key"
            )
        if is_counsel(roster, reader):
            return ledger, ledger.read()
        if whole:
            raise CaseAccessError("only counsel may use the whole privileged track")
        return ledger, [entry for entry in ledger.read() if entry.actor == reader.actor.id]

    def read_main(self, reader: Signer | None = None) -> tuple[list[Entry], int]:
        """What this reader's role may read of the main track, and how many entries it may not.

        Who has no key of an actor reads everything: the folder itself is open to whoever has it.
        """
        entries = self.main.read()
        if reader is None:
            return entries, 0
        actor = self.main.roster().actors.get(reader.actor.id)
        kept = keep_readable(entries, actor) if actor else entries
        return kept, len(entries) - len(kept)

    def find_role(self, reader: Signer | None) -> str:
        """The reader's role in the case; a director's where nobody of the case is told."""
        actor = self.main.roster().actors.get(reader.actor.id) if reader else None
        return actor.role if actor else DIRECTOR

    def describe(self, entries: Iterable[Entry] | None = None) -> CaseFacts:
        """What the main track says of the case."""
        return describe_case(self.id, self.main.read() if entries is None else entries)

    def name_actors(self) -> dict[str, str]:
        """Id -> name of every actor of the case."""
        actors = dict(self.main.roster().actors)
        if self.has_privileged:
            actors |= self.privileged_ledger.roster().actors
        return {actor.id: actor.name for actor in actors.values()}


def is_counsel(roster: ActorRoster, signer: Signer) -> bool:
    """Whether the key is good on this roster, and its actor counsel."""
    actor = roster.actors.get(signer.actor.id)
    return (
        actor is not None and actor.role == COUNSEL and not roster.mistrust_key(actor.id, signer.fingerprint)
    )


def describe_case(ledger_id: str, entries: Iterable[Entry]) -> CaseFacts:
    """What these entries say of their case: the last word counts, but a clock runs from its first start."""
    name = made = declared = closed = ""
    event = repository = None
    for entry in entries:
        if opened := CaseOpened.find(entry):
            name, made, event, repository = opened.name, entry.time, opened.event, opened.repository
        elif told := EventDeclared.find(entry):
            event, repository = told.event or event, told.repository or repository
            declared = declared or told.declared or entry.time
        elif entry.kind == CaseClosed.KIND:
            closed = entry.time
        elif entry.kind == CaseReopened.KIND:
            closed = ""
    return CaseFacts(ledger_id, name, made, event, repository, declared, closed)
