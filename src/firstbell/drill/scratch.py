"""The one folder a drill works in: the copy that may be struck, the repository, what is restored."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from firstbell.base.errors import Error
from firstbell.drill.marker import MarkedFolder


class ScratchFolderError(Error):
    """A scratch folder that is not there; `path`."""

    code = "drill.scratch"

    def __init__(self, path: Path) -> None:
        super().__init__(f"no folder to work in: {path}", hint="name an existing one: --scratch DIR")
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
    """The folder to make the scratch folder in; the system's own where none is given.

    Raises: ScratchFolderError.
    """
    parent = given or Path(tempfile.gettempdir())
    if not parent.is_dir():
        raise ScratchFolderError(parent)
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
