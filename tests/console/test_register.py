"""Who may sign in: links are used once, for an hour, and the file holds no token."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock
from firstbell.console.errors import ConsoleError
from firstbell.console.key_process.register import INVITATION_S, NobodyError, Register, UnknownRoleError
from tests.base.small_files import no_file_beyond

NOW = 1_770_000_000_000_000_000


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def register(tmp_path: Path, clock: FixedClock) -> Register:
    return Register(tmp_path, clock)


def test_a_link_is_taken_once_and_its_token_is_not_on_the_disk(register: Register) -> None:
    person, token = register.invite("Ada Hill", "counsel")
    assert register.look(token) == person
    assert register.take(token) == person
    assert register.take(token) is None
    assert token not in register.path.read_text()
    assert register.path.stat().st_mode & 0o777 == 0o600


def test_a_link_ends_after_an_hour(register: Register, clock: FixedClock) -> None:
    _, token = register.invite("Ada Hill", "counsel")
    clock.advance(INVITATION_S - 1)
    assert register.look(token) is not None
    clock.advance(1)
    assert register.take(token) is None


def test_another_process_sees_what_was_added(register: Register, tmp_path: Path, clock: FixedClock) -> None:
    other = Register(tmp_path, clock)
    other.refresh()
    person, token = register.invite("Ada Hill", "counsel")
    assert other.take(token) == person
    assert register.look(token) is None


def test_somebody_known_needs_no_role_and_stays_the_same_person(register: Register) -> None:
    first, _ = register.invite("Ada Hill", "counsel")
    again, _ = register.invite("Ada Hill", None)
    assert again == first


def test_another_role_ends_the_one_before(register: Register) -> None:
    first, token = register.invite("Ada Hill", "counsel")
    second, _ = register.invite("Ada Hill", "reviewer")
    assert second.id != first.id
    assert register.people[first.id].ended
    assert register.look(token) is None


def test_a_stranger_and_a_role_that_is_none_are_refused(register: Register) -> None:
    with pytest.raises(NobodyError, match="Ida"):
        register.invite("Ida", None)
    with pytest.raises(UnknownRoleError, match="king"):
        register.invite("Ida", "king")
    with pytest.raises(NobodyError):
        register.end("Ida")


def test_who_is_ended_has_no_link_any_more(register: Register) -> None:
    _, token = register.invite("Ada Hill", "counsel")
    register.end("Ada Hill")
    assert register.take(token) is None


def test_a_line_that_is_none_is_named(register: Register) -> None:
    register.invite("Ada Hill", "counsel")
    with register.path.open("ab") as stream:
        stream.write(b"{}\n")
    with pytest.raises(ConsoleError, match="does not read"):
        register.refresh()


def test_half_a_line_is_waited_for(register: Register, tmp_path: Path, clock: FixedClock) -> None:
    register.invite("Ada Hill", "counsel")
    whole = register.path.read_bytes()
    register.path.write_bytes(whole[:-5])
    other = Register(tmp_path, clock)
    other.refresh()
    register.path.write_bytes(whole)
    other.refresh()
    assert [person.name for person in other.people.values()] == ["Ada Hill"]


def test_nobody_is_found_by_the_passkey_or_the_account_that_a_person_has_not(register: Register) -> None:
    person, _ = register.invite("Ada Hill", "counsel")
    assert register.find_credential("") is None
    assert register.find_account("") is None
    register.add_passkey(person.id, "credential", b"public")
    register.link_account(person.id, "account")
    found = (register.find_credential("credential"), register.find_account("account"))
    assert [one.id for one in found if one] == [person.id, person.id]
    register.end("Ada Hill")
    assert register.find_credential("credential") is None
    assert register.find_account("account") is None


@pytest.mark.parametrize("torn", [b"{", b'{"kind":"person","at":"2026', b"\0\0\0", b"\xff"])
def test_what_a_power_cut_left_of_a_line_locks_nobody_out(
    register: Register, tmp_path: Path, clock: FixedClock, torn: bytes
) -> None:
    """The next line went on behind it, and from then on the register did not read."""
    register.invite("Ada Hill", "counsel")
    with register.path.open("ab") as stream:
        stream.write(torn)
    other = Register(tmp_path, clock)
    other.refresh()
    person, token = other.invite("Ida Lane", "reviewer")
    for one in (register, other, Register(tmp_path, clock)):
        one.refresh()
        assert [each.name for each in one.people.values()] == ["Ada Hill", "Ida Lane"]
    assert register.take(token) == person


@pytest.mark.parametrize("room", [0, 1, 60, 90])
def test_who_cannot_be_written_down_whole_is_not_known(
    register: Register, tmp_path: Path, clock: FixedClock, room: int
) -> None:
    _, token = register.invite("Ada Hill", "counsel")
    before = register.path.read_bytes()
    with no_file_beyond(len(before) + room), pytest.raises(OSError, match="File too large"):
        register.invite("Ida Lane", "reviewer")
    assert register.path.read_bytes() == before
    with no_file_beyond(len(before) + room), pytest.raises(OSError, match="File too large"):
        register.take(token)
    # what was not written down was not used up
    fresh = Register(tmp_path, clock)
    fresh.refresh()
    assert fresh.take(token) is not None
    assert fresh.take(token) is None


@pytest.mark.parametrize(
    "line", [b"null", b"\xff", b'{"kind": 1}', b'{"kind": "used", "x": ' + b"[" * 100_000]
)
def test_a_line_that_does_not_read_is_told_with_its_file_however_it_does_not(
    register: Register, line: bytes
) -> None:
    register.invite("Ada Hill", "counsel")
    with register.path.open("ab") as stream:
        stream.write(line + b"\n")
    with pytest.raises(ConsoleError, match=r"\.jsonl does not read") as refused:
        register.refresh()
    assert refused.value.hint == "restore it from the desk's backup"
