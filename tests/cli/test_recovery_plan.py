"""`recover plan` on a small district."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import Call, District, Told
from tests.cli.district import DOCUMENTS, write_desk


def plan_of(told: Told) -> dict[str, Any]:
    plan: dict[str, Any] = told.summary["plan"]
    return plan


def test_order_sources_and_losses_are_told(call: Call, district: District, tmp_path: Path) -> None:
    told = call("recover", "plan", "--json", "--output", tmp_path / "plan.json")

    assert told.status == 0
    plan = plan_of(told)
    assert plan["waves"] == [["Identity"], ["Records", "Payroll"]]
    assert [line["message_type"] for line in told.messages] == ["system", "system", "system", "summary"]
    identity, records, payroll = plan["systems"]
    assert (identity["files"], identity["lost"]) == (DOCUMENTS, [])
    assert identity["pieces"][0]["snapshot"] == identity["pieces"][0]["base"]
    assert records["files"] == DOCUMENTS + 2
    assert {day["day"]: day["files"] for day in records["days"]} == {
        "2023-02-18": 3,
        "2023-02-17": DOCUMENTS - 1,
    }
    assert records["lost_h"] == 24.0
    assert {loss["folder"] for loss in payroll["lost"]} == {str(district.root / "payroll" / x) for x in "ab"}
    assert records["pieces"][0]["snapshot"] == payroll["pieces"][0]["snapshot"] != ""
    assert json.loads((tmp_path / "plan.json").read_text()) == plan
    assert plan["first_bell_s"] == identity["estimate_s"]
    assert records["fits"] is True
    assert plan["measured"] is False


def test_a_dry_plan_writes_nothing(call: Call, district: District) -> None:
    before = sorted(path.name for path in (district.repository / "snapshots").iterdir())
    plan = plan_of(call("recover", "plan", "-n", "--json"))

    assert sorted(path.name for path in (district.repository / "snapshots").iterdir()) == before
    assert plan["systems"][1]["pieces"][0]["snapshot"] == ""


def test_tiers_and_names_bring_what_they_need(call: Call, district: District) -> None:
    first = plan_of(call("recover", "plan", "-n", "--json", "--tier", "0"))
    named = plan_of(call("recover", "plan", "-n", "--json", "--systems", "Payroll"))
    unknown = call("recover", "plan", "--json", "--systems", "Kitchen")

    assert first["waves"] == [["Identity"]]
    assert named["waves"] == [["Identity"], ["Payroll"]]
    assert unknown.status == 1
    assert "Kitchen" in unknown.failure["message"]
    assert "Payroll" in unknown.failure["hint"]


def test_an_earlier_time_counts_as_now(call: Call, district: District) -> None:
    plan = plan_of(call("recover", "plan", "-n", "--json", "--at", "2023-02-17T12:00:00Z"))

    assert plan["event"] is None
    assert [day["day"] for day in plan["systems"][1]["days"]] == ["2023-02-17"]


def test_what_runs_code_comes_from_before_the_intruder(call: Call, district: District) -> None:
    plan = plan_of(call("recover", "plan", "-n", "--json", "--intruder-since", "2023-02-16T12:00:00Z"))

    records = plan["systems"][1]
    (doubted,) = records["set_aside"]
    assert doubted["path"] == str(district.root / "sis" / "tool.exe")
    assert "before the intruder" in doubted["reason"]
    assert {day["day"]: day["files"] for day in records["days"]}["2023-02-16"] == 1


def test_what_is_denied_is_left_out(call: Call, district: District, tmp_path: Path) -> None:
    deny = tmp_path / "deny.txt"
    digest = hashlib.sha256(b"MZ and a back door").hexdigest()
    deny.write_text(f"# of the firm\n{digest}  tool.exe\n{district.root}/payroll/a\n")
    plan = plan_of(call("recover", "plan", "-n", "--json", "--deny", deny))

    records, payroll = plan["systems"][1:]
    assert [one["path"] for one in records["set_aside"]] == [str(district.root / "sis" / "tool.exe")]
    assert payroll["files"] == DOCUMENTS / 2
    deny.write_text("d41d8cd98f00b204e9800998ecf8427e\n")
    refused = call("recover", "plan", "--json", "--deny", deny)
    assert refused.status == 2
    assert "line 1" in refused.failure["message"]


def test_a_system_that_was_never_backed_up_is_named(call: Call, district: District, tmp_path: Path) -> None:
    more = '[[system]]\nname = "Doors"\ntier = 0\n[[system.parts]]\nhost = "dc01"\npaths = ["/no/such"]\n'
    write_desk(district.desk, district.repository, district.root, district.out, more=more)
    told = call("recover", "plan", "-n", "--json")

    assert told.status == 3
    doors = next(one for one in told.messages if one.get("name") == "Doors")
    assert "/no/such" in doors["missing"][0]
    assert plan_of(told)["files"] == 3 * DOCUMENTS + 2


def test_targets_that_cannot_be_are_refused(call: Call, district: District, tmp_path: Path) -> None:
    inside = call("recover", "plan", "--json", "--target", district.root / "sis" / "new")
    in_repository = call("recover", "plan", "--json", "--target", district.repository / "new")
    more = f'[[system]]\nname = "Twice"\ntier = 2\ntarget = "{district.out / "sis"}"\n'
    more += f'[[system.parts]]\nhost = "sis01"\npaths = ["{district.root / "sis" / "a"}"]\n'
    write_desk(district.desk, district.repository, district.root, district.out, more=more)
    twice = call("recover", "plan", "--json")

    assert [told.status for told in (inside, in_repository, twice)] == [1, 1, 1]
    assert "backed up from" in inside.failure["message"]
    assert str(district.repository) in in_repository.failure["message"]
    assert "restored twice" in twice.failure["message"]


def test_a_page_and_a_print_are_written(call: Call, district: District, tmp_path: Path) -> None:
    page, printed = tmp_path / "plan.html", tmp_path / "plan.pdf"
    told = call("recover", "plan", "-n", "--html", page, "--pdf", printed)

    assert told.status == 0
    assert "first bell" in told.out
    text = page.read_text()
    assert "Records" in text
    assert 'class="box"' in text
    assert "http" not in text.replace("http-equiv", "")
    assert printed.read_bytes().startswith(b"%PDF")


def test_no_desk_is_said_with_what_to_do(call: Call, district: District) -> None:
    (district.desk / "firstbell.toml").unlink()
    told = call("recover", "plan", "--json")

    assert told.status == 1
    assert "init --desk" in told.failure["hint"]


def test_a_desk_that_takes_no_plan_sends_it_elsewhere(call: Call, district: District, tmp_path: Path) -> None:
    (district.desk / "plans").touch()  # as on a disk that is read-only: no folder can be made
    told = call("recover", "plan", "--dry-run", "--json")

    assert told.failure["hint"] == "write the plan elsewhere: --output FILE"
    assert call("recover", "plan", "--dry-run", "--output", tmp_path / "plan.json").status == 0
