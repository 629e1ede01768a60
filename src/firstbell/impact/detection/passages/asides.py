"""Words of a text that are said of nobody in it: the notices below a mail, the custody of things, what clubs,
talks, contests and surveys are about, and what somebody wants to become.

>>> text = b"see you then. we do not discriminate on the basis of disability. thanks"
>>> [text[start:end] for start, end in list_asides(text)]
[b' we do not discriminate on the basis of disability']
>>> list_asides(b"she will talk about her asthma")
[]
"""

from __future__ import annotations

import re

from firstbell.impact.detection.kinds.heading_keys import list_keys
from firstbell.impact.detection.passages.fills import list_denied, list_titles
from firstbell.impact.detection.passages.machines import list_of_machines, list_policies
from firstbell.impact.detection.passages.settings import (
    is_release,
    lists_books,
    stages_play,
    tells_games,
    tells_past,
    tells_races,
)
from firstbell.impact.detection.values.guarded_patterns import GuardedPattern
from firstbell.impact.detection.values.numbers import trades_goods
from firstbell.impact.detection.values.unmeant_words import list_unmeant

# what stands below mails of all sorts
_NOTICE = GuardedPattern(
    re.compile(
    rb"\b(?:do(?:es)? not discriminate|equal (?:employment )?opportunity|intended recipients?|"
    rb"(?:protected|governed) by (?:ferpa|hipaa|the (?:family|data|minnesota))|"
    rb"(?:may|might) (?:contain|include) (?:private|confidential|privileged|protected|sensitive)|"
    rb"(?:call or text|call|text) 988|suicide (?:and crisis )?lifeline|crisis (?:text )?line\b|"
    rb"unauthori[sz]ed (?:disclosure|use|access|release)|if you or (?:someone|anyone) you know|"
    rb"on the basis of race|without regard to race)\b"
),
    (b"988", b"contain", b"include", b"discriminate", b"opportunity", b"race", b"crisis",
     b"governed by", b"intended recipient", b"you know", b"protected by", b"lifeline", b"unauthori"),
)  # fmt: skip
_OF_SOMEBODY = re.compile(rb"\b(?:he|she|his|her|him|hers|i|my|me)\b")
_ENDS = (b". ", b".\n", b"\n\n", b"\r\n\r\n", b"</p>")
_LONGEST_NOTICE = 500
_CUSTODY = re.compile(rb"\b(?:(?:chain of|in) )?custody(?: of)?\b")
_OF_THINGS = re.compile(rb"\b(?:chain of custody|evidence log|property log|lost and found)\b")
_NOT_OWN = rb"(?!(?:his|her|their|my|your|him|them|being|how (?:he|she))\b)"
# a talk, and not what a school does for how a pupil speaks
_SPEECH = (
    rb"speech(?! (?:eval|therap|iep|service|and language|lang|minutes|only|path|sc|ref|impair|delay|goal))"
)
_TOPICS = re.compile(
    rb"\b(?:(?:cancer|diabetes|autism|heart|kidney|epilepsy|lupus|suicide|hunger|alzheimer'?s|"
    rb"leukemia|"
    rb"asthma|disability) (?:walk|run|5k|society|foundation|center|fund ?raiser|telethon|research|"
    rb"association|"
    rb"prevention (?:month|week|walk|club))(?: team)?|students against [a-z]+(?: [a-z]+)?|"
    rb"(?:" + _SPEECH + rb"|spoke|speaks?|argued?|testif\w+|debat\w+)[^.\n]{0,60}? (?:for|against) "
    + _NOT_OWN
    + rb"[^.\n;]{3,60}|(?:talks?|speaks?|spoke|presents?|presented|presentation|"
    + _SPEECH
    + rb"|essay|poster|"
    rb"assembly|lecture|unit)"
    rb" (?:about|on) " + _NOT_OWN + rb"[^.\n;]{3,60}|"
    rb"survey(?:ed)?(?: [a-z0-9]+){0,4} (?:about|on|of|shows?|found)\b[^.]{3,200}|"
    rb"\d+ (?:percent|%) [^.;,\n]{3,60}|(?:one|two|three|four) in (?:\w+) (?:[a-z]+ )?(?:lives?|are|is|"
    rb"have|has) [^.;,\n]{3,40}|"
    rb"\d{1,4} (?:students|pupils|families|children|kids|teens|a year) (?:are|were|have|had) [^.;,\n]{3,40}|"
    rb"students are (?:worried|concerned|stressed) about [^.\n]{3,80}|"
    rb"(?:volunteer\w*|collect\w*|donat\w*|raised?|mittens|pounds)\b[^.\n]{0,60}\bshelter|"
    rb"blood drives?|shelter[- ]in[- ]place|food (?:shelf|drive)[^.\n]{0,60}|(?:becom(?:e|ing)|career as|"
    rb"studying to be) an? [a-z]+(?: [a-z]+)?|"
    rb"cpr (?:class|course|training|certification|instructor)\w*|"
    rb"health (?:class|teacher|curriculum|standards|textbook)|"
    rb"(?:chosen|academic) discipline|discipline (?:committee|handbook|policy|code)|"
    rb"(?:reads?|sings?|plays?|volunteers?) (?:to|for|with) [a-z]+ (?:patients|residents))\b"
)  # fmt: skip
# where titles in quotation marks are those of projects, speeches and plays
_CONTEST = re.compile(
    rb"\b(?:science fair|history day|debate|oratory|extemp\w*|speech (?:team|meet|and)|original oratory|"
    rb"essay contest|poetry (?:slam|contest)|invitational|capstone|senior projects?|film festival|one-act|"
    rb"directs|judges)\b"
)
# what is thought of, and who teaches it
_THOUGHT_OF = re.compile(rb"\b[a-z]+ (?:(?:&|and) )?(?:[a-z]+ )?(?:awareness|educator)\b")
# where what somebody might say is only quoted to show what is meant
_SHOWN = re.compile(
    rb"\b(?:examples? (?:for|of|from)|for example|such as|e\.g\.|sample (?:sentences|phrases|notes))\b"
)
_RULES = re.compile(
    rb"\b(?:policy|policies|guidelines?|procedures?|data practices|ferpa|training|handbook)\b"
)
# what a course is about
_COURSE = re.compile(rb"\b(?:trainer|refresher|workshop|in-?service|webinar|certification course)\b")
_COVERED = re.compile(
    rb"(?:^|\n)[ \t]*(?:topics?|content|agenda|objectives|covered|modules?)(?: covered)?[ \t]*:[^\n]*"
)
# what a text says of itself at its head that is made up
_TALE = re.compile(
    rb"\A[^\n]{0,80}\b(?:short (?:story|fiction)|fan ?fiction|flash fiction|a (?:work of )?fiction|"
    rb"one-act play|screenplay|a novel(?:la)?)\b"
)
# what people say that means nothing of it
_IDIOMS = re.compile(
    rb"\b(?:(?:free|penalty|goal|corner|spot|place|drop|indirect|direct) kicks?|"
    rb"kick(?:ed|s|ing)? (?:an?|the|two|three|\d+) (?:\d+[- ]yard )?(?:field |winning )?"
    rb"(?:goals?|ball|extra points?)|"
    rb"(?:keeps?|kept|is|was|just) (?:on )?(?:kicking|kicked|bouncing|throwing) "
    rb"(?:me|us|them|people|everyone|users?)|"
    rb"(?:keeps|kept|keep) (?:kicking|bouncing|throwing)|"
    rb"copied (?:to|and|for|into|onto|here|below)|(?:plan|form|page|letter|file|notes?) copied|\d+ skipped|"
    rb"skipped(?= \(| because| rows?| lines?| files?)|"
    rb"(?:info|warn|warning|error|debug)\b[^\n]{0,160}? skipped|"
    # what whoever writes sits in
    rb"(?:i'?m|i am|we're|we are|i'?ll be|stuck|tied up) (?:in|at) (?:an? |the |my |back to back )?"
    rb"(?:ieps?|504s?|evals?)(?: (?:mtgs?|meetings?))?(?= (?:till?|until|all|from|at|for|most|then)\b)|"
    rb"(?:other|2nd|second) (?:car|driver|vehicle|truck)[^\n;]{0,40}? (?:cited|ticketed|charged)|"
    rb"(?:own|lunch|diet) food (?:box|bag)(?:es|s)?|"
    rb"struck(?= (?:the|his|her|their) "
    rb"(?:back|side|front|top|left|right|head|face|knee|elbow|chin|forehead))|"
    rb"restraining(?= (?:an?|the|another|two) (?:student|child|pupil|kid|boy|girl)s?)|"
    rb"(?:foster|homeless|migrant|runaway)(?: child)?(?=\?[ \t]*[\r\n|])|"
    rb"meltdowns?(?: at home| over (?:the )?homework| after school)?|"
    rb"(?:health|nurse'?s?|main|front|attendance|business|counseling|district) office "
    rb"(?:log|records?|notices?|history|letters?|reports?)|"
    rb"(?:failing|fs|f's|grades|gpa|credits)\b[^\n.;]{0,48}? ineligible|"
    rb"ineligible[^\n.;]{0,32}? (?:grades|fs|f's|gpa|failing|credits)|"
    rb"(?:having|had|have|has|give|gave) an? (?:heart attack|stroke|panic attack|fit|"
    rb"meltdown) (?:about|over|when)|"
    # what is sent by telephone, and where somebody was burned who is told how badly
    rb"snap(?:ped)?(?=(?: ?chat)?[ -]?(?:videos?|vids?|pics?|pictures?|photos?|story|stories|msgs?|messages?|"
    rb"posts?|group|map|streaks?|account|handle|dms?)\b)|"
    rb"snap(?= (?:to|from|with) (?:\w+ ){0,2}(?:classmates?|friends?|students?|kids?|girls?|boys?)\b)|"
    rb"(?:(?<=degree burns)|(?<=degree burn)|(?<=steam burn)|(?<=grease burn)|(?<=chemical burn)|"
    rb"(?<=chemical burns)|(?<=rug burn)|(?<=rope burn)) (?:on|to) (?:the |both |his |her |their )?"
    rb"(?:left |right )?[a-z]+|"
    rb"grieve (?:this|the|it|any|your|that)"
    rb"(?= (?:letter|decision|reprimand|discipline|suspension|action|notice)\b)|"
    rb"(?:is|are|was) killing (?:me|us)|(?:kick(?:ed|s)?|sent|bounced|threw|pushed) (?:it |them )?back|"
    rb"(?:kick(?:ed|s)|kicking)[ -]off (?:the|our|this|its?) [a-z]+|"
    rb"(?:was|were|is|are) (?:not|never) (?:involved|at fault|part of|"
    rb"in any)\b[^.;\n]{0,60}|"
    rb"(?:when|if|that|what to do when) (?:somebody|someone|anybody|anyone|a person|people)(?: (?:has|"
    rb"have|is|are|had))?"
    rb"[^.;\n]{0,50}|"
    rb"report (?:bullying|abuse|concerns|incidents|harassment)[^.\n]{0,60} to (?:the|an?|our|your)|"
    rb"no contact with (?:any |all |the |other )*(?:students|pupils|staff|co-?workers|colleagues|families|"
    rb"school|district|team)|"
    rb"(?:terminate|discharge|dismiss|non-?renew|renew) (?:the |this |that |an? |our |its |all )?"
    rb"(?:[a-z]+ ){0,2}"
    rb"(?:contract|agreement|lease|services?|subscription|program|meeting|session|committee|case|lawsuit|class)"
    rb"(?! (?:of|for)\b)|"
    # what did not come of it, and who did not ask for anything
    rb"no (?:arrests?|charges|citations?|police report)(?: (?:was|were|are|has been|have been) "
    rb"(?:made|filed|issued|written|taken))?|"
    rb"(?:did|does|has|have) ?(?:not|n'?t) "
    rb"(?:submit\w*|fil(?:ed?|l)|complet\w+|appl(?:y|ied)|turn(?:ed)? in)"
    rb"(?: (?:for|the|an?|any|his|her))* "
    rb"(?:fafsa|meal app\w*|lunch (?:form|app\w*)|benefits|assistance|snap|mfip)|"
    # what somebody is said not to have done
    rb"(?:did|does|do) ?(?:not|n'?t) (?:hit|fight|swing|push|punch|kick|shove|touch|threaten|throw|retaliate)"
    rb"(?: (?:back|it|anything|any|anyone|anybody|him|her|them|a punch))?|"
    rb"no suspensions? (?:for|in)|against suspensions?|"
    rb"for [a-z]+(?:,? (?:and |or |& )?(?!(?:the|we|he|she|they|i|our|his|her)\b)"
    rb"[a-z]+){0,3},? (?:go to|see|call|contact|ask|email)|"
    rb"(?:hearing|vision|dental|scoliosis|health)(?: (?:and|&) (?:hearing|vision))? screenings? "
    rb"(?:for |of )?(?:gr(?:ade)?s?\b|k\b|kindergarten|all)|"
    rb"(?:at|to) (?:the|an?) (?:[a-z]+ ){0,4}(?:conference|workshop|training|convention|seminar)"
    rb"(?: (?:on|about) [a-z]+(?: [a-z]+)?)?)"
)
# places that are called so, where one stops or enters
_STOPS = GuardedPattern(
    re.compile(
        rb"\b(?:(?:hospital|clinic|health center|medical center|treatment center|"
        rb"rehab\w*(?: center)?|shelter|detention center|nursing home|group home|hospice)"
        rb",? (?:main |front |back |north |south |east |west |upper |lower )?"
        rb"(?:entrance|driveway|drive|parking(?: lot)?|lot|stop|corner|turn-?around|gate|ramp|crosswalk|"
        rb"bus (?:stop|shelter)|sign))\b"
    ),
    (b"center", b"clinic", b"group home", b"hospi", b"nursing home", b"rehab", b"shelter"),
)
# what is taught to those who work here, or to whom somebody is sent for what they did
_TAUGHT = re.compile(
    rb"\b(?:sexual )?(?:harassment|misconduct|boundar(?:y|ies)|mandated report\w*|bloodborne pathogens?|cpr|"
    rb"sexual (?:abuse|assault|violence))[ ](?:[a-z-]+ ){0,2}"
    rb"(?:trainings?|workshops?|in-?services?|webinars?|courses?)\b"
)
_COURSES = (b"training", b"workshop", b"service", b"webinar", b"course")
# what a form lets choose from, where nothing is marked
_CHOICES = re.compile(
    rb"\((?:please )?(?:circle|check|mark|choose|select|underline)(?: (?:one|all|all that apply))?\)[ :]*"
    rb"(?:[a-z][a-z' -]*?(?:[ ]{2,}|[ ]?[/|][ ]?|\t)){2,}[a-z][a-z' -]*(?=\r?(?:\n|\Z))"
)
# what is kept out of a place for everybody: "the office is nut free", not "for Ada, who ..."
_KEPT_FREE = re.compile(
    rb"\b(?:(?:offices?|rooms?|class(?:room)?s?|buildings?|schools?|kitchen|cafeteria|tables?|zones?|"
    rb"events?|trips?|we|wing|bus)"
    rb"(?: (?:is|are|will be|stays?|remains?))?(?: an?)? "
    rb"(?:(?:pea)?nut|scent|fragrance|latex|dairy|gluten)[- ]free"
    rb"(?! (?:because|due|for|since|on account|as) )|"
    rb"(?:(?:pea)?nut|scent|fragrance|latex|dairy|gluten)[- ]free (?:offices?|rooms?|class(?:room)?s?|"
    rb"buildings?|schools?|"
    rb"kitchens?|tables?|zones?|events?|snacks?|treats?|cand(?:y|ies)|options?|desserts?|menus?|recipes?))\b"
)
# what is not to be brought along
_NOT_BROUGHT = re.compile(
    rb"\bno (?:latex |rubber )?(?:balloons?|gloves?)(?: \(latex\))?|\blatex (?:balloons?|gloves?)\b"
)
# who stands for many, in a text that asks for money or teaches
_COMPOSITE = GuardedPattern(
    re.compile(
        rb"\b(?:composite|hypothetical|fictional|fictitious|imagined|illustrative)[ ]"
        rb"(?:story|stories|case|student|pupil|child|youth|family|profile|example|vignette|account|scenario)s?\b[^\n]*"
    ),
    (b"composite", b"ficti", b"hypothetical", b"illustrative", b"imagined"),
)
# what is only played in a drill
_PLAYED = re.compile(rb"(?:^|\n)[ \t]*(?:inject \d{1,2}|scenario)\b[^\n]*")
# what a team lost a game for
_FORFEIT = re.compile(rb"\bforfeit\w*[^.;\n]{0,80}")
# who does not start in a race
_WITHDRAWN = re.compile(rb"\b(?:late )?scratch(?:es|ed)?\b")
_QUOTED = re.compile(r"[\"\u201c][A-Z\u00c0-\u00dd][^\"\u201c\u201d\n]{2,110}[\"\u201d]")


def list_unsaid(text: str, folded: bytes) -> list[tuple[int, int]]:
    """Where what is said is said of nobody: (start, end) of each; a text in which nothing is said need not be
    asked.
    """
    denied = [*list_denied(folded), *list_titles(text, folded), *list_keys(text)]
    return [*denied, *list_asides(folded), *list_entries(text, folded)]


def list_asides(folded: bytes) -> list[tuple[int, int]]:
    """Where they stand: (start, end) of each."""
    found = [match.span() for pattern in (_TOPICS, _IDIOMS) for match in pattern.finditer(folded)]
    if any(tells(folded) for tells in (is_release, lists_books, stages_play, tells_past, trades_goods)):
        return [(0, len(folded))]
    if any(word in folded for word in _COURSES):
        found += [match.span() for match in _TAUGHT.finditer(folded)]
    if b"circle" in folded or b"choose" in folded or b"check" in folded or b"mark" in folded:
        found += [match.span() for match in _CHOICES.finditer(folded)]
    if b"free" in folded:
        found += [match.span() for match in _KEPT_FREE.finditer(folded)]
    if b"latex" in folded:
        found += [match.span() for match in _NOT_BROUGHT.finditer(folded)]
    found += [match.span() for match in _STOPS.finditer(folded)]
    found += _list_unplayed(folded)
    found += [*list_of_machines(folded), *list_policies(folded)]
    found += list_unmeant(folded)
    if b"awareness" in folded or b"educator" in folded:
        found += [match.span() for match in _THOUGHT_OF.finditer(folded)]
    found += [match.span() for match in _COMPOSITE.finditer(folded)]
    if b"inject " in folded or b"scenario" in folded:
        found += [match.span() for match in _PLAYED.finditer(folded)]
    found += [
        span
        for match in _NOTICE.finditer(folded)
        if not _OF_SOMEBODY.search(folded, *(span := _sentence_of(folded, match.start())))
    ]
    if b"topics" in folded and _COURSE.search(folded):
        found += [match.span() for match in _COVERED.finditer(folded)]
    if b"custody" in folded and _OF_THINGS.search(folded):
        found += [match.span() for match in _CUSTODY.finditer(folded)]
    return found


def _list_unplayed(folded: bytes) -> list[tuple[int, int]]:
    """What a team loses a game for, and who does not start in a race."""
    found: list[tuple[int, int]] = []
    if b"forfeit" in folded and tells_games(folded):
        found += [match.span() for match in _FORFEIT.finditer(folded)]
    if b"scratch" in folded and tells_races(folded):
        found += [match.span() for match in _WITHDRAWN.finditer(folded)]
    return found


def _sentence_of(folded: bytes, at: int) -> tuple[int, int]:
    starts = (folded.rfind(mark, max(0, at - _LONGEST_NOTICE), at) + 1 for mark in _ENDS)
    ends = [end for mark in _ENDS if (end := folded.find(mark, at, at + _LONGEST_NOTICE)) >= 0]
    return max(starts), min(ends, default=min(len(folded), at + _LONGEST_NOTICE))


def list_entries(text: str, folded: bytes) -> list[tuple[int, int]]:
    """Where titles stand in quotation marks, in a text about a contest or a play, or what is quoted as an
    example, in one about rules; all of a text that says at its head that it is made up.

    >>> text = 'Science fair: 1st Ada Roe, "Insulin and the mouse"'
    >>> list_entries(text, text.lower().encode())
    [(27, 50)]
    """
    if _TALE.search(folded):
        return [(0, len(folded))]
    if '"' not in text and "\u201c" not in text:
        return []
    if not _CONTEST.search(folded) and not (_RULES.search(folded) and _SHOWN.search(folded)):
        return []
    return [match.span() for match in _QUOTED.finditer(text)]
