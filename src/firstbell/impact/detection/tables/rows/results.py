"""What is handed to the reader of rows, and what a row came to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import msgspec

from firstbell.impact.detection.evidence.results import PersonLink
from firstbell.impact.detection.identities.bearers import Bearers
from firstbell.impact.detection.identities.resolver import Resolution
from firstbell.impact.detection.identities.subjects import PassageSubject
from firstbell.impact.detection.passages.passage import Passage
from firstbell.impact.detection.values.value import Value


class RowSetting(msgspec.Struct, frozen=True):
    """Where a row stands. `kinds`: those that its table as a whole is about; `header`: of the table;
    `matters`: kinds that its title and its place name.
    """

    location: str
    kinds: Collection[str] = ()
    bearers: Bearers | None = None
    header: Sequence[str] = ()
    matters: Collection[str] = ()

    def narrow(self, found: Resolution, kinds: Iterable[str]) -> Resolution:
        """Whom of several of one name it is about."""
        return self.bearers.narrow(found, kinds, header=self.header) if self.bearers else found


def join_results(results: Iterable[RowResult]) -> RowResult:
    """One result of a row that was read once for each of those in it."""
    joined = RowResult()
    for one in results:
        joined.links += one.links
        joined.kinds = joined.kinds | one.kinds
        joined.values += one.values
        joined.notes += one.notes
        joined.mentioned += one.mentioned
        joined.named += one.named
        joined.sureness, joined.by = one.sureness, one.by
    return joined


class RowResult(msgspec.Struct):
    """What a row came to. `kinds`, `values`: what is about nobody in it. `notes`: what it says in
    sentences. `mentioned`: how many people of the roster it names, `named`: their keys, as far as
    they are known, `sureness`: how sure the last of them is, `by`: by what.
    """

    links: list[PersonLink] = []
    kinds: set[str] = set()
    values: list[Value] = []
    notes: list[tuple[tuple[int, ...], Passage]] = []
    mentioned: int = 0
    named: list[str] = []
    sureness: str = ""
    by: str = ""


def take_before(subject: PassageSubject) -> list[Value]:
    """The numbers that a note tells before it names somebody else: they are of whom the row is about."""
    before = [one for one in subject.values if one.is_strong and one.end <= subject.mention.start]
    subject.values = [one for one in subject.values if one not in before]
    return before
