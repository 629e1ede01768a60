"""What twelve hands' sentences lacked, in other words: sound ones with near neighbors of each."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.judges.verdicts import STOPPING
from firstbell.notify.statements.record import CaseRecord
from tests.notify.hand_names import NAMES
from tests.notify.records import know, weigh_text
from tests.notify.test_hands import RECORDS

TODAY = {
    "DRYFORK40": date(2026, 11, 12),
    "HARBOR10": date(2026, 10, 16),
    "TAMARACK58": date(2026, 11, 25),
    "ALDER2": date(2026, 9, 10),
    "BIRCH25": date(2026, 12, 4),
    "harbor2": date(2026, 9, 15),
    "mesa10": date(2026, 10, 14),
    "ridge40": date(2026, 10, 2),
    "llano25": date(2026, 10, 22),
    "cedard2": date(2026, 9, 16),
    "salemd11": date(2026, 10, 23),
    "granited41": date(2026, 11, 20),
    "herond24": date(2026, 11, 24),
    "valled70": date(2026, 11, 12),
    "birch10": date(2027, 3, 12),
    "cedar40": date(2027, 2, 19),
    "dover25": date(2027, 4, 29),
    "elm54": date(2027, 7, 2),
    "HAR2": date(2026, 9, 16),
    "MIL11": date(2026, 10, 15),
    "ORT42": date(2027, 3, 1),
    "CED22": date(2026, 11, 24),
    "Alder2": date(2026, 11, 10),
    "Harbor11": date(2026, 11, 5),
    "Juniper41": date(2026, 11, 24),
    "Fox26": date(2026, 11, 20),
    "Quill20": date(2026, 11, 21),
    "M42": date(2026, 3, 2),
    "E60": date(2026, 11, 20),
    "A2": date(2026, 9, 15),
    "C11": date(2026, 10, 13),
    "B11": date(2026, 10, 16),
    "T26": date(2026, 5, 22),
    "D26": date(2026, 10, 30),
    "C41": date(2026, 11, 16),
    "AC2": date(2026, 9, 15),
    "HC2": date(2026, 9, 9),
    "LV10": date(2026, 10, 15),
    "PH40": date(2026, 9, 28),
    "AG25": date(2026, 11, 27),
    "CH2": date(2026, 9, 16),
    "TV10": date(2026, 10, 8),
    "LB40": date(2026, 11, 10),
    "PM43": date(2026, 11, 24),
    "H10": date(2026, 10, 8),
    "H22": date(2026, 11, 11),
    "H41": date(2026, 11, 20),
    "H75": date(2026, 12, 4),
    "cold2": date(2026, 9, 15),
    "half10": date(2026, 10, 14),
    "theft40": date(2026, 10, 2),
    "ruledout": date(2026, 9, 3),
}

ONES: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "neighbors.jsonl").read_text(encoding="utf-8").splitlines()
]


def _record(name: str) -> CaseRecord:
    facts = next(RECORDS[f"{key}{name}"] for key in "ijklmnopsABC" if f"{key}{name}" in RECORDS)
    return replace(know(facts), today=TODAY[name], names=NAMES)


def _list(name: str, *, sound: bool, waits: bool = False) -> list[str]:
    """Sentences of a record; `waits`: those whose words no rule reads any more."""
    return [
        one["text"]
        for one in ONES
        if one["record"] == name and one["sound"] is sound and one.get("waits", False) is waits
    ]


def _passes(text: str, record: CaseRecord) -> bool:
    claims = check_statement(text, record)
    return not any(claim.waiting or claim.verdict in STOPPING for claim in claims)


@pytest.mark.parametrize("name", TODAY)
def test_what_the_record_bears_out_passes_in_these_words(name: str) -> None:
    record = _record(name)
    assert [text for text in _list(name, sound=True) if not _passes(text, record)] == []


@pytest.mark.parametrize("name", TODAY)
def test_near_neighbors_that_it_does_not_bear_out_are_stopped_or_wait(name: str) -> None:
    record = _record(name)
    assert [text for text in _list(name, sound=False) if _passes(text, record)] == []


@pytest.mark.parametrize("name", sorted({one["record"] for one in ONES if one.get("waits")}))
def test_what_no_rule_reads_any_more_waits_and_is_not_stopped(name: str) -> None:
    record = _record(name)
    assert {weigh_text(text, record) for text in _list(name, sound=True, waits=True)} == {"waits"}


def test_each_half_that_says_the_same_of_another_is_told_as_it_is_written() -> None:
    claims = check_statement("The phones are back in operation, and so is mail.", _record("HARBOR10"))
    assert " ".join(claim.text for claim in claims) == "The phones are back in operation, and so is mail."
