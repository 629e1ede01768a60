"""Tables as people make them by hand: abreast, people across, without headers, with codes that they explain
beside them.
"""

from __future__ import annotations

import pytest

from firstbell.documents.extraction import Budget, DocumentLimits, DocumentSource, Extraction
from firstbell.documents.registry import read_document
from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Findings, Keeper
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person

PUPILS = (("ada", "Ada", "Olson"), ("ben", "Ben", "Roe"), ("cam", "Cam", "Vang"), ("dee", "Dee", "Hassan"),
          ("eli", "Eli", "Frost"), ("fay", "Fay", "Moss"), ("gus", "Gus", "Pine"))  # fmt: skip
WORKERS = (("tia", "Tia", "Long"), ("uma", "Uma", "Stone"), ("vic", "Vic", "Hale"), ("wes", "Wes", "Marsh"))
PEOPLE = [
    *(
        Person(key, key, "student", first, last, ids=[f"20000{at}"])
        for at, (key, first, last) in enumerate(PUPILS, 1)
    ),
    *(
        Person(key, key, "staff", first, last, ids=[f"5090{at}"])
        for at, (key, first, last) in enumerate(WORKERS, 1)
    ),
]
KINDS = dict[str, set[str]]
DISCIPLINE, HEALTH, ECONOMIC = {"discipline"}, {"health"}, {"economic"}
FINANCIAL, CREDENTIALS, PAPERS = {"financial"}, {"credentials"}, {"government_id"}


@pytest.fixture(scope="module", name="analyst")
def make_analyst() -> Analyst:
    """One for all of them."""
    return Analyst(Lexicon(PEOPLE), Keeper(bytes(32), "2026-11-20"))


def gather(findings: Findings) -> KINDS:
    """Person, or name of somebody whom the roster does not know, to kinds; telephones and addresses aside."""
    told: KINDS = {}
    for link in findings.links:
        who = link.keys[0] if link.keys else link.outsider.name if link.outsider else ""
        told.setdefault(who, set()).update({*map(str, link.kinds)} - {"contact"})
    return {who: kinds for who, kinds in told.items() if kinds}


def split(table: str) -> list[list[str]]:
    """The rows of a table drawn with bars."""
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().split("\n")]


SHEETS: tuple[tuple[str, str, KINDS], ...] = (
    # abreast, of as many rows or of others, whatever their titles say
    ("Office/week.xlsx", "Dean's log|||||FOUND THINGS||\n"
     "Pupil|Grade|Behavior / result|home told||owner|thing|found\n"
     "Ada Olson|8|threw a chair (ISS, 1 day)|yes||Dee Hassan|cap|9/14\n"
     "Ben Roe|6|cut class - detention|no||"
     "Eli Frost|scarf|9/15\n"
     "Cam Vang|7|fight, OSS 3|yes||||", dict.fromkeys(("ada", "ben", "cam"), DISCIPLINE)),
    ("Office/mon.xlsx", "OSS|||ISS|||Parking|\nwho|day||who|day||who|lot\n"
     "Ada Olson|1||Cam Vang|2||Eli Frost|B\n"
     "Ben Roe|3||Dee Hassan|1||Fay Moss|C\n||||||Gus Pine|D",
     dict.fromkeys(("ada", "ben", "cam", "dee"), DISCIPLINE)),
    ("HR/van.xlsx", "Drivers|||Riders|\nname|lic no||who|seat\n"
     "Otto Brandvold|MN DL S204417720913||Ada Olson|1\n"
     "Ilse Quarberg|MN DL T118820034471||Ben Roe|2\n|||Cam Vang|3",
     {"Otto Brandvold": PAPERS, "Ilse Quarberg": PAPERS}),
    # one table with an empty column, and the teachers of those in it
    ("Office/know.xlsx", "Student|Gr||condition|plan\nAda Olson|4||asthma|y\nBen Roe|5||epilepsy|y",
     {"ada": HEALTH, "ben": HEALTH}),
    ("Office/know2.xlsx", "Student|Gr||Teacher|condition\nAda Olson|4||Tia Long|asthma\n"
     "Ben Roe|5||Uma Stone|epilepsy", {"ada": HEALTH, "ben": HEALTH}),
    # one below the other, the lower one without headers
    ("Camp/oak.xlsx", "Cabin: OTTER|||\ncamper|tent|medical / diet|boots\nAda Olson|1|nut allergy|has\n"
     "Ben Roe|2||none\nCam Vang|3|diabetic|has\n|||\nDRIVERS - licenses on file|||\n"
     "Gunnar Falk|van|MN DL S204417720913|\nIlse Pike|van|MN DL T118820034471|",
     {"ada": HEALTH, "cam": HEALTH, "Gunnar Falk": PAPERS, "Ilse Pike": PAPERS}),
    # people across, whatever the corner says
    ("HR/start.xlsx", "START 8/24|Tia Long|Uma Stone|Gideon Falk|Rosalind Pike\n"
     "job|Cook|Para|Driver (offer out)|Tchr\n"
     "soc. sec. card|219-09-3344|376-18-4455|512-44-7733|402-81-6622\n"
     "date of birth|Jan 3 1990|Feb 14 1971|Oct 30 1988|Jun 7 1992\n"
     "driver lic.|WI A204417720913|WI B118820034471|WI C330091174402|WI D557120883316",
     {key: {"ssn", "dob", "government_id"} for key in ("tia", "uma", "Gideon Falk", "Rosalind Pike")}),
    ("HR/subs.xlsx", "New subs|Gideon Falk|Rosalind Pike|Marit Kjelland\n"
     "SS#|219-09-3344|376-18-4455|512-44-7733\n"
     "born|1/3/1990|2/14/1971|10/30/1988\nacct|55512345|88812345|99912345",
     {key: {"ssn", "dob", "financial"} for key in ("Gideon Falk", "Rosalind Pike", "Marit Kjelland")}),
    ("Office/duty.xlsx", "Duty wk 3|Tia Long|Gideon Falk|Vic Hale\ndoor|Mon|Tue|Wed\nlunch|Thu|Fri|Mon\n"
     "phone|214|215|216", {}),
    # names below nothing
    ("Office/readers.xlsx", "Scholarship readers, spring|||||\n||SAI|household income|letter /10|talk /5\n"
     "1|Ada Olson|-900|$38,400|7|4\n2|Ben Roe|12040|$90,100|9|5\n3|Nita Farrow|2210|$51,700|6|3",
     dict.fromkeys(("ada", "ben", "Nita Farrow"), ECONOMIC)),
    ("Office/miles.xlsx", "||mile|push-ups\n1|Ada Olson|8:10|20\n2|Ben Roe|9:02|14\n"
     "3|Cam Vang|7:55|31", {}),
    # codes and what they mean, in a title and below
    ("Office/away.xlsx", "Absence (HB=homebound medical, SUS=suspended, V=vacation)||||\n"
     "Student|M|T|W|R\n"
     "Ada Olson|SUS|SUS||\nBen Roe|V|V|V|V\nCam Vang||HB|HB|HB\nDee Hassan|V|||",
     {"ada": DISCIPLINE, "cam": HEALTH}),
    ("Office/away2.xlsx", "Student|status\nAda Olson|LTS\nBen Roe|VAC\nCam Vang|HBM\nDee Hassan|VAC\n"
     "LTS - long-term suspension|\nHBM - homebound, medical|\nVAC - family vacation|",
     {"ada": DISCIPLINE, "cam": HEALTH}),
    # a key at their side, and one heading below an empty row
    ("Office/away3.xlsx", "Student|code|||X1|suspended\nAda Olson|X1|||X2|field trip\n"
     "Ben Roe|X2|||X3|in hospital\nCam Vang|X3||||", {"ada": DISCIPLINE, "cam": HEALTH}),
    ("Office/lists.xlsx", "Library|\nname|books\nAda Olson|12\n|\nBus suspension|\nCam Vang|3\nDee Hassan|5",
     {"cam": DISCIPLINE, "dee": DISCIPLINE}),
    ("Office/lists2.xlsx", "Library|\nname|books\nAda Olson|12\n|\nBus 4|\nCam Vang|3\nDee Hassan|5", {}),
    ("Office/moved.xlsx", "OSS|||moves|\nid|days||id|new\n200001|2||200004|14\n200002|3||200005|15\n"
     "|||200006|16", {"ada": DISCIPLINE, "ben": DISCIPLINE}),
    # whoever keeps the list, and explains its codes, has none
    ("Office/nights.xlsx", "Student|night\nAda Olson|DU\nBen Roe|OWN\nCam Vang|SH\n"
     "DU=doubled up with kin; SH=shelter; UNACC=unaccompanied. MV liaison: Tia Long|",
     {"ada": {"safeguarding"}, "cam": {"safeguarding"}}),
    # of a title that is alone in its row no column is
    ("Maint/door.xlsx", "door prox + pin list||\nslot|who|pin\n1|Lon Tia (50901)|4471\n"
     "2|Sto Uma (50902)|9038\n"
     "3|Vic Hale|2210", dict.fromkeys(("tia", "uma", "vic"), CREDENTIALS)),
    ("Alarm codes/east.xlsx", "slot|who|\n1|Tia Long|4471\n2|Uma Stone|9038\n3|Vic Hale|2210",
     dict.fromkeys(("tia", "uma", "vic"), CREDENTIALS)),
    ("Office/codes.xlsx", "Course codes|\nteacher|code\nTia Long|4471\nUma Stone|9038\n"
     "Vic Hale|2210", {}),
    # who takes a part of the pay, and of whom things are ordered
    ("Payroll/active.xlsx", "no||payee|case|withheld\n"
     "50903|V. Hale|Dakota Co support order, child support|CS 4471|$118.00/pp\n"
     "50902|U. Stone|State tax levy|T-2|20% net\n"
     "50901|T. Long|Ch 7 trustee|88-2|$60.00",
     dict.fromkeys(("vic", "uma", "tia"), FINANCIAL)),
    ("Purchasing/active.xlsx", "no||payee|item|qty\n50903|V. Hale|Amazon|toner|2\n"
     "50902|U. Stone|Staples|pens|5\n"
     "50901|T. Long|Grainger|bulbs|1", {}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "table", "expected"), SHEETS, ids=[one[0] for one in SHEETS])
def test_sheet_made_by_hand_tells_of_whom_it_is(
    analyst: Analyst, name: str, table: str, expected: KINDS
) -> None:
    folder, _, name = name.rpartition("/")
    analyst.begin(name, folder)
    analyst.take_rows("sheet Sheet1", split(table))
    assert gather(analyst.end()) == expected


TEXTS: tuple[tuple[str, str, KINDS], ...] = (
    ("Office/day.csv", "# away on Tuesday\n# ISS/OSS = in-/out-of-school suspension; APT = doctor's "
     "appointment; INP = inpatient; UNX = unexcused\nid,am,pm,note\n200001,OSS,OSS,\n200002,APT,APT,\n"
     "200003,UNX,UNX,\n200004,ISS,ISS,\n200005,INP,INP,two weeks\n",
     {"ada": DISCIPLINE, "dee": DISCIPLINE, "eli": HEALTH}),
    ("Office/day2.csv", "# FTR=field trip, TDY=tardy\nid,am,pm\n200001,TDY,\n200002,FTR,FTR\n", {}),
    ("Kids/care.xml", "<?xml version='1.0'?>\n"
     "<!-- plan: SUB = state child care subsidy; step N = by family income; std = list price -->\n"
     "<care>\n<kid sis='200001' plan='SUB'/>\n<kid sis='200002' plan='step 3'/>\n"
     "<kid sis='200003' plan='std'/>\n</care>\n",
     {"ada": ECONOMIC, "ben": ECONOMIC}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), TEXTS, ids=[one[0] for one in TEXTS])
def test_codes_of_a_file_mean_what_its_remarks_say(
    analyst: Analyst, name: str, text: str, expected: KINDS
) -> None:
    folder, _, name = name.rpartition("/")
    analyst.begin(name, folder)
    data = text.encode()
    draft = Extraction(analyst, Budget(DocumentLimits(), len(data)), read_document)
    read_document(DocumentSource(name, data), draft)
    assert gather(analyst.end()) == expected
