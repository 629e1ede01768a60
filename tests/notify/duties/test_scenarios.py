"""Duties, as written down from the law: which clocks must be shown how. README.md tells the format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.notify.duties.scenarios import find_faults, list_scenarios, read_scenario

SCENARIOS = list(list_scenarios())


@pytest.mark.parametrize(
    "scenario", [told for _, told in SCENARIOS], ids=[f"{place} {told['name']}" for place, told in SCENARIOS]
)
def test_a_scenario_shows_what_the_law_says(scenario: Mapping[str, Any]) -> None:
    assert find_faults(scenario, read_scenario(scenario)) == []


def test_every_scenario_has_a_name_of_its_own() -> None:
    names = [told["name"] for _, told in SCENARIOS]
    assert len(names) == len(set(names))
