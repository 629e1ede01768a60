from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import stix2

from firstbell.record.timeline import LineKind
from tests.investigate.exported import OUTLINE, export, list_hostile_lines, list_struck_lines
from tests.investigate.struck import make_line


def parse(data: bytes) -> list[Any]:
    """The objects of the bundle, each checked by the library; every reference leads to one of them."""
    bundle = stix2.parse(data.decode(), allow_custom=False)
    objects = list(bundle.objects)
    ids = [one.id for one in objects]
    assert len(set(ids)) == len(ids)
    for one in objects:
        for reference in [
            *one.get("object_refs", []),
            *([one.created_by_ref] if "created_by_ref" in one else []),
        ]:
            assert reference in ids
    return objects


@pytest.fixture
def objects(tmp_path: Path) -> list[Any]:
    return parse(export("stix", list_struck_lines(tmp_path)))


def pick(objects: list[Any], kind: str) -> list[Any]:
    return [one for one in objects if one.type == kind]


def test_the_bundle_holds_what_the_event_did_and_who_says_so(objects: list[Any]) -> None:
    counts = Counter(one.type for one in objects)
    assert (counts["identity"], counts["report"], counts["grouping"]) == (1, 1, 1)
    assert counts["observed-data"] == 2 + 2 + 1 + 1 + 1 + 1
    (identity,) = pick(objects, "identity")
    assert identity.name == "Northwind Schools"
    (report,) = pick(objects, "report")
    assert set(report.object_refs) == {one.id for one in objects} - {report.id}


def test_techniques_are_named_with_the_version_of_attack(objects: list[Any]) -> None:
    told = {one.external_references[0].external_id: one for one in pick(objects, "attack-pattern")}
    assert sorted(told) == ["T1485", "T1486"]
    assert told["T1486"].name == "Data Encrypted for Impact"
    assert told["T1486"].external_references[0].description == "ATT&CK Enterprise 18.1"


def test_notes_and_endings_are_indicators_of_the_technique(objects: list[Any]) -> None:
    indicators = {one.id: one for one in pick(objects, "indicator")}
    patterns = sorted(one.pattern for one in indicators.values())
    assert patterns[0].startswith("[file:hashes.'SHA-256' = '")
    assert patterns[1] == "[file:name MATCHES '\\\\.lock$']"
    related = pick(objects, "relationship")
    assert {one.source_ref for one in related} == set(indicators)
    assert {one.relationship_type for one in related} == {"indicates"}


def test_files_are_observed_with_hash_and_folder(objects: list[Any]) -> None:
    files = {one.name: one for one in pick(objects, "file")}
    assert set(files) == {"README.txt", "b.docx.lock", "k.txt", "disk.img"}
    assert files["disk.img"].hashes["SHA-256"] == "ab" * 32
    folders = {one.id: one.path for one in pick(objects, "directory")}
    assert folders[files["README.txt"].parent_directory_ref] == "/srv/office"


def test_an_hour_is_observed_from_its_first_to_its_last_file(objects: list[Any]) -> None:
    hours = [one for one in pick(objects, "observed-data") if "damage.hour" in one.labels]
    assert (str(hours[0].first_observed), hours[0].number_observed) == ("2023-02-14 23:51:00.500000+00:00", 5)
    assert hours[0].last_observed > hours[0].first_observed


def test_the_same_timeline_gives_the_same_bytes(tmp_path: Path) -> None:
    lines = list_struck_lines(tmp_path)
    assert export("stix", lines) == export("stix", lines)


def test_hostile_names_make_valid_patterns_and_objects() -> None:
    objects = parse(export("stix", list_hostile_lines()))
    assert pick(objects, "indicator")
    assert {one.external_references[0].external_id for one in pick(objects, "attack-pattern")} == {
        "T1486",
        "T1490",
    }


def test_names_that_cannot_stand_in_a_pattern_make_no_indicator() -> None:
    note: dict[str, Any] = {"kind": LineKind.NOTE, "fields": {"attack": ["T1486"]}}
    rename: dict[str, Any] = {
        "kind": LineKind.RENAME,
        "fields": {"suffix": ".a\n", "event": "e", "attack": ["T1486"]},
    }
    lines = [make_line(1, path=b"/a\n", **note), make_line(2, path=b"/it's", **note), make_line(3, **rename)]
    (indicator,) = pick(parse(export("stix", lines)), "indicator")
    assert indicator.pattern == "[file:name = 'it\\'s']"


def test_imported_lines_stay_out_but_for_the_techniques_they_are_traces_of() -> None:
    lines = [make_line(1, "vssadmin delete shadows", fields={"attack": ["T1490"]}), make_line(2, "else")]
    counts = Counter(one.type for one in parse(export("stix", lines)))
    assert counts["attack-pattern"] == 1
    assert counts["observed-data"] == len(OUTLINE.evidence)
