"""What districts say in the first sixty days, written by construction against the records of three hands.

Each field of a record, in the words of many voices, sound and not. Those who wrote the rules wrote these,
too, a batch before it was run: they say what is read, not how often a stranger's sentence is
(docs/statements-report.md tells that). `python -m tests.notify.test_breadth` counts what they give now.
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
    for line in (Path(__file__).parent / "breadth.jsonl").read_text(encoding="utf-8").splitlines()
]


SOUND = [one for one in ONES if one["sound"]]
OTHERS = [one for one in ONES if not one["sound"]]
# each takes less than five seconds
PARTS = 3


def count(ones: list[dict[str, Any]]) -> Counter[tuple[bool, str]]:
    """How many sound sentences, and others, come to what."""
    return Counter((one["sound"], weigh(one)) for one in ones)


def test_there_are_as_many_as_there_were() -> None:
    assert len(SOUND) + len(OTHERS) == len(ONES) > 1000
    assert min(len(SOUND), len(OTHERS)) > 700


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_that_the_record_does_not_bear_out_passes(part: int) -> None:
    assert [one["text"] for one in OTHERS[part::PARTS] if weigh(one) == "passes"] == []


@pytest.mark.long
def test_most_that_is_sound_passes() -> None:
    counts = count(SOUND)
    assert counts[True, "stopped"] <= 0.03 * len(SOUND)
    assert counts[True, "waits"] <= 0.14 * len(SOUND)


if __name__ == "__main__":
    for key, number in sorted(count(ONES).items()):
        print("sound" if key[0] else "not borne out", key[1], number)
