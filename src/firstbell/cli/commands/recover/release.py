"""`recover release`: a person takes files that were held back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from firstbell.base.counts import say_count
from firstbell.cli.benches import find_repository
from firstbell.cli.commands.recover.compose import HOST
from firstbell.cli.desk_repositories import desk_repository_command
from firstbell.cli.desks import desk_option
from firstbell.cli.terminal.options import RepositoryOptions, reading


@desk_repository_command()
@click.argument("patterns", nargs=-1, required=True, metavar="PATTERN...")
@HOST
@click.option("--why", required=True, help="A one-sentence reason for the ledger.")
@desk_option
def release(
    options: RepositoryOptions, /, *, patterns: tuple[str, ...], host: str | None, why: str, desk: Path | None
) -> None:
    """Release files that were held back: a person checked them and wants them as they are now.

    Firstbell holds back versions from after a boundary, and content that nobody can judge and that came right
    after damage. PATTERN is a path or a pattern, as in --exclude; it must fit a file that was backed up. It
    covers what was backed up until now, and goes on the desk's ledger. The next `compose`, `plan` and `run`
    include these files. `firstbell examine rule ID benign` releases everything that one snapshot brought.

    \b
    EXAMPLE
      firstbell recover release '/srv/school/Art/*.psd' --why "the art teacher opened them"
    """
    from firstbell.actions.events import rulings

    options = replace(options, desk=desk)
    asked = rulings.ReleaseRequest(patterns=patterns, host=host, why=why)
    with reading(options) as repository:
        done = rulings.release(find_repository(options, repository), asked)
    for typed, name in done.renamed:
        options.output.note(f"the snapshots call {typed} {name}")
    options.output.text(f"released on {done.host}: {' '.join(done.patterns)}")
    if done.damaged:
        damaged = say_count(done.damaged, "damaged file")
        options.output.warn(f"this covers {damaged}; the next plan restores what is damaged as it is")
    options.output.summary({"host": done.host, "patterns": list(done.patterns), "entry": done.entry.hex_id})
