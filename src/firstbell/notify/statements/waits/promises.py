"""Promises about nothing that rules know: whether they bind the district to something."""

from __future__ import annotations

from firstbell.notify.statements.language.certainty import ClaimMode
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.waits.holds import ASKING_LEAVE, NEXT_NEWS, SILENT, is_of_school

_BINDING = any_words(
    r"guarantee\w*|promis\w+|pledg\w+|vow\w*|never|ensur\w+ that|(?:will|shall) ensure|will not|won't"
    r"|our word"
    r"|no (?:further|more|other|student|data|information|harm|one|family|child)\w*(?: \w+){0,2} will"
)
_TELLING = any_words(r"(?:know|learn|share|say|have) more|more (?:information|details)|updates?")


# "I won't tell you that it is": what is not going to be said binds nobody; nor who comes to ask
_SAYING = any_case(
    r"\b(?:will not|won't|never|not going to) (?:\w+ )?(?:tell you|say|call it|claim|pretend|guess|speculate"
    r"|hide|soften|stretch|sugarcoat|minimize)\b"
    r"|\bpromised (?:you )?an? (?:\w+ )?(?:account|answer|update|report)\b"
    r"|\b(?:will|'ll) come to (?:you|us) first\b"
    r"|\b(?:nobody|no one)\b[^.;]{0,40} will (?:ever )?(?:ask|call|e-?mail|text)\b"
)
# "no child will ever suffer from this"
_HARMLESS = any_case(
    r"\b(?:no|not|never|nobody|none|nothing|won't)\b.*\b(?:harm\w*|hurt|suffer\w*|lose|worr(?:y|ied)|danger"
    r"|at risk|affected|come of (?:this|it))\b"
)


def binds(reading: ClaimReading) -> bool:
    """Whether a promise is firm: not one to tell more, to keep silent or to ask leave, nor of school days."""
    text = reading.plain
    if _TELLING.search(text) or NEXT_NEWS.fullmatch(text) or reading.wording.mode is ClaimMode.UNKNOWN:
        return False
    if SILENT.search(text) or ASKING_LEAVE.search(text) or reading.conditional:
        return False
    if _HARMLESS.search(text):
        return True
    if _SAYING.search(text) and not _BINDING.search(_SAYING.sub(" ", text)):
        return False
    return bool(reading.wording.firm or _BINDING.search(text)) and not is_of_school(text)
