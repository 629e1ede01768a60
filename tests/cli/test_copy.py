"""From where `copy` copies."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.repository import Repository
from firstbell.store import LocalStore
from tests.cli.conftest import CHEAP, PASSWORD, Call


@pytest.fixture
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A second repository, empty, whose password the environment names."""
    folder = tmp_path / "other"
    Repository.init(LocalStore(folder), PASSWORD, kdf=CHEAP)
    monkeypatch.setenv("FIRSTBELL_FROM_PASSWORD", PASSWORD)
    return folder


def test_a_file_may_name_the_source(
    call: Call, place: Path, other: Path, tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call("backup", tree).status == 0
    named = tmp_path / "named"
    named.write_text(f"{place}\n")
    told = call("copy", "-r", other, "--from-repository-file", named, "--json")
    assert told.status == 0, told.err
    assert told.summary["copied"] == 1
    monkeypatch.setenv("RESTIC_FROM_REPOSITORY_FILE", str(named))
    assert call("copy", "-r", other, "--json").summary["skipped"] == 1


def test_a_source_named_twice_or_by_no_file_is_a_wrong_command_line(
    call: Call, place: Path, other: Path, tmp_path: Path
) -> None:
    named = tmp_path / "named"
    told = call("copy", "-r", other, "--from-repository-file", named)
    assert told.status == 2
    assert str(named) in told.err
    named.write_text(str(place))
    told = call("copy", "-r", other, "--from-repo", place, "--from-repository-file", named)
    assert told.status == 2
    assert "not both" in told.err
    told = call("copy", "-r", other)
    assert told.status == 2
    assert "--from-repo" in told.err
