"""What reviewers decided and answered, as it stands on the ledger of a case: ids and kinds, never values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

import msgspec

from firstbell.base.errors import UnknownIdError
from firstbell.impact.results.decisions import VERBS, ReviewDecision
from firstbell.impact.results.samples import SampleAnswer
from firstbell.ledger import Entry
from firstbell.ledger.bodies import EntryBody

UNDO, ANSWER = "undo", "answer"


class PersonReviewed(EntryBody, frozen=True, kw_only=True):
    """One decision or answer. `decision`: a verb, `undo` of `entry`, or `answer` to `sample`.

    `documents`: hashes of contents. `into`: whom somebody is merged into, or the verb that is spread to
    `layout`; `of`: the decision that it comes from. `missed`: how many people a document tells of besides.
    """

    KIND: ClassVar[str] = "review.person"

    decision: str
    person: str | None = None
    documents: tuple[str, ...] | None = None
    into: str | None = None
    kind: str | None = None
    why: str | None = None
    layout: str | None = None
    kinds: tuple[str, ...] | None = None
    of: str | None = None
    entry: str | None = None
    sample: str | None = None
    outcome: str | None = None
    missed: int | None = None
    OPTIONAL: ClassVar[frozenset[str]] = frozenset(
        {"person", "documents", "into", "kind", "why", "layout", "kinds"}
        | {"of", "entry", "sample", "outcome", "missed"}
    )

    def describe(self) -> dict[str, Any]:
        """What was decided, as commands tell it."""
        told: dict[str, Any] = msgspec.to_builtins(self)
        del told["version"]
        return {
            name: list(one) if isinstance(one, tuple) else one
            for name, one in told.items()
            if one is not None
        }


def read_answers(entries: Sequence[Entry]) -> dict[str, SampleAnswer]:
    """Sample -> what was answered last."""
    undone = _list_undone(entries)
    return {
        str(body.sample): SampleAnswer(str(body.outcome), body.missed)
        for entry, body in PersonReviewed.list_all(entries)
        if body.decision == ANSWER and entry.hex_id not in undone
    }


def _list_undone(entries: Iterable[Entry]) -> set[str]:
    return {str(body.entry) for _, body in PersonReviewed.list_all(entries) if body.decision == UNDO}


def read_decisions(entries: Sequence[Entry]) -> Iterator[ReviewDecision]:
    """The decisions that stand, in their order."""
    undone = _list_undone(entries)
    for entry, body in PersonReviewed.list_all(entries):
        if body.decision in VERBS and entry.hex_id not in undone:
            yield ReviewDecision(
                body.decision,
                body.person or "",
                body.documents or (),
                body.into or "",
                body.kind or "",
                body.layout or "",
                body.kinds or (),
            )


def find_decision(entries: Sequence[Entry], entry_id: str) -> tuple[Entry, PersonReviewed]:
    """The decision whose entry's id begins so. Raises: UnknownIdError."""
    fitting = [
        (entry, body)
        for entry, body in PersonReviewed.list_all(entries)
        if entry_id and entry.hex_id.startswith(entry_id.lower())
    ]
    if len(fitting) != 1 or fitting[0][1].decision == UNDO:
        raise UnknownIdError(
            f"{entry_id} is not the entry of a decision",
            hint="`firstbell case log --kind review.person` shows them",
        )
    return fitting[0]
