"""The report of a scan as a page: one and many, nothing found, names of all scripts, room for labels."""

from __future__ import annotations

import re
from typing import Any

from firstbell.impact.reports.page import Occasion, render_page
from firstbell.impact.results.results import FileRow, ImpactTotals, PersonRow

OCCASION = Occasion("lakeside", "Maria", "2023-12-31 21:12 -06:00", ["Nobody checked a file by hand."], True)


def make_totals(**changed: Any) -> ImpactTotals:
    told = {"files_in_scope": 1, "files_read": 1, "bytes_read": 512, "coverage_percent": 100.0}
    return ImpactTotals(**{**told, **changed})


def make_person(name: str, **changed: Any) -> PersonRow:
    return PersonRow("p1", "s1", name, "student", **{"kinds": ["ssn"], "confidence": "certain", **changed})


def make_file(state: str, kind: str = "pdf") -> FileRow:
    return FileRow("/srv/a.pdf", state, "it is encrypted", [], 0, 1, "aa", kind, "", [], [])


def render(totals: ImpactTotals, *people: PersonRow, files: tuple[FileRow, ...] = ()) -> str:
    return render_page(totals, people=people, files=files, occasion=OCCASION)


def test_one_person_is_a_person_and_a_small_size_is_no_zero() -> None:
    page = render(make_totals(people_certain=1, people_possible=1), make_person("Kim Lee"))
    assert "<h1>1 person</h1>" in page
    assert "Personal data of 1 person certainly and of 0 probably" in page
    assert "and 1 more is possible" in page
    assert "<dd>512 B</dd>" in page


def test_a_page_where_nothing_was_found_says_so_and_draws_nothing() -> None:
    page = render(make_totals(), files=(make_file("read"),))
    assert "No personal data of anybody was found in what was read." in page
    assert "no file was unreadable or read only in part" in page
    assert "People by role" not in page
    assert "<table" not in page


def test_a_page_with_unread_files_does_not_say_that_nobody_is_in_them() -> None:
    totals = make_totals(files_read=0, files_unreadable=1, files_skipped=2)
    page = render(totals, files=(make_file("unreadable"),))
    assert "1 file could not be read in full, and may name people." in page
    assert "<dd>2</dd>" in page
    assert "/srv/a.pdf" in page


def test_a_page_of_no_file_claims_nothing() -> None:
    page = render(ImpactTotals())
    assert page.count("No file was in scope, so this page says nothing about anybody.") == 3
    assert "was found" not in page
    assert "of what is in scope was read" not in page


def test_a_name_stands_apart_without_the_marks_of_its_direction() -> None:
    page = render(make_totals(people_certain=1), make_person("\u200f\u05db\u05d4\u05df\u200f\u202ex"))
    # what turns the text around it is still shown as what it is
    assert "<bdi>\u05db\u05d4\u05df\\u202ex</bdi>" in page
    assert "u200f" not in page


def test_each_label_has_room_left_of_its_bar() -> None:
    long = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page = render(
        make_totals(people_certain=1),
        make_person("Kim Lee"),
        files=(make_file("read"), make_file("read", long)),
    )
    labels = re.findall(r'<text x="([\d.]+)" y="[\d.]+" class="label">([^<]+)<', page)
    assert {text for _, text in labels} >= {"social security number", "vnd.openxmlform...adsheetml.sheet"}
    assert all(float(x) >= 7.5 * len(text) for x, text in labels)


def test_a_phone_is_told_the_column_of_each_field() -> None:
    page = render(make_totals(people_certain=1), make_person("Kim Lee"), files=(make_file("partly"),))
    rows = re.findall(r"<tbody>.*?</tbody>", page, re.S)
    assert len(rows) == 2
    assert all(row.count("<td ") == row.count("data-label=") == row.count("<td") for row in rows)


def test_figures_count_each_kind_of_data_of_a_person_in_a_document() -> None:
    page = render(make_totals(people_certain=1, exposures=363), make_person("Kim Lee"))
    assert "<dt>findings: a kind of data of a person in a document</dt><dd>363</dd>" in page
