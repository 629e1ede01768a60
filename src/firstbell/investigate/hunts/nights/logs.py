"""The nights of one log: which records are new, which went, whether that is rotation, and what nobody holds.

A record is known by its EventRecordID and a mark of its content: a log that was made anew counts from 1
again, and a record that was changed is not the one that was there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from firstbell.investigate.hunts.records import LogPart

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class LogKey:
    """One log of one host: the channel inside its records, and the computer that they name."""

    channel: str
    computer: str


@dataclass
class LogNight:
    """What one night holds of a log.

    `ids` ascending, `marks` beside them; `holes`: (last before, first behind) of ids that a live log lacks
    inside. `is_whole`: everything that the files of the log hold could be read.
    """

    night: int
    ids: Numbers
    marks: Numbers
    first_ns: int
    last_ns: int
    holes: list[tuple[int, int]] = field(default_factory=list)
    is_whole: bool = True
    paths: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class LogStep:
    """What became of a log from one night to the next.

    `gone`: ids that the night before holds and the later does not, and that rotation does not explain.
    `rotated`: how many went by rotation. `unheld`: ids that were given between both nights and that none
    holds.
    """

    before: LogNight
    after: LogNight | None
    gone: Sequence[int] = ()
    rotated: int = 0
    unheld: int = 0
    began_again: bool = False


def join_parts(night: int, parts: Iterable[LogPart], *, is_whole: bool, paths: tuple[bytes, ...]) -> LogNight:
    """One night's log from the parts that its files hold; a record that two files hold counts once."""
    held = list(parts)
    ids = np.array([one for part in held for one in part.ids], dtype=np.int64)
    marks = np.array([one for part in held for one in part.marks], dtype=np.int64)
    pairs = np.unique(np.stack([ids, marks], axis=1), axis=0) if len(ids) else np.empty((0, 2), np.int64)
    firsts = [part.first_ns for part in held if part.first_ns > 0]
    lasts = [part.last_ns for part in held if part.last_ns > 0]
    return LogNight(
        night,
        pairs[:, 0],
        pairs[:, 1],
        min(firsts, default=0),
        max(lasts, default=0),
        find_holes(held) if is_whole else [],
        is_whole,
        paths,
    )


def find_holes(parts: Sequence[LogPart]) -> list[tuple[int, int]]:
    """Ids that a log lacks inside, where both neighbours stand in parts that nobody exported or merged."""
    live = [part for part in parts if part.live and part.ids]
    if len(live) != len([part for part in parts if part.ids]):
        return []
    ids = np.unique(np.array([one for part in live for one in part.ids], dtype=np.int64))
    at = np.nonzero(np.diff(ids) > 1)[0]
    return [(int(ids[one]), int(ids[one + 1])) for one in at]


def compare_nights(before: LogNight, after: LogNight | None, *, is_covered: bool) -> LogStep:
    """What became of the log. `after` None: no file of the later night holds it; then `is_covered` says
    whether one could.
    """
    if after is None or not len(after.ids):
        gone = before.ids.tolist() if is_covered and (after is None or after.is_whole) else []
        return LogStep(before, after, gone)
    if not len(before.ids):
        return LogStep(before, after)
    kept = np.isin(_pair(before), _pair(after))
    missing = before.ids[~kept]
    low, high = int(after.ids[0]), int(after.ids[-1])
    unheld = max(0, low - int(before.ids[-1]) - 1)
    if high < int(before.ids[-1]) or (not kept.any() and low <= int(before.ids[-1])):
        # ids only grow: the log was put back, or made anew
        gone = missing.tolist() if after.is_whole else []
        return LogStep(before, after, gone, began_again=not kept.any())
    is_older = missing < low
    gone = missing[~is_older].tolist() if after.is_whole else []
    return LogStep(before, after, gone, int(is_older.sum()), unheld)


def _pair(log: LogNight) -> Numbers:
    # ids are counted, marks have 32 bits: one number holds both
    return (log.ids << 32) ^ log.marks


def list_spans(ids: Sequence[int]) -> list[tuple[int, int]]:
    """Ids as spans of (first, last).

    >>> list_spans([1, 2, 3, 7])
    [(1, 3), (7, 7)]
    """
    spans: list[tuple[int, int]] = []
    for one in ids:
        if spans and one == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], one)
        else:
            spans.append((one, one))
    return spans
