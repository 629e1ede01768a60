"""What became of intruders and of stolen data, what is certain, how systems are: held unless a fact tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from firstbell.notify.statements.record import CaseRecord
from tests.notify.records import know, weigh_text

_EVENT = {
    "encryption_event": {
        "confirmed": True,
        "first_damage": "2027-04-11T02:20:00-05:00",
        "found": "2027-04-11T06:40:00-05:00",
    },
    "forensic_firm": {"engaged": "2027-04-12"},
    "law_enforcement": {"informed": ["FBI"], "since": "2027-04-12"},
    "reports": {"state_72h": {"filed": "2027-04-13T15:00:00-05:00"}},
    "unaffected_systems": ["learning platform", "bus routing"],
    "ransom": {"demanded": "400,000 USD", "paid": False},
    "letters_sent": 0,
    "misuse_search": {"done": False},
}
OPEN = replace(
    know(
        _EVENT
        | {
            "way_in": {"status": "believed", "value": "stolen VPN password"},
            "first_access": {"status": "believed", "value": "2027-03-30"},
            "exfiltration": {
                "state": "undetermined",
                "reviewed_days": 9,
                "of_days": 13,
                "published": False,
                "unexplained_bytes": 31_000_000_000,
            },
            "personal_data_search": {"coverage_percent": 55},
            "people_affected": {"count": 4120, "final": False},
            "kinds_found": ["contact", "dob", "counselling"],
            "systems_restored": {
                "verified": ["phones", "payroll", "lunch registers", "student records"],
                "pending": ["door badges", "enrollment"],
            },
            "files_without_clean_version": 1730,
        }
    ),
    today=date(2027, 4, 27),
)
STOLEN = replace(
    know(
        _EVENT
        | {
            "way_in": "stolen VPN password",
            "first_access": "2027-03-28",
            "exfiltration": {
                "state": "confirmed",
                "reviewed_days": 13,
                "of_days": 13,
                "published": True,
                "bytes": 64_000_000_000,
                "confirmed": "2027-05-06",
            },
            "personal_data_search": {"coverage_percent": 100},
            "people_affected": {"count": 9314, "final": True},
            "kinds_found": ["contact", "dob", "counselling"],
            "systems_restored": {
                "verified": ["phones", "payroll", "lunch registers", "student records", "enrollment"],
                "pending": [],
            },
            "files_without_clean_version": 1730,
            "coercion_contacts": {"count": 18, "since": "2027-05-08"},
        }
    ),
    today=date(2027, 5, 13),
)

HELD_OF_STOLEN = [
    # what became of the intruders
    "The people behind this attack are in jail.",
    "Two suspects have been charged.",
    "The hackers were arrested on Tuesday.",
    "Arrests are only days away.",
    "The FBI expects arrests soon.",
    "The gang has been broken up.",
    "Police have caught the thieves.",
    "Los atacantes ya están detenidos.",
    "La policía arrestó a los hackers.",
    # what became of what they took
    "We have recovered the stolen records.",
    "The copied files are back in our hands.",
    "The post with our data has been deleted.",
    "The leak site was shut down after we asked.",
    "We got everything that was stolen back.",
    "The files they published are no longer online.",
    "We had the page taken down.",
    "La página con nuestros datos fue eliminada.",
    "Recuperamos los datos robados.",
    # more than that there was an attack, or a theft
    "The attackers had help from a student.",
    "The attack has made us stronger.",
    "The hackers have said that they are sorry.",
    "The stolen files are worthless to anyone.",
    "The stolen data came from one school.",
    "The data was stolen by a former employee.",
    # a share is not the whole
    "Nine tenths of the files have been searched.",
    "We are four fifths of the way through the files.",
    # a system that was spared
    "Files on our learning platform were among those stolen.",
    "The learning platform was hacked as well.",
    "Bus routing was broken into, too.",
    "Pupils' work on the learning platform was leaked.",
    # nobody can promise it
    "Our network is hacker-proof from now on.",
    "Nobody can break into our unhackable systems.",
    "None of this concerns you or your children.",
    "The attack did not affect our families.",
    "We waited until Thursday before telling you.",
    "There are files that could not be opened.",
    "Se perdieron todos los archivos.",
    # the news to come is no promise of what it says
    "You will have your answers by Monday.",
    "We will tell you on Monday whose data was taken.",
    "Our next letter will come on Friday, and all will be well.",
    "Our call center is open from 8 to 6 in three languages.",
    "Our call center is open around the clock.",
    "Was data stolen? Yes, we confirmed it two weeks ago.",
    "Since May 1, eighteen coercive contacts have become known.",
    "Eighty coercive contacts have become known since May 8.",
    "No sabemos cómo entró el intruso ni desde cuándo.",
    "We do not know how the intruder got in, or when.",
]
PASSES_OF_STOLEN = [
    "Data was stolen from our network, and it has been published.",
    "We are sorry to tell you that data was stolen.",
    "Our servers were attacked with ransomware.",
    "We can say with certainty when the intruder first got in.",
    "All of the files have been searched.",
    "The learning platform was not affected.",
    "Enrollment is back.",
    "Thieves may write to you and ask for money.",
    "An impostor might call and claim to be from the bank; hang up.",
    "People who commit such crimes often write to families and threaten them.",
    "Eighteen coercive contacts have become known to us since May 8.",
    "Sí se robaron datos, y los datos fueron publicados.",
    "We will tell you more on Monday at noon.",
    "Our next letter to you will come on Friday, May 21.",
    "Our call center is open from 8 to 6, Monday to Friday.",
    "The front office answers the phone from 7:45 to 3:30.",
    "This is not a letter that any of us wanted to write.",
    "You deserve the facts, plainly told.",
]
HELD_OF_OPEN = [
    # what is no more than believed, or told in part
    "We can say for sure how long the intruder was inside.",
    "We know exactly when the attackers got in.",
    "There is no doubt about how the attack began.",
    "How they got in is no longer a mystery.",
    "We can tell you with confidence how many people are affected.",
    "Podemos decir con certeza cuándo entró el intruso.",
    # kinds of data, where the review is not done
    "We have no evidence that counseling notes were disclosed.",
    "There is no sign that birth dates were shared.",
    "No hay indicios de que se hayan divulgado los expedientes.",
    # traffic
    "All thirteen days of outbound traffic have been accounted for.",
    "Not one gigabyte is unaccounted for.",
    "Every transfer has been explained.",
    # what is back, said to be down, and the other way
    "Lunch registers are still down.",
    "The cash registers in our kitchens are out of service.",
    "Phones are not back yet.",
    "We are still without payroll.",
    "Enrollment works again.",
    "The learning platform is still unavailable.",
    # the day and the part of it
    "The attack came to light on Monday, when teachers could not log in.",
    "The attack was noticed on Tuesday when staff could not open files.",
    "The attack was found late on Sunday.",
    "On Sunday evening, April 11, an attacker encrypted files in our network.",
    "The first file was encrypted at 2:20 a.m., and the damage was found at 7:40.",
    "The encryption began before two o'clock on Sunday morning.",
    "The intruder is thought to have first come in on March 20.",
    "The intruder is known to have first come in on March 30.",
    "Our report to the state went in on April 13, inside the first 24 hours.",
]
PASSES_OF_OPEN = [
    "We cannot say with certainty how long the intruder was inside.",
    "More than half of the files have been searched.",
    "Nine of the thirteen days of logs have been reviewed.",
    "Door badges are still down.",
    "Enrollment is still down.",
    "Lunch registers are back.",
    "UPDATE: Lunch registers are back. Door badges are not.",
    "The attack came to light on Sunday, April 11.",
    "Early on Sunday, April 11, an attacker encrypted files in our network.",
    "The first file was encrypted at 2:20 a.m., and the damage was found at 6:40.",
    "The encryption began before half past two on the morning of April 11.",
    "We found the encryption at twenty to seven in the morning of April 11.",
    "The intruder is thought to have first come in on March 30.",
    "Our report to the state went in on April 13, inside the 72 hours.",
]


@pytest.mark.parametrize(
    ("text", "record"),
    [*((one, STOLEN) for one in HELD_OF_STOLEN), *((one, OPEN) for one in HELD_OF_OPEN)],
)
def test_what_no_fact_tells_does_not_pass(text: str, record: CaseRecord) -> None:
    assert weigh_text(text, record) != "passes"


@pytest.mark.parametrize(
    ("text", "record"),
    [*((one, STOLEN) for one in PASSES_OF_STOLEN), *((one, OPEN) for one in PASSES_OF_OPEN)],
)
def test_what_the_record_bears_out_passes(text: str, record: CaseRecord) -> None:
    assert weigh_text(text, record) == "passes"


def test_phones_that_are_out_answer_nobody() -> None:
    out = replace(know({**_EVENT, "systems_restored": {"verified": [], "pending": ["phones"]}}))
    assert weigh_text("The front office answers the phone from 7:45 to 3:30.", out) != "passes"


CLEAR = know(
    {
        "encryption_event": {"confirmed": True, "found": "2027-04-11T06:40:00-05:00"},
        "exfiltration": {"state": "none_found", "reviewed_days": 13, "of_days": 13, "published": False},
    }
)
REVIEWS = [
    "A look through the firewall logs turned up nothing unusual.",
    "The log review is finished and shows no traffic out of the ordinary.",
    "A review of the logs found nothing.",
    "The logs revealed nothing.",
]


@pytest.mark.parametrize("text", REVIEWS)
def test_what_a_review_that_is_not_over_did_not_find_does_not_pass(text: str) -> None:
    assert weigh_text(text, OPEN) != "passes"


def test_what_a_whole_review_did_not_find_is_not_stopped() -> None:
    assert [text for text in REVIEWS if weigh_text(text, CLEAR) == "stopped"] == []
    assert weigh_text(REVIEWS[0], CLEAR) == "passes"


def test_that_logs_were_not_all_reviewed_is_no_word_of_what_they_show() -> None:
    assert weigh_text("The log review is not finished.", OPEN) == "passes"
    assert weigh_text("The log review is not finished.", CLEAR) == "stopped"


def test_leaked_means_taken_as_well_where_nothing_says_online() -> None:
    asked = "Has my child's data been leaked? No."
    assert weigh_text(asked, OPEN) == "stopped"
    assert weigh_text("No data has been published.", OPEN) == "passes"


@pytest.mark.parametrize("how", ["worked out", "counted", "determined", "verified"])
def test_a_count_that_is_final_is_not_still_being_made(how: str) -> None:
    final = know({"people_affected": {"count": 8764, "final": True}})
    assert weigh_text(f"The number of people affected is still being {how}.", final) == "stopped"


LATE = know(
    {
        "encryption_event": {"confirmed": True, "found": "2027-04-11T06:40:00-05:00"},
        "exfiltration": {"state": "confirmed", "confirmed": "2027-04-29"},
        "coercion_contacts": {"count": 6, "since": "2027-05-03"},
        "credit_monitoring": {"contract": "2027-04-20", "codes_issued": True},
        "password_reset": {"staff": True, "students": True},
        "way_in": "VPN account of a former employee",
    }
)
EARLY = know(
    {
        "encryption_event": {"confirmed": True, "found": "2027-04-11T06:40:00-05:00"},
        "credit_monitoring": {"contract": "2027-04-20", "codes_issued": None, "months": 24},
        "password_reset": {"staff": True, "students": False},
        "way_in": "VPN account of a former employee",
    }
)


@pytest.mark.parametrize(
    "text",
    [
        "The pressure calls started in April.",
        "Threatening messages have been coming since April.",
        "Las llamadas comenzaron en abril.",
        "Families will get five years of monitoring at no cost.",
        "We offer free credit monitoring for 12 months.",
        "Codes for credit monitoring are still on the way.",
        "Your codes will follow.",
        "Some student passwords still have to be changed.",
        "Staff passwords are still to be reset.",
        "A disgruntled former employee broke in.",
        "An insider let the intruders in.",
    ],
)
def test_what_is_over_untold_or_of_somebody_else_does_not_pass(text: str) -> None:
    assert weigh_text(text, LATE) != "passes"


@pytest.mark.parametrize(
    "text",
    [
        "We are offering two years of credit monitoring.",
        "We are offering credit monitoring, and codes will follow.",
        "Student passwords still have to be changed.",
        "The intruders used the VPN account of a former employee.",
        "An account of a former employee let the intruders in.",
    ],
)
def test_what_is_still_so_passes(text: str) -> None:
    assert weigh_text(text, EARLY) == "passes"
