"""What a person would want back, told as days."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.base.clock import NS_PER_S
from firstbell.compose.boundaries import Words
from firstbell.compose.hosts import HostSelection
from tests.catalog.timeline import DAY_S, START, File, Timeline
from tests.compose.marked import compose, read_files, read_tree
from tests.compose.stories import CALM, STORIES, A, B, C, Story


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_a_composed_tree_is_what_a_person_would_want_back(story: Story, tmp_path: Path) -> None:
    timeline = Timeline()
    for day in story.days:
        timeline.save(day)

    composed = compose(timeline.repository, tmp_path)

    assert read_files(composed, timeline.repository) == story.wanted
    assert {path.decode() for path in composed.without_clean} == story.without_clean
    assert len(composed.left_out) == story.left_out
    assert {path.decode() for path in composed.held} == story.held
    assert composed.files == len(story.wanted)
    assert composed.files_from_earlier == story.from_earlier


def test_empty_folders_that_the_event_took_come_back_and_those_people_removed_do_not(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save({**CALM, "/srv/empty/deep/": b"", "/srv/removed/": b""})
    timeline.save({**CALM, "/srv/empty/deep/": b""})
    timeline.save({**CALM, A: b"STRUCK a"})

    tree = read_tree(compose(timeline.repository, tmp_path), timeline.repository)

    assert "/srv/empty/deep/" in tree
    assert "/srv/removed/" not in tree


def test_a_folder_that_people_moved_with_an_empty_one_in_it_does_not_come_back(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save({**CALM, "/srv/sub/empty/": b""})
    timeline.save({A: b"STRUCK a", B: b"sheet", "/srv/moved/c.pdf": b"leaflet", "/srv/moved/empty/": b""})

    tree = read_tree(compose(timeline.repository, tmp_path), timeline.repository)

    assert "/srv/moved/empty/" in tree
    assert "/srv/sub/" not in tree


def test_a_file_that_took_a_folders_name_gives_way_and_is_listed(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save(CALM)
    timeline.save({A: b"STRUCK a", B: b"sheet", "/srv/sub": b"archive"})

    composed = compose(timeline.repository, tmp_path)

    assert read_files(composed, timeline.repository) == CALM
    assert composed.left_out == {b"/srv/sub": "a folder that comes back needs its name"}
    assert composed.files == 3


def test_a_folder_that_took_a_files_name_stays_and_the_file_is_listed(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save(CALM)
    timeline.save({A + "/inner.txt": b"text", B: b"STRUCK b", C: b"leaflet"})

    composed = compose(timeline.repository, tmp_path)

    assert read_files(composed, timeline.repository) == {
        A + "/inner.txt": b"text",
        B: b"sheet",
        C: b"leaflet",
    }
    assert composed.left_out == {A.encode(): "a folder stands at its name"}
    assert composed.files == 3


def test_fields_that_nobody_knows_survive_in_every_rewritten_tree(tmp_path: Path) -> None:
    timeline = Timeline()
    odd = File(b"letter", {"future_field": {"deep": [1, 2]}})
    kept = File(b"sheet", {"future_field": "here, too"})
    timeline.save({A: odd, B: kept})
    timeline.save({A + ".lock": b"STRUCK a", B: kept})

    composed = compose(timeline.repository, tmp_path)
    srv = composed.overlay.load_tree(composed.tree_id)[0].subtree
    data = composed.overlay.trees[bytes.fromhex(srv or "")]

    assert b'"future_field":{"deep":[1,2]}' in data
    assert b'"future_field":"here, too"' in data


def test_files_with_several_names_stay_joined_and_a_reused_inode_joins_nothing(tmp_path: Path) -> None:
    timeline = Timeline()
    linked = {"links": 2, "inode": 77, "device_id": 5}
    timeline.save({A: File(b"letter", linked), B: File(b"letter", linked), C: b"leaflet"})
    timeline.save(
        {
            A: File(b"STRUCK a", linked),
            B: File(b"STRUCK a", linked),
            C: File(b"leaflet", {"inode": 9}),
            "/srv/x": File(b"other", {**linked, "links": 3}),
        }
    )

    composed = compose(timeline.repository, tmp_path)
    srv = composed.overlay.load_tree(composed.tree_id)[0].subtree
    inodes = {node.name: node.inode for node in composed.overlay.load_tree(bytes.fromhex(srv or ""))}

    assert inodes[b"a.docx"] == inodes[b"b.xlsx"]
    assert inodes[b"x"] == 77 != inodes[b"a.docx"]


def test_symlinks_that_the_event_removed_come_back(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save({**CALM, "/srv/link": File(target="a.docx")})
    timeline.save({**CALM, A: b"STRUCK a"})

    composed = compose(timeline.repository, tmp_path)

    assert read_files(composed, timeline.repository)["/srv/link"] == b"a.docx"
    assert composed.files == 3


def test_symlinks_that_are_left_out_are_not_counted_as_files(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save(CALM)
    timeline.save({**CALM, A: b"STRUCK a", "/srv/link": File(target="a.docx")})
    words = Words(before_ns=START + int(0.5 * DAY_S) * NS_PER_S)

    composed = compose(timeline.repository, tmp_path, words=words)

    assert b"/srv/link" in composed.left_out
    assert read_files(composed, timeline.repository) == CALM
    assert composed.files == 3


def test_names_that_are_not_utf8_come_back(tmp_path: Path) -> None:
    timeline = Timeline()
    name = b'/srv/caf\xe9 "x".docx'.decode(errors="surrogateescape")
    timeline.save({**CALM, name: b"menu"})
    timeline.save({**CALM, name + ".lock": b"STRUCK menu"})

    assert read_files(compose(timeline.repository, tmp_path), timeline.repository) == {**CALM, name: b"menu"}


def test_untouched_folders_keep_their_trees(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save({**CALM, "/srv/calm/d.txt": b"d"})
    timeline.save({**CALM, A: b"STRUCK a", "/srv/calm/d.txt": b"d"})

    composed = compose(timeline.repository, tmp_path)

    assert len(composed.overlay.trees) == 2


def test_each_of_two_struck_hosts_is_composed_from_its_own_history(tmp_path: Path) -> None:
    timeline = Timeline(host="files")
    other = Timeline(timeline.repository, host="office")
    timeline.save(CALM)
    other.save({A: b"office letter"})
    timeline.save({**CALM, A: b"STRUCK a"})
    other.save({A + ".lock": b"STRUCK office"})

    files = compose(timeline.repository, tmp_path, HostSelection(host="files"))
    office = compose(timeline.repository, tmp_path, HostSelection(host="office"))

    assert read_files(files, timeline.repository) == CALM
    assert read_files(office, timeline.repository) == {A: b"office letter"}
    assert files.line.event == office.line.event


def test_a_forgotten_struck_snapshot_does_not_hide_the_damage(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.save(CALM)
    struck = timeline.save({**CALM, A: b"STRUCK a", C: b"STRUCK c"})
    timeline.save({**CALM, A: b"STRUCK a", C: b"STRUCK c", "/srv/d.txt": b"after"})
    compose(timeline.repository, tmp_path)
    timeline.repository.remove_snapshot(struck.hex_id)

    composed = compose(timeline.repository, tmp_path)

    assert read_files(composed, timeline.repository) == {**CALM, "/srv/d.txt": b"after"}


def test_a_folder_that_stood_empty_before_the_event_stands_without_the_note_that_came_into_it(
    tmp_path: Path,
) -> None:
    timeline = Timeline()
    timeline.save({**CALM, "/srv/empty/": b""})
    timeline.save({**CALM, A: b"STRUCK a", "/srv/empty/READ.txt": b"NOTE", "/srv/his/READ.txt": b"NOTE"})

    tree = read_tree(compose(timeline.repository, tmp_path), timeline.repository)

    assert "/srv/empty/" in tree
    assert "/srv/his/" not in tree
