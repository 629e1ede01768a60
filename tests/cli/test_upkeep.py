"""init, check, unlock, key, tag, forget: what keeps a repository in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.crypto.seal import Sealer
from firstbell.repository import Repository
from firstbell.repository.format.lockfile import LockFile, render_lock_file
from firstbell.repository.unpacked import save_unpacked
from firstbell.store import Kind, LocalStore
from tests.cli.conftest import PASSWORD, Call

LIFTED = ("--no-guards", "--yes")


def back_up(call: Call, tree: Path, day: str, *arguments: str) -> str:
    """The id of a snapshot of the tree on that day of February."""
    told = call("backup", tree, "--host", "h", "--time", f"2023-02-{day} 06:00:00", "--json", *arguments)
    assert told.status == 0, told.err
    hex_id: str = told.summary["snapshot_id"]
    return hex_id


def ids(call: Call) -> set[str]:
    """The ids of all snapshots."""
    messages = call("snapshots", "--json").messages
    return {message["id"] for message in messages if message["message_type"] == "snapshot"}


@pytest.mark.parametrize("version", ["1", "2"])
def test_init_makes_a_repository_once(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    monkeypatch.setenv("RESTIC_PASSWORD", PASSWORD)
    folder = tmp_path / "fresh"
    (message,) = call("init", "-r", folder, "--json", "--repository-version", version).messages
    assert message == {"message_type": "initialized", "id": message["id"], "repository": str(folder)}
    repository = Repository.open(LocalStore(folder), PASSWORD)
    assert (repository.hex_id, repository.version) == (message["id"], int(version))
    again = call("init", "-r", folder)
    assert again.status == 1
    assert str(folder) in again.err


def test_init_without_a_password_makes_nothing(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RESTIC_PASSWORD_COMMAND", "true")
    assert call("init", "-r", tmp_path / "fresh").status == 1
    assert not (tmp_path / "fresh").exists()


def test_check_of_a_sound_repository_finds_nothing(call: Call, place: Path, tree: Path) -> None:
    back_up(call, tree, "01")
    assert call("check").out == "no errors were found\n"
    told = call("check", "--read-data", "--json")
    assert (told.status, told.summary["num_errors"]) == (0, 0)
    assert call("check", "--read-data-subset", "1/2").status == 0


def test_check_names_a_pack_that_is_damaged_and_the_files_it_touches(
    call: Call, place: Path, tree: Path
) -> None:
    back_up(call, tree, "01")
    packs = [path for path in (place / "data").rglob("*") if path.is_file()]
    for pack in packs:
        data = bytearray(pack.read_bytes())
        data[3] ^= 1
        pack.chmod(0o600)
        pack.write_bytes(data)
    told = call("check", "--read-data", "--json")
    assert told.status == 1
    assert set(told.summary["broken_packs"]) <= {pack.name for pack in packs}
    assert told.summary["num_errors"] > 0
    touched = [m["path"] for m in told.messages if m.get("code") == "path.touched"]
    assert touched
    assert "error: " in call("check", "--read-data").out


def test_a_subset_that_is_none_is_a_usage_error(call: Call, place: Path) -> None:
    assert call("check", "--read-data-subset", "9/2").status == 2
    assert call("check", "--read-data", "--read-data-subset", "1/2").status == 2


def test_unlock_removes_stale_locks_and_on_demand_all(call: Call, place: Path) -> None:
    repository = Repository.open(LocalStore(place), PASSWORD)
    stale = LockFile(
        time="2001-01-01T00:00:00Z", exclusive=True, hostname="h", username="u", pid=1, uid=0, gid=0
    )
    sealer = Sealer(repository.key.master)
    save_unpacked(repository.store, sealer, Kind.LOCKS, plaintext=render_lock_file(stale), version=2)
    assert call("unlock", "--json").summary["locks_removed"] == 1
    with repository.lock():
        assert call("unlock", "--json").summary["locks_removed"] == 0
        assert call("unlock", "--remove-all", "--json").summary["locks_removed"] == 1


def test_keys_are_added_listed_changed_and_removed(
    call: Call, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "second").write_text("second password")
    (tmp_path / "third").write_text("third password")
    added = call("key", "add", "--new-password-file", tmp_path / "second", "--json").summary["id"]
    keys = {m["id"]: m["current"] for m in call("key", "list", "--json").messages[:-1]}
    assert sorted(keys.values()) == [False, True]
    assert keys[added] is False
    assert f" {added[:8]}" in call("key", "list").out
    current = next(hex_id for hex_id, is_current in keys.items() if is_current)
    assert call("key", "remove", current).status == 1
    assert call("key", "remove", added[:10]).status == 0
    assert call("snapshots", "-p", tmp_path / "second").status == 12
    changed = call("key", "passwd", "--new-password-file", tmp_path / "third", "--json").summary
    assert changed["removed_id"] == current
    assert call("snapshots").status == 12
    monkeypatch.setenv("FIRSTBELL_PASSWORD", "third password")
    assert [m["id"] for m in call("key", "list", "--json").messages[:-1]] == [changed["id"]]


def test_tags_are_set_added_and_removed_under_a_new_id(call: Call, place: Path, tree: Path) -> None:
    first = back_up(call, tree, "01", "--tag", "a,b")

    def tags() -> list[str] | None:
        (message, _) = call("snapshots", "--json").messages
        assert message.get("original", first) == first
        found: list[str] | None = message.get("tags")
        return found

    assert tags() == ["a", "b"]
    told = call("tag", "--add", "c,a", "--json")
    assert told.messages[0]["old_snapshot_id"] == first
    assert told.summary["changed_snapshots"] == 1
    assert tags() == ["a", "b", "c"]
    assert call("tag", "--remove", "a", "--tag", "nobody", "--json").summary["changed_snapshots"] == 0
    assert call("tag", "--remove", "a", "latest").status == 0
    assert tags() == ["b", "c"]
    assert call("tag", "--set", "z").status == 0
    assert tags() == ["z"]
    assert call("tag", "--set", "z", "--json").summary["changed_snapshots"] == 0
    assert call("tag", "--remove", "z").status == 0
    assert tags() is None
    assert call("tag").status == 2
    assert call("tag", "--set", "a", "--add", "b").status == 2
    assert call("check").status == 0


def test_forget_removes_what_is_named(call: Call, place: Path, tree: Path) -> None:
    first, second = back_up(call, tree, "01"), back_up(call, tree, "02")
    assert call("forget", first[:8], "--dry-run", "--json").summary["removed"] == [first]
    assert ids(call) == {first, second}
    assert call("forget", first[:8], "-v").status == 0
    assert ids(call) == {second}


def test_forget_applies_a_policy_to_each_group(call: Call, place: Path, tree: Path) -> None:
    made = [back_up(call, tree, day) for day in ("01", "02", "03")]
    other = back_up(call, tree / "office", "01")
    told = call("forget", "--keep-last", "1", "--json", "--dry-run")
    groups = [message for message in told.messages if message["message_type"] == "group"]
    assert {tuple(group["paths"]) for group in groups} == {(str(tree),), (str(tree / "office"),)}
    assert {s["id"] for group in groups for s in group["remove"]} == set(made[:2])
    (ruled,) = [group for group in groups if group["paths"] == [str(tree)]]
    assert ruled["reasons"] == [{"snapshot_id": made[2], "matches": ["last snapshot"]}]
    out = call("forget", "--keep-last", "2").out
    assert "Reasons" in out
    assert out.endswith("removed 1 snapshot\n")
    assert ids(call) == {*made[1:], other}


def test_forget_keeps_by_tag_and_by_span(call: Call, place: Path, tree: Path) -> None:
    old = back_up(call, tree, "01", "--tag", "keep,me")
    middle, new = back_up(call, tree, "10"), back_up(call, tree, "12")
    arguments = ["forget", "--keep-tag", "me", "--keep-within", "3d", "--dry-run", "--json"]
    assert call(*arguments).summary["removed"] == []
    assert call(*arguments[:3], "--keep-within", "1d12h", "--json").summary["removed"] == [middle]
    assert ids(call) == {old, new}


def test_forget_without_a_policy_removes_nothing(call: Call, place: Path, tree: Path) -> None:
    made = back_up(call, tree, "01")
    assert call("forget").status == 2
    assert call("forget", made, "--keep-last", "1").status == 2
    assert call("forget", "--keep-last", "some").status == 2
    assert call("forget", "--keep-within", "ages").status == 2
    last = call("forget", "--keep-tag", "nobody")
    assert (last.status, "every snapshot" in last.err) == (1, True)
    assert ids(call) == {made}
    assert call("forget", "--keep-last", "unlimited", "--json").summary["removed"] == []
    assert call("forget", "--host", "h", "--unsafe-allow-remove-all", *LIFTED).status == 0
    assert ids(call) == set()


def test_a_job_of_each_night_says_nothing_while_all_goes_well(call: Call, place: Path, school: Path) -> None:
    for words in (
        ("backup", school), ("backup", school), ("forget", "--keep-last", "1"), ("prune",), ("check",),
    ):  # fmt: skip
        told = call(*words, "-q")
        assert (told.status, told.out, told.err) == (0, "", ""), words
    assert "removed" in call("prune").out
    assert call("check").out == "no errors were found\n"
    shown = call("forget", "--keep-last", "1", "--dry-run", "-q").out
    assert "keep:" in shown
    assert "would remove 0 snapshots" in shown


def test_a_quiet_job_tells_what_went_wrong(call: Call, place: Path, school: Path) -> None:
    missing = school / "nowhere"
    told = call("backup", school, missing, "-q")
    assert told.status == 3
    assert "snapshot" in told.out
    assert str(missing) in told.err
    pack = next(file for file in (place / "data").rglob("*") if file.is_file())
    pack.chmod(0o600)
    pack.write_bytes(pack.read_bytes()[:-1])
    broken = call("check", "-q", "--read-data")
    assert broken.status == 1
    assert "found " in broken.out
