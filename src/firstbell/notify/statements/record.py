"""What the record shows at a time, as the judges ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from firstbell.record.facts import Fact, FactStatus, Subject


@dataclass(frozen=True, slots=True)
class RecordedDecision:
    """Something that was decided: `entry` is the hex id of the entry, `text` what it says."""

    entry: str
    text: str


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """The facts as they stood, the latest of each subject, and what had been decided."""

    facts: Mapping[str, Fact]
    decisions: Sequence[RecordedDecision] = field(default_factory=tuple)
    names: Sequence[str] = field(default_factory=tuple)

    def find(self, subject: Subject) -> Fact | None:
        """The fact of a subject, if there is one."""
        return self.facts.get(subject)

    def get(self, subject: Subject, name: str) -> Any:
        """A field of the subject's value; None where nobody said."""
        fact = self.facts.get(subject)
        return fact.value.get(name) if fact and isinstance(fact.value, Mapping) else None

    def tells(self, subject: Subject) -> bool:
        """Whether a fact says something of the subject, known or believed."""
        fact = self.facts.get(subject)
        return fact is not None and fact.status is not FactStatus.UNKNOWN and fact.value is not None

    def is_known(self, *subjects: Subject) -> bool:
        """Whether all that is said of these subjects is known, not only believed."""
        facts = [self.facts[subject] for subject in subjects if subject in self.facts]
        return all(fact.status is FactStatus.KNOWN for fact in facts)

    def entries(self, *subjects: Subject) -> tuple[str, ...]:
        """The entries of these subjects' facts."""
        return tuple(self.facts[subject].entry for subject in subjects if subject in self.facts)


def make_record(
    facts: Iterable[Fact], decisions: Iterable[RecordedDecision] = (), names: Iterable[str] = ()
) -> CaseRecord:
    """The record of these facts, one a subject. What no claim can lean on is left out."""
    return CaseRecord({fact.subject: fact for fact in facts if fact.supports}, tuple(decisions), tuple(names))
