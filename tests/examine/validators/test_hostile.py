"""Content made to hurt its checker: it unpacks without end, points at itself, hangs or crashes a decoder."""

from __future__ import annotations

import gzip
import os
import signal
import struct
import threading
import zlib
from types import SimpleNamespace

import pytest
import zstandard

from firstbell.examine.content import Content
from firstbell.examine.judge import judge_alone
from firstbell.examine.validators import registry
from firstbell.examine.validators.check import run_check
from firstbell.examine.validators.fence import Fence
from firstbell.examine.validators.outcome import Format, Grade, Validator
from firstbell.examine.validators.registry import FORMATS, validate
from firstbell.record.versions import State
from tests.examine.validators import makers
from tests.examine.validators.misbehaviour import (
    count,
    crash,
    eat,
    hang,
    lie_about_type,
    lie_in_many_words,
    take_over,
)


@pytest.fixture
def fence():  # type: ignore[no-untyped-def]
    made = Fence(limit_s=0.7)
    yield made
    made.stop()


def find_next_child(fence: Fence) -> int:
    """The process that will run the next check; it waits for it already."""
    assert fence._fence is not None
    while not (ready := [child.pid for child in fence._fence._children.values() if child.pid]):
        fence._fence._take(50)
    return ready[0]


def test_a_fenced_check_gives_what_an_unfenced_one_gives(fence: Fence) -> None:
    for size in (0, 1, 5000, 3 << 20):
        data = makers.make_noise(size)
        assert fence.check(count, "x", data) == run_check(count, "x", data)


def test_a_check_that_hangs_is_stopped_and_the_next_one_runs(fence: Fence) -> None:
    outcome = fence.check(hang, "x", b"content")
    assert outcome.grade is Grade.UNCHECKED
    assert "longer than" in outcome.detail
    assert fence.check(count, "x", b"abc").grade is Grade.SOUND


def test_a_check_that_the_machine_had_no_time_for_is_waited_for(fence: Fence) -> None:
    assert fence.check(count, "x", b"abc").grade is Grade.SOUND
    pid = find_next_child(fence)
    os.kill(pid, signal.SIGSTOP)
    waking = threading.Timer(1.5, os.kill, [pid, signal.SIGCONT])
    waking.start()
    assert fence.check(count, "x", b"abcd") == run_check(count, "x", b"abcd")
    waking.join()


def test_a_check_that_eats_memory_is_refused(fence: Fence) -> None:
    outcome = fence.check(eat, "x", b"content")
    assert outcome.grade is Grade.UNCHECKED
    assert "memory" in outcome.detail
    assert fence.check(count, "x", b"abc").grade is Grade.SOUND


def test_a_check_that_crashes_its_process_is_told(fence: Fence) -> None:
    assert fence.check(crash, "x", b"content").detail == "checking it crashed the process that did"
    assert fence.check(count, "x", b"abc").grade is Grade.SOUND


def test_a_check_that_was_taken_over_changes_no_other_outcome(fence: Fence) -> None:
    before = fence.check(count, "x", b"abc")
    taken = fence.check(take_over, "x", b"content")
    assert taken.grade is not Grade.UNCHECKED  # it may lie about its own content, and does
    assert taken.detail == "as the intruder likes"
    assert fence.check(count, "x", b"abc") == before


@pytest.mark.parametrize("lie", [lie_about_type, lie_in_many_words])
def test_what_may_not_be_shown_is_no_outcome(fence: Fence, lie: Validator) -> None:
    outcome = fence.check(lie, "x", b"content")
    assert (outcome.grade, outcome.type) == (Grade.UNCHECKED, "x")
    assert "did not answer as it should" in outcome.detail


def test_where_no_process_can_be_started_nothing_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firstbell.processes.zygote_link.sys.executable", "/nowhere/python")
    alone = Fence()
    outcome = alone.check(count, "x", b"abc")
    assert outcome.grade is Grade.UNCHECKED
    assert "was not checked" in outcome.detail
    alone.stop()


def test_what_a_check_raises_is_a_grade_on_both_sides_of_the_fence(fence: Fence) -> None:
    row = next(row for row in FORMATS if row.name == "gzip")
    for data in (b"\x1f\x8b\x08broken", gzip.compress(b"text")[:-9]):
        assert fence.check(row.check, "gzip", data) == run_check(row.check, "gzip", data)


def test_a_forked_process_gets_a_fence_of_its_own(fence: Fence) -> None:
    fence.check(count, "x", b"abc")
    child = os.fork()
    if child == 0:
        held = fence.check(count, "x", b"in the child").grade is Grade.SOUND
        fence.stop()
        os._exit(0 if held else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert fence.check(count, "x", b"abc").grade is Grade.SOUND


def test_what_could_not_be_checked_is_unknown_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    row = Format("slow", hang, ((0, b"SLOW"),), fenced_from=0)
    short = Fence(limit_s=0.3)
    monkeypatch.setattr(registry, "fence", SimpleNamespace(FENCE=short))
    monkeypatch.setitem(registry._BY_HEAD, b"S", [(b"SLOW", row)])
    judgement = judge_alone(Content(b"/a/x", b"SLOW" + makers.make_noise(500)))
    assert (judgement.state, judgement.code) == (State.UNKNOWN, "unknown.unchecked")
    assert "longer than" in judgement.reason
    short.stop()


def _pack_zeros(mebibytes: int, *, wbits: int = 15) -> bytes:
    packer = zlib.compressobj(9, wbits=wbits)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(mebibytes)) + packer.flush()


def _make_png(body: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


BOMBS = {
    "gzip": lambda: gzip.compress(bytes(300 << 20), 6),
    "zstd": lambda: zstandard.compress(bytes(300 << 20)),
    "png": lambda: _make_png(_pack_zeros(300)),
    "zlib": lambda: _pack_zeros(300),
    "pdf": lambda: (
        b"%PDF-1.4\n1 0 obj\n<</Filter /FlateDecode>>\nstream\n" + _pack_zeros(300) + b"\nendstream\nendobj\n"
        b"trailer\n%%EOF\n"
    ),
}


@pytest.mark.long
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_unpacked_by_steps_and_never_into_memory(name: str) -> None:
    data = BOMBS[name]()
    limited = Fence(most_memory_bytes=640 << 20)
    row = next(row for row in FORMATS if row.name == {"zlib": "git-object"}.get(name, name))
    try:
        outcome = limited.check(row.check, name, data)
    finally:
        limited.stop()
    assert outcome.holds, outcome


def test_a_woff_table_that_unpacks_beyond_its_length_is_refused() -> None:
    table = _pack_zeros(30)
    row = struct.pack(">4sIIII", b"glyf", 64, len(table), len(table) + 1, 0)
    head = (b"wOFF" + struct.pack(">IIHHI", 0x10000, 64 + len(table), 1, 0, 700)).ljust(44, b"\0")
    assert validate(head + row + table, b"/a/x.woff").grade is Grade.BROKEN


def test_pages_that_point_at_themselves_are_a_loop() -> None:
    data = bytearray(makers.make_store())
    page = bytearray(data[1536:2048])
    page[488:492] = bytes([1, 20, 24, 1])
    page[16:24] = struct.pack("<Q", 1536)
    page[500:504] = struct.pack("<I", zlib.crc32(page[:496], 0xFFFFFFFF) ^ 0xFFFFFFFF)
    data[1536:2048] = page
    outcome = validate(bytes(data), b"/a/x.pst")
    assert (outcome.grade, outcome.detail) == (Grade.BROKEN, "pages form a loop")


def test_directories_of_a_tiff_that_form_a_loop_are_refused() -> None:
    entry = struct.pack("<HHII", 256, 3, 1, 10)
    data = b"II*\0" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 8)
    assert validate(data, b"/a/x.tif").detail == "directories form a loop"


def test_metadata_nested_without_end_is_refused() -> None:
    metadata = b"\x1c" * 5000
    data = b"PAR1" + metadata + struct.pack("<I", len(metadata)) + b"PAR1"
    assert validate(data, b"/a/x.parquet").grade is Grade.BROKEN


def test_a_list_said_to_be_endless_is_refused() -> None:
    metadata = b"\x19\xf5\xff\xff\xff\xff\x0f"
    data = b"PAR1" + metadata + struct.pack("<I", len(metadata)) + b"PAR1"
    assert validate(data, b"/a/x.parquet").grade is Grade.BROKEN


def test_boxes_nested_without_end_are_survived() -> None:
    box = makers.make_box(b"trak", b"")
    for _ in range(3000):
        box = makers.make_box(b"trak", box)
    data = makers.make_box(b"ftyp", b"isom\0\0\0\0") + makers.make_box(b"moov", box)
    assert validate(data, b"/a/x.mp4").grade in (Grade.PLAUSIBLE, Grade.BROKEN)


def test_a_tar_of_tars_is_looked_into_only_so_deep() -> None:
    def wrap(content: bytes) -> bytes:
        head = bytearray(b"a.tar".ljust(124, b"\0") + b"%011o\0" % len(content)).ljust(512, b"\0")
        head[156:157], head[257:262] = b"0", b"ustar"
        head[148:156] = b"        "
        head[148:156] = b"%06o\0 " % sum(head)
        return bytes(head) + content.ljust((len(content) + 511) // 512 * 512, b"\0") + bytes(1024)

    data = wrap(b"text")
    for _ in range(30):
        data = wrap(data)
    assert validate(data, b"/a/x.tar").holds
