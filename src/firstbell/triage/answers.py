"""What is told to whoever handed a message in, by its label."""

from __future__ import annotations

from functools import cache

from firstbell.triage.labels import Label
from firstbell.triage.vocabulary import load_table


@cache
def load_advice() -> dict[str, dict[str, str]]:
    """Label -> title and advice; `look` and `ordinary`, which are no labels, have theirs."""
    return load_table("labels")


def tell_title(label: Label, *, ordinary: bool) -> str:
    """What a message is, in words."""
    return load_advice()[_find_kind(label, ordinary=ordinary)]["title"]


def tell_advice(label: Label, *, look: bool, ordinary: bool) -> str:
    """What to do with a message: a person's decision comes before any label."""
    return load_advice()["look" if look else _find_kind(label, ordinary=ordinary)]["advice"]


def _find_kind(label: Label, *, ordinary: bool) -> str:
    """Ordinary mail of others is no mail of which nothing can be said, and no mail of the district."""
    if label is Label.GENUINE and ordinary:
        return "dealings"
    return "ordinary" if label is Label.OTHER and ordinary else label.value
