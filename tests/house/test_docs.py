"""The documents name what there is, and nothing that is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from firstbell.cli.registry import COMMANDS
from tests.house.sources import ROOT

PAGES = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")})
_LINK = re.compile(r"\[[^\]]*\]\(([^)#:\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_line_in_the_command_reference(name: str) -> None:
    reference = (ROOT / "docs" / "commands.md").read_text()
    assert re.search(rf"^#+ .*`{name}\b", reference, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text()
    missing = [target for target in _LINK.findall(text) if not (page.parent / target).exists()]
    assert missing == []
