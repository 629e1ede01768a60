"""A whole ledger inspected, line by line, every signature: what is wrong is named, one problem each."""

from __future__ import annotations

from typing import BinaryIO, Dict, List, NamedTuple, Optional, Sequence

from firstbell.ledger.verifier.head_position import HeadPosition, follow
from firstbell.ledger.verifier.kept_heads import KeptLine, KnownHeads, compare_heads, list_sizes
from firstbell.ledger.verifier.leftovers import tell_leftovers, tell_order
from firstbell.ledger.verifier.line_order import Placing
from firstbell.ledger.verifier.lines import HEAD, LedgerLine, read_line
from firstbell.ledger.verifier.problems import LedgerProblem
from firstbell.ledger.verifier.rules import Rules, SignatureCheck
from firstbell.ledger.verifier.tail import read_tail


class Inspected(NamedTuple):
    """What was found. `entries`, `heads`: those that can be trusted. `head`: the last of these."""

    entries: int
    heads: int
    problems: Sequence[LedgerProblem]
    torn_bytes: int
    head: Optional[LedgerLine]


def inspect_ledger(file: BinaryIO, is_signed: SignatureCheck, kept: Sequence[KeptLine] = ()) -> Inspected:
    """The whole file. What is in order takes little memory, what stands behind a problem some.

    Raises: NewerError, OSError.
    """
    reader = _Reader(file)
    wanted = set(list_sizes(kept))
    roots: Dict[int, str] = {}
    before = now = HeadPosition(Rules(is_signed))
    earlier: List[LedgerLine] = []
    while True:
        batch = reader.read_batch()
        grown = follow(now, batch) if batch and batch[-1].what == HEAD else None
        if grown is None:
            break
        before, now, earlier = now, grown, batch
        if now.size in wanted and now.frontier is not None:
            roots[now.size] = now.frontier.root().hex()
    rest = [*batch, *reader.read_rest()]
    problems: List[LedgerProblem] = list(now.problems)
    if any(line.what == HEAD for line in rest):
        # the last batch too: what comes behind may show that it is not the one that was written
        place = _place(before, [*earlier, *rest], wanted)
        problems, now, rest = [*before.problems, *place.problems], place.standing, place.tail
        roots.update(place.roots)
    tail = read_tail(now, rest, reader.broken, end=reader.end)
    problems.extend(tail.problems)
    roots.update(tail.roots)
    known = KnownHeads(now.rules.ledger_id, max(now.size, tail.size), roots, now.rules.roster, is_signed)
    problems.extend(compare_heads(known, kept))
    problems.sort(key=lambda problem: problem.seq)
    return Inspected(now.size, now.heads, problems, tail.torn_bytes, now.head)


class _Reader:
    """The lines of a file. `broken`: what stands behind the last newline; `end`: how long the file is."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.broken = b""
        self.end = 0

    def _read(self) -> Optional[LedgerLine]:
        raw = self._file.readline()
        place, self.end = self.end, self.end + len(raw)
        if raw.endswith(b"\n"):
            return read_line(place, raw[:-1])
        self.broken = raw
        return None

    def read_batch(self) -> List[LedgerLine]:
        """The lines up to the next head, or the end."""
        batch: List[LedgerLine] = []
        while not batch or batch[-1].what != HEAD:
            line = self._read()
            if line is None:
                break
            batch.append(line)
        return batch

    def read_rest(self) -> List[LedgerLine]:
        """All lines that are left."""
        rest: List[LedgerLine] = []
        while not self.broken:
            line = self._read()
            if line is None:
                break
            rest.append(line)
        return rest


class _Place(NamedTuple):
    standing: HeadPosition
    problems: List[LedgerProblem]
    tail: List[LedgerLine]
    roots: Dict[int, str]


def _place(before: HeadPosition, lines: List[LedgerLine], wanted: set[int]) -> _Place:
    placing = Placing(before, lines, wanted)
    placed = placing.placed
    used = {line.place for line in placed.lines.values()}
    last = max(used, default=-1)
    loose = [line for line in lines if line.place not in used]
    inner = [line for line in loose if line.place < last]
    problems = [*placed.problems, *tell_leftovers(placed, inner), *tell_order(placed)]
    return _Place(placing.standing, problems, [line for line in loose if line.place > last], placed.roots)
