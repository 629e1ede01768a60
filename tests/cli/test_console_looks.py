"""`console looks`: whether the log still holds what a head says, and an alert of too many looks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from firstbell.base.clock import SystemClock
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.console.key_process.access_log import MANY_PEOPLE, AccessEntry, AccessLog
from tests.cli.conftest import Call
from tests.watch.sinks import MailSink, receiving_mail


@pytest.fixture
def sink() -> Iterator[MailSink]:
    with receiving_mail(MailSink()) as open_sink:
        yield open_sink


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AccessLog:
    """The log of a desk, with three looks."""
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path))
    (tmp_path / "firstbell.toml").write_text('version = 1\n[district]\nname = "Hill"\n')
    log = AccessLog(tmp_path, SystemClock())
    for number in range(3):
        look(log, "Ada", number, 1)
    return log


def look(log: AccessLog, who: str, first: int, count: int) -> None:
    """One look at so many people."""
    people = [f"p{number:015}" for number in range(first, first + count)]
    log.note(AccessEntry(seq=0, at="", who=who, role="reviewer", case="c", page="people", people=people))


def write_channel(desk: Path, place: str) -> None:
    path = desk / "firstbell.toml"
    path.write_text(f'{path.read_text()}[alerts]\nsmtp = "{place}"\nrecipients = ["desk@school.example"]\n')


def test_a_head_holds_while_looks_are_added_and_not_where_they_are_cut_or_written_anew(
    call: Call, log: AccessLog, tmp_path: Path
) -> None:
    head = log.find_head()
    assert head is not None
    file = tmp_path / "looks.head.txt"
    file.write_text(head.render())
    look(log, "Ida", 0, 2)
    told = call("console", "looks", "--head", file, "--json")
    assert (told.status, told.summary["looks"]) == (0, 4)
    whole = log.path.read_bytes()

    log.path.write_bytes(b"".join(whole.splitlines(keepends=True)[:2]))
    cut = call("console", "looks", "--head", file)
    assert cut.status == ExitStatus.FAILED
    assert "1 of the 3 looks that there were are gone" in cut.err

    log.path.unlink()
    for _ in range(3):
        look(log, "Bo", 0, 1)
    other = call("console", "looks", "--head", file)
    assert other.status == ExitStatus.FAILED
    assert "the first 3 looks are others than there were" in other.err

    file.write_text("a shopping list")
    none = call("console", "looks", "--head", file)
    assert none.status == ExitStatus.FAILED
    assert "this is no head of the log of looks" in none.err


def test_an_alert_tells_who_looked_at_very_many_people(
    call: Call, log: AccessLog, sink: MailSink, tmp_path: Path
) -> None:
    quiet = call("console", "looks", "--alert", "--json")
    assert (quiet.status, quiet.summary) == (
        0,
        {"message_type": "summary", "people": 0, "sent": 0, "failed": 0},
    )
    for number in range(MANY_PEOPLE // 50):
        look(log, "Jo O'Neil", number * 50, 50)
    nowhere = call("console", "looks", "--alert")
    assert nowhere.status == ExitStatus.USAGE
    assert "sets no channel" in nowhere.err

    write_channel(tmp_path, sink.place)
    told = call("console", "looks", "--alert", "--json")
    assert (told.status, told.summary["people"], told.summary["sent"]) == (0, 1, 1)
    (mail,) = sink.mails
    subject = str(mail["Subject"]).strip()
    assert subject == "[Firstbell] Jo O'Neil (reviewer) has looked at 500 people within an hour"
    text = mail.get_content()
    assert "firstbell console end 'Jo O'\"'\"'Neil'" in text
    assert "vault" not in text
    assert "p00000000" not in text


def test_an_alert_that_nobody_takes_is_told_as_failed(call: Call, log: AccessLog, tmp_path: Path) -> None:
    look(log, "Ida", 0, MANY_PEOPLE)
    write_channel(tmp_path, "127.0.0.1:1")
    told = call("console", "looks", "--alert", "--json")
    assert (told.status, told.summary["failed"]) == (ExitStatus.FAILED, 1)


def test_an_alert_about_one_person_tells_nothing_of_another(
    call: Call, log: AccessLog, sink: MailSink, tmp_path: Path
) -> None:
    write_channel(tmp_path, sink.place)
    look(log, "Ida", 0, MANY_PEOPLE)
    look(log, "Bo", 0, MANY_PEOPLE)

    told = call("console", "looks", "--alert", "--person", "Bo", "--json")

    assert (told.status, told.summary) == (
        0,
        {"message_type": "summary", "people": 1, "sent": 1, "failed": 0},
    )
    assert call("console", "looks", "--person", "Bo").status == ExitStatus.USAGE
