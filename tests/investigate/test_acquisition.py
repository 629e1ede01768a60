from __future__ import annotations

import io
import os
from hashlib import sha256
from pathlib import Path

import pytest

from firstbell.base.errors import Error
from firstbell.investigate.acquisition import (
    check_file,
    check_version,
    copy_version,
    refer_to_version,
    take_file,
)
from firstbell.investigate.evidence import (
    Condition,
    EvidenceChangedError,
    EvidenceNotFoundError,
    EvidenceUnreadableError,
    VersionEvidence,
)
from firstbell.repository import Snapshot
from firstbell.repository.errors import BlobDamagedError, BlobNotFoundError
from firstbell.repository.format.node import Node
from tests.catalog.timeline import File, Timeline

CONTENT = bytes(range(256)) * 40  # three blobs
PATH = b"/srv/deep/a\xff.bin"


@pytest.fixture
def timeline() -> Timeline:
    timeline = Timeline()
    timeline.save(
        {
            os.fsdecode(PATH): File(CONTENT, {"mtime": "2023-02-01T00:00:00.5Z"}),
            "/srv/empty": b"",
            "/srv/link": File(target="empty"),
        }
    )
    return timeline


class Losing:
    """A repository of which some blobs are lost, or damaged."""

    def __init__(self, timeline: Timeline, error: Error) -> None:
        self._repository = timeline.repository
        self._error = error

    def list_snapshots(self) -> list[Snapshot]:
        return self._repository.list_snapshots()

    def load_tree(self, tree_id: bytes) -> list[Node]:
        return self._repository.load_tree(tree_id)

    def load_blob(self, blob_id: bytes) -> bytes:
        raise self._error


def refer(timeline: Timeline, path: bytes = PATH) -> VersionEvidence:
    repository = timeline.repository
    return refer_to_version(repository, repository.list_snapshots()[0], path, state="damaged")


def test_a_version_is_referred_to_with_its_hash_and_where_it_lies(timeline: Timeline) -> None:
    snapshot = timeline.repository.list_snapshots()[0]
    evidence = refer(timeline)
    assert (evidence.sha256, evidence.size_bytes) == (sha256(CONTENT).hexdigest(), len(CONTENT))
    assert (evidence.snapshot_hex_id, evidence.tree, evidence.host) == (
        snapshot.hex_id,
        snapshot.tree,
        "files",
    )
    assert (evidence.mtime_ns % 10**9, evidence.state) == (500_000_000, "damaged")
    assert check_version(timeline.repository, evidence).condition is Condition.SAME


def test_an_empty_file_is_evidence_too(timeline: Timeline) -> None:
    evidence = refer(timeline, b"/srv/empty")
    assert (evidence.size_bytes, evidence.sha256) == (0, sha256(b"").hexdigest())
    assert check_version(timeline.repository, evidence).condition is Condition.SAME


@pytest.mark.parametrize(
    ("path", "why"),
    [
        (b"/srv/none", "no such file"),
        (b"/srv/empty/below", "no such file"),
        (b"/none/at/all", "no such file"),
        (b"/", "no such file"),
        (b"/srv/deep", "but a dir"),
        (b"/srv/link", "but a symlink"),
        (b"/srv/../srv/empty", "no such file"),
    ],
)
def test_what_is_no_file_of_the_snapshot_is_refused(path: bytes, why: str, timeline: Timeline) -> None:
    with pytest.raises(EvidenceNotFoundError, match=why):
        refer(timeline, path)


def test_a_time_that_is_none_is_no_reason_to_refuse() -> None:
    timeline = Timeline()
    timeline.save({"/srv/a": File(b"x", {"mtime": "not a time"})})
    assert refer(timeline, b"/srv/a").mtime_ns == 0


def test_a_version_is_copied_as_it_was_taken(timeline: Timeline) -> None:
    copy = io.BytesIO()
    copy_version(timeline.repository, refer(timeline), copy)
    assert copy.getvalue() == CONTENT


def test_a_copy_that_is_not_what_was_taken_is_refused(timeline: Timeline) -> None:
    evidence = refer(timeline)
    other = VersionEvidence(
        **{name: getattr(evidence, name) for name in evidence.__slots__} | {"sha256": "0" * 64}
    )
    with pytest.raises(EvidenceChangedError, match="its SHA-256 is"):
        copy_version(timeline.repository, other, io.BytesIO())
    check = check_version(timeline.repository, other)
    assert (check.condition, check.sha256) == (Condition.CHANGED, evidence.sha256)


def test_a_snapshot_whose_tags_changed_is_the_same_still(timeline: Timeline) -> None:
    evidence = refer(timeline)
    old = timeline.repository.list_snapshots()[0]
    timeline.repository.save_snapshot(Snapshot(old.time, old.tree, tags=["x"], original=old.hex_id))
    timeline.repository.remove_snapshot(old.hex_id)
    assert check_version(timeline.repository, evidence).condition is Condition.SAME


def test_a_forgotten_snapshot_is_gone_even_while_its_content_stands(timeline: Timeline) -> None:
    evidence = refer(timeline)
    timeline.repository.remove_snapshot(evidence.snapshot_hex_id)
    check = check_version(timeline.repository, evidence)
    assert (check.condition, check.sha256) == (Condition.GONE, evidence.sha256)
    assert "was forgotten; its content stands until a prune" in check.why


def test_a_snapshot_that_leads_elsewhere_now_has_changed(timeline: Timeline) -> None:
    evidence = refer(timeline)
    timeline.repository.remove_snapshot(evidence.snapshot_hex_id)
    timeline.save({"/srv/other": b"x"}, original=evidence.snapshot_hex_id)
    check = check_version(timeline.repository, evidence)
    assert check.condition is Condition.CHANGED
    assert "leads to another tree" in check.why


def test_content_that_is_lost_is_gone_and_content_that_is_damaged_has_changed(timeline: Timeline) -> None:
    evidence = refer(timeline)
    lost = check_version(Losing(timeline, BlobNotFoundError("0" * 64)), evidence)
    damaged = check_version(Losing(timeline, BlobDamagedError("0" * 64, "1" * 64, "its hash")), evidence)
    assert (lost.condition, damaged.condition) == (Condition.GONE, Condition.CHANGED)
    assert lost.sha256 == damaged.sha256 == ""


def test_a_file_is_taken_with_its_copy_and_found_the_same_later(tmp_path: Path) -> None:
    source, place = tmp_path / "disk.img", tmp_path / "kept"
    source.write_bytes(CONTENT * 200)
    with place.open("wb") as copy:
        evidence = take_file(source, copy)
    assert evidence.path == os.fsencode(source)
    assert (evidence.sha256, evidence.size_bytes) == (sha256(CONTENT * 200).hexdigest(), len(CONTENT) * 200)
    assert place.read_bytes() == source.read_bytes()
    assert check_file(place, evidence).condition is Condition.SAME
    place.write_bytes(b"else")
    check = check_file(place, evidence)
    assert (check.condition, check.sha256) == (Condition.CHANGED, sha256(b"else").hexdigest())
    place.write_bytes(CONTENT * 200 + b"more")
    check = check_file(place, evidence)
    assert (check.condition, check.sha256) == (Condition.CHANGED, "")
    assert "longer than its 2048000 bytes" in check.why
    place.unlink()
    assert check_file(place, evidence).condition is Condition.GONE


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "growing.log"
    source.write_bytes(b"x" * (3 << 20))

    class Touching(io.BytesIO):
        def write(self, data: object) -> int:
            with source.open("ab") as file:
                file.write(b"more")
            return 0

    with pytest.raises(EvidenceChangedError, match="it changed while it was read"):
        take_file(source, Touching())


def test_what_is_no_plain_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path / "pipe", tmp_path, Path("/dev/null")):
        with pytest.raises(EvidenceUnreadableError, match="no plain file"):
            take_file(place)
    for place in (tmp_path / "none", tmp_path / "pipe" / "below"):
        with pytest.raises(EvidenceNotFoundError, match="it is not there"):
            take_file(place)
    for place in (tmp_path / ("n" * 300), Path("/proc/self/mem")):
        with pytest.raises(EvidenceUnreadableError):
            take_file(place)
    assert check_file(tmp_path, take_file(Path(__file__))).condition is Condition.CHANGED
