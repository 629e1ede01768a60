"""Letters as PDFs of 500 each, side by side in processes, tagged for screen readers (PDF/UA-1).

A process keeps its compiler from file to file: what stands at the same place of the same letter was set
before and costs nothing again (3.7 ms for a letter of two pages in place of 5.7). That memory grows by 280 MB
a file, so that a process ends after four. Numbers on pages take two rounds over a file: 500 letters take
0.7 GB, 1,000 took 1.6.
"""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import typst

LETTERS_PER_FILE = 500
# by a process: 690 MB for the first, 280 for each further one
FILES_PER_PROCESS = 4


class PrintJob(msgspec.Struct, frozen=True):
    """One file of letters: the words that all share, and those of each, as JSON; `path`: where it goes.

    `with_system`: the machine's own fonts show what Typst's do not.
    """

    path: str
    shared: bytes
    letters: bytes
    stamp_s: int
    with_system: bool = False


def print_file(job: PrintJob) -> str:
    """Set one file; its SHA-256, hex. Runs in a process of its own."""
    given = {"main.typ": _load_template(), "shared.json": job.shared, "letters.json": job.letters}
    pdf = _make_compiler(with_system=job.with_system).compile(
        input=given,  # type: ignore[type-var]  # the stub does not know of files by name
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=job.stamp_s,
    )
    assert isinstance(pdf, bytes)
    Path(job.path).write_bytes(pdf)
    return hashlib.sha256(pdf).hexdigest()


@cache
def _load_template() -> bytes:
    return files("firstbell.notify.notices").joinpath("letter.typ").read_bytes()


@cache
def _make_compiler(*, with_system: bool) -> typst.Compiler:
    nothing = {"main.typ": b"", "shared.json": b"{}", "letters.json": b"[]"}
    return typst.Compiler(nothing, ignore_system_fonts=not with_system)  # type: ignore[type-var]


def make_jobs(
    folder: Path, shared: Mapping[str, Any], letters: Sequence[Mapping[str, Any]], *, name: str, stamp_s: int
) -> Iterator[tuple[PrintJob, Sequence[Mapping[str, Any]]]]:
    """The files that these letters of one language make, each with the letters in it."""
    encoded = msgspec.json.encode(shared)
    for number, at in enumerate(range(0, len(letters), LETTERS_PER_FILE), start=1):
        part = letters[at : at + LETTERS_PER_FILE]
        path = folder / f"{name}-{number:03d}.pdf"
        yield PrintJob(str(path), encoded, msgspec.json.encode(part), stamp_s), part


def print_all(jobs: Sequence[PrintJob], *, workers: int) -> Iterator[str]:
    """The SHA-256 of each file, in the order of the jobs."""
    context = multiprocessing.get_context("spawn")
    workers = max(min(workers, len(jobs)), 1)
    together = workers * FILES_PER_PROCESS
    for at in range(0, len(jobs), together):
        with ProcessPoolExecutor(workers, mp_context=context) as executor:
            yield from executor.map(print_file, jobs[at : at + together])
