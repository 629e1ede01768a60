"""Whose mail it is that neither reader fears, and what is never said of mail that nothing proves."""

from __future__ import annotations

import pytest

from firstbell.triage.answers import tell_advice, tell_title
from firstbell.triage.labels import Label
from firstbell.triage.parser import parse_mail
from firstbell.triage.triage import Triaged, triage_mail
from tests.triage.measuring import DISTRICT

BILL = "Your statement for February is attached, balance $2,207.50, terms net 30, same address as always."
CONCERT = (
    "The winter concert is on Thursday at seven in the gym. Bring a chair, there are not enough of them."
)
PASS = "dkim=pass header.d=lakesideschools.org; dmarc=pass header.from=lakesideschools.org"


def triage(text: str, sender: str, *headers: str) -> Triaged:
    lines = [*headers, f"From: {sender}", "To: jo@lakesideschools.org", "Subject: Statement", "", text]
    return triage_mail(parse_mail("\r\n".join(lines).encode()), DISTRICT)


def test_ordinary_mail_that_no_server_proves_is_other_and_nothing_is_said_to_prove_it() -> None:
    found = triage(BILL, "Gulf Paper <ar@gulfpaper.example>")
    assert (found.label, found.look, found.proven, found.ordinary) == (Label.OTHER, False, False, True)
    assert any("nothing proves who wrote it" in reason for reason in found.reasons)
    assert "not proven" in found.advice


def test_the_same_of_the_district_is_proven_by_its_server_and_answered_as_proven() -> None:
    own = f"Authentication-Results: mx.lakesideschools.org; {PASS}"
    found = triage(BILL, "Office <office@lakesideschools.org>", own)
    assert (found.label, found.proven) == (Label.GENUINE, True)
    assert found.advice == tell_advice(Label.GENUINE, look=False, kind="")


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        (BILL, "Office <office@lakesideschools.org>"),
        ("See you at noon.", "A <a@house.example>"),
        (BILL, "Lakeside Schools <ar@lakeside-sch00ls.example>"),
        (
            "For immediate release. Lakeside Public Schools opens on Monday, and buses run.",
            "A <a@b.example>",
        ),
        ("We are writing to notify you of the data incident of last fall. It is over.", "A <a@b.example>"),
    ],
    ids=["in the district's name", "hardly a word", "a lookalike", "a release", "a notice"],
)
def test_what_speaks_as_the_district_or_says_hardly_a_word_is_not_called_ordinary(
    text: str, sender: str
) -> None:
    found = triage(text, sender)
    assert found.look or not found.ordinary, (found.label, found.reasons)


def test_what_a_person_has_to_decide_is_never_called_ordinary() -> None:
    text = "Tick tock. In 41 hours everybody in your town reads all of it, and you could have paid us."
    found = triage(text, "x <x@nulmail.example>")
    assert found.look or found.label not in (Label.GENUINE, Label.OTHER)


def test_a_persons_decision_comes_before_any_answer() -> None:
    assert tell_advice(Label.GENUINE, look=True, kind="") == tell_advice(
        Label.OTHER, look=True, kind="ordinary"
    )
    assert tell_title(Label.OTHER, kind="ordinary") != tell_title(Label.OTHER, kind="")


@pytest.mark.parametrize(
    "sender",
    [
        "PTA <pta@elmpta.example>",
        "Teachers' Union <office@localteachers.example>",
        "College Fair <fairs@statecollege.example>",
        "North Ridge Schools <a.bell@northridge.k12.example>",
        "Choir Software <status@choirroom.example>",
    ],
)
def test_mail_of_others_whose_server_lets_it_pass_is_genuine_and_not_said_to_be_the_districts(
    sender: str,
) -> None:
    found = triage(CONCERT, sender, passes(sender))
    assert (found.label, found.look, found.proven) == (Label.GENUINE, False, False), found.reasons
    assert found.ordinary
    assert "district knows" in found.advice
    assert found.advice != tell_advice(Label.GENUINE, look=False, kind="")
    assert "outside" in tell_title(found.label, kind=found.kind)


def passes(sender: str) -> str:
    domain = sender.rpartition("@")[2].strip(">")
    passed = f"dkim=pass header.d={domain}; dmarc=pass header.from={domain}"
    return f"Authentication-Results: mx.lakesideschools.org; {passed}"


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("See you at noon.", "A <a@house.example>"),
        ("We are writing to notify you of the data incident of last fall. It is over.", "A <a@b.example>"),
        (
            "For immediate release. Lakeside Public Schools opens on Monday, and buses run.",
            "A <a@b.example>",
        ),
        (CONCERT, "Lakeside Schools <concert@lakeside-sch00ls.example>"),
        ("We hold your files. Pay 4 bitcoin by Friday or all of it is published.", "A <a@b.example>"),
        (f"{CONCERT} Have the passwords of the sound system ready on a note.", "A <a@house.example>"),
        (f"{CONCERT} Seats: https://seats.elsewhere.example/3", "A <a@house.example>"),
        (CONCERT, "A <a@gmail.com>"),
    ],
    ids=[
        "hardly a word",
        "a notice",
        "a release",
        "a lookalike",
        "a threat",
        "a secret",
        "a link elsewhere",
        "a mailbox that anybody can have",
    ],
)
def test_that_its_server_lets_it_pass_does_not_make_everything_genuine(text: str, sender: str) -> None:
    found = triage(text, sender, passes(sender))
    assert found.look or found.label is not Label.GENUINE, found.reasons


def test_an_attached_message_of_a_stranger_proves_no_domain_by_headers_that_came_with_it() -> None:
    inner = f"From: Club <c@club.example>\r\n{passes('c@club.example')}\r\nSubject: Concert\r\n\r\n{CONCERT}"
    outer = (
        "From: X <x@else.example>\r\nTo: jo@lakesideschools.org\r\nSubject: fwd\r\n"
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n'
    )
    found = triage_mail(parse_mail(f"{outer}{inner}\r\n--b--\r\n".encode()), DISTRICT)
    assert found.way == "attached"
    assert found.label is not Label.GENUINE, found.reasons


LIST_ID = "List-Id: <players.club.example>"


def test_what_a_member_writes_on_a_list_is_mail_of_that_member() -> None:
    sender = "Pat Moe <pat@club.example>"
    found = triage("Practice is at six, bring both jerseys and a ball.", sender, passes(sender), LIST_ID)
    assert (found.label, found.look, found.proven) == (Label.GENUINE, False, False), found.reasons


@pytest.mark.parametrize(
    ("sender", "headers"),
    [
        ("Pat Moe <pat@club.example>", (LIST_ID, "List-Unsubscribe: <mailto:off@club.example>")),
        ("Club News <news@club.example>", (LIST_ID, "Subject: Club bulletin no. 12")),
    ],
    ids=["it says how one leaves", "it calls itself a letter"],
)
def test_a_letter_to_many_is_none_of_a_member(sender: str, headers: tuple[str, ...]) -> None:
    found = triage("Practice is at six, bring both jerseys and a ball.", sender, passes(sender), *headers)
    assert (found.label, found.look) == (Label.NEWSLETTER, False), found.reasons
