"""Asking a catalog that is up to date: what is loaded for it, and how many questions it takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from firstbell.catalog import open_catalog
from firstbell.catalog.lag import find_behind
from firstbell.catalog.lines import group_lines
from firstbell.catalog.views import Values, ask_in_parts
from firstbell.repository import Repository
from firstbell.store import LocalStore
from tests.catalog.timeline import CHEAP, Timeline

HEAVY = ("sqlalchemy", "numpy", "psycopg", "firstbell.examine.content", "PIL")
PROGRAM = """
import sys
from pathlib import Path
from firstbell.actions.events.events import list_events
from firstbell.actions.access.examination import make_context
from firstbell.actions.events.versions import VersionRequest, list_versions
from firstbell.catalog import open_catalog
from firstbell.repository import Repository
from firstbell.store import LocalStore

repository = Repository.open(LocalStore(Path(sys.argv[1])), "password")
catalog = open_catalog(Path(sys.argv[2]), repository.hex_id)
catalog.bring_up_to_date(repository)
context = make_context(catalog, repository)
list_events(context).describe()
found = list_versions(VersionRequest(b"/srv/a"), context, repository).describe_each()
print(len(found), [name for name in sys.argv[3:] if name in sys.modules])
"""


def run(folder: Path) -> str:
    words = [
        sys.executable,
        "-c",
        PROGRAM,
        str(folder / "repository"),
        str(folder / "catalog.sqlite"),
        *HEAVY,
    ]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()


def test_events_and_versions_are_told_without_what_examining_and_writing_take(tmp_path: Path) -> None:
    repository = Repository.init(LocalStore(tmp_path / "repository"), "password", kdf=CHEAP)
    timeline = Timeline(repository)
    for number in range(3):
        timeline.save({"/srv/a": b"lesson %d" % number})

    assert run(tmp_path) != "3 []"  # the first look examines
    assert run(tmp_path) == "3 []"


class CountedReading:
    """Counts the questions."""

    is_server = False

    def __init__(self, reading: Any) -> None:
        self._reading = reading
        self.asked = 0

    def ask(self, query: str, values: Values | None = None) -> list[Any]:
        self.asked += 1
        return self._reading.ask(query, values)  # type: ignore[no-any-return]


@pytest.mark.parametrize("hosts", [1, 12])
def test_whether_a_catalog_is_up_to_date_takes_one_question_for_all_hosts(hosts: int) -> None:
    timeline = Timeline()
    for number in range(hosts):
        Timeline(timeline.repository, host=f"host {number}").save({"/srv/a": b"one"})
    catalog = open_catalog(None, timeline.repository.hex_id)
    lines = group_lines(timeline.repository.list_snapshots())
    with catalog._read() as reading:
        before = CountedReading(reading)
        assert len(find_behind(before, lines).lines) == hosts
    catalog.bring_up_to_date(timeline.repository)
    with catalog._read() as reading:
        after = CountedReading(reading)
        behind = find_behind(after, lines)
    assert (behind.lines, behind.has_surplus) == ({}, False)
    assert (before.asked, after.asked) == (1, 1)


def test_a_line_that_the_repository_does_not_have_is_surplus() -> None:
    timeline = Timeline()
    timeline.save({"/srv/a": b"one"})
    catalog = open_catalog(None, timeline.repository.hex_id)
    catalog.bring_up_to_date(timeline.repository)
    with catalog._read() as reading:
        assert find_behind(reading, {}).has_surplus


def test_more_values_than_a_statement_takes_are_asked_for_in_parts() -> None:
    class Echo:
        is_server = False

        def ask(self, query: str, values: Values | None = None) -> list[Any]:
            named = dict(values or {})
            assert all(f":{name}" in query for name in named)
            return [named[name] for name in named if name != "line"]

    assert list(ask_in_parts(Echo(), "(:wanted) :line", list(range(1201)), line=7)) == list(range(1201))
