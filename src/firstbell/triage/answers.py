"""What is told to whoever handed a message in, by its label."""

from __future__ import annotations

from functools import cache

from firstbell.triage.labels import Label
from firstbell.triage.vocabulary import load_table


@cache
def load_advice() -> dict[str, dict[str, str]]:
    """Label -> title and advice; `look` and `ordinary`, which are no labels, have theirs."""
    return load_table("labels")


def tell_title(label: Label, *, proven: bool) -> str:
    """What a message is, in words."""
    return load_advice()[_find_kind(label, proven=proven)]["title"]


def tell_advice(label: Label, *, look: bool, proven: bool) -> str:
    """What to do with a message: a person's decision comes before any label."""
    return load_advice()["look" if look else _find_kind(label, proven=proven)]["advice"]


def _find_kind(label: Label, *, proven: bool) -> str:
    """What nothing proves is answered with care, whatever it looks like."""
    return "ordinary" if label is Label.GENUINE and not proven else label.value
