"""Promises about nothing that rules know: whether they bind the district to something."""

from __future__ import annotations

import re

from firstbell.notify.statements.language.certainty import ClaimMode
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.waits.holds import ASKING_LEAVE, SILENT, is_of_school

_BINDING = re.compile(
    r"\b(?:guarantee\w*|promis\w+|pledg\w+|vow\w*|never|ensur\w+ that|(?:will|shall) ensure|will not"
    r"|won't|our word|"
    r"no (?:further|more|other|student|data|information|harm|one|family|child)\w*(?: \w+){0,2} will)\b",
    re.I,
)
_TELLING = re.compile(
    r"\b(?:(?:know|learn|share|say|have) more|more (?:information|details)|updates?)\b", re.I
)


# "no child will ever suffer from this"
_HARMLESS = re.compile(
    r"\b(?:no|not|never|nobody|none|nothing|won't)\b.*\b(?:harm\w*|hurt|suffer\w*|lose|worr(?:y|ied)|danger"
    r"|at risk|affected|come of (?:this|it))\b",
    re.I,
)


def binds(reading: ClaimReading) -> bool:
    """Whether a promise is firm: not one to tell more, to keep silent or to ask leave, nor of school days."""
    text = reading.plain
    if _TELLING.search(text) or reading.wording.mode is ClaimMode.UNKNOWN:
        return False
    if SILENT.search(text) or ASKING_LEAVE.search(text) or reading.conditional:
        return False
    if _HARMLESS.search(text):
        return True
    return bool(reading.wording.firm or _BINDING.search(text)) and not is_of_school(text)
