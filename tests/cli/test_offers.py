"""`host offers` and `host take`: what hosts back up and firstbell.toml does not know."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from firstbell.repository import Repository
from firstbell.store import LocalStore
from tests.catalog.timeline import Timeline
from tests.cli.conftest import PASSWORD, Call
from tests.cli.office import desk
from tests.cli.test_windows_hosts import windows_file

__all__ = ["desk"]
pytestmark = pytest.mark.usefixtures("place", "desk")

TEXT = """version = 1
[district]
name = "Hill Schools"   # ours
[[repository]]
name = "all"
url = "{place}"
[[host]]
name = "files"
repository = "all"
paths = ["/srv/files"]
[[host]]
name = "pc01"
repository = "all"
[[system]]
name = "Office"
tier = 1
parts = [{{host = "pc01", paths = ["c:/users"]}}]   # by hand
"""


@pytest.fixture
def toml(place: Path, tmp_path: Path) -> Path:
    """The desk's file, and a repository with backups of three hosts, one of which it names not at all."""
    path = tmp_path / "desk" / "firstbell.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(TEXT.format(place=place))
    push(place, "files", "/srv/files")
    push(place, "pc01", "C:\\Users", "D:\\Home$")
    push(place, "lab07", "/home/lab")
    return path


def push(place: Path, host: str, *paths: str) -> None:
    inside = f"{paths[0]}/a.txt" if paths[0].startswith("/") else "/C/Users/a.txt"
    timeline = Timeline(Repository.open(LocalStore(place), PASSWORD), host=host)
    timeline.save({inside: windows_file(b"a") if "\\" in paths[0] else b"a"}, paths=list(paths), excludes=[])


def list_offers(call: Call) -> dict[str, list[str]]:
    told = call("host", "offers", "--json")
    assert told.status == 0, told.err
    assert told.summary["offers"] == len(told.messages) - 1
    return {one["host"]: one["paths"] for one in told.messages[:-1]}


def read(toml: Path, table: str) -> dict[str, Any]:
    return {one["name"]: one for one in tomllib.loads(toml.read_text())[table]}


def test_unknown_hosts_and_paths_are_offered_and_known_ones_are_not(call: Call, toml: Path) -> None:
    assert list_offers(call) == {"lab07": ["/home/lab"], "pc01": ["D:\\Home$"]}
    shown = call("host", "offers").out
    assert "lab07" in shown
    assert "D:\\Home$" in shown
    assert "/srv/files" not in shown


def test_one_command_takes_a_host_in_and_leaves_what_people_wrote(call: Call, toml: Path) -> None:
    told = call("host", "take", "lab07", "--json")

    assert told.status == 0, told.err
    assert told.summary["taken"] == ["lab07"]
    assert read(toml, "host")["lab07"] == {"name": "lab07", "repository": "all", "paths": ["/home/lab"]}
    assert "# ours" in toml.read_text()
    assert list_offers(call) == {"pc01": ["D:\\Home$"]}
    assert call("desk", "check").status in {0, 3}


def test_all_of_it_may_become_parts_of_a_system_old_or_new(call: Call, toml: Path) -> None:
    assert call("host", "take", "pc01", "--system", "Office").status == 0
    refused = call("host", "take", "lab07", "--system", "Lab", "--json")
    assert (refused.status, "--tier" in refused.err) == (2, True)
    assert "lab07" in list_offers(call)  # nothing of it was written
    assert call("host", "take", "--all", "--system", "Lab", "--tier", "4").status == 0

    systems = read(toml, "system")
    assert [one["paths"] for one in systems["Office"]["parts"]] == [["c:/users"], ["D:\\Home$"]]
    assert systems["Lab"]["tier"] == 4
    assert systems["Lab"]["parts"] == [{"host": "lab07", "paths": ["/home/lab"]}]
    assert "# by hand" in toml.read_text()
    assert list_offers(call) == {}
    plan = call("recover", "plan", "-n", "--json").summary["plan"]
    assert {one["name"] for one in plan["systems"]} == {"Office", "Lab"}


def test_wrong_names_are_told_and_nothing_is_written(call: Call, toml: Path) -> None:
    before = toml.read_text()
    assert call("host", "take", "files").status == 1
    assert call("host", "take").status == 2
    assert call("host", "take", "lab07", "--all").status == 2
    assert toml.read_text() == before


def test_doctor_tells_what_no_plan_would_bring_back(call: Call, toml: Path) -> None:
    checks = {one["name"]: one for one in call("doctor", "--json").messages[:-1]}
    assert checks["unknown paths"]["ok"]
    assert "lab07, which it does not name, backs up /home/lab" in checks["unknown paths"]["why"]
    assert "host take" in checks["unknown paths"]["hint"]


def test_a_host_of_the_vault_that_the_desk_does_not_name_is_offered(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = tmp_path / "vault"
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "other"))
    assert call("vault", "init", vault, "--url", "https://127.0.0.1:8000/").status == 0
    assert call("host", "add", "fs01", "--vault", vault, "--every", "12").status == 0
    toml = tmp_path / "other" / "firstbell.toml"
    toml.write_text('version = 1\n[district]\nname = "Hill Schools"\n')

    told = call("host", "offers", "--vault", vault, "--json")
    assert [one["host"] for one in told.messages[:-1]] == ["fs01"]
    assert call("host", "take", "fs01", "--vault", vault).status == 0

    assert read(toml, "host")["fs01"]["every_h"] == 12
    assert read(toml, "repository")["fs01"]["password_file"].startswith("vaults/")
    assert call("host", "offers", "--vault", vault, "--json").summary["offers"] == 0
