"""What goes: here and there, with its folder, into archives, into encrypted files, or under another name."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Mapping

import pytest
import pyzipper

from firstbell.examine.examination import History
from firstbell.record.examination import Examination, Verdict
from firstbell.record.versions import State
from tests.examine.trees import examine, make_sample, replay

TYPES = ("txt", "docx", "pdf", "png", "csv", "xlsx")


def make_school(count: int = 240, folders: int = 12) -> dict[bytes, bytes]:
    """Documents of six types, spread over folders of two top folders."""
    tree = {}
    for number in range(count):
        folder = number % folders
        top = b"staff" if folder % 2 else b"pupils"
        kind = TYPES[(number // folders) % len(TYPES)]
        path = b"/srv/%s/class%d/work%d.%s" % (top, folder, number, kind.encode())
        tree[path] = make_sample(kind, number % 4) + (b"%d" % number if kind in ("txt", "csv") else b"")
    return tree


def codes(examination: Examination) -> set[str]:
    return {reason.code for reason in examination.reasons}


def thin(tree: dict[bytes, bytes], every: int) -> dict[bytes, bytes]:
    """One file of `every` is left, and each folder."""
    return {path: data for number, (path, data) in enumerate(tree.items()) if number % every == 0}


def seal(path: bytes, number: int) -> tuple[bytes, bytes]:
    """What gpg would have made of a file: its mark, then noise."""
    source = random.Random(number)
    session_key = b"\x8c\x0d\x04\x09\x03\x08" + source.randbytes(8) + b"\x60"
    body = b"\x01" + source.randbytes(899)
    return path + b".gpg", session_key + b"\xd2\xff" + len(body).to_bytes(4, "big") + body


def test_mass_deletion_here_and_there_is_an_event_without_any_note() -> None:
    tree = make_school()
    keep = {path: data for number, (path, data) in enumerate(tree.items()) if number < 12}
    examination = examine(tree, keep)
    assert (examination.verdict, "deletions.mass" in codes(examination)) == (Verdict.EVENT, True)
    assert len(examination.deleted) == len(tree) - 12


def test_a_small_host_that_loses_most_of_its_files_is_struck_too() -> None:
    tree = make_school(60)
    keep = {path: data for number, (path, data) in enumerate(tree.items()) if number < 12}
    assert examine(tree, keep, history=History(files_held=60)).verdict is Verdict.EVENT


def test_thinning_out_is_no_event_where_most_of_what_lay_there_stays() -> None:
    tree = make_school(600)
    gone = {path: data for number, (path, data) in enumerate(tree.items()) if number % 4}
    left_over = {path.rpartition(b"/")[0] + b"/": 150 for path in tree}
    assert examine(tree, gone, history=History(left_over=left_over)).verdict is not Verdict.EVENT


def test_whole_folders_that_go_are_a_semester_that_ends() -> None:
    tree = make_school()
    left = {path: data for path, data in tree.items() if b"/class1" not in path and b"/class3" not in path}
    assert examine(tree, left).verdict is Verdict.CLEAN
    everything_moved = {
        path.replace(b"/srv/pupils/", b"/srv/archive/2025/"): data for path, data in tree.items()
    }
    assert examine(tree, everything_moved).verdict is Verdict.CLEAN


def test_files_that_went_into_a_plain_archive_are_no_mass_deletion() -> None:
    tree = make_school()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in tree.items():
            archive.writestr(path.decode(), data)
    left = thin(tree, 20) | {b"/srv/staff/class1/old.zip": target.getvalue()}
    assert examine(tree, left).verdict is not Verdict.EVENT


def test_files_that_went_into_an_encrypted_archive_are_a_class_of_their_own() -> None:
    tree = make_school(120, folders=4)
    left = thin(tree, 20) | {b"/srv/staff/class1/old.zip": lock_away(tree)}
    examination = examine(tree, left)
    assert (examination.verdict, "archived.encrypted" in codes(examination)) == (Verdict.SUSPECT, True)


def lock_away(tree: Mapping[bytes, bytes]) -> bytes:
    """A zip of the files that asks for a password."""
    target = io.BytesIO()
    with pyzipper.AESZipFile(target, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(b"secret")
        for path, data in tree.items():
            archive.writestr(path.decode(), data)
    return target.getvalue()


@pytest.mark.parametrize(("count", "verdict"), [(20, Verdict.CLEAN), (60, Verdict.SUSPECT)])
def test_some_files_that_gave_way_to_encrypted_ones_are_no_event(count: int, verdict: Verdict) -> None:
    tree = make_school()
    after = dict(tree)
    for number, path in enumerate(list(tree)[:count]):
        name, data = seal(path, number)
        del after[path]
        after[name] = data
    examination = examine(tree, after)
    assert (examination.verdict, "sealed" in codes(examination)) == (verdict, True)


def test_files_all_over_the_host_that_gave_way_to_encrypted_ones_are_an_event_and_come_back() -> None:
    tree = make_school()
    after = dict(seal(path, number) for number, path in enumerate(tree))
    examination = examine(tree, after)
    assert (examination.verdict, "sealed.mass" in codes(examination)) == (Verdict.EVENT, True)
    assert {finding.judgement.state for finding in examination.findings} == {State.DAMAGED}


def test_a_mass_of_files_renamed_alike_is_told_and_clean() -> None:
    tree = make_school(60)
    examination = examine(tree, {path + b".old": data for path, data in tree.items()})
    assert (examination.verdict, codes(examination)) == (Verdict.CLEAN, {"renamed.alike"})


def test_what_a_host_always_did_is_no_sign() -> None:
    days = []
    for day in range(8):
        tree = {b"/srv/app/keep.txt": b"kept\n" * 9}
        for number in range(60):
            tree[b"/srv/app/cache%d/item%d-%d.json" % (number % 6, day, number)] = b'{"a": %d}' % number
        days.append(tree)
    found = replay(days)
    assert {one.verdict for one in found} == {Verdict.CLEAN}
    assert "deletions" not in codes(found[-1])
