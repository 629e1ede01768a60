"""forget and its guards: what an open event, or being the last clean one, keeps; and forget --prune."""

from __future__ import annotations

import random
from pathlib import Path

from firstbell.store import Kind, LocalStore
from tests.cli.conftest import Call
from tests.cli.test_upkeep import back_up, ids


def strike(root: Path) -> None:
    """Random bytes in place of every text, and a note in each folder. Only below the test's own folder."""
    for at, file in enumerate(sorted(root.rglob("*.txt"))):
        file.write_bytes(random.Random(at).randbytes(file.stat().st_size))
        file.rename(f"{file}.lockd")
    for folder in root.iterdir():
        (folder / "READ_ME_NOW.txt").write_text(
            "All your files are encrypted. Pay bitcoin to restore them. Contact: abcdefghij234567.onion\n"
        )


def test_an_unstruck_repository_is_ruled_by_the_policy_alone(call: Call, place: Path, school: Path) -> None:
    back_up(call, school, "01")
    (school / "room0" / "new.txt").write_text("made on the second day\n")
    newest = back_up(call, school, "02")
    told = call("forget", "--keep-last", "1", "--json")
    assert (told.status, told.summary["kept_by_guard"]) == (0, [])
    assert ids(call) == {newest}


def test_nothing_is_removed_while_an_event_is_open(call: Call, place: Path, school: Path) -> None:
    clean = back_up(call, school, "01")
    strike(school)
    struck = back_up(call, school, "02")
    told = call("forget", "--keep-last", "1", "--json")
    assert (told.status, told.summary["kept_by_guard"], told.summary["removed"]) == (0, [clean], [])
    assert "is open" in told.summary["guard_reasons"][clean]
    assert call("forget", struck, "--json").summary["kept_by_guard"] == [struck]
    assert ids(call) == {clean, struck}


def test_the_newest_clean_snapshot_stays_when_the_event_is_closed(
    call: Call, place: Path, school: Path
) -> None:
    older = back_up(call, school, "01")
    clean = back_up(call, school, "02")
    strike(school)
    struck = back_up(call, school, "03")
    events = call("event", "list", "--json").messages
    (event,) = [message["id"] for message in events if message["message_type"] == "event"]
    assert call("event", "close", event, "--why", "a drill").status == 0
    told = call("forget", "--keep-last", "1", "--json")
    assert (told.summary["removed"], told.summary["kept_by_guard"]) == ([older], [clean])
    assert ids(call) == {clean, struck}


def test_guards_are_lifted_by_two_words_together(call: Call, place: Path, school: Path) -> None:
    clean = back_up(call, school, "01")
    strike(school)
    struck = back_up(call, school, "02")
    assert call("forget", clean, "--no-guards").status == 2
    assert ids(call) == {clean, struck}
    assert call("forget", clean, "--no-guards", "--yes").status == 0
    assert ids(call) == {struck}


def test_a_dry_run_tells_what_the_guards_would_keep(call: Call, place: Path, school: Path) -> None:
    clean = back_up(call, school, "01")
    strike(school)
    struck = back_up(call, school, "02")
    assert f"kept by guard: {clean[:8]}" in call("forget", "--keep-last", "1", "--dry-run").out
    assert ids(call) == {clean, struck}


def test_forget_with_prune_removes_the_data_too(call: Call, place: Path, school: Path) -> None:
    (school / "room0" / "large.bin").write_bytes(random.Random(1).randbytes(3_000_000))
    back_up(call, school, "01")
    (school / "room0" / "large.bin").unlink()
    back_up(call, school, "02")
    before = sum(info.size_bytes for info in LocalStore(place).list(Kind.DATA))
    assert call("forget", "--keep-last", "1", "--prune", "--max-unused", "0").status == 0
    after = sum(info.size_bytes for info in LocalStore(place).list(Kind.DATA))
    assert before - after > 2_900_000
    assert call("check", "--read-data").status == 0


def test_a_wrong_limit_is_refused_before_anything_is_removed(call: Call, place: Path, school: Path) -> None:
    only = back_up(call, school, "01")
    assert call("forget", only, "--prune", "--max-unused", "some").status == 2
    assert ids(call) == {only}


def test_prune_removes_nothing_while_an_event_is_open(call: Call, place: Path, school: Path) -> None:
    """What somebody else forgot during the event is evidence, as long as its data is there."""
    first = back_up(call, school, "01")
    strike(school)
    back_up(call, school, "02")
    (place / "snapshots" / first).unlink()
    back_up(call, school, "03")  # a struck one alone is no event: it looks like a first backup
    strike_again = school / "room0"
    for number in range(20):
        (strike_again / f"new{number}.txt").write_text(f"Class list {number}\n" * 200)
    back_up(call, school, "04")
    strike(school)
    back_up(call, school, "05")
    packs = set(LocalStore(place).list(Kind.DATA))
    told = call("prune", "--max-unused", "0", "--json")
    assert (told.status, told.summary["packs_removed"], told.summary["freed_bytes"]) == (0, 0, 0)
    assert told.summary["kept_by_guard"]
    assert all("is open" in reason for reason in told.summary["guard_reasons"].values())
    assert set(LocalStore(place).list(Kind.DATA)) == packs
    assert "kept by guard: " in call("prune", "--max-unused", "0", "--dry-run").out
    assert call("prune", "--no-guards").status == 2
    assert call("prune", "--max-unused", "0", "--no-guards", "--yes", "--json").summary["packs_removed"] > 0
    assert call("check", "--read-data").status == 0


def test_prune_examines_nothing_where_it_would_remove_nothing(call: Call, place: Path, school: Path) -> None:
    back_up(call, school, "01")
    told = call("prune", "--json")
    assert (told.status, told.summary["kept_by_guard"], told.summary["guard_reasons"]) == (0, [], {})
    assert call("catalog", "--json").summary["snapshots_examined"] == 0


def test_the_newest_clean_of_a_group_by_tags_stays_too(call: Call, place: Path, school: Path) -> None:
    weekly = back_up(call, school, "01", "--tag", "weekly")
    nightly = back_up(call, school, "02", "--tag", "nightly")
    everything = ("forget", "--host", "h", "--unsafe-allow-remove-all", "--dry-run", "--json")
    assert call(*everything).summary["kept_by_guard"] == [nightly]
    assert set(call(*everything, "--group-by", "tags").summary["kept_by_guard"]) == {weekly, nightly}
    assert set(call(*everything, "--group-by", "").summary["kept_by_guard"]) == {nightly}


def test_a_guarded_snapshot_is_listed_among_those_that_stay(call: Call, place: Path, school: Path) -> None:
    clean = back_up(call, school, "01")
    strike(school)
    struck = back_up(call, school, "02")
    group = call("forget", "--keep-last", "1", "--json").messages[0]
    assert [one["id"] for one in group["keep"]] == [clean, struck]
    assert group["remove"] == []
    reasons = {one["snapshot_id"]: one["matches"] for one in group["reasons"]}
    assert reasons[clean][0].startswith("kept by guard: ")
    assert "remove:" not in call("forget", "--keep-last", "1").out
