"""`recover plan` and `recover run` ask what a restore would start again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from firstbell.actions.entries import RecoverKeep
from firstbell.drill.intrusion.hives import make_tree, write_hive
from firstbell.ledger import Ledger
from tests.cli.conftest import Call

RUN = r"Microsoft\Windows\CurrentVersion\Run"
CLEAN = {RUN: {"SecurityHealth": r"C:\Windows\system32\SecurityHealthSystray.exe"}}
EVIL = {RUN: {**CLEAN[RUN], "Upd": r"C:\Users\Public\u.exe -s"}}
SHELL = b"<?php eval($_POST['x']); ?>"
HIVE = "C/Windows/System32/config/SOFTWARE"


@pytest.fixture
def hosts(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Call) -> Path:
    """A clean night of a web server and of a terminal server, and a desk that names a system on each."""
    monkeypatch.setenv("FIRSTBELL_CACHE_DIR", str(tmp_path / "cache"))
    desk = tmp_path / "desk"
    monkeypatch.setenv("FIRSTBELL_DESK", str(desk))
    root = tmp_path / "src"
    lines = ["version = 1", "[district]", 'name = "Lakeside"', "[[repository]]", 'name = "all"']
    lines.append(f'url = "{place}"')
    for name, host in (("Web", "web01"), ("Terminal", "ts01")):
        (root / host).mkdir(parents=True)
        lines += ["[[host]]", f'name = "{host}"', 'repository = "all"', "[[system]]", f'name = "{name}"']
        lines += ["tier = 0", f'target = "{tmp_path / "out" / name}"', "[[system.parts]]", f'host = "{host}"']
        lines.append(f'paths = ["{root / host}"]')
    desk.mkdir()
    (desk / "firstbell.toml").write_text("\n".join(lines) + "\n")
    write(root / "web01/var/www/index.php", b"<?php echo 'Welcome'; ?>")
    write(root / "ts01" / HIVE, write_hive(make_tree(CLEAN)))
    write(root / "ts01/C/Users/bob/notes.txt", b"to do")
    back_up(call, root, "2023-02-16")
    return root


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def back_up(call: Call, root: Path, day: str) -> None:
    for host in ("web01", "ts01"):
        told = call("backup", root / host, "-q", "-H", host, "--time", f"{day} 02:00:00+00:00")
        assert told.status == 0


def plant(call: Call, root: Path) -> None:
    """A webshell on one host, and a run key on the other, on the night after."""
    write(root / "web01/var/www/x.php", SHELL)
    write(root / "ts01" / HIVE, write_hive(make_tree(EVIL)))
    back_up(call, root, "2023-02-17")


def plan(call: Call, tmp_path: Path, *more: str) -> tuple[Path, Any]:
    path = tmp_path / "plan.json"
    return path, call("recover", "plan", "--json", "--output", path, *more)


def list_starts(told: Any) -> dict[str, dict[str, Any]]:
    return {one["place"]: one for one in told.messages if one["message_type"] == "persistence"}


def test_a_hostile_file_is_left_out_and_a_hive_stops_only_its_system(
    call: Call, hosts: Path, tmp_path: Path
) -> None:
    plant(call, hosts)
    path, planned = plan(call, tmp_path)
    assert planned.status == 3
    starts = list_starts(planned)
    assert (starts["webshell"]["action"], starts["run key"]["action"]) == ("left_out", "stops")
    assert starts["run key"]["code"] == "hunt.persistence_shown"
    assert starts["run key"]["known_after"].startswith("2023-02-16")
    assert planned.summary["stopped"] == ["Terminal"]

    told = call("recover", "run", path, "--json")
    assert told.status == 1
    (failure,) = [one for one in told.messages if one["message_type"] == "failure"]
    assert (failure["system"], failure["code"]) == ("Terminal", "hunt.persistence_shown")
    assert told.summary["verified"] == ["Web"]
    web = tmp_path / "out" / "Web" / str(hosts).lstrip("/") / "web01/var/www"
    assert sorted(one.name for one in web.iterdir()) == ["index.php"]
    assert not (tmp_path / "out" / "Terminal").exists()


def test_what_a_person_keeps_is_restored_and_stands_on_the_ledger(
    call: Call, hosts: Path, tmp_path: Path
) -> None:
    plant(call, hosts)
    path, planned = plan(call, tmp_path)
    key, shell = (list_starts(planned)[place]["id"] for place in ("run key", "webshell"))
    keep = ["--keep-persistence", key[:10], "--keep-persistence", shell]
    assert call("recover", "run", path, *keep, "--yes").status == 2
    assert call("recover", "run", path, *keep, "--reason", "it is ours").status == 2
    assert call("recover", "run", path, "--keep-persistence", "ffff", "--reason", "x", "--yes").status == 1

    told = call("recover", "run", path, *keep, "--reason", "it is ours", "--yes", "--json")
    assert told.status == 0
    assert sorted(told.summary["verified"]) == ["Terminal", "Web"]
    web = tmp_path / "out" / "Web" / str(hosts).lstrip("/") / "web01/var/www"
    assert (web / "x.php").read_bytes() == SHELL
    (folder,) = (tmp_path / "desk").glob("*/ledger")
    kept = [RecoverKeep.read(one) for one in Ledger(folder).read() if one.kind == RecoverKeep.KIND]
    assert {one.start: one.reason for one in kept} == {key: "it is ours", shell: "it is ours"}

    again = plan(call, tmp_path)[1]
    assert again.status == 0
    assert {one["action"] for one in list_starts(again).values()} == {"kept"}


def test_a_run_of_a_snapshot_is_stopped_whole_or_leaves_the_file_out(
    call: Call, hosts: Path, tmp_path: Path
) -> None:
    plant(call, hosts)
    stopped = call("recover", "run", "-H", "ts01", "-t", tmp_path / "ts", "--json")
    assert stopped.status == 1
    (failure,) = [one for one in stopped.messages if one["message_type"] == "failure"]
    assert failure["code"] == "hunt.persistence_shown"
    assert "--keep-persistence" in stopped.failure["hint"]
    assert not (tmp_path / "ts").exists()
    (key,) = [one["id"] for one in stopped.messages if one["message_type"] == "persistence"]

    told = call("recover", "run", "-H", "web01", "-t", tmp_path / "web")
    assert told.status == 0
    assert "left out" in told.out
    assert not list((tmp_path / "web").rglob("x.php"))

    keep = ["--keep-persistence", key, "--reason", "ours", "--yes"]
    assert call("recover", "run", "-H", "ts01", "-t", tmp_path / "ts", *keep).status == 0
    assert list((tmp_path / "ts").rglob("SOFTWARE"))
    assert call("recover", "run", "-H", "web01", "-t", tmp_path / "w2", "--without-hunt").status == 0
    assert list((tmp_path / "w2").rglob("x.php"))


def test_a_composed_snapshot_holds_no_hostile_file_and_none_is_written_where_a_hive_holds_one(
    call: Call, hosts: Path, tmp_path: Path
) -> None:
    plant(call, hosts)
    stopped = call("recover", "compose", "-H", "ts01", "--json")
    assert stopped.status == 1
    assert [one["code"] for one in stopped.messages if one["message_type"] == "failure"] == [
        "hunt.persistence_shown"
    ]
    assert not [one for one in call("snapshots", "--json").messages if one.get("tags")]

    dry = call("recover", "compose", "-H", "web01", "--dry-run", "--json")
    told = call("recover", "compose", "-H", "web01", "--json")
    composed = told.summary["snapshot_id"]
    assert told.status == 0
    assert dry.summary["files"] == told.summary["files"] == 1
    (left,) = [one for one in told.summary["left_out_paths"] if one["path"].endswith("x.php")]
    assert "start" in left["reason"]
    assert "/x.php" not in call("ls", composed).out
    assert call("recover", "run", "-H", "web01", "-t", tmp_path / "web").status == 0
    assert call("recover", "compose", "-H", "web01", "--json").summary["snapshot_id"] == composed

    (key,) = [one["id"] for one in stopped.messages if one["message_type"] == "persistence"]
    keep = ["--keep-persistence", key, "--reason", "ours", "--yes"]
    assert call("recover", "compose", "-H", "ts01", *keep).status == 0
    assert call("recover", "compose", "-H", "web01", "--without-hunt", "--json").summary["files"] == 2


def test_a_clean_tree_with_new_programs_is_not_refused(call: Call, hosts: Path, tmp_path: Path) -> None:
    new = {RUN: {**CLEAN[RUN], "Zoom": r"C:\Program Files\Zoom\bin\Zoom.exe --autostart"}}
    write(hosts / "ts01" / HIVE, write_hive(make_tree(new)))
    back_up(call, hosts, "2023-02-17")
    path, planned = plan(call, tmp_path)
    assert planned.status == 0
    (start,) = list_starts(planned).values()
    assert (start["action"], start["strength"], start["code"]) == ("listed", "pointing", "")
    assert call("recover", "run", path).status == 0


def test_a_restored_directory_tells_what_to_change(call: Call, hosts: Path, tmp_path: Path) -> None:
    write(hosts / "ts01/C/Windows/NTDS/ntds.dit", b"pages")
    back_up(call, hosts, "2023-02-17")
    path, planned = plan(call, tmp_path)
    assert any("krbtgt twice" in note for note in planned.summary["notes"])
    told = call("recover", "run", path, "--json")
    assert told.status == 0
    (advice,) = [one for one in told.messages if one["message_type"] == "advice"]
    assert advice["system"] == "Terminal"
    assert "krbtgt" in " ".join(advice["advice"])


def test_a_plan_without_a_hunt_says_so_when_it_runs(call: Call, hosts: Path, tmp_path: Path) -> None:
    plant(call, hosts)
    path, planned = plan(call, tmp_path, "--without-hunt")
    assert planned.status == 0
    assert json.loads(path.read_text())["starts_asked"] is False
    told = call("recover", "run", path)
    assert told.status == 0
    assert "nobody looked" in told.err
