"""The sample district's roster, as its student information system would export it: OneRoster 1.2, in part."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from firstbell.drill.district.cast import Cast

_USERS = ("sourcedId", "status", "givenName", "familyName", "identifier", "email", "phone")


def write_roster(folder: Path, cast: Cast) -> None:
    """Write users, roles and demographics of everybody in the cast."""
    folder.mkdir()
    people = [(person, "student") for person in cast.pupils] + [(person, "teacher") for person in cast.staff]
    users = (
        (who.number, "active", who.given, who.family, who.number, who.email, who.phone) for who, _ in people
    )
    _write(folder / "users.csv", _USERS, users)
    roles = ((f"r{who.number}", who.number, "primary", role) for who, role in people)
    _write(folder / "roles.csv", ("sourcedId", "userSourcedId", "roleType", "role"), roles)
    _write(
        folder / "demographics.csv", ("sourcedId", "birthDate"), ((who.number, who.born) for who, _ in people)
    )


def _write(path: Path, header: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
