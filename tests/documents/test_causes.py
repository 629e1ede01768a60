"""Why a file could not be read: plain words for what libraries say, and our own sentences as they are."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import firstbell
from firstbell.documents.causes import advise, say_reason
from firstbell.impact.scan.versions import NO_VERSION

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
        ("it is damaged (KeyError: '/Kids')", "it is damaged (KeyError: '/Kids')"),
        ("the database is damaged: some new words", "the database is damaged (some new words)"),
        ("table pupils: no such column x", "table pupils: it cannot be read (no such column x)"),
        (
            "the same content as a: it is damaged: EOF marker not found",
            f"the same content as a: {CUT}",
        ),
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
        "pages that are pictures: 1, 2 and 3",
        "a.zip: it is encrypted; and 12 more",
        "the same content as notes: lists.txt",
    ],
)
def test_what_we_say_ourselves_stays(reason: str) -> None:
    assert say_reason(reason) == reason


# words that a reader puts before what a library said, and what stands in the place of a number or a name
_RAW = ("error", "problem", "str(error)", "type(error)")


def list_sentences() -> Iterator[str]:
    """What readers say of a document that they cannot read, as they write it; `7` for what they fill in."""
    root = Path(firstbell.__file__).parent
    files = [*root.glob("documents/*.py"), *root.glob("impact/results/*.py"), *root.glob("impact/scan/*.py")]
    for path in files:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(_SAYS) and node.args:
                yield from write_out(node.args[0])


_SAYS = ("UnreadableError", "LimitError", ".miss")


def write_out(node: ast.expr) -> Iterator[str]:
    """A text as it can come out; none where all of it is somebody else's words."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    if isinstance(node, ast.JoinedStr):
        parts = [str(one.value) if isinstance(one, ast.Constant) else one for one in node.values]
        held = [one if isinstance(one, str) else ast.unparse(one) for one in parts]
        if not any(raw in one for raw in _RAW for one in held):
            yield "".join(one if isinstance(one, str) else "7" for one in parts)


def test_each_sentence_of_a_reader_stays_and_says_what_to_do() -> None:
    sentences = sorted({*list_sentences(), NO_VERSION})
    assert len(sentences) > 25
    assert {one: say_reason(one) for one in sentences if say_reason(one) != one} == {}
    assert [one for one in sentences if not advise(one)] == []


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("it is damaged: EOF marker not found", "another copy"),
        ("a.zip: the archive is damaged: File is not a zip file", "older version"),
        ("it is damaged: Bad CRC-32 for file 'word/document.xml'", "its own program"),
        ("letters.zip: old.docx: it is encrypted", "password"),
        ("it cannot be opened: Permission denied", "the right to read it"),
        ("it was not read: the scan was stopped before", "Search again"),
        ("reading it took longer than 30 s, twice", "too much for the search"),
        ("words that nobody knows", "older version"),
        ("image only: text in pictures was not recognized", "Install tesseract"),
        ("scan.png: image only: no text was recognized in it", "look at it"),
        (NO_VERSION, "another copy"),
    ],
)
def test_a_reason_says_what_a_person_can_do(reason: str, told: str) -> None:
    assert told in advise(reason)
    assert advise(reason).endswith(".")


def test_where_there_is_nothing_to_do_nothing_is_advised() -> None:
    assert [advise(one) for one in ("", "it is empty", "the same content as a.txt")] == ["", "", ""]


def test_advice_for_several_parts_is_given_once_each() -> None:
    told = advise("a: it is encrypted; b: it is encrypted; it is damaged: EOF marker not found")
    assert told.count("password") == 1
    assert told.count("another copy") == 1
