"""A text that refuses to speak of what another one tells its readers: one of them is kept from a warning."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from firstbell.notify.statements.language.sentences import split_sentences
from firstbell.notify.statements.language.tables import read_table


@lru_cache(maxsize=1)
def _load() -> tuple[list[re.Pattern[str]], dict[str, re.Pattern[str]], dict[str, re.Pattern[str]]]:
    told: Any = read_table("language", "refusals.toml")
    refusals = [_compile(told["refusal"]), _compile(told["refusal_es"])]
    matters = {kind: _compile(words) for kind, words in told["matters"].items()}
    return refusals, matters, {kind: _compile(words) for kind, words in told["warnings"].items()}


def _compile(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def find_refusals(text: str) -> dict[str, str]:
    """The kinds of claim of which a text refuses to speak, each with its sentence.

    >>> find_refusals("We will not comment on contacts.")
    {'coercion': 'We will not comment on contacts.'}
    """
    refusals, matters, _ = _load()
    found: dict[str, str] = {}
    for sentence in split_sentences(text):
        for refusal in refusals:
            for match in refusal.finditer(sentence.replace("\u2019", "'")):
                matter = " ".join(part for part in match.groupdict().values() if part)
                for kind in (kind for kind, words in matters.items() if words.search(matter)):
                    found.setdefault(kind, sentence)
    return found


def find_warnings(text: str, kinds: Iterable[str]) -> dict[str, str]:
    """What tells readers of these matters without a claim, by kind, each with its sentence.

    >>> find_warnings("The intruders may write to you and ask for money.", ["coercion"])
    {'coercion': 'The intruders may write to you and ask for money.'}
    """
    _, _, warnings = _load()
    found: dict[str, str] = {}
    for sentence in split_sentences(text):
        for kind in kinds:
            if kind in warnings and warnings[kind].search(sentence):
                found.setdefault(kind, sentence)
    return found
