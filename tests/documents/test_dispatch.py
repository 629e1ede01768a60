"""Whatever was done to a document's bytes, it is read or said to be unreadable: nothing else comes of it."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest

from firstbell.documents import plain_formats
from firstbell.documents.dispatch import read_by
from firstbell.documents.extraction import DocumentSource, LimitError, OtherReaderError, UnreadableError
from tests.documents import compound, formats
from tests.documents.drafts import begin, read

PART = b"<a>" + b"a note of the office, in words of some length" * 8 + b"</a>"


def pack(method: int, members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


OPEN = {"mimetype": b"application/vnd.oasis.opendocument.text" * 9, "content.xml": PART}
# workbooks and pages are read by libraries that a damaged file may end: those are for the fence
MADE: dict[str, Callable[[], bytes]] = {
    **{
        name: make
        for name, make in formats.LETTERS.items()
        if not name.endswith((".pdf", ".tgz", ".docm", ".pptx", ".docx", "attached.eml", "a.zip"))
    },
    "a.json": formats.make_json,
    "a.msg": lambda: compound.make_message("The bus leaves at seven."),
    "a.doc": lambda: compound.make_word("The bus leaves at seven."),
    "deflated.odt": lambda: pack(zipfile.ZIP_DEFLATED, OPEN),
    "packed.odt": lambda: pack(zipfile.ZIP_LZMA, OPEN),
    "deflated.docx": lambda: pack(zipfile.ZIP_DEFLATED, {"word/document.xml": PART}),
    "packed.docx": lambda: pack(zipfile.ZIP_LZMA, {"word/document.xml": PART}),
    "burrowed.docx": lambda: pack(zipfile.ZIP_BZIP2, {"word/document.xml": PART}),
}


@pytest.mark.parametrize("name", MADE)
def test_a_damaged_document_is_read_or_named_unreadable(name: str) -> None:
    data = MADE[name]()
    rng = random.Random(name)
    for number in range(25):
        damaged = bytearray(data)
        if number % 3 == 0:
            del damaged[rng.randrange(1, len(damaged)) :]
        for _ in range(rng.choice((0, 1, 2, 8))):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        with suppress(UnreadableError, LimitError):
            read(name, bytes(damaged))


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pdf", "a.pst", ""])
def test_an_empty_file_is_empty_whatever_its_name(name: str) -> None:
    draft = begin()
    assert read_by({}, DocumentSource(name, b""), draft) == "empty"


def test_a_format_without_a_reader_at_hand_is_left_to_another() -> None:
    with pytest.raises(OtherReaderError, match="there is no reader of html here"):
        read_by(plain_formats.READERS, DocumentSource("a.html", b"<html>"), begin())


def test_a_failing_reader_is_told_with_what_it_said_and_memory_is_no_damage() -> None:
    def fail(error: BaseException) -> Callable[..., None]:
        def read_it(source: DocumentSource, draft: object) -> None:
            raise error

        return read_it

    source = DocumentSource("a.txt", b"some text")
    with pytest.raises(UnreadableError, match=r"^it is damaged \(ZeroDivisionError: by \w+\)$") as caught:
        read_by({"text": fail(ZeroDivisionError("by " + "a" * 500))}, source, begin())
    assert len(str(caught.value)) < 120
    for error in (MemoryError(), KeyboardInterrupt(), LimitError("it is too large")):
        with pytest.raises(type(error)):
            read_by({"text": fail(error)}, source, begin())
