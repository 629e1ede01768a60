"""Letters to many, by what they call themselves and how one leaves them."""

from __future__ import annotations

import pytest

from firstbell.triage.labels import Label
from firstbell.triage.mastheads import is_letter_to_many
from firstbell.triage.parser import parse_mail
from firstbell.triage.triage import triage_mail
from tests.triage.measuring import DISTRICT


def write(sender: str, to: str, subject: str, text: str) -> bytes:
    return f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\n\r\n{text}".encode()


@pytest.mark.parametrize(
    ("sender", "to", "subject", "text"),
    [
        (
            "Library <a@lib.example>",
            "jo@x.example",
            "In May",
            "Story hour at ten. To stop getting this, tell the desk.",
        ),
        (
            "Museo <a@museo.example>",
            "jo@x.example",
            "Mayo",
            "Taller de barro. Para no recibir más, responda BAJA.",
        ),
        ("Oak <oak@x.example>", "jo@x.example", "The Acorn, no. 9", "Lost mittens, and a word of the nurse."),
        ("Town news <news@t.example>", "families@x.example", "Spring", "The pond thaws, the band plays."),
        (
            "Tires <a@tires.example>",
            "jo@x.example",
            "Snow",
            "Four tires for teachers. Say no and I won't write again.",
        ),
        (
            "Oak PTA <a@oakpta.example>",
            "jo@x.example",
            "Pies",
            "Hello Oak families! Money for pies is due Friday.",
        ),
        (
            "Band <music-boosters@b.example>",
            "jo@x.example",
            "You're invited: the fall concert",
            "Doors at six.",
        ),
        (
            "Chalk Podcast <hi@chalk.example>",
            "jo@x.example",
            "New episode: the flood",
            "A school under water.",
        ),
    ],
    ids=[
        "leaving",
        "leaving in Spanish",
        "its number",
        "its name and its readers",
        "a word",
        "a club",
        "invited",
        "a podcast",
    ],
)
def test_a_letter_to_many_is_one(sender: str, to: str, subject: str, text: str) -> None:
    mail = parse_mail(write(sender, to, subject, text))
    assert is_letter_to_many(mail)
    assert triage_mail(mail, DISTRICT).label is Label.NEWSLETTER


def test_mail_to_one_person_is_none_whoever_writes_it() -> None:
    mail = parse_mail(
        write("Ann <news@a.example>", "jo@x.example", "Shelf", "The shelf is up, the paint is dry.")
    )
    assert not is_letter_to_many(mail)


def test_a_threat_with_a_way_to_leave_stays_a_threat() -> None:
    text = "We hold the files of your pupils. Pay us by Friday or we publish them all. Unsubscribe: reply."
    found = triage_mail(
        parse_mail(write("N <news@n.example>", "families@x.example", "No. 1", text)), DISTRICT
    )
    assert found.label in (Label.COERCION, Label.EXTORTION)


def test_a_newsletter_may_quote_what_a_crew_wrote() -> None:
    text = (
        "A crew has written to nine districts this week. Its note says 'pay within 72 hours or we publish the"
        " files'. How one of them said no, on page two. Unsubscribe: https://k12brief.example/u"
    )
    found = triage_mail(
        parse_mail(write("K12 <brief@k12brief.example>", "it@x.example", "This week", text)), DISTRICT
    )
    assert found.rules is not Label.COERCION


@pytest.mark.parametrize(
    ("sender", "subject", "text"),
    [
        ("Oak PTA <a@oakpta.example>", "Key of the shed", "The key hangs in the office again, thank you."),
        (
            "Oak PTA <a@oakpta.example>",
            "Should we wire this?",
            "Hi folks, somebody wants our PTA to wire $90.",
        ),
        (
            "Jo <jo@home.example>",
            "Another episode in class",
            "He fainted again; the nurse has written it down.",
        ),
        ("Jo <jo@home.example>", "Pies", "Hello families of room 4, my pan is the blue one."),
        ("Jo <jo@home.example>", "stop", "Please reply and tell me when the buses stop at Elm."),
        ("Alert <a@alert.example>", "Your child", "A record was exposed. Pay 4.99 now. Reply STOP to end."),
    ],
    ids=["a club to one", "a club that asks", "an episode of one", "no club", "another stop", "an alert"],
)
def test_its_neighbors_are_none(sender: str, subject: str, text: str) -> None:
    assert not is_letter_to_many(parse_mail(write(sender, "jo@x.example", subject, text)))
