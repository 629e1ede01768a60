"""The examiner where something stands in its way: who waits for how long, what is told and asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from firstbell.vault.entries import Removed
from firstbell.watch import examiner as examining
from firstbell.watch.backlog import Waiting
from firstbell.watch.errors import WatchError
from firstbell.watch.examiner import VaultExaminer
from firstbell.watch.prover import ProofOutcome
from tests.watch.places import WatchedPlace, make_watched


@pytest.fixture
def place(tmp_path: Path) -> WatchedPlace:
    return make_watched(tmp_path, hosts=("office", "kiosk"))


@pytest.fixture
def examiner(place: WatchedPlace) -> Iterator[VaultExaminer]:
    made = place.examiner()
    with closing(made):
        yield made


def test_a_host_that_cannot_be_judged_now_waits_a_while_and_holds_up_no_other(
    place: WatchedPlace, examiner: VaultExaminer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for host in ("office", "kiosk"):
        place.host_store(host).put("data", host.encode())
    asked: list[str] = []

    def judge(batch: Sequence[Waiting]) -> ProofOutcome:
        asked.append(batch[0].host)
        if batch[0].host == "office":
            raise OSError("the disk is busy")
        return ProofOutcome()

    monkeypatch.setattr(examiner._prover, "judge", judge)
    examiner.run_once()
    examiner.run_once()

    assert asked.count("office") == 1
    assert "kiosk" in asked
    assert examiner.tally.unjudged >= 1
    assert any("office: " in told["message"] for told in place.list_told("warning"))


def test_what_could_not_be_examined_is_counted_and_told(
    place: WatchedPlace, examiner: VaultExaminer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise OSError("no room")

    monkeypatch.setattr(examiner._responder, "examine", fail)
    examiner.run_once()

    assert examiner.tally.unjudged == 2
    assert len(place.list_told("warning")) == 2


def test_that_examining_ended_is_not_borne(examiner: VaultExaminer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examiner, "_examine_until_stopped", lambda: None)
    late = threading.Timer(30.0, examiner.stop)
    late.daemon = True
    late.start()

    with pytest.raises(WatchError, match="examining has ended unexpectedly"):
        examiner.run()
    late.cancel()


def test_a_snapshot_without_a_verdict_is_asked_for_once(
    place: WatchedPlace, examiner: VaultExaminer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "is_unjudged", lambda *_: True)
    monkeypatch.setattr(type(place.vault.judgements), "is_proven", lambda *_: True)
    place.vault.inventory.of("office").judged["snapshots"]["ab" * 32] = "2023-02-18T12:30:00Z"
    while examiner._pending.take() is not None:
        pass

    examiner._ask_for_unexamined()
    assert examiner._pending.take() == "office"
    examiner._ask_for_unexamined()
    assert examiner._pending.take() is None


def test_addresses_that_cannot_be_read_leave_alerts_on_their_way(
    place: WatchedPlace, examiner: VaultExaminer
) -> None:
    stopped: list[bool] = []

    class Carrier:
        def stop(self) -> None:
            stopped.append(True)

    examiner._carriers = [Carrier()]  # type: ignore[list-item]
    examiner._settings.trouble = "firstbell.toml, line 3"
    examiner._restart_carriers()
    assert not stopped
    assert "go where they went before" in place.list_told("warning")[0]["message"]

    examiner._settings.trouble = ""
    examiner._restart_carriers()
    assert stopped
    assert not examiner._carriers


def test_only_what_went_since_it_was_judged_is_proven_again(
    examiner: VaultExaminer, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten: list[str] = []
    monkeypatch.setattr(examiner._prover, "forget", lambda host, kind, name: forgotten.append(name))
    examiner._done = 10
    for seq in (10, 11):
        name = f"{seq:064x}"
        examiner._take(Removed(seq=seq, host="office", type="data", name=name, size_bytes=1, by="desk"))

    assert forgotten == [f"{11:064x}"]
