"""What is done told as still to come, what is to come as done, and when: each beside what passes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.notify.records import know, weigh_text

_RECORD: dict[str, Any] = {
    "encryption_event": {
        "confirmed": True,
        "first_damage": "2024-03-05T02:10:00-06:00",
        "found": "2024-03-05T07:40:00-06:00",
    },
    "forensic_firm": {"engaged": "2024-03-07"},
    "legal_counsel": {"engaged": "2024-03-14"},
    "multi_factor": {"for": "all staff, VPN", "since": "2024-03-09"},
    "reports": {"mnit_72h": {"filed": "2024-03-07T09:00:00-06:00"}},
    "credit_monitoring": {"contract_signed": "2024-03-20", "codes_issued": None},
    "letters_sent": {"count": 0},
    "systems_restored": {"verified": ["payroll"], "pending": ["mail"]},
    "exfiltration": {"state": "undetermined", "reviewed_days": 10, "of_days": 15},
}
KNOWN = know(_RECORD)


@pytest.mark.parametrize(
    "text",
    [
        "Forensic experts will be brought in once the buildings are open.",
        "We will hire a law firm after the holidays.",
        "You must have received our letter by now.",
        "Your notice should already have arrived.",
        "Using a second factor on the VPN is voluntary for staff.",
        "Staff may choose whether to use multi-factor authentication.",
        "Families are enjoying free credit monitoring.",
        "Los códigos de monitoreo de crédito ya fueron enviados.",
        "You can check your district mailbox again as of today.",
        "Our forensic firm joined us in the third week.",
        "Legal counsel joined us in the first week.",
        "It was not until the evening of March 5 that we found the encrypted files.",
        "We did not notice the encrypted files until the afternoon of March 5.",
        "Two thirds of the outbound logs are still waiting to be read.",
        "We met the 24-hour deadline for the report to the state.",
    ],
)
def test_what_stands_otherwise_does_not_pass(text: str) -> None:
    assert weigh_text(text, KNOWN) != "passes"


@pytest.mark.parametrize(
    "text",
    [
        "A forensic firm was engaged on March 7.",
        "Our forensic firm joined us in the first week.",
        "Legal counsel joined us in the second week.",
        "It was not until the morning of March 5 that we found the encrypted files.",
        "We did not notice the encrypted files until the morning of March 5.",
        "A third of the outbound logs are still waiting to be read.",
        "Two thirds of the outbound logs have been read.",
        "We met the 72-hour deadline for the report to the state.",
        "El sistema de nóminas fue restaurado.",
        "Dear families, students and staff,",
        "To our parents, guardians and neighbors:",
    ],
)
def test_what_stands_so_passes(text: str) -> None:
    assert weigh_text(text, KNOWN) == "passes"


@pytest.mark.parametrize("text", ["Dear families, no data was taken,", "To our staff, everything is back."])
def test_a_salutation_carries_no_claim_along(text: str) -> None:
    assert weigh_text(text, KNOWN) != "passes"


def test_codes_that_are_out_may_be_told_as_sent() -> None:
    out = know(
        _RECORD | {"credit_monitoring": {"contract_signed": "2024-03-20", "codes_issued": "2024-03-25"}}
    )
    assert weigh_text("Los códigos de monitoreo de crédito ya fueron enviados.", out) != "stopped"
    assert weigh_text("Credit monitoring codes were issued on March 25.", out) == "passes"


RESET = know({**_RECORD, "password_reset": {"staff": True, "students": False}})


@pytest.mark.parametrize(
    "text",
    [
        "Teachers are still waiting for new passwords.",
        "The reset of our employees' passwords: staff still need to get theirs done.",
        "Our kids were given new passwords.",
        "Your children already have new passwords.",
        "Sus hijos ya tienen contraseñas nuevas.",
        "Our coaches and other staff await their second factor.",
        "Employees still lack a second factor on the VPN.",
        "The agency is still waiting for the report that we owe it.",
        "We are still searching for a forensic firm.",
        "Counsel has still to be retained.",
        "Payroll still needs to be put back.",
    ],
)
def test_what_is_done_is_not_told_as_awaited_nor_the_other_way_around(text: str) -> None:
    assert weigh_text(text, RESET) != "passes"


@pytest.mark.parametrize(
    "text",
    [
        "Staff have new passwords.",
        "Teachers no longer wait: their passwords were reset.",
        "Talk about this letter with your children.",
        "Mail is still waiting to be restored.",
        "You will hear from us again.",
        "Parents can ask for a copy at any school.",
        "Families will hear from us as soon as we know more.",
    ],
)
def test_what_is_awaited_indeed_or_binds_to_nothing_does_not_stop(text: str) -> None:
    assert weigh_text(text, RESET) != "stopped"


@pytest.mark.parametrize(
    "text",
    [
        "No sign of staff files being read has turned up.",
        "Not one trace of a copied record has surfaced.",
        "Talk of stolen files is mere gossip.",
        "Some ninety families will get a call from us.",
        "Half of our parents will hear from us soon.",
        "Was anybody leaned on? We have no such report.",
        "A notice will be with every family before the holidays.",
        "Parents can stop asking themselves who has their files.",
    ],
)
def test_what_nobody_looked_for_or_counted_does_not_pass(text: str) -> None:
    assert weigh_text(text, RESET) != "passes"
