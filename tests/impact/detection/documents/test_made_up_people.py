"""People who are made up, firms and streets that bear names, lists of books, games, and what somebody asks
for a group: nothing is told of these. Each beside near neighbors of whom something is.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

CARD = (
    "<section><h3>{}</h3><dl><dt>Building</dt><dd>Elm</dd><dt>Tell the medics</dt><dd>{}</dd></dl></section>"
)
CARDS = "<html><body><h1>Staff emergency cards</h1><p>Print none.</p>{}</body></html>".format(
    CARD.format("Tia Long", "Addison's disease, kit in top drawer")
    + CARD.format("Uma Stone", "nothing to report")
    + CARD.format("Mr. Vic Hale", "bee stings, anaphylaxis, two EpiPens in lanyard")
)
Told = tuple[tuple[str, str, dict[str, set[str]]], ...]
# (name, text, person to kinds)
EXAMPLES: Told = (
    ("SIS practice logins/pupils.csv", "Num,Last,First,DOB,Lunch,Alert\n999001,Test,Anna,01/01/2010,F,ASTHMA "
     "(training)\n999002,Duck,Donald,06/09/1934,R,none\n999003,Sample,Bo,01/01/2012,F,none\n", {}),
    ("hoja llena ejemplo.txt", "Nombre del alumno: Robert Quill\nFecha de nacimiento: 02/03/2014\n"
     "Alergias: nueces\n", {}),
    ("foomka.txt", "Foomka caafimaadka (tusaale)\nMagaca ilmaha: Robert Quill\nTaariikhda dhalashada: "
     "02/03/2014\n", {}),
    ("merge.csv", "First,Last,DOB,Card\nRobert,Quill,2/3/1954,4111 1111 1111 1111\n"
     "Marie,Quill,2/3/1958,5555 5555 5555 4444\n", {}),
    ("new.hl7", "MSH|^~\\&|R|S|D|1|20260901||VXU^V04|1|T|2.5.1\rPID|1||99^^^D^SR||QUILL^ROBERT||20120309|F\r"
     "AL1|1|DA|7^Penicillin\r", {}),
    ("how to.txt", "HOW TO FILL OUT THE CARD - SAMPLE\nStudent: Robert Quill\nBorn: 1/2/2010\n", {}),
    ("rules.txt", "Do not use your birthday as a password (like 07/04/1976).\nQuestions? Vic Hale.\n", {}),
    # and people who are real
    ("Training/sign in.csv", "Name,SSN\nRobert Quill,219-09-3344\nMarie Quill,219-09-3355\n",
     {"Robert Quill": {"ssn"}, "Marie Quill": {"ssn"}}),
    ("saliva samples.csv", "Name,DOB,Sample\nRobert Quill,1/2/1980,saliva 3\nMarie Quill,3/2/1982,saliva 4\n",
     {"Robert Quill": {"dob"}, "Marie Quill": {"dob"}}),
    ("new.hl7", "MSH|^~\\&|R|S|D|1|20260901||VXU^V04|1|P|2.5.1\rPID|1||99^^^D^SR||QUILL^ROBERT||20120309|F\r"
     "AL1|1|DA|7^Penicillin\r", {"ROBERT QUILL": {"dob", "health"}}),
    ("practice cards.csv", "Player,DOB,Allergies\nAda Olson,3/9/2012,nuts\nRobert Quill,2/3/2012,bees\n",
     {"ada": {"dob", "health"}, "Robert Quill": {"dob", "health"}}),
    ("hoja llena ejemplo.txt", "Alumno: Ada Olson\nAlergias: nueces\n", {"ada": {"health"}}),
)  # fmt: skip
CALLED_SO: Told = (
    ("permits.txt", "FACILITY USE\nApplicant: Ada Olson Memorial Committee\nApplicant: Roe Lutheran Church\n"
     "No weapons; offenders are suspended from use.\n", {}),
    ("detours.txt", "DETOURS\nOlson Way / Roe Court   hydrants\nVang Circle   mill\n"
     "Elm Blvd   suspended work until signal arrives\n", {}),
    ("pay.csv", "Payee,Routing,Account,Amount\nROE BUS SALES,091000022,10093388,900.00\n"
     "HALE & SONS PRODUCE,091000022,10093389,75.00\n", {}),
    ("pay.csv", "Payee,Routing,Account,Amount\nROBERT QUILL,091000022,10093388,900.00\n"
     "MARIE QUILL,091000022,10093389,75.00\n",
     {"ROBERT QUILL": {"financial"}, "MARIE QUILL": {"financial"}}),
    ("rooms.csv", "room,DOB,thing\nCarver Room,2019-08-14,projector\nAdams Room,2021-09-03,scale\n", {}),
    ("permits.txt", "FACILITY USE\nBen Roe: suspended for fighting.\n", {"ben": {"discipline"}}),
    ("notes.txt", "Ben Roe, Court date Monday: theft. Ada Olson Way too often absent, has asthma.\n",
     {"ben": {"discipline"}, "ada": {"health"}}),
)  # fmt: skip
BOOKS_AND_GAMES: Told = (
    ("new.txt", "Olson, Ada. My brother's epilepsy. 616.85\nRoe, Ben. Suspended! A year out. 371.5\n", {}),
    ("order.csv", 'ISBN,Author,Title\n9780062691729,"Olson, Ada",My seizures\n9781524720599,"Roe, Ben",Out\n',
     {}),
    ("lecturas.txt", "LECTURAS gr 8\nOlson, Ada. Cajas: una familia sin papeles\nRoe, Ben. Diabetes\n", {}),
    ("log.txt", "Olson, Ada. Epilepsy, seizure at 10:15.\nRoe, Ben. Asthma, inhaler given.\n",
     {"ada": {"health"}, "ben": {"health"}}),
    ("final.txt", "CONFERENCE     W  L  T\nElm     9  6  1\nOak     4 11  1  (forfeit: ineligible player, "
     "chemical violation)\nAll-conference: A. Olson (Oak), B. Roe (Elm), C. Vang (Oak)\n", {}),
    ("elm.csv", "Date,Opp,Where,Note\n11/30,Robert Quill,Away,JV first\n12/8,Roe,Home,concussion form due\n"
     "12/11,Kennedy,Away,their AD suspended student section\n", {}),
    ("elig.txt", "Ada Olson: ineligible, chemical violation, two weeks.\nBen Roe: ok\n",
     {"ada": {"discipline"}}),
    ("hurt.csv", "Athlete,Opp,Note\nAda Olson,Elm,concussion in 2nd half\nBen Roe,Elm,\n",
     {"ada": {"health"}}),
)  # fmt: skip
ASKED_FOR: Told = (
    ("zoo.txt", "TRIP REQUEST\nRequested by: Tia Long\nGroup: Gr 5, 54 pupils, 8 adults\nWheelchairs: 2\n"
     "Medical bag: yes (epi, inhalers, glucagon)\nLeave 9:05\nBehavior plan riders: seat up front\n", {}),
    ("night.txt", "ROOM REQUEST\nSubmitted by: Vic Hale\nEvent: diabetes night, 80 people\n"
     "Needs: 2 wheelchairs\n", {}),
    ("kits.csv", "kit,serial,out to\nBASC-3 (depression scales),1158,Tia Long\nADOS-2 autism,0441,Vic Hale\n"
     "WISC-V,0158,\n", {}),
    ("zoo.txt", "TRIP REQUEST\nRequested by: Tia Long\nPupils: Ada Olson (epi pen), Ben Roe (wheelchair)\n",
     {"ada": {"health"}, "ben": {"health"}}),
    ("leave.txt", "LEAVE REQUEST\nRequested by: Tia Long\nReason: my knee surgery, 6 weeks\n",
     {"tia": {"health"}}),
    ("Nurse/crutches.csv", "item,out to\ncrutches,Ada Olson\ninsulin pump loaner,Ben Roe\n",
     {"ada": {"health"}, "ben": {"health"}}),
)  # fmt: skip
MEASURED: Told = (
    ("budget.csv", "Prog,Description,FY25,FY26\n420,Special ed EBD salaries,200001,214990\n"
     "740,Counselors,311877,320114\n710,Nurse salaries,98220,101340\n", {}),
    ("odo.csv", "bus,date,odo,done\n14,9/30,200003,brakes; old injury to fender\n15,9/30,187220,oil\n"
     "16,9/30,91004,oil\n", {}),
    ("Nurse/gym.csv", "kid,issue\n200001,seizures in gym\n200002,asthma\n",
     {"ada": {"health"}, "ben": {"health"}}),
    ("Nurse/list.csv", "who,what\n200001,seizures\n219999,diabetes\n", {"ada": {"health"}}),
)  # fmt: skip
NOTHING_SAID: Told = (
    ("office/card.txt", "Name: Ada Olson\nMedical conditions: nothing to report\n", {}),
    ("Nurse/cards.csv", "Name,Tell the medics\nTia Long,nothing to report\nVic Hale,none that I know\n"
     "Uma Stone,pacemaker\n", {"uma": {"health"}}),
    ("digest.txt", "Name now: Robert Quill\nSocial: won't give\nBorn: 7/19/1994\n\nName now: Marie Quill\n"
     "Social: 219-09-3344\nBorn: 7/19/1990\n", {"Robert Quill": {"dob"}, "Marie Quill": {"dob", "ssn"}}),
    ("elig.txt", "ELIGIBILITY week 6\nno  athlete      gr   status\n 4  Ada Olson    12   ok\n"
     "11  Ben Roe      12   OUT *\n15  Cam Vang     12   hold ***\n\n*  alcohol, chemical violation #1\n"
     "*** low weight, clinic must clear\nok = nothing on file\n",
     {"ben": {"discipline"}, "cam": {"health"}}),
    ("office/card.txt", "Name: Ada Olson\nMedical conditions: nothing to report but asthma\n",
     {"ada": {"health"}}),
    ("Intranet/safety/cards.html", CARDS,
     {"tia": {"health"}, "vic": {"health"}}),
)  # fmt: skip
ALL = (*EXAMPLES, *CALLED_SO, *BOOKS_AND_GAMES, *ASKED_FOR, *MEASURED, *NOTHING_SAID)


@pytest.mark.parametrize(("name", "text", "told"), ALL, ids=range(len(ALL)))
def test_of_who_is_made_up_or_only_asks_nothing_is_told(
    name: str, text: str, told: dict[str, set[str]], lexicon: Lexicon
) -> None:
    assert read(lexicon, name, text) == told
