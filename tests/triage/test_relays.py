"""Machines that pass on what a stranger said: their sender proves nothing of who spoke."""

from __future__ import annotations

import pytest

from firstbell.triage.authentication import SenderVerdict
from firstbell.triage.clues import has_clue
from firstbell.triage.labels import HARMFUL, Label
from firstbell.triage.parser import parse_mail
from firstbell.triage.relays import is_relay, judge_writer
from firstbell.triage.triage import Triaged, triage_mail
from tests.triage.measuring import DISTRICT

OWN = "lakesideschools.org"
PASS = f"mx.{OWN}; dkim=pass header.d={OWN}; dmarc=pass header.from={OWN}"
VEILED = (
    'Transcript: "Mr. Lund, you do not read what we send, so listen. Your son waits at the corner of the gym'
    ' every evening. Call us before Thursday and nobody has to read what the counselor wrote."'
)


def triage(text: str, sender: str, subject: str = "New message", results: str = PASS) -> Triaged:
    lines = [
        f"Authentication-Results: {results}",
        f"From: {sender}",
        f"To: jo@{OWN}",
        f"Subject: {subject}",
        "",
        text,
    ]
    return triage_mail(parse_mail("\r\n".join(lines).encode()), DISTRICT)


@pytest.mark.parametrize(
    "sender",
    [
        f"Voicemail <voicemail@{OWN}>",
        f"Phone system <calls@{OWN}>",
        f"Fax <fax2@{OWN}>",
        f"Front desk <webform@{OWN}>",
        f"Buzón de voz <avisos@{OWN}>",
        f"Tip line <safe@{OWN}>",
    ],
)
def test_a_threat_that_a_machine_of_the_district_passes_on_is_held_and_proven_by_nothing(sender: str) -> None:
    found = triage(VEILED, sender)
    assert found.label in HARMFUL or found.look
    assert not found.proven
    assert has_clue(found.clues, "relayed")


def test_a_person_of_the_district_is_no_machine() -> None:
    found = triage(
        "The forms are in the box by the copier, take as many as you like.", f"Jo Pell <j.pell@{OWN}>"
    )
    assert found.proven
    assert not has_clue(found.clues, "relayed")


def test_what_somebody_harmless_said_is_ordinary_and_not_proven() -> None:
    text = 'Transcript: "Good morning, this is the bakery. Your sixty rolls are ready, come by until two."'
    found = triage(text, f"Voicemail <voicemail@{OWN}>")
    assert (found.label, found.look, found.ordinary) == (Label.GENUINE, False, True)
    assert not found.proven
    assert "who spoke is not proven" in found.advice


def test_a_caller_who_asks_waits_for_an_answer() -> None:
    text = 'Transcript: "Hello, my daughter needs her transcript for college. Could you print it again?"'
    assert triage(text, f"Voicemail <voicemail@{OWN}>").label is Label.QUESTION


@pytest.mark.parametrize(
    "subject", ["Voice message, 0:31", "Anonymous tip 88", "Scanned from the front desk", "hello"]
)
def test_a_subject_tells_a_machine_too(subject: str) -> None:
    mail = parse_mail(f"From: Office <office@{OWN}>\r\nSubject: {subject}\r\n\r\nHi.".encode())
    assert is_relay(mail) is (subject != "hello")


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("[#20417] New request via web form: General", "Name: nobody you know"),
        ("HD-3391: ticket submitted through the parent portal", "Details: see below"),
        ("New comment from our website", "It says:"),
        ("SMS received", "5550199"),
        ("Form", "A new message has been left on the lakesideschools.org contact form."),
        ("Ticket 9", "One response was received via your transfer request page.\n\nName: X"),
    ],
)
def test_what_strangers_fill_in_is_passed_on_by_whatever_keeps_it(subject: str, text: str) -> None:
    mail = parse_mail(f"From: Service Desk <desk@{OWN}>\r\nSubject: {subject}\r\n\r\n{text}".encode())
    assert is_relay(mail)
    threat = f"{text}\n{VEILED.removeprefix('Transcript: ')}"
    found = triage(threat, f"Service Desk <desk@{OWN}>", subject=subject)
    assert found.label in HARMFUL or found.look
    assert not found.proven


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Your ticket 20417 is closed", "The projector in room 9 works again. Jo, help desk"),
        ("Message from the Help Desk", "Printers in the library are off until noon."),
        ("Lost and found", "A message was left at the front desk for whoever owns the red coat."),
        ("Request forms", "The transfer request form is on our website from Monday."),
        ("Please respond by Friday", "A response was expected from each school by noon."),
        ("Case of water", "The case of water that was left on the dock is for the concession stand."),
    ],
)
def test_what_a_desk_says_itself_is_its_own(subject: str, text: str) -> None:
    mail = parse_mail(f"From: Help Desk <desk@{OWN}>\r\nSubject: {subject}\r\n\r\n{text}".encode())
    assert not is_relay(mail)


def test_a_machine_of_others_and_one_whose_sender_is_forged_are_judged_as_before() -> None:
    other = parse_mail(b"From: Voicemail <voicemail@phones.example>\r\nSubject: x\r\n\r\nHi.")
    assert judge_writer(other, DISTRICT, DISTRICT.trusted).verdict is SenderVerdict.UNKNOWN
    failed = f"mx.{OWN}; dkim=fail header.d={OWN}; dmarc=fail header.from={OWN}"
    forged = f"Authentication-Results: {failed}\r\nFrom: Voicemail <voicemail@{OWN}>\r\nSubject: x\r\n\r\nHi."
    assert (
        judge_writer(parse_mail(forged.encode()), DISTRICT, DISTRICT.trusted).verdict is SenderVerdict.FAILED
    )


PRINTED = (
    "Look at the tray. This page came out of all of them. You know what we carried out of your building,"
    " and you know the sum. After Sunday we hand it to whoever asks. Call nobody."
)


def scan(text: str, sender: str) -> Triaged:
    head = f"Authentication-Results: {PASS}\r\nFrom: {sender}\r\nTo: jo@{OWN}"
    head += "\r\nSubject: Scanned document from room 9"
    body = (
        '\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n'
        "Pages: 1\r\nResolution: 200 dpi\r\nPaper: letter\r\n"
        '--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="scan.txt"\r\n\r\n'
    )
    return triage_mail(parse_mail(f"{head}{body}{text}\r\n--b--\r\n".encode()), DISTRICT)


@pytest.mark.parametrize("box", ["mfp9", "mfp-oak-2", "printer"])
def test_a_page_that_a_printer_passes_on_is_read_without_the_printers_lines(box: str) -> None:
    found = scan(PRINTED, f"Room 9 <{box}@{OWN}>")
    assert found.label in HARMFUL or found.look, found.reasons
    assert not found.proven


def test_a_page_that_harms_nobody_is_not_feared_for_its_scanner() -> None:
    found = scan(
        "Field day is on the 3rd. Bring a hat, a bottle of water and the green slip.", f"Room 9 <mfp9@{OWN}>"
    )
    assert found.label not in HARMFUL
    assert not found.look, found.reasons
