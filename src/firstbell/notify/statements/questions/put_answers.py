"""Short answers put into questions: what is down, who was told, what it cost, how long, what is offered."""

from __future__ import annotations

import re

from firstbell.notify.statements.language.dates import blank_spans
from firstbell.notify.statements.language.names import list_systems, place_agencies, place_systems, take_kinds
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.quantities import SPELLED
from firstbell.notify.statements.language.sentences import capitalize
from firstbell.notify.statements.questions.short_answers import HOW_IN
from firstbell.notify.statements.questions.stated_questions import state_question

_TELL = r"(?:told?|tell|informed?|notif(?:y|ied)|alert(?:ed)?|contact(?:ed)?)"
_WERE_TOLD = r"(?:was|were|has been|have been|is|are) (?:told|informed|notified|alerted)"
_WHOM = any_case(
    rf"^who(?:m|se offices)?(?: else)? (?:(?:have|did|has|had) (?:you|the district|we)(?: already)? {_TELL}"
    rf"|{_WERE_TOLD})(?: about (?:it|this|the (?:attack|event|incident))| of it)?\?[\"')]*$"
    r"|^(?:which|what) (?:authorit(?:y|ies)|agenc(?:y|ies)|offices|officials)"
    rf" (?:(?:have|did) (?:you|the district) {_TELL}|{_WERE_TOLD})\?[\"')]*$"
)
_NAMES_ONLY = any_case(
    r"(?:[\W_]|\d|\b(?:the|our|and|on|also|mon|tues|wednes|thurs|fri|satur|sun|\w+day|st|nd|rd|th|same|day"
    r"|that|january|february|march|april|may|june|july|august|september|october|november|december|control"
    r"|system|systems|insurance|company|of|it|to|both|as well|too|county|state|in|at|by|[ap]\.?m)\b)*"
)


_LISTED = any_case(
    r"^(?:and |so )?(?:which|what) (?:(?:of (?:your|our|the) )?(?:\w+ )?(?:systems?|services?|programs?) )?"
    r"(?P<verb>(?:is|are|were|was|have been|has been|has|have|still has|still have|remains?)"
    r" (?:[\w ]+? )?(?:working|running|back|restored|verified|down|online|offline|up|out|pending|to be"
    r" restored)(?: again| now| today| yet| so far)*)\?[\"')]*$"
)
_SEVERAL = any_case(r",|\band\b|\w+s$")


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
_LASTS = any_case(
    r"^(?:and )?(?:for )?how (?:long|much|many (?:months|years)) .*\b(?:monitoring|covered|coverage|protected"
    r"|protection)\b.*\?[\"')]*$"
)
_FOR_SO_LONG = any_case(
    r"(?:(?:(?:our|the|your|this) (?:contract|offer|monitoring|coverage|service)|it|that|you|we|everyone)"
    r" (?:gives? you|gives? everyone|runs?|lasts?|is|are covered|are|have it|get it|get|offer it|offer"
    r"|covers you|covers|pays for)(?: free| you)? ?(?:for )?)?(?:for )?"
    rf"(?P<many>an?|\d+|{SPELLED})(?: full)?(?P<unit> (?:months?|years?))?(?: of (?:it|monitoring))?"
)


def put_length(question: str, answer: str) -> str:
    """For how long credit monitoring is offered, as an answer tells it; "" where it tells none."""
    if not _LASTS.match(question) or not (told := _FOR_SO_LONG.fullmatch(answer.strip().rstrip(".!"))):
        return ""
    asked = re.search(r"\bhow many( (?:months|years))\b", question, re.I)
    unit = told["unit"] or (asked[1] if asked else "")
    return f"Credit monitoring is offered for {told['many'].lower()}{unit}." if unit else ""


_WHEN_DONE = any_case(r"^(?:and )?when (?P<done>(?:was|were|did|has|have) .*)\?[\"')]*$")
_THAT_DAY = any_case(r"(?:only |already )?on (?:the|that) (?:[\w-]+ ){0,3}days?[.!]*")
_ON_DAY = any_case(
    r"on (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:january|february|march|april|may|june|july"
    r"|august|september|october|november|december) \d{1,2}(?:, \d{4})?(?:, (?!and\b)[^;:?!]+)?[.!]*"
)
_DID = re.compile(r"\bdid (?P<verb>[a-z]+)\b")
_PAST = {
    "tell": "told", "find": "found", "know": "knew", "get": "got", "take": "took", "send": "sent",
    "pay": "paid", "begin": "began", "bring": "brought", "hear": "heard", "lose": "lost", "leave": "left",
    "steal": "stole", "reset": "reset", "notify": "notified", "copy": "copied",
}  # fmt: skip


def _say_past(stated: str) -> str:
    """A statement with "did confirm" as "confirmed"."""

    def bend(match: re.Match[str]) -> str:
        verb = match["verb"]
        return _PAST.get(verb) or (f"{verb}d" if verb.endswith("e") else f"{verb}ed")

    return _DID.sub(bend, stated, count=1)


def put_time(question: str, answer: str) -> str:
    """When something was done, as a short answer tells it; the question where no rule can say so."""
    asked, told = _WHEN_DONE.match(question), answer.strip()
    that_day = _THAT_DAY.fullmatch(told)
    if asked is None or not (that_day or _ON_DAY.fullmatch(told)):
        return ""
    stated = state_question(asked["done"], denies=False)
    if stated.lower() == asked["done"].lower():
        return question if that_day else ""
    return f"{_say_past(stated)} {told[:1].lower()}{told[1:].rstrip('.!')}."


# "Which passwords are new? All staff, and 900 of 2,400 students."
_WHICH_NEW = any_case(
    r"^(?:which|whose) passwords (?:are|were|have been|have) (?P<state>new|reset|changed|replaced)\?[\"')]*$"
)
_SHARE_OF_IT = any_case(r",? (?:which|that) is (?P<share>(?:about )?[\d.]+ ?(?:percent|%))")
_SINCE = re.compile(r",? since\b")
_THEIR = any_case(r"(?P<who>staff|employees|teachers|students|pupils)(?: members)?\b")


def put_passwords(question: str, answer: str) -> str:
    """Who has a new password, as an answer lists groups; "" where it lists none, or says more."""
    told = answer.strip().rstrip(".!")
    if (
        not _WHICH_NEW.match(question)
        or not _THEIR.search(told)
        or re.search(r"\b(?:not|no|is|are|have)\b", told)
    ):
        # who else has none, or what share that is, no rule puts into the question: it waits
        return question if _SHARE_OF_IT.search(told) and _WHICH_NEW.match(question) else ""
    parts = re.split(r",? and (?=\d|all\b|every\b|students|staff)|; ", told)
    said = [
        f"{part[: who.end()]} have new passwords{_SINCE.sub(' on', part[who.end() :])}"
        for part in parts
        if (who := _THEIR.search(part))
    ]
    return f"{', and '.join(said)}." if len(said) == len(parts) else ""


_DEADLINE = any_case(
    r"^(?:what|when) (?:is|was) (?:the|their|its) (?:\w+ )?deadline(?: (?:in|of|for"
    r"|to)\b[^?]{0,40})?\?[\"')]*$"
)


def _put_deadline(question: str, answer: str) -> str:
    """Of "What is the deadline in the demand? October 14.": the day of it; "" where it is none."""
    told = re.sub(r"^(?:it (?:is|was) )?(?:on )?", "", answer.strip().rstrip(".!"), flags=re.I)
    if not _DEADLINE.match(question) or not _ON_DAY.fullmatch(f"on {told}") or "," in told:
        return ""
    return f"The deadline is {told}."


_WANTED = any_case(
    r"^(?:what|how much)(?: money| ransom)? (?:did|do) (?:they|the (?:intruders|attackers|criminals|hackers))"
    r" (?:want|ask for|demand|ask)(?: of us| from us)?\?[\"')]*$"
)
_SUM = any_case(r"(?:about |some )?\$[\d,.]+(?: (?:million|thousand))?")


def _put_demand(question: str, answer: str) -> str:
    """Of "What did they want? $1.2 million.": the sum that was demanded; "" where it is none."""
    told = answer.strip().rstrip(".!")
    return f"The intruders demanded {told}." if _WANTED.match(question) and _SUM.fullmatch(told) else ""


# "What did you find? Names and addresses."
WHAT_FOUND = any_case(
    r"^what (?:exactly )?(?:(?:was|were|is|are) (?:in|on|among) (?:the|those|these|our) (?:\w+ )?(?:files"
    r"|documents)"
    r"|(?:was|were) found|did (?:the (?:search|review)|you) (?:find|turn up)|have you found"
    r"|(?:has|have) (?:the (?:search|review)|you) (?:found|turned up)(?: so far| to date| to this point"
    r"| up to now| until now)?)\?[\"')]*$|"
    r"^what (?:kinds?|types?|sorts?) of (?:personal )?(?:data|information|records) (?:has|have"
    r"|had) (?:turned up|come to light|been found"
    r"|been identified|shown up)(?: in (?:the|our|your) (?:search|files|review))?(?: so far| to date"
    r"| up to now)?\?[\"')]*$|"
    r"^what (?:kinds? of |types? of |sort of )?(?:personal )?(?:data|information|records)(?: of \w+)?"
    r"(?: (?:(?:has|have) (?:you|we|they|the search|the review) (?:found|turned up)(?: so far| to date"
    r"| to this point| up to now)?"
    r"|did (?:you|we|they|the search|the review) (?:find|turn up)|(?:was|were|have you|has been"
    r"|did we)? ?found"
    r"|(?:was|were|is|are) (?:in the files|involved|affected)))?\?[\"')]*$"
)
_ONLY_KINDS = any_case(r"(?:[\s,_]|\b(?:and|the|their|your|our|details|information|records|data)\b)+")


def _put_kinds(question: str, answer: str) -> str:
    """A long list of kinds of data, and of nothing else, as what was found; "" where it is none."""
    told = answer.strip().rstrip(".!")
    if told.count(",") < _LONG_LIST or not WHAT_FOUND.match(question):
        return ""
    kinds, rest = take_kinds(told, "_")
    # who answers with a list names all of them
    return f"We found only {_lower(told)}." if kinds and _ONLY_KINDS.fullmatch(rest) else ""


_LONG_LIST = 2


# "How did it start? An employee opened a phishing message."
_HOW_BEGAN = any_case(
    r"^how did (?:it|this|(?:the|this) (?:attack|event|incident|intrusion)) (?:all )?(?:start|begin|happen"
    r"|come about)\?[\"')]*$"
    r"|^how did (?:they|the (?:intruders|attackers|hackers|criminals)|(?:anyone|someone"
    r"|somebody)) get in\?[\"')]*$"
)
_SOMEBODY_DID = any_case(
    r"(?:an?|one|some(?:one|body)|the) ?(?:(?:\w+ ){0,3}?(?:employee|teacher|staff member|vendor"
    r"|contractor|principal|worker|person|user|somebody))?"
    r" (?:opened|clicked(?: on)?|followed|answered|entered|used|stole|guessed)\b[^;:]+"
)


def _put_beginning(question: str, answer: str) -> str:
    """How it began, as somebody did something; "" where an answer tells no such thing."""
    told = answer.strip().rstrip(".!")
    if not _HOW_BEGAN.match(question) or not _SOMEBODY_DID.fullmatch(told):
        return ""
    return f"It started when {_lower(told)}."


def put_short(question: str, answer: str) -> str:
    """A list, a length, a day or who has new passwords, put into what was asked; "" where it is none."""
    puts = (
        put_list,
        put_length,
        put_time,
        put_passwords,
        _put_deadline,
        _put_demand,
        _put_kinds,
        _put_beginning,
    )
    return next((told for put in puts if (told := put(question, answer))), "")


def _lower(told: str) -> str:
    """What stands at the head of a sentence, as in the midst of one; agencies keep their capitals."""
    head = re.match(r"\w+", told)
    keeps = head is None or head[0].isupper()
    return told if keeps else f"{told[:1].lower()}{told[1:]}"


_SEVERAL = any_case(r",|\band\b|\w+s$")


def _is_of(told: str, places: list[tuple[str, int, int]]) -> bool:
    """Whether an answer has nothing but names and days."""
    rest = blank_spans(told, [(start, end) for _, start, end in places])
    return _NAMES_ONLY.fullmatch(rest) is not None


HOW_MANY = any_case(r"^how many (.*)\?[\"')]*$")
_WHERE = any_case(r"^where (?:does|do) (.*) stand(?: (?:now|today))?\?[\"')]*$")
_NONE = any_case(r"none|zero|nobody|no one|not (?:a single )?one")
# "What was taken? At least 22 gigabytes of data."
_WHAT_TAKEN = any_case(
    r"^what (?:(?:data|information|files) )?"
    r"((?:was|were|has been|have been) (?:taken|stolen|copied|published))\?[\"')]*$"
)
_AMOUNT = any_case(r"(?:[\w,.-]+ ){1,5}(?:giga|tera|mega)bytes?(?: of (?:data|files|information))?")
_HOW_MUCH = any_case(
    r"^how much(?: data| information| money)? ((?:was|were|has been|have been) .*)\?[\"')]*$"
)
_WHEN = any_case(r"^when ((?:was|were|did) .*)\?[\"')]*$")
_THROUGH = any_case(r"^(?:through|by|via|with|using|for|from) ")


def put_in(question: str, fragment: str) -> str:
    """The statement that a question and a fragment make together; "" where no rule puts them together."""
    if how_much := _HOW_MUCH.match(question):
        return f"{fragment} {how_much[1]}."
    if (counted := HOW_MANY.match(question)) and _NONE.fullmatch(fragment):
        return f"No {counted[1]}."
    if (what := _WHAT_TAKEN.match(question)) and _AMOUNT.fullmatch(fragment):
        return f"{fragment} {what[1]}."
    when = _WHEN.match(question)
    if when and re.match(r"(?:on|in|at|about|around|since) ", fragment, re.I):
        return f"{state_question(when[1], denies=False)} {fragment[0].lower()}{fragment[1:]}."
    if (where := _WHERE.match(question)) and re.match(r"(?:at|with) ", fragment, re.I):
        return f"{capitalize(where[1])} stands {fragment[0].lower()}{fragment[1:]}."
    if HOW_IN.match(question) and _THROUGH.match(fragment):
        return f"The intruders got in {fragment[0].lower()}{fragment[1:]}."
    return ""
