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
