r"""Words of discipline that say of somebody's conduct how it was measured, or why it was looked at, and paper
that is asked for after an accident, games that stop and the rules of races: nobody is punished there.

>>> is_measured(b"basc-3: attention 71 aggression 62", 31), is_measured(b"aggression 3rd time", 10)
(True, False)
>>> is_measured(b"suspension of play if it rains", 10), is_measured(b"suspension of two days", 10)
(True, False)
>>> is_measured(b"dq lane infraction", 18), is_measured(b"bus infraction", 14)
(True, False)
>>> text = b"evaluation report. she was referred because of outbursts. wisc-v 96"
>>> is_measured(text, 56), is_measured(text.replace(b"wisc", b"bus").replace(b"evaluation", b"office"), 56)
(True, False)
"""

from __future__ import annotations

import re

# a scale of an inventory and its score
_SCORE = re.compile(
    rb"[ ]{0,2}(?:[:=|]|t ?=)?[ ]{0,2}\d{2,3}(?![\d/:-])(?! ?(?:days?|times?|min|hrs?|hours?|am|pm)\b)"
)
_SCALES = re.compile(
    rb"\b(?:aggression|hyperactivity|attention(?: problems)?|conduct problems|externalizing(?: problems)?|"
    rb"internalizing(?: problems)?|atypicality|withdrawal|somatization|adaptability|defian(?:ce|t)|"
    rb"oppositional(?: defiant)?|rule[ -]breaking(?: behaviou?r)?)\Z"
)
_SCALE_CHARS, _BEFORE_CHARS = 28, 160
# what only the reports of those who evaluate have
_EVALUATED = re.compile(
    rb"\b(?:wisc|basc|wiat|woodcock|conners|vineland|brief-?2|evaluation (?:report|summary)|evaluator|"
    rb"school psychologist|psycho-?educational)\b"
)
_REFERRED = re.compile(
    rb"\b(?:(?:was|were|is|been) referred\b(?! to the (?:office|dean|principal))|"
    rb"reason for (?:the )?referral|referral (?:question|concerns?))[^.;]{0,160}\Z"
)
# what stops, and is nobody
_STOPS = re.compile(rb"\bsuspension( of)?\Z")
_PAUSED = re.compile(
    rb" (?:play|the (?:game|match|contest|meet|rules)|rules|operations|disbelief|construction)\b"
    rb"(?! (?:privileges?|eligib\w+))"
)
_OF_A_RACE = re.compile(
    rb"\b(?:lane|exchange|zone|baton|relay|hurdle|stroke|false start|stick|takeoff) infractions?\Z"
)
# where somebody claims something for an accident, or has to keep what tells of it
_CLAIMED = re.compile(rb"\b(?:notice of claim|my client|litigation hold|preserve|statute of limitations)\b")
_REPORT = re.compile(rb"\b(?:incident|accident) reports?\Z")
_DONE = re.compile(rb"\b(?:suspen\w+|expel\w+|punch\w*|fought|fight\w*|detention)\b")


def is_measured(folded: bytes, at: int) -> bool:
    """Whether a word that ends at a place is such."""
    before = folded[max(0, at - _SCALE_CHARS) : at]
    if _SCALES.search(before) and _SCORE.match(folded, at):
        return True
    if _OF_A_RACE.search(before) or _is_of_play(folded, at):
        return True
    if _REPORT.search(before):
        return _CLAIMED.search(folded) is not None and _DONE.search(folded) is None
    is_reason = _REFERRED.search(folded, max(0, at - _BEFORE_CHARS), at) is not None
    return is_reason and _EVALUATED.search(folded) is not None


def _is_of_play(folded: bytes, at: int) -> bool:
    """Whether a word that ends at a place says that a game stops."""
    stops = _STOPS.search(folded[max(0, at - _SCALE_CHARS) : at])
    if stops is None or not (stops[1] or folded.startswith(b" of", at)):
        return False
    return _PAUSED.match(folded, at if stops[1] else at + len(b" of")) is not None
