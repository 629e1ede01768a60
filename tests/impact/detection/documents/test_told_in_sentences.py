"""What sentences tell without a word for it: a way in that somebody types, an account that is the parent's,
a number behind a name, letters to several in one text, and where a family sleeps; each with neighbors that
look alike and are about nobody, or about somebody else.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

# (name, text, person to kinds)
_MAIL = "From: {}\nTo: help@d.example\nSubject: {}\n\n{}\n"
WAYS_IN: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("own.eml", _MAIL.format("Uma Stone <ustone@d.example>", "grade book",
     "It keeps saying wrong password. I put in Heron-Creek-52 every morning. Tia Long got in today."),
     {"uma": {"credentials"}}),
    ("own.eml", _MAIL.format("Uma Stone <ustone@d.example>", "printer",
     "It says jam in tray 2. I type the code for room B-204 and nothing comes. Model is M404dn-12."), {}),
    ("had.eml", _MAIL.format("Tia Long <tlong@d.example>", "library",
     "Could you look? My login there is tlong and the password I have is Birch4410x."),
     {"tia": {"credentials"}}),
    ("rules.eml", _MAIL.format("Tia Long <tlong@d.example>", "password rules",
     "A password needs eight signs. I type mine wrong when the form MN-2026 is open."), {}),
    ("ticket.txt", "Requester: vhale\nIssue: gradebook refuses his password (VicHale1971)\n"
     "Resolution: caps lock was on\n", {"vic": {"credentials"}}),
    ("ticket.txt", "Requester: vhale\nIssue: gradebook refuses his password (since Monday)\n"
     "Resolution: caps lock was on\n", {}),
    ("voice.txt", "Requester: tlong\nIssue: voice mail\nResolution: PIN is now 440917\n",
     {"tia": {"credentials"}}),
    ("voice.txt", "Requester: tlong\nIssue: voice mail\nResolution: ext is now 4409\n", {}),
    ("camera.txt", "Ticket 5510\nOpened by: ustone\nFix: made her a login of her own, ustone with "
     "Quarry-Lane-7\n", {"uma": {"credentials"}}),
    ("camera.txt", "Ticket 5510\nOpened by: ustone\nFix: swapped it, asset 22-1107 with HDMI-USB3\n", {}),
)  # fmt: skip
PAID: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("deal.txt", "AGREEMENT\nThis is between Independent School District 7 and Gil Roe, parent of Ben Roe.\n"
     "The District will pay $9,000 to the parent's account 7730194422 at Prairie Bank.\n",
     {"gil": {"financial"}}),
    ("deal.txt", "AGREEMENT\nThis is between Independent School District 7 and Gil Roe, parent of Ben Roe.\n"
     "The parent pays the activity fee at the front desk.\n", {}),
    ("release.txt", "RELEASE\nParties: ISD 7 and Marta Quill, mother of Ada Olson (\"Student\").\n"
     "1. The Student shall have a para.\n2. The District shall reimburse the Parent $4,100.00 to her account "
     "at Harbor Credit Union, routing 296076301, account 6610284417.\n", {"Marta Quill": {"financial"}}),
    ("release.txt", "RELEASE\nParties: ISD 7 and Marta Quill, mother of Ada Olson (\"Student\").\n"
     "The District shall keep the Student's account in the portal, account 6610284417, open.\n", {}),
    ("paid.json", '{"channel":"pay","messages":[{"from":"tlong","text":"can you switch my bank"},'
     '{"from":"ustone","text":"sure, send it"},{"from":"tlong","text":"rtg 296076301 acct 7710038846"},'
     '{"from":"ustone","text":"done. is Vic Hale back?"}]}', {"tia": {"financial"}}),
    ("desks.json", '{"channel":"pay","messages":[{"from":"tlong","text":"can you switch my desk"},'
     '{"from":"ustone","text":"sure, which"},{"from":"tlong","text":"room 296 ext 7710"},'
     '{"from":"ustone","text":"done. is Vic Hale back?"}]}', {}),
    ("loan.txt", "Prairie Mortgage, Loan 4410\n\nVic Hale has been principal of Cedar since 2019. His "
     "contract salary for this year is $131,208, paid in 24 checks.\n", {"vic": {"financial"}}),
    ("roof.txt", "Vic Hale says the contract for the roof this year is $131,208, paid in 24 checks.\n", {}),
)  # fmt: skip
NUMBERS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("letter.txt", "To whom it may concern\n\nI have known Marta Quill (A 087 441 906) since her daughter "
     "Ada Olson came to us.\n\nVic Hale, Principal\n", {"Marta Quill": {"government_id"}}),
    ("letter.txt", "To whom it may concern\n\nI have known Marta Quill (A 204) since her daughter Ada "
     "Olson came to us.\n\nVic Hale, Principal\n", {}),
    ("parts.txt", "Vic Hale ordered copier part A 450 220 117 and the tray.\n", {}),
    ("alta.txt", "Alumno: Ada Olson\nDocumento: CURP OLAA120309MOCRXM07\n", {"ada": {"government_id"}}),
    ("alta.txt", "Alumno: Ada Olson\nClave: LIBRO120309MX\n", {}),
    ("aviso.txt", "El distrito propone un cambio para Ada Olson (nacida el 9 - 3 - 2012).\n",
     {"ada": {"dob"}}),
    ("aviso.txt", "El distrito propone un taller para Ada Olson el 9 - 3 - 2027.\n", {}),
)  # fmt: skip
TOLD: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("letters.txt", "October 19, 2026\n\nDear Tia Long,\n\nYour absences for chemotherapy are leave.\n\n"
     "Sincerely, Vic Hale, Human Resources\n\n\n\nOctober 19, 2026\n\nDear Uma Stone,\n\nBecause your "
     "migraine has been certified, you may stay home.\n\nSincerely, Vic Hale, Human Resources\n",
     {"tia": {"health"}, "uma": {"health"}}),
    ("letters.txt", "October 19, 2026\n\nDear Tia Long,\n\nYour room is moved to the east wing.\n\n"
     "Sincerely, Vic Hale, Human Resources\n\n\n\nOctober 19, 2026\n\nDear Uma Stone,\n\nYour diploma has "
     "been certified.\n\nSincerely, Vic Hale, Human Resources\n", {}),
    ("case.txt", "PRIVILEGED\nRolf Kvam (born 3/7/1992) has given his deposition. He says the coach touched "
     "him.\nMarta Quill tells of one night when the man put a hand in her jeans.\n",
     {"Rolf Kvam": {"dob", "safeguarding"}, "Marta Quill": {"safeguarding"}}),
    ("case.txt", "PRIVILEGED\nRolf Kvam (born 3/7/1992) has given his deposition. He says the coach touched "
     "him.\nMarta Quill, our clerk, copies the file.\n", {"Rolf Kvam": {"dob", "safeguarding"}}),
    ("report.txt", "REPORT 26-4410\nSUSP 1: OLSON, ADA   DOB: 03/09/12\n   DISP: cited. School: 3 dy susp\n"
     "SUSP 2: ROE, BEN   DOB: 11/30/13\n   DISP: released\nWITN 1: STONE, UMA\n",
     {"ada": {"discipline", "dob"}, "ben": {"dob"}}),
    ("chat.txt", "[10/3/26, 19:02:11] Enlace: Buenas noches.\n[10/3/26, 19:10:48] Gil Roe: Nos echaron del "
     "departamento y dormimos en la camioneta\n[10/3/26, 19:12:00] Enlace: Le marco.\n",
     {"gil": {"safeguarding"}}),
    ("chat.txt", "[10/3/26, 19:02:11] Enlace: Buenas noches.\n[10/3/26, 19:10:48] Gil Roe: Se durmieron en "
     "el carro, ya vamos llegando\n[10/3/26, 19:12:00] Enlace: Bien.\n", {}),
)  # fmt: skip
ALL = (*WAYS_IN, *PAID, *NUMBERS, *TOLD)


@pytest.mark.parametrize(("name", "text", "told"), ALL, ids=range(len(ALL)))
def test_what_a_sentence_tells_is_told_of_whom_it_speaks(
    name: str, text: str, told: dict[str, set[str]], lexicon: Lexicon
) -> None:
    assert read(lexicon, name, text) == told
