"""A ledger gone through line by line, up to the first one that is not the one that comes next."""

from __future__ import annotations

from typing import BinaryIO, Dict, List, NamedTuple, Optional, Sequence, Tuple

from firstbell.ledger.verifier.head_position import HeadPosition, follow, grow
from firstbell.ledger.verifier.kept_heads import KeptLine, KnownHeads, compare_heads, list_sizes
from firstbell.ledger.verifier.lines import ENTRY, FIRST, HEAD, ODD, STARTS, LedgerLine, is_torn, read_line
from firstbell.ledger.verifier.problems import (
    CHANGED,
    INSERTED,
    REMOVED,
    UNSIGNED,
    LedgerProblem,
    name_problem,
)
from firstbell.ledger.verifier.rules import Rules, SignatureCheck

_UNSIGNED = (
    "it stands behind the last head, and nobody signed it: it was inserted, its head was removed, or a write"
    " that was never acknowledged broke just there"
)
# a problem, and the line of its batch, from 0; -1 for one that no line shows
Fault = Tuple[LedgerProblem, int]


class Verified(NamedTuple):
    """`entries`, `heads`: those before the first fault. `line`: from 1. `first`, `last`: without a fault."""

    entries: int
    heads: int
    fault: Optional[LedgerProblem]
    line: int
    torn_bytes: int
    head: Optional[LedgerLine]
    first: Optional[LedgerLine] = None
    last: Optional[LedgerLine] = None


def verify_lines(file: BinaryIO, is_signed: SignatureCheck, kept: Sequence[KeptLine] = ()) -> Verified:
    """The file up to its first fault, and kept heads where there is none. Raises: NewerError, OSError."""
    at, wanted, roots = HeadPosition(Rules(is_signed)), set(list_sizes(kept)), {}
    lines, first, last = 0, None, None
    while True:
        batch, broken = _read_batch(file)
        if not batch or batch[-1].what != HEAD:
            break
        after = follow(at, batch)
        if after is None or after.problems:
            fault, line = _explain(at, batch) if after is None else _find_problem(after, batch)
            return _stop(at, fault, lines + line + 1 if line >= 0 else 0)
        at, lines, first, last = after, lines + len(batch), first or batch[1], batch[-2]
        if at.size in wanted and at.frontier is not None:
            roots[at.size] = at.frontier.root().hex()
    found = _explain_tail(at, batch, broken)
    if found is not None:
        return _stop(at, found[0], lines + found[1] + 1)
    torn_bytes = file.tell() - batch[0].place if batch else len(broken)
    contradiction = _compare(at, roots, kept)
    return Verified(at.size, at.heads, contradiction, 0, torn_bytes, at.head, first, last)


def _stop(at: HeadPosition, fault: LedgerProblem, line: int) -> Verified:
    return Verified(at.size, at.heads, fault, line, 0, at.head)


def _read_batch(file: BinaryIO) -> Tuple[List[LedgerLine], bytes]:
    """The lines up to the next head, and what stands behind the last newline."""
    batch: List[LedgerLine] = []
    while not batch or batch[-1].what != HEAD:
        place, raw = file.tell(), file.readline()
        if not raw.endswith(b"\n"):
            return batch, raw
        batch.append(read_line(place, raw[:-1]))
    return batch, b""


def _find_problem(after: HeadPosition, batch: Sequence[LedgerLine]) -> Fault:
    """The first entry of a batch that follows, and breaks a rule."""
    problem = min(after.problems, key=lambda one: one.seq)
    lines = [number for number, line in enumerate(batch) if line.what == ENTRY and line.seq == problem.seq]
    return problem, lines[0] if lines else -1


def _explain(at: HeadPosition, batch: Sequence[LedgerLine]) -> Fault:
    """The first line of a batch that is not the one that comes next."""
    seq, last, head_hash, is_sure = at.size, at.last_hex_id, at.head_hash, True
    rules = at.rules
    begin = 0
    if not head_hash:
        if batch[0].what != FIRST:
            return name_problem(-1, REMOVED, "it is not there, or was changed"), 0
        rules, head_hash, begin = rules.begin(batch[0].body), batch[0].hex_id, 1
    for number, line in enumerate(batch[begin:-1], begin):
        fault = _explain_entry(line, seq, last, is_sure=is_sure)
        if fault is not None:
            return fault, number
        seq, last, is_sure = seq + 1, line.hex_id, False
    head, end = batch[-1], len(batch) - 1
    entries = batch[begin:-1]
    grown = grow(at.frontier, [line.hex_id for line in entries]) if at.frontier is not None else None
    if not entries or head.seq != seq - 1:
        told = "the head behind it counts %d entries" % (head.seq + 1)
        return name_problem(seq - 1, CHANGED if entries else INSERTED, told), end
    if head.prev != head_hash:
        return name_problem(seq - 1, CHANGED, "the head behind it does not follow the head before it"), end
    if grown is None or grown.root().hex() != head.body.root:
        told = "one of them, or the head behind them, was changed: the head is over other entries"
        return LedgerProblem(at.size, seq - 1, "", CHANGED, told), begin
    why = rules.mistrust_head(head, entries) or "has a signature that does not fit"
    told = "nothing vouches for it: the head behind entry %d %s" % (seq - 1, why)
    return LedgerProblem(at.size, seq - 1, "", UNSIGNED, told), end


def _explain_entry(line: LedgerLine, seq: int, last: str, *, is_sure: bool) -> Optional[LedgerProblem]:
    """What is wrong with a line where entry `seq` should stand; `is_sure`: the line before it was signed."""
    if line.what == ODD:
        return name_problem(seq, CHANGED, "what stands there does not read")
    if line.what != ENTRY:
        return name_problem(seq, INSERTED, "a line that is no entry stands there")
    if line.seq > seq:
        return name_problem(seq, REMOVED, "entry %d stands in its place" % line.seq)
    if line.seq < seq:
        return name_problem(seq, INSERTED, "entry %d stands there again" % line.seq, entry=line.hex_id)
    if line.prev != last:
        if is_sure:
            told = "it was changed: it does not follow the entry before it"
            return name_problem(seq, CHANGED, told, entry=line.hex_id)
        told = "one of both was changed: the second does not follow the first"
        return LedgerProblem(seq - 1, seq, "", CHANGED, told)
    return None


def _explain_tail(at: HeadPosition, batch: Sequence[LedgerLine], broken: bytes) -> Optional[Fault]:
    """What is wrong behind the last head; a write that broke before it was said to be done is nothing."""
    seq, last, begin = at.size, at.last_hex_id, 0
    if not at.head_hash and batch and batch[0].what == FIRST:
        begin = 1
    elif not at.head_hash and batch:
        return name_problem(-1, REMOVED, "it is not there, or was changed"), 0
    for number, line in enumerate(batch[begin:], begin):
        fault = _explain_entry(line, seq, last, is_sure=number == begin)
        if fault is not None:
            return fault, number
        seq, last = seq + 1, line.hex_id
    if broken and not is_torn(broken):
        if broken.startswith(STARTS[1]) and batch[begin:]:
            return name_problem(seq - 1, CHANGED, "the head behind it was changed"), len(batch)
        return name_problem(seq, CHANGED, "its line is broken, but not as a power cut breaks it"), len(batch)
    if batch[begin:] and not broken:
        return LedgerProblem(at.size, seq - 1, "", INSERTED, _UNSIGNED), begin
    return None


def _compare(at: HeadPosition, roots: Dict[int, str], kept: Sequence[KeptLine]) -> Optional[LedgerProblem]:
    rules = at.rules
    known = KnownHeads(rules.ledger_id, at.size, roots, rules.roster, rules.is_signed)
    return next(iter(compare_heads(known, kept)), None)
