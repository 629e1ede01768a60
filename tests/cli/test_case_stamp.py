"""The head of a case goes to a time-stamping authority on a stick, and its answer comes back."""

from __future__ import annotations

from pathlib import Path

import bagit
import pytest

from tests.cli.conftest import Call
from tests.ledger.authority import Authority, make_authority


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority") / "tsa")


@pytest.fixture
def case(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("FIRSTBELL_CASE", str(tmp_path / "case"))
    assert call("case", "open", tmp_path / "case").status == 0
    return tmp_path / "case"


def test_a_head_is_stamped_and_that_goes_on_the_record_and_along(
    call: Call, case: Path, tmp_path: Path, authority: Authority
) -> None:
    asked = call("case", "stamp", "request", tmp_path / "x.tsq", "--json")
    assert (asked.status, asked.summary["size"]) == (0, 2)
    assert call("case", "stamp", "request", tmp_path / "x.tsq").status == 1
    (tmp_path / "x.tsr").write_bytes(authority.stamp((tmp_path / "x.tsq").read_bytes()))
    (tmp_path / "root.pem").write_bytes(authority.root)
    call("case", "note", "the record went on meanwhile")

    untrusted = call("case", "stamp", "take", tmp_path / "x.tsr", "--json")
    assert untrusted.status == 1
    taken = call("case", "stamp", "take", tmp_path / "x.tsr", "--root", tmp_path / "root.pem", "--json")
    assert taken.status == 0, taken.err
    assert (taken.summary["size"], taken.summary["authority"]) == (2, "CN=Clock of Tests")
    assert Path(taken.summary["kept"]).exists()
    entry = call("case", "log", "--kind", "note.stamped", "--json").messages[0]
    assert entry["id"] == taken.summary["entry"]
    assert entry["body"]["stamped"] == taken.summary["time"]
    assert call("case", "verify").status == 0

    assert call("case", "export", tmp_path / "out").status == 0
    heads = {path.suffix for path in (tmp_path / "out" / "data" / "heads").iterdir()}
    assert heads == {".head", ".tsq", ".tsr"}
    assert bagit.Bag(str(tmp_path / "out")).is_valid()


def test_what_is_no_answer_is_named_and_not_kept(call: Call, case: Path, tmp_path: Path) -> None:
    (tmp_path / "x.tsr").write_bytes(b"no stamp")
    assert call("case", "stamp", "take", tmp_path / "x.tsr", "--root", tmp_path / "x.tsr").status == 1
    missing = call("case", "stamp", "take", tmp_path / "none.tsr", "--json")
    assert "none.tsr" in missing.failure["message"]
    assert list(case.rglob("*.tsr")) == []
