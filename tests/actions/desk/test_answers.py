"""Answers to set-up: each that does not hold is told by its field, with what would have been right."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from firstbell.actions.desk.answers import (
    AnswerError,
    AnswerProblem,
    check_answers,
    find_problems,
    read_answers,
    render_answers,
)

GOOD: dict[str, Any] = {
    "version": 1,
    "district": {"name": "Oak Hill Schools", "state": "MN", "time_zone": "America/Chicago"},
    "desk": {"folder": "/nowhere/desk"},
    "vault": {"folder": "/nowhere/vault", "url": "https://vault.oakhill.example:8000/"},
    "person": [
        {"name": "Ada Moe", "role": "director", "reach": "555-0100"},
        {"name": "Kay Lund", "role": "technician", "email": "kay@oakhill.example"},
    ],
    "alerts": {"smtp": "mail.oakhill.example:25", "recipients": ["ada@oakhill.example"]},
}


def change(where: str, value: object) -> dict[str, Any]:
    """Good answers with one changed; None takes it out."""
    told = copy.deepcopy(GOOD)
    *tables, last = where.split(".")
    table: Any = told
    for name in tables:
        table = table[int(name)] if name.isdigit() else table.setdefault(name, {})
    if value is None:
        del table[last]
    else:
        table[last] = value
    return told


def problems(where: str, value: object) -> list[AnswerProblem]:
    return find_problems(change(where, value))


def test_good_answers_hold_and_are_read_back_from_what_is_rendered(tmp_path: Path) -> None:
    assert find_problems(GOOD) == []
    answers = check_answers(GOOD, "answers.toml")
    path = tmp_path / "answers.toml"
    # editors of Windows put a mark in front, and end lines in their way
    path.write_bytes(b"\xef\xbb\xbf" + render_answers(answers).replace("\n", "\r\n").encode())
    assert read_answers(path) == answers


@pytest.mark.parametrize(
    ("where", "value", "field", "says", "hint"),
    [
        ("version", 2, "version", "this program reads version 1, not 2", "write version = 1"),
        ("district.state", "ZZ", "district.state", "there is no state ZZ", "two letters, such as MN"),
        ("district.state", "US", "district.state", "there is no state US", "two letters"),
        ("district.state", None, "district.state", "is missing", "two letters"),
        ("district.time_zone", None, "district.time_zone", "is missing", "such as America/Chicago"),
        ("district.time_zone", "Middle", "district.time_zone", "no time zone called 'Middle'", "such as"),
        ("district.time_zone", "../../etc/passwd", "district.time_zone", "no time zone called", "such as"),
        ("district.name", " ", "district.name", "is not the name of your district", "letterhead"),
        (
            "district.name",
            "Lakeside Public Schools",
            "district.name",
            "is not the name of your",
            "letterhead",
        ),
        ("desk", None, "desk", "is missing", "lists the answers"),
        ("deks", {}, "deks", "no such field", "did you mean `desk`?"),
        ("quite_else", {}, "quite_else", "no such field", "lists the answers"),
        ("desk.folder", "desk", "desk.folder", "is not a full path", "such as /var/lib"),
        ("desk.folder", "/", "desk.folder", "cannot be used", "without .."),
        ("desk.folder", "/srv/../etc", "desk.folder", "cannot be used", "without .."),
        ("desk.folder", "/srv/my desk", "desk.folder", "has spaces, quotes", "systemd reads these"),
        ("vault.folder", "/srv/100%", "vault.folder", "has spaces, quotes", "systemd reads these"),
        (
            "vault.folder",
            "/etc/hostname/vault",
            "vault.folder",
            "/etc/hostname is a file",
            "such as /srv/vault",
        ),
        ("vault.folder", "/nowhere/desk", "desk.folder", "lies in the other", "a folder of its own"),
        ("vault.folder", "/nowhere/desk/vault", "desk.folder", "lies in the other", "a folder of its own"),
        ("vault.folder", "/nowhere", "desk.folder", "lies in the other", "a folder of its own"),
        ("vault.url", "vault.example", "vault.url", "is not the address of a vault", "write it as https://"),
        ("vault.url", "https://a b/", "vault.url", "is not the address of a vault", "write it as https://"),
        ("vault.url", "https://me:pw@vault/", "vault.url", "is not the address", "write it as https://"),
        ("vault.url", "https://vault:0/", "vault.url", "there is no port 0", "from 1 to 65535"),
        ("vault.url", "https://vault:70000/", "vault.url", "there is no port 70000", "from 1 to 65535"),
        ("vault.url", "http://vault/", "vault.url", "without TLS", "write it as https://vault; setup makes"),
        ("vault.lock_days", -1, "vault.lock_days", "", ""),
        ("services.folder", "units", "services.folder", "is not a full path", "such as /etc/systemd"),
        ("services.program", "/opt/a b", "services.program", "has spaces, quotes", "systemd reads"),
        ("person.0.name", "  ", "person[1].name", "is empty", "Director of technology"),
        ("person.1.name", "Ada Moe", "person[2].name", "'Ada Moe' is named twice", "an entry of its own"),
        ("person.0.email", "ada@", "person[1].email", "'ada@' is not a mail address", "name@school.example"),
        ("person.0.reach", " ", "person[1].reach", "there is no way to reach Ada Moe", "telephone"),
        ("person.1.role", "director", "person", "nobody is named as technician", 'role = "technician"'),
        ("person.0.role", "king", "person[1].role", "", ""),
        ("person.1.phone", "5", "person[2].phone", "", ""),
        ("alerts.recipients", [], "alerts.recipients", "nobody to write to", "recipients = "),
        ("alerts.recipients", ["a@b.c", "x"], "alerts.recipients[2]", "'x' is not a mail address", "name@"),
        ("alerts.heads_to", ["x@y"], "alerts.heads_to[1]", "is not a mail address", "name@"),
        ("alerts.sender", "me", "alerts.sender", "is not a mail address", "name@"),
        ("alerts.smtp", "", "alerts.smtp", "no mail relay", "such as mail"),
        ("alerts.ca_file", "/nowhere/ca.pem", "alerts.ca_file", "there is no file", "certificates to trust"),
        (
            "alerts.smtp_password_file",
            "/nowhere/pw",
            "alerts.smtp_password_file",
            "no file",
            "put the secret",
        ),
        # names that no filesystem takes are a mistake, too, and no crash
        ("alerts.ca_file", "/" + "a" * 400, "alerts.ca_file", "there is no file", "certificates"),
        ("alerts", {}, "alerts", "nobody would be told of an event", "name a mail relay"),
    ],
)
def test_an_answer_that_does_not_hold_is_told_by_its_field_and_what_would_be_right(
    where: str, value: object, field: str, says: str, hint: str
) -> None:
    (first, *_) = found = problems(where, value)
    fitting = [one for one in found if one.field == field]
    assert fitting, found
    assert says in fitting[0].text
    assert hint in fitting[0].hint
    with pytest.raises(AnswerError) as refused:
        check_answers(change(where, value), "answers.toml")
    assert str(refused.value) == f"answers.toml: {first.field}: {first.text}"
    assert refused.value.hint == first.hint
    assert len(refused.value.others) == len(found) - 1


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("vault.url", "http://127.0.0.1:8000/"),
        ("vault.url", "http://[::1]:8000"),
        ("vault.url", "https://[2001:db8::1]:8000/"),
        ("vault.folder", "/nowhere/desktop"),  # begins alike, and is another
        ("district.state", "PR"),
        ("alerts", {"ntfy": "https://ntfy.example/bell"}),
        ("alerts.smtp_password_file", "password"),  # relative: looked for on the desk, which is not there yet
        ("vault.folder", "/nowhere/" + "a" * 400),
    ],
)
def test_answers_at_the_edge_of_what_holds_hold(where: str, value: object) -> None:
    assert problems(where, value) == []


def test_a_vault_is_not_sent_credentials_over_a_name_that_only_begins_like_this_machine() -> None:
    (problem,) = problems("vault.url", "http://localhost.evil.example/")
    assert "without TLS" in problem.text


def test_everything_that_is_wrong_is_told_at_once_table_by_table() -> None:
    told = change("district.state", "ZZ")
    told["vault"]["url"] = "x"
    told["person"] = []
    found = [one.field for one in find_problems(told)]
    assert found == ["district.state", "vault.url", "person", "person"]
    # what does not fit its table comes first, and alone: what it means cannot be looked at
    told["vault"]["lock_days"] = "long"
    told["person"] = [{"name": 3}, {"role": "director"}]
    found = [one.field for one in find_problems(told)]
    assert found[0] == "vault.lock_days"
    assert {one.split(".")[0] for one in found[1:]} == {"person[1]", "person[2]"}


def test_what_another_room_finds_is_told_after_the_rest() -> None:
    told = change("vault.url", "x")
    found = find_problems(told, find_more=lambda answers: [AnswerProblem("more", answers.district.name)])
    assert [one.field for one in found] == ["vault.url", "more"]
    assert found[1].text == "Oak Hill Schools"
    # it is not asked about answers that do not fit
    assert find_problems({"version": 1}, find_more=lambda _: [AnswerProblem("more", "")])[-1].field != "more"


@pytest.mark.parametrize(
    ("data", "says", "hint"),
    [
        (b"\xff", "is not UTF-8 text", "save the file as UTF-8"),
        (b"version = ", "is not valid TOML", ""),
        (b"version = 1\nversion = 2\n", "is not valid TOML", "is there twice"),
        (b"[district]\na=1\n[district]\nb=2\n", "is not valid TOML", "each person starts with [[person]]"),
        (b"", "version: is missing", "lists the answers"),
        (b"version = 1\ndistrict = 3\n", "district:", ""),
        (b"[person]\nname='x'\n", "version: is missing", "lists the answers"),
    ],
)
def test_a_file_that_holds_no_answers_is_told_with_its_name(
    tmp_path: Path, data: bytes, says: str, hint: str
) -> None:
    path = tmp_path / "answers.toml"
    path.write_bytes(data)
    with pytest.raises(AnswerError) as refused:
        read_answers(path)
    assert str(refused.value).startswith(f"{path}: ")
    assert says in str(refused.value)
    assert hint in str(refused.value.hint)


@pytest.mark.parametrize("name", ["person", "contact"])
def test_one_table_where_a_list_of_them_is_meant_is_told_how_to_write_it(name: str) -> None:
    (problem,) = problems(name, {"name": "Ada Moe"})
    assert problem == (name, "is one table, not a list of them", f"write [[{name}]] above each")


def test_a_file_that_is_not_there_or_a_folder_is_told_why(tmp_path: Path) -> None:
    with pytest.raises(AnswerError, match="cannot be read \\(No such file or directory\\)"):
        read_answers(tmp_path / "gone.toml")
    with pytest.raises(AnswerError, match="cannot be read \\(Is a directory\\)"):
        read_answers(tmp_path)
