"""What `firstbell setup` asks at a terminal: a wrong answer is told and asked for again, nothing else is."""

from __future__ import annotations

import io
from typing import Any

import click
import pytest

from firstbell.actions.desk.answers import Answers
from firstbell.cli.answers import ask_answers
from firstbell.cli.terminal.errors import UsageError

# one line for each question, in their order; an empty one takes what is suggested
GOOD = {
    "name": "Hill Schools",
    "state": "",
    "time_zone": "",
    "vault": "",
    "url": "https://vault.hill.example:8000/",
    "desk": "",
    "director": "Ada Hill",
    "director_reach": "555-0100",
    "director_mail": "ada@hill.example",
    "technician": "Kay Lane",
    "technician_reach": "555-0102",
    "technician_mail": "",
    "counsel": "",
    "communications": "",
    "relay": "mail.hill.example:25",
    "readers": "ada@hill.example",
    "ntfy": "",
    "services": "n",
}


class Terminal(io.StringIO):
    """What somebody types."""

    def isatty(self) -> bool:
        return True


class Talk:
    """One round of questions. `said`: what stood on the screen."""

    def __init__(self, patch: pytest.MonkeyPatch, screen: pytest.CaptureFixture[str]) -> None:
        self._patch, self._screen = patch, screen
        self.said = ""

    def type(self, answers: dict[str, str | list[str]]) -> Answers:
        """What comes of these answers; of a list the first ones are wrong."""
        lines: list[str] = []
        for answer in answers.values():
            lines += [answer] if isinstance(answer, str) else answer
        typed = Terminal("".join(f"{line}\n" for line in lines))
        self._patch.setattr("sys.stdin", typed)
        try:
            found = ask_answers()
        finally:
            out, self.said = self._screen.readouterr()
        assert out == ""
        assert typed.read() == "", "not all that was typed was asked for"
        return found


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Talk:
    return Talk(monkeypatch, capsys)


def change(**answers: str | list[str]) -> dict[str, str | list[str]]:
    """Good answers but for these."""
    assert answers.keys() <= GOOD.keys()
    return GOOD | answers


def test_what_is_suggested_is_taken_by_an_empty_line(talk: Talk) -> None:
    answers = talk.type(change())
    assert (answers.district.name, answers.district.state) == ("Hill Schools", "MN")
    assert answers.district.time_zone == "America/Chicago"
    assert answers.vault.folder == "/srv/vault"
    assert answers.desk.folder == "/var/lib/firstbell-examiner/desk"
    assert [(one.name, one.role.value, one.reach) for one in answers.person] == [
        ("Ada Hill", "director", "555-0100"),
        ("Kay Lane", "technician", "555-0102"),
    ]
    assert answers.alerts.recipients == ("ada@hill.example",)
    assert answers.services.install is False


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("state", ["Minnesota", "W1", "WI"], "'Minnesota'"),
        ("time_zone", ["Chicago", "America/Chicago"], "Chicago"),
        ("vault", ["srv/vault", "/srv/vault"], "srv/vault"),
        ("desk", ["desk", "/srv/desk"], "desk"),
        ("url", ["vault", "ftp://vault/", "https://vault.hill.example/"], "vault"),
    ],
)
def test_a_wrong_answer_is_told_and_asked_for_again(
    talk: Talk, field: str, typed: list[str], told: str
) -> None:
    answers = talk.type(change(**{field: typed}))
    homes: dict[str, Any] = {
        "state": answers.district.state, "time_zone": answers.district.time_zone,
        "vault": answers.vault.folder, "desk": answers.desk.folder, "url": answers.vault.url,
    }  # fmt: skip
    assert homes[field] == typed[-1]
    # behind what was asked: what is typed ends no line here
    problems = [line for line in talk.said.splitlines() if told in line]
    assert problems
    assert all("Traceback" not in line and "ValidationError" not in line for line in problems)


def test_the_director_and_the_technician_are_needed_and_others_are_not(talk: Talk) -> None:
    answers = talk.type(change(director=["", "", "Ada Hill"]))
    assert [one.role.value for one in answers.person] == ["director", "technician"]
    assert talk.said.count("Who is the director?") == 3
    assert talk.said.count("Who is the district's counsel? (empty: nobody yet)") == 1


def test_somebody_who_is_named_is_asked_how_to_be_reached(talk: Talk) -> None:
    given = change()
    typed: dict[str, str | list[str]] = {}
    for name, answer in given.items():
        typed[name] = answer
        if name == "counsel":
            typed[name] = ["Ida Moe", " 555-0101", "ida@firm.example "]
    answers = talk.type(typed)
    (counsel,) = [one for one in answers.person if one.role.value == "counsel"]
    assert (counsel.name, counsel.email) == ("Ida Moe", "ida@firm.example")
    assert talk.said.count("telephone, with mail down") == 3


def test_somebody_who_cannot_be_reached_is_asked_for_again(talk: Talk) -> None:
    answers = talk.type(change(technician=["Kay Lane", " ", ""]))
    assert [one.reach for one in answers.person] == ["555-0100", "555-0102"]
    assert "there is no way to reach Kay Lane (best a telephone number)" in talk.said


def test_of_a_person_with_a_wrong_mail_address_only_that_is_asked_for_again(talk: Talk) -> None:
    answers = talk.type(change(director_mail=["ada at hill", "ada@hill", "ada@hill.example"]))
    assert [one.email for one in answers.person] == ["ada@hill.example", ""]
    assert talk.said.count("Who is the director?") == 1
    assert "'ada at hill' is not a mail address" in talk.said


def test_two_people_of_one_name_are_told_and_the_second_is_asked_for_again(talk: Talk) -> None:
    answers = talk.type(change(technician=["Ada Hill", "Kay Lane"]))
    assert [one.name for one in answers.person] == ["Ada Hill", "Kay Lane"]
    assert "Ada Hill" in talk.said.split("Who is the technician?")[1]


def test_a_relay_without_a_reader_and_one_that_is_none_are_asked_for_again(talk: Talk) -> None:
    relay = ["mail.hill.example:99999", "mail.hill.example:25"]
    readers = ["ada at hill.example", " ada@hill.example, kay@hill.example,"]
    answers = talk.type(change(relay=relay, readers=readers))
    assert answers.alerts.smtp == "mail.hill.example:25"
    assert answers.alerts.recipients == ("ada@hill.example", "kay@hill.example")
    assert "no alert can go to 'mail.hill.example:99999' (such as mail.school.example:25)" in talk.said


def test_alerts_that_reach_nobody_are_told_and_asked_for_again(talk: Talk) -> None:
    answers = talk.type(change(relay=["", "", "mail.hill.example:25"]))
    assert answers.alerts.smtp == "mail.hill.example:25"
    assert "nobody would be told of an event" in talk.said


def test_a_topic_that_is_none_is_told_with_how_to_write_one(talk: Talk) -> None:
    answers = talk.type(change(ntfy=["https://ntfy.example/", "https://ntfy.example/hill"]))
    assert answers.alerts.ntfy == "https://ntfy.example/hill"
    assert "write it as https://ntfy.example/topic" in talk.said


@pytest.mark.parametrize("kept", range(0, len(GOOD), 3))
def test_who_stops_in_the_middle_is_left_alone(talk: Talk, kept: int) -> None:
    with pytest.raises(click.Abort):
        talk.type(dict(list(GOOD.items())[:kept]))


def test_without_a_terminal_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Hill Schools\n"))
    with pytest.raises(UsageError, match="there is no terminal to ask at") as refused:
        ask_answers()
    assert "--answers FILE" in str(refused.value.hint)


def test_a_state_may_be_typed_in_small_letters_and_the_address_has_an_example(talk: Talk) -> None:
    assert talk.type(change(state="mn")).district.state == "MN"
    assert "not written as it must be" not in talk.said
    assert "reach it by, such as https://vault.school.example:8000/:" in talk.said
    assert "Who speaks for the district? (empty: nobody yet):" in talk.said
