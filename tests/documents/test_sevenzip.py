"""7z archives that are damaged, locked or lie about themselves."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from msgspec.structs import replace

from firstbell.documents.extraction import LimitError, UnreadableError
from firstbell.documents.sevenzip import read_7z
from tests.documents.drafts import LIMITS, read
from tests.documents.formats import make_7z

NOTES = {"in/first.txt": b"The bus leaves at seven.", "second.txt": "Señora Muñoz called.".encode()}


@pytest.mark.parametrize("has_sums", [False, True])
def test_members_come_out_whole_and_by_their_names(has_sums: bool) -> None:
    parts = read("a.7z", make_7z(NOTES, has_sums=has_sums))
    assert parts.texts == [(name, data.decode()) for name, data in NOTES.items()]
    assert parts.units == list(NOTES)
    assert parts.missing == []


def test_names_of_any_script_are_kept() -> None:
    assert read("a.7z", make_7z({"語/ñ\U0001f600.txt": b"words of a note"})).units == ["語/ñ\U0001f600.txt"]


def test_a_locked_archive_is_told_to_be() -> None:
    with pytest.raises(UnreadableError, match=r"^it is encrypted$"):
        read("a.7z", make_7z(NOTES, aes=True))


def test_a_bomb_ends_at_the_limit_and_is_counted_once() -> None:
    limits = replace(LIMITS, expanded_bytes=1 << 20, ratio_from_bytes=1 << 20)
    with pytest.raises(LimitError, match="1 MiB"):
        read("a.7z", make_7z({"a.txt": b"a" * (2 << 20)}), limits=limits)
    assert read("a.7z", make_7z({"a.txt": b"a b " * (200 << 10)}), limits=limits).units == ["a.txt"]


@pytest.mark.parametrize("size", [8, 20, 32, 40, -1])
def test_an_archive_that_ends_early_is_unreadable(size: int) -> None:
    with pytest.raises(UnreadableError, match="the archive is damaged"):
        read("a.7z", make_7z(NOTES)[:size])


def test_any_damaged_archive_is_read_or_named_unreadable() -> None:
    data = make_7z(NOTES, has_sums=True)
    rng = random.Random(7)
    for at in range(12, len(data), 2):
        damaged = bytearray(data)
        damaged[at] = rng.randrange(256)
        with suppress(UnreadableError, LimitError):
            read("a.7z", bytes(damaged), by=read_7z)
