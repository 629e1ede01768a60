"""Every repository of the shelf: what is hurt is named, the rest is restored, and after a repair restic's
check is clean and nothing is lost but what was destroyed."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from firstbell.cli.main import run
from firstbell.repository import BlobKind, Node, Repository, Snapshot, walk_tree
from firstbell.repository.format.node import MODE_DIR
from firstbell.repository.format.tree import render_tree
from firstbell.store import Kind, LocalStore
from tests.repository.making import PASSWORD, flip_bit, save_snapshot_of
from tests.repository.repairing import repair_all, repair_index_of, repair_snapshots_of
from tests.repository.restic import Restic
from tests.repository.shelf import CASES, Damage, Sample

VECTORS = Path(__file__).parent.parent / "vectors"


@dataclass
class Hurt:
    """A repository of the shelf on disk, and our command line pointed at it."""

    folder: Path
    sample: Sample
    damage: Damage
    capture: pytest.CaptureFixture[str]

    def call(self, *arguments: str | Path) -> tuple[int, list[dict[str, Any]]]:
        """(exit status, JSON objects) of one command line."""
        self.capture.readouterr()
        status = run(["-r", str(self.folder), "--json", *map(str, arguments)])
        out, err = self.capture.readouterr()
        assert "internal" not in err
        return status, [json.loads(line) for line in out.splitlines()]

    def repair(self) -> list[tuple[int, dict[str, Any]]]:
        """(exit status, summary) of the three repairs, in the order that the help tells."""
        done = []
        for words in (["index"], ["packs"], ["snapshots", "--forget"]):
            status, messages = self.call("repair", *words)
            assert messages[-1]["message_type"] == "summary"
            done.append((status, messages[-1]))
        return done

    def open(self) -> Repository:
        """The repository, opened anew."""
        return Repository.open(LocalStore(self.folder), PASSWORD)


@pytest.fixture(params=CASES)
def hurt(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Hurt:
    monkeypatch.setenv("FIRSTBELL_PASSWORD", PASSWORD)
    folder = tmp_path / "repository"
    sample = Sample(LocalStore(folder))
    return Hurt(folder, sample, CASES[request.param](sample), capfd)


def read_files(root: Path) -> dict[bytes, bytes]:
    """Every file below a folder, by its path from there."""
    return {
        b"/" + bytes(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()
    }


def test_check_names_what_is_hurt_and_the_files_of_the_snapshots_it_touches(hurt: Hurt) -> None:
    status, messages = hurt.call("check", "--read-data", "--no-lock")
    findings = [message for message in messages if message["message_type"] == "finding"]
    damage = hurt.damage
    assert status == 1
    assert damage.packs <= set(messages[-1]["broken_packs"])
    told = " ".join(finding["message"] for finding in findings)
    assert all(name[:8] in told for name in damage.indexes)
    assert {f["snapshot"] for f in findings if f["code"] == "snapshot.damaged"} == damage.snapshots
    touched = {(f["snapshot"], f["path"].encode()) for f in findings if f["code"] == "path.touched"}
    assert touched == hurt.sample.touched(damage.hurt)


def test_restore_restores_everything_else_and_says_that_something_is_missing(
    hurt: Hurt, tmp_path: Path
) -> None:
    touched = hurt.sample.touched(hurt.damage.hurt)
    for hex_id, files in hurt.sample.whole_files(hurt.damage.hurt).items():
        target = tmp_path / hex_id
        status, _ = hurt.call("restore", hex_id, "--target", target, "--no-lock")
        # a snapshot whose root is lost has nothing to restore
        wanted = 1 if (hex_id, b"/") in touched else 3 if hex_id in dict(touched) else 0
        assert status == wanted
        restored = read_files(target)
        assert {path: restored.get(path) for path in files} == files


def test_after_a_repair_restic_finds_nothing_wrong_and_only_what_was_destroyed_is_gone(hurt: Hurt) -> None:
    packs_are_there = all(hurt.sample.store.exists(Kind.DATA, pack) for pack in hurt.damage.packs)
    done = hurt.repair()
    Restic(hurt.folder).run("check", "--read-data")
    status, messages = hurt.call("check", "--read-data", "--no-lock")
    assert (status, messages[-1]["num_errors"]) == (0, 0)
    lost = hurt.damage.lost
    if hurt.damage.packs and packs_are_there:
        assert done[1][1]["lost"] == sorted(blob_id.hex() for blob_id in lost)
        assert done[1][0] == (3 if lost else 0)
    repository = hurt.open()
    there = {snapshot.original or snapshot.hex_id: snapshot for snapshot in repository.list_snapshots()}
    for hex_id, files in hurt.sample.whole_files(lost).items():
        if (hex_id, b"/") in hurt.sample.touched(lost):
            assert hex_id not in there
        else:
            assert_holds(repository, there[hex_id], files, is_whole=lost.isdisjoint(_all(hurt, hex_id)))


def _all(hurt: Hurt, hex_id: str) -> set[bytes]:
    return {blob_id for ids in hurt.sample.blobs_of[hex_id].values() for blob_id in ids}


def assert_holds(
    repository: Repository, snapshot: Snapshot, files: dict[bytes, bytes], *, is_whole: bool
) -> None:
    """The snapshot holds these files; it is the old one where it is whole, else a repaired one."""
    found = {
        entry.path: b"".join(map(repository.load_blob, entry.node.content_ids))
        for entry in walk_tree(repository, bytes.fromhex(snapshot.tree))
        if entry.node.type == "file"
    }
    assert {path: found.get(path) for path in files} == files
    assert all(path.endswith(b".repaired") for path in found.keys() - files.keys())
    assert is_whole == (snapshot.original is None)
    assert is_whole == ("repaired" not in (snapshot.tags or ()))


def test_a_dry_run_changes_nothing(hurt: Hurt) -> None:
    before = {file: file.read_bytes() for file in hurt.folder.rglob("*") if file.is_file()}
    for words in (["index"], ["packs"], ["snapshots", "--forget"]):
        status, _ = hurt.call("repair", *words, "--dry-run", "--no-lock")
        assert status in {0, 1, 3}
    assert {file: file.read_bytes() for file in hurt.folder.rglob("*") if file.is_file()} == before


@pytest.mark.long
@pytest.mark.parametrize("version", [1, 2])
def test_a_repository_of_restics_own_is_repaired_to_where_restic_finds_nothing_wrong(
    version: int, tmp_path: Path
) -> None:
    """Every pack is hurt in its middle, and an index file is gone."""
    folder = tmp_path / "repository"
    shutil.copytree(VECTORS / f"restic-0.18-v{version}", folder)
    for pack in (folder / "data").glob("*/*"):
        replace_file(pack, flip_bit(pack.read_bytes(), pack.stat().st_size // 2))
    next((folder / "index").iterdir()).unlink()
    restic = Restic(folder)
    repair_all(LocalStore(folder))
    restic.run("check", "--read-data")
    restic.run("restore", "latest", "--target", tmp_path / "out")


def replace_file(file: Path, data: bytes) -> None:
    """Other bytes in the place of a file that nobody may write to."""
    file.unlink()
    file.write_bytes(data)


def test_restic_and_firstbell_keep_the_same_parts_of_a_file(tmp_path: Path) -> None:
    """One repository, twice: repaired by each program. Only our name says that a part is missing."""
    sample = Sample(LocalStore(tmp_path / "ours"))
    repository = sample.repository
    with repository.writer() as writer:
        kept = writer.save_blob(BlobKind.DATA, b"kept ")
    with repository.writer() as writer:
        gone = writer.save_blob(BlobKind.DATA, b"gone ")
    with repository.writer() as writer:
        content = [kept.id.hex(), gone.id.hex(), kept.id.hex()]
        nodes = [Node("whole", "file", 0o644, size=5, content=content[:1])]
        nodes.append(Node("file", "file", 0o644, size=15, content=content))
        nodes.append(Node("folder", "dir", MODE_DIR | 0o755, subtree="ab" * 32))
        tree = writer.save_tree(render_tree(nodes)).id
    save_snapshot_of(repository, tree, at_s=120)
    repository.store.delete(Kind.DATA, repository.locate(gone.id).pack_id.hex())
    shutil.copytree(tmp_path / "ours", tmp_path / "theirs")
    theirs = Restic(tmp_path / "theirs")
    theirs.run("repair", "index")
    theirs.run("repair", "snapshots", "--forget")
    repairing = Repository.open(LocalStore(tmp_path / "ours"), PASSWORD)
    repair_index_of(repairing)
    repair_snapshots_of(repairing)
    trees = [read_newest(tmp_path / name) for name in ("ours", "theirs")]
    trees[0][b"file"] = trees[0].pop(b"file.repaired")
    assert trees[0] == trees[1]


def read_newest(folder: Path) -> dict[bytes, tuple[int, list[str], int | None]]:
    """Size, content, and how much lies in it, of each entry of the newest snapshot."""
    repository = Repository.open(LocalStore(folder), PASSWORD)
    return {
        node.name: (
            node.size,
            node.content or [],
            len(repository.load_tree(bytes.fromhex(node.subtree))) if node.subtree else None,
        )
        for node in repository.load_tree(bytes.fromhex(repository.find_snapshot("latest").tree))
    }
