"""Why a file could not be read: plain words for what libraries say, and our own sentences as they are."""

from __future__ import annotations

import pytest

from firstbell.impact.results.causes import say_reason

CUT = "its end is missing; it may have been cut off"
OTHER = "its content is not of the kind that its name says; it may be encrypted"
HARMED = "part of its content is damaged"


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("it is damaged: Stream has ended unexpectedly", CUT),
        ("Compressed file ended before the end-of-stream marker was reached", CUT),
        ("the archive is damaged: unpack_from requires a buffer of at least 28 bytes", CUT),
        ("the archive is damaged: File is not a zip file", OTHER),
        ("it is damaged: not an OLE2 structured storage file", OTHER),
        ("it is damaged: Cannot find Root object in pdf", OTHER),
        ("old/list.gz: it cannot be unpacked: Error -3 while decompressing data", f"old/list.gz: {HARMED}"),
        ("table pupils: database disk image is malformed", f"table pupils: {HARMED}"),
        ("invalid distance too far back", HARMED),
        ("it is damaged (KeyError: '/Kids')", "it is damaged"),
        ("the database is damaged: some new words", "the database is damaged"),
        ("page 2: it is damaged: EOF marker not found; it is encrypted", f"page 2: {CUT}; it is encrypted"),
    ],
)
def test_what_a_library_says_becomes_a_plain_sentence(reason: str, said: str) -> None:
    assert say_reason(reason) == said


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "it is empty",
        "it is encrypted",
        "its format is not known, or it is encrypted",
        "the table is damaged: it has no fields",
        "image only: its pages are pictures, and no text was recognized",
        "it cannot be opened: Permission denied",
        "corrupt officials.zip: truncated.docx: it is encrypted",
        "cover.docx: picture 1: image only: no text was recognized in it",
    ],
)
def test_what_we_say_ourselves_stays(reason: str) -> None:
    assert say_reason(reason) == reason
