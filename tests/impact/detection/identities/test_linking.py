"""Whom a sentence, a form or a row is about: twins, people of one name, names in any order, staff."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from firstbell.documents.extraction import Budget, DocumentLimits, DocumentSource, Extraction
from firstbell.documents.registry import read_document
from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.roster import load_roster

# sourcedId, role, given, family, middle, preferred, number, mail, phone, agents, grade, school, born
PEOPLE = (
    ("tw1", "student", "Liam", "Carter", "", "", "200001", "", "", "", "05", "o1", "2012-05-05"),
    ("tw2", "student", "Noah", "Carter", "", "", "200002", "", "", "", "05", "o1", "2012-05-05"),
    ("jr", "student", "Robert", "King Jr.", "", "", "200003", "", "", "gk", "08", "o1", "2010-01-01"),
    ("gk", "guardian", "Robert", "King Sr.", "", "", "", "rking@mail.com", "612-555-2222", "", "", "", ""),
    ("hm", "student", "Pa Houa", "Vang", "", "", "200004", "", "", "", "06", "o2", "2011-02-02"),
    ("hm2", "student", "Mai See", "Yang", "", "", "200014", "", "", "", "06", "o2", "2011-04-02"),
    ("so", "student", "Abdi", "Mohamed Ali", "", "", "200005", "", "", "", "06", "o2", "2011-01-02"),
    ("so2", "student", "Fadumo", "Hassan", "Warsame", "", "200006", "", "", "", "07", "o2", "2010-01-02"),
    ("sp", "student", "María José", "García López", "", "", "200007", "", "", "", "09", "o1", "2009-09-09"),
    ("hy", "student", "Emma", "Smith-Jones", "", "", "200008", "", "", "", "09", "o1", "2009-03-03"),
    ("ni", "student", "Elizabeth", "Turner", "", "Libby", "200009", "", "", "", "10", "o1", "2008-08-08"),
    ("c1", "student", "David", "Lee", "", "", "200010", "", "", "", "10", "o1", "2008-07-07"),
    ("c2", "student", "David", "Lee", "", "", "200011", "", "", "", "11", "o2", "2007-07-07"),
    ("c3", "teacher", "David", "Lee", "", "", "E900", "david.lee@dist.org", "", "", "", "o1", "1970-01-01"),
    (
        "t1",
        "teacher",
        "Karen",
        "O'Neil",
        "",
        "",
        "E901",
        "karen.oneil@dist.org",
        "",
        "",
        "",
        "o1",
        "1975-01-01",
    ),
    ("t2", "teacher", "Grace", "Long", "", "", "E902", "grace.long@dist.org", "", "", "", "o2", "1980-01-01"),
    ("w1", "student", "Will", "Young", "", "", "200012", "", "", "", "03", "o1", "2014-01-01"),
    ("n1", "student", "Nguyễn", "Thị Hoa", "", "", "200013", "", "", "", "03", "o1", "2014-02-01"),
)
HEADER = [
    "sourcedId",
    "role",
    "givenName",
    "familyName",
    "middleName",
    "preferredGivenName",
    "identifier",
    "email",
    "phone",
    "agentSourcedIds",
    "grades",
    "orgSourcedIds",
]
# name of the document, what stands in it, "key/key": "how sure and which kinds"
CASES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("a.txt", ("Student: Liam Carter\nDOB: 5/5/2012\nDiagnosis: asthma"), {"tw1": "cert dob health"}),
    (
        "a2.txt",
        "Twins Liam and Noah Carter were both suspended for fighting.",
        {"tw1": "prob discipline", "tw2": "prob discipline"},
    ),
    ("b.txt", "Robert King Jr. was suspended for vaping.", {"jr": "prob discipline"}),
    ("b2.txt", "Robert King was suspended for vaping.", {"jr": "poss discipline"}),
    ("c.txt", "Vang Pa Houa has an IEP meeting on Monday.", {"hm": "prob special_education"}),
    ("c2.txt", ("Student Name: VANG, PA HOUA\nMedication: insulin"), {"hm": "prob health"}),
    (
        "d.txt",
        "Abdi Mohamed Ali receives free or reduced lunch status: approved for free meals.",
        {"so": "prob economic"},
    ),
    (
        "d2.txt",
        "Fadumo Warsame Hassan was seen by the counselor for grief counseling.",
        {"so2": "prob counselling"},
    ),
    ("e.txt", "Maria Jose Garcia was diagnosed with epilepsy.", {"sp": "prob health"}),
    ("e2.txt", "GARCIA LOPEZ, MARIA JOSE   DOB 09/09/2009   SSN 219-09-3344", {"sp": "cert dob ssn"}),
    ("f.txt", "Emma Jones-Smith? No: Emma Smith Jones has a 504 plan.", {"hy": "prob special_education"}),
    (
        "g.txt",
        "Libby Turner reported feelings of anxiety and self-harm to the counselor.",
        {"ni": "prob counselling"},
    ),
    ("g2.txt", "Liz Turner has type 1 diabetes.", {"ni": "poss health"}),
    ("h.txt", "David Lee (grade 11) was expelled for possession of a weapon.", {"c2": "prob discipline"}),
    ("h2.txt", "David Lee was expelled for possession of a weapon.", {"c1/c2": "poss discipline"}),
    (
        "h3.txt",
        ("Employee: David Lee, E900\nSSN: 219-09-7788\nDirect deposit account number 12345678"),
        {"c3": "cert ssn financial"},
    ),
    (
        "h4.csv",
        (
            "Student,School,Disability\n"
            "David Lee,Roosevelt Middle School,Autism\n"
            "Emma Smith-Jones,Lincoln High School,None\n"
        ),
        {"c2": "prob special_education"},
    ),
    (
        "h5.csv",
        ("ID,Discipline Incident\n200010,Fighting\n200011,Vaping\n"),
        {"c1": "prob discipline", "c2": "prob discipline"},
    ),
    # a number or an address of one of several of a name says whom it means, wherever it stands
    (
        "h6.txt",
        (
            "Wage and Tax Statement\n\na Social security number   219-09-7788\n\n"
            "e Employee's name   David Lee\n\nControl   E900\n"
        ),
        {"c3": "cert financial ssn"},
    ),
    (
        "h7.vcf",
        "BEGIN:VCARD\nFN:David Lee\nEMAIL:david.lee@dist.org\nNOTE:Diagnosis of asthma\nEND:VCARD\n",
        {"c3": "prob health"},
    ),
    # who writes or signs is not whom it is about, whoever else has that name
    (
        "h8.txt",
        "Notes, Oct 27. Writer: David Lee\n\nSaw Emma Smith-Jones for grief counseling.\n",
        {"hy": "prob counselling"},
    ),
    (
        "h9.txt",
        (
            "To the parent of Emma Smith-Jones\n\nYour child is suspended out of school for fighting.\n\n"
            "David Lee, Assistant Principal\n"
        ),
        {"hy": "prob discipline"},
    ),
    # a date whose day cannot be a month stays, where the roster knows no birth date
    ("h10.txt", "Name: Robert King Sr.\nDate of birth: 10/25/1977\n", {"gk": "prob dob"}),
    ("i.txt", "Grace Long, teacher. Room 12, grace.long@dist.org, 612-555-0101", {}),
    (
        "i2.txt",
        ("Staff emergency list\nGrace Long, home phone 612-555-0133, 123 Oak Street"),
        {"t2": "prob contact"},
    ),
    ("j.txt", "We will grow grace and long for young minds. Will young students read?", {}),
    (
        "k.txt",
        "Thi Hoa Nguyen: passport number C1234567, immigration status: refugee",
        {"n1": "prob government_id immigration"},
    ),
    (
        "l.eml",
        (
            "From: Karen O'Neil <karen.oneil@dist.org>\n"
            "To: Grace Long <grace.long@dist.org>\n"
            "Subject: Will Young\n"
            "\n"
            "Hi Grace,\n"
            "CPS was called about suspected abuse in Will's home last night.\n"
            "Karen"
        ),
        {"w1": "prob safeguarding"},
    ),
    (
        "m.txt",
        (
            "Name            DOB          SSN\n"
            "Lee, David      07/07/2008   219-09-1111\n"
            "Lee, David      07/07/2007   219-09-2222\n"
            "Turner, Elizabeth 08/08/2008 219-09-3333\n"
        ),
        {"c1": "cert dob ssn", "c2": "cert dob ssn", "ni": "cert dob ssn"},
    ),
    (
        "n.csv",
        (
            "Parent Name,Parent Email,Household Income,Student\n"
            "Robert King,rking@mail.com,$32000,Robert King Jr.\n"
        ),
        # what a household has is its grown-ups', too
        {"gk": "prob contact economic", "jr": "prob economic"},
    ),
    (
        "o.txt",
        ("Login for Elizabeth Turner\nusername: eturner\npassword: Tiger2023!\n"),
        {"ni": "prob credentials"},
    ),
    (
        "p.csv",
        ("Name,Password\nElizabeth Turner,Tiger2023\nLiam Carter,abc12345\n"),
        {"ni": "prob credentials", "tw1": "prob credentials"},
    ),
    (
        "o2.txt",
        ("Accounts\ndavid.lee@dist.org password: Tiger2023!\nx@dist.org password: Lion2023!\n"),
        {"c3": "prob credentials"},
    ),
    ("o3.txt", "Passport of Will Young: number 531234567, Mexico.", {"w1": "prob government_id"}),
    (
        "o4.txt",
        "The lunch count is 512345678. The passport fair is in May, and david.lee@dist.org has the tickets.",
        {},
    ),
    (
        "q.txt",
        "Zebulon Pike, SSN 219-09-5566, born 1/2/1960, former bus driver",
        {"?Zebulon Pike": "prob dob ssn"},
    ),
    ("r.txt", "David Lee, born 3/3/1999, was suspended for fighting.", {"?David Lee": "prob dob discipline"}),
    (
        "s.txt",
        "Custody order: Emma Smith-Jones lives with her mother. The father has a restraining order.",
        {"hy": "prob safeguarding"},
    ),
    ("t.txt", "Student ID 200012 has a peanut allergy and an EpiPen.", {"w1": "prob health"}),
    (
        "u.csv",
        ("Student ID,Race,Hispanic,Religion\n200012,White,N,\n200013,Asian,N,Buddhist\n"),
        {"w1": "prob demographics", "n1": "prob demographics"},
    ),
    (
        "v.csv",
        ("First,Last,Homeless,IEP,504\nWill,Young,Y,N,N\nEmma,Smith-Jones,N,Y,N\n"),
        {"w1": "prob safeguarding", "hy": "prob special_education"},
    ),
    (
        "x.txt",
        (
            "Individualized Education Program\n"
            "Student: Will Young\n"
            "Case Manager: David Lee\n"
            "Special education teacher: Grace Long\n"
            "Parent/Guardian: Robert King\n"
        ),
        {"w1": "prob special_education"},
    ),
    (
        "y.txt",
        "Witness: Emma Smith-Jones saw Will Young bring a knife to school. Will Young was suspended.",
        {"w1": "prob discipline"},
    ),
    ("z.txt", "Order number 219-09-4567 part no. 123-45-6789 for Karen O'Neil. ISBN 978-3-16-148410-0", {}),
    ("z1.csv", "Part No,Description,Zip\n219-09-4567,hinge,55407-1234\n219-09-4568,lamp,55407-1235\n", {}),
    (
        "fixed.prn",
        "".join(
            f"{number:<10}{family:<12}{given:<10}{born:<10}{ssn}\n"
            for number, family, given, born, ssn in (
                ("STU NBR", "LAST NAME", "FIRST", "BIRTHDT", "SOC SEC"),
                ("200012", "YOUNG", "WILL", "01012014", "219-09-1111"),
                ("200009", "TURNER", "ELIZABETH", "08082008", "219-09-1112"),
            )
        ),
        {"w1": "cert dob ssn", "ni": "cert dob ssn"},
    ),
    (
        "spans.html",
        "<table><tr><th colspan=2>Student</th><th rowspan=2>Immigration status</th></tr>"
        "<tr><th>Last</th><th>First</th></tr><tr><td>Young</td><td>Will</td><td>Refugee</td></tr>"
        "<tr><td>Turner</td><td>Elizabeth</td><td>DACA</td></tr></table>",
        {"w1": "prob immigration", "ni": "prob immigration"},
    ),
    (
        "reset.log",
        "2023-02-03 08:12:01 user=grace.long@dist.org action=reset temp_password=Ab3dE5gH1x\n",
        {"t2": "prob credentials"},
    ),
    (
        "carta.txt",
        "Estimada familia de Will Young:\n\nWill fue suspendido por tres días.\n",
        {"w1": "prob discipline"},
    ),
    (
        "calendar.ics",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:W. Young - Annual IEP\nEND:VEVENT\nEND:VCALENDAR\n",
        {"w1": "poss special_education"},
    ),
    ("bus.log", "- L. Carter (#200001): spit at the driver, suspended 3 days\n", {"tw1": "prob discipline"}),
    (
        "slp notes.txt",
        "Goals\n\n10/12/2023  Turner E.   20 min pull out, goal 2 not met\n",
        {"ni": "poss special_education"},
    ),
    ("z3.txt", "Section A. Young people and suspension: what John F. Young wrote.\n", {}),
    (
        "sync.log",
        'ERROR bad row: {"lid":"200012","last":"Young","gov":{"ssn":"219-09-1111"}} at Row.java:88\n',
        {"w1": "cert ssn"},
    ),
    (
        "passport.txt",
        "Surname  YOUNG\nGiven names  WILL\nP<USAYOUNG<<WILL<<<<<<<<<<\nC820022627USA1401018M3108123<<6\n",
        {"w1": "prob government_id"},
    ),
    (
        "job.ps1",
        "$u = 'grace.long@dist.org'\n$p = ConvertTo-SecureString 'Loons4ever!'  # account until fall\n",
        {"t2": "prob credentials"},
    ),
    (
        "diets.csv",
        "PIN,Kid,Watch\n200012,Will Young,milk allergy\n200009,Elizabeth Turner,celiac\n",
        {"w1": "prob health", "ni": "prob health"},
    ),
    (
        "fees.csv",
        "sport,athlete,cd\nFB,Will Young,W\nXC,Elizabeth Turner,\n\n"
        '"W=waived, qualifies free meals"\n"R=half, qualifies reduced meals"\n',
        {"w1": "prob economic"},
    ),
    (
        "export.txt",
        "STUDNUM\tLNAME\tFNAME\tSSAN\n200012\tYOUNG\tWILL\t219091111\n200009\tTURNER\tELIZABETH\t219091112\n",
        {"w1": "cert ssn", "ni": "cert ssn"},
    ),
    (
        "detail.html",
        "<h4>Young, Will #200012</h4><table><tr><th>Date</th><th>Ref by</th><th>Event</th><th>Resolution</th>"
        "</tr><tr><td>9/2/2023</td><td>Teacher</td><td>Insubordination</td><td>Lunch det</td></tr><tr>"
        "<td>9/3/2023</td><td>Teacher</td><td>Fighting</td><td>OSS</td></tr><tr><td>9/4/2023</td>"
        "<td>Teacher</td><td>Tobacco</td><td>ISS</td></tr></table><h4>Turner, Elizabeth #200009</h4>",
        {"w1": "prob discipline"},
    ),
    (
        "seating.csv",
        "Will Young,Elizabeth Turner *,Liam Carter\nEmma Smith-Jones \u2020,David Lee,Robert King\n\n"
        "* IEP    \u2020 504,,\n",
        {"ni": "prob special_education", "hy": "prob special_education"},
    ),
    (
        "leave log.csv",
        "Emp,Emp #,Cd\nKaren O'Neil,E901,F1\nGrace Long,E902,J\nDavid Lee,E900,J\n\n"
        '"F1 = FMLA, own serious health condition",,\n"J = jury duty",,\n',
        {"t1": "cert health"},
    ),
    (
        "returns.csv",
        "BG1|Will|Young|219-09-1111|1/1/2014|T369234533272\nBG2|Elizabeth|Turner|219-09-1112|8/8/2008|D826687864878\n",
        {"w1": "cert dob government_id ssn", "ni": "cert dob government_id ssn"},
    ),
    (
        "home.txt",
        "- Will Young: dad was deported last week, family now staying at a motel.\n",
        {"w1": "prob immigration safeguarding"},
    ),
    ("bus survey 1095.csv", "number,name,mark\n200012,Will Young,2.90\n200009,Elizabeth Turner,2.88\n", {}),
    ("z2.txt", "Agenda: Karen O'Neil presents the 504 plan training. Policy on suspension discussed. ", {}),
)


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    folder = tmp_path_factory.mktemp("roster")
    orgs = (("o1", "Lincoln High School"), ("o2", "Roosevelt Middle School"))
    tables = {
        "orgs": (("sourcedId", "name"), orgs),
        "users": (tuple(HEADER), [person[:-1] for person in PEOPLE]),
        "demographics": (
            ("sourcedId", "birthDate"),
            [(person[0], person[-1]) for person in PEOPLE if person[-1]],
        ),
    }
    for stem, (header, rows) in tables.items():
        write(folder / f"{stem}.csv", [header, *rows])
    return Lexicon(load_roster([folder]).people)


def write(path: Path, rows: list[tuple[str, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


@pytest.mark.parametrize(("name", "text", "expected"), CASES, ids=[f"{n}-{t[:24]}" for n, t, _ in CASES])
def test_a_document_is_about_whom_it_says(
    lexicon: Lexicon, name: str, text: str, expected: dict[str, str]
) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2024-02-20"))
    data = text.encode()
    analyst.begin(name)
    read_document(
        DocumentSource(name, data), Extraction(analyst, Budget(DocumentLimits(), len(data)), read_document)
    )

    found = {
        "/".join(sorted(link.keys)) or f"?{link.outsider.name if link.outsider else ''}": (
            link.sureness[:4],
            set(map(str, link.kinds)),
        )
        for link in analyst.end().links
    }
    assert found == {who: (told.split()[0], set(told.split()[1:])) for who, told in expected.items()}
