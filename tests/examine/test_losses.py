"""Losses that people make a few at a time and intruders in bulk: dates, old versions, one content for all."""

from __future__ import annotations

import random
import re

from firstbell.record.examination import Verdict
from tests.examine.samples import write_words
from tests.examine.test_likeness import shuffle_words
from tests.examine.trees import Tree, replay


def shift_dates(tree: Tree) -> dict[bytes, bytes]:
    source = random.Random(9)

    def write_date(_: re.Match[bytes]) -> bytes:
        return b"2026-%02d-%02d" % (source.randrange(1, 13), source.randrange(1, 29))

    return {path: re.sub(rb"2026-\d\d-\d\d", write_date, data) for path, data in tree.items()}


def make_dated_host(count: int) -> dict[bytes, bytes]:
    return {
        b"/srv/office/note %d.txt"
        % n: f"2026-03-{n % 28 + 1:02d} {write_words(n, 60)} until 2026-05-01".encode()
        for n in range(count)
    }


def test_dates_that_change_in_a_twentieth_of_the_files_are_suspect_and_in_a_few_are_work() -> None:
    tree = make_dated_host(60)
    some = dict(sorted(tree.items())[:5])
    many = replay([tree, tree | {b"/srv/new.txt": b"new"}, shift_dates(tree)])[-1]
    few = replay([tree, tree, tree | shift_dates(some)])[-1]
    assert (many.verdict, few.verdict) == (Verdict.SUSPECT, Verdict.CLEAN)
    assert any("other numbers or dates" in reason.detail for reason in many.reasons)
    assert few.evidence is not None
    assert few.evidence.count("lost") == 0


def test_other_dates_in_a_few_files_a_day_add_up_where_these_had_never_changed() -> None:
    tree = make_dated_host(60)
    days = [tree | {b"/srv/day.txt": b"%d" % day} for day in range(6)]
    patient, busy = [*days], [*days]
    shifted = shift_dates(tree)
    names = sorted(tree)
    for day in range(6):
        patient.append(patient[-1] | {path: shifted[path] for path in names[2 * day : 2 * day + 2]})
        # people change the same ones again and again
        busy.append(busy[-1] | shift_dates({path: busy[-1][path] for path in names[:2]}))
    verdicts = [one.verdict for one in replay(patient)][6:]
    assert verdicts == [Verdict.CLEAN] * 3 + [Verdict.SUSPECT] + [Verdict.CLEAN] * 2
    (reason,) = [one for one in replay(patient)[9].reasons if one.code == "mass.slow"]
    assert reason.detail.startswith("8 of 61 files were left with all of their words and other numbers")
    assert {one.verdict for one in replay(busy)} == {Verdict.CLEAN}


def test_older_versions_that_are_back_in_bulk_are_suspect_once_and_a_restore_after_damage_is_not() -> None:
    old = make_dated_host(40)
    edited = {path: data + b"\nseen by the principal" for path, data in old.items()}
    back = replay([old, edited, edited | {b"/srv/new.txt": b"new"}, old])
    assert [one.verdict for one in back] == [Verdict.CLEAN] * 3 + [Verdict.SUSPECT]
    assert any("put back to an older version" in reason.detail for reason in back[-1].reasons)
    few = edited | dict(sorted(old.items())[:6])
    assert replay([old, edited, edited | {b"/srv/new.txt": b"new"}, few])[-1].verdict is Verdict.CLEAN
    struck = {path: shuffle_words(data.decode()).encode() for path, data in edited.items()}
    assert [one.verdict for one in replay([old, edited, struck, edited])][-2:] == [
        Verdict.SUSPECT,
        Verdict.CLEAN,
    ]


def test_one_content_over_eight_files_that_differed_is_suspect_on_a_host_of_any_size() -> None:
    tree = make_dated_host(300)
    page = dict.fromkeys(sorted(tree)[:9], b"<html>your files are ours</html>")
    examination = replay([tree, tree | {b"/srv/new.txt": b"new"}, tree | page])[-1]
    assert examination.verdict is Verdict.SUSPECT
    assert "mass.alike" in {reason.code for reason in examination.reasons}
