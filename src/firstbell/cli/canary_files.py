"""Canaries for a folder: documents that look like the district's, under names that nothing there has."""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Iterator
from pathlib import Path

from firstbell.actions.events.canaries import CanaryPlan
from firstbell.base.clock import DAY_NS
from firstbell.cli.terminal.errors import UsageError
from firstbell.drill.district.cast import invent_cast
from firstbell.drill.district.formats import RENDERERS
from firstbell.drill.district.writer import DocumentWriter

KINDS = ("docx", "pdf", "xlsx", "jpg", "csv", "txt")
# one blob in every repository, so that its id is the hash of the content
_MOST_BYTES = 128 << 10
# the first and the last name of a folder are struck first and last
_STARTS = ("2019 ", "Archived ", "Budget ", "Old ", "Year end ", "zz ")
_TOPICS = ["agenda", "budget", "draft", "grant", "list", "minutes", "plan", "report", "roster", "survey"]


def plan_canaries(folder: Path, count: int, *, seed: int, now_ns: int) -> list[CanaryPlan]:
    """Documents of several types, spread over the folder and those below it; nothing is written yet.

    Raises: UsageError where the folder is none.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder", hint="name a folder that this host backs up")
    rng = random.Random(seed)
    contents = _write_contents(seed)
    plans: list[CanaryPlan] = []
    for place in _spread(folder, count):
        kind, content = next(contents)
        taken = {plan.place for plan in plans}
        at_ns = now_ns - rng.randrange(200, 900) * DAY_NS
        plans.append(CanaryPlan(_name(place, kind, rng, taken=taken), content, at_ns))
    return plans


def _write_contents(seed: int) -> Iterator[tuple[str, bytes]]:
    """Kinds and contents in turn, without end; those that are too large are passed over."""
    cast = invent_cast(seed)
    for number in itertools.count():
        kind = KINDS[number % len(KINDS)]
        content = RENDERERS[kind](DocumentWriter(random.Random(f"{seed}:{number}"), cast))
        if len(content) <= _MOST_BYTES:
            yield kind, content


def _spread(folder: Path, count: int) -> Iterator[Path]:
    """The folder itself, then folders below it from all over the tree, again and again."""
    below = sorted(path for path in _walk(folder))
    step = max(1, len(below) // max(1, count - 1))
    places = [folder, *below[::step]][: max(1, count)]
    for number in range(count):
        yield places[number % len(places)]


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, _ in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            path = Path(place, name)
            if not path.is_symlink() and os.access(path, os.W_OK):
                yield path


def _name(folder: Path, kind: str, rng: random.Random, *, taken: set[Path]) -> Path:
    """A name that nothing there has."""
    while True:
        name = f"{rng.choice(_STARTS)}{rng.choice(_TOPICS)} {rng.choice(_TOPICS)}.{kind}"
        place = folder / name
        if place not in taken and not os.path.lexists(place):
            return place
