"""Samples of what was found and of what was not, for people to judge; and what their answers say of the
whole.

A positive is one person in one document. A negative is a document that was read and is linked to nobody.
Intervals are Wilson's, 95 %. Source: E. B. Wilson, Probable inference, the law of succession, and
statistical inference (1927).
"""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from firstbell.impact.detection.results import POSSIBLE
from firstbell.impact.results.results import FileRow, PersonRow
from firstbell.impact.scan.reader import PARTLY, READ

POSITIVE, NEGATIVE = "positive", "negative"
RIGHT, WRONG = "right", "wrong"
_Z = 1.959963985


@dataclass(frozen=True, slots=True)
class ReviewSample:
    """One thing to be judged. `sample_id`: the same whenever it is drawn. `person_id`: "" for a negative."""

    sample_id: str
    side: str
    content: str
    path: str
    person_id: str = ""
    name: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """A share that was estimated, with the interval around it, of so many that were judged."""

    estimate: float
    low: float
    high: float
    judged: int


def list_positives(people: Iterable[PersonRow]) -> list[ReviewSample]:
    """Every person in every document, as sure as probable at least."""
    found: dict[str, ReviewSample] = {}
    for person in people:
        for one in person.exposures:
            if one.sureness != POSSIBLE:
                sample_id = _name_sample(POSITIVE, f"{person.person_id}{one.content}")
                found[sample_id] = ReviewSample(
                    sample_id,
                    POSITIVE,
                    one.content,
                    one.paths[0],
                    person.person_id,
                    person.name,
                    tuple(one.kinds),
                )
    return list(found.values())


def list_negatives(files: Iterable[FileRow]) -> list[ReviewSample]:
    """Every document that was read and is linked to nobody."""
    found: dict[str, ReviewSample] = {}
    for file in files:
        if file.state in {READ, PARTLY} and not file.people and file.size:
            sample_id = _name_sample(NEGATIVE, file.content)
            found.setdefault(sample_id, ReviewSample(sample_id, NEGATIVE, file.content, file.path))
    return list(found.values())


def _name_sample(side: str, what: str) -> str:
    return side[0] + hashlib.sha256(f"firstbell sample {side} {what}".encode()).hexdigest()[:11]


def draw_samples(
    samples: Sequence[ReviewSample], count: int, judged: Mapping[str, str]
) -> list[ReviewSample]:
    """So many that nobody judged yet, drawn evenly."""
    left = [sample for sample in samples if sample.sample_id not in judged]
    return random.SystemRandom().sample(left, min(count, len(left)))


def estimate_share(hits: int, judged: int) -> Share | None:
    """The share of hits; None where nothing was judged."""
    if not judged:
        return None
    share, square = hits / judged, _Z * _Z
    middle = (share + square / (2 * judged)) / (1 + square / judged)
    spread = (
        _Z * math.sqrt(share * (1 - share) / judged + square / (4 * judged * judged)) / (1 + square / judged)
    )
    return Share(share, max(0.0, middle - spread), min(1.0, middle + spread), judged)


def estimate_precision(positives: Sequence[ReviewSample], judged: Mapping[str, str]) -> Share | None:
    """The share of what was found that is right."""
    answers = [judged[sample.sample_id] for sample in positives if sample.sample_id in judged]
    return estimate_share(answers.count(RIGHT), len(answers))


def estimate_recall(
    negatives: Sequence[ReviewSample], documents_found: int, judged: Mapping[str, str]
) -> Share | None:
    """The share of the documents with personal data that are linked to somebody, of those that could be
    read.
    """
    answers = [judged[sample.sample_id] for sample in negatives if sample.sample_id in judged]
    missed = estimate_share(answers.count(WRONG), len(answers))
    if missed is None:
        # where no document is left over, none can have been missed
        return Share(1.0, 1.0, 1.0, 0) if not negatives and documents_found else None
    count = len(negatives)

    def share(rate: float) -> float:
        whole = documents_found + rate * count
        return documents_found / whole if whole else 1.0

    return Share(share(missed.estimate), share(missed.high), share(missed.low), missed.judged)
