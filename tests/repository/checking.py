"""Checking a repository of a test, and reading what was found."""

from __future__ import annotations

import random
from collections.abc import Sequence

from firstbell.base.ids import hash_id
from firstbell.base.progress import Silent
from firstbell.repository import Repository
from firstbell.repository.check import CheckOptions, check_repository
from firstbell.repository.findings import CheckFinding
from tests.repository.making import (
    PASSWORD,
    Folder,
)

NOISE = random.Random(5).randbytes(3000)
FOLDER: Folder = {
    b"office": {b"budget.xlsx": b"budget " * 50, b"letter.docx": b"letter " * 50, b"empty": b""},
    b"school": {b"deep": {b"grades.csv": NOISE}},
}


def run_check(repository: Repository, options: CheckOptions | None = None) -> list[CheckFinding]:
    fresh = Repository.open(repository.store, PASSWORD)
    return list(check_repository(fresh, options or CheckOptions(), Silent()))


def read_everything(repository: Repository) -> list[CheckFinding]:
    return run_check(repository, CheckOptions(read_data=True))


def codes_of(findings: Sequence[CheckFinding]) -> list[str]:
    return [finding.code for finding in findings]


def touched_paths(findings: Sequence[CheckFinding]) -> set[tuple[str | None, bytes | None]]:
    return {(each.snapshot_hex_id, each.path) for each in findings if each.code == "path.touched"}


def pack_of(repository: Repository, content: bytes) -> str:
    return Repository.open(repository.store, PASSWORD).locate(hash_id(content)).pack_id.hex()
