"""What a message carries of others: each writer's part is judged as that writer's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firstbell.documents.hypertext import Hyperlink
from firstbell.triage.layers import is_handed_on, split_layers
from firstbell.triage.mail import Attachment, MailAddress, MailMessage
from tests.processes.least_time import take_least_s

PAT = MailAddress("Pat", "pat@example.org")
FORWARD = """Is this real?

---------- Forwarded message ---------
From: Boss <boss@evil.example>
Date: Mon, Feb 13, 2023
Subject: Pay now
To: pat@example.org

Pay us.
"""
OUTLOOK = """FYI

From: Boss <boss@evil.example>
Sent: Monday, February 13, 2023 2:00 AM
To: Pat
Subject: Pay now

Pay us.
"""
SPANISH = """Mire esto

De: Jefe <jefe@evil.example>
Enviado: lunes
Para: yo
Asunto: Pague

Pague ya.
"""


def make_mail(text: str, subject: str = "") -> MailMessage:
    return MailMessage(sender=PAT, subject=subject, date="", message_id="", text=text)


@pytest.mark.parametrize(
    ("text", "own", "sender", "subject", "inner"),
    [
        (FORWARD, "Is this real?", "boss@evil.example", "Pay now", "Pay us."),
        (OUTLOOK, "FYI", "boss@evil.example", "Pay now", "Pay us."),
        (SPANISH, "Mire esto", "jefe@evil.example", "Pague", "Pague ya."),
    ],
)
def test_what_was_forwarded_in_a_text_is_its_writers_and_not_the_forwarders(
    text: str, own: str, sender: str, subject: str, inner: str
) -> None:
    first, second = split_layers(make_mail(text, "Fwd: Pay now"))

    assert (first.way, first.mail.text.strip(), first.mail.subject, first.mail.sender) == (
        "own",
        own,
        "",
        PAT,
    )
    assert (second.way, second.mail.text.strip(), second.mail.subject) == ("forwarded", inner, subject)
    assert second.mail.sender.email == sender


def test_an_answer_keeps_its_subject_and_what_it_quotes_loses_its_marks() -> None:
    text = "Thanks!\n\nOn Mon, Feb 13, 2023 at 2:00 AM Boss <boss@evil.example> wrote:\n> Pay us.\n> Now.\n"

    first, second = split_layers(make_mail(text, "Re: x"))

    assert (first.mail.text.strip(), second.way) == ("Thanks!", "quoted")
    assert (second.mail.text, second.mail.sender.email) == ("Pay us.\nNow.", "boss@evil.example")


@pytest.mark.parametrize(
    "rule",
    [
        "---- original ----",
        "== the message ==",
        "***** texto *****",
        "--- begin copy ---",
        "~~~ her words ~~~",
    ],
)
def test_what_stands_below_a_rule_that_names_it_was_copied_in(rule: str) -> None:
    first, second = split_layers(make_mail(f"Is this you?\n\n{rule.replace('==', '===')}\nPay us.\n"))

    assert (first.mail.text.strip(), second.way) == ("Is this you?", "forwarded")
    assert "Pay us." in second.mail.text


def test_one_long_line_with_a_mark_that_ends_an_answer_is_quoted() -> None:
    first, second = split_layers(
        make_mail("I typed it in.\n\n> Enter your password here to see the file\n", "Re: x")
    )

    assert (first.mail.text.strip(), second.way) == ("I typed it in.", "quoted")
    assert second.mail.text.strip() == "Enter your password here to see the file"


@pytest.mark.parametrize(
    "text",
    [
        "Menu\n-------\nSoup\n--- and bread ---\n",
        "original recipe: two eggs\n",
        "Steps:\n\n> no\n",
        "First\n> one line in the middle of an answer\nand more\n",
    ],
)
def test_other_rules_and_marks_copy_nothing_in(text: str) -> None:
    assert len(split_layers(make_mail(text))) == 1


@pytest.mark.parametrize("text", ["", "plain words", "a > b and c > d", "From: the heart\n", "-- \nPat"])
def test_a_message_that_carries_nothing_is_one_layer(text: str) -> None:
    (only,) = split_layers(make_mail(text))

    assert (only.way, only.mail.text) == ("own", text)


def test_links_and_files_go_with_the_part_that_they_came_in() -> None:
    at = FORWARD.index("Pay us")
    links = (Hyperlink("mine", "https://example.org", 0), Hyperlink("theirs", "https://evil.example", at))
    file = Attachment("a.zip", "application/zip", 1, "ab" * 32)

    first, second = split_layers(replace(make_mail(FORWARD), links=links, attachments=(file,)))

    assert ([link.text for link in first.mail.links], first.mail.attachments) == (["mine"], ())
    assert ([link.text for link in second.mail.links], second.mail.attachments) == (["theirs"], (file,))


def test_a_message_attached_to_one_attached_to_one_is_reached() -> None:
    inner = make_mail("Pay us.")
    middle = replace(make_mail("See below"), carried=(inner,))

    layers = split_layers(replace(make_mail("Is this real?", "Fwd: x"), carried=(middle,)))

    assert [(one.way, one.mail.text) for one in layers] == [
        ("own", "Is this real?"),
        ("attached", "See below"),
        ("attached", "Pay us."),
    ]
    assert layers[0].mail.subject == ""


def test_a_chain_without_an_end_is_cut_at_twelve() -> None:
    mail = make_mail("x")
    for _ in range(60):
        mail = replace(make_mail("y"), carried=(mail,))
    chain = "\n".join(
        ["top", *[FORWARD.partition("\n\n")[2].replace("Pay us", f"Pay {at}") for at in range(40)]]
    )

    assert len(split_layers(mail)) == 12
    assert len(split_layers(make_mail(chain))) == 12


@pytest.mark.parametrize(
    "piece", ["From: a\n", "> a\n", "On a\n", "---- \n", "*From:* x\n\n", "On Mon\n\n> "]
)
def test_a_text_of_nothing_but_beginnings_is_taken_apart_at_once(piece: str) -> None:
    mail = make_mail((piece * 60_000)[:60_000])

    assert len(split_layers(mail)) <= 12
    assert take_least_s(lambda: split_layers(mail), 2) < 2


@pytest.mark.parametrize(
    ("text", "handed_on"),
    [
        ("Is this real?", True),
        ("We got this today, what should we do", True),
        ("¿Es verdad? Recibí esto.", True),
        ("I have not clicked on it.", True),
        ("Is that one of those scams?", True),
        ("My husband asks: do they really have it?", True),
        ("Here are the minutes of Tuesday.", False),
        ("", False),
        ("Is this real? " + "word " * 200, False),
    ],
)
def test_few_words_of_doubt_hand_a_message_on(text: str, *, handed_on: bool) -> None:
    assert is_handed_on(make_mail(text)) is handed_on
