"""What reviewers decided and have not signed yet: in the sealed store of the case, a list for each of them.

A draft that stands on the ledger by now is none any more, however the console ended after it was signed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from firstbell.case.errors import SealedNotFoundError
from firstbell.case.sealed import SealedStore
from firstbell.impact.results.review_entries import PersonReviewed
from firstbell.ledger import Entry, EntryDraft

MOST_DRAFTS = 500


class ReviewDraft(msgspec.Struct, frozen=True, kw_only=True):
    """One decision that waits. `seq`: how many entries the ledger had then; `at`: RFC 3339.

    The other fields are those of `PersonReviewed`.
    """

    id: str
    seq: int
    at: str
    decision: str
    person: str | None = None
    documents: tuple[str, ...] | None = None
    into: str | None = None
    kind: str | None = None
    why: str | None = None
    entry: str | None = None

    @property
    def body(self) -> PersonReviewed:
        """As it is put down."""
        return PersonReviewed(
            decision=self.decision,
            person=self.person,
            documents=self.documents,
            into=self.into,
            kind=self.kind,
            why=self.why,
            entry=self.entry,
        )

    def draft(self) -> EntryDraft:
        """The entry to be."""
        return self.body.draft([self.entry] if self.entry else [])


_drafts = msgspec.json.Decoder(list[ReviewDraft])


class ReviewDrafts:
    """The drafts of one reviewer. `actor`: the reviewer's id on ledgers."""

    def __init__(self, sealed: SealedStore, actor: str) -> None:
        self._sealed, self._name = sealed, f"console/drafts/{actor}"

    def load(self, read: Callable[[], Sequence[Entry]]) -> list[ReviewDraft]:
        """Those that wait still, the oldest first. `read` gives the record; it is asked only for drafts.

        Raises: SealedStoreError; what `read` raises.
        """
        try:
            kept = _drafts.decode(self._sealed.get(self._name))
        except SealedNotFoundError:
            return []
        signed = [(entry.seq, body) for entry, body in PersonReviewed.list_all(read())] if kept else []
        return [one for one in kept if not any(seq >= one.seq and one.body == body for seq, body in signed)]

    def save(self, drafts: Sequence[ReviewDraft]) -> None:
        """Keep these, in place of those before. Raises: SealedStoreError."""
        self._sealed.put(self._name, msgspec.json.encode(drafts))
