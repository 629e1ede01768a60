"""Steps by right, debts, reporters, false orders, threats to a person: each with a neighbor that is not."""

from __future__ import annotations

import pytest

from firstbell.triage.labels import HARMFUL, Label
from firstbell.triage.parser import parse_mail
from firstbell.triage.triage import Triaged, triage_mail
from tests.triage.measuring import DISTRICT


def triage(
    text: str, *, sender: str = "Ruth Amsel <r.amsel@amselhome.example>", subject: str = "A word"
) -> Triaged:
    head = f"From: {sender}\r\nTo: office@lakesideschools.org\r\nSubject: {subject}\r\n"
    head += "Content-Type: text/plain; charset=utf-8\r\n\r\n"
    return triage_mail(parse_mail(f"{head}{text}".encode()), DISTRICT)


BY_RIGHT = {
    "small claims": (
        "Pay me back the $212 by the 4th, or I tell the board at public comment and go to small claims court."
    ),
    "records": (
        "Under the Open Records Act I request every letter in which the board "
        "agreed to pay a ransom. You have three days."
    ),
    "strike": (
        "We demand answers about the payroll files by Friday. If we have none, "
        "there is a strike authorization vote."
    ),
    "booking": (
        "Your deposit of $90 is late. If it is not here by Thursday, I have to "
        "let the date go to the waiting list."
    ),
    "library": (
        "The nine books are 40 days late. If nobody answers, the bill goes out "
        "on Monday and the late fee is $31."
    ),
    "story": (
        "Last call for comment. I am publishing at six. Somebody showed me "
        "pages from your files; are they real?"
    ),
}


@pytest.mark.parametrize("name", BY_RIGHT)
def test_who_announces_a_step_by_right_or_a_debt_threatens_nobody_by_the_rules(name: str) -> None:
    assert triage(BY_RIGHT[name]).rules not in HARMFUL


@pytest.mark.parametrize(
    "text",
    [
        "We took your files. Pay 3 bitcoin by Friday or we publish them; the late fee is another 3 bitcoin.",
        "I have the files of your students. Unless you pay me by Monday I "
        "publish them. Small claims will not help you.",
        "We copied the records of your pupils. Pay by Friday or we publish "
        "them, and no reporter will hold the story.",
    ],
)
def test_who_holds_data_and_wants_money_does_whatever_else_is_said(text: str) -> None:
    found = triage(text)
    assert found.label in HARMFUL or found.look


def test_late_fees_behind_a_link_are_a_lure_all_the_same() -> None:
    found = triage(
        "You have an unpaid toll of $4.15. Pay now to avoid late fees: http://toll-balance.example/pay"
    )
    assert found.label in HARMFUL


ORDER = (
    "Please send a quote for 60 projectors, net 30. Ship ahead of the PO to our dock on Mill Street, "
    "tax exempt."
)


def test_goods_ordered_on_account_from_a_lookalike_are_phishing() -> None:
    found = triage(ORDER, sender="Purchasing <buyer@lakesideschools-supply-office.example>")
    assert found.label is Label.PHISHING, (found.label, found.reasons)


def test_a_vendor_who_gives_a_quote_lures_nobody() -> None:
    quote = "Thank you for asking. The quote for 60 projectors is attached, net 30 as ever, tax exempt."
    assert triage(quote, sender="Sales <sales@brightprojectors.example>").rules not in HARMFUL


def test_plain_words_from_a_domain_that_passes_for_the_districts_go_to_a_person() -> None:
    text = (
        "Good morning. The room for the spring meeting is the one behind the library, as every year in April."
    )
    false = triage(text, sender="Front Office <office@lakesideschools-staff.example>")
    assert false.look
    assert any("made to look like" in reason for reason in false.reasons)
    for other in ("office@lakesidebaptistchurch.example", "chair@lakeside-hs-boosters.example"):
        assert not triage(text, sender=f"Front Office <{other}>").look


@pytest.mark.parametrize(
    "text",
    [
        "hey mom its me, dropped my phone in the sink, this is my new number. "
        "can you send 340 for rent on zelle? "
        "i pay you back friday",
        "Mami, se me rompio el celular, este es mi numero nuevo. ¿Me prestas "
        "200? Mañana te los doy, por zelle",
    ],
)
def test_family_on_a_new_number_that_needs_money_is_phishing(text: str) -> None:
    found = triage(text, sender="Relay <5550100@sms.relaypoint.example>", subject="SMS")
    assert found.rules is Label.PHISHING
    assert found.label in HARMFUL


def test_a_parent_with_a_new_number_is_none() -> None:
    text = (
        "I am Theo's mom. My phone broke, so this is my new number for the pick-up list: 555-0142. Thank you!"
    )
    assert triage(text).rules not in HARMFUL


@pytest.mark.parametrize(
    "text",
    [
        "Fourteen years on your network. If I do not see my job on the agenda "
        "by Monday I give the passwords to "
        "the people who already have the rest.",
        "I have the grades of your son. Drop the hearing or they go online.",
        "Send 300 by tonight or we call immigration about your family.",
        "Mande 300 hoy o llamamos a la migra por su familia.",
    ],
)
def test_threats_without_a_word_of_files_are_threats(text: str) -> None:
    found = triage(text)
    assert found.label in HARMFUL or found.look, (found.rules, [clue.name for clue in found.clues])


@pytest.mark.parametrize(
    "text",
    [
        "If I do not see the bus by 7:40 I drive her myself; the driver may give the keys to the office.",
        "Does the school talk to ICE? My neighbor is afraid to send her boy. "
        "Nobody has asked us for anything.",
        "Please post the grades of my daughter, or tell me when they go up.",
    ],
)
def test_what_only_sounds_like_it_is_none(text: str) -> None:
    assert triage(text).rules not in HARMFUL


@pytest.mark.parametrize(
    "text",
    [
        "In this letter: a district that took 90 days to tell its families, and why paying a ransom"
        " breaks the law.",
        "At the conference two boards tell what they would do otherwise, the ransom included, by December 1.",
        "Our goats have taken the gym! Pay the ransom by Friday or they eat the flags. All proceeds"
        " go to the band.",
        "Tenemos al director amarrado con globos. Paguen el rescate el viernes; todo lo recaudado es"
        " para la banda.",
        "Si no cumplen en diez días con borrar los datos de mi hija, presento una queja ante el estado.",
    ],
)
def test_who_tells_of_ransoms_or_plays_at_them_threatens_nobody_by_the_rules(text: str) -> None:
    assert triage(text).rules not in HARMFUL


@pytest.mark.parametrize(
    "text",
    [
        "Tell your board to pay us by December 1, otherwise we publish the files of your pupils.",
        "We have your files. Unless the board pays the ransom by Friday they are sold; the money is"
        " all we want.",
        "Si no pagan el rescate en diez días publicamos los datos de sus alumnos, y nadie presenta"
        " una queja.",
    ],
)
def test_who_means_a_ransom_threatens_all_the_same(text: str) -> None:
    assert triage(text).rules in HARMFUL


TAKE_DOWN = (
    "Your child's file is for sale. We take it down today for $19.99: order with your card and the"
    " Social Security"
    " number of your child at https://off-the-list.example/now. Unsubscribe: https://off-the-list.example/u"
)
BULLETIN = "Patch your gateway this week: https://off-the-list.example/now. Nobody needs your Social"
" Security number."


def test_a_letter_to_many_that_wants_a_secret_and_money_deceives() -> None:
    for text, harms in ((TAKE_DOWN, True), (BULLETIN, False)):
        head = "From: Off <care@off-the-list.example>\r\nTo: jo@lakesideschools.org\r\nSubject: Families\r\n"
        head += "List-Unsubscribe: <https://off-the-list.example/u>\r\n"
        head += "Content-Type: text/plain; charset=utf-8\r\n\r\n"
        found = triage_mail(parse_mail(f"{head}{text}".encode()), DISTRICT)
        assert (found.rules in HARMFUL) is harms, found.reasons


def test_who_promises_never_to_ask_by_a_link_asks_for_no_secret() -> None:
    promise = "We will never mail you a link to enter your password."
    for text, asks in ((promise, False), ("Click the link to enter your password.", True)):
        assert any(clue.name == "asks_secret" for clue in triage(text).clues) is asks
