"""Parsing one document in a fenced child that knows nobody.

Its zygote holds the readers of documents and nothing of the finder: the less a zygote holds, the less a fork
of it costs. What would have to load a module is answered by b"": it is read whole, by a child that has
everything.
"""

from __future__ import annotations

import sys

import msgspec

from firstbell.documents.late_modules import OWN_LATE_MODULES
from firstbell.documents.registry import READERS
from firstbell.impact.scan.canaries import iterate_canaries
from firstbell.impact.scan.contents import map_file
from firstbell.impact.scan.parsed_document import ReadJob
from firstbell.impact.scan.parser import DocumentParser
from firstbell.processes.preload import EAST_ASIAN_CODECS, ImportWatch, load_codecs, load_modules
from firstbell.processes.zygote import FencedAnswer, FencedRequest

# those of the formats that come often; what needs another one is read whole
_LIBRARIES = ("lxml.etree", "lxml.html", "python_calamine")
# Python rewrites what it runs for the eighth time or so, which would copy the pages shared with the zygote.
# Six more rounds would take 30 ms, and spare a child 5 of 700 pages.
_WARMING_ROUNDS = 3


def begin_parser(_: bytes) -> FencedAnswer:
    """What parses documents, in the zygote of a fence; the setup is empty."""
    load_codecs(EAST_ASIAN_CODECS)
    load_modules(OWN_LATE_MODULES)
    load_modules(_LIBRARIES)
    parser = DocumentParser(READERS)
    canaries = [(ReadJob("", name, len(data)), data) for name, data in iterate_canaries()]
    decoder = msgspec.msgpack.Decoder(ReadJob)
    encoder = msgspec.msgpack.Encoder()
    for job, data in canaries * _WARMING_ROUNDS:
        encoder.encode(parser.parse(job, data, _say_nothing))
    watch = ImportWatch(EAST_ASIAN_CODECS)
    sys.meta_path.insert(0, watch)

    def answer(request: FencedRequest) -> bytes:
        watch.is_asked = False
        job = decoder.decode(request.data)
        parsed = parser.parse(job, map_file(request.descriptor, job.size), request.tell_alive)
        return b"" if parsed is None or watch.is_asked else encoder.encode(parsed)

    return answer


def _say_nothing() -> None:
    """Nobody waits for a sign of life while a zygote gets ready."""
