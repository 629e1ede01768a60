"""Whether a text is English: the rules read nothing else, and must say so."""

from __future__ import annotations

import re

_COMMON = re.compile(
    r"\b(?:the|an?|of|to|in|and|is|are|was|were|has|have|had|been|that|this|we|our|not|no|for|with|on|at|by|from|it|"
    r"you|your|will|be|or|as|all|any|their|they|which|if|may|can|who|did|do)\b",
    re.IGNORECASE,
)
_FEW_WORDS = 6
_LEAST_SHARE = 0.12


def is_english(text: str) -> bool:
    """Whether enough of its words are those of every English text. Of a few words nobody can tell."""
    words = re.findall(r"[^\W\d_]+", text)
    if len(words) < _FEW_WORDS:
        return True
    return len(_COMMON.findall(text)) / len(words) >= _LEAST_SHARE
