"""`firstbell impact` as it is typed: scanning, the people and files it comes to, what is wrong named."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from firstbell.cli.main import run
from tests.cli.conftest import Call
from tests.documents import formats
from tests.impact import school
from tests.processes.waits import wait_until

SSNS = ("219-09-4488", "219-09-4321")


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "desk"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    return school.write_roster(tmp_path / "roster")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "leak")


def make_folder(folder: Path) -> Path:
    """A folder that leaked: a letter, a table, the table again, a directory, a sealed and an empty file."""
    folder.mkdir()
    (folder / "letter.docx").write_bytes(formats.make_docx())
    (folder / "health.xlsx").write_bytes(formats.make_xlsx())
    (folder / "z copy of health.xlsx").write_bytes((folder / "health.xlsx").read_bytes())
    (folder / "directory.csv").write_text(
        "Name,Position,Email,Phone\nKaren O'Neil,Teacher,karen.oneil@dist.org,612-555-0100\n"
    )
    (folder / "locked.7z").write_bytes(formats.make_7z({"a.txt": b"x"}, aes=True))
    (folder / "empty.txt").write_bytes(b"")
    return folder


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a desk and a case for which that folder was scanned: made once, never changed."""
    root = tmp_path_factory.mktemp("scanned")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIRSTBELL_DESK", str(root / "desk"))
        patch.setenv("XDG_CONFIG_HOME", str(root / "config"))
        words = ["impact", "scan", "--folder", make_folder(root / "leak"), "--case", root / "case"]
        roster = school.write_roster(root / "roster")
        assert run([*map(str, words), "--roster", str(roster)]) == 3
    return root


@pytest.fixture
def case(scanned: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That case, for tests that only look."""
    monkeypatch.setenv("FIRSTBELL_DESK", str(scanned / "desk"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(scanned / "config"))
    return scanned / "case"


def scan(call: Call, case: Path, roster: Path, *further: object) -> dict[str, Any]:
    """The summary of a scan that came to its end."""
    told = call("impact", "scan", "--case", case, "--roster", roster, *further, "--json")
    assert told.status in {0, 3}, told.err
    return dict(told.messages[-1])


def people(call: Call, case: Path) -> dict[str, dict[str, Any]]:
    """sourcedId, or the name of somebody outside the roster -> what is told."""
    messages = call("impact", "people", "--case", case, "--json").messages
    return {str(one["sourcedId"] or one["name"]): dict(one) for one in messages[:-1]}


def files(call: Call, case: Path) -> dict[str, dict[str, Any]]:
    """Name -> what is told of a file."""
    messages = call("impact", "files", "--case", case, "--json").messages
    return {str(one["path"]).rpartition("/")[2]: dict(one) for one in messages[:-1]}


@pytest.mark.long
def test_a_folder_comes_to_people_and_files(call: Call, tmp_path: Path, roster: Path, folder: Path) -> None:
    case = tmp_path / "case"

    told = call("impact", "scan", "--folder", folder, "--case", case, "--roster", roster, "--json")

    assert told.status == 3  # something could not be read
    summary = told.messages[-1]
    assert summary["message_type"] == "summary"
    assert (summary["files_in_scope"], summary["files_read"]) == (6, 5)
    assert (summary["files_partly"], summary["files_unreadable"]) == (0, 1)
    assert summary["people"] == 3
    found = people(call, case)
    assert set(found) == {school.ANA, school.PAHOUA, school.TIEN}
    ana = found[school.ANA]
    assert (ana["role"], ana["confidence"], ana["kinds"]) == ("student", "certain", ["dob", "discipline"])
    assert (ana["documents"], ana["linked_by"]) == (1, ["name+dob"])
    listed = files(call, case)
    assert {name: one["state"] for name, one in listed.items()} == {
        "letter.docx": "read",
        "health.xlsx": "read",
        "z copy of health.xlsx": "read",
        "directory.csv": "read",
        "locked.7z": "unreadable",
        "empty.txt": "read",
    }
    assert listed["z copy of health.xlsx"]["duplicate_of"] == str(folder / "health.xlsx")
    assert listed["locked.7z"]["reason"] == "it is encrypted"
    assert (listed["health.xlsx"]["people"], listed["directory.csv"]["people"]) == (2, 0)


def test_no_value_stands_in_the_case(call: Call, case: Path) -> None:
    for path in case.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(ssn.encode() in data or ssn.replace("-", "").encode() in data for ssn in SSNS)
            assert b"hunter2" not in data
            assert b"Ana L" not in data
    told = call("impact", "person", people(call, case)[school.PAHOUA]["person_id"], "--case", case, "--json")
    assert not any(ssn in json.dumps(told.messages) for ssn in SSNS)
    assert "...88" in json.dumps(told.messages)


def test_the_facts_of_the_case_are_put_down(call: Call, case: Path) -> None:
    facts = {one["subject"]: one["value"] for one in call("case", "facts", case, "--json").messages[:-1]}
    assert facts["people_affected"] == {"count": 3, "final": False}
    assert facts["kinds_found"] == ["ssn", "dob", "health", "discipline"]
    assert 0 < facts["personal_data_search"]["coverage_percent"] < 100
    assert call("case", "verify", case).status == 0


def test_a_second_scan_reads_only_what_is_new(call: Call, tmp_path: Path, roster: Path, folder: Path) -> None:
    case = tmp_path / "case"
    first = scan(call, case, roster, "--folder", folder)
    before = people(call, case)
    (folder / "new.txt").write_text("Student: Abdullahi Mohamed Ali\nDiagnosis: asthma\n")

    second = scan(call, case, roster, "--folder", folder)

    assert (first["read_now"], second["read_now"]) == (5, 1)
    after = people(call, case)
    assert {who: one["person_id"] for who, one in before.items()}.items() <= {
        who: one["person_id"] for who, one in after.items()
    }.items()
    assert after[school.ABDI]["kinds"] == ["health"]


def test_a_name_that_several_bear_is_never_certain(call: Call, tmp_path: Path, roster: Path) -> None:
    folder = tmp_path / "leak"
    folder.mkdir()
    (folder / "one.txt").write_text("Michael Smith was suspended for three days for fighting.\n")
    (folder / "two.txt").write_text(
        "To the parents of Michael Smith (Roosevelt Middle School)\n\n"
        "Michael Smith was given counseling notes.\n"
    )
    scan(call, tmp_path / "case", roster, "--folder", folder)

    found = people(call, tmp_path / "case")
    assert found[school.MICHAEL_J]["confidence"] == "possible"
    assert found[school.MICHAEL_A]["kinds"] == ["counselling"]
    assert found[school.MICHAEL_A]["possible_kinds"] == ["discipline"]


def test_a_workbook_that_ends_the_fast_reader_is_read_slowly(
    call: Call, tmp_path: Path, roster: Path
) -> None:
    folder = tmp_path / "leak"
    folder.mkdir()
    book = openpyxl.Workbook()
    book.active["A1"] = "Ana López García SSN 219-09-4488"
    book.active["XFD1048575"] = "Pa Houa Vang SSN: 219-09-4321"
    book.save(folder / "far.xlsx")
    (folder / "letter.txt").write_bytes(formats.make_text())

    summary = scan(call, tmp_path / "case", roster, "--folder", folder)

    assert summary["files_read"] == 2
    assert {school.ANA, school.PAHOUA} <= set(people(call, tmp_path / "case"))


def test_a_list_of_the_firm_says_what_is_in_scope(
    call: Call, tmp_path: Path, roster: Path, folder: Path
) -> None:
    listed = tmp_path / "taken.csv"
    listed.write_text(
        "Path,Action,When,Source\n"
        "\\\\files01\\share\\letter.docx,exfiltrated,2023-02-12T03:00:00Z,firewall\n"
        "Z:\\gone\\never.docx,staged,,firewall\n"
    )

    summary = scan(call, tmp_path / "case", roster, "--folder", folder, "--scope", listed)

    assert summary["files_in_scope"] == 2
    found = files(call, tmp_path / "case")
    assert found["letter.docx"]["touched"] == [
        {"how": "exfiltrated", "when": "2023-02-12T03:00:00Z", "source": "firewall"}
    ]
    assert (found["Z:\\gone\\never.docx"]["state"]) == "unreadable"


def test_a_roster_that_breaks_the_rules_is_told_by_file_and_line(
    call: Call, tmp_path: Path, roster: Path, folder: Path
) -> None:
    users = roster / "users.csv"
    lines = users.read_text(encoding="utf-8").splitlines()
    users.write_text(
        "\n".join([*lines, lines[1].replace("Ana", "Otra"), "only,two"]) + "\n", encoding="utf-8"
    )

    told = call(
        "impact", "scan", "--folder", folder, "--case", tmp_path / "case", "--roster", roster, "--json"
    )

    problems = [one for one in told.messages if one["message_type"] == "roster_problem"]
    assert {(one["file"], one["line"]) for one in problems} == {("users.csv", 11), ("users.csv", 12)}
    assert people(call, tmp_path / "case")[school.ANA]["confidence"] != "possible"


def test_problems_of_a_roster_that_are_alike_are_told_once_and_shortly(
    call: Call, tmp_path: Path, roster: Path, folder: Path
) -> None:
    users = roster / "users.csv"
    lines = users.read_text(encoding="utf-8").splitlines()
    broken = [*lines, 'x1,"' + "long\n" * 90 + '"', "x2,two", "x3,two", "x4,two"]
    users.write_text("\n".join(broken) + "\n", encoding="utf-8")

    told = call("impact", "scan", "--folder", folder, "--case", tmp_path / "case", "--roster", roster)

    warned = [line for line in told.err.splitlines() if line.startswith("warning: roster")]
    assert len([line for line in warned if "user x" in line]) == 1
    assert any("more lines like it; --json shows all)" in line for line in warned)
    assert max(map(len, warned)) < 260


@pytest.mark.parametrize(
    ("given", "status", "problem"),
    [
        ((), 2, "nothing to read is named"),
        (("--folder", "/nowhere/at/all"), 1, "/nowhere/at/all"),
        (("--folder", ".", "--roster", "/nowhere"), 1, "/nowhere"),
        (("--folder", ".", "--scope", "/nowhere.csv"), 1, "/nowhere.csv"),
    ],
)
def test_what_is_wrong_is_named_and_no_case_is_made(
    call: Call, tmp_path: Path, given: tuple[str, ...], status: int, problem: str
) -> None:
    told = call("impact", "scan", "--case", tmp_path / "case", *given)

    assert told.status == status
    assert problem in told.err
    assert not (tmp_path / "case").exists()


@pytest.mark.long
def test_a_worse_result_never_takes_the_place_of_a_better_one_unseen(
    call: Call, tmp_path: Path, roster: Path, folder: Path
) -> None:
    case, broken = tmp_path / "case", tmp_path / "broken"
    scan(call, case, roster, "--folder", folder)
    before = people(call, case), files(call, case)
    facts = call("case", "facts", case, "--json").messages
    # an export whose columns have lost their names: nobody of the documents is on it any more
    broken.mkdir()
    (broken / "users.csv").write_text(
        "sourcedId,role,givenName,familyName\nx1,student,,\nx2,student,Zed,Zulu\n"
    )
    words = ("impact", "scan", "--folder", folder, "--case", case, "--roster", broken)

    told = call(*words)

    assert told.status == 1
    assert "the last result stays" in told.err
    assert "certain" in told.err
    assert "--replace" in told.err
    assert (people(call, case), files(call, case)) == before
    assert call("case", "facts", case, "--json").messages == facts
    # nor does what is gathered anew of the case later
    assert scan(call, case, roster, "--folder", folder)["people"] == len(before[0])
    assert people(call, case) == before[0]
    # whoever says so has it
    assert call(*words, "--replace").status == 3
    assert people(call, case) != before[0]


def test_people_are_narrowed_by_a_kind_of_data_as_it_is_shown(call: Call, case: Path) -> None:
    def list_ids(kind: str) -> list[str]:
        told = call("impact", "people", "--case", case, "--kind", kind, "--json")
        return [one["person_id"] for one in told.messages[:-1]]

    assert list_ids("special education") == list_ids("special_education")
    assert list_ids("social security number") == list_ids("ssn") != []
    refused = call("impact", "people", "--case", case, "--kind", "hobbies")
    assert (refused.status, "the kinds are ssn," in refused.err) == (2, True)
    assert "social security number" in call("impact", "people", "--case", case).out


def test_before_a_scan_there_is_nothing_to_show(call: Call, tmp_path: Path) -> None:
    assert call("case", "open", tmp_path / "case").status == 0

    told = call("impact", "people", "--case", tmp_path / "case")
    assert told.status == 1
    assert "has been scanned yet" in told.err


def start_scan(case: Path, roster: Path, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "firstbell.cli.main", "impact", "scan", "--folder", folder]
    return subprocess.Popen(
        [*map(str, command), "--case", str(case), "--roster", str(roster)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.long
def test_a_killed_scan_goes_on_and_a_second_one_waits_its_turn(
    call: Call, tmp_path: Path, roster: Path
) -> None:
    folder, case = tmp_path / "leak", tmp_path / "case"
    folder.mkdir()
    for number in range(900):
        (folder / f"{number:04d}.txt").write_text(f"{number}\n{formats.LETTER_TEXT}\n")
    # the last one takes long, so that the others are kept by then
    (folder / "zz.txt").write_text("Ana López García had a medication log.\n\n" * 200_000)
    assert call("case", "open", case).status == 0
    first = start_scan(case, roster, folder)
    try:
        wait_until(lambda: len(list((case / "sealed").glob("*"))) >= 6)
        # it has not ended before the other one has come
        first.send_signal(signal.SIGSTOP)
        told = call("impact", "scan", "--folder", folder, "--case", case, "--roster", roster)
        assert told.status == 11
        assert str(first.pid) in told.err
    finally:
        os.kill(first.pid, signal.SIGKILL)
        first.wait()

    (folder / "zz.txt").unlink()
    summary = scan(call, case, roster, "--folder", folder)
    assert summary["files_read"] == 900
    assert 0 < summary["read_now"] < 900


def test_an_empty_folder_is_told_and_what_is_shown_is_of_the_scans_before(
    call: Call, folder: Path, tmp_path: Path
) -> None:
    case = ("--case", tmp_path / "case")
    (tmp_path / "nothing").mkdir()
    alone = call("impact", "scan", "--folder", tmp_path / "nothing", *case)
    assert (alone.status, "nothing was found to read in folder" in alone.err) == (0, True)
    assert "the numbers are those of all scans" not in alone.err
    assert "nothing was found" not in call("impact", "scan", "--folder", folder, *case).err
    again = call("impact", "scan", "--folder", tmp_path / "nothing", *case)
    assert again.status == 3
    assert "the numbers are those of all scans of this case" in again.err
    told = call("impact", "scan", "--folder", tmp_path / "nothing", *case, "--json").summary
    assert told["empty"] == [f"folder {tmp_path / 'nothing'}"]
    assert told["files_in_scope"] > 0


def test_what_a_library_says_of_a_damaged_file_is_in_json_alone(call: Call, tmp_path: Path) -> None:
    (tmp_path / "cut").mkdir()
    (tmp_path / "cut" / "bill.pdf").write_bytes(b"%PDF-1.4\nhello")
    case = ("--case", tmp_path / "case")
    assert call("impact", "scan", "--folder", tmp_path / "cut", *case).status == 3
    shown = call("impact", "files", *case).out + call("impact", "coverage", *case).out
    assert "its end is missing; it may have been cut off" in shown
    assert "Stream has ended" not in shown
    assert shown.count("ask whoever sent it for another copy") == 2
    (told,) = call("impact", "files", *case, "--json").messages[:-1]
    assert told["reason"].startswith("it is damaged: ")
    assert told["cause"] == "its end is missing; it may have been cut off"
    assert told["advice"].endswith("another copy.")
    reasons = call("impact", "coverage", *case, "--json").messages
    assert told["advice"] in [one["advice"] for one in reasons if one["message_type"] == "reason"]
