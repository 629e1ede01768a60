"""What came and is not judged is told with its age, and so is that nobody has looked for 15 minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.base.clock import format_time
from firstbell.vault import Vault
from firstbell.vault.entries import Examined, Flagged, Proven, SetAside
from firstbell.vault.looks import EXAMINER_LOCK, Unjudged, find_silence, find_unjudged, note_look, read_look
from firstbell.vault.schedules import HostVerdict, find_verdict
from tests.vault.places import MORNING, added, clock_of, make_place


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return make_place(tmp_path)


def send(vault: Vault, data: bytes, *, kind: str = "snapshots", by: str = "c") -> str:
    entry = added(data, kind=kind, by=by)
    vault.log(entry)
    return entry.name


def examine(vault: Vault, name: str, verdict: str = "clean") -> None:
    vault.judge(
        Proven(host="office", type="snapshots", name=name),
        Examined(host="office", name=name, verdict=verdict),  # type: ignore[arg-type]
    )


def now(vault: Vault) -> str:
    return format_time(vault.clock.now_ns())


def test_a_verdict_is_shown_for_the_snapshot_it_was_given_for(vault: Vault) -> None:
    assert find_verdict(vault, "office") == HostVerdict()
    examine(vault, send(vault, b"calm"))
    assert find_verdict(vault, "office") == HostVerdict("clean", "", "clean")
    clock_of(vault).advance(3600)
    since = now(vault)
    struck = send(vault, b"struck")
    clock_of(vault).advance(60)
    send(vault, b"later")
    assert find_verdict(vault, "office") == HostVerdict("", since, "clean")
    # proven is not examined
    vault.judge(Proven(host="office", type="snapshots", name=struck))
    assert find_verdict(vault, "office") == HostVerdict("", since, "clean")
    examine(vault, struck, "event")
    assert find_verdict(vault, "office") == HostVerdict("", now(vault), "event")


def test_what_is_set_aside_or_composed_by_the_desk_waits_for_nobody(vault: Vault) -> None:
    examine(vault, send(vault, b"calm"))
    desk = vault.add_credential("*", "full")
    composed, bad = send(vault, b"composed", by=desk.id), send(vault, b"bad")
    assert find_unjudged(vault) == Unjudged(2, 2, MORNING)
    vault.judge(
        Proven(host="office", type="snapshots", name=composed),
        SetAside(host="office", type="snapshots", name=bad, why="no", by="examiner"),
    )
    assert find_unjudged(vault) == Unjudged()
    assert find_verdict(vault, "office").verdict == "clean"


def test_a_flagged_one_does_not_hide_that_another_waits(vault: Vault) -> None:
    examine(vault, send(vault, b"calm"))
    flagged = send(vault, b"flagged")
    vault.judge(Flagged(host="office", name=flagged, why="came later"))
    examine(vault, flagged)
    send(vault, b"waits")
    assert find_verdict(vault, "office") == HostVerdict("", MORNING, "clean")


def test_indexes_and_keys_wait_too_and_packs_mean_nothing_without_them(vault: Vault) -> None:
    send(vault, b"pack", kind="data")
    assert find_unjudged(vault) == Unjudged()
    send(vault, b"index", kind="index")
    assert find_unjudged(vault) == Unjudged(1, 0, MORNING)


@pytest.mark.parametrize("looked", [False, True])
def test_nobody_looks_for_a_quarter_of_an_hour(vault: Vault, looked: bool) -> None:
    if looked:
        note_look(vault)
    clock_of(vault).advance(86400)
    assert find_silence(vault) is None  # nothing waits
    since = now(vault)
    send(vault, b"struck")
    clock_of(vault).advance(899)
    assert find_silence(vault) is None
    clock_of(vault).advance(1)
    silence = find_silence(vault)
    assert silence is not None
    assert silence.since == since
    assert silence.unjudged == Unjudged(1, 1, since)
    assert silence.last_look == (MORNING if looked else "")
    note_look(vault)
    assert find_silence(vault) is None
    # one that looks, and cannot judge, is not silent, and says what keeps it
    assert find_unjudged(vault).since == since
    clock_of(vault).advance(900)
    assert find_silence(vault) is not None


def test_a_look_is_what_the_clock_can_say(vault: Vault) -> None:
    send(vault, b"waits")
    assert read_look(vault) == ""
    note_look(vault)
    assert read_look(vault) == MORNING
    clock_of(vault).advance(-60)  # a clock that was set back by a little
    assert read_look(vault) == MORNING
    clock_of(vault).advance(-1)
    assert read_look(vault) == ""
    clock_of(vault).advance(61)
    (vault.folder / EXAMINER_LOCK).write_text("2043-02-18T06:00:00Z\n")  # by a clock that ran ahead
    assert read_look(vault) == ""
    for data in (b"\xff\n", b"", b"\n", b"soon\n", bytes(100)):
        (vault.folder / EXAMINER_LOCK).write_bytes(data)
        assert read_look(vault) == ""
        assert find_silence(vault) is None
