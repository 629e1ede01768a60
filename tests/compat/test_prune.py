"""Prune against the real restic, on copies of one repository: what stays, what goes, and that it is whole."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from firstbell.cli.main import run
from firstbell.crypto.derivation import ScryptParameters
from firstbell.repository import BlobKind, Repository
from firstbell.store import Kind, LocalStore
from tests.repository.restic import PASSWORD, Restic

CASES = [
    [],
    ["--max-unused", "0"],
    ["--max-unused", "20%"],
    ["--max-unused", "400K"],
    ["--max-unused", "unlimited"],
    ["--max-unused", "0", "--max-repack-size", "0"],
    ["--max-unused", "0", "--max-repack-size", "500K"],
    ["--max-unused", "0", "--repack-cacheable-only"],
    ["--repack-small"],
    ["--repack-smaller-than", "100K"],
    ["--repack-small", "--max-unused", "unlimited"],
    ["--repack-uncompressed"],
    ["--repack-uncompressed", "--max-unused", "unlimited"],
]


class Figures(NamedTuple):
    """What a repository holds. `uncompressed`: blobs that are not compressed."""

    blobs: int
    packs: int
    size_bytes: int
    unused_bytes: int
    uncompressed: int


@pytest.fixture(scope="module")
def wasteful(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve small packs of each kind, half of whose data nothing needs; one is uncompressed."""
    folder = tmp_path_factory.mktemp("prune")
    place, source = folder / "repository", folder / "files"
    restic = Restic(place)
    Repository.init(LocalStore(place), PASSWORD, kdf=ScryptParameters(2, 1, 1))
    source.mkdir()
    for number in range(12):
        for at in range(6):
            (source / f"r{number}-{at}").write_bytes(random.Random(number * 6 + at).randbytes(40_000))
        (source / f"text{number}").write_text(f"Class list {number}\n" * 5000)
        compression = ("--compression", "off") if number == 5 else ()
        restic.run("backup", source, "--time", f"2023-02-{number + 1:02} 06:00:00", *compression)
        for at in range(number % 5):
            (source / f"r{number}-{at}").unlink()
    restic.run("forget", "--keep-last", "1", "--group-by", "")
    return place


def measure(place: Path, needed: set[bytes] | None = None) -> Figures:
    repository = Repository.open(LocalStore(place), PASSWORD)
    blobs = [(blob_id, at) for blob_id, at in repository.index]
    packs = list(repository.store.list(Kind.DATA))
    return Figures(
        blobs=len({(at.kind, blob_id) for blob_id, at in blobs}),
        packs=len(packs),
        size_bytes=sum(info.size_bytes for info in packs),
        unused_bytes=sum(at.length for blob_id, at in blobs if blob_id not in (needed or set())),
        uncompressed=sum(not at.plain_length for _, at in blobs),
    )


def prune_both(place: Path, folder: Path, options: list[str]) -> tuple[Figures, Figures, set[bytes]]:
    """What restic leaves of a copy, what we leave of another, and the ids of what is needed."""
    everything = folder / "everything"
    shutil.copytree(place, everything)
    Restic(everything).run("prune", "--max-unused", "0")
    needed = {blob_id for blob_id, _ in Repository.open(LocalStore(everything), PASSWORD).index}
    theirs, ours = folder / "theirs", folder / "ours"
    shutil.copytree(place, theirs)
    shutil.copytree(place, ours)
    Restic(theirs).run("prune", *options)
    (folder / "password").write_text(PASSWORD)
    assert run(["prune", "-r", str(ours), "-p", str(folder / "password"), "--no-cache", *options]) == 0
    return measure(theirs, needed), measure(ours, needed), needed


@pytest.mark.long
@pytest.mark.parametrize("options", CASES, ids=" ".join)
def test_we_leave_what_restic_leaves_and_never_more_waste_than_is_allowed(
    wasteful: Path, tmp_path: Path, options: list[str]
) -> None:
    theirs, ours, needed = prune_both(wasteful, tmp_path, options)
    restic = Restic(tmp_path / "ours")
    assert "no errors were found" in restic.run("check", "--read-data")
    kept = {blob_id for blob_id, _ in Repository.open(LocalStore(tmp_path / "ours"), PASSWORD).index}
    assert needed <= kept
    if "--max-repack-size" in options or "--repack-cacheable-only" in options:
        assert ours.unused_bytes <= theirs.unused_bytes * 1.15 + 60_000
        return
    shares = {"0": 0.0, "20%": ours.size_bytes * 0.2, "400K": 400 << 10, "unlimited": float("inf")}
    limit = options[options.index("--max-unused") + 1] if "--max-unused" in options else "5%"
    allowed = shares.get(limit, ours.size_bytes * 0.05)
    assert ours.unused_bytes <= allowed
    assert (ours.uncompressed == 0) == (theirs.uncompressed == 0)
    assert ours.size_bytes <= theirs.size_bytes * 1.01 + allowed
    if any(option.startswith("--repack-small") for option in options):
        assert ours.packs <= theirs.packs


def test_with_nothing_unused_allowed_we_leave_the_very_blobs_that_restic_leaves(
    wasteful: Path, tmp_path: Path
) -> None:
    theirs, ours, _ = prune_both(wasteful, tmp_path, ["--max-unused", "0"])
    assert (ours.blobs, ours.unused_bytes) == (theirs.blobs, theirs.unused_bytes) == (theirs.blobs, 0)


def test_a_limit_is_not_gone_below_by_more_than_the_last_pack(wasteful: Path, tmp_path: Path) -> None:
    """What is packed anew is no more than the limit asks: one pack less, and too much would stay unused."""
    _, ours, needed = prune_both(wasteful, tmp_path, ["--max-unused", "400K"])
    before = Repository.open(LocalStore(wasteful), PASSWORD)
    stayed = {info.name for info in LocalStore(tmp_path / "ours").list(Kind.DATA)}
    waste: dict[bytes, int] = {}
    used = set()
    for blob_id, at in before.index:
        waste[at.pack_id] = waste.get(at.pack_id, 0) + (at.length if blob_id not in needed else 0)
        used.update([at.pack_id] if blob_id in needed else [])
    repacked = [waste[pack_id] for pack_id in used if pack_id.hex() not in stayed]
    assert ours.unused_bytes + min(repacked) > 400 << 10


def test_repacking_what_is_uncompressed_is_done_once(wasteful: Path, tmp_path: Path) -> None:
    place = tmp_path / "repository"
    shutil.copytree(wasteful, place)
    (tmp_path / "password").write_text(PASSWORD)
    command = [
        "prune",
        "-r",
        str(place),
        "-p",
        str(tmp_path / "password"),
        "--no-cache",
        "--repack-uncompressed",
    ]
    assert run(command) == 0
    packs = set(LocalStore(place).list(Kind.DATA))
    assert run(command) == 0
    assert set(LocalStore(place).list(Kind.DATA)) == packs
    data = [at for _, at in Repository.open(LocalStore(place), PASSWORD).index if at.kind is BlobKind.DATA]
    assert all(at.plain_length for at in data)


@pytest.mark.parametrize("options", [[], ["--max-unused", "0"], ["--repack-small"]], ids=" ".join)
def test_a_dry_run_changes_nothing(wasteful: Path, tmp_path: Path, options: list[str]) -> None:
    place = tmp_path / "repository"
    shutil.copytree(wasteful, place)
    before = {path: path.stat().st_mtime_ns for path in place.rglob("*") if path.is_file()}
    (tmp_path / "password").write_text(PASSWORD)
    arguments = ["-r", str(place), "-p", str(tmp_path / "password"), "--no-cache", "--no-guards", "--yes"]
    assert run(["prune", "--dry-run", *options, *arguments]) == 0
    assert {path: path.stat().st_mtime_ns for path in place.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "options",
    [
        ["--max-unused", "100%"],
        ["--max-unused", "-1"],
        ["--max-unused", "5MB"],
        ["--max-repack-size", "1x"],
        ["--repack-smaller-than", "100M"],
        ["--repack-uncompressed", "--compression", "off"],
    ],
    ids=" ".join,
)
def test_what_restic_refuses_we_refuse(wasteful: Path, tmp_path: Path, options: list[str]) -> None:
    assert Restic(wasteful).attempt("prune", "--dry-run", "--no-lock", *options).returncode != 0
    (tmp_path / "password").write_text(PASSWORD)
    assert run(["prune", "-r", str(wasteful), "-p", str(tmp_path / "password"), "--dry-run", *options]) == 2
