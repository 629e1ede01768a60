"""A small set, made and scanned: the figures of the whole one hold on it, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.quality.people.making import Plan, make_set
from tests.quality.people.running import scan_set, score_set
from tests.quality.people.scoring import load_truth


def test_a_set_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    for name in ("first", "second"):
        make_set(tmp_path / name, Plan(people=200, documents=30))
    first, second = ((tmp_path / name / "truth.json").read_bytes() for name in ("first", "second"))
    assert first == second
    truth = load_truth(tmp_path / "first")
    assert all((tmp_path / "first" / "documents" / one.path).exists() for one in truth.documents)


def test_a_small_set_is_read_whole_and_nobody_is_made_up(tmp_path: Path) -> None:
    make_set(tmp_path / "set", Plan(people=400, documents=80, seed=7, roster="1.1"))
    scores = score_set(tmp_path / "set", scan_set(tmp_path / "set", tmp_path))
    assert scores.dropped == []
    assert scores.open_sure == []
    assert scores.recall >= 0.95, scores.missed
    assert scores.precision >= 0.95, scores.invented


@pytest.mark.long
def test_people_of_scanned_letters_are_found_where_text_is_recognised(tmp_path: Path) -> None:
    make_set(tmp_path / "set", Plan(people=400, documents=12, seed=7, scanned=True))
    seen = scan_set(tmp_path / "set", tmp_path)
    assert {each["state"] for each in seen.files} <= {"partly", "unreadable"}
    assert all("picture" in each["reason"] or "image" in each["reason"] for each in seen.files)
    assert seen.people == []
    (tmp_path / "again").mkdir()
    scores = score_set(tmp_path / "set", scan_set(tmp_path / "set", tmp_path / "again", "--ocr"))
    assert scores.dropped == []
    assert scores.recall >= 0.9, scores.missed
    assert scores.precision >= 0.9, scores.invented
