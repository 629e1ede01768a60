"""The verifier as a program: `python3 verify.py LEDGER ... [--head FILE ...] [--json]`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import Any, Dict, List, Optional, Sequence

from firstbell.ledger.verifier.continued import VerifiedFile, verify_files
from firstbell.ledger.verifier.first_fault import Verified
from firstbell.ledger.verifier.headtext import join_heads
from firstbell.ledger.verifier.kept_heads import KeptLine
from firstbell.ledger.verifier.lines import HEAD, NewerError, read_line
from firstbell.ledger.verifier.problems import tell_problem
from firstbell.ledger.verifier.seals import is_sealed_by

ABOUT = (
    "Verifies a ledger of Firstbell: every entry, every signature, up to the first fault. Name both"
    " ledgers of a record that goes on in a second one. Exit status: 0 it holds; 1 it does not, or it"
    " cannot be read; 2 the command line is wrong."
)


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Runs it; gives the exit status."""
    parser = argparse.ArgumentParser(description=ABOUT)
    parser.add_argument(
        "ledger", nargs="+", help="the file entries.jsonl, the folder it lies in, or the folder of a case"
    )
    parser.add_argument(
        "--head", action="append", default=[], metavar="FILE", help="a head that was kept, as text"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    asked = parser.parse_args(arguments)
    try:
        kept = [head for name in asked.head for head in _load_heads(name)]
        found = verify_files(
            [path for name in asked.ledger for path in _list_files(name)], is_sealed_by, kept
        )
    except (OSError, ValueError, NewerError) as error:
        sys.stderr.write("verify: %s\n" % error)
        return 1
    for line in _render_json(found) if asked.json else _render_text(found):
        sys.stdout.write(line + "\n")
    return 1 if any(one.fault for _, one in found) else 0


def _list_files(name: str) -> List[str]:
    """The ledgers that a name stands for: those of a case's folder, else one."""
    if not os.path.isdir(name):
        return [name]
    inner = [os.path.join(name, each, "entries.jsonl") for each in ("ledger", "ledger-3")]
    inner += [os.path.join(name, each, "entries.jsonl") for each in ("privileged", "privileged-3")]
    whole = os.path.join(name, "entries.jsonl")
    there = [path for path in inner if os.path.exists(path)]
    return there if there and not os.path.exists(whole) else [whole]


def _load_heads(name: str) -> List[KeptLine]:
    with open(name, "rb") as file:
        text = file.read().decode("utf-8", "replace")
    try:
        heads = [read_line(0, line) for line in join_heads(text)]
    except ValueError as error:
        raise ValueError("%s: %s" % (name, error)) from None
    return [(name, head) for head in heads if head.what == HEAD]


def _render_json(found: Sequence[VerifiedFile]) -> List[str]:
    objects: List[Dict[str, Any]] = []
    counts = {"entries": 0, "heads": 0, "problems": 0, "torn_bytes": 0}
    for path, one in found:
        named = {"ledger": path} if len(found) > 1 else {}
        if one.fault is not None:
            told = {**one.fault._asdict(), "entry": one.fault.entry or None, "line": one.line or None}
            objects.append({"message_type": "problem", **named, **told})
        mine = {
            "entries": one.entries,
            "heads": one.heads,
            "problems": int(one.fault is not None),
            "torn_bytes": one.torn_bytes,
        }
        if named:
            objects.append({"message_type": "ledger", **named, **mine})
        counts = {name: counts[name] + mine[name] for name in counts}
    objects.append({"message_type": "summary", **counts})
    return [json.dumps(each) for each in objects]


def _render_text(found: Sequence[VerifiedFile]) -> List[str]:
    lines: List[str] = []
    for path, one in found:
        before = path + ": " if len(found) > 1 else ""
        lines += [before + line for line in _tell(one)]
    return lines


def _tell(found: Verified) -> List[str]:
    counted = "%d entries, %d heads" % (found.entries, found.heads)
    if found.fault is not None:
        where = "line %d: " % found.line if found.line else ""
        return [where + tell_problem(found.fault), "DOES NOT HOLD: %s before that can be trusted" % counted]
    lines = []
    if found.torn_bytes:
        told = "%d bytes at the end are what a power cut left of a write that was never said to be done"
        lines.append(told % found.torn_bytes)
    return [*lines, "holds: %s%s" % (counted, ", the last of " + found.head.time if found.head else "")]
