"""The desk backs itself up and comes back on a bare machine; losing it loses nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from firstbell.desk import DeskError
from firstbell.desk.recovery import is_passphrase
from firstbell.ledger import Ledger, SignerKeyFile
from tests.cli.conftest import Call, Told

PASSPHRASE = "correct horse battery staple"
SECRET = "the password of the records"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where everything of a test lies."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def desk(folder: Path, call: Call) -> Path:
    """A desk with a ledger, a key and a repository's password; its own repository is not made yet."""
    assert call("init", "--desk", "desk").status == 0
    desk = folder / "desk"
    (folder / "records.password").write_text(SECRET + "\n")
    (desk / "firstbell.toml").write_text(
        f"""
        version = 1
        [district]
        name = "Lakeside"
        [[repository]]
        name = "records"
        url = "/srv/records"
        password_file = "{folder}/records.password"
        [[repository]]
        name = "desk"
        url = "{folder}/own"
        password_file = "own.password"
        """
    )
    ledger = Ledger(desk / ("ab" * 32) / "ledger", signer=SignerKeyFile(desk / "desk.key"))
    ledger.append("note", {"text": "the first"})
    return desk


def test_a_lost_desk_comes_back_from_its_repository_and_the_passphrase(
    call: Call, desk: Path, folder: Path
) -> None:
    made = call("desk", "backup", "--desk", "desk", "--json")
    assert made.status == 0
    passphrase = made.summary["recovery_passphrase"]
    entries = Ledger(desk / ("ab" * 32) / "ledger").read()
    key = (desk / "desk.key").read_bytes()
    configuration = (desk / "firstbell.toml").read_bytes()
    shutil.rmtree(desk)
    (folder / "records.password").unlink()
    (folder / "phrase").write_text(passphrase)

    back = call("desk", "restore", "-r", "own", "--desk", "desk", "--passphrase-file", "phrase", "--json")

    assert back.status == 0
    assert Ledger(desk / ("ab" * 32) / "ledger").read() == entries
    assert (desk / "desk.key").read_bytes() == key
    assert (desk / "desk.key").stat().st_mode & 0o777 == 0o600
    assert (desk / "firstbell.toml").read_bytes() == configuration
    passwords = {name: Path(place).read_text().strip() for name, place in back.summary["passwords"].items()}
    assert passwords["records"] == SECRET
    assert set(passwords) == {"records", "desk"}
    assert not (desk / "secrets.box").exists()
    Ledger(desk / ("ab" * 32) / "ledger", signer=SignerKeyFile(desk / "desk.key")).append(
        "note", {"text": "on"}
    )
    assert call("desk", "backup", "--desk", "desk", "-r", "own", "-p", passwords_file(back)).status == 0


def passwords_file(back: Told) -> str:
    return str(back.summary["passwords"]["desk"])


def restore_by_restic(password: str, target: Path) -> None:
    words = ["restic", "-r", "own", "restore", "latest", "--target", str(target)]
    subprocess.run(words, env=os.environ | {"RESTIC_PASSWORD": password}, check=True, capture_output=True)


def test_the_passphrase_is_shown_once_and_kept_nowhere(call: Call, desk: Path, folder: Path) -> None:
    first = call("desk", "backup", "--desk", "desk", "--json")
    again = call("desk", "backup", "--desk", "desk", "--json")
    assert again.status == 0
    assert "recovery_passphrase" not in again.summary
    shown = first.summary["recovery_passphrase"].encode()
    assert len(shown) == 35
    assert not any(shown in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_log_gets_no_passphrase_and_nothing_is_made_before_it_is_known_where_it_goes(
    call: Call, desk: Path, folder: Path
) -> None:
    told = call("desk", "backup", "--desk", "desk")
    assert (told.status, told.out) == (2, "")
    assert "--new-passphrase-file" in told.err
    assert not (folder / "own").exists()
    assert not (desk / "recovery.json").exists()


def test_a_new_file_keeps_the_passphrase_for_its_owner_alone(call: Call, desk: Path, folder: Path) -> None:
    words = ("desk", "backup", "--desk", "desk", "--new-passphrase-file", "new")
    told = call(*words)
    passphrase = (folder / "new").read_text().strip()
    assert (told.status, len(passphrase)) == (0, 35)
    assert passphrase not in told.out + told.err
    assert (folder / "new").stat().st_mode & 0o777 == 0o600
    assert call(*words).status == 0  # as a timer runs it each night
    assert (folder / "new").read_text().strip() == passphrase
    assert call("desk", "backup", "--desk", "desk").status == 0
    shutil.rmtree(desk)
    back = call("desk", "restore", "-r", "own", "--desk", "desk", "--passphrase-file", "new")
    assert back.status == 0


def test_a_file_that_is_there_is_not_written_over(call: Call, desk: Path, folder: Path) -> None:
    (folder / "new").write_text("ours")
    told = call("desk", "backup", "--desk", "desk", "--new-passphrase-file", "new")
    assert (told.status, "--passphrase-file new" in told.err) == (2, True)
    assert (folder / "new").read_text() == "ours"
    assert not (folder / "own").exists()


def test_a_terminal_shows_the_passphrase_before_the_backup_is_made(
    call: Call, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup that fails must not lose what opens the ones that follow."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)

    def fail(*_words: object, **_more: object) -> None:
        raise DeskError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("firstbell.cli.desk_backups.pack_desk", fail)
        told = call("desk", "backup", "--desk", "desk")
        assert told.status == 1
    (line,) = (line for line in told.out.splitlines() if line.startswith("recovery passphrase: "))
    assert call("desk", "backup", "--desk", "desk").status == 0
    assert is_passphrase(line.removeprefix("recovery passphrase: "))


def test_a_passphrase_that_lies_on_the_desk_is_sealed_in_the_backup(
    call: Call, desk: Path, folder: Path
) -> None:
    """The password with which the desk backs itself up opens no passphrase."""
    kept = desk / "recovery-passphrase.txt"
    words = ("desk", "backup", "--desk", "desk", "--new-passphrase-file", kept)
    assert (call(*words).status, call(*words).status) == (0, 0)
    restore_by_restic((desk / "own.password").read_text().strip(), folder / "seen")
    passphrase = kept.read_text().strip().encode()
    assert not any(passphrase in path.read_bytes() for path in (folder / "seen").rglob("*") if path.is_file())


def test_nothing_secret_lies_open_in_the_backup(call: Call, desk: Path, folder: Path) -> None:
    """Whoever has the repository's own password, which lies on the desk, learns no key and no password."""
    call("desk", "backup", "--desk", "desk", "--json")
    key = json.loads((desk / "desk.key").read_bytes())["private"].encode()
    password = (desk / "own.password").read_text().strip()
    restore_by_restic(password, folder / "seen")
    contents = [path.read_bytes() for path in (folder / "seen").rglob("*") if path.is_file()]
    assert any(b"the first" in content for content in contents)
    for secret in (key, SECRET.encode(), password.encode()):
        assert not any(secret in content for content in contents)


def test_a_wrong_passphrase_brings_nothing_back(call: Call, desk: Path, folder: Path) -> None:
    (folder / "phrase").write_text(PASSPHRASE)
    assert call("desk", "backup", "--desk", "desk", "--passphrase-file", "phrase").status == 0
    (folder / "phrase").write_text("wrong")
    told = call("desk", "restore", "-r", "own", "--desk", "new", "--passphrase-file", "phrase")
    assert told.status == 12
    assert not (folder / "new").exists()
    assert call("desk", "backup", "--desk", "desk", "--passphrase-file", "phrase").status == 12


def test_a_desk_is_not_restored_over_another_and_goes_on_where_it_was_cut_off(
    call: Call, desk: Path, folder: Path
) -> None:
    (folder / "phrase").write_text(PASSPHRASE)
    call("desk", "backup", "--desk", "desk", "--passphrase-file", "phrase")
    words = ("desk", "restore", "-r", "own", "--passphrase-file", "phrase", "--desk")
    over = call(*words, "desk")
    assert (over.status, "not empty" in over.err) == (1, True)
    (folder / "half").mkdir()
    (folder / "half" / "restoring").touch()
    (folder / "half" / "firstbell.toml").write_text("cut of")
    assert call(*words, "half").status == 0
    assert (folder / "half" / "firstbell.toml").read_bytes() == (desk / "firstbell.toml").read_bytes()
    assert not (folder / "half" / "restoring").exists()


def test_a_password_that_cannot_be_had_is_told_and_the_rest_is_saved(
    call: Call, desk: Path, folder: Path
) -> None:
    (folder / "records.password").unlink()
    (folder / "phrase").write_text(PASSPHRASE)
    told = call("desk", "backup", "--desk", "desk", "--passphrase-file", "phrase")
    assert told.status == 0
    assert "repository records is not in the backup" in told.err


def test_without_a_repository_of_its_own_nothing_is_done(call: Call, desk: Path) -> None:
    text = (desk / "firstbell.toml").read_text()
    (desk / "firstbell.toml").write_text(text.replace('"desk"', '"other"'))
    told = call("desk", "backup", "--desk", "desk")
    assert (told.status, "no repository for the desk" in told.err) == (2, True)


def test_cases_come_along(call: Call, desk: Path, folder: Path) -> None:
    (folder / "case").mkdir()
    (folder / "case" / "entries").write_text("of a case")
    (folder / "phrase").write_text(PASSPHRASE)
    told = call("desk", "backup", "case", "--desk", "desk", "--passphrase-file", "phrase", "--json")
    assert (told.status, told.summary["cases"]) == (0, 1)
    restore_by_restic(PASSPHRASE, folder / "out")
    (saved,) = (folder / "out").rglob("case/entries")
    assert saved.read_text() == "of a case"


def test_what_is_no_backup_of_a_desk_is_refused(call: Call, desk: Path, folder: Path) -> None:
    (folder / "phrase").write_text(PASSPHRASE)
    call("desk", "backup", "--desk", "desk", "--passphrase-file", "phrase")
    assert call("desk", "restore", "-r", "none", "--desk", "new", "--passphrase-file", "phrase").status == 10
    told = call(
        "desk", "restore", "-r", "own", "--desk", "new", "--snapshot", "ffff", "--passphrase-file", "phrase"
    )
    assert told.status == 1
    assert "hint" in told.err
