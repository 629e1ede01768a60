"""Long sentences of families' letters and of pages of questions, against the records of four hands.

Those who wrote the rules wrote these, as a whole and before any was run: one half was learned from, the
other only counted (docs/statements-report.md). `python -m tests.notify.test_letters` counts both.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.notify.test_hands import weigh

ONES: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "letters.jsonl").read_text(encoding="utf-8").splitlines()
]
# how many sound sentences may wait, of the half that was learned from and of the other
MOST_WAITING = {True: 14, False: 18}
# one of the half that nobody looked at passes although the record does not bear it out
MOST_PASSING = {True: 0, False: 1}


def count(*, learned: bool) -> Counter[tuple[bool, str]]:
    """How many sound sentences of a half, and others, come to what."""
    return Counter((one["sound"], weigh(one)) for one in ONES if one["learned"] is learned)


@pytest.mark.long
@pytest.mark.parametrize("learned", [True, False])
def test_a_long_sentence_waits_only_where_one_of_its_clauses_does(learned: bool) -> None:
    counts = count(learned=learned)
    assert counts[False, "passes"] <= MOST_PASSING[learned]
    assert counts[True, "waits"] <= MOST_WAITING[learned]
    assert counts[True, "passes"] > counts[True, "waits"] + counts[True, "stopped"]


if __name__ == "__main__":
    for learned in (True, False):
        for (sound, how), number in sorted(count(learned=learned).items()):
            print("learned" if learned else "counted", "sound" if sound else "not borne out", how, number)
