"""Words for injuries that say that there was none.

>>> list_unhurt(b"hit a student, no visible injury"), list_unhurt(b"an injury to the eye")
([(15, 32)], [])
>>> clear_unhurt(b"ran, not hurt."), clear_unhurt(b"ran, hurt.")
(b'ran,         .', b'ran, hurt.')
"""

from __future__ import annotations

import re

_UNHURT = re.compile(
    rb"\b(?:no|without|w/o|not|nobody|no one|none)[ ](?:(?:was|were|is|are|got|visible|apparent|serious|"
    rb"further|reported|known|be|badly|really)[ ]){0,2}(?:injur(?:y|ies|ed)|hurt)\b"
)


def list_unhurt(folded: bytes) -> list[tuple[int, int]]:
    """Where they stand: (start, end) of each."""
    if b"injur" not in folded and b"hurt" not in folded:
        return []
    return [match.span() for match in _UNHURT.finditer(folded)]


def clear_unhurt(folded: bytes) -> bytes:
    """A text with spaces for them."""
    if b"injur" not in folded and b"hurt" not in folded:
        return folded
    return _UNHURT.sub(lambda match: b" " * len(match[0]), folded)
