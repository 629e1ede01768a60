"""A scan for personal data, by the command line and by its action: the same entries, the same numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from firstbell.actions.access.desk import DeskAccess, DeskRepository, NobodyListens
from firstbell.actions.impact.reports import ImpactReportRequest, write_report
from firstbell.actions.impact.scan import ScanDesk, ScanRequest, scan
from firstbell.actions.impact.scan_folders import RepositoryScope
from firstbell.base.errors import UsageError
from firstbell.case.case import Case
from firstbell.case.sealed import SealedStore
from firstbell.case.sealed_key import SealSecret, open_sealed
from firstbell.impact.people.roster import load_roster
from firstbell.impact.results.comparison import WorseResultError
from firstbell.impact.scan.scan_store import Kept
from firstbell.ledger.signatures import SignerKeyFile
from firstbell.repository import Repository
from firstbell.store import LocalStore
from tests.cli.conftest import PASSWORD, Call, call, place
from tests.impact import school

__all__ = ["call", "place"]
NAMES = ("one", "two")
FILE = "Student: Abdullahi Mohamed Ali\nDiagnosis: asthma\n"


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("FIRSTBELL_CACHE_DIR", str(tmp_path / "cache"))
    school.write_roster(tmp_path / "roster")
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "health.txt").write_text(FILE)
    return tmp_path / "desk"


def make_desk(tmp_path: Path, listener: NobodyListens) -> ScanDesk:
    def open_store(case: Case) -> SealedStore:
        return open_sealed(case.folder.sealed, SealSecret(tmp_path / "seal" / f"{case.id}.key"))

    signer = SignerKeyFile(tmp_path / "desk" / "desk.key", None, name="desk")
    return ScanDesk(tmp_path / "two", signer, open_store, listener)


def read_record(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    entries = Case(folder, SignerKeyFile(folder / "none.key")).main.read()
    own = ("seconds", "name", "as_of", "because", "time")
    return [
        (one.kind, {name: value for name, value in one.body.items() if name not in own})
        for one in entries
        if one.kind != "key"
    ]


@pytest.mark.long
def test_a_folder_is_scanned_alike_and_a_case_is_made_for_it(call: Call, tmp_path: Path) -> None:
    tree, roster = tmp_path / "tree", tmp_path / "roster"
    told = call(
        "impact", "scan", "--folder", tree, "--roster", roster, "--case", tmp_path / "one", "--json"
    ).summary
    listener = NobodyListens()
    home = make_desk(tmp_path, listener)
    with pytest.raises(UsageError, match="nothing to read is named"):
        scan(home, ScanRequest(), nullcontext())
    assert not home.folder.exists()

    result = scan(home, ScanRequest(folders=[tree], roster=load_roster([roster])), nullcontext())

    assert result.is_whole
    assert result.totals.people == 1
    told.pop("message_type")
    assert result.describe() | {"seconds": 0} == told | {"seconds": 0}
    assert read_record(tmp_path / "one") == read_record(tmp_path / "two")
    page, register = tmp_path / "page.html", tmp_path / "register.csv"
    to = ("--case", tmp_path / "one", "--json")
    *shown, _ = call("impact", "report", "--html", page, "--csv", register, *to).messages
    case = Case(home.folder, home.signer)
    for number, kind in enumerate(("page", "register")):
        asked = ImpactReportRequest(path=tmp_path / kind, kind=kind)  # type: ignore[arg-type]
        written = write_report(case, Kept(home.open_sealed(case)), asked)
        own = {"path": "", "entry": "", "sha256": ""}
        assert written.describe() | own == shown[number] | own
        assert (tmp_path / kind).stat().st_mode & 0o777 == 0o600
    made = [
        [body for kind, body in read_record(tmp_path / name) if kind == "report.impact"] for name in NAMES
    ]
    assert [one["what"] for one in made[0]] == [one["what"] for one in made[1]] == ["page", "register"]
    # times are in the zone that is asked for
    zone = timezone(timedelta(hours=9, minutes=30))
    asked = ImpactReportRequest(path=tmp_path / "zoned", kind="page", zone=zone)
    write_report(case, Kept(home.open_sealed(case)), asked)
    assert re.search(r"on \d{4}-\d\d-\d\d \d\d:\d\d \+09:30, masked", asked.path.read_text())
    with pytest.raises(WorseResultError, match="found less"):
        scan(home, ScanRequest(folders=[tree]), nullcontext())


@pytest.mark.long
def test_a_repository_is_scanned_alike(call: Call, tmp_path: Path, place: Path) -> None:
    assert call("backup", tmp_path / "tree", "--host", "files01").status == 0
    told = call(
        "impact", "scan", "--roster", tmp_path / "roster", "--case", tmp_path / "one", "--json"
    ).summary
    listener = NobodyListens()
    home = make_desk(tmp_path, listener)

    @contextmanager
    def opening() -> Iterator[DeskRepository]:
        repository = Repository.open(LocalStore(place), PASSWORD)
        with repository.lock():
            yield DeskRepository(repository, DeskAccess(tmp_path / "desk", home.signer), listener)

    request = ScanRequest(scope=RepositoryScope(), roster=load_roster([tmp_path / "roster"]))
    result = scan(home, request, opening())

    assert listener.warnings == [
        "the repository has no encryption event, so all files in its newest snapshots are read"
    ]
    assert (result.totals.people, result.read_now) == (told["people"], told["read_now"]) == (1, 1)
    assert read_record(tmp_path / "one") == read_record(tmp_path / "two")
