"""What the record says of a proposition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject


@dataclass(frozen=True, slots=True)
class Truth:
    """`value`: whether it is so; None where the record does not tell.

    `entries`: what tells; `missing`: what would have to stand there. `known`: not only believed. `told`: the
    record speaks of it, be it to say that it is open. `modeless`: a hedge in the sentence changes nothing.
    `judgeable`: False where no record could tell. `settled`: False where "may have" is still right although
    the value is known, since it tells of less than the sentence.
    """

    value: bool | None
    entries: Sequence[str] = ()
    missing: Sequence[str] = ()
    known: bool = True
    told: bool = True
    modeless: bool = False
    judgeable: bool = True
    settled: bool = True


Answer = bool | None
YES, NO = True, False
UNJUDGED = Truth(None, judgeable=False)


def so(value: Answer, record: CaseRecord, *subjects: Subject, missing: str | Sequence[str] = ()) -> Truth:
    """The truth that the facts of these subjects tell."""
    lacks = (missing,) if isinstance(missing, str) else tuple(missing)
    return Truth(
        value,
        record.entries(*subjects),
        lacks,
        known=record.is_known(*subjects),
        told=any(record.find(subject) for subject in subjects),
    )


def open_question(record: CaseRecord, *subjects: Subject, missing: str | Sequence[str]) -> Truth:
    """The record does not tell; what it lacks is named."""
    return so(None, record, *subjects, missing=missing)


def is_engaged(value: Any) -> bool | None:
    """What a field of "yes or no or time" says: a time is a yes."""
    return value if isinstance(value, bool) else bool(value) or None


def agree(*answers: Answer) -> Answer:
    """Whether all answers are yes; False where one is no, None where one is open."""
    return False if False in answers else None if None in answers else True
