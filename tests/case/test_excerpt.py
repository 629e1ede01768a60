"""An excerpt stands under the signed head, and a file of plain Python sees it when it does not."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from firstbell.case.case import Case
from firstbell.case.errors import CaseError
from firstbell.case.excerpt import make_excerpt
from firstbell.case.excerpt_check import find_problems, run
from firstbell.case.letter import render_excerpt_verifier
from firstbell.ledger import Ledger, Signer
from firstbell.ledger.verifier.ed25519 import is_signed_by


@pytest.mark.parametrize("count", range(1, 18))
def test_every_entry_of_a_ledger_of_any_size_is_proven(case: Case, count: int) -> None:
    case.main.append_many([("note", {"text": f"\u00fc {at}"}, ()) for at in range(count)])
    excerpt = make_excerpt(case.main, range(count + 2))
    assert (len(excerpt["entries"]), excerpt["left_out"]) == (count + 2, 0)
    assert find_problems(excerpt, is_signed_by) == []


@pytest.fixture
def excerpt(case: Case) -> dict[str, Any]:
    case.main.append_many([("note", {"text": f"note {at}"}, ()) for at in range(5)])
    return make_excerpt(case.main, [1, 3, 6, 99])


def test_an_excerpt_holds_what_was_asked_for(excerpt: dict[str, Any]) -> None:
    assert [entry["seq"] for entry in excerpt["entries"]] == [1, 3, 6]
    assert excerpt["left_out"] == 4


def spoil_line(excerpt: dict[str, Any]) -> None:
    excerpt["entries"][1]["line"] = excerpt["entries"][1]["line"].replace("note 1", "note 2")


def spoil_proof(excerpt: dict[str, Any]) -> None:
    excerpt["entries"][1]["proof"].append("00" * 32)


def shorten_proof(excerpt: dict[str, Any]) -> None:
    excerpt["entries"][1]["proof"].pop()


def spoil_place(excerpt: dict[str, Any]) -> None:
    excerpt["entries"][1]["seq"] = 4


def spoil_head(excerpt: dict[str, Any]) -> None:
    head = json.loads(excerpt["head"])
    head["head"]["time"] = "2020-01-01T00:00:00Z"
    excerpt["head"] = json.dumps(head)


def spoil_key(excerpt: dict[str, Any]) -> None:
    excerpt["public"] = "A" * 43 + "="


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (spoil_line, "entry 3: it does not stand under the head"),
        (spoil_proof, "entry 3: it does not stand under the head"),
        (shorten_proof, "entry 3: it does not stand under the head"),
        (spoil_place, "entry 4: it says that it is another one"),
        (spoil_head, "the signature of the head does not fit"),
        (spoil_key, "the public key is not the one that the head names"),
    ],
)
def test_what_does_not_hold_is_named(
    excerpt: dict[str, Any], spoil: Callable[[dict[str, Any]], None], problem: str
) -> None:
    spoil(excerpt)
    assert problem in find_problems(excerpt, is_signed_by)


def test_an_empty_ledger_has_no_excerpt(tmp_path: Path, director: Signer) -> None:
    with pytest.raises(CaseError, match="is empty"):
        make_excerpt(Ledger(tmp_path, signer=director), [0])


def test_the_file_that_goes_along_needs_nothing_but_python(excerpt: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "verify_excerpt.py").write_text(render_excerpt_verifier())
    (tmp_path / "excerpt.json").write_text(json.dumps(excerpt))
    spoil_line(excerpt)
    (tmp_path / "spoiled.json").write_text(json.dumps(excerpt))

    def check(*names: str) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-I", "-S", "verify_excerpt.py", *names]
        return subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)

    good, bad, none = check("excerpt.json"), check("spoiled.json"), check()
    assert good.returncode == 0, good.stderr
    assert good.stdout.startswith("3 entries stand under the head of 2023-02-18T12:00:00Z over 7 entries")
    assert (bad.returncode, bad.stdout) == (1, "entry 3: it does not stand under the head\n")
    assert none.returncode == 2
    assert "firstbell." not in render_excerpt_verifier()


def test_it_says_what_it_found(
    excerpt: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.json").write_text(json.dumps(excerpt))
    assert run([str(tmp_path / "x.json")], is_signed_by) == 0
    spoil_line(excerpt)
    (tmp_path / "x.json").write_text(json.dumps(excerpt))
    assert run([str(tmp_path / "x.json")], is_signed_by) == 1
    assert run([], is_signed_by) == 2
    assert "does not stand" in capsys.readouterr().out
