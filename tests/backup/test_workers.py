"""A backup of many files, by threads and by forked processes: the same snapshot, and nothing twice."""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from pathlib import Path

import pytest

from firstbell.backup import BackupOptions, BackupResult, backup_tree, content, forked
from firstbell.base.progress import Silent
from firstbell.crypto.derivation import ScryptParameters
from firstbell.processes.pool import WorkerLostError
from firstbell.repository import Repository, walk_tree
from firstbell.repository.check import CheckOptions, check_repository
from firstbell.repository.format.tree import RawTree
from firstbell.store import Kind, LocalStore, StoreFullError
from tests.backup.test_backup import content_of, nodes_of

FILES = 600


def back_up(repository: Repository, target: Path) -> BackupResult:
    return backup_tree(repository, BackupOptions([os.fsencode(target)], "school"))


def codes_of(repository: Repository) -> set[str]:
    options = CheckOptions(read_data=True)
    return {finding.code for finding in check_repository(repository, options, Silent())}


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """600 files in twelve folders; every third has the content of another one."""
    root = tmp_path / "many"
    for number in range(FILES):
        folder = root / f"{number % 12:02}"
        folder.mkdir(parents=True, exist_ok=True)
        made = random.Random(number // 3 if number % 3 == 0 else -number)
        (folder / f"{number:03}").write_bytes(made.randbytes(made.randint(1, 3000)))
    return root


def test_many_files_stand_in_the_snapshot_with_their_content(repository: Repository, many: Path) -> None:
    result = back_up(repository, many)
    nodes = nodes_of(repository, result.snapshot)
    for path in many.glob("*/*"):
        assert content_of(repository, nodes[os.fsencode(path)]) == path.read_bytes()
    assert result.counts.files_new == FILES
    assert result.counts.total_bytes_processed == sum(path.stat().st_size for path in many.glob("*/*"))
    assert codes_of(repository) == set()


def test_what_two_workers_meet_is_saved_once(repository: Repository, many: Path) -> None:
    for number in range(FILES):
        (many / f"{number % 12:02}" / f"{number:03}").write_bytes(b"%d" % (number % 7) * 1000)
    result = back_up(repository, many)
    again = Repository.open(repository.store, "bell")
    assert Counter(blob_id for blob_id, _ in again.index).most_common(1)[0][1] == 1
    assert result.counts.data_blobs == 7
    assert result.counts.data_added == sum(len(b"%d" % number * 1000) for number in range(7)) + sum(
        location.plain_length or location.length for _, location in again.index if location.kind
    )


def test_a_second_backup_is_of_the_same_tree(
    repository: Repository, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(many)  # the folders above change with whatever else goes on
    here = Path()
    first = back_up(repository, here)
    packs = {info.name for info in repository.store.list(Kind.DATA)}
    second = back_up(Repository.open(repository.store, "bell"), here)
    assert first.snapshot is not None
    assert second.snapshot is not None
    assert second.snapshot.tree == first.snapshot.tree
    assert second.counts.files_unmodified == FILES
    assert {info.name for info in repository.store.list(Kind.DATA)} == packs


def test_a_mode_that_changed_is_kept_and_the_content_is_not_read(
    repository: Repository, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(repository, many)
    changed = many / "03" / "003"
    changed.chmod(0o640)
    monkeypatch.setattr(content, "_open", lambda path: pytest.fail(f"read {path!r}"))
    result = backup_tree(repository, BackupOptions([os.fsencode(many)], "school", ignore_ctime=True))
    node = nodes_of(repository, result.snapshot)[os.fsencode(changed)]
    assert node.mode == 0o640
    monkeypatch.undo()
    assert content_of(repository, node) == changed.read_bytes()


def test_what_another_program_says_of_an_unchanged_folder_stays(
    repository: Repository, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(many)
    first = back_up(repository, Path())
    assert first.snapshot is not None

    # a field of a later version, in every folder from the root down
    def add_field(tree_id: bytes) -> bytes:
        raw = repository.load_raw_tree(tree_id)
        nodes = []
        for node in raw.nodes:
            fields: dict[str, object] = {"a_later_field": 1}
            if node.node.type == "dir":
                fields["subtree"] = add_field(bytes.fromhex(node.node.subtree or "")).hex()
            nodes.append(node.with_fields(fields))
        with repository.writer() as writer:
            return writer.save_tree(RawTree(nodes, raw.extra).render()).id

    first.snapshot.tree = add_field(bytes.fromhex(first.snapshot.tree)).hex()
    repository.save_snapshot(first.snapshot)
    second = back_up(repository, Path())
    assert second.snapshot is not None
    assert second.snapshot.tree == first.snapshot.tree


def test_files_that_cannot_be_read_are_told_by_every_worker(
    repository: Repository, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = content._open

    def refuse(path: bytes) -> int:
        if path.endswith(b"7"):
            raise PermissionError(13, "Permission denied")
        return opened(path)

    monkeypatch.setattr(content, "_open", refuse)
    result = back_up(repository, many)
    assert len(result.problems) == FILES // 10
    assert {problem.reason for problem in result.problems} == {"Permission denied"}
    names = [entry.path for entry in walk_tree(repository, bytes.fromhex(result.snapshot.tree))]  # type: ignore[union-attr]
    assert not any(name.endswith(b"7") for name in names if name.count(b"/") > len(many.parts))


def test_a_large_file_is_saved_side_by_side_and_in_order(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "_PARALLEL_BYTES", 1 << 20)
    large = tmp_path / "large"
    large.write_bytes(random.Random(4).randbytes(40 << 20))
    result = back_up(repository, large)
    node = nodes_of(repository, result.snapshot)[os.fsencode(large)]
    assert content_of(repository, node) == large.read_bytes()
    monkeypatch.undo()
    alone = Repository.open(repository.store, "bell")
    again = backup_tree(alone, BackupOptions([os.fsencode(large)], "school", force=True))
    assert again.counts.data_blobs == 0


class _Noticing:
    """Remarks on what begins with 4."""

    def look(self, path: bytes, data: bytes | memoryview) -> str:
        return f"begins so: {path[-3:].decode()}" if bytes(data[:1]) == b"4" else ""


def test_what_the_screen_remarks_is_told_with_the_path(repository: Repository, many: Path) -> None:
    for number in range(FILES):
        (many / f"{number % 12:02}" / f"{number:03}").write_bytes(b"%d" % (number % 7) * 1000)
    (many / "large").write_bytes(b"4" * 3_000_000)
    options = BackupOptions([os.fsencode(many)], "school", screen=_Noticing)
    result = backup_tree(repository, options)
    wanted = {os.fsencode(many / f"{at % 12:02}" / f"{at:03}") for at in range(4, FILES, 7)}
    assert {path for path, _ in result.remarks} == wanted | {os.fsencode(many / "large")}
    assert result.files_remarkable == len(wanted) + 1
    assert all(remark.endswith(path[-3:].decode()) for path, remark in result.remarks)
    assert backup_tree(repository, options).remarks == ()


class _FillingStore(LocalStore):
    """Has no room for packs."""

    def begin(self, kind: Kind) -> object:  # type: ignore[override]
        raise StoreFullError(f"writing {kind}: No space left on device", hint="make room")


def test_a_worker_that_meets_a_full_disk_says_so(many: Path, tmp_path: Path) -> None:
    made = Repository.init(LocalStore(tmp_path / "r"), "bell", kdf=ScryptParameters(2, 1, 1))
    full = Repository.open(_FillingStore(tmp_path / "r"), "bell")
    with pytest.raises(StoreFullError, match="No space left") as caught:
        back_up(full, many)
    assert caught.value.hint == "make room"
    assert made.list_snapshots() == []
    back_up(made, many)
    assert codes_of(made) == set()


def test_a_worker_that_is_killed_ends_the_backup_and_loses_nothing(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository.init(LocalStore(tmp_path / "r"), "bell", kdf=ScryptParameters(2, 1, 1))
    answer = forked._Part.__call__
    served: list[int] = []

    def die(part: forked._Part, task: bytes) -> bytes:
        served.append(1)
        if len(served) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer(part, task)

    monkeypatch.setattr(forked._Part, "__call__", die)
    with pytest.raises(WorkerLostError):
        back_up(repository, many)
    monkeypatch.undo()
    assert repository.list_snapshots() == []
    back_up(repository, many)
    assert codes_of(repository) <= {"pack.unreferenced"}
