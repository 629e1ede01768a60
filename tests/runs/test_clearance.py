"""What stands in a target is compared; what earlier runs put there is known without being looked at again."""

from __future__ import annotations

import os
from pathlib import Path

from firstbell.compose.overlay import TreeOverlay
from firstbell.runs.execution.clearance import Clearing
from tests.catalog.timeline import Timeline


def test_what_earlier_runs_passed_is_no_stranger(tmp_path: Path) -> None:
    timeline = Timeline()
    struck = timeline.save({"/srv/a.txt": b"a", "/srv/b.txt": b"b", "/srv/note.txt": b"pay"})
    composed = timeline.save({"/srv/a.txt": b"a", "/srv/b.txt": b"b"})
    target, aside = tmp_path / "target", tmp_path / "aside"
    (target / "srv").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "note.txt"):
        (target / "srv" / name).write_text(name)
    root_fd = os.open(target, os.O_RDONLY)
    try:
        clearing = Clearing(TreeOverlay(timeline.repository), root_fd, lambda _: aside)
        # the folder and a.txt are in place already
        known = clearing.clear(bytes.fromhex(composed.tree), passed=2)
        assert known == {b"/srv", b"/srv/a.txt", b"/srv/b.txt"}
        assert clearing.cleared.moved == [b"/srv/b.txt"]
        clearing.clear_strangers(bytes.fromhex(struck.tree), known, [b"/srv"])
    finally:
        os.close(root_fd)
    assert clearing.cleared.moved == [b"/srv/b.txt", b"/srv/note.txt"]
    assert (target / "srv/a.txt").read_text() == "a.txt"
    assert sorted(path.name for path in (aside / "srv").iterdir()) == ["b.txt", "note.txt"]
