"""Loading the index files of a repository into one index."""

from __future__ import annotations

from firstbell.crypto.sealing import Sealer
from firstbell.repository.errors import RepositoryError
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.index import IndexFile, list_blobs, parse_index
from firstbell.repository.index import Index
from firstbell.repository.unpacked import load_unpacked
from firstbell.store import Kind, ObjectNotFoundError, Store, StoreError


class IndexDamagedError(RepositoryError):
    """Index files that cannot be read; `damaged` maps their hex ids to reasons."""

    code = "repository.index_damaged"

    def __init__(self, damaged: dict[str, str]) -> None:
        name, reason = next(iter(damaged.items()))
        more = f" (and {len(damaged) - 1} more)" if len(damaged) > 1 else ""
        super().__init__(f"index {name[:8]}: {reason}{more}", hint="run `firstbell check`")
        self.damaged = damaged


def load_index(store: Store, sealer: Sealer, *, damaged: dict[str, str] | None = None) -> Index:
    """The index of all index files, those that another one `supersedes` too.

    So does restic. Whoever replaces index files removes the old ones before any pack that only they name,
    so one that is still there names packs that are still there; but one forged file could hide them all.

    An index file that cannot be read is put into `damaged` (hex id -> reason) and passed over; what it
    alone names is then not found, by name, when it is asked for. Without `damaged` it is an error only
    if no index file can be read at all: one file that an intruder added must not hide every snapshot.

    Raises: IndexDamagedError, StoreError.
    """
    failed: dict[str, str] = {} if damaged is None else damaged
    files: dict[str, IndexFile] = {}
    names = sorted(info.name for info in store.list(Kind.INDEX))
    for name in names:
        try:
            files[name] = parse_index(
                load_unpacked(store, sealer, Kind.INDEX, hex_id=name), f"index {name[:8]}"
            )
        except ObjectNotFoundError:
            continue  # replaced and removed since it was listed
        except (FormatError, StoreError) as error:
            failed[name] = str(error)
    if damaged is None and failed and not files:
        raise IndexDamagedError(failed)
    index = Index()
    for name, index_file in files.items():
        _add_file(index, index_file, name, failed)
    return index


def _add_file(index: Index, index_file: IndexFile, name: str, failed: dict[str, str]) -> None:
    for pack in index_file.packs or ():
        try:
            index.load_pack(bytes.fromhex(pack.id), list_blobs(pack, f"index {name[:8]}"))
        except FormatError as error:
            failed[name] = str(error)
