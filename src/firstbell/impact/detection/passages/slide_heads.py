r"""Slides with a name for their title: what such a slide says, and its notes, is about whom it names.

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

_SLIDE = re.compile(r"(?:\A|> )slide \d+\Z")
_LONGEST = 60
# beside a name: a grade, a room, an age
_BESIDE = frozenset(
    (b"gr", b"grade", b"rm", b"room", b"hr", b"age", b"k", b"kg", b"id", b"th", b"rd", b"st", b"nd")
)


def find_head(lexicon: Lexicon, location: str, text: str) -> str:
    """The first line of a slide, where it has no words but a name and what may stand beside it; "" else."""
    head = text.lstrip().partition("\n")[0].strip() if _SLIDE.search(location) else ""
    if not head or len(head) > _LONGEST:
        return ""
    words = [word for word in split_words(fold(compose(head))) if word and not word.isdigit()]
    names = [word for word in words if word in lexicon.given or word in lexicon.family]
    others = [word for word in words if word not in names and len(word) > 1 and word not in _BESIDE]
    return head if len(names) > 1 and not others else ""
