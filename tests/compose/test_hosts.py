from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.compose.errors import NoSnapshotError, SeveralHostsError
from firstbell.compose.hosts import Selection, choose_line
from tests.catalog.timeline import Timeline
from tests.compose.marked import bring_up, make_bench

A = "/srv/a.docx"


def choose(timeline: Timeline, folder: Path, selection: Selection) -> tuple[str, ...]:
    catalog = bring_up(make_bench(timeline.repository, folder), timeline.repository)
    return choose_line(catalog, selection).line.paths


def make_hosts() -> Timeline:
    timeline = Timeline()
    for content in (b"one", b"STRUCK"):
        timeline.save({A: content}, hostname="files")
        timeline.save({A: content}, hostname="office")
        timeline.save({A: b"calm"}, hostname="lab")
    return timeline


def test_several_hosts_and_none_named_is_an_error_that_lists_the_struck_ones(tmp_path: Path) -> None:
    with pytest.raises(SeveralHostsError) as caught:
        choose(make_hosts(), tmp_path, Selection())

    assert caught.value.struck == ("files", "office")
    assert "files, office" in str(caught.value)
    assert caught.value.code.startswith("usage")


def test_a_named_host_is_taken(tmp_path: Path) -> None:
    assert choose(make_hosts(), tmp_path, Selection(host="lab")) == ("/srv",)


@pytest.mark.parametrize("selection", [Selection(host="none"), Selection(host="lab", path="/none")])
def test_what_is_not_there_is_an_error_of_ours(tmp_path: Path, selection: Selection) -> None:
    with pytest.raises(NoSnapshotError):
        choose(make_hosts(), tmp_path, selection)


def test_an_empty_repository_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(NoSnapshotError):
        choose(Timeline(), tmp_path, Selection())


def test_of_several_backups_of_a_host_the_struck_one_is_taken_and_a_path_picks(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save({A: b"one"}, paths=["/srv"])
    timeline.save({A: b"STRUCK"}, paths=["/srv"])
    timeline.save({A: b"one"}, paths=["/etc"])
    catalog = bring_up(make_bench(timeline.repository, tmp_path), timeline.repository)

    assert choose_line(catalog, Selection()).line.paths == ("/srv",)
    assert choose_line(catalog, Selection(path="/etc")).line.paths == ("/etc",)


def test_of_several_struck_backups_the_newest_is_taken_and_the_others_are_told(tmp_path: Path) -> None:
    timeline = Timeline()
    for paths in (["/srv"], ["/home"]):
        timeline.save({A: b"one"}, paths=paths)
        timeline.save({A: b"STRUCK"}, paths=paths)
    catalog = bring_up(make_bench(timeline.repository, tmp_path), timeline.repository)

    chosen = choose_line(catalog, Selection())

    assert chosen.line.paths == ("/home",)
    assert "/srv" in chosen.note
