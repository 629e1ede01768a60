"""The kinds of personal data, by the names that results and rules use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec


class DataKind(StrEnum):
    """Kinds that code asks for by name, in the order of results; a file of `kinds/` adds a further one."""

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
    r"""How a kind is seen: one file of `kinds/`, named as the kind.

    `phrases`: strength -> phrases, one to a line. One of the `strong` makes a document about a person
    sensitive by itself; a `plain` one where the person stands in the same sentence, or the document's place
    says so, too; a `weak` one needs another beside it; a `placed` one counts, once, only where the place
    says the same kind. `(` and `)` group, `|` parts, `?` may be missing, `\w` is a letter: the syntax of
    the pattern library; a space fits any white space. English, with what forms have in Spanish, Somali and
    Hmong, all folded.

    `codes`: what stands in the cells of tables, which have no sentences, folded, without what is no letter:
    `plain` ones say the kind wherever most cells of a column are such, `placed` ones only where the title,
    the file or a folder says it, too. Sources: IDEA categories of disability and Minnesota's of primary
    disability; CEDS option sets for discipline, meal eligibility and homeless nighttime residence.
    `telling` ones say it of their cell, whatever other codes the column has.

    `header`, `title`: patterns of a column's header and of the name of a file, sheet or folder; the lines
    are alternatives. `heads`: the same for files, sheets and folders alone. `is_flag`: its columns say yes
    or no. `is_always_filled`: no cell of its columns is empty. `is_grave`: a reviewer looks at it first.
    `of_guardians`: what one sentence says with a grown-up and no pupil is theirs. `of_staff`: what a text
    says of who works for the district. `is_somebodys`: counts in a text to everybody, too, for it is
    somebody's whatever the text is about. `is_private_life`: what a school knows of pupils and households;
    beside the name of who works there it is told of somebody else, unless they write it themselves.
    """

    phrases: Mapping[Literal["strong", "plain", "weak", "placed"], str] = {}
    codes: Mapping[Literal["plain", "placed", "telling"], str] = {}
    header: str = ""
    title: str = ""
    heads: str = ""
    is_flag: bool = False
    is_always_filled: bool = False
    is_grave: bool = False
    is_somebodys: bool = False
    of_guardians: bool = False
    of_staff: bool = False
    is_private_life: bool = False

    @property
    def header_pattern(self) -> str:
        """Its headers as one pattern."""
        return "|".join(self.header.splitlines())

    @property
    def title_pattern(self) -> str:
        """Its titles as one pattern."""
        return "|".join(self.title.splitlines())

    @property
    def heads_pattern(self) -> str:
        """Its further heads as one pattern."""
        return "|".join(self.heads.splitlines())


@cache
def load_kinds() -> Mapping[str, KindSigns]:
    """Every kind by name, in the order of `list_kinds`. Raises: ValidationError of msgspec for a bad file."""
    folder = Path(__file__).parent
    named = [kind.value for kind in DataKind]
    added = sorted({file.stem for file in folder.glob("*.toml")} - {*named})
    return {
        kind: msgspec.toml.decode((folder / f"{kind}.toml").read_bytes(), type=KindSigns)
        for kind in (*named, *added)
    }


def select_kinds(asks: Callable[[KindSigns], bool]) -> frozenset[str]:
    """The kinds whose file says so."""
    return frozenset(kind for kind, signs in load_kinds().items() if asks(signs))


@cache
def list_kinds() -> tuple[str, ...]:
    """Every kind, in the order in which results name them."""
    return tuple(load_kinds())


def sort_kinds(kinds: set[str] | frozenset[str]) -> list[str]:
    """In the order of the list."""
    return [kind for kind in list_kinds() if kind in kinds]
