from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import ClauseElement

from firstbell.catalog import open_catalog
from firstbell.catalog.errors import CatalogDamagedError, CatalogUnwritableError, SnapshotNotInCatalogError
from firstbell.record.examination import Examination, Verdict
from tests.catalog.timeline import Timeline

REPOSITORY = "ab" * 32


def test_a_catalog_is_kept(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save({"/srv/a": b"one"})
    path = tmp_path / "deep" / "catalog.sqlite"
    first = open_catalog(path, timeline.repository.hex_id)
    first.bring_up_to_date(timeline.repository)
    first.close()

    again = open_catalog(path, timeline.repository.hex_id)

    assert again.note == ""
    assert again.count_versions() == 1


def test_what_writes_to_one_file_is_compiled_for_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An examiner opens a catalog for each snapshot; compiling was a fifth of what an unchanged one cost."""
    compiled: list[object] = []
    compile_it = ClauseElement._compiler

    def count(element: ClauseElement, *given: object, **named: object) -> object:
        compiled.append(element)
        return compile_it(element, *given, **named)  # type: ignore[arg-type]

    def take_in(name: str) -> None:
        timeline = Timeline()
        timeline.save({"/srv/a": b"one"})
        timeline.save({"/srv/a": b"two"})
        catalog = open_catalog(tmp_path / name / "catalog.sqlite", timeline.repository.hex_id)
        catalog.bring_up_to_date(timeline.repository)
        catalog.store_examination(catalog.list_snapshots()[0], Examination(Verdict.CLEAN, (), 0))
        assert catalog.count_versions() == 2
        catalog.close()

    take_in("first")
    monkeypatch.setattr(ClauseElement, "_compiler", count)
    take_in("second")
    assert compiled == []


def test_a_catalog_is_the_owners_alone_also_one_that_was_open_to_all(tmp_path: Path) -> None:
    timeline = Timeline()
    path = tmp_path / "catalog.sqlite"
    for _ in range(2):
        catalog = open_catalog(path, timeline.repository.hex_id)
        catalog.bring_up_to_date(timeline.repository)
        modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
        assert modes[path.name] == 0o600
        assert set(modes.values()) == {0o600}
        catalog.close()
        path.chmod(0o644)


def test_a_rebuilt_catalog_is_empty(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save({"/srv/a": b"one"})
    path = tmp_path / "catalog.sqlite"
    open_catalog(path, timeline.repository.hex_id).bring_up_to_date(timeline.repository)

    assert open_catalog(path, timeline.repository.hex_id, rebuild=True).count_versions() == 0


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to be looked at" * 100])
def test_a_file_that_is_no_catalog_is_made_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "catalog.sqlite"
    path.write_bytes(content)

    catalog = open_catalog(path, REPOSITORY)

    assert "built again" in catalog.note
    assert catalog.list_lines() == []


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save({f"/srv/{at}": b"%d" % at for at in range(500)})
    path = tmp_path / "catalog.sqlite"
    catalog = open_catalog(path, timeline.repository.hex_id)
    catalog.bring_up_to_date(timeline.repository)
    catalog.close()
    data = bytearray(path.read_bytes())
    data[8192 : len(data) // 2] = bytes(len(data) // 2 - 8192)
    path.write_bytes(data)

    again = open_catalog(path, timeline.repository.hex_id)
    again.bring_up_to_date(timeline.repository)

    assert "damaged" in again.note
    assert again.count_versions() == 500


@pytest.mark.parametrize(("name", "value"), [("version", "99"), ("repository", "cd" * 32)])
def test_another_version_or_repository_is_made_anew(tmp_path: Path, name: str, value: str) -> None:
    path = tmp_path / "catalog.sqlite"
    open_catalog(path, REPOSITORY).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE name = ?", (value, name))
    connection.close()

    assert "built again" in open_catalog(path, REPOSITORY).note
    assert open_catalog(path, REPOSITORY).note == ""


def test_a_file_damaged_while_it_is_used_is_an_error_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    catalog = open_catalog(path, REPOSITORY)
    for file in tmp_path.iterdir():
        file.write_bytes(b"noise" * 1000)

    with pytest.raises(CatalogDamagedError):
        catalog.list_lines()


def test_a_place_that_cannot_be_written_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(CatalogUnwritableError):
        open_catalog(tmp_path / "file" / "catalog.sqlite", REPOSITORY)


def test_an_unknown_snapshot_is_an_error_of_ours() -> None:
    with pytest.raises(SnapshotNotInCatalogError):
        open_catalog(None, REPOSITORY).find_snapshot("ab" * 32)
