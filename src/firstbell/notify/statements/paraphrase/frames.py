"""Words around what a sentence says: who asked, who moved, of what it is told, that nobody guesses."""

from __future__ import annotations

import re

from firstbell.notify.statements.language.names import list_systems
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.sentences import capitalize, has_verb

_NAME = (
    r"(?:(?:Mr|Mrs|Ms|Dr)\.? [A-Z][\w'-]+(?: [A-Z][\w'-]+)?|(?:a|one|another) (?:parent|trustee|member"
    r"|teacher|reporter|resident|speaker)|(?:Trustee|Member|Director|President|Chair) [A-Z][\w'-]+"
    r"|(?:the )?(?:superintendent|treasurer|clerk|chair(?:man|woman|person)?|president|administration"
    r"|(?:business|finance|technology) (?:manager|director)|district))"
)
# "Minutes, Sept. 18: ...": the day is that of the text
_MINUTES = any_case(
    r"^(?:(?:from the )?(?:draft |board |meeting )*(?:minutes|agenda|log|notes?|transcript)|summary for the"
    r" \w+)(?:,? (?:of |for )?(?:[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?|\w+day))?: (?=\w[\w.]* \w+)"
)
# "Ms. Okafor asked how many people are affected; the administration replied that ..."
_ASKED = any_case(
    rf"^{_NAME} (?:then |also )?(?:asked|wanted to know|inquired) (?P<what>(?:whether|if|how|who|when"
    rf"|what|why)\b[^;]+)[;,]"
    rf" (?:and )?{_NAME} (?:replied|answered|said|responded|explained)(?: that)? (?P<answer>\w+ .+)$"
)
# "... asked when the insurer was informed; the answer was September 13"
_ASKED_WHEN = any_case(
    rf"^{_NAME} (?:then |also )?asked when (?P<what>[^;]+)[;,] (?:and )?the answer (?:was"
    rf"|is)(?: on)? (?P<day>[A-Z][a-z]+\.? \d.*)$"
)
_OPEN = any_case(
    r"^(?:(?:the|that|this|a) (?:number|count|answer|total|figure)|it|that|this) (?:is|was|remains)"
    r" (?:(?:still |as yet )?(?:not (?:yet )?known|unknown|not (?:yet )?determined|undetermined"
    r"|open))(?: yet)?[.!]?$"
)
# "... moved to receive the report that ...; carried."
_MOVED = any_case(
    rf"^{_NAME} (?:moved|made a motion)(?:,? seconded by [\w. ]+,)? (?:to (?:receive|accept|note|record|file)"
    r"|that the board (?:receive|accept|note))"
    r" (?:the|a) (?:\w+ )?(?:report|statement|update|finding)(?: by the \w+)? that (?P<what>.+?)"
    r"(?:[;,.] (?:seconded|carried|passed|approved|so ordered|motion)[\w ,;-]*)?[.!]?$"
)
_REPORTED = any_case(rf"^{_NAME} (?:reported|noted|listed|gave|put down)(?= \$)")
# what is to be said when asked about letters, say
_TOPIC = any_case(
    r"^(?:if|when|where|should you be|in case you are)(?: you are| families| anyone| people)? ask(?:ed|s)?"
    r" about (?P<topic>(?:the )?[\w' -]{3,40}): (?P<what>.+)$"
)
_ALL_WE_SAY = any_case(
    r"\bwhat (?:we|I) (?:can|do|may) (?:say|tell you|know|report|confirm)(?: \w+)? is(?: that)?\b[:,]? "
)
_NOT_SAID = any_case(
    r"\bwhat (?:we|I) (?:cannot|can not|can't|do not yet|do not|don't(?: yet)?) (?P<verb>say|tell you"
    r"|know)(?: yet| today)? is(?: still)?[:,]? (?=who|how|when|whether|what|if|why)"
)
# what is said after it, of the saying alone
_AFTERTHOUGHT = any_case(
    r",? (?:which|and (?:this|that)) is (?:what|the (?:question|thing|one))"
    r" (?:(?:most|many|some|several|all) of )?(?:you|people|families|parents|staff) (?:have |had )?(?:asked"
    r"|wondered|wanted to know|called|written)[\w ]{0,25}(?=[.!]?$)"
    r"|,? and (?:it would be|I would be|we would be|it is) (?:wrong|irresponsible|unfair|a mistake|too early"
    r"|premature)(?: (?:of|for) (?:me|us|anyone))? to (?:guess|speculate|say more|promise more"
    r"|go further)(?=[.!]?$)"
    r"|,? and (?:nobody|no one|none of us|anyone) should (?:say|claim|write|promise) (?:more|anything more"
    r"|otherwise)(?: than that)?(?: in either direction| for now| yet)?(?=[.!]?$)"
    r"|,? and (?:I|we) (?:will|do|am|are|want)(?: not|n't) (?:going |want )?(?:to )?(?:guess|speculate"
    r"|pretend otherwise|go beyond that)(?=[.!]?$)"
    r"|,? (?:and )?(?:I|we) (?:want|thought|wanted) you to (?:know|hear) (?:that"
    r"|it)(?: from (?:me|us))?(?: first)?(?=[.!]?$)"
    r"|,? and (?:I|we) (?:have |had )?asked to be (?:told|informed) (?:when|once|as soon as) it"
    r" is(?: \w+)?(?=[.!]?$)"
    r"|,? and (?:I|we) know (?:that )?(?:some|many|a few|several|not all) of you (?:would|will|may|might"
    r"|do)(?: not|n't)?(?: have(?: done (?:so|it))?| agree| like (?:it|that)| approve)?(?=[.!]?$)"
    r"|,? and (?:I|we)(?: will|'ll|\u2019ll) (?:write|report|tell you|let you know|be in touch"
    r"|update you)(?: again| to you)* (?:when|as soon as|once|if) (?:that|it|this) changes(?=[.!]?$)"
    r"|,? (?:I|we) am (?:glad|sorry|relieved) to (?:say|report)(?=[.!]?$)"
)
# "... by somebody who had no business being there": who it was is not told
_BY_WHOM = any_case(
    r" by (?:somebody|someone|people|a person|persons) (?:who|that) (?:had|has|have) no (?:business|right"
    r"|permission|authority|authorization)(?: (?:being|to be|in|on|inside|there)\b[\w ]{0,25})?(?=[.,;!]|$)"
)
_HELLO = any_case(
    r"^(?:hello|hi|good (?:morning|afternoon|evening)|dear \w+)(?: everyone| families| all| parents)?[,.!] "
    r"(?:this is [^:]{3,60} with (?:an?|the|another) (?:\w+ ){0,2}(?:update|message|announcement"
    r"|word)[:.] )?(?=\w+ \w+ \w+)"
)


# "Dear staff, your passwords were reset": whose they are
_DEAR = any_case(r"^(?:dear|to all|to our) (staff|colleagues|employees|teachers|students),? your (?=\w)")


def _name_group(match: re.Match[str]) -> str:
    return "Student " if match[1].lower() == "students" else "Staff "


# whoever wonders about payroll is told that "it is still down"
_WONDERING = any_case(
    r"^(?:(?:and |but )?(?:in case|if|for those of you|for (?:families|parents|anyone|those))"
    r" (?:who (?:are|is) )?(?:you(?: are|'re)|anyone is|families are|parents are)? ?(?:still )?(?:wondering"
    r"|curious|asking|worried|waiting to hear) about) (?P<topic>(?:the |our )?[\w' -]{3,40})[:,] (?P<it>it"
    r"|they|these|those|that) (?P<what>(?:is|are|was|were|has|have|will)\b.+)$"
)
_REMINDS = any_case(
    r"^(?:(?:hello|hi|good (?:morning|afternoon|evening))[,.!]? )?this is (?:[\w'.-]+ ){1,8}(?:calling )?with"
    r" (?:an?|this|another|your) (?:\w+ )?reminder that (?=\w+ \w+)"
)
# "Our working belief, not yet a finding, is that ..."
_BELIEF = any_case(
    r"^(?:our|the district's) (?:(?:working|current|present|best|leading|early|initial|preliminary) )*"
    r"(?:belief|theory|assumption|hypothesis|understanding)(?P<open>,? (?:(?:which|and this|and it) is )?"
    r"(?:still |as yet )?(?:not yet|not|neither a fact nor) (?:an? |yet )?(?:finding|fact|confirmed|proven"
    r"|certainty|certain|conclusion|established)(?: fact)?,?)? (?:is|remains) that (?=\w+ \w+)"
)


def _say_believed(match: re.Match[str]) -> str:
    return f"We believe, {'but have not yet confirmed, ' if match['open'] else ''}that ".replace(
        "believe, that", "believe that"
    )


def strip_around(sentence: str) -> str:
    """The sentence without who asked or moved, of what it is told, and what only says how it is told."""
    told = _DEAR.sub(_name_group, sentence)
    told = _BELIEF.sub(_say_believed, _REMINDS.sub("", told))
    told = _BY_WHOM.sub("", _HELLO.sub("", _MINUTES.sub("", told)))
    if wondering := _WONDERING.match(told):
        told = f"{wondering['topic']} {wondering['what']}"
    if asked := _ASKED.match(told):
        answer = asked["answer"]
        told = f"It is not known {asked['what']}." if _OPEN.match(answer) else answer
    elif when := _ASKED_WHEN.match(told):
        told = f"{when['what']} on {when['day']}"
    elif moved := _MOVED.match(told):
        told = f"{moved['what']}."
    elif topic := _TOPIC.match(told):
        told = _put_topic(topic["topic"], topic["what"])
    told = _REPORTED.sub("", told).lstrip()
    told = _NOT_SAID.sub("we do not know ", _ALL_WE_SAY.sub("", _AFTERTHOUGHT.sub("", told)))
    return capitalize(told) if told != sentence else sentence


def _put_topic(topic: str, told: str) -> str:
    """What is told of a topic, with the topic for "none" or "there" in it."""
    bare = re.sub(r"^the ", "", topic)
    told = re.sub(r"\bnone\b(?! of)", f"none of the {bare}", told, count=1, flags=re.I)
    return re.sub(r"\bthere(?=(?: yet| so far)?[.,;!]|$)", f"with the {bare}", told, count=1, flags=re.I)


# "It would be wrong to say that data was taken, and as wrong to say that it was not"
_NO_SAYING = (
    r"(?:it (?:would be|is) (?:(?:just )?as |equally )?(?:wrong|false|untrue|too early|premature)(?: today"
    r"| now)? to (?:say|claim)(?: today| now)?|(?:we|I) (?:cannot|can't|can not|will not) (?:say|confirm"
    r"|claim)(?: today)?|(?:nobody|no one) (?:should|can|may) (?:say|claim))"
)
_BOTH_OPEN = any_case(
    rf"^{_NO_SAYING} that (?P<what>[^,;:]{{8,90}}), (?:and|or|nor)(?: that| {_NO_SAYING} that"
    r"| (?:it would be )?(?:just )?as (?:wrong|false)(?: to (?:say|claim))? that)? (?:it|they|none|nothing"
    r"|no data|this|that) (?:was|were|has|have|did|is|are)(?: not|n't)?(?: been)?(?P<rest>[.!;:,].*)?$"
)
_STILL_OPEN = any_case(
    r"^[;:,.] ?(?:and )?(?:(?:that|this|the)(?: question| point| matter)? (?:is|remains) (?:still )?(?:open"
    r"|not (?:yet )?(?:settled|known|decided)|undetermined|unknown)"
    r"|(?:we|nobody) (?:do not|don't|simply do not) (?:yet )?know|nobody knows)(?: yet| today)?[.!]?$"
)


def leave_both_open(sentence: str) -> str:
    """Of a sentence that lets say neither that something is so nor that it is not: that it is not known.

    "" where it says something else.
    """
    both = _BOTH_OPEN.match(sentence)
    if both is None or (len(both["rest"] or "") > 1 and not _STILL_OPEN.match(both["rest"])):
        return ""
    if not re.search(r"\bnot\b|n't|\bnone\b|\bnothing\b|\bno data\b", sentence[both.end("what") :], re.I):
        return ""
    return f"It is not known whether {both['what']}."


# "How they got in, and when, we cannot say yet": what is not known stands first
_ASKED_FIRST = any_case(
    r"^(?P<what>(?:how|who|when|why|whether|where|what|whose)\b[^;:?]+?), (?:we|I|nobody|no one)"
    r" (?:(?:still )?(?:cannot|can't|can not|do not|don't|could not)(?: yet| still)? (?:say|tell|know)"
    r"|can say|can tell|knows)(?: you)?(?: yet| so far| today| for now| at this point)?(?P<end>[.!]?)$"
)
_AND_WHEN = any_case(r", and (how|who|when|why|where)\b,?")
# "1,870 people are affected; the list is not final"
_OPEN_COUNT = any_case(
    r"(?P<who>\b\d[\d,]* (?:people|persons|individuals)(?: (?:are|were))?"
    r"(?: (?:affected|concerned|involved))?)(?P<list>(?:[;,]| -| \u2014)(?: and| but)? (?:the|that|this)"
    r" (?:list|count|number|figure|total) is (?:still |as yet )?not (?:yet )?(?:final|complete|finished))"
)


# "sixty days have passed since ..."
_PASSED = any_case(
    r"\b(?P<span>(?:[\w-]+ )?[\w-]+ (?:hour|day|week|month)s?) (?:has|have)(?: now| already)?"
    r" (?:passed|gone by|elapsed) since\b"
)


def turn_around(sentence: str) -> str:
    """The sentence with what is not known behind the words that say so; a count that is open, as so far."""
    if asked := _ASKED_FIRST.match(sentence):
        what = _AND_WHEN.sub(r" and \1", asked["what"]).rstrip(",")
        sentence = f"We do not know {what[:1].lower()}{what[1:]}{asked['end'] or '.'}"
    sentence = _PASSED.sub(
        lambda match: f"it has been {match['span'][:1].lower()}{match['span'][1:]} since", sentence
    )
    return _OPEN_COUNT.sub(r"\g<who> so far\g<list>", sentence)


_ALL_OPEN = any_case(
    r"^(?:both|all (?:of this|three)|each of these|that|this) (?:is|are|remains?) (?:still |as yet )*"
    r"(?:unknown|not known|unclear|open)(?: yet| so far)?[.!]?$"
)
_SAID_OPEN = any_case(r"^(?:we|I) (?:still )?(?:do not|don't|cannot) (?:yet )?(?:know|say|tell)\b")
_INCLUDES = any_case(
    r"^(?:that|this|these|they|which|among them|those)(?: (?:includes?|are|is|were)"
    r"|:)? (?P<what>[^;:?]+?)[.!]?$"
)
_NONE_OF_THEM = any_case(
    r"^(?:none of|no one of|not one of) (?:the|our) [^;:?]*?(?P<is>has|have|is|are|was|were)"
    r" (?P<been>been )?(?P<done>(?:restored|verified|back|working|running)\b[^;:?]*?)[.!]?$"
)
_SOME_OF_THEM = any_case(
    r"^(?:(?:all|\d+|\w+) (?:of )?)(?:the |our )?(?:\w+ ){0,2}(?:systems|services) (?:are|were|have been)"
    r" (?P<done>(?:now |still |already )*(?:restored|verified|back|working|running|down)\b[^;:?]*?)[.!]?$"
)


# "So were birth dates.", after a sentence that says what they were
_SO_WERE = any_case(r"^(so|neither|nor) (is|are|was|were|has|have|had) ([^.;:?!]+)([.!]?)$")
# "Student passwords have not been.", after "Staff passwords were reset yesterday."
_NOT_SO = any_case(
    r"^(?P<who>(?!(?:it|they|that|this|these|those|we|you|he|she|there)\b)[^;:?!,]{3,60}?) (?P<verb>has|have"
    r"|had|was|were)(?: not|n't)(?P<been> been)?(?P<yet>(?: yet| so far)?)(?P<end>[.!]?)$"
)
_WAS_DONE = any_case(
    r"^[^;:?!,]{3,60}? (?:was|were|has been|have been) (?:all |now |already )*(?P<done>reset|changed"
    r"|replaced|restored|verified|mailed|sent|searched"
    r"|reviewed|filed|published|notified|told|informed|issued|hired|engaged|signed)\b[^;:?!]*$"
)
_PREDICATE = any_case(r"^[^;:?!]+? (is|are|was|were|has|have|had)(?: not|n't)? ([^;:?!]+?)[.!]?$")


def _say_same(before: str, sentence: str) -> str:
    """The sentence with what the one before said of another, where it says that the same is so."""
    if (left := _NOT_SO.match(sentence)) and (told := _WAS_DONE.match(before)):
        been = " been" if left["verb"].lower() in ("has", "have", "had") else ""
        return f"{left['who']} {left['verb']} not{been} {told['done']}{left['yet']}{left['end']}"
    short, said = _SO_WERE.match(sentence), _PREDICATE.match(before)
    if short is None or said is None:
        return sentence
    denies = "" if short[1].lower() == "so" else " not"
    return f"{capitalize(short[3])} {short[2]}{denies} {said[2]}{short[4]}"


def say_of_before(before: str, sentence: str) -> str:
    """The sentence with what it says of the one before: which systems it was of, that it is not known."""
    sentence = _say_same(before, sentence)
    if _ALL_OPEN.match(sentence) and _SAID_OPEN.match(before):
        return before
    named = _INCLUDES.match(sentence)
    if named is None or not list_systems(named["what"]) or has_verb(named["what"]):
        return sentence
    what = capitalize(named["what"])
    if none := _NONE_OF_THEM.match(before):
        return f"{what} have not been {none['done']}."
    some = _SOME_OF_THEM.match(before)
    return f"{what} are {some['done']}." if some else sentence
