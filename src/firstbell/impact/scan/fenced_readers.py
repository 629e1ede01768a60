"""Documents, each parsed by a fenced child of its own; what stops it is tried again, slowly, then listed.

A large one is judged by the child that reads it. A small one is handed on as text to a child that judges the
texts of one folder, one after the other, and is replaced now and then. That child parses the small documents
of its folder that no library has to read, too, and meets no bytes of others.

The children know the roster and no key of the case: what they find comes back with its values, and is sealed
here. Whose reading it is, the supervisor says, whatever a child says.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import msgspec

from firstbell.documents.record_layouts import is_bounded
from firstbell.impact.detection.evidence.results import SURENESS, Findings, Keeper, seal_findings
from firstbell.impact.people.person import Person
from firstbell.impact.scan.fenced_parsers import BEGIN as PARSE
from firstbell.impact.scan.fenced_parsers import FencedParsers, is_small, may_share
from firstbell.impact.scan.folder_layouts import name_layouts
from firstbell.impact.scan.kept_patterns import KeptPatterns
from firstbell.impact.scan.parsed_document import FencedSetup, JudgeJob, ReadJob
from firstbell.impact.scan.read_result import PARTLY, READ, UNREADABLE, DocumentReading
from firstbell.processes.fence import Accept, FencedCode, ProcessFence, ProcessLimits, Stopped
from firstbell.processes.recogniser import Recogniser, find_recogniser

READING_LIMITS = ProcessLimits(
    memory_bytes=1 << 30,
    seconds=360.0,
    seconds_per_mib=0.6,
    answer_bytes=256 << 20,
    silent_s=120.0,
    patience_s=120.0,
)
# names, since the process that holds the key loads nothing that parses
BEGIN = "firstbell.impact.scan.reader:begin_reader"
JUDGE = "firstbell.impact.scan.judge:begin_judge"
_PREPARE = "firstbell.impact.detection.values.patterns:load_vocabulary"
_RECOGNISING_S = 3900.0
_LONGEST_FORMAT, _LONGEST_REASON = 100, 4000
# texts of one folder that one child judges before another takes its place
_JUDGED = 200
_STATES = frozenset({READ, PARTLY, UNREADABLE})


class ReaderSetup(msgspec.Struct, array_like=True):
    """What a reader must know: the roster, the key under which this case hashes values, today, the limits."""

    people: list[Person]
    key: bytes
    today: str
    limits: ProcessLimits


class FencedReaders:
    """A number of fenced children that read documents. Used by one thread; a context manager.

    `kept`: where the compiled patterns are kept from one scan to the next.
    """

    def __init__(self, setup: ReaderSetup, count: int, kept: KeptPatterns | None = None) -> None:
        self._setup, self._count = setup, count
        self._patterns = kept or KeptPatterns(None)
        packed = self._patterns.load()
        told = msgspec.msgpack.encode(
            FencedSetup(setup.people, setup.today, has_recogniser=False, patterns=packed)
        )
        expressions = self._patterns.open_expressions
        code = FencedCode(JUDGE, told, requests=_JUDGED, expressions=expressions(JUDGE), prepare=_PREPARE)
        self._judges = ProcessFence(code, count=count, limits=setup.limits)
        self._parsers = FencedParsers(count, setup.limits, expressions(PARSE))
        self._whole: ProcessFence | None = None
        self._keeper = Keeper(setup.key, setup.today)
        self._known = {person.key for person in setup.people}
        self._answers = msgspec.msgpack.Decoder(DocumentReading)
        self._packs = kept is not None and not packed

    @property
    def restarts(self) -> int:
        """How often a child was lost."""
        whole = self._whole.restarts if self._whole is not None else 0
        return self._judges.restarts + self._parsers.restarts + whole

    def __enter__(self) -> FencedReaders:
        self._judges.start()  # it takes longest, and the parsers' get ready beside it
        if self._packs:
            self._judges.submit(b"", self._keep_patterns)  # a child that reads no document
        return self

    def __exit__(self, *_: object) -> None:
        self._parsers.close()
        self._judges.close()
        if self._whole is not None:
            self._whole.close()

    def submit(self, job: ReadJob, descriptor: int, accept: Callable[[DocumentReading], None]) -> None:
        """Have a document read; the descriptor is closed in time. `accept` is called here, in a later call.

        Waits while every child has enough to do. Raises: WorkerLostError when no child can be started.
        """

        def take(answer: bytes | Stopped) -> None:
            if _was_lost(answer) and not job.is_slow:
                job.is_slow = True
                self._hand_in(job, descriptor, take)
                return
            os.close(descriptor)
            accept(self._judge(job, answer))

        def take_parsed(answer: bytes | Stopped) -> None:
            if isinstance(answer, bytes) and answer:
                request = msgspec.msgpack.encode(JudgeJob(job, answer))
                self._judges.submit(request, take_judged, company=job.place)
                return
            job.is_slow = _was_lost(answer)
            self._hand_in(job, descriptor, take)

        def take_judged(answer: bytes | Stopped) -> None:
            reading = None if isinstance(answer, Stopped) else self._decode(job, answer)
            if reading is None:
                self._hand_in(job, descriptor, take)
                return
            os.close(descriptor)
            accept(reading)

        if not is_small(job):
            self._hand_in(job, descriptor, take)
            return
        if not may_share(job):
            self._parsers.submit(job, descriptor, take_parsed)
            return
        self._share(job, descriptor, take_judged, take_parsed)

    def _share(self, job: ReadJob, descriptor: int, take_judged: Accept, take_parsed: Accept) -> None:
        """Have a document parsed by who judges its folder; what a library has to read goes to a parser."""

        def take(answer: bytes | Stopped) -> None:
            if answer == b"":
                self._parsers.submit(job, descriptor, take_parsed)
            else:
                take_judged(answer)

        request = msgspec.msgpack.encode(job)
        self._judges.submit(request, take, descriptor=descriptor, company=job.place)

    def _keep_patterns(self, answer: bytes | Stopped) -> None:
        if not isinstance(answer, Stopped):
            self._patterns.keep(answer)

    def _hand_in(self, job: ReadJob, descriptor: int, take: Callable[[bytes | Stopped], None]) -> None:
        extra_s = _RECOGNISING_S if job.recognises else 0.0
        request = msgspec.msgpack.encode(job)
        self._open_whole().submit(request, take, descriptor=descriptor, extra_s=extra_s)

    def _open_whole(self) -> ProcessFence:
        """The fence of those who read a document whole, put up when the first one comes: few need them."""
        if self._whole is None:
            setup, program = self._setup, find_recogniser()
            packed = self._patterns.load()
            told = msgspec.msgpack.encode(FencedSetup(setup.people, setup.today, program is not None, packed))
            calls = Recogniser(program).start if program is not None else None
            expressions = self._patterns.open_expressions(BEGIN)
            code = FencedCode(BEGIN, told, calls, expressions=expressions, prepare=_PREPARE)
            self._whole = ProcessFence(code, count=self._count, limits=setup.limits)
        return self._whole

    def join(self) -> None:
        """Wait until every document is read. Raises: as `submit`."""
        self._judges.join()  # what is not parsed there goes on to the parsers
        self._parsers.join()
        self._judges.join()
        if self._whole is not None:  # what neither of them could read
            self._whole.join()

    def _judge(self, job: ReadJob, answer: bytes | Stopped) -> DocumentReading:
        """The reading of a job, whatever its child answered."""
        if isinstance(answer, Stopped):
            reason = f"it {answer}" if answer.is_refusal else f"reading it {answer}"
            again = "" if answer.is_refusal or answer.needs_memory else ", twice"
            return _list_unread(job, f"{reason}{again}")
        reading = self._decode(job, answer)
        return reading or _list_unread(job, "the process that read it did not answer as it should")

    def _decode(self, job: ReadJob, answer: bytes) -> DocumentReading | None:
        """What a child answered; None where it did not answer as it should."""
        try:
            reading = self._answers.decode(answer)
        except msgspec.DecodeError:
            return None
        if not self._is_sane(reading):
            return None
        reading.content, reading.name, reading.size = job.content, job.name, job.size
        reading.laid_by = name_layouts(job.layouts)
        if reading.findings is not None:
            seal_findings(reading.findings, self._keeper)
        return reading

    def _is_sane(self, reading: DocumentReading) -> bool:
        short = len(reading.format) <= _LONGEST_FORMAT and len(reading.reason) <= _LONGEST_REASON
        findings = reading.findings
        short = short and is_bounded(reading.layouts)
        return reading.state in _STATES and short and (findings is None or self._are_of_roster(findings))

    def _are_of_roster(self, findings: Findings) -> bool:
        """Whether everybody whom a child names is on the roster."""
        return self._known.issuperset(findings.named) and all(
            self._known.issuperset(link.keys) and link.sureness in SURENESS for link in findings.links
        )


def _was_lost(answer: bytes | Stopped) -> bool:
    """Whether a child ended without an answer of its own."""
    return isinstance(answer, Stopped) and not answer.is_refusal


def _list_unread(job: ReadJob, reason: str) -> DocumentReading:
    return DocumentReading(job.content, job.name, job.size, "", UNREADABLE, reason)
