"""What stands behind the last head that can be trusted: what a power cut leaves, or what nobody signed."""

from __future__ import annotations

from typing import Dict, Iterator, List, NamedTuple, Optional, Sequence

from firstbell.ledger.tree import Frontier
from firstbell.ledger.verifier.head_position import HeadPosition, grow
from firstbell.ledger.verifier.lines import ENTRY, HEAD, ODD, STARTS, LedgerLine, is_moment, is_torn
from firstbell.ledger.verifier.problems import (
    BACK_DATED,
    CHANGED,
    INSERTED,
    UNSIGNED,
    LedgerProblem,
    name_problem,
    spread,
)
from firstbell.ledger.verifier.rules import UNFITTING, learn

_TORN_OR_INSERTED = (
    "it stands behind the last head, and nobody signed it: it was inserted, its head was removed, or a write"
    " that was never acknowledged broke just there"
)


class Tail(NamedTuple):
    """`torn_bytes`: what a power cut left of a batch that was never said to be written.

    `size`: entries up to the last head, trusted or not. `roots`: size -> root at those heads.
    """

    problems: List[LedgerProblem]
    torn_bytes: int
    size: int
    roots: Dict[int, str]


def read_tail(standing: HeadPosition, lines: Sequence[LedgerLine], broken: bytes, *, end: int) -> Tail:
    """What the lines behind the last trusted head are, and the broken one. `end`: of the file, in bytes."""
    walk = _Walk(standing)
    problems = [problem for line in lines for problem in walk.step(line)]
    torn_bytes = 0
    if broken and not is_torn(broken):
        problems.append(_tell_broken(walk, broken))
    elif walk.group and not broken:
        problems.extend(spread((walk.group[0].seq, walk.seq), INSERTED, _TORN_OR_INSERTED))
    else:
        torn_bytes = end - (walk.group[0].place if walk.group else end - len(broken))
    return Tail(problems, torn_bytes, walk.size, walk.roots)


def _tell_broken(walk: _Walk, broken: bytes) -> LedgerProblem:
    if broken.startswith(STARTS[1]) and walk.group:
        told = "the head behind it was changed: its line does not end as lines do"
        return name_problem(walk.seq, CHANGED, told)
    return name_problem(walk.seq + 1, CHANGED, "its line is broken, but not as a power cut breaks it")


class _Walk:
    """Goes through lines that no trusted head covers, in the order in which they stand."""

    def __init__(self, standing: HeadPosition) -> None:
        self.group: List[LedgerLine] = []
        self.size = standing.size
        self.roots: Dict[int, str] = {}
        self.seq = standing.size - 1
        self._last = standing.last_hex_id
        self._time = standing.rules.last_time
        self._rules = standing.rules
        self._frontier = standing.frontier
        self._head_hash = standing.head_hash

    def step(self, line: LedgerLine) -> Iterator[LedgerProblem]:
        """The problems with the next line."""
        if line.what == ENTRY and line.seq == self.seq + 1 and (line.prev == self._last or not self._last):
            yield from self._take_entry(line)
        elif line.what in (HEAD, ODD) and self.group:
            yield from self._end_group(line)
        elif line.what == ENTRY and line.seq == self.seq + 1:
            yield name_problem(line.seq, CHANGED, "it does not follow the entry before it", entry=line.hex_id)
            self._last = ""
            yield from self._take_entry(line)
        elif line.what != ODD or self._head_hash != "odd":
            place = "entry %d" % self.seq if self.seq >= 0 else "the first line"
            told = (
                "a line that says it is entry %d" % line.seq
                if line.what == ENTRY
                else "a line that is no entry"
            )
            seq = line.seq if line.what == ENTRY and line.seq <= self.seq else self.seq + 1
            yield name_problem(seq, INSERTED, "%s was inserted behind %s" % (told, place), entry=line.hex_id)

    def _take_entry(self, line: LedgerLine) -> Iterator[LedgerProblem]:
        if not is_moment(line.time) or line.time[:-1] < self._time[:-1]:
            told = "it was back-dated: its time %s is before that of the entry before it, %s" % (
                line.time,
                self._time,
            )
            yield name_problem(line.seq, BACK_DATED, told, entry=line.hex_id)
        else:
            self._time = line.time
        self.group.append(line)
        self.seq, self._last = line.seq, line.hex_id

    def _end_group(self, line: LedgerLine) -> Iterator[LedgerProblem]:
        first, last = self.group[0].seq, self.seq
        why = self._mistrust(line) if line.what == HEAD else "does not read"
        told = "nothing vouches for it: the head behind entry %d %s" % (last, why)
        self._head_hash = "odd" if line.what == ODD else line.hex_id
        self._frontier, self.size = self._grow(), last + 1
        if self._frontier is not None:
            self.roots[self.size] = self._frontier.root().hex()
        for each in self.group:
            if each.kind == "key":
                self._rules = self._rules._replace(roster=learn(self._rules.roster, each))
        self.group = []
        yield from spread((first, last), UNSIGNED, told)

    def _mistrust(self, line: LedgerLine) -> str:
        grown = self._grow()
        if line.seq != self.seq:
            return "was changed: it counts %d entries" % (line.seq + 1)
        if line.prev != self._head_hash and self._head_hash != "odd":
            return "was changed: it does not follow the head before it"
        if grown is not None and line.body.root != grown.root().hex():
            return "was changed, or the entries were: it is not over them"
        return self._rules.mistrust_head(line, self.group) or UNFITTING

    def _grow(self) -> Optional[Frontier]:
        return None if self._frontier is None else grow(self._frontier, [line.hex_id for line in self.group])
