"""Whom of several who bear one name a record speaks of, by what they are in the district: evidence for each
part (pupil, staff, guardian), weighed. Those whose part fits by far the worst are not meant; all whose part
fits as well stay possible.

>>> fits = weigh_parts({"health"}, ["Nurse"], before=b"met with ")
>>> round(fits["student"] - fits["guardian"], 1)
1.0
>>> fits = weigh_parts({"health"}, ["HR", "staff TB tests"], before=b"")
>>> fits["staff"] > fits["student"] > fits["guardian"]
True
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from firstbell.impact.detection.evidence.results import POSSIBLE
from firstbell.impact.detection.evidence.weights import WEIGHTS
from firstbell.impact.detection.identities.resolver import Resolution, share_name
from firstbell.impact.detection.kinds.titles import is_personnel, spread_title
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import GUARDIAN, STAFF, STUDENT

_W = WEIGHTS.bearer
# words of a title, a header, or a text beside the name, that say whose record it is
_TITLED = {
    STUDENT: re.compile(
        rb"\b(?:students?|pupils?|child(?:ren)?|kids?|sst|iep|504|scholars?|learners?|athletes?|homeroom)\b"
    ),
    STAFF: re.compile(rb"\b(?:staff|employees?|teachers?|faculty|drivers?|substitutes?|payroll|personnel)\b"),
    GUARDIAN: re.compile(
        rb"\b(?:parents?|guardians?|famil(?:y|ies)|households?|payers?|payees?|custody|custodial|volunteers?)\b"
    ),
}
_WORKS = re.compile(
    rb"\b(?:employees?|payroll|fmla|workers?'? comp\w*|leave of absence|sick leave|reprimand\w*|"
    rb"human resources|hr office|certificated|licensure|non-?renewal)\b"
)
# what somebody is called right before the name
_CALLED = {
    STUDENT: re.compile(rb"\b(?:student|pupil|child|son|daughter|scholar|minor|learner)s?[ :,]{1,3}\Z"),
    STAFF: re.compile(
        rb"\b(?:teacher|employee|para(?:professional)?|nurse|coach|(?:vice |assistant )?principal|custodian|"
        rb"driver|counsell?or|secretary|dean|staff member|substitute|superintendent|case manager|writer|"
        rb"author)[ :,]{1,3}\Z"
    ),
    GUARDIAN: re.compile(
        rb"\b(?:mom|mother|dad|father|parents?|(?:legal )?guardian|grand(?:mother|father|ma|pa)|aunt|uncle|"
        rb"step(?:mother|father|mom|dad)|foster (?:mother|father|parent)s?)[ :,]{1,3}\Z"
    ),
}
_TITLE_OF_ADDRESS = re.compile(rb"\b(?:mr|mrs|ms|mx|dr|miss)\.?[ ]\Z")
_REACH = 40


def weigh_parts(
    kinds: Iterable[str], titles: Sequence[str], *, before: bytes, around: bytes = b""
) -> dict[str, float]:
    """How much says that a record of these kinds is of a pupil, of staff, of a guardian. `titles`: names of
    its folders and its file, headers of its table; `before`, `around`: what stands by the name, folded.
    """
    spread = [spread_title(one) for one in titles]
    parts = {
        part: _W["titled"] * any(map(pattern.search, spread)) + _W["called"] * _is_called(part, before)
        for part, pattern in _TITLED.items()
    }
    parts[STUDENT] += max((_W.get(kind, 0.0) for kind in kinds), default=0.0)
    parts[STAFF] += _W["personnel"] * is_personnel(titles) + _W["works"] * (_WORKS.search(around) is not None)
    if _TITLE_OF_ADDRESS.search(before):
        parts[STAFF] += _W["addressed"]
        parts[GUARDIAN] += _W["addressed"]
    return parts


def _is_called(part: str, before: bytes) -> bool:
    return _CALLED[part].search(before[-_REACH:]) is not None


class Bearers:
    """Asks this of the records of one document. `titles`: the names of its folders and its own."""

    def __init__(self, lexicon: Lexicon, titles: Sequence[str]) -> None:
        self._lexicon = lexicon
        self._titles = titles

    def narrow(
        self,
        found: Resolution,
        kinds: Iterable[str],
        *,
        header: Sequence[str] = (),
        before: bytes = b"",
        around: bytes = b"",
    ) -> Resolution:
        """Those of several who bear a name that may be meant; all of them where nothing tells, or where
        something beside the name said whom it means. `header`: of the table that it stands in.
        """
        if not found.is_shared:
            return found
        parts = weigh_parts(kinds, (*self._titles, *header), before=before, around=around)
        weights = {who: parts.get(self._lexicon.role_of(who), 0.0) for who in found.people}
        least = max(weights.values()) - _W["lead"]
        meant = tuple(who for who in found.people if weights[who] > least)
        if len(meant) == 1:
            # that a pupil is meant is likely, not told
            note = f"of {len(found.people)} people of this name the only one whose record it may be"
            return Resolution(meant, POSSIBLE, found.by, note)
        return share_name(meant)
