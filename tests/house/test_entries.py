"""Entries of ledgers: the body of each kind is a type with a version, described in docs/formats/."""

from __future__ import annotations

import ast
import importlib
import re

import pytest

from firstbell.case.entries import BY_HAND, draft_entry
from firstbell.case.errors import EntryBodyError
from firstbell.ledger.bodies import EntryBody
from firstbell.ledger.continuation import CONTINUED
from firstbell.ledger.roles import KEY
from firstbell.record.entry_kinds import WORDS
from tests.house.sources import PACKAGE, ROOT, nodes_of, parse, source_files

# bodies that are part of the ledger's own format, which has a version by itself; and words of people's own
_OWN = {
    "case/actors.py": "keys of a ledger",
    "case/upgrade.py": "keys, and where the record goes on",
    "case/entries.py": "what somebody puts down by hand",
}
# what the help of `case add` names, and no body of ours is of
_BY_HAND = {"action", "contact", "decision", "finding"}


def list_bodies() -> list[type[EntryBody]]:
    """Every type of body that has a kind."""
    for path in source_files():
        if "EntryBody" in path.read_text() and path.name != "bodies.py":
            importlib.import_module(".".join(("firstbell", *path.relative_to(PACKAGE).with_suffix("").parts)))
    importlib.import_module("firstbell.case.bodies")
    found: list[type[EntryBody]] = []
    waiting: list[type[EntryBody]] = [EntryBody]
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        found += [one for one in below if "KIND" in one.__dict__ and one.__module__.startswith("firstbell.")]
    return sorted(found, key=lambda one: one.KIND)


def test_an_entry_is_written_by_the_type_of_its_kind() -> None:
    found = []
    for path in source_files():
        name = str(path.relative_to(PACKAGE))
        if name.startswith("ledger/") or name in _OWN:
            continue
        for node in nodes_of(parse(path)):
            if not isinstance(node, ast.Call):
                continue
            by_hand = (
                isinstance(node.func, ast.Attribute)
                and node.func.attr == "append"
                and len(node.args) > 1
                and ast.unparse(node.func.value) != "np"
            )
            is_draft = isinstance(node.func, ast.Name) and node.func.id == "EntryDraft"
            if by_hand or is_draft:
                found.append(f"{name}:{node.lineno}: {ast.unparse(node)}")
    assert found == []


def test_a_kind_has_one_type() -> None:
    kinds = [one.KIND for one in list_bodies()]
    assert len(kinds) > 50
    assert len(kinds) == len(set(kinds))


def test_every_kind_is_described_with_the_formats() -> None:
    pages = "".join(path.read_text() for path in sorted((ROOT / "docs/formats").glob("*.md")))
    assert [one.KIND for one in list_bodies() if f"`{one.KIND}`" not in pages] == []


def test_every_kind_has_words_and_words_are_of_a_kind() -> None:
    written = {one.KIND for one in list_bodies()} | {KEY, CONTINUED}
    assert set(WORDS) ^ (written | _BY_HAND) == set()
    assert len(set(WORDS.values())) == len(WORDS)
    assert [one for one in WORDS.values() if re.search(r"[._]", one) or not one[0].isupper()] == []


@pytest.mark.parametrize("kind", sorted(WORDS.keys() - _BY_HAND - {"note"}))
def test_a_kind_of_a_form_of_its_own_is_not_written_by_hand(kind: str) -> None:
    with pytest.raises(EntryBodyError, match="made by other commands") as refused:
        draft_entry(kind, {"text": "x", "why": "x"})
    assert refused.value.hint.startswith(("use `", "a person may add: "))


@pytest.mark.parametrize("kind", [*BY_HAND, "contact.state_police", "note.of_ours"])
def test_other_kinds_are(kind: str) -> None:
    assert draft_entry(kind, {"text": "x"}).kind == kind


@pytest.mark.parametrize("body", list_bodies(), ids=lambda one: one.KIND)
def test_a_body_says_its_version(body: type[EntryBody]) -> None:
    assert body.VERSION == 1
    assert (
        body.__struct_defaults__[body.__struct_fields__.index("version") - len(body.__struct_fields__)] == 1
    )
