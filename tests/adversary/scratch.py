"""A folder that the suite made and marked itself: nothing is written, damaged or removed anywhere else."""

from __future__ import annotations

import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from firstbell.cli.main import run
from firstbell.repository import Repository
from firstbell.store import LocalStore
from tests.catalog.timeline import CHEAP

_MARK = ".firstbell-adversary"
_PASSWORD = "adversary"


class UnmarkedFolderError(Exception):
    """A folder that this suite did not make."""


class Host:
    """One host's files on the disk, its repository, a desk, and the product's own command line over them."""

    def __init__(self, folder: Path) -> None:
        if not (folder / _MARK).is_file():
            raise UnmarkedFolderError(f"{folder} was not made by this suite")
        self.folder = folder
        self.root = folder / "root"
        self._tree: dict[str, bytes] = {}
        Repository.init(LocalStore(folder / "repository"), _PASSWORD, kdf=CHEAP)

    def put(self, tree: Mapping[str, bytes]) -> None:
        """Let the disk hold exactly this tree."""
        for path in self._tree.keys() - tree.keys():
            (self.root / path.lstrip("/")).unlink()
        for path, content in tree.items():
            if self._tree.get(path) != content:
                place = self.root / path.lstrip("/")
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
        self._tree = dict(tree)
        for folder, _, _ in os.walk(self.root, topdown=False):
            # the folder that is backed up stays, also when nothing is left in it
            if not os.listdir(folder) and Path(folder) not in (self.root, self.root / "srv"):
                os.rmdir(folder)

    def call(self, *arguments: str | Path) -> tuple[int, list[dict[str, Any]]]:
        """The exit status of a command of firstbell, and the JSON objects on its stdout."""
        told = self.folder / "stdout"
        with told.open("w", encoding="utf-8") as out, redirect_stdout(out), redirect_stderr(io.StringIO()):
            status = run([*(str(one) for one in arguments), "--json"])
        return status, [json.loads(line) for line in told.read_bytes().splitlines()]

    def back_up(
        self, time: str, *, host: str = "files", paths: Sequence[str] = ("/srv",), extra: Sequence[str] = ()
    ) -> str:
        """A snapshot of these folders, dated; its id."""
        folders = [self.root / path.lstrip("/") for path in paths]
        status, told = self.call("backup", *folders, "--host", host, "--time", time, "--reread", "0", *extra)
        if status not in (0, 3):
            raise RuntimeError(f"backup ended with {status}")
        return str(told[-1]["snapshot_id"])

    def examine(self) -> dict[str, dict[str, Any]]:
        """The examinations by snapshot id."""
        _, told = self.call("examine", "--all")
        return {one["snapshot_id"]: one for one in told if one.get("message_type") == "examination"}

    def rule(self, snapshot: str, verdict: str) -> None:
        """A person's word on a snapshot."""
        status, _ = self.call("examine", "rule", snapshot, verdict, "--why", "the suite plays a person")
        if status:
            raise RuntimeError(f"the ruling ended with {status}")

    def recover(self, name: str) -> tuple[int, dict[str, bytes]]:
        """What `recover run` gives back: exit status and tree."""
        target = self.folder / name
        status, _ = self.call("recover", "run", "--host", "files", "--target", target)
        inner = target / str(self.root).lstrip("/")
        return status, read_folder(inner)


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files below a folder by absolute path."""
    return {
        "/" + str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@contextmanager
def open_host(parent: Path | None = None) -> Iterator[Host]:
    """A new host in a folder of its own, removed afterwards; the environment names its repository."""
    folder = Path(tempfile.mkdtemp(prefix="firstbell-adversary-", dir=parent))
    (folder / _MARK).touch()
    names = {
        "FIRSTBELL_REPOSITORY": str(folder / "repository"),
        "FIRSTBELL_PASSWORD": _PASSWORD,
        "FIRSTBELL_DESK": str(folder / "desk"),
        "FIRSTBELL_CACHE_DIR": str(folder / "cache"),
        "NO_COLOR": "1",
    }
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(names)
    try:
        yield Host(folder)
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        shutil.rmtree(folder)
