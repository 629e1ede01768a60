"""snapshots, ls, find, diff, stats: what stands in the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from firstbell.cli.times import show_moment
from firstbell.repository.description import format_mode
from firstbell.store import Kind, LocalStore
from tests.cli.conftest import Call


@pytest.fixture
def snapshots(call: Call, place: Path, tree: Path) -> tuple[str, str]:
    """Ids of two snapshots of the tree, a day apart, with edits between them."""
    first = back_up(call, tree, "18")
    (tree / "office" / "letter.docx").write_bytes(b"Dear parents, dear pupils")
    (tree / "office" / "deep" / "notes.txt").unlink()
    (tree / "office" / "deep").rmdir()
    (tree / "office" / "deep").symlink_to("letter.docx")
    (tree / "new.txt").write_bytes(b"new")
    (tree / "budget.csv").chmod(0o600)
    return first, back_up(call, tree, "19")


def back_up(call: Call, tree: Path, day: str) -> str:
    """The id of a snapshot of the tree on that day of February."""
    told = call("backup", tree, "--host", "main-office", "--time", f"2023-02-{day} 06:00:00", "--json")
    assert told.status == 0, told.err
    hex_id: str = told.summary["snapshot_id"]
    return hex_id


def inside(tree: Path, name: str) -> str:
    """The path of a file of the tree inside a snapshot."""
    return str(tree / name)


def test_an_empty_repository_has_no_snapshots(call: Call, place: Path) -> None:
    assert call("snapshots").out == "no snapshots\n"
    assert call("snapshots", "--json").summary == {"message_type": "summary", "snapshots": 0, "damaged": 0}


def test_snapshots_are_listed_oldest_first(call: Call, snapshots: tuple[str, str], tree: Path) -> None:
    lines = call("snapshots").out.splitlines()
    assert lines[0].split() == ["ID", "Time", "Host", "Tags", "Paths", "Size"]
    assert [line[:8] for line in lines[2:4]] == [hex_id[:8] for hex_id in snapshots]
    assert lines[-1] == "2 snapshots"
    messages = call("snapshots", "--json").messages
    assert [message["message_type"] for message in messages] == ["snapshot", "snapshot", "summary"]
    first = messages[0]
    assert (first["id"], first["short_id"]) == (snapshots[0], snapshots[0][:8])
    assert (first["hostname"], first["paths"]) == ("main-office", [str(tree)])


def test_snapshots_are_chosen_by_id_and_by_filter(call: Call, snapshots: tuple[str, str], tree: Path) -> None:
    def ids(*arguments: str) -> list[str]:
        messages = call("snapshots", "--json", *arguments).messages
        return [message["id"] for message in messages if message["message_type"] == "snapshot"]

    assert ids(snapshots[0][:6]) == [snapshots[0]]
    assert ids("latest") == [snapshots[1]]
    assert ids("--latest", "1") == [snapshots[1]]
    assert ids("--host", "nobody") == []
    assert ids("--path", str(tree)) == list(snapshots)
    assert ids("--tag", "x") == []


def test_a_host_may_come_from_restics_variable(
    call: Call, snapshots: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RESTIC_HOST", "nobody")
    assert call("snapshots", "--json").summary["snapshots"] == 0
    assert call("snapshots", "--json", "--host", "main-office").summary["snapshots"] == 2


def test_snapshots_are_grouped(call: Call, snapshots: tuple[str, str]) -> None:
    told = call("snapshots", "--group-by", "host", "--compact")
    assert told.out.startswith("snapshots of host [main-office]:\nID")
    assert "Paths" not in told.out
    assert call("snapshots", "--json", "-g", "host").messages[0]["group"] == {"host": "main-office"}
    assert call("snapshots", "-g", "mood").status == 2


def test_an_unknown_id_is_told_and_an_ambiguous_one_too(call: Call, snapshots: tuple[str, str]) -> None:
    told = call("ls", "ffffffffffff")
    assert (told.status, "ffffffffffff" in told.err) == (1, True)
    assert call("ls", "").status == 1


def test_a_damaged_snapshot_is_reported_and_the_others_are_listed(
    call: Call, snapshots: tuple[str, str], place: Path
) -> None:
    bad = place / "snapshots" / ("ab" * 32)
    bad.write_bytes(b"no snapshot at all, and longer than a seal")
    told = call("snapshots", "--json")
    assert told.status == 3
    assert told.summary == {"message_type": "summary", "snapshots": 2, "damaged": 1}
    assert "abababab" in told.err


def test_ls_lists_every_entry(call: Call, snapshots: tuple[str, str], tree: Path) -> None:
    paths = call("ls", snapshots[0]).out.splitlines()
    assert inside(tree, "office/deep/notes.txt") in paths
    assert paths.index(inside(tree, "office")) < paths.index(inside(tree, "office/letter.docx"))
    messages = call("ls", "latest", "--json").messages
    assert messages[0]["message_type"] == "snapshot"
    nodes = {message["path"]: message for message in messages if message["message_type"] == "node"}
    letter = nodes[inside(tree, "office/letter.docx")]
    assert (letter["type"], letter["size"], letter["name"]) == ("file", 25, "letter.docx")
    assert "size" not in nodes[inside(tree, "office")]
    assert messages[-1]["entries"] == len(nodes)


def test_ls_of_a_folder_lists_it_and_what_is_directly_in_it(
    call: Call, snapshots: tuple[str, str], tree: Path
) -> None:
    office = inside(tree, "office")
    direct = [office, f"{office}/deep", f"{office}/letter.docx"]
    assert call("ls", snapshots[0], office).out.splitlines() == direct
    everything = [*direct[:2], f"{office}/deep/notes.txt", direct[2]]
    assert call("ls", snapshots[0], office + "/", "--recursive").out.splitlines() == everything
    letter = inside(tree, "office/letter.docx")
    assert call("ls", snapshots[0], letter).out.splitlines() == [letter]
    assert call("ls", snapshots[0], "/", "--recursive").out == call("ls", snapshots[0]).out
    assert call("ls", snapshots[0], "relative").status == 2


def test_ls_shows_odd_names_alike_with_and_without_a_folder(call: Call, place: Path, tree: Path) -> None:
    for name in (b"new\nline", b"b\\s", b"\xff", b"\x1b[2J", b"tab\t", "é\u200b".encode()):
        (tree / os.fsdecode(name)).write_bytes(b"x")
        (tree / "office" / os.fsdecode(name + b"-dir")).mkdir()
        (tree / "office" / os.fsdecode(name + b"-dir") / "f").write_bytes(b"x")
    back_up(call, tree, "20")
    told = call("ls", "latest")
    assert "\x1b" not in told.out
    assert {"new\\x0aline", "b\\s", "\\xff", "\\x1b[2J", "tab\\x09", "é\u200b"} < {
        line.removeprefix(f"{tree}/") for line in told.out.splitlines()
    }
    assert told.out == call("ls", "latest", "/", "--recursive").out


def test_ls_tells_modes_sizes_and_targets(call: Call, snapshots: tuple[str, str], tree: Path) -> None:
    lines = call("ls", "-l", "latest", inside(tree, ""), "--recursive").out.splitlines()
    assert any(line.startswith("-rw-------") and line.endswith("/budget.csv") for line in lines)
    assert any(line.startswith("Lrwxrwxrwx") and line.endswith("/deep -> letter.docx") for line in lines)


def test_find_looks_into_every_snapshot_newest_first(
    call: Call, snapshots: tuple[str, str], tree: Path
) -> None:
    out = call("find", "*.docx").out
    assert out.count("letter.docx") == 2
    assert out.index(snapshots[1][:8]) < out.index(snapshots[0][:8])
    oldest_first = call("find", "*.docx", "--reverse").out
    assert oldest_first.index(snapshots[0][:8]) < oldest_first.index(snapshots[1][:8])
    messages = call("find", "--json", "NOTES.txt", "-i").messages
    assert messages[0]["snapshot_id"] == snapshots[0]
    assert messages[0]["path"] == inside(tree, "office/deep/notes.txt")
    assert messages[-1] == {"message_type": "summary", "matches": 1, "snapshots": 2}


def test_find_can_be_narrowed(call: Call, snapshots: tuple[str, str], tree: Path) -> None:
    def count(*arguments: str) -> int:
        matches: int = call("find", "--json", *arguments).summary["matches"]
        return matches

    assert count("new.txt", "budget.csv") == 3
    assert count("budget.csv", "-s", snapshots[0]) == 1
    assert count("budget.csv", "--oldest", "2001-01-01", "--newest", "2099-01-01") == 2
    assert count("budget.csv", "--newest", "2001-01-01") == 0
    assert count("budget.csv", "--oldest", "2099-01-01") == 0
    assert "-rw-------" in call("find", "-l", "budget.csv").out
    assert call("find", "*nothing here*").err == "nothing was found\n"
    # what most people mean by a word without stars
    told = call("find", "budget").err
    assert told == "nothing was found: `budget` is sought as a whole name, `*budget*` as a part of one\n"
    assert call("find", "[").status == 2
    assert call("find", "x", "--oldest", "some day").status == 2


def test_diff_tells_every_change(call: Call, snapshots: tuple[str, str], tree: Path) -> None:
    out = call("diff", *snapshots).out
    for line in (
        f"+    {tree}/new.txt",
        f"M    {tree}/office/letter.docx",
        f"T    {tree}/office/deep",
        f"-    {tree}/office/deep/notes.txt",
    ):
        assert line in out.splitlines()
    assert f"U    {tree}/budget.csv" not in out
    assert f"U    {tree}/budget.csv" in call("diff", "--metadata", *snapshots).out.splitlines()


def test_diff_sums_up(call: Call, snapshots: tuple[str, str], tree: Path) -> None:
    told = call("diff", "--json", *snapshots)
    summary = told.summary
    assert (summary["source_snapshot"], summary["target_snapshot"]) == snapshots
    assert summary["changed_files"] == 1
    assert (summary["added"]["files"], summary["removed"]["files"]) == (1, 1)
    assert summary["added"]["bytes"] > 25
    backwards = call("diff", "--json", *reversed(snapshots)).summary
    assert backwards["added"] == summary["removed"]
    same = call("diff", "--json", snapshots[0], snapshots[0])
    assert len(same.messages) == 1
    assert same.summary["changed_files"] == 0


def test_stats_count_in_four_ways(call: Call, snapshots: tuple[str, str]) -> None:
    def count(mode: str, *ids: str) -> dict[str, int]:
        return call("stats", "--json", "--mode", mode, *ids).summary

    one = count("restore-size", snapshots[0])
    assert (one["total_size"], one["snapshots_count"]) == (9 + 12 + 5, 1)
    both = count("restore-size")
    assert (both["total_size"], both["snapshots_count"]) == (9 + 12 + 5 + 9 + 25 + 3, 2)
    contents = count("files-by-contents")
    assert contents["total_size"] == 9 + 12 + 5 + 25 + 3
    blobs = count("blobs-per-file")
    assert (blobs["total_blob_count"], blobs["total_size"]) == (5, 9 + 12 + 5 + 25 + 3)
    raw = count("raw-data")
    assert raw["total_blob_count"] > 5
    assert raw["total_uncompressed_size"] > 0
    for mode in ("restore-size", "files-by-contents", "blobs-per-file", "raw-data"):
        assert "Size:" in call("stats", "--mode", mode).out


@pytest.mark.parametrize(
    ("mode", "text"),
    [
        (0o644, "-rw-r--r--"),
        ((1 << 31) | (1 << 20) | 0o777, "dtrwxrwxrwx"),
        ((1 << 27) | 0o777, "Lrwxrwxrwx"),
        ((1 << 26) | (1 << 21) | 0o600, "Dcrw-------"),
        ((1 << 23) | 0o755, "urwxr-xr-x"),
    ],
)
def test_a_mode_is_written_as_go_writes_it(mode: int, text: str) -> None:
    assert format_mode(mode) == text


def test_a_time_no_calendar_holds_is_shown_in_seconds() -> None:
    assert show_moment(10**40) == f"{10**31} s"


def test_listing_leaves_nothing_behind(call: Call, snapshots: tuple[str, str], place: Path) -> None:
    store = LocalStore(place)
    before = {kind: sorted(info.name for info in store.list(kind)) for kind in Kind}
    for arguments in (["snapshots"], ["ls", "latest"], ["find", "x"], ["diff", *snapshots], ["stats"]):
        assert call(*arguments).status == 0
    assert {kind: sorted(info.name for info in store.list(kind)) for kind in Kind} == before


def test_an_include_that_matches_nothing_is_an_error(
    call: Call, snapshots: tuple[str, str], tmp_path: Path
) -> None:
    target = tmp_path / "out"
    told = call("restore", "latest", "--target", target, "--include", "/nope", "--json")
    assert told.status == 1
    assert "matches /nope, so no file was restored" in told.failure["message"]
    assert not target.exists()
    assert call("restore", "latest", "--target", target, "--include", "letter.docx").status == 0
    assert [path.name for path in target.rglob("*") if path.is_file()] == ["letter.docx"]


def test_moments_are_shown_in_the_zone_of_the_desk(
    call: Call, snapshots: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "firstbell.toml").write_text(
        'version = 1\n[district]\nname = "Prairie Lakes"\ntime_zone = "America/Chicago"\n'
    )
    monkeypatch.setenv("FIRSTBELL_DESK", str(desk))
    out = call("snapshots").out
    assert out.count(" -06:00 ") == 2
    (desk / "firstbell.toml").write_text("this is no TOML")
    assert call("snapshots").status == 0
