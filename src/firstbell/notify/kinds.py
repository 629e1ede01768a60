"""Kinds of personal data: how statements, letters and clocks call them, and what a law makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

import msgspec

# kinds of school records that no breach statute names
_ORDINARY = frozenset(
    {
        "name", "names", "address", "phone", "email", "directory", "grades", "transcript", "attendance",
        "schedule", "enrollment", "photo", "photos", "test_scores", "transportation", "lunch", "gender",
        "race", "ethnicity", "language", "employment",
    }
)  # fmt: skip


class KindWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of `kinds/`, named as results name the kind; some kinds only statutes tell apart.

    `letter`: language -> what a letter calls it; the English words stand in for a language that is missing.
    `drafted`: what a statement calls it, where a letter's words say more than the kind alone does.
    `named`: a pattern of what texts call it. `in_claims`: patterns of the words with which a sentence says
    that such data was touched or published; without them `named`. `called`: names that other lists of
    people have for it. `in_law`: what the description of a rule calls it. `is_sensitive`: a letter that
    names it waits for a reviewer. `is_school`: a record of the school, which a letter names only to those
    whom it is about. `is_credit`: a thief can take credit in a name with it. `is_tax_number`: a thief can
    file taxes with it. `is_medical`: medical information as statutes mean it. `is_of_students`: only students
    have such data.
    """

    letter: Mapping[str, str]
    drafted: Mapping[str, str] = {}
    named: str = ""
    in_claims: tuple[str, ...] | None = None
    called: tuple[str, ...] = ()
    in_law: str = ""
    is_sensitive: bool = False
    is_school: bool = False
    is_credit: bool = False
    is_tax_number: bool = False
    is_medical: bool = False
    is_of_students: bool = False

    @property
    def claim_words(self) -> tuple[str, ...]:
        """The patterns of `in_claims`, or `named`."""
        if self.in_claims is not None:
            return self.in_claims
        return (self.named,) if self.named else ()


@cache
def load_words() -> Mapping[str, KindWords]:
    """The words of each kind, by name. Raises: ValidationError of msgspec for a bad file."""
    files = sorted(Path(__file__).with_suffix("").glob("*.toml"))
    return {file.stem: msgspec.toml.decode(file.read_bytes(), type=KindWords) for file in files}


def name_kind(told: str) -> str:
    """What we call a kind that another list of people names its own way; a name that is unknown stays."""
    plain = "_".join(told.strip().lower().replace("-", " ").replace("_", " ").split())
    return _list_names().get(plain, plain)


def find_unknown_kinds(told: Iterable[str]) -> frozenset[str]:
    """Those that are neither a kind of ours nor an ordinary one, whatever a list calls it."""
    return frozenset(map(name_kind, told)) - load_words().keys() - _ORDINARY


@cache
def _list_names() -> Mapping[str, str]:
    return {name: kind for kind, words in load_words().items() for name in words.called}


def select_kinds(asks: Callable[[KindWords], bool]) -> frozenset[str]:
    """The kinds whose file says so."""
    return frozenset(kind for kind, words in load_words().items() if asks(words))
