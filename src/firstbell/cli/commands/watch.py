"""`firstbell watch`: judge what arrives in a vault."""

from __future__ import annotations

import signal
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.base.deferral import defer
from firstbell.cli.desk_passwords import known_desk_password
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.environment import catalog_server, default_cache_folder, keyless_environment
from firstbell.cli.keys import desk_key_file
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import OutputOptions, Result, UsageError, output_command
from firstbell.cli.terminal.output import Output
from firstbell.cli.terminal.vaults import open_vault, vault_option
from firstbell.watch.examiner_lock import examining_alone

if TYPE_CHECKING:
    from firstbell.impact.scan import dask_cluster
    from firstbell.watch import crew, dask_crew
    from firstbell.watch.crew import LeaseWorkforce
    from firstbell.watch.examiner import VaultExaminer
else:
    dask_cluster = defer("firstbell.impact.scan.dask_cluster")
    crew, dask_crew = defer("firstbell.watch.crew"), defer("firstbell.watch.dask_crew")

_WARNING = "warning"
_DASK = "dask:"
_FILE = click.Path(path_type=Path)
_TOLD = {
    "watching": "judging what arrives in {vault}",
    "proven": "{host}: snapshot {name:.8} is complete and readable",
    "set_aside": "{host}: {type}/{name:.8} is quarantined: {why}",
    "examined": "{host}: snapshot {snapshot_id:.8} is {verdict}",
    "flagged": "{host}: snapshot {snapshot_id:.8} never counts as the newest: {why}",
    "alert": "alert: {subject}",
    "alert_sent": "alert {id:.8} was sent by {channel} to {place}",
    "worker_lost": "{host}: {why}; snapshot {snapshot_id:.8} is examined again",
    "alert_failed": "alert {id:.8} could not be sent by {channel}: {problem}",
}


@dataclass(frozen=True, kw_only=True)
class WatchRequest:
    """What is to be judged, where what is derived is kept, who holds the keys."""

    folder: Path | None
    desk: Path | None
    cache_dir: Path | None
    no_cache: bool
    once: bool
    workers: str
    tls: tuple[Path, Path, Path] | None


@output_command(further=[ExitStatus.INCOMPLETE])
@vault_option
@desk_option
@click.option(
    "--workers",
    default="0",
    metavar="N|dask:URL",
    help="How many processes examine snapshots side by side, or the scheduler of a Dask cluster"
    " (dask:tls://HOST:PORT). 0: this process examines them itself.",
)
@click.option(
    "--tls",
    type=(_FILE, _FILE, _FILE),
    metavar="CA CERT KEY",
    help="PEM files for the cluster: its authority, your certificate and its key. [Dask's configuration]",
)
@click.option("--once", is_flag=True, help="Judge what is waiting, send the alerts, and exit.")
@click.option(
    "--cache-dir", type=click.Path(path_type=Path), help="Where to keep derived data. [FIRSTBELL_CACHE_DIR]"
)
@click.option("--no-cache", is_flag=True, help="Keep no derived data.")
def command(options: OutputOptions, /, **given: Any) -> Result:
    """Judge what arrives in a vault: check it, examine it, and raise the alarm.

    Packs, indexes and snapshots are checked. If one fails, it is quarantined and nobody can read it. Each
    snapshot is examined. On an encryption event the host's retention is frozen, a case is opened, and an
    alert goes out as set under [alerts] in firstbell.toml. This process holds the desk's keys. `serve
    --examine` runs it beside the server. SIGTERM or Ctrl-C stops it.

    With --workers, snapshots of several hosts are examined at once. A worker has the key of the one
    repository that it works on, and no key of the desk. If a worker fails, its snapshot is examined again.
    Workers of a Dask cluster read the repository from the vault's server, by its --url, and need TLS with
    certificates on both sides.

    \b
    EXAMPLE
      firstbell watch --vault /srv/vault --once
    """
    from firstbell.watch.examiner import VaultExaminer

    request = WatchRequest(**given)
    workforce = _find_workforce(request)
    vault = open_vault(request.folder)
    with examining_alone(vault):
        password = known_desk_password(vault, request.desk)
        teller = _Teller(options.output)
        examiner = VaultExaminer(
            vault, _find_places(request), password, tell=teller.tell, workforce=workforce
        )
        try:
            if request.once:
                examiner.run_once()
            else:
                _run(examiner)
        finally:
            examiner.close()
    counts = {
        **asdict(examiner.tally),
        "alerts": examiner.alerts_raised,
        "undelivered": examiner.alerts_waiting,
    }
    if request.once:
        options.output.text(", ".join(f"{name.replace('_', ' ')}: {count}" for name, count in counts.items()))
    options.output.summary(counts)
    return ExitStatus.INCOMPLETE if request.once and examiner.tally.unjudged else None


def _find_workforce(request: WatchRequest) -> LeaseWorkforce | None:
    """Who examines; None where this process does. Raises: UsageError."""
    if request.workers.startswith(_DASK):
        if not request.workers.startswith(f"{_DASK}tls://"):
            raise UsageError(
                f"--workers {request.workers}: keys of repositories go to workers only over TLS",
                hint="write it as dask:tls://HOST:PORT",
            )
        return dask_crew.DaskSettings(request.workers, dask_cluster.ClusterSecurity(*(request.tls or ())))
    if request.tls is not None:
        raise UsageError("--tls is for workers of a Dask cluster", hint="--workers dask:tls://HOST:PORT")
    if not request.workers.isdecimal() or int(request.workers) > crew.MOST_WORKERS:
        raise UsageError(
            f"--workers {request.workers!r} is neither a number from 0 to {crew.MOST_WORKERS} nor the"
            " address of a Dask scheduler",
            hint="write it as --workers 4, or --workers dask:tls://HOST:PORT",
        )
    count = int(request.workers)
    return crew.WorkerSettings(count, keyless_environment()) if count else None


def _find_places(request: WatchRequest) -> Any:
    from firstbell.watch.verdicts import DeskPaths

    cache = None if request.no_cache else request.cache_dir or default_cache_folder()
    server = "" if request.no_cache else catalog_server()
    return DeskPaths(find_desk(request.desk), cache, desk_key_file(request.desk), server)


def _run(examiner: VaultExaminer) -> None:
    def stop(number: int, frame: object) -> None:
        examiner.stop()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        examiner.run()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Teller:
    """Says what the examiner does, at once: whoever reads it waits for that."""

    def __init__(self, output: Output) -> None:
        self._output = output

    def tell(self, what: str, **fields: Any) -> None:
        """One thing that happened; from any thread."""
        import sys

        if what == _WARNING:
            self._output.warn(fields["message"])
            return
        self._output.message({"message_type": what, **fields})
        self._output.text(_TOLD[what].format(**fields))
        sys.stdout.flush()
