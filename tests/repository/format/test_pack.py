from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.pack import BlobKind, PackedBlob, parse_header, render_header

lengths = st.integers(0, 0xFFFF_FFFF)
# headers of blobs that are all compressed, none, and some
plain_lengths = st.just(0) | lengths
entries = st.lists(
    st.tuples(st.sampled_from(BlobKind), st.binary(min_size=32, max_size=32), lengths, plain_lengths),
    max_size=8,
)


@given(entries)
def test_a_header_survives_with_offsets_added_up(blobs: list[tuple[BlobKind, bytes, int, int]]) -> None:
    offset = 0
    packed = []
    for kind, blob_id, length, plain_length in blobs:
        packed.append(PackedBlob(kind, blob_id, offset, length, plain_length))
        offset += length
    assert parse_header(render_header(packed), "pack") == packed


def test_entries_have_restics_bytes() -> None:
    plain = PackedBlob(BlobKind.TREE, b"\xaa" * 32, 0, 0x0102, 0)
    packed = PackedBlob(BlobKind.DATA, b"\xbb" * 32, 0x0102, 0x03, 0x0405)
    assert render_header([plain, packed]).hex() == (
        "01" + "02010000" + "aa" * 32 + "02" + "03000000" + "05040000" + "bb" * 32
    )


def test_labels_are_the_words_of_an_index() -> None:
    assert [kind.label for kind in BlobKind] == ["data", "tree"]


@pytest.mark.parametrize("cut", [1, 5, 36])
def test_a_header_that_ends_inside_an_entry_is_refused(cut: int) -> None:
    header = render_header([PackedBlob(BlobKind.DATA, b"\xaa" * 32, 0, 5, 0)])
    with pytest.raises(FormatError, match="ends inside an entry"):
        parse_header(header + header[:cut], "pack")


def test_an_entry_of_unknown_kind_is_refused() -> None:
    with pytest.raises(FormatError, match="unknown kind 4"):
        parse_header(b"\x04" + bytes(40), "pack")
