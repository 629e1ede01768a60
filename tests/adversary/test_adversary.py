"""A few attacks and honest days through the product's own command line; all of them with `-m deep`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adversary.catalogue import ATTACKS
from tests.adversary.honest import HONEST
from tests.adversary.hosts import make_host
from tests.adversary.numbered import play_numbered_attack, play_numbered_day
from tests.adversary.page import render_page
from tests.adversary.playing import Given, Judged, Played, Scale, play_attack, play_honest
from tests.adversary.scratch import Host, UnmarkedFolderError

_NAMES = {attack.name: attack for attack in ATTACKS}
# one of each kind: content, coverage, and what only the share of the host's files tells
_CORE = ("noise in members", "folders excluded", "contents exchanged")
_SMALL = Scale(files=60, calm_days=3)


def test_nothing_is_written_into_a_folder_that_the_suite_did_not_make(tmp_path: Path) -> None:
    with pytest.raises(UnmarkedFolderError):
        Host(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_there_are_forty_attacks_and_fifty_honest_days_and_no_two_hosts_are_alike() -> None:
    assert len(_NAMES) == len(ATTACKS) >= 40
    assert len({day.name for day in HONEST}) == len(HONEST) >= 50
    hosts = [make_host(seed, files=40) for seed in range(4)]
    assert len({frozenset(host) for host in hosts}) == 4


@pytest.mark.parametrize("name", _CORE)
def test_an_attack_is_suspect_in_time_and_a_ruling_brings_all_back(name: str) -> None:
    played = play_attack(_NAMES[name], seed=4, scale=_SMALL)
    assert played.is_in_time
    assert played.worst in ("suspect", "event")
    assert played.ruled is not None
    assert (played.ruled.wrong, played.ruled.extra) == (0, 0)


def test_an_honest_bulk_day_is_clean_and_so_is_the_day_after() -> None:
    judged = play_honest(HONEST[0], seed=4, scale=_SMALL)
    assert (judged.verdict, judged.after) == ("clean", "clean")


@pytest.mark.deep
def test_no_two_hosts_are_alike() -> None:
    assert len({len(make_host(seed)) for seed in range(12)}) == 12


@pytest.mark.deep
@pytest.mark.parametrize("number", range(len(ATTACKS)), ids=list(_NAMES))
def test_every_attack_that_takes_a_twentieth_is_suspect_in_time(number: int) -> None:
    played = play_numbered_attack(number)
    assert played.is_in_time
    assert played.ruled is not None
    assert played.ruled.is_exact


@pytest.mark.deep
@pytest.mark.parametrize("number", range(len(HONEST)), ids=[day.name for day in HONEST])
def test_no_honest_day_is_an_event_and_a_suspect_one_is_released_by_one_command(number: int) -> None:
    judged = play_numbered_day(number)
    assert judged.verdict != "event"
    assert (judged.after, judged.released) in (("clean", ""), ("clean", "clean"))


def test_the_page_counts_what_was_late_exact_and_suspect() -> None:
    attack, day = ATTACKS[0], HONEST[0]
    exact, other = Given(0, 9, 0, 0, 0), Given(0, 7, 1, 1, 2)
    seen = Played(attack, 10, ["clean", "suspect"], [0.04, 0.1], "mass.slow", exact, exact)
    late = Played(ATTACKS[1], 20, ["clean", "clean"], [0.1, 0.2], "", other, exact)
    small = Played(ATTACKS[2], 20, ["clean"], [0.05], "", exact, exact)
    days = [Judged(day.name, 30, 12, "suspect", "clean", "mass.change", "clean")]
    page = render_page([seen, late, small], days, date="2026-01-05", machine="a machine")
    assert "2 take more than 5 % of the host's files. 1 of these" in page
    assert f"Not in time: {ATTACKS[1].name}." in page
    assert "2 by default, 3 after a ruling" in page
    assert "| 7 / 1 / 1 / 2 | exact |" in page
    assert "`event`: 0. `suspect`: 1. `clean`: 0." in page
    assert "Released by one `firstbell examine rule SNAPSHOT benign`: 1 of 1." in page
