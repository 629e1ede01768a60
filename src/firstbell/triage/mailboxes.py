"""Folders of messages: a Maildir, or files of mail in folders of any depth."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_MAILDIR = ("cur", "new")


def list_message_files(path: Path) -> Iterator[Path]:
    """The files of mail at a path, in the order of their names: itself where it is no folder, else what lies
    in it; of a Maildir what lies in `cur` and `new` of it and of its subfolders.

    Hidden files and folders are left out, but for a Maildir's subfolders (`.Sent`); so is what a Maildir is
    still writing (`tmp`), and what is no file, such as a pipe. Links to folders are not followed.
    """
    if not path.is_dir():
        yield path
        return
    for folder, folders, files in os.walk(path):
        here = Path(folder)
        is_maildir = all(name in folders for name in _MAILDIR)
        folders[:] = sorted(name for name in folders if _is_wanted(here / name, is_maildir=is_maildir))
        for name in sorted(files):
            if name.startswith(".") or (is_maildir and name.startswith(("dovecot", "maildir"))):
                continue
            file = here / name
            if file.is_file() or not file.exists():
                yield file


def _is_wanted(folder: Path, *, is_maildir: bool) -> bool:
    if is_maildir and folder.name == "tmp":
        return False
    return not folder.name.startswith(".") or (is_maildir and (folder / "cur").is_dir())
