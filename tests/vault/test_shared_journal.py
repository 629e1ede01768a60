"""A journal that machines share: one line of entries, whoever appends; a copy on each that may be cut off."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock, parse_time
from firstbell.vault.entries import ArrivalEntry, Removed
from firstbell.vault.errors import JournalDamagedError, VaultBusyError, VaultFullError, VaultUnreachableError
from firstbell.vault.journal import Journal, create_journal
from firstbell.vault.judgements import Judgements
from firstbell.vault.leases import keep_holder, make_lease, refuse_taken
from firstbell.vault.presence import Presence
from firstbell.vault.segments import Segments
from firstbell.vault.shared_journal import JournalFolder, SharedJournal
from tests.vault.places import MORNING, added, name_of
from tests.vault.rows import MemoryRow

VAULT = "ab" * 16


class Machines:
    """Copies of one journal."""

    def __init__(self, base: Path) -> None:
        self.row = MemoryRow()
        self.base = base
        create_journal(self._folder("first"), "arrivals", vault_id=VAULT, made=MORNING)
        Segments(self.row, "arrivals").put(0, self.copy("first"))

    def _folder(self, name: str) -> Path:
        folder = self.base / name
        folder.mkdir(exist_ok=True)
        return folder

    def copy(self, name: str) -> bytes:
        return (self.base / name / "arrivals.jsonl").read_bytes()

    def open(self, name: str, seen: list[ArrivalEntry] | None = None) -> Journal[ArrivalEntry]:
        path = self._folder(name) / "arrivals.jsonl"
        if not path.exists():
            path.write_bytes(self.row.objects["journals/arrivals/" + "0" * 16])
        where = JournalFolder(path.parent, VAULT, FixedClock(parse_time(MORNING)), self.row)
        return where.open("arrivals", ArrivalEntry, (lambda _: None) if seen is None else seen.append)


@pytest.fixture
def machines(tmp_path: Path) -> Machines:
    return Machines(tmp_path)


def test_what_one_machine_appends_every_machine_takes_in_once_and_in_order(machines: Machines) -> None:
    ours: list[ArrivalEntry] = []
    theirs: list[ArrivalEntry] = []
    first, second = machines.open("first", ours), machines.open("second", theirs)
    first.append(added(b"a"), added(b"b"))
    second.append(added(b"c"))
    first.append(added(b"d"))
    second.refresh()
    first.refresh()
    assert ours == theirs
    assert [entry.seq for entry in ours] == [0, 1, 2, 3]
    assert machines.copy("first") == machines.copy("second")
    assert first.last_hash == second.last_hash
    # a plain reader of the copy finds the chain whole
    plain: Journal[ArrivalEntry] = Journal(
        machines.base / "second" / "arrivals.jsonl",
        ArrivalEntry,
        vault_id=VAULT,
        clock=FixedClock(0),
        apply=lambda _: None,
    )
    plain.refresh()
    assert plain.last_hash == first.last_hash


def test_many_who_append_at_once_make_one_chain(machines: Machines) -> None:
    names = [f"machine {n}" for n in range(5)]
    seen: dict[str, list[ArrivalEntry]] = {name: [] for name in names}

    def work(name: str) -> None:
        journal = machines.open(name, seen[name])
        for turn in range(20):
            journal.append(added(f"{name} {turn}".encode()))

    threads = [threading.Thread(target=work, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    everything: list[ArrivalEntry] = []
    machines.open("late", everything).refresh()
    assert len({entry.name for entry in everything}) == len(everything) == 100
    assert [entry.seq for entry in everything] == list(range(100))
    for name in names:
        assert seen[name] == everything[: len(seen[name])]


def test_a_copy_that_was_cut_off_anywhere_is_made_whole(machines: Machines) -> None:
    first = machines.open("first")
    for turn in range(6):
        first.append(*(added(f"{turn} {n}".encode()) for n in range(3)))
    whole = machines.copy("first")
    chance = random.Random(5)
    for at in [whole.index(b"\n") + 1, len(whole), *(chance.randrange(300, len(whole)) for _ in range(60))]:
        path = machines.base / "torn" / "arrivals.jsonl"
        path.parent.mkdir(exist_ok=True)
        # a power cut may leave anything behind what was written last
        path.write_bytes(whole[:at] + chance.choice((b"", b"\0" * 40, b'{"what":')))
        seen: list[ArrivalEntry] = []
        machines.open("torn", seen).append(added(f"after {at}".encode()))
        assert [entry.seq for entry in seen] == list(range(len(seen)))
        assert machines.copy("torn").startswith(whole)
        first.refresh()
        assert machines.copy("first") == machines.copy("torn")


def test_entries_longer_than_a_segment_are_divided_between_lines(machines: Machines) -> None:
    first = machines.open("first")
    entries = [added(f"{n}".encode(), by="x" * 300_000) for n in range(9)]
    assert len(first.append(*entries)) == 9
    sizes = [len(data) for data in machines.row.objects.values()]
    assert len(sizes) == 4
    assert max(sizes) < 1 << 20
    seen: list[ArrivalEntry] = []
    machines.open("second", seen).refresh()
    assert [entry.name for entry in seen] == [entry.name for entry in entries]
    # of one line that is longer than a segment is otherwise
    first.append(added(b"long", by="y" * 3_000_000))
    machines.open("first").append(added(b"short"))


def test_what_cannot_be_reached_is_not_acknowledged_and_what_was_taken_comes_once(machines: Machines) -> None:
    first = machines.open("first")
    first.append(added(b"a"))
    machines.row.is_lost = True
    with pytest.raises(VaultUnreachableError):
        first.append(added(b"b"))
    with pytest.raises(VaultUnreachableError):
        first.refresh()
    machines.row.is_lost = False
    machines.open("second").append(added(b"c"))
    (last,) = first.append(added(b"d"))
    assert last.seq == 2
    assert [entry.name for entry, _ in first.iterate()] == [name_of(data) for data in (b"a", b"c", b"d")]


def test_a_full_disk_here_leaves_the_journal_usable(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = machines.open("first")
    first.append(added(b"a"))

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("firstbell.vault.shared_journal.os.pwrite", full)
        with pytest.raises(VaultFullError):
            first.append(added(b"b"))
    # it may have been acknowledged by nobody, and stands in the log: as after a kill
    (last,) = first.append(added(b"c"))
    assert last.seq == 2
    assert [entry.name for entry, _ in first.iterate()] == [name_of(data) for data in (b"a", b"b", b"c")]


def test_a_log_that_lost_its_end_is_noticed_by_a_machine_that_has_it(machines: Machines) -> None:
    first = machines.open("first")
    for data in (b"a", b"b", b"c"):
        first.append(added(data))
    del machines.row.objects[max(machines.row.objects)]
    with pytest.raises(JournalDamagedError, match="bucket"):
        machines.open("first").refresh()


def test_a_segment_that_does_not_follow_is_refused(machines: Machines) -> None:
    first = machines.open("first")
    first.append(added(b"a"))
    forged = machines.row.objects[max(machines.row.objects)]
    Segments(machines.row, "arrivals").put(len(machines.copy("first")), forged)
    with pytest.raises(JournalDamagedError, match="follow"):
        first.refresh()
    assert first.seq == 0
    assert isinstance(first, SharedJournal)


def test_a_machine_that_was_away_takes_many_segments_in(machines: Machines) -> None:
    away = machines.open("away")
    away.refresh()
    first = machines.open("first")
    for turn in range(70):
        first.append(added(f"{turn}".encode()))
    away.refresh()
    assert away.last_hash == first.last_hash
    before = machines.row.asked
    away.refresh()
    assert machines.row.asked - before == 1


def test_what_is_written_down_already_is_not_written_down_twice(machines: Machines) -> None:
    presences = [Presence(), Presence()]
    journals = [
        JournalFolder(machines.base / name, VAULT, FixedClock(parse_time(MORNING)), machines.row)
        for name in ("first", "second")
    ]
    (machines.base / "second").mkdir()
    (machines.base / "second" / "arrivals.jsonl").write_bytes(machines.copy("first"))
    one, two = (
        where.open("arrivals", ArrivalEntry, known.apply)
        for where, known in zip(journals, presences, strict=True)
    )

    def append(at: int, *entries: ArrivalEntry) -> int:
        journal = (one, two)[at]
        return len(journal.append(*entries, choose=lambda given: presences[at].choose(given, journal)))

    gone = Removed(host="office", type="data", name=name_of(b"a"), size_bytes=1, by="c")
    assert append(0, added(b"a"), added(b"a"), added(b"b")) == 2
    assert append(1, added(b"a"), added(b"c")) == 1
    assert append(0, gone) == 1
    assert append(1, gone) == 0
    assert append(1, added(b"a")) == 1
    assert presences[1].holds(("office", "data", name_of(b"a")), two)
    assert not presences[1].holds(("office", "data", name_of(b"z")), two)


def test_one_machine_examines_and_another_takes_over_when_its_time_is_over() -> None:
    judgements = Judgements()
    clock = FixedClock(parse_time(MORNING))
    refuse_taken(judgements, "a", clock)
    with pytest.raises(VaultBusyError, match="nobody"):
        keep_holder((), judgements, "a")
    judgements.apply(make_lease("a", clock))
    refuse_taken(judgements, "a", clock)
    with pytest.raises(VaultBusyError, match="a examines this vault until"):
        refuse_taken(judgements, "b", clock)
    later = FixedClock(clock.now_ns() + 901 * 10**9)
    refuse_taken(judgements, "b", later)
    judgements.apply(make_lease("b", later))
    with pytest.raises(VaultBusyError, match="b examines"):
        keep_holder((), judgements, "a")
    judgements.apply(make_lease("b", later, lasts_s=0))
    refuse_taken(judgements, "a", later)
