"""What the record lacks: a judge names subjects and fields, a person reads words and commands."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class PlainNeed:
    """What is needed, in words. `commands`: by which it is put on the record; none where no fact would do."""

    words: str
    commands: tuple[str, ...] = ()


@cache
def _compile() -> re.Pattern[str]:
    subject = "|".join(_load()["subjects"])
    return re.compile(rf"\b({subject})(?: (or|and) ({subject}))?(?:: | \()(.+?)\)?$", re.S)


@cache
def _load() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("needs.toml").read_text("utf-8"))


def tell_need(need: str) -> PlainNeed:
    """One of a claim's `needs` in plain words, with the commands that enter the fact.

    >>> tell_need("ransom: paid, known as yes or no").words
    'a fact about the ransom: whether it was paid'
    """
    subjects = _load()["subjects"]
    named = _compile().search(need)
    if named is None:
        return PlainNeed(need)
    keys = [key for key in named.group(1, 3) if key]
    called = f" {named[2]} ".join(subjects[key][0] for key in keys)
    before = need[: named.start()].removesuffix("a fact: ")
    told = f"{before}a fact about {called}: {_say_rest(keys[0], named[4])}"
    return PlainNeed(told, tuple(dict.fromkeys(_say_command(key) for key in keys)))


def describe_needs(claims: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Claims as `statement check --json` gives them, each with `lacks`: its needs in plain words."""
    return [{**one, "lacks": [asdict(tell_need(need)) for need in one["needs"]]} for one in claims]


def _say_rest(subject: str, rest: str) -> str:
    tables = _load()["rests"]
    for table in (tables.get(subject, {}), tables["*"]):
        if rest in table:
            return str(table[rest])
    # what names another subject or a field by its key is still read as words
    for key, (called, _) in _load()["subjects"].items():
        rest = re.sub(rf"\b{key}\b", called, rest) if "_" in key else rest
    return rest.removesuffix(", known").replace("_", " ")


def _say_command(subject: str) -> str:
    called = _load()["by_command"].get(subject)
    if called:
        return str(called)
    return f"firstbell case fact {subject} {shlex.quote(_load()['subjects'][subject][1])}"
