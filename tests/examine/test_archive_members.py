"""The files in archives that people pack: names as snapshots hold them, and archives that are none."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.examine.archive_members import Member, hash_member, list_for_fence, list_members
from firstbell.examine.validators.outcome import Grade

Files = Mapping[str, bytes]


def pack_tar(files: Files, mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def pack_zip(files: Files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def read_answer(data: bytes) -> list[Member]:
    """What the examiner reads of a fenced child's answer."""
    outcome = list_for_fence(data)
    assert outcome.grade is Grade.SOUND
    return msgspec.json.decode(outcome.detail, type=list[Member])


FILES = {"staff/a.txt": b"abc", "b.txt": b"", "staff/deep/a.txt": b"other"}
WANTED = [(b"a.txt", b"abc"), (b"b.txt", b""), (b"a.txt", b"other")]


@pytest.mark.parametrize(
    "data",
    [pack_zip(FILES), *(pack_tar(FILES, mode) for mode in ("w", "w:gz", "w:bz2", "w:xz"))],
    ids=["zip", "tar", "gz", "bz2", "xz"],
)
def test_files_are_listed_with_their_hashes_whatever_packed_them(data: bytes) -> None:
    assert read_answer(data) == [Member(name, len(held), hash_member(held)) for name, held in WANTED]


def test_a_name_that_is_not_utf_8_is_the_bytes_it_is_and_hides_no_other() -> None:
    found = read_answer(pack_tar({"a/caf\udce9.txt": b"abc", "a/b.txt": b"x"}))

    assert [one.name for one in found] == [b"caf\xe9.txt", b"b.txt"]


@settings(max_examples=30)
@given(st.dictionaries(st.binary(min_size=1, max_size=8), st.binary(max_size=20), max_size=4))
def test_every_name_that_a_tar_can_hold_comes_back(files: dict[bytes, bytes]) -> None:
    plain = {
        name: content for name, content in files.items() if not {b"/", b"\0"} & {bytes([one]) for one in name}
    }
    named = {"d/" + name.decode("utf-8", "surrogateescape"): content for name, content in plain.items()}

    found = read_answer(pack_tar(named))

    assert [(one.name, one.size_bytes) for one in found] == [
        (name, len(held)) for name, held in plain.items()
    ]


def test_folders_links_and_devices_are_no_files() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind in (tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
            entry = tarfile.TarInfo("x")
            entry.type, entry.linkname = kind, "../../etc/passwd"
            archive.addfile(entry)

    assert read_answer(out.getvalue()) == []
    assert read_answer(pack_zip({"folder/": b""})) == []


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"PK\x03\x04" + b"x" * 50, b"no archive", pack_zip(FILES)[:60]],
    # an archive holds the time at which it was made
    ids=["empty", "two letters", "head", "no archive", "cut"],
)
def test_what_is_no_archive_raises_and_is_never_an_empty_one(data: bytes) -> None:
    with pytest.raises((zipfile.BadZipFile, tarfile.TarError)):
        list(list_members(data))


def test_a_member_whose_checksum_is_wrong_is_not_listed() -> None:
    data = bytearray(pack_zip({"a.txt": b"abc" * 100}))
    data[data.index(b"a.txt") + 6] ^= 0xFF

    with pytest.raises(Exception, match=r"CRC|invalid|decompress"):  # the decoder's own word for it
        list(list_members(bytes(data)))
