"""What follows from verdicts: a host is frozen, a case opened, an alert raised, the verdict noted."""

from __future__ import annotations

from collections.abc import Callable

from firstbell.catalog import is_composed
from firstbell.record.examination import Verdict
from firstbell.repository import Repository
from firstbell.repository.moments import find_moments
from firstbell.vault import Vault
from firstbell.vault.entries import Examined, Flagged, Frozen
from firstbell.watch.alert_sender import AlertSender
from firstbell.watch.alerts import AlertSign, SnapshotPoint, show_path
from firstbell.watch.case_folders import CaseFolders
from firstbell.watch.errors import PASSING, explain
from firstbell.watch.prover import EXAMINER
from firstbell.watch.verdicts import DeskPaths, Examinations, StruckSnapshot, examine_host

Tell = Callable[..., None]


class Responder:
    """Examines the snapshots of hosts, and does what follows. Belongs to one thread."""

    def __init__(self, vault: Vault, places: DeskPaths, sender: AlertSender, *, tell: Tell) -> None:
        self._vault = vault
        self._places = places
        self._sender = sender
        self._tell = tell
        self._cases = CaseFolders(places.desk, places.signer, vault.clock)

    def examine(self, host: str, repository: Repository) -> Examinations:
        """Examine what of the host was not; what follows is done when this returns, and may be done twice.

        Raises: Error of the repository, the catalog, the ledger, the vault.
        """
        self._flag(host, repository)
        judgements = self._vault.judgements
        known = {name: entry.verdict for (of, name), entry in judgements.verdicts.items() if of == host}
        found = examine_host(repository, self._places, known)
        for struck in found.struck:
            self._respond(host, repository, struck)
        for examined in found.changed:
            self._vault.judge(
                Examined(host=host, name=examined.hex_id, verdict=examined.verdict.value, why=examined.why)
            )
            self._tell("examined", host=host, snapshot_id=examined.hex_id, verdict=examined.verdict.value)
        return found

    def _flag(self, host: str, repository: Repository) -> None:
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
            self._vault.judge(Flagged(host=host, name=snapshot.hex_id, why=why))
            self._tell("flagged", host=host, snapshot_id=snapshot.hex_id, why=why)
            self._sender.raise_alert(
                "time",
                host,
                about=snapshot.hex_id,
                subject=f"{host} sent a snapshot whose time is not when it came",
                text=f"It says {snapshot.time}, and {why}. It is served, and never counts as newest."
                " A clock is wrong, an old backup was copied in, or the time is invented.",
                snapshot_id=snapshot.hex_id,
                snapshot_time=snapshot.time,
            )

    def _respond(self, host: str, repository: Repository, struck: StruckSnapshot) -> None:
        self._freeze(host, struck)
        case, problem = self._open_case(host, repository, struck)
        verdict = struck.verdict.value
        files = f"{struck.files_damaged} files damaged" if struck.files_damaged else "no file damaged"
        what = "encryption event" if struck.verdict is Verdict.EVENT else "suspicion"
        self._sender.raise_alert(
            verdict,  # type: ignore[arg-type]
            host,
            about=f"{struck.hex_id} {verdict}",
            subject=f"{what} on {host}: {files} in snapshot {struck.hex_id[:8]}",
            text=problem,
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
            case=case,
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
