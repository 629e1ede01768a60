"""Runs command lines in this process."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from firstbell.cli.main import run
from firstbell.crypto.derivation import ScryptParameters
from firstbell.repository import Repository
from firstbell.store import LocalStore
from tests.cli.district import CHEAP, PASSWORD, make_district, write_desk
from tests.impact.lent_patterns import lent_patterns

__all__ = ["CHEAP", "PASSWORD", "Call", "District", "Told", "lent_patterns"]


class Told(NamedTuple):
    """What a command line gave."""

    status: int
    out: str
    err: str

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The JSON objects on stdout."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def summary(self) -> dict[str, Any]:
        """The last JSON object on stdout, which must be the summary."""
        last = self.messages[-1]
        assert last["message_type"] == "summary"
        return last

    @property
    def failure(self) -> dict[str, Any]:
        """The only line on stderr, as JSON."""
        (line,) = self.err.splitlines()
        failure: dict[str, Any] = json.loads(line)
        assert failure["message_type"] == "exit_error"
        assert failure["code"] == self.status
        return failure


Call = Callable[..., Told]
# where commands make keys
_MAKERS = ("repository.repository", "actions.vault.enrolment", "ledger.signatures", "desk.recovery")


@pytest.fixture(scope="module", autouse=True)
def cheap_keys() -> Iterator[None]:
    """A key that a command makes in this process costs a blink to open, as `CHEAP` ones do.

    Keys at their full cost are made in tests/compat, and by every program that a test starts.
    """

    def pick_cost(*cost: int) -> ScryptParameters:
        return ScryptParameters(*cost) if cost else CHEAP

    with pytest.MonkeyPatch.context() as patch:
        for module in _MAKERS:
            patch.setattr(f"firstbell.{module}.ScryptParameters", pick_cost)
        yield


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    """Runs `firstbell` with these arguments."""

    def call_firstbell(*arguments: str | Path) -> Told:
        capfd.readouterr()
        status = run([str(argument) for argument in arguments])
        return Told(status, *capfd.readouterr())

    return call_firstbell


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository that the environment names, password and all."""
    folder = tmp_path / "repository"
    Repository.init(LocalStore(folder), PASSWORD, kdf=CHEAP)
    monkeypatch.setenv("FIRSTBELL_REPOSITORY", str(folder))
    monkeypatch.setenv("FIRSTBELL_PASSWORD", PASSWORD)
    return folder


@pytest.fixture(scope="session")
def struck(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A small district's tree, struck, and the repository of its backups: made once, never changed."""
    folder = tmp_path_factory.mktemp("district")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIRSTBELL_PASSWORD", PASSWORD)
        patch.setenv("FIRSTBELL_DESK", str(folder / "desk"))
        patch.setenv("FIRSTBELL_CACHE_DIR", str(folder / "cache"))
        make_district(folder / "src", folder / "repository")
    return folder / "src", folder / "repository"


class District(NamedTuple):
    """A district for one test: its own repository, desk and targets; `root` is shared and only read."""

    root: Path
    repository: Path
    desk: Path
    out: Path


@pytest.fixture
def district(struck: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> District:
    """The struck district, its desk, and where everything goes."""
    root, repository = struck
    mine = District(root, tmp_path / "repository", tmp_path / "desk", tmp_path / "out")
    shutil.copytree(repository, mine.repository)
    monkeypatch.setenv("FIRSTBELL_PASSWORD", PASSWORD)
    monkeypatch.setenv("FIRSTBELL_DESK", str(mine.desk))
    monkeypatch.setenv("FIRSTBELL_CACHE_DIR", str(tmp_path / "cache"))
    write_desk(mine.desk, mine.repository, mine.root, mine.out)
    return mine


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small tree of a school."""
    root = tmp_path / "school"
    (root / "office" / "deep").mkdir(parents=True)
    (root / "budget.csv").write_bytes(b"chalk,12\n")
    (root / "office" / "letter.docx").write_bytes(b"Dear parents")
    (root / "office" / "deep" / "notes.txt").write_bytes(b"to do")
    return root


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """Thirty texts in three folders."""
    root = tmp_path / "school"
    for number in range(30):
        folder = root / f"room{number % 3}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"list{number}.txt").write_text(f"Class list {number}\n" * 200)
    return root
