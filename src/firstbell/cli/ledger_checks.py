"""What `desk verify`, `case verify` and their `head` have in common: kept heads, findings, heads as text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.base.counts import choose_word, say_count
from firstbell.base.output_file import create_file
from firstbell.base.pathtext import say_lines
from firstbell.cli.desks import find_desk
from firstbell.cli.keys import DESK_KEY_NAME
from firstbell.cli.terminal.options import OutputOptions
from firstbell.cli.terminal.output import Output
from firstbell.cli.times import show_time
from firstbell.ledger import LedgerError, is_sealed
from firstbell.ledger.headtext import shorten_head
from firstbell.ledger.kept_heads import list_kept, load_kept
from firstbell.ledger.verification import KeptHead, Verification, tell_problem

if TYPE_CHECKING:
    from firstbell.ledger import HeadLine
    from firstbell.ledger.verified_record import RecordVerification

NO_OUTSIDE_HEAD = (
    "No outside head was given, so a record that somebody rewrote as a whole is not found. Name a head that"
    " was kept elsewhere by --head."
)
_FILE = click.Path(path_type=Path)


heads_option = click.option(
    "--head",
    "heads",
    type=_FILE,
    multiple=True,
    metavar="FILE",
    help="A saved head: a file, or a mail that contains it. May be given again.",
)


def load_heads(paths: Sequence[Path], folder: Path | None = None) -> list[KeptHead]:
    """The heads in the files that were named, and those kept in a folder.

    Raises: HeadTextError, LedgerError.
    """
    return [*(kept for path in paths for kept in load_kept(path)), *(list_kept(folder) if folder else ())]


def describe_head(line: HeadLine) -> dict[str, Any]:
    """A head for JSON."""
    head = line.head
    fields = ("ledger", "actor", "key", "previous", "root", "time")
    named = {field: getattr(head, field) for field in fields}
    return {"entries": head.size, **named, "signature": line.signature.hex(), "short": shorten_head(line)}


def tell_problems(output: Output, verification: Verification, **more: Any) -> None:
    """Each problem as a line, or an object in which `more` stands too."""
    for problem in verification.problems:
        output.message(
            {
                "message_type": "problem",
                **more,
                "seq": problem.seq,
                "last_seq": problem.last_seq,
                "entry": problem.entry or None,
                "kind": problem.kind,
                "problem": problem.problem,
            }
        )
        output.text(f"  {tell_problem(problem)}")


def summarize(verification: Verification) -> dict[str, Any]:
    """What a verification comes to, for JSON."""
    return {
        "entries": verification.entries,
        "heads": verification.heads,
        "problems": len(verification.problems),
        "torn_bytes": verification.torn_bytes,
        "head": describe_head(verification.head) if verification.head else None,
    }


def tell_verdict(verification: Verification, name: str) -> list[str]:
    """What a verification comes to, in words; `name` is what the ledger is called."""
    problems = len(verification.problems)
    if problems:
        told = say_count(problems, "problem")
        return [f"{name} failed the check: {told}"]
    if verification.head is None:
        return [f"{name} is empty"]
    lines = [
        f"{name} passed the check: {say_count(verification.entries, 'entry', 'entries')}, "
        f"{say_count(verification.heads, 'head')}, the last at {show_time(verification.head.head.time)}",
        f"  short form of its head: {shorten_head(verification.head)}",
    ]
    if verification.torn_bytes:
        lines.append(
            f"  the last {say_count(verification.torn_bytes, 'byte')} "
            f"{choose_word(verification.torn_bytes, 'is', 'are')} an unfinished write from a power "
            "cut or a kill; the next entry removes "
            f"{choose_word(verification.torn_bytes, 'it', 'them')}"
        )
    return lines


def summarize_record(record: RecordVerification) -> dict[str, Any]:
    """What the verification of a record comes to, for JSON; `before`: of the ledger in which it began."""
    told = summarize(record.whole)
    return told if record.before is None else {**told, "before": summarize(record.before)}


def tell_record(record: RecordVerification, track: str) -> list[str]:
    """What the verification of a track comes to, in words."""
    if record.before is None:
        return tell_verdict(record.now, f"the {track} track")
    return [
        *tell_verdict(record.before, f"the {track} track, up to its upgrade,"),
        *tell_verdict(record.now, f"the {track} track, since its upgrade,"),
    ]


def find_unsealed_key(desk: Path | None = None) -> str:
    """The file of the desk's key where no passphrase seals it; "" where one does, or there is no key yet."""
    path = find_desk(desk) / DESK_KEY_NAME
    return str(path) if path.exists() and not is_sealed(path) else ""


def write_text(options: OutputOptions, text: str, target: Path | None) -> None:
    """Say a text, or write it to a file that is not there yet. Raises: LedgerError."""
    if target is None:
        options.output.text(text.rstrip("\n"))
        return
    try:
        create_file(target, say_lines(text).encode())
    except FileExistsError:
        raise LedgerError(
            f"{target} is there already", hint="name another file; Firstbell overwrites none"
        ) from None
    except OSError as error:
        raise LedgerError(f"{target}: {error.strerror}") from None
    options.output.note(f"written to {target}")
