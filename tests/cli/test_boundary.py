"""Boundaries on the command line: a strike that decodes, a person's ruling, and what comes back after it."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.cli.office import (
    Office,
    desk,
    make_document,
    make_text,
    office,
    recover,
    strike_decoding,
    write_system,
)

__all__ = ["desk", "office"]
pytestmark = pytest.mark.usefixtures("place", "desk")


@pytest.mark.long
def test_after_a_ruling_nothing_of_a_strike_that_decodes_comes_back(
    office: Office, call: Call, tmp_path: Path
) -> None:
    strike_decoding(office)
    struck = office.back_up()

    assert call("examine", "rule", struck, "event", "--why", "the letters are noise").status == 0
    counts, summary = recover(office, tmp_path / "out")

    assert counts == {"right": 24, "wrong": 0, "missing": 0, "strange": 0}
    assert summary["boundary"].startswith("2023-02-06T02:00:00")
    assert "ruled" in summary["boundary_why"]
    assert (summary["from_after_boundary"], summary["held_after_boundary"]) == (0, 24)


def test_edits_that_keep_the_text_are_taken_from_after_the_boundary_and_told(
    office: Office, call: Call, tmp_path: Path
) -> None:
    for at, path in enumerate(office.list_struck()):
        if at != 3:
            path.write_bytes(make_document(make_text(f"noise {path}")))
    office.write("staff/11.docx", office.texts["staff/11.docx"] + " and two sentences that somebody wrote")
    struck = office.back_up()
    office.write("students/3.docx", "A new first sentence. " + office.texts["students/3.docx"])
    new = office.root / "staff" / "after.docx"
    new.write_bytes(make_document(make_text("after")))
    office.back_up()

    assert call("examine", "rule", struck, "event", "--why", "the letters are noise").status == 0
    counts, summary = recover(office, tmp_path / "out")

    assert counts == {"right": 24, "wrong": 0, "missing": 0, "strange": 0}
    assert summary["from_after_boundary"] == 2
    assert all("keeps" in one["reason"] for one in summary["from_after_boundary_paths"])
    held = {one["path"] for one in summary["held_after_boundary_paths"]}
    assert str(new) in held


def test_new_files_are_taken_where_such_files_come_every_day_and_no_more_than_then(
    office: Office, call: Call, tmp_path: Path
) -> None:
    for day in range(3):
        office.write(f"minutes/of day {day}.docx", make_text(f"minutes {day}"))
        office.back_up()
    strike_decoding(office)
    office.write("minutes/of day 3.docx", make_text("minutes 3"))
    struck = office.back_up()
    for name in (*(f"minutes/of day {day}.docx" for day in range(4, 15)), "staff/new.docx"):
        office.write(name, make_text(name))
        office.texts.pop(name)  # twelve on one day, where one came a day before: nobody can tell
    (office.root / "staff" / "0.docx").unlink()
    office.back_up()

    assert call("examine", "rule", struck, "event", "--why", "the letters are noise").status == 0
    counts, summary = recover(office, tmp_path / "out")

    assert counts == {"right": 28, "wrong": 0, "missing": 0, "strange": 0}
    (taken,) = summary["from_after_boundary_paths"]
    assert taken["path"].endswith("minutes/of day 3.docx")
    assert "other days" in taken["reason"]


@pytest.mark.long
def test_a_backup_that_is_dated_back_to_before_the_boundary_is_after_it(
    office: Office, call: Call, tmp_path: Path
) -> None:
    strike_decoding(office)
    struck = office.back_up()
    call("examine")  # the desk sees what is there by now
    for name, text in office.texts.items():
        office.write(name, text)
    for path in office.list_struck()[:2]:
        path.write_bytes(make_document(make_text(f"noise {path}")))
    dated = ("-H", "files", "--time", "2023-02-05 12:00:00", "--json")
    late = call("backup", office.root, *dated).summary["snapshot_id"]

    assert call("examine", "rule", struck, "event", "--why", "the letters are noise").status == 0
    told = call("recover", "compose", "--dry-run")
    counts, summary = recover(office, tmp_path / "out")

    assert f"{late[:8]} says 2023-02-05 12:00:00 +00:00 and came at " in told.err
    assert counts == {"right": 24, "wrong": 0, "missing": 0, "strange": 0}
    # all the others are back as they were, which speaks for them; the two stand as they stood
    assert (summary["from_after_boundary"], summary["held_after_boundary"]) == (22, 2)


@pytest.mark.long
@pytest.mark.parametrize("command", ["compose", "run", "plan"])
def test_a_time_given_by_hand_is_a_boundary(office: Office, call: Call, tmp_path: Path, command: str) -> None:
    strike_decoding(office)
    office.back_up()
    write_system(tmp_path, office.root)
    more = ["-t", tmp_path / "out"] if command == "run" else []
    told = call("recover", command, "--before", "2023-02-06T00:00:00Z", "--json", *more)

    assert told.status == 0, told.err
    assert told.summary["boundary"] == "2023-02-06T00:00:00Z"
    assert told.summary["from_after_boundary"] == 0
    if command == "run":
        assert office.compare(tmp_path / "out")["right"] == 24
    if command == "plan":
        shown = call("recover", "show", told.summary["file"]).out
        assert "24 paths with newer versions that were not taken; `firstbell recover release`" in shown
        assert call("recover", "run", told.summary["file"], "--json").status == 0
        restored = list((tmp_path / "to").rglob("*.docx"))
        assert len(restored) == 24
        assert {path.read_bytes() for path in restored} == {
            make_document(one) for one in office.texts.values()
        }


def test_a_tree_from_before_a_boundary_is_not_called_the_newest(office: Office, call: Call) -> None:
    strike_decoding(office)
    office.back_up()
    bounded = call("recover", "compose", "--dry-run", "--before", "2023-02-06T00:00:00Z")
    assert "files stand as they were before the boundary" in bounded.out
    assert "newest tree" not in bounded.out


def test_versions_calls_the_one_from_before_the_boundary_clean(office: Office, call: Call) -> None:
    strike_decoding(office)
    office.back_up()
    path = office.root / "staff" / "7.docx"

    plain = call("versions", path, "--json")
    bounded = call("versions", path, "--before", "2023-02-06T00:00:00Z", "--json")

    assert [line["clean_version"] for line in plain.messages[:-1]] == [True, False]
    assert [line["clean_version"] for line in bounded.messages[:-1]] == [False, True]
    assert "boundary" in bounded.messages[0]["rejected"]
    assert bounded.summary["boundary"] == "2023-02-06T00:00:00Z"


def test_struck_folders_backed_up_alone_do_not_stand_for_the_whole(
    office: Office, call: Call, tmp_path: Path
) -> None:
    strike_decoding(office)
    for path in office.list_struck()[:6]:
        path.write_bytes(random.Random(str(path)).randbytes(4000))
    ids = [office.back_up(office.root / "staff"), office.back_up(office.root / "students")]

    asked = call("recover", "run", "-t", tmp_path / "asked", "--json")
    assert asked.status == 2
    assert str(office.root / "staff") in asked.failure["message"]
    assert not (tmp_path / "asked").exists()

    for hex_id in ids:
        assert call("examine", "rule", hex_id, "event", "--why", "the letters are noise").status == 0
    counts, _ = recover(office, tmp_path / "out")
    assert counts == {"right": 24, "wrong": 0, "missing": 0, "strange": 0}


def test_names_and_deletions_after_the_boundary_are_undone(
    office: Office, call: Call, tmp_path: Path
) -> None:
    for at, path in enumerate(office.list_struck()):
        if at % 2:
            path.rename(path.with_name(f"{random.Random(at).randrange(10**9)}.docx"))
        else:
            path.unlink()
    struck = office.back_up()
    shutil.rmtree(office.root / "students")
    (office.root / "staff" / "locked.7z").write_bytes(b"7z\xbc\xaf\x27\x1c" + random.Random(7).randbytes(900))
    office.back_up()

    assert call("examine", "rule", struck, "event", "--why", "nobody renamed these").status == 0
    counts, summary = recover(office, tmp_path / "out")

    assert counts == {"right": 24, "wrong": 0, "missing": 0, "strange": 0}
    assert str(office.root / "staff" / "locked.7z") in {
        one["path"] for one in summary["held_after_boundary_paths"]
    }


def test_half_of_a_text_and_words_in_another_order_are_not_kept(
    office: Office, call: Call, tmp_path: Path
) -> None:
    for at, path in enumerate(office.list_struck()):
        words = office.texts[str(path.relative_to(office.root))].split()
        half = words[: len(words) // 2]
        random.Random(at).shuffle(words)
        path.write_bytes(make_document(" ".join(half if at % 2 else words)))
    struck = office.back_up()

    assert call("examine", "rule", struck, "event", "--why", "half of it is gone").status == 0
    counts, _ = recover(office, tmp_path / "out")

    assert counts == {"right": 24, "wrong": 0, "missing": 0, "strange": 0}


def test_small_changes_to_every_document_at_once_are_not_taken(
    office: Office, call: Call, tmp_path: Path
) -> None:
    for path in office.list_struck():
        text = office.texts[str(path.relative_to(office.root))]
        path.write_bytes(make_document(text.replace("grade1", "grade9")))
    struck = office.back_up()

    assert call("examine", "rule", struck, "event", "--why", "somebody changed the grades").status == 0
    counts, _ = recover(office, tmp_path / "out")

    assert counts == {"right": 24, "wrong": 0, "missing": 0, "strange": 0}


def test_what_a_person_released_is_taken_and_what_comes_later_is_not(
    office: Office, call: Call, tmp_path: Path
) -> None:
    strike_decoding(office)
    office.write("staff/2.docx", make_text("a letter written anew"))
    office.write("staff/new.docx", make_text("a letter nobody had before"))
    struck = office.back_up()
    assert call("examine", "rule", struck, "event", "--why", "the letters are noise").status == 0

    told = call("recover", "release", "/**/staff/2.docx", "new.docx", "--why", "we wrote them", "--json")
    counts, summary = recover(office, tmp_path / "out")
    (office.root / "staff" / "2.docx").write_bytes(make_document(make_text("noise again")))
    office.day = 28
    office.call("backup", office.root, "-H", "files", "--time", "2099-02-07 02:00:00")
    after, _ = recover(office, tmp_path / "after")

    assert told.status == 0, told.err
    assert told.summary["host"] == "files"
    assert counts == after == {"right": 25, "wrong": 0, "missing": 0, "strange": 0}
    assert summary["from_after_boundary"] == 2
    assert all("we wrote them" in one["reason"] for one in summary["from_after_boundary_paths"])

    undo = ("recover", "release", "--undo", told.summary["entry"][:8], "--why", "by mistake")
    assert call("recover", "release", "--why", "of nothing").status == 2
    assert call(*undo, "new.docx").status == 2
    assert call(*undo).status == 0
    assert call(*undo).status == 1
    _, summary = recover(office, tmp_path / "undone")
    assert summary["from_after_boundary"] == 0


@pytest.mark.long
def test_a_snapshot_ruled_benign_after_the_boundary_is_taken_whole(
    office: Office, call: Call, tmp_path: Path
) -> None:
    strike_decoding(office)
    struck = office.back_up()
    for path in office.list_struck():
        office.write(str(path.relative_to(office.root)), make_text(f"new year {path.name}"))
    year = office.back_up()
    assert call("examine", "rule", struck, "event", "--why", "the letters are noise").status == 0
    assert call("examine", "rule", year, "benign", "--why", "the new school year").status == 0

    counts, summary = recover(office, tmp_path / "out")

    assert counts == {"right": 24, "wrong": 0, "missing": 0, "strange": 0}
    assert summary["from_after_boundary"] == 24


def test_a_declared_event_is_a_boundary_until_it_is_closed(office: Office, call: Call) -> None:
    for path in office.list_struck():
        path.write_bytes(random.Random(str(path)).randbytes(9000))
    office.back_up()
    event = call("event", "list", "--json").messages[0]["id"]

    found = call("recover", "compose", "--dry-run", "--json").summary
    assert call("event", "declare", event).status == 0
    declared = call("recover", "compose", "--dry-run", "--json").summary
    assert call("event", "close", event, "--why", "over").status == 0
    closed = call("recover", "compose", "--dry-run", "--json").summary

    assert [one["boundary"] for one in (found, closed)] == [None, None]
    assert declared["boundary"].startswith("2023-02-06T02:00:00")
    assert "declared" in declared["boundary_why"]


def test_a_plan_takes_a_folder_from_the_backup_that_was_made_of_it(
    office: Office, call: Call, tmp_path: Path
) -> None:
    strike_decoding(office)
    for path in office.list_struck()[:6]:
        path.write_bytes(random.Random(str(path)).randbytes(4000))
    office.back_up(office.root / "staff")
    write_system(tmp_path, office.root)

    told = call("recover", "plan", "--json")

    assert told.status == 0, told.err
    assert told.summary["files"] == 24
    assert told.summary["plan"]["systems"][0]["pieces"][0]["line"] == [str(office.root)]
