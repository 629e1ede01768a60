"""The verifier of one file: run by plain Python, and it finds what Firstbell finds."""

from __future__ import annotations

import ast
import json
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from firstbell.ledger import Ledger
from firstbell.ledger.headtext import render_head_text
from firstbell.ledger.kept_heads import load_kept
from firstbell.ledger.verification import verify
from firstbell.ledger.verifier import render_verifier
from tests.ledger.tampered import ADA, change_entry, make_ledger, rewrite


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("verifier") / "verify.py"
    path.write_text(render_verifier(), encoding="utf-8")
    return path


def run(program: Path, *arguments: str | Path) -> tuple[int, str, str]:
    """Status, stdout, stderr; without anything that is installed."""
    words = [sys.executable, "-I", "-S", str(program), *map(str, arguments)]
    done = subprocess.run(words, capture_output=True, text=True, cwd=program.parent)
    return done.returncode, done.stdout, done.stderr


def compare(program: Path, folder: Path, *heads: Path) -> dict[str, Any] | None:
    """Both agree on whether it holds, and the first fault is no later than what Firstbell finds first."""
    options = [word for head in heads for word in ("--head", head)]
    status, told, _ = run(program, folder, "--json", *options)
    messages = [json.loads(line) for line in told.splitlines()]
    ours = verify(folder, [kept for head in heads for kept in load_kept(head)])
    summary, faults = messages[-1], messages[:-1]
    assert status == (1 if ours.problems else 0)
    assert len(faults) == summary["problems"] == bool(ours.problems)
    if not ours.problems:
        assert (summary["entries"], summary["heads"]) == (ours.entries, ours.heads)
        assert summary["torn_bytes"] == ours.torn_bytes
        return None
    (fault,) = faults
    # what comes before the fault is signed and chained, so nothing of it can be wrong; a copy may be inserted
    assert summary["entries"] <= max(fault["last_seq"], 0) or fault["kind"] == "inserted"
    assert fault["line"] is None or fault["line"] > 0
    return dict(fault)


def tamper(lines: list[bytes]) -> dict[str, list[bytes]]:
    """A ledger tampered with in every way."""
    changed = change_entry(lines[12], body={"made": "up"})
    early = change_entry(lines[12], time="2023-02-17T00:00:00Z")
    swapped = list(lines)
    swapped[5], swapped[11] = swapped[11], swapped[5]
    return {
        "changed": [*lines[:12], changed, *lines[13:]],
        "back-dated": [*lines[:12], early, *lines[13:]],
        "removed": [*lines[:12], *lines[13:]],
        "swapped": swapped,
        "inserted": [*lines[:12], lines[3], *lines[12:]],
        "rewritten": rewrite(lines, 12, None, body={"made": "up"}),
        "head removed": lines[:-1],
        "first line removed": lines[1:],
        "torn": [*lines, b'{"actor":"ad'],
        "broken": [*lines, b"\x00\x01"],
        "empty": [],
        "whole": lines,
    }


def test_it_says_the_first_fault_and_where_it_is(program: Path, tmp_path: Path) -> None:
    found = {}
    for how, lines in tamper(make_ledger(tmp_path / "ledger")).items():
        (tmp_path / "ledger" / "entries.jsonl").write_bytes(b"".join(lines))
        fault = compare(program, tmp_path / "ledger")
        found[how] = (fault["kind"], fault["line"]) if fault else None
    assert {how: found[how] for how in ("torn", "whole", "empty")} == dict.fromkeys(
        ("torn", "whole", "empty")
    )
    kinds = {how: told[0] for how, told in found.items() if told}
    assert kinds == {
        "changed": "changed",
        "back-dated": "changed",
        "removed": "removed",
        "swapped": "removed",
        "inserted": "inserted",
        "rewritten": "unsigned",
        "head removed": "inserted",
        "first line removed": "removed",
        "broken": "changed",
    }
    assert found["swapped"] == ("removed", 6)
    assert found["first line removed"] == ("removed", 1)
    _, told, _ = run(program, tmp_path / "ledger")
    assert told.startswith("holds")


def test_it_stays_short_enough_to_be_read_by_whoever_doubts_it(program: Path) -> None:
    lines = program.read_text(encoding="utf-8").splitlines()
    # 210 of them read what a passkey signed, and check it on a second curve
    assert len(lines) <= 950 + 210


def test_it_never_calls_good_what_firstbell_does_not(program: Path, tmp_path: Path) -> None:
    lines = make_ledger(tmp_path / "ledger")
    chance = random.Random(4)
    for _ in range(20):
        changed = list(lines)
        for _ in range(chance.randint(1, 3)):
            at, other = chance.randrange(len(changed)), chance.randrange(len(changed))
            deed = chance.randrange(4)
            if deed == 0:
                place = chance.randrange(len(changed[at]))
                changed[at] = changed[at][:place] + b"7" + changed[at][place + 1 :]
            elif deed == 1:
                del changed[at]
            elif deed == 2:
                changed[at], changed[other] = changed[other], changed[at]
            else:
                changed.insert(at, changed[other])
        (tmp_path / "ledger" / "entries.jsonl").write_bytes(b"".join(changed))
        compare(program, tmp_path / "ledger")


def test_it_holds_a_ledger_against_kept_heads(program: Path, tmp_path: Path) -> None:
    make_ledger(tmp_path / "ledger")
    path = tmp_path / "ledger" / "entries.jsonl"
    before = path.read_bytes()
    ledger = Ledger(tmp_path / "ledger", signer=ADA)
    ledger.append("note", {})
    line = ledger.signed_head()
    assert line is not None
    mail = tmp_path / "mail.txt"
    mail.write_text("".join(f"> {each}\r\n" for each in render_head_text(line).splitlines()))
    assert compare(program, tmp_path / "ledger", mail) is None
    path.write_bytes(before)
    fault = compare(program, tmp_path / "ledger", mail)
    assert fault is not None
    assert fault["kind"] == "cut off"
    status, told, _ = run(program, tmp_path / "ledger", "--head", mail)
    assert status == 1
    assert "cut off" in told
    assert "DOES NOT HOLD: 14 entries, 8 heads before that can be trusted" in told


def test_it_says_in_words_that_a_ledger_holds(program: Path, tmp_path: Path) -> None:
    make_ledger(tmp_path / "ledger")
    status, told, errors = run(program, tmp_path / "ledger" / "entries.jsonl")
    assert (status, told, errors) == (0, "holds: 14 entries, 8 heads, the last of 2023-02-18T06:07:00Z\n", "")
    with (tmp_path / "ledger" / "entries.jsonl").open("ab") as file:
        file.write(b'{"actor"')
    assert (
        "8 bytes at the end are an unfinished write, from a power cut or a kill"
        in run(program, tmp_path / "ledger")[1]
    )


def test_what_it_cannot_read_is_one_line_and_status_1(program: Path, tmp_path: Path) -> None:
    make_ledger(tmp_path / "ledger")
    path = tmp_path / "ledger" / "entries.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"version":2', b'"version":4', 1))
    (tmp_path / "mail.txt").write_text("Dear Ada")
    for arguments, problem in (
        ([tmp_path / "none"], "No such file"),
        ([path], "is of version 4, this program knows 3"),
        ([path, "--head", tmp_path / "mail.txt"], "no head stands in it"),
    ):
        status, told, errors = run(program, *arguments)
        assert (status, told) == (1, "")
        assert errors.count("\n") == 1
        assert problem in errors
    assert run(program)[0] == 2


def test_it_is_plain_python_of_many_years(program: Path) -> None:
    text = program.read_text(encoding="utf-8")
    module = ast.parse(text, feature_version=(3, 8))
    assert {name: count for name, count in Counter(list_names(text)).items() if count > 1} == {}
    imported = {
        alias.name if isinstance(node, ast.Import) else str(node.module)
        for node in ast.walk(module)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert {name.partition(".")[0] for name in imported} <= set(sys.stdlib_module_names)
    # newer than 3.8: methods and arguments that no parser sees
    for newer in (
        ".removeprefix(",
        ".removesuffix(",
        "slots=True",
        "strict=",
        ".bit_count(",
        "kw_only",
        "key=_",
    ):
        assert newer not in text or newer == "key=_"


def test_it_can_be_asked_for_help(program: Path) -> None:
    status, told, _ = run(program, "--help")
    assert status == 0
    assert "Exit status: 0 it holds" in " ".join(told.split())


def list_names(text: str) -> list[str]:
    """What the modules of the file define at their top, in order."""
    names: list[str] = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.Assign):
            names.extend(target.id for target in node.targets if isinstance(target, ast.Name))
    return names
