"""Sentences against one event as it stood on three days: `python -m tests.notify.test_days`.

Four sets, each written as a whole before any sentence of it was run, by the hand that wrote the rules; what
they gave at first sight stands in docs/statements-report.md.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.judges.verdicts import STOPPING
from tests.notify.records import know

HERE = Path(__file__).parent
RECORDS: dict[str, dict[str, Any]] = json.loads((HERE / "days.json").read_text(encoding="utf-8"))
ONES: list[dict[str, Any]] = [
    json.loads(line) for line in (HERE / "days.jsonl").read_text(encoding="utf-8").splitlines()
]


def weigh(one: dict[str, Any]) -> str:
    """What becomes of a sentence: it passes, waits for a person, or is stopped."""
    claims = check_statement(one["text"], know(RECORDS[one["record"]]))
    if any(claim.verdict in STOPPING for claim in claims):
        return "stopped"
    return "waits" if any(claim.waiting for claim in claims) else "passes"


def count() -> Counter[tuple[bool, str]]:
    """How many sound sentences, and others, come to what."""
    return Counter((one["sound"], weigh(one)) for one in ONES)


@pytest.mark.long
def test_nothing_passes_that_the_record_does_not_bear_out_and_little_that_is_sound_waits() -> None:
    wrong = [one["text"] for one in ONES if not one["sound"] and weigh(one) == "passes"]
    assert wrong == []
    counts = count()
    sound = sum(number for (is_sound, _), number in counts.items() if is_sound)
    assert len(ONES) == 354
    assert counts[True, "stopped"] == 0
    assert counts[True, "waits"] / sound <= 1 / 14


if __name__ == "__main__":
    for key, number in sorted(count().items()):
        print("sound" if key[0] else "not borne out", key[1], number)
