"""What a run works on: the plan's tree, without what is left out, and nothing that is not the plan's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from firstbell.compose.overlay import TreeOverlay
from firstbell.repository import Repository, walk_tree
from firstbell.runs.execution.jobs import RunPiece, RunSettings, StalePlanError, prepare_piece
from firstbell.runs.plans.plan import LeftOutFile
from tests.catalog.timeline import Timeline
from tests.runs.made_jobs import make_piece


@dataclass(frozen=True)
class Composed:
    """What composing gives, as far as a run needs it."""

    tree_id: bytes
    overlay: TreeOverlay


def prepare(repository: Repository, ready: RunPiece, tree: str, **changes: Any) -> RunPiece:
    """The piece prepared again, where composing gives this tree."""
    composed: Any = Composed(bytes.fromhex(tree), TreeOverlay(repository))
    return prepare_piece(
        msgspec.structs.replace(ready.piece, **changes),
        repository,
        recompose=lambda: composed,
        job=(str(ready.root), RunSettings()),
    )


def test_what_is_left_out_is_not_in_the_tree_that_is_restored(tmp_path: Path) -> None:
    timeline = Timeline()
    snapshot = timeline.save({"/srv/a.txt": b"a", "/srv/run.ps1": b"bad", "/other/b.txt": b"b"})
    ready = make_piece(timeline.repository, snapshot, tmp_path)
    left_out = [LeftOutFile("/srv/run.ps1", 3, ["start"])]
    prepared = prepare(timeline.repository, ready, snapshot.tree, left_out=left_out)
    assert [path for path, _ in walk_tree(prepared.trees, prepared.tree_id)] == [b"/srv", b"/srv/a.txt"]
    assert prepared.base_tree.hex() == snapshot.tree


def test_a_repository_that_does_not_give_the_plans_tree_is_refused(tmp_path: Path) -> None:
    timeline = Timeline()
    first, second = timeline.save({"/srv/a.txt": b"a"}), timeline.save({"/srv/a.txt": b"b"})
    ready = make_piece(timeline.repository, first, tmp_path)
    with pytest.raises(StalePlanError, match="composed again and differs"):
        prepare(timeline.repository, ready, second.tree)
    with pytest.raises(StalePlanError, match=f"snapshot {second.hex_id[:8]} does not hold the plan's tree"):
        prepare(timeline.repository, ready, first.tree, snapshot=second.hex_id)
    # a snapshot that was forgotten since is composed again
    assert prepare(timeline.repository, ready, first.tree, snapshot="ab" * 32).tree_id
