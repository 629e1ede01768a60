"""Compiled patterns on disk: the second scan compiles none, and nothing damaged is used."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from inspect import unwrap
from pathlib import Path

import pytest

from firstbell.impact.detection.kinds.sentence_frames import load_frames
from firstbell.impact.detection.kinds.word_lists import load_word_lists
from firstbell.impact.detection.values import patterns
from firstbell.impact.people.roster import load_roster
from firstbell.impact.scan import canaries, kept_patterns
from firstbell.impact.scan.contents import make_file
from firstbell.impact.scan.fenced_readers import BEGIN, JUDGE, READING_LIMITS, FencedReaders, ReaderSetup
from firstbell.impact.scan.kept_patterns import KeptPatterns
from firstbell.impact.scan.parsed_document import ReadJob
from firstbell.impact.scan.read_result import DocumentReading
from firstbell.processes.expressions import ExpressionRecord
from tests.impact import school
from tests.impact.detection.kinds.frame_sentences import SAID, UNSAID

TEXT = b"Jordan Okafor, SSN 219-09-9999, born 02/03/2011, has an IEP meeting on 3 May 2024."


@pytest.fixture(scope="module")
def compiled() -> Iterator[None]:
    """Patterns that were compiled here; the other tests take what `lent_patterns` has unpacked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(patterns, "_COMPILED", patterns.PatternDatabase())
        yield


@pytest.fixture(scope="module")
def packed(compiled: None) -> bytes:
    patterns.load_database()
    return patterns.pack_database()


def test_what_was_packed_finds_what_the_compiled_patterns_find(
    packed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    folded = TEXT.lower()
    expected = patterns.scan(folded)
    assert expected
    monkeypatch.setattr(patterns, "_COMPILED", patterns.PatternDatabase())
    patterns.load_database(packed)
    assert patterns.scan(folded) == expected


@pytest.mark.long
def test_what_another_machine_packed_is_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_COMPILED", patterns.PatternDatabase())
    patterns.load_database(b"of another version")
    assert patterns.scan(TEXT.lower())


def test_patterns_are_kept_for_their_owner_alone_and_given_back(packed: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "derived"
    kept = KeptPatterns(folder)
    assert kept.load() == b""
    kept.keep(packed)
    assert kept.load() == packed
    (path,) = folder.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    kept.keep(packed)  # another scan was quicker
    assert kept.load() == packed


def test_a_damaged_file_is_not_used_and_makes_room_for_a_whole_one(packed: bytes, tmp_path: Path) -> None:
    kept = KeptPatterns(tmp_path)
    kept.keep(packed)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert kept.load() == b""
    kept.keep(packed)
    assert kept.load() == packed


def test_a_folder_that_cannot_be_written_costs_nothing(packed: bytes, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    KeptPatterns(blocked / "below").keep(packed)
    KeptPatterns(None).keep(packed)
    assert KeptPatterns(blocked / "below").load() == KeptPatterns(None).load() == b""


def test_expressions_take_the_place_of_those_of_an_older_version(tmp_path: Path) -> None:
    kept = KeptPatterns(tmp_path / "derived").open_expressions(JUDGE)
    assert kept.load() == b""
    kept.keep(b"older")
    kept.keep(b"newer")
    assert kept.load() == b"newer"
    (path,) = (tmp_path / "derived").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert kept.load() == b""


def test_expressions_of_other_code_are_not_used_and_make_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = KeptPatterns(tmp_path)
    kept.open_expressions(JUDGE).keep(b"of the judge")
    kept.open_expressions(BEGIN).keep(b"of who reads whole")
    monkeypatch.setattr(kept_patterns, "digest_installed", lambda: "0" * 64)
    assert kept.open_expressions(JUDGE).load() == b""
    kept.open_expressions(JUDGE).keep(b"of new code")
    assert kept.open_expressions(JUDGE).load() == b"of new code"
    assert len(list(tmp_path.iterdir())) == 2


def test_patterns_of_other_code_are_not_used_and_make_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = KeptPatterns(tmp_path)
    kept.keep(b"of old code")
    kept.open_expressions(JUDGE).keep(b"of the judge")
    monkeypatch.setattr(kept_patterns, "digest_installed", lambda: "0" * 64)
    assert kept.load() == b""
    kept.keep(b"of new code")
    assert kept.load() == b"of new code"
    assert len(list(tmp_path.iterdir())) == 2
    monkeypatch.setattr(kept_patterns, "version", lambda _: "of another library")
    assert kept.load() == b""


def test_whoever_has_the_keys_loads_no_patterns_to_name_them() -> None:
    code = "import sys, firstbell.cli.commands.impact.scan; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "firstbell.impact.scan.kept_patterns" in loaded
    assert loaded.isdisjoint({"hyperscan", patterns.__name__, load_frames.__module__})


def test_each_zygote_has_expressions_of_its_own(tmp_path: Path) -> None:
    kept = KeptPatterns(tmp_path)
    kept.open_expressions(JUDGE).keep(b"of the judge")
    assert kept.open_expressions(BEGIN).load() == b""
    assert kept.open_expressions(JUDGE).load() == b"of the judge"


def test_expressions_cost_nothing_where_they_cannot_be_kept(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    for folder in (None, blocked / "below"):
        kept = KeptPatterns(folder).open_expressions(JUDGE)
        kept.keep(b"packed")
        assert kept.load() == b""


def _tell_all(texts: list[bytes]) -> list[list[object]]:
    """What lists and frames find that are made here, as a zygote makes them."""
    lists, frames = unwrap(load_word_lists)(), unwrap(load_frames)()
    return [[*lists.find(text), *frames.find(text)] for text in texts]


def test_vocabulary_that_an_earlier_zygote_worked_out_tells_what_the_files_tell() -> None:
    texts = [line.lower().encode() for said in (*SAID.values(), *UNSAID.values()) for line in said]
    texts.append(b"she rode with medics, had pharyngitis, takes albuterol; " + TEXT.lower())
    expected = _tell_all(texts)
    assert sum(map(bool, expected)) > len(SAID)
    record = ExpressionRecord(b"")
    with record.use():
        assert _tell_all(texts) == expected
    again = ExpressionRecord(record.pack())
    with again.use():
        assert _tell_all(texts) == expected
    assert again.pack() == b""  # nothing had to be worked out


@pytest.mark.long
def test_a_scan_keeps_its_patterns_and_the_next_one_finds_the_same(tmp_path: Path) -> None:
    people = load_roster([school.write_roster(tmp_path / "roster")]).people
    setup = ReaderSetup([*people, canaries.PERSON], bytes(32), "2024-02-20", READING_LIMITS)
    kept = KeptPatterns(tmp_path / "derived")
    first = _read(setup, kept)
    assert kept.load()
    expressions = kept.open_expressions(JUDGE).load()
    assert expressions
    assert _read(setup, kept) == first
    assert kept.open_expressions(JUDGE).load() == expressions
    assert first.findings is not None


def _read(setup: ReaderSetup, kept: KeptPatterns) -> DocumentReading:
    found: list[DocumentReading] = []
    name, data = next(iter(canaries.iterate_canaries()))
    with FencedReaders(setup, 1, kept) as readers:
        readers.submit(ReadJob("c", name, len(data)), make_file(data), found.append)
        readers.join()
    return found[0]
