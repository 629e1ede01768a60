"""Marks: who looks again reads only what came since, and sees what everybody sees."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from firstbell.vault import Vault
from firstbell.vault import journal as journal_module
from firstbell.vault import vault as vault_module
from firstbell.vault.entries import (
    Added,
    ArrivalEntry,
    Examined,
    Flagged,
    Frozen,
    JudgementEntry,
    Proven,
    Released,
    Removed,
    Ruled,
    SetAside,
    Thawed,
)
from firstbell.vault.errors import JournalDamagedError
from firstbell.vault.journal import Journal
from tests.vault.places import clock_of, make_place

HOSTS = ("office", "kiosk", "library")
HOUR_S = 3600


@pytest.fixture(autouse=True)
def always_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault_module, "_LEAST_MARKED", 1)
    monkeypatch.setattr(journal_module, "_sync", lambda _: None)  # no test here ends a process


def make_arrival(chance: random.Random, names: list[tuple[str, Any, str]]) -> ArrivalEntry:
    if names and chance.random() < 0.2:
        host, kind, name = names.pop(chance.randrange(len(names)))
        return Removed(host=host, type=kind, name=name, size_bytes=10, by="x")
    kind = chance.choice(("data", "index", "snapshots", "locks"))
    names.append((chance.choice(HOSTS), kind, chance.randbytes(32).hex()))
    host, kind, name = names[-1]
    by = chance.choice(("desk", "aa" * 8))
    return Added(host=host, type=kind, name=name, size_bytes=10, sha256=name, by=by)


def make_judgement(chance: random.Random, names: list[tuple[str, Any, str]]) -> JudgementEntry:
    host, kind, name = chance.choice(names)
    verdict: Any = chance.choice(("clean", "suspect", "event"))
    return chance.choice(
        (
            Proven(host=host, type=kind, name=name),
            SetAside(host=host, type=kind, name=name, why="odd", by="examiner"),
            Released(host=host, type=kind, name=name, why="right", by="desk"),
            Examined(host=host, name=name, verdict=verdict, uncovered=("/srv",)),
            Ruled(host=host, name=name, verdict=verdict, why="known", by="desk"),
            Flagged(host=host, name=name, why="late"),
            Frozen(host=host, why="event", by="desk"),
            Thawed(host=host, why="over", by="desk"),
        )
    )


def live(vault: Vault, chance: random.Random, names: list[tuple[str, Any, str]]) -> None:
    """Some days of a vault."""
    for _ in range(60):
        clock_of(vault).advance(chance.randrange(1, 30) * HOUR_S)
        vault.log(make_arrival(chance, names))
        if names:
            vault.judge(make_judgement(chance, names))


def tell(vault: Vault, ever: list[tuple[str, Any, str]]) -> dict[str, Any]:
    """All that a vault knows."""
    judged = vault.judgements
    arrivals = {host: vault.find_arrivals(host) for host in HOSTS}
    return {
        "position": (vault.position, vault.arrivals.last_hash, vault.inventory.entries),
        "holdings": dict(vault.inventory.list_hosts()),
        "quarantine": judged.quarantine,
        "shown": list(judged.shown.items()),
        "last shown": judged.last_shown,
        "uncovered": judged.uncovered,
        "flags": judged.flags,
        "frozen": judged.frozen,
        "verdicts": [(key, entry.verdict, entry.time) for key, entry in judged.verdicts.items()],
        "proven": {key for key in ever if judged.is_proven(*key)},
        "came": {key: arrivals[key[0]].find(key[2]) for key in ever if key[1] == "snapshots"},
        "holds": {key: vault.find_hold(*key) for key in ever},
    }


@pytest.mark.parametrize("seed", range(4))
def test_a_look_that_goes_on_from_a_mark_sees_what_a_whole_one_sees(tmp_path: Path, seed: int) -> None:
    chance, names = random.Random(seed), list[tuple[str, Any, str]]()
    folder, marks = tmp_path / "vault", tmp_path / "marks"
    vault = make_place(folder, hosts=HOSTS, lock_days=3)
    ever = set[tuple[str, Any, str]]()
    for _ in range(3):
        live(vault, chance, names)
        ever |= set(names)
        whole = tell(Vault(folder, clock=vault.clock), sorted(ever))
        for _ in range(2):
            assert tell(Vault(folder, clock=vault.clock, marks=marks), sorted(ever)) == whole
    assert len(list(marks.iterdir())) == 1


def mark_it(tmp_path: Path) -> tuple[Path, Path]:
    """A vault, and the folder of a mark of it."""
    folder, marks = tmp_path / "vault", tmp_path / "marks"
    vault = make_place(folder, hosts=HOSTS)
    live(vault, random.Random(1), [])
    Vault(folder, marks=marks).close()
    return folder, marks


def test_what_was_read_once_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, marks = mark_it(tmp_path)
    taken: list[str] = []
    take = Journal._take

    def count(journal: Journal[Any], entry: Any, line: bytes) -> None:
        taken.append(journal.name)
        take(journal, entry, line)

    monkeypatch.setattr(Journal, "_take", count)
    Vault(folder, marks=marks)
    assert {"arrivals", "judgements"}.isdisjoint(taken)


@pytest.mark.parametrize("name", ["arrivals", "judgements"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_byte_that_changed_before_the_mark_is_damage(tmp_path: Path, name: str, share: float) -> None:
    folder, marks = mark_it(tmp_path)
    path = folder / f"{name}.jsonl"
    data = bytearray(path.read_bytes())
    at = int(len(data) * share)
    data[at] ^= 1
    path.write_bytes(data)
    with pytest.raises(JournalDamagedError):
        Vault(folder, marks=marks)


def test_a_journal_that_lost_its_end_is_read_as_it_is(tmp_path: Path) -> None:
    folder, marks = mark_it(tmp_path)
    path = folder / "arrivals.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-5]))
    assert Vault(folder, marks=marks).arrivals.seq == len(lines) - 7


@pytest.mark.parametrize("content", [b"", b"\xff", b"\x80", b"of another"])
def test_a_mark_that_cannot_be_used_is_none(tmp_path: Path, content: bytes) -> None:
    folder, marks = mark_it(tmp_path)
    (mark,) = marks.iterdir()
    if content == b"of another":
        other = mark_it(tmp_path / "other")[1]
        content = next(other.iterdir()).read_bytes()
    mark.write_bytes(content)
    assert Vault(folder, marks=marks).position == Vault(folder).position


def test_a_folder_in_which_nothing_can_be_kept_is_no_hindrance(tmp_path: Path) -> None:
    folder, _ = mark_it(tmp_path)
    in_the_way = tmp_path / "file"
    in_the_way.write_bytes(b"")
    assert Vault(folder, marks=in_the_way / "marks").position == Vault(folder).position
