"""Types checked whole or by their tables: good files hold, noise in any part of what is covered does not."""

from __future__ import annotations

import io
import random
import tarfile
from collections.abc import Callable
from functools import partial

import pytest
from PIL import Image

from firstbell.examine.validators.outcome import Grade
from firstbell.examine.validators.registry import validate
from tests.examine import samples
from tests.examine.strikes import LAYOUTS, strike
from tests.examine.validators import makers


def _make_tiff(compression: str) -> bytes:
    target = io.BytesIO()
    Image.open(io.BytesIO(samples.make_png(1))).convert("RGB").save(target, "TIFF", compression=compression)
    return target.getvalue()


def _make_avif() -> bytes:
    target = io.BytesIO()
    Image.open(io.BytesIO(samples.make_png(1))).convert("RGB").save(target, "AVIF")
    return target.getvalue()


def _make_progressive() -> bytes:
    target = io.BytesIO()
    picture = Image.open(io.BytesIO(samples.make_png(1))).convert("RGB")
    picture.save(target, "JPEG", progressive=True, restart_marker_rows=1)
    return target.getvalue()


def _make_tar() -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name in ("png", "docx", "gz", "txt"):
            content = samples.SAMPLES[name](1)
            info = tarfile.TarInfo(f"folder/file.{name}")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return target.getvalue()


def _make_rtf() -> bytes:
    text = samples.write_words(1, 600).replace("\n", "\\par\n")
    return b"{\\rtf1\\ansi {\\fonttbl{\\f0 Arial;}}\n" + text.encode() + b"}\n"


# type, suffix, maker, whether every byte that matters is covered
WHOLE: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    "git pack": ("git-pack", "pack", makers.make_git_pack),
    "git object": ("git-object", "", makers.make_git_object),
    "git index": ("git-index", "", makers.make_git_index),
    "pack index": ("git-pack-index", "idx", makers.make_pack_index),
    "outlook store": ("outlook-store", "pst", makers.make_store),
    "7z, LZMA2": ("7z", "7z", makers.make_7z),
    "7z, LZMA": ("7z", "7z", partial(makers.make_7z, method="lzma")),
    "7z, copied": ("7z", "7z", partial(makers.make_7z, method="copy")),
    "parquet, gzip": ("parquet", "parquet", makers.make_parquet),
    "parquet with CRC": ("parquet", "parquet", partial(makers.make_parquet, codec=0)),
    "tiff, deflate": ("tiff", "tif", partial(_make_tiff, "tiff_adobe_deflate")),
    "tar": ("tar", "tar", _make_tar),
    "rtf": ("rtf", "rtf", _make_rtf),
}
BY_TABLES: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    "workbook": ("compound", "xls", makers.make_workbook),
    "sealed document": ("ooxml-encrypted", "docx", makers.make_sealed_document),
    "film": ("iso-media", "mp4", makers.make_film),
    "avif": ("iso-media", "avif", _make_avif),
    "keepass 4": ("keepass", "kdbx", makers.make_keepass),
    "fixed vhd": ("vhd", "vhd", partial(makers.make_fixed_vhd, bytes(5000) + makers.make_noise(3120))),
    "sparse vhd": ("vhd", "vhd", partial(makers.make_sparse_vhd, makers.make_noise(60_000))),
    "qcow2": ("qcow", "qcow2", makers.make_qcow),
    "vmdk": ("vmdk", "vmdk", makers.make_vmdk),
    "vdi": ("vdi", "vdi", makers.make_vdi),
    "parquet, snappy": ("parquet", "parquet", partial(makers.make_parquet, codec=1)),
    "arrow": ("arrow", "arrow", makers.make_arrow),
    "lz4": ("lz4", "lz4", makers.make_lz4),
    "lz4, linked blocks": ("lz4", "lz4", partial(makers.make_lz4, linked=True)),
    "tiff, plain": ("tiff", "tif", partial(_make_tiff, "raw")),
    "tiff, packbits": ("tiff", "tif", partial(_make_tiff, "packbits")),
    "tiff, jpeg": ("tiff", "tif", partial(_make_tiff, "jpeg")),
    "progressive jpeg": ("jpeg", "jpg", _make_progressive),
}
EVERY = {**WHOLE, **BY_TABLES}


def check(data: bytes, suffix: str) -> tuple[Grade, str]:
    outcome = validate(data, b"/a/x" + (b"." + suffix.encode() if suffix else b""))
    return outcome.grade, outcome.type


@pytest.mark.parametrize("name", EVERY)
def test_a_good_file_holds(name: str) -> None:
    kind, suffix, make = EVERY[name]
    wanted = Grade.SOUND if name in WHOLE else Grade.PLAUSIBLE
    assert check(make(), suffix) == (wanted, kind)


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_noise_anywhere_in_what_is_checked_whole_is_seen(name: str) -> None:
    _, suffix, make = WHOLE[name]
    data, source, missed = make(), random.Random(2), 0
    for _ in range(30):
        place = source.randrange(0, len(data) - 64)
        struck = data[:place] + source.randbytes(48) + data[place + 48 :]
        missed += check(struck, suffix)[0] in (Grade.SOUND, Grade.PLAUSIBLE)
    # free room, names and dates may be anything
    assert missed <= (12 if name in ("outlook store", "tar", "parquet, gzip", "tiff, deflate") else 3)


@pytest.mark.parametrize("name", sorted(EVERY))
@pytest.mark.parametrize("layout", LAYOUTS[:6], ids=lambda layout: layout.name)
def test_a_struck_file_does_not_hold(name: str, layout) -> None:  # type: ignore[no-untyped-def]
    kind, suffix, make = EVERY[name]
    grade, found = check(strike(make(), layout, seed=3), suffix)
    assert grade is not Grade.SOUND
    if layout.name.startswith("whole"):
        assert found != kind or grade not in (Grade.SOUND, Grade.PLAUSIBLE) or kind == "vhd"


@pytest.mark.parametrize("name", sorted(EVERY.keys() - {"git object", "vdi", "rtf"}))
def test_a_file_cut_short_is_not_whole(name: str) -> None:
    _, suffix, make = EVERY[name]
    data = make()
    # the last cluster of an image may be short
    for share in (0.1, 0.5) if name == "qcow2" else (0.1, 0.5, 0.9):
        assert check(data[: int(len(data) * share)], suffix)[0] in (Grade.TORN, Grade.BROKEN, Grade.NONE)


@pytest.mark.parametrize("name", sorted(EVERY))
def test_bytes_changed_at_random_are_survived(name: str) -> None:
    _, suffix, make = EVERY[name]
    data, source = make(), random.Random(4)
    for _ in range(25):
        changed = bytearray(data)
        for _ in range(5):
            changed[source.randrange(min(len(data), 4096))] = source.randrange(256)
        changed[source.randrange(len(data))] ^= 0xFF
        check(bytes(changed), suffix)


def test_a_member_that_broke_breaks_its_tar_and_is_named() -> None:
    data = bytearray(_make_tar())
    place = data.find(b"IDAT") + 40
    data[place : place + 200] = makers.make_noise(200)
    outcome = validate(bytes(data), b"/a/x.tar")
    assert outcome.grade is Grade.BROKEN
    assert "folder/file.png" in outcome.detail


def test_streams_that_share_a_sector_are_no_compound_file() -> None:
    data = bytearray(makers.make_compound({"One": b"1" * 5000, "Two": b"2" * 5000}))
    first = data.find("One".encode("utf-16-le"))
    second = data.find("Two".encode("utf-16-le"))
    data[second + 116 : second + 120] = data[first + 116 : first + 120]
    assert check(bytes(data), "doc")[0] is Grade.BROKEN


def test_records_of_a_workbook_must_chain() -> None:
    data = bytearray(makers.make_workbook())
    data[2000:2064] = makers.make_noise(64)
    assert check(bytes(data), "xls")[0] is Grade.BROKEN


def test_restart_markers_out_of_order_break_a_jpeg() -> None:
    target = io.BytesIO()
    picture = Image.open(io.BytesIO(samples.make_png(1))).convert("RGB")
    picture.save(target, "JPEG", restart_marker_blocks=4)
    data = target.getvalue()
    assert check(data, "jpg")[0] is Grade.PLAUSIBLE
    place = data.rfind(b"\xff\xd3")
    assert check(data[:place] + b"\xff\xd5" + data[place + 2 :], "jpg")[0] is Grade.BROKEN


def test_units_of_a_film_must_end_with_their_sample() -> None:
    data = bytearray(makers.make_film())
    place = data.find(b"mdat") + 4
    data[place + 2] ^= 1
    assert check(bytes(data), "mp4")[0] is Grade.BROKEN


def test_a_git_pack_cut_short_is_torn_and_a_struck_one_is_broken() -> None:
    data = makers.make_git_pack()
    assert check(data[:-400], "pack")[0] is Grade.TORN
    assert check(data[:800] + makers.make_noise(64) + data[864:], "pack")[0] is Grade.BROKEN
