"""The benchmark runs, every program restores what it was given, and the page says what was measured."""

from __future__ import annotations

import shutil
import sys
import time
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from benchmarks.__main__ import main
from benchmarks.answers import inherit
from benchmarks.catalogs import CatalogTimes
from benchmarks.examining import make_day
from benchmarks.fleet import FleetFigures, FleetSize, measure_fleet
from benchmarks.fleet_page import render_fleet
from benchmarks.measuring import CommandFailedError, run_measured
from benchmarks.older import main as compare_versions
from benchmarks.peers import FIRST, list_peers
from benchmarks.report import render_page
from benchmarks.results import Circumstances, Part, load_results, save_results
from benchmarks.soak import SoakFigures
from benchmarks.trees import choose_folders, make_large_tree, make_small_tree
from tests.quality.corpora import Sample

PROGRAMS = ["Firstbell", "restic", *(["borg"] if shutil.which("borg") else [])]


def test_what_is_measured_may_keep_its_modules_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONUTF8", "1")
    environment = list_peers()[0].environment(tmp_path)
    for named in (environment, inherit()):
        assert "PYTHONDONTWRITEBYTECODE" not in named
        assert named["PYTHONUTF8"] == "1"


@pytest.mark.long
def test_a_quick_run_writes_the_page_and_the_picture(tmp_path: Path) -> None:
    output, scratch = tmp_path / "output", tmp_path / "scratch"
    scratch.mkdir()
    parts = ["system", "history", "index", "ledger", "timeline", "notices", "server"]
    asked = ["--quick", "--parts", ",".join(parts), "--output", str(output), "--scratch", str(scratch)]
    assert main(asked) == 0
    page = (output / "benchmarks.md").read_text()
    results = load_results(output / "benchmarks.json")
    assert list(results) == parts
    trees = [each for part in results.values() for each in part.trees]
    measured = [name for each in trees for costs in each.costs.values() for name in costs]
    for program in PROGRAMS:
        assert measured.count(program) >= 8
        assert page.count(f" | {program} | ") == measured.count(program)
    assert page.count("| identical |") == len(PROGRAMS)
    assert f"| system | {FIRST} |" in page
    assert "| ledger of 5,000 entries | a million verified |" in page
    assert "struck files taken by reference, each by a command |" in page
    assert "| 40 letters | 100,000 planned, drafted, queued |" in page
    picture = ElementTree.parse(output / "benchmarks.svg")
    bars = picture.findall("{http://www.w3.org/2000/svg}rect")
    assert len(bars) == 1 + len(PROGRAMS) + len(measured)
    assert list(scratch.iterdir()) == []


@pytest.mark.long
def test_a_version_is_compared_with_an_older_one_work_by_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = str(Path(sys.executable).with_name("firstbell"))
    asked = [program, "--rounds", "1", "--small", "60", "--system", "3000000", "--scratch", str(tmp_path)]
    assert compare_versions(asked) == 0
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| s")]
    assert len(rows) == 14
    ratios = [float(cell.rsplit(" ", 1)[1]) for row in rows for cell in row.strip("| ").split(" | ")[1:]]
    # the same program beside itself: how far from 1 says nothing here, but no ratio is a constant
    assert len(set(ratios)) > 1
    assert list(tmp_path.iterdir()) == []


def test_what_a_soak_came_to_is_told_and_kept(tmp_path: Path) -> None:
    soak = SoakFigures(
        minutes=10,
        hosts=20,
        backups=1234,
        median_s=2.5,
        longest_s=9.0,
        tried={"flood": 7, "replay": 2},
        admitted={"replay": 1},
        peak_bytes=70_000_000,
        cpu_s=100.4,
        problems=["host3: restic backup: no"],
    )
    about = Circumstances("a machine", [], "python -m benchmarks --parts soak", 1, 0.0, 1.0)
    save_results(tmp_path / "kept.json", {"soak": Part(about, soak=soak)})
    page = render_page(load_results(tmp_path / "kept.json"), "")
    for row in ("honest backups that ended | 1,234", "hostile requests | 9", "at its peak | 70 MB"):
        assert f"{row} |" in page
    assert "- host3: restic backup: no" in page


@pytest.mark.deep
@pytest.mark.skipif(shutil.which("pg_createcluster") is None, reason="PostgreSQL is not installed")
def test_a_small_fleet_is_backed_up_judged_and_told(tmp_path: Path) -> None:
    (figures,) = measure_fleet(tmp_path, [FleetSize(4, 80, 3, workers=1, asked=2, paced=2)], print)
    assert (len(figures.latencies_s), len(figures.dense_s), figures.snapshots) == (2, 12, 14)
    assert len(figures.nights_bytes) == 3
    assert (figures.struck, figures.found + figures.held, figures.false) == (3, 3, 0)
    assert list(tmp_path.iterdir()) == []
    about = Circumstances("a machine", [], "python -m benchmarks --parts fleet", 1, 0.0, 1.0)
    save_results(tmp_path / "kept.json", {"fleet": Part(about, fleet=[figures])})
    page = render_page(load_results(tmp_path / "kept.json"), "")
    assert "| | 4 hosts |" in page
    assert "arrival to verdict p95" in page
    assert "catalogs anew, four writers: PostgreSQL to SQLite |" in page


def test_growth_is_told_of_fleets_of_as_many_nights() -> None:
    fleets = []
    for hosts, nights, memory in ((10, 2, 40), (1000, 2, 50), (10, 30, 90)):
        figures = FleetFigures(FleetSize(hosts, 60, nights), [1.0], [1.0], backups_s=60.0)
        figures.server_bytes = memory * 1_000_000
        figures.catalogs = CatalogTimes(
            1, {"SQLite": 1.0, "PostgreSQL": 1.0}, {"SQLite": 1.0, "PostgreSQL": 1.0}
        )
        fleets.append(figures)

    page = list(render_fleet(fleets))

    assert "| | 10 hosts | 1000 hosts | 10 hosts, 30 nights | growth |" in page
    assert "| server memory, MB | 40 | 50 | 90 | 1.25 |" in page
    assert all(line.count("|") == 6 for line in page if line.startswith("|"))
    assert "| server memory, MB | 40 |" in list(render_fleet(fleets[:1]))


def test_one_part_in_a_hundred_changes_and_the_same_part_for_the_same_turn(tmp_path: Path) -> None:
    states = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        tree = make_small_tree(tmp_path / name, count=300)
        before = [Path(str(path, "utf-8")).read_bytes() for path in tree.list_files()]
        tree.change(1)
        after = [Path(str(path, "utf-8")).read_bytes() for path in tree.list_files()]
        assert sum(old != new for old, new in zip(before, after, strict=True)) == 3
        states.append(after)
    assert states[0] == states[1]


def test_noise_changes_in_place_and_keeps_its_size(tmp_path: Path) -> None:
    tree = make_large_tree(tmp_path, size_bytes=2_000_000)
    before = [Path(str(path, "utf-8")).read_bytes() for path in tree.list_files()]
    tree.change(0)
    after = [Path(str(path, "utf-8")).read_bytes() for path in tree.list_files()]
    assert tree.measure() == (20, 2_000_000)
    changed = sum(
        a != b for old, new in zip(before, after, strict=True) for a, b in zip(old, new, strict=True)
    )
    assert 0.009 < changed / 2_000_000 <= 0.01


def test_folders_are_chosen_until_the_size_is_reached(tmp_path: Path) -> None:
    for name, size in (("a", 100), ("b/one", 300), ("b/two", 400), ("c", 100)):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "file").write_bytes(bytes(size))
    chosen = choose_folders((str(tmp_path / "a"), str(tmp_path / "b"), str(tmp_path / "c")), 550)
    assert [str(path.relative_to(tmp_path)) for path in chosen] == ["a", "b/one", "c"]


def test_a_program_that_fails_ends_the_comparison() -> None:
    with pytest.raises(CommandFailedError, match="no such thing"):
        run_measured(["sh", "-c", "echo no such thing; exit 3"], {})


def test_memory_of_forked_processes_is_counted_together() -> None:
    hold = "x = b'x' * 60_000_000; import os, time; pid = os.fork(); y = b'y' * 60_000_000; time.sleep(1.5)"
    cost = run_measured(["python3", "-c", hold + "; pid and os.wait()"], {"PATH": "/usr/bin:/bin"})
    assert 180_000_000 < cost.peak_bytes < 260_000_000
    assert 1.5 <= cost.wall_s < 30


def test_a_seed_draws_the_same_day_of_edits_whenever_it_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in (("a.docx", b"one"), ("b.docx", b"one"), ("c.docx", b"two")):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            part = zipfile.ZipInfo("word/document.xml", (2020, 2, 3, 4, 5, 6))
            archive.writestr(part, b"<w:document><w:t>%s</w:t></w:document>" % text)
    with pypdfium2.PdfDocument.new() as document:
        document.new_page(200, 200)
        document.save(tmp_path / "d.pdf")
    samples = [Sample(path, "here") for path in sorted(tmp_path.iterdir())]
    days = []
    for year in (2024, 2025):
        stamp = time.struct_time((year, 1, 1, 0, 0, 0, 0, 1, 0))
        monkeypatch.setattr("time.localtime", lambda *_, stamp=stamp: stamp)
        days.append(make_day(samples, 10, seed=3))

    assert days[0] == days[1]
    # two documents of one content are one edit
    assert len(days[0]) == 3
