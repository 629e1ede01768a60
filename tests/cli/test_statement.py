"""`firstbell statement` as it is typed: Minneapolis, approvals, overrides, what cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document

from tests.cli.conftest import Call

HERE = Path(__file__).parents[1] / "notify"
SENTENCES = json.loads((HERE / "minneapolis_sentences.json").read_text())
NO_EVIDENCE = "We have found no evidence that personal information was compromised."


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def case(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case with the record of Minneapolis, which the environment names."""
    monkeypatch.setenv("FIRSTBELL_CASE", str(tmp_path / "case"))
    assert call("case", "open", tmp_path / "case").status == 0
    assert call("case", "facts", "load", HERE / "minneapolis.json").status == 0
    return tmp_path / "case"


def write(tmp_path: Path, text: str, name: str = "statement.txt") -> Path:
    path = tmp_path / name
    path.write_text(text)
    return path


def add_counsel(call: Call, tmp_path: Path) -> Path:
    key = tmp_path / "counsel.key"
    assert call("case", "actor", "add", "Sara", "--role", "counsel", "--key-file", key).status == 0
    return key


def test_the_sentences_of_minneapolis_against_what_was_known_on_each_day(
    call: Call, case: Path, tmp_path: Path
) -> None:
    for one in SENTENCES:
        told = call("statement", "check", write(tmp_path, one["text"]), "--as-of", one["day"], "--json")
        assert told.status == 0
        claims = [[claim["kind"], claim["verdict"]] for claim in told.messages[:-1]]
        assert claims == one["expect"], one["text"]
        stopped = bool(one.get("walked_back") or one.get("stopped_too"))
        assert told.summary["blocked"] is stopped, one["text"]
        assert told.summary["claims"] == len(claims)
    assert sum(bool(one.get("walked_back")) for one in SENTENCES) == 2


def test_what_was_unsupported_then_is_contradicted_once_more_is_known(
    call: Call, case: Path, tmp_path: Path
) -> None:
    path = write(tmp_path, NO_EVIDENCE)
    (then, _) = call("statement", "check", path, "--as-of", "2023-02-24", "--json").messages
    assert (then["verdict"], then["entries"]) == ("unsupported", [])
    assert any("personal_data_search" in need for need in then["needs"])
    (later, _) = call("statement", "check", path, "--as-of", "2023-03-08", "--json").messages
    assert later["verdict"] == "contradicted"
    facts = call("case", "facts", "--as-of", "2023-03-08", "--json").messages
    assert later["entries"] == [fact["entry"] for fact in facts if fact.get("subject") == "exfiltration"]


def test_a_statement_in_text_is_told_with_what_is_missing(call: Call, case: Path, tmp_path: Path) -> None:
    told = call("statement", "check", write(tmp_path, NO_EVIDENCE), "--as-of", "2023-02-24")
    assert told.status == 0
    assert "unsupported" in told.out
    assert "needs a fact about data that was taken: that no sign of a theft was found" in told.out
    assert "enter it with your own values: firstbell case fact exfiltration " in told.out
    assert "blocked: 1 of 1 claims" in told.out


def test_a_claim_is_told_with_what_the_record_says_of_it(call: Call, case: Path, tmp_path: Path) -> None:
    call("case", "fact", "systems_restored", '{"verified": ["payroll"], "pending": ["library"]}')
    path = write(tmp_path, "All systems are restored. No ransom was paid.")
    told = call("statement", "check", path)
    assert "the record says: systems restored: pending: library, verified: payroll" in told.out
    assert "against it: entry " in told.out
    assert "supported by: entry " in told.out
    restored, ransom, _ = call("statement", "check", path, "--json").messages
    assert restored["facts"] == ["systems restored: pending: library, verified: payroll"]
    assert len(ransom["facts"]) == len(ransom["entries"]) == 1
    (before, *_) = call("statement", "check", path, "--as-of", "2023-02-20", "--json").messages
    assert before["facts"] == []


def test_two_texts_that_differ_are_both_stopped(call: Call, case: Path, tmp_path: Path) -> None:
    a = write(tmp_path, NO_EVIDENCE + " No ransom was paid.", "a.txt")
    b = write(tmp_path, "Personal information may have been accessed. No ransom was paid.", "b.txt")
    told = call("statement", "compare", a, b, "--json")
    assert told.status == 0
    assert told.messages[0] == {
        "message_type": "difference",
        "a": NO_EVIDENCE,
        "b": "Personal information may have been accessed.",
        "kind": "personal_data",
    }
    assert (told.summary["differences"], told.summary["blocked"]) == (1, True)
    assert call("statement", "compare", a, a, "--json").summary["blocked"] is False


def test_how_many_systems_are_back_and_which_are_one_fact_if_the_record_supports_both(
    call: Call, case: Path, tmp_path: Path
) -> None:
    call("case", "fact", "systems_restored", '{"verified": ["payroll", "phones"], "pending": ["library"]}')
    counted = write(tmp_path, "Two of three systems are back.", "counted.txt")
    listed = write(tmp_path, "Payroll and phones are back; the library is not.", "listed.txt")
    part = write(tmp_path, "Payroll is back; the library is not.", "part.txt")
    wrong = write(tmp_path, "One of three systems is back.", "wrong.txt")
    assert call("statement", "compare", counted, listed, "--json").summary["differences"] == 0
    assert call("statement", "compare", counted, part, "--json").summary["blocked"] is True
    assert call("statement", "compare", wrong, listed, "--json").summary["blocked"] is True


def test_staff_and_families_may_each_be_told_of_their_own_data(
    call: Call, case: Path, tmp_path: Path
) -> None:
    staff = write(tmp_path, "Bank account numbers of employees were found in the files.", "staff.txt")
    families = write(tmp_path, "Special education records were found in the files.", "families.txt")
    audiences = ("--to-a", "staff", "--to-b", "families")
    assert call("statement", "compare", staff, families, *audiences, "--json").summary["blocked"] is False
    assert call("statement", "compare", staff, families, "--json").summary["differences"] == 1
    swapped = call("statement", "compare", families, staff, *audiences, "--json")
    assert swapped.summary["blocked"] is True


def test_law_enforcement_gets_times_the_demand_and_indicators_and_no_more_than_the_record(
    call: Call, case: Path, tmp_path: Path
) -> None:
    call("case", "fact", "encryption_event", '{"confirmed": true, "found": "2023-02-18T07:10:00-06:00"}')
    call("case", "fact", "ransom", '{"demanded": 1000000, "paid": false}')
    indicators = write(tmp_path, "203.0.113.7\nevil[.]example\n", "indicators.txt")
    texts = {}
    for audience, extra in (("press", []), ("law-enforcement", ["--indicators", indicators])):
        path = tmp_path / f"{audience}.txt"
        asked = ["--audience", audience, "--contact", "privacy@district.example", "--output", path, *extra]
        told = call("statement", "draft", *asked, "--json")
        assert (told.status, told.summary["blocked"], told.summary["waiting"]) == (0, False, 0)
        texts[audience] = path.read_text()
    for words in ("at 07:10", "demanded 1,000,000", "203.0.113.7", "evil[.]example"):
        assert words in texts["law-enforcement"]
        assert words not in texts["press"]
    pair = (tmp_path / "press.txt", tmp_path / "law-enforcement.txt")
    told = call("statement", "compare", *pair, "--to-b", "law-enforcement", "--json")
    assert (told.summary["differences"], told.summary["blocked"]) == (0, False)
    assert told.summary["more"] >= 1
    assert call("statement", "compare", *pair, "--json").summary["blocked"] is True
    refused = call(
        "statement", "draft", "--audience", "press", "--contact", "x", "--indicators", indicators, "--json"
    )
    assert refused.failure["code"] == 2


def test_counsel_and_director_approve_and_only_then_it_is_published(
    call: Call, case: Path, tmp_path: Path
) -> None:
    path = write(tmp_path, "MPS has not paid a ransom.")
    assert call("statement", "publish", path, "--where", "website").status == 1
    told = call("statement", "approve", path, "--audience", "press", "--json")
    assert told.summary["missing"] == ["counsel"]
    assert call("statement", "approve", path).status == 1
    assert call("statement", "approve", path, "--key", add_counsel(call, tmp_path)).status == 0
    published = call("statement", "publish", path, "--where", "website", "--json")
    assert published.status == 0
    assert call("statement", "publish", path, "--where", "website").status == 1
    log = call("case", "log", "--kind", "claim", "--json").messages
    assert log[-2]["body"]["sha256"] == published.summary["sha256"]
    (row, summary) = call("statement", "list", "--json").messages
    assert (row["approved_by"], row["blocked"]) == (["counsel", "director"], False)
    call("case", "fact", "ransom", '{"paid": 5000}')
    assert call("statement", "list", "--json").summary["to_set_right"] == 1
    assert summary["to_set_right"] == 0


def test_counsel_alone_lets_a_claim_pass_with_a_reason(call: Call, case: Path, tmp_path: Path) -> None:
    path = write(tmp_path, NO_EVIDENCE)
    refused = call("statement", "approve", path, "--json")
    assert refused.status == 1
    assert "1 claim says more than the record shows" in refused.failure["message"]
    assert call("statement", "override", path, "--claim", "1", "--why", "settled").status == 1
    key = add_counsel(call, tmp_path)
    assert call("statement", "override", path, "--claim", "1", "--why", " ", "--key", key).status == 1
    told = call(
        "statement", "override", path, "--claim", "no evidence", "--why", "as agreed", "--key", key, "--json"
    )
    assert told.status == 0
    (claim, summary) = call("statement", "check", path, "--json").messages
    assert claim["overridden"] == told.summary["entry"]
    assert (claim["verdict"], summary["blocked"]) == ("contradicted", False)
    assert call("statement", "approve", path).status == 0


UNREAD = "The intruders have assured us that everything they hold was shredded."


def test_a_claim_that_no_rule_judges_waits_until_a_named_person_confirms_it(
    call: Call, case: Path, tmp_path: Path
) -> None:
    path = write(tmp_path, f"Dear families,\n\nMPS has not paid a ransom.\n\n{UNREAD}\n")
    told = call("statement", "check", path, "--json")
    (paid, unread, summary) = told.messages
    assert told.status == 0
    assert (paid["verdict"], paid["waiting"]) == ("supported", False)
    assert (unread["text"], unread["verdict"], unread["waiting"]) == (UNREAD, "unjudged", True)
    assert (summary["waiting"], summary["blocked"], summary["stopping"]) == (1, True, 0)
    assert "1 claim waits for a person" in call("statement", "check", path).out
    refused = call("statement", "approve", path, "--json")
    assert refused.status == 1
    assert UNREAD in refused.failure["message"]
    assert call("statement", "publish", path, "--where", "website").status == 1

    assert call("statement", "confirm", path, "--claim", "2", "--why", " ").status == 1
    assert call("statement", "confirm", path, "--claim", "1", "--why", "I saw it").status == 2
    told = call("statement", "confirm", path, "--claim", "2", "--why", "as their note says", "--json")
    assert told.status == 0
    (entry,) = call("case", "log", "--kind", "decision.confirm", "--json").messages[:1]
    assert entry["body"]["claim"] == UNREAD
    assert entry["body"]["actor"] == told.summary["actor"]
    (_, unread, summary) = call("statement", "check", path, "--json").messages
    assert (unread["verdict"], unread["waiting"]) == ("unjudged", False)
    assert unread["confirmed"] == told.summary["entry"]
    assert (summary["waiting"], summary["blocked"]) == (0, False)
    assert call("statement", "confirm", path, "--claim", "2", "--why", "again").status == 2
    assert call("statement", "approve", path).status == 0


def test_a_confirmation_is_of_these_words_alone_and_settles_no_verdict(
    call: Call, case: Path, tmp_path: Path
) -> None:
    path = write(tmp_path, UNREAD)
    assert call("statement", "confirm", path, "--claim", "1", "--why", "their note").status == 0
    other = write(tmp_path, UNREAD.replace("shredded", "erased"), "other.txt")
    assert call("statement", "check", other, "--json").summary["waiting"] == 1
    stopped = write(tmp_path, NO_EVIDENCE, "stopped.txt")
    assert call("statement", "confirm", stopped, "--claim", "1", "--why", "I am sure").status == 2
    promise = write(tmp_path, "The district will not pay a ransom.", "promise.txt")
    before = call("statement", "check", promise, "--json").messages[0]["verdict"]
    assert before == "unsupported"


def test_what_cannot_be_read_is_named(call: Call, case: Path, tmp_path: Path) -> None:
    assert call("statement", "check", tmp_path / "none.txt", "--json").failure["code"] == 1
    assert call("statement", "check", write(tmp_path, " \n"), "--json").failure["code"] == 2
    binary = tmp_path / "picture.txt"
    binary.write_bytes(bytes(range(256)) * 10)
    assert "it is not a text" in call("statement", "check", binary, "--json").failure["message"]
    assert (
        call("statement", "check", write(tmp_path, "x y z"), "--as-of", "soon", "--json").failure["code"] == 2
    )
    german = write(tmp_path, "Es wurden keine Daten gestohlen.")
    told = call("statement", "check", german, "--json")
    assert "1 sentence is in a language that Firstbell cannot judge" in told.err
    assert told.summary["waiting"] == 1


def test_a_word_document_and_standard_input_are_read(
    call: Call, case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = Document()
    document.add_paragraph("MPS has not paid a ransom.")
    document.save(str(tmp_path / "statement.docx"))
    assert call("statement", "check", tmp_path / "statement.docx", "--json").summary["claims"] == 1


def test_a_page_for_families_is_made_of_an_approved_statement_alone(
    call: Call, case: Path, tmp_path: Path
) -> None:
    path = write(tmp_path, "MPS has not paid a ransom.\n\nSchools open at <8:00>.\nBuses run.")
    early = call("statement", "page", path, "-o", tmp_path / "site", "--json")
    assert (early.status, "not approved" in early.failure["message"]) == (1, True)
    assert not (tmp_path / "site").exists()
    call("statement", "approve", path, "--audience", "families")
    call("statement", "approve", path, "--key", add_counsel(call, tmp_path))

    for _ in range(2):
        told = call("statement", "page", path, "-o", tmp_path / "site", "--json")
        assert told.status == 0, told.err
    assert told.summary["files"] == ["index.html", "statement.txt"]
    html = (tmp_path / "site" / "index.html").read_text()
    assert "<h1>Information for families</h1>" in html
    assert "<p>MPS has not paid a ransom.</p>" in html
    assert "Schools open at &lt;8:00&gt;.<br>Buses run." in html
    assert "<script" not in html
    assert "http" not in html.replace("http-equiv", "")
    (tmp_path / "site" / "logo.png").write_bytes(b"x")
    assert call("statement", "page", path, "-o", tmp_path / "site").status == 2
    call("case", "fact", "ransom", '{"paid": 5000}')
    assert call("statement", "page", path, "-o", tmp_path / "other").status == 1
