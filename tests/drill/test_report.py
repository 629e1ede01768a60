"""The page: self-contained, valid, and it says what happened."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from firstbell.drill.casebook import CaseResult
from firstbell.drill.report import describe_outcome, render_report
from firstbell.drill.result import Day, DrillResult, count_families, sum_damage
from firstbell.drill.strike import StruckFile
from firstbell.drill.truth import TruthComparison
from firstbell.pages.treemap import FolderBox

VOID = {"meta", "line", "rect", "circle"}
MADE = "2026-12-03 06:30:00 -06:00"
DAY_NS = 86_400_000_000_000


@pytest.fixture
def result() -> DrillResult:
    folders = tuple(
        FolderBox(f"School <{g}>", f"Folder & {n}", 10 + g + n, n) for g in range(20) for n in range(9)
    )
    days = tuple(Day(f"Day {at}", at * DAY_NS, "People changed 12 files", 100, "clean") for at in (1, 2, 3))
    night = Day("Night of the event", 4 * DAY_NS, "70 files struck <b>", 110, "event")
    return DrillResult(
        source="/srv/<school>",
        seed=3,
        files=100,
        size_bytes=1_000_000,
        days=(*days, night),
        folders=folders,
        families={"whole file": 40, "first 4 KiB": 30},
        struck=70,
        deleted=2,
        notes=12,
        verdict="event",
        reasons=("70 files parse as nothing now & look random",),
        damaged=70,
        lost=(b"new.docx",),
        listed=1,
        comparison=TruthComparison(100, 1_000_000, (), (), ()),
        seconds={"strike": 1.0, "examine": 2.0, "compose": 0.5, "restore": 1.5},
        case=CaseResult("ab" * 8, 7, 40, "First damage in Letters", 0),
    )


class Checker(HTMLParser):
    """Fails on tags that do not nest; collects tags, references and text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.references: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.references += [
            f"{tag} {name}" for name, _ in attrs if name in ("src", "href", "style", "xlink:href")
        ]
        self.references += [f"{tag} {name}" for name, _ in attrs if name.startswith("on")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def read(page: str) -> Checker:
    checker = Checker()
    checker.feed(page)
    checker.close()
    assert checker.open == []
    return checker


def test_the_page_nests_and_loads_nothing(result: DrillResult) -> None:
    page = render_report(result, made=MADE)
    checker = read(page)
    assert checker.references == []
    assert "script" not in checker.tags
    assert not re.search(r"url\(|@import|https?://", page)
    assert "default-src 'none'" in page


def test_the_page_says_that_every_file_came_back(result: DrillResult) -> None:
    said = " ".join(read(render_report(result, made=MADE)).said)
    assert "Every file came back: 100 of 100, byte for byte." in said
    assert "4.0 s" in said
    assert "1 file was made and struck between two backups: no clean version of it exists" in said
    assert f"seed 3, made {MADE}" in said


def test_the_page_names_what_did_not_come_back(result: DrillResult) -> None:
    bad = TruthComparison(97, 1, (b"a/b.txt",), tuple(b"m%d" % at for at in range(60)), (b"caf\xe9 <x>",))
    said = " ".join(read(render_report(replace(result, comparison=bad), made=MADE)).said)
    assert "Not every file came back: 62 differ" in said
    assert "a/b.txt" in said
    assert "and 20 more" in said
    assert "caf\\xe9 <x>" in said


def test_names_from_the_tree_are_only_ever_text(result: DrillResult) -> None:
    page = render_report(result, made=MADE)
    assert "<b>" not in page
    assert "School <0>" not in page
    assert "/srv/&lt;school&gt;" in page


def test_damage_is_summed_two_levels_deep() -> None:
    files = [b"a/b/c/1", b"a/b/2", b"a/3", b"4", b"a/b/5"]
    assert sum_damage(files, [b"a/b/2", b"a/b/c/1", b"4", b"zz/gone"]) == (
        FolderBox("(here)", "(here)", 1, 1),
        FolderBox("a", "(here)", 1, 0),
        FolderBox("a", "b", 3, 2),
    )


def test_families_are_counted_most_first() -> None:
    struck = [
        StruckFile(b"1", b"1", "head"),
        StruckFile(b"2", b"2", "whole"),
        StruckFile(b"3", b"3", "whole"),
    ]
    assert list(count_families(struck).items()) == [("whole", 2), ("head", 1)]


@pytest.mark.parametrize("case", [None, CaseResult("ab" * 8, 7, 40, "", 0)])
def test_the_page_says_when_the_event_is_not_on_record(result: DrillResult, case: CaseResult | None) -> None:
    told = describe_outcome(replace(result, case=case))
    assert told == "Every file came back, but the record of the event is not correct."
