"""Our own signs: `signs/*.toml`, one a file. Docs: docs/hunts.md.

A sign has `id`, `question`, `title`, `needs` (sources that it looks at), `attack`, `attack_version`, `proves`
and `not_proved`, and `match` tables: `source` and `event`, or `category`; `where` and `unless` in Sigma's
language (a list of maps is one of them); `message`, `account`, `strength`; `count`, `absent`, `fresh`. A sign
that only whole nights can judge names who does: `judge`.
"""

from __future__ import annotations

import functools
import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from firstbell.base.clock import DAY_S
from firstbell.base.counts import read_number
from firstbell.investigate.hunts.match.compiler import compile_part
from firstbell.investigate.hunts.match.detections import Detection, Every, FieldState, Neither, Some
from firstbell.investigate.hunts.match.logsources import LogLocation, find_places
from firstbell.investigate.hunts.match.patterns import HuntRuleError
from firstbell.investigate.hunts.match.rules import Absence, Count, HuntRule

QUESTIONS = ("entry", "accounts", "hosts", "staged", "taken", "stays", "hidden")
_UNITS_S = {"s": 1, "m": 60, "h": 3600, "d": DAY_S}
_FOLDER = "firstbell.investigate.hunts.signs"


@dataclass(frozen=True)
class HuntSign:
    """One sign: what it looks for, what it proves and what it does not."""

    id: str
    question: str
    title: str
    needs: tuple[str, ...]
    attack: tuple[str, ...]
    attack_version: str
    proves: str
    not_proved: str
    rules: tuple[HuntRule, ...]


@functools.cache
def load_signs() -> Mapping[str, HuntSign]:
    """Every sign of ours, by id. Raises: HuntRuleError for a table that is wrong."""
    tables = [one for one in files(_FOLDER).iterdir() if one.name.endswith(".toml")]
    signs = [make_sign(tomllib.loads(one.read_text(encoding="utf-8"))) for one in tables]
    return {sign.id: sign for sign in sorted(signs, key=lambda sign: sign.id)}


def make_sign(table: Mapping[str, Any]) -> HuntSign:
    """A sign from its table. Raises: HuntRuleError."""
    name = str(table.get("id") or "")
    for field in ("id", "question", "title", "proves", "not_proved", "attack_version", "needs"):
        if not table.get(field):
            raise HuntRuleError(f"the sign {name!r} lacks {field!r}")
    if table["question"] not in QUESTIONS:
        raise HuntRuleError(f"the sign {name!r} asks {table['question']!r}, which nobody asks")
    matches = table.get("match") or []
    if not matches and not table.get("judge"):
        raise HuntRuleError(f"the sign {name!r} has no match, and nothing else judges it")
    return HuntSign(
        id=name,
        question=table["question"],
        title=table["title"],
        needs=tuple(table["needs"]),
        attack=tuple(table["attack"]),
        attack_version=table["attack_version"],
        proves=table["proves"],
        not_proved=table["not_proved"],
        rules=tuple(_make_rule(table, match, f"{name}#{at}") for at, match in enumerate(matches)),
    )


def digest_signs(inside: Sequence[str] = ()) -> bytes:
    """What names our signs as they are, with these networks as the district's own: 32 bytes."""
    digest = hashlib.sha256("\0".join(sorted(inside)).encode())
    for table in sorted(files(_FOLDER).iterdir(), key=lambda one: one.name):
        if table.name.endswith(".toml"):
            digest.update(table.read_bytes())
    return digest.digest()


def _make_rule(table: Mapping[str, Any], match: Mapping[str, Any], key: str) -> HuntRule:
    try:
        return HuntRule(
            key=key,
            sign=table["id"],
            places=_list_places(match),
            detection=_compile(match),
            message=match["message"],
            question=table["question"],
            strength=match.get("strength", "shown"),
            attack=tuple(match.get("attack", table["attack"])),
            attack_version=table["attack_version"],
            proves=match.get("proves", table["proves"]),
            not_proved=match.get("not_proved", table["not_proved"]),
            count=_make_count(match.get("count")),
            absence=_make_absence(match.get("absent")),
            fresh=tuple(match.get("fresh", ())),
            account=match.get("account", ""),
        )
    except (KeyError, HuntRuleError) as error:
        raise HuntRuleError(f"the sign's table {key} is wrong: {error}") from None


def _list_places(match: Mapping[str, Any]) -> tuple[LogLocation, ...]:
    if "category" in match:
        return find_places({"product": "windows", "category": match["category"]})
    events = tuple(map(str, match.get("event", ())))
    sources = match["source"] if isinstance(match["source"], list) else [match["source"]]
    return tuple(LogLocation(source, events) for source in sources)


def _compile(match: Mapping[str, Any]) -> Detection:
    parts: list[Detection] = []
    if "where" in match:
        parts.append(compile_part(match["where"]))
    unless = match.get("unless", [])
    for one in unless if isinstance(unless, Sequence) else [unless]:
        parts.append(Neither(compile_part(one)))
    if not parts:
        # a record of that source and number is enough
        return Some((FieldState("EventID", exists=True), FieldState("EventID", exists=False)))
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def _make_count(table: Mapping[str, Any] | None) -> Count | None:
    if table is None:
        return None
    return Count(
        least=int(table.get("least", 1)),
        within_s=read_span_s(str(table.get("within", "0s"))),
        by=tuple(table.get("by", ())),
        distinct=str(table.get("distinct", "")),
        total=str(table.get("sum", "")),
        total_least=int(table.get("sum_least", 0)),
    )


def _make_absence(table: Mapping[str, Any] | None) -> Absence | None:
    if table is None:
        return None
    return Absence(str(table["source"]), tuple(map(str, table["event"])), read_span_s(str(table["within"])))


def read_span_s(text: str) -> float:
    """Seconds of "10m", "24h", "30s", "2d". Raises: HuntRuleError."""
    number = read_number(text[:-1])
    if number is None or text[-1] not in _UNITS_S:
        raise HuntRuleError(f"{text!r} is not a span of time")
    return float(number * _UNITS_S[text[-1]])


# records that are no trace, but explain what else would be one
_NOTES = (
    HuntRule(
        "note.archived#0",
        "",
        (LogLocation("eventlog/Security", ("1105",)),),
        FieldState("EventID", exists=True),
        "",
    ),
)


def list_rules(signs: Mapping[str, HuntSign]) -> list[HuntRule]:
    """The rules of these signs, and for each that asks what is absent one that looks for it."""
    rules = [rule for sign in signs.values() for rule in sign.rules]
    companions = [
        HuntRule(
            key=f"{rule.key}!near",
            sign=rule.sign,
            places=(LogLocation(rule.absence.source, rule.absence.events),),
            detection=FieldState("EventID", exists=True),
            message="",
        )
        for rule in rules
        if rule.absence is not None
    ]
    return [*rules, *companions, *_NOTES]
