"""Archives: what they hold comes out, what is damaged leaves the rest, and nothing expands without an end."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import mmap
import tarfile
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from firstbell.documents import archives
from firstbell.documents.extraction import Budget, DocumentSource, LimitError, UnreadableError
from firstbell.documents.unpacked_text import UnpackedText
from tests.documents.drafts import LIMITS, GatheredParts, begin, read

NOTE = b"The bus to Duluth leaves at seven."
METHODS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]


def make_zip(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def make_tar(entries: list[tuple[str, bytes, bytes]]) -> bytes:
    """(name, type, content) of each entry."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, kind, data in entries:
            info = tarfile.TarInfo(name)
            info.type, info.size = kind, len(data)
            info.linkname = "/etc/passwd" if kind in {tarfile.SYMTYPE, tarfile.LNKTYPE} else ""
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def lock(archive: bytes, name: bytes) -> bytes:
    """An archive in which one member says that it is encrypted."""
    data = bytearray(archive)
    central = data.index(b"PK\x01\x02")
    while data[central + 46 : central + 46 + len(name)] != name:
        central = data.index(b"PK\x01\x02", central + 4)
    data[central + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("broken", ["first.txt", "second.txt", "third.txt"])
def test_a_damaged_member_of_a_zip_leaves_the_others(method: int, broken: str) -> None:
    notes = {name: f"{name} {index} ".encode() * 30 for index, name in enumerate(("first.txt", "second.txt"))}
    notes["third.txt"] = NOTE * 30
    data = bytearray(make_zip(notes, method))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo(broken)
    start = info.header_offset + 30 + len(broken)
    for at in range(start + info.compress_size // 3, start + info.compress_size):
        data[at] ^= 0x5A

    parts = read("a.zip", bytes(data))

    assert {location for location, _ in parts.texts} == set(notes) - {broken}
    assert [line.partition(":")[0] for line in parts.missing] == [broken]
    assert "it cannot be unpacked" in parts.missing[0]


def test_locked_members_are_told_and_an_archive_of_them_alone_is_encrypted() -> None:
    data = make_zip({"open.txt": NOTE, "shut.txt": NOTE})
    parts = read("a.zip", lock(data, b"shut.txt"))
    assert parts.texts == [("open.txt", NOTE.decode())]
    assert parts.missing == ["shut.txt: it is encrypted"]
    with pytest.raises(UnreadableError, match=r"^it is encrypted$"):
        read("a.zip", lock(make_zip({"shut.txt": NOTE}), b"shut.txt"))


def test_an_empty_archive_is_read_and_holds_nothing() -> None:
    folder = make_tar([("folder", tarfile.DIRTYPE, b"")])
    for name, data in (("a.zip", make_zip({})), ("a.zip", make_zip({"folder/": b""})), ("a.tar", folder)):
        parts = read(name, data)
        assert (parts.texts, parts.missing) == ([], [])


def test_links_and_devices_in_a_tar_lead_nowhere() -> None:
    parts = read(
        "a.tar",
        make_tar(
            [
                ("note.txt", tarfile.REGTYPE, NOTE),
                ("link.txt", tarfile.SYMTYPE, b""),
                ("hard.txt", tarfile.LNKTYPE, b""),
                ("device", tarfile.CHRTYPE, b""),
                ("pipe", tarfile.FIFOTYPE, b""),
                ("folder", tarfile.DIRTYPE, b""),
            ]
        ),
    )
    assert parts.units == ["note.txt"]
    assert parts.texts == [("note.txt", NOTE.decode())]


def test_names_that_are_not_utf8_or_climb_are_places_alone() -> None:
    name = b"../../r\xe9sum\xe9.txt".decode("utf-8", "surrogateescape")
    parts = read("a.tar", make_tar([(name, tarfile.REGTYPE, NOTE)]))
    assert parts.texts == [(name, NOTE.decode())]


def test_a_tar_that_ends_early_gives_what_came_before() -> None:
    data = make_tar([("first.txt", tarfile.REGTYPE, NOTE), ("second.txt", tarfile.REGTYPE, NOTE * 200)])
    parts = read("a.tar", data[: 512 * 5])
    assert parts.texts[0] == ("first.txt", NOTE.decode())
    assert parts.missing[0].startswith("second.txt: it cannot be unpacked")
    assert parts.missing[-1].startswith("the archive is damaged")


@pytest.mark.parametrize(
    ("ending", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)]
)
def test_a_stream_is_named_as_what_is_in_it_and_a_cut_one_is_unreadable(
    ending: str, pack: Callable[[bytes], bytes]
) -> None:
    parts = read(f"in/notes.txt.{ending}", pack(NOTE))
    assert parts.texts == [("notes.txt", NOTE.decode())]
    with pytest.raises(UnreadableError) as caught:
        read(f"notes.txt.{ending}", pack(NOTE * 100)[:-5])
    assert "notes.txt" not in str(caught.value)


def test_a_tgz_is_a_tar() -> None:
    parts = read("a.tgz", gzip.compress(make_tar([("note.txt", tarfile.REGTYPE, NOTE)])))
    assert parts.texts == [("a.tar > note.txt", NOTE.decode())]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_bomb_ends_at_the_limit_before_it_is_unpacked(pack: Callable[[bytes], bytes]) -> None:
    limits = replace(LIMITS, expanded_bytes=1 << 20, ratio_from_bytes=1 << 20)
    with pytest.raises(LimitError, match="expands to more than 1 MiB"):
        read("a.txt.gz", pack(bytes(8 << 20)), limits=limits)


def test_an_archive_of_more_members_than_the_limit_ends_there() -> None:
    parts = GatheredParts()
    limits = replace(LIMITS, members=3)
    draft = begin(parts, 1000, limits)
    for number in range(3):
        archives.give_member(f"{number}.txt", lambda: io.BytesIO(NOTE), draft)
    with pytest.raises(LimitError, match="it holds more than 3 files"):
        archives.give_member("3.txt", lambda: io.BytesIO(NOTE), draft)
    assert len(parts.texts) == 3


@given(sizes=st.lists(st.integers(0, 40), max_size=12))
def test_a_stream_is_taken_whole_wherever_it_moves_to_a_map(sizes: list[int]) -> None:
    content = b"".join(bytes([number]) * size for number, size in enumerate(sizes))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archives, "_IN_MEMORY_BYTES", 50)
        patch.setattr(archives, "_STEP_BYTES", 7)
        patch.setattr(archives, "_HEAD_BYTES", 9)
        patch.setattr(archives, "find_format", lambda _: "sqlite")
        draft = begin()
        taken = archives.take_member("a.db", lambda: io.BytesIO(content), draft)
    assert taken[:] == content
    assert isinstance(taken, mmap.mmap) == (len(content) > 50)
    assert draft.budget.expanded_bytes == len(content)


def test_a_stream_over_the_limit_is_not_read_to_its_end() -> None:
    reads: list[int] = []

    class Stream(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            reads.append(len(data))
            return data

    stream = Stream(bytes(4 << 20))
    draft = begin()
    draft.budget = Budget(replace(LIMITS, expanded_bytes=1 << 20, ratio_from_bytes=1 << 20), 1)
    with pytest.raises(LimitError):
        archives.take_member("a.txt", lambda: stream, draft)
    assert sum(reads) <= 2 << 20


@given(
    sizes=st.lists(st.integers(0, 40), max_size=12),
    asked=st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300))),
)
def test_a_large_text_is_unpacked_while_it_is_read(sizes: list[int], asked: list[tuple[int, int]]) -> None:
    content = b"".join(bytes([number + 60]) * size for number, size in enumerate(sizes))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archives, "_IN_MEMORY_BYTES", 50)
        patch.setattr(archives, "_STEP_BYTES", 7)
        patch.setattr(archives, "_HEAD_BYTES", 20)
        draft = begin()
        taken = archives.take_member("a.txt", lambda: io.BytesIO(content), draft)
    assert isinstance(taken, UnpackedText) == (len(content) > 50)
    assert draft.budget.expanded_bytes == len(content) == len(taken)
    assert [taken[start:end] for start, end in asked] == [content[start:end] for start, end in asked]
    assert taken[:] == content


def test_a_large_text_in_an_archive_comes_to_what_it_is_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_IN_MEMORY_BYTES", 1 << 20)
    content = b"".join(b"Line %d tells of nobody.\n" % number for number in range(180_000))
    outside, inside = read("notes.txt", content), read("notes.zip", make_zip({"notes.txt": content}))
    assert len(content) > 4 << 20
    assert [text for _, text in inside.texts] == [text for _, text in outside.texts]


def test_a_text_that_lies_in_an_archive_is_no_bytes_in_memory() -> None:
    text = UnpackedText(lambda: io.BytesIO(b"ab"), head=b"", size_bytes=3)
    with pytest.raises(TypeError):
        _ = DocumentSource("a.txt", text).held
    with pytest.raises(OSError, match="shorter"):
        _ = text[:]
