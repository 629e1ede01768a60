"""The figures of docs/faults.md within their bounds, at a smaller size; the command that measures them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import figures
from tests.faults.figures import BEGIN, END, Figure, render
from tests.house.sources import ROOT


def _name_broken(found: list[Figure]) -> list[str]:
    return [f"{one.what}: {one.value:.2f} {one.unit}, at most {one.most}" for one in found if not one.holds]


def test_garbage_takes_neither_memory_nor_alerts() -> None:
    found = [*figures.measure_examiner("snapshots", 60), *figures.measure_server(10)]
    assert [one.unit for one in found].count("MB") == 5
    assert _name_broken(found) == []


@pytest.mark.deep
def test_every_figure_is_within_its_bound() -> None:
    assert _name_broken(list(figures.measure(400, 150, 19))) == []


def test_a_figure_beyond_its_bound_is_marked_and_a_page_is_written_between_its_marks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [Figure("memory", 151.5, "MB", 150), Figure("alerts", 1, "", 24), Figure("told", 3, "MB")]
    monkeypatch.setattr(figures, "measure", lambda *_: iter(found))
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nstale\n{END}\nafter\n")
    monkeypatch.setattr("sys.argv", ["figures", "--page", str(page)])
    assert figures.main() == 1
    written = page.read_text()
    assert written.startswith(f"before\n{BEGIN}\n")
    assert written.endswith(f"{END}\nafter\n")
    assert "stale" not in written
    assert "| memory | 151.50 MB | 150 MB | **missed** |" in written
    assert "| alerts | 1  | 24 |  |" in written
    assert BEGIN in render(found, "command")


def test_the_page_has_its_marks() -> None:
    page = (ROOT / "docs/faults.md").read_text(encoding="utf-8")
    assert page.index(BEGIN) < page.index(END)
