"""An event whose first backup is struck already: what came later is held back, and the program says so."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.cli.office import Office, desk, make_text, write_system

__all__ = ["desk"]
pytestmark = pytest.mark.usefixtures("place", "desk")

_NAMES = tuple(f"{folder}/{at}.docx" for folder in ("staff", "students") for at in range(12))


@pytest.fixture
def late(tmp_path: Path, call: Call) -> tuple[Office, list[str]]:
    """An office that was backed up for the first time when it was struck; then people wrote all anew.

    The second value: ids of its snapshots. The first is declared an event.
    """
    office = Office(call, tmp_path / "srv")
    for name in _NAMES:
        office.write(name, make_text(name))
        path = office.root / name
        path.write_bytes(random.Random(name).randbytes(4000))
        path.rename(path.with_name(path.name + ".locked"))
    snapshots = [office.back_up()]
    for name in _NAMES:
        (office.root / f"{name}.locked").unlink()
        office.write(name, office.texts[name])
    snapshots.append(office.back_up())
    office.write("staff/new.docx", make_text("new"))
    snapshots.append(office.back_up())
    assert call("examine", "rule", snapshots[0], "event", "--why", "all of it is noise").status == 0
    event = call("event", "list", "--json").messages[0]["id"]
    assert call("event", "declare", event).status == 0
    write_system(tmp_path, office.root)
    return office, snapshots


def test_a_plan_of_which_nothing_would_be_restored_says_why_and_what_to_do(
    late: tuple[Office, list[str]], tmp_path: Path, call: Call
) -> None:
    office, (_, second, third) = late
    plan = tmp_path / "plan.json"

    told = call("recover", "plan", "--output", plan, "--json")

    assert told.status == 3
    system = told.messages[0]
    assert (system["files"], system["pieces"], system["missing"]) == (0, [], [])
    (sentence,) = system["withheld"]
    assert sentence.startswith(f"files: nothing of {office.root} would be restored: 49 paths are held back")
    assert "was declared" in sentence
    assert "25 of them read well" in sentence
    assert f"`firstbell examine rule {second[:8]} benign --why TEXT`" in sentence
    assert f"`firstbell examine rule {third[:8]} benign --why TEXT`" in sentence
    reasons = {one["path"]: one["reason"] for one in system["held"]}
    assert reasons[f"{office.root}/staff/new.docx"].endswith("nothing speaks for it; it reads well")
    assert reasons[f"{office.root}/staff/1.docx.locked"].endswith("the newest backup does not hold it")
    assert [one["path"].endswith(".docx") for one in system["held"]] == [True] * 25 + [False] * 24
    shown = call("recover", "show", plan).out
    assert "no first bell: no backup restores files completely" in shown
    assert f"{office.root}/staff/0.docx: backed up after the boundary" in shown


def test_a_run_of_no_files_is_never_verified(
    late: tuple[Office, list[str]], tmp_path: Path, call: Call
) -> None:
    plan = tmp_path / "plan.json"
    call("recover", "plan", "--output", plan)

    told = call("recover", "run", plan, "--json")

    assert told.status == 3
    assert (told.summary["verified"], told.summary["nothing_to_restore"]) == ([], ["files"])
    assert not (tmp_path / "to").exists()
    said = call("recover", "run", plan)
    assert said.status == 3
    assert "files: not restored: files: nothing of" in said.err
    assert "verified" not in said.out
    assert "files: nothing of it would be restored: files:" in call("recover", "status", plan).out


@pytest.mark.parametrize("verb", [("compose",), ("compose", "-n"), ("run", "-t", "{out}")], ids=" ".join)
def test_a_composed_tree_without_files_is_neither_written_nor_restored(
    late: tuple[Office, list[str]], tmp_path: Path, call: Call, verb: tuple[str, ...]
) -> None:
    out = tmp_path / "out"

    told = call("recover", *(word.format(out=out) for word in verb))

    assert told.status == 3
    assert "nothing would be restored: 49 paths are held back, because encryption event" in told.err
    assert "hint: 25 of them read well. Look at them; then `firstbell examine rule" in told.err
    assert not out.exists()
    assert len(call("snapshots", "--json").messages) == len(late[1]) + 1


def test_what_a_person_looked_at_and_released_is_restored(
    late: tuple[Office, list[str]], tmp_path: Path, call: Call
) -> None:
    office, (_, second, _) = late
    assert call("examine", "rule", second[:8], "benign", "--why", "written from paper").status == 0
    one = f"{office.root}/staff/new.docx"
    assert call("recover", "release", one, "--why", "looked at").status == 0
    plan = tmp_path / "plan.json"

    assert call("recover", "plan", "--output", plan).status == 0
    told = call("recover", "run", plan, "--json")

    assert told.status == 0
    assert told.summary["verified"] == ["files"]
    assert office.compare(tmp_path / "to") == {"right": 25, "wrong": 0, "missing": 0, "strange": 0}


def test_a_folder_of_which_nothing_stands_is_not_told_as_never_backed_up(
    late: tuple[Office, list[str]], tmp_path: Path, call: Call
) -> None:
    office, _ = late
    call("recover", "release", f"{office.root}/staff/*.docx", "--why", "looked at")
    configuration = tmp_path / "desk" / "firstbell.toml"
    text = configuration.read_text()
    paths = f'paths = ["{office.root}/staff", "{office.root}/students"]'
    configuration.write_text(text.replace(f'paths = ["{office.root}"]', paths))

    told = call("recover", "plan", "--output", tmp_path / "plan.json", "--json")

    assert told.status == 3
    system = told.messages[0]
    assert (system["files"], system["missing"]) == (13, [])
    (sentence,) = system["withheld"]
    assert sentence.startswith(f"files: nothing of {office.root}/students would be restored: ")
    ran = call("recover", "run", tmp_path / "plan.json", "--json")
    assert (ran.status, ran.summary["verified"], ran.summary["files"]) == (3, ["files"], 13)


def test_a_rehearsal_of_no_files_proves_nothing(late: tuple[Office, list[str]], call: Call) -> None:
    told = call("rehearse", "--json")

    assert told.status == 3
    assert told.messages[0]["verdict"] == "nothing to restore"
    assert call("readiness", "--json").status == 3


def test_a_backup_that_holds_no_files_is_told(tmp_path: Path, call: Call) -> None:
    office = Office(call, tmp_path / "srv")
    (office.root / "spool").mkdir(parents=True)
    snapshot = office.back_up()
    write_system(tmp_path, office.root)

    told = call("recover", "plan", "--output", tmp_path / "plan.json", "--json")

    assert told.status == 3
    assert f"backup {snapshot[:8]} holds no files there" in told.messages[0]["withheld"][0]
    ran = call("recover", "run", snapshot, "-t", tmp_path / "out")
    assert ran.status == 3
    assert f"nothing was restored: snapshot {snapshot[:8]} holds no files" in ran.err


def test_an_event_that_was_declared_and_then_ruled_false_can_be_closed(
    late: tuple[Office, list[str]], call: Call
) -> None:
    _, (first, *_) = late
    event = call("event", "list", "--json").messages[0]["id"]
    assert call("examine", "rule", first, "benign", "--why", "a false alarm").status == 0

    told = call("event", "close", event[:8], "--why", "a false alarm", "--json")

    assert told.status == 0, told.err
    (line,) = [one for one in told.messages if one["message_type"] == "event"]
    assert line["id"] == event
    assert line["closed"] > line["declared"]
    (shown,) = [one for one in call("event", "list", "--json").messages if one.get("id") == event]
    assert (shown["closed"], shown["state"]) == (line["closed"], line["state"])
    again = call("event", "close", event)
    assert again.status == 1
    assert "give the reason with --why" in again.err
    assert f"event {event} was closed at" in again.err


def test_an_event_that_a_person_ruled_false_says_what_makes_it_one_again(
    late: tuple[Office, list[str]], call: Call
) -> None:
    _, (first, *_) = late
    event = call("event", "list", "--json").messages[0]["id"]
    assert call("examine", "rule", first, "benign", "--why", "a false alarm").status == 0

    told = call("event", "declare", event)

    assert told.status == 1
    assert f"a person ruled that {event} is no encryption event" in told.err
    undo = ("examine", "rule", first[:8], "--undo", "--why")
    assert f"hint: `firstbell {' '.join(undo)} TEXT` makes it one again" in told.err
    assert call(*undo, "it was real").status == 0
    assert call("examine", "rule", first, "event", "--why", "it was real").status == 0
    assert call("event", "declare", event).err.startswith(f"firstbell: event {event} was declared at")


@pytest.fixture
def struck(tmp_path: Path, call: Call) -> Office:
    """An office with one good backup, and one after a strike that was declared."""
    office = Office(call, tmp_path / "srv")
    for name in _NAMES:
        office.write(name, make_text(name))
    office.back_up()
    for name in _NAMES:
        path = office.root / name
        path.write_bytes(random.Random(name).randbytes(4000))
        path.rename(path.with_name(path.name + ".locked"))
    office.back_up()
    assert call("examine").status == 4
    assert call("event", "declare", call("event", "list", "--json").messages[0]["id"]).status == 0
    write_system(tmp_path, office.root)
    return office


def test_a_plan_does_not_advise_to_take_what_the_event_damaged(
    struck: Office, tmp_path: Path, call: Call
) -> None:
    plan = tmp_path / "plan.json"
    shown = call("recover", "plan", "--output", plan).out
    composed = call("recover", "compose", "--dry-run").out

    assert "24 paths with newer versions that were not taken; none of them reads well" in shown
    assert "recover release" not in shown + composed

    struck.write("staff/late.docx", make_text("late"))
    struck.back_up()
    shown = call("recover", "plan", "--output", plan).out
    composed = call("recover", "compose", "--dry-run").out

    late = f"{struck.root}/staff/late.docx"
    assert "`firstbell recover release` takes those that you checked" in shown
    assert f"files: {late}: backed up after the boundary" in shown
    listed = [line for line in composed.splitlines() if line.startswith(f"  {struck.root}")]
    assert listed[0].startswith(f"  {late}: ")


def test_whoever_releases_damaged_files_is_told(struck: Office, call: Call) -> None:
    late = struck.root / "staff/late.docx"
    struck.write("staff/late.docx", make_text("late"))
    struck.back_up()

    assert "warning" not in call("recover", "release", late, "--why", "Ana wrote it").err
    told = call("recover", "release", f"{struck.root}/staff/*", "--why", "all of it")

    assert told.status == 0
    assert (
        "warning: this covers 12 damaged files; the next plan restores what is damaged as it is" in told.err
    )
