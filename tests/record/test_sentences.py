from __future__ import annotations

import re
from typing import Any

import pytest

# each room that puts entries on a ledger, for their kinds
import firstbell.actions.entries
import firstbell.case.bodies
import firstbell.compose.entries
import firstbell.desk.lock_reduction
import firstbell.impact.results.review_entries
import firstbell.ledger.pins
import firstbell.notify.clocks.entries
import firstbell.notify.notices.entries
import firstbell.notify.statements.entries
import firstbell.runs.entries  # noqa: F401
from firstbell.ledger.bodies import EntryBody
from firstbell.ledger.sightings import SnapshotsSeen
from firstbell.record.sentences import find_written
from firstbell.record.sentences import tell_entry as tell


def test_a_text_of_several_lines_keeps_them_and_nothing_that_steers_a_page() -> None:
    text = "Dear families,\r\n\r\nwe were\x1b[31m attacked.\u202e\n"
    assert find_written("claim.statement", {"text": text}) == (
        "Dear families,\n\nwe were\\x1b[31m attacked.\\u202e"
    )
    for one in ({"text": "one line\n"}, {"text": 3}, {}):
        assert find_written("claim.statement", one) == ""
    # what has a sentence of its own is told by that
    assert find_written("fact", {"text": "a\nb"}) == ""


@pytest.mark.parametrize(
    ("kind", "body", "sentence"),
    [
        ("fact", {"subject": "way_in", "status": "known", "value": "mail"}, "Fact, known: way in: mail"),
        (
            "fact",
            {"subject": "people_affected", "status": "believed", "value": {"count": 3, "final": False}},
            "Fact, believed: people affected: 3, not final",
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
            "Imported as bodyfile, 3 lines taken, 1 line not",
        ),
        ("case.opened", {"name": "Night"}, "The case was opened: Night"),
        ("recover.run", {"target": "/srv"}, "Files were restored to /srv"),
        (
            "recover.run",
            {"target": "/srv", "files_restored": 612, "files_verified": 611, "files_failed": 1},
            "Files were restored to /srv: 612 files, 611 read back and verified, 1 file failed",
        ),
        (
            "recover.stopped",
            {"plan": "ab12", "how": "stopped", "unfinished": ["SIS"], "ended": []},
            "The run of the plan ab12 was stopped; no command of a system had to be ended",
        ),
        (
            "recover.stopped",
            {"plan": "ab12", "how": "killed", "ended": [{"system": "SIS", "command": "start-sis"}]},
            "The run of the plan ab12 was killed; commands that were ended: SIS (start-sis)",
        ),
        (
            "impact.scan",
            {"files_in_scope": 466, "files_read": 373, "files_unreadable": 93, "people": 276, "version": 1},
            "The search for personal data read 373 of 466 files, 93 could not be read, and found 276 people",
        ),
        (
            "event.found",
            {"host": "dc01", "verdict": "event", "files_damaged": 1, "files_deleted": 2},
            "A backup of dc01 was judged event: 1 file damaged, 2 files deleted",
        ),
        ("fact.organisation", {"names": ["Lakes", "LPS"], "version": 1}, "The district's name is Lakes, LPS"),
        ("pin.added", {"snapshots": [{}], "why": "evidence"}, "1 snapshot was pinned: evidence"),
        (
            "drill.rehearsed",
            {"system": "SIS", "verdict": "restored", "files": 3, "size_bytes": 2048},
            "Rehearsed SIS, 3 files, 2.0 KiB: restored",
        ),
        ("ruling.released", {"host": "fs", "patterns": ["*.gpg"]}, "A person released files of fs: *.gpg"),
        (
            "ruling.release_undone",
            {"host": "fs", "patterns": ["*.gpg"], "why": "too many"},
            "A release of files of fs was taken back: *.gpg: too many",
        ),
        ("event.closed", {"event": "58c0", "why": "all is back"}, "The event 58c0 was closed: all is back"),
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


def test_no_kind_of_entry_is_told_by_its_name_or_with_what_only_programs_need() -> None:
    kinds = {body.KIND for body in _list_bodies(EntryBody) if hasattr(body, "KIND")} - {SnapshotsSeen.KIND}
    assert len(kinds) > 50
    for kind in sorted(kinds):
        told = tell(kind, {"version": 1, "sha256": "ab" * 32, "is_wrong": False, "value": {"final": True}})
        assert kind not in told or "." not in kind, told
        assert not re.search(r"version|sha256|[a-z]_[a-z]|[{}\[\]]|True|False|None", told), told


def _list_bodies(base: type[EntryBody]) -> list[type[EntryBody]]:
    return [one for inner in base.__subclasses__() for one in [inner, *_list_bodies(inner)]]


def test_a_sentence_stays_on_one_line_and_has_an_end() -> None:
    told = tell("note", {"text": "a\x1b[2J\n" + "b" * 5000})
    assert told.startswith("Note: a\\x1b[2J b")
    assert (len(told), "\n" in told) == (2000, False)


def test_what_is_left_out_of_a_long_sentence_is_counted_and_said_where_it_is() -> None:
    end = re.compile(
        r"b \.\.\. \(([\d,]+) more characters: firstbell case log --json shows all of the entry\)$"
    )
    for many in (1995, 2500, 3000, 1_000_000):
        told = tell("note", {"text": "b" * many})
        found = end.search(told)
        assert found is not None
        assert len(told) <= 2000
        assert told.count("b", 0, found.start() + 1) + int(found[1].replace(",", "")) == many
    whole = "Note: " + "b" * 1994
    assert tell("note", {"text": "b" * 1994}) == whole
