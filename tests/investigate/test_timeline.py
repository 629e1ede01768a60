from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from firstbell.catalog import Catalog, find_events
from firstbell.investigate.timeline import describe_line, join_lines, list_catalog_lines
from firstbell.investigate.windows import BACKUP_TIME, CHANGE_TIME, MODIFICATION_TIME
from firstbell.record.timeline import LineKind, TimelineLine
from tests.catalog.timeline import Timeline
from tests.compose.marked import make_bench
from tests.investigate.struck import BEFORE, STRUCK_AT, file_at, make_catalog, strike_host


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return make_catalog(strike_host(), tmp_path)


def pick(catalog: Catalog, kind: LineKind) -> list[TimelineLine]:
    return [line for line in join_lines([list_catalog_lines(catalog)]) if line.kind is kind]


def test_every_snapshot_has_a_line_and_only_those_not_clean_have_a_verdict(catalog: Catalog) -> None:
    snapshots = pick(catalog, LineKind.SNAPSHOT)
    assert [line.fields["verdict"] for line in snapshots] == ["clean", "clean", "event"]
    (verdict,) = pick(catalog, LineKind.VERDICT)
    (event,) = find_events(catalog.list_examinations().values())
    assert verdict.fields["event"] == event.hex_id
    assert verdict.reference == f"snapshot:{event.struck[0].snapshot.hex_id}"
    assert "encryption event: files look random now" in verdict.message


def test_the_first_damage_of_a_folder_is_the_file_that_claims_the_earliest_time(catalog: Catalog) -> None:
    office = {line.path: line for line in pick(catalog, LineKind.FIRST_DAMAGE)}[b"/srv/office"]
    assert office.time == "2023-02-14T23:51:00.5Z"
    assert office.timestamp_desc == CHANGE_TIME
    assert office.fields["claimed"] is True
    assert office.fields["file"] == "/srv/office/b.docx.lock"
    assert office.fields["was"] == "/srv/office/b.docx"
    assert office.fields["files"] == 6
    assert office.fields["code"] == "test.damaged"
    assert office.fields["attack"] == ["T1486"]
    assert "b.docx.lock (was b.docx) and 5 further files, between the backups of" in office.message
    assert (office.fields["known_after"], office.fields["known_by"]) == (BEFORE, STRUCK_AT)


def test_a_time_that_cannot_be_is_no_claim_and_the_backup_gives_the_time(catalog: Catalog) -> None:
    keys = {line.path: line for line in pick(catalog, LineKind.FIRST_DAMAGE)}[b"/srv/keys"]
    assert (keys.time, keys.timestamp_desc) == (STRUCK_AT, BACKUP_TIME)
    assert keys.fields["claimed"] is False
    assert "the file says" not in keys.message


def test_the_hash_of_a_small_file_is_known_without_reading_it(catalog: Catalog) -> None:
    (note,) = pick(catalog, LineKind.NOTE)
    assert note.fields["sha256"] == sha256(b"NOTE pay").hexdigest()
    assert note.path == b"/srv/office/README.txt"
    assert note.time == "2023-02-14T23:59:00Z"


def test_what_was_struck_is_counted_by_the_hour_that_the_files_claim(catalog: Catalog) -> None:
    hours = pick(catalog, LineKind.DAMAGE_HOUR)
    assert [(line.fields["hour"], line.fields["files"]) for line in hours] == [
        ("2023-02-14T23:00:00Z", 5),
        ("2023-02-15T00:00:00Z", 1),
    ]
    assert hours[0].fields["renamed"] == 5
    assert hours[0].fields["last"] == "2023-02-14T23:55:00.5Z"
    assert hours[0].path == b"/srv/office"
    assert "the host's own file times" in hours[0].message


def test_deletions_stand_at_the_backup_and_renames_at_their_first_claim(catalog: Catalog) -> None:
    (deletion,) = pick(catalog, LineKind.DELETION)
    assert (deletion.path, deletion.time, deletion.fields["files"]) == (b"/srv", STRUCK_AT, 2)
    assert deletion.fields["attack"] == ["T1485"]
    (rename,) = pick(catalog, LineKind.RENAME)
    assert (rename.fields["suffix"], rename.fields["files"]) == (".lock", 6)
    assert rename.time == "2023-02-14T23:51:00.5Z"


def test_a_folder_has_its_first_damage_once_in_an_event(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save({"/srv/a.txt": b"a", "/srv/b.txt": b"b"})
    timeline.save({"/srv/a.txt": b"STRUCK 1", "/srv/b.txt": b"b"})
    timeline.save({"/srv/a.txt": b"STRUCK 1", "/srv/b.txt": b"STRUCK 2", "/srv/new/c.txt": b"STRUCK 3"})
    lines = pick(make_catalog(timeline, tmp_path), LineKind.FIRST_DAMAGE)
    assert [(line.path, line.fields["file"]) for line in lines] == [
        (b"/srv", "/srv/a.txt"),
        (b"/srv/new", "/srv/new/c.txt"),
    ]


def test_a_file_changed_while_the_backup_ran_is_told_so(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save({"/srv/a.txt": b"a"})
    timeline.save({"/srv/a.txt": file_at(b"STRUCK", "2023-02-14T02:30:00Z")})
    (line,) = pick(make_catalog(timeline, tmp_path), LineKind.FIRST_DAMAGE)
    assert line.time == "2023-02-14T02:30:00Z"
    assert line.message.endswith("the file says 2023-02-14T02:30:00Z, while the backup ran")


def test_the_modification_time_serves_where_the_change_time_cannot_be(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save({"/srv/a.txt": b"a"})
    timeline.save({"/srv/a.txt": file_at(b"STRUCK", "2040-01-01T00:00:00Z", mtime="2023-02-13T22:00:00Z")})
    (line,) = pick(make_catalog(timeline, tmp_path), LineKind.FIRST_DAMAGE)
    assert (line.time, line.timestamp_desc) == ("2023-02-13T22:00:00Z", MODIFICATION_TIME)


def test_hostile_names_stand_on_one_line_and_in_json(tmp_path: Path) -> None:
    timeline = Timeline()
    folder = "/srv/=cmd|' /C calc'!A0\n\x1b[31m"
    timeline.save({f"{folder}/a\udcff.txt": b"a"})
    timeline.save({f"{folder}/a\udcff.txt": b"STRUCK"})
    lines = list_catalog_lines(make_catalog(timeline, tmp_path))
    for line in lines:
        assert line.message.isprintable()
        describe_line(line)["path"].encode()
    (damage,) = [line for line in lines if line.kind is LineKind.FIRST_DAMAGE]
    assert damage.fields["file"].endswith("a\\xff.txt")
    assert "\\x0a\\x1b[31m" in damage.message


def test_a_snapshot_that_nobody_examined_has_its_line_alone(tmp_path: Path) -> None:
    timeline = strike_host()
    bench = make_bench(timeline.repository, tmp_path)
    bench.catalog.bring_up_to_date(timeline.repository)
    lines = list_catalog_lines(bench.catalog)
    assert [line.fields["verdict"] for line in lines] == [None, None, None]


def test_the_same_timeline_has_the_same_ids_on_another_machine(tmp_path: Path) -> None:
    timeline = strike_host()
    here = [line.hex_id for line in join_lines([list_catalog_lines(make_catalog(timeline, tmp_path / "a"))])]
    there = [line.hex_id for line in join_lines([list_catalog_lines(make_catalog(timeline, tmp_path / "b"))])]
    assert here == there
    assert len(set(here)) == len(here)


def test_a_line_is_described_with_all_that_it_says(catalog: Catalog) -> None:
    (note,) = pick(catalog, LineKind.NOTE)
    told = describe_line(note)
    assert list(told) == [
        "id",
        "time",
        "kind",
        "host",
        "path",
        "message",
        "timestamp_desc",
        "source",
        "reference",
        "fields",
    ]
    assert (told["kind"], told["host"], told["path"]) == ("note", "files", "/srv/office/README.txt")
