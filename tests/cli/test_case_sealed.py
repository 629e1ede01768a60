"""The sealed store of a case: where its key comes from, and that the folder alone says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.case.case import Case
from firstbell.case.errors import SealedKeyError
from firstbell.case.lifecycle import make_case
from firstbell.cli.case_options import open_sealed_store
from firstbell.cli.terminal.passwords import NoPasswordError
from firstbell.ledger import make_actor, make_signer
from tests.cli.conftest import Call

PLANTED = ("219-09-9998", "219099998", "4111 1111 1111 1111", "Ada's diagnosis")


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    return make_case(tmp_path / "case", make_signer(make_actor("Ada", "director")))


def test_the_key_lies_in_the_users_configuration(case: Case, tmp_path: Path) -> None:
    open_sealed_store(case).put("a", b"1")
    key = tmp_path / "config" / "firstbell" / "cases" / f"{case.main.id}.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert open_sealed_store(case).get("a") == b"1"
    key.unlink()
    with pytest.raises(SealedKeyError, match="is not there"):
        open_sealed_store(case)


def test_a_password_of_the_environment_takes_its_place(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTBELL_CASE_PASSWORD", "pw")
    open_sealed_store(case).put("a", b"1")
    assert not (tmp_path / "config").exists()
    (tmp_path / "pw").write_text("pw\n")
    monkeypatch.setenv("FIRSTBELL_CASE_PASSWORD_FILE", str(tmp_path / "pw"))
    monkeypatch.setenv("FIRSTBELL_CASE_PASSWORD", "the file comes first")
    assert open_sealed_store(case).get("a") == b"1"
    (tmp_path / "pw").write_text("wrong")
    with pytest.raises(SealedKeyError, match="does not open"):
        open_sealed_store(case)
    (tmp_path / "pw").unlink()
    with pytest.raises(NoPasswordError):
        open_sealed_store(case)


def test_no_planted_value_is_in_any_file_of_the_folder(case: Case, call: Call) -> None:
    store = open_sealed_store(case)
    for value in PLANTED:
        store.put(f"people/{value}", value.encode() * 3)
        if "diagnosis" not in value:
            assert call("case", "note", f"her ssn is {value}", "--case", case.folder.path).status == 1
    assert len(store.list()) == len(PLANTED)

    found = [path for path in case.folder.path.rglob("*") if path.is_file()]
    assert len(found) >= len(PLANTED) + 2
    for path in found:
        text = path.read_bytes() + path.name.encode()
        assert [value for value in PLANTED if value.encode() in text] == [], path
