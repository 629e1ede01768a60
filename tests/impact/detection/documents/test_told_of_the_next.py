"""What a column, a title or the sentence before says of others, and not of the next one who stands
there. Each beside near neighbors of whom it is said.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE, read

COLUMNS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("leave.csv", "no,name,why,from\nE901,Tia Long,FMLA self - hip surgery,9/8\n"
     "E902,Uma Stone,personal - unpaid,5/10\nE903,Vic Hale,migraines w/ aura,8/31\n",
     {"tia": {"health"}, "vic": {"health"}}),
    ("griev.csv", "No,Grievant,Nature,Step\n1,Tia Long,3 day suspension for no-show,II\n"
     "2,Uma Stone,prep time,I\n"
     "3,Vic Hale,written reprimand for phone use while driving,II\n",
     {"tia": {"discipline"}, "vic": {"discipline"}}),
    ("part.csv", "who,part,outcome\nAda Olson,aggressor,10 days OSS\nBen Roe,aggressor,5 days OSS\n"
     'Cam Vang,hurt,"jaw fractured, ER"\n',
     {"ada": {"discipline"}, "ben": {"discipline"}, "cam": {"health"}}),
    ("HR/Applicants/phone screening cooks.csv", "Applicant,Born,Notes\n"
     "Wanda Berg,06/13/1991,starts any time\n"
     "Norma Quist,10/14/1968,wants mornings\n",
     {"Wanda Berg": {"dob"}, "Norma Quist": {"dob"}}),
    ("HR/BCA FBI batch 12.csv", "EE#,Name,DOB,Result\nE901,Tia Long,04/13/1973,CLR\n"
     "E902,Uma Stone,07/10/1979,CLR\n",
     {"tia": {"dob"}, "uma": {"dob"}}),
    ("elect.csv", "Email,Which medical plan do you want?,Is there a condition for which you need care?\n"
     "tlong@d.example,Triple option,lupus\n"
     "ustone@d.example,Waived - on my wife's plan,\n",
     {"tia": {"health"}}),
    ("visits.csv", "who,what\nAda Olson,asthma attack\nBen Roe,nosebleed\nCam Vang,seizure\n",
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    ("conduct.csv", "who,what,result\nAda Olson,fight in lunch,10 days OSS\nBen Roe,vape,ISS\n"
     "Cam Vang,spit at driver,off bus 3 d\n",
     {"ada": {"discipline"}, "ben": {"discipline"}, "cam": {"discipline"}}),
    ("Nurse/hearing screening.csv", "Student,Result\nAda Olson,failed left ear\nBen Roe,refer\n",
     {"ada": {"health"}, "ben": {"health"}}),
    ("HR/BCA results.csv", "EE#,Name,Hit\nE901,Tia Long,DWI 2011\nE902,Uma Stone,theft 2009\n",
     {"tia": {"discipline"}, "uma": {"discipline"}}),
    ("leave2.csv", "no,name,why\nE901,Tia Long,hip surgery\nE902,Uma Stone,moving house\n"
     "E903,Vic Hale,migraines\n",
     {"tia": {"health"}, "vic": {"health"}}),
    ("frois.csv", "EMP ID,EMPLOYEE,NATURE\nE901,Tia Long,\"concussion, struck by a student\"\n"
     "E902,Uma Stone,sprained wrist on ice\n", {"tia": {"health"}, "uma": {"health"}}),
)  # fmt: skip
SENTENCES: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("chat.html", "<div><b>Uma Stone</b> 10:02 AM<p>Ben Roe's mom called, can he stay in at recess?</p>"
     "</div><div><b>Tia Long</b> 10:05 AM<p>ok. btw Ada Olson's inhaler is empty, asthma w"
     "as bad yesterday</p></div>",
     {"ada": {"health"}}),
    ("esr.txt", "Evaluation summary\n\n"
     "Ada Olson was born 03/09/2012. She meets criteria for Developmental Cognitive Disabi"
     "lity.\n\f\n"
     "History. Lead level 19 at age two. Her cousin Ben Roe is in the same homeroom.\n",
     {"ada": {"dob", "health", "special_education"}}),
    ("bus.txt", "Rt 14 PM seat 6. Driver says Ada Olson pulled a knife on Cam Vang. Removed from the "
     "bus for the quarter.\nRt 22 AM. Ben Roe left a trombone. Pick up at dispatch.\n",
     {"ada": {"discipline"}}),
    ("memo.txt", "Vaccination requirement, exemption requests\n\n"
     "Tia Long has shown a letter about myocarditis after the first dose. Granted.\n\n"
     "Uma Stone asked where to upload a card. Answered.\n",
     {"tia": {"health"}}),
    ("deans.txt", "[10/8/2026 7:53 AM] Uma Stone: caught Ada Olson vaping in the locker room, ISS today"
     "\n[10/8/2026 7:55 AM] Tia Long: ok. Ben Roe is back from the hospital so go easy\n"
     "[10/8/2026 8:02 AM] Uma Stone: and the kid w/ id 200003? pulled a knife on the bus\n"
     "[10/8/2026 8:04 AM] Tia Long: hearing is Friday\n",
     {"ada": {"discipline"}, "ben": {"health"}, "cam": {"discipline"}}),
    ("chat.html", "<div><b>Uma Stone</b> 10:02 AM<p>Ben Roe's mom called, he has a fever of 102</p></di"
     "v><div><b>Tia Long</b> 10:05 AM<p>ok. btw Ada Olson's inhaler is empty, asthma was b"
     "ad yesterday</p></div>",
     {"ada": {"health"}, "ben": {"health"}}),
    ("esr.txt", "Family history. Her cousin Ben Roe has epilepsy and takes Keppra.\n",
     {"ben": {"health"}}),
    ("bus.txt", "Rt 14 PM seat 6. Driver says Ada Olson and Cam Vang punched a boy. Removed from the "
     "bus for the quarter.\n",
     {"ada": {"discipline"}, "cam": {"discipline"}}),
    ("sro.txt", "Ben Roe, DOB 11/30/2013, was arrested for assault in the hall.\n",
     {"ben": {"discipline", "dob"}}),
    ("memo.txt", "Vaccination requirement, exemption requests\n\n"
     "Tia Long has shown a letter about myocarditis after the first dose. Granted.\n\n"
     "Uma Stone has shown a letter about anaphylaxis. Granted.\n",
     {"tia": {"health"}, "uma": {"health"}}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(PEOPLE)


@pytest.mark.parametrize(("name", "text", "told"), COLUMNS)
def test_a_cell_that_says_otherwise_is_not_told_as_its_column(
    lexicon: Lexicon, name: str, text: str, told: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == told


@pytest.mark.parametrize(("name", "text", "told"), SENTENCES)
def test_what_is_said_of_one_is_not_carried_to_the_next(
    lexicon: Lexicon, name: str, text: str, told: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == told
