"""`firstbell notice decide` for several letters: an entry for each, and what stays one by one."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Call
from tests.cli.test_notice import DRAFT, case

__all__ = ["case"]


def plan_waiting(call: Call, tmp_path: Path) -> tuple[str, ...]:
    """Adults whose letters wait, each for a cause, and the words with which a reviewer decides."""
    kinds = {"a": "counselling", "b": "counselling", "c": "immigration", "d": "safeguarding", "e": "ssn"}
    address = {"line1": "1 Oak St", "city": "Lakes", "state": "MN", "postcode": "55401"}
    lines = [
        {"person_id": name, "name": f"Pat {name.upper()}", "kinds": [kind], "address": address}
        for name, kind in kinds.items()
    ]
    people = tmp_path / "people.jsonl"
    people.write_text("".join(json.dumps(line | {"is_minor": False}) + "\n" for line in lines))
    assert call("notice", "plan", "--people", people).status == 0
    key = tmp_path / "reviewer.key"
    assert call("case", "actor", "add", "Rae", "--role", "reviewer", "--key-file", key).status == 0
    return ("--why", "all of them are staff", "--key", str(key))


def test_one_decision_covers_letters_alike_and_each_has_its_own_entry(call: Call, tmp_path: Path) -> None:
    given = plan_waiting(call, tmp_path)
    waiting = call("notice", "draft", tmp_path / "one", *DRAFT, "--json").summary["waiting_ids"]
    first, *_ = waiting
    assert len(waiting) == 4
    unasked = call("notice", "decide", "--all-like", first, "--decision", "send", *given)
    assert unasked.status == 2
    assert "this would decide on 2 letters" in unasked.err
    told = call("notice", "decide", "--all-like", first, "--decision", "send", "--yes", *given, "--json")
    decided = [one for one in told.messages if one["message_type"] == "letter_decision"]
    assert told.summary["letters"] == len({one["entry"] for one in decided}) == 2
    alone = call("notice", "decide", "--cause", "immigration", "--decision", "withhold", *given, "--json")
    assert (alone.status, alone.summary["letters"]) == (0, 1)
    assert call("notice", "decide", "--cause", "immigration", "--decision", "send", *given).status == 1
    left = call("notice", "draft", tmp_path / "two", *DRAFT, "--json").summary["waiting_ids"]
    assert len(left) == 1


def test_what_hurts_in_the_wrong_hands_is_never_sent_in_bulk(call: Call, tmp_path: Path) -> None:
    given = plan_waiting(call, tmp_path)
    waiting = call("notice", "draft", tmp_path / "one", *DRAFT, "--json").summary["waiting_ids"]
    refused = call("notice", "decide", *waiting, "--decision", "send", "--yes", *given)
    assert refused.status == 1
    assert "1 letter of these may only be sent one by one: d" in refused.err
    assert call("notice", "draft", tmp_path / "two", *DRAFT, "--json").summary["waiting"] == 4
    assert call("notice", "decide", *waiting, "--decision", "unnamed", "--yes", *given).status == 0
    assert call("notice", "decide", "--decision", "send", *given).status == 2
