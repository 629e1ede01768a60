"""Which modules the commands load that people wait for on the day: only what asking a catalog takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from firstbell.vault import make_vault
from firstbell.vault.entries import HostAdded
from tests.cli.conftest import Call
from tests.cli.district import NOTE, strike, write_document

PROGRAM = """
import sys
before = set(sys.modules)
from firstbell.cli.main import run

status = run(sys.argv[1:])
print("LOADED", status, *sorted(set(sys.modules) - before))
"""
# the key is there only once what the command needs besides is loaded, or after a while in any case
LATE_KEY = """
import sys, time
from firstbell.crypto import scrypt

derive = scrypt.Derivation._compute

def wait_and_derive(asked):
    for _ in range(600):
        if {"firstbell.actions.access.desk", "firstbell.catalog.catalog"} <= set(sys.modules):
            break
        time.sleep(0.05)
    seen.update(sys.modules)
    return derive(asked)

seen = set()
scrypt.Derivation._compute = wait_and_derive
from firstbell.cli.main import run

status = run(sys.argv[1:])
print("LOADED", status, *sorted(seen))
"""
MADE = """
import sys
from firstbell.cli.main import run

status = run(sys.argv[1:])
made = {
    f"{kind.__module__}.{kind.__qualname__}"
    for name, module in list(sys.modules.items()) if name.startswith("firstbell.")
    for kind in vars(module).values()
    if isinstance(kind, type) and "__dataclass_fields__" in vars(kind)
}
print("LOADED", status, *sorted(made))
"""
# what every key waits for: from the start of the program to that of its derivation
BEFORE_KEY = """
import sys
before = set(sys.modules)
from firstbell.cli.program import begin_key
from firstbell.crypto import scrypt

def stop(asked):
    print("LOADED 0", *sorted(set(sys.modules) - before))
    sys.exit()

scrypt.Derivation.begin = stop
begin_key(sys.argv[1:])
"""
# what is loaded when the key is there, and what is loaded later
AFTER_KEY = """
import sys
from concurrent import futures
from firstbell.repository import Repository

opened = Repository.from_unlocked

def note(*unlocked):
    seen.update(sys.modules)
    return opened(*unlocked)

seen = set()
Repository.from_unlocked = note
futures.Future.done = lambda unlocking: False
from firstbell.cli.main import run

status = run(sys.argv[1:])
print("LOADED", status, *sorted(set(sys.modules) - seen))
"""
# a whole run of the program, which ends by itself: what it had loaded by then
WHOLE = """
import atexit, sys
from firstbell.cli import program

atexit.register(lambda: print("\\nLOADED 0", *sorted(sys.modules)))
program.main()
"""
ROOMS = {
    "actions",
    "base",
    "catalog",
    "cli",
    "compose",
    "crypto",
    "examine",
    "ledger",
    "record",
    "repository",
    "store",
    "vault",
}
# of the room that judges: what the verdict is worked out from again, and nothing that reads a file
OF_EXAMINE = {
    "campaign",
    "departures",
    "history",
    "host_evidence",
    "losses",
    "mass",
    "pairs",
    "paths",
    "verdict",
    "weights",
}
PACKAGES = {"_cffi_backend", "_openssl", "click", "cryptography", "msgspec", "typing_extensions", "zstandard"}
# of Python itself, what takes milliseconds and serves other commands
COSTLY = {"asyncio", "email", "http", "multiprocessing", "ssl", "subprocess", "tempfile", "xml", "zipfile"}


def load(*words: str, program: str = PROGRAM) -> set[str]:
    command = [sys.executable, "-c", program, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    _, status, *names = done.stdout.splitlines()[-1].split()
    assert status == "0", done.stderr
    return set(names)


def list_strangers(loaded: set[str]) -> list[str]:
    """What such a command has no use for."""
    return sorted(name for name in loaded if not _is_known(name))


def _is_known(name: str) -> bool:
    top, *rest = name.split(".")
    if top != "firstbell":
        return top in PACKAGES or top in sys.stdlib_module_names - COSTLY
    if rest[:1] == ["examine"]:
        return len(rest) == 1 or rest[1] in OF_EXAMINE
    return not rest or rest[0] in ROOMS


@pytest.fixture
def damaged(tmp_path: Path, place: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A document that was struck, in the repository of the environment, in which everything is examined."""
    monkeypatch.setenv("FIRSTBELL_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    documents = [
        tmp_path / "school" / folder / f"{at}.docx" for folder in ("lab", "office") for at in range(8)
    ]
    for document in documents:
        write_document(document, str(document))
    assert call("backup", tmp_path / "school", "-H", "files", "--time", "2023-02-17 02:00:00").status == 0
    for document in documents[1:]:
        strike(document)
    for folder in ("lab", "office"):
        (tmp_path / "school" / folder / "READ_ME.txt").write_text(NOTE * 4)
    assert call("backup", tmp_path / "school", "-H", "files", "--time", "2023-02-18 02:00:00").status == 0
    call("examine")
    return documents[1]


def test_what_lists_and_shows_events_and_versions_loads_only_what_asking_a_catalog_takes(
    damaged: Path, call: Call
) -> None:
    event = call("event", "list", "--json").messages[0]["id"]

    listed, shown = load("event", "list"), load("event", "show", event)
    versions = load("versions", str(damaged))

    assert list_strangers(listed | shown | versions) == []
    assert "firstbell.compose.document_versions" in versions - listed - shown
    # the ledger's entries are read; proving it is another command's work
    assert not any(
        name.startswith(("firstbell.ledger.verif", "firstbell.case")) for name in listed | versions
    )


def test_what_lists_events_and_versions_loads_its_tools_while_the_key_is_derived(damaged: Path) -> None:
    tools = {"firstbell.actions.access.desk", "firstbell.catalog.catalog", "firstbell.compose.examination"}

    assert tools <= load("event", "list", program=LATE_KEY)
    assert tools <= load("versions", str(damaged), program=LATE_KEY)


def test_nothing_is_loaded_before_a_key_is_begun_that_can_be_loaded_beside_it(damaged: Path) -> None:
    loaded = load("snapshots", program=BEFORE_KEY)

    assert {"firstbell.cli.early_key", "firstbell.crypto.scrypt"} <= loaded
    assert loaded.isdisjoint({"typing", "json", "contextlib", "pathlib", "click", "firstbell.cli.registry"})


def test_a_list_of_snapshots_loads_nothing_after_its_key(damaged: Path) -> None:
    assert load("snapshots", program=AFTER_KEY) == set()


def test_a_backup_asks_a_catalog_in_a_file_without_what_writes_catalogs(damaged: Path) -> None:
    loaded = load("backup", "--dry-run", str(damaged.parent))

    assert "firstbell.catalog.newest" in loaded
    assert "sqlalchemy" not in loaded


def test_what_people_wait_for_makes_few_dataclasses(damaged: Path) -> None:
    """Each takes 0.6 ms to make when its module loads, as a struct of msgspec's 0.01: 76 took 0.04 s."""
    made = load("event", "list", program=MADE) | load("versions", str(damaged), program=MADE)

    assert "firstbell.cli.terminal.options.RepositoryOptions" in made
    assert len(made) <= 20, sorted(made)


@pytest.mark.parametrize(
    "name", ["firstbell.restore.files", "firstbell.examine.content", "firstbell.notify.texts", "numpy", "ssl"]
)
def test_a_module_that_is_not_needed_is_a_stranger(name: str) -> None:
    assert list_strangers({name, "click.core", "json", "firstbell", "firstbell.catalog.views"}) == [name]


def test_what_lists_hosts_loads_nothing_but_the_vault(tmp_path: Path) -> None:
    make_vault(tmp_path / "vault").add_host(HostAdded(host="library"))

    loaded = load("host", "list", "--vault", str(tmp_path / "vault"))

    rooms = {name.split(".")[1] for name in loaded if name.startswith("firstbell.")}
    assert rooms == {"base", "cli", "record", "store", "vault"}
    assert list_strangers(loaded) == []


def test_the_version_is_told_before_anything_is_loaded() -> None:
    loaded = load("--version", program=WHOLE)

    assert "firstbell.cli.program" in loaded
    assert loaded.isdisjoint({"click", "msgspec", "typing", "firstbell.cli.main"})


@pytest.mark.parametrize("words", [(), ("-h",), ("--help",)])
def test_help_loads_no_command_and_nothing_that_only_commands_need(words: tuple[str, ...]) -> None:
    done = subprocess.run([sys.executable, "-c", WHOLE, *words], capture_output=True, text=True, check=False)
    loaded = set(done.stdout.splitlines()[-1].split())

    assert "click" in loaded
    assert loaded.isdisjoint({"msgspec", "logging", "shutil", "firstbell.cli.commands.restore"})


def test_what_msgspec_does_not_need_is_not_loaded_and_can_be_loaded_later(damaged: Path) -> None:
    program = WHOLE.replace("program.main()", "program._load_structs(); import typing_extensions")

    loaded = load("snapshots", program=WHOLE)
    later = load(program=program)

    assert "msgspec" in loaded & later
    assert "typing_extensions" in later - loaded


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_version_that_nobody_can_take_is_an_error_as_of_any_command() -> None:
    command = [sys.executable, "-m", "firstbell.cli.program", "--version"]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr.startswith("firstbell: what the command writes does not fit")
