"""Records as programs and clerks keep them: fields behind or below labels that come again, forms as they were
sent, people outside the roster by their own numbers, tickets of which one cell says what is wrong and another
to what it was set, codes that lines below a table explain, tables joined by what tells, several people with
their days of birth in a cell. Each beside near neighbors.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

Case = tuple[str, str, dict[str, set[str]]]
LABELLED: tuple[Case, ...] = (
    # behind labels, one of two who apply has a given name that few have
    ("desk/orders.txt", "Order 1 of 2\nName on file: Dusk Pike\nSSN: 219-09-3344\nSend by: mail\n\n"
     "Order 2 of 2\nName on file: Zeb Moss\nSSN:\nBirth date: 4/5/1961\nSend by: fax\n\n"
     "Order 3 of 3\nName on file: Kay Lark\nSSN: 376-18-4455\nBirth date: 2/2/1970\nSend by: fax\n",
     {"Dusk Pike": {"ssn"}, "Zeb Moss": {"dob"}, "Kay Lark": {"ssn", "dob"}}),
    # below labels
    ("HR/posting 12/applications.txt", "#1\nComplete legal name\nZeb Moss\nTaxpayer no.\n219-09-3344\n"
     "Date of birth\n4/5/1991\n\n#2\nComplete legal name\nKay Lark\nTaxpayer no.\n376184455\n"
     "Date of birth\n2/2/1990\n", {"Zeb Moss": {"ssn", "dob"}, "Kay Lark": {"ssn", "dob"}}),
    # below a name alone, with a title before it or without
    ("cards.txt", "Uma Stone\nBuilding\nHill\nTell the medics\nepilepsy, pills in desk\n\nMr. Vic Hale\n"
     "Building\nLake\nTell the medics\ninsulin pump\n",
     {"uma": {"health"}, "vic": {"health"}}),
    # nobody: rooms, and people who only answer the telephone
    ("rooms.txt", "Room: 12\nSeats: 30\nLast cleaned: 4/5/1991\n\nRoom: 14\nSeats: 28\nLast cleaned: "
     "2/2/1990\n", {}),
    ("desks.txt", "Contact: Zeb Moss\nOpened: 4/5/1991\nHours: 8 to 4\n\nContact: Kay Lark\nOpened: "
     "2/2/1990\nHours: 8 to 4\n", {}),
    ("plan.txt", "Uma Stone\nRoom\n12\nTopic of the week\nlakes and rivers\n\nVic Hale\nRoom\n14\n"
     "Topic of the week\nthe heart\n", {}),
)  # fmt: skip
SENT: tuple[Case, ...] = (
    ("web/site.log", '10.0.0.9 - "GET /order?fn=Zeb&ln=Moss&dob=04%2F05%2F1961&gy=1979 HTTP/1.1" 200\n'
     '10.0.0.7 - "GET /order?fn=Kay&ln=Lark&dob=02%2F02%2F1970&gy=1988 HTTP/1.1" 200\n',
     {"Zeb Moss": {"dob"}, "Kay Lark": {"dob"}}),
    ("web/site.log", '10.0.0.9 - "GET /list?page=4&size=20&sort=name HTTP/1.1" 200\n'
     '10.0.0.7 - "GET /list?page=5&size=20&sort=name HTTP/1.1" 200\n', {}),
    ("logs/reset.log", "06:30:03 Set-Pw sam=tlong newpw=Walnut-7731 again=0\n"
     "06:30:04 Set-Pw sam=ustone newpw=Hazel-4410 again=1\n06:30:05 Set-Pw sam=vhale policy=short\n",
     {"tia": {"credentials"}, "uma": {"credentials"}}),
    ("logs/gate.log", "07:41 POST /in body=uid=tlong&secret=Elm2019%21&keep=1 -> 302\n"
     "07:42 POST /in body=uid=ustone&secret=***&keep=1 -> 302\n", {"tia": {"credentials"}}),
    ("logs/gate.log", "07:41 GET /in uid=tlong&page=Elm2019&keep=1 -> 302\n", {}),
    # whoever applies gives an address, and short headers for the parts of the name
    ("hr.json", '{"list": [{"f": "Evan", "l": "Moss", "birth": "1996-06-11", "mail": "em@else.example"}, '
     '{"f": "Troy", "l": "Lark", "birth": "1997-03-07", "mail": "tl@else.example"}, '
     '{"f": "April", "l": "Pike", "birth": "1981-06-25", "mail": "ap@else.example", '
     '"needs": "I am deaf in the left ear and ask for a captioner"}]}',
     {"Evan Moss": {"dob"}, "Troy Lark": {"dob"}, "April Pike": {"dob", "health"}}),
    ("kiosk.csv", 'In,Last/First,ID DOB,To\n8:02,MOSS/EVAN,02/17/1989,4\n8:40,LARK/TROY,01/10/1991,office\n'
     '9:10,PIKE/APRIL,05/05/1965,2\n',
     {"APRIL PIKE": {"dob"}, "EVAN MOSS": {"dob"}, "TROY LARK": {"dob"}}),
    ("stock.csv", 'In,From/To,Made,Shelf\n8:02,OAK/ELM,02/17/2019,4\n8:40,ELM/ASH,01/10/2021,office\n', {}),
)  # fmt: skip
TICKETS: tuple[Case, ...] = (
    ("help/t.csv", 'No,Requester,Subject,Resolution\n1,vhale@d.example,stu 200001 cant log in,"set to '
     'Gravel-Moon-31, student told"\n2,ustone@d.example,printer,toner\n3,tlong@d.example,door,see 70009\n',
     {"ada": {"credentials"}}),
    ("help/t.csv", 'No,Requester,Subject,Body,Resolution\n1,Front desk,student pw,"Ben Roe cannot get in,\n'
     'he is standing here",set to salmon8841; told him\n2,"Hale, Vic",printer,jam in tray 2,cleared\n',
     {"ben": {"credentials"}}),
    ("help/mails.txt", "Requester: tlong\nIssue: voicemail does not let her in\n"
     "Resolution: PIN now 730914, told her\n\n"
     "Requester: ustone\nIssue: locked out since the long break\nResolution: reset to Gopher#5510, "
     "must change\n\n"
     "Requester: vhale\nIssue: bulb of the projector went out\nResolution: swapped, asset 22-1107\n",
     {"tia": {"credentials"}, "uma": {"credentials"}}),
    ("subs.csv", "Teacher,Room,Chart,Computer\nT. Long (Hill),214,on desk,tlong + Fjord-1997\n"
     "Uma Stone,11,blotter,ustone / Grove*65\nVic Hale,9,wall,he lets you in\n",
     {"tia": {"credentials"}, "uma": {"credentials"}}),
    # a remark that one record alone has
    ("staff.ldif", "dn: CN=Tia Long\nsAMAccountName: tlong\ndescription: rm 204\n\ndn: CN=Uma Stone\n"
     "sAMAccountName: ustone\ninfo: sub acct, pwd=Cardinal!88zx\n\ndn: CN=Vic Hale\nsAMAccountName: vhale\n",
     {"uma": {"credentials"}}),
    ("help/t.csv", 'No,Requester,Subject,Resolution\n1,vhale@d.example,stu 200001 needs a desk,"set to '
     'room 31, told"\n2,ustone@d.example,heat,set to 68 degrees\n3,tlong@d.example,door,fob B204-12\n', {}),
    ("help/mails.txt", "Requester: tlong\nIssue: clock\nResolution: time now 7:30, told her\n\n"
     "Requester: ustone\nIssue: laptop\nResolution: swapped for PL-4410-22\n", {}),
)  # fmt: skip
EXPLAINED: tuple[Case, ...] = (
    ("leave.prn", "EMPNO  NAME        FROM     CD  PAY\nE901   LONG TIA    081526   MA  FUL\nE902   STONE UMA"
     "   091426   CX  STD\nE903   HALE VIC    102626   PL  VAC\n\nCD: CX CANCER TREATMENT  PL PERSONAL\n"
     "    MA MATERNITY\n", {"tia": {"health"}, "uma": {"health"}}),
    ("squad.txt", "no  athlete       gr   status\n 4  Ada Olson     12   ok\n11  Ben Roe       12   OUT *\n"
     "15  Cam Vang      12   hold **\n\n*   vaping in the locker room, suspended two weeks\n"
     "**  eating disorder clinic must clear her\n",
     {"ben": {"discipline"}, "cam": {"health", "counselling"}}),
    ("squad.txt", "no  athlete       gr   status\n 4  Ada Olson     12   ok\n11  Ben Roe       12   OUT *\n"
     "15  Cam Vang      12   hold **\n\n*   at the debate in Fargo\n**  back on Monday\n", {}),
)  # fmt: skip
ASKED: tuple[Case, ...] = (
    # a row for each question, whatever its columns are called
    ("apps.csv", "ref,G,F,what,x\n7,Evan,Moss,Tax ID,219-09-3344\n7,Evan,Moss,Born,4/5/1991\n8,Troy,Lark,"
     "Tax ID,376-18-4455\n8,Troy,Lark,Born,2/2/1990\n9,Kate,Pike,Born,9/8/1971\n",
     {"Evan Moss": {"ssn", "dob"}, "Troy Lark": {"ssn", "dob"}, "Kate Pike": {"dob"}}),
    ("rooms.csv", "ref,G,F,what,x\n7,Evan,Moss,Room,219\n7,Evan,Moss,Seats,30\n8,Troy,Lark,Room,220\n"
     "8,Troy,Lark,Seats,31\n", {}),
    # a number of social security or one of the district, whichever is known
    ("claims.csv", "Last,First,Id No,DOB,Cause\nLong,Tia,219093344,1/2/1980,fell\nStone,Uma,E902,3/4/1981,"
     "cut\nHale,Vic,376184455,5/6/1982,burn\n",
     {"tia": {"ssn", "dob"}, "uma": {"dob"}, "vic": {"ssn", "dob"}}),
    ("claims.csv", "Last,First,Id No,DOB,Cause\nLong,Tia,219093344,1/2/1980,fell\nStone,Uma,E902,3/4/1981,"
     "cut\nHale,Vic,219093345,5/6/1982,burn\n", {"tia": {"dob"}, "uma": {"dob"}, "vic": {"dob"}}),
)  # fmt: skip
SEVERAL: tuple[Case, ...] = (
    ("requests.csv", 'Fax in,From,Students (name / bd),Sent\n9/3,ISD 4,"Ada Olson 03/09/2012; Ben Roe '
     '11/30/2013",yes\n9/4,Lake,"Vang, Cam\n07/04/2011",hold\n',
     {"ada": {"dob"}, "ben": {"dob"}, "cam": {"dob"}}),
    ("guests.csv", 'In,From,Students (name / day),Sent\n9/3,ISD 4,"Ada Olson 03/09/2026; Ben Roe '
     '11/10/2026",yes\n9/4,Lake,"Vang, Cam\n07/04/2026",hold\n', {}),
    ("class.csv", 'Name as on papers,b/d,status + no.\n"Gil Roe, dad of Ben at Hill",8/24/81,LPR A038 117 560'
     '\nZeb Moss,2/2/79,US - MN ID P441209837715\nKay Lark,2/3/79,none\n',
     {"gil": {"dob", "government_id"}, "Zeb Moss": {"dob", "government_id"}, "Kay Lark": {"dob"}}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), LABELLED)
def test_fields_that_come_again_are_records(
    lexicon: Lexicon, name: str, text: str, expected: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == expected


@pytest.mark.parametrize(("name", "text", "expected"), SENT)
def test_what_programs_send_is_told_of_whom_its_fields_name(
    lexicon: Lexicon, name: str, text: str, expected: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == expected


@pytest.mark.parametrize(("name", "text", "expected"), TICKETS)
def test_a_ticket_is_read_as_one(
    lexicon: Lexicon, name: str, text: str, expected: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == expected


@pytest.mark.parametrize(("name", "text", "expected"), EXPLAINED)
def test_lines_below_a_table_explain_its_codes_and_marks(
    lexicon: Lexicon, name: str, text: str, expected: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == expected


@pytest.mark.parametrize(("name", "text", "expected"), ASKED)
def test_cells_say_what_their_own_columns_hold(
    lexicon: Lexicon, name: str, text: str, expected: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == expected


@pytest.mark.parametrize(("name", "text", "expected"), SEVERAL)
def test_each_of_several_in_a_cell_has_what_stands_behind_them(
    lexicon: Lexicon, name: str, text: str, expected: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == expected
