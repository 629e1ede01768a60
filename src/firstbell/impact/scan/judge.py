"""Judging the texts of one folder in a fenced child, and parsing its small documents that no library reads.

Its zygote holds the finder and no library that reads documents. What would need one, or a module that is not
loaded, is answered by b"": a parser reads it, or a child that has everything.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import msgspec

from firstbell.documents.late_modules import OWN_LATE_MODULES
from firstbell.documents.stepwise_formats import READERS
from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.certainty import Certainty
from firstbell.impact.detection.evidence.results import Keeper, OpenKeeper
from firstbell.impact.detection.values.patterns import load_database, pack_database
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.scan.canaries import iterate_canaries
from firstbell.impact.scan.contents import load_file
from firstbell.impact.scan.parsed_document import (
    FencedSetup,
    JudgeJob,
    ParsedDocument,
    ReadJob,
    RowsTaken,
    TextTaken,
    UnitBegun,
)
from firstbell.impact.scan.parser import DocumentParser
from firstbell.impact.scan.read_result import PARTLY, READ, UNREADABLE, DocumentReading
from firstbell.processes.preload import ImportWatch, load_codecs, load_modules
from firstbell.processes.zygote import FencedAnswer, FencedRequest

_MAX_REASONS = 10
# Python rewrites what it runs for the eighth time or so, which would copy the pages shared with the zygote.
# A third round would take 40 ms, and spare a child 20 of 1,800 pages.
_WARMING_ROUNDS = 2


class DocumentJudge:
    """Judges documents one after the other. `certainty`: what decides what is called certain."""

    def __init__(self, lexicon: Lexicon, keeper: Keeper, certainty: Certainty | None = None) -> None:
        self.analyst = Analyst(lexicon, keeper, certainty)

    def judge(self, job: ReadJob, parsed: ParsedDocument) -> DocumentReading:
        """What a document comes to that was parsed."""
        analyst = self.analyst
        analyst.begin(job.name, job.folder)
        for piece in parsed.pieces:
            if isinstance(piece, TextTaken):
                analyst.take_text(piece.location, piece.text)
            elif isinstance(piece, RowsTaken):
                analyst.take_rows(piece.location, piece.rows)
            elif isinstance(piece, UnitBegun):
                analyst.begin_unit(piece.name)
            else:
                analyst.end_unit()
        return self.conclude(job, parsed)

    def conclude(self, job: ReadJob, told: ParsedDocument) -> DocumentReading:
        """What a document comes to of which the analyst has taken everything in."""
        state = READ
        if told.problem or told.missing:
            # an archive of which nothing could be read was not read
            state = PARTLY if self.analyst.chars and not told.is_all else UNREADABLE
        reasons = ([told.problem] if told.problem else []) + told.missing
        findings = self.analyst.end()
        return DocumentReading(
            job.content, job.name, job.size, told.format, state, _join(reasons), self.analyst.chars,
            findings if findings.links or findings.kinds or findings.mentioned else None,
            self.analyst.layouts.told,
        )  # fmt: skip


def begin_judge(setup: bytes) -> FencedAnswer:
    """What judges documents, in the zygote of a fence; it has judged the canaries, so that all is warm.

    An empty request is answered with the packed patterns, one without a document is a `JudgeJob`, any other
    one a `ReadJob`.
    """
    load_codecs()
    load_modules(OWN_LATE_MODULES)
    told = msgspec.msgpack.decode(setup, type=FencedSetup)
    load_database(told.patterns)  # before the first child is forked
    judge = DocumentJudge(Lexicon(told.people), OpenKeeper(told.today))
    parser = DocumentParser(READERS, may_lean=False)
    canaries = [(ReadJob("", name, len(data)), data) for name, data in iterate_canaries()]
    for job, data in canaries * _WARMING_ROUNDS:
        parsed = parser.parse(job, data, _say_nothing)
        if parsed is not None:
            judge.judge(job, parsed)
    watch = ImportWatch()
    sys.meta_path.insert(0, watch)
    read = _make_reader(judge, parser)

    def answer(request: FencedRequest) -> bytes:
        watch.is_asked = False
        if not request.data:
            return pack_database()
        reading = read(request)
        return b"" if reading is None or watch.is_asked else msgspec.msgpack.encode(reading)

    return answer


def _make_reader(
    judge: DocumentJudge, parser: DocumentParser
) -> Callable[[FencedRequest], DocumentReading | None]:
    """What gives the reading of a request; None where a library has to read it."""
    parsed_documents = msgspec.msgpack.Decoder(ParsedDocument)
    read_jobs, judge_jobs = msgspec.msgpack.Decoder(ReadJob), msgspec.msgpack.Decoder(JudgeJob)

    def read(request: FencedRequest) -> DocumentReading | None:
        if request.descriptor < 0:
            judged = judge_jobs.decode(request.data)
            return judge.judge(judged.job, parsed_documents.decode(judged.parsed))
        job = read_jobs.decode(request.data)
        parsed = parser.parse(job, load_file(request.descriptor, job.size), request.tell_alive)
        return None if parsed is None else judge.judge(job, parsed)

    return read


def _say_nothing() -> None:
    """Nobody waits for a sign of life while a zygote gets ready."""


def _join(reasons: list[str]) -> str:
    shown = "; ".join(reasons[:_MAX_REASONS])
    return f"{shown}; and {len(reasons) - _MAX_REASONS} more" if len(reasons) > _MAX_REASONS else shown
