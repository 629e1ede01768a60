"""Invitations and transcripts as people see them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.documents.calendars import is_calendar, read_calendar


def make(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""])


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["SUMMARY:Conference"], "Conference"),
        (["summary;LANGUAGE=es:Reunión"], "Reunión"),
        (["DESCRIPTION:one\\ntwo\\, three\\; four\\\\five"], "one\ntwo, three; four\\five"),
        (["SUMMARY:Confer", " ence"], "Conference"),
        (["SUMMARY:Confer", "\tence"], "Conference"),
        (["SUMMARY:Bus", "DESCRIPTION:Bus"], "Bus"),
        (["LOCATION:Room 4"], "Where: Room 4"),
        (['ORGANIZER;CN="Roe: Office";ROLE=CHAIR:MAILTO:o@x.example'], "From: Roe: Office <o@x.example>"),
        (["ORGANIZER:mailto:o@x.example"], "From: o@x.example"),
        (["ATTACH:https://x.example/pay"], "https://x.example/pay"),
        (["ATTACH;ENCODING=BASE64;VALUE=BINARY:AAAA"], ""),
        (["DTSTART:20240205T080000Z", "UID:4", "SUMMARY"], ""),
        (
            ['X-ALT-DESC;FMTTYPE=text/html:<p>Pay <a href="http://x.example/p">here</a></p>'],
            "\nPay here\n\nhttp://x.example/p",
        ),
    ],
)
def test_what_an_entry_says_is_read(lines: list[str], said: str) -> None:
    assert read_calendar(make(*lines)) == said


def test_a_calendar_is_known_by_its_beginning() -> None:
    assert is_calendar("\ufeff\r\n begin:vcalendar\n")
    assert not is_calendar("A note: BEGIN:VCALENDAR")
    assert not is_calendar("")


@given(st.text('añ語,;\\\n:"<', max_size=40))
def test_any_summary_comes_back_from_how_it_is_written(text: str) -> None:
    written = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    folded = "\r\n ".join(written[at : at + 5] for at in range(0, len(written), 5))
    assert read_calendar(make(f"SUMMARY:{folded}")) == (text if text.strip() else "")
