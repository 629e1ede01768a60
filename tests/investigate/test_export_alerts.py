"""TheHive and DFIR-IRIS, by the types and the field names that they publish."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_type_hints, is_typeddict

import pytest
from thehive4py.types.alert import InputAlert
from thehive4py.types.observable import InputObservable
from thehive4py.types.procedure import InputProcedure

from firstbell.investigate.exports import CaseOutline
from firstbell.investigate.timeline import list_entry_lines
from firstbell.ledger import Entry
from firstbell.record.timeline import LineKind
from tests.investigate.exported import OUTLINE, export, list_hostile_lines, list_struck_lines
from tests.investigate.struck import make_line

# what `export_case_json` of DFIR-IRIS 2.4 names in each list
IRIS = {
    "timeline": {
        "event_id", "event_uuid", "event_title", "event_date", "event_tz", "event_date_wtz", "event_content",
        "event_tags", "event_source", "event_raw", "event_in_summary", "event_in_graph", "event_is_flagged",
        "event_color", "custom_attributes", "category", "last_edited_by", "assets",
    },
    "iocs": {"ioc_value", "type_name", "ioc_tags", "ioc_description", "custom_attributes"},
    "notes": {"note_title", "note_content", "note_creationdate", "note_lastupdate", "custom_attributes"},
    "assets": {
        "asset_id", "asset_name", "asset_description", "compromised", "type", "analysis_status",
        "asset_domain", "asset_ip", "asset_info", "asset_tags",
        "custom_attributes", "light_asset_description", "asset_ioc",
    },
}  # fmt: skip


def check_typed(value: dict[str, Any], kind: type) -> None:
    """That the keys are ones of the typed dictionary, none that it requires is missing, plain values fit."""
    assert is_typeddict(kind)
    hints = get_type_hints(kind)
    assert set(value) <= set(hints)
    assert set(kind.__required_keys__) <= set(value)  # type: ignore[attr-defined]
    for name, one in value.items():
        if hints[name] in {str, int, bool}:
            assert isinstance(one, hints[name]), name


@pytest.mark.parametrize("kind", ["struck", "hostile"])
def test_an_alert_has_the_shape_that_thehive_takes(kind: str, tmp_path: Path) -> None:
    lines = list_struck_lines(tmp_path) if kind == "struck" else list_hostile_lines()
    alert = json.loads(export("thehive", lines))
    check_typed(alert, InputAlert)
    for observable in alert["observables"]:
        check_typed(observable, InputObservable)
        assert observable["dataType"] in {"hostname", "hash", "filename", "other"}
    for procedure in alert["procedures"]:
        check_typed(procedure, InputProcedure)
    assert alert["date"] >= 0


def test_an_alert_says_what_happened_and_what_to_look_for(tmp_path: Path) -> None:
    alert = json.loads(export("thehive", list_struck_lines(tmp_path)))
    assert (alert["title"], alert["severity"]) == ("Encryption event: The night of 14 February", 4)
    assert (alert["source"], alert["sourceRef"]) == ("Firstbell", OUTLINE.id)
    # the time at which the first folder on the timeline was struck
    assert alert["date"] == 1676418660500
    observed = {(one["dataType"], one["data"]) for one in alert["observables"]}
    assert {("hostname", "files"), ("filename", "README.txt"), ("other", ".lock")} <= observed
    assert {one["patternId"] for one in alert["procedures"]} == {"T1485", "T1486"}
    assert "- First damage: 2" in alert["description"]


def test_a_name_in_a_description_makes_no_link_and_no_cell() -> None:
    lines = [make_line(0, "![x](http://evil) | <b> `c`\nd", kind=LineKind.NOTE, path=b"/n")]
    description = json.loads(export("thehive", lines))["description"]
    assert "\\!\\[x\\](http://evil) \\| \\<b\\> \\`c\\` d |" in description


def test_a_case_without_an_event_is_a_case(tmp_path: Path) -> None:
    outline = CaseOutline("ab", "A lost laptop", "2023-02-15T08:00:00Z")
    alert = json.loads(export("thehive", [], outline))
    assert (alert["title"], alert["severity"], alert["date"]) == ("Case: A lost laptop", 2, 1676448000000)


@pytest.mark.parametrize("kind", ["struck", "hostile", "none"])
def test_a_case_of_iris_has_the_lists_and_fields_of_its_own_export(kind: str, tmp_path: Path) -> None:
    lines = {"struck": lambda: list_struck_lines(tmp_path), "hostile": list_hostile_lines, "none": list}[
        kind
    ]()
    case = json.loads(export("iris", lines))
    assert set(case) == {
        "case", "timeline", "evidences", "notes", "iocs", "assets", "tasks", "comments", "export_date",
    }  # fmt: skip
    assert len(case["timeline"]) == len(lines)
    for name, fields in IRIS.items():
        for row in case[name]:
            assert set(row) == fields


def test_a_case_of_iris_holds_evidence_with_its_custody_and_people_s_notes() -> None:
    entry = Entry(0, "2023-02-20T10:00:00Z", "note", "aa", {"text": "Phones down"}, (), "0" * 64, "f" * 64)
    case = json.loads(export("iris", list_entry_lines([entry], {"aa": "R. Lund"})))
    (evidence,) = case["evidences"]
    assert (evidence["filename"], evidence["file_hash"]) == ("disk.img", "ab" * 32)
    assert evidence["chain_of_custody"] == ["2023-02-15T09:00:00Z taken by R. Lund"]
    (note,) = case["notes"]
    assert (note["note_content"], note["note_creationdate"]) == (
        "Note: Phones down (R. Lund)",
        "2023-02-20T10:00:00Z",
    )
    (event,) = case["timeline"]
    assert (event["event_date"], event["event_tz"]) == ("2023-02-20T10:00:00.000000", "+00:00")
    assert event["last_edited_by"] == "R. Lund"


def test_struck_hosts_and_notes_are_assets_and_iocs_of_iris(tmp_path: Path) -> None:
    case = json.loads(export("iris", list_struck_lines(tmp_path)))
    assert [asset["asset_name"] for asset in case["assets"]] == ["files"]
    assert {ioc["ioc_value"] for ioc in case["iocs"]} >= {"README.txt", ".lock"}
    assert {event["category"] for event in case["timeline"]} == {"Impact", "Unspecified"}
