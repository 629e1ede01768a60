"""The list of known names: where it is from, what it holds, and that it is no proof."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from firstbell.examine.names import is_known_extension, is_known_note, tell_extension, tell_note
from firstbell.record.examination import Verdict
from scripts.known_names import clean_extension, clean_note, render
from tests.examine.samples import make_text
from tests.examine.strikes import LAYOUTS, strike
from tests.examine.trees import examine, grow_tree


def test_the_list_says_where_it_is_from() -> None:
    listed = json.loads(files("firstbell.examine").joinpath("known_names.json").read_text())
    assert listed["source"].startswith("github.com/MISP/misp-galaxy")
    assert (listed["licence"], listed["date"][:2]) == ("CC0-1.0", "20")
    assert len(listed["extensions"]) > 400
    assert len(listed["notes"]) > 250


@pytest.mark.parametrize("extension", [b".medusa", b".AKIRA", b".locky", b".wncry"])
def test_extensions_of_intruders_are_known(extension: bytes) -> None:
    assert is_known_extension(extension)


@pytest.mark.parametrize(
    "name", [".docx", ".lock", ".zip", ".html", ".RANDOM 3 LETTERS", ".[random].globe", ".exe"]
)
def test_extensions_that_honest_files_have_are_not_taken_from_the_list(name: str) -> None:
    assert clean_extension(name) == ""
    assert not is_known_extension(name.encode())


def test_names_of_notes_are_known_and_those_of_honest_files_are_not() -> None:
    assert is_known_note(b"!!!READ_ME_MEDUSA!!!.txt")
    assert not is_known_note(b"README.txt")
    assert clean_note("readme.txt") == ""
    assert clean_note("HOW TO DECRYPT FILES.txt") == "how to decrypt files.txt"


def test_a_list_is_rendered_with_its_source() -> None:
    family = {
        "value": "A  family",
        "meta": {"extensions": [".evilx", ".docx"], "ransomnotes-filenames": "get back.txt"},
    }
    made = json.loads(render({"version": 7, "values": [family]}, "2026-01-02"))
    assert made["extensions"] == {".evilx": ["A family"]}
    assert made["notes"] == {"get back.txt": ["A family"]}
    assert (made["date"], made["list_version"]) == ("2026-01-02", 7)


def test_a_hint_names_its_source() -> None:
    assert tell_extension(b".medusa") == "Medusa (public reports, 2025-11)"
    assert "MISP galaxy" in tell_note(b"HELP_DECRYPT.txt")
    assert tell_extension(b".docx") == ""


def test_a_known_extension_weighs_beside_damage_and_says_nothing_alone() -> None:
    tree = grow_tree(seeds=1)
    honest = {path + b".locky": data for path, data in tree.items()}
    assert examine(tree, honest).verdict is Verdict.CLEAN
    path = next(path for path in tree if path.endswith(b".csv"))
    struck = {one: data for one, data in tree.items() if one != path}
    struck[path + b".locky"] = strike(tree[path], LAYOUTS[0], seed=3)
    codes = {reason.code for reason in examine(tree, struck).reasons}
    assert {"damage", "names.extension"} <= codes


def test_names_of_notes_weigh_where_they_lie_in_several_folders() -> None:
    tree = grow_tree(seeds=1)
    new = {folder + b"HELP_DECRYPT.txt": make_text(1) for folder in (b"/home/anna/", b"/school/office/")}
    assert {reason.code for reason in examine(tree, tree | new).reasons} == {"names.note"}
