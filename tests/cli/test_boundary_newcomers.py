"""Files that were never there before a boundary, and files that nothing here can read."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.office import (
    Office,
    desk,
    make_document,
    make_text,
    office,
    recover,
    rule_event,
    strike_decoding,
)

__all__ = ["desk", "office"]
pytestmark = pytest.mark.usefixtures("place", "desk")

CALM = {"right": 27, "wrong": 0, "missing": 0, "strange": 0}


@pytest.fixture
def busy(office: Office) -> Office:
    """An office to which one new document came on each of three days, each in a place of its own."""
    for name in ("staff/letter.docx", "students/plan.docx", "staff/roster.docx"):
        office.write(name, make_text(name))
        office.back_up()
    return office


def add_member(document: bytes, name: str, content: bytes) -> bytes:
    data = io.BytesIO(document)
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr(name, content)
    return data.getvalue()


def make_archive(text: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("taken.txt", text)
    return data.getvalue()


def test_a_new_document_where_such_files_lie_is_taken_on_a_day_like_others(
    busy: Office, tmp_path: Path
) -> None:
    strike_decoding(busy)
    busy.write("students/on the day.docx", make_text("written on the day"))
    struck = busy.back_up()
    for name in ("staff/a day later.docx", "students/and one more.docx"):
        busy.write(name, make_text(name))
    busy.back_up()
    rule_event(busy, struck)

    counts, summary = recover(busy, tmp_path / "out")

    assert counts == CALM | {"right": 30}
    reasons = {one["path"].rpartition("/")[2]: one["reason"] for one in summary["from_after_boundary_paths"]}
    assert reasons.keys() == {"on the day.docx", "a day later.docx", "and one more.docx"}
    assert all("about as many as others" in one for one in reasons.values())


def add_many(root: Path) -> None:
    for at in range(11):
        (root / "staff" / f"letter {at}.docx").write_bytes(make_document(make_text(f"letter {at}")))


def add_program(root: Path) -> None:
    (root / "staff" / "helper.ps1").write_text("Get-Process | Out-Null")


def add_macros(root: Path) -> None:
    document = add_member(make_document(make_text("macros")), "word/vbaProject.bin", b"Attribute VB_Name")
    (root / "staff" / "form.docx").write_bytes(document)


def add_archive(root: Path) -> None:
    (root / "staff" / "minutes.docx").write_bytes(make_archive(make_text("what was taken")))


def add_copies(root: Path) -> None:
    for name in ("read this.docx", "and this.docx"):
        (root / "staff" / name).write_bytes(make_document(make_text("one text for all")))


def add_in_a_new_folder(root: Path) -> None:
    (root / "tools").mkdir()
    (root / "tools" / "list.docx").write_bytes(make_document(make_text("all the files")))


def add_of_another_kind(root: Path) -> None:
    (root / "staff" / "list.txt").write_text(make_text("all the files"))


def exchange_one(root: Path) -> None:
    (root / "staff" / "0.docx").unlink()
    (root / "staff" / "00.docx").write_bytes(make_document(make_text("says something else")))


def add_what_its_name_does_not_say(root: Path) -> None:
    (root / "staff" / "minutes.docx").write_text(make_text("a text under a document's name"))


@pytest.mark.long
@pytest.mark.parametrize(
    "add",
    [
        add_many,
        add_program,
        add_macros,
        add_archive,
        add_copies,
        add_in_a_new_folder,
        add_of_another_kind,
        exchange_one,
        add_what_its_name_does_not_say,
    ],
)
def test_what_may_be_the_intruder_s_is_held_listed_and_released_by_one_command(
    busy: Office, tmp_path: Path, add: Callable[[Path], None]
) -> None:
    strike_decoding(busy)
    struck = busy.back_up()
    before = set(busy.root.rglob("*"))
    add(busy.root)
    busy.back_up()
    came = {str(path) for path in set(busy.root.rglob("*")) - before if path.is_file()}
    rule_event(busy, struck)

    counts, summary = recover(busy, tmp_path / "out")

    assert counts == CALM
    assert came <= {one["path"] for one in summary["held_after_boundary_paths"]}
    released = busy.call("recover", "release", *sorted(came), "--why", "we wrote them", "--json")
    assert released.status == 0, released.err
    counts, _ = recover(busy, tmp_path / "released")
    assert counts == CALM | {"strange": len(came)}


@pytest.mark.long
@pytest.mark.parametrize("is_struck", [False, True])
@pytest.mark.parametrize("are_spots", [False, True])
def test_a_file_that_nothing_here_reads_is_taken_where_nearly_all_of_it_stands_and_no_noise_came(
    busy: Office, tmp_path: Path, *, is_struck: bool, are_spots: bool
) -> None:
    store = busy.root / "staff" / "mail.pst"
    words = random.Random("mail").choices(make_text("mail").encode().split(), k=9000)
    content = b"!BDN" + bytes(508) + b" ".join(words)
    for day in range(4):
        store.write_bytes(content + make_text(f"mail of day {day}", 40).encode())
        content = store.read_bytes()
        busy.back_up()
    strike_decoding(busy)
    struck = busy.back_up()
    noise = random.Random("noise").randbytes(2048)
    changed = content[:20000] + noise + content[22048:] if is_struck else content + b" one more letter"
    if is_struck and are_spots:
        # what people wrote that day lies between spots of noise
        changed = content[:3000] + make_text("an edit", 400).encode()[:2000] + content[5000:]
        for at in range(6000, len(changed) - 64, 3000):
            changed = changed[:at] + noise[at // 3000 * 64 % 1984 :][:64] + changed[at + 64 :]
    store.write_bytes(changed)
    busy.back_up()
    rule_event(busy, struck)

    recover(busy, tmp_path / "out")

    (found,) = (tmp_path / "out").rglob("mail.pst")
    assert found.read_bytes() == (content if is_struck else changed)


def test_what_nothing_here_reads_comes_back_as_it_was_last_edited_when_it_went_after_the_boundary(
    busy: Office, tmp_path: Path
) -> None:
    store = busy.root / "staff" / "mail.pst"
    content = b"!BDN" + bytes(508) + make_text("mail", 4000).encode()
    for day in range(4):
        content += make_text(f"mail of day {day}", 40).encode()
        store.write_bytes(content)
        busy.back_up()
    strike_decoding(busy)
    struck = busy.back_up()
    content += b" one more letter"
    store.write_bytes(content)
    busy.back_up()
    store.unlink()
    busy.back_up()
    rule_event(busy, struck)

    recover(busy, tmp_path / "out")

    (found,) = (tmp_path / "out").rglob("mail.pst")
    assert found.read_bytes() == content


def test_noise_that_gets_the_old_names_back_a_day_later_is_noise(busy: Office, tmp_path: Path) -> None:
    for at, path in enumerate(busy.list_struck()):
        path.with_name(path.name + ".k7q").write_bytes(random.Random(at).randbytes(3000))
        path.unlink()
    struck = busy.back_up()
    for path in sorted(busy.root.rglob("*.k7q")):
        path.rename(path.with_suffix(""))
    busy.write("staff/later.docx", make_text("later"))
    busy.back_up()

    assert recover(busy, tmp_path / "out")[0] == CALM | {"right": 28}
    # that new files came on other days is known though their names went and came back
    rule_event(busy, struck)
    assert recover(busy, tmp_path / "ruled")[0] == CALM | {"right": 28}


def test_edits_of_documents_are_taken_on_a_day_on_which_more_pictures_change_than_ever(
    busy: Office, tmp_path: Path
) -> None:
    pictures = {busy.root / "photos" / f"{at}.png": draw_picture(at) for at in range(12)}
    (busy.root / "photos").mkdir()
    for at, (path, picture) in enumerate(pictures.items()):
        picture.save(path)
        if at % 3 == 2:  # no day changes many files
            busy.back_up()
    for path, picture in pictures.items():
        picture.point(lambda value: value * 0.9).save(path)
    busy.write("staff/3.docx", busy.texts["staff/3.docx"].replace("a", "an", 2))
    rule_event(busy, busy.back_up())

    counts, summary = recover(busy, tmp_path / "out")

    assert (counts["right"], counts["wrong"], counts["strange"]) == (27, 0, 12)
    assert [one["path"].rpartition("/")[2] for one in summary["from_after_boundary_paths"]] == ["3.docx"]


def draw_picture(seed: int) -> Image.Image:
    small = Image.frombytes("L", (8, 6), random.Random(seed).randbytes(48))
    return small.resize((160, 120), Image.Resampling.BICUBIC)


def strike_loudly(office: Office) -> None:
    """Noise under every second name."""
    for at, path in enumerate(office.list_struck()[::2]):
        path.write_bytes(random.Random(at).randbytes(3000))


def test_a_name_that_people_give_after_a_strike_that_used_none_stands_and_a_deletion_waits_for_a_word(
    busy: Office, tmp_path: Path
) -> None:
    untouched = busy.list_struck()[1::2]
    strike_loudly(busy)
    struck = busy.back_up()
    (renamed, deleted, gone), names = untouched[:3], busy.texts
    for path in (deleted, gone):
        path.unlink()
    renamed.rename(renamed.with_name("kept " + renamed.name))
    names[f"staff/kept {renamed.name}"] = names.pop(str(renamed.relative_to(busy.root)))
    after = busy.back_up()
    rule_event(busy, struck)

    assert recover(busy, tmp_path / "out")[0] == CALM
    said = busy.call("examine", "rule", after, "benign", "--why", "we tidied up")
    assert said.status == 0, said.err
    counts, summary = recover(busy, tmp_path / "ruled")
    assert counts == CALM | {"right": 25, "missing": 2}
    assert [one["path"] for one in summary["removed_after_boundary_paths"]] == [str(deleted), str(gone)]
    assert "we tidied up" in summary["removed_after_boundary_paths"][0]["reason"]


def test_a_name_that_people_give_after_a_strike_that_gave_names_is_undone(
    busy: Office, tmp_path: Path
) -> None:
    kept, *rest = busy.list_struck()
    for path in rest[::2]:
        path.rename(path.with_name(f"{path.stem} x.docx"))
    struck = busy.back_up()
    kept.rename(kept.with_name("kept " + kept.name))
    busy.back_up()
    rule_event(busy, struck)

    assert recover(busy, tmp_path / "out")[0] == CALM


def test_a_file_of_a_kind_of_which_none_went_is_no_part_of_an_exchange(busy: Office, tmp_path: Path) -> None:
    mail = busy.root / "mail"
    mail.mkdir()
    for day in range(3):
        (mail / f"{day}.txt").write_text(make_text(f"mail {day}"))
        busy.back_up()
    for at, path in enumerate(busy.list_struck()[:10]):
        path.with_name(f"plan {at}.docx").write_bytes(make_document(make_text(f"decoy {at}")))
        path.unlink()
    (mail / "of the day.txt").write_text(make_text("of the day"))
    rule_event(busy, busy.back_up())

    counts, summary = recover(busy, tmp_path / "out")

    assert counts == CALM | {"strange": 4}
    assert [one["path"].rpartition("/")[2] for one in summary["from_after_boundary_paths"]] == [
        "of the day.txt"
    ]
