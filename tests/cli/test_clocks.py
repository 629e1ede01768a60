"""`firstbell case clocks` as it is typed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Call


@pytest.fixture
def case(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("FIRSTBELL_CASE", str(tmp_path / "case"))
    assert call("case", "open", tmp_path / "case").status == 0
    value = '{"confirmed": true, "found": "2025-02-18T06:00:00-06:00"}'
    assert call("case", "fact", "encryption_event", value, "--as-of", "2025-02-18").status == 0
    return tmp_path / "case"


def list_states(call: Call) -> dict[str, str]:
    """Rule -> state of its clock."""
    lines = call("case", "clocks", "--json").messages[:-1]
    return {one["rule"]: one["state"] for one in lines if one.get("rule")}


def find_counsel(call: Call, folder: Path) -> Path:
    """The key of somebody who is counsel."""
    key = folder / "counsel.key"
    assert call("case", "actor", "add", "Sara", "--role", "counsel", "--key-file", key).status == 0
    return key


def write_people(path: Path, states: dict[str, int]) -> Path:
    """A file of people who live there, each with a Social Security number taken."""
    lines = []
    for state, count in states.items():
        for at in range(count):
            address = {"line1": f"{at} Main St", "city": "Town", "state": state, "postcode": "12345"}
            person = {"person_id": f"{state}{at}", "name": "Pat Doe", "kinds": ["ssn"], "address": address}
            lines.append(json.dumps(person))
    path.write_text("\n".join(lines) + "\n")
    return path


def test_clocks_show_what_is_due_with_the_words_of_the_law(call: Call, case: Path) -> None:
    told = call("case", "clocks", "--as-of", "2025-02-20", "--json")
    assert told.status == 0
    first = told.messages[0]
    assert (first["rule"], first["state"], first["due"]) == (
        "mn-16e.36-incident",
        "running",
        "2025-02-21T12:00:00Z",
    )
    assert first["quote"]
    assert first["source"].startswith("https://")
    assert first["approved"] is None
    assert told.summary["next"] == first["due"]
    assert "counsel must approve" in call("case", "clocks").out


def test_a_hold_stands_on_the_ledger_and_is_ended_there(call: Call, case: Path) -> None:
    held = call("case", "clocks", "hold", "--agency", "FBI", "--why", "an active case", "--json")
    states = list_states(call)
    assert states["mn-13.055-individuals"] == "held"
    assert states["mn-16e.36-incident"] == "overdue"
    shown = call("case", "clocks").out
    assert f"on hold until it is resumed (`firstbell case clocks resume {held.summary['hold'][:8]}`)" in shown
    assert call("case", "clocks", "resume", held.summary["hold"][:10]).status == 0
    assert call("case", "clocks", "resume", held.summary["hold"][:10]).status == 1
    states = list_states(call)
    assert states["mn-13.055-individuals"] == "running"
    refused = call("case", "clocks", "hold", "--agency", "x", "--why", "y", "--rule", "mn-16e.36-incident")
    assert refused.status == 1
    assert "does not allow a delay" in refused.err


def test_counsel_approves_rules_and_what_was_filed_is_done(call: Call, case: Path, tmp_path: Path) -> None:
    assert call("case", "clocks", "approve", "mn-16e.36-incident").status == 1
    key = find_counsel(call, tmp_path)
    assert call("case", "clocks", "approve", "mn-16e.36-incident", "--key", key).status == 0
    assert call("case", "clocks", "filed", "mn-16e.36-incident", "--text", "number 4711").status == 0
    (one,) = [
        row for row in call("case", "clocks", "--json").messages if row.get("rule") == "mn-16e.36-incident"
    ]
    assert one["state"] == "done"
    assert one["approved"]
    assert call("case", "clocks", "filed", "no-such-rule").status == 1


def test_a_duty_counts_once_and_a_second_filing_corrects_the_first(call: Call, case: Path) -> None:
    to = ("case", "clocks", "filed", "mn-16e.36-incident", "--at")
    first = call(*to, "2025-02-19T08:00:00-06:00", "--json").summary["entry"]
    again = call(*to, "2025-02-20T09:00:00-06:00")
    assert again.status == 1
    assert f"--corrects {first[:8]}" in again.err
    assert call(*to, "2025-02-20T09:00:00-06:00", "--corrects", "ffffffff").status == 1
    assert call(*to, "2025-02-20T09:00:00-06:00", "--corrects", first[:8]).status == 0
    # what was corrected was not done then, whatever the day that is asked about
    told = call("case", "clocks", "--as-of", "2025-02-19T20:00:00-06:00", "--json").summary
    assert told["done"] == 0
    assert call("case", "clocks", "--as-of", "2025-02-21", "--json").summary["done"] == 1


def test_a_filing_of_the_wrong_duty_is_corrected_and_its_clock_runs_again(call: Call, case: Path) -> None:
    wrong = call("case", "clocks", "filed", "mn-13.055-individuals", "--json").summary["entry"]
    done = call("case", "clocks", "filed", "mn-16e.36-incident", "--corrects", wrong[:8])
    assert done.status == 0
    states = list_states(call)
    assert states["mn-16e.36-incident"] == "done"
    assert states["mn-13.055-individuals"] != "done"


def test_a_filing_that_could_be_of_several_duties_is_refused_with_the_list(
    call: Call, case: Path, tmp_path: Path
) -> None:
    people = write_people(tmp_path / "people.jsonl", {"TX": 250, "CT": 2, "VA": 1})
    assert call("notice", "plan", "--people", people).status == 0
    refused = call("case", "clocks", "filed", "attorney general", "--home", "MN")
    assert refused.status == 2
    for rule in (
        "tx-521.053-attorney-general",
        "ct-36a-701b-attorney-general",
        "va-18.2-186.6-attorney-general",
    ):
        assert rule in refused.err
    fact = {"attorney general": {"filed": "2025-02-20"}}
    again = call("case", "fact", "reports", json.dumps(fact), "--as-of", "2025-02-20")
    assert again.status == 2
    assert "tx-521.053-attorney-general" in again.err
    # in a file of facts, as in those of an earlier release, it closes nothing and is listed for counsel
    loaded = tmp_path / "facts.json"
    loaded.write_text(json.dumps({"facts": [{"subject": "reports", "value": fact, "as_of": "2025-02-20"}]}))
    assert call("case", "facts", "load", loaded).status == 0
    told = call("case", "clocks", "--json")
    assert told.summary["done"] == 0
    (unclear,) = [one for one in told.messages if one["message_type"] == "unclear_filing"]
    assert len(unclear["rules"]) == 3
    assert call("case", "clocks", "filed", "Attorney General of Texas").status == 0
    states = list_states(call)
    assert states["tx-521.053-attorney-general"] == "done"
    assert states["ct-36a-701b-attorney-general"] != "done"
    assert call("case", "clocks", "filed", "va-18.2-186.6-attorney-general").status == 0
    assert list(list_states(call).values()).count("done") == 2


def test_counsel_corrects_a_time_with_a_reason_and_nobody_else_does(
    call: Call, case: Path, tmp_path: Path
) -> None:
    given = ("case", "clocks", "correct", "found", "--at", "2025-02-19T06:00:00-06:00", "--why", "a typo")
    assert call(*given).status == 1
    key = find_counsel(call, tmp_path)
    assert call(*given, "--key", key).status == 0
    (one,) = [
        row for row in call("case", "clocks", "--json").messages if row.get("rule") == "mn-16e.36-incident"
    ]
    assert one["due"] == "2025-02-22T12:00:00Z"
    assert one["started_before_correction"] == "2025-02-18T12:00:00Z"
    assert one["correction"]["why"] == "a typo"
    assert one["due_before"] is None  # counsel moved it, and no release
    assert "corrected the start from" in call("case", "clocks").out
    assert call("case", "clocks", "correct", "lunch", "--why", "x", "--key", key).status == 1


def test_a_finding_of_no_harm_is_counsels_and_asks_for_the_police_where_the_law_does(
    call: Call, case: Path, tmp_path: Path
) -> None:
    people = write_people(tmp_path / "people.jsonl", {"FL": 3})
    assert call("notice", "plan", "--people", people).status == 0
    key = find_counsel(call, tmp_path)
    given = (
        "case",
        "clocks",
        "decide",
        "fl-501.171-individuals",
        "--finding",
        "no-harm",
        "--why",
        "keys kept",
    )
    assert call(*given).status == 1
    assert call(*given, "--key", key).status == 1
    assert call(*given, "--consulted", "FBI", "--key", key).status == 0
    assert list_states(call)["fl-501.171-individuals"] == "excused"
    no_test = call(
        "case",
        "clocks",
        "decide",
        "mn-13.055-individuals",
        "--finding",
        "no-harm",
        "--why",
        "x",
        "--key",
        key,
    )
    assert no_test.status == 1
    assert "no harm test" in no_test.err


def test_what_nobody_has_read_is_a_line_and_is_counted(call: Call, case: Path) -> None:
    told = call("case", "clocks", "--home", "TN", "--json")
    gaps = [one for one in told.messages if one.get("state") == "not_covered"]
    assert told.summary["not_covered"] == len(gaps) > 4
    assert all(one["rule"] is None for one in gaps)
    assert "not covered" in call("case", "clocks", "--home", "TN").out
    page = case.parent / "clocks.html"
    assert call("case", "clocks", "--home", "TN", "--page", page).status == 0
    assert page.read_text().count("NOT COVERED: ask counsel") == len(gaps)
    running = sum(one.get("state") == "running" for one in told.messages)
    assert f" overdue, {running} running, " in page.read_text()
    assert call("case", "clocks", "--page", case / "nowhere" / "x.html").status == 1
    assert call("case", "clocks", "--home", "Tennessee").status == 2


def test_a_rule_is_explained_with_its_words_its_source_and_what_would_change_it(
    call: Call, case: Path
) -> None:
    told = call("case", "clocks", "explain", "mn-16e.36-incident")
    assert told.status == 0
    for words in ("Minn. Stat. 16E.36", "https://lmc.org", "Leans on", "Would change it", "72 hours"):
        assert words in told.out
    assert call("case", "clocks", "explain", "no-such-rule").status == 1
    unread = call("case", "clocks", "explain", "va-2.2-5514-incident", "--home", "VA", "--json").summary
    assert unread["clock"]["text"] == "unread text"


def test_clocks_of_an_earlier_time_count_what_was_put_down_afterwards(
    call: Call, case: Path, tmp_path: Path
) -> None:
    def show(as_of: str, rule: str) -> tuple[str, str | None, int | None]:
        lines = call("case", "clocks", "--home", "PA", "--as-of", as_of, "--json").messages
        (one,) = [line for line in lines if line.get("rule") == rule]
        return one["state"], one["due_local"], one["people"]

    people, district_attorney = "pa-2303-individuals", "pa-2303-district-attorney"
    value = '{"determined": "2025-02-20T09:00:00-05:00"}'
    assert call("case", "fact", "incident", value, "--as-of", "2025-02-20T09:00:00-05:00").status == 0
    address = {"line1": "1 Oak St", "city": "Erie", "state": "PA", "postcode": "16501"}
    person = {
        "message_type": "person", "person_id": "p1", "name": "Kim Lee", "role": "staff", "kinds": ["ssn"],
        "confidence": "certain", "is_minor": False, "address": address,
    }  # fmt: skip
    (tmp_path / "people.jsonl").write_text(json.dumps(person) + "\n")
    assert call("notice", "plan", "--people", tmp_path / "people.jsonl", "-q").status == 0
    assert show("2025-02-21", people) == ("running", "2025-03-03T23:59:59-05:00", 1)
    filed = (
        "case",
        "clocks",
        "filed",
        district_attorney,
        "--home",
        "PA",
        "--at",
        "2025-02-24T10:00:00-05:00",
    )
    assert call(*filed).status == 0
    assert show("2025-02-23", district_attorney)[0] == "running"
    assert show("2025-02-25", district_attorney)[0] == "done"
    hold = ("case", "clocks", "hold", "--agency", "FBI", "--why", "a case", "--since", "2025-02-24")
    begun = call(*hold, "--json").summary["hold"]
    assert call("case", "clocks", "resume", begun, "--until", "2025-02-27").status == 0
    assert show("2025-02-23", people)[0] == "running"
    assert show("2025-02-25", people)[0] == "held"
    state, due, _ = show("2025-02-28", people)
    assert (state, due) == ("running", "2025-03-06T23:59:59-05:00")


def test_the_list_of_clocks_is_in_words(call: Call, case: Path) -> None:
    told = call("case", "clocks", "--home", "IN", "--as-of", "2025-02-19T12:00:00-05:00").out
    assert "-> the Indiana Office of Technology" in told
    assert "2025-02-20 07:00 -05:00 (19 hours left)" in told
    assert "the Office of Technology's own page: 48 hours, 2025-02-20 07:00 -05:00" in told
    late = call("case", "clocks", "--home", "IN", "--as-of", "2025-03-02T12:00:00-05:00").out
    assert "(10 days late)" in late
    for text in (told, late):
        assert not re.search(r"\d\dZ|not_|below_|_told|encryption_event:", text), text
    filed = call("case", "clocks", "filed", "in-4-13.1-2-9-incident", "--home", "IN").out
    assert not re.search(r"\d\dZ|T\d\d:", filed), filed
    bound = call("case", "clocks", "explain", "wi-134.98-residents", "--home", "WI").out
    assert "counties, vendors and hospitals, wherever they are, that hold data of its residents" in bound
    assert "Counsel must say whether it binds school districts, charter schools or universities" in bound


def test_each_clock_is_told_with_the_id_that_approves_explains_and_closes_it(
    call: Call, case: Path, tmp_path: Path
) -> None:
    told = call("case", "clocks", "--page", tmp_path / "clocks.html")
    assert "rule mn-16e.36-incident\n" in told.out
    assert f"wrote {tmp_path / 'clocks.html'}" in told.out
    assert "waiting for how many people are affected (fact people_affected)" in told.out
    assert not re.search("waiting for (entity|[a-z]+_[a-z_]+):", told.out)
    # the page says which case, not which folder, and when it was so
    page = (tmp_path / "clocks.html").read_text()
    (opened,) = call("case", "list", case, "--json").messages[:1]
    assert f"<h1>Clocks of the case: {opened['name']}</h1>" in page
    assert re.search(r"As of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d<", page)
    assert (
        call("case", "clocks", "--page", tmp_path / "then.html", "--as-of", "2026-02-01T10:00:00Z").status
        == 0
    )
    assert "As of 2026-02-01 " in (tmp_path / "then.html").read_text()


def test_a_day_that_is_none_is_told_as_it_was_typed(call: Call, case: Path) -> None:
    told = call("case", "clocks", "--as-of", "2026-13-01")
    assert (told.status, "not a time: '2026-13-01'" in told.err) == (2, True)


def test_a_hold_may_have_its_end_from_the_start(call: Call, case: Path) -> None:
    given = ("case", "clocks", "hold", "--agency", "FBI", "--why", "a case")
    assert call(*given, "--since", "2025-02-20", "--until", "2025-02-19").status == 1
    assert call(*given, "--since", "2025-02-20", "--until", "2099-02-27").status == 0
    assert list_states(call)["mn-13.055-individuals"] == "held"


def test_a_deadline_that_changed_with_the_release_is_shown_with_its_old_value_once(
    call: Call, case: Path
) -> None:
    value = '{"found": "2025-02-20T06:00:00-06:00"}'
    # restated two days later: the release before had moved its 72 hours with it
    assert call("case", "fact", "encryption_event", value, "--as-of", "2025-02-20T06:00:00-06:00").status == 0

    def show() -> tuple[str, str | None]:
        lines = call("case", "clocks", "--as-of", "2025-02-20T12:00:00-06:00", "--json").messages
        (one,) = [line for line in lines if line.get("rule") == "mn-16e.36-incident"]
        return one["due"], one["due_before"]

    assert show() == ("2025-02-21T12:00:00Z", "2025-02-23T12:00:00Z")
    assert show() == ("2025-02-21T12:00:00Z", None)


def test_clocks_follow_the_desks_file_and_say_when_it_cannot_be_read(
    call: Call, case: Path, tmp_path: Path
) -> None:
    (tmp_path / "desk").mkdir(exist_ok=True)
    desk = tmp_path / "desk/firstbell.toml"
    desk.write_text('version = 1\n[district]\nname = "Oak Hill"\nstate = "WI"\nentity = "charter"\n')
    shown = call("case", "clocks")
    assert "binds a charter school" in shown.out
    # the clocks of another state's law must not look like the district's own
    desk.write_text('version = 1\n[district]\nname = "Oak Hill"\nstate = "WI"\nentity = "bank"\n')
    told = call("case", "clocks")
    assert told.status == 0
    assert "the law of MN is shown" in told.err
    assert "the law of MN" not in call("case", "clocks", "--home", "WI").err
