"""A sentence and its clauses: it passes where each of them does, and waits where one of them would alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from firstbell.notify.statements.joints import Clause
from firstbell.notify.statements.verdicts import STOPPING, ClaimVerdict, JudgedClaim, wait

Alone = Callable[[str], list[JudgedClaim]]


def passes(claims: Sequence[JudgedClaim]) -> bool:
    """Whether none of these claims waits or is stopped."""
    return not any(claim.waiting or claim.verdict in STOPPING for claim in claims)


def check_company(
    claims: list[JudgedClaim], ways: Iterable[Sequence[Clause]], alone: Alone
) -> list[JudgedClaim]:
    """The claims of a sentence, or of its clauses, where each of them passes as a sentence of its own."""
    for clauses in ways:
        by_clauses: list[JudgedClaim] = []
        for clause in clauses:
            judged = alone(clause.said)
            if not passes(judged):
                break
            by_clauses += [replace(one, reading=replace(one.reading, text=clause.written)) for one in judged]
        else:
            if any(one.verdict is ClaimVerdict.SUPPORTED for one in by_clauses):
                return by_clauses
    return claims


# a clause with a verb of its own, that does not lean on the one before ("the students' have, too")
_WHOLE = re.compile(
    r"(?=.*\b(?:is|are|was|were|has|have|had|can|will|did|do)\b)(?!.*\b(?:too|also|have|has|do|did|not)[.]?$)",
    re.I,
)


def hold_company(
    claims: list[JudgedClaim], ways: Iterable[Sequence[Clause]], alone: Alone
) -> list[JudgedClaim]:
    """The claims; words that no rule reads in a clause alone are not read beside another claim either."""
    clauses = next(iter(ways), ())
    for clause in clauses if len(clauses) > 1 else ():
        judged = alone(clause.said) if _WHOLE.match(clause.said) else []
        if clause.said.lower() == f"{clause.written.lower()}.":
            held = [one for one in judged if one.waiting and _has_unread(one)]
        else:
            # a day that hangs on one before it, which the whole may have counted from another
            held = [one for one in judged if one.verdict in STOPPING and clause.hangs]
        if held:
            return [
                wait(one.reading, *(held[0].needs[:1] if held[0].waiting else ()))
                if one.verdict is ClaimVerdict.SUPPORTED
                else one
                for one in claims
            ]
    return claims


def _has_unread(claim: JudgedClaim) -> bool:
    """Whether what a claim says is known, and some words of it are not."""
    return claim.reading.proposition is not None and any("no rule reads" in need for need in claim.needs)
