"""Heads that were kept elsewhere, held against a ledger: whether it still begins with what they were over."""

from __future__ import annotations

from typing import Iterator, List, Mapping, NamedTuple, Sequence, Tuple

from firstbell.ledger.roster import ActorRoster
from firstbell.ledger.verifier.lines import LedgerLine
from firstbell.ledger.verifier.problems import CUT_OFF, KEPT_HEAD, REWRITTEN, LedgerProblem
from firstbell.ledger.verifier.rules import SignatureCheck

# where a head was kept, and what it says
KeptLine = Tuple[str, LedgerLine]


class KnownHeads(NamedTuple):
    """What kept heads are held against. `roots`: size -> root of the entries as they were signed."""

    ledger_id: str
    size: int
    roots: Mapping[int, str]
    roster: ActorRoster
    is_signed: SignatureCheck


def compare_heads(known: KnownHeads, kept: Sequence[KeptLine]) -> Iterator[LedgerProblem]:
    """What the kept heads contradict. Of what was rewritten the first entries in question are named."""
    agreed, is_rewritten = 0, False
    own = {source for source, head in kept if head.body.ledger == known.ledger_id}  # a mail has others, too
    kept = [one for one in kept if one[0] not in own or one[1].body.ledger == known.ledger_id]
    for source, head in sorted(kept, key=lambda pair: pair[1].seq):
        size = head.seq + 1
        if problem := _mistrust(known, head):
            yield LedgerProblem(-1, -1, "", KEPT_HEAD, "the head kept in %s %s" % (source, problem))
        elif size > known.size:
            yield LedgerProblem(known.size, head.seq, "", CUT_OFF, _tell_cut(source, head))
        elif known.roots.get(size) == head.body.root:
            agreed = size
        elif not is_rewritten:
            is_rewritten, told = True, "changed since: the head kept in %s, signed %s, is over other entries"
            yield LedgerProblem(agreed, head.seq, "", REWRITTEN, told % (source, head.time))


def _mistrust(known: KnownHeads, head: LedgerLine) -> str:
    if known.ledger_id and head.body.ledger != known.ledger_id:
        return "is of another ledger (%s)" % head.body.ledger
    key = known.roster.keys.get(head.body.key)
    if key is not None and not known.is_signed(key.public, head.body.message, head.body.signature):
        return "does not hold in itself: its signature does not fit"
    return ""


def _tell_cut(source: str, head: LedgerLine) -> str:
    told = "cut off: the head kept in %s, signed %s, says that %d entries were written"
    return told % (source, head.time, head.seq + 1)


def list_sizes(kept: Sequence[KeptLine]) -> List[int]:
    """How many entries each is over."""
    return [head.seq + 1 for _, head in kept]
