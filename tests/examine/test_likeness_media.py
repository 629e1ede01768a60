"""What is compared byte by byte or page by page: sound, scans, archives of 7-Zip, files of many blobs."""

from __future__ import annotations

import random

import pytest
from PIL import Image

from firstbell.examine.likeness import compare, find_rewritten
from firstbell.examine.look import Look
from firstbell.examine.pairs import Pair, PairBasis
from firstbell.examine.sketch import draw_sketch
from firstbell.record.versions import Judgement, State
from tests.documents.formats import make_7z
from tests.examine.test_likeness import make_photo, save_jpeg
from tests.examine.trees import MemoryReader


def noise(count: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(count)


def keep(old: bytes, new: bytes) -> float | None:
    return compare(draw_sketch(old), draw_sketch(new))


def write_scan(*pages: bytes, text: str = "") -> bytes:
    """A PDF of pictures of pages, with the text that was read off them."""
    body = b"%PDF-1.4\n"
    for number, page in enumerate(pages, 1):
        kind = b"/Subtype /Image /Filter /DCTDecode"
        body += b"%d 0 obj\n<<%s /Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
            number,
            kind,
            len(page),
            page,
        )
    said = f"BT ({text}) Tj ET".encode()
    return body + b"90 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\ntrailer\n%%%%EOF\n" % (
        len(said),
        said,
    )


def draw_page(seed: int, quality: int = 90) -> bytes:
    grain = Image.frombytes("L", (640, 480), noise(640 * 480, seed))
    return save_jpeg(Image.blend(make_photo(seed).resize((640, 480)), grain, 0.2), quality)


SONG = b"ID3\x04\0\0\0\0\0\0" + noise(200_000)


def test_sound_keeps_itself_under_other_tags_and_other_sound_does_not() -> None:
    tagged = b"ID3\x04\0\0\0\0\x01\0" + b"TIT2 a title" * 9 + SONG[10:]
    assert keep(SONG, tagged) == pytest.approx(1, abs=0.01)
    assert keep(SONG, SONG[:10] + noise(200_000, 2)) == 0
    film = b"\0\0\0\x18ftypmp42" + noise(90_000, 3)
    assert keep(film, film[:12] + noise(90_000, 4)) == pytest.approx(0, abs=0.01)
    assert keep(noise(9000), noise(9000, 2)) is None


def test_a_scan_keeps_its_pages_saved_anew_and_other_pages_are_others() -> None:
    pages = [draw_page(seed) for seed in range(4)]
    old = write_scan(*pages)
    assert keep(old, write_scan(*(draw_page(seed, 70) for seed in range(4)))) == 1
    assert keep(old, write_scan(*pages, draw_page(9))) == 1
    assert keep(old, write_scan(*(draw_page(seed + 20) for seed in range(4)))) == 0
    words = " ".join(f"word{at}" for at in range(200))
    read = write_scan(*pages, text=words)
    assert keep(read, write_scan(*(draw_page(seed + 20) for seed in range(4)), text=words)) == 0
    assert keep(read, write_scan(*pages[:3], draw_page(30), text=words)) == 0.75


def test_an_archive_of_7_zip_is_compared_by_what_lies_in_it() -> None:
    members = {f"{at}.txt": b"line %d\n" % at * 40 for at in range(20)}
    old = make_7z(members, has_sums=True)
    assert keep(old, make_7z(members | {"new.txt": b"new"}, has_sums=True)) == 1
    others = {name: data.upper() + b"!" for name, data in members.items()}
    assert keep(old, make_7z(others, has_sums=True)) == 0
    assert keep(make_7z(members), make_7z(others)) is None


LARGE = 9 << 20


def find(old: bytes, new: bytes, reader: MemoryReader) -> set[bytes]:
    before, after = reader.keep(b"/srv/a", old), reader.keep(b"/srv/a", new)
    look = Look(
        pair=Pair(before, after, PairBasis.PATH),
        judgement=Judgement(State.INTACT, "intact.structured", ""),
        old_judgement=None,
        was_type="",
        type="",
        head=b"",
        tail=b"",
    )
    return set(find_rewritten([look], reader, roots=()))


def test_a_file_of_many_blobs_is_told_by_those_that_stayed_and_by_a_few_of_the_others() -> None:
    # no two blobs of the middle alike
    rows = b"".join(b"%08d,name %d,%d\n" % (at, at * 7 % 1013, at % 97) for at in range(LARGE // 21))
    reader = MemoryReader()
    assert not find(
        rows, rows[: LARGE * 3 // 4] + b"a row put in\n" + rows[LARGE * 3 // 4 :] + b"one more\n", reader
    )
    # the beginning tells of what kind it is, and no more is read
    assert reader.read_paths == [b"/srv/a"]
    edited = rows.replace(b"name 3,", b"NAME 3,")
    assert not find(rows, edited, reader)
    other = b"".join(b"%08d;%d\n" % (at * 31 % 999_983, at * 17 % 9973) for at in range(LARGE // 14))
    assert find(rows, other, reader) == {b"/srv/a"}
    # nobody can tell of what was dense before
    assert not find(noise(LARGE), noise(LARGE, 2), reader)
    assert find(SONG * 50, SONG[:10] + noise(len(SONG) * 50, 5), reader) == {b"/srv/a"}
