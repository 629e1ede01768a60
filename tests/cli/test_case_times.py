"""Times that a person types into a case: of the district's clocks, and kept."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Call
from tests.cli.test_case import case, desk

__all__ = ["case", "desk"]


def write_chicago(desk: Path) -> None:
    desk.mkdir(exist_ok=True)
    (desk / "firstbell.toml").write_text(
        'version = 1\n[district]\nname = "Prairie Lakes"\ntime_zone = "America/Chicago"\n'
    )


def test_a_time_that_is_typed_without_a_zone_is_of_the_districts_clocks(
    call: Call, case: Path, desk: Path
) -> None:
    write_chicago(desk)
    words = ("case", "fact", "--json", "--as-of", "2023-02-18 09:00")
    for subject, value in (
        ("first_access", "2023-02-17 20:00"),
        ("law_enforcement", '{"informed": ["FBI"], "since": "2023-07-18T08:30"}'),
        ("mailing", '{"first": "2023-03-01"}'),
        ("way_in", "2023-02-17 20:00"),
    ):
        assert call(*words, subject, value).status == 0
    facts = {one["subject"]: one for one in call("case", "facts", "--json").messages[:-1]}
    assert facts["first_access"]["value"] == "2023-02-17T20:00:00-06:00"
    assert facts["first_access"]["as_of"] == "2023-02-18T09:00:00-06:00"
    assert facts["law_enforcement"]["value"]["since"] == "2023-07-18T08:30:00-05:00"
    assert facts["mailing"]["value"] == {"first": "2023-03-01"}  # a day is a day
    assert facts["way_in"]["value"] == "2023-02-17 20:00"  # a text is a text
    assert call("case", "note", "x", "--at", "2023-02-18 08:00", "--json").status == 0
    assert "2023-02-18 08:00:00 -06:00" in call("case", "log").out + call("case", "timeline").out


def test_the_end_of_a_day_is_that_of_the_districts_day(call: Call, case: Path, desk: Path) -> None:
    write_chicago(desk)
    # 23:30 in Chicago is the next day in UTC
    words = ("case", "fact", "files_without_clean_version", "7", "--as-of", "2023-02-18T23:30:00-06:00")
    assert call(*words).status == 0
    for day, expected in (("2023-02-18", 1), ("2023-02-17", 0)):
        assert call("case", "facts", "--as-of", day, "--json").summary["facts"] == expected


def test_yes_to_an_event_keeps_when_it_was_found(call: Call, case: Path) -> None:
    full = {"confirmed": True, "found": "2023-02-18T06:00:00Z", "first_damage": "2023-02-17T06:00:00Z"}
    assert call("case", "fact", "encryption_event", json.dumps(full)).status == 0
    assert call("case", "fact", "encryption_event", "yes").status == 0
    assert call("case", "facts", "--json").messages[0]["value"] == full
    assert call("case", "fact", "encryption_event", "no").status == 0
    assert call("case", "fact", "encryption_event", "yes").status == 0
    assert call("case", "facts", "--json").messages[0]["value"] == {"confirmed": True}
