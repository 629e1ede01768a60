"""Records that shorten what they say: passwords that addresses and scripts set, keys that tables lend each
other, headers without vowels, labels above what was typed; each beside what looks like it and tells nothing.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE, read

KINDS = dict[str, set[str]]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(PEOPLE)


DOCUMENTS: tuple[tuple[str, str, KINDS], ...] = (
    ("IT/iis.log",
     "#Fields: date time c-ip cs-method cs-uri-stem cs-uri-query s-port\n"
     "2026-10-06 07:58:01 10.1.2.3 GET /sso/signin.jsp "
     "uid=tlong&pw=Bluegill44 443\n2026-10-06 07:58:09 10.1.2.9 GET "
     "/news.jsp - 443\n2026-10-06 07:59:11 10.1.2.4 GET /sso/signin.jsp "
     "uid=vhale&pw=canoe-tilt-8 443\n",
     {"tia": {"credentials"}, "vic": {"credentials"}}),
    ("IT/squid.log",
     "1760.112 210 10.2.2.2 TCP_MISS/200 GET "
     "http://gate.d.example/change?login=ustone&newpass=Marsh%2144&again=Marsh%2144 "
     "-\n1760.310 15 10.2.2.7 TCP_HIT/200 GET "
     "http://gate.d.example/logo.png -\n",
     {"uma": {"credentials"}}),
    ("IT/acc.log",
     "10.4.0.1 - - [06/Oct/2026:07:58:01 -0500] \"GET "
     "/signin?u=tlong&p=heron-post-3 HTTP/1.1\" 302 0\n10.4.0.2 - vhale "
     "[06/Oct/2026:08:02:00 -0500] \"GET /grades HTTP/1.1\" 200 12\n"
     "10.4.0.7 - - [06/Oct/2026:08:04:00 -0500] \"GET "
     "/pw?u=ustone&np=ladder77b&np2=ladder77b HTTP/1.1\" 302 0\n",
     {"tia": {"credentials"}, "uma": {"credentials"}}),
    ("IT/mount.ps1",
     "$c = [PSCredential]::new(\"vhale\", (ConvertTo-SecureString -String "
     "\"Otter-Run-77\" -AsPlainText -Force))\nNew-PSDrive -Name T "
     "-Credential $c\n",
     {"vic": {"credentials"}}),
    ("IT/sync.sh",
     "#!/bin/sh\n# nightly\ncurl -s -u tlong:otter-44-run "
     "https://files.d.example/out.csv -o /tmp/o\n",
     {"tia": {"credentials"}}),
    ("IT/drives.bat",
     "@echo off\nnet use P: \\\\fs1\\pay /user:DISTRICT\\ustone Bream!4471 "
     "/persistent:yes\n",
     {"uma": {"credentials"}}),
    ("IT/old/acc.log",
     "10.4.0.1 - - [06/Oct/2026:07:58:01 -0500] \"GET /list?u=tlong&p=12 "
     "HTTP/1.1\" 200 0\n10.4.0.2 - vhale [06/Oct/2026:08:02:00 -0500] \"GET "
     "/login HTTP/1.1\" 200 12\n10.4.0.2 - ustone [06/Oct/2026:08:02:03 "
     "-0500] \"GET /login/ok HTTP/1.1\" 200 12\n",
     {}),
    ("IT/old/acc2.log",
     "10.4.0.1 - tlong [06/Oct/2026:07:58:01 -0500] \"GET "
     "/search?user=tlong&page=results-2026 HTTP/1.1\" 200 0\n",
     {}),
    ("IT/old/map.ps1",
     "# Uma Stone 2024\n$c = New-Object PSCredential($user, $secure)\n"
     "New-PSDrive -Name T -Credential $c\n",
     {}),
    ("IT/old/s.sh",
     "#!/bin/sh\n# by tlong\ncurl -s -u $USER:$TOKEN "
     "https://files.d.example/out.csv\n",
     {}),
    ("IT/old/d.bat",
     "net use P: \\\\fs1\\pay /user:ustone *\nnet use Q: \\\\fs1\\tlong "
     "/persistent:yes\n",
     {}),
    ("dumps/a.sql",
     "CREATE TABLE pupil(k integer, ln text, fn text, sid text);\nINSERT "
     "INTO pupil VALUES(7,'Olson','Ada','200001');\nINSERT INTO pupil "
     "VALUES(8,'Roe','Ben','200002');\nINSERT INTO pupil "
     "VALUES(9,'Vang','Cam','200003');\nCREATE TABLE chart(k integer, since "
     "text, note text);\nINSERT INTO chart VALUES(7,'2026-09-11','asthma, "
     "inhaler at desk');\nINSERT INTO chart VALUES(9,'2026-09-14','type 1 "
     "diabetes, pump');\n",
     {"ada": {"health"}, "cam": {"health"}}),
    ("dumps/b.sql",
     "CREATE TABLE `emp` (`no` int NOT NULL, `nm` varchar(40), `badge` "
     "char(5), PRIMARY KEY (`no`));\nINSERT INTO `emp` VALUES (41,'Long, "
     "Tia','E901'),(42,'Stone, Uma','E902'),(43,'Hale, Vic','E903');\n"
     "CREATE TABLE `garn` (`no` int, `what` varchar(30), `each` "
     "decimal(8,2));\nINSERT INTO `garn` VALUES (41,'CHILD SUPPORT "
     "GARNISHMENT',210.50),(43,'TAX LEVY',90.00);\n",
     {"tia": {"financial"}, "vic": {"financial"}}),
    ("dumps/c.sql",
     "CREATE TABLE person(ref text, last text, first text);\nINSERT INTO "
     "person VALUES('A','Olson','Ada'),('B','Roe','Ben');\nCREATE TABLE "
     "alert(ref text, txt text);\nINSERT INTO alert VALUES('B','severe "
     "peanut allergy, EpiPen'),('A','none');\nCREATE TABLE seat(ref text, "
     "bus text);\nINSERT INTO seat VALUES('A','12'),('B','12');\n",
     {"ben": {"health"}}),
    ("dumps/old/a.sql",
     "CREATE TABLE pupil(k integer, ln text, fn text, sid text);\nINSERT "
     "INTO pupil VALUES(1,'Olson','Ada','200001');\nINSERT INTO pupil "
     "VALUES(2,'Roe','Ben','200002');\nCREATE TABLE visit(k integer, "
     "pupil_k integer, note text);\nINSERT INTO visit VALUES(1,2,'asthma, "
     "inhaler at desk');\nINSERT INTO visit VALUES(2,2,'asthma again');\n",
     {"ben": {"health"}}),
    ("dumps/old/b.sql",
     "CREATE TABLE emp(id integer, nm text);\nINSERT INTO emp "
     "VALUES(1,'Long, Tia');\nINSERT INTO emp VALUES(2,'Stone, Uma');\n"
     "CREATE TABLE cond(id integer, title text);\nINSERT INTO cond "
     "VALUES(1,'asthma');\nINSERT INTO cond VALUES(2,'diabetes');\n",
     {}),
    ("dumps/old/c.sql",
     "CREATE TABLE emp(k integer, nm text);\nINSERT INTO emp "
     "VALUES(1,'Long, Tia');\nINSERT INTO emp VALUES(2,'Stone, Uma');\n"
     "CREATE TABLE visit(k integer, who text, note text);\nINSERT INTO "
     "visit VALUES(1,'Ada Olson','asthma');\nINSERT INTO visit "
     "VALUES(2,'Ben Roe','broken arm');\n",
     {"ada": {"health"}, "ben": {"health"}}),
    ("Trips/boat.csv",
     "Pax,Psprt,Exp\n\"Olson, Ada\",C44810277,5/31\n\"Roe, "
     "Ben\",590118274,6/30\n\"Long, Tia\",X2087714,9/29\n",
     {"ada": {"government_id"}, "ben": {"government_id"}, "tia": {"government_id"}}),
    ("HR/plans.csv",
     "Emp,HSA acct,FSA yn\n\"Long, Tia\",77120045518,n\n\"Stone, "
     "Uma\",88204417731,y\n\"Hale, Vic\",,n\n",
     {"tia": {"financial"}, "uma": {"financial"}}),
    ("HR/claim.csv",
     "Name,Onset,Gross weekly wage\nTia Long,1/14,$812.40\nUma "
     "Stone,2/2,$640.00\n",
     {"tia": {"financial"}, "uma": {"financial"}}),
    ("Office/checks.csv",
     "Household,Ck dt,Bank acct on ck\n\"Roe, Gil\",9/2,24566677800\n",
     {"gil": {"financial"}}),
    ("HR/form.csv",
     "Timestamp,Email Address,\"For the carrier please type your Social "
     "Security number, digits only, no dashes or spaces\",Plan\n10/12/2026 "
     "7:41,tlong@d.example,301581735,single\n10/12/2026 "
     "8:12,ustone@d.example,419027736,family\n10/12/2026 "
     "9:44,vhale@d.example,,none\n",
     {"tia": {"ssn"}, "uma": {"ssn"}}),
    ("SIS/s.csv",
     "localId,familyName,givenName,section504Status\n200001,Olson,Ada,Yes\n"
     "200002,Roe,Ben,No\n200003,Vang,Cam,Yes\n",
     {"ada": {"special_education"}, "cam": {"special_education"}}),
    ("Trips/boat.csv",
     "Pax,Sprt,Exp\n\"Olson, Ada\",soccer,5/31\n\"Roe, Ben\",golf,6/30\n",
     {}),
    ("IT/acct.csv",
     "Emp,IT acct,Groups\n\"Long, Tia\",tlong,4\n\"Stone, Uma\",ustone,2\n",
     {}),
    ("Office/house.csv",
     "Household,Stop\n14 Elm St,3\n20 Oak Ave,4\n",
     {}),
    ("HR/form.csv",
     "Timestamp,Email Address,\"Which account do you want us to use for the "
     "book orders of your team this year, please\",Plan\n10/12/2026 "
     "7:41,tlong@d.example,library,single\n10/12/2026 "
     "8:12,ustone@d.example,science,family\n",
     {}),
    ("SIS/s.csv",
     "localId,familyName,givenName,section\n200001,Olson,Ada,504\n"
     "200002,Roe,Ben,505\n",
     {}),
    ("Rides/answers.txt",
     "Your name\nMarla Quist\nDriver's license number and state\n"
     "Q442910073315, Minnesota\nInsurer\nPrairie Mutual\nYour name\nOtto "
     "Brandvold\nDriver's license number and state\nB118200964478, "
     "Minnesota\nInsurer\nsame\n",
     {"Marla Quist": {"government_id"}, "Otto Brandvold": {"government_id"}}),
    ("Vendors/forms.txt",
     "1 Name of individual. An entry is required.\nMarla Quist\n2 Business "
     "name or disregarded entity name, if different\nPart I Social security "
     "number\n4 9 5 - 1 2 - 1 4 1 3\n1 Name of individual. An entry is "
     "required.\nOtto Brandvold\n2 Business name or disregarded entity "
     "name, if different\nOtto's Signs\nPart I Social security number\n0 2 "
     "4 - 9 5 - 6 9 8 1\n",
     {"Marla Quist": {"ssn"}, "Otto Brandvold": {"ssn"}}),
    ("Vendors/refs.csv",
     "Name,Marla Quist,Otto Brandvold\nTIN,430-58-5387,536-22-8726\n"
     "Sport,volleyball,hockey\n",
     {"Marla Quist": {"ssn"}, "Otto Brandvold": {"ssn"}}),
    ("HR/injury.csv",
     "Employee,Date of birth\n\"Long, Tia\",04/10/1978\nHome "
     "address,Employee no.\n6032 Elm,E901\nGross weekly wage,Shift\n"
     "$812.40,first\n",
     {"tia": {"dob", "financial", "health"}}),
    ("Rides/answers.txt",
     "Name of the bus\nBlue Marla\nLicense number and state of the bus\n"
     "442-XKR, Minnesota\nSeats\n40\nName of the bus\nOtto\nLicense number "
     "and state of the bus\n118-KRX, Minnesota\nSeats\n20\n",
     {}),
    ("Vendors/refs.csv",
     "Name,Lake Hall,Otto Gym\nRoom code,430-58-5387,536-22-8726\n"
     "Sport,volleyball,hockey\n",
     {}),
    ("Vendors/blank.txt",
     "1 Name of individual. An entry is required.\n2 Business name or "
     "disregarded entity name, if different\nPart I Social security number\n"
     "_ _ _ - _ _ - _ _ _ _\n1 Name of individual. An entry is required.\n2 "
     "Business name or disregarded entity name, if different\nPart I Social "
     "security number\n_ _ _ - _ _ - _ _ _ _\n",
     {}),
    ("Gym/lift.csv",
     "Coach,Shift\n\"Long, Tia\",first\nRoom,Seats\nGym,40\nSet,Reps\n"
     "first,12\n",
     {}),
    ("Oficina/club.txt",
     "Nombre del alumno\nAda Olson\nEquipo\nazul\nNombre de la madre, padre "
     "o tutor\nGil Roe\nDía\nmartes\n",
     {}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), DOCUMENTS, ids=[name for name, _, _ in DOCUMENTS])
def test_it_is_read_as_a_clerk_reads_it(lexicon: Lexicon, name: str, text: str, expected: KINDS) -> None:
    assert read(lexicon, name, text) == expected
