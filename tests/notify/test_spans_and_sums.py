"""How long something has lasted, sums told by another sum, days of a month, lists, labels and answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from firstbell.notify.statements.record import CaseRecord
from tests.notify.records import know, weigh_text

FACTS: dict[str, Any] = {
    "encryption_event": {
        "confirmed": True,
        "first_damage": "2026-10-04T22:40:00-05:00",
        "found": "2026-10-05T06:20:00-05:00",
    },
    "law_enforcement": {"informed": ["FBI", "city police"], "since": "2026-10-06"},
    "way_in": "unpatched VPN appliance",
    "first_access": "2026-09-20",
    "exfiltration": {
        "state": "confirmed",
        "confirmed": "2026-10-20",
        "published": True,
        "published_on": "2026-10-30",
        "bytes": 52_000_000_000,
        "reviewed_days": 16,
        "of_days": 20,
    },
    "personal_data_search": {"coverage_percent": 75, "unreadable_files": 88},
    "kinds_found": ["names", "birth dates", "home addresses", "grades"],
    "systems_restored": {"verified": ["payroll", "mail"], "pending": ["library", "phones"]},
    "unaffected_systems": ["door badges", "security cameras"],
    "password_reset": {"staff": "2026-10-08", "students": "2026-10-12"},
    "multi_factor": {"for": "administrators", "since": "2026-10-30"},
    "reports": {"state agency": {"filed": "2026-10-20"}},
    "insurance": {"informed": "2026-10-05", "limit": 500000, "deductible": 30000},
    "response_cost": {"spent": 105000, "expected": 140000},
    "call_center": {"phone": "555-0148", "opened": "2026-11-06"},
    "school_closure": {"closed": ["2026-10-05", "2026-10-06"], "reopened": "2026-10-07"},
    "coercion_contacts": {"count": 9, "since": "2026-11-01", "until": "2026-11-16"},
    "letters_sent": 0,
}


def _record(**other: Any) -> CaseRecord:
    return replace(know({**FACTS, **other}), today=date(2026, 11, 20), names=("Elm Fork Schools",))


@pytest.mark.parametrize(
    "text",
    [
        # until today
        "Administrators have been signing in with multi-factor authentication for three weeks.",
        "For three weeks now, the 52 gigabytes have been public.",
        "The call center has been answering for two weeks.",
        # sums
        "Our spending is $105,000, which is $35,000 below the $140,000 we expect.",
        "What we have spent exceeds the deductible by $75,000.",
        "Spending has reached three and a half times the $30,000 deductible.",
        # days of a month
        "The call center opened on the first Friday of November.",
        "The intruders first got in on the third Sunday of September.",
        "El centro de llamadas abri\u00f3 el primer viernes de noviembre.",
        # days counted
        "The state agency received our report on October 20, day fifteen after the discovery.",
        "The damage began at 10:40 p.m. on October 4 and was discovered seven hours and forty minutes later.",
        "Nearly seven weeks have passed since October 5, the day we found the attack.",
        "Las contrase\u00f1as del personal se cambiaron tres d\u00edas despu\u00e9s de descubrirse el "
        "ataque.",
        "Classrooms reopened on October 7 after two lost days.",
        # the search, the logs
        "Three quarters of the search for personal data is behind us and one quarter lies ahead.",
        "Four of the twenty days under review are still unexamined.",
        "Has everything been searched? No. Coverage is at 75 percent, and 88 files cannot be read.",
        "What has the search turned up so far? Names, birth dates, home addresses and grades.",
        # systems
        "Half of the four systems are restored and verified; the other half are pending.",
        "Were the badges or the cameras hit? No, both were unaffected.",
        "Restored and verified:\n- payroll\n- mail",
        "Still to come back, in no particular order:\n* library\n* phones",
        "Informed:\n1. FBI\n2. city police",
        # the rest
        "We have counted nine coercive emails, the first on November 1 and the latest four days ago.",
        "The call center opened two weeks ago and can be reached at 555-0148.",
        "Spent so far: $105,000. Expected: $140,000.",
        "We have not mailed a single letter so far, so if one turns up, please call the school.",
        "This is Elm Fork Schools with a reminder that picture day is this Tuesday, November 24.",
        "It was moved and seconded to approve the minutes of October 12 as read. Carried, 6-1.",
        "La polic\u00eda de la ciudad y el FBI est\u00e1n informados desde el 6 de octubre.",
    ],
)
def test_what_the_record_says_passes(text: str) -> None:
    assert weigh_text(text, _record()) == "passes"


@pytest.mark.parametrize(
    "text",
    [
        # another length, another group, another state, a tail
        "Administrators have been signing in with multi-factor authentication for four weeks.",
        "Teachers have been signing in with multi-factor authentication for three weeks.",
        "Administrators had been signing in with multi-factor authentication for three weeks before the "
        "attack.",
        "For three weeks now, the 62 gigabytes have been public.",
        "For more than three weeks now, the 52 gigabytes have been public.",
        "The call center has been answering around the clock for two weeks.",
        # another sum, another mark, another payer
        "Our spending is $105,000, which is $25,000 below the $140,000 we expect.",
        "Our spending is $105,000, which is $35,000 above the $140,000 we expect.",
        "Our spending is $105,000, which is $25,000 below the $130,000 we expect.",
        "What we have spent exceeds the policy limit by $75,000.",
        "What the insurer has spent exceeds the deductible by $75,000.",
        "Spending has reached four times the $30,000 deductible.",
        "Spending has reached three and a half times the $30,000 deductible, all of it insured.",
        # another day
        "The call center opened on the last Friday of November.",
        "The call center opened on the first Thursday of November.",
        "The intruders first got in on the second Sunday of September.",
        "El centro de llamadas abri\u00f3 el segundo viernes de noviembre.",
        "The state agency received our report on October 20, day sixteen after the discovery.",
        "The damage began at 10:40 p.m. on October 4 and was discovered six hours and forty minutes later.",
        "The damage began at 10:40 p.m. on October 4 and was discovered seven hours and forty minutes "
        "later by a nurse.",
        "The attack began on October 4 and the attack was discovered three days later.",
        "Nearly seven weeks have passed since October 5, the day the intruders got in.",
        "Nearly seven weeks have passed since October 5, the day the phones came back.",
        "Las contrase\u00f1as de los alumnos se cambiaron tres d\u00edas despu\u00e9s de descubrirse el "
        "ataque.",
        "Classrooms reopened on October 7 after three lost days.",
        "Classrooms reopened on October 8 after two lost days.",
        # another share, another number
        "Three quarters of the search for personal data is behind us and one third lies ahead.",
        "The search for personal data is behind us.",
        "Sixteen of the twenty days under review are still unexamined.",
        "Has everything been searched? Yes.",
        "Has everything been searched? No. Coverage is at 85 percent, and 88 files cannot be read.",
        "What has the search turned up so far? Names, birth dates and bank accounts.",
        # another system, another party
        "Half of the six systems are restored and verified; the other half are pending.",
        "Three of the four systems are restored and verified; the other half are pending.",
        "Were the badges or the phones hit? No, both were unaffected.",
        "Were the badges or the cameras hit? No, both were fully protected.",
        "Restored and verified:\n- payroll\n- phones",
        "Fully restored, with nothing lost:\n- payroll\n- mail",
        "Still to come back:\n* library",
        "Still to come back:\n* library\n* phones\n* payroll",
        "Found so far:\n- names\n- birth dates",
        "Informed:\n1. FBI\n2. Secret Service",
        # the rest
        "We have counted nine coercive emails, the first on November 1 and the latest two days ago.",
        "We have counted eight coercive emails, the first on November 1 and the latest four days ago.",
        "The call center opened two weeks ago and can be reached at 555-0199.",
        "Spent so far: $105,000. Expected: $150,000.",
        "No data was taken, so if a letter turns up, please call the school.",
        "We have not mailed a letter so far, so please ignore rumors that data was stolen.",
        "This is Elm Fork Schools with a reminder that all systems are back.",
        "It was moved and seconded to approve the ransom payment.",
        "La polic\u00eda de la ciudad y el FBI est\u00e1n informados desde el 5 de octubre.",
    ],
)
def test_what_the_record_does_not_say_is_held(text: str) -> None:
    assert weigh_text(text, _record()) != "passes"
