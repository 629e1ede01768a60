"""Who waits for an answer: somebody outside with a question, staff and pupils who write to a desk."""

from __future__ import annotations

import pytest

from firstbell.triage.inquiries import asks, asks_a_desk
from firstbell.triage.labels import Label
from firstbell.triage.mail import MailMessage
from firstbell.triage.parser import parse_mail
from firstbell.triage.triage import triage_mail
from tests.triage.measuring import DISTRICT

OWN = "lakesideschools.org"
PASS = f"mx.{OWN}; dkim=pass header.d={OWN}; dmarc=pass header.from={OWN}"


def parse(sender: str, box: str, text: str, subject: str = "x") -> MailMessage:
    head = f"Authentication-Results: {PASS}\r\nFrom: {sender}\r\nTo: {box}@{OWN}\r\nSubject: {subject}"
    return parse_mail(f"{head}\r\n\r\n{text}".encode())


@pytest.mark.parametrize(
    ("box", "text", "asked"),
    [
        ("helpdesk", "the printer in the gym is still off, any idea when it comes back?", True),
        ("help", "i typed it wrong too often, pls unlock me before third period", True),
        ("payroll", "My bank merged. How do I change the deposit now that the page is down?", True),
        ("helpdesk", "The projector in 31 works again, thank you for coming so fast.", False),
        ("oak-staff", "Whose blue dish is this? It is in the lounge since Monday.", False),
    ],
    ids=["a question", "a request", "pay", "thanks", "to colleagues"],
)
def test_who_writes_to_a_desk_of_the_house_asks(box: str, text: str, asked: bool) -> None:
    mail = parse(f"Nils <n.abara@{OWN}>", box, text)
    assert asks_a_desk(mail) is asked
    assert (triage_mail(mail, DISTRICT).label is Label.QUESTION) is asked


def test_a_desk_that_writes_to_a_desk_asks_nobody_of_the_public() -> None:
    assert not asks_a_desk(parse(f"Help desk <helpdesk@{OWN}>", "payroll", "Is the list complete?"))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("The app shows nothing. Is bus 14 still at 7:10 at the church?", True),
        ("Invoice 5521 for November is attached, same account as ever. How are you all?", False),
        ("We make backups for schools. Do you have fifteen minutes next week? Book a demo.", False),
        ('Everybody asked "was my child in it?", and the letter answers that.', False),
    ],
    ids=["a question", "a bill", "an offer", "quoted"],
)
def test_mail_of_business_asks_as_a_matter_of_course(text: str, asked: bool) -> None:
    assert asks(parse("Greta <g@home.example>", "bus", text)) is asked


REMINDER = "Our records show that the fee for your child is unpaid. Pay with cash at the window, or"
" ask for a waiver."


@pytest.mark.parametrize(
    ("sender", "text", "label"),
    [
        (f"Activities <activities@{OWN}>", REMINDER, Label.GENUINE),
        (
            f"Records <records@{OWN}>",
            "Your request 26-9 is partly denied. You may appeal in 30 days.",
            Label.GENUINE,
        ),
        (
            f"Records <records@{OWN}>",
            "Which of the two files of your child do you want? Pick one.",
            Label.QUESTION,
        ),
        (
            f"Nils <n.abara@students.{OWN}>",
            "i typed my password into the fake page and now im scared",
            Label.QUESTION,
        ),
        (f"Nils <student.318@{OWN}>", "i lost the slip for the trip and told nobody", Label.QUESTION),
        (f"Support <support@students.{OWN}>", "Counselors sit in room 9 all day. Come by.", Label.GENUINE),
    ],
    ids=["a fee", "a request that was answered", "a desk that asks", "a pupil", "a number", "their desk"],
)
def test_a_desk_that_asks_nothing_sends_a_notice_and_a_pupil_never_does(
    sender: str, text: str, label: Label
) -> None:
    found = triage_mail(parse(sender, "families", text), DISTRICT)
    assert (found.label, found.look) == (label, False), found.reasons


def test_a_question_that_was_answered_is_none() -> None:
    head = "From: Dora <dora@busline.example>\r\nTo: bus@lakesideschools.org\r\nSubject: Re: seats"
    asked = (
        f"> From: bus@{OWN}\r\n> Is our list of seats out? Do you have a copy of the letter about my child?"
    )
    answer = (
        f"{head}\r\n\r\nYes, routes 1 to 4 are in the file, and the bill goes out by post.\r\n\r\n{asked}\r\n"
    )
    assert triage_mail(parse_mail(answer.encode()), DISTRICT).label is not Label.QUESTION
