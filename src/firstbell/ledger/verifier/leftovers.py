"""Lines that have no place in a ledger, places that have no line, lines that stand where others belong."""

from __future__ import annotations

import bisect
from typing import Dict, Iterator, List, Sequence, Tuple

from firstbell.ledger.verifier.head_position import FIRST_SPOT, Spot
from firstbell.ledger.verifier.line_order import Missing, Placed
from firstbell.ledger.verifier.lines import ENTRY, HEAD, ODD, LedgerLine
from firstbell.ledger.verifier.problems import (
    CHANGED,
    INSERTED,
    MOVED,
    REMOVED,
    SWAPPED,
    LedgerProblem,
    name_problem,
    spread,
)
from firstbell.ledger.verifier.rules import tell_time


def describe_spot(key: Spot) -> str:
    """How a place is told: "entry 3", "the head behind entry 3", "the first line"."""
    if key == FIRST_SPOT:
        return "the first line"
    return "the head behind entry %d" % key[0] if key[1] else "entry %d" % key[0]


def tell_leftovers(placed: Placed, lines: Sequence[LedgerLine]) -> Iterator[LedgerProblem]:
    """What stands in the place of what is missing, what was inserted, what was removed.

    `lines`: those that have no place, as they stand in the file.
    """
    ordered = sorted((line.place, key) for key, line in placed.lines.items())
    places = [place for place, _ in ordered]
    missing, gaps = dict(placed.missing), list(placed.gaps)
    told_gaps = set()
    stood_in = (-1, -1)
    for line in lines:
        at = bisect.bisect(places, line.place)
        before = ordered[at - 1][1] if at else (-1, -1)
        after = ordered[at][1] if at < len(ordered) else (1 << 62, 0)
        vacant = [seq for seq in sorted(missing) if before < (seq, 0) < after]
        # behind which entry it stands, also where that one's line is not its own
        seq = before[0] if not at or stood_in[0] < places[at - 1] else stood_in[1]
        gap = next((gap for gap in gaps if gap[0] <= seq < gap[1] - 1), None)
        if vacant and (gap is None or line.what != HEAD):
            yield from _tell_changed(line, vacant, missing, is_last=_is_last(lines, line, after, placed))
            gone = [seq for seq in vacant if seq not in missing]
            stood_in = (line.place, gone[-1]) if gone else stood_in
        elif gap is not None and line.what in (HEAD, ODD):
            if gap not in told_gaps:
                yield name_problem(seq, CHANGED, "the head behind it was changed")
            told_gaps.add(gap)
        else:
            yield _tell_inserted(line, before, placed)
    yield from _tell_removed(missing, [gap for gap in gaps if gap not in told_gaps], placed)


def _is_last(lines: Sequence[LedgerLine], line: LedgerLine, after: Spot, placed: Placed) -> bool:
    """Whether no other line without a place stands between this one and the next that has one."""
    limit = placed.lines[after].place if after in placed.lines else 1 << 62
    return not any(line.place < other.place < limit for other in lines)


def _tell_changed(
    line: LedgerLine, vacant: List[int], missing: Dict[int, Missing], *, is_last: bool
) -> Iterator[LedgerProblem]:
    """A line in the place of entries whose own lines stand nowhere; those told are no longer missing."""
    own = [line.seq] if line.what == ENTRY and line.seq in vacant else vacant if is_last else []
    for seq in own:
        entry = missing.pop(seq)
        if line.what == ENTRY and line.seq == seq and entry.time and line.time != entry.time:
            yield from (problem._replace(entry=entry.hex_id) for problem in tell_time(line, entry.time))
        else:
            told = (
                "it was changed" if line.what == ENTRY else "it was changed: what stands there does not read"
            )
            yield name_problem(seq, CHANGED, told, entry=entry.hex_id)


def _tell_inserted(line: LedgerLine, before: Spot, placed: Placed) -> LedgerProblem:
    place = describe_spot(before) if before[0] >= 0 or before == FIRST_SPOT else "the beginning"
    twin = placed.lines.get((line.seq, 1 if line.what == HEAD else 0))
    if twin is not None and twin.hex_id == line.hex_id:
        told = "a copy of %s was inserted behind %s"
        return name_problem(line.seq, INSERTED, told % (describe_spot((line.seq, line.what == HEAD)), place))
    seq = before[0] + 1
    if line.what == ENTRY:
        told = "a line that says it is entry %d was inserted behind %s" % (line.seq, place)
        return name_problem(seq, INSERTED, told, entry=line.hex_id)
    return name_problem(seq, INSERTED, "a line that is no entry was inserted behind %s" % place)


def _tell_removed(
    missing: Dict[int, Missing], gaps: Sequence[Tuple[int, int]], placed: Placed
) -> Iterator[LedgerProblem]:
    run: List[int] = []
    for seq in [*sorted(missing), 1 << 62]:
        if run and seq != run[-1] + 1:
            for problem in spread((run[0], run[-1]), REMOVED, "it was removed"):
                single = problem.seq == problem.last_seq
                yield problem._replace(entry=missing[problem.seq].hex_id if single else "")
            run = []
        run.append(seq)
    for first, end in gaps:
        yield _tell_missing_head(first, end, placed)


def _tell_missing_head(first: int, end: int, placed: Placed) -> LedgerProblem:
    """A head between those of two sizes is missing: behind which entry, batches tell by actor and time."""
    said = [
        (line.actor, line.time) if line else None
        for line in map(placed.lines.get, ((s, 0) for s in range(first, end)))
    ]
    ends = [first + at for at in range(len(said) - 1) if said[at] != said[at + 1]]
    candidates = ends if len(ends) == 1 else list(range(first, end - 1))
    if len(candidates) == 1:
        return name_problem(candidates[0], REMOVED, "the head behind it was removed")
    told = "the head behind it, or behind a later one before entry %d, was removed" % end
    return LedgerProblem(first, end - 2, "", REMOVED, told)


def tell_order(placed: Placed) -> Iterator[LedgerProblem]:
    """Lines that stand where others belong: two swapped, or one moved."""
    standing = [key for _, key in sorted((line.place, key) for key, line in placed.lines.items())]
    right = sorted(standing)
    misplaced = {there: key for key, there in zip(standing, right) if key != there}
    pairs = {key for key, other in misplaced.items() if misplaced.get(other) == key}
    for key in sorted(pairs):
        told = "%s was swapped with %s" % (_name(key), describe_spot(misplaced[key]))
        yield name_problem(key[0], SWAPPED, told, entry=placed.lines[key].hex_id)
    rest = [key for key in standing if key not in pairs]
    kept = _keep_longest(rest) if len(pairs) < len(misplaced) else set(rest)
    for key in sorted(set(rest) - kept):
        at = standing.index(key)
        behind = describe_spot(standing[at - 1]) if at else "the beginning"
        yield name_problem(
            key[0], MOVED, "%s was moved behind %s" % (_name(key), behind), entry=placed.lines[key].hex_id
        )


def _name(key: Spot) -> str:
    return "the head behind it" if key[1] else "it"


def _keep_longest(keys: Sequence[Spot]) -> set[Spot]:
    """The most keys that stand in order: the longest increasing run through them, by patience sorting."""
    tops: List[Spot] = []
    ends: List[int] = []
    before: List[int] = []
    for at, key in enumerate(keys):
        pile = bisect.bisect_left(tops, key)
        before.append(ends[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(key)
            ends.append(at)
        else:
            tops[pile], ends[pile] = key, at
    kept, at = set(), ends[-1] if ends else -1
    while at >= 0:
        kept.add(keys[at])
        at = before[at]
    return kept
