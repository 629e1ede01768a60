"""Tables as people make them: whose a column is, and what the table as a whole is about."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person

PEOPLE = [
    Person("ada", "ada", "student", "Ada", "Olson", ids=["200001"], emails=["aolson@d.example"]),
    Person("ben", "ben", "student", "Ben", "Roe", ids=["200002"], guardians=["gil"]),
    Person("cam", "cam", "student", "Cam", "Vang", ids=["200003"]),
    Person("dee", "dee", "student", "Dee", "Hassan", ids=["200004"]),
    Person("tia", "tia", "staff", "Tia", "Long", ids=["E901"]),
    Person("uma", "uma", "staff", "Uma", "Stone", ids=["E902"]),
    Person("gil", "gil", "guardian", "Gil", "Roe"),
]
Table = Sequence[Sequence[str]]
Expected = dict[str, set[str]]
# folder, file, text above the table, the table, what each is told of
CASES: tuple[tuple[str, str, str, Table, Expected], ...] = (
    ("", "helpers.xlsx", "", [["No", "Supports", "Helper"], ["200001", "scribe, IEP", "Tia Long"],
     ["200002", "quiet room, IEP", "Uma Stone"]], {"ada": {"special_education"}, "ben": {"special_education"}}),
    ("", "enroll.json", "", [["First", "Last", "Diagnosis", "Signed By"], ["Ben", "Roe", "asthma", "Gil Roe"]],
     {"ben": {"health"}}),
    ("", "calls.xlsx", "", [["time", "who", "what was said"], ["7:40", "Olson, Ada", "throwing up since midnight"],
     ["7:51", "Roe, Ben", "overslept, coming at nine"], ["7:55", "Vang, Cam", "dentist until noon today"]],
     {"ada": {"health"}}),
    ("Help desk", "tickets.csv", "", [["Requester", "Resolution"], ["Tia Long", "swapped the projector"],
     ["Uma Stone", "new toner"]], {}),
    ("", "days.csv", "", [["Pupil", "CD"], ["Olson, Ada", "TDY"], ["Roe, Ben", "OSS"], ["Vang, Cam", "EXC"],
     ["Hassan, Dee", "TDY"]], {"ben": {"discipline"}}),
    ("Equity", "open.xlsx", "", [["Complainant", "Respondent", "what is alleged"],
     ["Ada Olson (Gr 8)", "Ben Roe (Gr 9)", "groped in the hall, sexual harassment"]],
     {"ada": {"safeguarding"}, "ben": {"discipline"}}),
    ("", "grades.csv", "", [["Pupil", "Mark", "Teacher comment"], ["Olson, Ada", "B", "pleasant"],
     ["Roe, Ben", "C", "out for chemotherapy until May"]], {"ben": {"health"}}),
    ("", "rows.docx", "Results of the vision screening", [["Child", "R", "L"], ["Olson, Ada", "20/50", "20/70"],
     ["Roe, Ben", "20/40", "20/60"]], {"ada": {"health"}, "ben": {"health"}}),
    ("", "a.docx", "", [["Name", "Grade", "Coordinator"], ["Ada Olson", "4", "Tia Long"],
     ["Impairment", "Activity", "Review"], ["celiac disease", "eating", "5/2/2026"]],
     {"ada": {"health"}}),
    ("", "doses.xlsx", "", [["Pupil", "Ada Olson", "Ben Roe", "Cam Vang"], ["Med", "insulin", "Zyrtec", "albuterol"],
     ["Mon", "12:01", "", "12:04"]], {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    ("", "seen.csv", "", [["Family name", "Given", "Shown"], ["Olson", "Ada", "PP C12345678"],
     ["Roe", "Ben", "baptism record"]], {"ada": {"government_id"}}),
    ("", "part.csv", "", [["Case", "Pupil", "Part", "What happened", "Consequence"],
     ["1", "Olson, Ada", "offender", "fight in the hall", "OSS 2"], ["1", "Roe, Ben", "Witness", "fight in the hall", ""],
     ["2", "Vang, Cam", "offender", "vaping", "ISS"]], {"ada": {"discipline"}, "cam": {"discipline"}}),
    ("HR", "BCA results.csv", "", [["Employee", "Result"], ["Tia Long", "CLEAR"], ["Uma Stone", "RECORD - theft"]],
     {"uma": {"discipline"}}),
    ("", "leaves.xlsx", "", [["Employee", "FMLA reason"], ["Tia Long", "military"], ["Uma Stone", "chemotherapy"]],
     {"uma": {"health"}}),
    ("", "licenses.xlsx", "", [["Teacher", "Field"], ["Tia Long", "EBD"], ["Uma Stone", "SLD"]], {}),
    ("", "reading.csv", "", [["Name", "WPM", "Acc %"], ["Ada Olson", "25", "95"], ["Ben Roe", "68", "87"]], {}),
    ("", "answers.xlsx", "", [["Response", "Question", "Answer"], ["1", "Your name", "Ada Olson"],
     ["1", "Supervisor", "Tia Long"], ["1", "Condition", "multiple sclerosis"], ["2", "Your name", "Ben Roe"],
     ["2", "Supervisor", "Uma Stone"], ["2", "Condition", "epilepsy"]],
     {"ada": {"health"}, "ben": {"health"}}),
    ("", "space.csv", "", [["creator", "ts", "text"], ["aolson@d.example", "7:40", "the counselor asked for the room"],
     ["aolson@d.example", "7:52", "is the crisis counselor here today?"]], {}),
    ("Payroll", "run.csv", "", [["Employee", "This period"], ["Tia Long", "$1,204.11"], ["Uma Stone", "$988.40"]],
     {"tia": {"financial"}, "uma": {"financial"}}),
    ("", "nights.xlsx", "", [["", "Nighttime residence", "", ""], ["Pupil", "SH", "DU", "bus"],
     ["Olson, Ada", "x", "", "4"], ["Roe, Ben", "", "x", "7"]], {"ada": {"safeguarding"}, "ben": {"safeguarding"}}),
    ("", "cellos.xlsx", "", [["Student", "Inst.", "condition"], ["Ada Olson", "Cello", "abused"],
     ["Ben Roe", "Oboe", "good"]], {}),
    ("Foster", "placements.csv", "", [["Pupil", "School"], ["Ada Olson", "North"], ["Ben Roe", "South"]],
     {"ada": {"safeguarding"}, "ben": {"safeguarding"}}),
    ("HR Payroll", "phones.csv", "", [["Name", "Dept", "Ext"], ["Tia Long", "Payroll", "4711"],
     ["Uma Stone", "Payroll", "4712"]], {}),
    ("", "notes.csv", "", [["svc", "prov", "pupil", "note"], ["SLP", "E901", "200001", "AAC device, IEP goal 2"],
     ["OT", "E901", "200002", "IEP goal 1, sensory diet"]],
     {"ada": {"special_education"}, "ben": {"special_education"}}),
    ("", "care.xlsx", "", [["Acct holder", "Child", "Card on file"], ["Gil Roe", "Ben Roe", "4111 1111 1111 1111"]],
     {"gil": {"financial"}}),
    ("", "papers.csv", "", [["EE", "Employee", "Document", "No."], ["E901", "Long, Tia", "EAD", "LIN8666328460"],
     ["E902", "Stone, Uma", "Res card", "A684692382"]], {"tia": {"government_id"}, "uma": {"government_id"}}),
    ("", "bee.csv", "", [["Speller", "Word"], ["Ada Olson", "diagnosis"], ["Ben Roe", "custody"]], {}),
    ("", "badges.csv", "", [["Child", "No.", "Your secret code"], ["Ada O.", "200001", "otter31"],
     ["Ben R.", "200002", "heron12"]], {"ada": {"credentials"}, "ben": {"credentials"}}),
    ("", "accounts.csv", "", [["household", "payer", "refill"], ["F1207", "Gil Roe", "monthly"],
     ["F2208", "Uma Stone", "weekly"]], {}),
    ("", "flags.csv", "", [["lastfirst", "student_number", "S504_Ind"], ["Olson, Ada", "200001", "0"],
     ["Roe, Ben", "200002", "1"]], {"ben": {"special_education"}}),
    ("", "traits.csv", "", [["student_number", "trait"], ["200001", "uri://x/Trait#Economic Disadvantaged"],
     ["200002", ""]], {"ada": {"economic"}}),
    ("", "snap_health_visits.csv", "", [["nm", "in", "out"], ["Ada Olson", "10:00", "10:15"],
     ["Ben Roe", "10:20", "10:30"]], {"ada": {"health"}, "ben": {"health"}}),
    ("Athletic Training", "injury list.xlsx", "", [["HOCKEY", ""], ["Ada Olson", "conc protocol, day 2"],
     ["Ben Roe", "ACL, surgery in May"], ["Cam Vang", "mono"]], {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    ("Professional Development", "who came.docx", "Seizure response and EpiPen, every other year", [["Print name", "Bldg", "Initial"],
     ["Tia Long", "NG", "TL"], ["Uma Stone", "NG", "US"]], {}),
    ("", "remittance.xlsx", "", [["EE#", "Roth", "Pre-tax", "Loan pmt"], ["E901", "100", "650", "0"],
     ["E902", "0", "300", "71.20"]], {"tia": {"financial"}, "uma": {"financial"}}),
    ("Activities/Speech", "bus.csv", "", [["Name", "Bus"], ["Ada Olson", "1"], ["Ben Roe", "1"], ["Cam Vang", "2"]], {}),
    ("", "served.csv", "", [["Period", "Student", "ID", "Owes minutes", "Why"], ["1", "Olson, Ada", "200001", "30", "gum"],
     ["2", "Roe, Ben", "200002", "60", "gum"]], {"ada": {"discipline"}, "ben": {"discipline"}}),
    ("", "forms.jsonl", "", [["My name", "Who did this?", "What happened"], ["Ada Olson", "Ben Roe", "took my shoes"],
     ["", "Cam Vang", "pulled my hair"]], {"ben": {"discipline"}, "cam": {"discipline"}}),
    ("", "chores.csv", "", [["Asked by", "Who did it", "Task"], ["Tia Long", "Ben Roe", "fed the hamster"],
     ["Uma Stone", "Cam Vang", "wiped the board"]], {}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(PEOPLE)


@pytest.mark.parametrize(
    ("folder", "name", "above", "table", "expected"), CASES, ids=[case[1] for case in CASES]
)
def test_a_row_tells_of_whom_it_is_about_what_its_table_holds(
    lexicon: Lexicon, folder: str, name: str, above: str, table: Table, expected: Expected
) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-20"))
    analyst.begin(name, folder)
    if above:
        analyst.take_text("", above)
    analyst.take_rows("", [list(row) for row in table])
    links = analyst.end().links
    assert {link.keys[0]: set(map(str, link.kinds)) for link in links if len(link.keys) == 1} == expected
