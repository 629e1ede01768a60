"""The one folder a drill works in: the copy that may be struck, the repository, what is restored."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from firstbell.base.errors import Error, say_cause
from firstbell.drill.marker import MarkedFolder


class ScratchFolderError(Error):
    """A scratch folder that is none and cannot be made; `path`."""

    code = "drill.scratch"

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"no folder to work in: {path}: {why}", hint="name another one: --scratch DIR")
        self.path = path


class ScratchFolder:
    """Where things stand inside the marked folder."""

    def __init__(self, folder: MarkedFolder) -> None:
        self.folder = folder
        self.tree = folder.tree
        self.repository = folder.path / "repository"
        self.password = folder.path / "password"
        self.catalog = folder.path / "catalog.sqlite"
        self.restored = folder.path / "restored"
        self.case = folder.path / "case"
        self.key = folder.path / "desk.key"
        # what is a person's own settings folder elsewhere: keys of sealed stores lie there, outside the case
        self.settings = folder.path / "settings"
        self.roster = folder.path / "roster"

    def locate_seal_key(self, case_id: str) -> Path:
        """Where the key of a case's sealed store lies: where commands look that are told of `settings`."""
        return self.settings / "firstbell" / "cases" / f"{case_id}.key"

    @property
    def restored_tree(self) -> Path:
        """Where the tree stands after a restore: a snapshot holds absolute paths."""
        return self.restored / self.tree.relative_to("/")


def find_parent(given: Path | None) -> Path:
    """The folder to make the scratch folder in, made if it is missing; none: the system's own.

    Raises: ScratchFolderError.
    """
    parent = given or Path(tempfile.gettempdir())
    try:
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ScratchFolderError(parent, say_cause(error)) from None
    return parent


@contextmanager
def open_scratch(parent: Path, *, keep: bool) -> Iterator[ScratchFolder]:
    """A new scratch folder under `parent`, deleted afterwards unless it shall be kept."""
    folder = MarkedFolder.make(parent)
    try:
        yield ScratchFolder(folder)
    finally:
        folder.close()
        if not keep:
            shutil.rmtree(folder.path)
