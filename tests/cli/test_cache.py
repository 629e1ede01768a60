"""cache: what is kept on this machine for each repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Call

OLD_S = 1_600_000_000
YOUNG, OLD = "a" * 64, "b" * 64


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a catalog written today, one written years ago, and something that is none of ours."""
    folder = tmp_path / "kept"
    for name in (YOUNG, OLD):
        (folder / name).mkdir(parents=True)
        (folder / name / "catalog.sqlite").write_bytes(bytes(10_000))
    (folder / "other").mkdir()
    for path in (folder / OLD / "catalog.sqlite", folder / OLD, folder / "other"):
        os.utime(path, (OLD_S, OLD_S))
    monkeypatch.setenv("FIRSTBELL_CACHE_DIR", str(folder))
    return folder


def test_each_repository_is_listed_with_its_age_and_size(call: Call, cache: Path) -> None:
    told = call("cache", "--json")
    old, young = sorted(
        (message for message in told.messages if message["message_type"] == "cache"),
        key=lambda message: message["old"],
        reverse=True,
    )
    assert (young["repository_id"], young["days"], young["old"]) == (YOUNG, 0, False)
    assert (old["repository_id"], old["old"]) == (OLD, True)
    assert old["days"] > 1000
    assert young["size_bytes"] >= 10_000
    assert told.summary == {"message_type": "summary", "folder": str(cache), "repositories": 2, "old": 1}
    assert "size_bytes" not in call("cache", "--json", "--no-size").messages[0]
    assert "2 repositories in" in call("cache").out


def test_cleanup_removes_what_is_old_and_nothing_else(call: Call, cache: Path) -> None:
    assert call("cache", "--cleanup", "--json").summary["removed"] == 1
    assert sorted(os.listdir(cache)) == [YOUNG, "other"]
    assert "no folder is old" in call("cache", "--cleanup").out


def test_the_age_can_be_chosen(call: Call, cache: Path) -> None:
    assert call("cache", "--cleanup", "--max-age", "100000", "--json").summary["removed"] == 0
    assert sorted(os.listdir(cache)) == sorted([YOUNG, OLD, "other"])


def test_a_link_that_is_named_as_a_repository_is_left_alone(call: Call, cache: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    os.utime(elsewhere, (OLD_S, OLD_S))
    (cache / ("c" * 64)).symlink_to(elsewhere)
    assert call("cache", "--cleanup", "--json").summary["removed"] == 1
    assert elsewhere.is_dir()


def test_a_folder_that_is_not_there_holds_nothing(call: Call, cache: Path, tmp_path: Path) -> None:
    assert call("cache", "--cache-dir", tmp_path / "none", "--json").summary["repositories"] == 0
    assert call("cache", "--no-cache").status == 2
