from __future__ import annotations

from typing import Any

import pytest

from firstbell.investigate.sentences import tell_entry
from firstbell.ledger import Entry


def tell(kind: str, body: dict[str, Any]) -> str:
    return tell_entry(Entry(0, "2023-02-20T10:00:00Z", kind, "aa", body, (), "0" * 64, "f" * 64))


@pytest.mark.parametrize(
    ("kind", "body", "sentence"),
    [
        ("fact", {"subject": "way_in", "status": "known", "value": "mail"}, "Fact, known: way_in is mail"),
        (
            "fact",
            {"subject": "people_affected", "status": "believed", "value": {"count": 3, "final": False}},
            'Fact, believed: people_affected is {"count":3,"final":false}',
        ),
        (
            "key",
            {"action": "made", "actor": {"name": "R. Lund", "role": "director"}},
            "A key of R. Lund (director) was made",
        ),
        ("key", {"action": "revoked", "actor": "ab12", "why": "lost"}, "A key of ab12 was revoked: lost"),
        ("evidence.taken", {"evidence": {"path": "/a"}, "why": "the note"}, "Evidence taken, /a: the note"),
        ("evidence.handed", {"to": "police", "why": "asked"}, "Evidence handed to police: asked"),
        ("evidence.checked", {"condition": "same"}, "Evidence checked, it is same"),
        (
            "evidence.imported",
            {"format": "bodyfile", "lines": 3, "problems": 1},
            "Imported as bodyfile, 3 lines taken, 1 not",
        ),
        ("case.opened", {"name": "Night"}, "The case was opened: Night"),
        ("recover.run", {"target": "/srv"}, "Files were restored to /srv"),
    ],
)
def test_what_firstbell_itself_puts_down_is_a_whole_sentence(
    kind: str, body: dict[str, Any], sentence: str
) -> None:
    assert tell(kind, body) == sentence


@pytest.mark.parametrize(
    "kind", ["fact", "key", "evidence.taken", "evidence.imported", "event.declared", "pin.added"]
)
def test_a_body_without_what_its_kind_should_have_gives_a_sentence_still(kind: str) -> None:
    for body in ({}, {"actor": 7, "evidence": [], "value": None}, {"why": ["x"], "name": {}}):
        assert tell(kind, body)


def test_a_sentence_stays_on_one_line_and_has_an_end() -> None:
    told = tell("note", {"text": "a\x1b[2J\n" + "b" * 5000})
    assert told.startswith("note: a\\x1b[2J b")
    assert (len(told), "\n" in told) == (2000, False)
