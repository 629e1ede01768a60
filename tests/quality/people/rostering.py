"""The district's roster: OneRoster CSV, 1.1 or 1.2, and a contacts export beside it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.quality.people.population import GUARDIAN, OUTSIDER, SCHOOLS, STUDENT, Somebody

_USERS_1_1 = (
    "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
    "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password"
)
_USERS_1_2 = (
    "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,"
    "email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,primaryOrgSourcedId"
)
_ROLES = "sourcedId,status,dateLastModified,userSourcedId,roleType,role,orgSourcedId"
_CONTACTS = (
    "Contact ID,Student ID,First Name,Last Name,Relationship,Email,Phone,Street,City,State,Zip,Language"
)


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
    _write_users(folder, users, version=version)
    born = [[one.id, "active", "2023-02-01", one.born] for one in users if one.role == STUDENT]
    _write(folder / "demographics.csv", ["sourcedId", "status", "dateLastModified", "birthDate"], born)
    _write_contacts(folder, people)


def _org(one: Somebody) -> str:
    return f"org-{SCHOOLS.index(one.school) + 1}" if one.school else "org-0"


def _describe(one: Somebody) -> dict[str, str]:
    """Somebody's line of `users.csv`, by column."""
    return {
        "sourcedId": one.id,
        "status": "active",
        "dateLastModified": "2023-02-01",
        "enabledUser": "true",
        "orgSourcedIds": _org(one),
        "primaryOrgSourcedId": _org(one),
        "role": "student" if one.role == STUDENT else "teacher",
        "username": one.email.partition("@")[0],
        "givenName": one.name.given,
        "familyName": one.name.family + (f" {one.name.suffix}" if one.name.suffix else ""),
        "middleName": one.name.middle,
        "identifier": one.local_id,
        "email": one.email,
        "grades": one.grade,
        "password": "not-kept",
    }


def _write_users(folder: Path, users: Sequence[Somebody], *, version: str) -> None:
    header = (_USERS_1_1 if version == "1.1" else _USERS_1_2).split(",")
    _write(folder / "users.csv", header, [[_describe(one).get(name, "") for name in header] for one in users])
    if version == "1.2":
        roles = [
            [f"r-{one.id}", "active", "", one.id, "primary", _describe(one)["role"], _org(one)]
            for one in users
        ]
        _write(folder / "roles.csv", _ROLES.split(","), roles)


def _write_contacts(folder: Path, people: Sequence[Somebody]) -> None:
    header = _CONTACTS.split(",")
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
