"""Short answers put into questions: what is down, who was told, what it cost, how long, what is offered."""

from __future__ import annotations

import re

from firstbell.notify.statements.judges.names import list_systems, place_agencies, place_systems
from firstbell.notify.statements.quantities import SPELLED

_WHICH = re.compile(
    r"^(?:what|which (?:systems?|services?|ones?)) (?P<verb>is|are|was|were|remains?)"
    r" (?P<state>(?:still |not yet |not |already |now )*(?:down|out|missing|back|working|restored"
    r"|affected|hit|spared"
    r"|offline|unavailable)(?: (?:again|by the attack))?)\?[\"')]*$",
    re.I,
)
_COST = re.compile(
    r"^(?:what|how much) (?:has|did|does) (?:it|this|the (?:response|attack|recovery|incident"
    r"|event))(?: all)?"
    r" cost(?: us| the district)?(?P<far> so far| to date)?\?[\"')]*$",
    re.I,
)
_HOW_LONG = re.compile(
    r"^how long (?:were|was|had|have) (?P<who>they|the \w+)(?: been)? (?P<where>inside|in (?:our|your"
    r"|the) \w+)"
    r"(?P<more> [^?]*)?\?[\"')]*$",
    re.I,
)
_SPAN = re.compile(
    r"(?:(?:for|about|some|nearly|almost|more than|less than) )*[\w-]+ (?:hours?|days?|weeks?"
    r"|months?)\b.*",
    re.I,
)
_OFFERED = re.compile(
    r"^what (?:is|are|will be) (?:being )?offered\b.*\?[\"')]*$|^what (?:are you"
    r"|is the district) offering\b.*\?[\"')]*$"
    r"|^what (?:do|will) (?:those|people|I|we|families|staff)(?: (?:who are )?affected)? get\?[\"')]*$",
    re.I,
)


def put_fragment(question: str, fragment: str) -> str:
    """The statement that such a question and its short answer make; "" where no rule puts them together."""
    which = _WHICH.match(question)
    if which and place_systems(fragment):
        told = "are" if re.search(r"\band\b|,", fragment) else "is"
        verb = told if which["verb"].lower() in ("is", "are", "remain", "remains") else which["verb"]
        return f"{fragment} {verb} {which['state']}."
    if (cost := _COST.match(question)) and re.search(r"\d", fragment):
        return f"The response has cost {fragment}{cost['far'] or ''}."
    if (span := _HOW_LONG.match(question)) and _SPAN.fullmatch(fragment):
        for_ = "" if fragment.lower().startswith("for ") else "for "
        return f"{span['who'].capitalize()} were {span['where']} {for_}{fragment[0].lower()}{fragment[1:]}."
    if _OFFERED.match(question):
        return f"We offer {fragment[0].lower()}{fragment[1:]}."
    return ""


_LISTED = re.compile(
    r"^(?:and |so )?(?:which|what) (?:(?:of (?:your|our|the) )?(?:\w+ )?(?:systems?|services?|programs?) )?"
    r"(?P<verb>(?:is|are|were|was|have been|has been|has|have|still has|still have|remains?)"
    r" (?:[\w ]+? )?(?:working|running|back|restored|verified|down|online|offline|up|out|pending|to be"
    r" restored)(?: again| now| today| yet| so far)*)\?[\"')]*$",
    re.I,
)
_TELL = r"(?:told?|tell|informed?|notif(?:y|ied)|alert(?:ed)?|contact(?:ed)?)"
_WERE_TOLD = r"(?:was|were|has been|have been|is|are) (?:told|informed|notified|alerted)"
_WHOM = re.compile(
    rf"^who(?:m|se offices)?(?: else)? (?:(?:have|did|has|had) (?:you|the district|we)(?: already)? {_TELL}"
    rf"|{_WERE_TOLD})(?: about (?:it|this|the (?:attack|event|incident))| of it)?\?[\"')]*$"
    r"|^(?:which|what) (?:authorit(?:y|ies)|agenc(?:y|ies)|offices|officials)"
    rf" (?:(?:have|did) (?:you|the district) {_TELL}|{_WERE_TOLD})\?[\"')]*$",
    re.I,
)
_NAMES_ONLY = re.compile(
    r"(?:[\W_]|\d|\b(?:the|our|and|on|also|mon|tues|wednes|thurs|fri|satur|sun|\w+day|st|nd|rd|th|same|day|that"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|control|system"
    r"|systems|insurance|company|of|it|to|both|as well|too|county|state|in|at|by|[ap]\.?m)\b)*",
    re.I,
)


def put_list(question: str, answer: str) -> str:
    """A list of systems or agencies as what the question asked of them; "" where it is none."""
    told = answer.strip().rstrip(".!")
    if (which := _LISTED.match(question)) and list_systems(told) and _is_of(told, place_systems(told)):
        verb = re.sub(r"^(?:is|was|has been)\b", "are", re.sub(r"^still has\b", "still have", which["verb"]))
        verb = re.sub(r"^has\b", "have", verb) if _SEVERAL.search(told) else which["verb"]
        # who answers with a list names all of them
        return f"Only {_lower(told)} {verb}."
    if _WHOM.match(question) and (places := place_agencies(told)) and _is_of(told, places):
        told = re.sub(r"\b(?:and )?to (?=the\b)", lambda one: one[0].replace("to ", ""), told, flags=re.I)
        return f"We informed {_lower(told)}."
    return ""


# "How long does the monitoring last?"
_LASTS = re.compile(
    r"^(?:and )?(?:for )?how (?:long|much|many (?:months|years)) .*\b(?:monitoring|covered|coverage|protected"
    r"|protection)\b.*\?[\"')]*$",
    re.I,
)
_FOR_SO_LONG = re.compile(
    r"(?:(?:(?:our|the|your|this) (?:contract|offer|monitoring|coverage|service)|it|that|you|we|everyone)"
    r" (?:gives? you|gives? everyone|runs?|lasts?|is|are covered|are|have it|get it|get|offer it|offer"
    r"|covers you|covers|pays for)(?: free| you)? ?(?:for )?)?(?:for )?"
    rf"(?P<many>an?|\d+|{SPELLED})(?: full)?(?P<unit> (?:months?|years?))?(?: of (?:it|monitoring))?",
    re.I,
)


def put_length(question: str, answer: str) -> str:
    """For how long credit monitoring is offered, as an answer tells it; "" where it tells none."""
    if not _LASTS.match(question) or not (told := _FOR_SO_LONG.fullmatch(answer.strip().rstrip(".!"))):
        return ""
    asked = re.search(r"\bhow many( (?:months|years))\b", question, re.I)
    unit = told["unit"] or (asked[1] if asked else "")
    return f"Credit monitoring is offered for {told['many'].lower()}{unit}." if unit else ""


def _lower(told: str) -> str:
    """What stands at the head of a sentence, as in the midst of one; agencies keep their capitals."""
    head = re.match(r"\w+", told)
    keeps = head is None or head[0].isupper()
    return told if keeps else f"{told[:1].lower()}{told[1:]}"


_SEVERAL = re.compile(r",|\band\b|\w+s$", re.I)


def _is_of(told: str, places: list[tuple[str, int, int]]) -> bool:
    """Whether an answer has nothing but names and days."""
    for _, start, end in places:
        told = f"{told[:start]}{' ' * (end - start)}{told[end:]}"
    return _NAMES_ONLY.fullmatch(told) is not None
