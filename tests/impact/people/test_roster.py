"""Rosters: OneRoster 1.1 and 1.2, folders and zips, what breaks the rules, contacts of several systems."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from firstbell.impact.people.contacts import load_mapping
from firstbell.impact.people.oneroster import RosterError
from firstbell.impact.people.person import Person
from firstbell.impact.people.roster import load_roster
from tests.impact import school

EXAMPLES = Path(__file__).parents[3] / "docs" / "contacts"


def write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def by_key(path: Path) -> dict[str, Person]:
    return {person.key: person for person in load_roster([path]).people}


def test_a_roster_of_version_1_1_gives_people(tmp_path: Path) -> None:
    people = by_key(school.write_roster(tmp_path / "roster"))

    ana = people[school.ANA]
    assert (ana.name, ana.role, ana.dob) == ("Ana López García", "student", "2008-03-04")
    assert (ana.guardians, ana.schools, ana.grades) == ([school.ROSA], ["Lincoln High School"], ["10"])
    assert (people[school.KAREN].role, people[school.ROSA].role) == ("staff", "guardian")
    assert "hunter2" not in repr(list(people.values()))


def test_roles_of_version_1_2_decide_by_the_primary_one(tmp_path: Path) -> None:
    folder = tmp_path / "roster"
    write(folder, "manifest.csv", "propertyName,value\noneroster.version,1.2\n")
    write(
        folder,
        "users.csv",
        "givenName,familyName,sourcedId,preferredGivenName,metadata.shoe\n"
        "Ida,Berg,u1,Idi,38\nOle,Berg,u2,,\nEli,King Jr.,u3,,\n",
    )
    write(
        folder,
        "roles.csv",
        "sourcedId,userSourcedId,roleType,role,orgSourcedId\n"
        "r1,u1,secondary,parent,o1\nr2,u1,primary,teacher,o1\nr3,u2,primary,student,o1\nr4,nobody,primary,student,o1\n",
    )
    write(folder, "orgs.csv", "sourcedId,name\no1,North School\n")

    roster = load_roster([folder])

    people = {person.key: person for person in roster.people}
    assert (people["u1"].role, people["u2"].role) == ("staff", "student")
    assert people["u1"].other_given == ["Idi"]
    assert people["u2"].schools == ["North School"]
    assert (people["u3"].family, people["u3"].suffix) == ("King", b"jr")
    assert [(one.file, one.line) for one in roster.problems] == [("roles.csv", 5)]


def test_a_zip_gives_what_its_folder_gives(tmp_path: Path) -> None:
    folder = school.write_roster(tmp_path / "roster")
    with zipfile.ZipFile(tmp_path / "roster.zip", "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"export/{path.name}")

    assert by_key(tmp_path / "roster.zip") == by_key(folder)


def test_doubled_ids_are_two_people_where_the_names_differ(tmp_path: Path) -> None:
    folder = tmp_path / "roster"
    write(
        folder, "users.csv", "sourcedId,role,givenName,familyName\nu1,student,Ida,Berg\nu1,student,Ole,Dahl\n"
    )

    roster = load_roster([folder])

    assert [person.name for person in roster.people] == ["Ida Berg", "Ole Dahl"]
    assert "doubled" in roster.problems[0].problem


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_each_example_of_a_mapping_reads_its_export(tmp_path: Path, path: Path) -> None:
    folder = school.write_roster(tmp_path / "roster")
    columns = {field: names[0] for field, names in load_mapping(path.read_text()).items()}
    row = {
        "contact_id": "C7",
        "student_id": "100234",
        "given": "Rosa",
        "family": "Castillo",
        "street": "12 Oak St",
    }
    row |= {"email": "rosa.c@example.com", "phone": "612-555-0199", "restricted": "Y", "postcode": "55401"}
    text = ",".join(columns[field] for field in row) + "\n" + ",".join(row.values()) + "\n"
    write(folder, "contacts.csv", text)
    write(folder, "contacts.toml", path.read_text())

    people = by_key(folder)

    rosa = people["C7"]
    assert (rosa.name, rosa.role, rosa.may_contact) == ("Rosa Castillo", "guardian", False)
    assert (rosa.phones, rosa.emails) == (["6125550199"], ["rosa.c@example.com"])
    assert "C7" in people[school.ANA].guardians
    assert people[school.ANA].address["street"] == "12 Oak St"


def test_rows_of_one_contact_are_folded(tmp_path: Path) -> None:
    folder = school.write_roster(tmp_path / "roster")
    write(
        folder,
        "contacts.csv",
        "Contact ID,Student Number,First Name,Last Name,Phone\n"
        "C1,100241,Mai,Vang,612-555-0111\nC1,100241,,,612-555-0112\nC2,none,Bo,Xiong,\n",
    )

    roster = load_roster([folder])

    (mai,) = (person for person in roster.people if person.key == "C1")
    assert mai.phones == ["6125550111", "6125550112"]
    assert [(one.file, one.line) for one in roster.problems] == [("contacts.csv", 4)]


@pytest.mark.parametrize("make", ["nothing", "empty", "broken"])
def test_what_is_no_roster_is_named(tmp_path: Path, make: str) -> None:
    path = tmp_path / "roster"
    if make == "empty":
        path.mkdir()
    elif make == "broken":
        path.write_bytes(b"PK\x03\x04 and no more")

    with pytest.raises(RosterError, match="roster"):
        load_roster([path])


def test_a_roster_of_users_without_names_is_refused_by_the_columns_that_it_lacks(tmp_path: Path) -> None:
    write(tmp_path / "roster", "users.csv", "sourcedId,Vorname,Nachname,role\n1,Ana,Roe,student\n")
    with pytest.raises(RosterError) as caught:
        load_roster([tmp_path / "roster"])
    assert "names nobody: users.csv: the header has no column givenName" in str(caught.value)


def test_a_roster_without_its_users_says_so_before_anything_else(tmp_path: Path) -> None:
    write(
        tmp_path / "roster", "contacts.csv", "contactId,givenName,familyName,studentSourcedId\nC1,Mo,Ek,7\n"
    )
    first = load_roster([tmp_path / "roster"]).problems[0]
    assert (first.file, first.line) == ("users.csv", 0)
    assert "does not hold this file" in first.problem


def test_a_table_in_place_of_a_folder_is_told_for_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "users.csv"
    path.write_text("sourcedId,givenName,familyName\n", encoding="utf-8")
    with pytest.raises(RosterError, match="neither a folder nor a whole zip"):
        load_roster([path])
