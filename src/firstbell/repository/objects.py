"""The objects of a repository as they are inside: for `cat` and `list`, and for whoever looks for a fault."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import msgspec

from firstbell.base.ids import hash_id, is_hex_id, parse_hex_id
from firstbell.repository.errors import AmbiguousIdError, RepositoryError
from firstbell.repository.format.config import render_config
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.pack import BlobKind
from firstbell.repository.repository import Repository
from firstbell.repository.unpacked import load_unpacked
from firstbell.store import Kind

# sealed, and named by their hash
_SEALED = {"index": Kind.INDEX, "snapshot": Kind.SNAPSHOTS, "lock": Kind.LOCKS}
_LISTED = {
    "packs": Kind.DATA,
    "index": Kind.INDEX,
    "snapshots": Kind.SNAPSHOTS,
    "keys": Kind.KEYS,
    "locks": Kind.LOCKS,
}


class NoSuchObjectError(RepositoryError):
    """No object of this type has the id."""

    code = "repository.no_such_object"


def list_hex_ids(repository: Repository, listed: str) -> Iterator[tuple[str, str]]:
    """(type, hex id) of every object of a type; a blob's is "data" or "tree".

    `listed`: blobs, packs, index, snapshots, keys or locks.

    Raises: StoreError; IndexDamagedError for blobs.
    """
    if listed != "blobs":
        for info in sorted(repository.store.list(_LISTED[listed])):
            yield listed, info.name
        return
    for blob_id, location in repository.index:
        yield ("tree" if location.kind is BlobKind.TREE else "data"), blob_id.hex()


def find_hex_id(repository: Repository, kind: Kind, prefix: str) -> str:
    """The whole id of the object whose id begins so.

    Raises: NoSuchObjectError, AmbiguousIdError, StoreError.
    """
    wanted = prefix.lower()
    matches = sorted(
        info.name for info in repository.store.list(kind) if wanted and info.name.startswith(wanted)
    )
    if not matches:
        raise NoSuchObjectError(
            f"nothing in {kind} has an id that begins with {prefix!r}",
            hint="`firstbell list TYPE` shows the ids that are there",
        )
    if len(matches) > 1:
        raise AmbiguousIdError(prefix, matches, what=f"objects in {kind}")
    return matches[0]


def load_sealed(repository: Repository, named: str, prefix: str) -> bytes:
    """The plaintext of an index, a snapshot or a lock, by the first digits of its id.

    Raises: NoSuchObjectError, AmbiguousIdError, FormatError, StoreError.
    """
    kind = _SEALED[named]
    hex_id = find_hex_id(repository, kind, prefix)
    return load_unpacked(repository.store, repository.sealer, kind, hex_id=hex_id)


def load_key(repository: Repository, prefix: str) -> bytes:
    """A key file as it stands on the disk. Raises: NoSuchObjectError, AmbiguousIdError, StoreError."""
    return repository.store.read(Kind.KEYS, find_hex_id(repository, Kind.KEYS, prefix))


def load_pack(repository: Repository, prefix: str) -> tuple[bytes, bool]:
    """A pack as it stands on the disk, and whether its bytes hash to its name.

    Raises: NoSuchObjectError, AmbiguousIdError, StoreError.
    """
    hex_id = find_hex_id(repository, Kind.DATA, prefix)
    data = repository.store.read(Kind.DATA, hex_id)
    return data, hash_id(data).hex() == hex_id


def load_any_blob(repository: Repository, hex_id: str) -> bytes:
    """The plaintext of a blob, its hash checked.

    Raises: NoSuchObjectError for what is no whole id; BlobNotFoundError, BlobDamagedError, StoreError.
    """
    if not is_hex_id(hex_id.lower()):
        raise NoSuchObjectError(
            f"{hex_id!r} is not the id of a blob",
            hint="give all 64 digits; `firstbell list blobs` shows them",
        )
    return repository.load_blob(parse_hex_id(hex_id.lower()))


def render_config_of(repository: Repository) -> bytes:
    """The config as it stands inside its seal."""
    return render_config(repository.config)


def render_master_key(repository: Repository) -> bytes:
    """The master key as it stands inside a key file: whoever has it reads and writes everything."""
    master = repository.key.master
    fields: dict[str, Any] = {
        "mac": {"k": _base(master.mac_k), "r": _base(master.mac_r)},
        "encrypt": _base(master.encrypt),
    }
    return msgspec.json.encode(fields)


def indent_json(data: bytes, what: str) -> bytes:
    """JSON with two spaces for each depth. Raises: FormatError for what is none."""
    try:
        return msgspec.json.format(data, indent=2)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError(what, str(error)) from None


def _base(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
