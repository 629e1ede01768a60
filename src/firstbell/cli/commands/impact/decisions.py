"""The decisions and answers of reviewers, as they stand on the ledger of a case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from firstbell.cli.terminal.options import UsageError

if TYPE_CHECKING:
    from firstbell.impact.results.decisions import ReviewDecision
    from firstbell.impact.results.samples import SampleAnswer
    from firstbell.ledger import Entry

# of the kind that a reviewer may add
REVIEWED = "review.person"
UNDO, ANSWER = "undo", "answer"


def read_answers(entries: Sequence[Entry]) -> dict[str, SampleAnswer]:
    """Sample -> what was answered last."""
    from firstbell.impact.results.samples import SampleAnswer

    undone = _list_undone(entries)
    return {
        str(entry.body["sample"]): SampleAnswer(str(entry.body["outcome"]), entry.body.get("missed"))
        for entry in entries
        if entry.kind == REVIEWED and entry.body.get("decision") == ANSWER and entry.hex_id not in undone
    }


def _list_undone(entries: Iterable[Entry]) -> set[str]:
    return {
        str(entry.body.get("entry"))
        for entry in entries
        if entry.kind == REVIEWED and entry.body.get("decision") == UNDO
    }


def read_decisions(entries: Sequence[Entry]) -> Iterator[ReviewDecision]:
    """The decisions that stand, in their order."""
    from firstbell.impact.results.decisions import VERBS, ReviewDecision

    undone = _list_undone(entries)
    for entry in entries:
        body = entry.body
        if entry.kind == REVIEWED and body.get("decision") in VERBS and entry.hex_id not in undone:
            yield ReviewDecision(
                str(body["decision"]),
                str(body.get("person", "")),
                tuple(map(str, body.get("documents", ()))),
                str(body.get("into", "")),
                str(body.get("kind", "")),
                str(body.get("layout", "")),
                tuple(map(str, body.get("kinds", ()))),
            )


def find_decision(entries: Sequence[Entry], entry_id: str) -> Entry:
    """The decision whose entry's id begins so. Raises: UsageError."""
    fitting = [
        one
        for one in entries
        if one.kind == REVIEWED and entry_id and one.hex_id.startswith(entry_id.lower())
    ]
    if len(fitting) != 1 or fitting[0].body.get("decision") == UNDO:
        raise UsageError(f"{entry_id} is no decision's entry", hint="`firstbell case log` shows them")
    return fitting[0]
