"""`firstbell repair` as a person sees it: what it says, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.base.ids import hash_id
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.repository import BlobKind, Repository
from firstbell.store import Kind, LocalStore
from tests.cli.conftest import PASSWORD as CLI_PASSWORD
from tests.cli.conftest import Call
from tests.cli.test_guards import strike
from tests.cli.test_upkeep import back_up
from tests.repository.making import PASSWORD, replace_object
from tests.repository.shelf import CASES, Sample


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sample:
    """A repository with two snapshots, which the environment names."""
    monkeypatch.setenv("FIRSTBELL_REPOSITORY", str(tmp_path / "repository"))
    monkeypatch.setenv("FIRSTBELL_PASSWORD", PASSWORD)
    return Sample(LocalStore(tmp_path / "repository"))


def test_a_whole_repository_needs_no_repair_and_that_is_said(call: Call, sample: Sample) -> None:
    told = call("repair", "index")
    assert (told.status, told.out) == (0, "the index is correct (4 packs)\n")
    told = call("repair", "packs")
    assert told.status == 0
    assert told.out.endswith("0 blobs saved, 0 lost\n")
    told = call("repair", "snapshots", "--forget")
    assert (told.status, told.out) == (0, "0 snapshots repaired, 0 removed\n")


def test_a_rebuilt_index_is_told_pack_by_pack(call: Call, sample: Sample) -> None:
    CASES["index: garbage"](sample)
    told = call("repair", "index", "--dry-run", "--json")
    assert told.summary["changed"]
    assert told.summary["added"] == 2
    told = call("repair", "index")
    assert told.status == 0
    lines = told.out.splitlines()
    assert lines[0].startswith(f"replaced index {sample.indexes[1][:8]}: ")
    assert [line.split()[-1] for line in lines[1:3]] == ["added", "added"]
    assert lines[3:] == ["the index was rebuilt: 4 packs"]


def test_a_pack_without_a_header_is_named_and_the_status_says_so(call: Call, sample: Sample) -> None:
    pack = next(iter(CASES["data: header flipped"](sample).packs))
    told = call("repair", "index")
    assert told.status == ExitStatus.INCOMPLETE
    assert f"pack {pack[:8]} cannot be read: " in told.out
    assert call("repair", "index", "--json").summary["unreadable"] == [pack]


def test_a_pack_is_named_by_the_first_digits_of_its_id(call: Call, sample: Sample) -> None:
    damage = CASES["data: first blob flipped"](sample)
    (pack,), (lost,) = damage.packs, damage.lost
    told = call("repair", "packs", pack[:12], "--dry-run")
    assert told.status == ExitStatus.INCOMPLETE
    assert f"pack {pack[:8]}: 2 blobs would be saved, 1 cannot be read" in told.out
    assert sample.store.exists(Kind.DATA, pack)
    told = call("repair", "packs", pack[:12], "--json")
    assert told.messages[0] == {
        "message_type": "pack",
        "pack": pack,
        "salvaged": 2,
        "failed": [lost.hex()],
        "removed": True,
    }
    assert told.summary["lost"] == [lost.hex()]
    assert not sample.store.exists(Kind.DATA, pack)


def test_a_pack_that_is_none_is_refused(call: Call, sample: Sample) -> None:
    assert call("repair", "packs", "xyz").status == ExitStatus.USAGE
    assert call("repair", "packs", "").status == ExitStatus.USAGE
    for last in "ab":
        sample.store.write(Kind.DATA, "5" * 63 + last, [b"no pack"])
    told = call("repair", "packs", "5" * 60)
    assert (told.status, "of 2 pack ids" in told.err) == (ExitStatus.USAGE, True)


def test_a_whole_pack_may_be_named_and_nothing_is_lost(call: Call, sample: Sample) -> None:
    for kind in BlobKind:
        assert call("repair", "packs", sample.pack_of(kind)).status == 0
    assert call("check", "--read-data").status == 0


def test_lost_files_are_named_and_the_old_snapshots_stay_until_they_are_forgotten(
    call: Call, sample: Sample
) -> None:
    CASES["data: deleted"](sample)
    call("repair", "index")
    told = call("repair", "snapshots")
    assert told.status == 0
    first = sample.snapshots[0].short_id
    assert f"snapshot {first}, /office/budget.xlsx: parts of it are lost" in told.out
    assert f"snapshot {first} is repaired as " in told.out
    assert told.out.endswith("2 snapshots repaired, 0 removed\n")
    assert "2 damaged ones stay" in told.err
    told = call("repair", "snapshots", "--forget", "--json", sample.snapshots[0].hex_id)
    assert told.summary["removed"] == [sample.snapshots[0].hex_id], told.summary
    assert {message["path"] for message in told.messages if message["message_type"] == "loss"} == {
        path.decode()
        for hex_id, path in sample.touched(set(sample.blobs_in(sample.pack_of(BlobKind.DATA))))
        if hex_id == sample.snapshots[0].hex_id
    }
    assert len(call("snapshots", "--json").messages) > 1


def test_a_snapshot_of_which_nothing_is_left_is_told(call: Call, sample: Sample) -> None:
    CASES["tree: root flipped"](sample)
    told = call("repair", "snapshots")
    assert told.status == ExitStatus.INCOMPLETE
    assert "its tree is lost, so nothing of it can be kept" in told.out


def test_garbage_in_the_place_of_a_snapshot_stays_until_it_is_forgotten(call: Call, sample: Sample) -> None:
    (name,) = CASES["snapshot: garbage"](sample).snapshots
    told = call("repair", "snapshots", "--json")
    assert (told.status, told.summary["kept_damaged"]) == (ExitStatus.INCOMPLETE, [name])
    told = call("repair", "snapshots", "--forget", "--json")
    assert (told.status, told.summary["removed"]) == (0, [name])


def test_a_snapshot_of_a_newer_format_is_not_taken_for_garbage(call: Call, sample: Sample) -> None:
    sealed = sample.repository.sealer.seal(b"\x07of a later program")
    name = hash_id(sealed).hex()
    sample.store.write(Kind.SNAPSHOTS, name, [sealed])
    told = call("repair", "snapshots", "--forget", "--json")
    assert (told.status, told.summary["removed"]) == (ExitStatus.INCOMPLETE, [])
    assert told.summary["kept_damaged"] == [name]
    assert sample.store.exists(Kind.SNAPSHOTS, name)


@pytest.mark.parametrize("kind", ["data", "tree"])
def test_a_backup_after_the_packs_are_repaired_makes_old_snapshots_whole(
    call: Call, place: Path, tree: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # relative: the folders above are not in the tree, since their times change as other tests write
    monkeypatch.chdir(tree)
    assert call("backup", ".").status == 0
    repository = Repository.open(LocalStore(place), CLI_PASSWORD)
    packs = {at.pack_id.hex(): at.kind.label for _, at in repository.index}
    (pack,) = (name for name, label in packs.items() if label == kind)
    data = repository.store.read(Kind.DATA, pack)
    replace_object(repository.store, Kind.DATA, pack, data[:40])
    assert call("repair", "index").status == ExitStatus.INCOMPLETE
    assert call("repair", "packs").status == ExitStatus.INCOMPLETE
    assert call("check", "--read-data").status == 1
    assert call("backup", ".").status == 0
    assert call("check", "--read-data").status == 0
    told = call("repair", "snapshots", "--forget", "--json")
    assert told.summary["repaired"] == 0


def test_repair_keeps_a_pinned_original_beside_the_repaired_one(
    call: Call, sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    first, second = (snapshot.hex_id for snapshot in sample.snapshots)
    assert call("pin", "add", first, "--why", "evidence").status == 0
    CASES["data: deleted"](sample)
    call("repair", "index")
    assert call("repair", "snapshots", "--forget", "--no-guards").status == ExitStatus.USAGE
    told = call("repair", "snapshots", "--forget", "--json")
    assert (told.status, told.summary["removed"], told.summary["repaired"]) == (0, [second], 2)
    assert told.summary["kept_by_guard"] == told.summary["kept_damaged"] == [first]
    assert "evidence" in told.summary["guard_reasons"][first]
    assert f"kept by guard: {first[:8]} (pin " in call("repair", "snapshots", "--forget").out
    lifted = call("repair", "snapshots", "--forget", "--no-guards", "--yes", "--json").summary
    assert (lifted["removed"], lifted["kept_by_guard"]) == ([first], [])


def test_repair_removes_nothing_while_an_event_is_open(call: Call, place: Path, school: Path) -> None:
    clean = back_up(call, school, "01")
    strike(school)
    struck = back_up(call, school, "02")
    assert call("examine").status == ExitStatus.EVENT
    garbage = LocalStore(place)
    garbage.write(Kind.SNAPSHOTS, "ab" * 32, [b"no snapshot"])
    told = call("repair", "snapshots", "--forget", "--json")
    assert (told.status, told.summary["removed"], told.summary["kept_by_guard"]) == (0, [], ["ab" * 32])
    assert "is open" in told.summary["guard_reasons"]["ab" * 32]
    assert {clean, struck} <= {info.name for info in garbage.list(Kind.SNAPSHOTS)}
    lifted = call("repair", "snapshots", "--forget", "--no-guards", "--yes", "--json")
    assert lifted.summary["removed"] == ["ab" * 32]
