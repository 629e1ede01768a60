"""Why a message has its label, in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.triage.agreement import is_proven
from firstbell.triage.clues import Clue, has_clue
from firstbell.triage.district import KnownDistrict
from firstbell.triage.labels import HARMFUL, Label, LabelJudgement

_WAYS = {
    "forwarded": "what counts is the message that it forwards",
    "quoted": "what counts is the message that it quotes",
    "attached": "what counts is the message that is attached to it",
    "told": "what counts is what a caller, a visitor or a note wanted, as it tells",
}


def list_reasons(
    judgement: LabelJudgement, clues: Sequence[Clue], district: KnownDistrict, *, way: str, look: bool
) -> list[str]:
    """The rules' reasons, the heaviest first. `way`: how the layer that was judged came with the message."""
    reasons = [_WAYS[way]] if way in _WAYS else []
    reasons += [clue.reason for clue in judgement.clues]
    if judgement.label is Label.OTHER and not look and not is_proven(clues):
        reasons.append("nothing in it speaks for a threat, for phishing, for a question or for mail to many")
    if judgement.label is Label.OTHER:
        reasons += [clue.reason for clue in clues if clue.side in {"trick", "failed"}]
    if judgement.label is Label.GENUINE and not district.told and not has_clue(clues, "code"):
        reasons.append("the district's domain was not told; it was taken from the messages themselves")
    if (
        judgement.label not in HARMFUL
        and not has_clue(clues, "proven", "code")
        and has_clue(clues, "own_sender")
    ):
        reasons.append("it says that it is from the district; no server that is trusted proved it")
    return list(dict.fromkeys(reasons))
