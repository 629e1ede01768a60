"""What opens an account, by its shape and by the words beside it in a note.

>>> is_secret("Winter23!"), is_secret("Wednesday"), is_secret("555-0100")
(True, False, False)
"""

from __future__ import annotations

import re

_LABEL = re.compile(r"(?i)\b(?:pass(?:word|code)?s?|pwd?|logins?|credentials|sign[ -]?ins?)\b")
_LABEL_PARTS = ("pass", "pw", "login", "credentials", "sign")
_DATE = re.compile(r"[\d/.\-:,()]+[ap]?m?\Z|\W?\d\d?[/-][a-z]{3}[/-]\d{2,4}\b", re.IGNORECASE)
# a degree, and what was learned since, by which teachers are paid: "MA+30"
_DEGREE = re.compile(r"(?i)(?:[bm][as]|bachelors?|masters?|ph ?d|doctorate|specialist)\+\d\d?\Z")
_FEWEST_CHARS, _MOST_CHARS = 6, 40
_FEWEST_DIGITS = 4
_ADDRESS = re.compile(r"\w@[\w-]+\.[A-Za-z]")
_SIGNS = frozenset("!#$%&*?+@^~_")
_HANDED = re.compile(
    r"(?i)\b(?:set (?:it|yours|his|hers|the \w+)? ?to|(?:changed|reset) (?:it )?to|gave (?:him|her|them)|"
    r"use|try|(?:temp\w*|new|pw|pwd|pass\w*|pin|code|it)(?: one)? (?:is|was|=|:)(?: now)?|"
    r"(?:temp\w*|pw|pwd|pass\w*)[:=]|told (?:(?:her|him|them) )?(?:by|over|on) (?:the )?(?:tele)?phone:|"
    r"(?:re-?)?set(?= \S+,? (?:and )?(?:must|to) change)) ?(\S{6,40})"
)
_OF_ACCOUNT = re.compile(
    r"(?i)\b(?:re-?set|set (?:it|this|hers|his|theirs|yours) (?:back )?to|"
    r"set (?:the |a )?temp|acct|accounts?|codes?|locked|unlocked|"
    r"log(?:ged)? (?:in|on)|(?:must|has to|have to) change|next log ?-?(?:on|in)|"
    r"(?:never|not) changed|told (?:(?:her|him|them) )?(?:by|over|on) (?:the )?(?:phone|telephone))\b"
)
# a secret behind the word for it: a code of digits, or a password of letters and digits
_CALLED_SECRET = re.compile(
    r"(?i)\b(?:(?:back-?up|recovery|rescue|bypass|one-?time|verification|mfa|2fa|unlock|alarm|door|gate|safe"
    r"|key ?pad|entry) codes?(?: (?:is|was|are|now))?[ :=]{1,3}(\d[\d -]{2,14}\d)"
    r"|(?:(?:vm|voice ?mail|phone|copier|badge|unlock|new|temp\w*) (?:pin|passcode)s?"
    r"(?: (?:is|was|now|set|changed|reset|to))*|pin(?: (?:now|set|changed|reset|to)){1,3}"
    # which of them: "the PIN on the token to ..."
    r"|pin (?:on|for|of) (?:(?:the|that|his|her|your|their|my) )?[a-z]+(?: [a-z]+)?"
    r"(?: (?:is|was|now|set|reset|to))+)"
    r"[ :=]{1,3}(\d{4,8})\b"
    r"|(?:pw|pwd|pass(?:word|code|phrase)?)(?: (?:is|was|now|set|changed|reset|to|for now))*[ :=]{1,3}"
    r"(\S{6,40})"
    # "the old one was ...", "the last one I used is ..."
    r"|(?:old|last|new|first|temp) one (?:(?:i|he|she|they|we|you) (?:used|had|tried|set) )?"
    r"(?:is|was)[ :=]{1,3}(?=\S*[a-z]{3})(\S{6,40}))"
)


def is_secret(word: str) -> bool:
    """Whether a word has the shape of a password: letters with digits or signs, neither a date nor an
    address.
    """
    if not _FEWEST_CHARS <= len(word) <= _MOST_CHARS or _ADDRESS.search(word) or _DATE.match(word):
        return False
    has_more = any(map(str.isdigit, word)) or any(one in "!#$%&*?+@^~" for one in word)
    return has_more and any(map(str.isalpha, word))


def is_strong_secret(word: str) -> bool:
    """Whether a word can hardly be anything but a password.

    >>> is_strong_secret("Winter#23"), is_strong_secret("Winter23"), is_strong_secret("Rm#23")
    (True, False, False)
    """
    if not _FEWEST_CHARS <= len(word) <= _MOST_CHARS or _ADDRESS.search(word) or "/" in word or " " in word:
        return False
    if _DEGREE.match(word):
        return False
    tests = (str.isupper, str.islower, str.isdigit, _SIGNS.__contains__)
    return all(any(map(test, word)) for test in tests)


def tells_secret(note: str) -> bool:
    """Whether a note of a row has a password in it.

    >>> tells_secret("reset, the new one is Otter!2031"), tells_secret("reset, asset AB-2031 swapped")
    (True, False)
    >>> tells_secret("first pw Elm4410Owl"), tells_secret("backup code 551-20"), tells_secret("pw reset 4/2")
    (True, True, False)
    """
    if calls_secret(note):
        return True
    is_about = has_label(note) or _OF_ACCOUNT.search(note)
    words = note.split() if is_about else ()
    return any(is_strong_secret(word.strip(".,;()\"'")) for word in words) or (
        bool(words) and hands_out(note)
    )


def calls_secret(note: str) -> bool:
    """Whether a word for a secret stands before one."""
    return any(_opens(match) for match in _CALLED_SECRET.finditer(note))


def _opens(match: re.Match[str]) -> bool:
    """Whether what stands behind a word for a secret is one."""
    code, word = match[1] or match[2], match[3] or match[4]
    if code:
        return sum(map(str.isdigit, code)) >= _FEWEST_DIGITS
    word = word.strip(".,;()\"'")
    has_letter, has_digit = any(map(str.isalpha, word)), any(map(str.isdigit, word))
    return has_letter and has_digit and "/" not in word and _FEWEST_CHARS <= len(word) <= _MOST_CHARS


def hands_out(note: str) -> bool:
    """Whether a note gives somebody a password, by its words and its shape: in one note a word of either may
    mean a thing, in most notes of a column it does not.

    >>> hands_out("set it to Maple.4471 for now"), hands_out("use the side door"), hands_out("use room B204")
    (True, False, False)
    """
    return any(is_secret(word.strip(".,;:()\"'")) for word in _HANDED.findall(note))


def has_label(text: str) -> bool:
    """Whether a text has a word for what opens an account."""
    lowered = text.lower()
    return any(part in lowered for part in _LABEL_PARTS) and _LABEL.search(text) is not None
