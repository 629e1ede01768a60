r"""Messages of health (HL7): what each segment tells of the patient before it."""

from __future__ import annotations

import pytest

from firstbell.documents.records.health_messages import are_messages, read_messages

HEAD = "MSH|^~\\&|EHR|DISTRICT\r"
PATIENT = (
    "PID|1||77^^^S^MR~219-09-3344^^^SSA^SS~88^^^T^PT||Olson^Ada^B^Jr||20150302081500|F||2106-3^White"
    "|12 Elm St^Apt 4^Minneapolis^MN^55401^US||(612)555-0147|||||||DL-A29\r"
)


def tell(text: str) -> list[dict[str, str]]:
    """The filled cells of each row by their headers."""
    header, *rows = read_messages(text) or [[]]
    return [{name: cell for name, cell in zip(header, row, strict=True) if cell} for row in rows]


def test_a_patient_is_read_with_numbers_name_birth_and_address() -> None:
    assert tell(HEAD + PATIENT) == [
        {
            "Person ID": "77",
            "Other ID": "88",
            "Last name": "Olson",
            "First name": "Ada",
            "Middle name": "B",
            "Suffix": "Jr",
            "Date of birth": "20150302",
            "SSN": "219-09-3344",
            "Race": "White",
            "Home address": "12 Elm St Apt 4 Minneapolis MN 55401",
            "Home phone": "(612)555-0147",
            "Drivers license": "DL-A29",
        }
    ]


@pytest.mark.parametrize(
    ("segment", "column", "cell"),
    [
        ("RXA|0|1|20260301||115^Tdap^CVX", "Vaccine", "Tdap"),
        ("AL1|1|FA|^walnut", "Allergies", "walnut"),
        ("IAM|1|DA|70618^Penicillin", "Allergies", "Penicillin"),
        ("DG1|1||J45.20^Asthma^I10", "Diagnosis", "Asthma"),
        ("DG1|1||J45.20", "Diagnosis", "J45.20"),
        ("PRB|AD|1|F90.0^ADHD", "Diagnosis", "ADHD"),
        ("RXE|1|^Albuterol", "Medication", "Albuterol"),
        ("RXO|^Insulin", "Medication", "Insulin"),
        ("RXG|1|2|3|^Keppra", "Medication", "Keppra"),
        ("OBX|1|ST|5778-6^Peak flow||180", "Health notes", "Peak flow: 180"),
        ("OBX|1|ST|5778-6^Peak flow||", "", ""),
        ("OBX|1|ST|||180", "Health notes", "180"),
        ("NTE|1||needs a ride~home", "Health notes", "needs a ride; home"),
        ("NK1|1|Roe^Gil|FTH||6125550190", "Guardian name", "Gil Roe"),
        ("NK1|1|Roe", "Guardian name", "Roe"),
        ("IN1|1|" + "|" * 34 + "PMI00412", "Health insurance id", "PMI00412"),
        ("ZZZ|1|secret", "", ""),
    ],
)
def test_a_segment_tells_its_thing_of_the_patient(segment: str, column: str, cell: str) -> None:
    (row,) = tell(f"{HEAD}PID|1||77||Olson^Ada\r{segment}\r")
    told = {name: cell for name, cell in row.items() if name not in {"Person ID", "Last name", "First name"}}
    told.pop("Guardian phone", None)
    assert told == ({column: cell} if cell else {})


def test_what_several_segments_tell_stands_together_and_once() -> None:
    text = f"{HEAD}PID|1||77||Olson^Ada\rAL1|1||^milk\rAL1|2||^egg\rAL1|3||^milk\r"
    assert tell(text)[0]["Allergies"] == "milk; egg"


def test_each_patient_has_a_row_and_nothing_is_told_of_the_one_before() -> None:
    text = (
        f"{HEAD}PID|1||77||Olson^Ada\rAL1|1||^milk\rPID|2||78||Roe^Ben\rAL1|1||^egg\r"
        f"{HEAD}AL1|1||^soy\rPID|1||79||Vang^Cam\r"
    )
    rows = tell(text)
    assert [row["Last name"] for row in rows] == ["Olson", "Roe", "Vang"]
    assert [row.get("Allergies") for row in rows] == ["milk", "egg", None]


def test_other_signs_part_a_message_that_says_so_and_escaped_ones_are_read() -> None:
    text = "MSH#:+!*#EHR\nPID#1##77##Olson:Ada\nNTE#1##a!F!b!T!c!S!d\n"
    (row,) = tell(text)
    assert (row["Last name"], row["First name"]) == ("Olson", "Ada")
    assert row["Health notes"] == "a|b&c^d"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (HEAD, True),
        ("\x0b" + HEAD, True),
        ("FHS|^~\\&|x\rBHS|^~\\&|x\r" + HEAD, True),
        ("\n\n  " + HEAD, True),
        ("Re: " + HEAD, False),
        ("MSHx^~\\&|", False),
        ("PID|1||77", False),
        ("", False),
    ],
)
def test_a_message_begins_with_its_head(text: str, is_one: bool) -> None:
    assert are_messages(text) is is_one


@pytest.mark.parametrize("text", ["", "PID|1||77", HEAD, HEAD + "AL1|1||^milk\r"])
def test_a_message_of_no_patient_is_no_table(text: str) -> None:
    assert read_messages(text) == []


@pytest.mark.parametrize("patient", ["PID", "PID|", "PID|1||||^", "PID|1||" + "~" * 6])
def test_a_patient_of_whom_nothing_is_told_does_no_harm(patient: str) -> None:
    assert all(not row for row in tell(f"{HEAD}{patient}\r"))
