"""How much of what a file said its new version keeps, for what decodes: text, picture, cells, members.

A container's checksums prove nothing of its meaning: noise in the members of a document, words in another
order, another picture under the same name all decode. So a few of the changed files are compared with their
old version: eight and one in a hundred, chosen by what the whole snapshot brought, so that nobody can know
which; and where one of them lost most of what it said, more, in three steps. What keeps its size, grows or
shrinks is chosen of by itself: a bulk edit of people does not hide files whose words were put in another
order. Where a deleted file's text or picture is in a new one of the same name with another ending, it is no
loss either: people change formats.
"""

from __future__ import annotations

import hashlib
import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from firstbell.base.errors import Error
from firstbell.examine.look import Look
from firstbell.examine.losses import Way
from firstbell.examine.paths import get_extension, get_top_folder, split_path
from firstbell.examine.sketch import draw_sketch, is_old_office, is_structured, sketch_bytes, sketch_runs
from firstbell.examine.sketches import MOST_BYTES, SIDE, TINT_SIDE, ContentSketch, list_shared
from firstbell.examine.sorted_tables import is_sorted_anew
from firstbell.examine.validators.fence import FENCE
from firstbell.examine.version_content import WHOLE_BYTES, read_pair
from firstbell.record.examination import ContentReader
from firstbell.record.versions import FileVersion, State

# files looked at, one in so many beside them, and how many of these must be lost for the next step
_STEPS = ((8, 100, 1), (16, 50, 3), (48, 10, 0))
_SUSPICIOUS = 2
# of fewer marks nothing can be said
_LEAST_MARKS = 12
LEAST_KEPT = 0.6
# a text is thinned where less than so much of it is left, and so much of what is left is of it
_LEAST_LEFT, _ALL_OLD = 0.9, 0.95
_LEAST_REFIGURED = 2
_FLAT_PICTURE = 4.0
# colors that differ so little from grey, or from place to place, tell nothing; two rows of them are the same
# or are not
_FLAT_TINTS, _SAME_TINTS, _OTHER_TINTS = 4.0, 0.8, 0.5
_SWAPS = ((0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0))
# a picture of fewer of its points is a thumbnail of it
_LEAST_POINTS = 1 / 16
_CONVERTED_SHARE = 0.9
# a sharpened picture, or one made half as large, is at most about twice as rough
_MOST_ROUGHER, _LEAST_ROUGHER = 2.0, 5.0


_Places = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two versions to compare. `key`: the old path."""

    key: bytes
    old: FileVersion
    new: FileVersion

    @property
    def growth(self) -> int:
        """-1, 0 or 1: it shrank, kept its size, or grew."""
        return (self.new.size_bytes > self.old.size_bytes) - (self.new.size_bytes < self.old.size_bytes)


def find_rewritten(
    looks: Sequence[Look], reader: ContentReader, *, roots: Sequence[bytes]
) -> dict[bytes, Way]:
    """Old paths of changed files that decode and keep less than 60 % of what they said, or no number of it.

    Where a sample tells, the rest of its folder, type and change of size is counted by the sample's share: as
    many paths as that, of those that were not looked at.
    """
    pairs = [
        _Pair(look.pair.old.path, look.pair.old, look.pair.new)
        for look in looks
        if look.pair.old is not None and look.judgement.state is State.INTACT
        if _is_comparable(look.pair.old, look.pair.new)
    ]
    if not pairs:
        return {}
    groups = _group(pairs, roots)
    order = list(_take(groups))
    kept: dict[bytes, Way | None] = {}
    for files, one_in, least_lost in _STEPS:
        _compare_some(order[: files + len(order) // one_in], reader, kept)
        if sum(way is not None for way in kept.values()) < least_lost:
            break
    return {path: way for group in groups for path, way in _estimate(group, kept)}


def find_converted(
    gone: Sequence[FileVersion], looks: Sequence[Look], reader: ContentReader
) -> frozenset[bytes]:
    """Paths of deleted files whose text or picture a new one of the same name, with another ending, keeps."""
    came = {
        _get_stem(look.pair.new.path): look.pair.new
        for look in looks
        if look.pair.old is None and look.judgement.state is State.INTACT
    }
    pairs = [
        _Pair(old.path, old, came[stem])
        for old in gone
        if (stem := _get_stem(old.path)) in came and _is_comparable(old, came[stem])
    ]
    if not pairs:
        return frozenset()
    order = list(_take(_group(pairs, ())))
    kept: dict[bytes, Way | None] = {}
    files, one_in, _ = _STEPS[1]
    _compare_some(order[: files + len(order) // one_in], reader, kept)
    good = [path for path, way in kept.items() if way is not Way.REWRITTEN]
    if kept and len(good) >= len(kept) * _CONVERTED_SHARE:
        return frozenset(pair.key for pair in pairs)
    return frozenset(good)


def _is_comparable(old: FileVersion, new: FileVersion) -> bool:
    return old.size_bytes > 0 and new.size_bytes > 0 and old.content != new.content


def _get_stem(path: bytes) -> bytes:
    folder, name = split_path(path)
    cut = name.rfind(b".")
    return folder + (name[:cut] if cut > 0 else name)


def _group(pairs: Sequence[_Pair], roots: Sequence[bytes]) -> list[list[_Pair]]:
    """Pairs by change of size, top folder and type, in an order that depends on all that changed."""
    brought = b"".join(blob for pair in pairs for blob in pair.new.content[:1])
    source = random.Random(hashlib.sha256(brought).digest())
    tops: dict[bytes, bytes] = {}
    groups: dict[tuple[int, bytes, bytes], list[_Pair]] = {}
    for pair in pairs:
        folder = split_path(pair.key)[0]
        if folder not in tops:
            tops[folder] = get_top_folder(pair.key, roots)
        groups.setdefault((pair.growth, tops[folder], get_extension(pair.key)), []).append(pair)
    ordered = [groups[key] for key in sorted(groups)]
    source.shuffle(ordered)
    for members in ordered:
        source.shuffle(members)
    return ordered


def _take(groups: Sequence[Sequence[_Pair]]) -> Iterator[_Pair]:
    """Every pair once: in turns one of each group, so that none is missed, one of any of them, so that
    most are taken of where most changed, and one of those that shrank, kept their size, or grew.
    """
    shuffled = [pair for members in groups for pair in members]
    random.Random(len(shuffled)).shuffle(shuffled)
    by_growth = [[pair for pair in shuffled if pair.growth == growth] for growth in (0, -1, 1)]
    seen: set[bytes] = set()
    for three in zip(_take_in_turns(groups), shuffled, _take_in_turns(by_growth), strict=True):
        for pair in three:
            if pair.key not in seen:
                seen.add(pair.key)
                yield pair


def _take_in_turns(groups: Sequence[Sequence[_Pair]]) -> Iterator[_Pair]:
    for place in range(max(map(len, groups), default=0)):
        for members in groups:
            if place < len(members):
                yield members[place]


def _compare_some(pairs: Sequence[_Pair], reader: ContentReader, kept: dict[bytes, Way | None]) -> None:
    for pair in pairs:
        if pair.key in kept:
            continue
        try:
            kept[pair.key] = _tell_lost(pair.old, pair.new, reader)
        except Error:
            continue  # a blob that cannot be read is told where the new version is judged
        except _UnknownError:
            continue


class _UnknownError(Exception):
    """Nobody can tell what of a content the other one keeps."""


def _tell_lost(old: FileVersion, new: FileVersion, reader: ContentReader) -> Way | None:
    """How what the old version said was lost, None where the new one keeps it. Raises: _UnknownError."""
    largest = max(old.size_bytes, new.size_bytes)
    is_short = largest <= MOST_BYTES
    if is_short or (largest <= WHOLE_BYTES and is_structured(reader.read(old, 1024))):
        first, second = (reader.read(one, WHOLE_BYTES) for one in (old, new))
        if second.startswith(first):
            return None  # what only grew keeps all it said
        if is_sorted_anew(first, second):
            return None
        is_converted = is_old_office(first) and not is_old_office(second)
        with FENCE.compare():
            before = sketch_runs(first) if is_converted else draw_sketch(first)
            after = draw_sketch(second)
        return _compare_drawn(before, after)
    return _tell_share(_share_pieces(old, new, reader))


def _compare_drawn(before: ContentSketch, after: ContentSketch) -> Way | None:
    if is_refigured(before, after):
        return Way.REFIGURED
    return Way.REWRITTEN if is_thinned(before, after) else _tell_share(compare(before, after))


def _tell_share(share: float | None) -> Way | None:
    if share is None:
        raise _UnknownError
    return Way.REWRITTEN if share < LEAST_KEPT else None


def _share_pieces(old: FileVersion, new: FileVersion, reader: ContentReader) -> float | None:
    """Of a large file: the share of its pieces that are the same, and of a few others what they keep."""
    held = set(new.content)
    same = sum(blob in held for blob in old.content) / len(old.content)
    if same >= LEAST_KEPT:
        return same
    before, after = (sketch_bytes(one.data) for one in read_pair(old, new, reader))
    share = compare(before, after)
    return None if share is None else same + (1 - same) * share


def _estimate(group: Sequence[_Pair], kept: Mapping[bytes, Way | None]) -> list[tuple[bytes, Way]]:
    looked = [pair.key for pair in group if pair.key in kept]
    lost = [(path, way) for path in looked if (way := kept[path]) is not None]
    if len(lost) < _SUSPICIOUS:
        return lost
    rest = [pair.key for pair in group if pair.key not in kept]
    (most, _), *_ = Counter(way for _, way in lost).most_common(1)
    return lost + [(path, most) for path in rest[: len(rest) * len(lost) // len(looked)]]


def compare(old: ContentSketch, new: ContentSketch) -> float | None:
    """The share of the old content that the new one keeps, in order; None where nobody can tell."""
    pages = _compare_pages(old.pages, new.pages)
    said = _compare_said(old, new)
    known = [share for share in (pages, said) if share is not None]
    return min(known, default=None)


def _compare_pages(old: Sequence[str], new: Sequence[str]) -> float | None:
    """The share of pictures of pages that are the same ones, or look alike; None where there are none."""
    if not old:
        return None
    left = list(new)
    kept = 0
    for page in old:
        alike = next((one for one in left if one == page or _is_page_alike(page, one)), None)
        if alike is not None:
            left.remove(alike)
            kept += 1
    return kept / len(old)


def _is_page_alike(old: str, new: str) -> bool:
    if len(old) != len(new) or len(old) != 2 * SIDE * SIDE:
        return False
    share = _compare_pictures(ContentSketch(places=old), ContentSketch(places=new))
    return share is None or share >= LEAST_KEPT


def _compare_said(old: ContentSketch, new: ContentSketch) -> float | None:
    if old.kind == "picture":
        return _compare_pictures(old, new) if new.kind == "picture" else 0.0
    if not old.kind or len(old.marks) < _LEAST_MARKS:
        return None
    if new.kind != old.kind:
        return 0.0
    before, after = list_shared(old, new)
    if len(before) < _LEAST_MARKS:
        return None
    places = {mark: at for at, mark in enumerate(after)}
    found = [places[mark] for mark in before if mark in places]
    if old.kind != "text" or not found:
        return len(found) / len(before)
    return _count_in_order(found) / len(before)


def is_refigured(old: ContentSketch, new: ContentSketch) -> bool:
    """Whether not one word of a text changed, and two or more of its numbers and dates did."""
    if old.kind != "text" or old.letters != new.letters or len(old.figures) != len(new.figures):
        return False
    pairs = zip(old.figures, new.figures, strict=True)
    return sum(before != after for before, after in pairs) >= _LEAST_REFIGURED


def is_thinned(old: ContentSketch, new: ContentSketch) -> bool:
    """Whether a tenth of a text went and nothing came: cut a little every day, it is gone in a week."""
    if old.kind != "text" or new.kind != "text":
        return False
    before, after = (set(marks) for marks in list_shared(old, new))
    if len(before) < _LEAST_MARKS:
        return False
    shared = len(before & after)
    return shared < len(before) * _LEAST_LEFT and shared >= len(after) * _ALL_OLD


def _count_in_order(places: Sequence[int]) -> int:
    """Length of the longest row of places that only goes up, others in between left out."""
    tails: list[int] = []
    for place in places:
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
    return len(tails)


def is_noisier(old: float, new: float) -> bool:
    """Whether neighboring points differ so much more than before that noise lies over the picture."""
    return new > _MOST_ROUGHER * old + _LEAST_ROUGHER


def _compare_pictures(old: ContentSketch, new: ContentSketch) -> float | None:
    """How alike two pictures are in small, turned or mirrored; None where the old one is flat.

    0 where the new one is a thumbnail of the old one, or the old one under noise.
    """
    if 0 < new.points < _LEAST_POINTS * old.points or is_noisier(old.roughness, new.roughness):
        return 0.0
    first, second = (
        np.frombuffer(bytes.fromhex(one.places), np.uint8).astype(float).reshape(SIDE, SIDE)
        for one in (old, new)
    )
    first -= first.mean()
    if first.std() < _FLAT_PICTURE:
        return None
    second -= second.mean()
    if second.std() < _FLAT_PICTURE:
        return 0.0
    scale = first.std() * second.std() * SIDE * SIDE
    alike = [float((first * one).sum() / scale) for one in _turn(second)]
    best = max(alike)
    return 0.0 if _swaps_colors(old.tints, new.tints, turn=alike.index(best)) else best


def _turn(places: _Places) -> list[_Places]:
    """Places by rows in the eight ways in which a picture can be turned and mirrored."""
    return [np.rot90(one, times) for one in (places, places.swapaxes(0, 1)) for times in range(4)]


def _swaps_colors(old: str, new: str, *, turn: int) -> bool:
    """Whether red, green and blue took each other's places, which no change of light or tone does.

    `turn`: how the new picture has to be turned to lie on the old one.
    """
    if not old or not new:
        return False
    before, after = (_read_tints(one) for one in (old, new))
    after = _turn(after)[turn]
    if min(before.std(), after.std()) < _FLAT_TINTS:
        return False
    scale = before.std() * after.std() * before.size

    def compare_in(order: Sequence[int]) -> float:
        return float((before * after[..., order]).sum() / scale)

    return compare_in((0, 1, 2)) < _OTHER_TINTS and max(map(compare_in, _SWAPS)) >= _SAME_TINTS


def _read_tints(tints: str) -> _Places:
    """How much each of three colors differs from the place's grey."""
    points = np.frombuffer(bytes.fromhex(tints), np.uint8).astype(float)
    colors = points.reshape(TINT_SIDE, TINT_SIDE, 3)
    return np.asarray(colors - colors.mean(axis=2, keepdims=True))
