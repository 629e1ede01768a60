"""New passwords and a second factor: whose, how many, and since when."""

from __future__ import annotations

from typing import Any

import pytest

from firstbell.notify.statements.check import check_statement
from tests.notify.records import know

EVENT = {"confirmed": True, "first_damage": "2026-09-23T23:20:00-05:00"}
AFTER: dict[str, Any] = {
    "encryption_event": EVENT,
    "multi_factor": {"for": "all staff, VPN", "since": "2026-09-28"},
}
BEFORE: dict[str, Any] = {**AFTER, "multi_factor": {"for": "all staff, VPN", "since": "2026-08-03"}}
UNDER_WAY: dict[str, Any] = {"password_reset": {"staff": False, "students": False}}
COUNTED: dict[str, Any] = {
    "password_reset": {"staff": False, "students": False, "staff_done": 212, "staff_of": 610}
}


def judge(text: str, facts: dict[str, Any]) -> str:
    """The verdict on the one claim of a text, or that it waits."""
    (claim,) = check_statement(text, know(facts))
    return "waits" if claim.waiting else claim.verdict.value


@pytest.mark.parametrize(
    "text",
    [
        "Multi-factor was in place for all staff when the attack began.",
        "We had multi-factor for all staff before the attack.",
        "At the time of the attack, every staff account was protected by multi-factor.",
    ],
)
def test_a_second_factor_that_came_after_the_attack_did_not_stand_when_it_began(text: str) -> None:
    assert judge(text, AFTER) == "contradicted"
    assert judge(text, {**AFTER, "multi_factor": {"for": "all staff"}}) == "unsupported"


def test_a_second_factor_of_before_the_attack_stood_when_it_began() -> None:
    assert judge("Multi-factor was in place for all staff when the attack began.", BEFORE) == "supported"
    assert judge("Multi-factor has been in place for all staff since September 28.", AFTER) == "supported"


@pytest.mark.parametrize(
    "text",
    [
        "The morning after the attack we turned on multi-factor for all staff.",
        "Multi-factor is now required of all staff, as recommended after the attack.",
        "At the time of writing, multi-factor is in place for all staff.",
    ],
)
def test_a_second_factor_that_is_said_to_have_come_after_the_attack_is_not_contradicted(text: str) -> None:
    assert judge(text, AFTER) in ("supported", "waits")


def test_who_had_a_second_factor_before_the_others_waits() -> None:
    assert judge("Only administrators had multi-factor when the attack began.", AFTER) == "waits"


@pytest.mark.parametrize(
    "text",
    [
        "As of this afternoon, 212 of 610 employees have been given a new password.",
        "About a third of staff passwords have been reset.",
    ],
)
def test_how_far_new_passwords_have_come_waits_unless_the_fact_tells(text: str) -> None:
    assert judge(text, UNDER_WAY) == "waits"
    assert judge(text, COUNTED) == "supported"


@pytest.mark.parametrize(
    "text",
    [
        "312 of 610 employees have been given a new password.",
        "212 of 710 employees have been given a new password.",
        "Half of staff passwords have been reset.",
        "All 610 employees have new passwords.",
    ],
)
def test_other_progress_than_the_record_has_is_contradicted(text: str) -> None:
    assert judge(text, COUNTED) == "contradicted"


def test_that_all_have_new_passwords_stays_contradicted_without_counts() -> None:
    assert judge("All 610 employees have new passwords.", UNDER_WAY) == "contradicted"
    assert judge("Only 212 of 610 employees have new passwords.", COUNTED) == "waits"


def test_that_all_have_a_new_password_needs_their_count_and_that_it_was_reset_does_not() -> None:
    told = know({"password_reset": {"staff": "2026-10-30", "students": False}})
    (claim,) = check_statement("All employees have a new password.", told)
    assert claim.waiting
    (claim,) = check_statement("Staff passwords were reset on October 30.", told)
    assert claim.verdict == "supported"
    counted = know({"password_reset": {"staff": "2026-10-30", "staff_done": 300, "staff_of": 300}})
    (claim,) = check_statement("All employees have a new password.", counted)
    assert claim.verdict == "supported"
