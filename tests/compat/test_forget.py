"""forget as a command against the real restic's, over hosts, paths and tags."""

from __future__ import annotations

import json
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from firstbell.cli.main import run
from firstbell.crypto.derivation import ScryptParameters
from firstbell.repository import Repository, Snapshot
from firstbell.store import LocalStore
from tests.repository.restic import PASSWORD, Restic

CASES = [
    "--keep-last 3",
    "--keep-last unlimited --keep-tag none",
    "--keep-hourly 7",
    "--keep-daily 4 --keep-monthly 2",
    "--keep-weekly 3",
    "--keep-yearly unlimited",
    "--keep-within 9d",
    "--keep-within 1m --keep-last 1",
    "--keep-within-hourly 2d12h",
    "--keep-within-daily 14d",
    "--keep-within-weekly 2m",
    "--keep-within-monthly 1y",
    "--keep-within-yearly 2y --keep-within-daily 3d",
    "--keep-within 0d --keep-last 2",
    "--keep-tag weekly --keep-last 1",
    "--keep-tag weekly,office --keep-tag nightly --keep-last 1",
    "--keep-tag weekly --keep-tag none --keep-daily 2",
    "--keep-tag= --keep-last 2",
    "--keep-last 2 --group-by host",
    "--keep-last 2 --group-by paths",
    "--keep-last 2 --group-by path",
    "--keep-last 2 --group-by tags",
    "--keep-last 2 --group-by tag,host,paths",
    "--keep-last 2 --group-by=",
    "--keep-daily 3 --host gym",
    "--keep-daily 3 --host gym --host office",
    "--keep-daily 3 --tag weekly",
    "--keep-daily 3 --tag weekly,office --tag nightly",
    "--keep-daily 3 --path /srv",
    "--keep-daily 3 --path /srv --path /home",
    "--keep-daily 3 --host nobody",
    "--unsafe-allow-remove-all --host gym",
    "--unsafe-allow-remove-all --tag weekly",
]
REFUSED = [
    "",
    "--keep-last 0",
    "--keep-within 0d",
    "--keep-last=-1",
    "--keep-last=-2",
    "--keep-last 1.5",
    "--keep-last many",
    "--keep-within=-1d",
    "--keep-within 1w",
    "--keep-within-daily d",
    "--keep-tag none",
    "--group-by mood --keep-last 1",
    "--group-by host,mood --keep-last 1",
    "--unsafe-allow-remove-all",
    "--unsafe-allow-remove-all --keep-last 0",
    "--unsafe-allow-remove-all --keep-tag none --host gym",
    "--max-unused 100% --prune --keep-last 1",
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """120 snapshots of two hosts, three sets of paths and several tags, over two years."""
    folder = tmp_path_factory.mktemp("forget")
    (folder / "password").write_text(PASSWORD)
    repository = Repository.init(LocalStore(folder / "repository"), PASSWORD, kdf=ScryptParameters(2, 1, 1))
    with repository.writer() as writer:
        tree = writer.save_tree(b'{"nodes":[]}\n').id.hex()
    hosts, paths = (
        cycle(["office", "gym", "office"]),
        cycle([["/srv"], ["/home", "/srv"], ["/srv", "/home"], ["/etc"]]),
    )
    tags = cycle([["nightly"], ["weekly", "office"], ["weekly"], None, ["nightly", "office"]])
    for number in range(120):
        day, month, year = 1 + number * 7 % 28, 1 + number * 5 % 12, 2021 + number // 60
        zone = ("Z", "+09:00", "-06:00")[number % 3]
        time = f"{year}-{month:02}-{day:02}T{number % 24:02}:{number % 60:02}:00{zone}"
        repository.save_snapshot(
            Snapshot(time=time, tree=tree, paths=next(paths), hostname=next(hosts), tags=next(tags))
        )
    return folder


def ask_restic(place: Path, options: list[str]) -> list[dict[str, Any]]:
    text = Restic(place / "repository").run("forget", "--dry-run", "--json", "--no-lock", *options)
    groups: list[dict[str, Any]] = json.loads(text) if text.strip() else []
    return groups


def ask_us(place: Path, options: list[str]) -> int:
    where = ["-r", str(place / "repository"), "-p", str(place / "password"), "--no-cache", "--no-lock"]
    return run(["forget", "--dry-run", "--json", "--no-guards", "--yes", *options, *where])


def tell(group: dict[str, Any]) -> tuple[object, ...]:
    """A group in a form that can be compared: its key, what it keeps for which reasons, what it removes."""
    # restic writes "" and null, we null, for what a group does not go by
    key = (group["host"] or None, tuple(group["paths"] or ()), tuple(sorted(group["tags"] or ())))
    reasons = {
        why.get("snapshot_id") or why["snapshot"]["id"]: sorted(why["matches"])
        for why in group["reasons"] or ()
    }
    return key, reasons, {s["id"] for s in group["keep"] or ()}, {s["id"] for s in group["remove"] or ()}


@pytest.mark.parametrize("case", CASES)
def test_every_group_keeps_and_loses_what_it_does_with_restic(
    place: Path, case: str, capfd: pytest.CaptureFixture[str]
) -> None:
    theirs = ask_restic(place, case.split())
    assert ask_us(place, case.split()) == 0
    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    ours = [line for line in lines if line["message_type"] == "group"]
    assert sorted(map(tell, ours), key=repr) == sorted(map(tell, theirs), key=repr)
    removed = {s["id"] for group in theirs for s in group["remove"] or ()}
    assert set(lines[-1]["removed"]) == removed


@pytest.mark.parametrize("case", REFUSED)
def test_what_restic_refuses_we_refuse_by_name(
    place: Path, case: str, capfd: pytest.CaptureFixture[str]
) -> None:
    theirs = Restic(place / "repository").attempt("forget", "--dry-run", "--no-lock", *case.split())
    assert theirs.returncode == 1
    assert ask_us(place, case.split()) in {1, 2}
    failure = json.loads(capfd.readouterr().err.splitlines()[-1])
    assert failure["message_type"] == "exit_error"
    assert "internal error" not in failure["message"]
