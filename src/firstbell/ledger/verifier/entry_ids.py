"""Which ids the entries of a batch had: by the lines that say they are they, and by the lines that follow.

An entry's id stands in two places: it is the hash of its own line, and the next line names it as `prev`.
Where the two differ, one of both lines was changed; the root that a head signed tells which.
"""

from __future__ import annotations

import itertools
from typing import Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from firstbell.ledger.tree import Frontier
from firstbell.ledger.verifier.head_position import grow
from firstbell.ledger.verifier.lines import LedgerLine

BySeq = Mapping[int, Sequence[LedgerLine]]
# how many nodes are hashed at most to find the ids that fit a root
_MOST_WORK = 2000000


class Choice(NamedTuple):
    """The ids of entries; None where nothing tells. `frontier`: behind them, None where it cannot be known.

    `doubted`: entries that were perhaps changed, which nothing can tell. `is_rewritten`: the lines fit each
    other, and not the root.
    """

    ids: List[Optional[str]]
    frontier: Optional[Frontier]
    doubted: Sequence[int] = ()
    is_rewritten: bool = False


def choose_ids(
    by_seq: BySeq, span: Tuple[int, int], frontier: Optional[Frontier], *, root: str, is_last_sure: bool
) -> Choice:
    """The ids of the entries from `span[0]` to before `span[1]`, behind which a head signs `root`.

    `is_last_sure`: what the last of them says of the one before it can be relied on.
    """
    options = [_list_options(by_seq, seq) for seq in range(*span)]
    sure = span[1] - 1 if is_last_sure else -1
    guess = _guess(by_seq, span, sure)
    if frontier is None:
        return Choice(guess, None)
    work = len(options)
    for option in options:
        work *= len(option)
    if 0 < work <= _MOST_WORK:
        for ids in itertools.product(*options):
            grown = grow(frontier, ids)
            if grown.root().hex() == root:
                return Choice(list(ids), grown)
    if work == 0:
        return Choice(guess, None)
    return _doubt(by_seq, span, guess, sure)


def _list_options(by_seq: BySeq, seq: int) -> List[str]:
    """What the id may be, what is told twice first."""
    own = [line.hex_id for line in by_seq.get(seq, ())]
    told = [line.prev for line in by_seq.get(seq + 1, ()) if len(line.prev) == 64 and _is_hex(line.prev)]
    options: Dict[str, None] = dict.fromkeys(hex_id for hex_id in own if hex_id in told)
    options.update(dict.fromkeys(told))
    options.update(dict.fromkeys(own))
    return list(options)


def _is_hex(text: str) -> bool:
    return not set(text) - set("0123456789abcdef")


def _guess(by_seq: BySeq, span: Tuple[int, int], sure: int) -> List[Optional[str]]:
    """The ids that the lines around speak for, where no root can tell."""
    ids: List[Optional[str]] = []
    for seq in range(*span):
        own = [line.hex_id for line in by_seq.get(seq, ())]
        told = [line for line in by_seq.get(seq + 1, ()) if len(line.prev) == 64 and _is_hex(line.prev)]
        both = [line.prev for line in told if line.prev in own]
        # a line that the one after it names was not changed, so it names the one before it truly
        backed = [
            line.prev for line in told if line.seq == sure or line.hex_id in _list_told(by_seq, line.seq)
        ]
        likely = both or backed or own or [line.prev for line in told]
        ids.append(likely[0] if likely else None)
    return ids


def _list_told(by_seq: BySeq, seq: int) -> List[str]:
    return [line.prev for line in by_seq.get(seq + 1, ())]


def _doubt(by_seq: BySeq, span: Tuple[int, int], ids: List[Optional[str]], sure: int) -> Choice:
    """The lines that may have been changed when every id is told, and the root is over others."""
    first, last = span[0], span[1] - 1
    if last != sure and ids[-1] not in _list_told(by_seq, last):
        ids[-1] = None  # nothing names it, and it alone is enough to miss the root
        return Choice(ids, None)
    changed = [
        seq for seq in range(*span) if all(line.hex_id != ids[seq - first] for line in by_seq.get(seq, ()))
    ]
    # a chain that leads up to a changed line was perhaps made to
    return Choice(ids, None, range(first, max(changed, default=first)), is_rewritten=not changed)
