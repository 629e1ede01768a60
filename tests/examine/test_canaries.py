"""Canaries: what counts as touching one, and what does not."""

from __future__ import annotations

import hashlib

import pytest

from firstbell.examine.examination import History
from firstbell.record.examination import Examination, Verdict
from tests.examine.samples import make_text
from tests.examine.trees import Tree, examine

PATH = b"/srv/staff/accounts/budget old.txt"
CONTENT = make_text(3)[:4000]
CANARIES = {PATH: hashlib.sha256(CONTENT).digest()}
TREE = {PATH: CONTENT, b"/srv/staff/accounts/a.txt": make_text(1), b"/srv/staff/b.txt": make_text(2)}


def after(tree: Tree, old: Tree = TREE) -> Examination:
    return examine(old, tree, history=History(canaries=CANARIES))


def without(path: bytes) -> dict[bytes, bytes]:
    return {one: data for one, data in TREE.items() if one != path}


@pytest.mark.parametrize(
    "tree",
    [
        {**TREE, PATH: CONTENT + b"one line more\n"},
        without(PATH),
        {**without(PATH), PATH + b".locked": CONTENT},
        {**without(PATH), PATH + b".locked": b"noise"},
        {},
    ],
    ids=["edited", "removed", "renamed", "struck", "all removed"],
)
def test_a_touched_canary_is_proof_and_needs_nothing_beside_it(tree: dict[bytes, bytes]) -> None:
    examination = after(tree)
    assert examination.verdict is Verdict.EVENT
    assert examination.reasons[0].code == "canary.touched"
    assert "budget old.txt" in examination.reasons[0].detail


def test_a_canary_that_comes_or_stays_is_no_sign() -> None:
    assert after(TREE, without(PATH)).reasons == ()
    assert after({**TREE, b"/srv/staff/b.txt": make_text(2) + b"more\n"}).reasons == ()


def test_a_canary_that_first_appears_struck_is_touched() -> None:
    assert after({**TREE, PATH: b"other"}, without(PATH)).verdict is Verdict.EVENT


def test_a_canary_struck_before_it_was_ever_backed_up_is_seen_in_the_first_snapshot() -> None:
    history = History(is_first=True, canaries=CANARIES)
    assert examine({}, TREE, history=history).verdict is Verdict.CLEAN
    assert examine({}, {**TREE, PATH: b"other"}, history=history).verdict is Verdict.EVENT


def test_a_folder_moved_with_the_canary_in_it_is_told_and_no_event() -> None:
    moved = {path.replace(b"/accounts/", b"/old accounts/"): data for path, data in TREE.items()}
    examination = after(moved)
    assert (examination.verdict, examination.reasons[0].code) == (Verdict.CLEAN, "canary.moved")
