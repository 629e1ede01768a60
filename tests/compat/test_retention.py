"""Policies against the real restic: what `restic forget --dry-run` keeps is what we keep, for its reasons."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from firstbell.base.clock import SystemClock
from firstbell.crypto.derivation import ScryptParameters
from firstbell.repository import Repository, Snapshot
from firstbell.repository.retention import UNLIMITED, Policy, apply_policy
from firstbell.repository.spans import parse_span
from firstbell.store import LocalStore

PASSWORD = "x"

TIMES = [
    "2021-12-31T23:30:00Z",
    "2022-01-01T00:30:00Z",
    "2022-12-28T12:00:00Z",
    "2022-12-31T23:30:00-06:00",
    "2023-01-01T00:30:00-06:00",
    "2023-01-02T06:00:00-06:00",
    "2023-01-31T06:00:00-06:00",
    "2023-02-28T06:00:00.5-06:00",
    "2023-03-03T05:59:00+09:00",
    "2023-03-03T06:00:00+09:00",
    "2023-03-30T22:00:00Z",
    "2023-03-31T05:00:00Z",
    "2023-03-31T05:30:00Z",
    "2023-03-31T06:00:00Z",
]

CASES = [
    {"last": 3},
    {"hourly": 3},
    {"daily": 5},
    {"daily": 100},
    {"weekly": 4},
    {"monthly": 3},
    {"yearly": 9},
    {"yearly": UNLIMITED},
    {"within": "1m"},
    {"within": "1y2m1d"},
    {"within_hourly": "1d"},
    {"within_daily": "30d"},
    {"within_weekly": "3m"},
    {"within_monthly": "1y"},
    {"within_yearly": "2y"},
    {"tags": ("a,b",), "last": 1},
    {"last": 1, "daily": 2, "weekly": 2, "monthly": 2, "yearly": 2, "within": "2h"},
]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository that holds a snapshot of every time."""
    place = LocalStore(tmp_path_factory.mktemp("retention") / "repository")
    made = Repository.init(place, PASSWORD, kdf=ScryptParameters(2, 1, 1))
    with made.writer() as writer:
        tree = writer.save_tree(b'{"nodes":[]}\n').id.hex()
    for number, time in enumerate(TIMES):
        tags = ["a", "b"] if number == 2 else ["a"]
        made.save_snapshot(Snapshot(time=time, tree=tree, paths=["/a"], hostname="h", tags=tags))
    return made


def flags_of(case: dict[str, object]) -> list[str]:
    """restic's flags for a policy."""
    words: list[str] = []
    for name, value in case.items():
        if name == "tags":
            assert isinstance(value, tuple)
            words += [f"--keep-tag={tags}" for tags in value]
        else:
            shown = "unlimited" if value == UNLIMITED else str(value)
            words.append(f"--keep-{name.replace('_', '-')}={shown}")
    return words


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_restic_keeps_is_what_we_keep(repository: Repository, case: dict[str, object]) -> None:
    environment = os.environ | {"RESTIC_REPOSITORY": repository.store.url, "RESTIC_PASSWORD": PASSWORD}
    command = ["restic", "forget", "--dry-run", "--json", "--no-lock", *flags_of(case)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    (group,) = json.loads(done.stdout)
    theirs = {item["snapshot"]["id"]: sorted(item["matches"]) for item in group["reasons"]}

    values = {
        k: parse_span(v) if k.startswith("within") else v for k, v in case.items() if isinstance(v, str)
    }
    policy = Policy(**{**case, **values})  # type: ignore[arg-type]
    rulings = apply_policy(repository.list_snapshots(), policy, now_ns=SystemClock().now_ns())
    ours = {r.snapshot.hex_id: sorted(r.reasons) for r in rulings if r.is_kept}
    assert ours == theirs
    assert {s["id"] for s in group["keep"]} == set(ours)
