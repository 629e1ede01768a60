"""The district's roster: OneRoster CSV, 1.1 or 1.2, and a contacts export beside it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.quality.people.population import GUARDIAN, OUTSIDER, SCHOOLS, STAFF, STUDENT, Somebody


def write_roster(folder: Path, people: Sequence[Somebody], *, version: str) -> None:
    """Everybody but those whom no roster knows. `version`: 1.1 or 1.2."""
    folder.mkdir(parents=True)
    known = [one for one in people if one.role != OUTSIDER]
    users = [one for one in known if one.role != GUARDIAN]
    orgs = [["org-0", "Lakeview Public Schools", "district"]]
    orgs += [[f"org-{at}", name, "school"] for at, name in enumerate(SCHOOLS, 1)]
    _write(
        folder / "manifest.csv",
        ["propertyName", "value"],
        [["manifest.version", "1.0"], ["oneroster.version", version]],
    )
    _write(
        folder / "orgs.csv",
        ["sourcedId", "status", "dateLastModified", "name", "type"],
        [[o[0], "active", "2023-02-01", *o[1:]] for o in orgs],
    )
    if version == "1.1":
        _write_users_1_1(folder, users)
    else:
        _write_users_1_2(folder, users)
    born = [[one.id, "active", "2023-02-01", one.born] for one in users if one.role == STUDENT]
    _write(folder / "demographics.csv", ["sourcedId", "status", "dateLastModified", "birthDate"], born)
    _write_contacts(folder, people)


def _org(one: Somebody) -> str:
    return f"org-{SCHOOLS.index(one.school) + 1}" if one.school else "org-0"


def _write_users_1_1(folder: Path, users: Iterable[Somebody]) -> None:
    header = [
        "sourcedId",
        "status",
        "dateLastModified",
        "enabledUser",
        "orgSourcedIds",
        "role",
        "username",
        "userIds",
        "givenName",
        "familyName",
        "middleName",
        "identifier",
        "email",
        "sms",
        "phone",
        "agentSourcedIds",
        "grades",
        "password",
    ]
    rows = []
    for one in users:
        role = "student" if one.role == STUDENT else "teacher"
        name = one.name.family + (f" {one.name.suffix}" if one.name.suffix else "")
        rows.append(
            [
                one.id,
                "active",
                "2023-02-01",
                "true",
                _org(one),
                role,
                one.email.partition("@")[0],
                "",
                one.name.given,
                name,
                one.name.middle,
                one.local_id,
                one.email,
                "",
                one.phone if one.role == STAFF else "",
                "",
                one.grade,
                "not-kept",
            ]
        )
    _write(folder / "users.csv", header, rows)


def _write_users_1_2(folder: Path, users: Sequence[Somebody]) -> None:
    header = [
        "sourcedId",
        "status",
        "dateLastModified",
        "enabledUser",
        "username",
        "userIds",
        "givenName",
        "familyName",
        "middleName",
        "identifier",
        "email",
        "sms",
        "phone",
        "agentSourcedIds",
        "grades",
        "password",
        "userMasterIdentifier",
        "resourceSourcedIds",
        "preferredGivenName",
        "preferredMiddleName",
        "preferredFamilyName",
        "primaryOrgSourcedId",
        "pronouns",
    ]
    rows, roles = [], []
    for one in users:
        name = one.name.family + (f" {one.name.suffix}" if one.name.suffix else "")
        rows.append(
            [
                one.id,
                "active",
                "2023-02-01",
                "true",
                one.email.partition("@")[0],
                "",
                one.name.given,
                name,
                one.name.middle,
                one.local_id,
                one.email,
                "",
                "",
                "",
                one.grade,
                "not-kept",
                "",
                "",
                "",
                "",
                "",
                _org(one),
                "",
            ]
        )
        role = "student" if one.role == STUDENT else "teacher"
        roles.append([f"r-{one.id}", "active", "2023-02-01", one.id, "primary", role, "", "", _org(one), ""])
    _write(folder / "users.csv", header, rows)
    names = "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId"
    _write(folder / "roles.csv", [*names.split(","), "userProfileSourcedId"], roles)


def _write_contacts(folder: Path, people: Sequence[Somebody]) -> None:
    header = [
        "Contact ID",
        "Student ID",
        "First Name",
        "Last Name",
        "Relationship",
        "Email",
        "Phone",
        "Street",
        "City",
        "State",
        "Zip",
        "Language",
    ]
    rows = [
        [
            one.id,
            people[one.child].local_id,
            one.name.given,
            one.name.family,
            "Parent",
            one.private_email,
            one.phone,
            one.street,
            "Minneapolis",
            "MN",
            "55407",
            "English",
        ]
        for one in people
        if one.role == GUARDIAN
    ]
    _write(folder / "contacts.csv", header, rows)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
