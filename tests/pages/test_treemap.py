"""Boxes in proportion, none outside, names only ever text."""

from __future__ import annotations

import re

import pytest

from firstbell.pages.treemap import HEIGHT, WIDTH, FolderBox, draw_treemap, squarify


def test_the_boxes_of_a_treemap_fill_it_in_proportion() -> None:
    weights = [60.0, 30, 20, 10, 5, 5, 1]
    boxes = squarify(weights, (0, 0, 600, 400))
    for weight, (_, _, width, height) in zip(weights, boxes, strict=True):
        assert width * height == pytest.approx(600 * 400 * weight / sum(weights))
    assert max(left + width for left, _, width, _ in boxes) == pytest.approx(600)
    assert max(top + height for _, top, _, height in boxes) == pytest.approx(400)
    assert max(max(w / h, h / w) for _, _, w, h in boxes[:4]) < 3


def test_no_box_of_a_treemap_lies_outside_of_it() -> None:
    drawn = draw_treemap(
        FolderBox(f"School <{g}>", f"Folder & {n}", 10 + g + n, n) for g in range(20) for n in range(9)
    )
    numbers = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', drawn)
    assert len(numbers) > 50
    for left, top, width, height in (map(float, found) for found in numbers):
        assert left + width <= WIDTH + 1
        assert top + height <= HEIGHT + 1
    assert "7 further folders" in drawn
    assert "School <0>" not in drawn
    assert "School &lt;0&gt;" in drawn


def test_an_empty_tree_has_an_empty_treemap() -> None:
    assert "<rect" not in draw_treemap([])


# of DejaVu Sans, which is what a machine without the fonts of the style sheet has: thousandths of the size
WIDTHS = {"M": 863, "W": 989, "m": 974, "w": 818, "H": 752, "R": 695, "D": 770, "o": 612, "u": 634, "n": 634,
          "i": 278, "l": 278, "t": 392, "r": 411, "e": 615, "s": 521, "a": 613, "c": 550, " ": 318, "1": 636,
          "0": 636, "…": 1000}  # fmt: skip


@pytest.mark.parametrize("name", ["Human Resources", "WWMMWWMM", "illtilltillt", "aunt 1001 aunt", "mom"])
def test_no_name_reaches_over_its_box_into_the_next(name: str) -> None:
    for files in (10, 40, 160):
        drawn = draw_treemap(FolderBox("Home", f"{name}", files if at else 400, 1) for at in range(20))
        boxes = re.findall(
            r'<rect x="[\d.]+" y="[\d.]+" width="([\d.]+)" height="[\d.]+" fill="[^"]+"/>'
            r'(?:<text x="[\d.]+" y="[\d.]+">([^<]*)</text>)?',
            drawn,
        )
        assert len(boxes) == 20
        for width, said in boxes:
            assert sum(WIDTHS[letter] for letter in said) * 12 / 1000 <= float(width) - 5
            assert not said or said == name or (said.endswith("…") and len(said) >= 5)
            assert said == name or float(width) < 12 * len(name) + 8
