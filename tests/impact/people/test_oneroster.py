"""Rosters as they come: in any encoding, with any line ends, damaged, and never with a password."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from firstbell.impact.people.oneroster import OneRosterReader, RosterError, Tables, load_tables, read_role
from firstbell.impact.people.person import GUARDIAN, OTHER, STAFF, STUDENT, Person

HEADER = "sourcedId,givenName,familyName,role"


def read(text: str | bytes, **further: str) -> tuple[list[Person], list[tuple[str, int, str]]]:
    files = {"users": ("users.csv", text if isinstance(text, bytes) else text.encode())}
    files |= {stem: (f"{stem}.csv", data.encode()) for stem, data in further.items()}
    tables = Tables(files)
    people = OneRosterReader(tables).read()
    return people, [(one.file, one.line, one.problem) for one in tables.problems]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_roster_is_read_however_it_was_saved(ending: str, encoding: str, delimiter: str) -> None:
    rows = [HEADER, "1,Ana,Muñoz,student", '2,"Bo, Jr",Roe,teacher']
    text = ending.join(rows).replace('"Bo, Jr"', "\0").replace(",", delimiter).replace("\0", '"Bo, Jr"')
    people, problems = read(text.encode(encoding))
    assert [(one.key, one.given, one.family, one.role) for one in people] == [
        ("1", "Ana", "Muñoz", STUDENT),
        ("2", "Bo, Jr", "Roe", STAFF),
    ]
    assert problems == []


def test_no_value_of_a_column_of_passwords_goes_further() -> None:
    tables = Tables(
        {"users": ("users.csv", b"sourcedId,Password,passwordHint,familyName\n1,s3cret,dog,Roe\n")}
    )
    rows = list(tables.rows("users"))
    assert rows == [(2, {"sourcedid": "1", "familyname": "Roe"})]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("1,Ana,Roe", "it has 3 cells, the header 4"),
        ("1,Ana,Roe,student,more", "it has 5 cells, the header 4"),
        (",Ana,Roe,student", "sourcedId is empty"),
        ("1,,Roe,student", "user 1: givenName or familyName is empty"),
        ("1,Ana,Roe,wizard", "user 1: role 'wizard' is not of the standard"),
    ],
)
def test_what_breaks_the_rules_is_told_by_line_and_the_person_is_read(row: str, problem: str) -> None:
    people, problems = read(f"{HEADER}\n\n{row}\n")
    assert [one.family for one in people] == ["Roe"]
    assert ("users.csv", 3, problem) in problems


def test_a_file_without_the_column_that_it_needs_is_told_and_the_rest_is_read() -> None:
    people, problems = read(f"{HEADER}\n1,Ana,Roe,student\n", demographics="id,birthDate\n1,2010-01-01\n")
    assert [one.dob for one in people] == [""]
    assert problems == [("demographics.csv", 1, "the header has no column sourcedid")]


def test_birth_dates_and_schools_come_from_other_files_and_people_who_are_not_there_are_told() -> None:
    people, problems = read(
        f"{HEADER},orgSourcedIds\n1,Ana,Roe,student,s1\n2,Bo,Roe,,\n",
        orgs="sourcedId,name\ns1,East\ns2,West\n",
        demographics="sourcedId,birthDate\n1,2010-03-04\n9,2010-01-01\n2,soon\n",
        enrollments="userSourcedId,schoolSourcedId,role\n1,s2,student\n2,s1,teacher\n9,s1,student\n",
    )
    assert [(one.dob, one.schools, one.role) for one in people] == [
        ("2010-03-04", ["East", "West"], STUDENT),
        ("", ["East"], STAFF),
    ]
    assert [problem for _, _, problem in problems] == ["there is no user 9", "user 2: birthDate is no date"]


@pytest.mark.parametrize("side", ["student", "guardian"])
def test_a_guardian_is_linked_from_either_side(side: str) -> None:
    agents = ("2", "") if side == "student" else ("", "1")
    people, _ = read(
        f"{HEADER},agentSourcedIds\n1,Ana,Roe,student,{agents[0]}\n2,Bo,Roe,parent,{agents[1]}\n"
    )
    by_key = {one.key: one for one in people}
    assert (by_key["1"].guardians, by_key["2"].guardians) in (
        (["2"], []),
        ([], ["1"]),
    )


@pytest.mark.parametrize(
    ("role", "ours"),
    [
        ("Student", STUDENT),
        ("ext:nurse", STAFF),
        ("district administrator", STAFF),
        ("Relative", GUARDIAN),
        ("", OTHER),
    ],
)
def test_a_role_is_one_of_ours(role: str, ours: str) -> None:
    assert read_role(role) == ours


def make_zip(method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("export/users.csv", f"{HEADER}\n1,Ana,Roe,student\n" * 40)
        archive.writestr("__MACOSX/export/users.csv", b"\0")
        archive.writestr("export/readme.txt", b"words")
    return out.getvalue()


def test_a_folder_that_holds_a_zip_is_read_as_the_zip(tmp_path: Path) -> None:
    (tmp_path / "export.zip").write_bytes(make_zip(zipfile.ZIP_DEFLATED))
    assert list(load_tables(tmp_path).files) == ["users"]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_zip_is_refused_in_words(method: int, tmp_path: Path) -> None:
    data = bytearray(make_zip(method))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("export/users.csv").compress_size
    start = 30 + len("export/users.csv")
    data[start + size // 2 : start + size] = b"\xff" * (size - size // 2)
    path = tmp_path / "export.zip"
    path.write_bytes(data)
    with pytest.raises(RosterError, match=r"export\.zip") as caught:
        load_tables(path)
    assert caught.value.hint == "name a folder or a zip of OneRoster CSV files"


@pytest.mark.parametrize("make", ["missing", "text", "empty"])
def test_what_holds_no_table_is_refused(make: str, tmp_path: Path) -> None:
    path = tmp_path / "roster"
    if make == "text":
        path.write_bytes(b"no zip")
    elif make == "empty":
        path.mkdir()
    with pytest.raises(RosterError, match="roster"):
        load_tables(path)
