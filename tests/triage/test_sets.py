"""The labels of whole sets of messages, in every dress in which mail comes."""

from __future__ import annotations

from collections import Counter

import pytest

from firstbell.triage.parser import parse_mail
from firstbell.triage.triage import triage_mail
from tests.processes.least_time import take_least_s
from tests.triage.dressing import load_set
from tests.triage.measuring import DISTRICT, count_labels


def share_right(counts: Counter[tuple[str, str]]) -> float:
    return sum(count for (is_label, given), count in counts.items() if is_label == given) / counts.total()


@pytest.mark.long
@pytest.mark.parametrize("name", ["tune", "more", "further", "later"])
def test_what_the_rules_were_tuned_on_is_labelled_right(name: str) -> None:
    counts = count_labels(load_set(name))
    assert share_right(counts) >= 0.98, counts


def test_a_message_takes_less_than_fifty_milliseconds() -> None:
    samples = load_set("more", ways=1)
    triage_mail(parse_mail(samples[0].data), DISTRICT)  # loads the tables

    def triage_all() -> None:
        for sample in samples:
            triage_mail(parse_mail(sample.data), DISTRICT)

    most_s = 0.05 * len(samples)
    assert take_least_s(triage_all, most_s) < most_s
