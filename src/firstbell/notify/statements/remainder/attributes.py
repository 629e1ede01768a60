"""What thanks, wishes and regrets take for granted of those whom they name: "the families who paid".

Such a sentence claims nothing, and rules do not look into it. What a relative clause in it tells of somebody
is told as a fact all the same, and must pass as a sentence of its own: "The families paid." It may have
everyday words alone, too, where no claim is read in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firstbell.notify.statements.judges.verdicts import STOPPING, JudgedClaim
from firstbell.notify.statements.language.sentences import Manner, judge_manner
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.remainder.doubts import Alone
from firstbell.notify.statements.remainder.passed import Passed
from firstbell.notify.statements.waits.everyday import has_everyday_words
from firstbell.notify.statements.waits.holds import names_event

_FELT = frozenset({Manner.GREETING, Manner.FEELING})
_ATTRIBUTE = re.compile(r"\b(?P<who>[a-z]+) (?P<rel>who|whose) (?P<told>[^,;.!?]+)", re.I)
_TO_COME = re.compile(r"\b(?:will|would|shall)\b|'ll\b", re.I)
_NO_NOUN = re.compile(r"(?:those|all|everyone|everybody|any\w*|each|many|people|one|ones)", re.I)


def list_attributes(passed: Passed, alone: Alone) -> Iterator[Leftover]:
    """The first of what such a sentence tells of somebody that does not pass by itself."""
    if passed.spanish or passed.borne or judge_manner(passed.flat) not in _FELT:
        return
    for match in _ATTRIBUTE.finditer(passed.flat):
        if _TO_COME.search(passed.flat[: match.start()]):
            continue
        who = "They" if _NO_NOUN.fullmatch(match["who"]) else f"The {match['who']}"
        told = f"{who} {match['told']}." if match["rel"].lower() == "who" else f"Their {match['told']}."
        if not _is_harmless(match["told"], alone(told)):
            yield Leftover("what it takes for granted", match["told"], match.start("told"))
            return


def _is_harmless(told: str, judged: Sequence[JudgedClaim]) -> bool:
    """Whether what is told passes, or has everyday words alone, and no claim is read in it."""
    if not any(one.waiting or one.verdict in STOPPING for one in judged):
        return True
    claimed = any(one.reading.proposition and one.kind != "notification" for one in judged)
    return not claimed and not names_event(told) and has_everyday_words(told)
