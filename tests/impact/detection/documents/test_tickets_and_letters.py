"""Tickets and mail in which people tell a way in, printed forms, logs of what was printed, lists of codes,
and letters to parents, each in words of our own.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

Told = dict[str, set[str]]
MAIL = "From: Tia Long <tlong@d.example>\nTo: {}@d.example\nSubject: new bank\n\n"
BANK = "hi all, we switched to Wings. routing is 296076152 and checking acct 3183252781.\n\nTia\n"
LETTER = "Elm School\nOctober 22, 2026\n\nGil Roe\n12 Elm St\nOak, MN 55555\n\n"
WAYS_IN: tuple[tuple[str, str, Told], ...] = (
    ("desk.json", '[{"from": "tlong@d.example", "subj": "locked out", "body": "my password is still '
     'Gravel36 right?"},'
     ' {"from": "ustone@d.example", "subj": "bulb", "body": "lamp hours 3200"},'
     ' {"from": "zed@home.example", "subj": "portal", "body": "how do I get in"}]', {"tia": {"credentials"}}),
    ("desk.txt", "#41 | CLOSED | requester tlong@d.example\nSUBJ: locked out\n"
     "   Tia: It says my password is wrong but its not, its Gravel1974 same as my mail\n",
     {"tia": {"credentials"}}),
    ("desk.txt", "#41 | CLOSED | requester tlong@d.example\nSUBJ: locked out\n"
     "   Tia: It says my password is wrong but its not, its late\n", {}),
    ("copier codes.txt", "Copier, 2nd floor -- codes changed 8/24\n\ntlong        9738   color\n"
     "ustone       9586\nvhale        7560\n\nguest: ask\n",
     {"tia": {"credentials"}, "uma": {"credentials"}, "vic": {"credentials"}}),
    ("mileage.txt", "Miles\n\ntlong        9738\nustone       9586\nvhale        7560\n", {}),
    ("mail.eml", MAIL.format("payroll") + BANK, {"tia": {"financial"}}),
    ("mail.eml", MAIL.format("payroll") + "hi all, the new bank holiday is 12/24.\n\nTia\n", {}),
)  # fmt: skip
FORMS: tuple[tuple[str, str, Told], ...] = (
    ("injury.csv", "1. SSN,2. CLAIM #,3. DATE OF BIRTH\n219-09-3344,WC-26,03/20/1994\n"
     "4. Name (last first),5. Occupation,6. Wage\n\"Long, Tia\",cook,$19.84 / hr\n"
     "7. How did it happen,8. Body part,9. Treated at\nkettle slipped,\"2nd degree burn, hand\",burn "
     "center\n",
     {"tia": {"ssn", "dob", "financial", "health"}}),
    ("steps.csv", "1. Open it,2. Look\n3. Wash,4. Go\n", {}),
    ("trip.csv", "Band trip,,,pd?,how\nBen Roe,tpt,from Gil Roe,200,card 4539578763621486 exp 06/28\n"
     "Cam Vang,perc,from Gil Roe,200,ck #1184\n", {"gil": {"financial"}}),
    # several tables abreast, of as many rows
    ("mine.csv", "504s (mine),,,,,check + connect,\n,gr,accom,,,kid,why\nAda Olson,9,ADHD quiet "
     "room,,,Ben Roe,vape\n"
     "Cam Vang,8,more time,,,Tia Long,tardy\n", {"ada": {"special_education"},
      "cam": {"special_education"}, "ben": {"discipline"}}),
    ("score.json", '[{"ref": "200001", "name": ["Ada", "Olson"], "born": [2012, 3, 9]},'
     ' {"ref": "", "name": ["Lucinda", "Broamstead"], "born": [2016, 5, 27]}]',
     {"ada": {"dob"}, "Lucinda Broamstead": {"dob"}}),
)  # fmt: skip
LOGS: tuple[tuple[str, str, Told], ...] = (
    ("print.csv", "time,user,printer,pages,document\n8:14,tlong,DO,88,Board packet.pdf\n"
     "8:20,tlong,DO,2,\"Suspension without pay - STONE, UMA E902.docx\"\n"
     "9:02,tlong,DO,14,ER_Olson_Ada_initial eval SLD.pdf\n9:40,vhale,DO,3,W-4 blank.pdf\n",
     {"uma": {"discipline"}, "ada": {"special_education"}}),
    ("cases.csv", "time,user,reason\n8:14,tlong,suspension without pay\n8:20,ustone,written reprimand\n",
     {"tia": {"discipline"}, "uma": {"discipline"}}),
    ("incidents.csv", "no,sid,offense,role\n1,200001,fighting,O\n1,200002,fighting,W\n",
     {"ada": {"discipline"}}),
    ("bus.txt", "9/11  Ada Olson (200001)    threw ice out window      WARNING 1\n"
     "10/2  Ada Olson again, spit on Ben Roe (200002)    OFF BUS 5 DAYS\n", {"ada": {"discipline"}}),
)  # fmt: skip
LETTERS: tuple[tuple[str, str, Told], ...] = (
    ("a.txt", LETTER + "Re: Suspension of Ben Roe (student no. 200002), grade 7\n\nDear Gil Roe:\nWe "
     "inform you "
     "that your child is suspended from school for three days for a fight.\n\nSincerely,\nTia "
     "Long\nPrincipal\n",
     {"ben": {"discipline"}}),
    ("b.txt", LETTER + "Asunto: Suspensi\u00f3n de Ben Roe (n\u00fam. de alumno 200002)\nEstimado/a Gil "
     "Roe:\nLe "
     "informamos que su hijo/a queda suspendido/a de la escuela por tres d\u00edas.\nAtentamente,\nTia "
     "Long\n",
     {"ben": {"discipline"}}),
    # what a letter says of whom it greets is theirs
    ("c.txt", LETTER.replace("Gil Roe", "Uma Stone") + "Dear Uma Stone:\nYou are suspended without pay "
     "for three "
     "days.\n\nSincerely,\nTia Long\nPrincipal\n", {"uma": {"discipline"}}),
)  # fmt: skip
ALL = (*WAYS_IN, *FORMS, *LOGS, *LETTERS)


@pytest.mark.parametrize(("name", "text", "told"), ALL, ids=range(len(ALL)))
def test_what_somebody_tells_or_a_form_says_is_told_of_them(
    name: str, text: str, told: Told, lexicon: Lexicon
) -> None:
    assert read(lexicon, name, text) == told
