"""Sentences written before it was looked at how they are judged: `python -m tests.notify.test_held_back`.

Five sets, each written when the rules had been mended after the one before; their truths were decided first.
Of eleven that tell more than the record ("The Board voted not to pay.") it was decided later that they wait.
What each gave at first sight stands in docs/statements-report.md; here is what the rules make of them now.
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
RECORDS: dict[str, dict[str, Any]] = json.loads((HERE / "held_back_records.json").read_text())
ONES: list[dict[str, Any]] = [
    json.loads(line) for line in (HERE / "held_back.jsonl").read_text().splitlines()
]
RIGHT, HELD, FALSE_SUPPORTED, FALSE_BLOCK, MISSED, OTHER = (
    "right",
    "held",
    "false supported",
    "false block",
    "missed",
    "other",
)
Claims = list[tuple[str, str]]


def judge(one: dict[str, Any]) -> Claims:
    """Kind and verdict of each claim of a sentence; of one that waits for a person, "held"."""
    claims = check_statement(one["text"], know(RECORDS[one["record"]]))
    return [(str(claim.kind), HELD if claim.waiting else claim.verdict.value) for claim in claims]


def weigh(one: dict[str, Any], found: Claims) -> str:
    """How the program's claims stand to those of the author, who may have left two answers open.

    Further claims that pass are nobody's loss.
    """
    wanted = one["expect"]
    kinds = {kind for kinds, _ in wanted for kind in kinds}
    if wanted and len(found) > len(wanted):
        extra = [verdict for kind, verdict in found if kind not in kinds]
        if all(verdict in ("supported", "unjudged") for verdict in extra):
            found = [(kind, verdict) for kind, verdict in found if kind in kinds]
    if len(found) == len(wanted) and all(map(_fits, found, wanted)):
        return RIGHT
    if any(verdict == HELD for _, verdict in found) and not any(verdict in STOPPING for _, verdict in found):
        return HELD
    blocked = any(verdict in STOPPING for _, verdict in found)
    if blocked and not any(STOPPING.intersection(verdicts) for _, verdicts in wanted):
        return FALSE_BLOCK
    # what tells more than the record must wait at the least
    if blocked or not any({*STOPPING, HELD}.issuperset(verdicts) for _, verdicts in wanted):
        return OTHER
    return FALSE_SUPPORTED if any(verdict == "supported" for _, verdict in found) else MISSED


def _fits(found: tuple[str, str], wanted: list[list[str]]) -> bool:
    kinds, verdicts = wanted
    return found[1] in verdicts and (found[0] in kinds or found[1] == "unjudged")


def count() -> dict[int, Counter[str]]:
    """How many of each set came out in which way."""
    counts: dict[int, Counter[str]] = {}
    for one in ONES:
        counts.setdefault(one["set"], Counter())[weigh(one, judge(one))] += 1
    return counts


@pytest.mark.long
def test_sentences_that_were_written_first_are_judged_as_was_decided() -> None:
    total = sum(count().values(), Counter())
    assert total.total() > 1100
    assert total[RIGHT] / total.total() >= 0.91
    # what is not understood waits for a person: it neither passes nor is it called wrong
    assert total[HELD] / total.total() <= 0.08
    assert total[FALSE_SUPPORTED] == 0
    assert total[MISSED] <= 3
    assert total[FALSE_BLOCK] <= 3


if __name__ == "__main__":
    for number, counted in count().items():
        print(number, counted.total(), dict(counted))
