"""Data of people that a threat quotes or brings along: told by its kind, never by its value."""

from __future__ import annotations

from typing import Any

import pytest

from firstbell.triage.mail import Attachment, MailAddress, MailMessage
from firstbell.triage.samples import find_data, find_record, list_sample_clues, may_hold_sample

NAME_BY_DATE = "Halvorsen, Zofia, 2010-03-04\nQuispe, Omar, 2009-01-02\n"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SSN 000-12-3456", "a social security number"),
        ("his is xxx-xx-3456", "a social security number"),
        ("000\u201312\u20133456", "a social security number"),
        ("DOB: 03/04/2010", "a date of birth"),
        ("born March 4, 2010", "a date of birth"),
        ("fecha de nacimiento: 4 de marzo de 2010", "a date of birth"),
        ("usted naci\u00f3 el 4 de marzo de 1971", "a date of birth"),
        ("Student ID: 200017", "a number that stands for a person"),
        ("your old password was hunter22", "a password"),
        ("Tu clave es girasol99", "a password"),
        ("date of birth is May thirty first, two thousand twelve", "a date of birth"),
        ("born on the second of June, two thousand and nine", "a date of birth"),
        ("born, it says, no: date of birth eight twenty-one two thousand ten", "a date of birth"),
        ("fecha de nacimiento: tres de mayo de dos mil doce", "a date of birth"),
        ("it is six one oh, dash, four four, dash, two nine zero eight, right?", "a social security number"),
        ("Cinco dos cero. Uno siete. Cuatro cuatro nueve tres.", "a social security number"),
        (NAME_BY_DATE, "rows of a list"),
        ("they live at 123 Oak Street", "a home address"),
    ],
)
def test_data_is_told_by_its_kind_and_never_by_its_value(text: str, kind: str) -> None:
    assert find_data(text) == kind
    assert not any(word in find_data(text) for word in text.split() if any(map(str.isdigit, word)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "call 651-555-0100 or 1-800-555-0100",
        "on 03/04/2023 the buses are late",
        "123 Oak Street, Maple Elementary School",
        "Reset your password on the sign-in page.",
        "Nobody asks for your password in a message.",
        "Change your password this winter.",
        "order 000-12-34567 and part A-000-12-3456",
        "a, b, c\nd, e, f\n",
        NAME_BY_DATE.partition("\n")[0],
        "call me back at six one two, five five five, oh one nine three",
        "gate code four four nine oh",
        "Case 60417 is closed; your restore was checked on the tenth.",
        "born to run, two thousand meters in nine minutes",
        "we have one, two or three seats left, and two of you wait",
    ],
)
def test_ordinary_numbers_and_dates_are_no_sample(text: str) -> None:
    assert find_data(text) == ""


def test_what_stands_behind_a_very_long_text_is_not_searched() -> None:
    assert find_data("word " * 6000 + "SSN 000-12-3456") == ""
    assert find_data("word " * 5900 + "SSN 000-12-3456") != ""


DEMAND = (
    "For our services you owe us 6 bitcoin within seven days. If you are late we open what we hold of you."
)
DEMAND_ES = (
    "Por nuestros servicios ustedes deben 6 bitcoin en siete d\u00edas, o abrimos lo que tenemos de ustedes."
)


def make_mail(text: str, *files: Attachment) -> MailMessage:
    fields: dict[str, Any] = {"subject": "", "date": "", "message_id": ""}
    return MailMessage(sender=MailAddress("", ""), text=text, attachments=files, **fields)


def make_file(name: str, text: str = "", *, inline: bool = False) -> Attachment:
    return Attachment(name, "application/octet-stream", 9, "", text, inline)


@pytest.mark.parametrize(
    ("mail", "names"),
    [
        (make_mail("Pay. SSN 000-12-3456"), {"sample_quoted"}),
        (make_mail("Pay.", make_file("list.csv", NAME_BY_DATE)), {"sample_attached"}),
        (make_mail("Pay.", make_file("data.zip")), {"sample_attached"}),
        (make_mail("Pay.", make_file("logo.png", inline=True)), set()),
        (make_mail("Pay.", make_file("letter.txt", "Dear board, pay us.")), set()),
        (make_mail("Pay.", make_file("bill.pdf", DEMAND)), set()),
        (make_mail("Ver.", make_file("carta.png", DEMAND_ES)), set()),
        (make_mail("Pay.", make_file("bill.pdf", f"{DEMAND} {NAME_BY_DATE}")), {"sample_attached"}),
        (
            make_mail("Pay.", make_file("names.pdf", "Zofia Halvorsen Omar Quispe Ned Orr")),
            {"sample_attached"},
        ),
        (make_mail("Pay."), set()),
    ],
)
def test_a_sample_is_a_clue_where_it_is_quoted_or_comes_along(mail: MailMessage, names: set[str]) -> None:
    assert {clue.name for clue in list_sample_clues(mail, mail.text, says_proof=False)} == names


@pytest.mark.parametrize("piece", ["Smith, John ", "A", "\u201c", "a:http://", "AB, "])
def test_names_and_quotations_without_an_end_are_read_once(piece: str) -> None:
    """Each cost its length squared, or hundreds of looks a character."""
    text = piece * (400_000 // len(piece))
    assert find_record(text) == ""
    assert not list(list_sample_clues(make_mail(text), text, says_proof=True))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ana Roe, born 3/4/2010", "what a record says of a person"),
        ("Ana Roe was suspended", "what a record says of a person"),
        ("ROE, ANA 200017", "what a record says of a person"),
        ("A. Roe has 200017", "what a record says of a person"),
        ("Ana Roe" + " and" * 20 + " 200017", ""),  # too far behind the name
        ("Ana Roe. The number is 200017", ""),  # in another sentence
        ("200017 is what Ana Roe has", ""),
        ("ana roe has 200017", ""),
    ],
)
def test_a_detail_of_records_counts_close_behind_a_name_in_its_sentence(text: str, kind: str) -> None:
    assert find_record(text) == kind


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("day 3 of 9, 4 btc, then 7", False),
        ("The board has until noon. Then the price is another.", False),
        ("day 3 of 9, 4 btc, see the file", True),
        ("Omar Quispe first, then the others. 4 btc.", True),
        ("is 0042 still the end of yours? 4 btc", True),
        ("mire la foto, 4 btc", True),
    ],
)
def test_a_demand_of_some_words_that_names_nobody_holds_no_sample(text: str, holds: bool) -> None:
    assert may_hold_sample(make_mail(text), text) is holds
    assert may_hold_sample(make_mail(text, make_file("a.bin")), text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("her passport no. X00099887", "a number of a document or an account"),
        ("the account that ends in 0042", "a number of a document or an account"),
        ("tarjeta terminada en 0042", "a number of a document or an account"),
        ("the board's policy number is on page 4", ""),
        ("the week that ends in May", ""),
    ],
)
def test_numbers_of_documents_are_what_records_say(text: str, kind: str) -> None:
    assert find_record(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Robin, 4 May 2013, was late nine times.",
        "Your Robin (4/5/2013) sees the nurse.",
        "Inés, 4 de mayo de 2013, faltó.",
    ],
)
def test_a_first_name_and_a_birth_date_stand_in_records(text: str) -> None:
    assert find_record(text)


@pytest.mark.parametrize(
    "text",
    [
        "On Friday, 4 May 2029, the buses are late.",
        "Hall (4/5/2029) is full.",
        "Since May 2013 we bake for the fair.",
    ],
)
def test_a_day_to_come_and_a_day_of_the_week_are_none(text: str) -> None:
    assert not find_record(text)


BILL = "Invoice 9. Copy of your records. Amount 3.5 BTC. Terms net 5 days. Remit to the wallet below."


@pytest.mark.parametrize(
    ("text", "brought"),
    [
        (BILL, False),
        (f"{BILL} Halvorsen, Zofia, suspended 2024.", True),
        ("Halvorsen suspended for a fight", True),
    ],
)
def test_a_bill_that_comes_with_a_threat_is_what_is_wanted_and_no_sample(text: str, *, brought: bool) -> None:
    mail = make_mail("Pay.", make_file("a.pdf", text))
    names = {clue.name for clue in list_sample_clues(mail, mail.text, says_proof=False)}
    assert ("sample_attached" in names) is brought


def test_a_picture_of_a_demand_is_what_it_says_and_no_sample() -> None:
    demand = "THIS CAME OUT OF YOUR PRINTER. Put the coins there by noon. Do not call. Do not unplug it."
    mail = make_mail("see", make_file("a.png", demand))
    assert not [
        clue for clue in list_sample_clues(mail, mail.text, says_proof=False) if clue.side == "sample"
    ]


RECORD = (
    'We are not joking: "Student cries before gym, mother asked that nobody writes this down, see nurse."'
)
COPIED = 'On the machine: "We have what the nurse wrote about your student. You tell the lady to talk to us."'


@pytest.mark.parametrize(("text", "quoted"), [(RECORD, True), (COPIED, False)])
def test_a_quotation_that_speaks_to_its_reader_is_the_threat_and_no_record(
    text: str, *, quoted: bool
) -> None:
    names = {clue.name for clue in list_sample_clues(make_mail(text), text, says_proof=False)}
    assert ("sample_quoted" in names) is quoted


def test_of_two_quotations_the_one_that_is_a_record_counts() -> None:
    text = f'You wrote to us: "We will not talk to you, and you will hear from our lawyers soon." {RECORD}'
    assert any(
        clue.name == "sample_quoted" for clue in list_sample_clues(make_mail(text), text, says_proof=False)
    )


@pytest.mark.parametrize(
    "text",
    [
        "Orla Finch, 9, rides the late bus",
        "Orla Finch (9)",
        "Orla Finch age 9 walks alone",
        "Finch, Orla, 9 a\u00f1os",
    ],
)
def test_a_name_and_how_old_a_child_is_stand_in_records(text: str) -> None:
    assert find_record(text) == "what a record says of a person"


@pytest.mark.parametrize(
    "text",
    [
        "Orla Finch, 9 Elm Street",
        "Orla Finch, 9 a.m.",
        "Orla Finch, 9:40",
        "Orla Finch, 3rd floor",
        "see Orla Finch, 9 days",
    ],
)
def test_a_street_an_hour_and_a_floor_are_no_age(text: str) -> None:
    assert find_record(text) == ""
