"""Hostile documents beside honest ones: the scan lives, and the results of the others are what they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.impact.people.roster import load_roster
from firstbell.impact.scan import canaries, fenced_parsers, fenced_readers
from firstbell.impact.scan.contents import hash_file, make_file
from firstbell.impact.scan.fenced_readers import FencedReaders, ReaderSetup
from firstbell.impact.scan.parsed_document import ReadJob
from firstbell.impact.scan.read_result import DocumentReading
from firstbell.processes.fenced_code import ProcessLimits
from tests.documents import formats
from tests.faults import hostile
from tests.impact import school

LIMITS = ProcessLimits(memory_bytes=256 << 20, seconds=2.0, answer_bytes=16 << 20, silent_s=60.0)


def read_all(
    setup: ReaderSetup, documents: list[tuple[str, bytes]], place: str = ""
) -> dict[str, DocumentReading]:
    found: dict[str, DocumentReading] = {}
    with FencedReaders(setup, 2) as readers:
        for name, data in documents:
            descriptor = make_file(data)
            job = ReadJob(hash_file(descriptor), name, len(data), place=place)
            readers.submit(job, descriptor, lambda reading: found.__setitem__(reading.name, reading))
        readers.join()
    return found


@pytest.mark.long
@pytest.mark.parametrize("place", ["", "host\0folder"])
@pytest.mark.parametrize("count", [19, pytest.param(200, marks=pytest.mark.deep)])
def test_the_scan_lives_and_the_results_of_the_others_are_unchanged(
    count: int, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fenced_readers, "BEGIN", "tests.faults.hostile:begin")
    monkeypatch.setattr(fenced_readers, "JUDGE", "tests.faults.hostile:begin_judging")
    monkeypatch.setattr(fenced_parsers, "BEGIN", "tests.faults.hostile:begin_parsing")
    people = load_roster([school.write_roster(tmp_path)]).people
    setup = ReaderSetup([*people, canaries.PERSON], bytes(32), "2024-02-20", LIMITS)
    bad = list(hostile.list_hostile(count))
    good = [*canaries.iterate_canaries(), ("letter.txt", formats.make_text())]
    alone = read_all(setup, good, place)
    mixed = [one for pair in zip(bad, good * (count // len(good) + 1), strict=False) for one in pair] + good

    together = read_all(setup, mixed, place)

    assert {name: together[name] for name in alone} == alone
    assert all(reading.state == "read" for reading in alone.values())
    for name, _ in bad:
        reading = together[name]
        assert reading.name == name
        assert reading.state != "read" or not reading.findings, name
    taken = [together[name] for name, data in bad if data.startswith(hostile.MARK)]
    assert taken
    assert all(reading.state == "unreadable" and reading.reason for reading in taken)
