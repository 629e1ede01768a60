"""The verifier as a program: `python3 verify.py LEDGER [--head FILE ...] [--json]`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import Any, Dict, List, Optional, Sequence

from firstbell.ledger.verifier.first_fault import Verified, verify_lines
from firstbell.ledger.verifier.headtext import join_heads
from firstbell.ledger.verifier.kept_heads import KeptLine
from firstbell.ledger.verifier.lines import HEAD, NewerError, read_line
from firstbell.ledger.verifier.problems import tell_problem
from firstbell.ledger.verifier.seals import is_sealed_by

ABOUT = (
    "Verifies a ledger of Firstbell: every entry, every signature, up to the first fault. Exit status: 0 it"
    " holds; 1 it does not, or it cannot be read; 2 the command line is wrong."
)


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Runs it; gives the exit status."""
    parser = argparse.ArgumentParser(description=ABOUT)
    parser.add_argument("ledger", help="the file entries.jsonl, or the folder it lies in")
    parser.add_argument(
        "--head", action="append", default=[], metavar="FILE", help="a head that was kept, as text"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    asked = parser.parse_args(arguments)
    path = asked.ledger
    try:
        kept = [head for name in asked.head for head in _load_heads(name)]
        if os.path.isdir(path):
            path = os.path.join(path, "entries.jsonl")
        with open(path, "rb") as file:
            found = verify_lines(file, is_sealed_by, kept)
    except (OSError, ValueError, NewerError) as error:
        sys.stderr.write("verify: %s\n" % error)
        return 1
    for line in _render_json(found) if asked.json else _render_text(found):
        sys.stdout.write(line + "\n")
    return 1 if found.fault else 0


def _load_heads(name: str) -> List[KeptLine]:
    with open(name, "rb") as file:
        text = file.read().decode("utf-8", "replace")
    try:
        heads = [read_line(0, line) for line in join_heads(text)]
    except ValueError as error:
        raise ValueError("%s: %s" % (name, error)) from None
    return [(name, head) for head in heads if head.what == HEAD]


def _render_json(found: Verified) -> List[str]:
    objects: List[Dict[str, Any]] = []
    if found.fault is not None:
        told = {**found.fault._asdict(), "entry": found.fault.entry or None, "line": found.line or None}
        objects.append({"message_type": "problem", **told})
    counts = {"entries": found.entries, "heads": found.heads, "problems": len(objects)}
    objects.append({"message_type": "summary", **counts, "torn_bytes": found.torn_bytes})
    return [json.dumps(each) for each in objects]


def _render_text(found: Verified) -> List[str]:
    counted = "%d entries, %d heads" % (found.entries, found.heads)
    if found.fault is not None:
        where = "line %d: " % found.line if found.line else ""
        return [where + tell_problem(found.fault), "DOES NOT HOLD: %s before that can be trusted" % counted]
    lines = []
    if found.torn_bytes:
        told = "%d bytes at the end are what a power cut left of a write that was never said to be done"
        lines.append(told % found.torn_bytes)
    return [*lines, "holds: %s%s" % (counted, ", the last of " + found.head.time if found.head else "")]
