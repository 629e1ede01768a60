"""What consents, walls of kitchens, logs of resets, papers that were seen and day sheets of a further hand
taught, in words of our own, with neighbors that look alike and are about nobody.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

# (name, text, person to kinds)
TOLD: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    # a name and a day of birth below one head, beside who signs
    ("consents.csv",
     "Timestamp,Child's name + birthday,Anything to know?,Signed\n"
     "10/15/2026,Ben Roe 11/30/2013,asthma,Gil Roe\n"
     "10/16/2026,Ada Olson 03/09/2012,latex allergy,Kit Olson\n10/16/2026,Cam Vang 07/04/2011,no,Mai Vang\n",
     {"ben": {"dob", "health"}, "ada": {"dob", "health"}, "cam": {"dob"}}),
    ("vision van.tsv",
     "student name with birthdate\tglasses?\tparent\nBen Roe 11/30/2013\tstrabismus, patch\tGil Roe\n"
     "Ada Olson 3/9/2012\tno\tKit Olson\n",
     {"ben": {"dob", "health"}, "ada": {"dob"}}),
    ("swim.csv",
     "when,Child + lesson,Signed\n10/15/2026,Ben Roe 11/30/2026,Gil Roe\n"
     "10/16/2026,Ada Olson 12/09/2026,Kit Olson\n",
     {}),
    # a given name, the first letter of the other and the number
    ("kitchen/diets.txt",
     "DIETS ** inside the door **\n\nrm 1  Ada O. / 200001  celiac - blue tray\n"
     "rm 2  Ben R. / 200002  PKU!! weigh all\n"
     "rm 3  Cam V. / 200003  tree nuts\n",
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    ("bus list.txt",
     "seats\n\nA3  Olson | 200001   wheelchair lift, seizures\nA4  Roe | 200002   bee sting, EpiPen\n",
     {"ada": {"health"}, "ben": {"health"}}),
    ("lockers.txt",
     "locks\n\nA3  Master / 200001   celiac poster on it\nA4  Dudley / 200002   peanut poster\n",
     {}),
    # what a log says it set
    ("reset.log",
     "PS C:\\> .\\bulk.ps1 -ou X\n[08:25] Set-ADAccountPassword aolson ... OK (teal9878)\n"
     "[08:26] Set-ADAccountPassword tlong ... OK (plum1445)\n",
     {"ada": {"credentials"}, "tia": {"credentials"}}),
    ("night.log",
     "03:10 password reset for ustone -> Maple4471\n03:11 password reset for vhale -> Birch9920\n",
     {"uma": {"credentials"}, "vic": {"credentials"}}),
    ("setup.txt",
     "net user tlong Harbor2207 /domain\nnet user vhale Harbor2208 /domain\n",
     {"tia": {"credentials"}, "vic": {"credentials"}}),
    ("jobs.log",
     "[08:25] reset printer4471 ... OK (queue12)\n[08:26] reset aolson ... failed (timeout)\n",
     {}),
    # whose account a ticket is about
    ("tickets.csv",
     '#,opened by,thread\n1,tlong@d.example,"User: aolson\nCannot sign in.\n--\n'
     'Reset. New temp pw is Otter888*"\n'
     '2,tlong@d.example,"User: vhale\nCannot sign in.\n--\nReset. New temp pw is Loon311#"\n',
     {"ada": {"credentials"}, "vic": {"credentials"}}),
    # papers by their names, with where they are from
    ("papers.csv",
     "sid,proof,no. on it\n200001,passport KEN,AK0501143\n200002,tribal enrollment card,WE-15869\n"
     "200003,I-94,18527890767\n",
     {"ada": {"government_id"}, "ben": {"government_id"}, "cam": {"government_id", "immigration"}}),
    ("proof of address.csv",
     "sid,proof,no. on it\n200001,lease,AK0501143\n200002,water bill,WE-15869\n"
     "200003,phone bill,18527890767\n",
     {}),
    # orders on pay whose amounts stand in other columns
    ("payroll/levies.csv",
     "EE no.,EE,Order from,per check,left to go\nE901,\"Long, Tia\",MN Child Support Ctr,98,5564\n"
     "E902,\"Stone, Uma\",IRS 668-W,109,7981\nE903,\"Hale, Vic\",Dept of Ed student loan AWG,190,5236\n",
     {"tia": {"financial"}, "uma": {"financial"}, "vic": {"financial"}}),
    # addresses are no headers
    ("alerts.jsonl",
     '{"t":"20:14","acct":"aolson@d.example","cat":"self-harm","q":"how many tylenol to die"}\n'
     '{"t":"21:14","acct":"vhale@d.example","cat":"games","q":"unblocked chess"}\n',
     {"ada": {"counselling", "health"}}),
    # who is called like a month
    ("volunteers.csv",
     "LAST,FIRST,D.O.B.,SOC\nQuill,June,06/20/1997,502-31-4590\nMarsh,April,11/05/1998,473-78-5031\n",
     {"June Quill": {"dob", "ssn"}, "April Marsh": {"dob", "ssn"}}),
    # below a name with an address, and on a form that was read badly
    ("returned.txt",
     "RETURNED MAIL\n\nFlo Marsh, 4022 County Rd 9\n"
     "   'the file held your Social Security number (477-30-4572).'\n\n"
     "Zed Quill, 12 Elm St\n   'the file held your Social Security number (474-76-9628).'\n",
     {"Flo Marsh": {"ssn"}, "Zed Quill": {"ssn"}}),
    ("w9 scan.txt",
     "Forrn W-9\n\n1 Narne (as shown on your incorne tax return)\n   Zed Quill\n5 9042 Sawmill Rd\n"
     "Part I  Social security nurnber\n   397 - 80 - 6565\n",
     {"Zed Quill": {"ssn"}}),
    # what a household says that it has
    ("app_1.json",
     '{"app": 1, "students": [{"n": "Ben Roe", "g": "4"}], "adults": [{"first": "Gil", "last": "Roe", '
     '"earn": {"amt": 1969, "per": "2wk"}}]}',
     {"ben": {"economic"}, "gil": {"economic"}}),
    # a title that counts as a line, above lines whose first cell is not as wide on each
    ("Health Office/day.txt",
     "thurs 10/8   sub nurse, forgive the handwriting -> typed after\n"
     "13:28  200001  Olson            nosebleed, pinched 10 min, b/t class\n"
     "9:29  200002  Roe        T 101.9 sent home w grandma\n"
     "10:56  200003  Vang          nits seen behind ears, note sent\n"
     "8:12  200002  Roe            cramps, heat pack, ibuprofen per order\n\nout of small band aids\n",
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    # a mother's leave is her own
    ("HR/leave tracker.csv",
     "who,reason,hrs\nTia Long,\"baby, c-section 9/2\",79\nUma Stone,\"spouse, stroke rehab\",117\n"
     "Vic Hale,son in NICU,54\n",
     {"tia": {"health"}}),
    # slides of a closed meeting
    ("Board/closed/packet slides.txt",
     "Cam Vang v. district: parents allege failure to implement the IEP\n",
     {"cam": {"special_education"}}),
    ("Board/open/packet slides.txt",
     "Cam Vang and Ada Olson present the budget of the robotics club\n",
     {}),
    # what a letter to somebody who works here does
    ("letter.txt",
     "HAND DELIVERED\n\nTia Long:\n\n"
     "After our meeting I am issuing three days without pay for leaving the kindergarten "
     "room unsupervised.\n\nUma Stone\n",
     {"tia": {"discipline"}}),
    # who saw the pupil is not whom the record is about
    ("screen.txt",
     "Screen record\nPupil: Ada Olson     local no. 200001     seen by: Tia Long\n"
     "Ada told of suicidal thoughts.\n",
     {"ada": {"counselling"}}),
    ("seen.txt",
     "Pupil: Ben Roe     screened by: Uma Stone\nasthma, inhaler in office\n",
     {"ben": {"health"}}),
    # a sentence goes on to the next name
    ("verify.txt",
     "Please confirm Zed Quill, born February 28, 1975, social 137-47-3393.\n\n"
     "Also Flo Marsh, social 518-75-4421, DOB 10/20/1968.\n",
     {"Zed Quill": {"dob", "ssn"}, "Flo Marsh": {"dob", "ssn"}}),
    # the letter of a sex before what is paid
    ("demog.txt",
     "01502418512LONG, TIA               19780109M005353820750\n"
     "01501412903STONE, UMA              19710107F002122450750\n"
     "01476532849HALE, VIC               19640222M002974420750\n"
     "01393234538QUILL, ZED              19811207F002143040750\n",
     {one: {"dob", "financial", "ssn"} for one in ("tia", "uma", "vic", "ZED QUILL")}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "told"), TOLD, ids=[f"{at}-{name}" for at, (name, _, _) in enumerate(TOLD)]
)
def test_what_sheets_of_every_day_tell_is_told_of_those_they_name(
    lexicon: Lexicon, name: str, text: str, told: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == told
