"""Documents that hurt whoever reads them, and a parser that is taken over by some."""

from __future__ import annotations

import ctypes
import gzip
import io
import os
import random
import socket
import zipfile
from collections.abc import Callable, Iterator

import msgspec

from firstbell.impact.detection.evidence.results import Findings, PersonLink
from firstbell.impact.scan.judge import begin_judge
from firstbell.impact.scan.parser_process import begin_parser
from firstbell.impact.scan.read_result import DocumentReading
from firstbell.impact.scan.reader import begin_reader
from firstbell.processes.zygote import FencedAnswer, FencedRequest

MARK = b"TAKEN OVER: "


def begin(setup: bytes) -> FencedAnswer:
    """The readers of every day, of which some documents take over the process."""
    return _be_taken_over(begin_reader(setup))


def begin_parsing(setup: bytes) -> FencedAnswer:
    """As `begin`, where documents are parsed alone."""
    return _be_taken_over(begin_parser(setup))


def begin_judging(setup: bytes) -> FencedAnswer:
    """As `begin`, where texts are judged and plain documents parsed."""
    return _be_taken_over(begin_judge(setup))


def _be_taken_over(honest: FencedAnswer) -> FencedAnswer:
    def answer(request: FencedRequest) -> bytes:
        if request.descriptor < 0:
            return honest(request)
        head = os.pread(request.descriptor, 64, 0)
        if head.startswith(MARK):
            return _ACTS[head.removeprefix(MARK).split(b"\n")[0].decode()](request)
        return honest(request)

    return answer


def _hang(_: FencedRequest) -> bytes:
    while True:
        pass


def _crash(_: FencedRequest) -> bytes:
    return bytes(ctypes.string_at(0))


def _eat(_: FencedRequest) -> bytes:
    held = []
    while True:
        held.append(bytearray(16 << 20))


def _call(_: FencedRequest) -> bytes:
    with socket.socket() as stream:
        stream.connect(("127.0.0.1", 9))
    return b""


def _lie(_: FencedRequest) -> bytes:
    link = PersonLink(("nobody's key",), None, {"ssn"}, "certain", set(), [], [])
    findings = Findings([link], {"ssn"}, set())
    return msgspec.msgpack.encode(
        DocumentReading("0" * 64, "another.txt", 1, "text", "read", "", 1, findings)
    )


_ACTS: dict[str, Callable[[FencedRequest], bytes]] = {
    "hang": _hang,
    "crash": _crash,
    "exit": lambda _: os._exit(0),
    "eat": _eat,
    "connect": _call,
    "lie": _lie,
    "babble": lambda _: os.urandom(5000),
    "flood": lambda _: bytes(64 << 20),
}


def list_hostile(count: int) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each: takers-over, bombs, loops, and files broken at random."""
    chance = random.Random(17)
    makers: list[Callable[[], tuple[str, bytes]]] = [
        *(lambda act=act: ("note.txt", MARK + act.encode() + b"\n" + chance.randbytes(20)) for act in _ACTS),
        lambda: ("bomb.gz", gzip.compress(bytes(300 << 20), 9) + chance.randbytes(4)),
        lambda: ("bomb.zip", _zip({"a.txt": bytes(300 << 20)}, chance)),
        lambda: ("deep.json", b"[" * 200_000 + chance.randbytes(8)),
        lambda: ("deep.xml", b"<a>" * 100_000 + chance.randbytes(8)),
        lambda: ("laughs.xml", _write_entities(chance)),
        lambda: ("loop.pdf", b"%PDF-1.4\n1 0 obj<</Type/Pages/Kids[1 0 R]>>endobj\n" + chance.randbytes(90)),
        lambda: ("torn.docx", _zip({"word/document.xml": b"<w:document>" * 1000}, chance)[:-30]),
        lambda: ("noise.xlsx", b"PK\x03\x04" + chance.randbytes(5000)),
        lambda: ("noise.png", b"\x89PNG\r\n\x1a\n" + chance.randbytes(5000)),
        lambda: ("noise.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + chance.randbytes(9000)),
    ]
    for number in range(count):
        name, data = makers[number % len(makers)]()
        yield f"{number}-{name}", data


def _zip(members: dict[str, bytes], chance: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        archive.comment = chance.randbytes(8)
    return out.getvalue()


def _write_entities(chance: random.Random) -> bytes:
    lines = [f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 12)]
    return (
        '<!DOCTYPE a [<!ENTITY e0 "lol">' + "".join(lines) + "]><a>&e11;</a>"
    ).encode() + chance.randbytes(8).hex().encode()
