"""Carrying out a plan from a server: it goes away and comes back; a pack is fetched once for all systems."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from firstbell.runs.execution import waiting_store
from tests.cli.conftest import Call, District, call, district, struck
from tests.cli.district import DOCUMENTS, write_desk
from tests.cli.test_recovery_run import list_files, make_plan, with_desk
from tests.processes.ports import find_free_port
from tests.store.test_rest import wait_for_port

__all__ = ["call", "district", "struck"]
_READ = re.compile(r'"GET /vault/data/([0-9a-f]{64}) HTTP/1.1" 20[06] (\d+)')


class Server:
    """restic's reference server over the district's repository, which can be stopped and started again."""

    def __init__(self, folder: Path, log: Path) -> None:
        self._folder, self._log = folder, log
        self.port = find_free_port()
        self.start()

    def start(self) -> None:
        """Begin, or begin again, on the same port."""
        program = shutil.which("restic-rest-server")
        assert program is not None, "install Debian's package restic-rest-server"
        words = [program, "--path", str(self._folder), "--listen", f"127.0.0.1:{self.port}", "--no-auth"]
        self.process = subprocess.Popen(
            [*words, "--log", str(self._log)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for_port(self.port, program, self.process)

    def count_reads(self) -> Counter[str]:
        """Bytes that were served, by pack."""
        found: Counter[str] = Counter()
        for name, size in _READ.findall(self._log.read_text()):
            found[name] += int(size)
        return found


@pytest.fixture
def server(district: District, tmp_path: Path) -> Iterator[Server]:
    """Serves the district's repository, which its desk names."""
    folder = tmp_path / "served"
    folder.mkdir()
    district.repository.rename(folder / "vault")
    running = Server(folder, tmp_path / "access.log")
    place = Path(f"rest:http://127.0.0.1:{running.port}/vault/")
    write_desk(district.desk, place, district.root, district.out)
    path = district.desk / "firstbell.toml"
    path.write_text(path.read_text().replace("rest:http:/1", "rest:http://1"))
    yield running
    running.process.kill()
    running.process.wait()


def test_a_pack_is_fetched_once_for_all_systems(
    call: Call, district: District, server: Server, tmp_path: Path
) -> None:
    plan = make_plan(call, district)
    before = server.count_reads()
    told = call("recover", "run", plan, "--json")

    assert told.status == 0, told.err
    assert told.summary["files"] == 3 * DOCUMENTS + 2
    packs = [path for path in (tmp_path / "served/vault/data").rglob("*") if path.is_file()]
    read = server.count_reads() - before
    # the one that holds the documents of two systems; what else was read are trees
    most = max(packs, key=lambda path: path.stat().st_size if read[path.name] else 0)
    assert read[most.name] == most.stat().st_size
    (run,) = (district.desk / "runs").iterdir()
    assert not (run / "packs").exists()


def test_a_server_that_goes_away_is_waited_for(
    call: Call, district: District, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting_store, "draw_pause_s", lambda attempt: 0.05)
    gone = district.desk / "gone"
    hook = f"kill {server.process.pid} && touch {gone}"
    with_desk(district, "Identity", f'before = ["{hook}"]')
    plan = make_plan(call, district)

    def bring_back() -> None:
        pause = threading.Event()
        while not gone.exists():
            pause.wait(0.05)
        pause.wait(1.5)
        server.process.wait()
        server.start()

    bringer = threading.Thread(target=bring_back)
    bringer.start()
    told = call("recover", "run", plan, "--json")
    bringer.join()

    assert told.status == 0, told.err
    assert len(list_files(district.out / "identity")) == DOCUMENTS
