"""Sums, spans, days of school, labels and asides in other words, and the false ones beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.notify.records import know, weigh_text

HIT = replace(
    know(
        {
            "encryption_event": {
                "confirmed": True,
                "first_damage": "2026-10-04T23:45-05:00",
                "found": "2026-10-05T06:15-05:00",
            },
            "forensic_firm": {"engaged": "2026-10-07"},
            "legal_counsel": {"engaged": "2026-10-05"},
            "law_enforcement": {"informed": ["FBI"], "since": "2026-10-05"},
            "reports": {
                "attorney_general": {"filed": "2026-10-20"},
                "Nebraska Emergency Agency": {"filed": "2026-10-08"},
            },
            "insurance": {"informed": "2026-10-06", "limit": 1_000_000, "deductible": 40_000},
            "response_cost": {"spent": 330_000, "expected": 600_000},
            "way_in": "phishing message opened by an employee",
            "first_access": {"status": "believed", "value": "2026-09-20"},
            "exfiltration": {
                "state": "confirmed",
                "confirmed": "2026-10-19",
                "reviewed_days": 12,
                "of_days": 12,
                "bytes": 80_000_000_000,
                "published": "2026-11-02",
                "published_bytes": 30_000_000_000,
            },
            "personal_data_search": {"coverage_percent": 70, "unreadable_files": 55},
            "people_affected": {"count": 6000, "final": True},
            "kinds_found": ["names", "birth dates"],
            "systems_restored": {
                "verified": ["payroll", "email"],
                "pending": ["library", "bus routing", "website"],
            },
            "unaffected_systems": ["phones"],
            "ransom": {"demanded": True, "amount": 700_000, "demanded_at": "2026-10-05", "paid": 150_000,
                       "paid_at": "2026-10-19"},
            "password_reset": {"staff": "2026-10-06", "students": "2026-10-10"},
            "multi_factor": {"for": "staff and volunteers", "since": "2026-10-19"},
            "misuse_search": {"done": False},
            "credit_monitoring": {"contract": "2026-10-22", "codes_issued": "2026-10-29", "months": 12},
            "call_center": {"opened": "2026-10-26", "phone": "555-0133"},
            "coercion_contacts": {"count": 9, "since": "2026-10-21", "until": "2026-11-02"},
            "letters_sent": 2400,
            "school_closure": {"closed": ["2026-10-05", "2026-10-06"], "reopened": "2026-10-07"},
        }
    ),
    today=date(2026, 11, 9),
    names=("Elm Fork Schools", "Elm Fork"),
)  # fmt: skip
QUIET = replace(
    know(
        {
            "encryption_event": {"confirmed": True, "found": "2026-10-05T06:15-05:00"},
            "exfiltration": {"state": "undetermined", "reviewed_days": 4, "of_days": 12},
            "personal_data_search": {"coverage_percent": 45},
            "kinds_found": ["names", "birth dates"],
            "people_affected": {"status": "unknown", "value": None},
            "first_access": {"status": "unknown", "value": None},
            "credit_monitoring": {"contract": False},
            "misuse_search": {"done": False},
            "systems_restored": {"verified": [], "pending": ["library", "email", "payroll"]},
            "letters_sent": 0,
        }
    ),
    today=date(2026, 10, 9),
    names=("Elm Fork Schools", "Elm Fork"),
)

SOUND = [
    # amounts of data, sums, shares
    "80 gigabytes were copied, and of these 30 have been put online; the rest, 50, has not been published.",
    "Se llevaron 80 gigabytes, de los cuales se publicaron 30.",
    "We paid $550,000 less than they had asked for.",
    "On October 19 the district paid $150,000, or $550,000 less than it was asked for.",
    "Spending has reached $330,000, or 55 percent of the $600,000 we expect.",
    "Costs so far come to $330,000 against an expected $600,000, leaving $270,000 to come.",
    "Our spending to date, $330,000, is $670,000 below the policy limit.",
    "Response costs stand at $330,000, more than eight times our deductible.",
    "As we read the policy, it has a limit of one million dollars and a deductible of forty thousand.",
    # letters, logs, systems
    "Fewer than half as many letters have gone out as there are people on the list, 2,400 against 6,000.",
    "Sixty percent of the letters are still to be sent.",
    "The review has covered all 12 of the 12 days in question.",
    "Three systems are outstanding: the library, bus routing and the website.",
    # spans and hours
    "Our timeline puts the first damage at 11:45 p.m. on October 4, six and a half hours before the"
    " encryption"
    " was found at 6:15 a.m.",
    "Between the first damage, at a quarter to midnight on October 4, and the moment we found it lay six"
    " and a"
    " half hours.",
    "Counsel was retained on October 5, two days ahead of the forensic firm.",
    "Five weeks on, we have sent 2,400 letters.",
    "Two weeks to the day after we paid, stolen data was published all the same.",
    "Student passwords were reset on October 10, four days after ours.",
    "First access is believed, though not confirmed, to date from September 20, which is 15 days before the"
    " encryption was found.",
    "Multi-factor sign-in for staff and volunteers has been in place for exactly three weeks.",
    "Our call center, which opened two weeks ago, answers at 555-0133.",
    "We opened the call center on October 26, four days after signing the contract for credit monitoring.",
    "Fifteen days after finding the encryption, the district filed its report with the attorney general.",
    "We reported to the Nebraska Emergency Agency three days after we found the attack.",
    "Hoy se cumplen cinco semanas desde que encontramos los archivos cifrados.",
    # people, contacts, days of school
    "Between October 21 and November 2 we recorded nine coercive contacts.",
    "The last of the nine coercion contacts came one week ago today.",
    "The attack cost us two days of school, October 5 and 6; doors opened again the next day.",
    "Students came back on Wednesday, October 7.",
    "The insurer was informed on October 6, the second and last day that schools were closed.",
    # leads, asides, headlines, requests
    "Good news on two fronts: payroll and email are back.",
    "I am deeply sorry to tell you that data was stolen from our network and that part of it was published on"
    " November 2, and I know that many of you are angry and afraid.",
    "Elm Fork: 30 gigabytes of stolen school data published",
    "It began with a phishing message that an employee opened, and I ask all of you not to look for a"
    " culprit.",
    "An employee opened a phishing message.",
    "We cannot tell you whether your data was misused, because a search for that has not been done.",
    "For your file: discovery on Monday the 5th, notice to you on Tuesday the 6th, deductible of $40,000.",
]
FALSE = [
    "80 gigabytes were copied, and of these 13 have been put online; the rest, 67, has not been published.",
    "80 gigabytes were copied, and of these 30 have been put online; the rest, 40, has not been published.",
    "80 gigabytes were copied, and of these 30 have been deleted.",
    "80 gigabytes were copied, and of these 30 have been put online; the rest, 50, has been destroyed.",
    "Se llevaron 80 gigabytes, de los cuales se publicaron 13.",
    "Se llevaron 80 gigabytes, de los cuales se borraron 30.",
    "We paid $505,000 less than they had asked for.",
    "We paid $150,000 less than they had asked for.",
    "On October 19 our insurer paid $150,000, or $550,000 less than it was asked for.",
    "On October 20 the district paid $150,000, or $550,000 less than it was asked for.",
    "Spending has reached $330,000, or 65 percent of the $600,000 we expect.",
    "Spending has reached $303,000, or 51 percent of the $600,000 we expect.",
    "Costs so far come to $330,000 against an expected $600,000, leaving $207,000 to come.",
    "Costs so far come to $330,000 against an expected $700,000, leaving $370,000 to come.",
    "Our spending to date, $330,000, is $760,000 below the policy limit.",
    "Our spending to date, $330,000, is $670,000 above the policy limit.",
    "Response costs stand at $330,000, more than nine times our deductible.",
    "Response costs stand at $330,000, less than eight times our deductible.",
    "As we read the policy, it has a limit of two million dollars and a deductible of forty thousand.",
    "As we read the policy, it has no deductible.",
    "Fewer than half as many letters have gone out as there are people on the list, 3,400 against 6,000.",
    "Fewer than half as many letters have come back as there are people on the list, 2,400 against 6,000.",
    "Forty percent of the letters are still to be sent.",
    "Sixty percent of the letters are lost.",
    "The review has covered all 11 of the 12 days in question.",
    "The review has covered all 21 of the 21 days in question.",
    "Three systems are outstanding: the library, bus routing and payroll.",
    "Two systems are outstanding: the library and the website.",
    "Three systems are outstanding: the library, bus routing and the phones.",
    "One system is outstanding; the library is pending.",
    "None of the five systems was hit.",
    "None of the five systems has been verified.",
    "Our timeline puts the first damage at 11:45 p.m. on October 4, five and a half hours before the"
    " encryption"
    " was found at 6:15 a.m.",
    "Our timeline puts the first damage at 11:45 p.m. on October 4, six and a half hours before the"
    " encryption"
    " was found at 5:15 a.m.",
    "Between the first damage, at a quarter past midnight on October 4, and the moment we found it lay"
    " six and a"
    " half hours.",
    "Between the first access, at a quarter to midnight on October 4, and the moment we found it lay six"
    " and a"
    " half hours.",
    "Counsel was retained on October 5, three days ahead of the forensic firm.",
    "The forensic firm was retained on October 7, two days ahead of counsel.",
    "Counsel was retained on October 5, two days ahead of schedule.",
    "Six weeks on, we have sent 2,400 letters.",
    "Five weeks on, we have sent 4,200 letters.",
    "Five weeks on, we know who did it.",
    "Three weeks to the day after we paid, stolen data was published all the same.",
    "Two weeks to the day after we paid, stolen data was deleted all the same.",
    "Student passwords were reset on October 10, five days after ours.",
    "First access is believed, though not confirmed, to date from September 20, which is 14 days before the"
    " encryption was found.",
    "First access is known to date from September 20.",
    "Multi-factor sign-in for staff and volunteers has been in place for exactly four weeks.",
    "Multi-factor sign-in for staff and students has been in place for exactly three weeks.",
    "Our call center, which opened three weeks ago, answers at 555-0133.",
    "Our call center, which opened two weeks ago, answers at 555-0134.",
    "We opened the call center on October 26, three days after signing the contract for credit monitoring.",
    "Ten days after finding the encryption, the district filed its report with the attorney general.",
    "We reported to the Nebraska Emergency Agency two days after we found the attack.",
    "The Nebraska Emergency Agency helped us restore email.",
    "Hoy se cumplen cuatro semanas desde que encontramos los archivos cifrados.",
    "A más de seis semanas del ataque, no sabemos quién lo hizo.",
    "Between October 21 and November 3 we recorded nine coercive contacts.",
    "Between October 21 and November 2 we answered nine coercive contacts.",
    "The last of the nine coercion contacts came two weeks ago today.",
    "The last of the nineteen coercion contacts came one week ago today.",
    "The attack cost us three days of school, October 5 and 6; doors opened again the next day.",
    "The attack cost us two days of school, October 5 and 6; doors opened again the same day.",
    "Students came back on Thursday, October 8.",
    "The insurer was informed on October 6, the first day that schools were closed.",
    "The insurer was informed on October 6, while schools were open.",
    "Good news on two fronts: payroll and the library are back.",
    "I am deeply sorry to tell you that data was stolen from our network and that all of it was published on"
    " November 2.",
    "I am deeply sorry to tell you that data was stolen from our network and that it has since been"
    " destroyed.",
    "Data was stolen from our network, and it has since been destroyed.",
    "We confirm that data was stolen and that nobody has seen it.",
    "Elm Fork: 80 gigabytes of stolen school data published",
    "Elm Fork: 30 gigabytes of stolen school data sold",
    "It began with a phishing message that an employee opened, and I ask you to forgive the teacher who"
    " did it.",
    "It began with a phishing message that an employee opened, and I ask you to trust that your data is"
    " safe.",
    "A student opened a phishing message.",
    "An employee opened a phishing message and gave away a password.",
    "We cannot tell you whether your data was misused, because a search for that has turned up nothing.",
    "For your file: discovery on Monday the 5th, notice to you on Wednesday the 7th, deductible of $40,000.",
    "For your file: discovery on Monday the 5th, notice to you on Tuesday the 6th, deductible of $400,000.",
]  # fmt: skip
OPEN_SOUND = [
    "Four days in, we do not know how many people are affected.",
    "We cannot put a number on the people affected, and we would rather say so than guess.",
    "Elm Fork update, day 4: email is still down.",
    "So far the search has turned up names and birth dates. It is not finished, and more may come to light.",
    "Not one of the three systems on the list has been verified as back.",
    "Letters mailed as of this meeting: zero.",
    "Has anyone's data been stolen? We can't answer that yet: four of the twelve days have been reviewed, and"
    " eight remain.",
    "Is the district offering credit monitoring? Not at this time; there is no contract for it.",
    "How long were they inside? We can't say; the date of first access is not known at this point.",
    "What has turned up so far in our search: names and birth dates.",
    "If a parent asks whether anyone's data has been misused, please say that we have not completed a"
    " search for"
    " that and cannot tell them.",
    "Should someone call and ask for your password, please hang up.",
    "Elm Fork Schools confirms ransomware attack",
    "A más de tres días del ataque, no podemos decirle cuántas personas están afectadas.",
]
OPEN_FALSE = [
    "Six days in, we do not know how many people are affected.",
    "Elm Fork update, day 4: email is back.",
    "So far the search has turned up names and birth dates. It is finished, and no more will come to light.",
    "Not one of the four systems on the list has been verified as back.",
    "Letters mailed as of this meeting: 12.",
    "Has anyone's data been stolen? We can't answer that yet: five of the twelve days have been reviewed, and"
    " seven remain.",
    "The review has covered all four days of logs.",
    "Is the district offering credit monitoring? Not at this time; the contract for it is with our lawyers.",
    "How long were they inside? We can't say; the date of first access is October 1.",
    "What has turned up so far in our search: names and Social Security numbers.",
    "If a parent asks whether anyone's data has been misused, please say that it has not.",
    "If you are asked whether data was stolen, tell them that none was.",
    "If a reporter asks how the intruders got in, please say that a teacher opened a message.",
    "Should a stranger write or call, please know that nothing was taken.",
    "Please thank the teacher whose quick thinking stopped the attack.",
    "We ask you to thank the FBI for catching them.",
    "Please forgive the vendor who let them in.",
    "Elm Fork Schools confirms data theft",
    "A más de tres semanas del ataque, no podemos decirle cuántas personas están afectadas.",
]


@pytest.mark.parametrize("text", SOUND)
def test_what_the_record_bears_out_passes_in_other_words(text: str) -> None:
    assert weigh_text(text, HIT) == "passes"


@pytest.mark.parametrize("text", FALSE)
def test_another_number_day_or_tail_passes_nowhere(text: str) -> None:
    assert weigh_text(text, HIT) != "passes"


@pytest.mark.parametrize("text", OPEN_SOUND)
def test_what_is_open_passes_in_other_words(text: str) -> None:
    assert weigh_text(text, QUIET) == "passes"


@pytest.mark.parametrize("text", OPEN_FALSE)
def test_what_is_open_is_not_told_as_settled(text: str) -> None:
    assert weigh_text(text, QUIET) != "passes"
