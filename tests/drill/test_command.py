"""The command: what it prints, what it gives to scripts, its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from firstbell.cli.main import run
from firstbell.cli.terminal.exits import ExitStatus


@pytest.mark.long
def test_a_drill_for_scripts_prints_one_summary_and_writes_the_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scratch, page = tmp_path / "scratch", tmp_path / "page.html"
    scratch.mkdir()
    status = run(
        ["drill", "--json", "--files", "60", "--scratch", str(scratch), "--report", str(page)],
    )
    summary = json.loads(capsys.readouterr().out)
    assert status == ExitStatus.DONE
    assert summary["message_type"] == "summary"
    assert summary["verdict"] == "event"
    assert summary["identical"] == summary["files"] > 60
    assert summary["different"] == summary["missing"] == summary["unexpected"] == 0
    assert summary["damaged"] > 20
    assert summary["seconds"].keys() >= {"strike", "examine", "compose", "restore", "compare"}
    assert "Every file came back" in page.read_text()
    assert list(scratch.iterdir()) == []


@pytest.mark.long
def test_a_drill_tells_its_story(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["drill", "--quiet", "--files", "60", "--seed", "2", "--scratch", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    for word in (
        "Day 1",
        "Day 3",
        "Night of the event",
        "Seen",
        "Composed",
        "Restored",
        "Time to first bell",
    ):
        assert word in told
    assert str(tmp_path) not in told


def test_a_source_that_is_not_there_is_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["drill", str(tmp_path / "missing"), "--scratch", str(tmp_path)]) == ExitStatus.FAILED
    assert capsys.readouterr().err.startswith("firstbell: not a folder: ")


def test_a_report_that_cannot_be_written_is_known_before_the_drill(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "missing" / "page.html"
    assert run(["drill", "--scratch", str(tmp_path), "--report", str(page)]) == ExitStatus.USAGE
    assert "cannot write the report" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
