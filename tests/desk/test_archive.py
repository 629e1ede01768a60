"""A desk's backup: what lies open, what is sealed, and that a bare machine gets all of it back."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.crypto.boxes import seal_box
from firstbell.crypto.derivation import ScryptParameters
from firstbell.desk import DeskError, load_configuration
from firstbell.desk.archive import (
    BOX_NAME,
    MANIFEST_NAME,
    OUTGOING,
    PASSWORDS,
    begin_restoring,
    end_restoring,
    is_secret,
    list_files,
    pack_desk,
    read_manifest,
    unpack_secrets,
)
from firstbell.desk.errors import DeskBackupError, DeskExistsError, NoDeskError, WrongPassphraseError
from firstbell.desk.recovery import (
    RECOVERY_NAME,
    load_recovery_key,
    make_passphrase,
    make_recovery_key,
    save_recovery_key,
)

PASSPHRASE = make_passphrase()
KEY = make_recovery_key(PASSPHRASE, cost=ScryptParameters(2, 1, 1))
ABOUT = ("Hill Schools", "2026-03-02T06:00:00Z")
OPEN = {
    "firstbell.toml": b"version = 1\n",
    "plans/one.json": b"{}\n",
    "aa11/ledger/entries.jsonl": b"{}\n",
    "cases/spring/case.json": b"{}\n",
}
SECRET = {
    "desk.key": b"{}\n",
    "aa11/director.key": b"{}\n",
    "passwords/sis.password": b"hunter two\n",
    "vaults/v.password": b"p\n",
    "recovery-passphrase.txt": make_passphrase().encode() + b"\n",
    "noted.txt": b"\xef\xbb\xbfhunter two\r\n",
}
DERIVED = {"aa11/ledger/state": b"x", "manifest.json": b"old", "outgoing/firstbell.toml": b"old"}


def lay(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = lay(tmp_path / "desk", OPEN | SECRET | DERIVED)
    save_recovery_key(KEY, folder)
    return folder


def pack(desk: Path, passwords: dict[str, str] | None = None) -> Path:
    """The folder of a backup of the desk."""
    pack_desk(desk, KEY, passwords=passwords or {"sis": "hunter two"}, about=ABOUT)
    return desk / OUTGOING


def read_all(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_what_opens_something_is_sealed_and_the_rest_lies_as_it_stands(desk: Path) -> None:
    laid = read_all(pack(desk))
    assert laid.keys() == {*OPEN, RECOVERY_NAME, BOX_NAME, MANIFEST_NAME}
    assert {name: laid[name] for name in OPEN} == OPEN
    shown = b"".join(content for name, content in laid.items() if name != BOX_NAME)
    assert not any(content.strip() in shown for content in SECRET.values() if len(content) > 4)
    manifest = read_manifest(desk / OUTGOING)
    assert (manifest.district, manifest.made) == ABOUT
    assert manifest.files.keys() == {*OPEN, RECOVERY_NAME}


def test_everything_comes_back_and_nothing_of_the_backup_stays(desk: Path) -> None:
    folder = pack(desk)
    keys, passwords = unpack_secrets(folder, PASSPHRASE)
    assert keys == sorted(SECRET)
    assert passwords == {"sis": folder / PASSWORDS / "sis.password"}
    (folder / "restoring").touch()
    end_restoring(folder)
    back = read_all(folder)
    assert {name: back[name] for name in OPEN | SECRET} == OPEN | SECRET
    assert back.keys() == {*OPEN, *SECRET, RECOVERY_NAME}


def test_keys_and_passwords_come_back_for_their_owner_alone(desk: Path) -> None:
    folder = pack(desk)
    before = os.umask(0)
    try:
        keys, _ = unpack_secrets(folder, PASSPHRASE)
    finally:
        os.umask(before)
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in keys} == {0o600}


def test_what_a_backup_that_was_cut_off_left_is_in_no_other(desk: Path) -> None:
    lay(desk / OUTGOING, {"gone.json": b"{}", "sub/gone.key": b"secret"})
    assert "gone.json" not in read_all(pack(desk))
    assert not (desk / OUTGOING / "sub").exists()


def test_links_lead_nothing_in_that_lies_elsewhere(desk: Path, tmp_path: Path) -> None:
    outside = lay(tmp_path / "outside", {"shadow": b"root:x"})
    (desk / "link.json").symlink_to(outside / "shadow")
    (desk / "linked").symlink_to(outside)
    (desk / "broken").symlink_to(desk / "nowhere")
    assert not {"link.json", "linked/shadow", "broken"} & set(list_files(desk))


def test_a_folder_that_cannot_be_listed_is_an_error_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match=r"nowhere: No such file"):
        list(list_files(tmp_path / "nowhere"))


@pytest.mark.parametrize(
    ("path", "content", "secret"),
    [
        ("desk.key", b"", True),
        ("deep/er/sis.password", b"", True),
        ("passwords/README", b"how to", True),
        ("firstbell.toml", b"hunter two", True),
        ("firstbell.toml", b"\n hunter two \n", True),
        ("letter.txt", b"abcde-fghjk-mnpqr-stuvw-xyz23-45678", True),
        ("letter.txt", b"the password is hunter two", False),
        ("key.txt", b"", False),
        ("mypasswords/x", b"", False),
        ("picture.png", b"\xff\xfe\x00", False),
    ],
)
def test_a_file_is_secret_by_its_name_or_by_what_it_is(path: str, content: bytes, secret: bool) -> None:
    assert is_secret(path, content, ["hunter two"]) is secret


@pytest.mark.parametrize(
    "names",
    [
        ("SIS 01", "SIS_01"),
        ("SIS/01", "SIS:01", "SIS 01"),
        ("sis", "SIS"),
        (".sis", "sis"),
        ("...", "/", "…"),
        ("x" * 200, "x" * 199 + "y"),
        ("\u00fc" * 150, "\u00fc" * 149 + "\u00e4"),
        ("\U0001f3eb" * 60, "\u5b66" * 200),
    ],
)
def test_every_repository_gets_its_own_password_back_whatever_it_is_called(
    desk: Path, names: tuple[str, ...]
) -> None:
    """A password that lay in another one's place would lock the district out of its backups."""
    given_words = {name: f"word {number}" for number, name in enumerate(names)}
    _, passwords = unpack_secrets(pack(desk, given_words), PASSPHRASE)
    assert {name: path.read_text().strip() for name, path in passwords.items()} == given_words
    assert len(set(passwords.values())) == len(names)
    assert {path.parent for path in passwords.values()} == {desk / OUTGOING / PASSWORDS}


def test_a_plain_name_is_the_name_of_its_file(desk: Path) -> None:
    _, passwords = unpack_secrets(pack(desk, {"sis-01.main": "a", "Büro": "b"}), PASSPHRASE)
    assert {path.name for path in passwords.values()} == {"sis-01.main.password", "Büro.password"}


def test_a_wrong_passphrase_leaves_the_box_and_brings_nothing(desk: Path) -> None:
    folder = pack(desk)
    before = read_all(folder)
    with pytest.raises(WrongPassphraseError, match="the recovery passphrase is wrong"):
        unpack_secrets(folder, make_passphrase())
    assert read_all(folder) == before


def test_a_try_that_was_cut_off_goes_on_and_changes_no_key_that_is_back(desk: Path) -> None:
    folder = pack(desk)
    box = (folder / BOX_NAME).read_bytes()
    unpack_secrets(folder, PASSPHRASE)
    (folder / "desk.key").write_bytes(b"sealed with another passphrase since\n")
    (folder / "noted.txt").unlink()
    (folder / BOX_NAME).write_bytes(box)
    unpack_secrets(folder, PASSPHRASE)
    assert (folder / "desk.key").read_bytes() == b"sealed with another passphrase since\n"
    assert (folder / "noted.txt").read_bytes() == SECRET["noted.txt"]
    assert not (folder / BOX_NAME).exists()


@pytest.mark.parametrize("at", [0, 31, 32, 60, -1])
def test_a_box_with_one_changed_byte_is_not_opened(desk: Path, at: int) -> None:
    folder = pack(desk)
    box = bytearray((folder / BOX_NAME).read_bytes())
    box[at] ^= 1
    (folder / BOX_NAME).write_bytes(box)
    with pytest.raises(DeskBackupError, match=r"secrets.box cannot be opened"):
        unpack_secrets(folder, PASSPHRASE)
    assert not (folder / "desk.key").exists()


@pytest.mark.parametrize("length", [0, 1, 32, 40])
def test_a_box_that_was_cut_off_is_not_opened(desk: Path, length: int) -> None:
    folder = pack(desk)
    (folder / BOX_NAME).write_bytes((folder / BOX_NAME).read_bytes()[:length])
    with pytest.raises(DeskBackupError, match=r"secrets.box cannot be opened"):
        unpack_secrets(folder, PASSPHRASE)


@pytest.mark.parametrize("gone", [RECOVERY_NAME, BOX_NAME])
def test_what_is_missing_of_a_backup_is_named(desk: Path, gone: str) -> None:
    folder = pack(desk)
    (folder / gone).unlink()
    with pytest.raises(DeskError, match=gone):
        unpack_secrets(folder, PASSPHRASE)


def fill_box(folder: Path, **told: Any) -> None:
    """A box that holds this, as somebody would make it who has the desk's public key."""
    (folder / BOX_NAME).write_bytes(seal_box(KEY.public, msgspec.json.encode(told)))


@pytest.mark.parametrize("path", ["../out.key", "/etc/firstbell.key", "a/../../out.key", ".", "", "a\0b.key"])
def test_a_box_writes_nothing_outside_the_desk(desk: Path, tmp_path: Path, path: str) -> None:
    folder = pack(desk)
    fill_box(folder, files={path: b"x"}, passwords={})
    with pytest.raises(DeskBackupError, match=r"which the desk does not have"):
        unpack_secrets(folder, PASSPHRASE)
    assert not (desk / "out.key").exists()
    assert not (tmp_path / "out.key").exists()


def test_a_box_writes_through_no_link_to_the_outside(desk: Path, tmp_path: Path) -> None:
    folder = pack(desk)
    (tmp_path / "outside").mkdir()
    (folder / "linked").symlink_to(tmp_path / "outside")
    fill_box(folder, files={"linked/out.key": b"x"}, passwords={})
    with pytest.raises(DeskBackupError, match=r"which the desk does not have"):
        unpack_secrets(folder, PASSPHRASE)
    assert list((tmp_path / "outside").iterdir()) == []


@pytest.mark.parametrize("told", [b"", b"[]", b'{"files": 1, "passwords": {}}', b'{"passwords": {}}'])
def test_a_box_that_holds_something_else_is_no_backup(desk: Path, told: bytes) -> None:
    folder = pack(desk)
    (folder / BOX_NAME).write_bytes(seal_box(KEY.public, told))
    with pytest.raises(DeskBackupError, match="cannot be opened"):
        unpack_secrets(folder, PASSPHRASE)


def write_manifest(folder: Path, **changed: Any) -> None:
    told = {"version": 1, "district": "x", "made": "y", "files": {}} | changed
    (folder / MANIFEST_NAME).write_bytes(msgspec.json.encode(told))


def test_a_newer_backup_is_refused_with_a_hint(desk: Path) -> None:
    folder = pack(desk)
    write_manifest(folder, version=2)
    with pytest.raises(DeskBackupError, match="has version 2") as refused:
        read_manifest(folder)
    assert refused.value.hint == "use a newer Firstbell"


@pytest.mark.parametrize(
    "text", [b"", b"{", b"[]", b"\xff\xfe", b'{"version": 1}', b'{"version": "1", "files": {}}', b"null"]
)
def test_a_manifest_that_is_none_is_told_with_its_folder(desk: Path, text: bytes) -> None:
    folder = pack(desk)
    (folder / MANIFEST_NAME).write_bytes(text)
    with pytest.raises(DeskBackupError, match=r"outgoing does not hold a backup of a desk \("):
        read_manifest(folder)


def test_a_file_that_changed_since_is_named(desk: Path) -> None:
    folder = pack(desk)
    (folder / "plans/one.json").write_bytes(b"{} \n")
    with pytest.raises(DeskBackupError, match=r"^plans/one.json differs from the backup's manifest$"):
        read_manifest(folder)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("gone.json", "gone.json: No such file"),
        ("plans", "plans: Is a directory"),
        ("plans/one.json/x", "Not a directory"),
        ("x" * 300, "File name too long"),
        ("a\0b", r"the backup names 'a\\x00b'"),
    ],
)
def test_a_file_of_the_manifest_that_cannot_be_is_an_error_and_no_crash(
    desk: Path, path: str, said: str
) -> None:
    folder = pack(desk)
    write_manifest(folder, files={path: hashlib.sha256(b"").hexdigest()})
    with pytest.raises(DeskError, match=said):
        read_manifest(folder)


def test_a_desk_is_restored_only_into_a_folder_of_its_own(tmp_path: Path) -> None:
    begin_restoring(tmp_path / "new" / "desk")
    assert stat.S_IMODE((tmp_path / "new" / "desk").stat().st_mode) == 0o700
    lay(tmp_path / "new" / "desk", {"half.json": b"{"})
    begin_restoring(tmp_path / "new" / "desk")
    with pytest.raises(DeskExistsError, match="is not empty"):
        begin_restoring(lay(tmp_path / "other", {"notes.txt": b""}))
    assert list((tmp_path / "other").iterdir()) == [tmp_path / "other" / "notes.txt"]


def test_a_file_in_the_place_of_the_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "desk").write_bytes(b"")
    for folder in (tmp_path / "desk", tmp_path / "desk" / "below"):
        with pytest.raises(DeskError, match=r"File exists|Not a directory"):
            begin_restoring(folder)
    with pytest.raises(NoDeskError):
        load_configuration(tmp_path / "desk")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": 2}, "is of version 2, this program knows 1"),
        ({"public": b"short"}, "its public key does not have 32 bytes"),
        ({"public": KEY.public + b"x"}, "its public key does not have 32 bytes"),
    ],
)
def test_a_recovery_key_that_cannot_seal_is_refused_when_it_is_read(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    """Not when tonight's backup is to be sealed with it."""
    save_recovery_key(msgspec.structs.replace(KEY, **change), tmp_path)
    with pytest.raises(DeskError, match=said):
        load_recovery_key(tmp_path)


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"\xff", b'{"version": 1}'])
def test_a_recovery_key_that_does_not_read_is_told_with_its_file(tmp_path: Path, text: bytes) -> None:
    (tmp_path / RECOVERY_NAME).write_bytes(text)
    with pytest.raises(DeskError, match=r"recovery.json cannot be read"):
        load_recovery_key(tmp_path)


def test_a_recovery_key_is_never_written_over(tmp_path: Path) -> None:
    save_recovery_key(KEY, tmp_path)
    with pytest.raises(DeskError, match=RECOVERY_NAME):
        save_recovery_key(make_recovery_key(PASSPHRASE, cost=ScryptParameters(2, 1, 1)), tmp_path)
    assert load_recovery_key(tmp_path) == KEY
    assert load_recovery_key(tmp_path / "empty") is None


@given(names=st.lists(st.text(min_size=1, max_size=200), min_size=1, max_size=8, unique=True))
def test_names_of_repositories_never_share_a_file(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("desk")
    save_recovery_key(KEY, folder)
    plain = {name: str(number) for number, name in enumerate(names)}
    fill_box(folder, files={}, passwords=plain)
    _, passwords = unpack_secrets(folder, PASSPHRASE)
    assert {name: path.read_text().strip() for name, path in passwords.items()} == plain
