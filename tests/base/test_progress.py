"""The silent listener."""

from __future__ import annotations

import pytest

from firstbell.base.progress import Progress, Silent


def test_the_silent_listener_takes_every_call_and_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    listener: Progress = Silent()
    listener.start("reading", total_files=1, total_bytes=2)
    listener.advance(files=1, size_bytes=2)
    listener.warn("a file could not be read")
    listener.finish()
    assert capsys.readouterr() == ("", "")
