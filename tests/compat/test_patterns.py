"""Patterns against the real restic: what `restic backup --exclude` leaves out is what we match."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from firstbell.base.patterns import PatternList
from firstbell.crypto.derivation import ScryptParameters
from firstbell.repository import Repository
from firstbell.store import LocalStore

FILES = [
    "a/x",
    "a/b/x",
    "a/b/c/x",
    "a/b/c/letter.docx",
    "a/Letter.DOCX",
    "b/a/x",
    "b/[1]",
    "b/*",
    "b/!a",
    "b/]",
    "b/é.txt",
    "b/ab.txt",
    "keep.txt",
    "deep/er/keep.txt",
]

CASES = [
    ["*.docx"],
    ["a"],
    ["a/x"],
    ["a/**/x"],
    ["**/x"],
    ["a/**"],
    ["a/*/x"],
    ["{root}/a"],
    ["{root}/*/x"],
    ["{root}/**/c"],
    ["{root}/a/**"],
    ["/a"],
    ["?.txt"],
    ["[^a-c].txt"],
    [r"\[1\]"],
    [r"\*"],
    [r"\!a"],
    [r"[\]]"],
    ["*.txt", "!keep.txt"],
    ["!keep.txt", "*.txt"],
    ["*", "!deep", "!keep.txt"],
    ["b//a/"],
    ["a**"],
    ["é.*"],
]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree of FILES and a repository beside it."""
    root = tmp_path_factory.mktemp("patterns")
    for name in FILES:
        path = root / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    Repository.init(LocalStore(root / "repository"), "x", kdf=ScryptParameters(2, 1, 1))
    return root


def run_restic(root: Path, *arguments: str) -> str:
    """stdout of restic on the repository under `root`."""
    environment = os.environ | {
        "RESTIC_REPOSITORY": str(root / "repository"),
        "RESTIC_PASSWORD": "x",
        "RESTIC_CACHE_DIR": str(root / "cache"),
    }
    done = subprocess.run(
        ["restic", *arguments], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


def kept_by_restic(root: Path, flag: str, patterns: list[str]) -> set[str]:
    """The files of the tree that a backup by restic holds when it excludes the patterns."""
    excludes = [word for pattern in patterns for word in (flag, pattern)]
    told = run_restic(root, "backup", "--dry-run", "--json", "-vv", *excludes, str(root / "tree"))
    lines = [json.loads(line) for line in told.splitlines()]
    return {line["item"] for line in lines if line.get("action") == "new" and not line["item"].endswith("/")}


def kept_by_us(tree: Path, patterns: PatternList) -> set[str]:
    """The files of the tree that are left when neither they nor a folder above them matches."""
    kept = set()
    for name in FILES:
        path = tree / name
        # a folder that is left out is not entered, so what is below cannot come back
        chain = [path, *path.parents]
        if not any(patterns.match(str(part).encode()) for part in chain if part.is_relative_to(tree)):
            kept.add(str(path))
    return kept


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_what_restic_excludes_is_what_matches(tree: Path, case: list[str]) -> None:
    patterns = [pattern.format(root=tree / "tree") for pattern in case]
    assert kept_by_us(tree / "tree", PatternList(patterns)) == kept_by_restic(tree, "--exclude", patterns)


def test_what_restic_excludes_without_regard_to_case_is_what_matches(tree: Path) -> None:
    ours = kept_by_us(tree / "tree", PatternList(["*.DocX"], ignore_case=True))
    assert ours == kept_by_restic(tree, "--iexclude", ["*.DocX"])
    assert len(ours) == len(FILES) - 2
