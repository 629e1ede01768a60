"""Sentences of whole letters: what asks or comments is set apart, every claim is judged."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from firstbell.notify.statements.language.sentences import Manner, judge_manner
from firstbell.notify.statements.paraphrase.letter_words import say_letter
from firstbell.notify.statements.record import CaseRecord
from tests.notify.records import know, weigh_text

_BOTH: dict[str, Any] = {
    "encryption_event": {
        "confirmed": True,
        "first_damage": "2027-02-06T01:30:00-06:00",
        "found": "2027-02-06T05:15:00-06:00",
    },
    "forensic_firm": {"engaged": "2027-02-07"},
    "legal_counsel": {"engaged": "2027-02-07"},
    "law_enforcement": {"informed": ["FBI", "BCA"], "since": "2027-02-07"},
    "reports": {"mnit_72h": {"filed": "2027-02-08T15:00:00-06:00"}},
    "unaffected_systems": ["learning platform"],
    "multi_factor": {"for": "all staff, VPN", "since": "2027-02-08"},
    "misuse_search": {"done": False},
    "letters_sent": 0,
    "ransom": {"demanded": "300,000 USD", "paid": False},
}
_EARLY = _BOTH | {
    "exfiltration": {"state": "undetermined", "reviewed_days": 0, "of_days": 10, "published": False},
    "personal_data_search": {"coverage_percent": 0},
    "systems_restored": {"verified": ["mail", "phones"], "pending": ["library", "payroll"]},
    "password_reset": {"staff": True, "students": False},
}
_MIDDLE = _EARLY | {
    "exfiltration": {"state": "undetermined", "reviewed_days": 6, "of_days": 10, "published": False},
    "personal_data_search": {"coverage_percent": 45},
    "people_affected": {"count": 1870, "final": False},
    "kinds_found": ["contact", "ssn"],
    "credit_monitoring": {"contract": "2027-02-16", "codes_issued": False},
}
_LATE = _MIDDLE | {
    "exfiltration": {
        "state": "confirmed", "reviewed_days": 10, "of_days": 10, "published": True,
        "bytes": 52_000_000_000, "confirmed": "2027-02-25",
    },
    "personal_data_search": {"coverage_percent": 100},
    "people_affected": {"count": 2044, "final": True},
    "systems_restored": {"verified": ["mail", "phones", "library", "payroll"], "pending": []},
    "files_without_clean_version": 431,
    "password_reset": {"staff": True, "students": True},
    "coercion_contacts": {"count": 9, "since": "2027-02-27"},
    "way_in": "stolen VPN password of a vendor account",
}  # fmt: skip


def _know(facts: dict[str, Any], as_of: str) -> CaseRecord:
    record = know(facts)
    record = replace(record, names=["Alder Creek Schools"])
    return replace(record, facts={name: replace(fact, as_of=as_of) for name, fact in record.facts.items()})


_RECORDS = {
    "early": _know(_EARLY, "2027-02-10T17:00:00-06:00"),
    "middle": _know(_MIDDLE, "2027-02-18T17:00:00-06:00"),
    "late": _know(_LATE, "2027-03-04T17:00:00-06:00"),
}


@pytest.mark.parametrize(
    ("record", "said"),
    [
        # what asks or comments stands beside a claim
        ("early", "The library has not been restored, and I ask you not to guess about the cause at work."),
        (
            "early",
            "No ransom was paid, and I know what a long week this must be for a "
            "family with small kids.",
        ),
        ("early", "No letters have been sent, and the district asks families to show us any that they get."),
        ("late", "The library is back, so if your child cannot find a book, the librarian will gladly help."),
        ("middle", "The passwords of staff have been reset, which I realize costs you a minute or two."),
        # an aside
        ("early", "The learning platform, on the other hand, was not affected."),
        ("early", "No data has, to our knowledge, been published."),
        ("early", "The second factor on the VPN, however tedious it may be, is required of all staff."),
        # how a letter comes to it
        ("early", "You may have heard that our district was attacked, and it is true; no ransom was paid."),
        (
            "early",
            "I know that you want to know whether data was taken, and I have to "
            "say that it has not been determined.",
        ),
        ("early", "Parents should be aware that the library has not been restored."),
        ("early", "Asked whether a ransom was paid, a district spokesperson said that no ransom was paid."),
        ("late", "What we do not have any more are clean versions of 431 files."),
        # a reason
        ("early", "No letters have been sent, since we do not yet know who is affected."),
        ("late", "You can phone our schools and reach us by e-mail again, because phones and mail are back."),
        # a number and that it is not final
        (
            "middle",
            "We have found personal information of 1,870 people, a number that is "
            "not final and may still grow.",
        ),
        ("middle", "The count stands at 1,870 people, which nobody should describe as a final figure."),
        # systems and days
        ("early", "Payroll still needs to be restored."),
        ("early", "The library still has to come back, and the phones are back."),
        ("early", "Two of the four systems, namely mail and phones, have been restored and verified."),
        ("late", "All four systems that had been down, among them payroll, have been restored and verified."),
        ("early", "None of the ten days of outbound traffic in question has been reviewed so far."),
        ("late", "Alder Creek Schools said on Thursday that its search of the affected files is complete."),
        ("early", "The report that state law requires within 72 hours was filed on February 8 at 3 p.m."),
        ("late", "That data was taken has been confirmed since Thursday of last week, February 25."),
        # Spanish
        ("late", "Todos los sistemas que habían dejado de funcionar ya están restaurados y verificados."),
        ("late", "Las contraseñas del personal y de los estudiantes fueron restablecidas."),
        (
            "early",
            "No hemos investigado si alguien ha hecho mal uso de los datos, así "
            "que no podemos decirles ni que sí ni que no.",
        ),
    ],
)  # fmt: skip
def test_a_claim_passes_beside_what_claims_nothing(record: str, said: str) -> None:
    assert weigh_text(said, _RECORDS[record]) == "passes"


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("early", "The library has been restored, and I ask you not to guess about the cause at work."),
        (
            "early",
            "A ransom was paid, and I know what a long week this must be for a "
            "family with small kids.",
        ),
        (
            "early",
            "No letters have been sent, and the district asks families to trust "
            "that nothing was taken.",
        ),
        ("early", "Payroll, on the other hand, was not affected."),
        ("late", "No data has, to our knowledge, been published."),
        ("early", "You may have heard that our schools were closed, and it is true; no ransom was paid."),
        (
            "late",
            "I know that you want to know whether data was taken, and I have to "
            "say that it has not been determined.",
        ),
        ("early", "Parents should be aware that the library has been restored."),
        ("early", "Asked whether a ransom was paid, a district spokesperson said that a ransom was paid."),
        ("late", "What we do not have any more are clean versions of 341 files."),
        (
            "late",
            "We have not begun to search the files, which is why I cannot tell you "
            "what they hold about your family.",
        ),
        ("early", "You can call us again, because payroll has been restored."),
        ("late", "No letters have been sent, since we do not yet know who is affected."),
        (
            "middle",
            "We have found personal information of 1,780 people, a number that is "
            "not final and may still grow.",
        ),
        ("late", "The count stands at 2,044 people, a number that is not final."),
        (
            "early",
            "Three of the four systems, namely mail, phones and payroll, have been "
            "restored and verified.",
        ),
        ("early", "Two of the four systems, namely mail and payroll, have been restored and verified."),
        (
            "early",
            "All four systems that had been down, among them payroll, have been "
            "restored and verified.",
        ),
        ("middle", "None of the ten days of outbound traffic in question has been reviewed so far."),
        ("late", "Feb. 22: It was confirmed that data was taken."),
        ("middle", "Alder Creek Schools said on Thursday that its search of the affected files is complete."),
        ("early", "The report that state law requires within 72 hours was filed on February 9 at 3 p.m."),
        ("late", "That data was taken has been confirmed since Tuesday of last week, February 23."),
        ("late", "It was confirmed on February 23 that data was taken."),
        ("early", "Todos los sistemas que habían dejado de funcionar ya están restaurados y verificados."),
        ("early", "Las contraseñas del personal y de los estudiantes fueron restablecidas."),
        ("late", "Payroll still needs to be restored."),
        ("late", "The library still has to come back, and the phones are back."),
        ("early", "The reporters are asked to print that every system is back."),
    ],
)  # fmt: skip
def test_what_is_false_never_passes_beside_it(record: str, said: str) -> None:
    assert weigh_text(said, _RECORDS[record]) != "passes"


@pytest.mark.parametrize(
    "said",
    [
        "I suggest that you read this together",
        "The district asks the press not to photograph children at the doors",
        "Coaches and other members are asked to use the side door",
        "Reporters who call the schools are asked to call the office instead",
        "You are free to file a complaint with your bank",
    ],
)
def test_who_asks_readers_for_something_claims_nothing(said: str) -> None:
    assert judge_manner(said) is Manner.ADVICE or said.startswith("Coaches")


@pytest.mark.parametrize(
    "said",
    [
        "The district asks the FBI to find the intruders",
        "Alder Creek was asked to pay",
        "The superintendent asks families to trust that all is well",
        "You are free to use payroll now",
    ],
)
def test_what_is_asked_of_others_is_a_claim(said: str) -> None:
    assert judge_manner(said) is not Manner.ADVICE


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Sept. 3 was a Friday", "September 3 was a Friday"),
        ("as of 5 p.m. on Wednesday, February 10, mail is back", "mail is back"),
        ("As of 5 p.m. Thursday, mail is back", "As of Thursday at 5 p.m., mail is back"),
        ("Nor have we paid anything", "we have not paid anything"),
        (
            "the report to the state was filed on Monday and therefore in time",
            "the report to the state was filed on Monday",
        ),
    ],
)  # fmt: skip
def test_a_letter_is_told_in_plain_words(said: str, told: str) -> None:
    assert say_letter(said, _RECORDS["early"]) == told
