"""The guards as commands ask them: `--no-guards --yes`, what must stay, what is said about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import click

from firstbell.cli.terminal.options import RepositoryOptions, UsageError

if TYPE_CHECKING:
    from firstbell.catalog import EncryptionEvent, ExaminationRow
    from firstbell.record.pins import Pin
    from firstbell.repository import Repository, Snapshot

T = TypeVar("T")


@dataclass(frozen=True)
class Guards:
    """What the guards go by."""

    open_events: Sequence[EncryptionEvent] = ()
    pins: Sequence[Pin] = ()
    examinations: dict[bytes, ExaminationRow] = field(default_factory=dict)
    on_hold: dict[str, str] = field(default_factory=dict)
    now_ns: int = 0

    def hold(self, snapshots: Iterable[Snapshot]) -> dict[str, str]:
        """Those that an open event, a pin or a suspicion holds, hex id -> why."""
        from firstbell.retention.guards import find_held

        return find_held(snapshots, open_events=self.open_events, pins=self.pins, on_hold=self.on_hold)

    def keep_newest_clean(self, groups: Iterable[Sequence[Snapshot]]) -> dict[str, str]:
        """The newest clean one of each group, and those before mass changes, hex id -> why.

        Each group: newest first.
        """
        from firstbell.retention.guards import find_before_mass_changes, find_newest_clean

        members = list(groups)
        before = find_before_mass_changes(self.examinations, members, now_ns=self.now_ns)
        return before | find_newest_clean(self.examinations, members)


def guard_options(function: Callable[..., T]) -> Callable[..., T]:
    """Gives a command `--no-guards` and `--yes`."""
    lifting = click.option(
        "--no-guards", is_flag=True, help="Remove what the guards would keep, too; needs --yes."
    )
    return lifting(click.option("--yes", is_flag=True, help="Do not ask.")(function))


def refuse_half_lifting(*, no_guards: bool, yes: bool) -> None:
    """Raises: UsageError when the guards are to be lifted by one word alone."""
    if no_guards and not yes:
        raise UsageError(
            "--no-guards removes what may be the last clean copy", hint="say --yes, too, if you mean it"
        )


def ask_guards(options: RepositoryOptions, repository: Repository) -> Guards:
    """What the guards go by; every snapshot is examined for it.

    Raises: LedgerError, and what examining raises.
    """
    from firstbell.cli.benches import list_events, open_bench
    from firstbell.compose.examination import examine_pending
    from firstbell.retention.guards import find_on_hold

    pins = list_pins(repository)
    with open_bench(options, repository) as bench:
        examine_pending(bench)
        open_events = [event for event in list_events(bench) if event.hex_id not in bench.closed]
        examinations = bench.catalog.list_examinations()
        now_ns = repository.clock.now_ns()
        on_hold = find_on_hold(
            examinations.values(),
            {line.id: bench.catalog.list_snapshots(line.id) for line in bench.catalog.list_lines()},
            closed=bench.closed,
            now_ns=now_ns,
        )
        return Guards(open_events, pins, examinations, on_hold, now_ns)


def list_pins(repository: Repository) -> Sequence[Pin]:
    """The pins that hold. Raises: LedgerError."""
    from firstbell.cli.benches import open_ledger
    from firstbell.ledger.pins import LedgerPins

    return LedgerPins(open_ledger(repository)).list_pins()


def warn_of_missing(options: RepositoryOptions, snapshots: Iterable[Snapshot], pins: Sequence[Pin]) -> None:
    """A warning for each pinned snapshot that somebody removed all the same."""
    from firstbell.retention.guards import find_missing

    for pin, pinned in find_missing(snapshots, pins):
        options.output.warn(
            f"snapshot {pinned.hex_id[:8]} of {pinned.host}, pinned by {pin.hex_id[:8]}, is not in the"
            " repository any more; its data is kept"
        )


def tell_kept(options: RepositoryOptions, reasons: dict[str, str]) -> None:
    """A line for each object that the guards kept."""
    for hex_id, reason in reasons.items():
        options.output.text(f"kept by guard: {hex_id[:8]} ({reason})")


def summarize_kept(reasons: dict[str, str]) -> dict[str, Any]:
    """The fields of a summary that say what the guards kept."""
    return {"kept_by_guard": list(reasons), "guard_reasons": reasons}
