"""`firstbell case` as it is typed: opening, writing, reading, keys; what is wrong is named."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from firstbell.cli.desks import find_desk
from firstbell.ledger import Ledger
from tests.case.test_facts import MINNEAPOLIS
from tests.cli.conftest import Call, Told


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "desk"


@pytest.fixture
def case(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An open case that the environment names."""
    assert call("case", "open", tmp_path / "case").status == 0
    monkeypatch.setenv("FIRSTBELL_CASE", str(tmp_path / "case"))
    return tmp_path / "case"


def add_actor(call: Call, tmp_path: Path, role: str) -> Path:
    """The key file of somebody new."""
    path = tmp_path / f"{role}.key"
    assert call("case", "actor", "add", role.title(), "--role", role, "--key-file", path).status == 0
    return path


def count_entries(case: Path) -> int:
    return len(Ledger(case / "ledger").read())


def test_a_case_opens_with_the_desks_own_key(call: Call, tmp_path: Path, desk: Path) -> None:
    told = call("case", "open", tmp_path / "case", "--name", "The outage", "--json")

    assert told.status == 0
    assert told.err == ""
    (summary,) = told.messages
    assert (summary["case"], summary["name"]) == (str(tmp_path / "case"), "The outage")
    assert (summary["event"], summary["declared"]) == (None, None)
    assert summary["actor"]["role"] == "director"
    assert (desk / "desk.key").stat().st_mode & 0o777 == 0o600
    assert Ledger(tmp_path / "case" / "ledger").id == summary["id"]


@pytest.mark.parametrize("as_json", [True, False])
def test_a_case_is_not_opened_twice(call: Call, case: Path, as_json: bool) -> None:
    told = call("case", "open", case, *(["--json"] if as_json else []))
    assert told.status == 1
    assert "is a case already" in told.err
    assert told.failure["hint"] if as_json else "hint:" in told.err
    assert count_entries(case) == 2


def test_a_repository_without_an_event_is_a_slip(call: Call, tmp_path: Path) -> None:
    told = call("case", "open", tmp_path / "case", "-r", tmp_path)
    assert told.status == 2
    assert not (tmp_path / "case").exists()


def test_what_is_written_is_what_the_log_shows(call: Call, case: Path) -> None:
    note = call("case", "note", "the phones are dead", "--json")
    contact = call(
        "case", "add", "contact", "--text", "called the state", "--ref", note.summary["id"][:8], "--json"
    )
    action = call("case", "add", "action", "--body", '{"text":"pulled the plug","host":"files"}', "--json")
    log = call("case", "log", "--json")

    assert [told.status for told in (note, contact, action, log)] == [0] * 4
    *entries, summary = log.messages
    assert summary == {"message_type": "summary", "entries": 5, "hidden": 0, "torn_bytes": 0}
    assert [entry["kind"] for entry in entries] == ["key", "case.opened", "note", "contact", "action"]
    assert [entry["seq"] for entry in entries] == list(range(5))
    wanted = {"message_type", "seq", "id", "time", "kind", "actor", "actor_name", "body", "refs"}
    assert all(set(entry) == wanted for entry in entries)
    assert entries[2]["id"] == note.summary["id"] == note.messages[0]["id"]
    assert entries[2]["body"] == {"text": "the phones are dead"}
    assert entries[3]["refs"] == [note.summary["id"]]
    assert entries[4]["body"] == {"host": "files", "text": "pulled the plug"}
    text = call("case", "log", case).out
    assert "the phones are dead" in text
    assert entries[0]["actor_name"] in text


def test_the_log_is_narrowed(call: Call, case: Path, tmp_path: Path) -> None:
    key = add_actor(call, tmp_path, "technician")
    call("case", "note", "by Ada")
    call("case", "note", "by Bo", "--key", key)

    def show(*options: str) -> list[str]:
        *entries, _ = call("case", "log", "--json", *options).messages
        return [entry["body"].get("text", entry["kind"]) for entry in entries]

    assert show("--kind", "note") == ["by Ada", "by Bo"]
    assert show("--kind", "case") == ["case.opened"]
    assert show("--kind", "note", "--actor", "technician") == ["by Bo"]
    assert show("--kind", "note", "--kind", "case.opened") == ["case.opened", "by Ada", "by Bo"]
    assert show("--kind", "note", "--last", "1") == ["by Bo"]
    assert show("--last", "99") == show()
    assert show("--since", "2999-01-01") == []
    assert show("--until", "1999-01-01") == []
    assert len(show("--since", "2000-01-01", "--until", "2999-01-01")) == 5
    assert call("case", "log", "--since", "soon").status == 2


def test_a_note_comes_from_standard_input(call: Call, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("two\nlines\n"))
    assert call("case", "note", "-", "--json").messages[0]["body"] == {"text": "two\nlines"}
    assert "lines" in call("case", "log").out


@pytest.mark.parametrize(
    ("words", "status", "problem"),
    [
        (("note", " "), 2, "the note is empty"),
        (("note", "her SSN is 219-09-9998"), 1, "a social security number"),
        (("note", "x", "--ref", "ffffffff"), 1, "'ffffffff'"),
        (("add", "note", "--text", "card 4111 1111 1111 1111"), 1, "a payment card's number"),
        (("add", "contact", "--body", '{"ssn": 219099998}'), 1, "a social security number"),
        (("add", "contact"), 2, "says nothing"),
        (("add", "contact", "--body", "[]"), 2, "not a JSON object"),
        (("add", "contact", "--body", "{"), 2, "not valid JSON"),
        (("add", "rumour", "--text", "x"), 1, "no kind of entry called 'rumour'"),
        (("add", "key", "--text", "x"), 2, "other commands"),
        (("add", "key.x", "--text", "x"), 2, "other commands"),
        (("add", "fact", "--text", "x"), 2, "other commands"),
        (("add", "note.exported", "--text", "x"), 2, "made by other commands"),
        (("add", "receipt.mine", "--text", "x"), 2, "may not write one by hand"),
        (("add", "event.declared", "--text", "x"), 2, "other commands"),
        (("fact", "people_affected", '{"count":"many"}'), 2, "people_affected.count"),
        (("fact", "way_in"), 2, "way_in: it has no value"),
        (("fact", "way_in", "by 219-09-9998"), 1, "a social security number"),
        (("fact", "way_in", "x", "--because", "219-09-9998"), 1, "a social security number"),
        (("fact", "way_in", "x", "--as-of", "soon"), 2, "way_in.as_of"),
        (("fact", "exfiltration", '{"state":'), 2, "starts like JSON"),
        (("facts", "--as-of", "soon"), 2, "soon"),
        (("facts", "load", "/nowhere/facts.json"), 1, "/nowhere/facts.json"),
        (("key", "revoke", "ffff", "--why", "x"), 1, "'ffff'"),
        (("actor", "add", "Bo", "--role", "technician", "--public", "a", "--key-file", "b"), 2, "not both"),
        (("key", "rotate", "--public", "a", "--key-file", "b"), 2, "not both"),
        (("note", "x", "--key", "/nowhere/x.key"), 1, "/nowhere/x.key"),
        (("log", "--privileged"), 1, "only counsel"),
        (("note", "x", "--privileged"), 1, "not known to the case as counsel"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_added(
    call: Call, case: Path, words: tuple[str, ...], status: int, problem: str
) -> None:
    told = call("case", *words, "--json")
    assert told.status == status
    assert problem in told.failure["message"]
    assert "219" not in told.err.replace("219099998", "") or "revoke" in words
    assert count_entries(case) == 2


def test_facts_go_down_and_come_back(call: Call, case: Path) -> None:
    put = call("case", "fact", "way_in", "42", "--status", "believed", "--because", "a guess", "--json")
    call("case", "fact", "letters_sent", "7", "--as-of", "2023-09-01T12:00:00-05:00")
    unknown = call("case", "fact", "exfiltration", "--status", "unknown")
    listed = call("case", "facts", "--json")

    assert put.messages[0]["value"] == "42"
    assert unknown.status == 0
    *facts, summary = listed.messages
    assert [fact["subject"] for fact in facts] == ["exfiltration", "letters_sent", "way_in"]
    assert summary["facts"] == 3
    (way_in,) = [fact for fact in facts if fact["subject"] == "way_in"]
    assert (way_in["status"], way_in["because"], way_in["supports"]) == ("believed", "a guess", True)
    (letters,) = [fact for fact in facts if fact["subject"] == "letters_sent"]
    assert (letters["value"], letters["as_of"], letters["because"]) == (7, "2023-09-01T12:00:00-05:00", None)
    assert "way_in" in call("case", "facts", case).out


def test_a_file_of_facts_is_loaded_and_shown_as_it_was_known(call: Call, case: Path) -> None:
    loaded = call("case", "facts", "load", MINNEAPOLIS, "--json")
    assert loaded.status == 0
    assert loaded.summary["facts"] == 10
    assert loaded.summary["organisation"][0] == "Minneapolis Public Schools"

    def know(*options: str) -> dict[str, object]:
        *facts, _ = call("case", "facts", "--json", *options).messages
        return {fact["subject"]: fact["value"] for fact in facts}

    assert know("--as-of", "2023-02-24")["exfiltration"] == {"state": "undetermined"}
    assert know("--as-of", "2023-03-17")["exfiltration"] == {"state": "confirmed", "published": True}
    assert len(call("case", "facts", "--all", "--json").messages) == 11
    assert len(call("case", "facts", "list", "--all", "--as-of", "2023-03-07", "--json").messages) == 6
    assert know()["people_affected"] == {"count": 105617, "final": True}


def test_a_file_with_one_wrong_fact_is_not_loaded(call: Call, case: Path, tmp_path: Path) -> None:
    facts = [
        {"subject": "letters_sent", "value": 1, "because": "x"},
        {"subject": "letters_sent", "value": "all"},
    ]
    (tmp_path / "facts.json").write_text(json.dumps({"facts": facts}))
    told = call("case", "facts", "load", tmp_path / "facts.json", "--case", case, "--json")
    assert told.status == 2
    assert "letters_sent" in told.failure["message"]
    assert count_entries(case) == 2


def test_what_supports_nothing_is_told(call: Call, case: Path) -> None:
    strange = call("case", "fact", "weather", "sunny")
    field = call("case", "fact", "people_affected", '{"count": 3, "about": true}')
    assert (strange.status, field.status) == (0, 0)
    assert "no subject 'weather'" in strange.err
    assert "no field 'about'" in field.err


def test_a_case_that_is_not_named_is_the_folder_one_stands_in(
    call: Call, case: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("FIRSTBELL_CASE")
    monkeypatch.chdir(case)
    assert call("case", "log").status == 0
    monkeypatch.chdir(tmp_path)
    told = call("case", "log", "--json")
    assert told.status == 1
    assert "no case is named" in told.failure["message"]
    assert call("case", "log", tmp_path, "--json").failure["message"].endswith("is not a case")
    assert call("case", "note", "x", "--case", case).status == 0


def test_another_desk_is_told_how_to_join_and_joins(
    call: Call, case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = ("--desk", tmp_path / "other")
    refused = call("case", "note", "x", *other, "--json")
    assert refused.status == 1
    assert "is not known" in refused.failure["message"]
    assert "case actor add" in refused.failure["hint"]
    assert count_entries(case) == 2

    monkeypatch.delenv("FIRSTBELL_CASE")
    assert call("case", "key", "show", *other, "--output", tmp_path / "bo.pub").status == 0
    monkeypatch.setenv("FIRSTBELL_CASE", str(case))
    again = call("case", "key", "show", *other, "--output", tmp_path / "bo.pub", "--json")
    assert "is there already" in again.failure["message"]
    added = call(
        "case", "actor", "add", "Bo", "--role", "technician", "--public", tmp_path / "bo.pub", "--json"
    )
    assert added.summary["key_file"] is None
    assert call("case", "note", "x", *other).status == 0
    assert call("case", "add", "ruling", "--text", "x", *other).status == 1
    actors = call("case", "actor", "--json").messages
    assert [(actor.get("name"), actor.get("role")) for actor in actors[1:-1]] == [("Bo", "technician")]
    assert "technician" in call("case", "actor", "list").out


def test_a_key_made_for_somebody_lies_in_the_desk_and_can_be_sealed(
    call: Call, case: Path, desk: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FIRSTBELL_KEY_PASSWORD", "pw")
    made = call("case", "actor", "add", "Counsel & Co", "--role", "counsel", "--key-file", tmp_path / "c.key")
    assert made.status == 0
    assert b"scrypt" in (tmp_path / "c.key").read_bytes()
    monkeypatch.delenv("FIRSTBELL_KEY_PASSWORD")
    monkeypatch.setenv("FIRSTBELL_KEY", str(tmp_path / "c.key"))
    sealed = call("case", "note", "x", "--json")
    assert sealed.status == 1
    assert "--key-password-file" in sealed.failure["hint"]
    (tmp_path / "pw").write_text("pw\n")
    assert call("case", "note", "x", "--key-password-file", tmp_path / "pw").status == 0
    monkeypatch.delenv("FIRSTBELL_KEY")
    plain = call("case", "actor", "add", "Di O'Hara", "--role", "reviewer", "--json").summary
    assert plain["key_file"] == str(desk / "keys" / "di-o-hara.key")
    assert call("case", "actor", "add", "Di O'Hara", "--role", "reviewer").status == 1


def test_an_actor_that_is_refused_leaves_no_key(call: Call, case: Path, tmp_path: Path, desk: Path) -> None:
    technician = add_actor(call, tmp_path, "technician")
    told = call("case", "actor", "add", "Eve", "--role", "director", "--key", technician)
    assert told.status == 1
    assert not (desk / "keys" / "eve.key").exists()


def test_keys_rotate_and_are_revoked(call: Call, case: Path, tmp_path: Path) -> None:
    old = add_actor(call, tmp_path, "technician")
    rotated = call("case", "key", "rotate", "--key", old, "--json").summary
    new = Path(rotated["key_file"])
    assert call("case", "note", "x", "--key", old).status == 1
    assert call("case", "note", "x", "--key", new).status == 0
    assert call("case", "key", "rotate", "--key", old, "--key-file", tmp_path / "n.key").status == 1
    assert not (tmp_path / "n.key").exists()

    revoked = call("case", "key", "revoke", rotated["fingerprint"][:12], "--why", "stolen", "--json")
    assert revoked.summary["name"] == "Technician"
    refused = call("case", "note", "x", "--key", new, "--json")
    assert "is revoked" in refused.failure["message"]


def test_somebody_elses_key_is_rotated_by_the_public_one(call: Call, case: Path, tmp_path: Path) -> None:
    other = ("--desk", tmp_path / "other")
    call("case", "key", "show", *other, "--output", tmp_path / "bo.pub")
    told = call("case", "key", "rotate", "--public", tmp_path / "bo.pub", "--json")
    assert "is not an actor" in told.failure["message"]


def test_counsel_keeps_a_track_apart(call: Call, case: Path, tmp_path: Path) -> None:
    counsel = add_actor(call, tmp_path, "counsel")
    firm = add_actor(call, tmp_path, "forensic")
    assert call("case", "note", "advice", "--privileged", "--key", counsel).status == 0

    def show(*options: str | Path) -> Told:
        return call("case", "log", "--json", *options)

    shown = show("--privileged", "--key", counsel)
    assert [message.get("kind") for message in shown.messages] == ["key", "note", None]
    assert "advice" not in show().out
    assert show("--privileged", "--key", firm).status == 1
    assert show("--privileged").status == 1
    assert call("case", "actor", "--privileged", "--key", counsel, "--json").summary["actors"] == 1
    assert call("case", "actor", "--privileged").status == 1


def test_the_firm_is_shown_what_its_role_reads(call: Call, case: Path, tmp_path: Path) -> None:
    firm = add_actor(call, tmp_path, "forensic")
    call("case", "add", "decision", "--text", "we pay nothing")
    told = call("case", "log", "--key", firm)
    assert "we pay nothing" not in told.out
    assert "1 entry hidden because this role may not read it" in told.err


def test_a_case_is_closed_and_its_tail_is_told(call: Call, case: Path) -> None:
    assert call("case", "close", "--why", "all is back", "--json").summary["closed"]
    assert call("case", "close").status == 1
    with (case / "ledger" / "entries.jsonl").open("ab") as file:
        file.write(b'{"actor":"x')
    told = call("case", "log", case)
    assert told.status == 0
    assert "the last 11 bytes of the file are an unfinished write" in told.err


def test_errors_show_moments_as_the_district_s_clocks_do(call: Call, case: Path) -> None:
    text = 'version = 1\n[district]\nname = "Hill"\ntime_zone = "Asia/Kolkata"\n'
    assert call("case", "close", "--why", "all is back").status == 0
    find_desk().joinpath("firstbell.toml").write_text(text)
    said = call("case", "note", "late").err
    assert re.search(r"closed at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+05:30; nothing was added", said)
    assert "Z; nothing was added" in call("case", "note", "late", "--json").err


def test_verbs_may_stand_behind_the_options(call: Call, case: Path) -> None:
    assert call("case", "facts", "--case", case, "load", MINNEAPOLIS).status == 0
    assert call("case", "facts", "--help").status == 0
    assert "load" in call("case", "facts", "--help").out


def test_when_it_happened_may_be_another_time_than_now(call: Call, case: Path) -> None:
    at = "2023-02-18T02:10:00-06:00"
    assert call("case", "note", "the alarms rang", "--at", at).status == 0
    told = call("case", "add", "action", "--text", "x", "--at", at, "--json")
    assert told.messages[0]["body"] == {"text": "x", "at": at}
    assert call("case", "note", "x", "--at", "soon").status == 2


def test_what_is_wrong_with_a_fact_is_told_with_what_to_write(call: Call, case: Path) -> None:
    near = call("case", "fact", "way-in", "a stolen password")
    assert "supports no claim; did you mean way_in?" in near.err
    assert "did you mean" not in call("case", "fact", "weather", "sunny").err
    day = call("case", "fact", "first_access", "soon")
    assert (day.status, "its value is 'soon', not a time" in day.err) == (2, True)
    broken = call("case", "fact", "ransom", "{paid: no}")
    assert broken.status == 2
    assert (
        """hint: put names and texts in double quotes, all of it in single ones: '{"paid": "no"}'"""
        in broken.err
    )
    assert "No fact was known then." in call("case", "facts", "--as-of", "1999-01-01").out
