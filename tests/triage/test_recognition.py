"""Whose mail it is that neither reader fears, and what is never said of mail that nothing proves."""

from __future__ import annotations

import pytest

from firstbell.triage.answers import tell_advice, tell_title
from firstbell.triage.labels import Label
from firstbell.triage.parser import parse_mail
from firstbell.triage.triage import Triaged, triage_mail
from tests.triage.measuring import DISTRICT

BILL = "Your statement for February is attached, balance $2,207.50, terms net 30, same address as always."
PASS = "dkim=pass header.d=lakesideschools.org; dmarc=pass header.from=lakesideschools.org"


def triage(text: str, sender: str, *headers: str) -> Triaged:
    lines = [*headers, f"From: {sender}", "To: jo@lakesideschools.org", "Subject: Statement", "", text]
    return triage_mail(parse_mail("\r\n".join(lines).encode()), DISTRICT)


def test_ordinary_mail_of_somebody_outside_is_other_and_nothing_is_said_to_prove_it() -> None:
    found = triage(BILL, "Gulf Paper <ar@gulfpaper.example>")
    assert (found.label, found.look, found.proven, found.ordinary) == (Label.OTHER, False, False, True)
    assert any("nothing proves who wrote it" in reason for reason in found.reasons)
    assert "not proven" in found.advice


def test_the_same_of_the_district_is_proven_by_its_server_and_answered_as_proven() -> None:
    own = f"Authentication-Results: mx.lakesideschools.org; {PASS}"
    found = triage(BILL, "Office <office@lakesideschools.org>", own)
    assert (found.label, found.proven) == (Label.GENUINE, True)
    assert found.advice == tell_advice(Label.GENUINE, look=False, ordinary=False)


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
    assert tell_advice(Label.GENUINE, look=True, ordinary=False) == tell_advice(
        Label.OTHER, look=True, ordinary=True
    )
    assert tell_title(Label.OTHER, ordinary=True) != tell_title(Label.OTHER, ordinary=False)


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
def test_mail_of_others_is_not_the_districts_though_its_servers_let_it_pass(sender: str) -> None:
    domain = sender.rpartition("@")[2].strip(">")
    passed = f"dkim=pass header.d={domain}; dmarc=pass header.from={domain}"
    text = (
        "The winter concert is on Thursday at seven in the gym. Bring a chair, there are not enough of them."
    )
    found = triage(text, sender, f"Authentication-Results: mx.lakesideschools.org; {passed}")
    assert (found.label, found.look, found.ordinary) == (Label.OTHER, False, True), found.reasons
