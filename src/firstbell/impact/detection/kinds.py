"""The kinds of personal data, by the names that results and rules use."""

from __future__ import annotations

from enum import StrEnum


class DataKind(StrEnum):
    """A kind of personal data."""

    SSN = "ssn"
    GOVERNMENT_ID = "government_id"
    FINANCIAL = "financial"
    DOB = "dob"
    CONTACT = "contact"
    CREDENTIALS = "credentials"
    HEALTH = "health"
    SPECIAL_EDUCATION = "special_education"
    DISCIPLINE = "discipline"
    COUNSELLING = "counselling"
    SAFEGUARDING = "safeguarding"
    IMMIGRATION = "immigration"
    ECONOMIC = "economic"
    DEMOGRAPHICS = "demographics"


ORDER = {kind: at for at, kind in enumerate(DataKind)}


def sort_kinds(kinds: set[str] | frozenset[str]) -> list[str]:
    """In the order of the list."""
    return [kind.value for kind in DataKind if kind.value in kinds]
