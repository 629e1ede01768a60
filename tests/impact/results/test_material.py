"""What is loaded to be put together: as it was kept, and small where most of it is alike."""

from __future__ import annotations

import tracemalloc

from firstbell.impact.detection.evidence.results import Findings, Masked, PersonLink
from firstbell.impact.results.material import load_material
from firstbell.impact.scan.read_result import DocumentReading
from firstbell.impact.scan.scan_store import FileRecord, Kept, KnownPerson, SourceRecord
from tests.impact.kept_people import MemoryItems

LENS = "0123456789abcdef"
COUNT = 2000


def make_reading(number: int) -> DocumentReading:
    """A letter about somebody."""
    masked = Masked("dob", "2010-xx-xx", f"{number:032x}")
    link = PersonLink(
        (f"student {number % 50}",), None, {"health", "dob"}, "certain", {"name", "dob"}, ["line 3"], [masked]
    )
    found = Findings([link], {"health", "dob"}, set(), 2, 0.5, "form", ["student 7"])
    return DocumentReading(f"{number:064x}", f"{number}.txt", 500, "text", "read", "", 480, found)


def keep(count: int) -> tuple[Kept, list[SourceRecord]]:
    """A scan of so many letters."""
    kept = Kept(MemoryItems())
    kept.load_key()
    kept.put_roster(LENS, [KnownPerson(f"student {at}", "", "Ada Hill", "student", True) for at in range(50)])
    kept.put_readings(LENS, [make_reading(number) for number in range(count)])
    files = [FileRecord(f"/a/{number}.txt", 500, f"{number:064x}", "", [], "") for number in range(count)]
    kept.put_source(SourceRecord("folder /a", LENS, "2024-02-20T00:00:00Z", 1.0, files, {}))
    return kept, kept.list_sources()


def test_readings_are_loaded_as_they_were_kept() -> None:
    material = load_material(*keep(60))
    assert material.readings == {f"{number:064x}": make_reading(number) for number in range(60)}
    assert set(material.lenses.values()) == {LENS}


def test_what_readings_have_alike_is_there_once() -> None:
    kept, sources = keep(COUNT)
    tracemalloc.start()
    apart = list(kept.iterate_readings(LENS))
    took = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    tracemalloc.start()
    material = load_material(kept, sources)
    shared = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(material.readings) == len(apart) == COUNT
    assert shared < took / 2
