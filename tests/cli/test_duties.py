"""Scenarios of duties through the command line: put down, planned, held, filed and decided as typed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Call
from tests.notify.duties.scenarios import (
    Story,
    find_faults,
    list_scenarios,
    list_stated,
    make_situation,
)

# every so many scenarios is played; the others are read by tests/notify/duties
_STEP = 45
SCENARIOS = [told for _, told in list_scenarios() if "zone" not in told["home"]][::_STEP]


class Play:
    """One scenario, typed: a case in `folder`, whose counsel signs with `key`."""

    def __init__(self, call: Call, folder: Path, scenario: Mapping[str, Any]) -> None:
        self.call, self.folder, self.scenario = call, folder, scenario
        self.story = Story(make_situation(scenario).own_zone)
        self.key = folder / "counsel.key"
        home = scenario["home"]
        self.standing = ["--home", home["state"], "--entity", home.get("entity", "school_district")]

    def type(self, *words: str | Path) -> str:
        """What the command prints; it must do what it is told."""
        told = self.call(*words)
        assert told.status == 0, (words, told.err)
        return told.out

    def read_clocks(self) -> list[dict[str, Any]]:
        """The clocks at the scenario's time."""
        now = self.story.fix(self.scenario["now"])
        lines = self.type("case", "clocks", "--json", "--as-of", now, *self.standing).splitlines()
        found = [json.loads(line) for line in lines]
        return [line for line in found if line["message_type"] == "clock"]

    def put_down(self) -> None:
        """Open the case; put down facts, people, holds, corrections, decisions and filings."""
        self.type("case", "open", self.folder / "case")
        self.type("case", "actor", "add", "Sara", "--role", "counsel", "--key-file", self.key)
        for fact in list_stated(self.scenario, self.story):
            words = ("case", "fact", fact["subject"], json.dumps(fact["value"]))
            self.type(*words, "--as-of", self.story.fix(fact["as_of"]), "--status", fact["status"])
        if "residents" in self.scenario:
            lines = "".join(json.dumps(person) + "\n" for person in self._list_people())
            (self.folder / "people.jsonl").write_text(lines)
            self.type("notice", "plan", "--people", self.folder / "people.jsonl", "-q")
        self._rule()

    def _list_people(self) -> Iterator[dict[str, Any]]:
        for state, told in self.scenario["residents"].items():
            groups: list[dict[str, Any]] = [{"people": told}] if isinstance(told, int) else told
            for group in groups:
                for number in range(group["people"]):
                    kinds = group.get("kinds", [])
                    name = f"{state}-{number}-{'-'.join(kinds)}"
                    address = {"line1": "1 Oak St", "city": "X", "state": state, "postcode": "10001"}
                    yield {
                        "message_type": "person", "person_id": name, "name": name, "role": "staff",
                        "kinds": kinds, "confidence": "certain", "is_minor": False, "address": address,
                    }  # fmt: skip

    def _rule(self) -> None:
        story, scenario = self.story, self.scenario
        for hold in scenario.get("holds", ()):
            until = ["--until", story.fix(hold["until"])] if hold.get("until") else []
            since = story.fix(hold["since"])
            asked = ("--agency", hold["agency"], "--why", "a case", "--since", since)
            self.type("case", "clocks", "hold", *asked, *until)
        for one in scenario.get("corrections", ()):
            at = ["--at", story.place(one["at"])] if one["at"] else []
            signed = ("--why", one["why"], "--key", self.key)
            self.type("case", "clocks", "correct", one["start"], *signed, *at)
        for one in scenario.get("decisions", ()):
            finding = one["finding"].replace("_", "-")
            consulted = ["--consulted", one["consulted"]] if one.get("consulted") else []
            found = (self._find_rule(one), "--finding", finding, "--why", one["why"], "--key", self.key)
            self.type("case", "clocks", "decide", *found, *consulted)
        for one in scenario.get("filed", ()):
            at = ["--at", story.fix(one["at"])]
            self.type("case", "clocks", "filed", self._find_rule(one), *at, *self.standing)

    def _find_rule(self, told: Mapping[str, Any]) -> str:
        if "rule" in told:
            return str(told["rule"])
        (rule,) = [
            one["rule"]
            for one in self.read_clocks()
            if (one["jurisdiction"], one["addressee"]) == (told["jurisdiction"], told["to"])
            and one["rule"]
            and one["duty"] == told.get("duty", one["duty"])
            and one["stage"] == told.get("stage", "first")
        ]
        return str(rule)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[told["name"] for told in SCENARIOS])
def test_a_scenario_comes_out_the_same_through_the_command_line(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scenario: Mapping[str, Any]
) -> None:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("FIRSTBELL_CASE", str(tmp_path / "case"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    play = Play(call, tmp_path, scenario)
    play.put_down()
    assert find_faults(scenario, play.read_clocks()) == []
