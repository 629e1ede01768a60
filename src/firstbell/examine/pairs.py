"""Which removed path became which added one.

Sure: the same content (a person's rename, also across folders); name and suffix (`a.docx` to
`a.docx.lock`); shared blobs, since a partly struck file keeps most of its content. Guessed, and dropped
again where the new content turns out to hold: the same inode in the same folder (inodes are reused); the
same folder and the size difference most others have; what is left in a folder, in order of size, under
an extension many share.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

import msgspec

from firstbell.examine.paths import get_extension, split_path
from firstbell.record.versions import Change, FileVersion

_LEAST_ALIKE = 3
_LARGEST_GROWTH_BYTES = 1 << 16
_MOST_COMPARED = 250_000


class PairBasis(StrEnum):
    """How a pair was found."""

    NONE = "none"
    PATH = "path"
    NAME = "name"
    BLOBS = "blobs"
    INODE = "inode"
    SIZE = "size"
    LEFTOVER = "leftover"


_GUESSES = frozenset((PairBasis.INODE, PairBasis.SIZE, PairBasis.LEFTOVER))


class Pair(msgspec.Struct, frozen=True):
    """A new or changed version and what it was before, if that is known."""

    old: FileVersion | None
    new: FileVersion
    link: PairBasis

    @property
    def is_guess(self) -> bool:
        """Whether the new content must not hold for the pair to be believed."""
        return self.link in _GUESSES

    @property
    def was(self) -> bytes | None:
        """The path it had before, where that was another one."""
        return self.old.path if self.old is not None and self.old.path != self.new.path else None


class Pairing(msgspec.Struct, frozen=True):
    """All changed files: pairs to judge, pure renames (same content), and what is gone."""

    pairs: tuple[Pair, ...]
    moves: tuple[tuple[FileVersion, FileVersion], ...]
    removed: tuple[FileVersion, ...]


class _Desk(msgspec.Struct):
    """What is still to be paired, by path, and what is."""

    removed: dict[bytes, FileVersion]
    added: dict[bytes, FileVersion]
    pairs: list[Pair] = msgspec.field(default_factory=list)
    moves: list[tuple[FileVersion, FileVersion]] = msgspec.field(default_factory=list)

    def link(self, old: FileVersion, new: FileVersion, link: PairBasis) -> None:
        del self.removed[old.path], self.added[new.path]
        self.pairs.append(Pair(old, new, link))

    def move(self, old: FileVersion, new: FileVersion) -> None:
        del self.removed[old.path], self.added[new.path]
        self.moves.append((old, new))


def pair_changes(changes: Iterable[Change]) -> Pairing:
    """Pair what changed, was added and was removed. Reads no content."""
    desk = _sort_out(changes)
    for step in _STEPS:
        if not desk.removed or not desk.added:
            break
        step(desk)
    alone = [Pair(None, new, PairBasis.NONE) for new in desk.added.values()]
    pairs = sorted([*desk.pairs, *alone], key=lambda pair: pair.new.path)
    return Pairing(tuple(pairs), tuple(desk.moves), tuple(desk.removed.values()))


def _sort_out(changes: Iterable[Change]) -> _Desk:
    desk = _Desk({}, {})
    for change in changes:
        old = change.old if change.old is not None and change.old.kind == "file" else None
        new = change.new if change.new is not None and change.new.kind == "file" else None
        if old is not None and new is not None and old.path == new.path:
            if old.content != new.content or old.size_bytes != new.size_bytes:
                desk.pairs.append(Pair(old, new, PairBasis.PATH))
            continue
        if old is not None:
            desk.removed[old.path] = old
        if new is not None:
            desk.added[new.path] = new
    return desk


def _group(
    versions: Iterable[FileVersion], key: Callable[[FileVersion], object]
) -> dict[object, list[FileVersion]]:
    groups: dict[object, list[FileVersion]] = defaultdict(list)
    for version in versions:
        groups[key(version)].append(version)
    return groups


def _pair_moves_nearby(desk: _Desk) -> None:
    """The same content under another name in the same folder."""
    _pair_alike(desk, lambda version: (split_path(version.path)[0], version.content))


def _pair_moves(desk: _Desk) -> None:
    """The same content anywhere. After names: a copy must not take the place of a struck file's old one."""
    _pair_alike(desk, lambda version: version.content)


def _pair_alike(desk: _Desk, key: Callable[[FileVersion], object]) -> None:
    """Versions with content that are alike in `key`; the likest name wins."""
    olds = _group((old for old in desk.removed.values() if old.size_bytes), key)
    for new in list(desk.added.values()):
        candidates = [old for old in olds.get(key(new), ()) if old.path in desk.removed]
        if candidates and new.size_bytes:
            desk.move(_pick_likest(candidates, new), new)


def _pick_likest(candidates: Sequence[FileVersion], new: FileVersion) -> FileVersion:
    return min(candidates, key=lambda old: _measure_unlikeness(old.path, new.path))


def _measure_unlikeness(old: bytes, new: bytes) -> tuple[bool, bool, int]:
    old_folder, old_name = split_path(old)
    new_folder, new_name = split_path(new)
    return not new_name.startswith(old_name), old_folder != new_folder, abs(len(old) - len(new))


def _pair_names(desk: _Desk) -> None:
    """The old name with something appended, or put in front of it, in the same folder.

    Not where another added file has the old one's inode, and no old name of its own: `README` was renamed at
    random, and a note `README.txt` came. Who writes a copy and deletes the file gives its inode to the next.
    """
    heirs = {_get_inode_key(new): new for new in desk.added.values() if new.inode}
    named = {path for path in desk.added if _find_inner_name(desk.removed, *split_path(path)) is not None}
    for new in list(desk.added.values()):
        folder, name = split_path(new.path)
        old = _find_inner_name(desk.removed, folder, name)
        if old is None:
            continue
        heir = heirs.get(_get_inode_key(old))
        if heir is not None and heir is not new and _may_be_struck(old, heir) and heir.path not in named:
            continue
        if old.content == new.content:
            desk.move(old, new)
        else:
            desk.link(old, new, PairBasis.NAME)


def _find_inner_name(removed: dict[bytes, FileVersion], folder: bytes, name: bytes) -> FileVersion | None:
    for cut in range(len(name) - 1, 0, -1):
        old = removed.get(folder + name[:cut])
        if old is not None and not name[cut : cut + 1].isalnum():
            return old
    for cut in range(1, len(name)):
        old = removed.get(folder + name[cut:])
        if old is not None and not name[cut - 1 : cut].isalnum():
            return old
    return None


def _pair_blobs(desk: _Desk) -> None:
    """At least a quarter of the shorter list of blobs is in both."""
    owners: dict[bytes, FileVersion] = {}
    for old in desk.removed.values():
        if len(old.content) > 1:
            owners.update(dict.fromkeys(old.content, old))
    for new in list(desk.added.values()):
        if len(new.content) < 2:
            continue
        votes = Counter(owners[blob].path for blob in set(new.content) if blob in owners)
        votes = Counter({path: count for path, count in votes.items() if path in desk.removed})
        if votes:
            path, count = votes.most_common(1)[0]
            old = desk.removed[path]
            if count * 4 >= min(len(old.content), len(new.content)):
                desk.link(old, new, PairBasis.BLOBS)


def _pair_inodes(desk: _Desk) -> None:
    """The same inode in the same folder, not much shorter than before."""
    by_inode = {_get_inode_key(old): old for old in desk.removed.values() if old.inode}
    for new in list(desk.added.values()):
        old = by_inode.get(_get_inode_key(new))
        if old is not None and old.path in desk.removed and 0 < old.size_bytes <= 2 * new.size_bytes:
            desk.link(old, new, PairBasis.INODE)
    _pair_inodes_elsewhere(desk)


def _pair_inodes_elsewhere(desk: _Desk) -> None:
    """The same inode and, but for something appended, the same name in another folder: struck and moved."""
    by_inode = {_get_inode_key(old)[1:]: old for old in desk.removed.values() if old.inode}
    for new in list(desk.added.values()):
        old = by_inode.get(_get_inode_key(new)[1:])
        if old is None or old.path not in desk.removed or not _may_be_struck(old, new):
            continue
        if split_path(new.path)[1].startswith(split_path(old.path)[1]):
            desk.link(old, new, PairBasis.INODE)


def _get_inode_key(version: FileVersion) -> tuple[bytes, int, int]:
    return split_path(version.path)[0], version.device_id, version.inode


def _pair_stems(desk: _Desk) -> None:
    """The extension replaced by one that many added files have."""
    shared = _find_shared_extensions(desk)
    by_stem = _group(desk.removed.values(), lambda old: _get_stem(old.path))
    for new in list(desk.added.values()):
        if get_extension(new.path) not in shared:
            continue
        candidates = [old for old in by_stem.get(_get_stem(new.path), ()) if old.path in desk.removed]
        if len(candidates) == 1 and _may_be_struck(candidates[0], new):
            desk.link(candidates[0], new, PairBasis.SIZE)


def _get_stem(path: bytes) -> bytes:
    extension = get_extension(path)
    return path[: -len(extension)] if extension else path


def _find_shared_extensions(desk: _Desk) -> frozenset[bytes]:
    news = [pair.new for pair in desk.pairs if pair.was is not None] + list(desk.added.values())
    counts = Counter(get_extension(new.path) for new in news)
    return frozenset(extension for extension, count in counts.items() if extension and count >= _LEAST_ALIKE)


def _may_be_struck(old: FileVersion, new: FileVersion) -> bool:
    return 0 < old.size_bytes <= new.size_bytes <= old.size_bytes * 2 + _LARGEST_GROWTH_BYTES


def _find_common_growth(desk: _Desk) -> int | None:
    """The growth in bytes that most renamed files have in common, None where there is none.

    Of files whose pair is not known yet, all differences within a folder are counted: true pairs agree,
    chance does not.
    """
    growths = Counter(
        pair.new.size_bytes - pair.old.size_bytes for pair in desk.pairs if pair.old and pair.was
    )
    olds, news = _group_by_folder(desk.removed.values()), _group_by_folder(desk.added.values())
    for folder in olds.keys() & news.keys():
        if len(olds[folder]) * len(news[folder]) <= _MOST_COMPARED:
            growths.update(new.size_bytes - old.size_bytes for old in olds[folder] for new in news[folder])
    likely = Counter({growth: n for growth, n in growths.items() if 0 <= growth <= _LARGEST_GROWTH_BYTES})
    if not likely:
        return None
    growth, count = likely.most_common(1)[0]
    return growth if count >= max(_LEAST_ALIKE, len(desk.added) // 2) else None


def _group_by_folder(versions: Iterable[FileVersion]) -> dict[object, list[FileVersion]]:
    return _group(versions, lambda version: split_path(version.path)[0])


def _pair_sizes(desk: _Desk) -> None:
    """The same folder, and larger by what the others grew by."""
    growth = _find_common_growth(desk)
    if growth is None:
        return
    by_size = _group(desk.removed.values(), lambda old: (split_path(old.path)[0], old.size_bytes + growth))
    for new in list(desk.added.values()):
        waiting = by_size.get((split_path(new.path)[0], new.size_bytes), [])
        while waiting and waiting[-1].path not in desk.removed:
            waiting.pop()
        if waiting and new.size_bytes:
            desk.link(waiting.pop(), new, PairBasis.SIZE)


def _pair_leftovers(desk: _Desk) -> None:
    """What is left in a folder, in order of size, where the added ones share an extension."""
    shared = _find_shared_extensions(desk)
    leftovers = _group_by_folder(new for new in desk.added.values() if get_extension(new.path) in shared)
    gone = _group_by_folder(desk.removed.values())
    for folder, news in leftovers.items():
        olds = sorted(gone.get(folder, ()), key=lambda old: old.size_bytes)
        for old, new in zip(olds, sorted(news, key=lambda new: new.size_bytes), strict=False):
            if _may_be_struck(old, new):
                desk.link(old, new, PairBasis.LEFTOVER)


_STEPS = (
    _pair_moves_nearby,
    _pair_names,
    _pair_moves,
    _pair_blobs,
    _pair_inodes,
    _pair_stems,
    _pair_sizes,
    _pair_leftovers,
)
