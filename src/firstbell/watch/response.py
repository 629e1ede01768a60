"""What follows from verdicts: a host is frozen, a case opened, an alert raised, the verdict noted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from firstbell.base.counts import say_count
from firstbell.catalog import is_composed
from firstbell.record.examination import SEVERITY, Verdict
from firstbell.repository import Repository
from firstbell.repository.moments import find_moments
from firstbell.vault import Vault
from firstbell.vault.entries import EXAMINER, Examined, Flagged, Frozen
from firstbell.watch.alert_sender import AlertSender
from firstbell.watch.alerts import AlertSign, SnapshotPoint, show_path
from firstbell.watch.case_folders import CaseFolders
from firstbell.watch.digests import Digest
from firstbell.watch.errors import PASSING, explain
from firstbell.watch.verdicts import MOST_FILES, DeskPaths, Examinations, StruckSnapshot, examine_host

Tell = Callable[..., None]


@dataclass(frozen=True, slots=True)
class _Answered:
    """A struck snapshot and its case: the folder, "" where there is none, and why there is none."""

    struck: StruckSnapshot
    case: str
    problem: str


def _tell_other(struck: StruckSnapshot) -> str:
    verdict = struck.verdict.value
    return f"Snapshot {struck.hex_id[:8]} of {struck.time}: {verdict}, files damaged: {struck.files_damaged}"


class Responder:
    """Examines the snapshots of hosts, and does what follows. Belongs to one thread."""

    def __init__(self, vault: Vault, places: DeskPaths, sender: AlertSender, *, tell: Tell) -> None:
        self._vault = vault
        self._places = places
        self._sender = sender
        self._tell = tell
        self._cases = CaseFolders(places.desk, places.signer, vault.clock, today=sender.today)
        self._struck = Digest(self._raise_struck)
        self._told: dict[str, int] = {}

    def examine(self, host: str, repository: Repository) -> Examinations:
        """Examine what of the host was not; what follows is done when this returns, and may be done twice.

        Raises: Error of the repository, the catalog, the ledger, the vault.
        """
        self.flag(host, repository)
        arrivals = self._vault.find_arrivals(host)
        found = examine_host(repository, self._places, self.list_known(host), arrivals=arrivals)
        self.respond(host, repository, found)
        return found

    def list_known(self, host: str) -> dict[str, str]:
        """The verdicts that are written down, by hex id of the snapshot."""
        verdicts = self._vault.judgements.verdicts.items()
        return {name: entry.verdict for (of, name), entry in verdicts if of == host}

    def respond(self, host: str, repository: Repository, found: Examinations) -> None:
        """Do what follows from what was found. Raises: Error of the repository, the ledger, the vault."""
        self._answer(host, repository, found.struck)
        for examined in found.changed:
            self._vault.judge(
                Examined(
                    host=host,
                    name=examined.hex_id,
                    verdict=examined.verdict.value,
                    why=examined.why,
                    uncovered=found.uncovered,
                )
            )
            self._tell("examined", host=host, snapshot_id=examined.hex_id, verdict=examined.verdict.value)

    def flag(self, host: str, repository: Repository) -> None:
        """Flag the snapshots whose time is far from when they came."""
        snapshots = repository.list_snapshots()
        moments = find_moments(
            snapshots, now_ns=self._vault.clock.now_ns(), arrivals=self._vault.find_arrivals(host)
        )
        sent = self._vault.inventory.of(host).judged["snapshots"]
        for snapshot in snapshots:
            why = moments[snapshot.hex_id].why
            is_told = (host, snapshot.hex_id) in self._vault.judgements.flags
            # what the desk copied in bears its old time
            if not why or is_told or snapshot.hex_id not in sent or is_composed(snapshot):
                continue
            (entry,) = self._vault.judge(Flagged(host=host, name=snapshot.hex_id, why=why))
            self._tell("flagged", host=host, snapshot_id=snapshot.hex_id, why=why)
            assert isinstance(entry, Flagged)
            self._sender.tell_flagged(entry, snapshot.time)

    def _answer(self, host: str, repository: Repository, found: tuple[StruckSnapshot, ...]) -> None:
        """Freeze and open a case for each, and tell them together; what follows within an hour later."""
        answered = []
        for struck in found:
            self._freeze(host, struck)
            answered.append(_Answered(struck, *self._open_case(host, repository, struck)))
        if not answered:
            return
        gravity = max(SEVERITY[one.struck.verdict] for one in answered)
        if self._struck.is_holding(host) and gravity <= self._told.get(host, SEVERITY[Verdict.CLEAN]):
            for one in answered:
                self._struck.add(host, one, now_ns=self._vault.clock.now_ns())
            return
        self._raise_struck(host, answered)
        self._told[host] = gravity
        self._struck.note_told(host, now_ns=self._vault.clock.now_ns())

    def tend(self, *, every: bool = False) -> None:
        """Tell of struck snapshots that were held back long enough, or of all. Raises: VaultError."""
        self._struck.tend(now_ns=self._vault.clock.now_ns(), every=every)

    def _raise_struck(self, host: str, answered: list[_Answered]) -> None:
        """One alert: about the first of the gravest, which names the others."""
        first = max(answered, key=lambda one: SEVERITY[one.struck.verdict])
        others = [one.struck for one in answered if one is not first]
        struck, verdict = first.struck, first.struck.verdict.value
        files = (
            f"{say_count(struck.files_damaged, 'file')} damaged"
            if struck.files_damaged
            else "no file damaged"
        )
        what = "encryption event" if struck.verdict is Verdict.EVENT else "suspicion"
        more = f", and {len(others)} more" if others else ""
        self._sender.raise_alert(
            verdict,  # type: ignore[arg-type]
            host,
            about=" ".join(f"{one.struck.hex_id} {one.struck.verdict.value}" for one in answered),
            subject=f"{what} on {host}: {files} in snapshot {struck.hex_id[:8]}{more}",
            text="\n".join([*filter(None, [first.problem]), *map(_tell_other, others[:MOST_FILES])]),
            snapshot_id=struck.hex_id,
            snapshot_time=struck.time,
            verdict=verdict,
            files_damaged=struck.files_damaged,
            files_deleted=struck.files_deleted,
            files=tuple(map(show_path, struck.files)),
            signs=tuple(AlertSign(reason.code, reason.detail, reason.count) for reason in struck.reasons),
            clean_point=SnapshotPoint(struck.clean_point.hex_id, struck.clean_point.time)
            if struck.clean_point
            else None,
            event=struck.event,
            next_command=f"firstbell respond {struck.event}" if struck.event else "",
            case=first.case,
            frozen=True,
        )

    def _freeze(self, host: str, struck: StruckSnapshot) -> None:
        if host in self._vault.judgements.frozen:
            return
        why = f"{struck.verdict.value} in snapshot {struck.hex_id[:8]}"
        self._vault.judge(Frozen(host=host, why=why, by=EXAMINER))

    def _open_case(self, host: str, repository: Repository, struck: StruckSnapshot) -> tuple[str, str]:
        """(folder of the case, "" where there is none; why there is none)."""
        try:
            folder = self._cases.put(
                host, struck, repository=repository.hex_id, ledger=self._places.open_ledger(repository)
            )
        except PASSING as error:
            problem = explain(error)
            self._tell("warning", message=f"no case could be opened: {problem}")
            return "", f"No case could be opened: {problem}"
        return str(folder), ""
