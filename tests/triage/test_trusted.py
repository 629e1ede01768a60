"""Mail of those whom the desk names: genuine where it is proven and harms nobody, else what it says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firstbell.triage.labels import HARMFUL, Label
from firstbell.triage.parser import parse_mail
from firstbell.triage.triage import Triaged, triage_mail
from tests.triage.measuring import DISTRICT

FIRM = "northpier-cover.example"
KNOWN = replace(DISTRICT, trusted_senders=frozenset({FIRM, "chief@county-sheriff.example"}))
PASSED = "dkim=pass header.d={0}; dmarc=pass header.from={0}"
PAPERS = "The adjuster reads the sheets on Monday and writes to you by the end of the week."
HOJAS = "El perito lee las hojas el lunes y les escribe a fin de semana sobre la segunda parte."


def triage(
    text: str, sender: str = f"Iris <iris@{FIRM}>", *, verdict: str = PASSED, known: bool = True
) -> Triaged:
    domain = sender.rpartition("@")[2].strip(">")
    lines = [
        f"Authentication-Results: mx.lakesideschools.org; {verdict.format(domain)}",
        f"From: {sender}",
        "To: office@lakesideschools.org",
        "Subject: the second part",
        "Content-Type: text/plain; charset=utf-8",
        "",
        text,
    ]
    return triage_mail(parse_mail("\r\n".join(lines).encode()), KNOWN if known else DISTRICT)


@pytest.mark.parametrize("text", [PAPERS, HOJAS], ids=["en", "es"])
def test_mail_of_who_is_known_is_proven_and_the_same_of_others_is_not(text: str) -> None:
    found = triage(text)
    assert (found.label, found.look, found.proven, found.ordinary) == (Label.GENUINE, False, True, False)
    assert any("whom the desk names" in reason for reason in found.reasons)
    assert "from the district" not in found.advice
    for other in (triage(text, known=False), triage(text, "Iris <iris@other-cover.example>")):
        assert (other.proven, other.kind) == (False, "outside")
        assert other.advice != found.advice


def test_an_address_makes_nobody_else_of_its_domain_known() -> None:
    assert triage(PAPERS, "Chief <chief@county-sheriff.example>").proven
    assert not triage(PAPERS, "Clerk <clerk@county-sheriff.example>").proven


@pytest.mark.parametrize("verdict", ["dmarc=fail header.from={0}", "spf=none smtp.mailfrom={0}"])
def test_nothing_is_believed_that_no_server_proves(verdict: str) -> None:
    assert triage(PAPERS, verdict=verdict).label is not Label.GENUINE


@pytest.mark.parametrize(
    "text",
    [
        "We hold the files of your students. Pay 7 bitcoin by Friday or we publish them, and tell no police.",
        "Our bank changed. Wire the payment to the new account 000440019922, routing 000000013, from now.",
        "Your policy is suspended. Sign in within 24 hours at https://lakesideschoo1s.org/login and verify"
        " the password of your account.",
        "Tenemos los datos de sus alumnos. Paguen 7 bitcoin antes del viernes o publicamos todo.",
        "Nuestro banco cambi\u00f3. Depositen los pagos en la cuenta nueva 000440019922, ruta 000000013.",
    ],
)
def test_an_account_of_who_is_known_that_was_taken_over_is_what_it_says(text: str) -> None:
    found = triage(text)
    assert found.label in HARMFUL or found.look, (found.label, found.reasons)


def test_a_domain_that_looks_like_a_known_ones_is_a_lookalike() -> None:
    text = f"{PAPERS} Please sign in at https://northpier-c0ver.example/files to read it."
    found = triage(text, "Iris <iris@northpier-c0ver.example>")
    assert found.label in HARMFUL or found.look
    assert any("looks like" in reason for reason in found.reasons), found.reasons
    assert "sender_lookalike" in {clue.name for clue in found.clues}
    assert "sender_lookalike" not in {clue.name for clue in triage(PAPERS).clues}
