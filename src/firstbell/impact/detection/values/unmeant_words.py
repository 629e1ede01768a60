"""Words that say nothing of anybody here: that nobody was hurt, what a class learned, what becomes of whom
somebody made up, a lunch that everybody is given.

>>> list_unmeant(b"no probation"), list_unmeant(b"on probation")
([(0, 12)], [])
>>> list_unmeant(b"head, struck by a student"), list_unmeant(b"struck by noon")
([(6, 25)], [])
>>> list_unmeant(b"hit a student, no visible injury"), list_unmeant(b"an injury to the eye")
([(15, 32)], [])
>>> clear_unmeant(b"ran, not hurt."), clear_unmeant(b"ran, hurt.")
(b'ran,         .', b'ran, hurt.')
>>> clear_unmeant(b"iep training"), clear_unmeant(b"expulsion letter template"), clear_unmeant(b"iep meeting")
(b'            ', b'                         ', b'iep meeting')
>>> clear_unmeant(b"worried about fights"), clear_unmeant(b"worried about fights by ada")
(b'                    ', b'worried about fights by ada')
>>> clear_unmeant(b"w4 l3 w5-l1"), clear_unmeant(b"w4 later"), clear_unmeant(b"iep child count")
(b'           ', b'w4 later', b'               ')
>>> clear_unmeant(b"we learned that mumps spread"), clear_unmeant(b"i learned that i have mumps")
(b'                            ', b'i learned that i have mumps')
"""

from __future__ import annotations

import re

_UNHURT = (
    rb"\b(?:no|without|w/o|not|nobody|no one|none)[ ](?:(?:was|were|is|are|got|visible|apparent|serious|"
    rb"further|reported|known|be|badly|really)[ ]){0,2}(?:injur(?:y|ies|ed)|hurt)\b"
)
_LEARNED = (
    rb"\b(?:we|i) (?:just |also )?(?:learn(?:ed|t)|studied|read|researched)"
    rb"(?: (?:today|in class|in [a-z]+))? "
    rb"(?:that|about|how|why) (?!(?:i|i'm|my|we|our|he|his|she|her|they|their)\b)[^.\n;]{3,80}"
)
_MADE_UP = rb"\b(?:my|the|our|main) (?:main )?(?:character|protagonist|narrator)s?\b[^.\n;]{0,80}"
_TREAT = (
    rb"\bfree (?:lunch|breakfast|meal)(?:es|s)? (?:for (?:the (?:whole |entire )?|all |every|both )|at )\w+"
)
# what somebody else did, or a thing
_SUFFERED = (
    rb"\b(?:struck|hit|bit|bitten|kicked|punched|pushed|shoved|scratched|assaulted|attacked|slapped|"
    rb"head-?butted|spat on|threatened|bullied|harassed)(?: (?:in|on) the \w+)? by "
    rb"(?:an?(?:other)? |the |two |other |unknown )?(?:\w+ )?"
    rb"(?:students?|pupils?|child(?:ren)?|kids?|boys?|girls?|peers?|classmates?|dogs?|bus|cars?|trucks?|"
    rb"doors?|balls?|pucks?|patients?|strangers?|residents?)\b"
)
# what those who work here are taught and read, and a form that nobody filled in
_TAUGHT = (
    rb"\b(?:fmla|ada|ieps?|504s?|sped|special education|title ix|ferpa|hipaa|threat assessments?)[ ]"
    rb"(?:(?:leave|law|plan|forms?|paperwork|writing|process|compliance|procedures?)[ ])?"
    rb"(?:trainings?|polic(?:y|ies)|modules?|webinars?|workshops?|overviews?|refreshers?|manuals?|protocols?)\b"
)
_EMPTY = (
    rb"\b(?:[a-z]+[ _-]){0,2}(?:letter|form|notice|memo|agreement|report|referral|w-?[249]|i-?9|1099)s?[ _-]"
    rb"(?:templates?|blank)\b|\b(?:blank|template)[ _-](?:[a-z]+[ _-]){1,2}"
    rb"(?:letter|form|notice|memo|agreement|report|referral)s?\b"
)
# how many there are, and how a player's games went: wins and losses
_COUNTED = rb"\b(?:special education|special ed|sped|iep|504|homeless) (?:child |student |pupil )?counts?\b"
_SCORE = rb"\bw\d{1,2}[ -]{1,2}l\d{1,2}\b"
# pictures that went round, hearings that are given up, and fitness or risk that a form speaks of
_POSTED = (
    rb"\b(?:pics?|pictures?|photos?|videos?|selfies?|stor(?:y|ies)|posts?|posted|msgs?|messages?|messaged|"
    rb"sent|shared|chats?|screenshots?|threats?|threatened|said)\b[^.;\n]{0,40}[ ]"
    rb"(?:on|via|over|through|thru|in)[ ](?:their |his |her |my )?snap\b"
)
_GIVEN_UP = (
    rb"(?:(?<=expulsion )|(?<=suspension )|(?<=hearing )|(?<=process )|(?<=liability )|(?<=medical )|"
    rb"(?<=insulin )|(?<=vision )|(?<=photo )|(?<=rights )|(?<=transfer )|(?<=residency ))waivers?\b"
)
# what somebody is uneasy about or asks of, and nobody is said to have done; an evening for all
_WORRIED = (
    rb"\b(?:worr(?:ied|ies|y)|concern(?:ed|s)?|anxious|nervous|asks?|asked|asking|questions?)[ ]"
    rb"(?:abt|about|re|regarding|of)[ ](?:the |any |possible |more )?"
    rb"(?:bullying|fighting|fights|drugs?|vap(?:es|ing)|weapons?|harassment|hazing|suspensions?|detentions?|iss|oss)\b"
    rb"(?! (?:by|from|against)\b)|"
    rb"\b(?:fafsa|financial aid|mfip|snap|food (?:shelf|stamps?)|free (?:and|&) reduced)[ ](?:help )?"
    rb"(?:nights?|days?|workshops?|events?|presentations?|info\w*|sessions?|tables?|fairs?|flyers?)\b"
)
# what an employer certifies that somebody never had
_SPOTLESS = (
    rb"\b(?:no|without(?: any)?|not on|not subject to|never (?:had|received)(?: any)?)[ ]"
    rb"(?:(?:record of|prior|past|current|formal|disciplinary|written)[ ]){0,2}"
    rb"(?:probation(?:ary period)?|discipline|disciplinary actions?|corrective actions?|reprimands?|"
    rb"warnings?)\b"
)
# words of which one is in each of them
_LIKELY = (b"training", b"polic", b"module", b"webinar", b"workshop", b"overview", b"refresher", b"manual",
           b"protocol", b"template", b"blank", b"injur", b"hurt", b"learn", b"studied", b" read ",
           b"snap", b"waiver", b"worr", b"concern", b"anxious", b"nervous", b"ask", b"question", b"fafsa",
           b"financial aid", b"mfip", b"food ", b"researched", b"character",
           b"probation", b"disciplin", b"corrective", b"reprimand", b"warning",
           b"protagonist", b"narrator", b"free ", b" by ", b" count",
           *(b"l%d" % lost for lost in range(10)))  # fmt: skip
_UNMEANT = re.compile(
    b"|".join(
        (
            _UNHURT,
            _LEARNED,
            _MADE_UP,
            _TREAT,
            _SUFFERED,
            _TAUGHT,
            _EMPTY,
            _COUNTED,
            _SCORE,
            _POSTED,
            _GIVEN_UP,
            _WORRIED,
            _SPOTLESS,
        )
    )
)

_SUBSTANCE = re.compile(rb"\b(?:alcohol|drugs?|opioids?|opiates?|cannabis|marijuana)\Z")
_CARE_BEFORE = re.compile(
    rb"\b(?:in-?patient|out-?patient|residential|detox\w*)\b[^.;\n]{0,24}\Z|"
    # what a pharmacy gives
    rb"\b(?:transplant|anti-?rejection|cancer|chemo(?:therapy)?|prescription|generic|specialty|biologic|"
    rb"blood pressure|heart|seizure|asthma|insulin|covered|formulary)[ ](?:drug|drugs)\Z"
)
_CARE_BEHIND = re.compile(
    rb"(?:[ /](?:and |or |& )?(?:drugs?|alcohol|other drug))?[ -]"
    rb"(?:tx|treatment|rehab\w*|detox\w*|use disorder|dependen\w+|addiction|recovery)\b"
)
_CARE_CHARS = 48


def is_treated(folded: bytes, at: int) -> bool:
    """Whether what somebody took, up to a place, is what they are treated for.

    >>> is_treated(b"inpatient alcohol tx", 17), is_treated(b"alcohol on the bus", 7)
    (True, False)
    """
    before = folded[max(0, at - _CARE_CHARS) : at]
    return _SUBSTANCE.search(before) is not None and (
        _CARE_BEHIND.match(folded, at) is not None or _CARE_BEFORE.search(before) is not None
    )


# the article of a language in which it is no word for dying, and how such a text is known
_ARTICLE = re.compile(rb"\bdie\b")
_GERMAN = re.compile(rb"\b(?:und|der|das|den|nicht|fur|mit|eine[nmrs]?|wir|ich|ist|sind|von|zu)\b")
_FEWEST_GERMAN = 4
# what printers are called by where they stand
_PRINTER = re.compile(
    rb"(?<![\w-])[a-z]{2,6}[-_](?:sped|nurse|health|couns(?:el(?:ing|or))?|hr|payroll)(?![\w-])"
)


def list_unmeant(folded: bytes) -> list[tuple[int, int]]:
    """Where they stand: (start, end) of each.

    >>> text = b"fur die meldung brauche ich noch den namen und die nummer der familie"
    >>> list_unmeant(b"user,printer tlong,elm-sped"), list_unmeant(b"elm-sped")
    ([(19, 27)], [])
    >>> list_unmeant(text), list_unmeant(b"i want to die"), list_unmeant(b"a pic of it on snap")
    ([(4, 7), (47, 50)], [], [(2, 19)])
    """
    found = [match.span() for match in _ARTICLE.finditer(folded)] if b"die " in folded else []
    if found and len(_GERMAN.findall(folded)) < _FEWEST_GERMAN:
        found = []
    if b"printer" in folded:
        found += [match.span() for match in _PRINTER.finditer(folded)]
    if any(word in folded for word in _LIKELY):
        found += [match.span() for match in _UNMEANT.finditer(folded)]
    return found


def clear_unmeant(folded: bytes) -> bytes:
    """A text with spaces for them."""
    if not any(word in folded for word in _LIKELY):
        return folded
    return _UNMEANT.sub(lambda match: b" " * len(match[0]), folded)
