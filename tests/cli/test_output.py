"""What is said, where it goes, and what a hostile name cannot do."""

from __future__ import annotations

import json

import pytest

from firstbell.cli.terminal.output import Output, json_path, text_path


def test_text_goes_to_stdout_and_everything_else_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    output = Output(verbosity=1)
    output.text("data")
    output.note("note")
    output.detail("detail")
    output.warn("warning")
    output.message({"message_type": "dropped"})
    assert capsys.readouterr() == ("data\n", "note\ndetail\nwarning: warning\n")


def test_in_json_mode_there_is_only_json(capsys: pytest.CaptureFixture[str]) -> None:
    output = Output(json=True, verbosity=2)
    output.text("data")
    output.note("note")
    output.detail("detail")
    output.message({"message_type": "thing", "n": 1})
    output.summary({"count": 2})
    output.warn("a warning")
    out, err = capsys.readouterr()
    assert [json.loads(line) for line in out.splitlines()] == [
        {"message_type": "thing", "n": 1},
        {"message_type": "summary", "count": 2},
    ]
    assert json.loads(err) == {"message_type": "warning", "message": "a warning"}


def test_quiet_keeps_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    output = Output(quiet=True, verbosity=1)
    output.note("note")
    output.detail("detail")
    output.warn("kept")
    assert capsys.readouterr() == ("", "warning: kept\n")


@pytest.mark.parametrize(
    ("settings", "said"), [({}, "it went well\n"), ({"quiet": True}, ""), ({"json": True}, "")]
)
def test_what_went_well_is_told_unless_quiet(
    capsys: pytest.CaptureFixture[str], settings: dict[str, bool], said: str
) -> None:
    Output(**settings).outcome("it went well")
    assert capsys.readouterr() == (said, "")


def test_a_name_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    name = b"/a\x1b[2Jb\nc\td\x7f\xff\xc2\x9b"
    assert text_path(name) == r"/a\x1b[2Jb\x0ac\x09d\x7f\xff\x9b"
    output = Output()
    output.text("\x1b]0;title\x07")
    output.warn("\x1b[31m")
    out, err = capsys.readouterr()
    assert "\x1b" not in out + err


def test_in_json_only_what_is_no_utf8_is_escaped() -> None:
    assert json_path(b"/a\n\xff\xc3\xa9") == "/a\n\\xffé"


@pytest.mark.parametrize("settings", [{"json": True}, {"quiet": True}])
def test_progress_is_silent_but_for_warnings(
    capsys: pytest.CaptureFixture[str], settings: dict[str, bool]
) -> None:
    progress = Output(**settings).progress()
    progress.start("reading", total_files=2)
    progress.advance(files=2, size_bytes=5)
    progress.finish()
    assert capsys.readouterr() == ("", "")
    progress.warn("lost")
    assert "lost" in capsys.readouterr().err
