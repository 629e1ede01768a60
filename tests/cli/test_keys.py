"""Which key signs: the option, FIRSTBELL_KEY, else the desk's own, made when it is needed first."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest

from firstbell.cli.keys import KeyChoice, desk_key_file, open_key, place_new_key, read_login_name
from firstbell.cli.terminal.passwords import NoPasswordError
from firstbell.crypto.derivation import ScryptParameters
from firstbell.ledger import KeyFileError, Signer, SignerKeyFile, make_actor, make_signer, save_signer

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
    monkeypatch.setattr(getpass, "getuser", lambda: "ada")
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

    monkeypatch.setattr(getpass, "getuser", fail)
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
