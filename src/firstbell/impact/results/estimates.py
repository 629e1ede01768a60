"""How many were found and how many rightly, estimated from what people said of samples, with 95 % intervals.

Each stratum of documents has a rate at which its documents miss somebody, and a number whom such a document
misses. Both are drawn many times from what the sample leaves open (the rate from a beta distribution, the
number from those that were counted, weighed by a Dirichlet distribution), the documents that nobody read are
filled in, and the 2.5th and 97.5th percentile of the share bound the interval. A sample without a miss so
still leaves room for some. The chance is seeded: the same answers give the same interval.

Sources: D. B. Rubin, The Bayesian bootstrap (1981); L. D. Brown, T. T. Cai, A. DasGupta, Interval estimation
for a binomial proportion (2001), for the beta prior.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from firstbell.base.deferral import defer
from firstbell.impact.results.samples import PARTIAL, WRONG, ReviewSample, SampleAnswer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
else:
    np = defer("numpy")  # a scan estimates nothing, and starts sooner without it

_DRAWS = 4000
_SEED = 20230218
# what is known of a stratum before anybody read of it: (documents that miss somebody, documents that do not)
_BEFORE = {
    "names many": (0.5, 0.5), "names some": (0.5, 0.8), "names few": (0.4, 1.5), "risky": (0.3, 2.0),
    "nobody": (0.15, 3.0), "linked many": (0.4, 2.0), "linked some": (0.3, 3.0), "linked one": (0.15, 4.0),
}  # fmt: skip
# what was read of a stratum counts for less than it is: documents come in heaps, of one office or one year
_CAUTION = 0.45
_BEFORE_PERSON = (0.5, 0.25)
# the bounds lie so much further from the middle than the draws have them; set on generated districts
_WIDER = 1.15


class Share(msgspec.Struct, frozen=True):
    """A share that was estimated, with the interval around it, of so many that were judged."""

    estimate: float
    low: float
    high: float
    judged: int


def estimate_precision(people: Sequence[ReviewSample], judged: Mapping[str, SampleAnswer]) -> Share | None:
    """The share of the people told who are concerned; `people`: every person in every document."""
    right = _draw_right(people, judged)
    told = len({one.person_id for one in people})
    return _describe(right.draws / told, right.middle / told, right.judged) if right.judged else None


def estimate_recall(
    people: Sequence[ReviewSample], documents: Sequence[ReviewSample], judged: Mapping[str, SampleAnswer]
) -> Share | None:
    """The share of those concerned, in documents that could be read, who were found."""
    answers = sum(one.sample_id in judged for one in documents)
    if not answers and not (people and not documents):
        return None
    right, missed = _draw_right(people, judged), _draw_missed(documents, judged)
    whole = right.draws + missed.draws
    draws = np.divide(right.draws, whole, out=np.ones_like(whole), where=whole > 0)
    middle = right.middle / (right.middle + missed.middle) if right.middle else float(not missed.middle)
    return _describe(draws, middle, answers)


class _Drawn(msgspec.Struct, frozen=True):
    """A number, many times; the likeliest; how many were judged."""

    draws: Floats
    middle: float
    judged: int


def _draw_right(people: Sequence[ReviewSample], judged: Mapping[str, SampleAnswer]) -> _Drawn:
    """The number of people told rightly. A person counts once."""
    rng = np.random.default_rng(_SEED)
    strata: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for sample in people:
        said = strata[sample.stratum][sample.person_id]
        if sample.sample_id in judged:
            said.append(judged[sample.sample_id].outcome != WRONG)
    total, middle, count = np.zeros(_DRAWS), 0.0, 0
    for persons in strata.values():
        said_of = [any(said) for said in persons.values() if said]
        right = sum(said_of)
        before_right, before_wrong = _BEFORE_PERSON
        rate = rng.beta(right + before_right, len(said_of) - right + before_wrong, _DRAWS)
        rate = rate if said_of else np.ones(_DRAWS)
        # those who were judged leave as much open as the others: who reads errs, too
        total += len(persons) * rate
        middle += len(persons) * (right / len(said_of) if said_of else 1.0)
        count += len(said_of)
    return _Drawn(total, middle, count)


def _draw_missed(documents: Sequence[ReviewSample], judged: Mapping[str, SampleAnswer]) -> _Drawn:
    """The number of people who were missed."""
    rng = np.random.default_rng(_SEED + 1)
    strata: dict[str, list[ReviewSample]] = defaultdict(list)
    for sample in documents:
        strata[sample.stratum].append(sample)
    linked = [one.people for one in documents if one.people]
    usual = float(np.mean(linked)) if linked else 1.0
    total, middle, judged_count = np.zeros(_DRAWS), 0.0, 0
    for stratum, samples in strata.items():
        said = [(one, judged[one.sample_id]) for one in samples if one.sample_id in judged]
        counts = [count_missed(one, answer) for one, answer in said]
        bad = [count for count in counts if count]
        left = [one for one in samples if one.sample_id not in judged]
        before_bad, before_good = _BEFORE.get(stratum, (0.5, 1.0))
        good = len(counts) - len(bad)
        rate = rng.beta(_CAUTION * len(bad) + before_bad, _CAUTION * good + before_good, _DRAWS)
        documents_bad = rng.binomial(max(len(left), 1), rate)
        guessed = [max(_guess_missed(one), usual if not one.people else 1.0) for one in left]
        sizes = np.array([*bad, float(np.mean(guessed)) if guessed else usual])
        weights = rng.dirichlet([*np.ones(len(bad)), 0.5 if bad else 1.0], _DRAWS)
        means = weights @ sizes
        spread = np.sqrt(np.maximum(weights @ sizes**2 - means**2, 0.0) * documents_bad)
        total += sum(bad) + np.maximum(documents_bad * means + spread * rng.standard_normal(_DRAWS), 0.0)
        middle += sum(bad) * (len(samples) / len(counts) if counts else 0.0)
        judged_count += len(counts)
    return _Drawn(total, middle, judged_count)


def count_missed(sample: ReviewSample, answer: SampleAnswer) -> int:
    """How many people a document misses by what was said of it; where nobody counted, as many as it names."""
    if answer.outcome != WRONG:
        return 0
    return answer.missed if answer.missed is not None else max(_guess_missed(sample), 1)


def _guess_missed(sample: ReviewSample) -> int:
    return max(sample.mentioned - sample.people, 1) if sample.side == PARTIAL else sample.mentioned


def _describe(draws: Floats, likeliest: float, judged: int) -> Share:
    low, middle, high = np.percentile(draws, [2.5, 50, 97.5])
    low, high = middle - _WIDER * (middle - low), middle + _WIDER * (high - middle)
    low, high = min(low, likeliest), max(high, likeliest)
    return Share(float(likeliest), float(max(0.0, low)), float(min(1.0, high)), judged)
