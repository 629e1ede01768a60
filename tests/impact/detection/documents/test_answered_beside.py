"""Rows, seats, talks and forms that tell something of one of those whom they name, and of nobody else: each
way with near neighbors that must not be told.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pytest

from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person
from tests.impact.detection.documents.test_ways_of_telling import read

LEXICON = Lexicon(
    [
        Person("ada", "ada", "student", "Ada", "Olson", ids=["200001"], dob="2012-03-09"),
        Person("ben", "ben", "student", "Ben", "Roe", ids=["200002"], guardians=["gil"], dob="2013-11-30"),
        Person("cam", "cam", "student", "Cam", "Vang", ids=["200003"], dob="2011-07-04"),
        Person("dee", "dee", "student", "Dee", "Hassan", ids=["200004"], dob="2011-07-05"),
        Person("eli", "eli", "student", "Eli", "Frost", ids=["200005"], emails=["efrostad2@d.example"]),
        Person("fay", "fay", "student", "Fay", "Moss", ids=["200006"], emails=["fmoss14@d.example"]),
        Person("tia", "tia", "staff", "Tia", "Long", ids=["50901"], emails=["tlong@d.example"]),
        Person("uma", "uma", "staff", "Uma", "Stone", ids=["50902"], emails=["ustone@d.example"]),
        Person("vic", "vic", "staff", "Vic", "Hale", ids=["50903"], emails=["vhale@d.example"]),
        Person("gil", "gil", "guardian", "Gil", "Roe", emails=["gil.roe@home.example"]),
    ]
)
Told = dict[str, set[str]]
Row = Sequence[str]


def table(*rows: Row) -> str:
    """The rows as a file with commas."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def check(name: str, text: str, told: Told) -> None:
    assert read(LEXICON, name, text) == told


CARDS = (
    ("Ada Olson", "Marit Falk", "4539 5787 6362 1486"),
    ("Ben Roe", "Nils Frode", "5425 2334 3010 9903"),
    ("Cam Vang", "Tora Lind", "4024 0071 0340 7726"),
)


@pytest.mark.parametrize(
    "head",
    ["who called", "Caller", "paid by", "Name on card", "cardholder", "whose card", "parent on the phone",
     "spoke with", "called in by", "payer name", "Parent", "from"],
)  # fmt: skip
def test_a_card_beside_a_child_is_that_of_whoever_called_or_paid(head: str) -> None:
    rows = [[kid, payer, number, "221"] for kid, payer, number in CARDS]
    told = {payer: {"financial"} for _, payer, _ in CARDS}
    check("Band/trip.csv", table(["kid", head, "card", "cvv"], *rows), told)


def test_a_card_beside_a_teacher_is_that_of_whom_the_row_is_about() -> None:
    rows = [[kid, "Tia Long", number, "221"] for kid, _, number in CARDS]
    check(
        "Band/trip.csv", table(["student", "teacher", "card", "cvv"], *rows),
        {"ada": {"financial"}, "ben": {"financial"}, "cam": {"financial"}},
    )  # fmt: skip


SEATS: tuple[tuple[str, str, Told], ...] = (
    ("\ninhaler in the blue bag, asthma", "\nrestraining order, not to grandpa",
     {"ada": {"health"}, "dee": {"safeguarding"}}),
    ("\n4th write up, hitting", "\nhearing aids\nsits in front", {"ada": {"discipline"}, "dee": {"health"}}),
    ("\nlikes the window", "\nshort, needs the front", {}),
)  # fmt: skip


@pytest.mark.parametrize(("first", "last", "told"), SEATS)
def test_what_stands_below_a_name_in_a_seat_is_said_of_who_sits_there(
    first: str, last: str, told: Told
) -> None:
    rows = (
        ["Seats, route 9"], ["row", "door side", "window side"],
        ["1", f"200001 Olson A{first}", "200002 Roe B"], ["2", "200003 Vang C", f"200004 Hassan D{last}"],
    )  # fmt: skip
    check("Bus/am.csv", table(*rows), told)


@pytest.mark.parametrize(
    ("first", "second", "third", "last"),
    [("Ada Olson", "Ben Roe", "Cam Vang", "Dee Hassan"),
     ("Olson, Ada", "Roe, Ben", "Vang, Cam", "Hassan, Dee"),
     ("Olson, A.", "Roe, B.", "Vang, C.", "Hassan, D."), ("Olson A", "Roe B", "Vang C", "Hassan D")],
)  # fmt: skip
def test_seats_need_no_numbers(first: str, second: str, third: str, last: str) -> None:
    rows = (
        ["Seats, route 9"], ["row", "door side", "window side"], ["1", f"{first}\nasthma, inhaler in "
         f"bag", second],
        ["2", third, f"{last}\nseizures, call 911"], ["3", "Eli Frost", "Fay Moss\nlikes the window"],
    )  # fmt: skip
    check("Bus/am.csv", table(*rows), {"ada": {"health"}, "dee": {"health"}})


@pytest.mark.parametrize(
    ("dish", "holds"),
    [("dish", "allergens"), ("Recipe", "contains nuts?"), ("what are you bringing", "allergies?"),
     ("Menu item", "gluten free?"), ("Potluck item", "allergy info"), ("bringing", "allergy card"),
     ("Dessert", "Allergens (nuts, dairy)"), ("baked goods", "contains")],
)  # fmt: skip
def test_what_is_in_a_dish_is_nothing_of_who_brings_it(dish: str, holds: str) -> None:
    rows = (
        ["lefse", "Ada Olson", "wheat, milk"],
        ["egg rolls", "Ben Roe", "egg"],
        ["bars", "Cam Vang", "nuts"],
    )
    check("PTO/supper.csv", table([dish, "who", holds], *rows), {})
    told = {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}
    check("Kitchen/diets.csv", table(["serve instead", "student", "allergies"], *rows), told)


@pytest.mark.parametrize(
    "head",
    ["Med card exp", "DOT physical expires", "Physical exam valid thru", "CPR card exp", "TB test good until",
     "Medical cert. renewal due"],
)  # fmt: skip
def test_till_when_a_card_is_good_tells_no_illness(head: str) -> None:
    rows = (["Tia Long", "03/2027", ""], ["Uma Stone", "04/2028", "insulin pump"], ["Vic Hale", "9/1/27", ""])
    check("Bus/drivers.csv", table(["driver", head, "remarks"], *rows), {"uma": {"health"}})


def test_help_for_another_reason_is_no_special_education() -> None:
    rows = (
        ["Student", "Basis", "Accommodations"], ["Ada Olson", "IEP", "reader"], ["Ben Roe", "504", "breaks"],
        ["Cam Vang", "EL", "word list"], ["Dee Hassan", "late start", "none, usual time"],
        ["Eli Frost", "IEP", "scribe"],
    )  # fmt: skip
    special = {"special_education"}
    check("Testing/rooms.csv", table(*rows), {"ada": special, "ben": special, "eli": special})
    participates = (
        ["Local ID", "Program", "Primary disability"], ["200001", "IEP", "Speech/Language"],
        ["200002", "Gifted - reading", ""], ["200003", "IEP", "Speech/Language"],
    )  # fmt: skip
    check("State/participation.csv", table(*participates), {"ada": special, "cam": special})


def test_a_cell_that_says_that_there_is_nothing_may_go_on() -> None:
    rows = (
        ["kid", "NO"], ["Ada Olson", "gluten, celiac"], ["Ben Roe", "nothing, just picky"],
        ["Cam Vang", "none, mom says fine now"], ["Dee Hassan", "peanut"], ["Eli Frost", "milk"],
        ["Fay Moss", "nothing, but epi pen for bees"],
    )  # fmt: skip
    told = {who: {"health"} for who in ("ada", "dee", "eli", "fay")}
    check("Kitchen/diets.csv", table(*rows), told)


def test_whom_a_plan_covers_is_paid_nothing_by_it() -> None:
    rows = (["Tia Long", "219-09-3344", "all 12"], ["Uma Stone", "531-22-0917", "Jan-Jun"])
    told = {"tia": {"ssn"}, "uma": {"ssn"}}
    check("Benefits/1095B upload.csv", table(["Covered individual", "SSN", "Months"], *rows), told)
    told = {"tia": {"ssn", "financial"}, "uma": {"ssn", "financial"}}
    check("Payroll/W2 reprints.csv", table(["Name", "SSN", "Pages"], *rows), told)


@pytest.mark.parametrize(
    ("head", "role"),
    [("DOB if no SSN", "dob"), ("Birth date if SSN is not known", "dob"), ("SSN if known", "ssn")],
)
def test_a_header_may_say_when_it_is_asked_for(head: str, role: str) -> None:
    value = "03/08/1990" if role == "dob" else "219-09-3344"
    rows = (["Name", "Months", head], ["Zed Quill", "12", value], ["Marit Falk", "3", ""])
    check("Benefits/list.csv", table(*rows), {"Zed Quill": {role}})


def test_a_directory_keeps_birthdays_with_the_time_and_a_prefix_of_its_own() -> None:
    entry = "dn: uid={0},dc=d\nuid: {0}\ncn: {1}\n{2}: {3}000000Z\n\n"
    people = (("aolson", "Ada Olson", "20120309"), ("broe", "Ben Roe", "20131130"))
    born = "".join(entry.format(uid, name, "isdBirth", day) for uid, name, day in people)
    check("dump/people.ldif", born, {"ada": {"dob"}, "ben": {"dob"}})
    made = "".join(entry.format(uid, name, "isdMade", day) for uid, name, day in people)
    check("dump/people.ldif", made.replace("2012", "2025").replace("2013", "2026"), {})


def test_who_applies_may_be_known_by_a_number_of_theirs_alone() -> None:
    rows = (
        ["id", "last", "first", "ssn", "internal_emp"], ["910", "Quill", "Zed", "219-09-3344", ""],
        ["911", "", "", "531-22-0917", "50901"],
    )  # fmt: skip
    check("HR/applicants.csv", table(*rows), {"tia": {"ssn"}, "Zed Quill": {"ssn"}})


def test_a_family_name_may_be_joined_to_any_word() -> None:
    rows = (["Name", "Tax ID"], ["Marit Falk-Lane", "219-09-3344"], ["Elm Lane", "531-22-0917"])
    check("AP/people.csv", table(*rows), {"Marit Falk-Lane": {"ssn"}})


LINES: tuple[tuple[str, str, Told], ...] = (
    # programs
    ("vendor/.env.sample", "APP_ADMIN_USER=admin\nAPP_ADMIN_PASSWORD=ChangeMe!9\nCUSTODY_ALERT=on\n", {}),
    ("log/auth.log", "10:01 POST {user=tlong, password=********}\n10:02 POST {user=ustone, "
     "password=[FILTERED]}\n10:03 POST {user=vhale, password=Otter!2291}\n", {"vic": {"credentials"}}),
    ("git/h.yml", 'oncall:\n  - name: "Tia Long"\n    login: tlong\n    vpn_pin: "305742"\n',
     {"tia": {"credentials"}}),
    ("git/h.yml", 'oncall:\n  - name: "Tia Long"\n    login: tlong\n    desk: "305742"\n', {}),
    # firms and people
    ("AP/register.txt", "CHECK  VENDOR                  ROUTING    ACCOUNT      AMOUNT\n"
     "10021  ELM VALLEY EYE ASSOC PA   091000019  445501221    1,200.00\n"
     "10022  PRAIRIE MUTUAL INS        091000019  445501222      900.00\n"
     "10023  CITY OF ELM GROVE WATER   091000019  445501223      120.00\n", {}),
    ("AP/refund.txt", "MARIT FALK   routing 091000019  account 445501221\n", {"MARIT FALK": {"financial"}}),
    # parts in a play
    ("Club/fall.txt", "THE LAST BUS\na comedy in two acts\nThe company\nAda Olson .... Thief, later "
     "arrested\n"
     "Ben Roe .... A patient with tuberculosis\nDirected by Uma Stone\n", {}),
    ("Club/fall.txt", "Cast of Characters\nAda Olson as Jess, expelled from school\n", {}),
    ("Club/fall.txt", "Ada Olson is out of the cast, she was expelled.\n", {"ada": {"discipline"}}),
    # talks
    ("fam/chat.txt", "9/4/26, 8:01 AM - Gil Roe: we sleep in the motel now with Ben Roe\n9/4/26, 8:02 "
     "AM - Tia "
     "Long: oh no\n9/4/26, 8:03 AM - Ada Olson joined\n9/4/26, 8:04 AM - Gil Roe: he has "
     "asthma\n9/4/26, 8:05 "
     "AM - Uma Stone left\n", {"ben": {"safeguarding", "health"}, "gil": {"safeguarding"}}),
    ("it/chat.txt", "[10/2 07:41] Tia Long: locked out again\n[10/2 07:42] Uma Stone: temp pw is "
     "Gravel-4410\n"
     "[10/2 07:50] Vic Hale: printer is down\n", {"tia": {"credentials"}}),
    ("it/chat.txt", "[10/2 07:41] Uma Stone: locked out again?\n[10/2 07:46] Tia Long: i changed it to "
     "Moss&Fern2019 but it wants a longer one\n", {"tia": {"credentials"}}),
    ("it/chat.txt", "10/2/26 07:41 nobody: locked out\n10/2/26 07:42 somebody: temp pw is Gravel-4410\n", {}),
    # who stands beside
    ("HR/froi.txt", "FIRST REPORT OF INJURY\n1 Employee: Tia Long\n2 Nature: broken wrist\n3 Witness: "
     "Vic Hale, "
     "who iced it\n", {"tia": {"health"}}),
    ("Office/bta.txt", "Threat assessment. Ben Roe told us it was meant to be funny for Cam Vang, who "
     "sits with him at lunch. He was suspended five days.\n", {"ben": {"discipline"}}),
    ("Office/bta.txt", "Ben Roe saw Cam Vang, who was suspended five days.\n", {"cam": {"discipline"}}),
    ("notes.txt", "Ada Olson - dad fears teasing on the playground\n", {}),
    ("notes.txt", "Ada Olson - suspended for bullying at recess\n", {"ada": {"discipline"}}),
    ("notes.csv", "student,notes\nAda Olson,FAFSA night q\nBen Roe,asked about SNAP workshop\nCam "
     "Vang,on SNAP\n",
     {"cam": {"economic"}}),
    ("cartas/s.txt", "Estimada familia de Ben Roe:\nBen golpeó a otro alumno en el brazo. Queda "
     "suspendido.\n",
     {"ben": {"discipline"}}),
    ("cartas/s.txt", "Ben Roe dice que su papá le pega.\n", {"ben": {"safeguarding"}}),
    # whose pay a page with a number of social security tells, whatever else it says to all
    ("pay/stub.txt", "ELM SCHOOLS ADVICE OF DEPOSIT\nTia Long Emp 50901\nSSN 219-09-3344\nNET PAY "
     "DEPOSITED TO "
     "CHK ...7389 1,815.60\nFlu shots Nov 10. Benefit choices are due by Nov 20. All staff are welcome.\n",
     {"tia": {"ssn", "financial"}}),
    # whose relative a card is, and a child to whom the same happened
    ("x/c.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Gil Roe\nTEL:612-555-0101\nNOTE:Ben Roe's dad. has HRO vs "
     "the other "
     "parent\nEND:VCARD\n", {"gil": {"safeguarding"}}),
    ("x/c.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Gil Roe\nNOTE:Ben Roe has asthma\nEND:VCARD\n",
     {"ben": {"health"}}),
    ("reg/a.txt", "I swear that Gil Roe and the child Ben Roe have stayed with me ever since a "
     "fire took their home in July.\n",
     {"gil": {"safeguarding"}, "ben": {"safeguarding"}}),
    ("reg/a.txt", "Gil Roe and the child Ben Roe met us. He has slept in a car since May.\n",
     {"ben": {"safeguarding"}}),
    # who says a name that nobody here has, and papers of people whom nobody here knows
    ("Mail/vm.txt", '-- 1 --\n"Hi this is Gil Roe calling about Ben Roe he has the flu"\n\n-- 2 --\n"Good '
     'morning it\'s Marie Falk the sub I have COVID, the test says"\n',
     {"ben": {"health"}, "Marie Falk": {"health"}}),
    ("Mail/vm.txt", '-- 1 --\n"Hi this is Marie Falk from the clinic, Ben Roe has the flu"\n',
     {"ben": {"health"}}),
    ("HR/letter.txt", "Tia Long, your card SRC2722102215 ends soon.\n\nWe sent the same to Mr. Marie "
     "Falk, whose "
     "approval WAC1792238909 is new.\n", {"tia": {"immigration"}, "Marie Falk": {"immigration"}}),
    ("srv/a.txt", "10:01 basic auth user='zed.quill@duct.example' (Zed Quill) secret='Flue#Gas88' ok\n",
     {"Zed Quill": {"credentials"}}),
    ("Bus/seats.txt", "Seat 1: Ada Olson (asthma)   Seat 2: Ben Roe\nSeat 3: Cam Vang   Seat 4: Dee Hassan "
     "(seizures)\n", {"ada": {"health"}, "dee": {"health"}}),
    ("pay/advice.txt", "Employee: Tia Long  Pay period 10/1-10/15\nRegular 80.00\nFederal W/H 120.00 "
     "FICA 112.84\n"
     "Net 1,402.11\n", {"tia": {"financial"}}),
    # user names with digits
    ("week.md", "- mon. vape in B2: **efrostad2** and **fmoss14**. 1 day ISS each\n- tue. Ada Olson lost a "
     "phone\n", {"eli": {"discipline"}, "fay": {"discipline"}}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "text", "told"), LINES)
def test_lines_tell_of_whom_they_mean(name: str, text: str, told: Told) -> None:
    check(name, text, told)


ASKED = "[10/2 07:40] Uma Stone: hi\n[10/2 07:41] Tia Long: {}\n[10/2 07:42] {}\n[10/2 07:50] Vic Hale: ok\n"


@pytest.mark.parametrize(
    "answer",
    ["reset to Gravel-4410", "use Gravel-4410 for now", "your new password is Gravel-4410", "try Gravel-4410",
     "done. it's Gravel-4410 until you change it", "unlocked, pw Gravel-4410", "set yours to Gravel-4410"],
)  # fmt: skip
def test_what_is_given_to_who_cannot_get_in_is_theirs(answer: str) -> None:
    told = {"tia": {"credentials"}}
    check("it/chat.txt", ASKED.format("locked out again", f"Uma Stone: {answer}"), told)
    check("it/chat.txt", ASKED.format("printer is down", "Uma Stone: use the hallway one in B204"), {})


@pytest.mark.parametrize(
    "typed",
    ["i put in Moss&Fern2019 and nothing", "mine is Moss&Fern2019, why", "i keep typing Moss&Fern2019",
     "changed it to Moss&Fern2019, still no", "it says Moss&Fern2019 is too short"],
)  # fmt: skip
def test_what_somebody_types_who_cannot_get_in_is_theirs(typed: str) -> None:
    told = {"tia": {"credentials"}}
    check("it/chat.txt", ASKED.format("locked out again", f"Tia Long: {typed}"), told)
    check("it/chat.txt", ASKED.format("door again", "Tia Long: i put in two chairs from B204"), {})


@pytest.mark.parametrize(
    "label",
    ["Driver", "Driver (print)", "Volunteer driver (please print)", "Volunteer (print name)", "Chaperone"],
)
def test_a_form_with_a_birthday_is_that_of_its_driver(label: str) -> None:
    form = (
        f"Our trip\n{label}: Marit Falk\nHome phone: 612-555-0101\nDate of birth: 10/03/1979\n"
        "License no. / state: E958878913917 MN\nTrip / teacher: zoo 10/9 / Tia Long\n"
    )
    check("vol/form.txt", form, {"Marit Falk": {"dob", "government_id"}})
    check(
        "vol/form.txt",
        f"Our trip\n{label}: Marit Falk\nRider: Ada Olson\nDOB: 03/09/2012\n",
        {"ada": {"dob"}},
    )
