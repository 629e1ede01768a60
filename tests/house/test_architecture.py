"""The house as it is drawn: tree, linter, docs/architecture.md and CONTRIBUTING.md tell of the same one."""

from __future__ import annotations

import importlib
import importlib.util
import re
import tomllib

import pytest

from tests.house.sources import PACKAGE, ROOT
from tests.house.test_entries import list_bodies

PAGE = (ROOT / "docs" / "architecture.md").read_text()
ROOMS = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
# folders of tests that are about no single room
_ACROSS = {"adversary", "compat", "contract", "faults", "house", "properties", "quality", "vectors"}
# what a verb has opened already is told by its name, not by its room
_OPENED = {"repository.list_snapshots"}
_KINDS = {kind for body in list_bodies() for kind in (body.KIND, body.KIND.partition(".")[0])}


def read_linter() -> list[set[str]]:
    """The rooms of each floor, from the ground up, as the linter holds them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (floors,) = [one["layers"] for one in contracts if one["name"] == "floors"]
    return [set(re.findall(r"\w+", floor)) for floor in reversed(floors)]


def read_picture() -> list[set[str]]:
    """The rooms of each floor in the picture of docs/architecture.md."""
    floors: list[set[str]] = []
    for floor, room in re.findall(r"^(floor \d+|) +(\w+)/ ", PAGE.split("```")[1], re.MULTILINE):
        if floor:
            floors.append(set())
        floors[-1].add(room)
    return floors[::-1]


def read_contributing() -> list[set[str]]:
    """The rooms of each floor in the table of CONTRIBUTING.md."""
    rows = re.findall(r"^\| (\d+) \| (.*) \|$", (ROOT / "CONTRIBUTING.md").read_text(), re.MULTILINE)
    named = {int(floor): set(re.findall(r"`(\w+)`", told)) for floor, told in rows}
    return [named[floor] & ROOMS for floor in sorted(named)]


def test_every_room_stands_on_one_floor_and_all_say_on_which() -> None:
    floors = read_linter()
    assert len(floors) == 11
    assert sum(map(len, floors)) == len(ROOMS)
    assert set().union(*floors) == ROOMS
    assert read_picture() == floors
    assert read_contributing() == floors


def test_every_room_has_its_tests_and_there_are_no_others() -> None:
    folders = {path.name for path in (ROOT / "tests").iterdir() if any(path.glob("**/*.py"))}
    assert folders == ROOMS | _ACROSS


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`([a-z_]+(?:\.\w+)+)(?=[`(])", PAGE)) - _OPENED))
def test_what_a_face_is_told_to_call_is_there(name: str) -> None:
    """`room.module.name`, as a face would import it; or a kind of entry."""
    room, *parts = name.split(".")
    if room not in ROOMS or name in _KINDS:
        assert room in _KINDS or name in {"pyproject.toml", "context.catalog.list_examinations"}
        return
    found: object = importlib.import_module(f"firstbell.{room}")
    path = f"firstbell.{room}"
    for part in parts:
        path = f"{path}.{part}"
        is_module = not hasattr(found, part) and hasattr(found, "__path__")
        found = importlib.import_module(path) if is_module else getattr(found, part)


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`([a-z_]+/[\w/]*\.?\w+)`", PAGE))))
def test_a_path_that_is_named_is_there(name: str) -> None:
    assert (PACKAGE / name).exists() or (ROOT / name).exists()
