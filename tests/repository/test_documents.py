"""The worked example of the format document is run as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.repository.restic import Restic

PAGE = Path(__file__).parents[2] / "docs" / "formats" / "repository.md"


def test_the_example_of_the_library_gives_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    example, output = re.findall(r"^```(?:python)?\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(tmp_path)
    exec(compile(example, str(PAGE), "exec"), {})
    assert capsys.readouterr().out == output
    restic = Restic(tmp_path / "school-repository")
    restic.run("restore", "latest", "--target", tmp_path / "out")
    assert (tmp_path / "out" / "bell.txt").read_bytes() == b"first bell is at eight\n"
