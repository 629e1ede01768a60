"""What a sentence only asks, supposes, denies, fears or lays down for anybody: it tells that of nobody.

Each way opens with words of its own and reaches as far as its clause does. Words that take for granted what
follows end it: "nobody knew that she was suspended" tells it.

>>> tells(b"she was not suspended.", "discipline"), tells(b"she was suspended.", "discipline")
(False, True)
>>> tells(b"he asked whether a boy can be expelled.", "discipline")
False
>>> tells(b"nobody thinks that she stole.", "discipline"), tells(b"nobody knew that she stole.", "discipline")
(False, True)
>>> tells(b"if she hit anyone, she will be suspended.", "discipline")
False
>>> tells(b"if she looks tired, it is because she has leukemia.", "health")
True
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from firstbell.impact.detection.identities.subjects import FoundTerm
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.passages.asides import list_unsaid
from firstbell.impact.detection.passages.fills import is_denied, is_served

_OF_CONDUCT = frozenset((DataKind.DISCIPLINE.value, DataKind.SAFEGUARDING.value))
_DISCIPLINE = frozenset((DataKind.DISCIPLINE.value,))
# where sentences end, and the cells of a line
_ENDS = re.compile(
    rb"[.!?;](?<!\b[a-z]\.)(?<!\b(?:mr|ms|dr|st)\.)(?<!\bmrs\.)[\"')]*(?=\s)|\n[ \t\r]*\n|[\t|]|[ ]{3,}"
)
_LONGEST = 300
_NOT = (
    rb"(?:not|never|cannot|"
    rb"(?:is|was|are|were|do|does|did|has|have|had|would|could|can|will|wo|ca|should)n'?t)"
)
_SOME = rb"(?:[a-z']+ )"
_NOBODY = rb"(?:nobody|no one|no-one|none of (?:us|them))"
_PERSON = (
    rb"(?:students?|pupils?|child(?:ren)?|kids?|boys?|girls?|teens?|persons?|people|teachers?|employees?|"
    rb"drivers?|parents?|famil(?:y|ies)|freshm[ae]n|seniors?)"
)
# what follows is taken for granted, or a clause of its own
_GRANTED = re.compile(
    rb"\b(?:kn[eo]w\w*|told|tells?|telling|surpris\w*|doubt\w*|forg[eo]t\w*|remember\w*|notic\w*|underst\w+|"
    rb"aware|reali[sz]\w*|saw|heard|cares?|cared|minds?|minded|why|because|since|although|though|yet|"
    rb"but|however|"
    rb"after|while|despite|due|believed (?:her|him|them|me|us))\b"
    rb"|\b(?:about|of|with) (?:his|her|their|my)\b|\b(?:and|so) (?:he|she|they|we|i|it|that|then|was|"
    rb"were|is|has|had)\b|:(?= )"
)
_COMMA = re.compile(rb",")
_MODAL = re.compile(
    rb"\b(?:will|would|may|might|can|could|must|shall|should|call|send|please|let|we'll|i'll|he'll|she'll)\b"
)
# it was so before
_BEFORE_NOW = re.compile(
    rb"\b(?:again|another|since|lately|yet|today|this (?:week|morning|month|time|year)|until|any ?more|"
    rb"longer|"
    rb"only|just|first|second|third|enough|in (?:days|weeks|months|years|over))\b"
)
_AGAIN = re.compile(rb"\b(?:again|another|second|third|fourth|next|more)\b")
# what people do or suffer that is a matter of conduct or of safety, right behind "not"
_DEED = (
    rb"(?:suspend|expel|arrest|disciplin|reprimand|restrain|seclud|punish|accus|charg|cit|abus|neglect|"
    rb"molest|"
    rb"bull|harass|assault|attack|threaten|stab|shoot|shot|stole|steal|cheat|plagiari|vap|smok|drunk|drink|"
    rb"fight|fought|hit|kick|punch|slap|bit|bite|shov|push|chok|hurt|thie|truan|homeless|runaway|"
    rb"fired|terminat|demot|caught|guilty|violent|dangerous|insubordinat|in trouble)[a-z]*"
)
_NEGATED = re.compile(
    rb"\b"
    + _NOT
    + rb" (?:(?:be|been|being|have|had|ever|an?|the|in any way|actually|really|even|going to|to be|"
    rb"get|got|gotten|yet|himself|herself)\b ?){0,4}(?=" + _DEED + rb"\b)"
)
_HAS_NONE = re.compile(
    rb"\b(?:(?:do|does|did)(?:n'?t| not)(?: ever)? have|never (?:had|has|have)|(?:has|have|had)(?:n'?t|"
    rb" not| never) had)"
    rb" (?:an?|any) "
)
_MOST_WORDS = 4
_DOUBTED = re.compile(
    rb"\b(?:" + _NOT + rb" " + _SOME + rb"{0,2}?(?:thinks?|thought|believes?|suspects?|suspected)|"
    + _NOBODY + rb" " + _SOME + rb"{0,3}?(?:thinks?|thought|believe[sd]?|suspect(?:s|ed)?|claims?|says?)|"
    rb"(?:(?:is|was)n't|not) (?:true|the case|so) that|"
    rb"(?:no|little|without any|not any|without) (?:real |clear |other )?"
    rb"(?:signs?|evidence|proof|indication|suggestion|reason to (?:think|believe|suspect)|truth|basis)"
    rb"(?: (?:of|that|for|in|to))?)\b"
)  # fmt: skip
_NOT_SEEN = re.compile(
    rb"\b(?:" + _NOT + rb" (?:call|see|consider|regard|treat|describe|count)|"
    rb"(?:nothing|hardly|not) (?:like|to do with|a case of))\b"
)
_ASKED = re.compile(
    rb"\b(?:ask(?:s|ed|ing)?|wonder(?:s|ed|ing)?|(?:want(?:s|ed)?|need(?:s|ed)?|like) to know|not sure|"
    rb"unclear|curious)"
    rb" "
    + _SOME
    + rb"{0,3}?(?:if|whether|what (?:happens|becomes)|how (?:long|often|many)|can|could|does|may|when)\b"
)
_IF = re.compile(
    rb"(?:\A|[,(\"'] ?| )(?:if|unless|in case|lest|whenever|should (?:he|she|they|it|any[a-z]*|an?)|"
    rb"were (?:he|she|they|we|it) to|had (?:he|she|they|i|we|it) (?:been|not))\b"
)
_ANY = re.compile(
    rb"\b(?:(?:any|no) (?:[a-z-]+ )?"
    + _PERSON
    + rb"|any(?:one|body)|whoever|"
    + _NOBODY
    + rb"|(?:those|people|someone|somebody|everyone) (?:who|that|with)|"
    + rb"(?:students|pupils|children|kids|boys|girls|teens|teachers|employees|families|parents) "
    + rb"(?:who|that) (?!were\b|was\b|had\b)|"
    + rb"(?:when|before|until|whenever|that|how|does|can|may|could|once) an? (?:[a-z-]+ )?"
    + _PERSON
    + rb"|\Aan? "
    + _PERSON
    + rb" (?:who|that|with))\b"
)
_FEARED = re.compile(
    rb"\b(?:afraid|scared|worried|fear(?:s|ed|ful|ing)?|nervous|terrified|rather"
    + rb" [a-z' ]{2,24}? than)\b"
)
_WISHED = re.compile(
    rb"\b(?:(?:hopes?|hoped|hoping|prays?|prayed|wish(?:es|ed)?) [a-z' ]{0,24}?\b(?:never|not|no|nobody)|"
    rb"(?:so that|so|sure that|sure|want|wants|see that|see to it that) (?:nobody|no one|no-one|none|"
    rb"nothing)|"
    rb"(?:keep|keeps|prevent|prevents|stop|save|protect) "
    + _SOME
    + rb"{0,3}?from (?:being|getting|becoming)|"
    rb"(?:wants?|hopes?|plans?|would like|decided) to (?:be|become|study)(?: an?)?|dreams? of|to study|"
    rb"studies)\b"
)
_RULE = re.compile(
    rb"\b(?<!his )(?<!her )(?<!their )(?:rules?|polic(?:y|ies)|law|statute|handbook|posters?|brochure|"
    rb"syllabus|flyer|bylaws)"
    rb" (?:[a-z]+ ){0,2}?(?:says?|said|reads?|requires?|forbids?|states?|that)\b"
)
# a question that anybody might ask of anything
_OPEN_QUESTION = re.compile(
    rb"(?:(?:and|or|so|then|also|but|well|next)[, ]{1,2})*(?:what|which|where|how|when|is|are|does|do|"
    rb"can|could|will|would|"
    rb"should|may|must|who)\b"
)
_OF_ONE = re.compile(
    rb"\b(?:he|she|him|her|his|hers|they|them|their|my|me|i|i'm|i've|yours?(?= (?:son|daughter|child|"
    rb"student))|"
    rb"son|daughter|(?:are|were|did|have|had) you)\b"
)
_ANSWER = re.compile(
    rb"\s*(?:yes|yeah|yep|no|none|y|n|x|si|true|false|\[|\(|_|a[.:])(?:\b|(?<=[\[(_]))|[ \t]{2,}|\t|[ ]?[|:]"
)
_FORM = re.compile(rb"[|:\t]| {2}")


class Moods:
    """Tells of the phrases of one text which of them are said so."""

    def __init__(self, folded: bytes) -> None:
        self._folded = folded
        self._ends = [match.end() for match in _ENDS.finditer(folded)]

    def sentence_of(self, at: int) -> tuple[int, int]:
        """Where the sentence of a phrase that ends at a place begins and ends."""
        number = bisect_left(self._ends, at)
        start = self._ends[number - 1] if number else 0
        end = self._ends[number] if number < len(self._ends) else len(self._folded)
        return max(start, at - _LONGEST), min(end, at + _LONGEST)

    def is_unsaid(self, at: int, kind: str) -> bool:
        """Whether a phrase of a kind that ends there is said of nobody."""
        start, end = self.sentence_of(at)
        said = self._folded[start:at].replace(b"\n", b" ").lstrip(b" \r>*-\"'(")
        if b" " not in said:
            return False
        rest = self._folded[at:end].replace(b"\n", b" ")
        if kind in _OF_CONDUCT and (_is_of_conduct(said, rest, kind) or _is_negated(said, rest)):
            return True
        if _reaches(_HAS_NONE, said) and not _BEFORE_NOW.search(rest):
            return True
        if any(_reaches(way, said) for way in (_DOUBTED, _WISHED)):
            return True
        if _reaches(_RULE, said, _COMMA) or (
            not rest.rstrip().endswith(b":") and _reaches(_ANY, said, _COMMA)
        ):
            return True
        return self._is_asked(said, rest, end)

    def _is_asked(self, said: bytes, rest: bytes, end: int) -> bool:
        """Whether it is a question about nobody, and none of a form."""
        if not rest.rstrip(b"\"') ").endswith(b"?") or _FORM.search(said) or not _OPEN_QUESTION.match(said):
            return False
        return not _OF_ONE.search(said + rest) and not _ANSWER.match(self._folded, end)


def _is_of_conduct(said: bytes, rest: bytes, kind: str) -> bool:
    """Whether it is only asked, supposed or feared of somebody that they did, or suffered, something."""
    if any(_reaches(way, said) for way in (_ASKED, _NOT_SEEN)) or (
        kind in _DISCIPLINE and _reaches(_FEARED, said)
    ):
        return True
    return _is_supposed(said, rest)


def _is_supposed(said: bytes, rest: bytes) -> bool:
    """Whether it stands in a clause with "if", or in what would follow from it."""
    found = [*_IF.finditer(said)]
    if not found:
        return False
    supposed = said[found[-1].end() :]
    if _GRANTED.search(supposed) or _AGAIN.search(supposed + rest):
        return False
    return b"," not in supposed or _MODAL.search(supposed[supposed.index(b",") :]) is not None


def _is_negated(said: bytes, rest: bytes) -> bool:
    """Whether "not" stands right before what was done."""
    found = [*_NEGATED.finditer(said)]
    if not found or _BEFORE_NOW.search(rest):
        return False
    deed = said[found[-1].end() :]
    return len(deed.split()) <= _MOST_WORDS and not _GRANTED.search(deed) and b"," not in deed


def _reaches(way: re.Pattern[bytes], said: bytes, stop: re.Pattern[bytes] | None = None) -> bool:
    """Whether words of a way stand before a phrase, and nothing between them that ends their clause."""
    found = [*way.finditer(said)]
    if not found:
        return False
    between = said[found[-1].end() :]
    return _GRANTED.search(between) is None and not (stop and stop.search(between))


def mark_said(text: str, folded: bytes, found: Sequence[FoundTerm]) -> list[FoundTerm]:
    """Those phrases of a text that it does not deny of all; of these, the ones that are said of nobody are
    marked.
    """
    if not found:
        return []
    denied, moods = list_unsaid(text, folded), Moods(folded)
    kept = [
        term
        for term in found
        if not any(start < term.at <= end for start, end in denied)
        and not is_denied(folded, term.at)
        and not is_served(folded, term.at, term.kind)
    ]
    for term in kept:
        term.is_unsaid = moods.is_unsaid(term.at, term.kind)
    return kept


def tells(folded: bytes, kind: str) -> bool:
    """Whether a sentence says at its end, before the sign, that something of a kind is so."""
    return not Moods(folded).is_unsaid(len(folded) - 1, kind)
