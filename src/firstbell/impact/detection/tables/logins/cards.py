r"""Cards that hand each of many a way in, one below the other in a text: a name, and lines that begin alike
on all of them.

>>> card = "To the home of {}\nWeb name: {}7\nFirst-time word: {}{}\n\nYou must change it.\n\n"
>>> text = "".join(card.format(name, name[:3], name[-3:], 41 + at) for at, name in
...                enumerate(["Ada Roe", "Ben Low", "Cy Long"]))
>>> spell_cards(text, text.lower().encode(), lambda name: True)[1:]
[['Ada Roe', 'Roe41'], ['Ben Low', 'Low42'], ['Cy Long', 'ong43']]
>>> text = text.replace("word", "seat")
>>> spell_cards(text, text.lower().encode(), lambda name: True)
[]
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from firstbell.impact.detection.identities.names import looks_like_name
from firstbell.impact.detection.values.guarded_patterns import holds_any

CARD_HEAD = ["Name", "Password"]
# what a card calls what opens the way, and what is opened
_SECRET_LABEL = re.compile(
    r"(?i)\b(?:pass(?:word|code|phrase|wd)?|pw|pwd|pin|secret|key|token|"
    r"(?:first[ -]?time|one[ -]?time|temp\w*|starter|start|initial|new|access|activation|log ?in|sign[ -]?in|"
    r"secret|magic|test|session|unlock|entry|enroll?ment|invite|registration) (?:word|code|pass|key|secret)|"
    r"code|word)[ \t]*(?:is|:|=|#|-|to use)?[ \t]*$"
)
# each such label has one of these
_SECRET_WORDS = (b"pass", b"pw", b"pin", b"secret", b"key", b"token", b"code", b"word")
_WAY_IN = re.compile(
    r"(?i)\b(?:sign(?:s|ing)?[ -]?(?:in|on)|log(?:s|ging)?[ -]?(?:in|on)|user ?(?:name|id)?|web name|"
    r"screen name|account|portal|e-?mail|online|website|app|tickets?|sessions?|usuario|cuenta|clever|canvas|"
    r"chromebook)\b"
)
_RULE = re.compile(r"[ \t]*(?:[-=_*~#+.\u2013\u2014][ \t]?){3,}[ \t]*")
_SECRET = re.compile(r"(?=\S*\d)[!-~]{4,24}|(?=\S*[^\W\d_])(?=\S*[-!@#$%&*?._])[!-~]{6,24}")
_LEAD = re.compile(
    r"(?i)(?:(?:to|for|of|the|home|house|household|family|parents?|guardians?|welcome|hello|dear|hi|student|"
    r"name|attn|issued|this|card|belongs|is)[ :,.]+)*"
)
_FEWEST, _MOST_LINES, _ALIKE = 3, 9, 0.8
_MOST_TEXT = 400_000


def spell_cards(text: str, folded: bytes, is_name: Callable[[str], bool]) -> list[list[str]]:
    """(name, what opens) of each card, below headers; none where the text has no such cards. `folded`: the
    same text, folded; `is_name`: whether somebody here is called so.
    """
    if len(text) > _MOST_TEXT or not holds_any(folded, _SECRET_WORDS) or not _WAY_IN.search(text):
        return []
    cards = [*_list_cards(text.splitlines(), is_name)]
    if len(cards) < _FEWEST:
        return []
    counted = Counter(label for _, lines in cards for label, _ in lines)
    labels = [
        label
        for label, times in counted.items()
        if times >= _ALIKE * len(cards) and _SECRET_LABEL.search(label)
    ]
    for label in sorted(labels, key=lambda one: (one.endswith(("code ", "word ")), one)):
        found = [[name, said] for name, lines in cards for head, said in lines if head == label]
        if len({said for _, said in found}) >= _ALIKE * len(found) and len(found) >= _FEWEST:
            return [CARD_HEAD, *found]
    return []


def _list_cards(
    lines: Sequence[str], is_name: Callable[[str], bool]
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """(name, (label, what it says) of the lines below it) of each card."""
    name, below, count = "", list[tuple[str, str]](), 0
    for line in lines:
        if not line.strip() or _RULE.fullmatch(line):
            continue
        called = _read_name(line, is_name)
        if called:
            if name and below:
                yield name, below
            name, below, count = called, [], 0
            continue
        count += 1
        if name and count <= _MOST_LINES:
            below += _part(line)
    if name and below:
        yield name, below


def _read_name(line: str, is_name: Callable[[str], bool]) -> str:
    """The name that a line has alone, behind words that lead to it; "" where it has more."""
    told = line.strip().strip("*#|").strip(" ,.:;!")
    bare = told[lead.end() :] if (lead := _LEAD.match(told)) else told
    return bare if looks_like_name(bare) and (is_name(bare) or bare != told) else ""


def _part(line: str) -> Iterator[tuple[str, str]]:
    """(label, secret) of each word of a line that may be one: the label is what stands before it, up to the
    one before.
    """
    start = 0
    for word in re.finditer(r"\S+", line):
        if _SECRET.fullmatch(word[0]):
            label = " ".join(line[start : word.start()].lower().split())
            if label:
                yield f"{label} ", word[0]
            start = word.end()
