"""Short answers put into questions that ask what is down, what it cost, how long it was, what is offered."""

from __future__ import annotations

import re

from firstbell.notify.statements.judges.names import place_systems

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
