"""Where a ledger stands behind one of its heads, and how it goes on there when nothing is wrong."""

from __future__ import annotations

from typing import List, NamedTuple, Optional, Sequence, Tuple

from firstbell.ledger.tree import Frontier
from firstbell.ledger.verifier.lines import ENTRY, FIRST, NOBODY, LedgerLine
from firstbell.ledger.verifier.problems import LedgerProblem
from firstbell.ledger.verifier.rules import Rules

Spot = Tuple[int, int]
FIRST_SPOT: Spot = (-1, 0)


class HeadPosition(NamedTuple):
    """Behind a head. `problems`: those up to there. `head_hash`: what the next head names as `previous`.

    `frontier`: None where entries are missing whose ids nothing tells. `last_hex_id`: "" where unknown.
    """

    rules: Rules
    problems: Tuple[LedgerProblem, ...] = ()
    frontier: Optional[Frontier] = Frontier()
    size: int = 0
    last_hex_id: str = NOBODY
    head_hash: str = ""
    heads: int = 0
    head: Optional[LedgerLine] = None


def grow(frontier: Frontier, ids: Sequence[str]) -> Frontier:
    """The tree with the leaves of these ids more."""
    grown = Frontier(frontier.count, frontier.peaks)
    for hex_id in ids:
        grown.add(bytes.fromhex(hex_id))
    return grown


def follow(standing: HeadPosition, batch: Sequence[LedgerLine]) -> Optional[HeadPosition]:
    """Where the ledger stands behind a batch; None where it is not the one that comes next."""
    rules = standing.rules
    head, entries = batch[-1], batch[:-1]
    previous = standing.head_hash
    if not standing.head_hash:
        if not entries or entries[0].what != FIRST:
            return None
        rules, previous, entries = rules.begin(entries[0].body), entries[0].hex_id, entries[1:]
    if not entries or not _is_chained(standing, entries) or standing.frontier is None:
        return None
    frontier = grow(standing.frontier, [line.hex_id for line in entries])
    fits = (
        head.seq + 1 == frontier.count and head.prev == previous and head.body.root == frontier.root().hex()
    )
    if not fits or rules.mistrust_head(head, entries):
        return None
    problems: List[LedgerProblem] = []
    rules = rules.judge(entries, head, problems, is_whole=True)
    told, heads = standing.problems + tuple(problems), standing.heads + 1
    last_hex_id = entries[-1].hex_id
    return HeadPosition(rules, told, frontier, frontier.count, last_hex_id, head.hex_id, heads, head)


def _is_chained(standing: HeadPosition, entries: Sequence[LedgerLine]) -> bool:
    seq, prev = standing.size, standing.last_hex_id
    for line in entries:
        if line.what != ENTRY or line.seq != seq or line.prev != prev:
            return False
        seq, prev = seq + 1, line.hex_id
    return True
