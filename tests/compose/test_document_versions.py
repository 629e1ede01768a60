from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.compose.document_versions import View, list_document
from firstbell.compose.errors import PathNotInCatalogError
from tests.catalog.timeline import File, Timeline
from tests.compose.marked import MarkedExaminer, bring_up, make_bench

A, B, OTHER = b"/srv/a.txt", b"/srv/b.txt", "/srv/other.txt"
Told = list[tuple[str, str, bool]]


def tell(timeline: Timeline, folder: Path, path: bytes, host: str | None = None) -> Told:
    bench = make_bench(timeline.repository, folder)
    bring_up(bench, timeline.repository)
    return [
        (one.row.path.decode(), one.row.state.value if one.row.state else "-", one.is_clean)
        for one in list_document(bench, path, View(host))
    ]


def make_timeline() -> Timeline:
    timeline = Timeline()
    timeline.save({"/srv/a.txt": b"one", OTHER: b"x"})
    timeline.save({"/srv/a.txt": b"two", OTHER: b"x"})
    timeline.save({"/srv/b.txt": b"two", OTHER: b"x"})
    timeline.save({"/srv/b.txt.lock": b"STRUCK", OTHER: b"x"})
    return timeline


@pytest.mark.parametrize("path", [A, B, B + b".lock"])
def test_every_name_of_a_document_leads_to_all_its_versions_newest_first(tmp_path: Path, path: bytes) -> None:
    assert tell(make_timeline(), tmp_path, path) == [
        ("/srv/b.txt.lock", "damaged", False),
        ("/srv/b.txt", "intact", True),
        ("/srv/a.txt", "intact", False),
        ("/srv/a.txt", "intact", False),
    ]


def test_the_snapshots_named_are_the_first_and_the_last_that_hold_a_version(tmp_path: Path) -> None:
    timeline = Timeline()
    saved = [timeline.save({"/srv/a.txt": content}) for content in (b"one", b"one", b"two", b"two")]
    bench = make_bench(timeline.repository, tmp_path)
    bring_up(bench, timeline.repository)

    newest, oldest = list_document(bench, A)

    assert (newest.first.hex_id, newest.last.hex_id) == (saved[2].hex_id, saved[3].hex_id)
    assert (oldest.first.hex_id, oldest.last.hex_id) == (saved[0].hex_id, saved[1].hex_id)


def test_a_name_used_again_is_followed_to_its_newest_use(tmp_path: Path) -> None:
    timeline = make_timeline()
    timeline.save({"/srv/a.txt": b"new start", "/srv/b.txt.lock": b"STRUCK", OTHER: b"x"})

    assert [path for path, _, _ in tell(timeline, tmp_path, A)] == ["/srv/a.txt"] * 3


def test_each_host_has_a_clean_version_of_its_own(tmp_path: Path) -> None:
    timeline = make_timeline()
    timeline.save({"/srv/b.txt": b"of the office"}, hostname="office")

    assert sum(is_clean for _, _, is_clean in tell(timeline, tmp_path, B)) == 2
    assert tell(timeline, tmp_path, B, "office") == [("/srv/b.txt", "intact", True)]


def test_what_nobody_looked_at_is_judged_once(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save({"/srv/a.txt": b"one"})
    examiner = MarkedExaminer()
    bench = make_bench(timeline.repository, tmp_path, examiner)
    bring_up(bench, timeline.repository)

    list_document(bench, A)
    list_document(bench, A)

    assert examiner.judged == [A]


def test_a_symlink_is_its_own_clean_version(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save({"/srv/a.txt": File(target="elsewhere")})

    assert tell(timeline, tmp_path, A) == [("/srv/a.txt", "-", True)]


def test_a_path_that_never_was_is_an_error_of_ours(tmp_path: Path) -> None:
    timeline = make_timeline()

    with pytest.raises(PathNotInCatalogError):
        tell(timeline, tmp_path, b"/srv/never")
    with pytest.raises(PathNotInCatalogError, match="office"):
        tell(timeline, tmp_path, A, "office")
