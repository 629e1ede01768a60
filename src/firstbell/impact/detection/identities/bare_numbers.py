r"""Numbers of the roster that stand in a sentence without a word that says whose they are.

>>> text = b"spoke with 200002 today\norder 200002 came\npaid 200002 dollars\n"
>>> sorted(find_lonely(text, [(11, 17), (30, 36), (47, 53)]))
[11]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from firstbell.impact.detection.numbers import THING_WORDS

# shorter ones are numbers of anything
_FEWEST_CHARS = 6
_REACH = 24
_FEWEST_LEADING = 2
# what a number that follows counts or names
_THING = re.compile(
    rb"(?:\b(?:"
    + THING_WORDS.encode()
    + rb"|cases?|checks?|vouchers?|accounts?|acct|policy|route|rooms?|rm|zip|tag|vin|unit|version|v|"
    rb"paid|pays?|cost|total|sum|budget|balance|meter|reading|box|ext|extension|fax|tel|phone|call|job|batch|page|"
    rb"builds?|incidents?|visits?|work orders?|wo|serials?|"
    rb"line|row|port|pid|process|thread|bytes|size|request|req|session|seq|record|count|key|bar|code)s?"
    rb"|[$%&=+*/\\])[ .:#=()\"'-]*$"
)
_COUNTED = re.compile(
    rb"[ ]?(?:%|dollars|usd|students|pupils|people|items|pages|copies|miles|kwh|bytes|kb|mb|gallons|lbs|"
    rb"sq|square|cubic|ms|times|units|records|rows)\b"
)


def find_lonely(folded: bytes, spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    """Where the numbers begin, of these (start, end), that may stand for somebody by themselves."""
    return frozenset(
        start
        for start, end in spans
        if end - start >= _FEWEST_CHARS
        and not _THING.search(folded[max(0, start - _REACH) : start])
        and not _COUNTED.match(folded[end : end + _REACH])
    )


def find_leading(folded: bytes, spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Where the ids begin, of these (start, end), that stand first on their lines, or after one word, where
    several do: records that begin with whom they are about need no label. Beside them, those in sentences
    that can be nothing else.
    """
    leading = [
        start for start, _ in spans if len(folded[folded.rfind(b"\n", 0, start) + 1 : start].split()) <= 1
    ]
    lonely = find_lonely(folded, spans)
    return lonely.union(leading) if len(leading) >= _FEWEST_LEADING else lonely
