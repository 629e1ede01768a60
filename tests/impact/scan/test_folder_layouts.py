"""Which documents are read by what others tell: those of one folder and of the folders in it, whatever comes
first, and no others.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock
from firstbell.base.progress import Silent
from firstbell.documents.layouts.layout_codes import read_codes
from firstbell.documents.record_layouts import LayoutField, LayoutSort, RecordLayout
from firstbell.impact.people.roster import load_roster
from firstbell.impact.scan.folder_layouts import FolderLayouts, name_layouts
from firstbell.impact.scan.read_result import DocumentReading
from firstbell.impact.scan.scan import ScanCount, Scanner, ScanOptions
from firstbell.impact.scan.scan_store import FileRecord, Kept, SourceRecord
from firstbell.impact.scan.scope import FolderSource
from tests.impact import school
from tests.impact.kept_people import MemoryItems

TOLD = RecordLayout(LayoutSort.PLACES, [LayoutField("a", 0, 2), LayoutField("b", 2, 4)])
OTHER = RecordLayout(LayoutSort.COLUMNS, [LayoutField("a", 0, 1), LayoutField("b", 1, 2)])
LAYOUT = (
    "FILE LAYOUT\npos 1-6   student number\npos 7-21  last name\npos 22-33 first name\npos 34-41 birth date\n"
    "pos 42    lunch  0 paid, 1 reduced price lunch, 2 free lunch\n"
)
RECORDS = "".join(
    f"{number}{family:<15}{given:<12}{born}{meal}\n"
    for number, family, given, born, meal in (
        ("100240", "MOHAMED ALI", "ABDULLAHI", "20110102", "2"),
        ("100241", "VANG", "PA HOUA", "20110202", "0"),
        ("100235", "SMITH", "MICHAEL", "20090506", "1"),
    )
)
ECONOMIC = {school.ABDI, school.MICHAEL_J}


def make_reading(path: str, layouts: list[RecordLayout], laid_by: str = "") -> DocumentReading:
    return DocumentReading(path, path, 4, "text", "read", layouts=layouts, laid_by=laid_by)


def choose(
    readings: list[DocumentReading], sources: dict[str, list[str]] | None = None, version: str = ""
) -> dict[str, list[str]]:
    """Content -> the files that tell how it is to be read; contents are called by their paths."""
    layouts = FolderLayouts()
    for reading in readings:
        layouts.note(reading)
    paths = sources or {"folder": [one.content for one in readings]}
    records = [
        SourceRecord(name, "lens", "", 0.0, [FileRecord(path, 4, path, "", [], version) for path in told])
        for name, told in paths.items()
    ]
    chosen = layouts.choose(records, readings)
    return {content: [one.source for one in found] for content, found in chosen.items()}


def test_a_layout_reaches_its_folder_and_the_folders_in_it_and_no_further() -> None:
    readings = [
        make_reading("/s/state/layout.txt", [TOLD]),
        *(make_reading(path, []) for path in
          ("/s/state/a.dat", "/s/state/2026/a.dat", "/s/state/2026/old/a.dat", "/s/a.dat", "/s/hr/a.dat")),
    ]  # fmt: skip
    by = ["layout.txt"]
    expected = {"/s/state/layout.txt": by, "/s/state/a.dat": by, "/s/state/2026/a.dat": by}
    for seed in range(6):
        random.Random(seed).shuffle(readings)
        assert choose(readings) == expected


@pytest.mark.parametrize("name", ["docs", "File Layouts", "codes", "record_specs"])
def test_a_folder_that_is_called_by_what_explains_others_reaches_those_beside_it(name: str) -> None:
    told = make_reading(f"/s/state/{name}/fall.txt", [TOLD])
    others = [
        make_reading(path, [])
        for path in ("/s/state/a.dat", "/s/state/out/a.dat", f"/s/state/{name}/a.dat",
                     "/s/state/out/old/a.dat", "/s/hr/a.dat", "/s/a.dat")
    ]  # fmt: skip
    by = ["fall.txt"]
    assert choose([told, *others]) == {one.content: by for one in (told, *others[:3])}


def test_a_folder_that_is_called_by_what_it_holds_explains_none_beside_it() -> None:
    told, data = make_reading("/s/state/2025/fall.txt", [TOLD]), make_reading("/s/state/2026/a.dat", [])
    assert "/s/state/2026/a.dat" not in choose([told, data])


def test_what_lies_nearer_comes_first_and_what_is_told_twice_counts_once() -> None:
    readings = [
        make_reading("/s/z.txt", [TOLD]),
        make_reading("/s/in/m.txt", [OTHER]),
        make_reading("/s/in/n.txt", [TOLD]),
        make_reading("/s/in/data.csv", []),
    ]
    assert choose(readings)["/s/in/data.csv"] == ["m.txt", "n.txt"]


def test_another_host_and_another_source_tell_nothing() -> None:
    told, data = make_reading("/s/l.txt", [TOLD]), make_reading("/s/a.dat", [])
    assert "/s/a.dat" in choose([told, data], version="office 1a2b")
    apart = {"one": ["/s/l.txt"], "two": ["/s/a.dat"]}
    assert "/s/a.dat" not in choose([told, data], apart)


def test_what_was_read_so_is_not_read_again_until_what_tells_it_changes() -> None:
    (by,) = ([RecordLayout(TOLD.sort, TOLD.fields, "l.txt")],)
    told, data = make_reading("/s/l.txt", [TOLD], name_layouts(by)), make_reading("/s/a.dat", [])
    assert choose([told, data]) == {"/s/a.dat": ["l.txt"]}
    data.laid_by = name_layouts(by)
    assert choose([told, data]) == {}
    assert choose([make_reading("/s/l.txt", [OTHER]), data])["/s/a.dat"] == ["l.txt"]
    # it is gone: what it told goes, too
    assert choose([data]) == {"/s/a.dat": []}


def test_pictures_and_pages_are_not_read_again() -> None:
    told, data = make_reading("/s/l.txt", [TOLD]), make_reading("/s/a.dat", [])
    data.format = "pdf"
    assert "/s/a.dat" not in choose([told, data])


class Rescans:
    """Scans of one folder into one case."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.roster = load_roster([school.write_roster(folder / "roster")])
        self.store = MemoryItems()
        (folder / "tree").mkdir()

    def write(self, path: str, text: str) -> None:
        place = self.folder / "tree" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)

    def scan(self, workers: int = 2) -> ScanCount:
        kept = Kept(self.store)
        options = ScanOptions(workers=workers, derived=self.folder / "derived")
        scanner = Scanner(kept, self.roster, clock=FixedClock(0), options=options)
        self.lens = scanner.lens
        return scanner.scan(FolderSource(self.folder / "tree"), Silent())

    def list_economic(self) -> set[str]:
        """Who is told to get meals for less."""
        last = {one.content: one for one in Kept(self.store).iterate_readings(self.lens)}
        links = [link for one in last.values() if one.findings for link in one.findings.links]
        return {key for link in links if "economic" in link.kinds for key in link.keys}


@pytest.mark.long
@pytest.mark.parametrize("workers", [1, 2])
def test_a_scan_reads_records_by_the_layout_beside_or_above_them(workers: int, tmp_path: Path) -> None:
    rescans = Rescans(tmp_path)
    rescans.write("state/layout.txt", LAYOUT)
    rescans.write("state/2026/fall.dat", RECORDS)
    rescans.write("other/notes.txt", "Ana has asthma.\n")
    assert rescans.scan(workers).contents == 3
    assert rescans.list_economic() == ECONOMIC
    assert rescans.scan(workers).contents == 0
    readings = sum(name.startswith("impact/readings/") for name in rescans.store.items)
    rescans.scan(workers)
    assert sum(name.startswith("impact/readings/") for name in rescans.store.items) == readings


@pytest.mark.long
def test_a_layout_that_comes_changes_or_goes_later_counts_in_the_next_scan(tmp_path: Path) -> None:
    rescans = Rescans(tmp_path)
    rescans.write("state/fall.dat", RECORDS)
    rescans.write("aside/layout.txt", LAYOUT)
    rescans.scan()
    assert rescans.list_economic() == set()
    rescans.write("state/z layout.txt", LAYOUT + "\n")
    rescans.scan()
    assert rescans.list_economic() == ECONOMIC
    rescans.write("state/z layout.txt", LAYOUT.replace("2 free lunch", "2 unknown"))
    rescans.scan()
    assert rescans.list_economic() == {school.MICHAEL_J}
    (tmp_path / "tree/state/z layout.txt").unlink()
    rescans.scan()
    assert rescans.list_economic() == set()


@pytest.mark.long
def test_a_scan_that_was_killed_before_it_read_by_layouts_does_so_when_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rescans = Rescans(tmp_path)
    rescans.write("state/layout.txt", LAYOUT)
    rescans.write("state/fall.dat", RECORDS)
    with monkeypatch.context() as killed:
        killed.setattr(FolderLayouts, "choose", _stop)
        with pytest.raises(KeyboardInterrupt):
            rescans.scan()
    assert rescans.list_economic() == set()
    assert rescans.scan().contents == 0
    assert rescans.list_economic() == ECONOMIC


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_meaning_of_a_code_ends_where_a_meaning_does() -> None:
    # a search without a bound would cost the square of it, a minute for 100,000 signs
    assert read_codes("(a:b" * 25_000 + "=") == read_codes("(a:b" * 2_000) == {}
    assert read_codes("0=no, 1=" + "x" * 95 + ", 2=free")["1"] == "x" * 80
