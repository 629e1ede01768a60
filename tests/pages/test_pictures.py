"""Pictures: shapes of finite lengths, whatever is drawn, and no text outside of its element."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.pages.pictures import (
    PictureShape,
    StoryDay,
    detach,
    draw_bars,
    draw_picture,
    draw_stages,
    draw_timeline,
    make_shape,
)
from firstbell.pages.plot import Plot, PlotLine, draw_plot
from firstbell.pages.treemap import FolderBox, draw_treemap

WORDS = st.text("aé<>&\"' ", max_size=12)
SVG = "{http://www.w3.org/2000/svg}"


def parse(picture: str) -> ET.Element:
    """The tree of a picture that stands alone; it must be XML."""
    return ET.fromstring(detach(picture))  # type: ignore[arg-type]


def list_lengths(tree: ET.Element) -> list[float]:
    return [
        float(one.attrib[name])
        for one in tree.iter()
        for name in ("width", "height", "r")
        if name in one.attrib
    ]


@settings(max_examples=40)
@given(WORDS, WORDS, WORDS)
def test_texts_and_titles_come_back_from_the_picture(text: str, title: str, name: str) -> None:
    shape = make_shape("text", text, title=title, x=1.0, class_="a", text_anchor="end")
    tree = parse(draw_picture([shape], name=name, width=10.0, height=5.55, kind="k"))
    (element,) = tree
    assert element.attrib == {"x": "1", "class": "a", "text-anchor": "end"}
    assert "".join(element.itertext()) == title + text
    assert tree.attrib == {"viewBox": "0 0 10 5.5", "role": "img", "aria-label": name, "class": "k"} or (
        tree.attrib["viewBox"] == "0 0 10 5.6"
    )


@pytest.mark.parametrize(
    ("shape", "drawn"),
    [
        (PictureShape("rect", {"x": 1}), '<rect x="1"/>'),
        (PictureShape("g"), "<g></g>"),
        (PictureShape("rect", {}, title="told"), "<rect><title>told</title></rect>"),
        (make_shape("rect", x=0.04, y=2.96, rx=7), '<rect x="0" y="3" rx="7"/>'),
    ],
)
def test_an_element_is_closed_as_it_holds_something_or_not(shape: PictureShape, drawn: str) -> None:
    assert drawn in draw_picture([shape], name="n", width=1, height=1, kind="k")


@settings(max_examples=30)
@given(st.lists(st.tuples(WORDS, st.integers(0, 10**12), st.integers(0, 5)), max_size=4))
def test_bars_fit_into_their_picture(rows: list[tuple[str, int, int]]) -> None:
    tree = parse(
        draw_bars([(name, {"read": one, "partly": two}) for name, one, two in rows], ("read", "partly"), "x")
    )
    _, _, width, height = map(float, tree.attrib["viewBox"].split())
    for one in tree.iter(f"{SVG}rect"):
        assert 0 <= float(one.attrib["x"]) + float(one.attrib["width"]) <= width + 0.2
        assert float(one.attrib["y"]) + float(one.attrib["height"]) <= height + 0.2


@settings(max_examples=30)
@given(st.lists(st.floats(0, 1e7), max_size=5))
def test_stages_are_as_long_as_they_took_and_none_is_lost(seconds: list[float]) -> None:
    tree = parse(draw_stages({f"stage {number}": taken for number, taken in enumerate(seconds)}))
    lengths = [float(one.attrib["width"]) for one in tree.iter(f"{SVG}rect")]
    assert len(lengths) == len(seconds)
    assert all(1.5 <= one <= 720.1 for one in lengths)
    # whatever took longer is no shorter
    assert [length for _, length in sorted(zip(seconds, lengths, strict=True))] == sorted(lengths)


@pytest.mark.parametrize("count", [0, 1, 2, 40])
def test_days_stand_from_left_to_right_within_the_picture(count: int) -> None:
    days = [
        StoryDay(f"Day {n}", "at noon", "clean", "somebody opened a letter " * 3, is_struck=n == 1)
        for n in range(count)
    ]
    tree = parse(draw_timeline(days))
    across = [float(one.attrib["cx"]) for one in tree.iter(f"{SVG}circle")]
    assert across == sorted(across)
    assert len(across) == count
    assert all(0 < one < 1000 for one in across)
    marked = [one.attrib["class"] for one in tree.iter(f"{SVG}circle")]
    assert marked.count("struck") == (count > 1)


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(st.integers(0, 10**18), st.floats(0, 1e8)), max_size=12, unique_by=lambda one: one[0]
    ).map(sorted)
)
def test_every_point_of_a_plot_lies_in_its_frame(points: list[tuple[int, float]]) -> None:
    values = [value for _, value in points]
    plot = Plot("x", [at for at, _ in points], [PlotLine("a", "#111111", values)], ("1 May", "2 May"), str)
    tree = parse(draw_plot(plot))
    for one in tree.iter(f"{SVG}polyline"):
        for pair in one.attrib["points"].split():
            x, y = map(float, pair.split(","))
            assert 73.9 <= x <= 624.1
            assert 11.9 <= y <= 126.1
    assert len(list(tree.iter(f"{SVG}circle"))) == bool(points)


def test_a_plot_of_thousands_of_points_draws_hundreds_and_the_last_one_always() -> None:
    values = [0.0] * 5002 + [6.0]
    drawn = draw_plot(Plot("x", list(range(5003)), [PlotLine("a", "#111111", values)], ("a", "b"), str))
    (points,) = re.findall(r'points="([^"]+)"', drawn)
    assert 300 < len(points.split()) <= 402
    assert [point.split(",")[1] for point in points.split()[-2:]] == ["126.0", "12.0"]


def test_names_of_lines_that_end_together_do_not_lie_on_each_other() -> None:
    lines = [PlotLine(name, "#111111", [5.0, 5.0]) for name in ("first", "second", "third")]
    tree = parse(draw_plot(Plot("x", [1, 2], lines, ("a", "b"), str)))
    heights = [
        float(one.attrib["y"]) for one in tree.iter(f"{SVG}text") if one.text in {"first", "second", "third"}
    ]
    assert [round(two - one) for one, two in pairwise(heights)] == [13, 13]


@settings(max_examples=20)
@given(
    st.lists(
        st.builds(
            lambda group, name, files, share: FolderBox(group, name, files, round(files * share)),
            st.sampled_from([f"g{n}" for n in range(20)]), WORDS, st.integers(0, 10**9), st.floats(0, 1),
        ),
        max_size=60,
    )
)  # fmt: skip
def test_a_treemap_of_any_folders_is_drawn_and_counts_every_file(folders: list[FolderBox]) -> None:
    tree = parse(draw_treemap(folders))
    assert all(length >= 0 for length in list_lengths(tree))
    told = [
        re.search(r": ([\d,]+) of ([\d,]+) files struck", one.text or "") for one in tree.iter(f"{SVG}title")
    ]
    counted = [(int(one[1].replace(",", "")), int(one[2].replace(",", ""))) for one in told if one]
    assert sum(files for _, files in counted) == sum(folder.files for folder in folders)
    assert sum(struck for struck, _ in counted) == sum(folder.struck for folder in folders if folder.files)
    assert len(counted) <= 14 * 24


def test_groups_beyond_those_that_fit_are_drawn_together_and_none_is_lost() -> None:
    folders = [FolderBox(f"group {number}", "a", 10, number % 3) for number in range(30)]
    tree = parse(draw_treemap(folders))
    heads = "".join(one.text or "" for one in tree.iter(f"{SVG}text"))
    assert "17 further folders" in heads
    told = [re.search(r"of ([\d,]+) files", one.text or "") for one in tree.iter(f"{SVG}title")]
    assert sum(int(one[1]) for one in told if one) == 300
