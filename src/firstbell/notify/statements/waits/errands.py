"""Errands: what readers are asked to do ("bring your charger", "keep your scores on paper").

An errand is surely no claim. It says what somebody is to do, not what is so; what it could take for a fact
stands in a noun, in a participle, or behind "that", "because" and "again". So it is one only where it begins
with a verb of a closed list, where no word is one of those, and where all but two words are of closed lists.
A word of neither list may stand for a thing at home or at school, and not for one of the event.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from firstbell.notify.statements.language.patterns import any_case, any_words, read_table
from firstbell.notify.statements.waits.holds import names_event

_LISTS = ("verbs", "plain", "things", "never")
_OPENING = any_case(
    r"^(?:(?:so|and|then|but|or|also|instead|meanwhile|in the meantime|for now|until then"
    r"|if (?:possible|you can|in doubt)|when in doubt|as always|as a reminder|a reminder|reminder|parents"
    r"|families|students|teachers|staff|everyone|(?:mon|tues|wednes|thurs|fri)day)[,:]? |(?:please|kindly),? "
    r"|(?:we|i) (?:ask|urge|advise|encourage|recommend) (?:you|families|parents|staff|everyone|employees"
    r"|teachers) to |you (?:can|may|should|might want to|may want to|may wish to) )+"
)
# what holds of a reader, or is not so: it tells nothing
_CASE = any_case(
    r"^(?:if|when|whenever|should|in case|before|until) (?:you|your child|your children|your family|someone"
    r"|somebody|anyone|anybody|an? |any )(?P<case>[^,;:]{3,110}), (?:then )?(?:please )?(?P<rest>.+)$"
)
# what a stranger may say is no claim of ours
_CLAIMS = any_case(
    r"\b(?:someone|somebody|anyone|anybody|a (?:stranger|caller|person)|people) who (?:says?|claims?"
    r"|tells? you)(?: that)? (?:he|she|they|to) (?:has|have|is|are|hold|holds|be)"
    r" (?:(?:your|our|the|some|a|from|with) )*(?:(?:family's|child's|children's|own|personal) )*"
    r"(?:information|data|records|files|district|bank|police|office|school)\b"
)
_UNTIL = any_case(
    r"\b(?:until|unless|before|when) (?:we|you|the [\w ]{2,30}?(?:office|desk|team|staff|department)"
    r"|your (?:school|teacher|principal|supervisor|office)) (?:say|says|tell|tells|ask|asks|hear|call|calls"
    r"|write|writes)(?: (?:you|otherwise|so|from (?:us|it|them|your school)|to|back))*"
)
_FOR_NOW = any_case(r" for (?:now|the time being)\b")
_JOINT = any_case(r",? (?:and then|and|or|but|then) (?:please )?|[;,] (?:please )?|[.!] ")
_DENIED = any_case(r"^(?:(?:do not|don't|never|always|just not) )")
_PHONE = any_case(
    r"\b(?:at |on )?(?:1-)?(?:\(?\d{3}\)?[-. ])?\d{3}[-. ]\d{4}(?:,? (?:extension|ext\.?) \d+)?\b"
)
_WORD = re.compile(r"[A-Za-z][\w'-]*")
_MADE = re.compile(r"(?:ed|en|ing|ly|ion|ions|wn)$")
# of these "it" and "them" would say that they can be used
_USES = frozenset(("use", "open", "check", "log", "sign", "enter", "try", "see", "read"))
_SYSTEMS = any_words(
    r"(?:your|our|the|district|school|work|staff|student) (?:e-?mail|phones?|portal|payroll|network|internet"
    r"|wi-?fi|website|gradebook|grade book|systems?)"
    r"|payroll|portal|network|internet|wi-?fi|gradebook|grade book|bus routing|systems?|backups?"
)
_MEDIUM = any_case(
    r"\b(?:by|via|over|on|through) (?:the |your )?(?:e-?mail|phones?|mail|text)\b|\b(?:your|our)"
    r" (?:website|phones?)\b"
)
_MOST_UNKNOWN, _LONGEST, _SHORTEST = 2, 260, 3


@lru_cache(maxsize=1)
def _load() -> Mapping[str, frozenset[str]]:
    raw = read_table("waits", "errands.toml")
    return {name: frozenset(raw[name].split()) for name in _LISTS}


def is_errand(stretch: str) -> bool:
    """Whether a stretch asks readers to do something, and tells nothing by it."""
    text = stretch.strip(" .!,;")
    if len(text) > _LONGEST or len(text.split()) < _SHORTEST or "?" in text:
        return False
    text = _CLAIMS.sub("someone", _OPENING.sub("", text))
    case = _CASE.match(text)
    if case and _is_plain(case["case"]):
        text = _OPENING.sub("", case["rest"])
    elif case:
        return False
    return _is_list(text)


def _is_list(text: str) -> bool:
    """Whether a text is one errand, or several joined."""
    bare = _PHONE.sub("", _UNTIL.sub("", _FOR_NOW.sub("", text))).strip(" ,.")
    if re.search(r"\d|[$%:\"()]", bare):
        return False
    return _is_one(bare) or any(
        _is_one(bare[: joint.start()]) and _is_list(_OPENING.sub("", bare[joint.end() :]))
        for joint in _JOINT.finditer(bare)
        if joint.start()
    )


def _is_one(clause: str) -> bool:
    bare = _DENIED.sub("", clause.strip())
    verb, _, rest = bare.partition(" ")
    verb = verb.lower()
    if verb not in _load()["verbs"] or (verb == "pay" and bare == clause.strip() and "attention" not in rest):
        return False
    if (
        verb in _USES
        and bare == clause.strip()
        and re.match(r"(?:it|them|in|on|up|these|those)\b", rest, re.I)
    ):
        return False
    if verb == "be" and not re.match(
        r"(?:sure to|patient|kind|careful|alert|wary|cautious|ready|early|polite|calm|on (?:guard|time))\b",
        rest,
    ):
        return False
    return _is_plain(rest)


def _is_plain(text: str) -> bool:
    """Whether no word of a text can tell of the event; of words that no list has it may hold two."""
    if _SYSTEMS.search(_MEDIUM.sub(" ", text)):
        return False
    lists, unknown = _load(), 0
    for found in _WORD.finditer(text):
        word = found[0].lower()
        if word in lists["never"] or word.endswith("n't"):
            return False
        if any(word in lists[name] for name in ("plain", "things", "verbs")):
            continue
        singular = word[:-1] if word.endswith("s") else word
        if singular in lists["things"]:
            continue
        unknown += 1
        if unknown > _MOST_UNKNOWN or _MADE.search(word) or (found[0][0].isupper() and found.start()):
            return False
        if names_event(word):
            return False
    return True
