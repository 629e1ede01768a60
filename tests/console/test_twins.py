"""The JSON twin of each page is what the command line prints, and its CSV a table."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shlex

import pytest

from firstbell.case.access import may_read
from firstbell.console.pages import BY_NAME
from tests.console.drilled import DrilledConsole
from tests.console.test_http import find_twin


def test_the_twins_say_what_the_commands_say_also_after_a_change_at_the_desk(drilled: DrilledConsole) -> None:
    case = str(drilled.folder / "case")
    director = drilled.visitor("director")
    commands = {
        f"/cases/{drilled.case}.json": ("case", "timeline", "show", case, *drilled.repository),
        f"/cases/{drilled.case}/entries.json": ("case", "log", case),
        f"/cases/{drilled.case}/facts.json": ("case", "facts", "list", case),
        f"/cases/{drilled.case}/evidence.json": ("case", "evidence", "list", case),
        f"/cases/{drilled.case}/statements.json": ("statement", "list", "--case", case),
        "/events.json": ("event", "list", *drilled.repository),
    }

    def compare(path: str) -> list[dict[str, object]]:
        told, said = director.get(path).lines(), drilled.run(*commands[path])
        # timeline and entries are followed by what the check of the chain says
        assert told[: len(said)] == said, path
        return told

    for path in commands:
        compare(path)
    drilled.run("case", "note", "the phones work again", "--case", case)
    assert any("phones" in str(line) for line in compare(f"/cases/{drilled.case}/entries.json"))


def read_commands(page: str) -> list[list[str]]:
    """The command lines that a page shows, as a shell takes them apart."""
    return [shlex.split(html.unescape(one))[1:] for one in re.findall(r'data-copy="(firstbell [^"]+)"', page)]


def strip_moving(told: object) -> object:
    """Without what is another number a second later: how much time is left, or has gone by."""
    if isinstance(told, dict):
        return {name: strip_moving(held) for name, held in told.items() if name not in _MOVING}
    return [strip_moving(one) for one in told] if isinstance(told, list) else told


_MOVING = {"hours_left", "recovery_point_h", "age_h", "time"}


@pytest.mark.parametrize("with_names", [False, True])
def test_each_twin_is_what_the_commands_of_its_page_print(
    drilled: DrilledConsole, paths: dict[str, str], with_names: bool
) -> None:
    visitor = drilled.visitor("director")
    drilled.letter()
    if with_names:
        assert visitor.post(f"/cases/{drilled.case}/names", why="a comparison").status == 303
    compared = set()
    said_by: dict[tuple[str, ...], list[dict[str, object]]] = {}
    for name, path in paths.items():
        page = BY_NAME[name]
        # masked, people are not what the command prints; files show nothing before somebody looks
        if "director" not in page.roles or page.needs_names is not with_names:
            continue
        commands = read_commands(visitor.get(path).text)
        for words in map(tuple, commands):
            # nothing changes meanwhile: what several pages are made of is asked once
            said_by[words] = said_by.get(words) or drilled.run(*words)
        said = [line for words in commands for line in said_by[tuple(words)]]
        if name == "host":
            said = [line for line in said if line.get("host", "drill") == "drill"]
        assert strip_moving(visitor.get(find_twin(path)).lines()) == strip_moving(said) or not commands, name
        compared |= {name} if said else set()
    if with_names:
        assert compared == {"people", "person", "review", "review-all", "waiting", "letter"}
    else:
        assert compared >= {"today", "host", "events", "event", "hunt", "readiness", "run", "record"}
        assert compared >= {"entries", "facts", "evidence", "statements", "clocks"}


def test_twins_of_files_are_what_the_commands_of_their_pages_print(drilled: DrilledConsole) -> None:
    technician = drilled.visitor("technician")
    asked = {"place": "drill", "words": "*.docx"}
    found = technician.post("/search", page="files", back="/files", **asked).headers["location"]
    path = next(
        line["path"]
        for line in technician.get(found.replace("/files", "/files.json")).lines()
        if line["message_type"] == "match"
    )
    chosen = {"page": "files", "back": "/files", "place": "drill", "words": path}
    versions = technician.post("/search", **chosen).headers["location"]
    picked = {"page": "restore", "back": "/files/restore", "place": "drill", "path0": path}
    restored = technician.post("/search", **picked).headers["location"]
    for address in (found, versions, restored):
        page, _, query = address.partition("?")
        commands = read_commands(technician.get(address).text)
        # behind `--` nothing is an option any more
        ends = [drilled.call("--json", *words) for words in commands]
        said = [json.loads(line) for end in ends for line in end.stdout.splitlines()]
        assert len(said) > 1
        assert strip_moving(technician.get(f"{page}.json?{query}").lines()) == strip_moving(said)
        rows = technician.get(f"{page}.csv?{query}").text.splitlines()
        assert len(rows) > 1


def test_an_investigator_reads_the_kinds_of_entries_of_the_table_in_every_form(
    drilled: DrilledConsole,
) -> None:
    address = f"/cases/{drilled.case}/entries"
    director, forensic = drilled.visitor("director"), drilled.visitor("forensic")
    every = [line for line in director.get(f"{address}.json").lines() if line["message_type"] == "entry"]
    hidden = {line["kind"] for line in every if not may_read("forensic", line["kind"])}
    assert hidden
    told = [line for line in forensic.get(f"{address}.json").lines() if line["message_type"] == "entry"]
    assert told == [line for line in every if line["kind"] not in hidden]
    table = list(csv.DictReader(io.StringIO(forensic.get(f"{address}.csv").body.decode("utf-8-sig"))))
    assert [row["id"] for row in table] == [line["id"] for line in told]
    timeline = forensic.get(f"/cases/{drilled.case}.json").lines()
    assert not hidden & {str(line.get("fields", {}).get("entry")) for line in timeline}
    for kind in hidden:
        assert "Nothing matches your search" in forensic.get(f"{address}?kind={kind}").text
        assert f'value="{kind}"' not in forensic.get(address).text
