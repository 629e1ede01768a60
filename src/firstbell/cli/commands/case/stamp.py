"""`firstbell case stamp`: the head of the record, time-stamped by an authority that no network leads to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstbell.base.counts import say_count
from firstbell.base.deferral import defer
from firstbell.case.errors import CaseError
from firstbell.case.kept_files import write_target
from firstbell.cli.case_options import CaseWork, case_options
from firstbell.cli.commands.case.verify import find_head
from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.options import Result, accept_output_options

if TYPE_CHECKING:
    from firstbell.ledger import timestamps
else:
    timestamps = defer("firstbell.ledger.timestamps")

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
@accept_output_options
def stamp() -> None:
    """Get a time stamp (RFC 3161) for the head of the record, on a USB stick if you have no network."""


@stamp.command(epilog=exit_status_help(repository=False))
@click.argument("file", type=_FILE)
@case_options
def request(work: CaseWork, *, file: Path) -> Result:
    """Write a time-stamp request for the latest head to the new FILE (.tsq).

    \b
    curl -H 'Content-Type: application/timestamp-query' --data-binary @FILE.tsq URL > FILE.tsr
    """
    _, line = find_head(work, privileged=False)
    kept = timestamps.keep_request(work.case.folder.heads, line)
    data = kept.read_bytes()
    write_target(file, lambda out: out.write(data))
    work.output.text(
        f"wrote {file}: the request for the head over {say_count(line.head.size, 'entry', 'entries')}"
    )
    work.output.note("Bring the authority's answer back with `firstbell case stamp take FILE.tsr`.")
    work.output.summary({"request": str(file), "kept": str(kept), "size": line.head.size})
    return None


@stamp.command(epilog=exit_status_help(repository=False))
@click.argument("file", type=_FILE)
@click.option(
    "--root",
    "roots",
    type=_FILE,
    multiple=True,
    help="Certificate (PEM) of a time-stamping authority to trust.",
)
@case_options
def take(work: CaseWork, *, file: Path, roots: tuple[Path, ...]) -> Result:
    """Import the authority's answer FILE (.tsr). It is checked, kept, and put on the record."""
    heads = work.case.folder.heads
    kept, line, told = timestamps.keep_answer(heads, _read(file), [_read(root) for root in roots])
    text = (
        f"{told.authority} time-stamped the head over {say_count(line.head.size, 'entry', 'entries')} at "
        f"{told.time}"
    )
    body = {"text": text, "root": line.head.root, "size": line.head.size, "serial": told.serial}
    entry = work.case.main.append("note.stamped", {**body, "stamped": told.time, "authority": told.authority})
    work.output.text(text)
    summary = {"kept": str(kept), "size": line.head.size, "time": told.time, "authority": told.authority}
    work.output.summary({**summary, "serial": told.serial, "policy": told.policy, "entry": entry.hex_id})
    return None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CaseError(f"{path}: {error.strerror}") from None
