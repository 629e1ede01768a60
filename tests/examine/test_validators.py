"""Every type holds whole, tears at its end, and breaks where it is struck; nothing is a type by chance."""

from __future__ import annotations

import random
import struct
import zlib

import pytest

from firstbell.examine.validators.outcome import Grade
from firstbell.examine.validators.registry import FORMATS, find_expected, validate
from tests.examine.samples import SAMPLES, make_text
from tests.examine.strikes import LAYOUTS, strike
from tests.examine.trees import make_sample

CHECKED_WHOLE = {
    "txt",
    "csv",
    "json",
    "html",
    "eml",
    "docx",
    "xlsx",
    "pdf",
    "png",
    "zip",
    "gz",
    "bz2",
    "xz",
    "tar",
}
PLAIN = {"txt", "csv", "json", "html", "eml"}
KNOWS_ITS_END = {
    "docx",
    "xlsx",
    "zip",
    "gz",
    "bz2",
    "xz",
    "zst",
    "png",
    "jpg",
    "gif",
    "7z",
    "mp4",
    "webp",
    "wav",
    "tar",
}
HOLDS_THOUGH_STRUCK = {"wav", "bmp", "tif", "sqlite", "tar", "latin1.txt", "utf16.txt"}


def path_of(name: str) -> bytes:
    return b"/a/x." + name.encode()


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_of_the_type_holds(name: str) -> None:
    for seed in range(3):
        outcome = validate(make_sample(name, seed), path_of(name))
        assert outcome.holds, outcome
        assert (outcome.grade is Grade.SOUND) == (name in CHECKED_WHOLE)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_of_the_type_holds_under_any_name(name: str) -> None:
    assert validate(make_sample(name, 1), b"/a/thing").holds


@pytest.mark.parametrize("name", sorted(CHECKED_WHOLE - PLAIN))
def test_a_few_struck_bytes_anywhere_break_what_is_checked_whole(name: str) -> None:
    data = make_sample(name, 1)
    source = random.Random(1)
    missed = 0
    for _ in range(40):
        place = source.randrange(64, len(data) - 96)
        struck = data[:place] + source.randbytes(32) + data[place + 32 :]
        missed += validate(struck, path_of(name)).holds
    # names, dates and comments inside a container may be anything
    assert missed <= (14 if name in ("pdf", "docx", "xlsx", "tar") else 2)


@pytest.mark.parametrize("name", sorted(KNOWS_ITS_END))
@pytest.mark.parametrize("share", [0.3, 0.6, 0.85])
def test_a_file_that_ends_too_early_is_torn_and_not_broken(name: str, share: float) -> None:
    data = make_sample(name, 1)
    assert validate(data[: int(len(data) * share)], path_of(name)).grade is Grade.TORN


@pytest.mark.parametrize("name", sorted(set(SAMPLES) - HOLDS_THOUGH_STRUCK))
def test_a_struck_file_does_not_hold(name: str) -> None:
    for layout in LAYOUTS[:6]:
        assert not validate(strike(make_sample(name, 2), layout, seed=2), path_of(name)).holds, layout.name


def test_noise_is_hardly_ever_of_a_type() -> None:
    source = random.Random(5)
    held = [
        outcome
        for outcome in (validate(source.randbytes(3000), b"/a/x") for _ in range(3000))
        if outcome.holds
    ]
    assert len(held) <= 1, held


def test_small_noise_is_hardly_ever_text() -> None:
    source = random.Random(6)
    held = sum(validate(source.randbytes(64), b"/a/x").holds for _ in range(3000))
    assert held <= 6


@pytest.mark.parametrize(
    "encoding", ["utf-8", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "iso8859-15"]
)
def test_western_text_in_any_encoding_is_text(encoding: str) -> None:
    text = "Größere Schüler, élèves et garçons; das Übliche.\n" * 30
    assert validate(text.encode(encoding), b"/a/x").type == "text"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("koi8-r", "Школьное расписание на весну и лето, ученики и учителя. "),
        ("cp1251", "Школьное расписание на весну и лето, ученики и учителя. "),
        ("iso8859-7", "Το πρόγραμμα του σχολείου για την άνοιξη. "),  # noqa: RUF001
        ("euc-jp", "学校の時間割と先生のお知らせ。春の行事について。"),
        ("shift_jis", "学校の時間割と先生のお知らせ。春の行事について。"),
        ("gb18030", "学校的课程表和老师的通知。关于春天的活动。"),
        ("big5", "學校的課程表和老師的通知。關於春天的活動。"),
        ("euc-kr", "학교 시간표와 선생님의 알림. 봄 행사에 대하여. "),
        ("utf-16", "学校的课程表和老师的通知。关于春天的活动。\n"),
        ("iso8859-8", "מערכת השעות של בית הספר לאביב. "),
    ],
)
def test_text_of_other_scripts_is_text(encoding: str, text: str) -> None:
    assert validate((text * 20).encode(encoding), b"/a/x").type == "text"


def test_a_text_with_escapes_and_form_feeds_is_text() -> None:
    assert validate(b"\x1b[1mbold\x1b[0m\x0c\n" * 50, b"/a/x").type == "text"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (b"/a/x.docx", "zip"),
        (b"/a/X.PDF", "pdf"),
        (b"/a/x.docx.lock", "zip"),
        (b"/a/x.tar.gz", "gzip"),
        (b"/a/.gz", "gzip"),
        (b"/a.zip/x", None),
        (b"/a/x", None),
    ],
)
def test_a_name_promises_a_type_by_its_last_known_suffix(path: bytes, name: str | None) -> None:
    found = find_expected(path)
    assert (found.name if found else None) == name


def test_content_of_another_type_than_its_name_says_holds_as_what_it_is() -> None:
    assert validate(make_sample("html", 1), b"/a/x.xls").type == "text"
    assert validate(make_sample("png", 1), b"/a/x.jpg").type == "png"


def test_noise_under_a_promising_name_tells_what_was_promised() -> None:
    outcome = validate(random.Random(1).randbytes(5000), b"/a/x.docx")
    assert outcome.grade is Grade.NONE
    assert outcome.expected == "zip"


def test_every_mark_with_nothing_behind_it_is_survived() -> None:
    for row in FORMATS:
        for offset, magic in row.magics:
            for rest in (b"", bytes(3), bytes(600), b"\xff" * 600, make_text(1)[:600]):
                validate(bytes(offset) + magic + rest, b"/a/x" + (row.suffixes or (b"",))[0])


def test_every_sample_with_bytes_changed_at_random_is_survived() -> None:
    source = random.Random(8)
    for name in SAMPLES:
        data = bytearray(make_sample(name, 1))
        for _ in range(40):
            changed = bytearray(data)
            for _ in range(4):
                changed[source.randrange(min(len(data), 2048))] = source.randrange(256)
            validate(bytes(changed), path_of(name))


def test_a_zip_bomb_is_not_unpacked_into_memory() -> None:
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(bytes(1 << 20))
    body += b"".join(packed.compress(bytes(1 << 20)) for _ in range(63)) + packed.flush()
    crc, size = 0, 1 << 31
    local = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, crc, len(body), size, 1, 0) + b"a"
    central = b"PK\x01\x02" + struct.pack(
        "<HHHHHHIIIHHHHHII", 20, 20, 0, 8, 0, 0, crc, len(body), size, 1, 0, 0, 0, 0, 0, 0
    )
    central += b"a"
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local) + len(body), 0)
    assert validate(local + body + central + end, b"/a/x.zip").grade is Grade.PLAUSIBLE
