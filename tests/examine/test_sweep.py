"""Files too small to tell alone, struck beside many others; and what people did on the same day."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable

import pytest

from firstbell.base.errors import Error
from firstbell.examine.examination import History, examine_changes
from firstbell.examine.sweep import ChangedRange
from firstbell.record.versions import FileVersion, State
from tests.examine.samples import make_text
from tests.examine.trees import MemoryReader, examine, list_changes

Strike = Callable[[bytes, random.Random], bytes]
_WORDS = [b"bell", b"bus", b"door", b"desk", b"phone", b"roster", b"lunch", b"key"]


def middle_tenth(data: bytes, source: random.Random) -> bytes:
    start, length = int(len(data) * 0.45), max(1, len(data) // 10)
    return data[:start] + source.randbytes(length) + data[start + length :]


def last_quarter(data: bytes, source: random.Random) -> bytes:
    start = len(data) * 3 // 4
    return data[:start] + source.randbytes(len(data) - start)


def as_letters(data: bytes, source: random.Random) -> bytes:
    return "".join(chr(0x0400 + value) for value in source.randbytes(len(data))).encode()


def as_words(data: bytes, source: random.Random) -> bytes:
    """One word of 64 for six bits."""
    words = [one + other for one in _WORDS for other in _WORDS]
    return b" ".join(words[value % 64] for value in source.randbytes(len(data)))


def as_base64(data: bytes, source: random.Random) -> bytes:
    return base64.b64encode(source.randbytes(len(data)))


STRIKES = [middle_tenth, last_quarter, as_letters, as_words, as_base64]


def grow_texts(count: int = 120) -> dict[bytes, bytes]:
    """Texts of 60 to 4,000 bytes in six folders."""
    source, text = random.Random(4), make_text(3)
    tree = {}
    for number in range(count):
        start = source.randrange(len(text) // 2)
        size = source.choice([60, 90, 130, 200, 400, 1500, 4000])
        tree[b"/srv/%d/note%d.txt" % (number % 6, number)] = text[start : start + size]
    return tree


def list_states(old: dict[bytes, bytes], new: dict[bytes, bytes]) -> dict[bytes, State]:
    return {finding.path: finding.judgement.state for finding in examine(old, new).findings}


@pytest.mark.parametrize("strike", STRIKES, ids=lambda strike: strike.__name__)
def test_small_files_struck_beside_many_are_all_damaged(strike: Strike) -> None:
    tree, source = grow_texts(), random.Random(8)
    struck = {path: strike(data, source) for path, data in tree.items()}
    states = list_states(tree, struck)
    assert {path for path, state in states.items() if state is not State.DAMAGED} == set()
    assert states.keys() == {path for path in tree if tree[path] != struck[path]}


def change_a_letter(data: bytes, source: random.Random) -> bytes:
    place = source.randrange(len(data))
    return data[:place] + (b"x" if data[place : place + 1] != b"x" else b"y") + data[place + 1 :]


def swap_a_word(data: bytes, source: random.Random) -> bytes:
    words = data.split(b" ")
    place = source.randrange(len(words))
    words[place] = b"o" * len(words[place])
    return b" ".join(words)


def add_a_line(data: bytes, source: random.Random) -> bytes:
    return data + b"\na line of %d\n" % source.randrange(1000)


def put_a_line_in_front(data: bytes, source: random.Random) -> bytes:
    return b"seen by %d people\n" % source.randrange(1000) + data


def write_anew(data: bytes, source: random.Random) -> bytes:
    text, start = make_text(5), source.randrange(2000)
    return text[start : start + source.randrange(40, 5000)]


EDITS = [change_a_letter, swap_a_word, add_a_line, put_a_line_in_front, write_anew]


@pytest.mark.parametrize("strike", STRIKES, ids=lambda strike: strike.__name__)
def test_what_people_write_on_the_day_of_a_strike_stays_intact(strike: Strike) -> None:
    tree, source = grow_texts(240), random.Random(9)
    new = {
        path: source.choice(EDITS)(data, source) if number % 4 == 0 else strike(data, source)
        for number, (path, data) in enumerate(tree.items())
    }
    edited = {path for number, path in enumerate(tree) if number % 4 == 0 and new[path] != tree[path]}
    states = list_states(tree, new)
    wrong = {path for path in edited if states[path] is State.DAMAGED}
    # one edit in hundreds may lie where the strikes do
    assert len(wrong) <= 1, wrong


def test_a_text_written_anew_to_the_same_length_is_no_strike() -> None:
    tree, source, text = grow_texts(240), random.Random(12), make_text(7)
    edited = {path for number, path in enumerate(tree) if number % 4 == 0}
    new = {
        path: text[len(data) : 2 * len(data)] if path in edited else source.randbytes(len(data))
        for path, data in tree.items()
    }
    states = list_states(tree, new)
    assert {path for path in edited if states[path] is State.DAMAGED} == set()
    assert all(states[path] is State.DAMAGED for path in tree if path not in edited)


def test_a_few_damaged_files_among_many_edits_are_no_sweep() -> None:
    tree, source = grow_texts(), random.Random(10)
    new = {
        path: middle_tenth(data, source) if number % 10 else data
        for number, (path, data) in enumerate(tree.items())
    }
    calm = {path: change_a_letter(data, source) for path, data in tree.items()}
    few = {path: new[path] if number % 20 == 1 else calm[path] for number, path in enumerate(tree)}
    states = list_states(tree, few)
    assert all(states[path] is State.INTACT for number, path in enumerate(tree) if number % 20 != 1)


class _Unread(MemoryReader):
    """Reads each content twice, then no more."""

    def read(self, version: FileVersion, limit_bytes: int) -> bytes:
        if self.read_paths.count(version.path) >= 2:
            raise Error("gone")
        return super().read(version, limit_bytes)


def test_contents_that_cannot_be_read_again_leave_their_files_as_they_were_judged() -> None:
    tree, source = grow_texts(), random.Random(11)
    reader = _Unread()
    struck = {path: middle_tenth(data, source) for path, data in tree.items()}
    examination = examine_changes(list_changes(tree, struck, reader), reader, history=History())
    assert sum(finding.judgement.state is State.DAMAGED for finding in examination.findings) > 40


def test_places_are_alike_from_the_front_from_the_back_or_by_share() -> None:
    assert ChangedRange(512, 900, 900).is_like(ChangedRange(512, 70_000, 70_000))
    assert ChangedRange(0, 90, 100).is_like(ChangedRange(1, 9_000, 9_999))
    assert ChangedRange(80, 100, 120).is_like(ChangedRange(960, 980, 1000))
    assert not ChangedRange(0, 10, 1000).is_like(ChangedRange(500, 510, 1000))
    assert not ChangedRange(450, 550, 1000).is_like(ChangedRange(450, 700, 1000))
