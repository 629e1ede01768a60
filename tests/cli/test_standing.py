"""What stands by a person's word and by what is really there: rulings, guards, readiness."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.cli.office import Office, desk, office, strike_decoding, write_system

__all__ = ["desk", "office"]
pytestmark = pytest.mark.usefixtures("place", "desk")


def test_eight_days_after_a_change_that_nobody_saw_a_good_copy_is_left(office: Office, call: Call) -> None:
    good = office.day
    strike_decoding(office)
    for _ in range(8):
        office.back_up()

    told = call("forget", "--keep-daily", "7", "--prune", "--json", "--host", "files")
    left = [line["time"][:10] for line in call("snapshots", "--json").messages if "time" in line]

    assert told.status == 0, told.err
    assert f"2023-02-{good - 1:02d}" in left
    # it is on hold as suspect by now; where nothing judged it so, the guard of mass changes would say why
    reasons = told.summary["guard_reasons"].values()
    assert any("files at once" in why or "is suspect" in why for why in reasons), reasons


def test_an_event_that_a_person_ruled_benign_is_listed_with_who_and_why(
    office: Office, call: Call, tmp_path: Path
) -> None:
    for path in office.list_struck():
        path.write_bytes(random.Random(str(path)).randbytes(9000))
    struck = office.back_up()
    found = call("event", "list", "--json").messages[0]

    assert call("examine", "rule", struck, "benign", "--why", "our own encryption").status == 0
    listed = call("event", "list", "--json").messages[0]
    shown = call("event", "show", found["id"][:8], "--json").messages[0]
    zone = 'version = 1\n[district]\nname = "Prairie Lakes"\ntime_zone = "America/Chicago"\n'
    (tmp_path / "desk" / "firstbell.toml").write_text(zone)
    told = [call("event", *words).out for words in (("list",), ("show", found["id"][:8]))]
    assert call("examine", "rule", struck, "--undo", "--why", "it was not").status == 0
    again = call("event", "list", "--json")
    told.append(call("event", "show", found["id"][:8]).out)
    assert all(" -06:00" in text and "Z" not in text for text in told), told

    assert listed == shown
    assert (listed["id"], listed["state"], listed["files_damaged"]) == (found["id"], "ruled_benign", 24)
    (ruled,) = listed["ruled"]
    assert (ruled["why"], bool(ruled["who"])) == ("our own encryption", True)
    assert [line["state"] for line in again.messages[:-1]] == ["found"]


def test_a_system_without_a_backup_is_back_nowhere(office: Office, call: Call, tmp_path: Path) -> None:
    write_system(tmp_path, office.root)
    desk_file = tmp_path / "desk" / "firstbell.toml"
    more = '[[host]]\nname = "payroll"\nrepository = "all"\n[[system]]\nname = "Payroll"\ntier = {}\n'
    part = '[[system.parts]]\nhost = "payroll"\npaths = ["/srv"]\n'
    check = '[[system.checks]]\nkind = "command"\ntarget = "true"\n'
    plain = desk_file.read_text()

    desk_file.write_text(plain + more.format(1) + part + check)
    second = call("readiness", "--no-record", "--json")
    desk_file.write_text(plain + more.format(0) + part)
    first = call("readiness", "--no-record", "--json")
    words = call("readiness", "--no-record").out
    planned = call("recover", "plan", "-n", "--json").summary

    assert [status.status for status in (second, first)] == [3, 3]
    assert [(tier["tier"], tier["seconds"] is None) for tier in second.summary["tiers"]] == [
        (0, False),
        (1, True),
    ]
    assert second.summary["tiers"][1]["without"] == ["Payroll"]
    assert second.summary["first_bell_systems"] == ["files"]
    assert first.summary["first_bell_without"] == ["Payroll"]
    assert first.summary["tiers"][0]["seconds"] is None
    (payroll,) = [line for line in first.messages if line.get("name") == "Payroll" and "bell_s" in line]
    assert payroll["bell_s"] is None
    assert "without Payroll" in words
    assert planned["plan"]["first_bell_without"] == ["Payroll"]
    assert next(one for one in planned["plan"]["systems"] if one["name"] == "Payroll")["estimate_s"] == 0


def test_a_receipt_without_checks_is_no_evidence_of_passed_checks(
    office: Office, call: Call, tmp_path: Path
) -> None:
    write_system(tmp_path, office.root)
    desk_file = tmp_path / "desk" / "firstbell.toml"
    plain = desk_file.read_text()
    assert call("rehearse", "--all").status == 0
    bare = call("readiness", "--no-record", "--json").summary
    desk_file.write_text(plain + '[[system.checks]]\nkind = "command"\ntarget = "true"\n')
    assert call("rehearse", "--all").status == 0
    checked = call("readiness", "--no-record", "--json").summary

    states = [next(one for one in told["evidence"] if one["name"] == "RC.RP-06") for told in (bare, checked)]
    assert [one["state"] for one in states] == ["no", "yes"]
    assert states[0]["shown"].startswith("0 of 1 system with")
    assert "no check of their own" in states[0]["shown"]


def test_new_vaults_hold_for_thirty_days_and_readiness_tells_of_those_that_do_not(
    office: Office, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_system(tmp_path, office.root)
    url = ("--url", "https://vault.school.example:8000/")
    made = call("vault", "init", tmp_path / "new", *url, "--json").messages[-1]
    assert call("vault", "init", tmp_path / "old", *url, "--lock-days", "0").status == 0
    told = {}
    for name in ("new", "old"):
        monkeypatch.setenv("FIRSTBELL_VAULT", str(tmp_path / name))
        told[name] = call("readiness", "--no-record", "--json").summary["vault_locks"]
    words = call("readiness", "--no-record").out

    assert made["lock_days"] == 30
    assert [(one[0]["lock_days"], one[0]["short"]) for one in told.values()] == [(30, False), (0, True)]
    assert "vault lock --lock-days 30" in words
