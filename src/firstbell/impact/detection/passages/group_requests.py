"""What somebody who works here asks for or teaches: what a trip, a class or an order of goods needs is
nothing of whoever asks.
"""

from __future__ import annotations

import re

from firstbell.impact.detection.identities.bare_numbers import orders_goods
from firstbell.impact.detection.passages.passage import Passage

# before the name of whoever asks for something, or teaches it
_ASKS = re.compile(
    rb"\b(?:(?:requested|submitted|ordered|prepared|planned|organi[sz]ed|led|taught|compiled|copied|hosted)"
    rb"[ ]by|teacher|sponsor|leader|organi[sz]er|requester|requestor|host|chaperone|contact|instructor)"
    rb"[ .:\t]{1,12}\Z"
)
_GROUP = re.compile(
    rb"\b\d{1,4}[ ](?:pupils|students|learners|kids|children|people|persons|riders|campers|guests|attendees|"
    rb"participants|adults|chaperones)\b|"
    rb"\bfor[ ](?:the |our |an? )?(?:[a-z]+ ){0,3}(?:class|classes|course|lesson|unit|night|workshop)\b|"
    rb"\b(?:qty|quantity|reorder)\b"
)
# what is asked for oneself
_OWN = re.compile(
    rb"\b(?:i|my|me|myself|"
    rb"(?:sick|medical|family) leave|leave (?:of|request|type|form)|fmla|"
    rb"accommodations?|condition|diagnosis|medical note|reason for absence)\b"
)
_BEFORE = 32


def speaks_of_group(passage: Passage) -> bool:
    """Whether a text orders goods, or tells what a group needs of which it names nobody but who asks."""
    if orders_goods(passage.folded):
        return True
    people = {one.mention.candidates for one in passage.subjects}
    if len(people) != 1 or not passage.is_staff(passage.subjects[0]):
        return False
    start = passage.subjects[0].mention.start
    is_asking = _ASKS.search(passage.folded, max(0, start - _BEFORE), start) is not None
    return is_asking and _GROUP.search(passage.folded) is not None and not _OWN.search(passage.folded)
