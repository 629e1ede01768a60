"""A search through the sieve finds what a search of all trees finds."""

from __future__ import annotations

import json

import pytest

from firstbell.base.patterns import PatternList
from firstbell.repository.tree_sieve import TreeSieve, find_words

NAMES = (
    "budget.xlsx",
    "BUDGET final.XLSX",
    "bud get.xlsx",
    "notes.txt",
    "a\\budget.txt",
    "b\u00fcdget.xlsx",
    "bud\u212aet-kept.xlsx",
    'quo"budget".txt',
    "99999.dat",
)


class Blobs:
    """One tree."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def load(self, blob_id: bytes) -> bytes:
        return self._data


def make_tree(name: str, *, kind: str = "file", spaced: bool = False) -> bytes:
    # names are quoted as Go does it, and then again by JSON
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    node: dict[str, object] = {"name": quoted, "type": kind, "mode": 420, "content": ["9" * 64]}
    if kind == "dir":
        node["subtree"] = "ab" * 32
    separators = (", ", ": ") if spaced else (",", ":")
    return json.dumps({"nodes": [node]}, ensure_ascii=False, separators=separators).encode()


PATTERNS = ["*budget*", "budget.xlsx", "*BUDGET*.xlsx", "*99999*", "bud*et*kept.xlsx"]


@pytest.mark.parametrize(
    "pattern", ["*budget*", "budget.xlsx", "*BUDGET*.xlsx", "*99999*", "bud*et*kept.xlsx"]
)
@pytest.mark.parametrize("spaced", [False, True])
def test_no_name_that_fits_is_sifted_out(pattern: str, spaced: bool) -> None:
    words = find_words([pattern])
    assert words
    patterns = PatternList([pattern], ignore_case=True)
    for name in NAMES:
        found = TreeSieve(Blobs(make_tree(name, spaced=spaced)), words).load_tree(bytes(32))
        if patterns.match(b"/" + name.encode()):
            assert [node.name for node in found] == [name.encode()], (pattern, name)


def test_a_folder_without_the_word_is_not_decoded_unless_all_of_it_is_wanted() -> None:
    sieve = TreeSieve(Blobs(make_tree("notes.txt")), [b"budget"])
    assert sieve.load_tree(bytes(32)) == []
    # the word stands in a hash, and in no name
    assert TreeSieve(Blobs(make_tree("notes.txt")), [b"99999"]).load_tree(bytes(32)) == []
    assert len(TreeSieve(Blobs(make_tree("notes", kind="dir")), [b"budget"]).load_tree(bytes(32))) == 1
    sieve.takes_all = True
    assert len(sieve.load_tree(bytes(32))) == 1


def test_patterns_without_a_word_are_looked_for_in_full() -> None:
    assert find_words(["*.x*"]) == [b".x"]
    for pattern in ("*", "?", "/home/*", "[ab]udget", "!budget", "C:x", "..", "a", "\\*x"):
        assert find_words(["budget", pattern]) == []
