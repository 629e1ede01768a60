"""What people wrote after a boundary: lines added everywhere, files moved and edited, texts cut a little."""

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
    rule_event,
)

__all__ = ["desk", "office"]
pytestmark = pytest.mark.usefixtures("place", "desk")


def test_a_line_that_people_add_to_every_document_is_taken_and_words_in_another_order_are_not(
    office: Office, tmp_path: Path
) -> None:
    for at, path in enumerate(office.list_struck()):
        name = str(path.relative_to(office.root))
        if at % 4:
            office.write(name, office.texts[name] + " Adams School District")
        else:
            words = office.texts[name].split()
            random.Random(at).shuffle(words)
            path.write_bytes(make_document(" ".join(words)))
    rule_event(office, office.back_up())

    counts, summary = recover(office, tmp_path / "out")

    assert counts == {"right": 24, "wrong": 0, "missing": 0, "strange": 0}
    assert summary["from_after_boundary"] == 18
    assert {one["reason"] for one in summary["from_after_boundary_paths"]} == {
        "it keeps all of the text and adds a little"
    }


@pytest.mark.parametrize(
    "added",
    [
        " all your files are encrypted, buy the decryptor with bitcoin, contact us by tor browser",
        " " + make_text("far too much", 300),
    ],
)
def test_what_an_intruder_adds_to_every_document_is_not_taken(
    office: Office, tmp_path: Path, added: str
) -> None:
    for path in office.list_struck():
        text = office.texts[str(path.relative_to(office.root))]
        path.write_bytes(make_document(text + added))
    rule_event(office, office.back_up())

    counts, _ = recover(office, tmp_path / "out")

    assert counts == {"right": 24, "wrong": 0, "missing": 0, "strange": 0}


def test_a_line_added_to_every_script_is_not_taken(call: Call, tmp_path: Path) -> None:
    scripts = [tmp_path / "apps" / f"logon {at}.bat" for at in range(14)]
    scripts[0].parent.mkdir()
    for script in scripts:
        script.write_text(make_text(script.name, 60))
    office = Office(call, tmp_path / "apps")
    for day in range(4):
        (tmp_path / "apps" / "days.txt").write_text(make_text(str(day)))
        office.back_up()
    before = {script.name: script.read_bytes() for script in scripts}
    for script in scripts:
        script.write_bytes(before[script.name] + b"\r\nstart other.exe\r\n")
    rule_event(office, office.back_up())

    recover(office, tmp_path / "out")

    assert {path.name: path.read_bytes() for path in (tmp_path / "out").rglob("*.bat")} == before


def test_a_document_that_was_moved_and_edited_comes_back_edited_under_its_old_name(
    office: Office, tmp_path: Path
) -> None:
    for path in office.list_struck():
        if "students" in str(path):
            path.unlink()
    (office.root / "moved").mkdir()
    for at in range(8):
        (office.root / "staff" / f"{at}.docx").rename(office.root / "moved" / f"{at}.docx")
    edited = office.texts["staff/3.docx"] + " and a sentence"
    (office.root / "moved" / "3.docx").write_bytes(make_document(edited))
    struck = office.back_up()
    later = office.texts["staff/4.docx"] + " and a later sentence"
    (office.root / "moved" / "4.docx").write_bytes(make_document(later))
    office.back_up()
    shutil.rmtree(office.root / "moved")
    office.back_up()
    rule_event(office, struck)
    office.texts |= {"staff/3.docx": edited, "staff/4.docx": later}

    counts, summary = recover(office, tmp_path / "out")

    assert counts == {"right": 24, "wrong": 0, "missing": 0, "strange": 0}
    assert summary["from_after_boundary"] >= 2


@pytest.mark.parametrize("part", ["end", "beginning", "middle"])
def test_a_text_that_loses_a_part_of_it_every_day_comes_back_whole(
    office: Office, tmp_path: Path, part: str
) -> None:
    left = {name: office.texts[name].split() for name in ("staff/1.docx", "students/2.docx")}
    saved = []
    for _ in range(3):
        for name, words in left.items():
            cut, third = len(words) // 7, len(words) // 3
            left[name] = {
                "end": words[:-cut],
                "beginning": words[cut:],
                "middle": words[:third] + words[third + cut :],
            }[part]
            (office.root / name).write_bytes(make_document(" ".join(left[name])))
        saved.append(office.back_up())
    rule_event(office, saved[0])

    counts, _ = recover(office, tmp_path / "out")

    assert counts == {"right": 24, "wrong": 0, "missing": 0, "strange": 0}


def test_a_new_file_of_the_usual_kind_in_a_moved_folder_comes_into_the_folder_s_old_place(
    office: Office, tmp_path: Path
) -> None:
    for day in range(3):
        office.write(f"minutes/of day {day}.docx", make_text(f"minutes {day}"))
        office.back_up()
    (office.root / "minutes").rename(office.root / "x9")
    fresh = make_text("minutes 3")
    (office.root / "x9" / "of day 3.docx").write_bytes(make_document(fresh))
    struck = office.back_up()
    shutil.rmtree(office.root / "x9")
    office.back_up()
    rule_event(office, struck)
    office.texts["minutes/of day 3.docx"] = fresh

    counts, _ = recover(office, tmp_path / "out")

    assert counts == {"right": 28, "wrong": 0, "missing": 0, "strange": 0}


def test_what_people_wrote_in_backups_of_parts_of_the_whole_comes_back_with_it(
    office: Office, call: Call, tmp_path: Path
) -> None:
    for day in range(3):
        office.write(f"staff/minutes {day}.docx", make_text(f"minutes {day}"))
        office.back_up()
    for at, path in enumerate(office.list_struck()):
        if at % 2:
            path.write_bytes(make_document(make_text(f"noise {path}")))
    first = str(office.list_struck()[0].relative_to(office.root))
    office.write(first, office.texts[first] + " and a sentence")
    office.write("staff/minutes 3.docx", make_text("minutes 3"))
    ids = [office.back_up(office.root / "staff"), office.back_up(office.root / "students")]
    office.write("students/10.docx", "In the beginning. " + office.texts["students/10.docx"])
    (office.root / "staff" / "4.docx").unlink()
    stranger = office.root / "students" / "tool.ps1"
    stranger.write_text(make_text("tool"))
    office.back_up(office.root / "staff")
    office.back_up(office.root / "students")
    for hex_id in ids:
        rule_event(office, hex_id)

    told = call("recover", "compose", "--dry-run", "--json")
    counts, summary = recover(office, tmp_path / "out")

    assert "is taken as well" in call("recover", "compose", "--dry-run").err
    assert counts == {"right": 28, "wrong": 0, "missing": 0, "strange": 0}
    assert told.summary["files"] == 28
    assert summary["from_after_boundary"] == 3
    assert str(stranger) in {one["path"] for one in summary["held_after_boundary_paths"]}
    for name in (first, "students/10.docx", "staff/minutes 3.docx"):
        shown = call("versions", office.root / name, "--json")
        assert shown.messages[0]["clean_version"] is True


def test_older_versions_that_are_back_in_bulk_are_not_taken_and_two_that_people_put_back_are(
    office: Office, tmp_path: Path
) -> None:
    first = {str(path.relative_to(office.root)): path.read_bytes() for path in office.list_struck()}
    texts = dict(office.texts)
    for name in first:
        office.write(name, texts[name] + " and what came later")
    office.back_up()
    office.write("staff/new.docx", make_text("new"))
    office.back_up()
    names = sorted(first)
    for name in names[:2]:
        office.write(name, texts[name])
    struck = office.back_up()
    for name in names[2:14]:
        (office.root / name).write_bytes(first[name])
    office.back_up()
    rule_event(office, struck)

    counts, summary = recover(office, tmp_path / "out")

    assert counts == {"right": 25, "wrong": 0, "missing": 0, "strange": 0}
    assert len(summary["from_after_boundary_paths"]) == 2
    assert all("an older version" in one["reason"] for one in summary["from_after_boundary_paths"])


def test_what_is_written_into_a_falsified_document_does_not_bring_it_back(
    office: Office, tmp_path: Path
) -> None:
    falsified = {}
    for path in office.list_struck():
        name = str(path.relative_to(office.root))
        words = office.texts[name].split()
        words[5::20] = ["otherwise"] * len(words[5::20])
        falsified[name] = " ".join(words)
        path.write_bytes(make_document(falsified[name]))
    struck = office.back_up()
    for name in ("staff/1.docx", "students/2.docx"):
        (office.root / name).write_bytes(make_document(falsified[name] + " and a sentence"))
    office.back_up()
    rule_event(office, struck)

    counts, summary = recover(office, tmp_path / "out")

    assert counts == {"right": 24, "wrong": 0, "missing": 0, "strange": 0}
    assert summary["from_after_boundary"] == 0


def test_what_came_with_a_name_that_no_program_knows_is_the_version_before_under_the_old_name(
    office: Office, tmp_path: Path
) -> None:
    texts = dict(office.texts)
    for at, path in enumerate(office.list_struck()):
        name = str(path.relative_to(office.root))
        if at % 5 == 0:
            path.write_bytes(make_document(texts[name] + " and a sentence of the same day"))
        path.rename(path.with_name(path.name + ".locked"))
    rule_event(office, office.back_up())

    assert recover(office, tmp_path / "out")[0] == {"right": 24, "wrong": 0, "missing": 0, "strange": 0}
