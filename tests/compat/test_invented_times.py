"""Invented times (restic/restic#22057): an outsider with stock restic plants snapshots, then a policy rules.

What restic alone does is asserted beside it: there the real snapshots go.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from firstbell.base.clock import FixedClock, parse_time
from firstbell.cli.main import run
from firstbell.crypto.derivation import ScryptParameters
from firstbell.ledger import Ledger, SignerKeyFile
from firstbell.ledger.sightings import SeenSnapshot, note_sightings
from firstbell.repository import Repository
from firstbell.store import LocalStore
from tests.repository.restic import PASSWORD, Restic

PLANTED = 300
POLICIES = [
    ["--keep-daily", "10"],
    ["--keep-weekly", "4"],
    ["--keep-monthly", "3"],
    ["--keep-yearly", "1"],
    ["--keep-last", "10"],
    ["--keep-hourly", "10"],
    ["--keep-within", "10d"],
    ["--keep-within-daily", "10d"],
    ["--keep-within-weekly", "28d"],
    ["--keep-tag", "nightly", "--keep-last", "1"],
]


class Attacked(NamedTuple):
    """A repository with real and planted snapshots, and the desk that looked before they were planted."""

    place: Path
    desk: Path
    real: dict[str, str]
    planted: dict[str, str]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    """28 real backups; then, by one who holds the host, 300 with times in past and future.

    The first of each kind are made by `restic backup --time`. The others are those with another time, as by a
    loop; restic takes a second for each.
    """
    folder = tmp_path_factory.mktemp("attacked")
    place, desk, source = folder / "repository", folder / "desk", folder / "office"
    repository = Repository.init(LocalStore(place), PASSWORD, kdf=ScryptParameters(2, 1, 1))
    restic = Restic(place)
    source.mkdir()
    (source / "budget.csv").write_text("chalk,12\n" * 200)
    backup = ("backup", "--host", "office", "--tag", "nightly", source, "--time")
    restic.run(*backup, "2023-02-01 06:00:00")
    (first,) = repository.list_snapshots()
    for day in range(2, 29):
        repository.save_snapshot(msgspec.structs.replace(first, time=f"2023-02-{day:02}T06:00:00Z"))
    real = {snapshot.hex_id: snapshot.time for snapshot in repository.list_snapshots()}

    clock = FixedClock(parse_time("2023-03-02T03:00:00Z"))
    ledger = Ledger(desk / repository.hex_id / "ledger", clock, SignerKeyFile(desk / "desk.key"))
    note_sightings(ledger, {hex_id: SeenSnapshot(time) for hex_id, time in real.items()}, clock)

    (source / "budget.csv").unlink()
    for date in ("02", "03", "28"):
        restic.run(*backup, f"2023-02-{date} 23:00:00")
    restic.run(*backup, "2040-01-01 00:00:00")
    bait = repository.list_snapshots()[-1]
    for number in range(PLANTED):
        day, minute = 1 + number % 28, number // 28
        past = f"2023-02-{day:02}T23:{minute:02}:00Z"
        time = past if number % 5 else f"{2041 + number}-01-01T00:00:00Z"
        repository.save_snapshot(msgspec.structs.replace(bait, time=time))
    planted = {s.hex_id: s.time for s in repository.list_snapshots() if s.hex_id not in real}
    return Attacked(place, desk, real, planted)


def copy(attacked: Attacked, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy that the environment names, with a desk of its own."""
    place = folder / "repository"
    shutil.copytree(attacked.place, place)
    shutil.copytree(attacked.desk, folder / "desk")
    monkeypatch.setenv("FIRSTBELL_DESK", str(folder / "desk"))
    monkeypatch.setenv("FIRSTBELL_REPOSITORY", str(place))
    monkeypatch.setenv("FIRSTBELL_PASSWORD", PASSWORD)
    return place


def list_ids(place: Path) -> set[str]:
    return {path.name for path in (place / "snapshots").iterdir()}


@pytest.mark.parametrize("policy", POLICIES, ids=" ".join)
def test_real_snapshots_stay_as_if_nothing_had_been_planted(
    attacked: Attacked,
    policy: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    untouched = copy(attacked, tmp_path / "untouched", monkeypatch)
    for hex_id in attacked.planted:
        (untouched / "snapshots" / hex_id).unlink()
    assert run(["forget", *policy, "--no-guards", "--yes"]) == 0

    place = copy(attacked, tmp_path / "struck", monkeypatch)
    assert run(["forget", *policy, "--no-guards", "--yes"]) == 0
    assert list_ids(place) & attacked.real.keys() == list_ids(untouched)
    assert 0 < len(list_ids(untouched)) < len(attacked.real) or "--keep-tag" in policy


@pytest.mark.parametrize(
    "policy", [p for p in POLICIES if not {"--keep-tag", "--keep-within"} & set(p)], ids=" ".join
)
def test_restic_alone_lets_planted_snapshots_push_real_ones_out(
    attacked: Attacked, policy: list[str]
) -> None:
    """Of the real ones at most the oldest of all stays, which fills a count that is not used up."""
    (group,) = json.loads(Restic(attacked.place).run("forget", "--no-lock", "--dry-run", "--json", *policy))
    assert len({snapshot["id"] for snapshot in group["keep"]} & attacked.real.keys()) <= 1


@pytest.mark.long
def test_the_newest_clean_real_snapshot_stays_whatever_is_asked(
    attacked: Attacked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    place = copy(attacked, tmp_path, monkeypatch)
    newest = max(attacked.real, key=lambda hex_id: attacked.real[hex_id])
    ids = sorted(attacked.real)
    assert run(["forget", *ids, "--json"]) == 0
    summary = json.loads(capfd.readouterr().out.splitlines()[-1])
    assert newest in summary["kept_by_guard"]
    assert newest in list_ids(place)
