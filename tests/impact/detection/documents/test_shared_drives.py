"""Lists, exports and notes of offices in words of our own, with near neighbors that tell nothing."""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_machine_records import read_rows
from tests.impact.detection.documents.test_ways_of_telling import read

KINDS = dict[str, set[str]]
TEXTS: tuple[tuple[str, str, KINDS], ...] = (
    # boxes to tick before names with the first letter of the given one
    ("Dean/SAT DETENTION.txt", "SAT DETENTION 11/7  cafeteria\n\n  [ ] A. Olson               8   late (4)\n"
     "  [ ] B. Roe                 7   food fight\n  [ ] C. Vang                9   phone\n"
     "  [ ] A. Olson               8   late (4)\n",
     {"ada": {"discipline"}, "ben": {"discipline"}, "cam": {"discipline"}}),
    ("Dean/WORK CREW.txt", "BOOK CREW 11/7  cafeteria\n\n  [ ] A. Olson               8   shelves (4)\n"
     "  [ ] B. Roe                 7   carts\n  [ ] C. Vang                9   stamps\n"
     "  [ ] A. Olson               8   shelves (4)\n", {}),
    # what lies where, of whom
    ("Nurse/KITS.txt", "WHERE KITS ARE\n\ntop shelf L:   Ada Olson  shellfish\n"
     "low shelf R:  Ben Roe (sesame)\ndesk:  Cam Vang  tree nuts\n",
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    ("Shop/KITS.txt", "WHERE KITS ARE\n\ntop shelf L:   Ada Olson  drills\nlow shelf R:  Ben Roe (saws)\n"
     "desk:  Cam Vang  clamps\n", {}),
    # numbers that are no social security numbers, and firms that are nobody
    ("shop.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Harbor Pump Repair\nORG:Harbor Pump Repair\n"
     "NOTE:acct # 457-42-7329 on each bill\nEND:VCARD\n", {}),
    ("shop.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Zeb Pike\nNOTE:ssn 457-42-7329 for the 1099\nEND:VCARD\n",
     {"Zeb Pike": {"ssn"}}),
    ("desk.log", '10/6 req=tlong lamp\n10/6 tech=ustone note="lamp in, S/N 457-42-7329"\n', {}),
    # codes of digits that a ticket sets
    ("desk.log", '10/6 req=tlong phone\n10/7 tech=ustone note="voicemail pin for tlong reset to 551920"\n',
     {"tia": {"credentials"}}),
    ("desk.log", "10/7 copier code for Uma Stone is now 8841\n", {"uma": {"credentials"}}),
    ("desk.log", '10/6 req=tlong phone\n10/7 tech=ustone note="voicemail for tlong went to 551920"\n', {}),
    # the number of a bank and that of an account are no numbers of jobs
    ("r/refunds.txt", "please ACH back:\nTia Long  $64   routing 291070001 acct 245151755\n"
     "Gil Roe  $64   routing 091000022 acct 112857006893\n", {"tia": {"financial"}, "gil": {"financial"}}),
    ("r/prints.txt", "bank copies:\nTia Long  account 4001234500, account 4001234501, account 4001234502\n"
     "Uma Stone  account 4001234503, account 4001234504, account 4001234505\n", {}),
    # tables of samples
    ("Vendors/guide.html", "<p>All rows are sample data.</p><table><tr><th>EmpNo<th>LastName"
     "<th>FirstName<th>SSN<th>BankAcct</tr><tr><td>1<td>Pike<td>Zeb<td>457-42-7329<td>000123456789</tr>"
     "<tr><td>2<td>Vale<td>Zoe<td>376-18-4455<td>000111222333</tr></table>", {}),
    ("Vendors/guide.html", "<p>Rows that the bank sent back.</p><table><tr><th>EmpNo<th>LastName"
     "<th>FirstName<th>SSN<th>BankAcct</tr><tr><td>1<td>Pike<td>Zeb<td>457-42-7329<td>000123456789</tr>"
     "<tr><td>2<td>Vale<td>Zoe<td>376-18-4455<td>000111222333</tr></table>",
     {"Zeb Pike": {"ssn", "financial"}, "Zoe Vale": {"ssn", "financial"}}),
    # what the paper of a state calls its fields
    ("payees.xml", "<Sub year='2025'><R n='1'><RcpTin>457427329</RcpTin><RcpNm>Zeb Pike</RcpNm></R>"
     "<R n='2'><RcpTin>376184455</RcpTin><RcpNm>Zoe Vale</RcpNm></R>"
     "<R n='3'><RcpTin>531220917</RcpTin><RcpNm>Ada Quill</RcpNm></R></Sub>",
     {"Zeb Pike": {"ssn"}, "Zoe Vale": {"ssn"}, "Ada Quill": {"ssn"}}),
    # what happened to whom, in plain words
    ("note.txt", "Ada Olson fell off the step. Ada bled from the chin and the nurse looked at it.\n",
     {"ada": {"health"}}),
    ("note.txt", "Ada Olson has a slap mark on her cheek, says mom did it.\n", {"ada": {"safeguarding"}}),
    ("art.txt", "Ada Olson put a handprint on the mural, mom did the frame.\n", {}),
    ("file.txt", "Tia Long was told today that we are looking into the photos she posted.\n",
     {"tia": {"discipline"}}),
    ("file.txt", "Tia Long was told today that we are looking into a new boiler.\n", {}),
    ("eval.txt", "EVALUATION REPORT\nStudent: Ada Olson\nShe was referred because of outbursts. BASC-3 "
     "Hyperactivity 74 Aggression 62\n", {"ada": {"special_education"}}),
    ("ref.txt", "OFFICE REFERRAL\nStudent: Ada Olson\nShe was referred because of outbursts and fighting.\n",
     {"ada": {"discipline"}}),
    ("claim.txt", "NOTICE OF CLAIM\nMy client is the mother of Ada Olson. Ada fell from a net and broke her "
     "elbow. Keep the net and the incident report.\n", {"ada": {"health"}}),
    # what is settled about a child's schooling pays the child nothing
    ("Legal/settlements/draft.txt", "SETTLEMENT AGREEMENT\nbetween the district and Gil Roe, parent of\n"
     "Student: Ben Roe\nThe district gives 40 hours of compensatory reading instruction under his IEP.\n",
     {"ben": {"special_education"}}),
    ("Payroll/settlements/draft.txt", "SETTLEMENT AGREEMENT\nEmployee: Tia Long\nThe district pays two "
     "months of wages.\n", {"tia": {"financial"}}),
    # who answers for it is not whom it was done to
    ("Title IX/notice.txt", "NOTICE\nComplainant: Ada Olson\nRespondent: Ben Roe\nIt is alleged that the "
     "Respondent touched her without consent.\n",
     {"ada": {"safeguarding"}, "ben": {"discipline"}}),
    # who writes it down, and who prescribes
    ("closed.txt", "Closed session\nRecorder: Uma Stone\nAllegations against Vic Hale of falsified time "
     "cards were discussed.\n", {"vic": {"discipline"}}),
    ("auth.txt", "AUTHORIZATION\nStudent name: Ben Roe\nMedication: Adderall\nPrescriber: A. Olson\n",
     {"ben": {"health"}}),
    ("auth.txt", "AUTHORIZATION\nStudent name: A. Olson\nMedication: Adderall\nPrescriber: Z. Pike\n",
     {"ada": {"health"}}),
    ("i9.txt", "Form I-9\nLast Name: Stone\nFirst Name: Uma\nList B doc - driver license no.: S940661119323\n"
     "Employer rep signature: A. Olson, HR\n", {"uma": {"government_id", "immigration"}}),
    ("SpEd/aviso.eml", "From: tlong@d.example\nTo: mom@home.example\nSubject: Reuni\u00f3n del IEP\n\n"
     "Le invitamos a la reuni\u00f3n anual del IEP. Avise por favor.\n", {}),
    ("hoja.txt", "Nombre del estudiante: Ben Roe\n\nFecha de nacimiento: 11/30/13\nGrado: 05\n"
     "Padre, madre o tutor: Gil Roe\n", {"ben": {"dob"}}),
)  # fmt: skip
ROWS: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    # an account beside a parent and the given name of a child is the parent's
    ("Camp/refunds.xlsx", [["Parent", "refund", "routing", "account", "child"],
     ["Gil Roe", "145", "091000022", "284282584", "Ben"], ["Zoe Vale", "72", "091000019", "929880032", "Bo"],
     ["Zeb Pike", "145", "091000022", "515282584", "Cy"]],
     {"gil": {"financial"}, "Zoe Vale": {"financial"}, "Zeb Pike": {"financial"}}),
    # who was screened was screened, with a plan or without
    ("C-SSRS fall.xlsx", [["when", "ID", "level", "safety plan"], ["9/8", "200001", "low", "n"],
     ["9/9", "200002", "mod", "y"], ["9/9", "200003", "low", "n"]],
     {"ada": {"counselling"}, "ben": {"counselling"}, "cam": {"counselling"}}),
    ("Plans fall.xlsx", [["when", "ID", "level", "safety plan"], ["9/8", "200001", "low", "n"],
     ["9/9", "200002", "mod", "y"], ["9/9", "200003", "low", "n"]], {"ben": {"counselling"}}),
    ("seizure log.json", [["ID", "start", "seconds", "rescue"], ["200001", "9:10", "45", "none"],
     ["200002", "9:20", "30", "none"], ["200003", "9:50", "300", "diazepam 10 mg"]],
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    # days of birth of eight digits are no numbers of people
    ("match.txt", [["D", "200001", "20120309", "SNAP"], ["D", "200002", "20131130", "SNAP"],
     ["D", "200003", "20110704", "MFIP"]],
     {"ada": {"dob", "economic"}, "ben": {"dob", "economic"}, "cam": {"dob", "economic"}}),
    ("hcsp.xls", [["Health Care Savings Plan", "", ""], ["", "SOC SEC", "YRS"],
     ["Zeb Pike", "457427329", "29"], ["Zoe Vale", "376184455", "27"], ["Ada Quill", "531220917", "14"]],
     {"Zeb Pike": {"ssn"}, "Zoe Vale": {"ssn"}, "Ada Quill": {"ssn"}}),
    ("log.csv", [["ID", "what", "result"], ["200001", "hit another student in line, no injury", "OSS"],
     ["200002", "skipped class", "ISS"], ["200003", "threw rocks and fell, injury to the eye", "OSS"]],
     {"ada": {"discipline"}, "ben": {"discipline"}, "cam": {"discipline", "health"}}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("path", "text", "expected"), TEXTS, ids=[f"{at}-{one[0]}" for at, one in enumerate(TEXTS)]
)
def test_a_text_tells_what_a_reader_takes_from_it(
    lexicon: Lexicon, path: str, text: str, expected: KINDS
) -> None:
    assert read(lexicon, path, text) == expected


@pytest.mark.parametrize(
    ("path", "rows", "expected"), ROWS, ids=[f"{at}-{one[0]}" for at, one in enumerate(ROWS)]
)
def test_rows_tell_what_a_reader_takes_from_them(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    assert read_rows(lexicon, path, rows) == expected
