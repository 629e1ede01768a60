"""What leads to a claim or stands around it: headlines, the day of an update, requests, what is felt.

What people do while a system is out leads to it, too ("Until bus routing is restored, drivers use paper"): it
says that the system is not back, and what is done by hand meanwhile claims nothing of the event.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from firstbell.notify.statements.language.names import list_systems
from firstbell.notify.statements.paraphrase.labels import is_system_list
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.waits.everyday import denies
from firstbell.notify.statements.waits.holds import names_event
from firstbell.record.facts import Subject

_WHAT = r"(?:(?:the|our|your) )?(?P<what>[\w' ,-]{3,80}?)"
_BACK = (
    r"(?:(?:is|are) (?:fully |all )*(?:back(?: (?:up|online|in service))?|restored|working(?: again)?"
    r"|available(?: again)?|running(?: again)?|up(?: and running)?|online again|fixed|repaired)"
    r"|(?:comes?|returns?|works?)(?: back| again)?(?: online)?|(?:has|have) been restored)"
)
_OUT = (
    r"(?:(?:is|are) (?:still )?(?:down|out(?: of service)?|offline|unavailable|pending|being restored"
    r"|not (?:yet )?(?:back|restored|working|available|running))"
    r"|(?:remains?|stays?) (?:down|out|offline|unavailable)|(?:does|do)(?: not|n't) work)"
)
_OTHER = _WHAT.replace("P<what>", "P<other>")
_WHILE = rf"(?:(?:until|till) {_WHAT} {_BACK}(?: again)?|(?:while|as long as|because|since) {_OTHER} {_OUT})"
_FIRST = re.compile(rf"^{_WHILE}, (?P<done>.+?)[.!]?$", re.I)
_LAST = re.compile(rf"^(?P<done>.+?),? {_WHILE}[.!]?$", re.I)
# how it is done meanwhile
_BY_HAND = re.compile(
    r"\b(?:(?:on |by |from |with |using )?(?:paper\w*|hand(?:-?written)?|printed \w+|print-?outs?|clipboards?"
    r"|pencils?|pens?|chalk|whiteboards?|spreadsheets?|notebooks?|binders?|ledgers?|index cards?"
    r"|sign-?in sheets?|photocopies)|manual(?:ly)?|in person|by (?:phone|telephone|radio|mail|fax"
    r"|word of mouth)|walkie-talkies?|cash|checks?|ring the (?:door)?bell|front (?:door|office|desk))\b",
    re.I,
)


def _tell_workaround(read: str, record: CaseRecord) -> str:
    """That the system is not back, where the rest of the sentence is what is done by hand meanwhile."""
    match = _FIRST.match(read) or _LAST.match(read)
    if match is None or not _BY_HAND.search(match["done"]):
        return read
    what = (match["what"] or match["other"]).strip()
    # what is done must be nothing but that: no word of the event, no other system, and nothing denied
    done = match["done"]
    if (
        not is_system_list(what)
        or denies(done)
        or names_event(done)
        or list_systems(done) - list_systems(what)
    ):
        return read
    several = re.search(r",|\band\b|(?<!s)s$", what) is not None
    return f"{what[:1].upper()}{what[1:]} {'are' if several else 'is'} not yet restored."


WORKAROUND_WORDS: Sequence[Callable[[str, CaseRecord], str]] = (_tell_workaround,)


_LEAD = re.compile(
    r"^(?:(?:some |more |a bit of )?(?:good|better|welcome) news(?: (?:on|from) (?:one|two|three|several"
    r"|many) fronts?)?|(?:here is |this is )?where (?:things|we) (?:now )?stand(?: (?:today|now|tonight))?"
    r"|(?:please )?(?:take|read) (?:this|it) for (?:exactly |just )?what it says(?:,? and (?:for )?no more)?"
    r"|an? (?:short|brief|quick) (?:update|word)|the (?:short|plain) version"
    r"|what we (?:can|may) (?:say|tell you)(?: (?:today|tonight|now))?):\s+(?=\w+ \w+)",
    re.I,
)
_SORRY = re.compile(
    r"^(?:it is with (?:great |deep )?(?:regret|sadness) that (?:we|I)|(?:we|I)(?: am| are|'m|'re) (?:deeply"
    r"|very|so|truly|terribly|most) sorry to) (?:have to )?(?:tell|inform|let) (?:you"
    r"|our families)(?: know)? that "
    r"|^(?:(?:we|I) (?:can )?(?:confirm|report|tell you|must tell you|acknowledge)) that (?=.* and that )",
    re.I,
)
_AND_THAT = re.compile(
    r",? and that (?!(?:it|they|this|these|those|none|nobody|nothing)\b)(?=(?:\w+ ){1,6}?(?:was|were|is|are"
    r"|has|have|had)\b)",
    re.I,
)
# feelings and limits of what is said, behind it
_FELT = re.compile(
    r",? and (?:I|we) (?:know|understand|realize|recognize) (?:that )?(?:many|some|most|all"
    r"|several) of you (?:are|feel|may be|will be) (?:rightly |understandably |now )?(?:\w+)(?:(?:,| and"
    r"|, and) \w+)*(?=[.!]?$)"
    r"|,? and (?:I|we) would (?:rather|sooner) (?:say so|say that|admit it|tell you so"
    r"|be honest)(?: plainly)? than (?:guess|speculate|pretend|mislead you)(?=[.!]?$)"
    r"|,? (?:which|and that) is not (?:quite )?(?:the same(?: thing)? as|yet)? ?(?:a )?proof (?:that"
    r"|of) (?:none was|nothing was|none were|it was not|no \w+ was|the opposite)(?: taken| copied"
    r"| stolen)?(?=[.!]?$)"
    r"|,? (?:which|and that) (?:does|is)(?: not|n't) (?:prove|amount to proof|the same as proving"
    r"|proof) (?:that (?:none|nothing|no data) was(?: taken| copied| stolen)?|it)(?=[.!]?$)",
    re.I,
)
_NO_PROMISE = re.compile(
    r"^(?:we|I|nobody) (?:cannot|can't|can not|will not|won't) promise (?:you )?(?:that|this"
    r"|it)[;,.:]\s*(?:but )?(?:what (?:we|I) (?:can|do) (?:tell you|say|know"
    r"|promise) is(?: that)? ?)?(?=\w+ \w+)",
    re.I,
)


# "We can't answer that yet: ...", of a theft that the record leaves open
_OF_THEFT = re.compile(
    r"\b(?:stolen|taken|copied|theft|leaked|exposed|left (?:our|the|your) network)\b.*\?", re.I
)
_NO_ANSWER = re.compile(
    r"^(?:we|I|nobody) (?:cannot|can't|can not|can|do not|don't)(?: yet)? (?:answer|say|tell"
    r"|know)(?: you)?(?: that| this| for (?:sure|certain))?(?: yet| today| so far"
    r"| at this point)*[:;.,]\s+(?=\w+ \w+)",
    re.I,
)


def _drop_leads(read: str, record: CaseRecord) -> str:
    """Without what leads to a claim, and without what is felt or limited behind it."""
    told = _NO_PROMISE.sub("", _LEAD.sub("", read))
    head, _, rest = told.partition(": ")
    if rest and head in record.names:
        told = f"{rest[:1].upper()}{rest[1:]}"
    open_ = record.get(Subject.EXFILTRATION, "state") == "undetermined"
    if open_ and _OF_THEFT.search(record.before):
        told = _NO_ANSWER.sub("", told)
    bare = _SORRY.sub("", told)
    if bare != told:
        told = _AND_THAT.sub("; ", bare)
    return _FELT.sub("", told)


# a headline leaves its verb out: "62 gigabytes of stolen school data published"
_HEADLINE = re.compile(
    r"^(?P<many>(?:about |some |nearly )?\d[\d,.]* (?:gigabytes|terabytes|GB|TB)) of (?:the )?(?:stolen"
    r"|copied|taken) (?:(?:school|district|our|student|staff) )?(?:data|files) (?:were |have been "
    r"|now )?(?P<done>published|posted|leaked)(?P<where> online)?[.!]?$",
    re.I,
)
_CONFIRMS = re.compile(
    r"^(?P<who>[\w' ]{2,60}?) (?:confirms|acknowledges|reports|discloses) (?:a |an )?(?:ransomware attack"
    r"|cyber ?attack|encryption event|attack with ransomware|encryption attack)(?=[.;,!]|$)",
    re.I,
)


def _tell_headline(read: str, record: CaseRecord) -> str:
    """A headline as a sentence: so much of the stolen data was published, there was an attack."""
    if head := _HEADLINE.match(read):
        taken = record.get(Subject.EXFILTRATION, "state") == "confirmed"
        return f"{head['many']} of data have been {head['done']}{head['where'] or ''}." if taken else read
    confirms = _CONFIRMS.match(read)
    if confirms and confirms["who"] in record.names:
        return f"There was an encryption event{read[confirms.end() :]}"
    return read


LEAD_WORDS: Sequence[Callable[[str, CaseRecord], str]] = (
    _drop_leads,
    _tell_headline,
)
