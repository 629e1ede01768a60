"""What a scan reads of a system: all its parts, however many of them lie on one host."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.actions.access.desk import DeskAccess, DeskRepository, NobodyListens
from firstbell.actions.impact.scan_folders import RepositoryScope
from firstbell.actions.impact.scan_sources import list_repository_sources
from firstbell.base.errors import UnknownIdError
from firstbell.compose.examination import examine_pending
from firstbell.ledger.signatures import SignerKeyFile
from tests.catalog.timeline import Timeline

FILES = {
    "/srv/records/a.txt": b"a",
    "/srv/records2/no.txt": b"n",
    "/home/kay/b.txt": b"b",
    "/home/caf\udce9/c.txt": b"c",
    "/var/no.txt": b"n",
}
HEAD = """version = 1
[district]
name = "Oak Hill Schools"
[[repository]]
name = "main"
url = "/nowhere"
[[host]]
name = "office"
repository = "main"
[[host]]
name = "lab"
repository = "main"
[[system]]
name = "Records"
tier = 0
"""


def list_read(folder: Path, parts: str, system: str = "Records") -> tuple[set[str], list[str]]:
    """The names of the files that would be read, and what was warned of."""
    folder.mkdir()
    (folder / "firstbell.toml").write_text(HEAD + f"parts = [{parts}]\n")
    timeline = Timeline(host="office")
    timeline.save({path: content for path, content in FILES.items() if "\udce9" not in path})
    listener = NobodyListens()
    access = DeskAccess(folder, SignerKeyFile(folder / "desk.key", None, name="desk"))
    desk = DeskRepository(timeline.repository, access, listener)
    asked = RepositoryScope(systems=[system] if system else [])
    with desk.open_context() as context:
        examine_pending(context)
        sources = list_repository_sources(desk, context, asked, lists=[])
        found = {file.path for source in sources for file in source.iterate()}
    return {path.rpartition("/")[2] for path in found}, listener.warnings


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        ('{host = "office", paths = ["/srv/records"]}', {"a.txt"}),
        ('{host = "office", paths = ["/srv/records/"]}', {"a.txt"}),
        ('{host = "office", paths = ["/srv/records/a.txt"]}', {"a.txt"}),
        # two parts on one host are both of the system
        (
            '{host = "office", paths = ["/srv/records"]}, {host = "office", paths = ["/home"]}',
            {"a.txt", "b.txt"},
        ),
        (
            '{host = "office", paths = ["/home"]}, {host = "office", tags = ["x"]}',
            {"a.txt", "no.txt", "b.txt"},
        ),
        (
            '{host = "office", tags = ["x"]}, {host = "office", paths = ["/home"]}',
            {"a.txt", "no.txt", "b.txt"},
        ),
        ('{host = "office", paths = ["/"]}', {"a.txt", "no.txt", "b.txt"}),
        ('{host = "lab", paths = ["/srv"]}', set()),
    ],
)
def test_a_system_is_read_with_all_of_its_parts(tmp_path: Path, parts: str, names: set[str]) -> None:
    assert list_read(tmp_path / "desk", parts)[0] == names


def test_a_system_that_is_none_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownIdError, match="there is no system called 'Busses'") as refused:
        list_read(tmp_path / "desk", '{host = "office", paths = ["/srv"]}', "Busses")
    assert refused.value.hint == "the desk has these systems: Records"


def test_without_an_event_and_without_a_system_all_newest_files_are_read_and_that_is_said(
    tmp_path: Path,
) -> None:
    names, warnings = list_read(tmp_path / "desk", '{host = "office", paths = ["/srv"]}', "")
    assert names == {"a.txt", "no.txt", "b.txt"}
    assert warnings == [
        "the repository has no encryption event, so all files in its newest snapshots are read"
    ]
