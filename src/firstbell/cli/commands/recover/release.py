"""`recover release`: a person takes files that were held back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstbell.base.counts import say_count
from firstbell.base.deferral import defer
from firstbell.cli.benches import find_repository
from firstbell.cli.commands.recover.compose import HOST
from firstbell.cli.desk_repositories import desk_repository_command
from firstbell.cli.desks import desk_option
from firstbell.cli.terminal.options import RepositoryOptions, UsageError, collect, reading

if TYPE_CHECKING:
    from firstbell.actions.events import rulings
else:
    rulings = defer("firstbell.actions.events.rulings")


@dataclass(frozen=True, kw_only=True)
class ReleaseOptions:
    """What `recover release` is asked for. `undo`: how the id of a release begins that is taken back."""

    patterns: tuple[str, ...]
    host: str | None
    undo: str | None
    why: str
    desk: Path | None


@desk_repository_command()
@click.argument("patterns", nargs=-1, metavar="[PATTERN]...")
@HOST
@click.option("--undo", metavar="ID", help="Take back the release whose entry has this id.")
@click.option("--why", required=True, help="A one-sentence reason for the ledger.")
@desk_option
@collect(ReleaseOptions)
def release(options: RepositoryOptions, given: ReleaseOptions) -> None:
    """Release files that were held back: a person checked them and wants them as they are now.

    Firstbell holds back versions from after a boundary, and content that nobody can judge and that came right
    after damage. PATTERN is a path or a pattern, as in --exclude; it must fit a file that was backed up. It
    covers what was backed up until now, and goes on the desk's ledger. The next `compose`, `plan` and `run`
    include these files. `firstbell examine rule ID benign` releases everything that one snapshot brought.
    --undo takes a release back: the next `compose`, `plan` and `run` leave its files out again. Files that
    were restored meanwhile stay.

    \b
    EXAMPLE
      firstbell recover release '/srv/school/Art/*.psd' --why "the art teacher opened them"
    """
    if bool(given.patterns) == (given.undo is not None):
        raise UsageError(
            "name what to release, or use --undo ID", hint="firstbell recover release PATTERN..."
        )
    options = replace(options, desk=given.desk)
    if given.undo is not None:
        _take_back(options, rulings.ReleaseUndoRequest(release=given.undo, why=given.why))
        return
    asked = rulings.ReleaseRequest(patterns=given.patterns, host=given.host, why=given.why)
    with reading(options) as repository:
        done = rulings.release(find_repository(options, repository), asked)
    for typed, name in done.renamed:
        options.output.note(f"the snapshots call {typed} {name}")
    hex_id = done.entry.hex_id
    options.output.text(f"released on {done.host}: {' '.join(done.patterns)} ({hex_id[:8]})")
    options.output.note(f"`firstbell recover release --undo {hex_id[:8]} --why ...` takes it back")
    if done.damaged:
        damaged = say_count(done.damaged, "damaged file")
        options.output.warn(f"this covers {damaged}; the next plan restores what is damaged as it is")
    options.output.summary({"host": done.host, "patterns": list(done.patterns), "entry": hex_id})


def _take_back(options: RepositoryOptions, asked: rulings.ReleaseUndoRequest) -> None:
    with reading(options) as repository:
        done = rulings.take_back_release(find_repository(options, repository), asked)
    options.output.text(f"held back again on {done.host}: {' '.join(done.patterns)}")
    options.output.note("the next plan leaves them out; what was restored meanwhile stays where it is")
    told = {"host": done.host, "patterns": list(done.patterns)}
    options.output.summary({**told, "entry": done.entry.hex_id, "undone": asked.release})
