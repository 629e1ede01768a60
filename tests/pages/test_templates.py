"""Pages: what is put in is text, what is missing is an error, and nothing is loaded from elsewhere."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

import pytest
from jinja2 import UndefinedError

from firstbell.pages.pictures import StoryDay, detach, draw_bars, draw_stages, draw_timeline
from firstbell.pages.plot import Plot, PlotLine, draw_plot
from firstbell.pages.templates import render_page

HOSTILE = "<script>alert(1)</script>"


def make_clock(**changed: Any) -> dict[str, Any]:
    told = {"state": "overdue", "state_told": "OVERDUE", "due": "now", "jurisdiction": "MN", "title": HOSTILE}
    return {**told, "to": "MNIT", "law": "13.055", "notes": ["waits for a person"], **changed}


def render_clocks(*clocks: dict[str, Any]) -> str:
    summary = {"overdue": 1, "done": 0, "held": 0, "not_covered": 2}
    return render_page("clocks", title=HOSTILE, as_of="now", summary=summary, clocks=clocks)


def test_what_is_put_into_a_page_is_text() -> None:
    page = render_clocks(make_clock(notes=[HOSTILE], law="A & B"))
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 4
    assert "A &amp; B" in page


def test_nothing_that_is_put_into_a_page_steers_what_shows_its_file() -> None:
    page = render_clocks(make_clock(notes=["waits for \x1b[2J\u202egpj.exe", "b\x9b31m"], title="a\x07\nb"))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", page)
    assert r"waits for \x1b[2J\u202egpj.exe" in page
    assert "a\\x07\nb" in page


def test_what_a_template_names_must_be_given() -> None:
    incomplete = make_clock()
    del incomplete["law"]
    with pytest.raises(UndefinedError, match="law"):
        render_clocks(incomplete)
    with pytest.raises(UndefinedError, match="summary"):
        render_page("clocks", title="Clocks", as_of="now", clocks=[])


def test_a_page_loads_nothing_and_runs_nothing() -> None:
    page = render_clocks(make_clock())
    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    assert not re.search(r"url\(|@import|https?://|<script|<link|<img| on\w+=", page)


def test_every_template_is_of_the_base() -> None:
    names = {one.name for one in (files("firstbell.pages") / "templates").iterdir()}
    assert names >= {"base.html", "parts.html", "clocks.html", "drill.html", "impact.html", "plan.html"}
    for name in names - {"base.html", "parts.html"}:
        text = (files("firstbell.pages") / "templates" / name).read_text()
        assert text.startswith('{% extends "base.html" %}')
        # a value that is not escaped would have to say so
        assert "safe" not in re.findall(r"\|\s*(\w+)", text)
        assert "autoescape" not in text


def test_words_in_pictures_are_text_too() -> None:
    days = [StoryDay(HOSTILE, "at noon", "event", f"somebody opened {HOSTILE} twice", is_struck=True)]
    pictures = [
        draw_bars([(HOSTILE, {"read": 3, "partly": 0})], ("read", "partly"), HOSTILE),
        draw_stages({HOSTILE: 1.25}),
        draw_timeline(days),
        draw_plot(Plot(HOSTILE, [0, 9], [PlotLine(HOSTILE, "#111111", [1.0, 2.0])], ("a", "b"), str)),
    ]
    for picture in pictures:
        assert "<script" not in picture
        assert "&lt;script&gt;" in picture
        assert picture.startswith('<svg viewBox="0 0 ')
    assert "1.2 s" in pictures[1]
    assert detach(pictures[0]).startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox')


def test_rows_whose_long_names_agree_at_both_ends_look_different() -> None:
    names = [f"the records of the northern {which} of the school district" for which in ("hall", "gym")]
    drawn = draw_bars([(name, {"read": 1}) for name in names], ("read",), "files")
    shown = re.findall(r'class="label"[^>]*>([^<]+)<', drawn)
    assert len(set(shown)) == len(names)
    # under the mouse stands the whole name
    assert all(f"<title>{name}, read: 1</title>" in drawn for name in names)


def test_a_bar_is_as_long_as_its_parts_are_many() -> None:
    drawn = draw_bars([("a", {"read": 30, "partly": 10}), ("b", {"read": 10})], ("read", "partly"), "files")
    widths = [float(found) for found in re.findall(r'<rect [^>]*width="([\d.]+)"', drawn)]
    assert widths[0] == pytest.approx(3 * widths[1], abs=0.2)
    assert widths[1] == pytest.approx(widths[2])


def test_a_page_of_no_clock_says_why_and_a_phone_is_told_the_column_of_each_field() -> None:
    assert "<table" not in render_clocks()
    assert "No rule of law that was read" in render_clocks()
    row = render_clocks(make_clock()).partition("<tbody>")[2].partition("</tbody>")[0]
    assert row.count("<td") == row.count("data-label=") == 4


def test_a_page_that_is_printed_counts_its_sheets() -> None:
    assert 'counter(page) " / " counter(pages)' in render_clocks()
