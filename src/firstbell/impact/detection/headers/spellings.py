"""What a header says in other words than most: in short ones, by their consonants, or in a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from firstbell.impact.detection.kinds.kind import DataKind

# which of several it is, before what everybody has: "release PIN", "household AGI"
SORT = re.compile(
    r"(?!(?:no|ha[sd]|have|need\w*|last|bad|wrong|lost|forgot\w*|lapel|map|rolling|bowling|cotter|\S*ed) )"
    r"[a-z]\S* (?:de |du |del )?(?=(?:pin|password|passcode|passport|passeport|pasaporte|agi|itin)\Z)"
)
_FEWEST, _VOWELS, _TWICE = 4, re.compile(r"[aeiou]+"), re.compile(r"(.)\1")
# of the consonants of a word so many stand in what is short for it
_MOST = 0.75
# words by which a header says what a column holds
_WORDS = (
    "passport", "license", "account", "routing", "guardian", "student", "employee", "birth",
    "birthdate", "diagnosis", "medication", "medications", "allergy", "allergies", "disability",
    "suspension", "discipline", "password", "security", "garnishment", "salary", "income",
    "immunization", "vaccine", "weekly", "hourly", "monthly", "annual", "conviction", "address",
    "restriction", "limitation", "eligibility", "applicant", "volunteer", "passenger",
)  # fmt: skip


def _strip(word: str) -> str:
    """The first letter of a word, and its consonants.

    >>> _strip("passport"), _strip("account")
    ('psprt', 'acnt')
    """
    rest = _VOWELS.sub("", word[1:])
    return _TWICE.sub(r"\1", word[0] + rest)


_STRIPPED = tuple((word, _strip(word)) for word in _WORDS)


@lru_cache(maxsize=4096)
def spell_abbreviation(word: str) -> str:
    """What a word without vowels is short for; "" where it is short for nothing, or for several.

    >>> [spell_abbreviation(one) for one in ("psprt", "lcns", "brth", "allrgy", "sprt", "strt", "schl")]
    ['passport', 'license', 'birth', 'allergy', '', '', '']
    """
    if len(word) < _FEWEST or not word.isalpha() or _VOWELS.search(word[1:]):
        return ""
    short = _strip(word)
    found = [
        full
        for full, letters in _STRIPPED
        if short[0] == letters[0] and len(short) >= _MOST * len(letters) and _holds(letters, short)
    ]
    return found[0] if len(found) == 1 else ""


def _holds(letters: str, short: str) -> bool:
    rest = iter(letters)
    return letters[-1] == short[-1] and all(one in rest for one in short)


# how the cards of drivers call what a machine reads from them, and the police what they ask about somebody
_ELEMENTS = {
    "NAM": "name", "DOB": "date of birth", "SOC": "ssn", "OLN": "license number", "PPN": "passport number",
    "OLS": "state", "RAC": "RAC", "HGT": "HGT", "WGT": "WGT", "EYE": "EYE", "HAI": "HAI", "ORI": "ORI",
    "DAC": "first name", "DCT": "first name", "DCS": "last name", "DAB": "last name", "DAD": "middle name",
    "DBB": "date of birth", "DAQ": "license number", "DAG": "street address", "DCU": "suffix",
}  # fmt: skip
_FEWEST_ELEMENTS = 3


def spell_elements(header: Sequence[str]) -> Sequence[str]:
    """Headers that are codes of what stands on a driver's card or in an answer of the police, in words.

    >>> [*spell_elements(["when", "DCS", "DAC", "DBB"])], [*spell_elements(["DAC", "notes"])]
    (['when', 'last name', 'first name', 'date of birth'], ['DAC', 'notes'])
    >>> [*spell_elements(["NAM", "DOB", "RAC", "SOC"])]
    ['name', 'date of birth', 'RAC', 'ssn']
    """
    if sum(head in _ELEMENTS for head in header) < _FEWEST_ELEMENTS:
        return header
    return [_ELEMENTS.get(head, head) for head in header]


# what a form asks of whoever fills it in, by the words for it
_ASKED = (
    (re.compile(r"(?i)\bsocial security (?:no|num)"), DataKind.SSN),
    (re.compile(r"(?i)\b(?:date of birth|birth ?date|day of birth)\b"), DataKind.DOB),
    (re.compile(r"(?i)\b(?:passport|licen[cs]e|alien(?: registration)?) (?:no|num)"), DataKind.GOVERNMENT_ID),
    (re.compile(r"(?i)\b(?:account|routing) (?:and (?:account|routing) )?(?:no|num)"), DataKind.FINANCIAL),
)  # fmt: skip


def find_asked(question: str) -> str:
    """The kind for a number or a day of which a question of a form asks; "" for any other one, or several.

    >>> str(find_asked("Please type your Social Security number, without dashes: the carrier wants it so"))
    'ssn'
    >>> find_asked("Which account do you want to use for this?")
    ''
    """
    found = {kind for sign, kind in _ASKED if sign.search(question)}
    return found.pop() if len(found) == 1 else ""
