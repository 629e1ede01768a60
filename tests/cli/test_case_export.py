"""What leaves a case, and how it is seen that nothing of it was changed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import bagit
import pytest

from firstbell.ledger import Ledger
from tests.cli.conftest import Call, Told
from tests.cli.test_case import add_actor

SECRET = "we pay nothing"


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("FIRSTBELL_CASE", str(tmp_path / "case"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "desk"


@pytest.fixture
def counsel(call: Call, tmp_path: Path) -> Path:
    """The key of counsel, in a case with a decision, evidence, a fact, and a privileged note."""
    assert call("case", "open", tmp_path / "case").status == 0
    key = add_actor(call, tmp_path, "counsel")
    (tmp_path / "demand.txt").write_text("pay")
    for words in (
        ("add", "decision", "--text", SECRET),
        ("note", "the alarms rang"),
        ("evidence", "add", tmp_path / "demand.txt"),
        ("fact", "way_in", "a phish", "--because", "the firm said so"),
        ("note", "privileged advice", "--privileged", "--key", key),
        ("head",),
        ("head", "--privileged", "--key", key),
    ):
        assert call("case", *words).status == 0, words
    return key


def export(call: Call, target: Path, *options: str | Path) -> Told:
    return call("case", "export", target, *options, "--json")


def run_python(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    done = [sys.executable, "-I", "-S", *words]
    return subprocess.run(done, cwd=folder, capture_output=True, text=True, check=False)


def read_all(folder: Path) -> str:
    return "".join(path.read_text() for path in folder.rglob("*") if path.is_file())


def test_a_directors_export_is_a_bag_with_the_whole_record(call: Call, counsel: Path, tmp_path: Path) -> None:
    told = export(call, tmp_path / "out")
    data = tmp_path / "out" / "data"

    assert told.status == 0, told.err
    assert (
        told.summary["entries"]
        == told.summary["of_entries"]
        == len(Ledger(tmp_path / "case" / "ledger").read())
    )
    assert bagit.Bag(str(tmp_path / "out")).is_valid()
    assert {path.name for path in data.iterdir()} == {
        "README.txt",
        "case.json",
        "evidence.json",
        "facts.json",
        "heads",
        "ledger",
        "timeline",
        "verify.py",
    }
    assert len(list((data / "timeline").iterdir())) == 6
    assert json.loads((data / "facts.json").read_text())["facts"][0]["value"] == "a phish"
    assert json.loads((data / "evidence.json").read_text())["evidence"][0]["size_bytes"] == 3
    (head,) = (data / "heads").iterdir()
    checked = run_python(data, "verify.py", "ledger/entries.jsonl", "--head", f"heads/{head.name}")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "privileged advice" not in read_all(tmp_path / "out")
    assert told.summary["privileged"] is False
    assert call("case", "log", "--kind", "note.exported", "--json").messages[0]["id"] == told.summary["entry"]


@pytest.mark.parametrize(
    "options",
    [(), ("--for", "reviewer"), ("--evidence",), ("--for", "counsel", "--key", "COUNSEL", "--evidence")],
)
def test_the_letter_names_what_lies_beside_it_and_nothing_else(
    call: Call, counsel: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    options = tuple(str(counsel) if one == "COUNSEL" else one for one in options)
    for name, has_heads in (("with", True), ("without", False)):
        assert export(call, tmp_path / name, *options).status == 0
        data = tmp_path / name / "data"
        letter = (data / "README.txt").read_text()
        named = re.findall(r"^  (\S+)", letter, re.MULTILINE)
        assert [one for one in named if not (data / one).exists()] == []
        beside = {path.name for path in data.iterdir()} - {"README.txt"}
        assert {one.partition("/")[0] for one in named} == beside
        for script, told in re.findall(r"^ +python3 (\S+) (.+)$", letter, re.MULTILINE):
            assert run_python(data, script, *told.split()).returncode == 0
        assert ("heads" in letter) is has_heads
        assert re.search(r"^Opened [0-9T:-]{19}Z", letter, re.MULTILINE)
        shutil.rmtree(tmp_path / "case" / "heads", ignore_errors=True)
        (tmp_path / "case" / "heads").mkdir()


def test_others_get_an_excerpt_that_plain_python_checks(call: Call, counsel: Path, tmp_path: Path) -> None:
    told = export(call, tmp_path / "out", "--for", "reviewer", "--why", "for the sample")
    data = tmp_path / "out" / "data"
    assert told.summary["entries"] < told.summary["of_entries"]
    assert not (data / "ledger" / "entries.jsonl").exists()
    checked = run_python(data, "verify_excerpt.py", "ledger/excerpt.json")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    text = read_all(tmp_path / "out")
    assert SECRET not in text
    assert "the alarms rang" not in text
    assert "a phish" in text
    assert "verify_excerpt.py" in (data / "README.txt").read_text()


def test_the_firm_gets_evidence_and_timeline(call: Call, counsel: Path, tmp_path: Path) -> None:
    export(call, tmp_path / "out", "--for", "forensic", "--evidence")
    data = tmp_path / "out" / "data"
    (kept,) = (data / "evidence").iterdir()
    assert kept.read_text() == "pay"
    assert "the alarms rang" in (data / "timeline" / "timesketch-jsonl.jsonl").read_text()
    assert SECRET not in read_all(tmp_path / "out")


def test_counsels_track_goes_along_by_counsels_key_alone(call: Call, counsel: Path, tmp_path: Path) -> None:
    without = call("case", "export", tmp_path / "without", "--for", "counsel")
    assert without.status == 0
    assert "left out" in without.err
    assert "privileged advice" not in read_all(tmp_path / "without")
    told = export(call, tmp_path / "out", "--for", "counsel", "--key", counsel)
    data = tmp_path / "out" / "data"
    assert told.summary["privileged"] is True
    assert "privileged advice" in (data / "privileged" / "entries.jsonl").read_text()
    assert run_python(data, "verify.py", "privileged/entries.jsonl").returncode == 0
    assert len(list((data / "heads").iterdir())) == 2
    assert (
        "to counsel only" in call("case", "export", tmp_path / "x", "--for", "counsel", "--key", counsel).out
    )


def test_nobody_exports_more_than_he_reads(call: Call, counsel: Path, tmp_path: Path) -> None:
    firm = add_actor(call, tmp_path, "forensic")
    told = export(call, tmp_path / "out", "--key", firm)
    assert told.status == 1
    assert "forensic" in told.failure["message"]
    assert not (tmp_path / "out").exists()
    assert export(call, tmp_path / "out", "--for", "forensic", "--key", firm).status == 0


def test_an_export_that_fails_leaves_nothing(
    call: Call, counsel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "there").mkdir()
    assert "is there already" in export(call, tmp_path / "there").failure["message"]
    assert "No such file" in export(call, tmp_path / "no" / "such").failure["message"]
    personal = export(call, tmp_path / "out", "--why", "219-09-9998")
    assert personal.status == 1
    shutil.rmtree(tmp_path / "case" / "evidence")
    broken = export(call, tmp_path / "out", "--evidence")
    assert broken.status == 1
    assert not (tmp_path / "out").exists()


def verify(call: Call, *options: str | Path) -> tuple[int, list[dict[str, Any]], dict[str, Any]]:
    told = call("case", "verify", "--json", *options)
    return told.status, told.messages[:-1], told.summary


def test_a_whole_case_holds(call: Call, counsel: Path, tmp_path: Path) -> None:
    status, problems, summary = verify(call)
    assert (status, problems) == (0, [])
    assert (summary["problems"], summary["torn_bytes"]) == (0, 0)
    assert summary["entries"] == len(Ledger(tmp_path / "case" / "ledger").read())
    assert summary["head"]["entries"] == summary["entries"]
    assert summary["privileged"]["entries"] == 2
    text = call("case", "verify", tmp_path / "case").out
    assert text.splitlines()[0].startswith("No outside head was given")
    assert "the main track passed the check" in text
    assert "the privileged track passed the check" in text


@pytest.mark.parametrize("track", ["ledger", "privileged"])
def test_a_changed_entry_is_named_with_its_track(
    call: Call, counsel: Path, tmp_path: Path, track: str
) -> None:
    path = tmp_path / "case" / track / "entries.jsonl"
    words = {"ledger": (b"alarms rang", b"alarms sang"), "privileged": (b"advice", b"advise")}[track]
    path.write_bytes(path.read_bytes().replace(*words))
    status, problems, summary = verify(call)
    assert status == 1
    assert summary["problems"] == len(problems) >= 1
    assert {problem["ledger"] for problem in problems} == {"main" if track == "ledger" else "privileged"}
    assert {"message_type", "seq", "entry", "problem"} <= set(problems[0])
    assert "failed the check" in call("case", "verify").out


def test_a_tail_that_was_cut_off_is_found_against_a_kept_head(
    call: Call, counsel: Path, tmp_path: Path
) -> None:
    assert call("case", "head", "--output", tmp_path / "head.txt").status == 0
    path = tmp_path / "case" / "ledger" / "entries.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    heads = [at for at, line in enumerate(lines) if line.startswith(b'{"head"')]
    path.write_bytes(b"".join(lines[: heads[-2] + 1]))
    (tmp_path / "case" / "ledger" / "state").unlink()
    shutil.rmtree(tmp_path / "case" / "heads")
    assert verify(call)[0] == 0
    status, problems, _ = verify(call, "--head", tmp_path / "head.txt")
    assert status == 1
    assert any(problem["kind"] in {"cut off", "kept head"} for problem in problems)


def test_a_head_is_told_and_kept(call: Call, counsel: Path, tmp_path: Path) -> None:
    told = call("case", "head", "--json")
    assert told.summary["head"]["entries"] == len(Ledger(tmp_path / "case" / "ledger").read())
    assert Path(told.summary["kept"]).exists()
    text = call("case", "head").out
    assert "short form" in text
    assert call("case", "head", "--privileged").status == 1
    assert call("case", "head", "--output", tmp_path / "h").status == 0
    assert call("case", "head", "--output", tmp_path / "h").status == 1


def test_a_case_that_cannot_keep_a_copy_shows_its_head_all_the_same(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    assert call("case", "open", tmp_path / "case").status == 0
    (tmp_path / "case" / "heads").touch()  # as on a disk that is read-only or full
    told = call("case", "head", tmp_path / "case")
    asked = call("case", "head", tmp_path / "case", "--json")

    assert told.status == 0
    assert "short form: " in told.out
    assert "warning: the case keeps no copy of this head" in told.err
    assert asked.summary["kept"] is None
