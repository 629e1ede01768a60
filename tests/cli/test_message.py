"""`firstbell message triage`: labels, the record, files that cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from firstbell.case.case import Case
from firstbell.cli.case_options import open_sealed_store
from firstbell.cli.keys import KeyChoice
from firstbell.notify.notices.codes import make_code
from firstbell.notify.notices.notice_store import NoticeStore
from firstbell.notify.statements.entries import StatementPublished, StatementVersion
from firstbell.notify.statements.rulings import hash_text
from tests.cli.conftest import Call

COERCION = b"""From: M <x@onionmail.org>
To: jane@lakesideschools.org
Subject: your district
Message-ID: <1@x>

We have downloaded 140 GB from your school district. Tell your district to pay or we will publish
your child's records. You have 72 hours. http://abcdefabcdefabcd.onion/
"""
PLAIN = b"From: a@example.org\nSubject: lunch\n\nSee you at noon.\n"


@pytest.fixture
def case(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    assert call("case", "open", tmp_path / "case").status == 0
    return tmp_path / "case"


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_threat_is_labelled_with_reasons_and_advice(call: Call, tmp_path: Path) -> None:
    told = call("message", "triage", write(tmp_path, "a.eml", COERCION), "--json")
    message = told.messages[0]
    assert told.status == 0
    assert (message["message_type"], message["label"]) == ("message", "coercion")
    assert 0 < message["score"] <= 1
    assert any("pay" in reason for reason in message["reasons"])
    assert "do not pay" in message["advice"].lower()
    assert told.summary["labels"] == {"coercion": 1}


def test_a_threat_leaves_evidence_and_defanged_indicators_once(
    call: Call, tmp_path: Path, case: Path
) -> None:
    path = write(tmp_path, "a.eml", COERCION)
    first = call("message", "triage", path, "--case", case, "--json").summary
    second = call("message", "triage", path, "--case", case, "--json").summary
    assert (first["evidence"], first["entries"]) == (1, 1)
    assert (second["evidence"], second["entries"]) == (0, 0)
    page = tmp_path / "page.html"
    third = call("message", "triage", path, "--case", case, "--html", page).out
    assert "on the record: nothing new" in third
    assert f"wrote {page}" in third
    assert "1 of them threatens a child or holds out a child's data" in third
    entries = call("case", "log", "--case", case, "--kind", "finding", "--json").messages[:-1]
    (finding,) = entries
    values = [one["value"] for one in finding["body"]["indicators"]]
    assert "x[@]onionmail[.]org" in values
    assert all("onionmail.org" not in value for value in values)
    assert finding["refs"] == [
        message["id"] for message in call("case", "evidence", case, "--json").messages[:-1]
    ]


def test_what_harms_nobody_leaves_nothing(call: Call, tmp_path: Path, case: Path) -> None:
    told = call("message", "triage", write(tmp_path, "b.eml", PLAIN), "--case", case, "--json")
    assert told.messages[0]["label"] == "other"
    assert (told.summary["evidence"], told.summary["entries"]) == (0, 0)


def test_each_message_of_an_mbox_is_labelled(call: Call, tmp_path: Path) -> None:
    box = b"From x Mon\n" + COERCION + b"\nFrom y Tue\n" + PLAIN + b"\n"
    told = call("message", "triage", write(tmp_path, "box", box), "--json")
    assert [message["label"] for message in told.messages[:-1]] == ["coercion", "other"]
    assert [message["number"] for message in told.messages[:-1]] == [1, 2]


def test_a_file_that_is_empty_or_missing_is_named(call: Call, tmp_path: Path) -> None:
    empty = write(tmp_path, "empty.eml", b"")
    assert "it is empty" in call("message", "triage", empty, "--json").failure["message"]
    missing = call("message", "triage", tmp_path / "nowhere.eml", "--json")
    assert (missing.status, "it is not there" in missing.failure["message"]) == (1, True)
    both = call("message", "triage", write(tmp_path, "a.eml", PLAIN), empty, "--json")
    assert (both.status, both.summary["messages"], both.summary["unread"]) == (3, 1, 1)


def test_the_district_of_the_options_decides_what_is_a_lookalike(call: Call, tmp_path: Path) -> None:
    data = (
        b"From: Lakeside <it@lakesidesch0ols.org>\nSubject: after the data breach\n\n"
        b"Verify your child's record now: http://lakesidesch0ols.org/verify\n"
    )
    path = write(tmp_path, "c.eml", data)
    told = call("message", "triage", path, "--domain", "lakesideschools.org", "--json")
    assert told.messages[0]["label"] == "event_phishing"
    assert any("lakesidesch0ols.org" in reason for reason in told.messages[0]["reasons"])


def test_a_letters_code_makes_a_notice_genuine(
    call: Call, tmp_path: Path, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "configuration"))
    address = {"line1": "1 Oak St", "city": "Minneapolis", "state": "MN", "postcode": "55401"}
    guardian = {"name": "A", "address": address, "language": "English", "email": "a@example.org"}
    person = {
        "message_type": "person", "person_id": "p1", "name": "Kim Lee", "role": "student",
        "kinds": ["health"], "confidence": "certain", "is_minor": True, "guardians": [guardian],
    }  # fmt: skip
    people = write(tmp_path, "people.jsonl", json.dumps(person).encode() + b"\n")
    assert call("notice", "plan", "--people", people, "--case", case).status == 0
    opened = Case(case, KeyChoice().find())
    store = NoticeStore(open_sealed_store(opened), case / "notices")
    code = make_code(store.find_key(), store.load_plan().letters[0].id)
    for text, label in (
        (f"Your letter's code is {code}.", "genuine"),
        ("Your letter's code is 2345-6789-ABCD.", "other"),
    ):
        path = write(
            tmp_path, "letter.eml", f"From: mail@house.example\nSubject: letter\n\n{text}\n".encode()
        )
        told = call("message", "triage", path, "--case", case, "--json")
        assert told.messages[0]["label"] == label


def test_a_folder_is_read_whole_and_its_page_is_written(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "handed" / "in"
    folder.mkdir(parents=True)
    for number in range(3):
        write(folder, f"{number}.eml", COERCION)
    write(folder.parent, "plain.eml", PLAIN)
    page = tmp_path / "page.html"
    told = call("message", "triage", folder.parent, "--html", page, "--json")
    assert told.status == 0
    assert (told.summary["messages"], told.summary["duplicates"], told.summary["campaigns"]) == (4, 2, 1)
    assert told.summary["children"] == 3
    assert "handed in 3 times" in page.read_text()


def test_a_folder_of_nothing_is_an_error_and_an_empty_file_in_one_is_named(
    call: Call, tmp_path: Path
) -> None:
    (tmp_path / "box").mkdir()
    nothing = call("message", "triage", tmp_path / "box", "--json")
    assert (nothing.status, "it holds no files" in nothing.failure["message"]) == (1, True)
    write(tmp_path / "box", "empty.eml", b"")
    write(tmp_path / "box", "plain.eml", PLAIN)
    told = call("message", "triage", tmp_path / "box", "--json")
    assert (told.status, told.summary["messages"], told.summary["unread"]) == (3, 1, 1)


def test_a_published_statement_is_recognised_by_the_record(call: Call, tmp_path: Path, case: Path) -> None:
    text = (
        "On March 3 an intruder encrypted files on some of our servers and threatens to publish what it took."
        " The board decided not to pay. We will write to each person whose information was in the files."
    )
    path = write(tmp_path, "copy.txt", f"{text}\n".encode())
    before = call("message", "triage", path, "--case", case, "--json").messages[0]["label"]
    opened = Case(case, KeyChoice().find())
    opened.main.append(
        StatementVersion.KIND, {"text": text, "audience": "families", "sha256": hash_text(text)}
    )
    unpublished = call("message", "triage", path, "--case", case, "--json").messages[0]["label"]
    opened.main.append(StatementPublished.KIND, {"sha256": hash_text(text), "where": "the website"})
    told = call("message", "triage", path, "--case", case, "--json").messages[0]
    assert (before == "genuine", unpublished == "genuine") == (False, False)
    assert (told["label"], told["look"]) == ("genuine", False)
    assert any("the website" in reason for reason in told["reasons"])
    added = write(
        tmp_path, "added.txt", f"{text} Sign in first: https://notice-lakeside.example/x\n".encode()
    )
    assert call("message", "triage", added, "--case", case, "--json").messages[0]["label"] == "event_phishing"


def test_who_is_trusted_is_shown_added_dropped_and_used(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "firstbell.toml").write_text(
        'version = 1\n[district]\nname = "Lakeside"\n[mail]\ndomains = ["lakesideschools.org"]\n'
    )
    monkeypatch.setenv("FIRSTBELL_DESK", str(desk))
    passed = b"Authentication-Results: mx.lakesideschools.org; dmarc=pass header.from=northpier.example\n"
    text = (
        b"From: a@northpier.example\nSubject: papers\n\nThe adjuster reads the sheets at school on Monday.\n"
    )
    mail = write(tmp_path, "c.eml", passed + text)
    assert "nobody" in call("message", "trust").out
    assert call("message", "triage", mail, "--json").messages[0]["proven"] is False
    assert call("message", "trust", "NorthPier.example", "--json").summary["changed"] == ["northpier.example"]
    assert "northpier.example" in call("message", "trust").out
    known = call("message", "triage", mail, "--json").messages[0]
    assert (known["label"], known["proven"]) == ("genuine", True)
    assert call("message", "trust", "gmail.com").status == 2
    assert call("message", "trust", "--drop").status == 2
    assert call("message", "trust", "--drop", "northpier.example", "--json").summary["trusted"] == []
