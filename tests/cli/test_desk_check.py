"""`desk check`: what is still the example's, and what does not exist, does not pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Call

GOOD = """version = 1
[district]
name = "Prairie Lakes"
[[repository]]
name = "records"
url = "/srv/vault/sis01"
password_file = "records.password"
[[host]]
name = "sis01"
repository = "records"
"""


@pytest.fixture
def desk(tmp_path: Path, call: Call) -> Path:
    desk = tmp_path / "desk"
    assert call("init", "--desk", desk).status == 0
    return desk


def test_the_untouched_example_does_not_pass(call: Call, desk: Path) -> None:
    told = call("desk", "check", "--desk", desk)
    assert told.status == 1
    assert "line 6: district.name: 'Lakeside Public Schools' is still the name from the example" in told.err


def test_a_table_that_stands_as_the_example_has_it_is_named(call: Call, desk: Path) -> None:
    file = desk / "firstbell.toml"
    file.write_text(file.read_text().replace("Lakeside Public Schools", "Prairie Lakes"))
    told = call("desk", "check", "--desk", desk)
    assert told.status == 1
    assert "repository[1].name: 'identity' is still the example's value" in told.err


@pytest.mark.parametrize(
    ("table", "field"),
    [
        ('[[person]]\nname = "Kay"\nrole = "director"\nemail = "kay@example.org"\n', "person[1].email"),
        ('[alerts]\nsmtp = "mail.example.net:25"\nrecipients = ["kay@lakes.k12.us"]\n', "alerts.smtp"),
        (
            '[alerts]\nsmtp = "localhost:25"\nsender = "bell@example.com"\nrecipients = ["kay@b.us"]\n',
            "alerts.sender",
        ),
        (
            '[alerts]\nsmtp = "localhost:25"\nrecipients = ["kay@lakes.k12.us", "Ed@Example.org"]\n',
            "alerts.recip",
        ),
        ('[alerts]\nwebhook = "https://hooks.example.com/x"\n', "alerts.webhook"),
        ('[[repository]]\nname = "x"\nurl = "rest:https://vault.example.org/x/"\n', "repository[2].url"),
    ],
)
def test_an_address_that_nobody_can_have_does_not_pass(
    call: Call, desk: Path, table: str, field: str
) -> None:
    (desk / "firstbell.toml").write_text(GOOD + table)
    (desk / "records.password").write_text("secret")
    told = call("desk", "check", "--desk", desk)
    assert told.status == 1
    assert f": {field}" in told.err
    assert "is an address from an example, which reaches nobody" in told.err


def test_the_untouched_example_is_neither_backed_up_nor_tried(call: Call, desk: Path, tmp_path: Path) -> None:
    told = call("desk", "backup", "--desk", desk, "-r", tmp_path / "own")
    assert told.status == 1
    assert f"{desk}/firstbell.toml, line 6: district.name: 'Lakeside Public Schools' is still" in told.err
    assert not (tmp_path / "own").exists()
    assert call("vault", "init", tmp_path / "vault", "--url", "https://lakes.k12.us:8000").status == 0
    file = desk / "firstbell.toml"
    for was, now, field in (
        ("", "", "district.name"),
        ("Lakeside Public Schools", "Prairie Lakes", "alerts.recipients"),
        ('recipients = ["director@example.org"]', 'recipients = ["kay@lakes.k12.us"]', "alerts.sender"),
    ):
        file.write_text(file.read_text().replace(was, now))
        tried = call("vault", "alerts", "--test", "--vault", tmp_path / "vault", "--desk", desk)
        assert tried.status == 1
        assert tried.out == ""
        assert f"{file}, line" in tried.err
        assert f"{field}: " in tried.err


def test_a_password_file_is_looked_for_on_the_desk(
    call: Call, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk / "firstbell.toml").write_text(GOOD)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "records.password").write_text("here it helps nobody")
    told = call("desk", "check", "--desk", desk)
    assert told.status == 1
    assert f"repository[1].password_file: {desk}/records.password does not exist" in told.err
    (desk / "records.password").write_text("secret")
    found = call("desk", "check", "--desk", desk)
    assert found.status == 0
    assert found.out.startswith("Prairie Lakes: 1 repository, 1 host, 0 people, 0 systems\n")


def test_a_zone_that_is_not_there_is_named_by_its_line(call: Call, desk: Path) -> None:
    zoned = GOOD.replace("[[repository]]", 'time_zone = "Chicago"\n[[repository]]', 1)
    (desk / "firstbell.toml").write_text(zoned)
    told = call("desk", "check", "--desk", desk)
    assert told.status == 1
    assert "line 4: district.time_zone: there is no time zone called 'Chicago'" in told.err


def test_plans_read_a_relative_password_file_on_the_desk(
    call: Call, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = tmp_path / "records"
    (desk / "records.password").write_text("secret")
    monkeypatch.delenv("FIRSTBELL_PASSWORD", raising=False)
    made = call("init", "-r", vault, "--password-file", desk / "records.password")
    assert made.status == 0
    (desk / "firstbell.toml").write_text(GOOD.replace("/srv/vault/sis01", str(vault)))
    monkeypatch.setenv("FIRSTBELL_DESK", str(desk))
    monkeypatch.chdir(tmp_path)
    told = call("readiness")
    assert "records.password" not in told.err
