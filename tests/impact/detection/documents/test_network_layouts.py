"""What lies on the network of a whole district: reports without headers, cells that fill their columns up,
names that a program spoiled, forms with numbered boxes, surveys, records in programs, letters.
"""

from __future__ import annotations

import pytest

from firstbell.documents.records.fixed_width import read_fixed
from firstbell.documents.records.told_layouts import read_told
from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person
from tests.impact.detection.documents.test_machine_records import read, read_rows, tell
from tests.impact.detection.passages.test_topics import PEOPLE

KINDS = dict[str, set[str]]
LONG_NAMES = [
    Person("eli", "eli", "staff", "Elisabeth", "Vandenberghe-Oates"),
    Person("tho", "tho", "guardian", "Thảo", "Nguyễn"),
    Person("lup", "lup", "student", "Guadalupe", "Serrano", dob="2014-05-06"),
]
FUND = (
    "TEACHERS FUND DEDUCTIONS   UNIT 0417   PAID 11/15/2026\n"
    "219-09-3344 LONG, TIA               02/03/1981    3120.40   241.83B2\n"
    "376-18-4455 STONE, UMA              07/19/1975    2988.15   231.58B2\n"
    "531-22-0917 HILL, JO                11/30/1990    4010.00   310.78B2\n"
    "412-22-0918 POND, AL                05/05/1969    2210.75   171.33B2\n"
    "447-12-0919 REED, MO                08/21/1984    1875.50   145.35B2\n"
)
CODED = (
    "200001OLSON, ADA          201503022Y03\n200002ROE, BEN            201604300N00\n"
    "200003VANG, CAM           201411191N07\n200004HASSAN, DEE         201307051N00\n\n"
    "fields 1-6 pupil no, 7-26 name, 27-34 birth date, 35 lunch eligibility 0 none 1 reduced 2 free,"
    " 36 homeless Y/N, 37-38 primary disability 00 none 03 EBD 07 SLD\n"
)
SIGN_IN = (
    "FLOOR SHEET\nprinted name          born         bothered by\n\n"
    "Elisabeth Vandenberghe2/3/1981     asthma\nTia Long              7/19/1975    epilepsy\n"
    "Uma Stone             11/30/1990   migraines\n"
)
FILM = (
    "ROLL FR   NAME                 SOC SEC      BORN       OUT\n"
    "3    12   QUAGMIRE, OTTO       219-09-3344  06/28/1983 GRAD\n"
    "4    13   SPROCKETT, WILMA     376-18-4455  02/14/1980 DROP\n"
    "4    14   TWEEDY, NORBERT      531-22-0917  09/20/1979 GRAD\n"
)
INJURY = (
    "REPORT OF INJURY                      NO 26-118\n"
    "1. WORKER SOC SEC NO     2. SHIFT     3. DAY OF INJURY\n"
    "   219-09-3344           1            10/21/2026\n"
    "4. NAME (LAST, FIRST)          5. SEX    6. BIRTH DATE\n"
    "   LONG, TIA                   F         02/03/1981\n"
    "7. WHAT HAPPENED\n   fell off a ladder, fractured left wrist\n8. AVERAGE WEEKLY WAGE   $911.25\n"
)
PAYEES = "".join(
    f"Form W-9\n1 Name  {name}\n3 [x] Individual\nPart I  Social security number   {number}\n\f\n"
    for name, number in (("Otto Quagmire", "219 09 3344"), ("Wilma Sprockett", "376 18 4455"))
)
HEIRS = (
    "<html><body><dl><dt>Insured<dd>Tia Long<dt>Volume<dd>9,000<dt>Heir<dd>Otto Quagmire, born 3/12/1984</dl>"
    "<dl><dt>Insured<dd>Uma Stone<dt>Volume<dd>8,000<dt>Heir<dd>Wilma Sprockett (DOB 5/19/1990)</dl>"
    "</body></html>"
)
CHECKS = (
    "STATE POLICE RESPONSE\n1. QUAGMIRE, OTTO DOB 03/13/1981\n NO RECORD\n"
    "2. SPROCKETT, WILMA DOB 02/07/1967\n 5TH DEGREE ASSAULT, CONVICTED 2014\n"
    "3. TWEEDY, NORBERT DOB 04/18/1991\n no criminal history found\n"
    "4. HAZELBY, PETRA DOB 04/28/1975\n DWI 2021\n5. YARDLEY, MAX DOB 09/02/1988\n THEFT 2017\n"
)
CALLS = (
    '[10/08 06:52] "Hello, this is Gil Roe, Ben is going to be late, '
    'I have chemotherapy for my lymphoma today."\n'
    '[10/08 07:01] "Hi this is Gil Roe, my son Ben has strep"\n'
)
SCRIPT = (
    "# remove afterwards\n$new = @(\n  @{ acct = 'tlong'; shown = \"Tia Long\"; open = 'Rv!copper71' },\n"
    "  @{ acct = 'ustone'; shown = \"Uma Stone\"; open = 'Rv!linden20' },\n)\n"
)
FILES: tuple[tuple[str, str, KINDS], ...] = (
    ("Fund/11.txt", FUND, {"tia": {"ssn", "dob", "financial"}, "uma": {"ssn", "dob", "financial"}}),
    ("State/fall.txt", CODED,
     {"ada": {"dob", "economic", "safeguarding", "special_education"}, "ben": {"dob"},
      "cam": {"dob", "economic", "special_education"}, "dee": {"dob", "economic"}}),
    ("Fair/floor.txt", SIGN_IN,
     {"eli": {"dob", "health"}, "tia": {"dob", "health"}, "uma": {"dob", "health"}}),
    ("Vault/film.txt", FILM,
     {"OTTO QUAGMIRE": {"ssn", "dob"}, "WILMA SPROCKETT": {"ssn", "dob"}, "NORBERT TWEEDY": {"ssn", "dob"}}),
    ("Risk/injury.txt", INJURY, {"tia": {"ssn", "dob", "health", "financial"}}),
    ("Office/payees.txt", PAYEES, {"Otto Quagmire": {"ssn"}, "Wilma Sprockett": {"ssn"}}),
    ("Office/heirs.html", HEIRS, {"Otto Quagmire": {"dob"}, "Wilma Sprockett": {"dob"}}),
    ("Police/BCA.txt", CHECKS,
     {"QUAGMIRE, OTTO": {"dob"}, "SPROCKETT, WILMA": {"dob", "discipline"}, "TWEEDY, NORBERT": {"dob"},
      "HAZELBY, PETRA": {"dob", "discipline"}, "YARDLEY, MAX": {"dob", "discipline"}}),
    ("Office/calls.log", CALLS, {"gil": {"health"}, "ben": {"health"}}),
    ("IT/new.ps1", SCRIPT, {"tia": {"credentials"}, "uma": {"credentials"}}),
    ("Office/note.txt", "To the principal,\n\nHello. I lost my job at the mill in May and the lights are "
     "shut off. May we pay the fee later?\n\nThank you\nGil Roe\n", {"gil": {"economic"}}),
    ("Mail/pay.eml", "From: Otto Quagmire <otto@home.example>\nTo: tlong@d.example\nSubject: mileage\n\n"
     "Please put it into my account: routing 091000019, account 8183678218 (checking).\n",
     {"Otto Quagmire": {"financial"}}),
    ("Court/draft.txt", "DISTRICT COURT\n\n1. The child, Ben Roe, lives in Hill.\n\n"
     "2. The child is in need of protection or services.\n\nPetitioner: Tia Long\n",
     {"ben": {"safeguarding"}}),
    ("Abroad/forms.txt", "Child: Ben Roe\nParent: Gil Roe   Consular ID (matricula): 716919788\n",
     {"ben": {"immigration"}, "gil": {"government_id"}}),
)  # fmt: skip
SURVEY = [
    ["id", "Mail", "Q3", "Q4"],
    ["Response ID", "Mail", "How often have you thought about hurting yourself this month?", "What else?"],
    ['{"ImportId":"a"}', '{"ImportId":"b"}', '{"ImportId":"c"}', '{"ImportId":"d"}'],
    ["R_3fe9b2c4d1", "aolson@d.example", "Nearly every day", ""],
    ["R_71a0c9e8b2", "roe.b@d.example", "Never", "no"],
]
CHAT = [
    ["from", "shown name", "content"],
    ["tlong", "Tia Long", "did you hear about Ben Roe"],
    ["ustone", "Uma Stone", "no, what"],
    ["tlong", "Tia Long", "they found a vape and a box cutter in the bag"],
    ["ustone", "Uma Stone", "oh my"],
    ["tlong", "Tia Long", "and Cam Vang got 1 day ISS"],
]
BOOKS = [["9780000000101", "Living With Asthma", "Roe, Ben"], ["9780000000102", "Suspended!", "Olson, Ada"],
         ["9780000000103", "The Bank Account", "Vang, Cam"]]  # fmt: skip
TABLES: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    ("Survey/raw.csv", SURVEY, {"ada": {"counselling"}}),
    ("Chats/deans.csv", CHAT, {"ben": {"discipline"}, "cam": {"discipline"}}),
    ("Media/old.tsv", BOOKS, {}),
    ("Office/gate.csv", [["pupil", "Not to", "on file"], ["Roe, Ben", "Gil Roe", "order of 2027"],
                         ["Olson, Ada", "Otto Quagmire", "no contact"]],
     {"ben": {"safeguarding"}, "gil": {"safeguarding"}, "ada": {"safeguarding"},
      "Otto Quagmire": {"safeguarding"}}),
    ("Native/roll.csv", [["pupil", "band", "roll no."], ["200001", "Hill Lake", "407A8390"],
                         ["200002", "Red Pine", "408A1123"]],
     {"ada": {"government_id"}, "ben": {"government_id"}}),
    ("Music/roll.csv", [["pupil", "horn", "roll no."], ["200001", "tuba", "407A8390"],
                        ["200002", "flute", "408A1123"]], {}),
    ("Club/autopay.csv", [["payer", "routing", "acct no"], ["Th?o Nguy?n", "091000019", "31297807379"],
                          ["Gil Roe", "091000019", "22141270499"]],
     {"tho": {"financial"}, "gil": {"financial"}}),
    ("Food Service/applied.csv", [["form", "adult first", "adult last", "adults who", "adult gross", "kids"],
                           ["f1", "Gil", "Roe", "signer", "752", "Ben"]], {"gil": {"economic"}}),
    ("mail/plans.html", [["Ada Olson", "sits near the door, panic disorder"],
                         ["Ben Roe", "large print, albinism"],
                         ["Cam Vang", "may leave for the bathroom, colitis"]],
     {"ada": {"health", "counselling"}, "ben": {"health", "special_education"}, "cam": {"health"}}),
    ("AP/payees.csv", [["V1", "OTTO QUAGMIRE", "219-09-3344"], ["V2", "LAKE TIRE LLC", "376-18-4455"],
                       ["V3", "LONG, TIA", "531-22-0917"], ["V4", "STONE, UMA", "412-22-0918"]],
     {"OTTO QUAGMIRE": {"ssn"}, "tia": {"ssn"}, "uma": {"ssn"}}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon([*PEOPLE, *LONG_NAMES])


@pytest.mark.parametrize(("path", "text", "expected"), FILES, ids=[case[0] for case in FILES])
def test_a_file_tells_whom_it_is_about_by_how_it_is_laid_out(
    lexicon: Lexicon, path: str, text: str, expected: KINDS
) -> None:
    found = read(lexicon, path, text.encode())
    told = {who: kinds - {"contact"} for who, kinds in found.items()}
    assert {who: kinds for who, kinds in told.items() if kinds and who in expected} == expected
    assert not {who for who, kinds in told.items() if kinds and who.islower()} - expected.keys()


@pytest.mark.parametrize(("path", "rows", "expected"), TABLES, ids=[case[0] for case in TABLES])
def test_a_table_tells_whom_its_rows_are_about(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    found = read_rows(lexicon, path, rows)
    told = {who: kinds - {"contact"} for who, kinds in found.items()}
    assert {who: kinds for who, kinds in told.items() if kinds} == expected


def test_what_an_archive_is_called_is_true_of_whom_a_member_says_it(lexicon: Lexicon) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    analyst.begin("sync_plus_health.zip", "IT")
    analyst.begin_unit("pupils.csv")
    analyst.take_rows("", [["no", "room"], *([number, "4"] for number in ("200001", "200002", "200003"))])
    analyst.end_unit()
    analyst.begin_unit("alerts.csv")
    analyst.take_rows("", [["no", "alert"], ["200001", "asthma"], ["200003", "epipen, peanuts"]])
    analyst.end_unit()
    assert tell(analyst) == {"ada": {"health"}, "cam": {"health"}}


def test_the_names_of_columns_are_no_title() -> None:
    rows = "".join(f"21909334{n}   ROE, ADA      0{n}/03/1966   1200.50\n" for n in range(1, 7))
    assert read_fixed(f"PENSION FUND   UNIT 7   PAID 1/2/2026\n{rows}")[0] == "PENSION FUND UNIT PAID"
    title, _ = read_fixed(f"NUMBER      WORKER        BORN         GROSS\n{rows}")
    assert not title


def test_a_code_told_without_brackets_comes_to_its_word() -> None:
    header, first, *_ = read_told(CODED)
    assert dict(zip(header, first, strict=True))["primary disability"] == "EBD"
