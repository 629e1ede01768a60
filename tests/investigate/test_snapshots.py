from __future__ import annotations

from pathlib import Path

from firstbell.investigate.snapshots import list_arrival_lines
from firstbell.ledger.sightings import Sightings
from firstbell.record.arrivals import Arrival
from tests.investigate.struck import make_catalog, strike_host


def test_arrivals_are_told_with_what_is_known_and_with_a_time_yet_to_come(tmp_path: Path) -> None:
    catalog = make_catalog(strike_host(), tmp_path)
    first, second, third = (row.hex_id for row in catalog.list_snapshots())
    seen = {
        first: Arrival("2023-02-13T02:10:00Z", "2023-02-12T08:00:00Z"),
        second: Arrival("2023-02-13T03:00:00Z", None),
        third: Arrival("not a time", None),
    }
    lines = list_arrival_lines(catalog, Sightings(seen, {}))
    assert [line.time for line in lines] == ["2023-02-13T02:10:00Z", "2023-02-13T03:00:00Z"]
    assert "noted by the desk, not there yet at 2023-02-12T08:00:00Z" in lines[0].message
    assert lines[0].fields["ahead_s"] == 0
    assert "of 2023-02-14T02:00:00Z, which was yet to come" in lines[1].message
    assert lines[1].fields["ahead_s"] == 23 * 3600


def test_an_arrival_noted_at_its_moment_says_no_more(tmp_path: Path) -> None:
    catalog = make_catalog(strike_host(), tmp_path)
    at = "2023-02-13T02:10:00Z"
    arrivals = Sightings({catalog.list_snapshots()[0].hex_id: Arrival(at, at)}, {})
    (line,) = list_arrival_lines(catalog, arrivals, noted_by="the vault")
    assert line.message.endswith("was there, noted by the vault")
    assert line.source == "the vault"
