"""Orders that money go to an account: of whomever, and not those who only ask, thank or bill as ever."""

from __future__ import annotations

import pytest

from firstbell.triage.labels import Label
from firstbell.triage.parser import parse_mail
from firstbell.triage.redirections import redirects_money
from firstbell.triage.triage import triage_mail
from tests.triage.measuring import DISTRICT

ORDERS = {
    "pay": "Put my check on the new card: routing 000112233, account 5540019922. My bank is closing.",
    "short": "I switched. New one is Blue Pond, 000334455 / 8812004410, checking. Use it for the 15th.",
    "vendor": "Their office moved its account. Run both invoices to account 4418820075, routing 000221133.",
    "wire": "Wire $84,300 to the title company before three: account 3320098871, routing 000445566.",
    "spanish": "Manden mi sueldo a la cuenta 7730021984, ruta 000667788, porque la otra me la cierran hoy.",
}
ELSEWHERE = {
    "invoice": "The invoice is attached. Please use the remittance details on the invoice from now on.",
    "below": "Kindly pay all open invoices with the updated bank details below.",
    "account": "All payments go to the new bank account in the attached letter.",
    "spanish": "Por favor usen los nuevos datos bancarios que van adjuntos.",
}
HARMLESS = {
    "portal": "To update your direct deposit information, log in to the staff portal or come to the office.",
    "asked": "We need your bank details for the refund; bring a voided check.",
    "same": "Please use the bank details on the invoice. They have not changed.",
    "nothing": "Payments go to the account on the contract, nothing to change.",
    "form": "Please use the new direct deposit form on the shelf.",
    "warned": "Never change a vendor's bank details because of an e-mail.",
    "asks": "My bank merged and the routing number changes in January. Is there a form for my deposit?",
    "bills": "Invoices 5512, 5530 and 5547 are open, $2,318.40. Our bank and account have not changed.",
    "told": "On Friday you moved your deposit to an account that ends in 10. If not, call the office.",
    "number": "Purchase order 4418820075 is here. Release the payment as always, the boxes are counted.",
}


@pytest.mark.parametrize("name", ORDERS)
def test_an_order_to_pay_into_a_named_account_is_found(name: str) -> None:
    assert redirects_money(ORDERS[name])


@pytest.mark.parametrize("name", ELSEWHERE)
def test_so_is_an_order_to_use_new_details_that_stand_elsewhere(name: str) -> None:
    assert redirects_money(ELSEWHERE[name])


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_speaks_of_pay_or_accounts_is_none(name: str) -> None:
    assert not redirects_money(HARMLESS[name])


@pytest.mark.parametrize("name", ORDERS)
def test_it_is_held_although_the_districts_server_proves_the_mailbox(name: str) -> None:
    own = "lakesideschools.org"
    head = f"Authentication-Results: mx.{own}; dkim=pass header.d={own}; dmarc=pass header.from={own}"
    lines = [head, f"From: Jo Pell <j.pell@{own}>", f"To: payroll@{own}", "Subject: my pay", "", ORDERS[name]]
    found = triage_mail(parse_mail("\r\n".join(lines).encode()), DISTRICT)
    assert found.label in (Label.PHISHING, Label.EVENT_PHISHING)


DENIED = {
    "by mail": "No changes of bank account are made by e-mail. Come by with your badge.",
    "never": "We never accept bank changes by phone or mail.",
    "forged": "The last coat is dry. Please ignore the ACH form that somebody sent in our name.",
    "nobody": "Nobody has to send bank details to anyone for the check of the 15th.",
    "spanish": "No se aceptan cambios de cuenta por correo. Nadie tiene que mandar datos bancarios.",
}
WANTED = {
    "form": "Please fill in the ACH form below and send it back today.",
    "despite": "Somebody sent a false letter in our name. Please use our new bank account from today.",
    "mail": "Send the change of bank account by e-mail, the office is closed.",
}


def find_lures(text: str) -> set[str]:
    found = triage_mail(parse_mail(f"From: Jo <jo@mill.example>\r\n\r\n{text}".encode()), DISTRICT)
    return {clue.name for clue in found.clues} & {"bank_change", "asks_secret", "demand"}


@pytest.mark.parametrize("name", DENIED)
def test_who_says_that_no_account_changes_lures_nobody(name: str) -> None:
    assert not find_lures(DENIED[name])


@pytest.mark.parametrize("name", WANTED)
def test_who_wants_a_change_does_whatever_else_is_said(name: str) -> None:
    assert "bank_change" in find_lures(WANTED[name])


def test_a_text_without_an_end_is_read_once() -> None:
    assert not redirects_money("account 1 wire pay " * 20_000)
