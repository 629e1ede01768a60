"""Progress: plain lines in a log, bars on a terminal."""

from __future__ import annotations

import io
import sys

import pytest

from firstbell.cli.terminal import progress
from firstbell.cli.terminal.bars import TerminalProgress
from firstbell.cli.terminal.output import Output
from firstbell.cli.terminal.progress import PlainProgress


class Terminal(io.StringIO):
    """A stderr that says it is a terminal."""

    def isatty(self) -> bool:
        """Yes."""
        return True


def test_without_a_terminal_there_is_a_plain_line_when_it_is_time(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now_s = 100.0
    monkeypatch.setattr(progress, "monotonic_s", lambda: now_s)
    listener = Output().progress()
    assert isinstance(listener, PlainProgress)
    listener.advance(files=1)
    listener.start("reading", total_files=4)
    listener.start("reading", total_bytes=4096)
    now_s += 1
    listener.advance(files=1, size_bytes=1024)
    assert capsys.readouterr().err == ""
    now_s += 7
    listener.advance(files=1, size_bytes=1024)
    assert capsys.readouterr().err == ("reading: 2 of 4 files, 2.000 KiB of 4.000 KiB, 256 B/s, 0:08 left\n")
    listener.finish()
    now_s += 60
    listener.advance(files=1)
    assert capsys.readouterr().err == ""
    listener.start("writing")
    now_s += 7
    listener.advance(files=1)
    assert capsys.readouterr().err == "writing: 1 file\n"


def test_time_left_is_told_only_when_it_can_be_known(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "monotonic_s", iter(range(0, 1000, 10)).__next__)
    listener = PlainProgress(Output())
    listener.start("walking")
    listener.advance(files=3)
    assert capsys.readouterr().err == "walking: 3 files\n"


def test_the_time_left_is_not_told_by_the_first_files_of_thousands(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "monotonic_s", iter(range(0, 1000, 10)).__next__)
    listener = PlainProgress(Output())
    listener.start("making", total_files=1000)
    listener.advance(files=1)
    assert capsys.readouterr().err == "making: 1 of 1,000 files\n"
    listener.advance(files=49)
    assert " left\n" in capsys.readouterr().err


def test_on_a_terminal_there_is_a_bar_and_warnings_stand_above_it(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    listener = Output().progress()
    assert isinstance(listener, TerminalProgress)
    listener.advance(files=1)
    listener.start("reading", total_files=10)
    listener.start("reading", total_bytes=1000)
    listener.advance(files=2, size_bytes=500)
    listener.warn("one is lost")
    listener.start("writing")
    listener.finish()
    listener.warn("another is lost")
    shown = screen.getvalue()
    assert "reading" in shown
    assert "writing" in shown
    assert "warning: one is lost\n" in shown
    assert shown.endswith("warning: another is lost\n")


def test_no_colour_is_sent_to_who_wants_none(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("NO_COLOR", "1")
    listener = Output().progress()
    listener.start("reading", total_files=1)
    listener.advance(files=1)
    listener.finish()
    assert "\x1b[3" not in screen.getvalue()


@pytest.mark.parametrize("columns", ["40", "60", "80", "100"])
def test_a_bar_is_one_line_in_a_narrow_window(monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", columns)
    listener = Output().progress()
    listener.start("check trees", total_files=20_000, total_bytes=400_000_000)
    listener.advance(files=10_000, size_bytes=200_000_000)
    listener.finish()
    # a bar of two lines is erased by going up a line
    assert "10,000" in screen.getvalue() or columns == "40"
    assert screen.getvalue().count("\x1b[1A") == 1


def test_a_terminal_that_moves_no_cursor_gets_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "dumb")
    assert isinstance(Output().progress(), PlainProgress)
