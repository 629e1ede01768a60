"""One verb, played by the command line and by the drill: the same files, the same entry."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from firstbell.actions.recovery.restores import RecoveryRequest, recover
from firstbell.base.clock import FixedClock
from firstbell.base.progress import Silent
from firstbell.catalog import find_events
from firstbell.cli.main import run
from firstbell.drill.casebook import Casebook
from firstbell.drill.scratch import open_scratch
from firstbell.ledger import Ledger
from firstbell.repository import Repository
from firstbell.restore import RestoreOptions
from firstbell.runs.entries import RecoverRun
from firstbell.store import LocalStore
from tests.catalog.test_events import make_rows
from tests.cli.district import CHEAP, PASSWORD

NS = 1_676_700_000_000_000_000


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with one snapshot of two files; the environment names it."""
    store = LocalStore(tmp_path / "repository")
    made = Repository.init(store, PASSWORD, kdf=CHEAP)
    monkeypatch.setenv("FIRSTBELL_REPOSITORY", str(tmp_path / "repository"))
    monkeypatch.setenv("FIRSTBELL_PASSWORD", PASSWORD)
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("FIRSTBELL_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "school").mkdir()
    for name in ("roll.txt", "menu.txt"):
        (tmp_path / "school" / name).write_text(name * 100)
    assert run(["backup", str(tmp_path / "school")]) == 0
    return Repository.open(made.store, PASSWORD)


def list_files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_command_line_and_the_drill_restore_alike_and_put_the_same_entry_down(
    repository: Repository, tmp_path: Path
) -> None:
    (snapshot,) = repository.list_snapshots()
    assert run(["recover", "run", snapshot.hex_id, "--target", str(tmp_path / "one")]) == 0
    (ledger,) = (tmp_path / "desk").rglob("ledger")
    by_command = next(entry for entry in Ledger(ledger).read() if entry.kind == RecoverRun.KIND)

    request = RecoveryRequest(snapshot, tmp_path / "two", RestoreOptions(verify=True))
    receipt = recover(request, repository, Silent())
    (event,) = find_events(make_rows((0, "a", "event")))
    with open_scratch(tmp_path, keep=True) as scratch:
        book = Casebook(scratch, event, repository=repository.hex_id, clock=FixedClock(NS))
        book.note_recovery(receipt, ())
        (path,) = scratch.case.rglob("ledger")
        by_drill = next(entry for entry in Ledger(path).read() if entry.kind == RecoverRun.KIND)

    assert list_files(tmp_path / "one") == list_files(tmp_path / "two")
    assert len(list_files(tmp_path / "one")) == 2
    one, two = RecoverRun.read(by_command), RecoverRun.read(by_drill)
    assert set(by_command.body) == set(by_drill.body)
    assert (one.target, two.target) == (str(tmp_path / "one"), str(tmp_path / "two"))
    assert msgspec.structs.replace(one, target="", seconds=0) == msgspec.structs.replace(
        two, target="", seconds=0
    )
    assert one.version == 1
    assert one.files_verified == one.files_restored == 2
