"""`firstbell notice` as it is typed: plan, letters, approvals, mail, what comes back."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.cli.conftest import Call
from tests.notify.mailserver import Inbox, serve_mail

DRAFT = (
    "--contact", "612-555-0100", "--signer", "Jo Smith", "--return-address", "1 School Rd",
    "--email-from", "notices@district.org", "--workers", "1",
)  # fmt: skip


@pytest.fixture(autouse=True)
def case(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("FIRSTBELL_CASE", str(tmp_path / "case"))
    assert call("case", "open", tmp_path / "case").status == 0
    facts = {
        "organisation": {"names": ["Minneapolis Public Schools"]},
        "facts": [{"subject": "encryption_event", "value": {"confirmed": True, "found": "2023-02-18"}}],
    }
    (tmp_path / "facts.json").write_text(json.dumps(facts))
    assert call("case", "facts", "load", tmp_path / "facts.json").status == 0
    return tmp_path / "case"


def write_people(path: Path, count: int, *, language: str = "English") -> Path:
    address = {"line1": "1 Oak St", "city": "Minneapolis", "state": "MN", "postcode": "55401"}
    with path.open("w") as stream:
        for number in range(count):
            person = {
                "message_type": "person", "person_id": f"p{number:05d}", "name": f"Kim Lee {number}",
                "role": "student", "kinds": ["health"], "confidence": "certain", "is_minor": True,
                "guardians": [
                    {"name": "A", "address": address, "language": language, "email": f"a{number}@example.org"}
                ],
            }  # fmt: skip
            stream.write(json.dumps(person) + "\n")
    return path


def prepare(call: Call, tmp_path: Path, count: int) -> None:
    """Plan, draft and approve letters for so many."""
    assert (
        call("notice", "plan", "--people", write_people(tmp_path / "people.jsonl", count), "-q").status == 0
    )
    assert call("notice", "draft", tmp_path / "out", *DRAFT).status == 0
    key = tmp_path / "counsel.key"
    assert call("case", "actor", "add", "Sara", "--role", "counsel", "--key-file", key).status == 0
    assert call("notice", "approve", "--key", key).status == 0
    assert call("notice", "approve").status == 0


def send(call: Call, inbox: Inbox, *further: str) -> tuple[int, dict[str, int]]:
    told = call(
        "notice", "send", "--smtp", f"127.0.0.1:{inbox.port}", "--tls", "none",
        "--from", "notices@district.org", "--json", *further,
    )  # fmt: skip
    return told.status, told.summary


def test_a_plan_asks_what_the_laws_ask_that_bind_the_district(call: Call, tmp_path: Path) -> None:
    with (tmp_path / "people.jsonl").open("w") as stream:
        for number, state in enumerate(("CO", "MA", "TX", "HI")):
            person = {
                "message_type": "person", "person_id": f"p{number}", "name": f"Kim Lee {number}",
                "role": "staff", "kinds": ["ssn"], "confidence": "certain", "is_minor": False,
                "address": {"line1": "1 Oak St", "city": "X", "state": state, "postcode": "55401"},
            }  # fmt: skip
            stream.write(json.dumps(person) + "\n")

    def plan(home: str, *more: str) -> dict[str, Any]:
        people = ("--people", tmp_path / "people.jsonl")
        return call("notice", "plan", *people, "--home", home, *more, "--json").summary

    # Colorado's law for public bodies binds those of Colorado alone
    assert plan("TX")["rules"] == ["ma-93h-3-individuals", "tx-521.053-residents"]
    at_home = plan("CO")
    assert "co-24-73-103-individuals" in at_home["rules"]
    assert at_home["attorneys_general"] == {"to_check": ["CO", "HI", "MA", "TX"], "unknown": []}
    # the same state's law for public bodies does not bind a vendor there
    assert "co-24-73-103-individuals" not in plan("CO", "--entity", "vendor")["rules"]


@pytest.mark.parametrize(
    ("count", "known", "said", "left"),
    [
        (2, 0, "no PDF and 2 e-mails in", "2 letters are not printed"),
        (2, 1, "1 letter in 1 PDF, 2 e-mails in", "1 letter is not printed"),
    ],
)
def test_letters_without_an_address_are_in_no_pdf_and_that_is_said(
    call: Call, tmp_path: Path, count: int, known: int, said: str, left: str
) -> None:
    path = write_people(tmp_path / "people.jsonl", count)
    people = [json.loads(line) for line in path.read_text().splitlines()]
    for person in people[known:]:
        del person["guardians"][0]["address"]
    path.write_text("".join(json.dumps(person) + "\n" for person in people))
    assert call("notice", "plan", "--people", path, "-q").status == 0

    told = call("notice", "draft", tmp_path / "out", *DRAFT)

    assert told.status == 0, told.err
    assert said in told.out
    assert f"{left}: no postal address of the reader is known" in told.err
    assert len(list((tmp_path / "out").glob("*.pdf"))) == bool(known)


def test_letters_go_from_the_plan_to_paper(call: Call, tmp_path: Path) -> None:
    told = call("notice", "plan", "--people", write_people(tmp_path / "people.jsonl", 3), "--json")
    assert (told.summary["people"], told.summary["by_state"]) == (3, {"MN": 3})
    assert told.summary["rules"] == ["mn-13.055-individuals"]
    assert "that a report will be prepared" in told.summary["content"]
    drafted = call("notice", "draft", tmp_path / "out", *DRAFT, "--day", "2023-02-24", "--json")
    assert (drafted.summary["letters"], drafted.summary["files"], drafted.summary["emails"]) == (3, 1, 3)
    reader = PdfReader(tmp_path / "out" / "letters-en-001.pdf")
    assert len(reader.pages) == 3
    text = reader.pages[0].extract_text()
    for words in (
        "To the Parent or Guardian of Kim Lee 0",
        "health information",
        "February 24, 2023",
        "Notice of Data Breach",
    ):
        assert words in text
    assert b"pdfuaid" in (tmp_path / "out" / "letters-en-001.pdf").read_bytes()
    code = text.partition("612-555-0100: ")[2].rpartition(": ")[2][:14]
    assert call("notice", "lookup", code, "--json").summary["genuine"] is True
    assert call("notice", "lookup", "AAAA-AAAA-AAAB").status == 1
    assert call("notice", "draft", tmp_path / "out", *DRAFT).status == 1


def test_nothing_personal_stands_in_the_clear_in_the_case(call: Call, case: Path, tmp_path: Path) -> None:
    prepare(call, tmp_path, 2)
    for path in case.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert b"Kim Lee" not in data, path
            assert b"Oak St" not in data, path


def test_nothing_is_sent_before_counsel_director_and_a_speaker_signed(call: Call, tmp_path: Path) -> None:
    write_people(tmp_path / "people.jsonl", 1, language="Spanish")
    call("notice", "plan", "--people", tmp_path / "people.jsonl")
    assert call("notice", "draft", tmp_path / "out", *DRAFT, "--json").summary["unreviewed"] == ["es"]
    refused = call("notice", "send", "--smtp", "localhost", "--from", "a@b.c", "--json")
    assert "not approved" in refused.failure["message"]
    key = tmp_path / "counsel.key"
    call("case", "actor", "add", "Sara", "--role", "counsel", "--key-file", key)
    call("notice", "approve", "--key", key)
    call("notice", "approve")
    unsigned = call("notice", "send", "--smtp", "localhost", "--from", "a@b.c").err
    assert "no speaker has signed the letters in Spanish" in unsigned
    assert call("notice", "review", "--language", "es").status == 0
    assert call("notice", "draft", tmp_path / "again", *DRAFT, "--json").summary["unreviewed"] == []


def test_mail_is_sent_once_refusals_are_told_and_what_is_put_off_goes_later(
    call: Call, tmp_path: Path
) -> None:
    prepare(call, tmp_path, 4)
    with serve_mail() as inbox:
        inbox.refuse["a1@example.org"] = "550 no such user"
        inbox.busy = 1
        status, told = send(call, inbox)
        assert (status, told["sent"], told["failed"]) == (3, 3, 1)
        assert sorted(to for to, _ in inbox.messages) == [
            "a0@example.org",
            "a2@example.org",
            "a3@example.org",
        ]
        status, told = send(call, inbox)
        assert (status, told["to_send"]) == (0, 0)
        again = call("notice", "send", "--smtp", "localhost:1", "--tls", "none", "--from", "a@b.c")
        assert "Nothing to send: all 4 e-mails" in again.out
        assert "would be sent" not in again.out
        assert len(inbox.messages) == 3
    state = call("notice", "status", "--json").summary
    assert (state["email"], state["told_by_email"]) == ({"failed": 1, "sent": 3}, 3)


@pytest.mark.parametrize("sender", ["not an address", "notices", "School <notices>", "a@b@c.org"])
def test_nothing_goes_to_families_from_what_is_no_address(call: Call, tmp_path: Path, sender: str) -> None:
    prepare(call, tmp_path, 1)
    with serve_mail() as inbox:
        refused = call(
            "notice", "send", "--smtp", f"127.0.0.1:{inbox.port}", "--tls", "none", "--from", sender
        )
        assert (refused.status, inbox.messages) == (2, [])
        assert "is not an e-mail address" in refused.err
        sent = call(
            "notice", "send", "--smtp", f"127.0.0.1:{inbox.port}", "--tls", "none",
            "--from", "Lake School <notices@lake.example>",
        )  # fmt: skip
        assert (sent.status, len(inbox.messages)) == (0, 1)
    assert call("notice", "draft", tmp_path / "more", "--email-from", sender).status == 2


def test_mail_that_is_no_bounce_is_said_to_be_none(call: Call, tmp_path: Path) -> None:
    prepare(call, tmp_path, 1)
    (tmp_path / "answer.eml").write_text("Subject: thank you\n\nThank you.\n")
    told = call("notice", "bounces", tmp_path / "answer.eml")
    assert told.status == 0
    assert "No bounce of a letter of this case was found" in told.out


def test_what_letters_lack_is_told_in_words(call: Call, tmp_path: Path) -> None:
    call("case", "open", tmp_path / "bare")
    call("notice", "plan", "--people", write_people(tmp_path / "p.jsonl", 1), "--case", tmp_path / "bare")
    told = call("notice", "draft", tmp_path / "out", *DRAFT, "--case", tmp_path / "bare")
    assert "a letter needs the district's name, when the event was found; the record does not say" in told.err
    assert "firstbell case fact encryption_event TIME" in told.err


def test_bounces_and_returns_change_who_is_told(call: Call, tmp_path: Path) -> None:
    prepare(call, tmp_path, 3)
    returns = tmp_path / "returns.csv"
    returns.write_text(
        "letter_id,status\np00000-0,mailed\np00001-0,mailed\np00002-0,undeliverable\nzzz,mailed\n"
    )
    told = call("notice", "returns", returns, "--json")
    assert (told.status, told.summary["letters"], told.summary["told"]) == (3, 3, 2)
    facts = call("case", "facts", "--json").messages
    assert [fact["value"] for fact in facts if fact.get("subject") == "letters_sent"] == [2]
    status = call("notice", "status", "--json").summary
    assert (status["told"], status["people"]) == (2, 3)
    assert status["post"] == {"mailed": 2, "returned": 1}
    assert status["days_since_event"] > 1000


def test_a_server_that_is_not_there_is_named_and_nothing_is_lost(call: Call, tmp_path: Path) -> None:
    prepare(call, tmp_path, 1)
    told = call("notice", "send", "--smtp", "127.0.0.1:1", "--tls", "none", "--from", "a@b.c", "--json")
    assert told.status == 1
    assert "nothing was sent" in told.failure["hint"]
    assert (
        call("notice", "send", "--smtp", "x:y", "--tls", "none", "--from", "a@b.c", "--json").failure["code"]
        == 2
    )


def send_and_kill(inbox: Inbox, kills: int, pause_s: tuple[float, float]) -> int:
    """Start the command again and again, kill it (KILL) after a while; at the end let it finish."""
    command = [
        sys.executable, "-m", "firstbell.cli.main", "notice", "send", "--smtp", f"127.0.0.1:{inbox.port}",
        "--tls", "none", "--from", "notices@district.org", "--json",
    ]  # fmt: skip
    rng = random.Random(7)
    for _ in range(kills):
        before = len(inbox.messages)
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
        until = time.monotonic() + 30
        while len(inbox.messages) == before and running.poll() is None and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(rng.uniform(*pause_s))
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    return subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode


@pytest.mark.long
@pytest.mark.parametrize(
    ("count", "kills", "pause_s"),
    [(150, 3, (0.0, 0.02)), pytest.param(10_000, 10, (0.1, 1.5), marks=pytest.mark.deep)],
)
def test_a_send_that_is_killed_mails_each_exactly_once(
    call: Call, tmp_path: Path, count: int, kills: int, pause_s: tuple[float, float]
) -> None:
    prepare(call, tmp_path, count)
    with serve_mail() as inbox:
        assert send_and_kill(inbox, kills, pause_s) == 0
        seen = Counter(to for to, _ in inbox.messages)
        assert len(seen) == count
        assert set(seen.values()) == {1}
    states = call("notice", "status", "--json").summary["email"]
    assert states.get("sent", 0) + states.get("handed", 0) == count


def write_person(path: Path, state: str, *kinds: str) -> Path:
    """A file of one child who lives in two households, one of them in this state."""
    there = {"line1": "1 Oak St", "city": "Town", "state": state, "postcode": "02108"}
    home = {"line1": "9 Elm St", "city": "Minneapolis", "state": "MN", "postcode": "55401"}
    guardians = [{"name": "A", "address": there}, {"name": "B", "address": home}]
    person = {
        "person_id": "p1", "name": "Kim Lee", "kinds": kinds, "is_minor": True, "guardians": guardians,
    }  # fmt: skip
    path.write_text(json.dumps(person) + "\n")
    return path


def test_letters_that_lack_what_the_law_asks_are_not_approved(call: Call, tmp_path: Path) -> None:
    people = write_person(tmp_path / "people.jsonl", "MA", "ssn")
    assert call("notice", "plan", "--people", people).status == 0
    assert call("notice", "draft", tmp_path / "out", *DRAFT).status == 0
    refused = call("notice", "approve")
    assert refused.status == 1
    assert "the letters to MA offer no monitoring, not 18 months (ma-93h-3-individuals)" in refused.err
    text = PdfReader(tmp_path / "out" / "letters-en-001.pdf").pages[0].extract_text()
    assert "cyberattack" not in text
    (tmp_path / "codes.txt").write_text("WX-1\n")
    offer = (
        "--monitoring", "Watchers", "--monitoring-months", "18", "--monitoring-until", "June 30, 2026",
    )  # fmt: skip
    assert call("notice", "draft", tmp_path / "no", *DRAFT, *offer).status == 2
    codes = ("--monitoring-codes", tmp_path / "codes.txt")
    assert call("notice", "draft", tmp_path / "again", *DRAFT, *offer, *codes).status == 0
    assert call("notice", "approve").status == 0
    (tmp_path / "codes.txt").write_text("")
    assert call("notice", "draft", tmp_path / "few", *DRAFT, *offer, *codes).status == 1


def test_letters_in_another_language_have_the_districts_words_in_it(call: Call, tmp_path: Path) -> None:
    people = write_people(tmp_path / "people.jsonl", 1, language="Spanish")
    assert call("notice", "plan", "--people", people).status == 0
    spanish = ("--contact", "es:de 8 a 5: 612-555-0100", "--school", "the office")
    told = call("notice", "draft", tmp_path / "out", *DRAFT, *spanish)
    assert told.status == 0, told.err
    assert "The letters in Spanish give --school in English" in told.err
    assert "--contact es:TEXT" not in told.err
    text = PdfReader(tmp_path / "out" / "letters-es-001.pdf").pages[0].extract_text()
    assert "de 8 a 5: 612-555-0100" in text
    again = (*DRAFT, "--contact", "es:a", "--contact", "es:b")
    refused = call("notice", "draft", tmp_path / "again", *again)
    assert refused.status == 2
    assert "--contact for es is given twice" in refused.err
    foreign = call("notice", "draft", tmp_path / "again", *DRAFT, "--signer", "fr:Ada Diaz")
    assert (foreign.status, "es, so, hmn" in foreign.err) == (2, True)
    assert "--contact is given twice" in call("notice", "draft", tmp_path / "again", *DRAFT, *DRAFT).err
    assert not (tmp_path / "again").exists()


def test_letters_follow_the_law_of_the_body_that_writes_them(call: Call, tmp_path: Path) -> None:
    people = write_person(tmp_path / "people.jsonl", "NY", "ssn")
    assert call("notice", "plan", "--people", people, "--home", "NY").status == 0
    assert call("notice", "draft", tmp_path / "out", *DRAFT, "--home", "NY").status == 0
    # what New York asks of educational agencies: nobody has counted the records yet
    assert "lack number_of_records" in call("notice", "approve").err
    hospital = ("--home", "NY", "--entity", "hospital")
    assert call("notice", "draft", tmp_path / "again", *DRAFT, *hospital).status == 0
    # what it was drafted as is kept with it
    assert call("notice", "approve").status == 0


def test_a_letter_about_counseling_waits_for_a_reviewer_household_by_household(
    call: Call, tmp_path: Path
) -> None:
    people = write_person(tmp_path / "people.jsonl", "WI", "counselling")
    assert call("notice", "plan", "--people", people).status == 0
    refused = call("notice", "draft", tmp_path / "out", *DRAFT).err
    assert "no letter may be written yet" in refused
    assert "`firstbell notice decide LETTER`: p1-0, p1-1\n" in refused
    key = tmp_path / "reviewer.key"
    assert call("case", "actor", "add", "Rae", "--role", "reviewer", "--key-file", key).status == 0
    given = ("--why", "the mother asked for it", "--key", key)
    assert call("notice", "decide", "p9-0", "--decision", "send", *given).status == 1
    both = call("notice", "decide", "p1-0", "p1-1", "--decision", "send", "--yes", *given)
    assert (both.status, "one by one: p1-0, p1-1" in both.err) == (1, True)
    assert call("notice", "decide", "p1-1", "--decision", "unnamed", *given).status == 0
    told = call("notice", "draft", tmp_path / "first", *DRAFT).err
    assert "1 letter waits for a reviewer, not drafted yet." in told
    assert "`firstbell notice decide LETTER`: p1-0\n" in told
    drafted = call("notice", "draft", tmp_path / "one", *DRAFT, "--json").summary
    assert (drafted["letters"], drafted["waiting_ids"]) == (1, ["p1-0"])
    text = PdfReader(tmp_path / "one" / "letters-en-001.pdf").pages[0].extract_text()
    assert "counseling" not in text
    assert call("notice", "decide", "p1-0", "--decision", "withhold", *given).status == 0
    drafted = call("notice", "draft", tmp_path / "two", *DRAFT, "--json").summary
    assert (drafted["letters"], drafted["waiting"]) == (1, 0)
    assert call("notice", "decide", "p1-1", "--decision", "withhold", *given).status == 0
    assert "there is no letter to write" in call("notice", "draft", tmp_path / "three", *DRAFT).err
