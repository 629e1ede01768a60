"""What is handed to the reader of rows, and what a row came to.

Notes of what those who work here do about such things, and are not concerned by themselves.

>>> is_work(b"seizure training", [7]), is_work(b"written reprimand for missing bus duty", [17])
(True, False)
>>> is_work(b"crisis team", [6]), is_work(b"hearing aids, need captioned training", [12])
(True, False)

What the cells of a row say of one of those whom it is about. A long number of their own tells somebody whom
the roster does not know from everybody else of the name; the letters of a passport count, too.

>>> passport = Value(0, 0, DataKind.GOVERNMENT_ID, "BK816107", is_strong=True)
>>> is_numbered([passport], ()), is_numbered((), [b"21963276258219"]), is_numbered((), [b"10442"])
(True, True, False)
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

import msgspec

from firstbell.impact.detection.evidence.results import PersonLink
from firstbell.impact.detection.evidence.sources import Source, tell_kinds
from firstbell.impact.detection.identities.bearers import Bearers
from firstbell.impact.detection.identities.resolver import Resolution
from firstbell.impact.detection.identities.subjects import PassageSubject
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.passages.passage import Passage
from firstbell.impact.detection.tables.rows.matcher import RowFacts
from firstbell.impact.detection.values.value import Value

# so many digits no number has by chance that is nobody's
_NUMBERED = 7


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


def is_numbered(values: Iterable[Value], ids: Iterable[bytes]) -> bool:
    """Whether a row holds a number of so many signs that it is somebody's: a value, or one of `ids`."""
    lengths = [len(one) for one in ids if one.isdigit()]
    for one in values:
        is_issued = one.kind == DataKind.GOVERNMENT_ID and " " not in one.text
        counts = str.isalnum if is_issued else str.isdigit
        lengths.append(one.is_strong * sum(map(counts, one.text)))
    return max(lengths, default=0) >= _NUMBERED


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


_DUTY = re.compile(
    rb"\b(training|trained|team|committee|coordinators?|recert\w*|workshop|conference|webinar|duty)\b"
)
# an office, whatever it is an office of
_OFFICE = re.compile(
    rb"^[^.;:\d]{0,40}\b(teachers?|directors?|coordinators?|deans?|specialists?|supervisors?|nurses?|para\w*|aides?)$"
)
# what is paid for is work, but for these
_LEAVE = re.compile(
    rb"\b(?:leave|sick|fmla|injur\w*|medical|settlement|severance|garnish\w*|levy|suspen\w+|disab\w+)\b"
)
# what parts a matter of somebody's own from the work that is named behind it
_APART, _MOST_WORDS = re.compile(rb"[,;:.]"), 2


def is_work(folded: bytes, ends: Sequence[int], *, is_paid: bool = False) -> bool:
    """Whether a note of somebody who works here tells of work. `ends`: where the words for a matter end: what
    is apart from the word for the work, and before it, is their own.
    """
    if _OFFICE.search(folded.strip()) or (is_paid and not _LEAVE.search(folded)):
        return True
    duty = _DUTY.search(folded)
    if duty is None:
        return False
    between = folded[min(ends, default=len(folded)) : duty.start()]
    return not (_APART.search(between) or len(between.split()) > _MOST_WORDS)


class OwnerCells(msgspec.Struct):
    """What the columns of one owner hold in one row. `is_household`: it tells what a household has;
    `is_firm`: a number that only firms have.
    """

    facts: RowFacts = msgspec.field(default_factory=RowFacts)
    kinds: set[str] = set()
    values: list[Value] = []
    notes: list[str] = []
    is_private: bool = False
    is_paid: bool = False
    is_payer: bool = False
    is_household: bool = False
    is_firm: bool = False
    role: str = ""
    sources: dict[str, set[Source]] = {}

    def tell(self, kinds: Iterable[str], source: Source) -> None:
        """Kinds are told of them."""
        told = set(kinds)
        self.kinds |= told
        tell_kinds(self.sources, told, source)

    def forget(self, kinds: Iterable[str], cell: str) -> None:
        """Some kinds are told by nothing but a cell that says them of somebody else."""
        for kind in kinds:
            self.values = [one for one in self.values if (one.kind, one.text) != (kind, cell)]
            if not any(one.kind == kind for one in self.values):
                self.kinds.discard(kind)
                self.sources.pop(kind, None)
