"""`firstbell impact review`, `coverage`, `report`: decisions that hold, estimates, copies that are marked."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from firstbell.cli.main import run
from tests.cli.conftest import Call
from tests.documents import formats
from tests.impact import school


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "desk"


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a case, its desk and what was scanned for it: made once, and only copied."""
    root = tmp_path_factory.mktemp("scanned")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIRSTBELL_DESK", str(root / "desk"))
        patch.setenv("FIRSTBELL_CASE", str(root / "case"))
        patch.setenv("XDG_CONFIG_HOME", str(root / "config"))
        make_case(root)
    return root


@pytest.fixture
def case(tmp_path: Path, scanned: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that case, for a test that does not scan again: its folder would be another source."""
    for name in ("desk", "config", "case", "leak"):
        if (scanned / name).exists():
            shutil.copytree(scanned / name, tmp_path / name)
    monkeypatch.setenv("FIRSTBELL_CASE", str(tmp_path / "case"))
    return tmp_path / "case"


@pytest.fixture
def own_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case whose folder may be scanned again."""
    monkeypatch.setenv("FIRSTBELL_CASE", str(tmp_path / "case"))
    make_case(tmp_path)
    return tmp_path / "case"


def make_case(root: Path) -> None:
    """A case with a scan: a letter, a table, a note that fits two students, a newsletter, two strangers."""
    school.write_roster(root / "roster")
    folder = root / "leak"
    folder.mkdir()
    (folder / "letter.docx").write_bytes(formats.make_docx())
    (folder / "health.xlsx").write_bytes(formats.make_xlsx())
    (folder / "note.txt").write_text("Michael Smith was suspended for three days for fighting.\n")
    (folder / "news.txt").write_text("Newsletter. Congratulations to Ana López García for the honor roll!\n")
    (folder / "old.csv").write_text(
        "Last Name,First Name,SSN\nOldfield,Quincy,219-09-4455\nOldefield,Quincy,219-09-4466\n"
    )
    assert run(["case", "open", str(root / "case")]) == 0
    rescan(root)


def rescan(root: Path) -> None:
    assert run(["impact", "scan", "--folder", str(root / "leak"), "--roster", str(root / "roster")]) == 0


def people(call: Call) -> dict[str, dict[str, Any]]:
    messages = call("impact", "people", "--json").messages[:-1]
    return {str(one["sourcedId"] or one["name"]): dict(one) for one in messages}


def test_what_is_open_is_listed(call: Call, case: Path) -> None:
    told = call("impact", "review", "--json")

    assert {one["sourcedId"] for one in told.messages[:-1]} == {school.MICHAEL_A, school.MICHAEL_J}
    assert told.messages[0]["notes"] == ["2 people have this name"]


def test_the_queue_is_listed_in_parts(call: Call, case: Path) -> None:
    whole = call("impact", "review", "list", "--json").messages
    first = call("impact", "review", "list", "--limit", "1", "--json").messages
    assert first[:-1] == whole[:1]
    assert (first[-1]["people"], first[-1]["next"]) == (2, whole[0]["person_id"])
    rest = call("impact", "review", "list", "--limit", "5", "--after", first[-1]["next"], "--json").messages
    assert rest[:-1] == whole[1:2]
    assert rest[-1]["next"] is None
    refused = call("impact", "review", "list", "--limit", "0")
    assert refused.status == 2
    assert "--limit 0 shows nobody" in refused.err


@pytest.mark.long
def test_a_confirmation_settles_whose_it_is_and_holds_after_a_scan(
    call: Call, own_case: Path, tmp_path: Path
) -> None:
    michael = people(call)[school.MICHAEL_A]["person_id"]

    assert call("impact", "review", "confirm", michael).status == 0

    for _ in range(2):
        found = people(call)
        assert found[school.MICHAEL_A]["confidence"] == "certain"
        assert "reviewer" in found[school.MICHAEL_A]["linked_by"]
        assert school.MICHAEL_J not in found
        rescan(tmp_path)
    entries = (own_case / "ledger").rglob("*")
    assert not any(b"Smith" in path.read_bytes() for path in entries if path.is_file())


def test_a_reviewer_decides_and_takes_no_copy_along(call: Call, case: Path, tmp_path: Path) -> None:
    key, page = tmp_path / "reviewer.key", tmp_path / "page.html"
    assert call("case", "actor", "add", "Rae", "--role", "reviewer", "--key-file", key).status == 0
    michael = people(call)[school.MICHAEL_A]["person_id"]

    assert call("impact", "review", "confirm", michael, "--key", key).status == 0

    assert people(call)[school.MICHAEL_A]["confidence"] == "certain"
    assert call("impact", "report", "--html", page, "--key", key).status == 1
    assert not page.exists()


def test_who_may_take_a_copy_and_how_a_person_is_found_is_told(
    call: Call, case: Path, tmp_path: Path
) -> None:
    key = tmp_path / "rev.key"
    call("case", "actor", "add", "Rev", "--role", "reviewer", "--key-file", key, "--case", case)
    again = call(
        "case", "actor", "add", "Rev", "--role", "reviewer", "--key-file", tmp_path / "b.key", "--case", case
    )
    assert (again.status, "Rev is on the case already" in again.err) == (0, True)
    refused = call("impact", "report", "--csv", tmp_path / "a.csv", "--key", key, "--case", case)
    assert refused.status == 1
    assert "hint: roles that may: director, counsel; sign with such a key: --key" in refused.err
    named = call("impact", "person", "Ana Roe", "--case", case)
    assert "`firstbell impact people` lists the people; --words 'Ana Roe' finds them by name" in named.err


def test_what_was_dismissed_comes_back_when_that_is_undone(call: Call, case: Path) -> None:
    ana = people(call)[school.ANA]["person_id"]
    entry = call("impact", "review", "dismiss", ana, "--why", "her mother knows", "--json").summary["entry"]
    assert school.ANA not in people(call)

    assert call("impact", "review", "undo", entry[:10]).status == 0

    assert people(call)[school.ANA]["person_id"] == ana


def test_people_outside_the_roster_are_merged_and_parted_again(call: Call, case: Path) -> None:
    found = people(call)
    one, other = found["Quincy Oldfield"]["person_id"], found["Quincy Oldefield"]["person_id"]

    entry = call("impact", "review", "merge", other, one, "--json").summary["entry"]

    assert "Quincy Oldefield" not in people(call)
    assert call("impact", "review", "undo", entry).status == 0
    assert {one, other} <= {person["person_id"] for person in people(call).values()}


def test_a_kind_is_marked_and_taken_away(call: Call, case: Path) -> None:
    ana = people(call)[school.ANA]["person_id"]

    assert call("impact", "review", "mark", ana, "safeguarding", "--document", "letter.docx").status == 2
    path = call("impact", "person", ana, "--json").messages[1]["paths"][0]
    assert call("impact", "review", "mark", ana, "safeguarding", "--document", path).status == 0
    assert call("impact", "review", "mark", ana, "dob", "--remove").status == 0

    assert people(call)[school.ANA]["kinds"] == ["discipline", "safeguarding"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("confirm", "nobody"), 1),
        (("merge", "nobody", "nobody"), 1),
        (("split", "nobody"), 2),
        (("mark", "nobody", "shoe_size"), 2),
        (("undo", "abcdef"), 1),
        (("answer", "n123", "right"), 1),
    ],
)
def test_a_decision_about_nothing_is_refused(
    call: Call, case: Path, arguments: tuple[str, ...], status: int
) -> None:
    told = call("impact", "review", *arguments)

    assert told.status == status
    assert "hint:" in told.err


def test_samples_that_are_judged_give_intervals(call: Call, case: Path) -> None:
    assert call("impact", "coverage", "--json").summary["precision"] is None
    formats = [line for line in call("impact", "coverage").out.splitlines() if " unreadable " in line]
    assert any(" 1 file " in line for line in formats)
    assert not any(" 1 files" in line for line in formats)
    drawn = call("impact", "review", "--sample", "50", "--json").messages[:-1]
    assert {one["side"] for one in drawn} == {"positive", "negative", "partial"}

    for one in drawn:
        assert call("impact", "review", "answer", one["sample_id"], "right").status == 0

    summary = call("impact", "coverage", "--json").summary
    assert summary["precision"]["estimate"] == 1.0
    assert 0.3 < summary["precision"]["low"] < 1.0
    assert summary["recall"]["estimate"] > 0.9
    assert summary["recall"]["low"] < 1.0
    assert (summary["canaries"], summary["canaries_missed"]) == (summary["canaries_found"], [])
    assert summary["files_read_percent"] == 100.0
    assert call("impact", "review", "--sample", "50", "--json").summary["samples"] == 0


def test_a_page_is_masked_unless_names_are_asked_for(call: Call, case: Path, tmp_path: Path) -> None:
    masked, named = tmp_path / "masked.html", tmp_path / "named.html"

    assert call("impact", "report", "--html", masked).status == 0
    assert call("impact", "report", "--html", named, "--names").status == 0

    assert "López" not in masked.read_text()
    assert "A. L. G." in masked.read_text()
    page = named.read_text()
    assert "Ana López García" in page
    assert "letter.docx" in page
    assert "219-09" not in page
    # to the minute, and for people
    assert re.search(r"Made by .+ on \d{4}-\d\d-\d\d \d\d:\d\d [+-]\d\d:\d\d, with names", page)
    assert "recall (how many of the affected people in readable files were found): no estimate yet" in page
    assert "<script" not in page
    assert call("impact", "report", "--html", named).status == 2
    kinds = [one["kind"] for one in call("case", "log", "--json").messages[:-1]]
    assert kinds.count("report.impact") == 2


def test_the_register_has_a_row_a_person_that_says_who_took_it(
    call: Call, case: Path, tmp_path: Path
) -> None:
    register = tmp_path / "register.csv"

    assert call("impact", "report", "--csv", register).status == 0

    with register.open(newline="") as file:
        rows = {row["sourcedId"]: row for row in csv.DictReader(file)}
    ana = rows[school.ANA]
    assert (ana["discipline"], ana["ssn"], ana["minor"]) == ("yes", "", "yes" if ana["minor"] else "")
    assert ana["exported_by"]
    assert ana["exported_at"]


def test_documents_that_only_name_people_are_listed(call: Call, own_case: Path, tmp_path: Path) -> None:
    folder = tmp_path / "leak"
    for number, name in enumerate(("Ana López García", "Michael Smith"), 1):
        (folder / f"list {number}.csv").write_text(f"Pupil,Bus,Seat\n{name},12,4\nNobody Here,12,5\n")
    rescan(tmp_path)
    listed = call("impact", "files", "--names-only", "--json").messages[:-1]
    assert {Path(one["path"]).name for one in listed} >= {"list 1.csv", "list 2.csv"}
    assert all(one["names_only"] and one["state"] == "read" for one in listed)


@pytest.mark.long
def test_a_marked_kind_spreads_to_sisters(call: Call, own_case: Path, tmp_path: Path) -> None:
    folder = tmp_path / "leak"
    rows = "Student Name,Student ID,Allergies,Seat\n{},{},Peanut,4\n"
    told = people(call)[school.ANA]
    (folder / "bus 1.csv").write_text(rows.format("Ana López García", ""))
    (folder / "bus 2.csv").write_text(rows.format("Michael Smith", ""))
    rescan(tmp_path)
    path = str(folder / "bus 1.csv")
    marked = call("impact", "review", "mark", told["person_id"], "economic", "--document", path, "--json")
    assert marked.summary["documents_alike"] == 1
    spread = call("impact", "review", "spread", marked.summary["entry"], "--json")
    assert spread.summary["documents_alike"] == 1
    (folder / "bus 3.csv").write_text(rows.format("Ana López García", "").replace(",4", ",9"))
    rescan(tmp_path)
    files = {Path(one["path"]).name: one for one in call("impact", "files", "--json").messages[:-1]}
    assert all("economic" in files[f"bus {at}.csv"]["kinds"] for at in (1, 2, 3))
    assert call("impact", "review", "undo", spread.summary["entry"]).status == 0
    files = {Path(one["path"]).name: one for one in call("impact", "files", "--json").messages[:-1]}
    assert "economic" not in files["bus 3.csv"]["kinds"]
