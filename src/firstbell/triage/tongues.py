"""What a message in a language that neither reader knows looks like, by a few words of a threat, of what
deceivers want, and of a question.

Such mail goes to a person, whatever is found here: nothing is released on so few words. But a threat in a
family's own language is to be among the first that a person sees, and a question to be told from it.
"""

from __future__ import annotations

import re
import unicodedata

from firstbell.triage.labels import Label
from firstbell.triage.vocabulary import load_table

# words of these are not parted by spaces, or begin with what means "and", "with", "to"
_UNPARTED = frozenset({"zh", "ko", "ar"})
_LONGEST = 6_000
_FEWEST_OF_THREAT = 2
_ASKED = re.compile(r"[?\uff1f\u061f]")
_NAMES = {
    Label.EXTORTION: "a threat with a sample of data",
    Label.COERCION: "a threat",
    Label.EVENT_PHISHING: "phishing that uses the event",
    Label.PHISHING: "phishing",
    Label.QUESTION: "a question",
}


def _join(themes: dict[str, list[str]]) -> re.Pattern[str]:
    parted = "|".join(one for tongue, listed in themes.items() if tongue not in _UNPARTED for one in listed)
    unparted = "|".join(one for tongue, listed in themes.items() if tongue in _UNPARTED for one in listed)
    return re.compile(rf"(?<!\w)(?:{parted})|(?:{unparted})")


_THEMES = {name: _join(themes) for name, themes in load_table("tongues").items()}


def read_tongues(text: str, *, sampled: bool, reaches: bool) -> Label | None:
    """What a text looks like; None where no word of it is known.

    `sampled`: whether data of people is quoted or comes along. `reaches`: whether it names a link or a
    number, by which deceivers get what they ask for.
    """
    said = unicodedata.normalize("NFKC", text[:_LONGEST]).lower()
    found = {name for name, theme in _THEMES.items() if theme.search(said)}
    bearing = found & {"held", "threat", "price", "silence"}
    if len(bearing) >= _FEWEST_OF_THREAT and bearing & {"held", "threat"} and "secret" not in found:
        return Label.EXTORTION if sampled or "born" in found else Label.COERCION
    if "secret" in found and reaches:
        return Label.EVENT_PHISHING if "event" in found else Label.PHISHING
    return Label.QUESTION if _ASKED.search(said) else None


def tell_tongue(label: Label) -> str:
    """Why a message in a language that neither reader knows has its label."""
    return f"a few words of it that are known are those of {_NAMES[label]}; look at it"
