"""Under which name readings are kept: another one as soon as anything decides otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from firstbell.impact.people.roster import NO_ROSTER
from firstbell.impact.scan.lens import digest_code, make_lens


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "words").mkdir()
    (tmp_path / "finder.py").write_text("KINDS = 3\n")
    (tmp_path / "words" / "health.txt").write_text("asthma\n")
    return tmp_path


def test_the_same_code_has_the_same_digest_whatever_python_compiled_beside_it(room: Path) -> None:
    before = digest_code([room])
    (room / "__pycache__").mkdir()
    (room / "__pycache__" / "finder.cpython-311.pyc").write_bytes(b"compiled")
    assert digest_code([room]) == before


@pytest.mark.parametrize("name", ["finder.py", "words/health.txt"])
def test_a_changed_module_or_table_has_another(room: Path, name: str) -> None:
    before = digest_code([room])
    (room / name).write_text("something else\n")
    assert digest_code([room]) != before


def test_so_has_a_file_that_came_moved_or_went(room: Path) -> None:
    seen = {digest_code([room])}
    (room / "words" / "bank.txt").write_text("")
    seen.add(digest_code([room]))
    (room / "words" / "bank.txt").rename(room / "bank.txt")
    seen.add(digest_code([room]))
    (room / "bank.txt").unlink()
    (room / "finder.py").unlink()
    seen.add(digest_code([room]))
    assert len(seen) == 4


def test_a_lens_tells_rosters_and_reading_of_pictures_apart() -> None:
    lens = make_lens(NO_ROSTER, recognises=True)
    assert make_lens(NO_ROSTER, recognises=True) == lens
    assert make_lens(NO_ROSTER, recognises=False) != lens
    assert make_lens(replace(NO_ROSTER, fingerprint="0" * 64), recognises=True) != lens
