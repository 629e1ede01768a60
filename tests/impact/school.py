"""A small school: a roster with twins, people of one name, hyphens and marks."""

from __future__ import annotations

import csv
from pathlib import Path

ANA, TIEN, PAHOUA, ABDI = "s1", "s2", "s3", "s4"
MICHAEL_J, MICHAEL_A = "s5", "s6"
KAREN, WILLIAM = "t1", "t2"
ROSA = "g1"
_ORGS = (("o1", "Lincoln High School"), ("o2", "Roosevelt Middle School"))
# sourcedId, role, given, family, middle, identifier, email, phone, agents, grades, org, born
_USERS = (
    (ANA, "student", "Ana", "López García", "", "100234", "", "", ROSA, "10", "o1", "2008-03-04"),
    (TIEN, "student", "Tiến", "Nguyễn", "", "100301", "", "", "", "11", "o1", "2007-11-12"),
    (PAHOUA, "student", "Pa Houa", "Vang", "", "100241", "", "", "", "06", "o2", "2011-02-02"),
    (ABDI, "student", "Abdullahi", "Mohamed Ali", "", "100240", "", "", "", "06", "o2", "2011-01-02"),
    (MICHAEL_J, "student", "Michael", "Smith", "James", "100235", "", "", "", "09", "o1", "2009-05-06"),
    (MICHAEL_A, "student", "Michael", "Smith", "Anton", "100236", "", "", "", "07", "o2", "2010-07-08"),
    (KAREN, "teacher", "Karen", "O'Neil", "", "E5001", "karen.oneil@dist.org", "", "", "", "o1", ""),
    (WILLIAM, "teacher", "William", "Hart", "", "E5002", "william.hart@dist.org", "", "", "", "o2", ""),
    (ROSA, "guardian", "Rosa", "García", "", "", "rosa@example.com", "612-555-0147", "", "", "", ""),
)
_HEADER = [
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


def write_roster(folder: Path) -> Path:
    """OneRoster 1.1 as a folder of CSV; every user has a password, which nobody may keep."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "orgs.csv", ["sourcedId", "name", "type"], [[one, name, "school"] for one, name in _ORGS])
    users = [
        [
            who,
            "active",
            "",
            "true",
            org,
            role,
            "",
            "",
            given,
            family,
            middle,
            number,
            mail,
            "",
            phone,
            agents,
            grade,
        ]
        for who, role, given, family, middle, number, mail, phone, agents, grade, org, _ in _USERS
    ]
    _write(folder / "users.csv", _HEADER, [[*user, "hunter2-secret"] for user in users])
    born = [[user[0], user[-1]] for user in _USERS if user[-1]]
    _write(folder / "demographics.csv", ["sourcedId", "birthDate"], born)
    return folder


def _write(path: Path, header: list[str], rows: list[list[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
