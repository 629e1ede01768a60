"""What `pip install` gets: every file that lies beside the modules is in the built package."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.sources import PACKAGE, ROOT

# one of a kind that nothing in the tree is yet, in a folder that holds no modules
NEW_FILE = "notify/statements/drafts/new.kind"


def list_files(package: Path) -> set[str]:
    """What belongs to the package: all but what Python and the system put there."""
    return {
        path.relative_to(package).as_posix()
        for path in package.rglob("*")
        if path.is_file() and path.suffix != ".pyc" and not path.name.startswith(".")
    }


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the package is built of; a build in the tree would take in what an older one left."""
    copied = tmp_path_factory.mktemp("wheel") / "tree"
    shutil.copytree(PACKAGE, copied / "src" / "firstbell")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copied)
    (copied / "src" / "firstbell" / NEW_FILE).write_text("new\n")
    return copied


@pytest.fixture(scope="module")
def packed(tree: Path) -> set[str]:
    """Names in the wheel, below the package."""
    code = "from setuptools import build_meta; build_meta.build_wheel('dist')"
    done = subprocess.run([sys.executable, "-c", code], cwd=tree, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    (wheel,) = (tree / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    return {name.removeprefix("firstbell/") for name in names if name.startswith("firstbell/")}


def test_the_wheel_holds_the_files_of_the_tree(tree: Path, packed: set[str]) -> None:
    assert packed == list_files(tree / "src" / "firstbell")
    assert packed - {NEW_FILE} == list_files(PACKAGE)


def test_a_file_of_a_new_kind_is_packed_without_being_named(packed: set[str]) -> None:
    assert NEW_FILE in packed
