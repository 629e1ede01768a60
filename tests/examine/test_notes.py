"""What reads as an intruder's note, and what does not."""

from __future__ import annotations

import random

import pytest

from firstbell.examine import notes
from firstbell.examine.notes import MOST_NOTE_BYTES, is_note
from tests.examine.samples import make_html, make_text

PLAIN = (
    "All of your documents and databases have been encrypted. We have also downloaded your data. To get the"
    " decryption tool, write to us through Tor Browser. You must pay in Bitcoin within 72 hours, or your data"
    " will be published. Do not rename files."
)


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        PLAIN.upper().encode(),
        PLAIN.encode("utf-16"),
        ("<html><body><p>" + PLAIN.replace(" ", "</b> <b>") + "</p></body></html>").encode(),
    ],
)
def test_a_note_is_told_in_any_dress(data: bytes) -> None:
    assert is_note(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        make_text(1),
        make_html(1),
        b"To restore your files from the backup, contact the help desk. Do not turn off the computer.",
        b"This program encrypts files with a password. If you lose it your files cannot be recovered.",
        b"Payment of the lunch fee is due. Contact us by mail. Do not reply to this message.",
        b"Lesson 4: what a virus is. It may lock a computer and ask for money. Never pay; tell a teacher.",
        PLAIN.encode() + b"x" * MOST_NOTE_BYTES,
    ],
)
def test_honest_texts_are_no_notes(data: bytes) -> None:
    assert not is_note(data)


# what the pattern is made of, what only looks like it, and what fills the room between
_PARTS = (
    *("your", "you are", "you have been", "all of your", "victim", "what happen", "what happened to", "by"),
    *("files", "data", "infrastructure", "companies", "encrypted", "crypted", "unencrypted", "encryptedx"),
    *("penetrated", "unavailable", "copied", "b c d e f g h i j", "a" * 30),
)


@pytest.mark.parametrize("seed", range(30))
def test_looking_around_certain_words_finds_what_looking_everywhere_finds(seed: int) -> None:
    source = random.Random(seed)
    found = 0
    for _ in range(300):
        share = source.choice((0.05, 0.3, 0.8))
        words = [
            source.choice(_PARTS if source.random() < share else ("lorem", "ipsum", "sit", "q"))
            for _ in range(source.choice((5, 20, 60, 150)))
        ]
        text = " ".join(words)
        is_there = notes._GROUPS["encrypted"].search(text) is not None
        assert notes._tells_of_taking(text) == is_there, text
        found += is_there
    assert 30 < found < 270
