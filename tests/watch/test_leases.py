"""Frames between an examiner and its workers: whole ones are taken, however the bytes come in."""

from __future__ import annotations

import struct

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.watch.leases import (
    MAX_FRAME_BYTES,
    Beat,
    Inbox,
    LeaseFailed,
    encode,
    pack,
    read_lease,
    read_report,
)

REPORTS = st.one_of(
    st.builds(Beat, number=st.integers(0, 1 << 40)),
    st.builds(LeaseFailed, number=st.integers(0, 9), problem=st.text(max_size=20)),
)


@given(st.lists(REPORTS, max_size=5), st.data())
def test_messages_come_out_as_they_went_in_wherever_the_bytes_are_cut(
    reports: list[Beat | LeaseFailed], data: st.DataObject
) -> None:
    stream = b"".join(map(pack, reports))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    inbox = Inbox()

    frames = [
        frame
        for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)
        for frame in inbox.take(stream[start:end])
    ]

    assert [read_report(frame) for frame in frames] == reports


def test_a_frame_that_is_not_whole_waits_for_the_rest() -> None:
    inbox, data = Inbox(), pack(Beat(7))

    assert list(inbox.take(data[:-1])) == []
    assert list(inbox.take(data[-1:])) == [encode(Beat(7))]
    assert list(inbox.take(b"")) == []


def test_a_frame_that_is_too_long_is_refused_before_it_is_gathered() -> None:
    with pytest.raises(ValueError, match="a message of"):
        list(Inbox().take(struct.pack("<I", MAX_FRAME_BYTES + 1)))
    assert list(Inbox().take(struct.pack("<I", MAX_FRAME_BYTES))) == []


@pytest.mark.parametrize(
    "frame", [b"", b"\xc1", b"\x80", b"\x81\xa4type\xa4none", encode(Beat(7))[:-1], b"\xff" * 40]
)
def test_what_is_no_message_is_refused_and_never_guessed(frame: bytes) -> None:
    for read in (read_lease, read_report):
        with pytest.raises(msgspec.DecodeError):
            read(frame)


def test_a_report_is_no_lease_and_a_number_no_text() -> None:
    with pytest.raises(msgspec.DecodeError):
        read_lease(encode(Beat(7)))
    with pytest.raises(msgspec.DecodeError):
        read_report(msgspec.msgpack.encode({"type": "beat", "number": "7"}))
