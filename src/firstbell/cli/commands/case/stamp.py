"""`firstbell case stamp`: the head of the record, time-stamped by an authority that no network leads to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstbell.base.counts import say_count
from firstbell.base.deferral import defer
from firstbell.cli.case_options import CaseWork, case_command
from firstbell.cli.terminal.help_text import VerbList
from firstbell.cli.terminal.options import accept_output_options

if TYPE_CHECKING:
    from firstbell.actions.case import time_stamps
else:
    time_stamps = defer("firstbell.actions.case.time_stamps")

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group(cls=VerbList)
@accept_output_options
def stamp() -> None:
    """Get a time stamp (RFC 3161) for the head of the record, on a USB stick if you have no network."""


@case_command(by=stamp.command)
@click.argument("file", type=_FILE)
def request(work: CaseWork, *, file: Path) -> None:
    """Write a time-stamp request for the latest head to the new FILE (.tsq).

    \b
    curl -H 'Content-Type: application/timestamp-query' --data-binary @FILE.tsq URL > FILE.tsr

    \b
    EXAMPLE
      firstbell case stamp request today.tsq --case /srv/case
    """
    made = time_stamps.request_stamp(work.case, file)
    size = made.line.head.size
    work.output.text(f"wrote {file}: the request for the head over {say_count(size, 'entry', 'entries')}")
    work.output.note("Bring the authority's answer back with `firstbell case stamp take FILE.tsr`.")
    work.output.summary({"request": str(file), "kept": str(made.kept), "size": size})


@case_command(by=stamp.command)
@click.argument("file", type=_FILE)
@click.option(
    "--root",
    "roots",
    type=_FILE,
    multiple=True,
    help="Certificate (PEM) of a time-stamping authority to trust.",
)
def take(work: CaseWork, *, file: Path, roots: tuple[Path, ...]) -> None:
    """Import the authority's answer FILE (.tsr). It is checked, kept, and put on the record.

    \b
    EXAMPLE
      firstbell case stamp take today.tsr --case /srv/case
    """
    taken = time_stamps.take_stamp(work.case, file, roots)
    stamped = taken.stamp
    work.output.text(taken.text)
    summary = {
        "kept": str(taken.kept),
        "size": taken.line.head.size,
        "time": stamped.time,
        "authority": stamped.authority,
        "serial": stamped.serial,
        "policy": stamped.policy,
    }
    work.output.summary({**summary, "entry": taken.entry.hex_id})
