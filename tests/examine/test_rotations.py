"""Logs and backups that move up by a number: what lies beside, under another one, was not lost."""

from __future__ import annotations

import gzip
import random

from firstbell.examine.look import Look, look_at_pairs
from firstbell.examine.pairs import Pair, PairBasis
from firstbell.examine.rotations import find_rotated
from tests.examine.samples import write_words
from tests.examine.trees import MemoryReader, Tree


def look_at(reader: MemoryReader, old: Tree, new: Tree) -> list[Look]:
    pairs = [
        Pair(
            reader.keep(path, old[path]) if path in old else None,
            reader.keep(path, new[path]),
            PairBasis.PATH,
        )
        for path in sorted(new)
        if old.get(path) != new[path]
    ]
    return list(look_at_pairs(pairs, reader))


def days(first: int, count: int) -> list[bytes]:
    return [write_words(number, 300).encode() for number in range(first, first + count)]


def test_packed_logs_that_moved_up_are_not_lost() -> None:
    newest, before, oldest = days(1, 3)
    fresh = days(9, 1)[0]
    old = {
        b"/l/web.log": newest,
        b"/l/web.log.1.gz": gzip.compress(before),
        b"/l/web.log.2.gz": gzip.compress(oldest),
    }
    new = {
        b"/l/web.log": fresh,
        b"/l/web.log.1.gz": gzip.compress(newest),
        b"/l/web.log.2.gz": gzip.compress(before),
        b"/l/web.log.3.gz": gzip.compress(oldest),
    }
    reader = MemoryReader()
    looks = look_at(reader, old, new)
    assert find_rotated(old.keys(), looks, (), reader=reader) == set(old)


def test_backups_with_a_date_in_their_name_move_up_too() -> None:
    first, second = days(4, 2)
    reader = MemoryReader()
    looks = look_at(
        reader,
        {b"/b/sis-1.sql": first, b"/b/sis-2.sql": b"x"},
        {b"/b/sis-1.sql": second, b"/b/sis-2.sql": first},
    )
    assert find_rotated([b"/b/sis-1.sql"], looks, (), reader=reader) == {b"/b/sis-1.sql"}


def test_names_alone_prove_nothing() -> None:
    newest, other = days(1, 2)
    noise = random.Random(3).randbytes(4000)
    reader = MemoryReader()
    old = {b"/l/web.log": newest}
    for beside in (gzip.compress(other), noise, b""):
        looks = look_at(reader, old, {b"/l/web.log": other[:900], b"/l/web.log.1.gz": beside})
        assert not find_rotated(old.keys(), looks, (), reader=reader)


def test_what_lies_in_another_folder_or_under_another_name_is_not_beside_it() -> None:
    newest, other = days(1, 2)
    reader = MemoryReader()
    old = {b"/l/web.log": newest}
    looks = look_at(reader, old, {b"/l/web.log": other, b"/k/web.log.1": newest, b"/l/mail.log.1": newest})
    assert not find_rotated(old.keys(), looks, (), reader=reader)
