"""Documents as people lay them out: numbers beside names, answers in long rows, dots that lead."""

from __future__ import annotations

import pytest

from firstbell.documents.extraction import Budget, DocumentLimits, DocumentSource, Extraction
from firstbell.documents.records.text_records import find_records
from firstbell.documents.registry import read_document
from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.detection.tables.logins.logins import find_scripted
from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.passages.test_topics import PEOPLE

KINDS = dict[str, set[str]]
TEXTS: tuple[tuple[str, str, KINDS], ...] = (
    # dots lead from a label to its answer, and the name has two lines
    ("Kitchen/f.txt",
     "Given name ....... Ada\nFamily name ...... Olson\n\nTotal household income: $20,000 a year\n",
     {"ada": {"economic"}}),
    # a drawn line parts two records, and the number stands above the name
    ("x.txt", "SSN 219-09-3344\nTia Long\n----------\nSSN 219-09-3355\nGil Roe\n----------\nend of batch\n",
     {"tia": {"ssn"}, "gil": {"ssn"}}),
    # a label in the middle of a line
    ("HR/reviews/r.txt", "Teacher: Tia Long      Evaluator: Gil Roe\nA written reprimand was issued.",
     {"tia": {"discipline"}}),
    # who speaks in a chat
    ("c.txt", "[10/6/26, 7:41 AM] Tia Long: Ben Roe was arrested last night\n", {"ben": {"discipline"}}),
    # a bare list of names is about what its name says
    ("Nurse/epi pens.txt", "Room 4\nAda Olson\nBen Roe\nDesk\nCam Vang\nDee Hassan\n",
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}, "dee": {"health"}}),
    # a password that was given out in a sentence
    ("t.txt", "Tia Long: locked out, reset to Maple2031# until tomorrow", {"tia": {"credentials"}}),
    # a letter to a family, in a place of letters to everybody
    ("Communications/l.txt", "Niam txiv ntawm Ada Olson,\nnws raug ncua (suspended) 2 hnub.",
     {"ada": {"discipline"}}),
    # a template, filled in by a program
    ("Deans/t.txt", "Dear «Parent»,\n«Student» is suspended for «Days» days.\nTia Long", {}),
    # a file in the folder of a pupil, in a place of a kind
    ("Special Education/Olson, Ada 200001/p.txt", "Goal 1: two of five.", {"ada": {"special_education"}}),
    ("f.log", "10:02 user aolson searched: how to kill myself", {"ada": {"counselling"}}),
    # a heading tells what the lines below it are about, and an id that leads a line names somebody
    ("x.txt", "Lunch detention, room 9\n\nMon  Ada Olson 200001\nTue  Ben Roe 200002\n",
     {"ada": {"discipline"}, "ben": {"discipline"}}),
    ("x.txt", "200001  asthma, own puffer\n200002  bus 4\n200003  seizures, last one in May\n",
     {"ada": {"health"}, "cam": {"health"}}),
    # what a line says it says of whom it names, also in a further sentence
    ("x.txt", "Ada Olson is at lunch. Crutches until May.\nBen Roe is here.", {"ada": {"health"}}),
    # a word that says little counts only in a place of the same kind
    ("Special Education/x.txt", "Ada Olson: consent for a reeval\nBen Roe: bus 4\n",
     {"ada": {"special_education"}}),
    ("Yearbook/x.txt", "Ada Olson: consent for a photo\nBen Roe: annual picture\n", {}),
    # an office is no circumstance of who holds it, and a letter of praise is none of discipline
    ("x.txt", "Tia Long is the new homeless liaison.\n", {}),
    ("Deans/200001 letter.txt", "Ada Olson helped a new pupil all week. We are so proud of her.\n", {}),
    # boxes that nobody ticked
    ("x.txt", "Student: Ada Olson\nReason: [ ] fighting [x] late to class [ ] vaping\n", {}),
    # whom a chat names with the time speaks
    ("c.txt", "Tia Long 8:02\nBen Roe was arrested last night\nGil Roe 8:03\nok\n", {"ben": {"discipline"}}),
    # what is said of sports is no order
    ("Sports/r.txt", "Athlete: Cam Vang\nNo contact until next week.", {}),
    # passwords in notes and sentences, and in what was stolen
    ("n.txt", "My way into the gradebook while I am out: aolson / Otter#2031 . Lunch is at 11.\n",
     {"ada": {"credentials"}}),
    ("w.txt", "who    aolson\nkey    Otter#2031\n", {"ada": {"credentials"}}),
    ("dump.txt", "aolson@d.example:Otter#2031\nxroe@d.example:Otter#2032\n--\nreset by 9\n",
     {"ada": {"credentials"}}),
    # user names in sentences, and words that only look like some
    ("m.txt", "The sensor rang twice. At 10:12 it was aolson, caught vaping, in-school suspension.",
     {"ada": {"discipline"}}),
    ("m.txt", "No solson, no suspension. The room was empty.", {}),
    # records of fixed width, a line before them and one behind
    ("Payroll/p.dat",
     "HDR2026\nD219093344OLSON    ADA     197112280002507\nD219093355ROE      BEN     199303060003525\n"
     "D219093366VANG     CAM     197102070002807\nD219093377HASSAN   DEE     199608280003100\nTRL4\n",
     {"ada": {"ssn", "dob"}, "ben": {"ssn", "dob"}, "cam": {"ssn", "dob"}, "dee": {"ssn", "dob"}}),
    # a printed report, its columns ruled by dashes
    ("r.prn", "DETAIL\nSSN       NAME           NO  ER 8.75\n--------- ------------ ------- -----\n"
     "219093344 OLSON, ADA    512.40  39.68\n219093355 ROE, BEN      441.00  34.17\n",
     {"ada": {"ssn"}, "ben": {"ssn"}}),
    ("HR/i.txt", "Employee: Tia Long\nDocument title: licence\nDocument number: T861367968525\n",
     {"tia": {"government_id"}}),
    ("HR/postings/p.txt", "Dean: writes suspensions and suicide safety plans. Apply to Tia Long.", {}),
)  # fmt: skip
TABLES: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    ("Vans/SPED riders.csv",
     [["van", "who", "aide"], ["1", "Ada O. 200001", "Y"], ["2", "Ben R. 200002", "N"]],
     {"ada": {"special_education"}, "ben": {"special_education"}}),
    ("Nurse/log.csv", [["DT", "STU", "CMPLNT", "TX"], ["9/1", "Olson, Ada 200001", "wheezing", "albuterol"]],
     {"ada": {"health"}}),
    ("trip.csv", [["ref", "asked", "answer"], ["a", "First name", "Ada"], ["a", "Last name", "Olson"],
                  ["a", "Anything we should know?", "insulin before lunch"], ["b", "First name", "Ben"],
                  ["b", "Last name", "Roe"], ["b", "Anything we should know?", "no"]], {"ada": {"health"}}),
    # codes say it also in a place of lessons
    ("Curriculum/tests.csv", [["Last", "First", "plan"], ["Olson", "Ada", "IEP"], ["Roe", "Ben", "504"]],
     {"ada": {"special_education"}, "ben": {"special_education"}}),
    ("billing.csv",
     [["recipient", "ICD-10", "units"], ["Olson, Ada", "F84.0", "4"], ["Roe, Ben", "G80.9", "9"]],
     {"ada": {"health"}, "ben": {"health"}}),
    # a word in a short cell is about the pupil of the row; what those who work here do about it is not
    ("absent.csv", [["id", "reason"], ["200001", "chemo"], ["200002", "family trip"], ["200003", "skating"],
                    ["200004", "no bus"]], {"ada": {"health"}}),
    ("dates.csv", [["when", "who", "what"], ["1/2", "Tia Long", "threat assessment team training"],
                   ["1/3", "Tia Long", "budget"], ["1/4", "Tia Long", "fire drill"]], {}),
    ("Helpdesk/e.csv", [["Opened by", "Summary", "Notes"], ["Tia Long", "broken lamp", "swapped the bulb"]],
     {}),
    ("Clinic/vision hearing.csv", [["name", "hearing", "ref"], ["Ada Olson", "FAIL R", "sent"],
                                   ["Ben Roe", "pass", ""]], {"ada": {"health"}, "ben": {"health"}}),
    ("chat.csv", [["from", "at", "text"], ["Tia Long", "9:00", "Ada Olson was diagnosed with epilepsy"]],
     {"ada": {"health"}}),
    # two tables on one sheet, each under its heading
    ("week.xlsx", [["In school suspension", ""], ["Name", "Why"], ["Ada Olson", "skipped class"], ["", ""],
                   ["Homebound", ""], ["Name", "Reason"], ["Ben Roe", "mono"]],
     {"ada": {"discipline"}, "ben": {"health"}}),
    ("meals.csv", [["id", "Meal"], ["200001", "F"], ["200002", "P"]], {"ada": {"economic"}}),
    ("reset.csv", [["id", "temporary"], ["200001", "Canvas-48213"], ["200002", "Canvas-11873"]],
     {"ada": {"credentials"}, "ben": {"credentials"}}),
    # an initial beside an id, and two people in one cell
    ("SLP/x.csv", [["name", "no", "goal"], ["A. Olson", "200001", "/r/ initial"],
                   ["Ben Roe + Cam Vang", "", "fluency"]],
     {"ada": {"special_education"}, "ben": {"special_education"}, "cam": {"special_education"}}),
    # the state of a book is no state of health
    ("Library/x.csv", [["copy", "who", "id", "cond"], ["B1", "Ada Olson", "200001", "good"],
                       ["B2", "Ben Roe", "200002", "worn"]], {}),
    # numbers that states and agencies issue need no header
    ("vendor.csv", [["who", "shown", "seen by"], ["Tia Long", "WI J12345678901", "desk"],
                    ["Gil Roe", "A204511873", "desk"]], {"tia": {"government_id"}, "gil": {"government_id"}}),
    # whose account it is where the child stands there by number alone
    ("mileage.csv", [["Parent", "child no.", "routing", "acct"],
                     ["Gil Roe", "200002", "091000019", "55123871"],
                     ["Gil Roe", "200002", "091000019", "55123871"]], {"gil": {"financial"}}),
    # one column of short remarks
    ("fall.csv", [["player", "fee"], ["Ada Olson", "waived (f/r)"], ["Ben Roe", "pd"], ["Cam Vang", "pd"]],
     {"ada": {"economic"}}),
    ("programs.csv", [["id", "type"], ["200001", "FRL"], ["200002", "chess"]], {"ada": {"economic"}}),
    # people in the cells, and what is said of them at the head of the row
    ("plans.xlsx", [["Care plans by building", "", ""], ["", "East", "West"],
                    ["Seizures", "Ada Olson (200001)", "Ben Roe (200002); Cam Vang (200003)"]],
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    ("seats.xlsx", [["", "Front", "Back"], ["Window", "Ada Olson (200001)", "Ben Roe (200002)"],
                    ["Door", "Cam Vang (200003)", ""]], {}),
    # headings part a table, each with its own kind
    ("withheld.xlsx", [["", "each pay", "to"], ["WAGE LEVY", "", ""], ["Tia Long (E901)", "75", "Midland"],
                       ["FMLA", "", ""], ["Gil Roe", "0", "x"]],
     {"tia": {"financial"}, "gil": {"health"}}),
    # a card is that of who pays
    ("trip.csv", [["paid by", "CC", "exp", "child", "stu id"],
                  ["Gil Roe", "4111111111111111", "08/28", "Ben Roe", "200002"]], {"gil": {"financial"}}),
    ("pads.csv", [["tag", "kid", "id", "unlock"], ["P1", "Ada Olson", "200001", "8812"],
                  ["P2", "Ben Roe", "200002", "4410"]],
     {"ada": {"credentials"}, "ben": {"credentials"}}),
    ("tickets.csv", [["no", "student id", "notes"], ["1", "200001", "reset, told her it is Otter#2031 now"],
                     ["2", "200002", "reset, asset AB-2031 swapped"]], {"ada": {"credentials"}}),
    ("checks.csv", [["no", "a1c", "bmi"], ["200001", "6.9", "33.1"], ["200002", "5.1", "22.4"]],
     {"ada": {"health"}, "ben": {"health"}}),
    # a class is no office, and an office is nothing that is said of who holds it
    ("seats.csv", [["Health, 4th hour", ""], ["Ada Olson", "Ben Roe"], ["Cam Vang", "Dee Hassan"]], {}),
    ("Website/staff directory.csv", [["Tia Long", "Special education teacher", "x12"],
                                     ["Gil Roe", "Counselor", "x13"]], {}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(PEOPLE)


def find(analyst: Analyst) -> KINDS:
    found: KINDS = {}
    for link in analyst.end().links:
        for key in link.keys:
            found.setdefault(key, set()).update(map(str, link.kinds))
    return {key: kinds for key, kinds in found.items() if kinds}


@pytest.mark.parametrize(("path", "text", "expected"), TEXTS, ids=[case[0] for case in TEXTS])
def test_a_text_as_people_lay_it_out(lexicon: Lexicon, path: str, text: str, expected: KINDS) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    folder, _, name = path.rpartition("/")
    analyst.begin(name, folder)
    data = text.encode()
    draft = Extraction(analyst, Budget(DocumentLimits(), len(data)), read_document)
    read_document(DocumentSource(name, data), draft)
    assert find(analyst) == expected


@pytest.mark.parametrize(("path", "rows", "expected"), TABLES, ids=[case[0] for case in TABLES])
def test_a_table_as_people_lay_it_out(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    folder, _, name = path.rpartition("/")
    analyst.begin(name, folder)
    analyst.take_rows("", rows)
    assert find(analyst) == expected


def test_a_key_on_another_sheet_says_what_the_codes_of_a_column_mean(lexicon: Lexicon) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    analyst.begin("export.xlsx")
    rows = [["200001", "K4", "9/1"], ["200002", "K1", "9/1"], ["200003", "K4", "9/2"]]
    analyst.take_rows("sheet pupils", [["id", "mark", "since"], *rows])
    analyst.take_rows("sheet marks", [["K1", "rides bus 12"], ["K4", "seizures, plan in office"]])
    assert find(analyst) == {"ada": {"health"}, "cam": {"health"}}


def test_a_key_whose_words_are_of_things_says_nothing_of_anybody(lexicon: Lexicon) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    analyst.begin("export.xlsx")
    analyst.take_rows("sheet pupils", [["id", "mark"], ["200001", "K4"], ["200002", "K1"]])
    analyst.take_rows("sheet marks", [["K1", "rides bus 12"], ["K4", "no allergy known"]])
    assert find(analyst) == {}


def test_a_statement_without_columns_takes_those_of_a_table_made_on_one_line() -> None:
    made = "CREATE TABLE m (no int, med varchar(60), cost decimal(5, 2), PRIMARY KEY (no));\n"
    (table,) = find_records(made + "INSERT INTO m VALUES (200001, 'Keppra', 5);\n")
    assert table.rows == [["no", "med", "cost"], ["200001", "Keppra", "5"]]


def test_attributes_of_like_elements_are_rows(lexicon: Lexicon) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    analyst.begin("meal applications.xml", "Food")
    data = b"<Apps><App id='200001' status='Free'/><App id='200002' status='Paid'/></Apps>"
    draft = Extraction(analyst, Budget(DocumentLimits(), len(data)), read_document)
    read_document(DocumentSource("Food/meal applications.xml", data), draft)
    assert "ada" in find(analyst)


def test_groups_of_one_element_are_one_row(lexicon: Lexicon) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    analyst.begin("plans.xml", "Services")
    name = "<who><ln>{}</ln><fn>{}</fn></who>"
    ada, ben = name.format("Olson", "Ada"), name.format("Roe", "Ben")
    plan = "<p><type>{}</type><on>9/1</on></p>"
    rows = f"<r>{ada}{plan.format('IEP')}</r><r>{ben}{plan.format('504')}</r>"
    data = f"<x>{rows}</x>".encode()
    draft = Extraction(analyst, Budget(DocumentLimits(), len(data)), read_document)
    read_document(DocumentSource("plans.xml", data), draft)
    assert find(analyst) == {"ada": {"special_education"}, "ben": {"special_education"}}


def test_a_directory_of_accounts_is_a_table() -> None:
    secret = "e1NTSEF9cTJ4"
    text = (
        f"dn: uid=aolson,ou=x\nuid: aolson\ncn: Ada\n  Olson\nuserPassword:: {secret}\n\ndn: uid=b\nuid: b\n"
    )
    (table,) = find_records(text)
    assert table.rows == [
        ["uid", "Name", "Password"],
        ["aolson", "Ada Olson", "{SSHA}q2x"],
        ["b", "", ""],
    ]


def test_a_claim_that_was_cut_out_of_its_interchange_is_read() -> None:
    text = "ST*837*0001~NM1*IL*1*OLSON*ADA****MI*200001~DMG*D8*20120304*F~CLM*7*80~HI*ABK:F840~SE*6*0001~"
    (table,) = find_records(text)
    row = dict(zip(*table.rows, strict=True))
    assert (row["Last name"], row["Date of birth"], row["Diagnosis code"]) == ("OLSON", "20120304", "F840")


def test_words_of_every_office_say_nothing_in_the_folder_of_special_education(lexicon: Lexicon) -> None:
    text = (
        "Ada Olson (200001), 2023-01-16: The librarian asked for new reading assessments before Friday.\n\n"
        "Ben Roe (200002), 2022-10-20: The office sent the minutes of the meeting.\n"
    )
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    analyst.begin("agenda.txt", "Special Education/Correspondence")
    draft = Extraction(analyst, Budget(DocumentLimits(), len(text)), read_document)
    read_document(DocumentSource("agenda.txt", text.encode()), draft)
    assert find(analyst) == {}


def test_words_of_every_office_say_nothing_in_running_text_of_the_kitchen(lexicon: Lexicon) -> None:
    told = "The school nurse has approved permission slips. The team finished the applications on time. "
    text = f"Ada Olson (200001), 2023-01-16: {told * 3}\n\nBen Roe (200002): application approved.\n"
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    analyst.begin("survey.txt", "Food Service/Records")
    draft = Extraction(analyst, Budget(DocumentLimits(), len(text)), read_document)
    read_document(DocumentSource("survey.txt", text.encode()), draft)
    assert find(analyst) == {"ben": {"economic"}}


def test_a_log_that_keeps_what_was_posted_to_sign_in_tells_of_passwords(lexicon: Lexicon) -> None:
    text = "10:04 INFO POST /login from 10.0.0.7 username=aolson&password=Otter20%21\n10:05 DEBUG ok\n"
    (login,) = find_scripted(lexicon, text)
    assert (lexicon.people[login.person].key, login.line) == ("ada", 1)


def test_a_figure_of_speech_tells_of_no_illness(lexicon: Lexicon) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    analyst.begin("thread.txt", "Clubs")
    analyst.take_text("", "Ada Olson: I am dying of laughter\n\nBen Roe: dying to hear it\n")
    assert find(analyst) == {}
