"""Several ledgers verified, and that each of them goes on where another one ended."""

from __future__ import annotations

from typing import Dict, List, Sequence, Tuple

from firstbell.ledger.verifier.first_fault import Verified, verify_lines
from firstbell.ledger.verifier.kept_heads import KeptLine
from firstbell.ledger.verifier.lines import HEAD, read_line, render_plain
from firstbell.ledger.verifier.problems import REFUSED, REMOVED, name_problem
from firstbell.ledger.verifier.rules import SignatureCheck

CONTINUED = "case.continued"
_MISSING = "the ledger %s, in which the record %s, was not named: name it as well"


def verify_files(
    paths: Sequence[str], is_signed: SignatureCheck, kept: Sequence[KeptLine] = ()
) -> List[Tuple[str, Verified]]:
    """Each ledger up to its first fault, with the kept heads that are not another's.

    Raises: NewerError, OSError.
    """
    found: List[Tuple[str, str, Verified]] = []
    ids = [_find_id(path) for path in paths]
    for path, ledger_id in zip(paths, ids):
        mine = [head for head in kept if head[1].body.ledger not in set(ids) - {ledger_id}]
        with open(path, "rb") as file:
            found.append((path, ledger_id, verify_lines(file, is_signed, mine)))
    known = {ledger_id: one for _, ledger_id, one in found}
    return [
        (path, one if one.fault else _check_link(one, ledger_id, known)) for path, ledger_id, one in found
    ]


def _find_id(path: str) -> str:
    with open(path, "rb") as file:
        body = read_line(0, file.readline().rstrip(b"\n")).body
    return str(body.get("id", "")) if isinstance(body, dict) else ""


def _check_link(found: Verified, ledger_id: str, known: Dict[str, Verified]) -> Verified:
    """A ledger that holds in itself, held against the one before it and the one behind it."""
    problem, seq, kind = "", 0, REMOVED
    said = found.first.body.get("continues") if found.first else None
    ending = found.last.body.get("ledger", "") if found.last and found.last.kind == CONTINUED else ""
    if said is not None:
        head = read_line(0, render_plain(said))
        before = known.get(head.body.ledger) if head.what == HEAD else None
        if head.what == HEAD and before is None:
            problem = _MISSING % (head.body.ledger, "began")
        elif before is None or (before.fault is None and not _ends_so(before, head.hex_id, ledger_id)):
            problem, kind = "it does not continue the ledger that was named", REFUSED
    elif ending and ending not in known:
        problem, seq = _MISSING % (ending, "goes on"), found.entries
    return found._replace(fault=name_problem(seq, kind, problem)) if problem else found


def _ends_so(before: Verified, head_hash: str, next_id: str) -> bool:
    """Whether the last head of a ledger is this one, and its last entry announces the next ledger."""
    last, head = before.last, before.head
    announces = last is not None and last.kind == CONTINUED and last.body.get("ledger") == next_id
    return announces and head is not None and head.hex_id == head_hash
