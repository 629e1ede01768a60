"""What an installation lacks is named with the command that adds it, before anything is begun."""

from __future__ import annotations

import ast
import importlib.machinery
import importlib.util
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from firstbell.cli import extras
from firstbell.cli.registry import COMMANDS
from tests.cli.conftest import Call
from tests.house.sources import PACKAGE, ROOT, parse


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without the desk's part: none of its modules is found."""
    gone = frozenset(extras.EXTRAS["desk"])
    find = importlib.util.find_spec

    def find_spec(name: str, package: str | None = None) -> importlib.machinery.ModuleSpec | None:
        return None if name in gone else find(name, package)

    monkeypatch.setattr(extras, "find_spec", find_spec)
    for name in list(sys.modules):
        if name.partition(".")[0] in gone:
            monkeypatch.setitem(sys.modules, name, None)  # an import of it fails


@pytest.mark.usefixtures("lacking")
@pytest.mark.parametrize(
    "words", [["drill"], ["drill", "--json"], ["impact", "people"], ["notice", "status"], ["kit"]]
)
def test_a_command_without_its_extra_says_how_to_add_it(
    call: Call, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = call(*words)
    assert told.status == 1
    assert told.out == ""
    assert "firstbell[desk]" in told.err
    assert len(told.err.splitlines()) <= 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("lacking")
@pytest.mark.parametrize("command", sorted(extras.NEEDED))
def test_its_help_is_there_all_the_same(call: Call, command: str) -> None:
    assert call(command, "--help").status == 0


def test_an_import_that_fails_later_is_told_the_same_way(
    call: Call, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ModuleNotFoundError("No module named 'docx.oxml'", name="docx.oxml")

    monkeypatch.setattr("firstbell.cli.commands.snapshots.select_snapshots", fail)
    told = call("snapshots")
    assert told.status == 1
    assert "there is no docx" in told.err
    assert "pip install 'firstbell[desk]'" in told.err


def test_a_module_of_nobodys_is_no_missing_extra() -> None:
    assert extras.find_missing(ModuleNotFoundError("x", name="no_such_module")) is None


def test_the_list_is_that_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    distributions = packages_distributions()
    for extra in ("desk", "dask", "hunts"):
        wanted = {
            re.split("[>=]", line)[0].lower()
            for line in project["optional-dependencies"][extra]
            if not line.startswith("firstbell")
        }
        listed = {
            name.lower() for module in extras.EXTRAS[extra] for name in distributions.get(module, [module])
        }
        assert listed - {"dask"} == wanted  # distributed brings it
    plain = {line.partition(">")[0].lower() for line in project["dependencies"]}
    assert not plain & {name.lower() for name in extras.EXTRAS["desk"]}


def test_what_works_without_extras_imports_none_of_them() -> None:
    """Rooms of the storage engine, the vault and the examiner, and what every command loads."""
    gone = {module for modules in extras.EXTRAS.values() for module in modules}
    rooms = (
        "base", "store", "crypto", "record", "repository", "vault", "catalog", "desk", "backup", "restore",
        "examine", "server", "watch",
    )  # fmt: skip
    for path in (path for room in rooms for path in (PACKAGE / room).rglob("*.py")):
        assert not list_imported(path) & gone, path


_LOAD_WITHOUT_EXTRAS = """
import importlib, pkgutil, sys
import firstbell.cli.commands
from firstbell.cli.extras import EXTRAS, NEEDED

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {module for modules in EXTRAS.values() for module in modules}:
            raise ModuleNotFoundError(name, name=name)

sys.meta_path.insert(0, Missing())
for module in pkgutil.walk_packages(firstbell.cli.commands.__path__, "firstbell.cli.commands."):
    noun, *verb = module.name.split(".")[3:]
    if not (verb and noun in NEEDED):
        importlib.import_module(module.name)
        print(noun)
"""


def test_the_help_of_every_command_that_needs_no_extra_loads_none() -> None:
    """Commands load what they work with at their top; what an extra brings they load when they need it."""
    done = subprocess.run([sys.executable, "-c", _LOAD_WITHOUT_EXTRAS], capture_output=True, text=True)
    assert done.stderr == ""
    assert set(done.stdout.split()) == set(COMMANDS)


def list_imported(path: Path) -> set[str]:
    """The outermost packages that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_only_commands_that_are_there_need_an_extra() -> None:
    assert set(extras.NEEDED) <= set(COMMANDS)
