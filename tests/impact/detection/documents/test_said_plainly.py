"""What offices write down in plain words, of whom it is said, and what only sounds like it."""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE, read

TOLD: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    # where a child sleeps, with whom it lives, who may see it
    ("sleep-n1.txt",
     "Ada Olson has slept at her aunt's since the fight at home last week.\n",
     {"ada": {"safeguarding"}}),
    ("sleep-n2.txt",
     "10/4 The boy (Ben Roe) is staying with the neighbors because the police took mom on Friday.\n",
     {"ben": {"safeguarding"}}),
    ("sleep-n3.txt",
     "Cam Vang lives with a man of 31 who is no relative.\n",
     {"cam": {"safeguarding"}}),
    ("sleep-n4.txt",
     "1. The first child is Ada Olson (hereafter A.O.).\n2. The second child is Ben Roe (hereafter "
     "B.R.).\n3. Both children are without proper parental care and need the protection of the "
     "court.\n",
     {"ada": {"safeguarding"}, "ben": {"safeguarding"}}),
    ("sleep-n5.txt",
     "Ada Olson: child under county supervision, dad visits only with the worker there.\n",
     {"ada": {"safeguarding"}}),
    ("sleep-n6.txt",
     "Petition. The child is Ada Olson (hereafter A.O.). A.O. has missed 20 days and lives with an "
     "adult who is not her kin.\n",
     {"ada": {"safeguarding"}}),
    ("sleep-n7.txt",
     "Cam Vang stays with his coach for now, police were at the apartment again Sunday.\n",
     {"cam": {"safeguarding"}}),
    # what parents write of themselves and theirs
    ("letter-l1.txt",
     "5 de octubre\n\n"
     "A la escuela:\n\n"
     "Les escribo por mi hija Ada Olson. Su padre no puede acercarse a ella, el juez dio una orden "
     "de restricción contra Rolf Kern.\n\n"
     "Atentamente, Marta Quill\n",
     {"ada": {"safeguarding"}}),
    ("letter-l2.txt",
     "To the office:\n\n"
     "I am writing about my son Ben Roe. There is a restraining order against Rolf Kern, do not "
     "let him near the building.\n\n"
     "Gil Roe\n",
     {"ben": {"safeguarding"}, "Rolf Kern": {"safeguarding"}}),
    ("letter-l3.txt",
     "Estimado director:\n\n"
     "Me llamo Gil Roe y soy el papá de Ben Roe.\n\n"
     "Nosotros dormimos ahora en un albergue y no tenemos casa.\n\n"
     "Gracias, Gil\n",
     {"gil": {"safeguarding"}, "ben": {"safeguarding"}}),
    ("letter-l4.txt",
     "Dear principal,\n\n"
     "My name is Gil Roe and I am the father of Ben Roe.\n\n"
     "We are sleeping in a shelter since Monday. Please tell nobody.\n\n"
     "Thanks, Gil\n",
     {"gil": {"safeguarding"}, "ben": {"safeguarding"}}),
    ("letter-l5.txt",
     "Hello, this is Gil Roe, dad of Ben Roe. We lost our apartment and live in our van now.\n",
     {"gil": {"safeguarding"}, "ben": {"safeguarding"}}),
    # threats, weapons, and who did it
    ("threat-t1.txt",
     "Student of concern is Ada Olson. Drew a map of the gym with names on it and who gets it "
     "first.\n",
     {"ada": {"discipline"}}),
    ("threat-t2.md",
     "# TAT 10/5\n\n"
     "- **Ben Roe** (200002) - drew a plan of the lunchroom with initials at the tables; level: "
     "transient\n",
     {"ben": {"discipline"}}),
    ("threat-t3.txt",
     "Cam Vang wrote a hit list in his planner, six names.\n",
     {"cam": {"discipline"}}),
    ("threat-t4.txt",
     "BTAM summary 10/12\nPerson of concern was Cam Vang. Wrote a list of classmates to shoot. "
     "Level: serious.\nTold the family of Ada Olson, who is on the list.\n",
     {"cam": {"discipline"}}),
    ("threat-t5.txt",
     "[8:01] Uma Stone: and the kid w/ id 200003? pulled a knife on the bus\n[8:02] Vic Hale: "
     "hearing Friday\n",
     {"cam": {"discipline"}}),
    ("threat-t6.txt",
     "At about 1140 hours I was told that Ben Roe was holding a can of mace and had used it in the "
     "hall.\n",
     {"ben": {"discipline"}}),
    ("threat-t7.txt",
     "Findings. 2. Ada Olson, who had carried the blade in for a friend and was dismissed for two "
     "days, testified.\n",
     {"ada": {"discipline"}}),
    ("threat-t8.txt",
     "Cam Vang swung a pipe at two boys by the bikes.\n",
     {"cam": {"discipline"}}),
    ("threat-t9.txt",
     "Who was hurt: Ada Olson\nWho did it: Ben Roe\nWhat happened: Held her head under water in "
     "the pool and filmed it\n",
     {"ben": {"discipline"}}),
    # matters of staff
    ("staff-s1.txt",
     "This answers the grievance filed by the steward, Vic Hale, on behalf of Tia Long.\n\n"
     "The employer holds that the letter of reprimand dated August 28 was for just cause.\n",
     {"tia": {"discipline"}}),
    ("staff-s2.txt",
     "The case of Uma Stone, who was given oral counseling only after the yelling in the lot, was "
     "a first occasion.\n",
     {"uma": {"discipline"}}),
    ("staff-s3.txt",
     "Intake. Complainant Ada Olson, grade 8. She reports that a coach, Vic Hale, sent sexual "
     "messages and touched her.\nRespondent placed on leave.\n",
     {"ada": {"safeguarding"}, "vic": {"discipline"}}),
    ("staff-s4.txt",
     "A parent reports that the aide, Tia Long, slapped Ben Roe in the hall. She is on leave while "
     "it is looked into.\n",
     {"tia": {"discipline"}, "ben": {"safeguarding"}}),
    ("staff-s5.txt",
     "Grievance 26-4, filed by the union for Uma Stone. The oral reprimand of May 3 stands.\n",
     {"uma": {"discipline"}}),
    # applications for meals in other languages
    ("hmong-h1.txt",
     "Daim Ntawv Thov Noj Mov Dawb\nLeej niam/leej txiv lub npe: Gil Roe\nNyiaj khwv tau ib hlis: "
     "$2,140\nMenyuam lub npe: Ben Roe\nKev txiav txim: Pub dawb\n",
     {"gil": {"economic"}, "ben": {"economic"}}),
    ("hmong-h2.txt",
     "Ntawv thov noj su dawb / pheej yig\nNiam txiv lub npe: Gil Roe\nNyiaj khwv tau ib xyoos: "
     "31,000\nTus me nyuam: Ben Roe, 200002\n",
     {"gil": {"economic"}, "ben": {"economic"}}),
    ("hmong-h3.txt",
     "Codsiga qadada bilaashka ah\nMagaca waalidka: Gil Roe\nDakhliga bishii: $1,900\nMagaca "
     "ardayga: Ben Roe\n",
     {"gil": {"economic"}, "ben": {"economic"}}),
    ("hmong-h4.txt",
     "Solicitud de comidas gratis\nNombre del padre: Gil Roe\nIngreso mensual del hogar: $1,900\n"
     "Nombre del alumno: Ben Roe\n",
     {"gil": {"economic"}, "ben": {"economic"}}),
    # what somebody is paid to settle, or took out
    ("money-m1.txt",
     "SEPARATION AGREEMENT\nTia Long withdraws the charge; the District pays $12,000 for fees.\n",
     {"tia": {"financial"}}),
    ("money-m2.txt",
     "Item B. Uma Stone. Settlement authority $18,500 and neutral letter.\n",
     {"uma": {"financial"}}),
    ("money-m3.txt",
     "Re: service credit\nMarta Quill, SSN 564-17-1583, taught here 1988 to 1996 and withdrew "
     "contributions of $8,114.20 in 1997.\n",
     {"Marta Quill": {"financial", "ssn"}}),
    ("money-m4.txt",
     "Vic Hale drops his claim and the district will pay $9,500 and his lawyer's bill.\n",
     {"vic": {"financial"}}),
    ("money-m5.txt",
     "Closed session. Tia Long: authority to settle up to $22,000.\n",
     {"tia": {"financial"}}),
    # numbers that states and consulates gave
    ("ids-i1.txt",
     "I, Gil Roe, who showed a Minnesota driver's license C552\n018 837 714, give my sister all "
     "powers.\n",
     {"gil": {"government_id"}}),
    ("ids-i2.txt",
     "Walk-ins\nMarta Quill, coach. Tribal ID WE-0044718, born 5/6/51\n",
     {"Marta Quill": {"dob", "government_id"}}),
    ("ids-i4.txt",
     "copies in drawer -\n\n"
     "Marta James  MN DL J671928877744  dob 11/12/1984   drives\nJohn Dixon  MN DL D837902218320  "
     "dob 08/23/1967   library\n",
     {"Marta James": {"dob", "government_id"}, "John Dixon": {"dob", "government_id"}}),
    # who is meant
    ("unknown-u1.txt",
     "REEL 9\n\n"
     "frame 02   MOSLEY, Robt. ............. b. 1-25-82 ..... SS 283-60-7014 ..... grad 6/00\n"
     "frame 03   PECK, Wm. ............. b. 1-26-81 ..... SS 283-60-7114 ..... grad 6/99\n",
     {"MOSLEY, Robert": {"dob", "ssn"}, "PECK, William": {"dob", "ssn"}}),
    ("unknown-u2.txt",
     "Alumni requests\n\n"
     "Chad Simpson, class of 1994, was Simpson then too. Born 06/16/1988. Mail to college.\n\n"
     "Marta Quill - asks for a yearbook only.\n",
     {"Chad Simpson": {"dob"}}),
    ("unknown-u4.eml",
     "From: Uma Stone <ustone@d.example>\nTo: Tia Long <tlong@d.example>\nSubject: RE: card\nDate: "
     "Mon, 12 Oct 2026 08:14:00 -0500\nContent-Type: text/plain; charset=\"utf-8\"\n\n"
     "can you key this?\n\n"
     "> From: vhale@d.example\n> Sent: Monday\n> Card says 564 39 6095. That is all I have, Vic "
     "Hale\n",
     {"vic": {"ssn"}}),
    ("unknown-u6.ics",
     "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nSUMMARY:3yr reeval Ada O.\nATTENDEE;CN=Ada "
     "Olson:mailto:aolson@d.example\nDESCRIPTION:IEP team\\, bring EBD criteria sheet\nEND:VEVENT\n"
     "END:VCALENDAR\n",
     {"ada": {"special_education"}}),
    ("unknown-u7.txt",
     "Present: Uma Stone. Students: Ada Olson, Ben Roe.\n\n"
     "Ben R. had a seizure in gym.\n",
     {"ben": {"health"}}),
    ("unknown-u8.txt",
     "W-9\n1 Name of entity/individual. An entry is required.\n\n   Lucas Camacho\n2 Business "
     "name, if different from above.\n\n"
     "Part I Social security number\n\n   4 9 5 - 1 2 - 1 4 1 3\n",
     {"Lucas Camacho": {"ssn"}}),
    # a note of one line
    ("note.txt", "Gil Roe called, he has stage 4 pancreatic cancer, Ben Roe may be absent a lot.\n",
     {"gil": {"health"}}),
    ("note.txt", "Speech eval for Ben Roe on Monday, mom signed.\n", {"ben": {"special_education"}}),
    ("note.txt", "Ada Olson forgot the code, I set it to Purple88turtle today.\n", {"ada": {"credentials"}}),
)  # fmt: skip

NOT_TOLD: tuple[tuple[str, str], ...] = (
    # where a child sleeps, with whom it lives, who may see it
    ("sleep-n1.txt",
     "Ada Olson slept at her aunt's after the wedding last week and missed first hour.\n"),
    ("sleep-n2.txt",
     "10/4 The boy (Ben Roe) is staying with the group because the bus leaves at 9.\n"),
    ("sleep-n3.txt",
     "Cam Vang plays chess with a man of 31 who is a master.\n"),
    ("sleep-n4.txt",
     "Both children, Ada Olson and Ben Roe, need the protection of sunscreen on the trip.\n"),
    ("sleep-n5.txt",
     "Ada Olson: tank under county supervision, visits to the farm only with the worker there.\n"),
    ("sleep-n6.txt",
     "Ben Roe stayed at the neighbor's to feed the dog since they were in Iowa.\n"),
    # what parents write of themselves and theirs
    ("letter-l1.txt",
     "A la escuela:\n\n"
     "Les escribo por mi hija Ada Olson. Su padre no puede llegar a la junta porque trabaja.\n\n"
     "Atentamente, Marta Quill\n"),
    ("letter-l2.txt",
     "I am writing about my son Ben Roe. The order of lunch bags against the wall is wrong.\n\n"
     "Gil Roe\n"),
    ("letter-l3.txt",
     "Estimado director:\n\n"
     "Me llamo Gil Roe y soy el papá de Ben Roe.\n\n"
     "Nosotros dormimos tarde y por eso llegó tarde.\n\n"
     "Gracias, Gil\n"),
    # threats, weapons, and who did it
    ("threat-t1.txt",
     "Star of the week is Ada Olson. Drew a map of the gym with names of the stations.\n"),
    ("threat-t2.md",
     "# Art 10/5\n\n"
     "- **Ben Roe** (200002) - drew a plan of the lunchroom with tables; medium: chalk\n"),
    ("threat-t3.txt",
     "Cam Vang wrote a list of hit songs in his planner, six names.\n"),
    ("threat-t5.txt",
     "[8:01] Uma Stone: and the kid w/ id 200003? pulled a muscle no, pulled a card on the bus\n"
     "[8:02] Vic Hale: game Friday\n"),
    ("threat-t6.txt",
     "At about 1140 hours I was told that Ben Roe was holding a can of paint and had used it in "
     "the hall mural.\n"),
    ("threat-t7.txt",
     "2. Ada Olson, who had carried the flag in for a friend and was dismissed at two, sang.\n"),
    ("threat-t8.txt",
     "Cam Vang swung a bat at two pitches.\n"),
    # matters of staff
    ("staff-s1.txt",
     "This answers the order placed by Vic Hale on behalf of Tia Long.\n\n"
     "The letter paper dated August 28 came.\n"),
    ("staff-s2.txt",
     "Uma Stone, who was given oral instructions only after the bell in the lot, went first.\n"),
    ("staff-s3.txt",
     "She reports that a coach, Vic Hale, sent schedules and thanked her.\n"),
    ("staff-s4.txt",
     "A parent reports that the aide, Tia Long, helped Ben Roe in the hall.\n"),
    # applications for meals in other languages
    ("hmong-h1.txt",
     "Daim Ntawv Thov Noj Mov Dawb\nLeej niam/leej txiv lub npe: ________\nNyiaj khwv tau ib hlis: "
     "______\nMenyuam lub npe: _______\n"),
    ("hmong-h2.txt",
     "Hnub noj mov nrog niam txiv\nNiam txiv lub npe: Gil Roe\nTus me nyuam: Ben Roe\n"),
    # what somebody is paid to settle, or took out
    ("money-m1.txt",
     "Vic Hale withdraws the bid; the District pays $12,000 for gravel.\n"),
    ("money-m2.txt",
     "Item B. Uma Stone. Spending authority $18,500 for books and a neutral paint.\n"),
    ("money-m3.txt",
     "Tia Long withdrew the donation jar with contributions of $8 from the hall.\n"),
    ("money-m5.txt",
     "Open session. Tia Long: budget to repair the roof up to $22,000.\n"),
    # numbers that states and consulates gave
    ("ids-i2.txt",
     "Walk-ins\nUma Stone, coach. Tribal office, room WE-004.\n"),
    ("ids-i3.txt",
     "Desk log: Gil Roe came with a matrícula for class 701.\n"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "text", "told"), TOLD, ids=[name for name, _, _ in TOLD])
def test_plain_words_tell_it_of_whom_they_are_said(name: str, text: str, told: dict[str, set[str]]) -> None:
    assert read(Lexicon(PEOPLE), name, text) == told


@pytest.mark.parametrize(("name", "text"), NOT_TOLD, ids=[name for name, _ in NOT_TOLD])
def test_words_that_only_sound_like_it_tell_nothing(name: str, text: str) -> None:
    assert read(Lexicon(PEOPLE), name, text) == {}
