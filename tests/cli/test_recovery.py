"""The commands about an encryption event, on a small tree that the test strikes itself."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from firstbell.ledger import Ledger
from tests.cli.conftest import Call
from tests.cli.district import NOTE, strike, write_document

pytestmark = pytest.mark.usefixtures("place", "desk")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("FIRSTBELL_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "desk"


@pytest.fixture
def school(tmp_path: Path, call: Call, place: Path) -> Path:
    """A tree of which a calm and a struck snapshot are kept, of host `files`."""
    root = tmp_path / "school"
    for folder in ("office", "lab"):
        for at in range(8):
            write_document(root / folder / f"{at}.docx", f"{folder} {at}")
    assert call("backup", root, "-H", "files", "--time", "2023-02-17 02:00:00").status == 0
    for folder in ("office", "lab"):
        for at in range(7):
            strike(root / folder / f"{at}.docx")
        (root / folder / "READ_ME.txt").write_text(NOTE * 4)
    assert call("backup", root, "-H", "files", "--time", "2023-02-18 02:00:00").status == 0
    return root


def back_up_another_host(call: Call, root: Path) -> None:
    assert call("backup", root / "lab" / "7.docx", "-H", "office", "--time", "2023-02-18").status == 0


def test_an_event_gives_status_four_now_and_whenever_its_snapshot_is_named(call: Call, school: Path) -> None:
    first = call("examine", "--json")
    again = call("examine", "--json")
    named = call("examine", "latest", "--json")
    everything = call("examine", "--all", "--json")

    assert [told.status for told in (first, again, named, everything)] == [4, 0, 4, 4]
    assert [line.get("verdict") for line in first.messages] == ["clean", "event", None]
    assert first.summary["snapshots_examined"] == 2
    assert again.summary == {
        "message_type": "summary",
        "snapshots": 0,
        "snapshots_examined": 0,
        "clean": 0,
        "suspect": 0,
        "event": 0,
        "events": [],
    }
    line = named.messages[0]
    assert line == everything.messages[1] == first.messages[1]
    assert (line["message_type"], line["host"], line["files_damaged"]) == ("examination", "files", 14)
    assert line["files_changed"] == 16
    assert set(line["reasons"][0]) == {"code", "detail", "count", "weight", "clean_if"}
    struck = str(school / "lab" / "0.docx.q8z")
    assert line["damaged"][0] == struck
    assert line["was"][struck] == str(school / "lab" / "0.docx")
    assert named.summary["snapshots_examined"] == 0


def test_one_calm_snapshot_named_gives_status_nought(call: Call, school: Path) -> None:
    calm = call("examine", "--all", "--json").messages[0]

    assert call("examine", calm["snapshot_id"]).status == 0


def test_versions_are_told_newest_first_and_the_clean_one_is_marked(call: Call, school: Path) -> None:
    told = call("versions", school / "office" / "3.docx", "--json")

    newest, oldest, summary = told.messages
    assert (newest["path"], newest["state"]) == (str(school / "office" / "3.docx.q8z"), "damaged")
    assert (oldest["path"], oldest["state"]) == (str(school / "office" / "3.docx"), "intact")
    assert (newest["clean_version"], oldest["clean_version"]) == (False, True)
    assert newest["rejected"].startswith("damaged")
    wanted = {"path", "snapshot_id", "time", "size", "state", "reason", "clean_version"}
    assert wanted <= set(oldest)
    assert summary == {"message_type": "summary", "versions": 2, "clean_versions": 1}
    assert "clean version" in call("versions", school / "office" / "3.docx").out


def test_a_path_nobody_ever_had_is_one_line_and_a_hint(call: Call, school: Path) -> None:
    told = call("versions", "/no/such", "--json")

    assert told.status == 1
    assert "/no/such" in told.failure["message"]
    assert told.failure["hint"]


def test_an_event_is_declared_and_closed_on_the_desk(call: Call, school: Path, desk: Path) -> None:
    found = call("event", "list", "--json").messages[0]
    declared = call("event", "declare", found["id"][:6], "--json").messages[0]
    twice = call("event", "declare", found["id"])
    closed = call("event", "close", found["id"], "--why", "all is back", "--json").messages[0]

    assert (found["message_type"], found["state"], found["declared"]) == ("event", "found", None)
    assert (found["files_damaged"], found["notes"], found["hosts"]) == (14, 2, ["files"])
    assert (declared["state"], closed["state"]) == ("declared", "closed")
    assert declared["declared"] == closed["declared"]
    assert twice.status == 1
    (ledger,) = desk.rglob("ledger")
    kinds = [entry.kind for entry in Ledger(ledger).read()]
    assert [kind for kind in kinds if kind.startswith("event.")] == ["event.declared", "event.closed"]
    assert (desk / "desk.key").stat().st_mode & 0o777 == 0o600


def test_an_event_is_shown_with_its_damage(call: Call, school: Path) -> None:
    found = call("event", "list", "--json").messages[0]
    shown = call("event", "show", found["id"], "--json").messages[0]

    (damage,) = shown["damages"]
    assert damage["host"] == "files"
    assert damage["clean_point_time"] == shown["suspect_since"]
    assert damage["notes"] == [str(school / "lab" / "READ_ME.txt"), str(school / "office" / "READ_ME.txt")]
    assert damage["counts"] == {"notes": 2, "deleted": 0, "renamed": 14}
    text = call("event", "show", found["id"]).out
    assert "clean point" in text
    assert "14 files" in text
    assert call("event", "show", "ffff").status == 1


def test_composing_says_what_it_did(call: Call, school: Path) -> None:
    newest = call("examine", "latest", "--json").messages[0]["snapshot_id"]
    dry = call("recover", "compose", "--dry-run", "--json").summary
    told = call("recover", "compose", "--json").summary

    again = call("recover", "compose", "--json").summary
    assert dry["snapshot_id"] == ""
    assert again == told
    assert told["base_snapshot_id"] == newest != told["snapshot_id"]
    counts = {name: told[name] for name in ("files", "files_from_earlier", "files_without_clean_version")}
    assert counts == {"files": 16, "files_from_earlier": 14, "files_without_clean_version": 0}
    assert told["left_out"] == 2
    assert {one["reason"] for one in told["left_out_paths"]} == {"a note of the intruder"}
    assert "16 files, 14 of them from earlier snapshots" in call("recover", "compose").out


def test_a_run_composes_restores_verifies_and_keeps_the_receipt(
    call: Call, school: Path, tmp_path: Path, desk: Path
) -> None:
    told = call("recover", "run", "--target", tmp_path / "back", "--json").summary
    again = call("recover", "run", "--target", tmp_path / "again", "--json").summary

    restored = tmp_path / "back" / school.relative_to("/")
    assert sorted(path.name for path in (restored / "lab").iterdir()) == [f"{at}.docx" for at in range(8)]
    assert all(zipfile.is_zipfile(path) for path in restored.glob("*/*"))
    assert (told["files_restored"], told["files_verified"], told["files_failed"]) == (16, 16, 0)
    assert again["snapshot_id"] == told["snapshot_id"]
    (ledger,) = desk.rglob("ledger")
    assert [entry.kind for entry in Ledger(ledger).read()].count("recover.run") == 2


def test_a_run_overwrites_nothing_that_is_there(call: Call, school: Path, tmp_path: Path) -> None:
    stays = tmp_path / "back" / school.relative_to("/") / "lab" / "0.docx"
    stays.parent.mkdir(parents=True)
    stays.write_text("mine")

    told = call("recover", "run", "--target", tmp_path / "back", "--json")

    assert told.status == 3
    assert stays.read_text() == "mine"
    assert call("recover", "run", "--target", tmp_path / "back", "--overwrite", "always").status == 0
    assert zipfile.is_zipfile(stays)


def test_a_run_of_a_named_snapshot_restores_that_one(call: Call, school: Path, tmp_path: Path) -> None:
    call("recover", "run", "latest", "--target", tmp_path / "back")

    restored = tmp_path / "back" / school.relative_to("/")
    assert (restored / "lab" / "READ_ME.txt").exists()
    assert call("recover", "run", "latest", "--host", "files", "--target", tmp_path / "back").status == 2


def test_a_run_of_a_snapshot_reads_back_unless_told_not_to(call: Call, school: Path, tmp_path: Path) -> None:
    read = call("recover", "run", "latest", "-t", tmp_path / "read", "--json").summary
    written = call(
        "recover", "run", "latest", "-t", tmp_path / "written", "--verify", "write", "--json"
    ).summary

    assert read["files_verified"] == read["files_restored"] == written["files_restored"] > 0
    assert written["files_verified"] == 0


def test_what_means_something_for_a_plan_only_is_refused(call: Call, school: Path, tmp_path: Path) -> None:
    told = call("recover", "run", "latest", "-t", tmp_path / "out", "--in-place")

    assert told.status == 2
    assert "--in-place only works with a plan" in told.err
    assert not (tmp_path / "out").exists()


def test_without_an_event_the_newest_tree_is_composed(call: Call, tree: Path, tmp_path: Path) -> None:
    call("backup", tree)

    told = call("recover", "compose", "--json").summary

    assert (told["files"], told["files_from_earlier"], told["left_out"]) == (3, 0, 0)
    assert told["event_id"] is None
    assert call("event", "list", "--json").summary["events"] == 0


def test_several_hosts_and_none_named_is_status_two_and_lists_the_struck(
    call: Call, school: Path, tmp_path: Path
) -> None:
    back_up_another_host(call, school)

    told = call("recover", "compose", "--json")
    run = call("recover", "run", "--target", tmp_path / "back", "--json")

    assert (told.status, run.status) == (2, 2)
    assert "struck: files" in told.failure["message"]
    assert not (tmp_path / "back").exists()
    assert call("recover", "compose", "--host", "files", "--json").summary["files"] == 16
    assert call("recover", "compose", "--host", "office", "--json").summary["files"] == 1
    assert call("recover", "compose", "--host", "nobody").status == 1


def test_an_empty_repository_has_nothing_to_recover_and_nothing_to_examine(
    call: Call, tmp_path: Path
) -> None:
    assert call("examine").status == 0
    assert call("examine", "latest").status == 1
    assert call("recover", "run", "--target", tmp_path / "back").status == 1
    assert call("versions", "/a").status == 1


def test_the_catalog_is_told_and_made_anew(call: Call, school: Path, tmp_path: Path) -> None:
    call("examine")
    told = call("catalog", "--json")
    anew = call("catalog", "--rebuild", "--json")

    assert (told.summary["snapshots"], told.summary["snapshots_examined"]) == (2, 2)
    assert (anew.summary["snapshots"], anew.summary["snapshots_examined"]) == (2, 0)
    assert told.summary["versions"] == anew.summary["versions"] == 32
    assert Path(told.summary["path"]).is_relative_to(tmp_path / "cache")
    assert told.messages[0] == {
        "message_type": "line",
        "host": "files",
        "paths": [str(school)],
        "snapshots": 2,
    }


def test_without_a_cache_everything_works_and_nothing_is_kept(
    call: Call, school: Path, tmp_path: Path
) -> None:
    assert call("examine", "--no-cache").status == 4
    assert call("recover", "run", "--no-cache", "--no-lock", "--target", tmp_path / "back").status == 0
    assert not (tmp_path / "cache").exists()


def test_a_cache_that_cannot_be_written_is_a_warning(call: Call, school: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")

    told = call("examine")

    assert told.status == 4
    assert "warning" in told.err


def test_versions_of_a_folder_say_that_it_is_one(call: Call, school: Path) -> None:
    told = call("versions", school / "office")
    assert told.status == 2
    assert "is a folder" in told.err
    assert "hint: name a file in it" in told.err


def test_a_drives_path_is_never_taken_for_a_relative_one(call: Call, school: Path) -> None:
    told = call("versions", "C:\\Users\\kay\\plan.docx")
    assert told.status == 1
    assert "holds /C/Users/kay/plan.docx" in told.err


def test_each_step_of_a_recovery_says_what_the_next_one_is(
    call: Call, school: Path, desk: Path, tmp_path: Path
) -> None:
    listed = call("event", "list", "--json").messages
    event = listed[0]["id"]

    shown = call("event", "show", event)
    assert "`firstbell respond --now`" in shown.err
    assert "`firstbell recover run --target DIR`" in shown.err
    assert call("recover", "plan").err.endswith(
        "Without a desk, `firstbell recover run --target DIR` restores what -r names\n"
    )
    composed = call("recover", "compose")
    name = composed.out.splitlines()[-1].removeprefix("composed snapshot ")
    assert f"`firstbell recover run {name} --target DIR` restores it" in composed.err
    restored = call("restore", name, "--target", tmp_path / "back")
    assert f"snapshot {name} of " in restored.err
    # nothing to do any more: nothing is asked for
    assert call("event", "close", event, "--why", "all is back").status == 0
    assert "respond" not in call("event", "show", event).err
    assert "recover run" not in call("recover", "compose", "--dry-run").err
