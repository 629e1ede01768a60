"""`firstbell message decide`, `list`, and `triage --text`: what a person decides, and what a message says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.cli.test_message import COERCION, PLAIN, case, write

__all__ = ["case"]

# what came with it does not read: a person has to look
CUT_OFF = (
    b"From: a@b.example\nSubject: look at this scan\nMIME-Version: 1.0\n"
    b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nsee attached\n"
    b'--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="s.pdf"\n\n'
    b"%PDF-1.7 cut off\n--b--\n"
)


def read_kinds(call: Call, case: Path) -> list[str]:
    """The kinds of the entries about messages, in order."""
    entries = call("case", "log", "--case", case, "--json").messages[:-1]
    return [one["kind"] for one in entries if one["kind"].startswith(("finding", "evidence"))]


def test_what_a_person_calls_harmful_is_kept_as_evidence_with_the_reason(
    call: Call, tmp_path: Path, case: Path
) -> None:
    path = write(tmp_path, "b.eml", PLAIN)
    why = "the sender called: it is not from her"
    told = call("message", "decide", path, "phishing", "--why", why, "--case", case, "--json").summary
    assert (told["label"], told["readers"]) == ("phishing", "other")
    assert "Do not click" in told["advice"]
    assert read_kinds(call, case) == ["evidence.taken", "finding.message", "finding.message_decided"]
    (line,) = call("message", "list", "--case", case, "--json").messages[:-1]
    assert (line["label"], line["decided"], line["why"]) == ("phishing", "phishing", why)
    assert (line["entry"], line["decision"]) == (told["finding"], told["entry"])
    # once more, and the other way round: what was taken is not taken twice, and the last word counts
    call("message", "decide", path, "genuine", "--why", "it was her after all", "--case", case, "--json")
    assert read_kinds(call, case)[3:] == ["finding.message_decided"]
    (line,) = call("message", "list", "--case", case, "--json").messages[:-1]
    # the finding is the person's: the readers never saw harm in it
    assert (line["label"], line["found"], line["decided"]) == ("genuine", None, "genuine")
    shown = call("message", "list", "--case", case).out
    assert "genuine (harmless, as a person decided); a person decided" in shown
    assert "1 message on the record" in shown


def test_a_message_that_a_person_decided_on_is_not_put_before_a_person_again(
    call: Call, tmp_path: Path, case: Path
) -> None:
    cut = CUT_OFF.replace(b"scan", b"bill")
    path = write(tmp_path, "b.eml", CUT_OFF)
    first = call("message", "triage", path, "--case", case, "--json").messages
    assert (first[0]["look"], first[0]["decided"], first[1]["look"]) == (True, None, 1)
    why = "the office scanned it"
    done = call("message", "decide", path, "genuine", "--why", why, "--case", case, "--json").summary

    page, box = tmp_path / "page.html", write(tmp_path, "c.eml", cut)
    words = ("message", "triage", path, box, "--case", case)
    again, other, summary = call(*words, "--html", page, "--json").messages
    assert (again["look"], again["label"], again["urgency"]) == (False, "genuine", 8)
    decided = again["decided"]
    assert (decided["label"], decided["readers"], decided["why"]) == ("genuine", first[0]["label"], why)
    assert decided["entry"] == done["entry"]
    assert decided["by"] == call("case", "actor", "list", "--case", case, "--json").messages[0]["name"]
    assert again["advice"] == done["advice"]
    # another message of the same sender is not decided on
    assert (other["look"], other["decided"]) == (True, None)
    assert (summary["look"], summary["decided"]) == (1, 1)
    assert "decided on it at 20" in page.read_text()

    said = call(*words).out
    assert f"b.eml: genuine (harmless, as a person decided)\n    {decided['by']} decided on it at 20" in said
    assert f": {why}\n    Before that, two readers said: {first[0]['label']}\n" in said
    assert said.count("must look at it") == 1
    assert "a person has decided on 1 of them before" in said
    # without the case nothing is known of the decision
    assert call("message", "triage", path, "--json").messages[0]["look"] is True
    listed = call("message", "list", "--case", case)
    assert f"    {decided['by']} decided on it at 20" in listed.out
    assert call("message", "list", "--case", case, "--json").messages[0]["decided_by"] == decided["by"]


def test_what_a_person_calls_harmful_is_not_recorded_again(call: Call, tmp_path: Path, case: Path) -> None:
    path = write(tmp_path, "b.eml", CUT_OFF)
    done = call("message", "decide", path, "phishing", "--why", "a lure", "--case", case, "--json").summary
    again = call("message", "triage", path, "--case", case, "--json").messages[0]
    assert (again["label"], again["look"]) == ("phishing", False)
    assert (again["evidence"], again["entry"]) == (done["evidence"], done["finding"])
    assert read_kinds(call, case) == ["evidence.taken", "finding.message", "finding.message_decided"]
    # the last decision counts
    call("message", "decide", path, "other", "--why", "only a scan", "--case", case)
    again = call("message", "triage", path, "--case", case, "--json").messages[0]
    assert (again["label"], again["decided"]["why"]) == ("other", "only a scan")


def test_what_a_person_calls_harmless_leaves_the_decision_alone(
    call: Call, tmp_path: Path, case: Path
) -> None:
    path = write(tmp_path, "b.eml", PLAIN)
    shown = call("message", "decide", path, "question", "--why", "a parent asks", "--case", case).out
    assert "question (a question), as you decided" in shown
    assert read_kinds(call, case) == ["finding.message_decided"]


def test_messages_that_triage_found_are_listed_with_what_to_answer(
    call: Call, tmp_path: Path, case: Path
) -> None:
    found = call("message", "triage", write(tmp_path, "a.eml", COERCION), "--case", case, "--json").messages[
        0
    ]
    (line,) = call("message", "list", "--case", case, "--json").messages[:-1]
    assert line["sha256"] == found["sha256"]
    assert (line["title"], line["advice"]) == (found["title"], found["advice"])
    assert (line["decided"], line["why"], line["entry"]) == (None, None, found["entry"])


def test_what_the_readers_found_stays_beside_the_decision(call: Call, tmp_path: Path, case: Path) -> None:
    path = write(tmp_path, "a.eml", COERCION)
    found = call("message", "triage", path, "--case", case, "--json").messages[0]["label"]
    call("message", "decide", path, "other", "--why", "an exercise", "--case", case)
    (line,) = call("message", "list", "--case", case, "--json").messages[:-1]
    assert (line["found"], line["decided"]) == (found, "other")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--why", " "), "no reason"),
        (("--why", "his number is 219-09-9999"), "social security number"),
        (("--why", "x", "--number", "2"), "no message 2"),
    ],
)
def test_a_decision_that_cannot_be_recorded_changes_nothing(
    call: Call, tmp_path: Path, case: Path, words: tuple[str, ...], told: str
) -> None:
    refused = call("message", "decide", write(tmp_path, "b.eml", PLAIN), "phishing", *words, "--case", case)
    assert refused.status != 0
    assert told in refused.err
    assert read_kinds(call, case) == []


def test_of_an_mbox_the_message_is_named(call: Call, tmp_path: Path, case: Path) -> None:
    box = write(tmp_path, "box", b"From x Mon\n" + COERCION + b"\nFrom y Tue\n" + PLAIN + b"\n")
    refused = call("message", "decide", box, "question", "--why", "x", "--case", case)
    assert "say which one by --number" in refused.err
    told = call("message", "decide", box, "question", "--why", "x", "--number", "2", "--case", case, "--json")
    second = call("message", "triage", box, "--json").messages[1]
    assert told.summary["sha256"] == second["sha256"]


def test_what_a_message_says_is_told_without_anything_that_leads_on(call: Call, tmp_path: Path) -> None:
    data = (
        b"From: x@evil.example\nSubject: hi\nContent-Type: text/html\n\n"
        b"<p>Her number is 219-09-9999. Go to https://evil.example/a.b or mail me@evil.example now, "
        b'<a href="https://other.example/?q=1">here</a></p>'
    )
    path = write(tmp_path, "b.eml", data)
    says = call("message", "triage", path, "--text", "--json").messages[0]["says"]
    assert "Her number is [a number is left out]. Go to hxxps://evil[.]example/a.b or mail" in says["text"]
    assert "me[@]evil[.]example now" in says["text"]
    assert "hxxps://other[.]example/?q=1" in says["links"]
    assert (says["attachments"], says["is_cut"]) == ([], False)
    assert "says" not in call("message", "triage", path, "--json").messages[0]


def test_a_carried_message_and_a_file_are_told_and_a_long_text_is_cut(call: Call, tmp_path: Path) -> None:
    inner = b"Content-Type: message/rfc822\n\nFrom: a@b.example\nSubject: the inner one\n\npay us\n"
    file = b'Content-Type: text/plain\nContent-Disposition: attachment; filename="list.txt"\n\nnames of all\n'
    long = b"Content-Type: text/plain\n\n" + b"word " * 5000
    head = (
        b"From: x@c.example\nSubject: fwd\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
    )
    body = b"".join(b"--b\n" + part + b"\n" for part in (inner, file)) + b"--b--\n"
    says = call("message", "triage", write(tmp_path, "a.eml", head + body), "--text", "--json").messages[0][
        "says"
    ]
    assert "[in the file list.txt]\nnames of all" in says["text"]
    assert "[attached message: the inner one]\n\npay us" in says["text"]
    assert says["attachments"] == ["list.txt"]
    body = b"--b\n" + long + b"\n--b--\n"
    says = call("message", "triage", write(tmp_path, "b.eml", head + body), "--text", "--json").messages[0][
        "says"
    ]
    assert (len(says["text"]) <= 20_000, says["is_cut"]) == (True, True)
