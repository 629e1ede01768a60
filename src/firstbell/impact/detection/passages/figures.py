"""Figures of speech: words of illness and death that tell of none.

>>> clear_figures("I'm dying of boredom")
"I'm                 "
>>> clear_figures("his uncle is dying of cancer")
'his uncle is dying of cancer'
"""

from __future__ import annotations

import re

from firstbell.impact.detection.values.guarded_patterns import GuardedPattern
from firstbell.impact.people.folded_text import fold

_FIGURE = GuardedPattern(
    re.compile(
        r"\b(?:dying|die|died|dies) (?:of|from) "
        r"(?:boredom|laughter|laughing|embarrassment|curiosity|shame|joy)\b"
        r"|\bdying to (?:see|know|hear|try|read|meet|find out)\b",
        re.IGNORECASE,
    ),
    (b"dying", b"die"),
)


def clear_figures(text: str) -> str:
    """The text with spaces in place of such figures."""
    if not _FIGURE.may_match(fold(text)):
        return text
    return _FIGURE.pattern.sub(lambda match: " " * len(match[0]), text)
