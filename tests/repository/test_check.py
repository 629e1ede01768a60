from __future__ import annotations

import pytest

from firstbell.base.ids import hash_id
from firstbell.base.progress import Silent
from firstbell.repository import Repository, Snapshot
from firstbell.repository.check import CheckOptions, check_repository
from firstbell.repository.findings import Severity
from firstbell.repository.format.config import Config
from firstbell.repository.subset import PackSubset
from firstbell.store import Kind
from tests.repository.checking import (
    FOLDER,
    NOISE,
    codes_of,
    pack_of,
    read_everything,
    run_check,
    touched_paths,
)
from tests.repository.making import (
    flip_bit,
    make_repository,
    names_of,
    replace_object,
    save_folder,
    save_snapshot,
    save_snapshot_of,
)


@pytest.fixture(params=[1, 2])
def repository(request: pytest.FixtureRequest) -> Repository:
    return make_repository(version=request.param)


def test_a_sound_repository_has_no_findings(repository: Repository) -> None:
    assert read_everything(repository) == []
    save_snapshot(repository, FOLDER)
    save_snapshot(repository, {**FOLDER, b"new": b"new"}, at_s=60)
    assert run_check(repository) == []
    assert read_everything(repository) == []


def test_a_damaged_index_is_named_and_so_are_the_paths_it_takes_along(repository: Repository) -> None:
    save_snapshot(repository, FOLDER)
    (first,) = names_of(repository.store, Kind.INDEX)
    snapshot = save_snapshot(repository, {**FOLDER, b"new": b"new content"}, at_s=60)
    (second,) = set(names_of(repository.store, Kind.INDEX)) - {first}
    data = repository.store.read(Kind.INDEX, second)
    replace_object(repository.store, Kind.INDEX, second, flip_bit(data, 50))
    findings = run_check(repository)
    assert codes_of(findings) == [
        "index.damaged", "pack.unreferenced", "pack.unreferenced", "tree.missing", "path.touched",
    ]  # fmt: skip
    assert second[:8] in findings[0].message
    assert findings[3].snapshot_hex_id == snapshot.hex_id
    assert touched_paths(findings) == {(snapshot.hex_id, b"/")}


def test_a_missing_pack_is_named_with_every_path_of_every_snapshot(repository: Repository) -> None:
    first = save_snapshot(repository, FOLDER)
    second = save_snapshot(repository, {**FOLDER, b"copy": NOISE, b"whole": b"whole"}, at_s=60)
    pack = pack_of(repository, NOISE)
    repository.store.delete(Kind.DATA, pack)
    findings = run_check(repository)
    assert findings[0].code == "pack.missing"
    assert findings[0].pack_hex_id == pack
    assert findings[0].severity is Severity.ERROR
    paths = {b"/office/budget.xlsx", b"/office/letter.docx", b"/school/deep/grades.csv"}
    assert touched_paths(findings) == {
        *((first.hex_id, path) for path in paths),
        *((second.hex_id, path) for path in paths | {b"/copy"}),
    }


def test_a_missing_pack_of_trees_takes_whole_folders_along(repository: Repository) -> None:
    snapshot = save_snapshot(repository, FOLDER)
    repository.store.delete(
        Kind.DATA, pack_of(repository, repository.load_blob(bytes.fromhex(snapshot.tree)))
    )
    findings = run_check(repository)
    assert codes_of(findings) == ["pack.missing", "tree.damaged", "path.touched"]
    assert touched_paths(findings) == {(snapshot.hex_id, b"/")}


def test_untidiness_is_only_hinted_at(repository: Repository) -> None:
    save_snapshot(repository, FOLDER)
    stray = b"a pack that a killed backup left"
    repository.store.write(Kind.DATA, hash_id(stray).hex(), [stray])
    (finding,) = read_everything(repository)
    assert (finding.code, finding.severity) == ("pack.unreferenced", Severity.HINT)
    assert finding.pack_hex_id == hash_id(stray).hex()


def test_a_damaged_snapshot_is_named_and_the_others_are_checked(repository: Repository) -> None:
    save_snapshot(repository, FOLDER)
    bad = save_snapshot(repository, FOLDER, at_s=60).hex_id
    data = repository.store.read(Kind.SNAPSHOTS, bad)
    replace_object(repository.store, Kind.SNAPSHOTS, bad, flip_bit(data, 40))
    nonsense = save_snapshot_of(repository, b"short", at_s=120).hex_id
    findings = run_check(repository)
    assert codes_of(findings) == ["snapshot.damaged", "snapshot.damaged"]
    assert {each.snapshot_hex_id for each in findings} == {bad, nonsense}


def test_a_subset_reads_its_packs_only() -> None:
    repository = make_repository()
    for number in range(6):
        save_snapshot(repository, {b"n": b"%d" % number * 50}, at_s=number)
    packs = names_of(repository.store, Kind.DATA)
    for pack in packs:
        replace_object(
            repository.store, Kind.DATA, pack, flip_bit(repository.store.read(Kind.DATA, pack), -1)
        )
    odd = {pack for pack in packs if int(pack[:2], 16) % 2}
    findings = run_check(repository, CheckOptions(read_data=True, subset=PackSubset(2, 2)))
    assert {each.pack_hex_id for each in findings} == odd
    findings = run_check(repository, CheckOptions(read_data=True, subset=PackSubset(fraction=0.5)))
    assert len({each.pack_hex_id for each in findings}) == len(packs) // 2


def test_a_polynomial_that_restic_refuses_is_told() -> None:
    repository = make_repository()
    repository.config = Config(2, repository.hex_id, "3da3358b4dc172")
    (finding,) = list(check_repository(repository, CheckOptions(), Silent()))
    assert finding.code == "config.polynomial"


def test_a_listener_that_stops_listening_stops_the_reading() -> None:
    repository = make_repository()
    for number in range(30):
        save_snapshot(repository, {b"n": b"%d" % number * 50}, at_s=number)
    for pack in names_of(repository.store, Kind.DATA):
        replace_object(
            repository.store, Kind.DATA, pack, flip_bit(repository.store.read(Kind.DATA, pack), -1)
        )
    findings = check_repository(repository, CheckOptions(read_data=True), Silent())
    assert next(findings).code == "pack.hash"
    findings.close()  # type: ignore[attr-defined]


def test_a_snapshot_of_an_empty_tree_is_sound(repository: Repository) -> None:
    with repository.writer() as writer:
        tree = save_folder(writer, {})
    repository.save_snapshot(Snapshot("2023-02-18T12:30:00Z", tree.hex()))
    assert read_everything(repository) == []
