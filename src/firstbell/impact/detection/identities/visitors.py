"""Phrases that are said of somebody who is not known: "a visitor fell", "the author speaks about her cancer".

>>> text = b"a visitor fell. ada fell."
>>> visitors = StrangeTellings(text)
>>> visitors.is_told(0, 14), visitors.is_told(16, 24)
(True, False)
"""

from __future__ import annotations

import re
from bisect import bisect_left

from firstbell.impact.detection.values.guarded_patterns import holds_any

_VISITOR = re.compile(rb"\b(?:a|another|one)[ ](?:[a-z]+ )?(?:visitor|guest|fan|spectator|bystander)\b")
# who speaks of themselves to all and stands right before that, by name
_SPEAKER = re.compile(
    rb"\b(?!(?:she|he|they|i|who|we)\b)[a-z'-]+[ ](?:speaks|talks|will (?:speak|talk)) about (?:his|her)[ ]"
)
# of these each match of the two holds one
_WORDS = (b"visitor", b"guest", b"fan", b"spectator", b"bystander", b" about his ", b" about her ")
_ANY_WORD = re.compile(b"|".join(_WORDS))


class StrangeTellings:
    """Finds them in one folded text. A paragraph without a full stop is one sentence, however long it is:
    where such words stand in it is worked out once.
    """

    def __init__(self, folded: bytes) -> None:
        self._folded = folded
        is_likely = holds_any(folded, _WORDS)
        self._places = [one.start() for one in _ANY_WORD.finditer(folded)] if is_likely else []

    def is_told(self, start: int, at: int) -> bool:
        """Whether a sentence that begins at `start` speaks of such a person before `at`."""
        if bisect_left(self._places, start) == bisect_left(self._places, at):
            return False
        folded = self._folded
        return bool(_VISITOR.search(folded, start, at) or _SPEAKER.search(folded, start, at))
