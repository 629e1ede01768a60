"""The strike on a tree: what it does, what it never touches."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from firstbell.drill.families import FAMILIES, Naming
from firstbell.drill.marker import MarkedFolder
from firstbell.drill.strike import SMALLEST_BYTES, StrikePlan, StrikeRecord, StrikeRefusedError, strike_folder
from firstbell.drill.truth import ItemKind, survey_tree

NIGHT_NS = 1_676_700_000_000_000_000
TEXT = "The principal confirmed the bell schedule before first bell.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[MarkedFolder]:
    made = MarkedFolder.make(tmp_path)
    for at in range(40):
        place = made.tree / f"school {at % 10}"
        place.mkdir(exist_ok=True)
        (place / f"letter {at}.txt").write_text(TEXT * (at + 2))
    yield made
    made.close()


def strike(folder: MarkedFolder, *, seed: int = 1, **settings: object) -> StrikeRecord:
    plan = StrikePlan(at_ns=NIGHT_NS, **settings)  # type: ignore[arg-type]
    return strike_folder(folder, plan, random.Random(seed))


def test_the_record_tells_every_change_of_the_tree(folder: MarkedFolder) -> None:
    before = survey_tree(folder.tree)
    record = strike(folder, deleted=0.3)
    after = survey_tree(folder.tree)
    told = {path: item for path, item in before.items() if path not in record.deleted}
    for struck in record.struck:
        assert after[struck.path] != before[struck.was]
        del told[struck.was]
    untouched = {p: i for p, i in after.items() if p not in {s.path for s in record.struck} | {*record.notes}}
    assert untouched == told
    assert record.deleted
    assert record.folders == len({os.path.dirname(struck.path) for struck in record.struck})


def test_most_files_are_struck_in_many_ways(folder: MarkedFolder) -> None:
    record = strike(folder)
    assert 20 <= len(record.struck) <= 40
    assert len({struck.family for struck in record.struck}) >= 4


def test_the_same_seed_strikes_the_same_files(tmp_path: Path) -> None:
    records = []
    for _ in range(2):
        made = MarkedFolder.make(tmp_path)
        for at in range(20):
            (made.tree / f"{at}.txt").write_text(TEXT * 5)
        records.append(strike(made, seed=9))
        made.close()
    assert records[0] == records[1]


def test_each_naming_does_what_it_says(folder: MarkedFolder) -> None:
    namings = {family.name: family.naming for family in FAMILIES}
    seen = set()
    for seed in range(6):
        for struck in strike(folder, seed=seed).struck:
            naming = namings[struck.family]
            seen.add(naming)
            assert (struck.path == struck.was) == (naming is Naming.KEPT)
            assert struck.path.startswith(struck.was) == (naming is not Naming.RANDOM)
    assert seen == set(Naming)


def test_files_that_must_be_struck_are(folder: MarkedFolder) -> None:
    sure = frozenset({b"school 3/letter 3.txt", b"school 4/letter 14.txt"})
    record = strike(folder, share=0.0, surely=sure)
    assert {struck.was for struck in record.struck} == sure


def test_tiny_files_are_left_alone(folder: MarkedFolder) -> None:
    tiny = folder.tree / "tiny.txt"
    tiny.write_bytes(b"x" * (SMALLEST_BYTES - 1))
    strike(folder, share=1.0, spared_folders=0.0, deleted=0.0)
    assert tiny.read_bytes() == b"x" * (SMALLEST_BYTES - 1)


def test_a_link_is_never_followed(folder: MarkedFolder, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious.txt").write_text(TEXT * 9)
    (folder.tree / "to folder").symlink_to(outside)
    (folder.tree / "to file.txt").symlink_to(outside / "precious.txt")
    record = strike(folder, share=1.0, spared_folders=0.0, deleted=0.5)
    assert (outside / "precious.txt").read_text() == TEXT * 9
    assert list(outside.iterdir()) == [outside / "precious.txt"]
    assert survey_tree(folder.tree)[b"to file.txt"].kind is ItemKind.LINK
    assert record.struck


def test_a_hard_link_to_the_outside_is_refused_before_anything_is_touched(
    folder: MarkedFolder, tmp_path: Path
) -> None:
    outside = tmp_path / "precious.txt"
    outside.write_text(TEXT * 9)
    (folder.tree / "zz").mkdir()
    os.link(outside, folder.tree / "zz" / "innocent.txt")
    before = survey_tree(folder.tree)
    with pytest.raises(StrikeRefusedError, match="hard link outside"):
        strike(folder)
    assert survey_tree(folder.tree) == before
    assert outside.read_text() == TEXT * 9


def test_a_hard_link_inside_is_struck_once(folder: MarkedFolder) -> None:
    first = folder.tree / "school 1" / "letter 1.txt"
    os.link(first, folder.tree / "school 2" / "twin.txt")
    record = strike(folder, share=1.0, spared_folders=0.0, deleted=0.0)
    after = survey_tree(folder.tree)
    twins = [s.path for s in record.struck if s.was in {b"school 1/letter 1.txt", b"school 2/twin.txt"}]
    assert len(twins) == 2
    assert after[twins[0]] == after[twins[1]]


def test_times_are_of_the_night_except_where_a_family_hides_them(folder: MarkedFolder) -> None:
    hides = {family.name for family in FAMILIES if family.keeps_mtime}
    for struck in strike(folder, share=1.0).struck:
        mtime_ns = os.stat(os.path.join(os.fsencode(folder.tree), struck.path)).st_mtime_ns
        assert (mtime_ns == NIGHT_NS) == (struck.family not in hides)


def test_notes_say_that_this_is_a_drill(folder: MarkedFolder) -> None:
    record = strike(folder)
    for note in record.notes:
        assert b"part of a drill" in (folder.tree / os.fsdecode(note)).read_bytes()
