from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.base.clock import NS_PER_S
from firstbell.compose.boundaries import Words
from firstbell.compose.errors import NoSnapshotError, SeveralHostsError, SeveralLinesError
from firstbell.compose.hosts import HostSelection, choose_line, is_overlapping
from tests.catalog.timeline import DAY_S, START, Timeline
from tests.compose.marked import bring_up, make_bench

A = "/srv/a.docx"


def choose(timeline: Timeline, folder: Path, selection: HostSelection) -> tuple[str, ...]:
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
        choose(make_hosts(), tmp_path, HostSelection())

    assert caught.value.struck == ("files", "office")
    assert "files, office" in str(caught.value)
    assert caught.value.code.startswith("usage")


def test_a_named_host_is_taken(tmp_path: Path) -> None:
    assert choose(make_hosts(), tmp_path, HostSelection(host="lab")) == ("/srv",)


@pytest.mark.parametrize("selection", [HostSelection(host="none"), HostSelection(host="lab", path="/none")])
def test_what_is_not_there_is_an_error_of_ours(tmp_path: Path, selection: HostSelection) -> None:
    with pytest.raises(NoSnapshotError):
        choose(make_hosts(), tmp_path, selection)


def test_an_empty_repository_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(NoSnapshotError):
        choose(Timeline(), tmp_path, HostSelection())


def test_of_several_backups_of_a_host_the_struck_one_is_taken_and_a_path_picks(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save({A: b"one"}, paths=["/srv"])
    timeline.save({A: b"STRUCK"}, paths=["/srv"])
    timeline.save({A: b"one"}, paths=["/etc"])
    catalog = bring_up(make_bench(timeline.repository, tmp_path), timeline.repository)

    assert choose_line(catalog, HostSelection()).line.paths == ("/srv",)
    assert choose_line(catalog, HostSelection(path="/etc")).line.paths == ("/etc",)


def test_of_several_struck_backups_it_is_asked_which_is_meant(tmp_path: Path) -> None:
    timeline = Timeline()
    for paths in (["/srv"], ["/home"]):
        timeline.save({A: b"one"}, paths=paths)
        timeline.save({A: b"STRUCK"}, paths=paths)
    catalog = bring_up(make_bench(timeline.repository, tmp_path), timeline.repository)

    with pytest.raises(SeveralLinesError) as caught:
        choose_line(catalog, HostSelection())

    assert [line.partition(" ")[0] for line in caught.value.lines] == ["/home", "/srv"]
    assert caught.value.code.startswith("usage")
    assert choose_line(catalog, HostSelection(path="/home")).line.paths == ("/home",)


def test_of_calm_backups_of_different_folders_the_newest_is_taken_and_the_others_are_told(
    tmp_path: Path,
) -> None:
    timeline = Timeline()
    for paths in (["/srv"], ["/home"]):
        timeline.save({A: b"one"}, paths=paths)
    catalog = bring_up(make_bench(timeline.repository, tmp_path), timeline.repository)

    chosen = choose_line(catalog, HostSelection())

    assert chosen.line.paths == ("/home",)
    assert "/srv" in chosen.note


def test_calm_backups_that_hold_the_same_folder_are_asked_about_and_a_boundary_answers(
    tmp_path: Path,
) -> None:
    timeline = Timeline()
    timeline.save({A: b"one"}, paths=["/srv"])
    timeline.save({A: b"two"}, paths=["/srv/sub", "/etc"])
    catalog = bring_up(make_bench(timeline.repository, tmp_path), timeline.repository)

    with pytest.raises(SeveralLinesError):
        choose_line(catalog, HostSelection())
    chosen = choose_line(catalog, HostSelection(), words=Words(before_ns=START + DAY_S * NS_PER_S))

    assert chosen.line.paths == ("/srv",)
    assert "/srv/sub" in chosen.note


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("/srv", "/srv", True),
        ("/srv", "/srv/sub", True),
        ("/srv", "/srv2", False),
        ("/", "/srv", True),
        ("C:\\Users", "C:/Users/kay", True),
        ("C:\\Users", "c:\\users\\KAY", True),
        ("/srv", "/SRV/a", False),
    ],
)
def test_folders_overlap_as_their_system_reads_names(one: str, other: str, *, wanted: bool) -> None:
    assert is_overlapping([one], [other]) is wanted
    assert is_overlapping([other], [one]) is wanted
