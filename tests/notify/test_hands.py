"""Sentences of hands who never saw the rules, against records of their own.

What they gave at first sight stands in docs/statements-report.md; abilities were built after they were read.
`python -m tests.notify.test_hands` counts what they give now.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.judges.verdicts import STOPPING
from firstbell.notify.statements.record import make_record
from tests.notify.hand_names import NAMES, OWN_NAMES
from tests.notify.records import know

HERE = Path(__file__).parent
RECORDS: dict[str, dict[str, Any]] = json.loads((HERE / "hands.json").read_text(encoding="utf-8"))
ONES: list[dict[str, Any]] = [
    json.loads(line) for line in (HERE / "hands.jsonl").read_text(encoding="utf-8").splitlines()
]
# how many sound sentences of a hand may wait
MOST_WAITING = {
    "r": 31,
    "t": 16,
    "u": 15,
    "v": 5,
    "x": 11,
    "y": 10,
    "z": 5,
    "w": 5,
    "a": 14,
    "b": 17,
    "c": 8,
    "d": 4,
    "e": 8,
    "f": 10,
    "g": 18,
    "h": 29,
    "i": 4,
    "j": 2,
    "k": 0,
    "l": 11,
    "m": 9,
    "n": 4,
    "o": 2,
    "p": 8,
    "q": 0,
    "s": 3,
    "A": 9,
    "B": 7,
    "C": 13,
    "D": 0,
    "E": 26,
    "F": 2,
    "G": 1,
    "H": 0,
}
# how many of them may be stopped, where any may; of "j" that no sign of theft was found, where no day is told
# that was reviewed
MOST_STOPPED = {
    "r": 1,
    "t": 2,
    "u": 2,
    "b": 1,
    "h": 1,
    "j": 3,
    "B": 1,
    "C": 2,
    "E": 2,
    "F": 3,
}


def weigh(one: dict[str, Any]) -> str:
    """What becomes of a sentence: it passes, waits for a person, or is stopped."""
    record = know(RECORDS[one["record"]])
    if "today" in one:
        own = OWN_NAMES.get(one["record"].rstrip("0123456789"))
        names = make_record([], [], names=own).names if own else NAMES
        record = replace(record, today=date.fromisoformat(one["today"]), names=names)
    claims = check_statement(one["text"], record)
    if any(claim.verdict in STOPPING for claim in claims):
        return "stopped"
    return "waits" if any(claim.waiting for claim in claims) else "passes"


def count(hand: str) -> Counter[tuple[bool, str]]:
    """How many of a hand's sound sentences, and others, come to what."""
    return Counter((one["sound"], weigh(one)) for one in ONES if one["record"][0] == hand)


def test_every_hand_has_its_bounds() -> None:
    assert len(ONES) == 7343
    assert {one["record"][0] for one in ONES} == MOST_WAITING.keys() >= MOST_STOPPED.keys()


@pytest.mark.long
@pytest.mark.parametrize("hand", MOST_WAITING)
def test_nothing_that_the_record_does_not_bear_out_passes_and_little_that_is_sound_is_stopped(
    hand: str,
) -> None:
    counts = count(hand)
    assert counts[False, "passes"] == 0
    assert counts[True, "stopped"] <= MOST_STOPPED.get(hand, 0)
    # most of what waits tells what facts have no field for
    assert counts[True, "waits"] <= MOST_WAITING[hand]


if __name__ == "__main__":
    for hand in MOST_WAITING:
        for (sound, how), number in sorted(count(hand).items()):
            print(hand, "sound" if sound else "not borne out", how, number)
