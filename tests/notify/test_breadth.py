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

from tests.notify.test_hands import weigh

ONES: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "breadth.jsonl").read_text(encoding="utf-8").splitlines()
]


def count() -> Counter[tuple[bool, str]]:
    """How many sound sentences, and others, come to what."""
    return Counter((one["sound"], weigh(one)) for one in ONES)


def test_nothing_that_the_record_does_not_bear_out_passes_and_most_that_is_sound_does() -> None:
    counts = count()
    assert sum(counts.values()) == len(ONES) > 1000
    assert counts[False, "passes"] == 0
    sound = sum(number for (is_sound, _), number in counts.items() if is_sound)
    assert counts[True, "stopped"] <= 0.03 * sound
    assert counts[True, "waits"] <= 0.14 * sound


if __name__ == "__main__":
    for key, number in sorted(count().items()):
        print("sound" if key[0] else "not borne out", key[1], number)
