"""Makes the repositories beside this file anew with the restic on PATH: `python -m tests.vectors.make`.

Needs a folder that is not there yet: `/srv/school`, because the path stands in the snapshots.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.repository.odd_tree import make_odd_tree
from tests.repository.restic import Restic

SOURCE = Path("/srv/school")
HERE = Path(__file__).parent


def make_repository(version: int) -> None:
    """Two snapshots, two keys."""
    folder = HERE / f"restic-0.18-v{version}"
    shutil.rmtree(folder, ignore_errors=True)
    restic = Restic(folder)
    restic.run("init", "--repository-version", str(version))
    make_odd_tree(SOURCE)
    try:
        restic.run(
            "backup", "--host", "school", "--tag", "first,vector", "--time", "2023-02-18 06:30:00", SOURCE
        )
        (SOURCE / "added.txt").write_bytes(b"added\n")
        restic.run("backup", "--host", "school", "--time", "2023-02-19 06:30:00", SOURCE)
        (SOURCE / "second").write_text("second password\n")
        restic.run(
            "key", "add", "--host", "school", "--user", "ann", "--new-password-file", SOURCE / "second"
        )
    finally:
        shutil.rmtree(SOURCE)
    for each in (folder / "data").iterdir():
        if not any(each.iterdir()):
            each.rmdir()


if __name__ == "__main__":
    for number in (1, 2):
        make_repository(number)
