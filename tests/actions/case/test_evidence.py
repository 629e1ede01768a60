"""Evidence, timeline and export of a case, by the command line and by their actions: the same entries."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from firstbell.actions.access.desk import DeskAccess, DeskRepository, NobodyListens
from firstbell.actions.case import evidence, timeline
from firstbell.base.errors import UnknownIdError, UsageError
from firstbell.base.ids import parse_hex_id
from firstbell.case.case import Case
from firstbell.case.export import Audience
from firstbell.investigate.timeline import LineSelection, describe_line
from firstbell.ledger import SignerKeyFile
from firstbell.repository import Repository, walk_tree
from firstbell.store import LocalStore
from tests.cli.conftest import PASSWORD, Call, District, call, district, place, struck

__all__ = ["call", "district", "place", "struck"]
OWN = ("case", "name", "evidence", "export", "to")
CSV = "message,datetime,timestamp_desc\nlogon of kay,2023-02-17T23:10:00+00:00,Event Logged\n"


class Twins(NamedTuple):
    """Two cases of a district that began alike, and its repository."""

    district: District
    by_command: Path
    by_action: Path
    listener: NobodyListens

    def open(self, folder: Path | None = None) -> Case:
        """The case that actions work on."""
        return Case(folder or self.by_action, SignerKeyFile(self.district.desk / "desk.key"))

    @contextmanager
    def opening(self) -> Iterator[DeskRepository]:
        """The repository, as an action opens it."""
        repository = Repository.open(LocalStore(self.district.repository), PASSWORD)
        access = DeskAccess(self.district.desk, SignerKeyFile(self.district.desk / "desk.key"))
        with repository.lock():
            yield DeskRepository(repository, access, self.listener)

    def compare(self) -> list[str]:
        """Both cases have the same entries; their kinds, but for how a case begins."""
        one, two = (
            [
                (entry.kind, {name: told for name, told in entry.body.items() if name not in OWN})
                for entry in self.open(folder).main.read()
            ]
            for folder in (self.by_command, self.by_action)
        )
        assert one == two
        return [kind for kind, _ in one if kind.startswith(("evidence.", "note."))]


@pytest.fixture
def twins(district: District, call: Call, tmp_path: Path) -> Twins:
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        assert call("case", "open", folder, "--name", "twin").status == 0
    return Twins(district, folders[0], folders[1], NobodyListens())


def find_struck(twins: Twins) -> bytes:
    """A file in the newest snapshot, as a command line names it."""
    with twins.opening() as desk:
        newest = desk.repository.find_snapshot("latest")
        files = (
            path
            for path, node in walk_tree(desk.repository, parse_hex_id(newest.tree))
            if node.type == "file" and node.size
        )
        return f"{newest.hex_id[:12]}:".encode() + next(files)


def test_evidence_is_taken_checked_and_handed_over_alike(twins: Twins, call: Call, tmp_path: Path) -> None:
    what, note = find_struck(twins), tmp_path / "demand.txt"
    note.write_text("pay")
    to = ("--case", twins.by_command, "-r", twins.district.repository, "--json")
    case = twins.open()

    for one, why in ((what, "struck"), (bytes(note), "")):
        told = call("case", "evidence", "add", one.decode(), "--why", why, "--by-value", *to).summary
        asked = evidence.EvidenceRequest(what=one, why=why, by_value=True)
        exhibit = evidence.take_evidence(case, asked, twins.opening())
        assert exhibit.evidence.sha256 == told["sha256"]
    with pytest.raises(UsageError, match="neither a file"):
        evidence.take_evidence(case, evidence.EvidenceRequest(what=b"nowhere"), twins.opening())
    with pytest.raises(UsageError, match="needs its repository"):
        evidence.take_evidence(case, evidence.EvidenceRequest(what=what), nullcontext())
    with pytest.raises(UnknownIdError, match="no hunt found a trace"):
        evidence.take_from_hunt(case, evidence.TraceEvidenceRequest(), twins.opening())

    told = call("case", "evidence", "check", *to).summary
    checked = evidence.check_evidence(case, (), twins.opening())
    assert (len(checked.checks), checked.wrong, len(checked.unread)) == (2, 0, 0)
    assert (told["checked"], told["wrong"], told["unread"]) == (2, 0, 0)
    given = call("case", "evidence", "hand-over", told_id(twins), "--to", "FBI", *to).summary
    request = evidence.HandOverRequest(evidence=exhibit.hex_id, to="FBI", target=tmp_path / "copy")
    handed = evidence.hand_over(case, request, twins.opening())
    assert (handed.sha256_before, handed.sha256_after) == (given["sha256_before"], given["sha256_after"])
    assert (tmp_path / "copy").read_text() == "pay"
    kinds = twins.compare()
    assert kinds == ["evidence.taken"] * 2 + ["evidence.checked"] * 2 + ["evidence.handed"]


def told_id(twins: Twins) -> str:
    taken = [one for one in twins.open(twins.by_command).main.read() if one.kind == "evidence.taken"]
    return taken[-1].hex_id


def test_the_timeline_and_the_export_are_alike(twins: Twins, call: Call, tmp_path: Path) -> None:
    lines = tmp_path / "lines.csv"
    lines.write_text(CSV)
    to = ("--case", twins.by_command, "-r", twins.district.repository, "--json")
    told = call("case", "timeline", "import", lines, "--as", "plaso", *to[:2], "--json").summary
    asked = timeline.ImportRequest(path=lines, source="plaso")
    report = timeline.import_lines(twins.open(), asked)
    assert (report.lines, report.problems, report.format) == (told["lines"], 0, told["format"])

    shown = call("case", "timeline", *to).messages[:-1]
    request = timeline.TimelineRequest(LineSelection())
    with timeline.open_timeline(twins.open(), request, twins.opening()) as opened:
        found = [describe_line(line) for line in opened.lines]
        assert opened.hidden == 0
    assert [drop(one) for one in found] == [drop(one) for one in shown]
    assert {"rename", "snapshot"} <= {one["kind"] for one in found}
    with timeline.open_timeline(twins.open(), request, nullcontext()) as opened:
        out = io.BytesIO()
        assert opened.write(out, "timesketch-jsonl") == len(out.getvalue().splitlines()) < len(found)

    done = call("case", "export", tmp_path / "a", "--why", "for the board", *to).summary
    audience = Audience(why="for the board")
    made = timeline.export(twins.open(), tmp_path / "b", audience=audience, repository=twins.opening())
    assert (made.files, made.entries, made.of_entries) == (done["files"], done["entries"], done["of_entries"])
    assert twins.compare() == ["evidence.taken", "evidence.imported", "note.exported"]
    assert twins.listener.warnings == []


def drop(line: dict[str, Any]) -> dict[str, Any]:
    """A line without what differs between two cases."""
    if line["kind"] in ("entry", "note") or "case" in line["message"]:
        return {"kind": line["kind"]}
    return {name: told for name, told in line.items() if name in ("kind", "message", "host", "time")}
