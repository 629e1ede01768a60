from __future__ import annotations

import pytest

from firstbell.base.progress import Progress, Silent


def test_the_silent_listener_takes_every_call(capfd: pytest.CaptureFixture[str]) -> None:
    progress: Progress = Silent()
    progress.start("stage", total_files=1, total_bytes=2)
    progress.advance(files=1, size_bytes=2)
    progress.warn("something")
    progress.finish()
    output = capfd.readouterr()
    assert (output.out, output.err) == ("", "")
