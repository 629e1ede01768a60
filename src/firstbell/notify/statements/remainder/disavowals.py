"""Sentences that tell what is wrong to say, or that turn what they said around at their end.

"It would be wrong to say that ...", "anyone who says ... is mistaken", "the idea that ... is nonsense", "...;
it can": rules read what stands inside, and the sentence says the opposite of it, or leaves it open.
"""

from __future__ import annotations

from collections.abc import Iterator

from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.remainder.asides import Leftover

_SAY = (
    r"(?:say|claim|think|believe|suggest|assume|conclude|suppose|imagine|argue|report|write|pretend|imply"
    r"|hold|maintain|state|assert|contend|speak|talk|call|describe|tell \w+|repeat|insist|print|announce"
    r"|declare|let \w+ think)"
)
_SAYS = (
    r"(?:says?|said|saying|claims?|claimed|claiming|thinks?|thinking|believes?|believing|suggests?|suggesting"
    r"|assumes?|assuming|argues?|arguing|reports?|reporting|writes?|writing|tells? \w+|insists?|spreads?)"
)
_WRONG = (
    r"(?:wrong|false|untrue|incorrect|inaccurate|misleading|unfair|mistaken|dishonest|absurd|nonsense"
    r"|ridiculous|an? (?:\w+ )?(?:mistake|lie|myth|error|fallacy|falsehood)|in error|lying|misinformed"
    r"|unfounded|baseless|not (?:true|right|correct|so|accurate))"
)
_TOLD = (
    r"(?:claims?|notions?|ideas?|suggestions?|rumou?rs?|reports?|statements?|assertions?|views?|stor(?:y|ies)"
    r"|charges?|allegations?|impressions?|posts?|gossip|talk|belief|theory)"
)
# what is no more than a limit of what is said: "it would be wrong to say more"
_LIMITS = (
    r"(?! (?:(?:any)?thing (?:more|else|beyond)|more|otherwise|so|this|which|who|how|when|why|whose|what)\b)"
)
_WHO = r"(?:we|i|nobody|no one|none of us|you|they|the district|anybody|anyone)"
_DISAVOWED = any_case(
    # "it would be wrong to say", "I would be lying if I said"
    rf"\b{_WRONG},? (?:of|for) \w+(?: \w+)? to {_SAY}\b{_LIMITS}"
    rf"|\b{_WRONG} (?:to|if (?:we|i|you|they|anyone|anybody)) (?:\w+ )?(?:{_SAY}|said|claimed"
    rf"|wrote)\b{_LIMITS}"
    # "anyone who says ... is mistaken", "to say that ... would be misleading"
    rf"|\b(?:who(?:ever)? (?:\w+ )?{_SAYS}|to {_SAY}|if (?:you|anyone|anybody|someone|they) {_SAYS}"
    rf"|(?:the|any|this|every|no) (?:\w+ )?{_TOLD}) that\b.{{3,}}?"
    rf" (?:is|are|would be|was|were|has been|have been)(?: simply| just| plainly| quite)? {_WRONG}"
    # "we reject the claim that", "there is no truth to the report that", "contrary to reports that"
    r"|\b(?:reject|dispute|den(?:y|ies|ied)|refut\w+|contest|challenge|dismiss|disagree with|object to"
    r"|push back"
    rf" on|take issue with|contradict|correct)\w* (?:\w+ ){{0,3}}?{_TOLD} (?:that|about|of)\b"
    rf"|\b(?:truth|substance|basis|ground|grounds|nothing|merit|word of truth) (?:to|in|for"
    rf"|behind) (?:\w+ ){{1,3}}?{_TOLD} that\b"
    rf"|\bcontrary to (?:\w+ ){{0,3}}?{_TOLD} (?:that|saying|of)\b|\b(?:wrongly|falsely|mistakenly"
    rf"|incorrectly)"
    r" (?:been )?(?:reported|said|claimed|stated|told|written)\b"
    # "we would not say that", "nobody should think that", "we are not saying that"
    rf"|\b{_WHO} (?:\w+ )?(?:(?:would|should|must|do|does|did|are|am|is|will|has|have)(?: not|n't)|(?:would"
    rf"|should|will"
    r" )?(?:never|hardly|in no way))(?: ever| really| for a moment| go so far as to)? (?:say|claim|accept"
    r"|agree|admit|concede|call|argue|suggest|imply"
    r"|assert|pretend|saying|claiming|suggesting|arguing)(?: with the \w+)? that\b"
    r"|\b(?:nobody|no one|none of \w+) (?:should|can|could|may|must|would|need) (?:\w+ )?(?:claim|think"
    r"|believe|argue|suppose|imagine"
    r"|accuse|pretend)\b"
    r"|\bcannot (?:agree|accept|admit|concede)\b"
    # "it cannot be said that we do not know"
    r"|\b(?:(?:can|could|should|must|may)(?:not| not| hardly|n't) (?:\w+ )?be (?:said|claimed|argued"
    r"|maintained|asserted|stated|suggested|held)"
    r"|(?:nobody|no one|none of \w+) (?:can|could|may|should) (?:\w+ )?say)"
    r" that (?:we|the district|our \w+|nobody here) (?:do|does|did|have|has|had|are|is|were|was|can|could)"
    r"(?:not| not|n't| never)\b"
    # "it is not that we do not know", "far from it being unknown"
    r"|\b(?:it|this|that) (?:is|was)(?: not|n't) (?:that|as if|as though)\b|\bfar from (?:it |this "
    r"|that )?(?:being|not)\b"
    # "we have not been unable to", "it is no longer unclear"
    r"|\b(?:not|n't|never|nor|hardly|no longer|by no means|nothing but)(?: (?:been|be|yet|at all|in any way"
    r"|a|an))*"
    r" (?:unable|incapable|failed|failing|unaware|unclear|unknown|uncertain|undetermined|unsure|inconclusive"
    r"|in the dark|in doubt|mystery|secret|open question)\b"
    r"|\b(?:newspaper|paper|article|report|post|story|media|press|reporter|caller)\b[^.;]{0,20} (?:is|are"
    r"|was|were|got it) (?:simply |just )?"
    rf"{_WRONG}"
)
_DENIES = any_case(r"\b(?:not|never|no|nobody|none|nothing|cannot|unknown|unclear|undetermined)\b|n't\b")
# "...; it can": a retort that turns what stands before it around
_RETORT = any_case(
    r"(?:[;:.\u2014]|,| -)+ ?(?:but |and |yet |in fact,? |actually,? |well,? )*(?:it|we|they|that|there|this"
    r"|one|he|she) (?:(?:most )?(?:certainly|surely|indeed|definitely|really) )?(?:can|could|is|are|has|have"
    r"|had|did|does|do|was|were|will)(?: indeed| in fact| too| so| already| now)?[.!]*$"
)
_HINT = any_case(
    rf"\b(?:wrong(?:ly)?|false(?:ly)?|untrue|lying|mistake\w*|not|never|hardly|far|nobody|no|none|cannot"
    rf"|contrary|den(?:y|ies|ied)"
    rf"|reject\w*|disput\w+|{_TOLD}|\w*correct\w*|\w*accurate|misleading|unfair|nothing|truth)\b|n't\b"
)


def list_disavowals(flat: str) -> Iterator[Leftover]:
    """Words of a plain sentence by which it takes back, or turns around, what rules read in it."""
    if not _HINT.search(flat):
        return
    if said := _DISAVOWED.search(flat):
        yield Leftover("what is called wrong to say", said[0], said.start())
    if (said := _RETORT.search(flat)) and _DENIES.search(flat[: said.start()]):
        yield Leftover("what turns it around", said[0], said.start())
