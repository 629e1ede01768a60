"""The text of a passage: lines, paragraphs, and what a reviewer is told of an offset."""

from __future__ import annotations

from firstbell.impact.detection.passages.passage_text import PassageText

TEXT = "Name: Ada Lovell\nGrade: 5\n\nName: Bo Marsh\nGrade: 6\n-----------------\nDistrict office\n"


def test_an_offset_is_told_by_its_line_and_lies_in_one_line_and_one_paragraph() -> None:
    passage = PassageText("page 2", TEXT)
    at = passage.folded.index(b"bo marsh")
    assert (passage.locate(at), passage.line_number(at)) == ("page 2, line 4", 3)
    assert passage.folded[slice(*passage.line_of(at))] == b"name: bo marsh\n"
    assert passage.folded[slice(*passage.paragraph_of(at))].startswith(b"name: bo marsh\ngrade: 6")
    assert b"ada" not in passage.folded[slice(*passage.paragraph_of(at))]
    assert PassageText("", TEXT).locate(0) == "line 1"


def test_dots_that_lead_to_an_answer_are_a_colon_and_move_nothing() -> None:
    passage = PassageText("", "Name ........ Ada Lovell\n")
    assert passage.text.startswith("Name:")
    assert len(passage.text) == len("Name ........ Ada Lovell\n")
