"""The guards as commands ask them: `--no-guards --yes`, what must stay, what is said about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from firstbell.actions.events.pins import find_missing
from firstbell.cli.benches import find_repository, open_ledger
from firstbell.cli.terminal.options import RepositoryOptions, UsageError, option_set
from firstbell.ledger.pins import LedgerPins
from firstbell.record.pins import Pin

if TYPE_CHECKING:
    from firstbell.repository import Repository, Snapshot
    from firstbell.retention.guard_set import Guards


guard_options = option_set(
    click.option("--no-guards", is_flag=True, help="Also remove what the guards would keep. Needs --yes."),
    click.option("--yes", is_flag=True, help="Do not ask."),
)


def refuse_half_lifting(*, no_guards: bool, yes: bool) -> None:
    """Raises: UsageError when the guards are to be lifted by one word alone."""
    if no_guards and not yes:
        raise UsageError(
            "--no-guards removes what may be the last clean copy", hint="add --yes if you mean it"
        )


def ask_guards(options: RepositoryOptions, repository: Repository) -> Guards:
    """What the guards go by; every snapshot is examined for it.

    Raises: LedgerError, and what examining raises.
    """
    from firstbell.actions.access import guards

    return guards.ask_guards(find_repository(options, repository))


def find_kept(options: RepositoryOptions, repository: Repository, going: Sequence[str]) -> dict[str, str]:
    """Which of these must stay, and why: all while an event is open, and what a pin names."""
    guards = ask_guards(options, repository)
    held = guards.hold(repository.list_snapshots())
    return {hex_id: reason for hex_id, reason in (guards.hold_all(going) | held).items() if hex_id in going}


def list_pins(repository: Repository) -> Sequence[Pin]:
    """The pins that hold. Raises: LedgerError."""
    return LedgerPins(open_ledger(repository)).list_pins()


def warn_of_missing(options: RepositoryOptions, snapshots: Iterable[Snapshot], pins: Sequence[Pin]) -> None:
    """A warning for each pinned snapshot that somebody removed all the same."""
    for pin, pinned in find_missing(snapshots, pins):
        options.output.warn(
            f"snapshot {pinned.hex_id[:8]} of {pinned.host}, pinned by {pin.hex_id[:8]}, is no longer "
            "in the repository; its data is kept"
        )


def tell_kept(options: RepositoryOptions, reasons: dict[str, str]) -> None:
    """A line for each object that the guards kept."""
    for hex_id, reason in reasons.items():
        options.output.text(f"kept by guard: {hex_id[:8]} ({reason})")


def summarize_kept(reasons: dict[str, str]) -> dict[str, Any]:
    """The fields of a summary that say what the guards kept."""
    return {"kept_by_guard": list(reasons), "guard_reasons": reasons}
