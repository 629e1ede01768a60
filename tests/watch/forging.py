"""What an intruder with a host's credential and password uploads: correctly named, hashed and sealed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from firstbell.crypto.seal import Sealer
from firstbell.repository import Repository
from firstbell.repository.format.envelope import wrap
from firstbell.repository.format.index import render_index
from firstbell.repository.format.pack import LENGTH, BlobKind, PackedBlob, render_header
from firstbell.repository.format.tree import render_tree
from firstbell.repository.index import BlobLocation

Upload = tuple[str, bytes]
FUTURE_FILE = b"what the secretary writes tomorrow\n" * 40


def name_of(data: bytes) -> str:
    """The name of an object."""
    return hashlib.sha256(data).hexdigest()


class Forger:
    """Forges objects of one repository, as it stands now."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.sealer: Sealer = repository.sealer

    def seal(self, plaintext: bytes) -> bytes:
        """An index, a snapshot or a lock."""
        return self.sealer.seal(wrap(plaintext, 2))

    def seal_index(
        self, packs: Mapping[bytes, Iterable[PackedBlob]], supersedes: Iterable[str] = ()
    ) -> bytes:
        """An index of these packs."""
        return self.seal(render_index(packs, supersedes))

    def seal_pack(self, blobs: Sequence[tuple[BlobKind, bytes, bytes]]) -> tuple[bytes, list[PackedBlob]]:
        """A pack of (kind, id, content), whether or not the id is the content's."""
        parts, placed, offset = [], [], 0
        for kind, blob_id, content in blobs:
            sealed = self.sealer.seal(content)
            parts.append(sealed)
            placed.append(PackedBlob(kind, blob_id, offset, len(sealed), 0))
            offset += len(sealed)
        header = self.sealer.seal(render_header(placed))
        return b"".join([*parts, header, LENGTH.pack(len(header))]), placed

    def list_packs(self) -> dict[bytes, list[PackedBlob]]:
        """The packs that the true index names, and their blobs in order."""
        packs: dict[bytes, list[PackedBlob]] = {}
        self.repository.reload_index()
        for blob_id, place in self.repository.index:
            packs.setdefault(place.pack_id, []).append(_place(blob_id, place))
        return {pack_id: sorted(blobs, key=lambda blob: blob.offset) for pack_id, blobs in packs.items()}

    def render_snapshot(self, **fields: Any) -> bytes:
        """JSON of a snapshot like the newest one, but for these fields."""
        newest = self.repository.list_snapshots()[-1]
        told: dict[str, Any] = {
            "time": newest.time,
            "tree": newest.tree,
            "paths": newest.paths,
            "hostname": newest.hostname,
        }
        told |= {"username": "root", "uid": 0, "gid": 0}
        return json.dumps(told | fields).encode()


def _place(blob_id: bytes, place: BlobLocation) -> PackedBlob:
    return PackedBlob(place.kind, blob_id, place.offset, place.length, place.plain_length)


def forge_garbage_index(forger: Forger) -> list[Upload]:
    """An index that does not decrypt."""
    return [("index", os.urandom(400))]


def forge_shifted_index(forger: Forger) -> list[Upload]:
    """Every blob in its own pack, one byte aside."""
    shifted = {
        pack_id: [blob._replace(offset=blob.offset + 1) for blob in blobs]
        for pack_id, blobs in forger.list_packs().items()
    }
    return [("index", forger.seal_index(shifted))]


def forge_swapped_index(forger: Forger) -> list[Upload]:
    """The blobs of each pack where the others lie, each with its own length kept out of step."""
    swapped = {}
    for pack_id, blobs in forger.list_packs().items():
        ids = [blob.id for blob in blobs]
        swapped[pack_id] = [blob._replace(id=other) for blob, other in zip(blobs, reversed(ids), strict=True)]
        if ids == ids[::-1]:
            swapped[pack_id] = [blob._replace(id=os.urandom(32)) for blob in blobs]
    return [("index", forger.seal_index(swapped))]


def forge_index_of_no_pack(forger: Forger) -> list[Upload]:
    """Every blob in packs that are not there."""
    return [("index", forger.seal_index({os.urandom(32): blobs for blobs in forger.list_packs().values()}))]


def forge_own_pack(forger: Forger) -> list[Upload]:
    """Every known blob in a pack of the intruder's: a true header over false content."""
    blobs = [blob for blobs in forger.list_packs().values() for blob in blobs]
    pack, placed = forger.seal_pack([(blob.kind, blob.id, b"not that at all") for blob in blobs])
    return [("data", pack), ("index", forger.seal_index({bytes.fromhex(name_of(pack)): placed}))]


def forge_future_blob(forger: Forger) -> list[Upload]:
    """A blob that was not backed up yet, with false content."""
    blob_id = hashlib.sha256(FUTURE_FILE).digest()
    pack, placed = forger.seal_pack([(BlobKind.DATA, blob_id, b"nothing of the kind")])
    return [("data", pack), ("index", forger.seal_index({bytes.fromhex(name_of(pack)): placed}))]


def forge_garbage_key(forger: Forger) -> list[Upload]:
    """One key that is none."""
    return [("keys", os.urandom(300))]


def forge_many_keys(forger: Forger) -> list[Upload]:
    """More keys than anybody tries."""
    return [("keys", _render_key(n=2, p=1)) for _ in range(25)]


def forge_costly_key(forger: Forger) -> list[Upload]:
    """A key that takes minutes to try."""
    return [("keys", _render_key(n=1 << 15, p=2048))]


def _render_key(*, n: int, p: int) -> bytes:
    fields: dict[str, object] = {"created": "2023-02-18T06:00:00Z", "username": "root", "hostname": "office"}
    fields |= {"kdf": "scrypt", "N": n, "r": 8, "p": p, "salt": "AAAA", "data": os.urandom(96).hex()}
    return json.dumps(fields).encode()


def forge_garbage_snapshot(forger: Forger) -> list[Upload]:
    """A snapshot that does not decrypt."""
    return [("snapshots", os.urandom(300))]


def forge_rootless_snapshot(forger: Forger) -> list[Upload]:
    """A snapshot of a tree that nobody has."""
    return [("snapshots", forger.seal(forger.render_snapshot(tree=os.urandom(32).hex())))]


def forge_hollow_snapshot(forger: Forger) -> list[Upload]:
    """A snapshot whose tree is there, and the content of its file is not."""
    node = {"name": "a", "type": "file", "mode": 420, "size": 10, "content": [os.urandom(32).hex()]}
    times = dict.fromkeys(("mtime", "atime", "ctime"), "2023-02-18T06:00:00Z")
    tree = json.dumps({"nodes": [node | times]}).encode() + b"\n"
    tree_id = hashlib.sha256(tree).digest()
    pack, placed = forger.seal_pack([(BlobKind.TREE, tree_id, tree)])
    index = forger.seal_index({bytes.fromhex(name_of(pack)): placed})
    snapshot = forger.seal(forger.render_snapshot(tree=tree_id.hex()))
    return [("data", pack), ("index", index), ("snapshots", snapshot)]


def forge_superseding_index(forger: Forger) -> list[Upload]:
    """An index that says of all others that they are replaced."""
    others = [info.name for info in forger.repository.store.list("index")]  # type: ignore[arg-type]
    return [("index", forger.seal_index({}, others))]


def forge_doubled_index(forger: Forger) -> list[Upload]:
    """An index that is good for who tells capitals apart, and bad for who does not."""
    good = render_index(forger.list_packs())
    packs = json.loads(good)["packs"]
    for pack in packs:
        pack["id"] = os.urandom(32).hex()
    return [("index", forger.seal(good[:-1] + b',"Packs":' + json.dumps(packs).encode() + b"}"))]


def forge_partial_index(forger: Forger) -> list[Upload]:
    """Of each pack the first blob only."""
    return [("index", forger.seal_index({key: blobs[:1] for key, blobs in forger.list_packs().items()}))]


def forge_garbage_lock(forger: Forger) -> list[Upload]:
    """A lock that does not decrypt."""
    return [("locks", os.urandom(200))]


def forge_garbage_pack(forger: Forger) -> list[Upload]:
    """A pack that is none."""
    return [("data", os.urandom(5000))]


def forge_composed_snapshot(forger: Forger) -> list[Upload]:
    """A snapshot that says the desk composed it, so that nobody examines it."""
    return [("snapshots", forger.seal(forger.render_snapshot(tags=["firstbell:composed"])))]


def forge_empty_tree(forger: Forger) -> list[Upload]:
    """An index, a pack and a snapshot that are good: nothing of it is to be refused."""
    tree = render_tree([])
    tree_id = hashlib.sha256(tree).digest()
    pack, placed = forger.seal_pack([(BlobKind.TREE, tree_id, tree)])
    index = forger.seal_index({bytes.fromhex(name_of(pack)): placed})
    return [
        ("data", pack),
        ("index", index),
        ("snapshots", forger.seal(forger.render_snapshot(tree=tree_id.hex()))),
    ]


Attack = Callable[[Forger], list[Upload]]
# each of these, uploaded to an append-only server that judges nothing, harms who reads afterwards
ATTACKS: tuple[Attack, ...] = (
    forge_garbage_index,
    forge_shifted_index,
    forge_index_of_no_pack,
    forge_own_pack,
    forge_future_blob,
    forge_garbage_key,
    forge_many_keys,
    forge_costly_key,
    forge_garbage_snapshot,
    forge_rootless_snapshot,
)
FURTHER: tuple[Attack, ...] = (
    forge_swapped_index,
    forge_hollow_snapshot,
    forge_superseding_index,
    forge_doubled_index,
    forge_partial_index,
    forge_garbage_lock,
    forge_garbage_pack,
    forge_composed_snapshot,
)
