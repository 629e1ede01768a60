"""Transcripts: the words alone."""

from __future__ import annotations

import pytest

from firstbell.documents.captions import is_captions, read_captions

WEB = """WEBVTT
Kind: captions

00:01.000 --> 00:02.500 align:start
<v Ana>Call <b>now</b>

01:00:02.500 --> 01:00:03.000
Call now
about the <00:19.000><c>bill</c>
"""
CUE = "{0}\r\n00:00:0{0},000 --> 00:00:0{0},900\r\nCall now\r\n\r\n"
SUB_RIP = "\ufeff" + CUE.format(1) + CUE.format(2)


@pytest.mark.parametrize(("text", "said"), [(WEB, "Call now\nabout the bill"), (SUB_RIP, "Call now")])
def test_times_numbers_and_marks_are_left_out_and_what_is_said_twice_stands_once(
    text: str, said: str
) -> None:
    assert is_captions(text)
    assert read_captions(text) == said


@pytest.mark.parametrize("text", ["", "At 08:00 --> go home", "one\n" * 50 + "00:01.000 --> 00:02.000"])
def test_a_text_is_no_transcript_for_one_late_or_odd_line(text: str) -> None:
    assert not is_captions(text)


def test_a_sign_that_is_no_mark_stays() -> None:
    assert read_captions("2 < 3 and 4 > 1\nsee <https://x.example>") == "2 < 3 and 4 > 1\nsee"
