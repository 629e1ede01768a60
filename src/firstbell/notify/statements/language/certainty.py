"""How sure a clause is of what it says: negations, hedges, not knowing, the future. All tables of words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from firstbell.notify.statements.language.patterns import any_case, any_words

_I = re.IGNORECASE


class ClaimMode(StrEnum):
    """How a clause says what it says."""

    FLAT = "flat"
    NO_EVIDENCE = "no evidence"
    BELIEVED = "believed"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"


# words that look like a negation of the clause and are none
_FALSE_NEGATIONS = any_words(
    r"not only|not just|no later than|no fewer than|no less than|no more than|not more than"
    r"|at no (?:additional |extra )?(?:cost|charge|expense)"
    r"|no[- ]cost|not limited to|no matter|no doubt|free of (?:charge|cost)|without (?:multi|two|mfa)\b[\w-]*"
    r"|without (?:an? |the )?(?:patch|patches|update|updates)"
    r"|without (?:\w+ )?(?:delay|interruption|charge|cost|disruption|incident|authori[sz]ation|permission"
    r"|consent)"
    r"|not the (?:first|only)|nothing is more"
    r"|(?:and|but) (?:we )?(?:have|has) no (?:findings|results|news|answers|details|updates?)\b[^.;]*"
    r"|no stone unturned"
    r"|(?:that|which) (?:[\w']+ ){0,3}(?:never|not) (?:touch|reach|f[io]und|hit|saw|see)\w*"
    r"|not until"
    r"|(?:(?:that|which|who|and|was) )?(?:had|been|was) (?:not|never)(?: yet| been)* (?:patched|updated"
    r"|protected|changed|enabled)"
    r"|(?:far|long way) from over"
    r"|(?:apart from|aside from|except(?: for)?|other than|save for|with the exception of)(?: [\w',-]+){1,5}"
    r" (?:that|which|who) [^,;.]*"
    r"|(?:that|which) (?:could|can) ?(?:not|n't) (?:yet )?be \w+"
    r"|, (?:which|who) [^,;.]{3,60}(?=,)"
    r"|(?:and|but) (?:got|received|saw) (?:nothing|no money|none of it|not (?:a|one) (?:cent|dime))"
    r"|(?:count|number|figure|list|total|tally) (?:that |which )?(?:is|are|was|were)(?: not|n't)"
    r" (?:yet )?final"
    r"|(?:except(?: for)?|apart from|other than|save for) [\d,]+ files? (?:that |which )?(?:nobody|no one|we)"
    r" (?:could|can)(?: not|n't)? (?:open|read)"
    r"|(?<=, )(?:(?:but|though|although|and) )?(?:(?:they|we|it|that|this) )?(?:have|has|is|are|was"
    r"|were)(?: not|n't) (?:yet )?(?:been )?(?:proved|proven|confirmed|established|verified)(?: it| this"
    r"| that)?(?=,)"
    r"|(?<=, )(?:\w+ )?(?:not|never) (?:yet )?(?:been )?proven(?=,)"
    r"|(?:that|which) (?:we|anyone|anybody|the district|staff) (?:could|can) (?:still |ever )?(?:restore|use"
    r"|recover|read|open|fall back on)"
    r"|no (?:cause|reason|need) (?:for|to) (?:concern|alarm|worry|be (?:concerned|alarmed|worried))"
    r"|whether or not|not uncommon|by no means|nonprofit"
)
_NEGATIONS = any_words(
    r"no|not|never|none|neither|nor|without|nothing|nobody|no one|zero|unaware|cannot|can't"
    r"|(?:still|yet) to be"
    r"|(?:remaining|remains?|left) (?:(?:\w+ )?(?:systems?|services?) )?to"
    r" be(?= (?:restored|rebuilt|repaired|brought|recovered|put)\b)"
    r"|lack(?:s|ed)? (?:of|any)|failed to|refus(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|unable to|hasn't|haven't"
    r"|hadn't|isn't|aren't|wasn't|weren't|didn't|doesn't|don't|won't|wouldn't|couldn't|rul(?:e|ed|es|ing) out"
    r"|free of|safe from|zero|(?:have|has|had|are|is) yet to"
    r"|(?:opt|decid|vot|elect|rul|advis|recommend|chos\w|choos|stand)\w* against"
    r"|(?:held|holding) off|stopped short of"
    r"|(?:instead of|rather than) (?:pay|giv|meet)\w*"
)
_FINDS = (
    r"(?:found|find|seen?|identif(?:ied|y)|discovered|uncovered|detected|observed|received"
    r"|encountered|come across)"
)
_NO_EVIDENCE = any_case(
    r"\b(?:(?:no|not|n't|without|zero|neither|nor|any)(?: [\w'-]+){0,4} (?:evidence|knowledge|indications?"
    r"|signs?|proof|suggestion|reason to (?:believe|think|suspect)|information (?:to suggest|suggesting"
    r"|indicating|that suggests|that indicates)|basis to (?:believe|conclude)|credible (?:evidence|reports?)"
    r"|reports? (?:of|that)|known (?:instances?|cases?|reports?))|(?:not|n't|never)(?: [\w'-]+){0,2}"
    rf" {_FINDS} (?:any|that|a single)|found (?:none|nothing)|(?:not|n't)(?: [\w'-]+){{0,2}} aware (?:of"
    r"|that)|unaware of|(?:not|n't) know of any|nothing (?:has been found )?(?:to|that) (?:suggest|indicate"
    r"|show)s?|(?<!cannot )(?<!can't )(?<!not )(?<!to )rul(?:ed|es?) out"
    r"|(?:evidence|indications?) (?:has|have|was|were) (?:not )?(?:not|never) (?:been )?found)"
)
_ANY_EVIDENCE = any_case(
    r"\b(?:no|not|never|n't|without|zero|unaware|nothing|neither|nor|rul(?:ed|es?) out)\b|n't\b"
)
_NOT_RULED_OUT = any_case(
    r"\b(?:nor|cannot|can't|can not|could not|not|n't|unable to|too (?:early|soon) to)(?: \w+){0,3} "
    r"rule(?:d)? out\b"
)
_UNKNOWN = any_case(
    r"\bneither (?:proven|proved|confirmed|established) nor (?:ruled out|excluded|disproven|disproved)\b"
    r"|\b(?:not|n't|cannot|can't|unable to|too (?:early|soon) to)(?: [\w'-]+){0,3} (?:know|known|clear"
    r"|certain|sure|determined?|confirm(?:ed)?|established?|verif(?:y|ied)|say|tell|concluded?(?= (?:that"
    r"|whether|if|what|how|who))|understood|understand|count(?:ed)?(?= how (?:many|much)))\b(?! of any)"
    r"|\b(?:not|n't|cannot|can't|unable to) (?:yet |able to |be able to )*(?:give|offer|provide|put|name"
    r"|state|share|quote)(?: you| anyone| families)? (?:a|an|any|the|one|exact)(?: \w+)? (?:number|count"
    r"|figure|total|estimate|timeline|date|time)\b"
    r"|\b(?:neither|nor|not have|n't have) an? (?:count|number|answer|total|figure|timeline|list|estimate)\b"
    r"|\bno (?:firm |clear |exact |final |reliable )?(?:timeline|estimate|timetable|answer|count|number"
    r"|figure|total)\b(?! (?:was|were|is|are) )"
    r"|not have an? (?:answer|timeline)"
    r"|\b(?:unknown|unclear|uncertain|a mystery|an open question|anyone's guess|undetermined|unconfirmed)\b"
    r"|\btoo (?:early|soon) to\b|\bremains? to be (?:seen|determined)|\bwhether\b"
    r"|\b(?:investigating|determin(?:e|ing)|assess(?:ing)?|review(?:ing)?|examin(?:e|ing)|looking into"
    r"|understand(?:ing)?|learn(?:ing)?|identify(?:ing)?|establish(?:ing)?|find out|count(?:ing)?"
    r"|tally(?:ing)?|evaluat(?:e|ing)|confirm(?:ing)?|analy[sz](?:e|ing)|investigate|verify(?:ing)?|working)"
    r" (?:\w+ ){0,3}(?:whether|if|what|which|how|who|whose|where|when|why"
    r"|the (?:\w+ )?(?:scope|extent|nature|cause|impact|source|number))\b"
    r"|\b(?:still |remains? |currently |is |are )*(?:under (?:active |further )?(?:investigation|review)"
    r"|being (?:investigated|determined|assessed|reviewed|evaluated|examined|studied|analy[sz]ed|looked into"
    r"|worked out|figured out|established|counted|tallied|verified|clarified|pinned down))"
    r"|\b(?:full )?extent (?:to which|of)\b"
)
_POSSIBLE = any_case(
    r"\b(?:(?<!in )(?<!of )(?<!after )(?<!since )(?<!before )(?<!during )(?<!last )(?<!the )may|might"
    r"|could(?! not\b)(?! (?:still |again |now )*be (?:reached|seen|opened|downloaded|used|found)\b)"
    r"|possibl[ey]|potential(?:ly)?|perhaps|possibility|a chance)\b(?! \d)"
)
_BELIEVED = any_words(
    r"believe[sd]?|appear(?:s|ed)?|apparent(?:ly)?|likely|probabl[ey]|suspect(?:s|ed)?|think|thought|seems?"
    r"|seemed|preliminar(?:y|ily)|suggest(?:s|ed)?|indicat(?:es?|ed)|assum(?:e|ed)|estimate[ds]?"
    r"|alleged(?:ly)?|purport(?:s|ed|edly)?|presum(?:ed|ably)|expect(?:ed|s)?|claim(?:s|ed) (?:that|to)"
    r"|(?:working|leading|best|current|main|our) (?:theory|hypothesis|assumption|belief|guess)"
    r"|early (?:findings|indications)|initial (?:findings|indications|evidence)"
    r"|(?:best|our) (?:of our )?(?:knowledge|understanding|belief)"
    r"|reportedly|tentative(?:ly)?|largely|nearly|almost|soon"
)
_FUTURE = any_case(
    r"\b(?:(?:is|are|was|were) (?:now |still )?(?:planned|scheduled|slated) (?:for|to)|will|shall|won't"
    r"|going to (?!\d|the |all |each |every|those |our |people|families)|plan(?:s|ning)? to|plans? (?:on|for)"
    r"|intend(?:s)? to|intention|promis(?:e|es|ed)|pledg(?:e|es|ed)|guarantee[sd]?|commit(?:s|ted)? to"
    r"|vow(?:s|ed)?|expect(?:s|ed)? (?:\w+ ){0,4}?to (?!have|change\b|grow\b|rise\b|increase\b)"
    r"|to be (?:restored|completed|mailed|sent) by|soon be|ensur(?:e|es|ing) that)\b"
    r"|'ll\b"
)
_FIRM = any_words(
    r"guarantee\w*|promis\w+|pledg\w+|vow\w*|never|will not|won't|no|always|ensur\w+ that"
    r"|(?:will|shall) ensure|nothing|nobody|none"
    r"|by (?:the end of|early|mid|late|next|this|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday|january|february|march|april|may|june|july|august|september|october|november|december|\d)"
    r"|within [\w-]+ (?:hours|days|weeks|months)"
    r"|(?:on|this|next|starting) (?:monday|tuesday|wednesday|thursday|friday|week|month)"
    r"|tomorrow"
    r"|all (?:our |of |\w+ )?(?:systems|services|data|files|passwords)"
    r"|every (?:system|file)|fully|completely|100%|safe|secure|protected"
)
_PARTIAL = any_case(
    r"\b(?:some|most|many|several|certain|a number of|limited|nearly|almost|largely|mostly|partial(?:ly)?"
    r"|parts? of|portions?|majority|a few|few|substantially|subset|small|all but|(?<!every )(?<!each )one of"
    r"|two of|critical|essential|key|core|main|primary|first|half)\b(?! (?:access|amount of time))"
)
_ALL = any_words(
    r"all|every|each|entire(?:ly)?|complete(?:ly)?|fully|100 ?%|100 percent|everything|everyone|whole"
)
_CONDITION = any_case(
    r"^(?:and |but |however,? |,? ?)*(?:if(?! any(?:thing)?(?:[,.;]| was\b|$))|unless|until|once|when"
    r"|in the event|as soon as|where|should (?:it|we|the|our|any|this|you|your|their)|upon|provided that"
    r"|as (?:the|our) (?:investigation|review) (?:progresses|continues|determines|reveals)|as more"
    r"|as (?:we|information|additional|soon|details))\b"
)


@dataclass(frozen=True, slots=True)
class Wording:
    """How a clause is worded. `negated`: it denies. `firm`: a promise with nothing left open."""

    mode: ClaimMode
    negated: bool
    future: bool
    firm: bool
    partial: bool
    whole: bool


# where no words are known by which a clause was found, so much of it stands before
_LEAST_TOLD = 15
# "when teachers could not log in", behind the words that tell what was
_CIRCUMSTANCE = any_case(
    r"\b(?:when|after|as) (?:(?:the|our|a|an|some|several|many|two|one) )*(?:\w+ ){1,3}"
    r"(?:(?:could|can|did|would|were|was)(?: not|n't)|cannot|(?:were|was) unable to) [^.;,]*"
)


def read_wording(text: str, spans: Sequence[tuple[int, int]] = ()) -> Wording:
    """How a plain clause is worded. `spans`: words by which it was found, whose negations are their own."""
    outside = _FALSE_NEGATIONS.sub(lambda match: "_" * len(match[0]), text)
    told = max((end for _, end in spans), default=0)
    if aside := _CIRCUMSTANCE.search(outside, max(told, _LEAST_TOLD)):
        # what people could not do then is no denial of what is told
        outside = f"{outside[: aside.start()]}{'_' * len(aside[0])}{outside[aside.end() :]}"
    for start, end in spans:
        outside = outside[:start] + "_" * (end - start) + outside[end:]
    outside = _spell_out(outside)
    mode = _find_mode(outside)
    negated = mode is ClaimMode.NO_EVIDENCE or bool(
        _NEGATIONS.search(outside) or re.search(r"n't\b", outside)
    )
    if mode in (ClaimMode.UNKNOWN,) or _NOT_RULED_OUT.search(outside):
        negated = False
    return Wording(
        mode=mode,
        negated=negated,
        future=bool(_FUTURE.search(outside)),
        firm=bool(_FIRM.search(text)),
        partial=bool(_PARTIAL.search(outside)),
        whole=bool(_ALL.search(outside)),
    )


def _spell_out(text: str) -> str:
    """The text with "not" for "n't"."""
    text = re.sub(r"\bcan't\b", "can not", text, flags=_I)
    text = re.sub(r"\bwon't\b", "will not", text, flags=_I)
    return re.sub(r"n't\b", " not", text, flags=_I)


# "not every file could be recovered": what was tried and failed is no guess
_COULD_NOT = any_case(
    r"\b(not (?:every|all)\b[^.;,]{0,40}|\bno(?:ne|t one)?\b[^.;,]{0,30}) could(?= be (?:recovered|restored"
    r"|saved|rebuilt|brought back|repaired)\b)"
)


def _find_mode(text: str) -> ClaimMode:
    text = _COULD_NOT.sub(r"\1 can", text)
    if _NOT_RULED_OUT.search(text):
        return ClaimMode.POSSIBLE
    match = _NO_EVIDENCE.search(text)
    if match and _ANY_EVIDENCE.search(text[: match.end()]):
        return ClaimMode.NO_EVIDENCE
    for mode, words in (
        (ClaimMode.UNKNOWN, _UNKNOWN),
        (ClaimMode.POSSIBLE, _POSSIBLE),
        (ClaimMode.BELIEVED, _BELIEVED),
    ):
        if words.search(text):
            return mode
    return ClaimMode.FLAT


def is_condition(text: str) -> bool:
    """Whether a clause only says under which condition another holds."""
    return bool(_CONDITION.match(text))


_FOUND_NOTHING = any_case(
    r",? and (?:we |they )?(?:found|saw|turned up|discovered) (?:nothing|none"
    r"|no\b[^.;]*)|,? and nothing (?:\w+ )?(?:was|has been) (?:found|seen)\b"
    r"|,? without (?:finding|seeing|turning up) [^.;]*"
)
# "we finished, and can say that there were no ...": what is denied is not the search
_DENIED_BEHIND = any_case(
    r"^(?P<told>(?:(?!\b(?:no|not|never|none|nothing|nobody|neither|nor|without|cannot|yet to)\b"
    r"|n't\b)[^;])*?\b(?:finish\w*|complet\w*|done|search(?:ed|es)?|reviewed|gone through"
    r"|went through)\b(?:(?!\b(?:no|not|never|none|nothing|nor|cannot)\b|n't\b).)*?)(?:,|;)? (?:and|but"
    r"|so)\b(?:(?!\b(?:remain|left|finish|done|complet)\w*).)*?\b(?:no|not|none|nothing|never|nor)\b.*$"
)


def word_search(truth: str, flat: str) -> str:
    """A clause for its wording: without what a search did not find, which denies no search.

    Of systems, "not verified" says that they are not back, not that nobody knows; zero percent is a share.
    """
    if truth == "restored":
        return re.sub(r"\bverified\b(?! (?:that|whether|if|what|how))", "restored", flat)
    if truth in ("logs_reviewed", "investigation_over"):
        return _FOUND_NOTHING.sub("", flat)
    if truth == "searched":
        return _DENIED_BEHIND.sub(r"\g<told>", re.sub(r"\bzero (?=per ?cent\b)", "0 ", flat, flags=_I))
    return flat
