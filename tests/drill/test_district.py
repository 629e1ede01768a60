"""The sample district: same seed, same files; real formats; nobody real."""

from __future__ import annotations

import email
import io
import json
import os
import re
import sqlite3
import wave
import zipfile
from collections import Counter
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from PIL import Image

from firstbell.drill.district import make_district
from firstbell.drill.district.cast import invent_cast
from firstbell.drill.district.formats import RENDERERS
from firstbell.drill.district.maker import FILES
from firstbell.drill.district.plan import plan_files
from firstbell.drill.truth import ItemKind, survey_tree

LOCKED = b".locked.zip"


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_district(tmp_path_factory.mktemp("district") / "tree", seed=7, files=260).root


def find_one(root: Path, suffix: str) -> Path:
    return next(path for path in sorted(root.rglob(f"*{suffix}")) if LOCKED.decode() not in path.name)


def test_the_same_seed_gives_the_same_names_and_contents(district: Path, tmp_path: Path) -> None:
    again = survey_tree(make_district(tmp_path / "again", seed=7, files=260).root)
    first = survey_tree(district)
    assert first.keys() == again.keys()
    assert [p for p in first if first[p] != again[p] and not p.endswith(LOCKED)] == []


def test_another_seed_gives_other_files(district: Path, tmp_path: Path) -> None:
    other = survey_tree(make_district(tmp_path / "other", seed=8, files=260).root)
    contents = {item.proof for item in survey_tree(district).values() if item.kind is ItemKind.FILE}
    shared = [path for path, item in other.items() if item.proof in contents and item.kind is ItemKind.FILE]
    assert [path for path in shared if not path.startswith(b"Odds and ends")] == []


def test_the_full_plan_has_more_than_two_thousand_files_of_every_kind() -> None:
    planned = list(plan_files(invent_cast(0), 0, FILES))
    kinds = Counter(file.kind for file in planned)
    assert len({file.path for file in planned}) == FILES >= 2000
    assert kinds.keys() == RENDERERS.keys()


def test_no_two_files_hold_the_same(district: Path) -> None:
    proofs = Counter(item.proof for item in survey_tree(district).values() if item.kind is ItemKind.FILE)
    assert max(proofs.values()) == 2  # the hard link, which is one file under two names


def test_office_files_open_in_the_libraries_that_read_them(district: Path) -> None:
    assert len(docx.Document(str(find_one(district, ".docx"))).paragraphs) > 2
    assert openpyxl.load_workbook(find_one(district, ".xlsx")).worksheets[0].max_row > 5
    assert len(pypdf.PdfReader(find_one(district, ".pdf")).pages) >= 1


def test_pictures_sound_and_mail_open(district: Path) -> None:
    for suffix in (".jpg", ".png"):
        with Image.open(find_one(district, suffix)) as picture:
            picture.load()
    with wave.open(str(find_one(district, ".wav"))) as recording:
        assert recording.getnframes() > 20_000
    message = email.message_from_bytes(find_one(district, ".eml").read_bytes())
    assert message["From"].endswith("@example.org>")


def test_data_files_open(district: Path) -> None:
    assert json.loads(find_one(district, ".json").read_bytes())["records"]
    with sqlite3.connect(find_one(district, ".sqlite")) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
    connection.close()
    assert zipfile.ZipFile(find_one(district, ".zip")).testzip() is None


def test_a_locked_archive_cannot_be_read_without_its_password(district: Path) -> None:
    locked = next(district.rglob("*.locked.zip")).read_bytes()
    with zipfile.ZipFile(io.BytesIO(locked)) as archive, pytest.raises((RuntimeError, NotImplementedError)):
        archive.read(archive.namelist()[0])


def test_personal_data_is_of_nobody() -> None:
    cast = invent_cast(3)
    for person in (*cast.staff, *cast.pupils):
        assert re.fullmatch(r"(000|9\d\d)-\d\d-\d{4}", person.ssn)
        assert " 555-01" in person.phone
        assert person.email.endswith("@example.org")


def test_the_odd_cases_are_there(district: Path) -> None:
    odds = district / "Odds and ends"
    assert (odds / "empty.txt").stat().st_size == 0
    assert (odds / "the schedule").readlink() == Path("twin a.txt")
    assert (odds / "twin a.txt").stat().st_nlink == 2
    assert any(not _is_utf8(name) for name in os.listdir(os.fsencode(odds)))
    assert max(len(path.split(b"/")) for path in survey_tree(district)) > 20


def test_an_existing_folder_is_never_written_into(tmp_path: Path) -> None:
    with pytest.raises(FileExistsError):
        make_district(tmp_path, files=10)
    assert list(tmp_path.iterdir()) == []


def _is_utf8(name: bytes) -> bool:
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True
