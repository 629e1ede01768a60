"""Mailboxes that are taken over and say so, demands in an odd form, lists of others, and mail to many."""

from __future__ import annotations

import pytest

from firstbell.triage.agreement import agree
from firstbell.triage.clues import Clue
from firstbell.triage.labels import HARMFUL, Label, LabelJudgement
from firstbell.triage.parser import parse_mail
from firstbell.triage.reader import Opinion
from firstbell.triage.signs import read_text
from firstbell.triage.triage import Triaged, triage_mail
from tests.triage.measuring import DISTRICT

OWN = "lakesideschools.org"
PASSED = "spf=pass smtp.mailfrom={0}; dkim=pass header.d={0}; dmarc=pass header.from={0}"
FAILED = "spf=fail smtp.mailfrom={0}; dkim=fail header.d={0}; dmarc=fail header.from={0}"


def triage(
    text: str, *headers: str, sender: str = f"Gil Tarn <g.tarn@{OWN}>", verdict: str = PASSED
) -> Triaged:
    domain = sender.rpartition("@")[2].strip(">")
    lines = [
        f"Authentication-Results: mx.{OWN}; {verdict.format(domain)}",
        f"From: {sender}",
        *([f"To: staff@{OWN}"] if not any(one.startswith("To:") for one in headers) else []),
        "Subject: Garden club",
        *headers,
        "Content-Type: text/plain; charset=utf-8",
        "",
        text,
    ]
    return triage_mail(parse_mail("\r\n".join(lines).encode()), DISTRICT)


def stops(found: Triaged) -> bool:
    return found.look or found.label in HARMFUL


@pytest.mark.parametrize(
    "text",
    [
        "Gil's mailbox speaking. He sleeps late. The seeds come on Monday, and so do we.",
        "Gil will read this with you: the login is ours now. Have a lovely week.",
        "We write to you from his account, it was open. The tulips are very nice this spring.",
        "Este buz\u00f3n ya es nuestro. Que tengan un buen d\u00eda en el jard\u00edn de la escuela.",
        "The club meets at four. The board knows our sum, and Mr. Roe knew the figure last week.",
    ],
)
def test_a_mailbox_of_the_district_that_speaks_as_somebody_else_goes_to_a_person(text: str) -> None:
    assert stops(triage(text)), text


@pytest.mark.parametrize(
    "text",
    [
        "My mailbox is full again, so write to the club at the office address. The seeds come on Monday.",
        "I took over the garden club from Ann, and her login to the shed camera goes to me next week.",
        "The board knows how much the seeds cost, and the terms of the grant are on the shelf in the shed.",
        "El buz\u00f3n de la escuela est\u00e1 en la puerta. Dejen las semillas ah\u00ed el lunes.",
    ],
)
def test_who_of_the_district_only_speaks_of_mailboxes_and_terms_does_not(text: str) -> None:
    assert not stops(triage(text)), (text, triage(text).reasons)


def find_signs(text: str) -> set[str]:
    return {sign.name for sign in read_text(text).signs}


@pytest.mark.parametrize(
    "text",
    [
        "It stops when the board pays.",
        "All of this ends the day your office answers.",
        "Should the second payment not arrive, the next page goes out.",
        "Should no answer come, we go on.",
        "If there is no agreement by the 9th, the rest follows.",
    ],
)
def test_what_happens_unless_somebody_pays_is_a_condition_in_any_order(text: str) -> None:
    assert "condition" in find_signs(text)


@pytest.mark.parametrize(
    "text",
    [
        "The rain stops when the front moves on.",
        "Should the bus not come by eight, call the garage.",
        "Should the payment arrive, we print a receipt.",
        "If there is no snow by the 9th, the trip goes ahead.",
    ],
)
def test_weather_buses_and_receipts_are_none(text: str) -> None:
    assert "condition" not in find_signs(text)


def test_who_wants_a_letter_kept_from_the_police_says_so_in_many_words() -> None:
    assert "no_police" in find_signs("Do not bring this to the sheriff.")
    assert "no_police" not in find_signs(
        "Please bring this to the sheriff, and do not bring snacks to the gym."
    )


def test_a_great_sum_is_a_prize_where_somebody_promises_it() -> None:
    assert "prize" in find_signs("A sum of two million dollars is to be moved to your account in confidence.")
    assert "prize" not in find_signs("The levy brings four million dollars for roofs.")
    assert "prize" not in find_signs("Thieves asked the county for one million dollars, the paper says.")


LIST = "lists.orchardfriends.example"
OF_LIST = (f"List-Id: <all.{LIST}>", f"To: all@{LIST}", f"Return-Path: <all-bounces@{LIST}>")
PAY = (
    "The form about your paycheck that went round was not from our treasurer. She was called, and her"
    " mailbox is shut."
)


def find_names(found: Triaged) -> set[str]:
    return {clue.name for clue in found.clues}


def test_a_check_that_fails_on_a_list_of_others_says_nothing_of_its_member() -> None:
    member = "Ida Moss <ida@mosshome.example>"
    found = triage(PAY, *OF_LIST, sender=member, verdict=FAILED)
    assert "failed" not in find_names(found)
    assert not stops(found), found.reasons
    alone = triage(PAY, sender=member, verdict=FAILED)
    assert "failed" in find_names(alone)


def test_the_name_that_a_list_gives_its_member_poses_as_nobody() -> None:
    sender = f"Principal via all <all@{LIST}>"
    assert "poses_as_office" not in find_names(triage(PAY, *OF_LIST, sender=sender, verdict=FAILED))
    posing = triage(PAY, sender="Principal <all@elsewhere.example>", verdict=FAILED)
    assert "poses_as_office" in find_names(posing)


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        (f"{PAY} Sign in at https://pay-form.example/x to see yours.", OF_LIST),
        (f"{PAY} Reply with your password and your account number.", OF_LIST),
        (PAY, (OF_LIST[0], f"To: staff@{OWN}", OF_LIST[2])),
        (PAY, (*OF_LIST[:2], "Return-Path: <x@bulk-sender.example>")),
    ],
    ids=["a link", "a secret", "another list", "sent by another"],
)
def test_a_list_is_no_cover_for_what_is_wanted(text: str, headers: tuple[str, ...]) -> None:
    found = triage(text, *headers, sender="Ida Moss <ida@mosshome.example>", verdict=FAILED)
    assert "failed" in find_names(found)


def test_another_authority_poses_as_no_office_of_the_district() -> None:
    text = "Your report was received on Monday, and nothing more is needed."
    state = "State Incident Desk, IT Services <desk@state-systems.example>"
    assert "poses_as_office" not in find_names(triage(text, sender=state))
    assert "poses_as_office" in find_names(triage(text, sender=state, verdict=FAILED))
    assert "poses_as_office" in find_names(triage(text, sender="IT Services <desk@systems-one.example>"))
    assert "poses_as_office" in find_names(triage(text, sender="IT Services <desk@state-systems.example>"))


def think(harm: float) -> Opinion:
    return Opinion(
        {label: {Label.COERCION: harm, Label.NEWSLETTER: 1 - harm}.get(label, 0.0) for label in Label}
    )


TO_MANY = Clue("list_unsubscribe", "bulk", 3.0, "x")


@pytest.mark.parametrize("label", HARMFUL)
def test_mail_to_many_that_the_second_reader_does_not_fear_at_all_is_released(label: Label) -> None:
    agreed = agree(LabelJudgement(label, 11.0, ()), think(0.05), proven=False, told=[TO_MANY])
    assert (agreed.label, agreed.look) == (Label.NEWSLETTER, False)


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (0.05, [Clue("feedback_id", "bulk", 1.0, "x")]),
        (0.12, [TO_MANY]),
        (0.05, [TO_MANY, Clue("wallet", "coercion", 3.0, "x")]),
        (0.05, [TO_MANY, Clue("possession", "coercion", 3.0, "x")]),
        (0.05, [TO_MANY, Clue("asks_secret", "ask", 3.0, "x")]),
        (0.05, [TO_MANY, Clue("link_differs", "trick", 4.0, "x")]),
        (0.05, [TO_MANY, Clue("sample_quoted", "sample", 4.0, "x")]),
    ],
)
def test_it_is_held_where_it_is_feared_or_holds_or_wants_something(harm: float, told: list[Clue]) -> None:
    agreed = agree(LabelJudgement(Label.COERCION, 11.0, ()), think(harm), proven=False, told=told)
    assert agreed.look or agreed.label in HARMFUL


def find_coins(text: str) -> Triaged:
    return triage(text, sender="Lot Desk <desk@evening-lots.example>")


def test_who_names_a_sum_in_a_cryptocurrency_is_looked_at_sooner() -> None:
    for text in ("The bid stands at 4.2 XMR.", "Three of it, payable in Monero.", "2 BTC, as before."):
        assert "crypto_sum" in find_names(find_coins(text)), text
    for text in ("We teach what Bitcoin is in grade 9.", "4.2 km to the lake, 2 bats and a ball."):
        assert "crypto_sum" not in find_names(find_coins(text)), text


@pytest.mark.parametrize(
    ("names", "harm", "look"),
    [
        (["crypto_sum"], 0.26, True),
        (["crypto_sum"], 0.24, False),
        (["crypto_sum", "exercise"], 0.3, False),
        (["demand"], 0.3, False),
    ],
)
def test_it_is_so_only_where_nothing_speaks_for_something_harmless(
    names: list[str], harm: float, *, look: bool
) -> None:
    told = [Clue(name, "coercion", 1.0, "x") for name in names]
    agreed = agree(LabelJudgement(Label.NEWSLETTER, 3.0, ()), think(harm), proven=False, told=told)
    assert agreed.look is look
