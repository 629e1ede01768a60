r"""A real Windows build of restic as a host: what `host add` prints, over TLS, struck, and brought back.

`scripts/windows.sh` makes it, with wine, in a Debian tree of its own, which is kept in the folder
FIRSTBELL_WINDOWS, else among the temporary files. wine has no shadow copies, no junctions and no streams:
`--use-fs-snapshot` is left out of what the printed script runs, and nothing is shown here of those.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from firstbell.cli.terminal.exits import ExitStatus
from tests.actions.vault.test_agents import list_strings, read_powershell_files
from tests.cli.conftest import Call
from tests.cli.office import make_document, make_text
from tests.compat.programs import FIRSTBELL
from tests.house.sources import ROOT
from tests.processes.ports import find_free_port
from tests.server.serving import RunningServer

pytestmark = [
    pytest.mark.deep,
    pytest.mark.skipif(
        os.geteuid() != 0 or shutil.which("mmdebstrap") is None, reason="needs root and mmdebstrap"
    ),
]

# read before the tests' own environment takes its place
KEPT = os.environ.get("FIRSTBELL_WINDOWS") or f"{tempfile.gettempdir()}/firstbell-windows"
FOLDER = "C:\\ProgramData\\Firstbell"
HOME = "C:\\Users\\Kay O'Brien $1"
INSIDE = "/C/Users/Kay O'Brien $1"
ATTRIBUTES = {"windows.creation_time", "windows.file_attributes", "windows.security_descriptor"}
ODD = ("Größe.txt", "e\u0301.txt", "\U0001f514.txt", "%PATH%.txt", " leading.txt", "long " + "x" * 180)
# FILE_ATTRIBUTE_READONLY
READ_ONLY = 1


class WindowsComputer:
    """The computer: its drive as a folder, and programs run on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.script = ROOT / "scripts" / "windows.sh"
        subprocess.run([self.script, "make", folder], check=True)
        self.drive = Path(self._ask("drive", folder))
        self.variables: dict[str, str] = {}

    def _ask(self, *words: str | Path) -> str:
        done = subprocess.run([self.script, *words], check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def find(self, path: str) -> Path:
        r"""Where `C:\...` lies for Linux. wine's own folder is `users`."""
        return self.drive / path.removeprefix("C:\\").replace("\\", "/").replace("Users/", "users/")

    def run(self, *words: str) -> str:
        """What a program wrote; it must end well."""
        given = [f"{name}={value}" for name, value in self.variables.items()]
        done = subprocess.run(
            [self.script, "run", self.folder, *given, *words], capture_output=True, text=True
        )
        assert done.returncode == 0, (words, done.stdout[-2000:], done.stderr[-2000:])
        return done.stdout

    def restic(self, *words: str) -> str:
        """What restic.exe wrote."""
        return self.run(f"{FOLDER}\\restic.exe", *words)

    def set_up(self, printed: str) -> Sequence[str]:
        """Do what the printed script does but for the task; the words of its backup."""
        files = read_powershell_files(printed)
        for name, text in files.items():
            (self.drive / "ProgramData/Firstbell" / name).write_text(text)
        found = re.findall(r"^\$env:(\w+) = '(.*)'$", files["backup.ps1"], re.MULTILINE)
        self.variables = {name: value.replace("''", "'") for name, value in found}
        (command,) = re.findall(
            r"^& \$restic (backup .*?)\$args \$paths \$streams$",
            files["backup.ps1"],
            re.MULTILINE | re.DOTALL,
        )
        words = [word.strip("'") for word in command.replace("`\n", " ").split()]
        assert words.count("--use-fs-snapshot") == 1
        paths = [one for one in list_strings(files["backup.ps1"]) if one.startswith("C:\\Users")]
        return [word for word in words if word != "--use-fs-snapshot"] + paths

    def back_up(self, words: Sequence[str]) -> str:
        """The id of a new snapshot."""
        told = json.loads(self.restic(*words, "--json").splitlines()[-1])
        return str(told["snapshot_id"])

    def list_nodes(self, hex_id: str) -> dict[str, dict[str, Any]]:
        """The files of a snapshot as their tree holds them, by name."""
        found: dict[str, dict[str, Any]] = {}
        folder = f"{hex_id}:{INSIDE}"
        for node in json.loads(self.restic("cat", "tree", folder))["nodes"]:
            found[node["name"]] = node
        return found


@pytest.fixture(scope="module")
def computer() -> Iterator[WindowsComputer]:
    computer = WindowsComputer(Path(KEPT))
    yield computer
    subprocess.run([computer.script, "stop", computer.folder], check=False)


@pytest.fixture
def home(computer: WindowsComputer) -> Iterator[Path]:
    """A user's folder, with what is hard in names, and one file that is read-only."""
    folder = computer.find(HOME)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for at in range(40):
        (folder / f"letter {at}.docx").write_bytes(make_document(make_text(f"letter {at}")))
    for name in ODD:
        (folder / name).write_text(name)
    computer.variables = {}
    computer.run("attrib", "+r", f"{HOME}\\letter 3.docx")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def strike(folder: Path) -> None:
    """Random bytes in place of what was there, in a folder that this test made."""
    for path in list(folder.iterdir()):
        size = path.stat().st_size
        path.with_name(path.name[:200] + ".lckd7").write_bytes(random.randbytes(max(size, 4096)))
        path.unlink()
    (folder / "HOW-TO-RESTORE-FILES.txt").write_text(
        "YOUR FILES ARE ENCRYPTED. To get them back write to us within 72 hours and pay in bitcoin.\n"
    )


class Desk:
    """A vault served over TLS, with one host, and the desk's commands on that host's repository."""

    def __init__(self, folder: Path, call: Call, host: str) -> None:
        self.vault, self.desk, self.host, self._call = folder / "vault", folder / "desk", host, call
        port = find_free_port()
        assert call("vault", "init", self.vault, "--url", f"https://127.0.0.1:{port}/").status == 0
        self.server = RunningServer(self.vault, port=port, admin=False, start=False)
        self.server.start_as([*FIRSTBELL, "serve"])

    def add_host(self) -> str:
        """The PowerShell script that `host add` prints."""
        printed = self._call("host", "add", self.host, "--for", "windows", "--path", HOME).out
        return printed[printed.index("# Windows") :]

    def ask(self, *words: str | Path) -> list[dict[str, Any]]:
        """What a command told of the host's repository."""
        (password,) = (self.desk / "vaults").glob("*.password")
        told = self._call(*words, "-r", self.vault / "repositories" / self.host, "-p", password, "--json")
        assert told.status in {0, ExitStatus.INCOMPLETE, ExitStatus.EVENT}, told.err
        return told.messages


@pytest.fixture
def district(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("FIRSTBELL_VAULT", str(tmp_path / "vault"))
    desk = Desk(tmp_path, call, "pc01")
    yield desk
    desk.server.stop()


def read_files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_windows_host_pushes_is_struck_and_comes_back_with_its_attributes(
    computer: WindowsComputer, home: Path, district: Desk, tmp_path: Path
) -> None:
    words = computer.set_up(district.add_host())
    assert words[-1] == HOME
    was = read_files(home)
    clean = computer.back_up(words)
    nodes = computer.list_nodes(clean)
    assert set(nodes) == set(was)
    assert all(set(node["generic_attributes"]) >= ATTRIBUTES for node in nodes.values())
    flags = {name: node["generic_attributes"]["windows.file_attributes"] for name, node in nodes.items()}
    assert [name for name, flag in flags.items() if flag & READ_ONLY] == ["letter 3.docx"]

    strike(home)
    struck = computer.back_up(words)
    verdicts = {one["snapshot_id"]: one["verdict"] for one in district.ask("examine") if "verdict" in one}
    assert verdicts[struck] == "event"
    listed = district.ask("ls", clean, HOME.lower().replace("\\", "/"))
    assert {one["name"] for one in listed if one.get("type") == "file"} == set(was)

    composed = district.ask("recover", "compose")[-1]["snapshot_id"]
    assert computer.list_nodes(composed) == nodes
    shutil.rmtree(home)
    computer.restic("restore", f"{composed}:{INSIDE}", "--target", HOME, "--verify")
    assert read_files(home) == was

    told = district.ask("recover", "run", "-t", tmp_path / "out")[-1]
    lost = {one["what"]: one["count"] for one in told["not_carried"]}
    assert all(lost[name] >= len(was) for name in ATTRIBUTES)
    assert read_files(tmp_path / "out" / INSIDE[1:]) == was
