"""The intervals around recall and precision hold: over forty districts, with answers from the truth."""

from __future__ import annotations

from statistics import median

import pytest

from firstbell.impact.results.estimates import Share, count_missed, estimate_precision, estimate_recall
from firstbell.impact.results.samples import (
    NEGATIVE,
    PARTIAL,
    POSITIVE,
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


def make_people(count: int, stratum: str = "certain") -> list[ReviewSample]:
    """As many people, each in one document."""
    return [
        ReviewSample(f"{stratum}{at}", POSITIVE, f"c{at}", f"{at}.csv", stratum, f"{stratum} {at}")
        for at in range(count)
    ]


def make_documents(count: int, stratum: str = "nobody", *, mentioned: int = 3) -> list[ReviewSample]:
    """As many documents in which somebody may be missed."""
    return [
        ReviewSample(f"{stratum}{at}", NEGATIVE, f"d{at}", f"{at}.txt", stratum, mentioned=mentioned)
        for at in range(count)
    ]


def judge(samples: list[ReviewSample], wrong: int, missed: int | None = None) -> dict[str, SampleAnswer]:
    """Answers to all of them, the first ones "wrong"."""
    return {
        one.sample_id: SampleAnswer(WRONG, missed) if at < wrong else SampleAnswer(RIGHT)
        for at, one in enumerate(samples)
    }


def test_precision_is_the_share_of_people_who_are_right() -> None:
    people = make_people(40)
    share = estimate_precision(people, judge(people, 4))
    assert share is not None
    assert (share.estimate, share.judged) == (0.9, 40)
    assert 0.75 < share.low < 0.9 < share.high < 1.0


def test_a_person_who_is_right_in_one_document_is_right_and_counts_once() -> None:
    twice = [
        ReviewSample("a", POSITIVE, "c1", "1.csv", "certain", "ada"),
        ReviewSample("b", POSITIVE, "c2", "2.csv", "certain", "ada"),
        ReviewSample("c", POSITIVE, "c2", "2.csv", "certain", "ben"),
    ]
    share = estimate_precision(
        twice, {"a": SampleAnswer(WRONG), "b": SampleAnswer(RIGHT), "c": SampleAnswer(WRONG)}
    )
    assert share is not None
    assert (share.estimate, share.judged) == (0.5, 2)


def test_strata_count_as_much_as_they_are_large() -> None:
    few, many = make_people(10, "certain"), make_people(90, "probable")
    answers = judge(few, 0) | judge(many[:10], 5)
    share = estimate_precision([*few, *many], answers)
    assert share is not None
    assert share.estimate == pytest.approx((10 + 90 * 0.5) / 100)
    assert share.judged == 20


def test_a_stratum_of_people_that_nobody_read_is_taken_as_told() -> None:
    read, unread = make_people(10, "certain"), make_people(10, "probable")
    share = estimate_precision([*read, *unread], judge(read, 5))
    assert share is not None
    assert share.estimate == 0.75


def test_recall_is_the_share_of_those_concerned_who_were_found() -> None:
    people, documents = make_people(90), make_documents(20)
    answers = judge(people, 0) | judge(documents, 2, missed=5)
    share = estimate_recall(people, documents, answers)
    assert share is not None
    assert (share.estimate, share.judged) == (0.9, 20)
    assert share.low < 0.9 <= share.high <= 1.0


def test_what_was_missed_in_half_of_the_documents_is_missed_in_the_others_as_well() -> None:
    people, documents = make_people(60), make_documents(20)
    answers = judge(people, 0) | judge(documents[:10], 2, missed=10)
    share = estimate_recall(people, documents, answers)
    assert share is not None
    assert (share.estimate, share.judged) == (0.6, 10)


def test_a_sample_without_a_miss_leaves_room_for_some() -> None:
    people, documents = make_people(50), make_documents(400)
    share = estimate_recall(people, documents, judge(people, 0) | judge(documents[:10], 0))
    assert share is not None
    assert share.estimate == share.high == 1.0
    assert 0.0 < share.low < 1.0


def test_more_answers_of_the_same_kind_make_the_interval_narrower() -> None:
    people, documents = make_people(100), make_documents(200, "names some")
    widths = []
    for read in (20, 60, 180):
        answers = judge(people, 0) | judge(documents[:read], read // 10, missed=2)
        share = estimate_recall(people, documents, answers)
        assert share is not None
        widths.append(share.high - share.low)
    assert widths == sorted(widths, reverse=True)


def test_the_same_answers_give_the_same_interval() -> None:
    people, documents = make_people(30), make_documents(30)
    answers = judge(people, 3) | judge(documents, 3, missed=1)
    assert estimate_recall(people, documents, answers) == estimate_recall(people, documents, answers)
    assert estimate_precision(people, answers) == estimate_precision(people, answers)


def test_where_everybody_was_missed_nobody_was_found() -> None:
    documents = make_documents(10)
    share = estimate_recall([], documents, judge(documents, 10, missed=2))
    assert share is not None
    assert share.estimate == share.low == 0.0


def test_where_nobody_is_concerned_nobody_was_missed() -> None:
    documents = make_documents(10)
    share = estimate_recall([], documents, judge(documents, 0))
    assert share is not None
    assert share.estimate == 1.0


def test_people_without_documents_to_miss_anybody_in_need_no_answer_of_those() -> None:
    people = make_people(10)
    share = estimate_recall(people, [], judge(people, 0))
    assert share is not None
    assert (share.estimate, share.judged) == (1.0, 0)


@pytest.mark.parametrize(
    ("side", "mentioned", "people", "answer", "count"),
    [
        (NEGATIVE, 4, 0, SampleAnswer(RIGHT), 0),
        (NEGATIVE, 4, 0, SampleAnswer(RIGHT, 3), 0),
        (NEGATIVE, 4, 0, SampleAnswer(WRONG, 3), 3),
        (NEGATIVE, 4, 0, SampleAnswer(WRONG, 0), 0),
        (NEGATIVE, 4, 0, SampleAnswer(WRONG), 4),
        (NEGATIVE, 0, 0, SampleAnswer(WRONG), 1),
        (PARTIAL, 4, 1, SampleAnswer(WRONG), 3),
        (PARTIAL, 4, 4, SampleAnswer(WRONG), 1),
        (PARTIAL, 1, 4, SampleAnswer(WRONG), 1),
    ],
)
def test_a_document_misses_as_many_as_were_counted_or_as_it_names(
    side: str, mentioned: int, people: int, answer: SampleAnswer, count: int
) -> None:
    sample = ReviewSample("a", side, "c", "a.txt", "nobody", mentioned=mentioned, people=people)
    assert count_missed(sample, answer) == count
