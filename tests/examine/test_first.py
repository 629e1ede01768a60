"""The first snapshot of a host: damage that is there already is seen, and what is merely opaque is not."""

from __future__ import annotations

import random

from firstbell.examine.examination import History
from firstbell.record.examination import Examination, Verdict
from tests.examine.strikes import LAYOUTS, strike
from tests.examine.test_examination import NOTE
from tests.examine.trees import Tree, examine, grow_tree, tell_verdicts

FIRST = History(is_first=True)


def look(tree: Tree) -> Examination:
    return examine({}, tree, history=FIRST)


def strike_all(tree: Tree, suffix: bytes = b"") -> dict[bytes, bytes]:
    return {path + suffix: strike(data, LAYOUTS[0], seed=n) for n, (path, data) in enumerate(tree.items())}


def test_a_struck_tree_is_suspect_under_its_own_names_and_under_new_ones() -> None:
    tree = grow_tree(seeds=2)
    for suffix in (b"", b".q7x", b".akira"):
        examination = look(strike_all(tree, suffix))
        assert (examination.verdict, examination.reasons[0].code) == (Verdict.SUSPECT, "first.noise")


def test_renamed_noise_does_not_go_unseen_beside_what_was_spared() -> None:
    spared = {b"/srv/logs/day%d.txt" % n: b"all is well today\n" * 9 for n in range(900)}
    assert look(spared | strike_all(grow_tree(seeds=2), b".q7x")).verdict is Verdict.SUSPECT


def test_names_that_intruders_give_are_hinted_at() -> None:
    assert "Akira" in " ".join(look(strike_all(grow_tree(seeds=1), b".akira")).hints)


def test_opaque_files_under_names_that_promise_nothing_are_no_sign() -> None:
    source = random.Random(1)
    caches = {b"/srv/cache%d/%08x" % (n % 9, n): source.randbytes(3000) for n in range(80)}
    vaults = {b"/srv/vault/%d.hc" % n: source.randbytes(20_000) for n in range(20)}
    examination = look(grow_tree(seeds=1) | caches | vaults)
    assert (examination.verdict, examination.reasons) == (Verdict.CLEAN, ())


def test_notes_in_the_first_snapshot_weigh_in_the_second() -> None:
    tree = grow_tree(seeds=1)
    notes = {folder + b"README_NOW.txt": NOTE for folder in (b"/home/anna/", b"/school/office/")}
    some = dict(list(tree.items())[:3])
    struck = {**tree, **strike_all(some)}
    assert tell_verdicts([tree, struck]) == [Verdict.CLEAN, Verdict.SUSPECT]
    assert tell_verdicts([tree | notes, struck | notes]) == [Verdict.SUSPECT, Verdict.EVENT]
