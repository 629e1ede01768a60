"""Facts of any shape: what does not fit its field is not told, and no sentence raises."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from firstbell.case.errors import FactError
from firstbell.case.shapes import SHAPES, Fields, Named, check_value
from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.values import settle_shapes
from firstbell.record.facts import FactStatus
from tests.notify.records import know, weigh_text
from tests.notify.test_hands import ONES, RECORDS

WORDS = (
    "",
    "yes",
    "2026-13-45",
    "2026-11-08",
    "2026-11-08T03:30:00-05:00",
    "410 files",
    "FBI",
    "payroll",
    "(",
    "[a",
)
NUMBERS = (0, 1, -3, 410, 10**40, 0.5, -1.5, 1e300, float("inf"), float("nan"))


def make_json(chance: random.Random, depth: int = 0) -> Any:
    """Any JSON value."""
    kind = chance.randrange(8 if depth < 2 else 5)
    if kind == 0:
        return chance.choice((None, True, False))
    if kind in (1, 2):
        return chance.choice(NUMBERS if kind == 1 else WORDS)
    if kind == 3:
        return {
            "status": chance.choice(("unknown", "believed")),
            "value": chance.choice((None, 410, "2026-11-08")),
        }
    if kind == 4:
        return chance.choice(([], {}))
    if kind == 5:
        return {
            chance.choice(("count", "state", "filed", "x")): make_json(chance, depth + 1) for _ in range(3)
        }
    return [make_json(chance, depth + 1) for _ in range(chance.randrange(4))]


def spoil(chance: random.Random, facts: dict[str, Any]) -> dict[str, Any]:
    """Facts of which half have fields of any value."""
    spoiled = dict(facts)
    for subject, shape in SHAPES.items():
        if chance.random() < 0.5:
            continue
        given = spoiled.get(subject)
        if isinstance(shape, Fields) and chance.random() < 0.9:
            fields = dict(given) if isinstance(given, dict) else {}
            spoiled[subject] = fields | {
                name: make_json(chance) for name in [*shape.all, "unlisted"] if chance.random() < 0.5
            }
        elif isinstance(shape, Named) and chance.random() < 0.9:
            spoiled[subject] = {"state": {"filed": make_json(chance)}, "FBI": make_json(chance)}
        else:
            spoiled[subject] = make_json(chance)
    return spoiled


@pytest.mark.parametrize("seed", range(8))
def test_no_value_of_a_fact_makes_it_raise(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(20):
        one = chance.choice(ONES)
        record = replace(know(spoil(chance, RECORDS[one["record"]])), today=date(2026, 11, 20))
        check_statement(one["text"], record)


@pytest.mark.parametrize(
    ("subject", "value"),
    [
        ("ransom", {"demanded": True, "amount": {"status": "unknown", "value": None}}),
        ("encryption_event", {"first_damage": {"status": "believed", "value": "2026-11-29"}}),
    ],
)
def test_status_is_that_of_the_whole_fact(subject: str, value: Any) -> None:
    with pytest.raises(FactError) as refused:
        check_value(subject, FactStatus.KNOWN, value)
    assert "whole fact" in (refused.value.hint or "")


def test_what_fits_stays() -> None:
    for facts in RECORDS.values():
        for subject, value in facts.items():
            _expect_kept(subject, value)


def _expect_kept(subject: str, value: Any) -> None:
    if isinstance(value, dict) and set(value) == {"status", "value"}:
        value = value["value"]
    try:
        check_value(subject, FactStatus.KNOWN, value)
    except FactError:
        return
    assert subject not in SHAPES or settle_shapes(subject, value) == _leave_listed(subject, value)


def _leave_listed(subject: str, value: Any) -> Any:
    """A fact's value without what no shape lists."""
    shape = next(shape for name, shape in SHAPES.items() if name == subject)
    if not isinstance(shape, Fields):
        return value
    settled = settle_shapes(subject, value)
    return {
        name: inner for name, inner in value.items() if name in shape.all or settled.get(name) is not None
    }


def test_a_field_that_does_not_fit_bears_nothing_out() -> None:
    record = know(
        {"ransom": {"demanded": True, "amount": {"status": "known", "value": 650000}, "paid": False}}
    )
    assert weigh_text("They demanded $650,000.", record) != "passes"
    assert weigh_text("No ransom has been paid.", record) == "passes"
