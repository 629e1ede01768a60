"""Two different people approve: a second part does not make a second person."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from firstbell.actions.desk.district import DistrictOutline
from firstbell.console.key_process.action_fields import ActionGround
from firstbell.console.key_process.actions import plan_action
from firstbell.console.messages import Answer, PlanAction
from tests.console.struck import make_desk

TEXT = "Please call us with questions."


@pytest.mark.parametrize(("name", "is_refused"), [("Ada", True), ("ada", True), ("Cy", False)])
def test_nobody_approves_for_both_sides(tmp_path: Path, name: str, is_refused: bool) -> None:
    desk = make_desk(tmp_path / "here", "counsel")
    service = desk.start()
    case = desk.open_case()
    fields = {"text": TEXT, "audience": "families"}
    ground = ActionGround(case.main.read(), DistrictOutline(), "ada", "director", case.clock.now_ns())
    case.main.append_many(plan_action("approve-statement", ground, fields).drafts)
    session = desk.sign_in(service)
    session.person = msgspec.structs.replace(session.person, name=name)
    question = PlanAction(session=session.token, action="approve-statement", case=desk.case_id, fields=fields)
    answer = service.ask(question)
    assert isinstance(answer, Answer)
    assert answer.code == 200
    assert ("has approved this already, as director" in answer.facts["blocked"]) is is_refused
    assert ("token" in answer.facts) is not is_refused
    # another text is another approval
    other = service.ask(msgspec.structs.replace(question, fields={**fields, "text": "School is open."}))
    assert isinstance(other, Answer)
    assert "already" not in other.facts["blocked"]
