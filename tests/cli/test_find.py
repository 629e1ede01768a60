"""`find`: a search that stops, and one that leaves out folders in which nothing can fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Call

NAMES = (
    "office/Budget 2021.xlsx",
    "office/notes.txt",
    "office/deep/budget.txt",
    "budgets/a.txt",
    "budgets/below/b.txt",
    "else/c.txt",
    "else/b\u00fcdget.txt",
    "else/back\\budget.txt",
)


@pytest.fixture
def tree(tmp_path: Path, place: Path, call: Call) -> Path:
    """A tree that is in the repository."""
    for name in NAMES:
        path = tmp_path / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    assert call("backup", tmp_path / "tree").status == 0
    return tmp_path / "tree"


def find(call: Call, *words: str) -> list[str]:
    told = call("find", "--json", *words)
    assert told.status == 0, told.err
    return [str(line["path"]) for line in told.messages if line["message_type"] == "match"]


def test_a_search_stops_after_so_many_matches(call: Call, tree: Path) -> None:
    found = find(call, "*.txt")
    assert len(found) == len(NAMES) - 1
    assert "more" not in call("find", "--json", "*.txt").summary
    for limit, more in ((3, True), (len(found), False), (len(found) + 1, False)):
        assert find(call, "*.txt", "--limit", str(limit)) == found[:limit]
        assert call("find", "--json", "*.txt", "--limit", str(limit)).summary["more"] is more
    assert call("find", "*.txt", "--limit", "0").status == 2


@pytest.mark.parametrize("name", ["budget*", "*budget*", "budgets", "notes.txt", "a.txt", "else", "*2021*"])
def test_a_word_finds_what_a_class_of_letters_finds(call: Call, tree: Path, name: str) -> None:
    # a class of letters is looked for in every folder
    letter = name.lstrip("*")[0]
    classed = name.replace(letter, f"[{letter}{letter.upper()}]", 1)
    for words in (("--ignore-case", name), ("--ignore-case", "*zzz*", name), ("--ignore-case", name.upper())):
        assert find(call, *words) == find(call, "--ignore-case", classed) != []
    assert set(find(call, "--ignore-case", "*budget*")) >= {
        str(tree / one) for one in NAMES if "dget" in one and "\u00fc" not in one
    }
