"""Words that say nothing of anybody here: that nobody was hurt, what a class learned, what becomes of whom
somebody made up, a lunch that everybody is given.

>>> list_unmeant(b"no probation"), list_unmeant(b"on probation")
([(0, 12)], [])
>>> list_unmeant(b"head, struck by a student"), list_unmeant(b"struck by noon")
([(6, 25)], [])
>>> list_unmeant(b"shoved a peer, bloody nose"), list_unmeant(b"was shoved, bloody nose")
([(15, 26)], [(0, 10)])
>>> list_unmeant(b"12 foster lane"), list_unmeant(b"i am ada's stepdad."), list_unmeant(b"my stepdad hit me")
([(0, 14)], [(11, 18)], [])
>>> list_unmeant(b"bip update, not discipline"), list_unmeant(b"discipline, not a talk")
([(12, 26)], [])
>>> list_unmeant(b"hit a student, no visible injury"), list_unmeant(b"an injury to the eye")
([(18, 32)], [])
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
# what is said to be no punishment
_UNPUNISHED = (
    rb"\b(?:not|isn'?t|wasn'?t|never|nothing|no|non)[ -](?:(?:an?|for|about|the|any|as|meant|to be|"
    rb"considered|seen)[ ]){0,3}(?:disciplin(?:e|ed|ary)|punish\w*|punitive)"
    rb"(?:[ ](?:matters?|actions?|issues?|reasons?|referrals?|meetings?|hearings?|problems?|related))?\b"
)
# what somebody else did, or a thing
_SUFFERED = (
    rb"\b(?:struck|hit|bit|bitten|kicked|punched|pushed|shoved|scratched|assaulted|attacked|slapped|"
    rb"head-?butted|spat on|threatened|bullied|harassed)(?: (?:in|on) the \w+)? by "
    rb"(?:an?(?:other)? |the |two |other |unknown )?(?:\w+ )?"
    rb"(?:students?|pupils?|child(?:ren)?|kids?|boys?|girls?|peers?|classmates?|dogs?|bus|cars?|trucks?|"
    rb"doors?|balls?|pucks?|patients?|strangers?|residents?)\b"
)
# who was struck, and is not said to have done it; what whom somebody struck came away with
_STRUCK = (
    rb"\b(?:was|were|got|gets|getting|been|being)[ ](?:\w+ly )?(?:struck|hit|kicked|punched|pushed|shoved|"
    rb"scratched|bitten|slapped|head-?butted|tripped|elbowed)\b(?! (?:[\w']+ ){0,3}by\b)"
)
_WOUND = (
    rb"(?:(?:(?:a|an|his|her|their|the|some|minor|serious|bodily|visible|possible|two|broken|bloody|bloodied|"
    rb"black|chipped|split|swollen|fractured|cut|busted|fat|loose)[ ]){0,3}"
    rb"(?:injur(?:y|ies|ed)|bodily harm|nose ?bleeds?|bleeding|bled|concuss(?:ions?|ed)|fractures?|stitches|"
    rb"bruis(?:es?|ed|ing)|bite marks?|scratches|sprain(?:s|ed)?|dislocated|unconscious|knocked out|welts?|"
    rb"ambulance|hospital\w*|(?:(?<=broken )|(?<=bloody )|(?<=bloodied )|(?<=black )|(?<=chipped )|"
    rb"(?<=split )|(?<=swollen )|(?<=fractured )|(?<=cut )|(?<=busted )|(?<=fat )|(?<=loose ))[a-z]+))\b"
)
_WOUNDED = (
    rb"\b(?:(?:assault\w*|battery|attack\w*|fight\w*)[ ](?:\w+ ){0,2}?"
    rb"(?:with|w/|causing|caused|resulting in|leading to|inflicting)[ ]|"
    rb"(?:struck|hit(?:ting)?|bit(?:ing)?|kick(?:ed|ing)|punch(?:ed|ing)|push(?:ed|ing)|shov(?:ed|ing)|"
    rb"scratch(?:ed|ing)|slapp(?:ed|ing)|head-?butt(?:ed|ing)|tripp(?:ed|ing)|elbow(?:ed|ing)|chok(?:ed|ing)|"
    rb"stabb(?:ed|ing)|tackl(?:ed|ing)|assault(?:ed|ing)|attack(?:ed|ing)|beat(?:ing)?(?: up)?|"
    rb"(?:threw|throwing) (?:\w+ ){1,3}?at)[ ]"
    rb"(?:(?:(?:an?|the|another|other|one|two|his|her|their|younger|older|female|male)[ ]){0,3}(?:\w+ )?"
    rb"(?:peer|student|pupil|classmate|boy|girl|kid|child|staff(?: member)?|teacher|para|aide|driver|sub|"
    rb"coach|opponent|player|teammate|freshman|grader|victim|adult)s?\b|him\b|them\b|"
    rb"her(?=[,;:]| (?:in|on|with|and|during|at|so|until|after)\b))|victims?\b)"
    rb"[^.;\n]{0,60}?\b(" + _WOUND + rb"(?:[ ,/&]+(?:and )?" + _WOUND + rb")*)"
)
# who says what they are to a child: "I am Ada's stepfather"
_KINSMAN = (
    rb"\b(?:i am|i'm|im|this is|it is|it's)[ ](?:(?:his|her|their|the)[ ]|[a-z][a-z' -]{1,32}'s?[ ])"
    rb"(step[- ]?(?:dad|mom|father|mother|parent)|boyfriend|ex-?(?:husband|wife))(?= ?[,.;:(\r\n]| and\b|\Z)"
)
# streets that are called like an office or a house
_STREETS = (
    rb"\b\d{1,5}(?: ?[nsew]\.?)?[ ](?:\w+ )?(?:foster|shelter|asylum|hospital|sanatorium|clinic|"
    rb"court(?:house)?|prison|jail|welfare|refuge|hospice|medical|health|infirmary|battery|bond)[ ](?:\w+ )?"
    rb"(?:st|street|ave?|avenue|rd|road|ln|lane|dr|drive|ct|court|pl|place|cir|circle|trl|trail|ter|terrace|"
    rb"blvd|boulevard|way|pkwy|parkway|hwy|loop|cove|run|row|path|square|sq)\b"
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
           b"protagonist", b"narrator", b"free ", b" by ", b" count", b"was ", b"were ", b"got ", b"been ",
           b"nose", b"blood", b"bled", b"bruis", b"concuss", b"broken", b"fractur", b"black eye", b"stitches",
           b"bodily harm", b"hospital", b"punish", b"punitive", b"step", b"boyfriend",
           b"ex-", b"foster", b"shelter", b"asylum", b"victim", b"chipped", b"swollen",
           *(b"l%d" % lost for lost in range(10)))  # fmt: skip
_UNMEANT = re.compile(
    b"|".join(
        (
            _UNHURT,
            _LEARNED,
            _MADE_UP,
            _TREAT,
            _SUFFERED,
            _UNPUNISHED,
            _STRUCK,
            _WOUNDED,
            _KINSMAN,
            _STREETS,
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
    rb"\b(?:(?:in-?patient|out-?patient|residential|detox\w*)\b|(?:treatment|rehab)[ ](?:for[ ]|\())"
    rb"[^.;\n]{0,24}\Z|"
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
    >>> is_treated(b"rehab for drugs", 15), is_treated(b"rehab, drugs", 12)
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
        found += [match.span(match.lastindex or 0) for match in _UNMEANT.finditer(folded)]
    return found


def clear_unmeant(folded: bytes) -> bytes:
    """A text with spaces for them."""
    if not any(word in folded for word in _LIKELY):
        return folded
    return _UNMEANT.sub(_clear, folded)


def _clear(match: re.Match[bytes]) -> bytes:
    """What a match says, with spaces for what is not meant in it."""
    start, end = (at - match.start() for at in match.span(match.lastindex or 0))
    return match[0][:start] + b" " * (end - start) + match[0][end:]
