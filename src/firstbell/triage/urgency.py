"""How soon a person has to look at a message: threats to children first, then what may still be stopped."""

from __future__ import annotations

import re
from enum import IntEnum

from firstbell.triage.labels import Label
from firstbell.triage.layer_clues import gather_text
from firstbell.triage.triage import Triaged
from firstbell.triage.vocabulary import load_table
from firstbell.triage.words import fold

_CHILD = re.compile("|".join(load_table("shapes")["urgency"]["child"]))
_LONGEST = 20_000


class Urgency(IntEnum):
    """The lower, the sooner. What the numbers mean stands in docs/messages.md."""

    CHILD_THREATENED = 1
    THREAT = 2
    UNDECIDED = 3
    EVENT_PHISHING = 4
    PHISHING = 5
    CHILD_ASKED_FOR = 6
    QUESTION = 7
    LATER = 8


_BY_LABEL = {
    Label.COERCION: Urgency.THREAT,
    Label.EXTORTION: Urgency.THREAT,
    Label.EVENT_PHISHING: Urgency.EVENT_PHISHING,
    Label.PHISHING: Urgency.PHISHING,
    Label.QUESTION: Urgency.QUESTION,
}


def concerns_child(triaged: Triaged) -> bool:
    """Whether a message speaks of a certain child, to a parent or with the child's data."""
    if triaged.people.children:
        return True
    texts = [gather_text(triaged.mail), *(gather_text(carried) for carried in triaged.mail.carried)]
    return any(_CHILD.search(fold(text[:_LONGEST])) for text in texts)


def judge_urgency(triaged: Triaged) -> Urgency:
    """How soon a person has to look at it."""
    child = concerns_child(triaged)
    urgency = _BY_LABEL.get(triaged.label, Urgency.LATER)
    if urgency is Urgency.THREAT and child:
        return Urgency.CHILD_THREATENED
    if urgency is Urgency.QUESTION and child:
        return Urgency.UNDECIDED if triaged.look else Urgency.CHILD_ASKED_FOR
    if triaged.look and urgency > Urgency.UNDECIDED:
        return Urgency.UNDECIDED
    return urgency
