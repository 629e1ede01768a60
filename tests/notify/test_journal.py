"""What became of each letter survives a kill at any byte, and is never said of another letter."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.notify.notices.codes import clean_code, make_code
from firstbell.notify.notices.journal import (
    BEGUN,
    BOUNCED,
    FAILED,
    HANDED,
    MAILED,
    RETURNED,
    SENT,
    DeliveryJournal,
    SendRunningError,
    count_states,
    is_settled,
)
from tests.base.small_files import no_file_beyond


@pytest.fixture
def journal(tmp_path: Path) -> DeliveryJournal:
    return DeliveryJournal(tmp_path / "case" / "email.journal")


def test_a_kill_at_any_byte_costs_at_most_the_last_line_and_settles_no_other_letter(
    journal: DeliveryJournal,
) -> None:
    with journal.opened():
        journal.note(SENT, "p1-0")
        journal.note(SENT, "p1-0/12", "250 ok")
    whole = journal.path.read_bytes()
    start = whole.index(b"\n") + 1
    for cut in range(start, len(whole)):
        journal.path.write_bytes(whole[:cut])
        with journal.opened():
            journal.note(BEGUN, "p9-0")
        assert journal.load() == {"p1-0": (SENT, ""), "p9-0": (BEGUN, "")}, whole[:cut]


def test_what_is_torn_at_the_very_first_line_leaves_an_empty_journal(journal: DeliveryJournal) -> None:
    journal.path.parent.mkdir()
    journal.path.write_bytes(b"sent p1-")

    assert journal.load() == {}
    with journal.opened():
        pass
    assert journal.path.read_bytes() == b""


def test_the_last_line_of_a_letter_counts(journal: DeliveryJournal) -> None:
    with journal.opened():
        for state in (BEGUN, HANDED, SENT, BOUNCED):
            journal.note(state, "p1-0", f"as {state}")
        journal.note(SENT, "p2-0")

    assert journal.load() == {"p1-0": (BOUNCED, "as bounced"), "p2-0": (SENT, "")}
    assert count_states(journal.load()) == {BOUNCED: 1, SENT: 1}


@pytest.mark.parametrize(
    "detail",
    [
        "two\nlines\r\nsent p9-0 x",
        "a\u2028sent p9-0\u0085b",
        "550 \udcff\udcfe no",
        "x" * 5000,
        "\x0b\x0c\x1c",
        "ñ",
    ],
)
def test_what_a_server_answers_stays_one_line_whatever_it_holds(
    journal: DeliveryJournal, detail: str
) -> None:
    with journal.opened():
        journal.note(FAILED, "p1-0", detail)

    assert list(journal.load()) == ["p1-0"]
    assert journal.load()["p1-0"][0] == FAILED
    assert len(journal.path.read_bytes()) < 500


def test_one_process_at_a_time_sends_and_the_next_may_when_it_ended(journal: DeliveryJournal) -> None:
    other = DeliveryJournal(journal.path)
    waiting = other.opened(wait_s=0)
    with journal.opened(), pytest.raises(SendRunningError, match="another process is sending"):
        waiting.__enter__()
    with other.opened(wait_s=0):
        other.note(SENT, "p1-0")


def test_an_error_while_it_is_open_lets_go_of_it(journal: DeliveryJournal) -> None:
    def fail() -> None:
        with journal.opened():
            journal.note(BEGUN, "p1-0")
            raise OSError("the server hung up")

    with pytest.raises(OSError, match="hung up"):
        fail()
    with DeliveryJournal(journal.path).opened(wait_s=0):
        pass
    assert journal.load() == {"p1-0": (BEGUN, "")}


def test_nobody_else_may_read_it(journal: DeliveryJournal) -> None:
    with journal.opened():
        pass
    assert journal.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("state", "settled"),
    [(BEGUN, False), (HANDED, True), (SENT, True), (FAILED, True), (BOUNCED, True), (MAILED, False)],
)
def test_what_may_have_arrived_is_not_sent_again(state: str, *, settled: bool) -> None:
    assert is_settled(state) is settled
    assert not is_settled(RETURNED)


@settings(max_examples=50)
@given(st.binary(min_size=1, max_size=40), st.text(max_size=20), st.integers(0, 11), st.integers(1, 31))
def test_every_code_reads_back_and_one_mistyped_character_is_always_seen(
    key: bytes, letter: str, at: int, shift: int
) -> None:
    code = make_code(key, letter)
    plain = code.replace("-", "")

    for typed in (
        code,
        code.lower(),
        plain,
        f" {' '.join(plain)}. ",
        code.replace("Q", "0").replace("L", "1"),
    ):
        assert clean_code(typed) == code
    alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZL"
    wrong = alphabet[(alphabet.index(plain[at]) + shift) % 32]
    assert clean_code(plain[:at] + wrong + plain[at + 1 :]) is None


@pytest.mark.parametrize("text", ["", "ABCD", "A" * 13, "Ä" * 12, "\uff12" * 12, "-" * 12, "ABCD-EFGH-JKM"])
def test_what_can_be_no_code_is_none(text: str) -> None:
    assert clean_code(text) is None


@pytest.mark.parametrize("room", range(22))
def test_a_disk_that_fills_in_the_middle_of_a_line_loses_no_other_letter_and_sends_none_twice(
    journal: DeliveryJournal, room: int
) -> None:
    """What stood there in part went on with the next line, and was a state of its own."""
    with journal.opened():
        journal.note(SENT, "p1-0")
        before = len(journal.path.read_bytes())
        with no_file_beyond(before + room), pytest.raises(OSError, match="File too large"):
            journal.note(HANDED, "p2-0", "to the server")
        journal.note(SENT, "p2-0")
        journal.note(BEGUN, "p3-0")
    assert journal.load() == {"p1-0": (SENT, ""), "p2-0": (SENT, ""), "p3-0": (BEGUN, "")}
    assert journal.path.read_bytes() == b"sent p1-0\nsent p2-0\nbegun p3-0\n"


def test_a_torn_line_longer_than_any_is_taken_off_too(journal: DeliveryJournal) -> None:
    journal.path.parent.mkdir()
    journal.path.write_bytes(b"sent p1-0\n" + b"\0" * 200_000)
    with journal.opened():
        journal.note(SENT, "p2-0")
    assert journal.path.read_bytes() == b"sent p1-0\nsent p2-0\n"
