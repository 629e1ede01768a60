"""Writes the district to a new folder."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass
from pathlib import Path

from firstbell.base.clock import parse_time
from firstbell.base.progress import Progress, Silent
from firstbell.drill.district.cast import Cast, invent_cast
from firstbell.drill.district.formats import RENDERERS
from firstbell.drill.district.oddities import write_oddities
from firstbell.drill.district.plan import PlannedFile, plan_files
from firstbell.drill.district.writer import DocumentWriter

FILES = 2400
_FIRST_DAY_NS = parse_time("2022-09-06T14:00:00Z")
_HOUR_NS = 3_600_000_000_000
_HOURS = 24 * 160


@dataclass(frozen=True, slots=True)
class SampleDistrict:
    """A district that stands on disk under `root`. `files` does not count the odd ones."""

    root: Path
    cast: Cast
    files: int


def _write_file(root: Path, planned: PlannedFile, writer: DocumentWriter) -> int:
    """Writes one file, dated within the school year; returns its size in bytes."""
    path = root / planned.path
    path.parent.mkdir(parents=True, exist_ok=True)
    data = RENDERERS[planned.kind](writer)
    path.write_bytes(data)
    at_ns = _FIRST_DAY_NS + writer.rng.randrange(_HOURS) * _HOUR_NS
    os.utime(path, ns=(at_ns, at_ns))
    return len(data)


def make_district(
    root: Path, *, seed: int = 0, files: int = FILES, progress: Progress | None = None
) -> SampleDistrict:
    """The district of `seed` with `files` files under `root`, which must not exist yet.

    Each file has a generator of its own, drawn from the seed and its path: the order of writing does not
    matter. Password-protected zip files hold a salt of the library's choosing; all else is the same
    every time.

    Raises: FileExistsError when `root` exists.
    """
    listener = progress or Silent()
    root.mkdir(parents=True)
    cast = invent_cast(seed)
    listener.start("making the sample district", total_files=files)
    for planned in plan_files(cast, seed, files):
        writer = DocumentWriter(random.Random(f"{seed}:{planned.path}"), cast)
        listener.advance(files=1, size_bytes=_write_file(root, planned, writer))
    write_oddities(root)
    listener.finish()
    return SampleDistrict(root, cast, files)
