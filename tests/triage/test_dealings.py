"""Mail of who deals with the district already, offers that nobody asked for, and dangerous neighbors."""

from __future__ import annotations

import pytest

from firstbell.triage.answers import tell_advice, tell_title
from firstbell.triage.dealings import count_dealings
from firstbell.triage.labels import HARMFUL, Label
from firstbell.triage.parser import parse_mail
from firstbell.triage.triage import Triaged, triage_mail
from tests.triage.measuring import DISTRICT

OWN, FIRM = "lakesideschools.org", "northpier-cover.example"
PASSED = "spf=pass smtp.mailfrom={0}; dkim=pass header.d={0}; dmarc=pass header.from={0}"


def triage(
    text: str, *, subject: str = "Where we are", domain: str = FIRM, verdict: str = PASSED, to: str = "office"
) -> Triaged:
    lines = [
        f"Authentication-Results: mx.{OWN}; {verdict.format(domain)}",
        f"From: Iris Kettle <ikettle@{domain}>",
        f"To: {to}@{OWN}",
        f"Subject: {subject}",
        "Content-Type: text/plain; charset=utf-8",
        "",
        text,
    ]
    return triage_mail(parse_mail("\r\n".join(lines).encode()), DISTRICT)


KNOWN_WAYS = {
    "a number that its reader has": "The disks of the lab are copied and the hashes match. Before you act on"
    " anything that seems to come from me, phone me at the number on the card I left you.",
    "the room of before": "For the second part of the file we need the time sheets by the 12th. The"
    " upload room"
    " is the one you have used since spring; there is no new link. The account on the policy stays.",
    "no links": "Nothing changed in your report in the past month. We never send links; to look"
    " yourself, type"
    " the address from your welcome letter. No action is needed.",
    "an app as always": "The bus pass of your student runs out on the 30th. Renew it at the office"
    " window or in"
    " the app as always. Nothing changes for the ride to school until then.",
    "a call and what was agreed": "Thank you for the call this morning. As agreed, the crew comes on Tuesday"
    " with the two switches, and you need not prepare anything for us.",
    "a station": "The report number is 26-4471. Please bring the drive to the station, any day before"
    " five. I will"
    " not write about the case by mail.",
    "a branch": "Dual approval of outgoing wires is on as you asked in the branch on Tuesday. The limit"
    " a day stays as"
    " before; to change it, come to the branch with two signers.",
    "a number in a letter": "You have not used the code of your plan yet. It works until the 28th,"
    " at our site or at the"
    " number printed in the letter. If you do nothing, nothing happens.",
    "an app that one has": "The times of the late bus changed on Monday. You find them in the app"
    " you already use, and"
    " on paper at the front office.",
    "what was agreed": "To confirm what we agreed: two of us copy the disks on Monday from seven."
    " Nobody needs to"
    " be there.",
    "the police": "We logged the two drives that your staff dropped off. Report 26-5512. If they"
    " call again, ring"
    " dispatch and ask for me.",
    "a sign-in as ever": "Elections for the health plan end soon. Sign in as always, or fill in the"
    " form on the"
    " district's staff page; if you do nothing, your present plan goes on.",
    "a letter in Spanish": "Su plan sigue activo hasta mayo y no le cuesta nada. El horario de la"
    " oficina y el número"
    " que viene en su carta son los mismos.",
    "in Spanish": "Gracias por su llamada. Como quedamos, el equipo llega el martes con las dos impresoras."
    " No hace falta que firmen nada; el número está en su contrato.",
}


@pytest.mark.parametrize("text", KNOWN_WAYS.values(), ids=KNOWN_WAYS)
def test_a_proven_sender_who_carries_on_what_was_agreed_is_genuine_and_not_called_proven(text: str) -> None:
    found = triage(text)
    assert (found.label, found.look) == (Label.GENUINE, False), found.reasons
    assert found.ordinary
    assert not found.proven
    assert found.advice == tell_advice(Label.GENUINE, look=False, kind="dealings")
    assert found.advice != tell_advice(Label.GENUINE, look=False, kind="")


@pytest.mark.parametrize("text", KNOWN_WAYS.values(), ids=KNOWN_WAYS)
def test_the_same_is_not_genuine_where_no_server_proves_its_sender(text: str) -> None:
    for verdict in ("dmarc=fail header.from={0}", "spf=none smtp.mailfrom={0}"):
        assert triage(text, verdict=verdict).label is not Label.GENUINE
    assert triage(text, domain="gmail.com").label is not Label.GENUINE
    assert triage(text, domain="lakeside-schools.example").label is not Label.GENUINE


DANGEROUS = {
    "pay goes elsewhere": "Thank you for the call. As agreed, nothing changes in the contract but our bank:"
    " from now on please wire payments to the new account 000440019922, routing 000000013. No"
    " answer is needed.",
    "a secret": "As agreed, your coverage started on May 2. Nothing to pay. To keep it, answer with"
    " the password"
    " and the social security number of your child.",
    "a threat": "As agreed with nobody, we have your student files and the number on your card. Pay"
    " the 9 bitcoin"
    " by Friday or we publish them. No answer is needed.",
    "a link elsewhere": "Your coverage started on May 2, nothing to pay, as always. Confirm your"
    " account within"
    " 24 hours at https://coverage-renew.example/login or it is closed.",
    "a way in": "Our crew comes on Tuesday as agreed. Please have the domain administrator password on"
    " a note at"
    " the front desk. Nothing to sign.",
    "a wire": "As agreed on the phone, please release the two wires of 84,000 to our escrow this"
    " afternoon. No"
    " answer is needed. Claim 26-0098.",
    "a secret in Spanish": "Como quedamos, su cobertura empezó el 2 de mayo. No hay que pagar nada."
    " Solo confirme el"
    " seguro social de su hijo por este medio.",
    "a secret by the letter": "You have not used your code yet. Call the number in your letter, or"
    " answer with the social"
    " security number and the birth date of your child. If you do nothing, the plan ends.",
    "a link by the letter": "The number in your letter is busy and nothing is owed. Enter your card"
    " at once at"
    " https://plan-enroll.example/card or the plan ends today.",
    "a bill and a bank": "As we agreed, nothing to sign. The bank you have on file is closed; pay to"
    " the new account"
    " number 000440019922 from today.",
    "cards": "Thanks for the call. As agreed, buy five gift cards of $200 for the staff and send me the codes"
    " today. No need to call back.",
    "in Spanish": "Como quedamos, no hay nada que firmar. Desde hoy deposite los pagos en la cuenta nueva"
    " 000440019922, ruta 000000013, en lugar de la anterior.",
}


@pytest.mark.parametrize("text", DANGEROUS.values(), ids=DANGEROUS)
def test_what_was_agreed_is_no_cover_for_what_a_stranger_wants(text: str) -> None:
    found = triage(text)
    assert found.label in HARMFUL or found.look, (found.label, found.reasons)


def test_hardly_a_word_of_agreement_makes_nobody_known() -> None:
    for text in (
        "The concert is on Thursday at seven in the gym, and as always chairs are short.",
        "Invoice 20771 for copy paper, due in thirty days, is attached. Please pay it soon.",
        "The plan starts in May and costs forty dollars a month. Write to me if it is for you.",
        "The hall is swept on Fridays, and the kiln in the art room is cold again until the fall.",
    ):
        assert triage(text).kind != "dealings"
    assert count_dealings("We write to you about buses.") == 0


def has_clue(found: Triaged, name: str) -> bool:
    return any(clue.name == name for clue in found.clues)


KNOWN_WELL = (
    "The card of your student for the pool is nearly empty. Send cash with your student, or use the"
    " app that you"
    " already have. Card numbers were never kept by the school."
)


def test_who_names_several_ways_that_its_reader_has_is_known_well() -> None:
    assert has_clue(triage(KNOWN_WELL), "well_known")
    assert not has_clue(triage(KNOWN_WELL, verdict="spf=none smtp.mailfrom={0}"), "well_known")
    assert not has_clue(triage(f"{KNOWN_WELL} Or enter at https://pool-card.example/pay"), "well_known")
    assert not has_clue(triage(KNOWN_WAYS["what was agreed"]), "well_known")


MONITORING = "Your free credit monitoring, paid for by Lakeside Public Schools, starts when you"
" enroll. Go to our site."


def test_a_reminder_of_protection_deceives_nobody_where_it_carries_on_what_was_agreed() -> None:
    reminder = f"{MONITORING} The number is in your letter. There is no charge, and we will not ask for it."
    assert triage(reminder).rules not in HARMFUL
    assert not triage(reminder).look
    for neighbor in (
        MONITORING,
        f"{reminder} Reply with the social security number of your child to keep it.",
    ):
        found = triage(neighbor)
        assert found.label in HARMFUL or found.look, (found.label, found.reasons)


OFFERS = {
    "a site": "Hello, I was on your website and noticed that it loads slowly. We helped 140 schools"
    " last year."
    " Shall I send prices? If I hear nothing I will nudge you on Friday.",
    "a demo": "We work with 90 districts on hall passes. May I send you our rates? Book a demo of"
    " 15 minutes.",
    "in Spanish": "Somos un taller de imprenta de la ciudad. ¿Le envío los precios de los folletos"
    " escolares? Este mes hay 20 % off en los carteles para la feria.",
}


@pytest.mark.parametrize("text", OFFERS.values(), ids=OFFERS)
def test_an_offer_that_nobody_asked_for_is_mail_to_many_and_no_question(text: str) -> None:
    found = triage(text, subject="quick thought")
    assert (found.label, found.look) == (Label.NEWSLETTER, False), found.reasons


def test_who_is_angry_and_asks_is_no_seller() -> None:
    found = triage(
        "You told us nothing for ten days. If I do not hear from you, whom do I call? My son asks, too."
    )
    assert found.label is not Label.NEWSLETTER


def test_what_harms_is_no_offer() -> None:
    text = "I was on your site and saw the files. We helped 12 districts get theirs back. Shall I"
    " send prices? Pay"
    found = triage(f"{text} 4 bitcoin by Monday or we publish the student records.")
    assert found.label in HARMFUL


def test_the_title_says_that_it_carries_on_what_was_agreed() -> None:
    assert "agreed" in tell_title(Label.GENUINE, kind="dealings")
    assert "district" in tell_title(Label.GENUINE, kind="")


ALERTS = {
    "a ticket": "Ticket 20931: the snapshot of Monday is loaded, and the old keys are void. Make new"
    " ones in the console before the next sync. This ticket closes in five days.",
    "a list of those who are called": "Shift 4471 is open: Thursday, seven to two, room 12. Take it with your"
    " usual pin at the kiosk. You get these calls because you are on the list of Lakeside.",
    "a balance": "The lunch account stands at $3.10. You asked to be told below five dollars. Sign in the way"
    " you usually do, or give cash to the cashier.",
    "a receipt": "Your report 26-117 was received on Monday, and nothing more is needed. Send what follows"
    " through the exchange that your duty officer showed you.",
}


@pytest.mark.parametrize("text", ALERTS.values(), ids=ALERTS)
def test_an_alert_that_its_reader_asked_for_carries_on_what_was_agreed(text: str) -> None:
    found = triage(text)
    assert (found.label, found.look) == (Label.GENUINE, False), found.reasons


def test_it_does_not_where_it_wants_a_secret_or_nobody_asked_for_it() -> None:
    asked = triage("You asked to be told. Confirm your password and your card number by reply today.")
    assert asked.label is not Label.GENUINE
    assert triage("The lunch account stands at $3.10. Cash is fine.").kind != "dealings"


def test_who_carries_on_what_was_agreed_and_asks_waits_for_an_answer() -> None:
    bill = (
        "Invoice 44170 is 40 days old, and the bank account has not changed. Call me at the number you have."
    )
    assert triage(f"{bill} When can we expect the check?").label is Label.QUESTION
    assert triage(bill).label is not Label.QUESTION


def test_an_answer_to_a_question_is_none_and_a_question_below_a_word_of_greeting_is_one() -> None:
    asked = "\r\n\r\n> On May 3, Ann Roe wrote:\r\n> Could you send me the seat counts of the routes?\r\n"
    answer = (
        "As you asked, the seat counts are on paper with the driver, the same account as always for the bill."
    )
    assert triage(f"{answer}{asked}", subject="Re: seats").label is not Label.QUESTION
    assert triage(f"And who signs them now?{asked}", subject="Re: seats").label is Label.QUESTION
