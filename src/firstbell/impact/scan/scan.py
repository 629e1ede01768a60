"""One scan of one source: each content read once, in fenced processes, kept as it goes, and gone on with
later.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Protocol

import msgspec

from firstbell.base.clock import Clock, format_time, monotonic_s
from firstbell.base.errors import Error
from firstbell.base.progress import Progress
from firstbell.impact.detection.evidence.results import CERTAIN
from firstbell.impact.people.dates import is_minor
from firstbell.impact.people.roster import Roster
from firstbell.impact.scan import canaries
from firstbell.impact.scan.contents import hash_file, make_file
from firstbell.impact.scan.fenced_readers import READING_LIMITS, FencedReaders, ReaderSetup
from firstbell.impact.scan.folder_layouts import FolderLayouts
from firstbell.impact.scan.kept_patterns import KeptPatterns
from firstbell.impact.scan.lens import make_lens
from firstbell.impact.scan.parsed_document import ReadJob
from firstbell.impact.scan.read_result import UNREADABLE, DocumentReading
from firstbell.impact.scan.remote import Cluster, RemoteReaders
from firstbell.impact.scan.scan_store import FileRecord, Kept, KnownPerson, SourceRecord
from firstbell.impact.scan.scope import ScopeFile, ScopeSource
from firstbell.processes.fenced_code import ProcessLimits

_SEGMENT_READINGS = 400
_SEGMENT_S = 10.0
_NAME_CHARS = 400
# no file lies there: its judges meet canaries alone
_CANARIES = "canaries"


class ScanOptions(msgspec.Struct, frozen=True):
    """How to scan. `workers`: processes that read here. `cluster`: who reads instead, where it is named.

    `recognises`: whether text in pictures is recognised. `derived`: the folder where compiled patterns are
    kept from one scan to the next, None for nowhere.
    """

    workers: int = 2
    cluster: Cluster | None = None
    recognises: bool = False
    limits: ProcessLimits = READING_LIMITS
    derived: Path | None = None


class ScanCount(msgspec.Struct, frozen=True):
    """What a scan did: how many files were in scope, how many contents it read itself, of how many bytes, and
    how often a child was lost.
    """

    files: int
    contents: int
    size_bytes: int
    restarts: int
    seconds: float


class Readers(Protocol):
    """Those who read documents, here or elsewhere."""

    @property
    def restarts(self) -> int:
        """How often one of them was lost."""

    def __enter__(self) -> Readers:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        """End whatever was begun."""

    def submit(self, job: ReadJob, descriptor: int, accept: Callable[[DocumentReading], None]) -> None:
        """Have a document read; the descriptor is closed in time. `accept` is called here, later."""

    def join(self) -> None:
        """Wait until every document is read."""


class Scanner:
    """Scans sources into what a case keeps."""

    def __init__(self, kept: Kept, roster: Roster, *, clock: Clock, options: ScanOptions) -> None:
        self._kept = kept
        self._clock = clock
        self._options = options
        today = format_time(clock.now_ns())[:10]
        self.lens = make_lens(roster, recognises=options.recognises)
        self._setup = ReaderSetup([*roster.people, canaries.PERSON], kept.load_key(), today, options.limits)
        kept.put_roster(
            self.lens,
            [
                KnownPerson(one.key, one.sourced_id, one.name, one.role, is_minor(one.dob, today))
                for one in roster.people
            ],
        )

    def scan(self, source: ScopeSource, progress: Progress) -> ScanCount:
        """Read what is in a source and was not read before; what was found is on the disk when this returns.

        Raises: ScopeError; WorkerLostError; what the store raises.
        """
        started_s = monotonic_s()
        run = _Run(self._kept, self.lens, progress)
        progress.start("read")
        try:
            with self._open_readers() as readers:
                _plant_canaries(run, readers)
                for item in source.iterate():
                    self._take(item, run, readers)
                readers.join()
                self._lay_out(source, run, readers)
                restarts = readers.restarts
        finally:
            run.flush()
        seconds = monotonic_s() - started_s
        progress.finish()
        at = format_time(self._clock.now_ns())
        record = SourceRecord(source.name, self.lens, at, seconds, run.files, run.canaries)
        self._kept.put_source(record)
        return ScanCount(len(run.files), run.read, run.size_bytes, restarts, seconds)

    def _open_readers(self) -> Readers:
        options, setup = self._options, self._setup
        if options.cluster is not None:
            return RemoteReaders(options.cluster, setup)
        return FencedReaders(setup, options.workers, KeptPatterns(options.derived))

    def _take(self, item: ScopeFile, run: _Run, readers: Readers) -> None:
        record = FileRecord(item.path, item.size, "", item.problem, list(item.touches), item.version)
        run.files.append(record)
        if item.open is None:
            run.progress.advance(files=1)
            return
        content = run.keys.get(item.key, "")
        if content and content in run.known:
            record.content = content
            run.progress.advance(files=1, size_bytes=item.size)
            return
        try:
            descriptor = item.open()
        except (OSError, Error) as error:
            record.problem = f"it cannot be opened: {getattr(error, 'strerror', None) or error}"
            run.progress.advance(files=1)
            return
        self._submit(item, (record, descriptor), run, readers)

    def _submit(self, item: ScopeFile, opened: tuple[FileRecord, int], run: _Run, readers: Readers) -> None:
        record, descriptor = opened
        try:
            content = hash_file(descriptor)
            record.size = os.fstat(descriptor).st_size
        except OSError as error:
            os.close(descriptor)
            record.problem = f"it cannot be read: {error.strerror}"
            run.progress.advance(files=1)
            return
        record.content = content
        if item.key:
            run.keys[item.key] = content
        if content in run.known:
            os.close(descriptor)
            run.progress.advance(files=1, size_bytes=record.size)
            return
        run.known.add(content)
        readers.submit(self._make_job(item, content, record.size), descriptor, run.accept)

    def _make_job(self, item: ScopeFile, content: str, size: int) -> ReadJob:
        name = item.path.rpartition("/")[2][-_NAME_CHARS:]
        folder = item.below.rpartition("/")[0][-_NAME_CHARS:]
        recognises = self._options.recognises
        return ReadJob(content, name, size, recognises=recognises, folder=folder, place=name_place(item))

    def _lay_out(self, source: ScopeSource, run: _Run, readers: Readers) -> None:
        """Read once more what a file beside it explains, where it was not read by that yet."""
        if run.layouts.is_idle:
            return
        run.flush()
        others = [
            one for one in self._kept.list_sources() if one.lens == self.lens and one.name != source.name
        ]
        records = [*others, SourceRecord(source.name, self.lens, "", 0.0, run.files)]
        chosen = run.layouts.choose(records, self._kept.iterate_readings(self.lens))
        wanted = {(one.path, one.version): one.content for one in run.files if one.content in chosen}
        for item in source.iterate() if wanted else ():
            content = wanted.get((item.path, item.version), "")
            descriptor = _open_again(item, content) if content in chosen else -1
            if descriptor >= 0:
                job = self._make_job(item, content, os.fstat(descriptor).st_size)
                job.layouts = chosen.pop(content)
                readers.submit(job, descriptor, run.accept_again)
        readers.join()


def _open_again(item: ScopeFile, content: str) -> int:
    """A descriptor of a file that was read before; -1 where it is not there as it was."""
    if item.open is None:
        return -1
    descriptor = -1
    try:
        descriptor = item.open()
        if hash_file(descriptor) == content:
            return descriptor
    except (OSError, Error):
        pass  # it is gone: what was read of it stands
    if descriptor >= 0:
        os.close(descriptor)
    return -1


def name_place(item: ScopeFile) -> str:
    """Where a file lies: its folder, and of files of a repository the host and snapshot.

    Who may write into one place need not be able to write into another; each has judges of its own.
    """
    return f"{item.version}\0{item.path.rpartition('/')[0]}"


def _plant_canaries(run: _Run, readers: Readers) -> None:
    for name, data in canaries.iterate_canaries():
        job = ReadJob(hashlib.sha256(data).hexdigest(), name, len(data), place=_CANARIES)
        readers.submit(job, make_file(data), run.judge_canary)


class _Run:
    """What one scan has come to so far."""

    def __init__(self, kept: Kept, lens: str, progress: Progress) -> None:
        self._kept, self._lens, self.progress = kept, lens, progress
        self.known: set[str] = set()
        self.layouts = FolderLayouts()
        for reading in kept.iterate_readings(lens):
            self.known.add(reading.content)
            self.layouts.note(reading)
        self.keys = kept.load_keys()
        self._kept_keys = len(self.keys)
        self.files: list[FileRecord] = []
        self.canaries: dict[str, bool] = {}
        self.read = self.size_bytes = 0
        self._readings: list[DocumentReading] = []
        self._kept_s = monotonic_s()

    def accept(self, reading: DocumentReading) -> None:
        """Take a reading in; keep some at a time."""
        self._keep(reading)
        self.read += 1
        self.size_bytes += reading.size
        self.progress.advance(files=1, size_bytes=reading.size)

    def accept_again(self, reading: DocumentReading) -> None:
        """Take in what was read once more; where that failed, what was read before stands."""
        if reading.state != UNREADABLE:
            self._keep(reading)

    def _keep(self, reading: DocumentReading) -> None:
        self._readings.append(reading)
        self.layouts.note(reading)
        if len(self._readings) >= _SEGMENT_READINGS or monotonic_s() - self._kept_s > _SEGMENT_S:
            self.flush()

    def judge_canary(self, reading: DocumentReading) -> None:
        """Whether the canary was found; nothing else is kept of it."""
        links = reading.findings.links if reading.findings else []
        self.canaries[reading.name] = any(
            link.keys == (canaries.KEY,) and link.sureness == CERTAIN and link.kinds for link in links
        )

    def flush(self) -> None:
        """Keep what was read and is not kept yet."""
        readings, self._readings = self._readings, []
        if readings:
            self._kept.put_readings(self._lens, readings)
        if len(self.keys) > self._kept_keys:
            self._kept_keys = len(self.keys)
            self._kept.put_keys(self.keys)
        self._kept_s = monotonic_s()
