"""The buffer of damaged repositories: each case hurts a whole repository in one way, and knows what it hurt.

The repository has two snapshots. `/srv` of the first: three folders of files; the second adds a folder and
changes a file. Each snapshot has a pack of data, a pack of trees and an index file of its own.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from firstbell.base.ids import hash_id
from firstbell.repository import BlobKind, Repository, Snapshot, walk_tree
from firstbell.repository.format.index import render_index
from firstbell.repository.format.pack import LENGTH, PackedBlob
from firstbell.repository.index import BlobLocation
from firstbell.repository.unpacked import save_unpacked
from firstbell.store import Kind, Store
from tests.repository.making import Folder, flip_bit, make_repository, names_of, replace_object, save_snapshot

_LOT = random.Random(18)
BUDGET, MORE = _LOT.randbytes(3000), _LOT.randbytes(2500)
FIRST: Folder = {
    b"office": {b"budget.xlsx": BUDGET, b"letter.docx": b"letter " * 300, b"empty": b""},
    b"school": {b"deep": {b"grades.csv": _LOT.randbytes(5000)}, b"plan.pdf": _LOT.randbytes(2000)},
    b"photo.jpg": _LOT.randbytes(4000),
}
SECOND: Folder = {
    **FIRST,
    b"added": {b"new.txt": b"new " * 200, b"more.bin": MORE},
    b"photo.jpg": _LOT.randbytes(4100),
}

Place = tuple[str, bytes]  # hex id of a snapshot, path
BlobId = bytes


@dataclass
class Damage:
    """What a case did. `hurt`: blobs that cannot be read until something is repaired. `lost`: those of them
    that no repair brings back. `packs`, `indexes`, `snapshots`: hex ids of what a check must name.
    """

    hurt: set[BlobId] = field(default_factory=set)
    lost: set[BlobId] = field(default_factory=set)
    packs: set[str] = field(default_factory=set)
    indexes: set[str] = field(default_factory=set)
    snapshots: set[str] = field(default_factory=set)


class Sample:
    """The whole repository, and what it holds, as it was before it was damaged."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.repository = make_repository(store)
        self.snapshots = [save_snapshot(self.repository, FIRST)]
        self.indexes = names_of(store, Kind.INDEX)
        self.snapshots.append(save_snapshot(self.repository, SECOND, at_s=60))
        self.indexes += [name for name in names_of(store, Kind.INDEX) if name not in self.indexes]
        self.repository.reload_index()
        self.locations: dict[BlobId, BlobLocation] = dict(self.repository.index)
        self.files = {snapshot.hex_id: read_files(self.repository, snapshot) for snapshot in self.snapshots}
        self.blobs_of = {s.hex_id: _list_blobs(self.repository, s) for s in self.snapshots}

    def pack_of(self, kind: BlobKind, snapshot: int = 0) -> str:
        """The hex id of the pack that the snapshot's backup wrote."""
        if kind is BlobKind.TREE:
            return self.locations[bytes.fromhex(self.snapshots[snapshot].tree)].pack_id.hex()
        return self.locations[hash_id(MORE if snapshot else BUDGET)].pack_id.hex()

    def blobs_in(self, pack: str) -> dict[BlobId, BlobLocation]:
        """What a pack holds, in order of offset."""
        found = [(id_, at) for id_, at in self.locations.items() if at.pack_id.hex() == pack]
        return dict(sorted(found, key=lambda item: item[1].offset))

    def touched(self, hurt: set[BlobId]) -> set[Place]:
        """Where these blobs stand: files, and folders whose tree is among them, which hide what is below."""
        found: set[Place] = set()
        for hex_id, blobs in self.blobs_of.items():
            for path in sorted(blobs):
                hidden = any((hex_id, above) in found for above in _list_parents(path))
                if not hidden and not hurt.isdisjoint(blobs[path]):
                    found.add((hex_id, path))
        return found

    def whole_files(self, hurt: set[BlobId]) -> dict[str, dict[bytes, bytes]]:
        """The files of each snapshot that these blobs do not touch, and that no hurt folder hides."""
        touched = self.touched(hurt)
        return {
            hex_id: {
                path: content
                for path, content in files.items()
                if not any((hex_id, above) in touched for above in [path, *_list_parents(path)])
            }
            for hex_id, files in self.files.items()
        }


def _list_parents(path: bytes) -> list[bytes]:
    parts = path.split(b"/")
    return [b"/".join(parts[:end]) or b"/" for end in range(1, len(parts))]


def read_files(repository: Repository, snapshot: Snapshot) -> dict[bytes, bytes]:
    return {
        entry.path: b"".join(map(repository.load_blob, entry.node.content_ids))
        for entry in walk_tree(repository, bytes.fromhex(snapshot.tree))
        if entry.node.type == "file"
    }


def _list_blobs(repository: Repository, snapshot: Snapshot) -> Mapping[bytes, set[BlobId]]:
    root = bytes.fromhex(snapshot.tree)
    blobs = {b"/": {root}}
    for entry in walk_tree(repository, root):
        subtree = {bytes.fromhex(entry.node.subtree)} if entry.node.subtree else set()
        blobs[entry.path] = {*entry.node.content_ids, *subtree}
    return blobs


def _rewrite(sample: Sample, kind: Kind, name: str, change: Callable[[bytes], bytes]) -> None:
    replace_object(sample.store, kind, name, change(sample.store.read(kind, name)))


def _damage_pack(
    sample: Sample, kind: BlobKind, change: Callable[[bytes], bytes], *, holds: Callable[[BlobLocation], bool]
) -> Damage:
    """Change a pack of the second snapshot's; `holds`: whether a blob of it is still whole."""
    pack = sample.pack_of(kind, 1)
    _rewrite(sample, Kind.DATA, pack, change)
    lost = {id_ for id_, at in sample.blobs_in(pack).items() if not holds(at)}
    return Damage(hurt=lost, lost=lost, packs={pack})


def _flip_blob(sample: Sample, kind: BlobKind, *, number: int) -> Damage:
    at = list(sample.blobs_in(sample.pack_of(kind, 1)).values())[number]
    position = at.offset + at.length // 2
    return _damage_pack(sample, kind, lambda data: flip_bit(data, position), holds=lambda other: other != at)


def _flip_from_end(sample: Sample, kind: BlobKind, *, back: int) -> Damage:
    return _damage_pack(sample, kind, lambda data: flip_bit(data, len(data) - back), holds=lambda _: True)


def _truncate(sample: Sample, kind: BlobKind) -> Damage:
    second = list(sample.blobs_in(sample.pack_of(kind, 1)).values())[1]
    end = second.offset + 10
    return _damage_pack(sample, kind, lambda data: data[:end], holds=lambda at: at.offset + at.length <= end)


def _insert(sample: Sample) -> Damage:
    """Bytes that do not belong there push a part of the pack towards the end."""
    second = list(sample.blobs_in(sample.pack_of(BlobKind.DATA, 1)).values())[1]
    damage = _damage_pack(
        sample,
        BlobKind.DATA,
        lambda data: data[: second.offset] + b"inserted" + data[second.offset :],
        holds=lambda at: at.offset < second.offset,
    )
    damage.lost = set()  # the blobs behind are whole, counted from the end
    return damage


def _cut_beginning(sample: Sample) -> Damage:
    """The first blob is cut, and all others move towards the beginning."""
    damage = _damage_pack(sample, BlobKind.DATA, lambda data: data[100:], holds=lambda _: False)
    damage.lost = set(list(sample.blobs_in(*damage.packs))[:1])
    return damage


def _delete_pack(sample: Sample, kind: BlobKind, snapshot: int) -> Damage:
    pack = sample.pack_of(kind, snapshot)
    sample.store.delete(Kind.DATA, pack)
    lost = set(sample.blobs_in(pack))
    return Damage(hurt=lost, lost=lost, packs={pack})


def _swap(sample: Sample, one: tuple[BlobKind, int], other: tuple[BlobKind, int]) -> Damage:
    names = sample.pack_of(*one), sample.pack_of(*other)
    contents = [sample.store.read(Kind.DATA, name) for name in names]
    for name, data in zip(names, reversed(contents), strict=True):
        replace_object(sample.store, Kind.DATA, name, data)
    return Damage(hurt={id_ for name in names for id_ in sample.blobs_in(name)}, packs=set(names))


def _change_index(sample: Sample, change: Callable[[bytes], bytes] | None) -> Damage:
    """The second snapshot's index becomes something else, or nothing."""
    name = sample.indexes[1]
    if change is None:
        sample.store.delete(Kind.INDEX, name)
    else:
        _rewrite(sample, Kind.INDEX, name, change)
    packs = {sample.pack_of(kind, 1) for kind in BlobKind}
    hurt = {id_ for pack in packs for id_ in sample.blobs_in(pack)}
    return Damage(hurt=hurt, indexes=set() if change is None else {name})


def _plant_index(sample: Sample, pack: bytes, *, offset: int) -> Damage:
    """An index that says a pack holds a blob which is nowhere."""
    blob = PackedBlob(BlobKind.DATA, hash_id(b"nowhere"), offset, 132, 0)
    plaintext = render_index({pack: [blob]})
    save_unpacked(sample.store, sample.repository.sealer, Kind.INDEX, plaintext=plaintext, version=2)
    return Damage(packs={pack.hex()})


def _plant_in_pack(sample: Sample) -> Damage:
    pack = sample.pack_of(BlobKind.DATA, 1)
    end = sum(at.length for at in sample.blobs_in(pack).values())
    return _plant_index(sample, bytes.fromhex(pack), offset=end)


def _plant_snapshot(sample: Sample) -> Damage:
    data = b"no snapshot"
    name = hash_id(data).hex()
    sample.store.write(Kind.SNAPSHOTS, name, [data])
    return Damage(snapshots={name})


def _break_header_and_index(sample: Sample) -> Damage:
    """What a pack holds is said nowhere any more."""
    pack = sample.pack_of(BlobKind.DATA, 1)
    _rewrite(sample, Kind.DATA, pack, lambda data: flip_bit(data, len(data) - LENGTH.size - 20))
    damage = _change_index(sample, None)
    damage.lost = set(sample.blobs_in(pack))
    return damage


_DATA, _TREE = BlobKind.DATA, BlobKind.TREE
CASES: dict[str, Callable[[Sample], Damage]] = {
    "data: first blob flipped": lambda sample: _flip_blob(sample, _DATA, number=0),
    "data: last blob flipped": lambda sample: _flip_blob(sample, _DATA, number=-1),
    "data: header flipped": lambda sample: _flip_from_end(sample, _DATA, back=40),
    "data: header length flipped": lambda sample: _flip_from_end(sample, _DATA, back=4),
    "data: header length huge": lambda sample: _flip_from_end(sample, _DATA, back=1),
    "data: truncated": lambda sample: _truncate(sample, _DATA),
    "data: bytes inserted": _insert,
    "data: beginning cut off": _cut_beginning,
    "data: emptied": lambda sample: _damage_pack(sample, _DATA, lambda _: b"", holds=lambda _: False),
    "data: deleted": lambda sample: _delete_pack(sample, _DATA, 0),
    "tree: root flipped": lambda sample: _flip_blob(sample, _TREE, number=-1),
    "tree: folder flipped": lambda sample: _flip_blob(sample, _TREE, number=0),
    "tree: header flipped": lambda sample: _flip_from_end(sample, _TREE, back=40),
    "tree: truncated": lambda sample: _truncate(sample, _TREE),
    "tree: deleted": lambda sample: _delete_pack(sample, _TREE, 0),
    "swapped: two packs of data": lambda sample: _swap(sample, (_DATA, 0), (_DATA, 1)),
    "swapped: data and trees": lambda sample: _swap(sample, (_DATA, 1), (_TREE, 1)),
    "index: truncated": lambda sample: _change_index(sample, lambda data: data[: len(data) // 2]),
    "index: flipped": lambda sample: _change_index(sample, lambda data: flip_bit(data, 50)),
    "index: garbage": lambda sample: _change_index(sample, lambda _: b"no index"),
    "index: deleted": lambda sample: _change_index(sample, None),
    "index: names a pack that is not there": lambda sample: _plant_index(sample, b"\x01" * 32, offset=0),
    "index: names a blob that is not there": _plant_in_pack,
    "snapshot: garbage": _plant_snapshot,
    "index deleted and a header flipped": _break_header_and_index,
}
