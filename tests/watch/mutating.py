"""JSON that means almost the same: what one reader takes otherwise than another."""

from __future__ import annotations

import json
import random
from typing import Any

_VALUES: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    1.5,
    1e300,
    1 << 31,
    1 << 32,
    1 << 63,
    1 << 70,
    "",
    "x",
    "2023-02-18T06:00:00Z",
    "2023-02-18T06:00:00",
    "2023-2-18T06:00:00Z",
    "2023-02-30T06:00:00Z",
    "2023-02-18T24:00:00Z",
    "2023-02-18T06:00:00+25:00",
    "2023-02-18t06:00:00z",
    "00" * 32,
    "0g" * 32,
    "AB" * 32,
    "00" * 31,
    [],
    {},
    [None],
    ["x", 3],
)


def mutate(data: bytes, rng: random.Random) -> bytes:
    """The JSON, changed in one place or two."""
    value = json.loads(data)
    text = json.dumps(_change(value, rng), separators=(",", ":"), ensure_ascii=rng.random() < 0.5)
    if rng.random() < 0.2:
        text = _change_text(text, rng)
    return text.encode("utf-8", "surrogatepass")


def _change(value: Any, rng: random.Random) -> Any:
    """One change somewhere below."""
    if isinstance(value, dict) and value:
        key = rng.choice(sorted(value))
        if isinstance(value[key], dict | list) and rng.random() < 0.75:
            return value | {key: _change(value[key], rng)}
        return rng.choice([_set, _drop, _recase, _add])(value, key, rng)
    if isinstance(value, list) and value:
        at = rng.randrange(len(value))
        changed = list(value)
        changed[at] = _change(value[at], rng)
        if rng.random() < 0.1:
            changed.append(changed[rng.randrange(len(changed))])
        return changed
    return rng.choice(_VALUES)


def _set(value: dict[str, Any], key: str, rng: random.Random) -> dict[str, Any]:
    if isinstance(value[key], int) and rng.random() < 0.3:
        return value | {key: float(value[key])}
    return value | {key: rng.choice(_VALUES)}


def _drop(value: dict[str, Any], key: str, rng: random.Random) -> dict[str, Any]:
    return {other: inner for other, inner in value.items() if other != key}


def _recase(value: dict[str, Any], key: str, rng: random.Random) -> dict[str, Any]:
    """The key a second time, or instead, in other letters that some take for the same."""
    other = rng.choice(
        [key.upper(), key.capitalize(), key.replace("s", "\u017f"), key.replace("k", "\u212a")]
    )
    kept = value if rng.random() < 0.5 else _drop(value, key, rng)
    return kept | {other: rng.choice([value[key], rng.choice(_VALUES)])}


def _add(value: dict[str, Any], key: str, rng: random.Random) -> dict[str, Any]:
    return value | {rng.choice(["new_field", "supersedes", "content", "subtree"]): rng.choice(_VALUES)}


def _change_text(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text))
    return rng.choice(
        [
            "\ufeff" + text,
            text + " ",
            text + "{}",
            text + "\x00",
            text[:-1] + ",}",
            text.replace(":", " : ", 1),
            text.replace('"', "\\u0022", 1),
            text[:at] + "\ud800" + text[at:],
            text[:-1] + text[text.find('"') - 1 : -1].replace("{", ",", 1) + "}",
        ]
    )
