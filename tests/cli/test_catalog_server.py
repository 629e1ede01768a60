"""FIRSTBELL_CATALOG: the same answers from a database server, and one clear line when that fails."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.catalog.postgres import PostgresServer
from tests.cli.conftest import Call

SECRET = "hunter2-xyzzy"


@pytest.fixture
def school(call: Call, place: Path, tmp_path: Path) -> Path:
    """A folder with two backups."""
    folder = tmp_path / "school"
    folder.mkdir()
    for day in ("one", "two"):
        (folder / "plan.txt").write_text(f"what we do on day {day}\n" * 50)
        assert call("backup", folder, "--json").status == 0
    return folder


def test_commands_answer_from_a_server_as_from_a_file(
    call: Call, school: Path, postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from_file = [call(*words, "--json") for words in (["examine"], ["versions", school / "plan.txt"])]
    monkeypatch.setenv("FIRSTBELL_CATALOG", postgres_server.local)
    from_server = [call(*words, "--json") for words in (["examine"], ["versions", school / "plan.txt"])]
    assert from_server == from_file
    told = call("catalog", "--json").summary
    assert (told["snapshots"], told["versions"], told["path"]) == (2, 2, None)
    assert told["url"].startswith("postgresql://firstbell@/firstbell")
    assert call("catalog", "--rebuild", "--json").summary["snapshots_examined"] == 0
    assert call("catalog", "--no-cache", "--json").summary["url"] is None


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (f"mysql://desk:{SECRET}@db/firstbell", 2),
        (f"postgresql://desk:{SECRET}@db:port/firstbell", 2),
        (f"postgresql://desk:{SECRET}@127.0.0.1/firstbell?sslmode=disable", 2),
        (f"postgresql://desk:{SECRET}@127.0.0.1:1/firstbell", 1),
    ],
)
def test_what_does_not_work_is_one_line_without_the_password(
    call: Call, school: Path, monkeypatch: pytest.MonkeyPatch, value: str, status: int
) -> None:
    monkeypatch.setenv("FIRSTBELL_CATALOG", value)
    told = call("examine", "--json")
    assert told.status == status
    assert told.out == ""
    assert told.failure["code"] == status
    assert SECRET not in told.err
    plain = call("examine")
    assert plain.status == status
    assert len(plain.err.splitlines()) == 2
    assert "hint:" in plain.err
    assert SECRET not in plain.err


def test_a_missing_driver_is_named_with_the_command_that_adds_it(
    call: Call, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTBELL_CATALOG", "postgresql:///firstbell?host=/run/postgresql")
    for name in [name for name in sys.modules if name.partition(".")[0] == "psycopg"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    told = call("examine", "--json")
    assert told.status == 1
    assert "pip install 'firstbell[postgres]'" in told.err


def test_a_host_on_watch_in_the_servers_catalog_has_everything_read(
    call: Call, school: Path, postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTBELL_CATALOG", postgres_server.local)
    call("examine", "--json")
    assert call("backup", school, "--json").status == 0
    newest = "SELECT repository FROM firstbell.all_lines ORDER BY id DESC LIMIT 1"
    change = f"UPDATE firstbell.all_examinations SET verdict = 'suspect' WHERE repository = ({newest})"
    assert postgres_server.ask(f"{change} RETURNING verdict").splitlines()[0] == "suspect"
    summary = call("backup", school, "--json").summary
    assert summary["files_reread"] == summary["total_files_processed"]


def test_a_backup_goes_on_when_the_catalogs_server_is_away(
    call: Call, school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTBELL_CATALOG", "postgresql://desk@127.0.0.1:1/firstbell")
    assert call("backup", school, "--json").status == 0
