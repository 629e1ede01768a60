"""When most of what changed was struck at once: files that are too small to tell alone are told by company.

A program does one thing to all files. Where at least a tenth of what changed is damaged, and at least half
is damaged or changed in length as that is, a change is one more of its strikes if it begins and ends where
theirs do and the length grew as theirs did, to the byte; or if text of which nothing stayed grew at the rate
of theirs. What people edit on such a day does neither: an edit begins and ends anywhere, changes the length
by some other number, and keeps what it leaves.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from firstbell.base.errors import Error
from firstbell.examine.difference import compare
from firstbell.examine.look import Look
from firstbell.record.examination import ContentReader
from firstbell.record.versions import Judgement, State

_LEAST_DAMAGED = 12
# files whose strikes are laid side by side to learn what they have in common
_MOST_LEARNED = 48
_LEAST_DAMAGED_SHARE, _LEAST_SHARE = 0.1, 0.5
# pieces that are a share of the file end in two or three ways, by what its size leaves
_LEAST_ALIKE = 0.25
# beyond this, the statistics of one file have enough bytes
_LARGEST_BYTES = 1 << 20
_LEAST_LEARNED_BYTES = 256
# noise may repeat the old byte at an end of a strike, and a strike may be rounded to a block
_SLACK_BYTES = 2
_SLACK_SHARE = 0.02
# units of an alphabet differ in length by a part of their mean
_UNIT_SPREAD = 1.0
_LEAST_RATE, _PLAIN_RATES = 0.25, (0.85, 1.15)
_MOST_KEPT = 0.1
_WHOLE_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class ChangedRange:
    """Where in a file something changed: from `start` to before `end`, of the `size` bytes it had."""

    start: int
    end: int
    size: int

    @property
    def is_whole(self) -> bool:
        """Whether nearly all of the file lies between its ends."""
        return self.end - self.start >= _WHOLE_SHARE * self.size

    def is_like(self, other: ChangedRange) -> bool:
        """Whether both begin and both end at the same place: from the front, from the back, or by share."""
        return (
            self._is_at(self.start, other.start, other.size)
            or _is_near(self.size - self.start, other.size - other.start)
        ) and (
            self._is_at(self.end, other.end, other.size)
            or _is_near(self.size - self.end, other.size - other.end)
        )

    def _is_at(self, here: int, there: int, size: int) -> bool:
        shares = here / self.size, there / size
        return _is_near(here, there) or abs(shares[0] - shares[1]) <= _SLACK_SHARE + _SLACK_BYTES / self.size


def _is_near(one: int, other: int) -> bool:
    return abs(one - other) <= _SLACK_BYTES


@dataclass(frozen=True, slots=True)
class Sweep:
    """What one program did to most of what changed. `rate`: new length to old one of text, 0 where none."""

    places: tuple[ChangedRange, ...]
    growths: frozenset[int]
    rate: float = 0.0

    def is_struck_here(self, place: ChangedRange) -> bool:
        """Whether it is where at least a quarter of the others were struck."""
        alike = sum(place.is_like(other) for other in self.places)
        return alike >= max(3.0, _LEAST_ALIKE * len(self.places))

    def may_hold(self, look: Look) -> bool:
        """Whether a file may be one of those struck, by its length alone."""
        return _get_growth(look) in self.growths or (look.type == "text" and self.grew_so(look))

    def grew_so(self, look: Look) -> bool:
        """Whether a file's length went as that of the others did."""
        assert look.pair.old is not None
        rate = look.pair.new.size_bytes / look.pair.old.size_bytes
        spread = _SLACK_SHARE + _UNIT_SPREAD / math.sqrt(look.pair.old.size_bytes)
        return self.rate > 0 and abs(rate / self.rate - 1) <= spread


def apply_sweep(looks: Sequence[Look], reader: ContentReader) -> list[Look]:
    """The looks with those damaged that were changed as most of a sweep was; as they are where there is none.

    Reads some of the struck files again, and those that may have been struck, both versions.
    """
    sweep = find_sweep(looks, reader)
    return list(looks) if sweep is None else [_apply(look, sweep, reader) for look in looks]


def find_sweep(looks: Sequence[Look], reader: ContentReader) -> Sweep | None:
    """What most of the changed files have in common, None where there is no sweep."""
    changed = [look for look in looks if look.pair.old is not None and look.pair.old.size_bytes]
    damaged = [look for look in changed if look.is_damaged]
    if len(damaged) < max(_LEAST_DAMAGED, _LEAST_DAMAGED_SHARE * len(changed)):
        return None
    growths = _find_growths(damaged)
    lengths = Sweep((), growths, _find_rate(damaged))
    alike = sum(look.is_damaged or lengths.may_hold(look) for look in changed)
    if alike < _LEAST_SHARE * len(changed):
        return None
    fitting = [look for look in damaged if _get_growth(look) in growths and _is_readable(look)]
    step = max(1, len(fitting) // _MOST_LEARNED)
    places = [_find_place(look, reader) for look in fitting[::step][:_MOST_LEARNED]]
    return replace(lengths, places=tuple(place for place in places if place is not None))


def _find_growths(damaged: Sequence[Look]) -> frozenset[int]:
    """By how many bytes at least a third of them grew; as a rule one number, which may be nothing."""
    counts = Counter(_get_growth(look) for look in damaged)
    return frozenset(growth for growth, count in counts.items() if count * 3 >= len(damaged))


def _find_rate(damaged: Sequence[Look]) -> float:
    """The one rate at which the damaged files that are text now grew, 0 where there is none."""
    rates = [
        look.pair.new.size_bytes / look.pair.old.size_bytes
        for look in damaged
        if look.pair.old is not None
        and look.type == "text"
        and look.pair.old.size_bytes >= _LEAST_LEARNED_BYTES
    ]
    if len(rates) * 2 < len(damaged):
        return 0.0
    rate = statistics.median(rates)
    alike = sum(abs(one / rate - 1) <= 2 * _SLACK_SHARE for one in rates)
    is_plain = _PLAIN_RATES[0] < rate < _PLAIN_RATES[1]
    return 0.0 if is_plain or rate < _LEAST_RATE or alike * 4 < len(rates) * 3 else rate


def _get_growth(look: Look) -> int:
    old = look.pair.old
    return look.pair.new.size_bytes - (old.size_bytes if old is not None else 0)


def _is_readable(look: Look) -> bool:
    old = look.pair.old
    return old is not None and max(old.size_bytes, look.pair.new.size_bytes) <= _LARGEST_BYTES


def _find_place(look: Look, reader: ContentReader) -> ChangedRange | None:
    old, new = _read(look, reader)
    shared = min(len(old), len(new))
    difference = compare(old, new[:shared])
    if not len(difference.starts):
        return None
    return ChangedRange(int(difference.starts[0]), int(difference.ends[-1]), len(old))


def _read(look: Look, reader: ContentReader) -> tuple[bytes, bytes]:
    """Both contents, empty where one cannot be read."""
    assert look.pair.old is not None
    try:
        return (
            reader.read(look.pair.old, _LARGEST_BYTES),
            reader.read(look.pair.new, _LARGEST_BYTES),
        )
    except Error:
        return b"", b""


def _apply(look: Look, sweep: Sweep, reader: ContentReader) -> Look:
    is_candidate = not look.is_damaged and look.pair.old is not None and look.pair.old.size_bytes
    if not is_candidate or not _is_readable(look) or look.pair.is_guess:
        return look
    if _get_growth(look) in sweep.growths:
        place = _find_place(look, reader)
        # a file that was written anew and reads well has changed everywhere, too: that says nothing
        is_rewritten = place is not None and place.is_whole and look.judgement.state is State.INTACT
        if place is not None and not is_rewritten and sweep.is_struck_here(place):
            return _judge(look, "campaign-place", "changed where the damaged files are struck")
    if look.type == "text" and sweep.grew_so(look) and _is_nothing_kept(look, reader):
        return _judge(look, "campaign-rate", "nothing of it stayed, and it grew as the damaged files did")
    return look


def _is_nothing_kept(look: Look, reader: ContentReader) -> bool:
    old, new = _read(look, reader)
    if not old or not new:
        return False
    return compare(old, new).kept_bytes <= _MOST_KEPT * min(len(old), len(new))


def _judge(look: Look, code: str, why: str) -> Look:
    judgement = Judgement(State.DAMAGED, f"damaged.{code}", f"{why}; {look.judgement.reason}")
    return replace(look, judgement=judgement)
