"""A clause in the plain words of a field: each true form passes, none that is false or bound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from firstbell.notify.statements.paraphrase.field_lists import list_told
from firstbell.notify.statements.paraphrase.fitted_answers import fit_answer
from tests.notify.records import know, weigh_text

RECORD = replace(
    know(
        {
            "encryption_event": {"confirmed": True, "found": "2026-10-14T06:10:00-05:00"},
            "forensic_firm": {"engaged": "2026-10-15"},
            "legal_counsel": {"engaged": "2026-10-14"},
            "law_enforcement": {"informed": ["FBI", "state police"], "since": "2026-10-14"},
            "insurance": {"informed": "2026-10-14", "limit": 2000000, "deductible": 50000},
            "reports": {"state attorney general": {"filed": "2026-11-10"}},
            "first_access": "2026-09-26",
            "way_in": "stolen VPN password of a contractor",
            "exfiltration": {"state": "undetermined"},
            "personal_data_search": {"coverage_percent": 82, "unreadable_files": 310},
            "people_affected": {"status": "unknown", "value": None},
            "files_without_clean_version": {"status": "unknown", "value": None},
            "systems_restored": {"verified": ["email", "payroll"], "pending": ["library", "bus routing"]},
            "unaffected_systems": ["phones", "fire alarms"],
            "ransom": {"demanded": True, "amount": 900000, "demanded_at": "2026-10-14", "paid": False},
            "password_reset": {"staff": "2026-10-16", "students": False},
            "multi_factor": {"for": "all staff", "since": "2026-10-19"},
            "misuse_search": {"done": False},
            "credit_monitoring": {"contract": False},
            "letters_sent": 0,
            "school_closure": {"closed": ["2026-10-14", "2026-10-15"], "reopened": "2026-10-16"},
            "response_cost": {"spent": 310000, "expected": 780000},
            "call_center": {"opened": "2026-11-13", "phone": "555-0142"},
            "coercion_contacts": {"count": 14, "since": "2026-11-03"},
        }
    ),
    today=date(2026, 11, 18),
)

# frames, the verbs and objects that stand in them, and the values that are true and false
_FIRMS = ["a forensic firm", "outside forensic experts"]
_AGENCIES = ["the FBI and the state police", "the state police"]
_PASSIVE = ["{1} was {0} by us on {2}."]
_FRAMES: list[tuple[list[str], list[str], list[str], list[str], list[str]]] = [
    (
        ["We {0} {1} on {2}.", "On {2} we {0} {1}.", *_PASSIVE],
        ["hired", "retained", "engaged", "enlisted"],
        _FIRMS,
        ["October 15"],
        ["October 14", "October 20"],
    ),
    (
        ["On {2} we {0} {1}.", "{1} were {0} on {2}."],
        ["notified", "alerted", "contacted"],
        _AGENCIES,
        ["October 14"],
        ["October 13"],
    ),
    (
        ["The policy {0} {1} of {2}.", "We carry cyber insurance with {1} of {2}."],
        ["carries", "has"],
        ["a limit"],
        ["$2,000,000", "$2 million"],
        ["$1,000,000", "$50,000"],
    ),
    (
        ["The {0} {1} {2}."],
        ["hackers", "criminals"],
        ["demanded", "asked for", "wanted"],
        ["$900,000"],
        ["$800,000", "$1,000,000"],
    ),
]


def _list_cases() -> Iterator[tuple[str, bool]]:
    for frames, verbs, objects, true, false in _FRAMES:
        for frame in frames:
            for verb, what in product(verbs, objects):
                for value in (*true, *false):
                    told = frame.format(verb, what, value)
                    yield f"{told[:1].upper()}{told[1:]}", value in true


def test_forms_of_fields_pass_where_they_are_true_alone() -> None:
    wrong = [text for text, so in _list_cases() if (weigh_text(text, RECORD) == "passes") is not so]
    assert wrong == []


_TRUE = """
We have spent $310,000 against a policy with a $2 million limit.
The policy carries a $2 million limit and a $50,000 deductible.
The FBI and the state police have all heard from us.
Notice went to the attorney general's office on November 10.
We retained counsel on October 14 and a forensic firm on October 15.
Not a dollar has gone to the attackers.
No taxpayer money has gone to the hackers.
The hackers have not been paid a cent.
Students have not had theirs reset.
We still can't bring up the library.
Whether any data left our network is still an open question.
The way in was a stolen VPN password of a contractor.
Spending has reached $310,000, with a total of $780,000 expected.
Have letters gone out? No, none have been sent.
Did you hire outside experts? Yes, a forensic firm.
Was the FBI told? Yes, the day we found it.
Who is helping you? A forensic firm, which joined us on October 15.
When did the attackers first get inside our network? On September 26.
Was my child's data stolen? We do not yet know.
Is the library back? No, it is still down.
Neither letters nor codes have been sent.
Counsel and a forensic firm were engaged to help us.
We hired a forensic firm, which joined us on October 15.
It was on October 15 that we enlisted outside forensic experts.
Our investigators have not ruled out that information was copied.
"""

_FALSE = """
A forensic firm will be brought on board on October 15.
We hired counsel on October 14 and a forensic firm on October 14.
We hired counsel and a forensic firm on October 14.
The FBI, the state police and the sheriff have all heard from us.
We have not alerted the state police.
The policy carries a $2 million deductible and a $50,000 limit.
The policy carries a limit of $2 million and no deductible.
The policy carries a limit of $2 million per person.
We have spent $310,000 against a policy with a $1 million limit.
We have spent $780,000, with a total of $310,000 expected.
We have paid the criminals nothing but $5,000.
The criminals asked for $900,000 and were paid.
The attack did not touch email.
Only students have had theirs reset.
Students and staff have received new passwords.
The stolen data was posted online on November 9.
We have looked for misuse and found none.
A contract for credit monitoring is in place.
It all began with a phishing message.
We believe that the intruders got in through a phishing message.
Have letters gone out? Yes, they have been sent.
Have letters gone out? No, but they will on Monday.
Have letters gone out? No, because nobody is affected.
Was the FBI told? Yes, the week after we found it.
Was the FBI told? Yes, and the sheriff too.
Did you hire outside experts? Yes, a forensic firm, which joined us on October 20.
Did you pay a ransom? No, our insurer did.
Who is helping you? The FBI, which joined us on October 15.
When was the forensic firm hired? On October 14.
Have student passwords been reset? Yes, they were reset on October 16.
Is email back? No, it is still down.
Was data stolen? No.
When did the attackers first get in? We do not know yet.
Counsel and a forensic firm were hired on October 14.
We hired a forensic firm, which joined us on October 14.
Neither email nor the library is back.
It was not on October 15 that we hired a forensic firm.
What the attackers demanded was paid.
Counsel engaged on October 15.
Library is back, with email still down.
We notified the FBI, hired a forensic firm and told our insurer on October 14.
No one has received a letter because nobody is affected.
Passwords for students and staff alike were reset.
"""


@pytest.mark.parametrize(("told", "so"), [(_TRUE, True), (_FALSE, False)])
def test_sentences_pass_only_where_all_they_say_is_true(told: str, so: bool) -> None:
    wrong = [text for text in told.strip().splitlines() if (weigh_text(text, RECORD) == "passes") is not so]
    assert wrong == []


# a word of each is none of its field, or binds it
_UNREAD = """
If letters were sent, we will say so.
Letters will be sent.
The letters have been sent.
We told the FBI and not the sheriff.
We would have told the FBI.
The FBI told us on October 14.
A forensic firm was not hired until October 15.
We paid the ransom demand.
The response cost $310,000.
We do not know that data was taken.
"""


def test_clauses_with_a_word_of_no_field_are_not_told() -> None:
    assert [text for text in _UNREAD.strip().splitlines() if list_told(text, RECORD)] == []


def test_an_answer_is_told_with_what_was_asked() -> None:
    told = fit_answer("Have letters gone out? No, none have been mailed.", RECORD)
    assert told == ["No letters were sent."]
    asked = replace(RECORD, before="Who is helping you?")
    told = fit_answer("A forensic firm, which joined us on October 15.", asked)
    assert told == ["A forensic firm was hired.", "A forensic firm was hired on October 15."]
