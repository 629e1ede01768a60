"""The documents name what there is, and nothing that is not."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path

import pytest

from firstbell.cli.registry import COMMANDS
from firstbell.notify.clocks.rules import load_law
from scripts.law import PAGE as LAW_PAGE
from scripts.law import render_law
from scripts.reference import PAGE, render_reference
from tests.house.sources import PACKAGE, ROOT, source_files
from tests.house.typed_lines import find_fault

PAGES = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")})
_LINK = re.compile(r"\[[^\]]*\]\(([^)#:\s]+)(?:#[^)]*)?\)")


def test_the_command_reference_says_what_the_commands_say() -> None:
    assert PAGE.read_text() == render_reference(), "run `make docs`"


def test_the_table_of_the_law_says_what_its_files_say() -> None:
    page = LAW_PAGE.read_text()
    assert page == render_law(), "run `make docs`"
    cells, offices = (
        [line for line in part.splitlines() if line.startswith("| **")]
        for part in page.split("## Attorneys General")
    )
    # federal law has no attorney general of a state
    assert (len(cells), len(offices)) == (len(load_law()), len(load_law()) - 1)
    assert all(cell.strip() for row in [*cells, *offices] for cell in re.split(r"(?<!\\)\|", row)[1:-1])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_heading_in_the_reference(name: str) -> None:
    assert re.search(rf"^### `{name}`$", PAGE.read_text(), re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_line_that_is_shown_can_be_typed(page: Path) -> None:
    """Indented and fenced lines: their verbs, options and choices exist, and nothing is missing."""
    shown = re.findall(r"^(?:    |\$ )+(?:as_desk|firstbell) (.*)$", page.read_text(), re.MULTILINE)
    faults = {line: find_fault(f"firstbell {line}") for line in shown}
    assert {line: fault for line, fault in faults.items() if fault} == {}


def test_every_decision_has_a_number_of_its_own() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [page.name[:4] for page in pages]
    assert numbers == [f"{number:04d}" for number in range(1, len(pages) + 1)]
    for page in pages:
        text = page.read_text()
        assert text.startswith(f"# {page.name[:4]}: ")
        for heading in ("## Question", "## Choice", "## What lost, and why"):
            assert heading in text, page.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text()
    missing = [target for target in _LINK.findall(text) if not (page.parent / target).exists()]
    assert missing == []


def modules_with_examples() -> list[str]:
    """Modules whose docstrings show a session of Python."""
    found = [path for path in source_files() if ">>> " in path.read_text()]
    return [".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts) for path in found]


@pytest.mark.parametrize("name", modules_with_examples())
def test_every_example_in_a_docstring_gives_what_it_says(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
