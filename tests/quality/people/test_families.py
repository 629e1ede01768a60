"""The families of documents are made alike for a seed, and a scan finds nearly everybody in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.quality.people.families.making import make_families
from tests.quality.people.judging import load_set
from tests.quality.people.sets import judge_folder, render_first_sight, render_notes, render_verdicts


@pytest.mark.long
def test_those_in_every_family_are_found(tmp_path: Path) -> None:
    make_families(tmp_path / "set", seed=41, later=True)
    assert load_set(tmp_path / "set").papers
    verdict = judge_folder(tmp_path / "set")
    assert verdict.dropped == []
    assert verdict.recall >= 0.9, verdict.missed
    assert verdict.precision >= 0.9, verdict.wrong
    assert any("later" in line for line in render_verdicts({"later": verdict}))


def test_the_figures_at_first_sight_and_the_notes_stand_on_the_page() -> None:
    page = "\n".join([*render_first_sight(), *render_notes()])
    assert "27.4 %" in page
    assert "How far to trust" in page
    assert page in Path("docs/people-report.md").read_text(encoding="utf-8")
