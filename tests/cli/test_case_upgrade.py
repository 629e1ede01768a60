"""`firstbell case upgrade` as it is typed, and what the other commands say of the case before and after."""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest

from firstbell.base.clock import SystemClock
from firstbell.case.case import Case
from firstbell.ledger import load_signer
from tests.case.old_cases import begin_old_track, make_old_case
from tests.cli.conftest import Call


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "desk"


@pytest.fixture
def case(tmp_path: Path, call: Call, desk: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A case of version 2 of the desk's director, with counsel's track and a sealed value."""
    assert call("case", "key", "show").status == 0
    made = make_old_case(tmp_path / "case", load_signer(desk / "desk.key"), SystemClock())
    monkeypatch.setenv("FIRSTBELL_CASE", str(made.folder.path))
    counsel = tmp_path / "counsel.key"
    assert call("case", "actor", "add", "Cy", "--role", "counsel", "--key-file", counsel).status == 0
    begin_old_track(made, load_signer(counsel), "advice")
    assert call("case", "note", "found the first locked folder").status == 0
    assert call("case", "fact", "people_affected", '{"count":12}').status == 0
    return made


def read(call: Call, *words: object) -> list[dict[str, object]]:
    told = call("case", *words, "--json")
    assert told.status == 0, told.err
    return told.messages


def test_commands_say_the_same_of_what_was_there(call: Call, case: Case, tmp_path: Path) -> None:
    before = {word: read(call, word) for word in ("log", "facts", "timeline")}
    told = read(call, "upgrade")
    assert len(told) == 1
    assert told[0] | {"ledger": "", "continues": {}} == {
        "message_type": "summary",
        "case": str(case.folder.path),
        "id": case.id,
        "track": "main",
        "upgraded": True,
        "version": 3,
        "ledger": "",
        "actors": 2,
        "continues": {},
    }
    log = read(call, "log")
    entries = before["log"][:-1]
    assert log[: len(entries)] == entries
    assert read(call, "facts") == before["facts"]
    lines = [one for one in before["timeline"] if one["message_type"] != "summary"]
    assert [one for one in read(call, "timeline") if one in lines] == lines
    assert call("case", "note", "and on it goes").status == 0
    assert read(call, "verify")[-1]["entries"] == len(read(call, "log")) - 1


def test_verify_names_what_was_changed_in_the_old_ledger(call: Call, case: Case) -> None:
    read(call, "upgrade")
    summary = read(call, "verify")[-1]
    assert summary["problems"] == 0
    assert isinstance(summary["before"], dict)
    path = case.folder.ledger / "entries.jsonl"
    path.write_bytes(path.read_bytes().replace(b"locked", b"opened"))
    told = call("case", "verify", "--json")
    assert told.status == 1
    (problem,) = [one for one in told.messages if one["message_type"] == "problem"]
    assert (problem["ledger"], problem["kind"], problem["seq"]) == ("main", "changed", 3)
    words = call("case", "verify")
    assert "the main track, up to its upgrade, failed the check" in words.out


def test_counsel_upgrades_the_privileged_track(call: Call, case: Case, tmp_path: Path) -> None:
    refused = call("case", "upgrade", "--privileged")
    assert refused.status == 1
    assert "Traceback" not in refused.err
    told = read(call, "upgrade", "--privileged", "--key", tmp_path / "counsel.key")
    assert told[0]["track"] == "privileged"
    assert read(call, "verify")[-1]["privileged"]
    twice = call("case", "upgrade", "--privileged", "--key", tmp_path / "counsel.key")
    assert "already; nothing was changed" in twice.out


@pytest.mark.parametrize("role", ["director", "communications"])
def test_an_export_holds_both_ledgers_and_checks_them(
    call: Call, case: Case, tmp_path: Path, role: str
) -> None:
    read(call, "upgrade")
    read(call, "note", "since then")
    read(call, "export", tmp_path / "out", "--for", role)
    data = tmp_path / "out" / "data"
    assert "ledger-3/" in (data / "README.txt").read_text()
    if role == "director":
        words: list[list[str]] = [["verify.py", "ledger/entries.jsonl", "ledger-3/entries.jsonl"]]
    else:
        words = [["verify_excerpt.py", f"{name}/excerpt.json"] for name in ("ledger", "ledger-3")]
        excerpt = json.loads((data / "ledger-3" / "excerpt.json").read_text())
        assert "continues" in json.loads(excerpt["entries"][0]["line"])["body"]
    for each in words:
        done = subprocess.run([sys.executable, "-I", "-S", *each], cwd=data, capture_output=True, timeout=60)
        assert done.returncode == 0, done


def test_passkeys_are_taken_after_the_upgrade_alone(call: Call, case: Case, tmp_path: Path) -> None:
    public = tmp_path / "passkey.pub"
    passkey = {
        "alg": "webauthn-eddsa",
        "key": "00" * 32,
        "origins": ["http://a.localhost"],
        "rp": "a.localhost",
    }
    said = json.dumps(passkey, sort_keys=True, separators=(",", ":")).encode()
    actor = {"id": "ab" * 8, "name": "Di", "role": "reviewer"}
    public.write_text(json.dumps({"version": 1, "actor": actor, "public": b64encode(said).decode()}))
    refused = call("case", "actor", "add", "Di", "--role", "reviewer", "--public", public)
    assert refused.status == 1
    assert "case upgrade" in refused.err
    read(call, "upgrade")
    assert call("case", "actor", "add", "Di", "--role", "reviewer", "--public", public).status == 0
