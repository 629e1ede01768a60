"""What is told to whoever handed a message in, by its label."""

from __future__ import annotations

from functools import cache

from firstbell.triage.labels import Label
from firstbell.triage.vocabulary import load_table


@cache
def load_advice() -> dict[str, dict[str, str]]:
    """Label -> title and advice; `look` and what is only proven to have come its way have theirs."""
    return load_table("labels")


def find_decided_kind(label: Label) -> str:
    """The kind by which title and advice are told once a person has decided: it proves no sender."""
    return "decided" if label in (Label.GENUINE, Label.OTHER) else ""


def tell_title(label: Label, *, kind: str) -> str:
    """What a message is, in words. `kind`: of mail of which nothing is proven but its way here."""
    return load_advice()[kind or label.value]["title"]


def tell_advice(label: Label, *, look: bool, kind: str) -> str:
    """What to do with a message: a person's decision comes before any label."""
    return load_advice()["look" if look else kind or label.value]["advice"]
