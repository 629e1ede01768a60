"""`firstbell case verify`, `head`: that nothing of the record was changed, and the proof of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.actions.desk.record_heads import name_signer
from firstbell.case.errors import CaseStateError
from firstbell.cli import ledger_checks
from firstbell.cli.case_options import CaseWork, case_command, folder_argument
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import Result
from firstbell.ledger.errors import LedgerError
from firstbell.ledger.headtext import render_head_text
from firstbell.ledger.kept_heads import keep_head
from firstbell.ledger.verified_record import verify_record

if TYPE_CHECKING:
    from firstbell.ledger import HeadLine, Ledger

_FILE = click.Path(path_type=Path, dir_okay=False)
_PRIVILEGED = click.option(
    "--privileged", is_flag=True, help="Use counsel's privileged track. Needs counsel's --key."
)


@case_command()
@folder_argument
@ledger_checks.heads_option
def verify(work: CaseWork, *, heads: tuple[Path, ...]) -> Result:
    """Check that no entry was changed, removed, swapped, inserted or back-dated, and name any that were.

    Both tracks are checked against every saved head: those in the case's folder, and those you name with
    --head. Only a head that was kept elsewhere can show that somebody rewrote the whole record.

    \b
    EXAMPLE
      firstbell case verify /srv/case --head monday.head
    """
    case = work.case
    if not heads:
        work.output.text(ledger_checks.NO_OUTSIDE_HEAD)
    kept = ledger_checks.load_heads(heads, case.folder.heads)
    private = case.privileged_ids
    found = {
        "main": verify_record(case.main, [head for head in kept if head.line.head.ledger not in private])
    }
    if case.has_privileged:
        mine = [head for head in kept if head.line.head.ledger in private]
        found["privileged"] = verify_record(case.privileged_ledger, mine)
    for track, one in found.items():
        ledger_checks.tell_problems(work.output, one.whole, ledger=track)
        for line in ledger_checks.tell_record(one, track):
            work.output.text(line)
    told = _join({track: ledger_checks.summarize_record(one) for track, one in found.items()})
    work.output.summary(told | {"outside_head": bool(heads)})
    return None if all(one.holds for one in found.values()) else ExitStatus.FAILED


def _join(told: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The main track's figures; problems of both, and the privileged track's figures apart."""
    privileged = told.get("privileged")
    problems = sum(one["problems"] for one in told.values())
    return {**told["main"], "problems": problems, "privileged": privileged}


@case_command()
@folder_argument
@click.option("--output", "target", type=_FILE, help="Write it to this new file.")
@_PRIVILEGED
def head(work: CaseWork, *, target: Path | None, privileged: bool) -> None:
    """Show the signed head of the record, to print, mail or read aloud. The case keeps a copy.

    Anyone who has the head can prove later that nothing before it was changed: `firstbell case verify --head
    FILE`.

    \b
    EXAMPLE
      firstbell case head /srv/case --output today.head
    """
    ledger, line = find_head(work, privileged=privileged)
    name = name_signer(ledger)
    kept = None
    try:
        kept = str(keep_head(work.case.folder.heads, line, name=name))
    except LedgerError as error:
        work.output.warn(f"the case keeps no copy of this head: {error}")
    ledger_checks.write_text(work.options, render_head_text(line, name=name), target)
    output = str(target) if target else None
    work.output.summary({"head": ledger_checks.describe_head(line), "output": output, "kept": kept})


def find_head(work: CaseWork, *, privileged: bool) -> tuple[Ledger, HeadLine]:
    """A track and its last head. Raises: CaseAccessError, CaseStateError; what reading a ledger raises."""
    case = work.case
    ledger = case.read_privileged(work.find_reader())[0] if privileged else case.main
    line = ledger.review().head
    if line is None:
        raise CaseStateError("this track has no entries yet")
    return ledger, line
