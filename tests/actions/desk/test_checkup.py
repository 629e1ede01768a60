"""The check-up of a standing installation: each line fails when it should, and says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from firstbell.actions.desk.checkup import CheckResult, CheckupRequest, run_checkup
from firstbell.base.clock import FixedClock, format_time, parse_time
from firstbell.base.errors import Error
from firstbell.desk import Configuration, RepositoryAddress
from firstbell.record.tags import COMPOSED_TAG
from firstbell.repository import Repository
from tests.catalog.timeline import Timeline

NOW_NS = parse_time("2026-03-08T12:00:00Z")
HOUR_NS = 3600 * 10**9
BASE = """version = 1
[district]
name = "Oak Hill Schools"
state = "MN"
time_zone = "America/Chicago"
[[person]]
name = "Ada Moe"
role = "director"
reach = "555-0100"
[[person]]
name = "Kay Lund"
role = "technician"
reach = "555-0101"
[[person]]
name = "Sam Roe"
role = "counsel"
reach = "555-0102"
"""
SYSTEM = """[[system]]
name = "Records"
tier = 0
target = "/srv/restored"
parts = [{host = "office", paths = ["/srv"]}]
[[host]]
name = "office"
repository = "office"
every_h = 24.0
[[repository]]
name = "office"
url = "/nowhere/office"
"""
DESK = """[[repository]]
name = "desk"
url = "/nowhere/desk"
"""


class UnreadableError(Error):
    """What a repository that does not open raises."""

    code = "test.unreadable"


@pytest.fixture(autouse=True)
def _no_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    # what systemd says of this machine is not what is looked at here
    monkeypatch.setenv("PATH", "/nowhere")


def check(
    folder: Path, text: str, repositories: dict[str, Repository] | None = None
) -> dict[str, CheckResult]:
    folder.mkdir(exist_ok=True)
    (folder / "firstbell.toml").write_text(text)

    def open_repository(address: RepositoryAddress) -> Repository:
        if address.name not in (repositories or {}):
            raise UnreadableError(f"{address.url} does not open", hint="mount the disk")
        return (repositories or {})[address.name]

    def check_channels(configuration: Configuration) -> Iterator[CheckResult]:
        yield CheckResult("channels", ok=True, why=configuration.district.name)

    asked = CheckupRequest(folder, None, FixedClock(NOW_NS))
    return {one.name: one for one in run_checkup(asked, open_repository, check_channels)}


def make_repository(
    hours_ago: list[float], *, host: str = "office", tags: list[str] | None = None
) -> Repository:
    timeline = Timeline(host=host)
    for hours in hours_ago:
        add_backup(timeline, hours, tags=tags)
    return timeline.repository


def add_backup(timeline: Timeline, hours_ago: float, *, tags: list[str] | None = None) -> None:
    timeline.save({"/srv/a.txt": b"a"}, time=format_time(NOW_NS - int(hours_ago * HOUR_NS)), tags=tags)


def test_a_desk_whose_file_does_not_hold_is_told_and_the_machine_is_looked_at_all_the_same(
    tmp_path: Path,
) -> None:
    found = check(tmp_path / "desk", "version = ")
    assert not found["configuration"].ok
    assert found["disk desk"].why
    assert "people" not in found
    assert found["sandbox"].why


@pytest.mark.parametrize(
    ("old", "new", "ok", "why", "hint"),
    [
        ("", "", True, "3 people are named, each with a way to reach them", ""),
        ('role = "counsel"', 'role = "reviewer"', False, "nobody is named as counsel", "add a [[person]]"),
        (
            'reach = "555-0101"',
            'email = "k@x.example"',
            False,
            "no way to reach Kay Lund with the mail",
            "telephone",
        ),
    ],
)
def test_people_are_named_for_each_part_and_can_be_reached(
    tmp_path: Path, old: str, new: str, ok: bool, why: str, hint: str
) -> None:
    found = check(tmp_path / "desk", BASE.replace(old, new) if old else BASE)["people"]
    assert (found.ok, why in found.why) == (ok, True)
    assert hint in found.hint


def test_a_desk_without_systems_or_without_targets_brings_nothing_back(tmp_path: Path) -> None:
    found = check(tmp_path / "desk", BASE)["systems"]
    assert (found.ok, found.why) == (False, "firstbell.toml names no system, so no plan can bring one back")
    found = check(tmp_path / "desk", BASE + SYSTEM.replace('target = "/srv/restored"\n', ""))["systems"]
    assert (found.ok, found.why) == (False, "no target is named for Records")
    found = check(tmp_path / "desk", BASE + SYSTEM)["systems"]
    assert (found.ok, found.why) == (True, "1 system named, each with a folder to restore it to")


def test_a_repository_that_does_not_open_ends_no_other_check(tmp_path: Path) -> None:
    found = check(tmp_path / "desk", BASE + SYSTEM)
    assert (found["repository office"].ok, found["repository office"].hint) == (False, "mount the disk")
    assert found["host office"].why == "there is no backup of it"
    assert found["channels"].why == "Oak Hill Schools"


@pytest.mark.parametrize(
    ("hours_ago", "ok", "why"),
    [
        ([50, 1], True, "backed up 1 hour ago"),
        ([0.2], True, "backed up 0 hours ago"),
        ([30], True, "backed up 30 hours ago"),
        ([30.1], False, "its newest backup is 30 hours old; one is due every 24 hours"),
        # an hour of a clock that runs ahead is borne, more is nobody's newest backup
        ([40, -0.9], True, "backed up 0 hours ago"),
        ([40, -30], False, "its newest backup is 40 hours old; one is due every 24 hours"),
        ([-10_000], False, "there is no backup of it"),
    ],
)
def test_a_host_whose_newest_backup_is_too_old_is_late_whatever_its_clock_says(
    tmp_path: Path, hours_ago: list[float], ok: bool, why: str
) -> None:
    found = check(tmp_path / "desk", BASE + SYSTEM, {"office": make_repository(hours_ago)})["host office"]
    assert (found.ok, found.why) == (ok, why)


def test_a_composed_snapshot_is_no_backup_of_its_host(tmp_path: Path) -> None:
    timeline = Timeline(host="office")
    add_backup(timeline, 100)
    add_backup(timeline, 1, tags=[COMPOSED_TAG])
    found = check(tmp_path / "desk", BASE + SYSTEM, {"office": timeline.repository})
    assert not found["host office"].ok
    assert found["repository office"].why == "opens; 2 snapshots"


def test_hours_are_told_one_as_one(tmp_path: Path) -> None:
    text = BASE + SYSTEM.replace("every_h = 24.0", "every_h = 1.0")
    found = check(tmp_path / "desk", text, {"office": make_repository([1.4])})["host office"]
    assert found.why == "its newest backup is 1 hour old; one is due every 1 hour"


@pytest.mark.parametrize(
    ("hours_ago", "ok", "why"),
    [
        ([47], True, "the desk's newest backup is 47 hours old"),
        ([49], False, "the desk's newest backup is 49 hours old"),
        ([-9, 49], False, "the desk's newest backup is 49 hours old"),
        ([], False, "the desk itself has no backup"),
    ],
)
def test_the_desk_itself_is_backed_up_within_two_days(
    tmp_path: Path, hours_ago: list[float], ok: bool, why: str
) -> None:
    kept = {"desk": make_repository(hours_ago, host="some-machine")}
    found = check(tmp_path / "desk", BASE + DESK, kept)["desk backup"]
    assert (found.ok, found.why) == (ok, why)
    assert bool(found.hint) is not ok


def test_a_passphrase_that_nobody_has_printed_yet_is_told(tmp_path: Path) -> None:
    assert "recovery passphrase" not in check(tmp_path / "desk", BASE + SYSTEM, {})
    kept = tmp_path / "desk" / "recovery-passphrase.txt"
    kept.touch()
    found = check(tmp_path / "desk", BASE + SYSTEM, {})["recovery passphrase"]
    assert (found.ok, found.why) == (False, f"it still lies in {kept}")


def test_paths_that_no_system_knows_are_told_without_failing(tmp_path: Path) -> None:
    timeline = Timeline(host="office")
    timeline.save({"/home/a.txt": b"a"}, time=format_time(NOW_NS - HOUR_NS), paths=["/home"])
    stranger = Timeline(timeline.repository, host="lab")
    stranger.save({"/data/a.txt": b"a"}, time=format_time(NOW_NS - HOUR_NS), paths=["/data"])
    found = check(tmp_path / "desk", BASE + SYSTEM, {"office": timeline.repository})["unknown paths"]
    assert found.ok
    assert "office backs up /home" in found.why
    assert "lab, which it does not name, backs up /data" in found.why
    assert (
        found.describe()["hint"]
        == "no plan brings it back: `firstbell host offers`, then `firstbell host take`"
    )
