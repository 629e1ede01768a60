"""Counsel lets a claim pass that the record does not support; nobody else does, and no other claim."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.actions.desk.district import DistrictOutline
from firstbell.base.errors import Error
from firstbell.case.case import Case
from firstbell.case.lifecycle import make_case
from firstbell.console.key_process.action_fields import ActionGround, Fields, PlannedAction
from firstbell.console.key_process.actions import plan_action
from firstbell.ledger import SignerKeyFile

TEXT = "Please call us with questions. No personal information was compromised."
OVERRIDE = {"text": TEXT, "claim": "1", "why": "the logs show who read what"}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return make_case(tmp_path / "case", SignerKeyFile(tmp_path / "desk.key", name="Cy"))


def plan(case: Case, name: str, fields: Fields, role: str = "counsel") -> PlannedAction:
    """What a person of this role would put down."""
    ground = ActionGround(case.main.read(), DistrictOutline(), "Cy", role, case.clock.now_ns())
    return plan_action(name, ground, fields)


def test_a_claim_that_counsel_overrode_does_not_stop_the_text_any_more(case: Case) -> None:
    approval = {"text": TEXT, "audience": "families"}
    assert "says more than the record shows" in plan(case, "approve-statement", approval).blocked
    planned = plan(case, "override-claim", OVERRIDE)
    assert "No personal information was compromised." in planned.tells[0]
    case.main.append_many(planned.drafts)
    after = plan(case, "approve-statement", approval)
    assert (after.blocked, len(after.drafts)) == ("", 2)
    assert [bool(one["overridden"]) for one in after.claims] == [True]
    with pytest.raises(Error, match="does not say more"):
        plan(case, "override-claim", OVERRIDE)
    # by one word it is another claim
    other = {**approval, "text": TEXT.replace("information", "data")}
    assert plan(case, "approve-statement", other).blocked


@pytest.mark.parametrize(
    ("role", "change", "told"),
    [
        ("director", {}, "only counsel may"),
        ("counsel", {"why": " "}, "needs its reason"),
        ("counsel", {"claim": "7"}, "no claim '7'"),
        ("counsel", {"claim": "x"}, "no claim 'x'"),
        ("counsel", {"why": "her number is 219-09-9999"}, "219|number|personal"),
    ],
)
def test_what_is_no_override_is_refused(case: Case, role: str, change: dict[str, str], told: str) -> None:
    with pytest.raises(Error, match=told):
        plan(case, "override-claim", {**OVERRIDE, **change}, role)


def test_a_claim_is_shown_with_what_it_lacks_in_plain_words(case: Case) -> None:
    planned = plan(case, "approve-statement", {"text": "No ransom was paid.", "audience": "families"})
    assert "a fact about the ransom: whether it was paid" in str(planned.claims[0]["lacks"])
    told = plan(case, "override-claim", {**OVERRIDE, "text": "No ransom was paid."}).tells
    assert "It still lacks: a fact about the ransom: whether it was paid" in told
