"""`doctor`: what would fail on the day is named before it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from firstbell.cli.main import run
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.processes.layers import inspect_layers
from firstbell.vault import Vault
from firstbell.vault.looks import note_look
from tests.cli.conftest import Call
from tests.notify.mailserver import serve_mail

URL = "https://127.0.0.1:8000/"
PEOPLE = "".join(
    f'[[person]]\nname = "The {role}"\nrole = "{role}"\nreach = "555-0100"\n'
    for role in ("director", "technician", "counsel")
)


class Installation(NamedTuple):
    """A vault with one host that has backed up, and the desk that names it."""

    desk: Path
    vault: Path
    told: str


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("installed")
    desk, vault = folder / "desk", folder / "vault"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIRSTBELL_DESK", str(desk))
        patch.setenv("FIRSTBELL_CACHE_DIR", str(folder / "cache"))
        # what runs on this machine is not what is looked at
        patch.setenv("PATH", "")
        assert run(["vault", "init", str(vault), "--url", URL]) == 0
        desk.mkdir(exist_ok=True)
        (desk / "firstbell.toml").write_text(f'version = 1\n[district]\nname = "Hill Schools"\n{PEOPLE}')
        assert run(["host", "add", "fs01", "--vault", str(vault)]) == 0
        (folder / "letter.txt").write_text("a letter\n")
        (password,) = (desk / "vaults").glob("*.password")
        opened = ["-r", str(vault / "repositories/fs01"), "--password-file", str(password)]
        assert run([*opened, "backup", str(folder / "letter.txt"), "-H", "fs01"]) == 0
        yield Installation(desk, vault, (desk / "firstbell.toml").read_text())


@pytest.fixture
def desk(installed: Installation) -> Path:
    """The desk, as it was made."""
    (installed.desk / "firstbell.toml").write_text(installed.told)
    return installed.desk


def check(call: Call) -> dict[str, tuple[bool, str]]:
    told = call("doctor", "--json")
    assert told.err == ""
    found = {one["name"]: (one["ok"], one["why"]) for one in told.messages[:-1]}
    assert all(one["message_type"] == "check" for one in told.messages[:-1])
    failed = sum(not ok for ok, _ in found.values())
    assert told.summary["failed"] == failed
    assert told.status == (ExitStatus.FAILED if failed else 0)
    return found


def test_what_stands_passes_and_what_is_missing_is_named(
    desk: Path, installed: Installation, call: Call
) -> None:
    found = check(call)
    for name in ("configuration", "people", "repository fs01", "host fs01", "clock", "certificate"):
        assert found[name][0], (name, found[name])
    assert found["alerts"] == (False, "nobody would be told of an event")
    assert found["examiner"] == (False, "it has never looked")
    layers = inspect_layers()
    assert found["sandbox"][0] == all(layer.ok for layer in layers)
    assert all(layer.name in found["sandbox"][1] for layer in layers if not layer.ok)
    assert found[f"vault {installed.vault}"][0]
    note_look(Vault(installed.vault))
    assert check(call)["examiner"][0]


def test_the_relay_is_asked_and_gets_no_mail(desk: Path, call: Call) -> None:
    with serve_mail() as inbox:
        with (desk / "firstbell.toml").open("a") as file:
            file.write(f'[alerts]\nsmtp = "127.0.0.1:{inbox.port}"\nrecipients = ["d@hill.test"]\n')
        ok, why = check(call)["alerts mail"]
        assert ok, why
        assert inbox.messages == []
    ok, why = check(call)["alerts mail"]
    assert not ok
    assert "127.0.0.1" in why


def test_a_repository_that_is_gone_and_one_with_another_password_fail_alone(
    desk: Path, installed: Installation, call: Call, tmp_path: Path
) -> None:
    (tmp_path / "wrong").write_text("another\n")
    with (desk / "firstbell.toml").open("a") as file:
        for name, url in (("gone", tmp_path / "nothing"), ("locked", installed.vault / "repositories/fs01")):
            file.write(
                f'[[repository]]\nname = "{name}"\nurl = "{url}"\npassword_file = "{tmp_path / "wrong"}"\n'
            )
    found = check(call)
    assert (found["repository gone"][0], found["repository locked"][0]) == (False, False)
    assert found["repository fs01"][0]


def test_a_desk_without_systems_or_with_one_that_goes_nowhere_fails(desk: Path, call: Call) -> None:
    assert check(call)["systems"] == (
        False,
        "firstbell.toml names no system, so no plan can bring one back",
    )
    for target, expected in (("", False), (f'target = "{desk}/out"\n', True)):
        text = f'[[system]]\nname = "Share"\ntier = 0\n{target}'
        text += '[[system.parts]]\nhost = "fs01"\npaths = ["/srv"]\n'
        (desk / "firstbell.toml").write_text((desk / "firstbell.toml").read_text() + text)
        ok, why = check(call)["systems"]
        assert (ok, "Share" in why) == (expected, not expected)
        (desk / "firstbell.toml").write_text((desk / "firstbell.toml").read_text().replace(text, ""))


def test_a_host_without_a_backup_and_an_example_that_was_not_changed(desk: Path, call: Call) -> None:
    with (desk / "firstbell.toml").open("a") as file:
        file.write('[[host]]\nname = "fs02"\nrepository = "fs01"\n')
    assert check(call)["host fs02"] == (False, "there is no backup of it")
    text = (desk / "firstbell.toml").read_text()
    (desk / "firstbell.toml").write_text(text.replace("Hill Schools", "Lakeside Public Schools"))
    ok, why = check(call)["configuration"]
    assert (ok, "example" in why) == (False, True)
    (desk / "firstbell.toml").write_text("version = \n")
    assert not check(call)["configuration"][0]
