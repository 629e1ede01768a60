"""The case that a drill opens for its event, by the engines that `firstbell case` calls."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from firstbell.actions.recovery.restores import keep_receipt
from firstbell.base.clock import Clock, format_time
from firstbell.base.progress import Progress
from firstbell.case.case import Case
from firstbell.case.facts import draft_fact, put_facts
from firstbell.case.lifecycle import EventOutline, make_case
from firstbell.case.timeline import list_sources
from firstbell.catalog import Catalog, EncryptionEvent
from firstbell.drill.affected import Affected, Search, find_affected
from firstbell.drill.announcement import Announcement, announce
from firstbell.drill.scratch import ScratchFolder
from firstbell.investigate.timeline import join_lines
from firstbell.ledger import SignerKeyFile
from firstbell.ledger.verification import verify
from firstbell.record.facts import Subject
from firstbell.record.receipt import Receipt
from firstbell.record.timeline import LineKind

NAME = "the drill's event"
# what the tree stands for: people are told of systems, not of folders
SYSTEM = "the file server"
_KEY_OWNER = "the drill"


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What the case came to: its entries, the lines of its timeline and the first of them about damage.

    `problems`: what `case verify` would name.
    """

    event: str
    entries: int
    lines: int
    first_damage: str
    problems: int

    @property
    def holds(self) -> bool:
        """Whether the record is whole and tells of the damage."""
        return self.problems == 0 and bool(self.first_damage)


class Casebook:
    """Keeps the case of one event in the scratch folder, signed by a key that lies there, too."""

    def __init__(
        self, scratch: ScratchFolder, event: EncryptionEvent, *, repository: str, clock: Clock
    ) -> None:
        self._scratch = scratch
        self._event = event
        self._clock = clock
        outline = EventOutline(
            event.hex_id, event.hosts, [row.snapshot.hex_id for row in event.struck], repository
        )
        key = SignerKeyFile(scratch.key, name=_KEY_OWNER)
        self._case: Case = make_case(scratch.case, key, name=NAME, event=outline, clock=clock)

    def note_recovery(self, receipt: Receipt, without_clean: Collection[bytes]) -> None:
        """Put down what was restored and verified, and what of it nobody has a clean version of."""
        entry = keep_receipt(self._case.main, receipt)
        now = format_time(self._clock.now_ns())
        known = {
            Subject.ENCRYPTION_EVENT: {"confirmed": True, "found": now},
            Subject.FILES_WITHOUT_CLEAN_VERSION: len(without_clean),
            Subject.SYSTEMS_RESTORED: {"verified": [SYSTEM], "pending": []},
        }
        facts = [{"subject": name, "value": value, "because": entry.hex_id} for name, value in known.items()]
        put_facts(self._case.main, [draft_fact(fact, now) for fact in facts], at=now)

    def list_affected(self, search: Search, progress: Progress) -> Affected:
        """Find whose data was in what the event touched, and put down how many, and of which kinds."""
        return find_affected(self._case, self._scratch, search, progress=progress)

    def announce(self, affected: Affected) -> Announcement:
        """Write from the record what families and press are told, and show what it does not bear out."""
        return announce(self._case, self._scratch, affected.people, clock=self._clock)

    def conclude(self, catalog: Catalog) -> CaseResult:
        """Read the timeline, and verify the record as somebody would who trusts nobody."""
        entries = self._case.main.read()
        lines = list(join_lines(list_sources(self._case, entries, catalog)))
        damage = [line.message for line in lines if line.kind is LineKind.FIRST_DAMAGE]
        found = verify(self._case.folder.ledger)
        return CaseResult(
            event=self._event.hex_id,
            entries=found.entries,
            lines=len(lines),
            first_damage=damage[0] if damage else "",
            problems=len(found.problems),
        )
