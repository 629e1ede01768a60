"""What people would change in a file of a foreign tree, and what they leave alone."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.drill.district.archives import extend_zip, render_locked_zip, render_zip
from firstbell.drill.district.cast import invent_cast
from firstbell.drill.district.writer import DocumentWriter
from firstbell.drill.district.zipparts import pack_parts, unpack_parts
from firstbell.drill.file_changes import append_line, find_change, is_text

CAST = invent_cast(3)


def make_writer(seed: int = 1) -> DocumentWriter:
    return DocumentWriter(random.Random(seed), CAST)


@pytest.mark.parametrize(
    ("path", "data", "is_edited"),
    [
        (b"a.txt", b"Hello\n", True),
        (b"NOTES", "Año\n".encode(), True),
        (b"caf\xe9.csv", b"a,b\r\n1,2\r\n", True),
        (b"a.json", b"1", False),
        (b"a.XML", b"x", False),
        (b"a.txt", b'{"a": 1}', False),
        (b"a.txt", b"[1]", False),
        (b"a.html", b"<p>x</p>", False),
        (b"a.txt", b"%PDF-1.7", False),
        (b"a.txt", b"", False),
        (b"a.txt", b"a\0b", False),
        (b"a.txt", b"\xff\xfeh\0i\0", False),
        (b"a.txt", b"caf\xe9", False),
        (b"a.docx", b"PK\x03\x04\xff\xff", False),
    ],
)
def test_in_a_foreign_tree_only_plain_text_is_edited(path: bytes, data: bytes, *, is_edited: bool) -> None:
    change = find_change(path, data, documents=False)

    assert (change is append_line) is is_edited
    assert change is None or is_edited


def test_a_text_larger_than_people_edit_is_none() -> None:
    assert is_text(b"x" * (4 << 20))
    assert not is_text(b"x" * ((4 << 20) + 1))


@given(st.text(max_size=40).filter(lambda text: "\0" not in text and text.isprintable()), st.integers(0, 9))
def test_a_line_that_is_added_changes_nothing_before_it_and_ends_the_text(text: str, seed: int) -> None:
    data = text.encode()

    changed = append_line(data, make_writer(seed))

    assert changed.startswith(data)
    assert changed.endswith(b"\n")
    assert is_text(changed)
    assert len(changed.splitlines()) > len(data.splitlines())


@given(
    st.dictionaries(st.from_regex(r"[a-z/ é]{1,9}[a-z]", fullmatch=True), st.binary(max_size=50), max_size=5)
)
def test_an_archive_depends_on_its_parts_alone_and_gives_them_back(parts: dict[str, bytes]) -> None:
    packed = pack_parts(parts)

    assert packed == pack_parts(dict(parts))
    assert list(unpack_parts(packed).items()) == list(parts.items())


def test_an_archive_that_people_add_to_keeps_what_it_held() -> None:
    data = render_zip(make_writer())
    before = unpack_parts(data)

    after = unpack_parts(extend_zip(data, "note.txt", b"new"))

    assert after == before | {"note.txt": b"new"}


@pytest.mark.parametrize("path", [b"a.locked.zip", b"A.LOCKED.ZIP", b"x.album.zip"])
def test_what_people_cannot_or_would_not_open_is_left_alone(path: bytes) -> None:
    assert find_change(path, render_locked_zip(make_writer()), documents=True) is None
