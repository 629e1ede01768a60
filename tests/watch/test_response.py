"""On an event a host is frozen, a case opened, an alert raised, the verdict noted; once, also after kills."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from firstbell.base.clock import FixedClock
from firstbell.case.bodies import DamageFound
from firstbell.case.case import Case
from firstbell.vault.entries import Frozen, Thawed
from firstbell.vault.schedules import find_last_snapshot
from firstbell.watch.errors import WatchBusyError
from firstbell.watch.examiner_lock import examining_alone
from firstbell.watch.rulings import LedgerLook
from tests.repository.making import Folder, save_snapshot
from tests.watch.places import FEB_18_NS, WatchedPlace, make_watched

FOLDERS = (b"office", b"school", b"home")
NOTE = b"All your files have been encrypted. To restore them pay in bitcoin.\nhttp://a.onion/\n" * 3
FILES = 30


def write_document(words: str) -> bytes:
    """A zip with two entries."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w>{words * 200}</w>")
        archive.writestr("[Content_Types].xml", "<Types/>" * 40)
    return data.getvalue()


def write_table(at: int) -> bytes:
    """Lines of text."""
    return b"".join(b"%d,pupil %d,%d\n" % (at, row, row * at) for row in range(200))


CALM: Folder = {
    folder: {
        **{f"letter {at}.docx".encode(): write_document(f"{folder!r} {at}") for at in range(7)},
        **{f"table {at}.csv".encode(): write_table(at) for at in range(3)},
    }
    for folder in FOLDERS
}


def strike(tree: Folder) -> Folder:
    """Random bytes over every file, a suffix, a note in each folder."""
    rng = random.Random(4)
    struck: dict[bytes, bytes | Folder] = {b"HOW_TO_RECOVER.txt": NOTE}
    for name, content in tree.items():
        if isinstance(content, bytes):
            struck[name + b".k7q2x"] = rng.randbytes(len(content))
        else:
            struck[name] = strike(content)
    return struck


@pytest.fixture
def place(tmp_path: Path) -> WatchedPlace:
    return make_watched(tmp_path, hosts=("office", "kiosk"))


def back_up(place: WatchedPlace, tree: Folder, *, host: str = "office") -> str:
    clock = place.vault.clock
    assert isinstance(clock, FixedClock)
    clock.advance(3600.0)
    at_s = (clock.now_ns() - FEB_18_NS) // 10**9
    return save_snapshot(place.host_repository(host), tree, host=host, at_s=at_s).hex_id


def alerts(place: WatchedPlace, kind: str) -> list[Mapping[str, Any]]:
    return [told for told in place.list_told("alert") if told["kind"] == kind]


def list_cases(place: WatchedPlace) -> list[Case]:
    folder = place.desk / "cases"
    return [Case(path, place.places().signer) for path in sorted(folder.glob("*"))] if folder.exists() else []


def test_an_event_freezes_its_host_opens_a_case_and_raises_an_alert(place: WatchedPlace) -> None:
    clean = back_up(place, CALM)
    back_up(place, CALM, host="kiosk")
    place.watch_once()
    assert place.list_told("alert") == []
    struck = back_up(place, strike(CALM))
    examiner = place.watch_once()
    assert (examiner.tally.events, examiner.tally.snapshots_examined) == (1, 1)
    assert place.vault.judgements.verdicts["office", struck].verdict == "event"
    assert place.vault.judgements.find_freeze("office") is not None
    assert place.vault.judgements.find_freeze("kiosk") is None
    (alert,) = alerts(place, "event")
    assert (alert["host"], alert["severity"], alert["snapshot_id"]) == ("office", "critical", struck)
    assert alert["clean_point"]["snapshot_id"] == clean
    assert alert["files_damaged"] == FILES
    assert "/office/letter 3.docx.k7q2x" in alert["files"]
    assert {sign["code"] for sign in alert["signs"]} >= {"damage", "campaign.suffix"}
    assert alert["next_command"] == f"firstbell respond {alert['event']}"
    (case,) = list_cases(place)
    assert alert["case"] == str(case.folder.path)
    told = case.describe()
    assert (told.event, told.declared, told.closed) == (alert["event"], "", "")
    (found,) = [entry for entry in case.main.read() if entry.kind == DamageFound.KIND]
    assert (found.body["snapshot"], found.body["host"], found.body["clean_point"]) == (
        struck,
        "office",
        clean,
    )


def test_what_was_done_is_not_done_again(place: WatchedPlace) -> None:
    back_up(place, CALM)
    back_up(place, strike(CALM))
    place.watch_once()
    before = (place.judgements(), [len(case.main.read()) for case in list_cases(place)])
    assert place.watch_once().alerts_raised == 0
    place.cache = None
    assert place.watch_once().alerts_raised == 0
    assert (place.judgements(), [len(case.main.read()) for case in list_cases(place)]) == before


def test_a_kill_before_the_verdict_is_noted_leaves_one_alert_and_one_case(
    place: WatchedPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(place, CALM)
    struck = back_up(place, strike(CALM))
    judge = place.vault.judge

    def die(*entries: Any) -> Any:
        if type(entries[0]).__name__ == "Examined":
            raise KeyboardInterrupt
        return judge(*entries)

    monkeypatch.setattr(place.vault, "judge", die)
    with pytest.raises(KeyboardInterrupt):
        place.watch_once()
    monkeypatch.undo()
    place.watch_once()
    assert len(alerts(place, "event")) == 1
    assert len(list_cases(place)) == 1
    assert len([one for one in place.judgements() if isinstance(one, Frozen)]) == 1
    assert place.vault.judgements.verdicts["office", struck].verdict == "event"


def test_a_second_host_of_these_days_comes_on_the_same_case(place: WatchedPlace) -> None:
    for host in ("office", "kiosk"):
        back_up(place, CALM, host=host)
    struck = [back_up(place, strike(CALM), host=host) for host in ("office", "kiosk")]
    place.watch_once()
    (case,) = list_cases(place)
    found = [entry.body["snapshot"] for entry in case.main.read() if entry.kind == DamageFound.KIND]
    assert found == struck
    assert {alert["case"] for alert in alerts(place, "event")} == {str(case.folder.path)}


def test_a_person_may_thaw_and_what_is_struck_later_freezes_again(place: WatchedPlace) -> None:
    back_up(place, CALM)
    back_up(place, strike(CALM))
    place.watch_once()
    place.vault.judge(Thawed(host="office", why="looked at", by="desk"))
    place.watch_once()
    assert place.vault.judgements.find_freeze("office") is None
    back_up(place, {**strike(CALM), b"more.csv.k7q2x": random.Random(1).randbytes(9000)})
    place.watch_once()
    assert place.vault.judgements.find_freeze("office") is not None


def test_a_few_damaged_files_are_a_suspicion_with_an_alert_and_a_case(place: WatchedPlace) -> None:
    back_up(place, CALM)
    few = random.Random(3).randbytes(9000)
    school = CALM[b"school"]
    assert isinstance(school, dict)
    snapshot = back_up(place, {**CALM, b"school": {**school, b"table 1.csv": few, b"table 2.csv": few[::-1]}})
    place.watch_once()
    assert place.vault.judgements.verdicts["office", snapshot].verdict == "suspect"
    (alert,) = alerts(place, "suspect")
    assert list(alert["files"]) == ["/school/table 1.csv", "/school/table 2.csv"]
    (case,) = list_cases(place)
    assert case.describe().event is None
    assert place.vault.judgements.find_freeze("office") is not None


@pytest.mark.parametrize("away_s", [3 * 86400, -3 * 86400])
def test_a_snapshot_with_an_invented_time_is_flagged_and_never_newest(
    place: WatchedPlace, away_s: int
) -> None:
    back_up(place, CALM)
    received = place.vault.arrivals.last_time
    clock = place.vault.clock
    assert isinstance(clock, FixedClock)
    clock.advance(7200.0)
    invented = save_snapshot(place.host_repository(), CALM, host="office", at_s=away_s).hex_id
    place.watch_once()
    assert ("office", invented) in place.vault.judgements.flags
    assert find_last_snapshot(place.vault, "office") == received
    (alert,) = alerts(place, "time")
    assert alert["snapshot_id"] == invented
    assert place.vault.judgements.is_proven("office", "snapshots", invented)
    assert place.watch_once().alerts_raised == 0


def test_a_backup_that_took_days_is_not_flagged(place: WatchedPlace) -> None:
    clock = place.vault.clock
    assert isinstance(clock, FixedClock)
    store = place.host_store()
    began_s = (clock.now_ns() - FEB_18_NS) // 10**9
    for _ in range(3):
        store.put("data", clock.now_ns().to_bytes(8, "big"))
        clock.advance(20 * 3600.0)
    long = save_snapshot(place.host_repository(), CALM, host="office", at_s=began_s).hex_id
    place.watch_once()
    assert place.vault.judgements.is_proven("office", "snapshots", long)
    assert place.vault.judgements.flags == {}
    # what it came to is of no use for another invented time
    invented = save_snapshot(place.host_repository(), CALM, host="office", at_s=began_s + 5).hex_id
    place.watch_once()
    assert list(place.vault.judgements.flags) == [("office", invented)]


def test_a_ruling_on_the_ledger_has_the_host_judged_anew(place: WatchedPlace) -> None:
    look = LedgerLook(place.desk)
    entries = place.desk / "ab" / "ledger" / "entries.jsonl"
    assert list(look.list_grown({"office": "ab"})) == []
    entries.parent.mkdir(parents=True)
    entries.write_text("one")
    assert list(look.list_grown({"office": "ab", "kiosk": "cd"})) == ["office"]
    assert list(look.list_grown({"office": "ab", "kiosk": "cd"})) == []


def test_a_desk_without_a_key_that_opens_still_raises_the_alert(
    place: WatchedPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(place, CALM)
    back_up(place, strike(CALM))
    place.desk.mkdir()
    (place.desk / "desk.key").write_text("no key")
    place.watch_once()
    (alert,) = alerts(place, "event")
    assert "No case could be opened" in alert["text"]
    assert "case" not in alert
    assert place.vault.judgements.find_freeze("office") is not None


def test_a_vault_has_one_examiner(place: WatchedPlace) -> None:
    with examining_alone(place.vault), pytest.raises(WatchBusyError), examining_alone(place.vault):
        pass
