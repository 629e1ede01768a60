"""The table of signs: all fifty under their names, each with what it proves and what it does not."""

from __future__ import annotations

import pytest

from firstbell.investigate.hunts.match.patterns import HuntRuleError
from firstbell.investigate.hunts.match.signs import QUESTIONS, load_signs, make_sign

NAMES = [
    "entry.remote_logon",
    "entry.guessing",
    "entry.webshell",
    "entry.exploit",
    "entry.remote_tool",
    "entry.opened",
    "run.download",
    "run.hidden_script",
    "tool.named",
    "account.created",
    "account.raised",
    "account.reset",
    "account.hidden",
    "account.passwords",
    "account.dump",
    "account.ntds",
    "account.dcsync",
    "look.scan",
    "move.service",
    "move.task",
    "move.wmi",
    "move.winrm",
    "move.share",
    "move.rdp",
    "move.ssh",
    "stage.archive",
    "stage.copy",
    "theft.tool",
    "theft.log",
    "theft.srum",
    "theft.script",
    "theft.browser",
    "theft.bits",
    "theft.flow",
    "theft.mail",
    "stay.run",
    "stay.service",
    "stay.task",
    "stay.wmi",
    "stay.bits",
    "stay.unix",
    "stay.policy",
    "stay.rdp",
    "hide.cleared",
    "hide.vanished",
    "hide.history",
    "hide.defences",
    "hide.audit",
    "hide.recovery",
    "hide.times",
]

WHOLE = {
    "id": "x.y",
    "question": "entry",
    "title": "t",
    "needs": ["eventlog/Security"],
    "attack": ["T1078"],
    "attack_version": "18.1",
    "proves": "p",
    "not_proved": "n",
    "judge": "nights",
}


def test_all_fifty_signs_are_there_under_their_names() -> None:
    assert len(NAMES) == 50
    assert sorted(load_signs()) == sorted(NAMES)


def test_every_question_has_signs_and_every_sign_a_rule_or_a_judge() -> None:
    signs = load_signs().values()
    assert {sign.question for sign in signs} == set(QUESTIONS)
    assert [sign.id for sign in signs if not sign.rules] == [
        "theft.log",
        "theft.srum",
    ]
    assert all(sign.attack and sign.attack_version == "18.1" for sign in signs)


@pytest.mark.parametrize("field", ["proves", "not_proved", "attack_version", "needs", "question", "judge"])
def test_a_sign_that_does_not_say_what_it_proves_is_refused(field: str) -> None:
    assert make_sign(WHOLE).id == "x.y"
    with pytest.raises(HuntRuleError, match=field):
        make_sign({key: value for key, value in WHOLE.items() if key != field})


def test_a_sign_to_a_question_that_nobody_asks_is_refused() -> None:
    with pytest.raises(HuntRuleError, match="nobody asks"):
        make_sign({**WHOLE, "question": "weather"})
