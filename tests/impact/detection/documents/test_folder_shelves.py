"""What twenty years of folders of a further hand taught, in words of our own, with neighbors that look alike
and tell nothing, or tell it of others.
"""

from __future__ import annotations

import pytest

from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

# (name, text, person to kinds)
TOLD: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    # who got a shot, by the arm and the lot
    ("staff day/shots.csv",
     "time,name,arm,lot,remark\n7:15,Tia Long,L,KX41,\n7:30,Uma Stone,R,KX41,\n7:45,Vic Hale,L,KX42,\n",
     {"tia": {"health"}, "uma": {"health"}, "vic": {"health"}}),
    ("stage.csv",
     "time,name,side,lot,remark\n7:15,Tia Long,L,KX41,\n7:30,Uma Stone,R,KX41,\n7:45,Vic Hale,L,KX42,\n",
     {}),
    # of plans by section 504 each is for a condition, also one in words that are not known
    ("504/list.csv",
     "Olson,Ada,6,ADHD,sits in front\nRoe,Ben,5,Crohns,leaves when needed\n"
     "Vang,Cam,7,word finding,large print\n",
     {"ada": {"special_education", "health"}, "ben": {"special_education", "health"},
      "cam": {"special_education", "health"}}),
    # what such a plan is for, said beside what is done about it, in a table without headers
    ("504/by teacher.csv",
     "P1  Ada Olson,\"snacks, bathroom pass, T1D\"\nP4  Ben Roe,\"sits in front, room 4\"\n"
     "P6  Cam Vang,\"notes provided, ADHD\"\n",
     {"ada": {"special_education", "health"}, "ben": {"special_education", "health"},
      "cam": {"special_education", "health"}}),
    # family names with a letter, some of them a letter that is a grade elsewhere
    ("alarm codes.csv",
     "who,code,where\n\"Long, T\",32384,all\n\"Stone, U\",19164,gym\n\"Hale, V\",97204,pool\n"
     "fire dept,48810,box\n",
     {"tia": {"credentials"}, "uma": {"credentials"}, "vic": {"credentials"}}),
    ("alarm models.csv",
     "maker,code,where\n\"Elk, M\",32384,all\n\"Bosch, G\",19164,gym\n\"Hale Co, V\",97204,pool\n",
     {}),
    # of whom a claim is, and for which service
    ("claims.csv",
     "CLM,RECIP_LAST,RECIP_FIRST,RECIP_DOB,UNITS,IEP_SVC\nC1,OLSON,ADA,03/09/2012,1,speech/lang\n"
     "C2,ROE,BEN,11/30/2013,1,nursing\n",
     {"ada": {"dob", "special_education"}, "ben": {"dob", "special_education"}}),
    # days of birth in six digits beside numbers of social security, without headers
    ("old/stu.csv",
     "009,71000,QUILLEN,ZEBULON,M,090989,472892089,09,200409\n"
     "009,71017,PIKARD,ANNABEL,F,120190,391645038,08,200409\n"
     "009,71034,HARTWIG,BOYCE,F,011788,482601518,10,200409\n"
     "009,71051,LUNDGREN,SYLVIA,M,062689,476674780,09,200409\n"
     "009,71068,RAUTERN,ANNIKA,F,030391,476794826,07,200409\n"
     "009,71085,VILLARD,HECTOR,M,101090,475944187,08,200409\n",
     {"ZEBULON QUILLEN": {"ssn", "dob"}, "ANNABEL PIKARD": {"ssn", "dob"},
      "BOYCE HARTWIG": {"ssn", "dob"}, "SYLVIA LUNDGREN": {"ssn", "dob"},
      "ANNIKA RAUTERN": {"ssn", "dob"}, "HECTOR VILLARD": {"ssn", "dob"}}),
    # a password behind the name of somebody whom nobody here knows
    ("welcome.txt",
     "Two log ins are set up:\n\n  Zoe Quill (our lead) / plps-CA-2026$\n  Mark Pike / room B-2041\n",
     {"Zoe Quill": {"credentials"}}),
    # a chat, whose answers are about whom it named, by names that come again and again
    ("deans.json",
     '{"messages": [{"name": "Tia Long", "created_date": "Oct 3", "text": "its Ada Olson who swung first"}, '
     '{"name": "Uma Stone", "created_date": "Oct 3", "text": "ok she is OSS 5 then"}, '
     '{"name": "Tia Long", "created_date": "Oct 3", "text": "I will call mom"}, '
     '{"name": "Uma Stone", "created_date": "Oct 3", "text": "thanks, see you there"}]}',
     {"ada": {"discipline"}}),
    # the number of a firm is no person's
    ("1099.csv",
     "VEND,NAME,TIN,BOX7\n41,\"PIKE, ZOE\",468-70-5572,5055.00\n"
     "42,CULLIGAN OF OAK GROVE,41-0772316,1204.00\n"
     "43,\"QUILL, ANN\",472-94-9711,3921.00\n",
     {"ZOE PIKE": {"ssn", "financial"}, "ANN QUILL": {"ssn", "financial"}}),
    # lines that go on in sentences, above those of others
    ("vape.txt",
     "10/14 4th hr   Olson, A (6)   1 day ISS\n10/19 lunch    Roe, B (5)   ran. found at lib. 2 ISS\n"
     "10/21 7th      Vang, C (7)   talked to, wrong room\n",
     {"ada": {"discipline"}, "ben": {"discipline"}}),
    # grown-ups below a heading that the name of the file bears out
    ("garnish.txt",
     "garnishments (ask Barb)\n\nTia Long  ....  Acme and Sons, 25%, til 4,118\n"
     "Uma Stone  ....  Dakota county 412 a pay\nVic Hale  ....  bank, rest to them!!\n",
     {"tia": {"financial"}, "uma": {"financial"}, "vic": {"financial"}}),
    ("cookies.txt",
     "garnishes (ask Barb)\n\nTia Long  ....  parsley, 25 bunches\nUma Stone  ....  lemons\n"
     "Vic Hale  ....  mint, rest to them!!\n",
     {}),
    # the name of an act that has a capital inside
    ("McKinney-Vento rides/week.csv",
     "rider,stop,am\nAda Olson,Elm Street,6:40\nBen Roe,Oak Street,6:44\nCam Vang,Ash Street,6:48\n",
     {"ada": {"safeguarding"}, "ben": {"safeguarding"}, "cam": {"safeguarding"}}),
    ("McKinley rides/week.csv",
     "rider,stop,am\nAda Olson,Elm Street,6:40\nBen Roe,Oak Street,6:44\nCam Vang,Ash Street,6:48\n",
     {}),
    # tickets, with what those who opened them write of their own
    ("closed.txt",
     "#12 mail - opened by Tia Long\n\nMy password is Otter2026! and it worked.\n\nres: unlocked\n\n"
     "#13 printer - opened by Uma Stone\n\nThe password is on the label, it says no paper.\n\nres: paper\n",
     {"tia": {"credentials"}}),
    # minutes of a few
    ("HR/Leave bank/minutes 3-2.txt",
     "Leave bank committee\n\n1) Tia Long asks for 20 days. Had the kidney transplant in January. APPROVED\n"
     "2) Uma Stone asks what the balance is.\n",
     {"tia": {"health"}}),
    ("CST/minutes.txt", "Ada Olson - no growth in math. Refer for sp ed eval.\nBen Roe - ok, next time.\n",
     {"ada": {"special_education"}}),
    # a leave for health in what a board decided, among what it says of others
    ("Board/minutes.txt",
     "BOARD MINUTES\nApproval of agenda.\na. Hire Uma Stone, cook\n"
     "b. Medical leave of absence for Tia Long, Oct 12 to Dec 18\nc. Lane change Vic Hale\n",
     {"tia": {"health"}}),
    ("Board/minutes 2.txt",
     "BOARD MINUTES\nApproval of agenda.\na. Read the medical leave policy\nb. Thanks to Tia Long\n",
     {}),
    # who is thought to have harmed a child, whom nobody here knows
    ("report.txt",
     "Mandated Reporter - Written Report\nChild: Ada Olson gr 6\nAlleged offender: Zeb Quill, neighbor\n"
     "She said he got the belt and she is scared to go home.\n",
     {"ada": {"safeguarding", "counselling"}, "Zeb Quill": {"safeguarding"}}),
    # whoever reports it is not whom it is about
    ("injury.txt",
     "FIRST REPORT OF INJURY\nEmployee: Tia Long\nSlipped on ice, shoulder (rotator cuff)\n"
     "Reported by Vic Hale, supervisor\n",
     {"tia": {"health"}}),
    # an account before the word for it
    ("Payroll/returned.txt",
     "R03 no such    Tia Long    3049925243 old Wells acct, moved\nR02 closed    Uma Stone   nothing yet\n",
     {"tia": {"financial"}}),
    # what a family in another language writes of a child
    ("llamadas.txt",
     "- mama de Ada Olson: le sacaron el apendice ayer\n- papa de Ben Roe: lo sacaron de clase\n",
     {"ada": {"health"}}),
    # where a court or a sheriff put a child
    ("today.txt", "Ada Olson was placed w/ her aunt by the sheriff, bus change on your desk\n"
     "Ben Roe was placed w/ group 2 in math\n",
     {"ada": {"safeguarding"}}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), TOLD, ids=[one[0] for one in TOLD])
def test_folders_tell_each_person_what_they_tell(
    lexicon: Lexicon, name: str, text: str, expected: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == expected


NOTHING: tuple[tuple[str, str], ...] = (
    # games
    ("recap.md", "Ada Olson scored before the half and Ben Roe added a free kick in the 71st minute.\n"),
    ("ball.txt", "Cam Vang kicked a 30-yard field goal.\n"),
    # programs
    (
        "night.log",
        "07:58:14 OK  user aolson moved\n07:58:20 WARN  kiosk skipped (off)\n07:58:21 4 ok 1 skipped\n",
    ),
    ("hi.txt", "the portal keeps kicking me out, so please tell Ada Olson about the trip\n"),
    # others in an accident
    ("bus.txt", "Other car: Ford, cited.\n\nON BOARD: Ada Olson, Ben Roe\nAll parents called.\n"),
    # requests of checks whose results nobody wrote down
    ("BCA batch.csv", "last,first,job\nOlson,Ada,para\nRoe,Ben,cook\n"),
    # a bank that is called after a town
    (
        "send.txt",
        "Vendors pay us.\nBank: First National of Elm Grove    Routing 096279887    Account 67656293\n",
    ),
    # grades that keep somebody from a game
    ("team.txt", "Ada Olson has 2 Fs at midterm, ineligible til the 30th\n"),
    # from an office
    ("re.txt", "Hello, this is T. Long in the health office. What did the doctor say of the migraine?\n"),
)


@pytest.mark.parametrize(("name", "text"), NOTHING, ids=[one[0] for one in NOTHING])
def test_folders_tell_nothing_where_words_only_look_alike(lexicon: Lexicon, name: str, text: str) -> None:
    assert read(lexicon, name, text) == {}


def test_a_slide_with_a_name_for_its_title_is_about_them_with_its_notes(lexicon: Lexicon) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-20"))
    analyst.begin("first aid.pptx", "Nurse")
    analyst.take_text("slide 1", "First aid\nfor all who help")
    analyst.take_text("slide 2", "Ada Olson (gr 6)\nlet her lie down\n\nEpilepsy since age 4, on Keppra.")
    analyst.take_text("slide 3", "Ben Roe brings the mats\nask him")
    told = {link.keys[0]: {*map(str, link.kinds)} for link in analyst.end().links}
    assert told == {"ada": {"health"}}


def test_a_key_of_codes_takes_what_a_title_says_from_those_with_other_codes(lexicon: Lexicon) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-20"))
    analyst.begin("leave tracker.xlsx", "HR")
    header = ["Emp#", "Name", "From", "Cd"]
    people = [
        ["E901", "Tia Long", "9/8", "1"],
        ["E902", "Uma Stone", "9/9", "4"],
        ["E903", "Vic Hale", "9/9", "1"],
    ]
    analyst.take_rows("sheet now", [header, *people])
    analyst.take_rows(
        "sheet codes", [["1", "FMLA own serious health cond"], ["4", "military"], ["5", "study"]]
    )
    told = {link.keys[0]: {*map(str, link.kinds)} for link in analyst.end().links}
    assert told == {"tia": {"health"}, "vic": {"health"}}


def test_the_keys_of_records_are_no_codes(lexicon: Lexicon) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-20"))
    analyst.begin("app.db", "behavior app")
    analyst.take_rows("table adult", [["pk", "nm"], ["1", "Tia Long"], ["2", "Uma Stone"]])
    incidents = [["1", "Ada Olson", "threw chair"], ["2", "Ben Roe", "bit another child"]]
    analyst.take_rows("table incident", [["pk", "kid", "txt"], *incidents])
    assert {link.keys[0] for link in analyst.end().links} == {"ada", "ben"}


def test_papers_of_one_sheet_are_papers_in_the_next_one_without_headers(lexicon: Lexicon) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-20"))
    analyst.begin("band trip.xlsx", "Activities")
    analyst.take_rows(
        "sheet passports", [["Name", "passport #"], ["Ada Olson", "572938387"], ["Ben Roe", "A39555466"]]
    )
    analyst.take_rows(
        "sheet helpers", [["Tia Long", "B88190654", "has"], ["Uma Stone", "M345904080662 (EDL)", "has"]]
    )
    analyst.take_rows("sheet vans", [["Vic Hale", "12", "red"], ["Tia Long", "13", "blue"]])
    told = {link.keys[0]: {*map(str, link.kinds)} for link in analyst.end().links}
    assert told == {one: {"government_id"} for one in ("ada", "ben", "tia", "uma")}


def test_a_header_that_comes_again_in_other_words_names_nobody(lexicon: Lexicon) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-20"))
    analyst.begin("cabins.xlsx", "Trips")
    first = [
        ["", "CABIN ELM", "med / diet"],
        ["1", "Ada Olson", "celiac, own food box"],
        ["2", "Ben Roe", ""],
    ]
    analyst.take_rows(
        "sheet 1", [*first, ["", "CABIN OAK", "med / diet"], ["1", "Cam Vang", "Zyrtec at bed"]]
    )
    told = {link.keys and link.keys[0]: {*map(str, link.kinds)} for link in analyst.end().links}
    assert told == {"ada": {"health"}, "cam": {"health"}}


def test_who_is_called_a_teacher_is_not_the_pupil_of_the_same_name(lexicon: Lexicon) -> None:
    text = "EVALUATION\nStudent: Ben Roe\nAda Olson, classroom teacher, referred Ben. ADHD was diagnosed.\n"
    assert read(lexicon, "report.txt", text) == {"ben": {"health"}}
    text = "EVALUATION\nStudent: Ben Roe\nAda Olson, teacher called. She has ADHD.\n"
    assert read(lexicon, "report.txt", text)["ada"] == {"health"}
