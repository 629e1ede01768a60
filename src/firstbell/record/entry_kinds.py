"""What each kind of entry is called where a person reads it (`entry_kinds.toml`); JSON keeps the kind."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from firstbell.base.values import say_name

WORDS: Mapping[str, str] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def say_entry_kind(kind: str) -> str:
    """A kind of entry in words; one that somebody made up, without its dots.

    >>> say_entry_kind("evidence.taken"), say_entry_kind("contact.state_police")
    ('Evidence taken', 'Contact, state police')
    """
    return WORDS.get(kind, say_name(kind.replace(".", ", ")).capitalize())
