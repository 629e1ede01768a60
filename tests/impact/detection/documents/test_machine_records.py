"""Records that machines write and read: messages of health, records without gaps, logs of doors."""

from __future__ import annotations

import pytest

from firstbell.documents.extraction import Budget, DocumentLimits, DocumentSource, Extraction
from firstbell.documents.records.text_records import find_records
from firstbell.documents.registry import read_document
from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.passages.test_topics import PEOPLE

KINDS = dict[str, set[str]]
# Ada's vaccine and allergy, Ben's laboratory result and his mother, and an answer that is about nobody
MESSAGES = (
    "FHS|^~\\&|SIS\rMSH|^~\\&|SIS|S1|REG|ST|20261001||VXU^V04|1|P|2.5.1\r"
    "PID|1||200001^^^D^SR~219093344^^^SSA^SS||Olson^Ada^K||20150302|F|||12 Elm St^^Hill^MN^55000\r"
    "RXA|0|1|20260910||03^MMR^CVX|0.5|mL\rAL1|1|FA|^cashew\r"
    "MSH|^~\\&|LAB|S1|SIS|ST|20261002||ORU^R01|2|P|2.5.1\rPID|1||200002||Roe^Ben||20160430|M\r"
    "NK1|1|Roe^Gil|FTH||555-010-2244\rOBX|1|NM|4548-4^A1c^LN||6.9|%\r"
    "MSH|^~\\&|REG|ST|SIS|S1|20261002||ACK|3|P|2.5.1\rMSA|AA|2\r"
)
FILES: tuple[tuple[str, str, KINDS], ...] = (
    ("Nurse/out.hl7", MESSAGES.replace("\r", "\n"),
     {"ada": {"contact", "ssn", "dob", "health"}, "ben": {"dob", "health"}, "gil": {"contact"}}),
    # no header, no layout and no gap; the line before the records says what they are
    ("State/cc.txt",
     "HCHILDCOUNT20261201\nD20000120150302F0704\nD20000220160430M0412\nD20000320141119M0801\n"
     "D20000420130705F0912\nT000004\n",
     {key: {"dob", "special_education"} for key in ("ada", "ben", "cam", "dee")}),
    # numbers of a thing, told by the word before each, and by those that nobody can have
    ("Shop/pumps.txt", "\n".join(f"{n} Tia Long pump {310 + n}-45-221{n}" for n in range(8)), {}),
    ("Shop/a.txt", "\n".join(f"Tia Long saw {area}-45-2211 at dock {area}" for area in
     (312, 915, 401, 977, 266, 534, 918, 120, 961, 333, 944, 287, 903)), {}),
    ("HR/b.txt", "\n".join(f"Tia Long id {310 + n}-45-221{n}" for n in range(4)), {"tia": {"ssn"}}),
)  # fmt: skip
TABLES: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    # badges are cards too
    ("doors.csv",
     [["at", "gate", "card", "who"], ["06:01", "N", "212-45-8811", "Tia Long"],
      ["06:04", "N", "313-45-8811", "Gil Roe"]], {}),
    ("gym.csv", [["who", "card"], ["Gil Roe", "4111 1111 1111 1111"], ["Tia Long", "5500 0000 0000 0004"]],
     {"gil": {"financial"}, "tia": {"financial"}}),
    # a complaint is called CC, and is no credit card
    ("visits.csv", [["no", "cc"], ["200001", "asthma, 2 puffs given"], ["200002", "nosebleed after gym"]],
     {"ada": {"health"}, "ben": {"health"}}),
    # more of these are never issued than chance leaves of real ones
    ("valves.csv", [["who", "mark"], *(["Tia Long", f"{area}-45-2211"] for area in
     (312, 915, 401, 977, 266, 534, 918, 120, 333, 287, 455, 519))], {}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(PEOPLE)


def tell(analyst: Analyst) -> KINDS:
    found: KINDS = {}
    for link in analyst.end().links:
        for key in link.keys or (link.outsider.name if link.outsider else "",):
            found.setdefault(key, set()).update(map(str, link.kinds))
    return found


def read(lexicon: Lexicon, path: str, data: bytes) -> KINDS:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    folder, _, name = path.rpartition("/")
    analyst.begin(name, folder)
    draft = Extraction(analyst, Budget(DocumentLimits(), len(data)), read_document)
    read_document(DocumentSource(name, data), draft)
    return tell(analyst)


def read_rows(lexicon: Lexicon, path: str, rows: list[list[str]]) -> KINDS:
    """What a table comes to."""
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    folder, _, name = path.rpartition("/")
    analyst.begin(name, folder)
    analyst.take_rows("", rows)
    return tell(analyst)


def without_contact(found: KINDS) -> KINDS:
    """What is told of whom beside how they are reached, of those of whom anything is."""
    plain = {who: {str(kind) for kind in kinds} - {"contact"} for who, kinds in found.items()}
    return {who: kinds for who, kinds in plain.items() if kinds}


@pytest.mark.parametrize(("path", "text", "expected"), FILES, ids=[case[0] for case in FILES])
def test_a_file_of_records_tells_of_whom_its_fields_name(
    lexicon: Lexicon, path: str, text: str, expected: KINDS
) -> None:
    assert read(lexicon, path, text.encode()) == expected


@pytest.mark.parametrize(("path", "rows", "expected"), TABLES, ids=[case[0] for case in TABLES])
def test_a_column_holds_what_its_cells_can_be(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    analyst.begin(path)
    analyst.take_rows("", rows)
    assert tell(analyst) == expected


def test_a_message_of_health_has_a_row_for_each_patient() -> None:
    (table,) = find_records(MESSAGES)
    records = [dict(zip(table.rows[0], row, strict=True)) for row in table.rows[1:]]
    assert [(one["Person ID"], one["SSN"], one["Middle name"]) for one in records] == [
        ("200001", "219093344", "K"),
        ("200002", "", ""),
    ]
    assert (records[0]["Vaccine"], records[0]["Allergies"]) == ("MMR", "cashew")
    assert (records[1]["Health notes"], records[1]["Guardian name"]) == ("A1c: 6.9", "Gil Roe")


@pytest.mark.parametrize(
    "text",
    [
        "MSH|^~\\&|A|B\rMSA|AA|1\r",
        "MSH is short for nothing",
        "",
        "D20261201\n" * 9,
        "0123456789ABCDEF01\n" * 9,
    ],
)
def test_other_lines_are_no_records(text: str) -> None:
    assert find_records(text) == []


def test_people_whom_nobody_here_knows_are_told_by_their_cells(lexicon: Lexicon) -> None:
    rows = [
        ["SUBJECT", "NUMBER", "BORN", "RESULT"],
        ["Roe, Ada", "219-09-3344", "03/02/1983", "pending"],
        ["Vang, Ben", "219-09-3355", "04/12/1964", "pending"],
        ["Olson, Tia", "219-09-3366", "05/19/1987", "done"],
    ]
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    analyst.begin("checks.json")
    analyst.take_rows("", rows)
    assert tell(analyst) == {name: {"ssn", "dob"} for name in ("Ada Roe", "Ben Vang", "Tia Olson")}


def test_who_is_paid_under_a_name_of_trade_is_told_by_the_name(lexicon: Lexicon) -> None:
    rows = [
        ["PAYEE", "MAIL TO", "KIND", "TIN"],
        ["ADA VANG SPEECH THERAPY LLC", "12 Elm St", "S", "219-09-3344"],
        ["BEN OLSON DBA OLSON PIANO", "14 Elm St", "S", "219-09-3355"],
        ["NORTHERN PAPER CO", "16 Elm St", "E", "41-0934455"],
    ]
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    analyst.begin("1099.csv")
    analyst.take_rows("", rows)
    told = {name: kinds & {"ssn"} for name, kinds in tell(analyst).items() if "ssn" in kinds}
    assert told == {"ADA VANG": {"ssn"}, "BEN OLSON": {"ssn"}}


LAID_OUT: tuple[tuple[str, str, KINDS], ...] = (
    # what a form on a website sent, in a page
    ("Web/inbox.html",
     "<pre>form: refund\nyour_name = Gil Roe\nbank_routing = 091000019\nbank_acct = 8357235169</pre><hr>"
     "<pre>form: refund\nyour_name = Tia Long\nbank_routing = 091000019\nbank_acct = 7337292708</pre>",
     {"gil": {"financial"}, "tia": {"financial"}}),
    ("Web/one.txt", "from_name = x\nstudent: Ada Olson\nbank_account = 8357235169\n", {"ada": {"financial"}}),
    # a table with strokes
    ("Nurse/x.md", "# TB tests\n\n| who | read |\n|---|---|\n| Tia Long | 12 mm |\n| Uma Stone | 0 mm |\n",
     {"tia": {"health"}, "uma": {"health"}}),
    ("q.txt", " id     | last  | diagnosis\n--------+-------+-----------\n 200001 | Olson | asthma\n"
     " 200002 | Roe   | lupus\n(2 rows)\n", {"ada": {"health"}, "ben": {"health"}}),
    # a number before the name of somebody else is of whom the card is
    ("guests.vcf", "BEGIN:VCARD\nFN:Ada Olson\nNOTE:passport L91400627\\, stays with Gil Roe\nEND:VCARD\n",
     {"ada": {"government_id"}}),
    ("d.txt", "STATE DRIVER RECORD\nNAME...... Tia Long\nLIC NO.... F191372736083\n",
     {"tia": {"government_id"}}),
    # lines alike: the third says it in words that nobody knows
    ("Nurse/ems.log", "[9/25 10:57] N #200001 Olson, Ada :: a seizure\n[9/26 13:35] N #200002 Roe, Ben :: "
     "anaphylaxis, epipen\n[9/28 11:02] N #200003 Vang, Cam :: zonked and floppy\n",
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    # nobody is real in it, whatever its labels say
    ("Office/samples/plan.txt", "PRACTICE COPY, NOT A REAL STUDENT\nStudent: Tia Lake\nDOB: 01/02/2014\n"
     "Diagnosis: asthma\n", {}),
    # who looked a protocol over has none of what it tells, and whom a voucher is for is told by it
    ("Nurse/protocols/p.txt", "Seizures: time it, call 911.\nReviewed by Tia Long, nurse\n", {}),
    ("Board/v.txt", "Pay to Gil Roe\n$ 90.00 to share draft 7222583874 at Hill\n", {"gil": {"financial"}}),
    ("Kitchen/lunch debt.txt", "club 600\n  200001 Ada Olson  41.10 mill shut\n  200002 Ben Roe  18.75\n"
     "  200003 Cam Vang  7.00 new\n", {"ada": {"economic"}, "ben": {"economic"}, "cam": {"economic"}}),
    ("mixed.txt", "- Ada Olson: seizure at lunch\n- Ben Roe: bus 4\n- Cam Vang: plays the horn\n",
     {"ada": {"health"}}),
)  # fmt: skip
CELLS: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    # most notes of a column give a password away, which one of them alone would not say
    ("desk.csv", [["who", "last comment"], ["aolson@d.example", "set it to Maple.4471 for now"],
                  ["tlong@d.example", "use needsCoffee9 ok?"], ["ustone@d.example", "pw is Otter-88"]],
     {"ada": {"credentials"}, "tia": {"credentials"}, "uma": {"credentials"}}),
    ("desk.csv", [["who", "last comment"], ["aolson@d.example", "use room B20431"],
                  ["tlong@d.example", "lamp swapped"], ["ustone@d.example", "no answer"]], {}),
    # what people are paid for is their work
    ("extra pay.csv", [["EE", "who", "why", "hrs", "gross"], ["E901", "Long, Tia", "detention", "4", "88.20"],
                       ["E902", "Stone, Uma", "detention", "9", "170.10"]],
     {"tia": {"financial"}, "uma": {"financial"}}),
    # what is measured so is measured of a body
    ("share.csv", [["9/30 12:15", "aolson", "175", "mg/dL"], ["9/30 12:30", "aolson", "8", "mg/dL"]],
     {"ada": {"health"}}),
    # the numbers of rows are no codes of meals
    ("Kitchen/wall.csv", [["", "name", "table"], ["1", "Ada Olson", "red"], ["2", "Ben Roe", "blue"],
                          ["3", "Cam Vang", "red"]], {}),
    # names with their numbers below a header of numbers
    ("plans.csv", [["Rider / id", "plan"], ["Ada Olson 200001", "asthma"], ["Ben Roe 200002", "seizures"]],
     {"ada": {"health"}, "ben": {"health"}}),
    # a cell that names another than its row
    ("diets.csv", [["name", "no!", "name / no!"], ["Ada Olson", "celiac", "Ben Roe: milk allergy"],
                   ["Cam Vang", "nut allergy", "Dee Hassan: egg allergy"]],
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}, "dee": {"health"}}),
    # a family name alone beside whole names is of another
    ("rooms.csv", [["Room", "Proctor", "Stud", "no", "Plan"], ["4", "Long", "Olson, Ada", "200001", "IEP"],
                   ["5", "Stone", "Roe, Ben", "200002", "504"]],
     {"ada": {"special_education"}, "ben": {"special_education"}}),
)  # fmt: skip


@pytest.mark.parametrize(("path", "text", "expected"), LAID_OUT, ids=[case[0] for case in LAID_OUT])
def test_a_text_tells_by_how_it_is_laid_out(lexicon: Lexicon, path: str, text: str, expected: KINDS) -> None:
    assert read(lexicon, path, text.encode()) == expected


@pytest.mark.parametrize(("path", "rows", "expected"), CELLS, ids=[str(at) for at in range(len(CELLS))])
def test_cells_tell_of_whom_they_are(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    assert read_rows(lexicon, path, rows) == expected


def test_a_sheet_that_bears_a_name_is_about_whom_it_names(lexicon: Lexicon) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    analyst.begin("sheets.xlsx")
    rows = [["date", "task", "min"], ["10/5", "g-tube flush", "25"], ["10/6", "insulin pump", "20"]]
    analyst.take_rows("sheet Olson, Ada", rows)
    analyst.take_rows("sheet all", rows)
    assert tell(analyst) == {"ada": {"health"}}
