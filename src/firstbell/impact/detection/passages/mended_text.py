r"""Text as a machine read it from paper: a word of a form with digits for letters, or a space within it, is
spelled as the form has it, where several are. Columns stay where they are.

>>> mend_words("Ernployee narne      Date of B irth\nT1A L0NG            06/O2/1980")
'Employee name        Date of Birth\nTIA LONG            06/02/1980'
>>> mend_words("Use Tr0ut$hoal for room 1O4, part 2l0-05")
'Use Tr0ut$hoal for room 1O4, part 2l0-05'

Forms whose numbered fields stand side by side with the answers below them, as printed forms come out as
text.

>>> print(spell_boxes("1. WORKER SSN    2. DAY HURT\n   219-09-3344      10/21/2026\n3. NAME\n   ROE, GIL\n"))
WORKER SSN: 219-09-3344
DAY HURT: 10/21/2026
NAME: ROE, GIL
>>> spell_boxes("1. Open the door\n2. Take the bus\n")
''

Slides with a name for their title: what such a slide says, and its notes, is about whom it names.

>>> from firstbell.impact.people.person import Person
>>> lexicon = Lexicon([Person("1", "1", "student", "Ada", "Roe")])
>>> find_head(lexicon, "slide 3", "Ada Roe (gr 3)\nfalls, stiff")
'Ada Roe (gr 3)'
>>> find_head(lexicon, "slide 3", "Thanks to Ada Roe\ncoffee"), find_head(lexicon, "body", "Ada Roe\nx")
('', '')
"""

from __future__ import annotations

import re

from firstbell.impact.people.folded_text import compose, fold, split_words
from firstbell.impact.people.lexicon import Lexicon

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


_FIELD = re.compile(
    r"(?:(?<=\s\s)|(?<![^\n]))[ \t]*\d{1,2}[a-z]?[.)][ ]{1,2}(?P<label>[A-Za-z][^\n:$]{1,60}?)"
    r"(?=[ \t]{2,}|[ \t]*\r?$|[ \t]*\n)"
)
# how each begins
_BOX_NUMBER = re.compile(r"\d[a-z]?[.)] {1,2}[A-Za-z]")
_LONGEST, _FEWEST_ANSWERS, _MOST_LINES = 48, 2, 400


def spell_boxes(text: str) -> str:
    """The fields with their answers as lines "label: answer"; "" where a text is no such form."""
    if len(text) > _MOST_LINES * 100 or text.count("\n") > _MOST_LINES:
        return ""
    text = text.expandtabs()
    if _BOX_NUMBER.search(text) is None:
        return ""
    lines = [line.rstrip() for line in text.split("\n") if line.strip()]
    fields = [_list_fields(line) for line in lines]
    if not any(len(one) > 1 for one in fields):
        return ""
    told: list[str] = []
    is_even = True
    for labels, below, further in zip(fields, lines[1:], fields[1:], strict=False):
        if not labels or further:
            continue
        answers = [*_CELL.finditer(below)]
        if len(labels) == 1:
            told.append(f"{labels[0][1]}: {below.strip()}")
            continue
        taken = 0
        for number, (start, label) in enumerate(labels):
            end = labels[number + 1][0] if number + 1 < len(labels) else 1 << 30
            under = [one[0] for one in answers if start <= one.start() < end]
            taken += len(under)
            told += [f"{label}: {'  '.join(under)}"] if under else []
        is_even = is_even and taken == len(answers)
    return "\n".join(told) if is_even and len(told) >= _FEWEST_ANSWERS else ""


def _list_fields(line: str) -> list[tuple[int, str]]:
    """(where it begins, label) of the numbered fields of a line that has nothing else."""
    found = [*_FIELD.finditer(line)]
    rest = _FIELD.sub("", line).strip()
    if not found or rest:
        return []
    return [(match.start(), match["label"].strip()[:_LONGEST]) for match in found]


_SLIDE = re.compile(r"(?:\A|> )slide \d+\Z")
_SLIDE_LONGEST = 60
# beside a name: a grade, a room, an age
_BESIDE = frozenset(
    (b"gr", b"grade", b"rm", b"room", b"hr", b"age", b"k", b"kg", b"id", b"th", b"rd", b"st", b"nd")
)


def find_head(lexicon: Lexicon, location: str, text: str) -> str:
    """The first line of a slide, where it has no words but a name and what may stand beside it; "" else."""
    head = text.lstrip().partition("\n")[0].strip() if _SLIDE.search(location) else ""
    if not head or len(head) > _SLIDE_LONGEST:
        return ""
    words = [word for word in split_words(fold(compose(head))) if word and not word.isdigit()]
    names = [word for word in words if word in lexicon.given or word in lexicon.family]
    others = [word for word in words if word not in names and len(word) > 1 and word not in _BESIDE]
    return head if len(names) > 1 and not others else ""
