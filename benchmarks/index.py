"""An index of millions of blobs: how long it takes to load, what it weighs, how fast it answers.

The index files are written by the real encoder, 50,000 random blobs each, as restic and Firstbell write them.
They are loaded in a process of its own (`python -m benchmarks.index FOLDER`), so that nothing else weighs.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from firstbell.base.clock import monotonic_s
from firstbell.crypto.derivation import ScryptParameters
from firstbell.repository import BlobKind, Repository
from firstbell.repository.format.index import render_index
from firstbell.repository.format.pack import PackedBlob
from firstbell.repository.indexes import load_index
from firstbell.repository.unpacked import save_unpacked
from firstbell.store import Kind, LocalStore

PASSWORD = "a benchmark has no secrets"
FILE_BLOBS = 50_000
PACK_BLOBS = 500
BATCH = 100_000
SEED = 20230218


@dataclass(frozen=True)
class IndexFigures:
    """What an index of `blobs` blobs took. Memory: growth of the process's resident set, and its peak.

    `single_s`: a look-up of one blob, the mean of many. `found`: of a batch of which half is there.
    """

    blobs: int
    load_s: float
    memory_bytes: int
    peak_bytes: int
    batch_s: float
    single_s: float
    found: int


def make_index(folder: Path, *, blobs: int) -> None:
    """A repository that is nothing but index files."""
    repository = Repository.init(LocalStore(folder), PASSWORD, kdf=ScryptParameters(n=1024, r=8, p=1))
    rng = random.Random(SEED)
    for start in range(0, blobs, FILE_BLOBS):
        packs = {}
        for _ in range(start, min(blobs, start + FILE_BLOBS), PACK_BLOBS):
            packs[rng.randbytes(32)] = _make_pack(rng)
        data = render_index(packs)
        save_unpacked(
            repository.store, repository.sealer, Kind.INDEX, plaintext=data, version=repository.version
        )


def _make_pack(rng: random.Random) -> list[PackedBlob]:
    kind = BlobKind.TREE if rng.random() < 0.05 else BlobKind.DATA
    made = []
    offset = 0
    for _ in range(PACK_BLOBS):
        length = rng.randint(100, 60_000)
        made.append(PackedBlob(kind, rng.randbytes(32), offset, length, 2 * length))
        offset += length
    return made


def measure_index(folder: Path) -> IndexFigures:
    """Loads the index in a process of its own and asks it."""
    words = [sys.executable, "-m", "benchmarks.index", str(folder)]
    told = subprocess.run(words, cwd=Path(__file__).parents[1], capture_output=True, check=True).stdout
    return msgspec.json.decode(told, type=IndexFigures)


def probe_index(folder: Path) -> IndexFigures:
    """Loads the index in this process and asks it."""
    repository = Repository.open(LocalStore(folder), PASSWORD)
    before_bytes = _read_resident()
    start_s = monotonic_s()
    index = load_index(repository.store, repository.sealer)
    blobs = len(index)
    load_s = monotonic_s() - start_s
    memory_bytes = _read_resident() - before_bytes
    peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before_bytes
    rng = np.random.default_rng(SEED)
    ids = rng.integers(0, 256, (BATCH, 32), dtype=np.uint8)
    ids[::2] = index.table().ids[rng.integers(0, blobs, len(ids[::2]))]
    start_s = monotonic_s()
    found = int(index.locate_many(ids).found.sum())
    batch_s = monotonic_s() - start_s
    singles = [row.tobytes() for row in ids[: BATCH // 10]]
    start_s = monotonic_s()
    for blob_id in singles:
        index.locate(blob_id)
    single_s = (monotonic_s() - start_s) / len(singles)
    return IndexFigures(blobs, load_s, memory_bytes, peak_bytes, batch_s, single_s, found)


def _read_resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(probe_index(Path(sys.argv[1]))))
