"""Kinds of personal data that files add: how statements, letters and clocks call them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec


class KindWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of `added_kinds/`, named as the kind.

    `named`: a pattern of what texts call it. `letter`: language -> what a letter calls it. `called`: names
    that other lists of people have for it. `is_sensitive`: a letter that names it waits for a reviewer.
    `is_school`: a record of the school, which a letter names only to those whom it is about.
    """

    named: str
    letter: Mapping[str, str]
    called: tuple[str, ...] = ()
    is_sensitive: bool = False
    is_school: bool = False


@cache
def load_words() -> Mapping[str, KindWords]:
    """The kinds that files add, by name. Raises: ValidationError of msgspec for a file that is none."""
    files = sorted((Path(__file__).parent / "added_kinds").glob("*.toml"))
    return {file.stem: msgspec.toml.decode(file.read_bytes(), type=KindWords) for file in files}
