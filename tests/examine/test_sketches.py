"""The sketch of a text, by tables and by patterns."""

from __future__ import annotations

import random

import pytest

from firstbell.examine import document_sketches, sketches
from firstbell.examine.document_sketches import sketch_document
from firstbell.examine.sketches import ContentSketch, read_sketch, sketch_words
from tests.examine.samples import make_pdf, write_words

# letters, numbers, signs and spaces: of ASCII, of Latin-1, quotes and dashes, and letters beyond
_KINDS = (
    "abcXYZ ",
    "0123456789-./: ",
    "\u201c\u201d\u2014\u2013\u2026 ab_",
    "\xe4\xf6\xfc\xdf\xc0\xb2\xb3\xb5\xbd\xaa \xa0\x85\x1c",
    "\u65e5\u672c\u0130\u03a3\u03c3\u03c2 ",
    "\n\t\r\x0b\x0c\x1c\x1f _",
)


@pytest.mark.parametrize("seed", range(40))
def test_tables_and_patterns_come_to_the_same_sketch(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    source = random.Random(seed)
    texts = [write_words(seed, 3000), ""]
    for _ in range(60):
        letters = "".join(source.sample(_KINDS, source.randint(1, 4)))
        texts.append("".join(source.choices(letters, k=source.choice((1, 3, 20, 200, 9000)))))
    by_tables = [sketch_words(text) for text in texts]
    monkeypatch.setattr(sketches, "_encode_latin", lambda _: None)
    assert [sketch_words(text) for text in texts] == by_tables


def test_signs_of_other_alphabets_part_words_and_letters_of_theirs_do_not() -> None:
    assert sketch_words("one\u2014two\u201cthree") == sketch_words("one two three")
    assert sketch_words("one\u03b2two three four") != sketch_words("one two three four")


def test_a_pdf_has_the_same_sketch_alone_and_after_another_version_of_it() -> None:
    old = make_pdf(3)
    # the same streams without the word that says how they are packed, then with it
    new = make_pdf(40) + old.replace(b"/FlateDecode", b"/CrypticName") + old
    for function in (document_sketches._read_stream, document_sketches._sketch_latin):
        function.cache_clear()
    alone = sketch_document(new)
    assert read_sketch(alone) != read_sketch(sketch_document(old)) != ContentSketch()
    assert sketch_document(new) == alone
    assert set(read_sketch(sketch_document(old)).marks) & set(read_sketch(alone).marks)
