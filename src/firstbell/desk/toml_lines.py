"""On which line of a TOML file a value stands: the parser of the standard library does not say.

Enough of TOML for a configuration written by people: headers, arrays of tables, keys, arrays over several
lines. Where a value cannot be found so, the nearest table above it is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_NAME = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADER = re.compile(rf"^\s*(\[\[?)[ \t]*({_NAME})[ \t]*\]\]?\s*(#.*)?$")
_KEY = re.compile(rf"^\s*({_NAME})\s*=")
_PARTS = re.compile(_PART)
# comments and strings; of these a string over several lines may hold what looks like a header or a key
_OPAQUE = re.compile(
    r"""\#[^\n]*|\"{3}(?:\\.|.)*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\n])*"|'[^'\n]*'""", re.DOTALL
)
_LINES = re.compile(r"[^\n]+")

Step = str | int


class Flaw(NamedTuple):
    """Something that does not hold, and where: the steps to it from the top of the file.

    `hint`: "" where the problem says it all.
    """

    steps: tuple[Step, ...]
    problem: str
    hint: str = ""


def split_path(path: str) -> list[Step]:
    """The steps of msgspec's `$.system[1].tier`: "system", 1, "tier"."""
    return [int(number) if number else key for key, number in re.findall(r"\.([^.\[\]]+)|\[(\d+)\]", path)]


def show_path(steps: Sequence[Step]) -> str:
    """`system[2].tier`, counted from one as a person counts."""
    shown = ""
    for step in steps:
        shown += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if shown else step
    return shown


def find_line(text: str, steps: Sequence[Step]) -> int:
    """The line, from 1, of the value at `steps`, or of the table it should stand in; else 0."""
    tables: list[tuple[list[Step], int, list[tuple[list[str], int]]]] = [([], 0, [])]
    counts: dict[tuple[Step, ...], int] = {}
    # a line of TOML ends with a line feed alone, so that U+2028 in a name counts for none
    for number, line in enumerate(_OPAQUE.sub(_hide_lines, text).split("\n"), start=1):
        header = _HEADER.match(line)
        if header:
            is_array = header[1] == "[["
            tables.append((_resolve(_split_name(header[2]), counts, is_array=is_array), number, []))
            continue
        key = _KEY.match(line)
        if key:
            tables[-1][2].append((_split_name(key[1]), number))
    return _search(tables, list(steps))


def _hide_lines(found: re.Match[str]) -> str:
    """What stands over several lines, without what stands there."""
    return _LINES.sub("", found[0]) if "\n" in found[0] else found[0]


def _split_name(dotted: str) -> list[str]:
    return [part[1:-1] if part[0] in "\"'" else part for part in _PARTS.findall(dotted)]


def _resolve(names: Sequence[str], counts: dict[tuple[Step, ...], int], *, is_array: bool) -> list[Step]:
    """The steps to the table that a header opens, with the numbers of the arrays on the way."""
    steps: list[Step] = []
    for at, name in enumerate(names):
        steps.append(name)
        place = tuple(steps)
        is_last = at == len(names) - 1
        if is_last and is_array:
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            steps.append(counts[place])
    return steps


def _search(tables: Sequence[tuple[list[Step], int, list[tuple[list[str], int]]]], steps: list[Step]) -> int:
    best = (-1, 0)
    for path, line, keys in tables:
        depth = len(path)
        if steps[:depth] != path:
            continue
        best = max(best, (depth, line))
        for key, at in keys:
            if steps[depth : depth + len(key)] == key:
                best = max(best, (depth + len(key), at))
    return best[1]
