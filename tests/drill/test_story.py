"""The whole story on a small district and on a foreign tree: every file comes back, or the drill says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock, parse_time
from firstbell.base.progress import Progress, Silent
from firstbell.drill.district import make_district
from firstbell.drill.report import render_report
from firstbell.drill.result import DrillResult
from firstbell.drill.scratch import ScratchFolderError
from firstbell.drill.story import DrillOptions, run_drill
from firstbell.drill.tree_copy import SourceError
from firstbell.drill.truth import TruthComparison, survey_tree
from firstbell.ledger import Ledger

CLOCK = FixedClock(parse_time("2023-02-18T12:00:00Z"))


class Listener:
    def __init__(self) -> None:
        self.progress: Progress = Silent()
        self.lines: list[tuple[str, str]] = []

    def tell(self, when: str, line: str) -> None:
        self.lines.append((when, line))


def play(scratch: Path, **settings: object) -> tuple[DrillResult, Listener]:
    listener = Listener()
    options = replace(DrillOptions(scratch=scratch, files=200, clock=CLOCK), **settings)  # type: ignore[arg-type]
    return run_drill(options, listener), listener


def assert_perfect(result: DrillResult) -> None:
    found = result.comparison
    assert (found.different, found.missing, found.unexpected) == ((), (), ())
    assert result.verdict == "event"
    assert found.identical == result.files
    assert result.is_perfect


@pytest.mark.long
@pytest.mark.parametrize("seed", [0, 1])
def test_every_file_of_a_small_district_comes_back(tmp_path: Path, seed: int) -> None:
    result, listener = play(tmp_path, seed=seed)
    assert_perfect(result)
    assert [day.verdict for day in result.days] == ["clean", "clean", "clean", "event"]
    assert result.struck > 100
    assert result.listed == len(result.lost) == 4
    assert [when for when, _ in listener.lines if when][:4] == [
        "Day 1",
        "Day 2",
        "Day 3",
        "Night of the event",
    ]
    assert list(tmp_path.iterdir()) == []
    assert "Every file came back" in render_report(result, made="")


@pytest.mark.long
def test_the_event_is_put_on_record_and_the_record_holds(tmp_path: Path) -> None:
    result, listener = play(tmp_path, keep=True)
    assert result.case is not None
    assert result.case.holds
    assert result.case.lines > 20
    (folder,) = tmp_path.iterdir()
    assert [entry.kind for entry in Ledger(folder / "case" / "ledger").read()] == [
        "key",
        "case.opened",
        "event.declared",
        "recover.run",
        *["fact"] * 3,
        "impact.scan",
        *["fact"] * 4,
        "fact.organisation",
    ]
    told = [line for when, line in listener.lines if when == "Case"]
    assert told == [f"opened for event {result.case.event}; a timeline of {result.case.lines:,} lines:"]


@pytest.mark.long
def test_the_drill_ends_with_the_people_whose_data_was_touched(tmp_path: Path) -> None:
    result, listener = play(tmp_path)
    affected = result.affected
    assert affected is not None
    assert affected.canaries_missed == 0
    assert affected.totals.files_in_scope > result.struck
    assert affected.totals.people_certain + affected.totals.people_probable > 20
    assert {"student", "staff"} <= {person.role for person in affected.people}
    assert result.list_s > 0
    assert any(line.startswith("data of") for _, line in listener.lines)


@pytest.mark.long
def test_a_source_is_only_read_and_its_copy_comes_back(tmp_path: Path) -> None:
    source = make_district(tmp_path / "source", seed=4, files=150).root
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    before = survey_tree(source)
    result, _ = play(scratch, source=source)
    assert survey_tree(source) == before
    assert_perfect(result)


@pytest.mark.long
def test_what_is_kept_can_be_looked_at(tmp_path: Path) -> None:
    result, listener = play(tmp_path, files=80, keep=True)
    kept = next(tmp_path.iterdir())
    assert {path.name for path in kept.iterdir()} >= {"live", "password", "repository", "restored"}
    assert listener.lines[-2][0] == "Kept"
    assert "firstbell impact people --case" in listener.lines[-1][1]
    assert_perfect(result)


def test_a_source_that_holds_the_scratch_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        play(tmp_path, source=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_scratch_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ScratchFolderError):
        play(tmp_path / "file")


@pytest.mark.long
def test_a_drill_whose_event_was_not_seen_has_failed(tmp_path: Path) -> None:
    result, _ = play(tmp_path, files=80)
    assert not replace(result, verdict="clean").is_perfect
    assert not replace(result, comparison=TruthComparison(1, 1, (b"x",), (), ())).is_perfect


@pytest.mark.long
def test_the_story_ends_with_what_families_and_press_are_told_and_what_is_stopped(tmp_path: Path) -> None:
    result, listener = play(tmp_path, keep=True)
    told = result.announcement
    assert told is not None
    assert told.holds
    assert (told.differences, told.blocked) == (0, 0)
    ids = {one.rule.id for one in told.clocks if one.rule}
    assert "mn-13.055-individuals" in ids
    # the drill's event is older than that law
    assert "mn-16e.36-incident" not in ids
    assert told.stopped.text == "We have found no evidence that personal information was compromised."
    assert told.stopped.verdict.value in ("unsupported", "contradicted")
    assert told.against or told.stopped.needs
    assert told.letters > 10
    assert (told.folder / "letters-001.pdf").read_bytes().startswith(b"%PDF")
    assert "Do not pay" in (told.folder / "families.txt").read_text()
    assert "The file server has been restored." in told.press
    assert [when for when, _ in listener.lines if when][-5:-2] == ["Clocks", "Told", "Stopped"]
