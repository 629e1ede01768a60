"""Records whose layout another file tells: each way of telling it, what the records say of whom, and what
does not fit.
"""

from __future__ import annotations

import csv
import io

import pytest

from firstbell.documents.record_layouts import (
    MOST_CHARS,
    LayoutField,
    LayoutSort,
    RecordLayout,
    is_bounded,
)
from firstbell.documents.registry import READERS
from firstbell.impact.detection.evidence.results import OpenKeeper
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.scan.judge import DocumentJudge
from firstbell.impact.scan.parsed_document import ReadJob
from firstbell.impact.scan.parser import DocumentParser
from firstbell.impact.scan.read_result import DocumentReading
from tests.impact.detection.passages.test_topics import PEOPLE

KINDS = dict[str, set[str]]
# number, family, given, born, disability, meals
PUPILS = (
    ("200001", "OLSON", "ADA", "20150302", "08", "2"),
    ("200002", "ROE", "BEN", "20160430", "00", "1"),
    ("200003", "VANG", "CAM", "20141119", "05", "0"),
    ("200004", "HASSAN", "DEE", "20130705", "00", "0"),
)
WIDTHS = (8, 15, 12, 8, 2, 1)
FIXED = "".join(
    "0417" + "".join(cell.ljust(width) for cell, width in zip(pupil, WIDTHS, strict=True)) + "\r\n"
    for pupil in PUPILS
)
DELIMITED = "".join("0417|" + "|".join(pupil) + "|\n" for pupil in PUPILS)
SAID: KINDS = {
    "ada": {"dob", "special_education", "economic"},
    "ben": {"dob", "economic"},
    "cam": {"dob", "special_education"},
    "dee": {"dob"},
}
DISABILITY = "00 none 05 emotional behavioral disorder 08 autism"
MEALS = "0 paid, 1 reduced price lunch, 2 free lunch"
PLACES: tuple[tuple[str, str], ...] = (
    # what clerks type: places first, or behind dots, or one below the other
    ("layout.txt", "RECORD LAYOUT FALL\n"
     "pos 1-4    district\npos 5-12   student number\npos 13-27  last name\npos 28-39  first\n"
     f"pos 40-47  birth date ccyymmdd\npos 48-49  primary disability  {DISABILITY}\n"
     f"pos 50     lunch  {MEALS}\n"),
    ("README", "Columns of the file:\n\nDistrict ............ 1-4\nStudent number ...... 5-12\n"
     "Last name ........... 13-27\nFirst name .......... 28-39\nBirth date .......... 40 to 47\n"
     "Primary disability .. 48-49\n    00 = none\n    05 = emotional behavioral disorder\n    08 = autism\n"
     "Lunch ............... 50-50\n    0 = paid\n    1 = reduced\n    2 = free\n"),
    ("spec.txt", "File specification. Start, length, name\n  1  4 District\n"
     "  5  8 Student number\n 13 15 Last name\n"
     f" 28 12 First name\n 40  8 Birth date\n"
     f" 48  2 Primary disability ({DISABILITY})\n 50  1 Lunch ({MEALS})\n"),
    ("layout.csv", "Field,Start,End,Description,Values\nDIST,1,4,District,\nSTUNO,5,12,Student number,\n"
     "LNAME,13,27,Last name,\nFNAME,28,39,First name,\nBDATE,40,47,Birth date,CCYYMMDD\n"
     f"DISAB,48,49,Primary disability,{DISABILITY}\nLUNCH,50,50,Lunch status,\"{MEALS}\"\n"),
    ("lengths.csv", "Item,Data element,Length\n1,District,4\n"
     "2,Student number,8\n3,Last name,15\n4,First name,12\n"
     "5,Birth date,8\n6,Special education primary disability,2\n7,Lunch eligibility,1\n"),
    ("fall.ctl", "LOAD DATA INFILE 'fall.dat' INTO TABLE pupils (\n district POSITION(1:4) CHAR,\n"
     " student_number POSITION(5:12) CHAR,\n"
     " last_name POSITION(13:27) CHAR,\n first_name POSITION(28:39) CHAR,\n"
     " birth_date POSITION(40:47) DATE 'YYYYMMDD',\n special_education_disability POSITION(48:49) CHAR,\n"
     " lunch_eligibility POSITION(50:50) CHAR)\n"),
    ("read.sas", "data fall; infile 'fall.dat';\ninput @1 district $4. "
     "@5 student_number $8. @13 last_name $15.\n"
     " @28 first_name $12. @40 birth_date yymmdd8. "
     "@48 special_education_disability $2. @50 lunch_eligibility $1.;\n"),
    ("read.sps", "DATA LIST FILE='fall.dat' FIXED RECORDS=1\n /1 district 1-4 (A) student_number 5-12 (A)\n"
     " last_name 13-27 (A) first_name 28-39 (A) birth_date 40-47 (A)\n "
     "special_education_disability 48-49 (A) lunch_eligibility 50 (A).\n"),
    ("fall.fmt", "9.0\n7\n1 SQLCHAR 0 4 \"\" 1 district \"\"\n2 SQLCHAR 0 8 \"\" 2 student_number \"\"\n"
     "3 SQLCHAR 0 15 \"\" 3 last_name \"\"\n4 SQLCHAR 0 12 \"\" 4 first_name \"\"\n"
     "5 SQLCHAR 0 8 \"\" 5 birth_date \"\"\n6 SQLCHAR 0 2 \"\" 6 special_education_disability \"\"\n"
     "7 SQLCHAR 0 1 \"\\r\\n\" 7 lunch_eligibility \"\"\n"),
)  # fmt: skip
NAMES = ("district", "student_number", "last_name", "first_name", "birth_date", "primary_disability", "lunch")
COLUMNS: tuple[tuple[str, str], ...] = (
    ("layout.txt", "Layout of the feed\n1. District\n"
     "2. Student number\n3. Last name\n4. First name\n5. Birth date\n"
     f"6. Primary disability ({DISABILITY})\n7. Lunch ({MEALS})\n"),
    ("dictionary.csv", "Column,Data element,Codes\nA,District,\nB,Student number,\n"
     "C,Last name,\nD,First name,\n"
     f"E,Birth date,\nF,Primary disability,{DISABILITY}\nG,Lunch,\"{MEALS}\"\n"),
    ("fall_header.csv", "|".join((*NAMES[:5], "special_education_disability", "lunch_eligibility")) + "\n"),
    ("make.sql", "CREATE TABLE pupils (\n" + "".join(f"  {name} varchar(40),\n" for name in
     (*NAMES[:5], "special_education_disability", "lunch_eligibility")) + " PRIMARY KEY (student_number))\n"),
)  # fmt: skip
PARSER = DocumentParser(READERS)


@pytest.fixture(scope="module")
def judge() -> DocumentJudge:
    return DocumentJudge(Lexicon(PEOPLE), OpenKeeper("2026-10-01"))


def read(judge: DocumentJudge, name: str, text: str, layouts: list[RecordLayout]) -> DocumentReading:
    data = text.encode()
    job = ReadJob("", name, len(data), layouts=layouts)
    parsed = PARSER.parse(job, data, lambda: None)
    assert parsed is not None
    return judge.judge(job, parsed)


def tell(reading: DocumentReading) -> KINDS:
    found: KINDS = {}
    for link in reading.findings.links if reading.findings else ():
        for key in link.keys:
            found.setdefault(key, set()).update(link.kinds - {"contact"})
    return {key: kinds for key, kinds in found.items() if kinds}


def read_told(judge: DocumentJudge, name: str, text: str) -> list[RecordLayout]:
    return read(judge, name, text, []).layouts


@pytest.mark.parametrize(("name", "text"), PLACES, ids=[name for name, _ in PLACES])
def test_a_file_beside_the_records_says_where_their_fields_stand(
    name: str, text: str, judge: DocumentJudge
) -> None:
    (layout,) = read_told(judge, name, text)
    assert layout.sort == LayoutSort.PLACES
    assert [one.start for one in layout.fields] == [0, 4, 12, 27, 39, 47, 49]
    found = tell(read(judge, "fall.dat", FIXED, [layout]))
    assert found.keys() == SAID.keys()
    # without a key of its own a code says nothing
    expected = {key: kinds if layout.fields[5].codes else {"dob"} for key, kinds in SAID.items()}
    assert all(kinds <= found[key] <= SAID[key] for key, kinds in expected.items()), found


@pytest.mark.parametrize(("name", "text"), COLUMNS, ids=[name for name, _ in COLUMNS])
def test_a_file_beside_a_table_without_headers_says_what_its_columns_are(
    name: str, text: str, judge: DocumentJudge
) -> None:
    (layout,) = read_told(judge, name, text)
    assert layout.sort == LayoutSort.COLUMNS
    assert len(layout.fields) == len(NAMES)
    found = tell(read(judge, "fall.unl", DELIMITED, [layout]))
    assert found.keys() == SAID.keys()
    if layout.fields[5].codes:
        assert found == SAID


def test_what_is_found_so_names_the_file_that_told_it(judge: DocumentJudge) -> None:
    (layout,) = read_told(judge, *PLACES[0])
    told = RecordLayout(layout.sort, layout.fields, "layout.txt")
    findings = read(judge, "fall.dat", FIXED, [told]).findings
    assert findings is not None
    places = {place for link in findings.links for place in link.places}
    assert "laid out by layout.txt > records, row 2" in places


@pytest.mark.parametrize("number", range(len(PLACES)))
def test_records_that_do_not_fit_a_layout_say_what_they_say_without_it(
    number: int, judge: DocumentJudge
) -> None:
    (layout,) = read_told(judge, *PLACES[number])
    moved = [LayoutField(one.name, one.start + 3, one.stop + 3, one.codes) for one in layout.fields]
    letter = "Ada Olson was suspended for fighting.\n\nBen Roe has asthma and uses an inhaler.\n" * 3
    for text in (FIXED, letter, "1,Ada\n2,Ben\n3,Cam\n"):
        plain = read(judge, "fall.dat", text, [])
        assert tell(read(judge, "fall.dat", text, [RecordLayout(layout.sort, moved)])) == tell(plain)
    assert tell(read(judge, "letter.txt", letter, [layout])) == {"ada": {"discipline"}, "ben": {"health"}}


def test_a_table_with_headers_needs_no_others(judge: DocumentJudge) -> None:
    (layout,) = read_told(judge, *COLUMNS[0])
    out = io.StringIO()
    csv.writer(out).writerows([["district", "student number", "last name", "room", "seat", "x", "y"],
                               *(["0417", *pupil] for pupil in PUPILS)])  # fmt: skip
    plain = tell(read(judge, "seats.csv", out.getvalue(), []))
    assert tell(read(judge, "seats.csv", out.getvalue(), [layout])) == plain


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("agenda.txt", "Agenda\n1. Call to order\n2. Records of last meeting\n3. Budget\n4. Adjourn\n"),
        ("record.txt", "Record of checks\n1. OLSON-PIKE\n2. ROE\n3. VANG\n4. HASSAN\n5. LONG\n"),
        ("rooms.csv", "Room,Field trip,Length\nA1,zoo,2\nA2,park,3\nA3,museum,2\n"),
        ("minutes.txt", "The team met 1-4 pm. Positions 3-5 are open. Record high of 90-95.\n"),
        ("scores.txt", "Field day record\nLong jump 1-4\nHigh jump 3-2\nRelay 9-7\n"),
        ("people.csv", "No,Name\n1,Ada Olson\n2,Ben Roe\n3,Cam Vang\n4,Dee Hassan\n"),
        ("one.csv", "Ada Olson,200001,2015-03-02\n"),
        ("names.csv", "Ada Olson,Ben Roe,Cam Vang\n"),
    ],
)
def test_what_tells_no_layout_is_none(name: str, text: str, judge: DocumentJudge) -> None:
    assert read_told(judge, name, text) == []


CODES = "1,asthma\n2,seizure disorder\n3,peanut allergy\n9,none\n"
CODED = (
    "stuno,name,alert_cd,grade\n200001,Ada Olson,1,3\n200002,Ben Roe,9,2\n200003,Cam Vang,3,1\n"
    "200004,Dee Hassan,2,2\n"
)


@pytest.mark.parametrize(
    ("name", "header"), [("alert codes.csv", "code,description\n"), ("lookup.csv", "ALERT_CD,MEANING\n")]
)
def test_a_table_of_codes_explains_the_column_that_is_called_as_it_is(
    name: str, header: str, judge: DocumentJudge
) -> None:
    (told,) = read_told(judge, name, header + CODES)
    layout = RecordLayout(told.sort, told.fields, name)
    assert tell(read(judge, "pupils.csv", CODED, [])) == {}
    found = tell(read(judge, "pupils.csv", CODED, [layout]))
    assert found == {"ada": {"health"}, "cam": {"health"}, "dee": {"health"}}
    # the same codes in a column of another name are something else
    other = CODED.replace("alert_cd", "lunch_line")
    assert tell(read(judge, "pupils.csv", other, [layout])) == {}


def test_codes_that_say_nothing_of_anybody_explain_nothing(judge: DocumentJudge) -> None:
    budget = "code,description\n01,general fund\n02,utilities\n03,supplies\n"
    assert read_told(judge, "budget codes.csv", budget) == []
    # what is said of people is no table of codes
    pupils = "stuno,note\n200001,asthma\n200002,seizure disorder\n200003,peanut allergy\n"
    assert read_told(judge, "pupils.csv", pupils) == []


def test_a_layout_stays_small_whatever_tells_it(judge: DocumentJudge) -> None:
    field = LayoutField("name", 0, 4, {f"{n}": "x" * 80 for n in range(80)})
    many = [LayoutField("n" * 60, n, n + 1, field.codes) for n in range(400)]
    assert is_bounded([RecordLayout(LayoutSort.PLACES, [field])])
    for hostile in (
        [RecordLayout(LayoutSort.PLACES, many)],
        [RecordLayout(LayoutSort.PLACES, [field])] * 5,
        [RecordLayout(LayoutSort.PLACES, [LayoutField("a", 4, 4)])],
        [RecordLayout(LayoutSort.PLACES, [LayoutField("a", -4, 4)])],
        [RecordLayout(LayoutSort.PLACES, [LayoutField("b", 4, 8), LayoutField("a", 0, 4)])],
        [RecordLayout(LayoutSort.PLACES, [LayoutField("a", 0, 10**9)])],
        [RecordLayout(LayoutSort.PLACES, [LayoutField("a" * 61, 0, 1)])],
        [RecordLayout(LayoutSort.PLACES, [])],
    ):
        assert not is_bounded(hostile)
    long = "LAYOUT\n" + "".join(
        f"pos {3 * n + 1}-{3 * n + 3} {'field of many words ' * 3}  1=one 2=two 3=three\n"
        for n in range(4000)
    )
    told = read_told(judge, "long.txt", long)
    assert is_bounded(told)
    assert sum(len(one.name) for layout in told for one in layout.fields) < MOST_CHARS
