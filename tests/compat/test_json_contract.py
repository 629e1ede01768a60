"""The JSON that scripts lean on, field by field; further fields are welcome."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from firstbell.base.clock import parse_time
from tests.compat.oddtree import count_files
from tests.compat.programs import Done, Place, make_place
from tests.compat.struck_tree import ENDING, change_calmly, make_tree, strike

INIT = {"message_type": str, "id": "id", "repository": str}
BACKUP = {
    "message_type": str,
    "snapshot_id": "id",
    "files_new": int,
    "files_changed": int,
    "files_unmodified": int,
    "total_files_processed": int,
    "total_bytes_processed": int,
    "data_added": int,
    "errors": int,
}
EXAMINATION = {
    "message_type": str,
    "snapshot_id": "id",
    "time": "time",
    "host": str,
    "verdict": str,
    "reasons": list,
    "files_changed": int,
    "files_damaged": int,
    "damaged": list,
}
REASON = {"code": str, "detail": str, "count": int}
VERSION = {
    "message_type": str,
    "path": str,
    "snapshot_id": "id",
    "time": "time",
    "size": int,
    "state": str,
    "reason": str,
    "clean_version": bool,
}
COMPOSE = {
    "message_type": str,
    "snapshot_id": "id",
    "base_snapshot_id": "id",
    "files": int,
    "files_from_earlier": int,
    "files_without_clean_version": int,
    "left_out": int,
}
RUN = {
    "message_type": str,
    "snapshot_id": "id",
    "files_restored": int,
    "bytes_restored": int,
    "files_verified": int,
    "files_failed": int,
    "seconds": float,
}


def holds(message: Mapping[str, Any], fields: Mapping[str, object]) -> bool:
    """Whether every field is there and of its type; a bool is no number."""
    for name, wanted in fields.items():
        value = message[name]
        if wanted == "id":
            assert re.fullmatch("[0-9a-f]{64}", value), (name, value)
        elif wanted == "time":
            assert parse_time(value)
            assert re.search(r"(Z|[+-]\d\d:\d\d)$", value), (name, value)
        else:
            assert type(value) is wanted, (name, value)
    return True


@dataclass(frozen=True)
class Story:
    """One tree backed up on two calm days and a struck one, and what each backup said."""

    place: Place
    tree: Path
    initialized: Done
    backups: list[Done]
    first_count: int

    def snapshot_ids(self) -> list[str]:
        """What the backups made, oldest first."""
        return [done.summary["snapshot_id"] for done in self.backups]


@pytest.fixture(autouse=True, scope="module")
def _own_desk(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIRSTBELL_DESK", str(tmp_path_factory.mktemp("desk")))
        yield


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder = tmp_path_factory.mktemp("story")
    place, tree = Place(folder / "repository"), folder / "tree"
    initialized = place.firstbell("init", "--json")
    make_tree(tree)
    first_count = count_files(tree)
    backups = [place.firstbell("backup", "--json", str(tree))]
    change_calmly(tree)
    backups.append(place.firstbell("backup", "--json", str(tree)))
    strike(tree)
    backups.append(place.firstbell("backup", "--json", str(tree)))
    return Story(place, tree, initialized, backups, first_count)


def test_init_ends_with_initialized(story: Story) -> None:
    (message,) = story.initialized.messages
    assert holds(message, INIT)
    assert message["message_type"] == "initialized"
    assert message["repository"] == str(story.place.path)


def test_backup_ends_with_a_summary_that_counts(story: Story) -> None:
    first, second, _ = (done.summary for done in story.backups)
    assert holds(first, BACKUP)
    assert holds(second, BACKUP)
    assert first["files_new"] == first["total_files_processed"] == story.first_count
    # one renamed, one deleted, one edited
    assert (second["files_new"], second["files_changed"]) == (1, 1)
    assert second["files_unmodified"] == story.first_count - 3
    assert second["errors"] == 0
    assert 0 < second["data_added"] < first["data_added"]


def test_examine_gives_a_line_per_snapshot_then_a_summary(story: Story) -> None:
    done = story.place.firstbell("examine", "--all", "--json", status=4)
    lines = done.of_type("examination")
    assert done.messages == [*lines, done.summary]
    assert [line["snapshot_id"] for line in lines] == story.snapshot_ids()
    assert all(holds(line, EXAMINATION) for line in lines)
    assert all(holds(reason, REASON) for line in lines for reason in line["reasons"])
    assert [line["verdict"] for line in lines] == ["clean", "clean", "event"]
    assert [line["files_damaged"] for line in lines[:2]] == [0, 0]
    # new, changed, renamed, removed: one of each of the last three
    assert lines[1]["files_changed"] == 3


def test_damaged_holds_struck_names_and_neither_notes_nor_what_was_deleted(story: Story) -> None:
    (line,) = story.place.firstbell("examine", story.snapshot_ids()[-1], "--json", status=4).of_type(
        "examination"
    )
    damaged = set(line["damaged"])
    assert len(damaged) == len(line["damaged"]) == line["files_damaged"]
    there = {os.fsdecode(path) for path in walk_files(story.tree)}
    assert damaged <= there
    assert not any(path.endswith("HOW_TO_RECOVER.txt") for path in damaged)
    renamed = {path for path in there if path.endswith(ENDING)}
    assert renamed <= damaged
    assert all(line["was"][path] == path.removesuffix(ENDING) for path in renamed)
    counts = {reason["code"]: reason["count"] for reason in line["reasons"]}
    assert (counts["damage"], counts["notes"], counts["deletions"]) == (19, 3, 3)


def walk_files(root: Path) -> list[bytes]:
    """Every file's absolute path."""
    return [os.path.join(where, name) for where, _, files in os.walk(os.fsencode(root)) for name in files]


def test_examine_again_says_it_again_only_when_asked(story: Story) -> None:
    story.place.firstbell("examine", "--json", status=None)
    quiet = story.place.firstbell("examine", "--json")
    assert quiet.messages == [quiet.summary]
    newest = story.snapshot_ids()[-1]
    named = story.place.firstbell("examine", newest, "--json", status=4).of_type("examination")
    of_all = story.place.firstbell("examine", "--all", "--json", status=4).of_type("examination")
    assert named == of_all[-1:]


def test_versions_are_told_newest_first_with_the_clean_one(story: Story) -> None:
    path = str(story.tree / "office" / "letter 1.docx")
    done = story.place.firstbell("versions", path, "--json")
    lines = done.of_type("version")
    assert done.messages == [*lines, done.summary]
    assert all(holds(line, VERSION) for line in lines)
    assert [line["snapshot_id"] for line in lines] == story.snapshot_ids()[::-1]
    assert [line["state"] for line in lines] == ["damaged", "intact", "intact"]
    assert [line["clean_version"] for line in lines] == [False, True, False]
    assert [line["path"] for line in lines] == [path + ENDING, path, path]
    assert lines[0]["reason"]


def test_event_list_names_the_event_by_the_same_id_every_time(story: Story) -> None:
    story.place.firstbell("examine", "--json", status=None)
    done = story.place.firstbell("event", "list", "--json")
    (event,) = done.of_type("event")
    assert done.messages == [event, done.summary]
    shown = story.place.firstbell("event", "show", event["id"], "--json").of_type("event")
    anew = story.place.firstbell("event", "list", "--json", "--cache-dir", str(story.tree.parent / "cache"))
    assert shown[0]["id"] == anew.of_type("event")[0]["id"] == event["id"]
    assert event["snapshots"] == story.snapshot_ids()[-1:]


def test_compose_and_run_end_with_summaries_that_count(story: Story, tmp_path: Path) -> None:
    composed = story.place.firstbell("recover", "compose", "--json").summary
    assert holds(composed, COMPOSE)
    assert composed["base_snapshot_id"] == story.snapshot_ids()[-1]
    assert composed["files"] == story.first_count - 1
    # six struck and one deleted in each folder; the first of the office has a second name
    assert composed["files_from_earlier"] == 22
    assert (composed["files_without_clean_version"], composed["left_out"]) == (0, 3)
    run = story.place.firstbell("recover", "run", "--target", str(tmp_path / "target"), "--json").summary
    assert holds(run, RUN)
    assert run["snapshot_id"] == composed["snapshot_id"]
    assert run["files_restored"] == run["files_verified"] == composed["files"]
    assert run["files_failed"] == 0
    restored = [path for path in walk_files(tmp_path / "target") if not os.path.islink(path)]
    assert len(restored) == composed["files"]
    assert run["bytes_restored"] >= max(os.path.getsize(path) for path in restored)


def test_several_hosts_must_be_told_apart(tmp_path: Path) -> None:
    place, tree = make_place(tmp_path / "repository"), tmp_path / "tree"
    make_tree(tree)
    for host in ("office", "school"):
        place.firstbell("backup", "--host", host, str(tree))
    strike(tree)
    for host in ("office", "school"):
        place.firstbell("backup", "--host", host, str(tree))
    done = place.firstbell("recover", "compose", "--json", status=2)
    assert '"code":2' in done.stderr
    assert "office" in done.stderr
    assert "school" in done.stderr
    place.firstbell("recover", "compose", "--host", "office", "--json")


def test_a_file_of_a_name_that_is_no_utf8_is_told_with_escapes(story: Story) -> None:
    nodes = story.place.firstbell("ls", "latest", "--json").of_type("node")
    assert str(story.tree / "school") + "/caf\\xe9.csv" in [node["path"] for node in nodes]
