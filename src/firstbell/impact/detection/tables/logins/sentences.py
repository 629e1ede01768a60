"""Sentences that name one person in full and say to what their way in was set: "Ada Olson is locked out
again, set to Loon#2026b".

>>> _tells("is locked out again, set to Loon#2026b"), _tells("forgot hers, now Otter-Box-44")
('Loon#2026b', 'Otter-Box-44')
>>> _tells("moved to another room, now Gym-Room-12")
''
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.impact.detection.identities.mentions import Finder
from firstbell.impact.detection.passages.settings import is_of_forgery
from firstbell.impact.detection.tables.logins.logins import Login, is_secret
from firstbell.impact.people.folded_text import compose, fold
from firstbell.impact.people.lexicon import Lexicon

# what is wrong with a way in, or done to it
_WRONG = re.compile(
    r"(?i)\b(?:lock(?:ed|s)? (?:(?:him|her|them)self )?out|forg[eo]t(?:s|ten)? (?:it|hers|his|theirs|"
    r"(?:(?:her|his|their|the) )?(?:new |old )?(?:pass ?word|pw|pwd|pin|log[ -]?in))|"
    r"can'?t (?:get|log|sign) (?:in|on)|cannot (?:log|sign) (?:in|on)|"
    r"re-?set|pass ?words?|pw|pwd|log[ -]?ins?|unlocked|acct|account)\b"
)
_SET = re.compile(
    r"(?i)(?:\b(?:(?:re-?set|set|chang(?:ed|ing)|switched) (?:it |hers |his |theirs )?(?:back )?to|"
    r"(?:it'?s |is |,)? ?now(?: is| it is)?|gave (?:him|her|them)|"
    r"(?:temp|new)(?: (?:one|pw|pwd|pass ?word))?(?: is| =|:)?)[ :]+|(?:->|=>) ?)(\S{8,40})"
)
_MOST_CHARS = 200


def find_told(lexicon: Lexicon, text: str) -> Iterator[Login]:
    """Each such line that names nobody else."""
    # what is sent in somebody's name sets nothing
    for number, line in enumerate(() if is_of_forgery(fold(compose(text))) else text.split("\n"), start=1):
        if len(line) > _MOST_CHARS or not (secret := _tells(line)):
            continue
        named = [one for one in Finder(lexicon, line, fold(line)).find() if one.by == "name"]
        people = {who for one in named for who in one.candidates}
        if len(people) == 1 and not any(one.is_weak for one in named):
            yield Login(people.pop(), number, secret)


def _tells(line: str) -> str:
    """What somebody's way in was set to; "" where a line does not say it."""
    if _WRONG.search(line) is None:
        return ""
    words = (match[1].strip(".,;:()\"'") for match in _SET.finditer(line))
    return next((word for word in words if is_secret(word) and any(map(str.isdigit, word))), "")
