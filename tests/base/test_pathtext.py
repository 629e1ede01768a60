"""Names that somebody else chose, as they are shown."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup

from firstbell.base.pathtext import say_lines, say_path, say_text, show_path
from tests.house.sources import ROOT

HOSTILE = "a\x1b[2Jb\x07\x7f\x9b31m\u202ecod\u2066x\u200f\u2028y"
SHOWN = r"a\x1b[2Jb\x07\x7f\x9b31m\u202ecod\u2066x\u200f\u2028y"


def test_what_would_steer_a_terminal_or_turn_a_line_is_shown() -> None:
    assert say_text(HOSTILE) == say_lines(HOSTILE) == SHOWN
    assert say_path(HOSTILE.encode() + b"\xff") == SHOWN + r"\xff"
    assert say_text("a\nb\tc\r") == r"a\x0ab\x09c\x0d"
    assert say_lines("a\nb\tc\r") == "a\nb\tc\\x0d"


def test_a_field_keeps_its_controls_which_its_format_escapes() -> None:
    assert show_path(b"a\x1b\xff") == "a\x1b\\xff"


@pytest.mark.parametrize("text", ["", "café", "名前.txt", "a b", "🙂", "עברית"])
def test_what_steers_nothing_stays(text: str) -> None:
    assert say_text(text) == say_lines(text) == text


def test_what_is_marked_up_stays_so() -> None:
    assert isinstance(say_lines(Markup("<b>\x1b</b>")), Markup)


def test_control_characters_are_listed_in_one_place() -> None:
    lists = re.compile(r"range\(0x20\)|0x202[A-Ea-e]|\\u202[a-e]")
    folder = ROOT / "src" / "firstbell"
    found = {
        str(path.relative_to(folder))
        for path in folder.rglob("*.py")
        if "validators" not in path.parts and lists.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"base/pathtext.py", "triage/words.py"}  # the latter drops what hides words in a message
