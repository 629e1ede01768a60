"""`recover run PLAN` and `recover status` on a small district."""

from __future__ import annotations

import json
import os
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from firstbell.ledger import Ledger
from firstbell.runs.execution import waiting_store
from tests.cli.conftest import Call, District, Told
from tests.cli.district import DOCUMENTS, make_district, write_desk


def make_plan(call: Call, district: District, *options: str | Path, status: int = 0) -> Path:
    path = district.desk / "plan.json"
    told = call("recover", "plan", "--json", "--output", path, *options)
    assert told.status == status, told.err
    return path


def with_desk(district: District, name: str, line: str) -> None:
    """Add a line to one system of the desk."""
    path = district.desk / "firstbell.toml"
    path.write_text(path.read_text().replace(f'name = "{name}"', f'name = "{name}"\n{line}'))


def list_files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def receipts_of(district: District) -> list[dict[str, Any]]:
    (folder,) = [path for path in district.desk.rglob("ledger") if path.is_dir()]
    return [dict(entry.body) for entry in Ledger(folder).read() if entry.kind == "receipt.system"]


def systems_of(told: Told) -> dict[str, Any]:
    return {line["name"]: line for line in told.messages if line["message_type"] == "system"}


def test_a_plan_is_carried_out_and_each_system_has_its_receipt(call: Call, district: District) -> None:
    plan = make_plan(call, district)
    told = call("recover", "run", plan, "--json")

    assert told.status == 0, told.err
    assert told.summary["verified"] == ["Identity", "Records", "Payroll"]
    assert told.summary["files"] == told.summary["files_written"] == 3 * DOCUMENTS + 2
    assert told.summary["first_bell_s"] > 0
    records = list_files(district.out / "sis")
    assert len(records) == DOCUMENTS + 2
    assert not [name for name in records if name.endswith((".q8z", "READ_ME.txt"))]
    kept = receipts_of(district)
    assert [receipt["system"] for receipt in kept] == ["Identity", *sorted(["Records", "Payroll"])] or len(
        kept
    ) == 3
    plans = json.loads(plan.read_text())
    assert all(receipt["plan"] == plans["id"] and receipt["root"] for receipt in kept)
    assert {receipt["verdict"] for receipt in kept} == {"verified"}
    status = call("recover", "status", "--json")
    assert {line["state"] for line in systems_of(status).values()} == {"verified"}
    assert status.summary["running"] is False


def test_that_no_run_has_started_is_no_failure(call: Call, district: District, tmp_path: Path) -> None:
    told = call("recover", "status")
    assert (told.status, told.out) == (
        0,
        "No run has started yet. `firstbell recover run PLAN` starts one.\n",
    )
    summary = call("recover", "status", "--json").summary
    assert (summary["run"], summary["running"], summary["systems"]) == (None, False, 0)
    plan = make_plan(call, district)
    told = call("recover", "status", plan)
    assert told.status == 0
    assert "No run of this plan has started yet" in told.out
    # a folder that is not there is a slip, and no desk without runs
    wrong = call("recover", "status", "--desk", tmp_path / "desc")
    assert wrong.status == 1
    assert f"{tmp_path / 'desc'} is not there" in wrong.err


def test_what_is_done_is_not_done_again(call: Call, district: District) -> None:
    plan = make_plan(call, district)
    assert call("recover", "run", plan, "--systems", "Identity", "--json").summary["pending"] == [
        "Records",
        "Payroll",
    ]
    before = {path: path.stat().st_ino for path in (district.out / "identity").rglob("*.docx")}
    told = call("recover", "run", plan, "--json")

    assert told.status == 0
    assert {path: path.stat().st_ino for path in before} == before
    assert len(receipts_of(district)) == 3
    shutil.rmtree(district.out / "identity")
    again = call("recover", "run", plan)
    assert again.status == 0
    assert "Identity: verified" in again.out
    assert list_files(district.out / "identity")


def test_the_output_of_plan_is_a_plan_too(call: Call, district: District, tmp_path: Path) -> None:
    told = call("recover", "plan", "--json", "--tier", "0")
    (tmp_path / "told.json").write_text(told.out)

    assert call("recover", "run", tmp_path / "told.json").status == 0
    assert list_files(district.out / "identity")


def test_a_plan_without_written_snapshots_is_composed_anew(call: Call, district: District) -> None:
    before = sorted((district.repository / "snapshots").iterdir())
    plan = make_plan(call, district, "-n", "--intruder-since", "2023-02-16T12:00:00Z")
    told = call("recover", "run", plan, "--json", "--no-lock")

    assert told.status == 0, told.err
    assert sorted((district.repository / "snapshots").iterdir()) == before
    (tool,) = (district.out / "sis").rglob("tool.exe")
    assert tool.read_bytes() == b"MZ as it was"


def test_a_failing_hook_stops_its_system_and_the_others_go_on(call: Call, district: District) -> None:
    with_desk(district, "Records", 'after = ["touch {target}/after && exit 7"]')
    with_desk(district, "Identity", 'before = ["echo $FIRSTBELL_SYSTEM > ' + f"{district.desk}/ran" + '"]')
    plan = make_plan(call, district)
    told = call("recover", "run", plan, "--json")

    assert told.status == 3
    assert told.summary["failed"] == ["Records"]
    assert told.summary["verified"] == ["Identity", "Payroll"]
    failure = next(line for line in told.messages if line["message_type"] == "failure")
    assert "status 7" in failure["reason"]
    assert (district.desk / "ran").read_text() == "Identity\n"
    status = call("recover", "status", plan, "--json")
    assert systems_of(status)["Records"]["state"] == "failed"
    assert (district.out / "sis" / "after").exists()


def test_a_check_that_hangs_fails_at_its_limit(call: Call, district: District) -> None:
    path = district.desk / "firstbell.toml"
    check = '[[system.checks]]\nkind = "command"\ntarget = "sleep 60"\nlimit_s = 0.3\n'
    path.write_text(path.read_text() + check)  # of Payroll, the last one
    plan = make_plan(call, district)
    told = call("recover", "run", plan, "--json")

    assert told.status == 3
    assert told.summary["incomplete"] == ["Payroll"]
    (verdict,) = receipts_of(district)[-1]["checks"]
    assert not verdict["passed"]
    assert "0.3 s" in verdict["detail"]


def test_in_place_wants_a_second_word_and_moves_aside_what_differs(
    call: Call, district: District, tmp_path: Path
) -> None:
    root, repository = tmp_path / "live" / "src", tmp_path / "own"
    make_district(root, repository)
    write_desk(district.desk, repository, root, district.out)
    plan = make_plan(call, district)
    refused = call("recover", "run", plan, "--in-place", "--json")
    assert refused.status == 2
    assert str(root / "sis") in refused.failure["message"]
    (root / "sis" / "mine.tmp").write_text("no backup holds this")
    whole = root / "identity" / "a" / "1.docx"
    inode = whole.stat().st_ino
    spoiled = root / "identity" / "b" / "0.docx"
    times = spoiled.stat()
    spoiled.write_bytes(bytes(times.st_size))
    os.utime(spoiled, ns=(times.st_atime_ns, times.st_mtime_ns))
    told = call("recover", "run", plan, "--in-place", "--yes", "--json")

    assert told.status == 0, told.err
    assert whole.stat().st_ino == inode
    assert spoiled.read_bytes().startswith(b"PK")
    standing = [path.name for name in ("sis", "payroll") for path in (root / name).rglob("*")]
    assert not [name for name in standing if name.endswith((".q8z", "READ_ME.txt"))]
    assert (root / "sis" / "mine.tmp").exists()
    aside = root / ".firstbell-aside"
    assert len(list(aside.rglob("*.q8z"))) == 2 * (DOCUMENTS - 1)
    assert next(aside.rglob("0.docx")).read_bytes() == bytes(times.st_size)
    identity = next(line for line in told.messages if line.get("system") == "Identity")
    assert (identity["moved_aside"], identity["files_kept"]) == (1, DOCUMENTS - 1)


def test_a_target_that_is_not_empty_is_compared_and_kept(call: Call, district: District) -> None:
    other = district.out / "payroll" / str(district.root)[1:] / "payroll" / "b" / "0.docx"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"of somebody")
    told = call("recover", "run", make_plan(call, district), "--json")

    assert told.status == 0
    assert other.read_bytes().startswith(b"PK")
    (moved,) = (district.out / ".firstbell-aside").rglob("0.docx")
    assert moved.read_bytes() == b"of somebody"


def test_a_target_that_takes_no_files_is_said_clearly(call: Call, district: District) -> None:
    district.out.mkdir()
    (district.out / "sis").write_text("a file")
    told = call("recover", "run", make_plan(call, district), "--json")

    assert told.status == 1
    assert told.summary["failed"] == ["Records"]
    failure = next(line for line in told.messages if line["message_type"] == "failure")
    assert "cannot write to the target" in failure["reason"]
    (district.out / "sis").unlink()
    assert call("recover", "run", district.desk / "plan.json").status == 0


def test_a_plan_older_than_the_newest_snapshot_is_refused(call: Call, district: District) -> None:
    plan = make_plan(call, district)
    root = district.root / "identity"
    assert call("backup", "-r", district.repository, root, "-H", "dc01").status == 0
    old = call("recover", "run", plan, "--json")

    assert old.status == 1
    assert "is newer than the plan" in old.failure["message"]
    assert "recover plan" in old.failure["hint"]
    assert call("recover", "run", plan, "--as-planned").status == 0


def test_names_windows_cannot_hold_are_mapped_and_listed(
    call: Call, district: District, tmp_path: Path
) -> None:
    tree = tmp_path / "share"
    tree.mkdir()
    for name in ("a:b.txt", "aux.log", "Same", "same", "end."):
        (tree / name).write_text(name)
    assert call("backup", "-r", district.repository, tree, "-H", "dc01").status == 0
    more = f'[[system]]\nname = "Share"\ntier = 0\ntarget = "{district.out / "share"}"\n'
    more += f'[[system.parts]]\nhost = "dc01"\npaths = ["{tree}"]\n'
    write_desk(district.desk, district.repository, district.root, district.out, more=more)
    plan = make_plan(call, district, "--systems", "Share", "--windows-names")
    told = call("recover", "run", plan, "--json")

    assert told.status == 0
    mapped = {line["path"]: line["name"] for line in told.messages if line["message_type"] == "mapped"}
    assert set(mapped.values()) == {"a%3Ab.txt", "_aux.log", "same (2)", "end%2E"}
    made = {Path(name).name for name in list_files(district.out / "share")}
    assert made == {*mapped.values(), "Same"}


def test_a_vault_that_is_gone_for_a_while_is_waited_for(
    call: Call, district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting_store, "draw_pause_s", lambda attempt: 0.05)
    away = district.repository.with_name("away")
    ran = district.desk / "ran"
    # the vault goes away while the hook runs, and comes back a second later
    hook = f"mv {district.repository}/data {district.repository}/config {away}/ && touch {ran}"
    away.mkdir()
    with_desk(district, "Identity", f'before = ["{hook}"]')
    plan = make_plan(call, district, "--tier", "0")

    def bring_back() -> None:
        pause = threading.Event()
        while not ran.exists():
            pause.wait(0.05)
        pause.wait(0.8)
        (away / "data").rename(district.repository / "data")
        (away / "config").rename(district.repository / "config")

    bringer = threading.Thread(target=bring_back)
    bringer.start()
    told = call("recover", "run", plan, "--json")
    bringer.join()

    assert told.status == 0, told.err
    assert len(list_files(district.out / "identity")) == DOCUMENTS


def test_a_vault_that_stays_away_ends_the_run_after_its_time(call: Call, district: District) -> None:
    with_desk(district, "Identity", f'before = ["mv {district.repository} {district.repository}.away"]')
    plan = make_plan(call, district, "--tier", "0")
    told = call("recover", "run", plan, "--json", "--wait", "300ms", "--no-lock")

    assert told.status in (1, 3)
    assert told.summary["verified"] == []


def test_a_system_without_any_backup_is_named_and_the_others_go_on(call: Call, district: District) -> None:
    path = district.desk / "firstbell.toml"
    part = '[[system.parts]]\nhost = "dc01"\npaths = ["/srv/doors"]\n'
    path.write_text(f'{path.read_text()}[[system]]\nname = "Doors"\ntier = 1\n{part}')
    plan = district.desk / "plan.json"
    assert call("recover", "plan", "--output", plan).status == 3

    case = district.desk / "case"
    assert call("case", "open", case).status == 0
    told = call("recover", "run", plan, "--case", case, "--json")

    assert told.status == 3
    facts = call("case", "facts", case, "--json").messages
    fact = next(line for line in facts if line.get("subject") == "systems_restored")
    assert (fact["value"]["pending"], fact["value"]["without_backup"]) == (["Doors"], ["Doors"])
    assert told.summary["verified"] == ["Identity", "Records", "Payroll"]
    assert told.summary["without_backup"] == ["Doors"]
    assert told.summary["pending"] == []
    assert "Doors: not restored" in told.err
    doors = systems_of(call("recover", "status", "--json"))["Doors"]
    assert (doors["state"], doors["why"]) == ("without backup", "dc01: no backup holds /srv/doors")


def test_receipts_go_to_the_case_with_the_fact(call: Call, district: District, tmp_path: Path) -> None:
    case = tmp_path / "case"
    assert call("case", "open", case).status == 0
    plan = make_plan(call, district)
    told = call("recover", "run", plan, "--systems", "Identity", "--case", case)

    assert told.status == 0, told.err
    log = call("case", "log", case, "--json").messages
    assert [line["kind"] for line in log if line.get("kind") == "receipt.system"] == ["receipt.system"]
    facts = call("case", "facts", case, "--json").messages
    fact = next(line for line in facts if line.get("subject") == "systems_restored")
    assert fact["value"] == {"verified": ["Identity"], "pending": ["Records", "Payroll"]}
    assert fact["supports"] is True


def test_what_is_no_plan_is_said(call: Call, district: District, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"a": 1}')
    newer = tmp_path / "newer.json"
    newer.write_text('{"version": 9}')

    assert "is not a plan" in call("recover", "run", wrong, "--json").failure["message"]
    assert "version 9" in call("recover", "run", newer, "--json").failure["message"]
    assert call("recover", "run", tmp_path / "missing.json").status == 1
    assert call("recover", "run", make_plan(call, district), "--target", tmp_path).status == 2
    assert call("recover", "run").status == 2
    assert call("recover", "status", wrong).status == 1


def test_read_back_is_counted(call: Call, district: District) -> None:
    plan = make_plan(call, district, "--tier", "0")
    told = call("recover", "run", plan, "--verify", "read", "--json")

    # a slow machine tells how it stands before
    (receipt,) = [line for line in told.messages if line["message_type"] == "receipt"]
    assert (receipt["verify"], receipt["files_read_back"]) == ("read", DOCUMENTS)


def test_a_plan_whose_snapshot_was_removed_says_so_and_restores_nothing(
    call: Call, district: District
) -> None:
    plan = make_plan(call, district)
    fields = json.loads(plan.read_text())
    base = next(one for one in fields["systems"] if one["name"] == "Records")["pieces"][0]["base"]
    gone = call("forget", base, "--no-guards", "--yes", "-r", district.repository)
    assert gone.status == 0, gone.err

    told = call("recover", "run", plan, "--json")

    assert told.status == 1
    assert told.failure["message"].startswith(
        f"snapshot {base[:8]} of sis01, which the plan is made from, is not there any more; the newest is "
    )
    assert "`firstbell recover plan`" in told.failure["hint"]
    assert not district.out.exists()


def test_a_host_that_was_renamed_is_told_beside_those_that_there_are(call: Call, district: District) -> None:
    file = district.desk / "firstbell.toml"
    file.write_text(file.read_text().replace("dc01", "dc02"))

    told = call("recover", "plan", "--json")

    assert told.status == 3
    (identity,) = [one for one in told.messages if one.get("name") == "Identity"]
    assert identity["missing"] == ["dc02: it was never backed up here (there are backups of dc01, sis01)"]
