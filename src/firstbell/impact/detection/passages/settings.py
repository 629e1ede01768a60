"""What the place and the words of a document say of it as a whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from firstbell.impact.detection.identities.references import References

_PRAISE = re.compile(
    rb"\b(?:congratulat\w+|commend\w*|praise\w*|kudos|proud of|great job|well done|kindness|good news|"
    rb"(?:thank you|thanks) (?:for|to)|recogni[sz]ed? for|(?:student|pupil) of the (?:month|week|year)|"
    rb"awards?)\b"
)


_DISCLAIMED = re.compile(
    rb"\b(?:not (?:an? )?(?:real|actual) (?:student|pupil|child|person|people|employee|patient|data)s?|"
    rb"(?:sample|example|mock|fictional|made[- ]up)(?: record| data)? for (?:training|practice|demo\w*)|"
    rb"any resemblance to (?:real|actual))\b"
)


_ANNOUNCED = re.compile(rb"[^\n]{0,40}\b(?:daily|morning|afternoon|student) announcements\b")


def is_disclaimed(folded: bytes) -> bool:
    """Whether a text says at its head that nobody in it is real."""
    return _DISCLAIMED.search(folded) is not None


def is_announced(folded: bytes) -> bool:
    """Whether a text says at its head that it is read out to everybody."""
    return _ANNOUNCED.match(folded) is not None


def is_praise(folded: bytes) -> bool:
    """Whether a text, or the name of one, thanks somebody or sings their praise."""
    return _PRAISE.search(folded) is not None


@dataclass(frozen=True, slots=True)
class Setting:
    """What the place of a document says: how much that it is about a kind, whether it is about nobody, and
    whether it is about those who work here. `references`: whom the document has named so far.
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    is_public: bool = False
    is_personnel: bool = False
    references: References | None = None
