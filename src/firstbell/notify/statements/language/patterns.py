"""Patterns as this room writes them: in capitals or small letters, it is the same word."""

from __future__ import annotations

import re


def any_case(pattern: str) -> re.Pattern[str]:
    """What a pattern matches, however it is written: "Letters were" and "letters were"."""
    return re.compile(pattern, re.IGNORECASE)


def any_words(words: str) -> re.Pattern[str]:
    """Any of these words, each as a whole: "paid|pay(?:s|ing)" is in no "repaid"."""
    return any_case(rf"\b(?:{words})\b")
