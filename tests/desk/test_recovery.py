"""The recovery passphrase, and a passphrase that the desk keeps in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.crypto.derivation import ScryptParameters
from firstbell.desk.errors import DeskError, WrongPassphraseError
from firstbell.desk.recovery import derive_private, keep_passphrase, make_passphrase, make_recovery_key

CHEAP = ScryptParameters(16, 1, 1)


def test_only_its_passphrase_opens_a_recovery_key() -> None:
    passphrase = make_passphrase()
    key = make_recovery_key(passphrase, cost=CHEAP)
    assert len(derive_private(key, passphrase)) == 32
    with pytest.raises(WrongPassphraseError):
        derive_private(key, make_passphrase())


def test_a_passphrase_that_is_kept_is_for_its_owner_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "vaults" / "ab.password"
    keep_passphrase(path)
    kept = path.read_text()
    assert len(kept.strip().split("-")) == 6
    assert path.parent.stat().st_mode & 0o077 == 0
    keep_passphrase(path)
    assert path.read_text() == kept


def test_a_passphrase_that_cannot_be_kept_is_an_error_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "vaults").write_text("no folder")
    with pytest.raises(DeskError, match=r"ab\.password"):
        keep_passphrase(tmp_path / "vaults" / "ab.password")
