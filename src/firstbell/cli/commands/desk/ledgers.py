"""`firstbell desk verify` and `desk head`: the ledgers of the desk, one for each repository."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from firstbell.actions.desk.record_heads import DeskLedger, KeptDeskHead, keep_desk_head, list_desk_ledgers
from firstbell.cli import ledger_checks
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import OutputOptions, Result, output_command
from firstbell.ledger import LedgerError
from firstbell.ledger.verification import (
    KEPT_HEAD,
    REFUSED,
    KeptHead,
    Verification,
    find_ledger_id,
    name_problem,
    verify,
)


@output_command("verify")
@ledger_checks.heads_option
@desk_option
def verify_desk(options: OutputOptions, *, desk: Path | None, heads: Sequence[Path]) -> Result:
    """Check every entry and every signature of the desk's ledgers.

    Entries that were changed, removed, swapped, inserted or back-dated are named. If the newest entries were
    cut off, a saved head shows it: one that `desk head` kept, or one that you name with --head.
    """
    folder = find_desk(desk)
    places = list_desk_ledgers(folder)
    if places and not heads:
        options.output.text(ledger_checks.NO_OUTSIDE_HEAD)
    kept = ledger_checks.load_heads(heads)
    found: list[dict[str, Any]] = []
    for place in places:
        own, kept = _take_own(place, kept)
        verification = _verify(place, [*own, *ledger_checks.load_heads((), place.heads)])
        for line in ledger_checks.tell_verdict(verification, place.name):
            options.output.text(line)
        ledger_checks.tell_problems(options.output, verification, ledger=place.repository)
        found.append(ledger_checks.summarize(verification))
        options.output.message({"message_type": "ledger", "ledger": place.repository, **found[-1]})
    strays = _tell_strays(options, kept)
    if not found and not strays:
        options.output.text(f"the desk {folder} has no ledger yet")
    counts = {
        name: sum(each[name] for each in found) for name in ("entries", "heads", "problems", "torn_bytes")
    }
    counts["problems"] += strays
    head = found[0]["head"] if len(found) == 1 else None
    options.output.summary(
        {"desk": str(folder), "ledgers": len(found), **counts, "head": head, "outside_head": bool(heads)}
    )
    return ExitStatus.FAILED if counts["problems"] else None


def _verify(place: DeskLedger, kept: list[KeptHead]) -> Verification:
    """What a ledger is found to be; one that cannot be read is a problem too, and the others are verified."""
    try:
        return verify(place.folder, kept)
    except LedgerError as error:
        return Verification(0, 0, (name_problem(-1, REFUSED, str(error)),), 0, None)


def _take_own(place: DeskLedger, kept: list[KeptHead]) -> tuple[list[KeptHead], list[KeptHead]]:
    """Of the heads those of this ledger, and the others."""
    ledger_id = find_ledger_id(place.folder) if kept else ""
    own = [head for head in kept if head.line.head.ledger == ledger_id]
    return own, [head for head in kept if head not in own]


def _tell_strays(options: OutputOptions, kept: Sequence[KeptHead]) -> int:
    """Tell of kept heads whose ledgers are not there; how many."""
    told = "the saved head in {0.source} belongs to a ledger that is not here ({0.line.head.ledger})"
    problems = tuple(name_problem(-1, KEPT_HEAD, told.format(head)) for head in kept)
    ledger_checks.tell_problems(options.output, Verification(0, 0, problems, 0, None), ledger=None)
    return len(problems)


@output_command("head")
@click.option("--output", "target", type=click.Path(path_type=Path), help="Write it to this new file.")
@desk_option
def show_desk_head(options: OutputOptions, *, desk: Path | None, target: Path | None) -> None:
    """Show the signed heads of the desk's ledgers, to print, mail or read aloud.

    Anyone who keeps a head can prove later that nothing before it was changed or removed: `desk verify
    --head`. The desk's folder keeps a copy.
    """
    folder = find_desk(desk)
    texts = []
    for place in list_desk_ledgers(folder):
        head = keep_desk_head(place)
        if head is not None:
            if head.unkept:
                options.output.warn(f"the desk keeps no copy of this head: {head.unkept}")
            texts.append(f"Repository {place.repository}\n\n{head.text}")
            _tell_head(options, place, head)
    if not texts:
        options.output.text(f"the desk {folder} has no ledger yet")
    else:
        ledger_checks.write_text(options, "\n".join(texts), target)
    options.output.summary({"desk": str(folder), "heads": len(texts)})


def _tell_head(options: OutputOptions, place: DeskLedger, head: KeptDeskHead) -> None:
    options.output.message(
        {
            **ledger_checks.describe_head(head.line),
            "message_type": "head",
            "repository": place.repository,
            "signed_by": head.signed_by,
            "text": head.text,
            "kept": not head.unkept,
        }
    )
