"""A desk that comes back, where the system refuses something at the end."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from firstbell.desk import DeskError, archive
from firstbell.desk.archive import BOX_NAME, MANIFEST_NAME, end_restoring, unpack_secrets
from firstbell.desk.recovery import RECOVERY_NAME
from tests.desk.test_archive import OPEN, PASSPHRASE, SECRET, desk, pack, read_all

__all__ = ["desk"]


@pytest.mark.parametrize("stuck", [BOX_NAME, MANIFEST_NAME, "restoring"])
def test_what_of_the_backup_cannot_be_deleted_is_told_and_the_next_try_ends_well(
    desk: Path, monkeypatch: pytest.MonkeyPatch, stuck: str
) -> None:
    unlink = Path.unlink

    def fail(path: Path, **given: bool) -> None:
        if path.name == stuck:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM), str(path))
        unlink(path, **given)

    def unpack() -> None:
        unpack_secrets(folder, PASSPHRASE)
        end_restoring(folder)

    folder = pack(desk)
    begun = read_all(folder)
    (folder / "restoring").touch()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", fail)
        with pytest.raises(DeskError, match=f"{stuck} cannot be deleted: Operation not permitted") as caught:
            unpack()
    assert "firstbell desk restore" in caught.value.hint
    # as restoring once more does: what the backup holds lies there again
    for name, content in begun.items():
        (folder / name).write_bytes(content)
    unpack()
    assert read_all(folder).keys() == {*OPEN, *SECRET, RECOVERY_NAME}


def test_a_name_of_a_backup_that_no_file_can_bear_is_told(desk: Path) -> None:
    with pytest.raises(DeskError, match="File name too long"):
        archive._put(desk, "a" * 300, b"x")
