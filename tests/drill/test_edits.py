"""An ordinary day: valid changes, the same every time, nothing the record does not tell."""

from __future__ import annotations

import io
import json
import os
import random
import sqlite3
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image

from firstbell.drill.district import make_district
from firstbell.drill.district.cast import invent_cast
from firstbell.drill.district.formats import RENDERERS
from firstbell.drill.district.writer import DocumentWriter
from firstbell.drill.edits import DayPlan, DayRecord, Editor
from firstbell.drill.file_changes import DOCUMENT_CHANGES, append_line, find_change, is_text
from firstbell.drill.truth import compare_tree, expect_tree, survey_tree

NOON_NS = 1_676_570_400_000_000_000


def make_writer(seed: int = 5) -> DocumentWriter:
    return DocumentWriter(random.Random(seed), invent_cast(0))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return make_district(tmp_path / "tree", seed=2, files=120).root


def live(tree: Path, *, documents: bool = True, seed: int = 5) -> DayRecord:
    plan = DayPlan(NOON_NS, made=0.1, changed=0.2, renamed=0.05, deleted=0.05)
    return Editor(tree, make_writer(seed), documents=documents).live_day(plan)


def test_the_record_tells_every_change_of_the_tree(tree: Path) -> None:
    before = survey_tree(tree)
    record = live(tree)
    after = survey_tree(tree)
    expected = {path: item for path, item in before.items() if path not in record.deleted}
    for old, new in record.renamed:
        expected[new] = expected.pop(old)
    touched = [*record.made, *record.changed]
    assert compare_tree(tree, {**expected, **{path: after[path] for path in touched}}).is_perfect
    assert all(before[path] != after[path] for path in record.changed)
    assert all(path not in before for path in record.made)
    assert record.made and record.changed and record.renamed and record.deleted  # noqa: PT018


def test_the_same_generator_gives_the_same_day(tree: Path, tmp_path: Path) -> None:
    twin = make_district(tmp_path / "twin", seed=2, files=120).root
    assert live(tree) == live(twin)


def test_hands_off_means_hands_off(tree: Path) -> None:
    every_file = frozenset(path for path, item in survey_tree(tree).items() if item.proof)
    before = survey_tree(tree)
    Editor(tree, make_writer(), documents=True).live_day(DayPlan(NOON_NS, made=1), hands_off=every_file)
    assert survey_tree(tree) == before


def test_in_a_foreign_tree_only_text_is_changed(tree: Path) -> None:
    record = live(tree, documents=False)
    for path in record.changed:
        assert is_text((tree / os.fsdecode(path)).read_bytes())
        assert not path.endswith((b".json", b".docx", b".eml"))


def test_changes_carry_the_day_they_were_made(tree: Path) -> None:
    record = live(tree)
    for path in (*record.made, *record.changed):
        assert os.stat(os.path.join(os.fsencode(tree), path)).st_mtime_ns == NOON_NS


@pytest.mark.parametrize("suffix", sorted(DOCUMENT_CHANGES))
def test_a_changed_document_is_another_and_still_valid(suffix: bytes) -> None:
    kind = suffix.decode().lstrip(".")
    data = RENDERERS[kind](make_writer(1))
    changed = DOCUMENT_CHANGES[suffix](data, make_writer(2))
    assert changed != data
    open_document(kind, changed)


def open_document(kind: str, data: bytes) -> None:
    if kind in ("docx", "xlsx", "zip"):
        assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    if kind == "docx":
        docx.Document(io.BytesIO(data))
    if kind == "xlsx":
        openpyxl.load_workbook(io.BytesIO(data))
    if kind == "jpg":
        Image.open(io.BytesIO(data)).load()
    if kind == "json":
        json.loads(data)
    if kind == "pdf":
        assert data.startswith(b"%PDF")
    if kind == "sqlite":
        connection = sqlite3.connect(":memory:")
        connection.deserialize(data)
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        connection.close()


@pytest.mark.parametrize("data", [b"", b"a\0b", b"\xff\xfe\x00", b"caf\xe9"])
def test_what_nobody_can_read_is_not_edited(data: bytes) -> None:
    assert find_change(b"a.txt", data, documents=False) is None


def test_locked_archives_are_not_edited() -> None:
    assert find_change(b"a.locked.zip", RENDERERS["locked.zip"](make_writer()), documents=True) is None


def test_a_line_is_added_after_a_line_end() -> None:
    sentence = make_writer().sentence().encode()
    assert append_line(b"one", make_writer()) == b"one\n" + sentence + b"\n"
    assert append_line(b"one\n", make_writer()) == b"one\n" + sentence + b"\n"


def test_people_who_work_on_after_the_event_are_part_of_the_truth(tree: Path) -> None:
    before = survey_tree(tree)
    plan = DayPlan(NOON_NS, renamed=0, deleted=0, plain_only=True)
    record = Editor(tree, make_writer(), documents=True).live_day(plan)
    assert not record.renamed
    assert not record.deleted
    assert compare_tree(tree, expect_tree(before, [*record.made, *record.changed], tree)).is_perfect
