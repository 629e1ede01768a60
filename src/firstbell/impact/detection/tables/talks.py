"""Tables that are a talk: one column says who speaks, another what is said.

>>> end_sentence("seen  today"), end_sentence("seen?")
('seen today.', 'seen?')
"""

from __future__ import annotations

from collections.abc import Iterable

from firstbell.impact.detection.columns import NOTE, WORKER, Column
from firstbell.impact.detection.header_words import SPEAKERS


def end_sentence(text: str) -> str:
    """A message on one line, as a sentence."""
    text = " ".join(text.split())
    return text if text[-1:] in {"", ".", "!", "?"} else f"{text}."


def find_spoken(columns: Iterable[Column]) -> int:
    """The column of what is said, where another says who speaks; -1 where there is none."""
    columns = [*columns]
    speaks = any(one.owner == WORKER and one.header in SPEAKERS for one in columns)
    notes = [one.at for one in columns if one.role == NOTE]
    return notes[0] if speaks and len(notes) == 1 else -1
