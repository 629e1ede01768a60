"""Mail of the district that a list passed on: never proven, and held where it wants anything."""

from __future__ import annotations

import pytest

from firstbell.triage.labels import HARMFUL, Label
from firstbell.triage.parser import parse_mail
from firstbell.triage.triage import Triaged, triage_mail
from tests.triage.measuring import DISTRICT

OWN, LIST = "lakesideschools.org", "lists.retirees.example"
FAILED = f"spf=fail smtp.mailfrom={LIST}; dkim=fail header.d={OWN}; dmarc=fail header.from={OWN}"
NEWS = "The mailboxes of retired staff stay closed until December. If you need an old letter, call ext. 4100."
AVISO = (
    "Los buzones del personal jubilado siguen cerrados hasta diciembre. Para una carta, marquen ext. 4100."
)


def triage(text: str, *, to: str = f"all@{LIST}", arc: str = LIST, extra: tuple[str, ...] = ()) -> Triaged:
    sealed = f"ARC-Authentication-Results: i=1; {arc}; dkim=pass header.d={OWN}; dmarc=pass header.from={OWN}"
    lines = [
        f"Return-Path: <all-bounces@{LIST}>",
        f"Authentication-Results: mx.{OWN}; {FAILED}",
        f"List-Id: <all.{LIST}>",
        *([sealed] if arc else []),
        f"From: Help Desk <help@{OWN}>",
        f"To: {to}",
        "Subject: [all] Mailboxes",
        *extra,
        "Content-Type: text/plain; charset=utf-8",
        "",
        text,
    ]
    return triage_mail(parse_mail("\r\n".join(lines).encode()), DISTRICT)


@pytest.mark.parametrize("text", [NEWS, AVISO], ids=["en", "es"])
def test_what_wants_nothing_is_not_held_and_not_said_to_be_proven(text: str) -> None:
    found = triage(text)
    assert (found.label, found.look, found.proven) == (Label.GENUINE, False, False), found.reasons
    assert found.ordinary
    assert "broke on the way" in found.advice
    assert "proves it" not in found.advice


def test_a_link_of_the_house_leads_nowhere_else() -> None:
    found = triage(f"{NEWS} More: https://www.{OWN}/retirees")
    assert (found.label, found.look, found.proven) == (Label.GENUINE, False, False), found.reasons


@pytest.mark.parametrize("asked", ["Type your password there today.", "Or call 218-555-0177 about it."])
def test_beside_it_nothing_may_be_wanted(asked: str) -> None:
    found = triage(f"{NEWS} More: https://www.{OWN}/retirees {asked}")
    assert found.look or found.label in HARMFUL, (found.label, found.reasons)


STATE = "Files were encrypted in June. The reading hour is on Tuesday as ever."


def test_what_happened_to_files_is_told_and_threatens_nobody() -> None:
    found = triage(STATE)
    assert (found.label, found.look, found.proven) == (Label.GENUINE, False, False), found.reasons


def test_who_offers_a_key_for_them_is_held() -> None:
    found = triage("Your files are encrypted and only we have the key. Write to us before Friday.")
    assert found.look or found.label in HARMFUL, (found.label, found.reasons)


@pytest.mark.parametrize("text", [NEWS, f"{NEWS}\r\n____\r\nTo leave, write to all-request@{LIST}."])
def test_nor_is_it_where_the_list_says_nothing_of_what_it_found(text: str) -> None:
    found = triage(text, arc="")
    assert found.label not in HARMFUL
    assert not found.look, found.reasons
    assert not found.proven


@pytest.mark.parametrize(
    "text",
    [
        f"{NEWS} Or sign in at https://mail-open.example/x today.",
        f"{NEWS} Or call 555-010-0199 and read us your password.",
        f"{NEWS} Or write to desk@helpdesk-mail.example.",
        "The servers are clean. Verify your password within 24 hours or the mailbox is deleted.",
        "We took the files. Pay 5 bitcoin by Friday or we publish the records of your students.",
        f"{AVISO} O escriban su contrase\u00f1a a mesa@ayuda-correo.example.",
    ],
)
def test_what_wants_anything_or_names_another_way_is_held(text: str) -> None:
    found = triage(text)
    assert found.look or found.label in HARMFUL, (found.label, found.reasons)


def test_a_list_that_is_not_one_is_held() -> None:
    for found in (
        triage(NEWS, to=f"office@{OWN}"),
        triage(NEWS, arc="mx.somebody.example"),
        triage(NEWS, extra=("Reply-To: help@elsewhere.example",)),
    ):
        assert found.look or found.label in HARMFUL, (found.label, found.reasons)


DUE = "Lockers of retired staff are emptied by Friday, June 4. The boxes stand behind the boiler."
PAY = "Payroll told me that the check of the 15th is right again. Nobody has to send bank details to anybody."


@pytest.mark.parametrize("text", [DUE, PAY])
def test_a_last_day_and_a_word_of_pay_want_nothing(text: str) -> None:
    found = triage(text)
    assert found.label not in HARMFUL, found.reasons
    assert not found.look, found.reasons
    assert not found.proven


@pytest.mark.parametrize(
    "text",
    [
        f"{PAY} Reply with your account number today and the rest follows by Friday.",
        f"{DUE} Buy five gift cards for the janitors and send me the codes.",
        f"{DUE} The new account for the coffee money is below; pay it there from now on.",
    ],
)
def test_they_are_no_cover_for_what_is_wanted_beside_them(text: str) -> None:
    found = triage(text)
    assert found.look or found.label in HARMFUL, (found.label, found.reasons)
