"""Letters as PDFs of about 2,000 each, side by side in processes, tagged for screen readers (PDF/UA-1)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import typst

LETTERS_PER_FILE = 2000


class PrintJob(msgspec.Struct, frozen=True):
    """One file of letters: the words that all share, and those of each, as JSON; `path`: where it goes."""

    path: str
    shared: bytes
    letters: bytes
    stamp_s: int


def print_file(job: PrintJob) -> str:
    """Set one file; its SHA-256, hex. Runs in a process of its own."""
    template = files("firstbell.notify.notices").joinpath("letter.typ").read_bytes()
    pdf = typst.compile(
        template,
        sys_inputs={"shared": job.shared.decode(), "letters": job.letters.decode()},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=job.stamp_s,
    )
    assert isinstance(pdf, bytes)
    Path(job.path).write_bytes(pdf)
    return hashlib.sha256(pdf).hexdigest()


def make_jobs(
    folder: Path, shared: Mapping[str, Any], letters: Sequence[Mapping[str, Any]], *, name: str, stamp_s: int
) -> Iterator[tuple[PrintJob, Sequence[Mapping[str, Any]]]]:
    """The files that these letters of one language make, each with the letters in it."""
    encoded = msgspec.json.encode(shared)
    for number, at in enumerate(range(0, len(letters), LETTERS_PER_FILE), start=1):
        part = letters[at : at + LETTERS_PER_FILE]
        path = folder / f"{name}-{number:03d}.pdf"
        yield PrintJob(str(path), encoded, msgspec.json.encode(part), stamp_s), part


def print_all(jobs: Sequence[PrintJob], executor: Executor) -> Iterator[str]:
    """The SHA-256 of each file, in the order of the jobs."""
    yield from executor.map(print_file, jobs)
