"""Names that came and went, where the examination tells nothing of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.compose.renames import find_ending
from tests.catalog.timeline import File, Timeline
from tests.compose.marked import MarkedExaminer, compose, read_files

A, B = "/srv/a.docx", "/srv/b.docx"
CALM: dict[str, bytes] = {A: b"letter", B: b"sheet", "/srv/c.pdf": b"leaflet"}


def recover(folder: Path, *days: dict[str, bytes], examiner: MarkedExaminer) -> dict[str, bytes]:
    timeline = Timeline()
    for day in days:
        timeline.save(day)
    return read_files(compose(timeline.repository, folder, examiner=examiner), timeline.repository)


@pytest.mark.parametrize(
    ("path", "ending"),
    [
        (b"/a/b.DOCX", b".docx"),
        (b"/a.b/c", b""),
        (b"/a/.hidden", b""),
        (b"/a/b.tar.gz", b".gz"),
        (b"/a/b.", b"."),
    ],
)
def test_an_ending_is_the_last_extension(path: bytes, ending: bytes) -> None:
    assert find_ending(path) == ending


def test_a_persons_rename_is_known_by_its_content(tmp_path: Path) -> None:
    struck = {A: b"STRUCK", "/srv/moved/b.docx": b"sheet", "/srv/c.pdf": b"leaflet"}

    files = recover(tmp_path, CALM, struck, examiner=MarkedExaminer(pairs=False))

    assert files == {A: b"letter", "/srv/moved/b.docx": b"sheet", "/srv/c.pdf": b"leaflet"}


def test_one_of_two_alike_files_that_went_is_not_taken_for_both(tmp_path: Path) -> None:
    calm = {**CALM, "/srv/copy.docx": b"sheet"}
    struck = {A: b"STRUCK", "/srv/moved/copy.docx": b"sheet", "/srv/c.pdf": b"leaflet"}

    files = recover(tmp_path, calm, struck, examiner=MarkedExaminer(pairs=False))

    assert files == {**struck, A: b"letter", B: b"sheet"}


def test_an_intruders_rename_is_known_by_its_content_and_ending(tmp_path: Path) -> None:
    struck = {A: b"STRUCK", B + ".lk": b"sheet", "/srv/c.pdf": b"leaflet"}

    assert recover(tmp_path, CALM, struck, examiner=MarkedExaminer(pairs=False)) == CALM


def test_empty_files_are_not_paired(tmp_path: Path) -> None:
    calm = {**CALM, "/srv/e1.txt": b""}
    struck = {**CALM, A: b"STRUCK", "/srv/e2.txt": b""}

    files = recover(tmp_path, calm, struck, examiner=MarkedExaminer(pairs=False))

    assert files == {**CALM, "/srv/e1.txt": b"", "/srv/e2.txt": b""}


def test_what_came_in_a_struck_snapshot_without_a_state_is_looked_at(tmp_path: Path) -> None:
    examiner = MarkedExaminer(tells_intact=False)
    struck = {**CALM, A: b"STRUCK", "/srv/new.txt": b"minutes"}

    files = recover(tmp_path, CALM, struck, examiner=examiner)

    assert files == {**CALM, "/srv/new.txt": b"minutes"}
    assert examiner.judged == [b"/srv/new.txt"]


def test_a_known_type_is_no_mark_of_an_intruder(tmp_path: Path) -> None:
    struck = {A + ".txt": b"STRUCK a", B + ".txt": b"STRUCK b", "/srv/new.txt": b"minutes"}

    files = recover(tmp_path, CALM, struck, examiner=MarkedExaminer())

    assert files == {**CALM, "/srv/new.txt": b"minutes"}


def test_a_folder_made_and_deleted_within_the_event_comes_back_as_it_was(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save(CALM)
    timeline.save({**CALM, A: b"STRUCK", "/srv/made/deep/f.txt": File(b"minutes", {"mode": 0o600})})
    timeline.save({**CALM, A: b"STRUCK", B: b"STRUCK b"})

    composed = compose(timeline.repository, tmp_path)

    assert read_files(composed, timeline.repository) == {**CALM, "/srv/made/deep/f.txt": b"minutes"}


def test_an_event_without_any_clean_snapshot_before_it_still_gives_back_what_is_intact(
    tmp_path: Path,
) -> None:
    timeline = Timeline()
    first = timeline.save({})
    timeline.save(
        {"/srv/made/" + name: content for name, content in (("a.docx", b"a"), ("b.docx", b"STRUCK"))}
    )
    timeline.save({"/srv/made/a.docx": b"STRUCK a", "/srv/made/b.docx": b"STRUCK"})
    compose(timeline.repository, tmp_path)
    timeline.repository.remove_snapshot(first.hex_id)

    composed = compose(timeline.repository, tmp_path)

    assert read_files(composed, timeline.repository) == {"/srv/made/a.docx": b"a"}
    assert set(composed.without_clean) == {b"/srv/made/b.docx"}


def test_a_person_may_change_an_ending_to_one_that_programs_know(tmp_path: Path) -> None:
    calm = {**CALM, "/srv/notes.txt": b"minutes"}
    struck = {**CALM, A: b"STRUCK", "/srv/notes.md": b"minutes"}

    files = recover(tmp_path, calm, struck, examiner=MarkedExaminer())

    assert files == {**CALM, "/srv/notes.md": b"minutes"}
