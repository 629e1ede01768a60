"""The kinds of personal data, by the names that results and rules use."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

import msgspec


class DataKind(StrEnum):
    """A kind of personal data that comes with Firstbell; a file of `added_kinds/` adds one."""

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


class KindSigns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a kind is seen: one file of `added_kinds/`, named as the kind.

    `phrases`: strength (`strong`, `plain`, `weak`) -> one a line, as in `vocabulary.toml`. `codes`: `plain`
    and `placed` -> what stands in cells, as in `codes.toml`. `header`, `title`: patterns of a column's header
    and of the name of a file, sheet or folder. `is_flag`: its columns say yes or no. `is_grave`: a reviewer
    looks at it first. `of_guardians`: what one sentence says with a grown-up and no pupil is theirs.
    """

    phrases: Mapping[str, str] = {}
    codes: Mapping[str, str] = {}
    header: str = ""
    title: str = ""
    is_flag: bool = False
    is_grave: bool = False
    of_guardians: bool = False


@cache
def load_added() -> Mapping[str, KindSigns]:
    """The kinds that files add, by name. Raises: ValidationError of msgspec for a file that is none."""
    files = sorted((Path(__file__).parent / "added_kinds").glob("*.toml"))
    return {file.stem: msgspec.toml.decode(file.read_bytes(), type=KindSigns) for file in files}


@cache
def list_kinds() -> tuple[str, ...]:
    """Every kind, in the order in which results name them."""
    return (*(kind.value for kind in DataKind), *load_added())


def sort_kinds(kinds: set[str] | frozenset[str]) -> list[str]:
    """In the order of the list."""
    return [kind for kind in list_kinds() if kind in kinds]
