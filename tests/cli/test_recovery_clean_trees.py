"""Ten hosts that nobody broke into go through `recover plan` and `recover run`: none is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.drill.intrusion.hives import make_tree, write_hive
from tests.cli.conftest import Call
from tests.investigate.hunts.test_starts import BASE, CONFIG, ORDINARY, RUN

# what staff and programs changed on the night after, a host each
CHANGES: tuple[dict[str, bytes], ...] = (
    *({path: data} for path, data in ORDINARY.items()),
    ORDINARY,
    {"/etc/motd": b"closed on Friday\n"},
    {
        f"{CONFIG}/SOFTWARE": write_hive(
            make_tree({RUN: {"Zoom": r"C:\Program Files\Zoom\bin\Zoom.exe --autostart"}})
        )
    },
    {"/etc/systemd/system/roster.service": b"[Service]\nExecStart=/usr/bin/python3 /opt/roster/sync.py\n"},
)


def write_tree(folder: Path, tree: dict[str, bytes]) -> None:
    for path, data in tree.items():
        place = folder / path.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def test_none_of_ten_clean_trees_is_refused(
    call: Call, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTBELL_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    lines = ["version = 1", "[district]", 'name = "Prairie Lakes"', "[[repository]]", 'name = "all"']
    lines.append(f'url = "{place}"')
    assert len(CHANGES) == 10
    for number, changes in enumerate(CHANGES):
        host, root = f"host{number}", tmp_path / "src" / f"host{number}"
        for day, tree in (("16", BASE), ("17", changes)):
            write_tree(root, tree)
            told = call("backup", root, "-q", "-H", host, "--time", f"2023-02-{day} 02:00:00+00:00")
            assert told.status == 0
        lines += ["[[host]]", f'name = "{host}"', 'repository = "all"', "[[system]]", f'name = "{host}"']
        lines += ["tier = 0", f'target = "{tmp_path / "out" / host}"', "[[system.parts]]"]
        lines += [f'host = "{host}"', f'paths = ["{root}"]']
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "firstbell.toml").write_text("\n".join(lines) + "\n")

    plan = tmp_path / "plan.json"
    planned = call("recover", "plan", "--json", "--output", plan)
    done = call("recover", "run", plan, "--json")

    assert (planned.status, done.status) == (0, 0), planned.err + done.err
    starts = [one for one in planned.messages if one["message_type"] == "persistence"]
    assert {one["code"] for one in starts} <= {""}
    assert {one["action"] for one in starts} == {"listed"}
    for number in range(10):
        out = [path for path in (tmp_path / "out" / f"host{number}").rglob("*") if path.is_file()]
        source = [path for path in (tmp_path / "src" / f"host{number}").rglob("*") if path.is_file()]
        assert len(out) == len(source)
