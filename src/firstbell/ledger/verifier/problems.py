"""What a verification finds: a problem with an entry, with several, or with the head behind one."""

from __future__ import annotations

from typing import Iterator, NamedTuple, Tuple

CHANGED = "changed"
REMOVED = "removed"
SWAPPED = "swapped"
MOVED = "moved"
INSERTED = "inserted"
BACK_DATED = "back-dated"
CUT_OFF = "cut off"
REWRITTEN = "rewritten"
UNSIGNED = "unsigned"
REFUSED = "refused"
KEPT_HEAD = "kept head"
# a problem of so many entries is told entry by entry
_TOLD_SINGLY = 100


class LedgerProblem(NamedTuple):
    """One problem. `seq`: of its entry, -1 for the first line; `last_seq`: where it is one of several.

    `entry`: the id that the entry had, as far as it is known. `problem`: in words.
    """

    seq: int
    last_seq: int
    entry: str
    kind: str
    problem: str


def name_problem(seq: int, kind: str, problem: str, *, entry: str = "") -> LedgerProblem:
    """A problem of one entry."""
    return LedgerProblem(seq, seq, entry, kind, problem)


def spread(span: Tuple[int, int], kind: str, problem: str) -> Iterator[LedgerProblem]:
    """A problem of each entry from `span[0]` to `span[1]`; as one where they are many."""
    first, last = span
    if last - first < _TOLD_SINGLY:
        for seq in range(first, last + 1):
            yield LedgerProblem(seq, seq, "", kind, problem)
    else:
        yield LedgerProblem(first, last, "", kind, problem)


def tell_problem(problem: LedgerProblem) -> str:
    """A problem as one line of text."""
    if problem.seq < 0:
        return "the first line: %s" % problem.problem
    if problem.last_seq > problem.seq:
        return "entries %d to %d: %s" % (problem.seq, problem.last_seq, problem.problem)
    return "entry %d: %s" % (problem.seq, problem.problem)
