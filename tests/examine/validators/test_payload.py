"""Noise in containers that hold: seen against the old version, and what is dense by its nature is not."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing

import numpy as np
import pytest
import zstandard
from PIL import Image, ImageFilter

from firstbell.examine.content import Content
from firstbell.examine.judge import judge_alone, judge_transition
from firstbell.examine.picture_sketches import measure_roughness
from firstbell.examine.validators import payload, registry
from firstbell.examine.validators.fence import FENCE
from firstbell.examine.validators.images import count_png_bytes
from firstbell.examine.validators.outcome import Grade, Outcome
from firstbell.examine.validators.payload import check_points, cut_middle, is_too_small, pair_neighbors
from firstbell.record.versions import Judgement, State
from tests.examine.samples import make_docx, make_sqlite, make_xlsx
from tests.examine.test_departures import lock_away

WORDS = b"The board of the district met on Monday and heard from the principal about the buses. "


def noise(count: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(count)


def pack(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def refill(container: bytes, change: Callable[[str, bytes], bytes], method: int = 8) -> bytes:
    with zipfile.ZipFile(io.BytesIO(container)) as old:
        return pack({one.filename: change(one.filename, old.read(one)) for one in old.infolist()}, method)


def write_pdf(*streams: tuple[bytes, bytes]) -> bytes:
    """Objects with these dictionaries and contents, packed where the dictionary says so."""
    body = b"%PDF-1.4\n1 0 obj\n<</Type /Catalog>>\nendobj\n"
    for number, (dictionary, data) in enumerate(streams, 2):
        held = zlib.compress(data) if b"Flate" in dictionary else data
        body += b"%d 0 obj\n<</Length %d %s>>\nstream\n%s\nendstream\nendobj\n" % (
            number,
            len(held),
            dictionary,
            held,
        )
    return body + b"trailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


FLATE = b"/Filter /FlateDecode"
PAGE = b"BT /F1 12 Tf 40 700 Td (" + WORDS * 4 + b") Tj ET\n"


def draw(mode: str, side: int, data: bytes, kind: str, **options: int) -> bytes:
    target = io.BytesIO()
    Image.frombytes(mode, (side, side), data).save(target, kind, **options)
    return target.getvalue()


def draw_photo(kind: str = "JPEG") -> bytes:
    small = Image.frombytes("RGB", (8, 8), noise(192))
    target = io.BytesIO()
    small.resize((200, 200), Image.Resampling.BICUBIC).save(target, kind)
    return target.getvalue()


def put_segments(picture: bytes, data: bytes, marker: int = 0xE7) -> bytes:
    pieces = [data[at : at + 60_000] for at in range(0, len(data), 60_000)]
    head = b"".join(bytes((0xFF, marker)) + (len(one) + 2).to_bytes(2, "big") + one for one in pieces)
    return picture[:2] + head + picture[2:]


DOCX, XLSX, PHOTO, PDF = make_docx(3), make_xlsx(3), draw_photo(), write_pdf((FLATE, PAGE))
ODT = pack({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<p>" + WORDS * 20})
FILLED = {
    "a part of a document": (DOCX, refill(DOCX, lambda n, d: noise(4000) if n == "word/document.xml" else d)),
    "stored, not packed": (XLSX, refill(XLSX, lambda n, d: noise(900) if "sheet1" in n else d, 0)),
    "noise behind a head of XML": (
        DOCX,
        refill(DOCX, lambda n, d: d[:200] + noise(4000) if n == "word/document.xml" else d),
    ),
    "noise as base64 in the text": (
        DOCX,
        refill(DOCX, lambda n, d: b"<w:t>" + noise(3000).hex().encode() if n == "word/document.xml" else d),
    ),
    "OpenDocument": (ODT, refill(ODT, lambda n, d: noise(3000) if n == "content.xml" else d)),
    "streams of a PDF": (PDF, write_pdf((FLATE, noise(3000)), (FLATE, noise(500, 2)))),
    "behind a page that says little": (PDF, write_pdf((FLATE, PAGE[:200]), (FLATE, noise(3000)))),
    "as an attachment of a PDF": (
        PDF,
        write_pdf((FLATE, PAGE), (FLATE + b"/Type /EmbeddedFile", noise(9000))),
    ),
    "not packed": (PDF, write_pdf((b"", noise(3000)))),
    "segments of a JPEG": (PHOTO, put_segments(draw("L", 16, bytes(256), "JPEG"), noise(len(PHOTO)))),
    "behind the end of a JPEG": (PHOTO, draw("L", 16, bytes(256), "JPEG") + noise(9000)),
    "points of a JPEG": (PHOTO, draw("RGB", 64, noise(64 * 64 * 3), "JPEG", quality=90)),
    "points of a PNG": (draw_photo("PNG"), draw("RGB", 64, noise(64 * 64 * 3), "PNG")),
    "packed by gzip": (DOCX, gzip.compress(noise(5000))),
    "packed by bzip2": (DOCX, bz2.compress(noise(5000))),
    "packed by xz": (DOCX, lzma.compress(noise(5000))),
    "packed by zstd": (DOCX, zstandard.compress(noise(5000))),
}


@pytest.mark.parametrize("name", FILLED)
def test_noise_in_a_container_that_holds_is_damage(name: str) -> None:
    old, new = (Content(b"/srv/a", data) for data in FILLED[name])
    assert new.outcome.holds
    judgement = judge_transition(old, new)
    assert (judgement.state, judgement.code) == (State.DAMAGED, "damaged.filled")
    # and what was so before is left alone
    assert judge_transition(new, new).state is State.INTACT


FONT = b"\x00\x01\x00\x00" + noise(9000)
HONEST = {
    "a document with a photo and a font": refill(DOCX, lambda n, d: d)[:0]
    or pack(
        {"[Content_Types].xml": b"<Types/>" + WORDS, "word/media/a.jpg": PHOTO, "word/fonts/f.odttf": FONT}
    ),
    "a password on each file": lock_away({b"/a.docx": DOCX, b"/b.txt": WORDS * 9}),
    "photos in an archive": pack({f"{at}.jpg": PHOTO for at in range(5)}, 0),
    "archives in an archive": pack({"a.zip": pack({"x": noise(9000)}), "b.docx": DOCX}),
    "keys in an archive": pack({"letters/a.txt": WORDS * 50, "keys/one.key": noise(4000)}),
    "a photo in a PDF": write_pdf((b"/Subtype /Image /Filter /DCTDecode", PHOTO), (FLATE, PAGE)),
    "a font in a PDF": write_pdf((FLATE + b"/Length1 9004", FONT), (FLATE, PAGE)),
    "an archive attached to a PDF": write_pdf((FLATE + b"/Type /EmbeddedFile", DOCX), (FLATE, PAGE)),
    "a JPEG with a thumbnail": put_segments(PHOTO, b"Exif\0\0" + PHOTO, 0xE1),
    "a film behind a photo": PHOTO + b"\0\0\0\x18ftypmp42" + noise(40_000),
    "a photo, packed": gzip.compress(PHOTO),
    "an archive, packed twice": gzip.compress(lzma.compress(noise(9000))),
    "something encrypted, packed": gzip.compress(b"Salted__" + noise(4000)),
}


@pytest.mark.parametrize("name", HONEST)
@pytest.mark.parametrize("old", [DOCX, PHOTO, PDF], ids=["docx", "jpg", "pdf"])
def test_what_is_dense_by_its_nature_is_not(name: str, old: bytes) -> None:
    new = Content(b"/srv/a", HONEST[name])
    assert new.outcome.holds
    assert not new.filled
    assert judge_transition(Content(b"/srv/a", old), new).state is State.INTACT


def test_of_a_new_archive_nobody_can_tell_and_packed_noise_may_be_a_dump() -> None:
    archive = judge_alone(Content(b"/srv/a.zip", pack({"a.docx": noise(5000), "b.txt": noise(800)})))
    assert (archive.state, archive.code) == (State.UNKNOWN, "unknown.filled")
    assert judge_alone(Content(b"/srv/a.gz", gzip.compress(noise(5000)))).state is State.INTACT


def test_a_database_whose_text_became_noise_is_damaged_and_one_that_held_noise_or_pictures_is_not() -> None:
    whole = make_sqlite(1)

    def change(data: bytes, *commands: str) -> bytes:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(data)
            for command in commands:
                connection.execute(command)
            connection.commit()
            return connection.serialize()

    def judge(old: bytes, new: bytes) -> Judgement:
        return judge_transition(Content(b"/a/sis.sqlite", old), Content(b"/a/sis.sqlite", new))

    filled = change(whole, "UPDATE pupil SET name = randomblob(length(name))")
    assert judge(whole, filled).code == "damaged.filled"
    fewer = change(filled, "DELETE FROM pupil WHERE id < 9")
    assert judge(filled, fewer).state is State.INTACT
    photos = change(whole, "ALTER TABLE pupil ADD photo BLOB", "UPDATE pupil SET photo = randomblob(900)")
    assert judge(whole, photos).state is State.INTACT


def _draw_noise(width: int, height: int, kind: str = "PNG") -> bytes:
    target = io.BytesIO()
    points = random.Random(3).randbytes(width * height)
    Image.frombytes("L", (width, height), points).save(target, kind, quality=100)
    return target.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize(("width", "height"), [(24, 23), (23, 400), (24, 24), (200, 90), (600, 700)])
def test_a_picture_that_is_passed_over_for_its_size_is_one_of_whose_points_nothing_is_told(
    width: int, height: int, kind: str
) -> None:
    picture = _draw_noise(width, height, kind)
    assert is_too_small(picture) == (min(width, height) < 24)
    assert bool(check_points(picture).filled) is not is_too_small(picture)
    assert bool(Content(b"/a.png", picture).filled) is not is_too_small(picture)


def test_a_jpeg_with_a_header_that_is_not_read_here_is_not_passed_over() -> None:
    small, large = _draw_noise(8, 8, "JPEG"), _draw_noise(200, 90, "JPEG")
    assert is_too_small(small)
    start = large.index(b"\xff\xc0")
    odd = large[:start] + b"\xff\xc1\0\x0b\x07" + large[start + 5 :]  # samples of seven bits
    for both in (small + large, small + odd):
        assert not is_too_small(both)


def test_a_png_with_a_second_header_is_not_passed_over() -> None:
    small, large = _draw_noise(8, 8), _draw_noise(200, 90)
    assert is_too_small(small)
    assert not is_too_small(small[:33] + large[8:])


def test_a_short_png_that_unpacks_to_much_is_checked_in_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def check(_: object, name: str, __: bytes, *, folder: bytes | None = None) -> Outcome:
        asked.append(f"{name} in {folder!r}")
        return Outcome(Grade.SOUND, name)

    monkeypatch.setattr(FENCE, "check", check)
    for side, is_fenced in ((100, False), (700, True)):
        target = io.BytesIO()
        Image.new("L", (side, side)).save(target, "PNG")
        assert len(target.getvalue()) < 32 << 10
        assert registry.validate(target.getvalue(), b"/a/x.png").type == "png"
        assert asked == ["png in b'/a/'"] * is_fenced


def test_what_a_png_unpacks_to_is_what_its_header_says() -> None:
    for mode, bits in (("1", 1), ("L", 8), ("RGB", 24), ("RGBA", 32), ("LA", 16), ("I;16", 16)):
        target = io.BytesIO()
        Image.new(mode, (33, 70)).save(target, "PNG")
        data = target.getvalue()
        unpacked = zlib.decompressobj().decompress(data[data.index(b"IDAT") + 4 :])
        assert count_png_bytes(data) == len(unpacked) == 70 * (-(-bits * 33 // 8) + 1)
    assert count_png_bytes(target.getvalue()[:20]) == 0
    assert count_png_bytes(b"\x89PNG" + bytes(40)) == 0


@pytest.mark.parametrize("size", [(24, 24), (30, 400), (513, 512)])
def test_neighbors_are_weighed_as_arrays_of_them_would_be(size: tuple[int, int]) -> None:
    width, height = size
    noisy = Image.frombytes("L", size, random.Random(5).randbytes(width * height))
    for picture in (noisy, noisy.filter(ImageFilter.BoxBlur(1)), noisy.point(lambda value: value // 16)):
        points = np.asarray(picture, dtype=np.float64)
        slices = [(points[:-1], points[1:]), (points[:, :-1], points[:, 1:])]
        for images, arrays in zip(pair_neighbors(picture), slices, strict=True):
            expected = np.corrcoef(arrays[0].ravel(), arrays[1].ravel())[0, 1]
            assert payload._correlate(*images) == pytest.approx(expected, abs=1e-9)
        middle = np.asarray(cut_middle(picture, 512), dtype=np.float64)
        steps = [np.abs(np.diff(middle, axis=axis)).mean() for axis in (0, 1)]
        assert measure_roughness(picture) == np.mean(steps)


def test_points_that_are_all_the_same_go_together() -> None:
    flat = Image.new("L", (40, 40), 7)
    assert payload._correlate(flat, flat) == 1.0
    assert measure_roughness(flat) == measure_roughness(flat.crop((0, 0, 1, 1))) == 0.0
