r"""Text as a machine read it from paper: a word of a form with digits for letters, or a space within it, is
spelled as the form has it, where several are. Columns stay where they are.

>>> mend_words("Ernployee narne      Date of B irth\nT1A L0NG            06/O2/1980")
'Employee name        Date of Birth\nTIA LONG            06/02/1980'
>>> mend_words("Use Tr0ut$hoal for room 1O4, part 2l0-05")
'Use Tr0ut$hoal for room 1O4, part 2l0-05'
"""

from __future__ import annotations

import re

# signs that a text was read so, without which no word is looked at
_SIGN = re.compile(
    r"(?<=[A-Za-z]{2})[01](?=[a-z]{2})|\b[01](?=[a-z]{3})|\b[A-Z]+[01][A-Z]{2}|(?i:narne|nurnber|rnploy)"
    r"|\b(?:lm|ln)[a-z]{4}|[a-z]tlon\b"
)
_WORDS = (
    "employee", "employer", "employment", "information", "section", "student", "middle", "initial",
    "address", "birth", "social", "security", "number", "telephone", "account", "routing", "driver",
    "license", "diagnosis", "allergies", "allergy", "medication", "immunization", "patient", "parent",
    "guardian", "physician", "department", "verification", "eligibility", "certificate", "signature",
    "citizen", "resident", "permanent", "lawful", "income", "passport", "insurance", "policy", "member",
    "school", "teacher", "discipline", "suspension", "incident", "disability", "evaluation", "withholding",
    "dependent", "marital", "status", "gender", "emergency", "contact", "deposit", "savings", "checking",
    "name", "date", "first", "family", "given", "united", "states", "attestation", "homeland",
)  # fmt: skip
# what a machine takes each letter for
_TAKEN = {
    "i": "[i1l|!]", "l": "[l1i|]", "t": "[tl1]", "o": "[o0]", "s": "[s5]", "b": "[b8]", "e": "[ec]",
    "m": "(?:m|rn|nn)", "g": "[g9q]",
}  # fmt: skip
_SHORT, _FEWEST = 4, 2
_WORD = re.compile(
    r"\b(?:"
    + "|".join(
        f"({(' ?' if len(word) > _SHORT else '').join(_TAKEN.get(sign, sign) for sign in word)})"
        for word in _WORDS
    )
    + r")(?![^\W_])",
    re.IGNORECASE,
)
_CELL = re.compile(r"\S+(?: \S+)*")
_POSSESSIVE = re.compile(r"(?<=[a-z])' s\b")
_NAME = re.compile(r"\b(?:[A-Z]+[01][A-Z]+|[01][A-Z]+|[A-Z]+0|[A-Z]?[a-z]+[01][a-z]+|[01][a-z]{3,})\b")
_NUMBER = re.compile(
    r"(?<![\w/-])(?:[\dlIO]{1,2}/[\dlIO]{1,2}/(?:[\dlIO]{4}|[\dlIO]{2})|"
    r"[\dlIO]{3}([ -])[\dlIO]{2}\1[\dlIO]{4})(?![\w/-])"
)
_DIGITS, _UPPER, _LOWER = str.maketrans("lIO", "110"), str.maketrans("01", "OI"), str.maketrans("01", "ol")
_MOST_CHARS = 64 << 10


def mend_words(text: str) -> str:
    """The text with such words, names and dates as they are meant; as it is, where there are not several."""
    if len(text) > _MOST_CHARS or _SIGN.search(text) is None:
        return text
    misread = sum(_read(match) != match[0].lower() for match in _WORD.finditer(text))
    if misread < _FEWEST:
        return text
    text = _CELL.sub(_spell_cell, text)
    return _NUMBER.sub(_spell_number, _NAME.sub(_spell_name, text))


def _read(match: re.Match[str]) -> str:
    return _WORDS[(match.lastindex or 1) - 1]


def _spell_cell(match: re.Match[str]) -> str:
    """What stands between gaps, as wide as it was where something stands behind it."""
    spelled = _WORD.sub(_spell_word, _POSSESSIVE.sub("'s", match[0]))
    is_last = match.string[match.end() : match.end() + 1] in {"", "\n", "\r"}
    return spelled if is_last else spelled.ljust(len(match[0]))


def _spell_word(match: re.Match[str]) -> str:
    said, word = match[0], _read(match)
    if said.lower() == word:
        return said
    letters = [sign for sign in said if sign.isalpha()]
    spelled = word.upper() if sum(map(str.isupper, letters)) * 2 > len(letters) else word
    return spelled[0].upper() + spelled[1:] if said[0].isupper() else spelled


def _spell_name(match: re.Match[str]) -> str:
    said = match[0]
    if sum(map(str.isdigit, said)) * 2 > len(said):
        return said
    rest = said[1:]
    return said[0].translate(_UPPER) + rest.translate(_LOWER if any(map(str.islower, rest)) else _UPPER)


def _spell_number(match: re.Match[str]) -> str:
    said = match[0]
    digits = sum(map(str.isdigit, said))
    return said.translate(_DIGITS) if digits * 2 > len(said) else said
