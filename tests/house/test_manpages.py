"""A manual page for every command, made from the command itself."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from scripts.manpages import render_pages
from tests.house.test_commands import EVERY

PAGES = dict(render_pages())


def test_every_command_has_a_page() -> None:
    assert set(PAGES) == {"firstbell.1"} | {f"firstbell-{name.replace(' ', '-')}.1" for name, _ in EVERY}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_its_parts_and_nothing_that_roff_takes_for_a_request(name: str) -> None:
    text = PAGES[name]
    sections = re.findall(r"^\.SH (.+)$", text, re.MULTILINE)
    assert sections[:4] == ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS"]
    requests = {line.split()[0] for line in text.splitlines() if line.startswith((".", "'"))}
    assert requests <= {".TH", ".SH", ".B", ".BR", ".PP", ".TP", ".nf", ".fi"}
    assert "\b" not in text


def test_a_page_is_set_without_a_warning() -> None:
    if shutil.which("groff") is None:
        pytest.skip("there is no groff on this machine")
    for name, text in PAGES.items():
        told = subprocess.run(
            ["groff", "-man", "-Tutf8", "-ww", "-z"], input=text, text=True, capture_output=True, check=False
        )
        assert (told.returncode, told.stderr) == (0, ""), name
