"""The verifier as a program: `python3 verify.py LEDGER ... [--head FILE ...] [--json]`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import Any, Dict, List, Optional, Sequence, Tuple

from firstbell.ledger.verifier.continued import verify_files
from firstbell.ledger.verifier.first_fault import Verified
from firstbell.ledger.verifier.headtext import join_heads
from firstbell.ledger.verifier.kept_heads import KeptLine
from firstbell.ledger.verifier.lines import HEAD, NewerError, read_line
from firstbell.ledger.verifier.problems import tell_problem
from firstbell.ledger.verifier.seals import is_sealed_by

ABOUT = (
    "Verifies a ledger of Firstbell, or both of a record that goes on in a second one, up to the first fault."
    " Exit status: 0 it holds; 1 it does not, or it cannot be read; 2 the command line is wrong."
)


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Runs it; gives the exit status."""
    parser = argparse.ArgumentParser(description=ABOUT)
    parser.add_argument("ledger", nargs="+", help="the file entries.jsonl, or the folder it lies in")
    parser.add_argument(
        "--head", action="append", default=[], metavar="FILE", help="a head that was kept, as text"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    asked = parser.parse_args(arguments)
    try:
        kept = [head for name in asked.head for head in _load_heads(name)]
        paths = [os.path.join(one, "entries.jsonl") if os.path.isdir(one) else one for one in asked.ledger]
        found = verify_files(paths, is_sealed_by, kept)
    except (OSError, ValueError, NewerError) as error:
        sys.stderr.write("verify: %s\n" % error)
        return 1
    for line in _render_json(found) if asked.json else _render_text(found):
        sys.stdout.write(line + "\n")
    return 1 if any(one.fault for _, one in found) else 0


def _load_heads(name: str) -> List[KeptLine]:
    with open(name, "rb") as file:
        text = file.read().decode("utf-8", "replace")
    try:
        heads = [read_line(0, line) for line in join_heads(text)]
    except ValueError as error:
        raise ValueError("%s: %s" % (name, error)) from None
    return [(name, head) for head in heads if head.what == HEAD]


def _render_json(found: Sequence[Tuple[str, Verified]]) -> List[str]:
    objects: List[Dict[str, Any]] = []
    for path, one in found:
        if one.fault is not None:
            told = {**one.fault._asdict(), "entry": one.fault.entry or None, "line": one.line or None}
            where = {"ledger": path} if len(found) > 1 else {}
            objects.append({"message_type": "problem", **where, **told})
    sums = {name: sum(getattr(one, name) for _, one in found) for name in ("entries", "heads", "torn_bytes")}
    objects.append({"message_type": "summary", "problems": len(objects), **sums})
    return [json.dumps(each) for each in objects]


def _render_text(found: Sequence[Tuple[str, Verified]]) -> List[str]:
    named = [(path + ": " if len(found) > 1 else "", one) for path, one in found]
    return [before + line for before, one in named for line in _tell(one)]


def _tell(found: Verified) -> List[str]:
    counted = "%d entries, %d heads" % (found.entries, found.heads)
    if found.fault is not None:
        where = "line %d: " % found.line if found.line else ""
        return [where + tell_problem(found.fault), "DOES NOT HOLD: %s before that can be trusted" % counted]
    lines = []
    if found.torn_bytes:
        told = "%d bytes at the end are an unfinished write, from a power cut or a kill"
        lines.append(told % found.torn_bytes)
    return [*lines, "holds: %s%s" % (counted, ", the last of " + found.head.time if found.head else "")]
