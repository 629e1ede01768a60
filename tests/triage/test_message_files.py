"""Files of mail, taken apart message by message: every byte is counted, whatever is left out."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.triage.errors import MessageFileError
from firstbell.triage.message_files import MAX_RUN_BYTES, RawMessage, read_messages

MAIL = b"From: a@example.org\nSubject: x\n\nHello\n"
BEGIN = b"From a@example.org Mon Feb 13 02:00:00 2023\n"


def read(folder: Path, data: bytes, name: str = "box") -> list[RawMessage]:
    path = folder / name
    path.write_bytes(data)
    return list(read_messages(path))


def test_one_message_is_itself_with_its_size_and_hash(tmp_path: Path) -> None:
    (found,) = read(tmp_path, MAIL)

    assert (found.data, found.number, found.left_out, found.is_paper) == (MAIL, 0, 0, False)
    assert (found.size_bytes, found.sha256) == (len(MAIL), hashlib.sha256(MAIL).hexdigest())
    assert found.file == str(tmp_path / "box")


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\n\r\n", b"317\n", b" 42 \r\n"])
def test_what_programs_put_before_a_message_is_taken_off(tmp_path: Path, before: bytes) -> None:
    (found,) = read(tmp_path, before + MAIL)

    assert found.data == MAIL


def test_messages_of_an_mbox_are_numbered_and_quoted_beginnings_are_restored(tmp_path: Path) -> None:
    body = MAIL + b">From the office\n>>From me\n> From nobody\nFrom what I hear, school is open.\n"
    first, second = read(tmp_path, BEGIN + body + b"\n" + BEGIN + MAIL)

    assert first.data == body.replace(b">From the", b"From the").replace(b">>From", b">From") + b"\n"
    assert (second.data, second.number, second.file) == (MAIL, 2, f"{tmp_path / 'box'}#2")


def test_an_mbox_with_nothing_between_its_beginnings_numbers_only_messages(tmp_path: Path) -> None:
    found = read(tmp_path, BEGIN + BEGIN + b"\n\n" + BEGIN + MAIL + b"\n" + BEGIN)

    assert [one.number for one in found] == [1]


BODIES = st.lists(
    st.binary(max_size=30).map(lambda data: MAIL + data.replace(b"From ", b"from ") + b"\n"),
    min_size=1,
    max_size=4,
)


@settings(max_examples=20)
@given(BODIES)
def test_an_mbox_gives_back_what_was_put_into_it(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes]
) -> None:
    data = b"".join(BEGIN + body + b"\n" for body in bodies)

    found = read(tmp_path_factory.mktemp("mbox"), data)

    assert [one.data for one in found] == [body + b"\n" for body in bodies]
    assert [one.number for one in found] == list(range(1, len(bodies) + 1))


def test_of_a_huge_attachment_its_end_is_left_out_and_the_next_part_is_read(tmp_path: Path) -> None:
    huge = b"A" * 76 + b"\n"
    data = MAIL + b"--b\n\n" + huge * (MAX_RUN_BYTES // len(huge) + 1000) + b"--b\n\nafter\n--b--\n"

    (found,) = read(tmp_path, data)

    assert found.data.endswith(b"--b\n\nafter\n--b--\n")
    assert len(found.data) + found.left_out == found.size_bytes == len(data)
    assert found.left_out > 900 * len(huge)
    assert found.sha256 == hashlib.sha256(data).hexdigest()


def test_a_line_without_an_end_is_no_new_message(tmp_path: Path) -> None:
    long = b"x" * (64 << 10) + b"From here on it goes on\n"

    (found,) = read(tmp_path, BEGIN + MAIL + long)

    assert found.data == MAIL + long


@pytest.mark.parametrize(
    ("data", "problem"),
    [(b"", "it is empty"), (b"\n \r\n\n", "it is empty"), (BEGIN, "it holds no message")],
)
def test_what_holds_no_message_is_refused_with_a_way_on(tmp_path: Path, data: bytes, problem: str) -> None:
    with pytest.raises(MessageFileError, match=problem) as caught:
        read(tmp_path, data)

    assert caught.value.hint


def test_a_folder_and_what_is_not_there_are_refused(tmp_path: Path) -> None:
    for path, problem in ((tmp_path, "it is a folder"), (tmp_path / "none", "it is not there")):
        with pytest.raises(MessageFileError, match=problem):
            list(read_messages(path))
