"""The intervals around recall and precision hold: over forty districts, with answers from the truth."""

from __future__ import annotations

from statistics import median

import pytest

from firstbell.impact.results.estimates import Share, estimate_precision, estimate_recall
from firstbell.impact.results.samples import (
    RIGHT,
    WRONG,
    ReviewSample,
    SampleAnswer,
    draw_samples,
    list_documents,
    list_first,
    list_positives,
)
from tests.impact.districts import District, make_district

_READ = 150


def _answer(district: District, sample: ReviewSample, concerned: set[str], told: set[str]) -> SampleAnswer:
    if sample.person_id:
        return SampleAnswer(RIGHT if sample.person_id in concerned else WRONG)
    missed = district.concerned[sample.content] - told
    return SampleAnswer(WRONG if missed else RIGHT, len(missed))


def _estimate(district: District) -> tuple[Share, Share]:
    people, documents = list_positives(district.people), list_documents(district.files)
    drawn = [*draw_samples(list_first(people), _READ, {}), *draw_samples(documents, _READ, {})]
    assert len(drawn) <= 2 * _READ
    concerned = set().union(*district.concerned.values())
    told = set().union(*district.told.values())
    answers = {one.sample_id: _answer(district, one, concerned, told) for one in drawn}
    recall = estimate_recall(people, documents, answers)
    precision = estimate_precision(people, answers)
    assert recall is not None
    assert precision is not None
    return recall, precision


@pytest.mark.long
def test_of_forty_districts_thirty_seven_intervals_hold_and_are_narrow() -> None:
    held = {"recall": 0, "precision": 0}
    widths: dict[str, list[float]] = {"recall": [], "precision": []}
    for seed in range(40):
        district = make_district(seed)
        for name, share in zip(held, _estimate(district), strict=True):
            held[name] += share.low <= getattr(district, name) <= share.high
            widths[name].append(share.high - share.low)
    assert min(held.values()) >= 37, held
    assert max(map(median, widths.values())) <= 0.10, {name: median(one) for name, one in widths.items()}


def test_nothing_judged_gives_no_share() -> None:
    district = make_district(3)
    people, documents = list_positives(district.people), list_documents(district.files)
    assert estimate_precision(people, {}) is None
    assert estimate_recall(people, documents, {}) is None
