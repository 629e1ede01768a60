"""Which key signs: the option, FIRSTBELL_KEY, else the desk's own, made when it is needed first."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from firstbell.cli.commands.desk.keys import describe_desk_key
from firstbell.cli.keys import CREDENTIAL, KeyChoice, desk_key_file, open_key, place_new_key, read_login_name
from firstbell.cli.terminal.passwords import NoPasswordError
from firstbell.crypto.derivation import ScryptParameters
from firstbell.ledger import Signer, SignerKeyFile, change_passphrase, make_actor, make_signer, save_signer
from firstbell.ledger.errors import KeyFileError
from tests.cli.conftest import Call

CHEAP = ScryptParameters(2, 1, 1)


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    return tmp_path / "desk"


def save(path: Path, name: str, passphrase: str | None = None) -> Signer:
    signer = make_signer(make_actor(name, "counsel"))
    save_signer(signer, path, passphrase, cost=CHEAP)
    return signer


def test_the_desks_key_bears_the_login_name_and_is_made_when_it_signs(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("firstbell.cli.keys.getpass.getuser", lambda: "ada")
    chosen = KeyChoice().find()
    assert isinstance(chosen, SignerKeyFile)
    assert not desk.exists()
    assert KeyChoice().find_existing() is None
    signer = chosen.load_or_make()
    assert (signer.actor.name, signer.actor.role) == ("ada", "director")
    assert KeyChoice().find_existing() == signer


def test_who_has_no_name_is_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr("firstbell.cli.keys.getpass.getuser", fail)
    assert read_login_name() == "desk"


def test_the_option_comes_before_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = save(tmp_path / "one.key", "One"), save(tmp_path / "other.key", "Other")
    monkeypatch.setenv("FIRSTBELL_KEY", str(tmp_path / "one.key"))
    assert KeyChoice().find() == one
    assert KeyChoice(key=tmp_path / "other.key").find() == other
    assert KeyChoice(key=tmp_path / "other.key").find_existing() == other


def test_a_named_key_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match=r"none\.key"):
        KeyChoice(key=tmp_path / "none.key").find()
    with pytest.raises(KeyFileError):
        KeyChoice(key=tmp_path / "none.key").find_existing()
    assert list(tmp_path.iterdir()) == []


def test_a_sealed_key_takes_its_password_from_file_or_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = save(tmp_path / "x.key", "One", "pw")
    with pytest.raises(KeyFileError) as told:
        KeyChoice(key=tmp_path / "x.key").find()
    assert "FIRSTBELL_KEY_PASSWORD" in told.value.hint
    (tmp_path / "pw").write_text("pw\n")
    (tmp_path / "empty").touch()
    assert KeyChoice(key=tmp_path / "x.key", key_password_file=tmp_path / "pw").find() == sealed
    monkeypatch.setenv("FIRSTBELL_KEY_PASSWORD", "pw")
    assert KeyChoice(key=tmp_path / "x.key").find() == sealed
    monkeypatch.setenv("FIRSTBELL_KEY_PASSWORD_FILE", str(tmp_path / "pw"))
    monkeypatch.setenv("FIRSTBELL_KEY_PASSWORD", "wrong")
    assert KeyChoice(key=tmp_path / "x.key").find() == sealed
    with pytest.raises(NoPasswordError):
        KeyChoice(key=tmp_path / "x.key", key_password_file=tmp_path / "empty").find()
    with pytest.raises(KeyFileError, match="wrong"):
        open_key(tmp_path / "x.key", "wrong")


def test_a_password_seals_the_desks_key_when_it_is_made(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTBELL_KEY_PASSWORD", "pw")
    desk_key_file().load_or_make()
    assert b"scrypt" in (desk / "desk.key").read_bytes()


def test_new_keys_lie_in_the_desk_under_a_plain_name(desk: Path) -> None:
    assert place_new_key("Di O'Hara & Co.") == desk / "keys" / "di-o-hara-co.key"
    assert place_new_key("\u2026") == desk / "keys" / "actor.key"
    assert place_new_key("../../etc", Path("/d")) == Path("/d/keys/etc.key")


def test_the_desks_key_is_sealed_and_unsealed_and_stays_the_same_key(
    desk: Path, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signer = save(desk / "desk.key", "Ada")
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_text("a passphrase\n")
    second.write_text("another passphrase\n")
    assert "is not sealed" in describe_desk_key(desk)

    told = call("desk", "key", "seal", "--new-password-file", first, "--json")
    assert (told.status, told.summary["sealed"], told.summary["fingerprint"]) == (0, True, signer.fingerprint)
    assert describe_desk_key(desk) == ""
    assert (desk / "desk.key").stat().st_mode & 0o077 == 0
    assert list(desk.iterdir()) == [desk / "desk.key"]
    with pytest.raises(KeyFileError, match="sealed with a passphrase") as refusal:
        KeyChoice().find_existing()
    assert "--key-password-file" in refusal.value.hint
    with pytest.raises(KeyFileError) as refusal:  # as who signs with it first
        desk_key_file().load_or_make()
    assert "--key-password-file" in refusal.value.hint
    monkeypatch.setattr("sys.stdin", io.StringIO())
    asked = call("desk", "key", "seal", "--new-password-file", second)
    assert (asked.status, "--key-password-file" in asked.err, "RESTIC" in asked.err) == (1, True, False)
    assert KeyChoice(key_password_file=first).find_existing() == signer

    # a service's credential opens it, too
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (credentials / CREDENTIAL).write_text("a passphrase")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    assert KeyChoice().find_existing() == signer
    monkeypatch.delenv("CREDENTIALS_DIRECTORY")

    refused = call("desk", "key", "seal", "--key-password-file", second, "--new-password-file", second)
    assert refused.status == 1
    assert "the passphrase is wrong" in refused.err
    words = ("--key-password-file", first, "--new-password-file", second)
    assert call("desk", "key", "seal", *words).status == 0
    assert call("desk", "key", "unseal", "--key-password-file", second).status == 0
    assert KeyChoice().find_existing() == signer


def test_there_is_nothing_to_seal_before_something_was_signed(desk: Path, call: Call, tmp_path: Path) -> None:
    (tmp_path / "new").write_text("a passphrase\n")
    refused = call("desk", "key", "seal", "--new-password-file", tmp_path / "new")
    assert refused.status == 1
    assert "desk.key" in refused.err
    assert not desk.exists()


def test_a_key_that_cannot_be_written_stays_as_it_was(tmp_path: Path) -> None:
    signer = save(tmp_path / "desk.key", "Ada")
    (tmp_path / "desk.key.new").mkdir()
    with pytest.raises(KeyFileError):
        change_passphrase(tmp_path / "desk.key", None, "new", cost=CHEAP)
    assert open_key(tmp_path / "desk.key", None) == signer
