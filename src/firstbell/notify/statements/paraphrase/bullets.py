"""Lists below a line that says of what they are: "Still to come back:", and each system on its line.

Talking points are what is to be said where somebody asks; they are read as what they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firstbell.notify.statements.language.names import list_agencies, list_systems
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.sentences import (
    LONGEST,
    capitalize,
    has_verb,
    make_sentence,
    split_sentences,
)
from firstbell.notify.statements.paraphrase.form_lines import open_rows, tell_forms
from firstbell.notify.statements.questions.answers import ClaimPhrase, pair_answers
from firstbell.notify.statements.questions.stated_questions import join_told

_ASKS = (
    r"^(?:if|when|whenever|should|in case) (?:(?:you|we) (?:are|get|should be) |(?:(?:an?|any|the"
    r"|some)(?:one|body)?"
    r" ?)?(?:(?!asks?\b)\w+ ){0,3}?)?(?:asks?|asked|wants? to know|wonders?|inquires?)(?: (?:you|us|me))?"
)
# "If a parent asks whether we paid, the answer is no."
_YES_OR_NO = any_case(
    _ASKS
    + r" (?:whether|if) (?P<what>.{8,120}?), (?:the answer is|(?:please )?(?:say|answer|reply))[: ]+[\"']?"
    r"(?P<yes>yes|no)\b"
    r"[\"'.]*$"
)
# "..., please say that it was not"
_ECHO = any_case(
    _ASKS + r" (?:whether|if) (?P<what>.{8,120}?), (?:please )?(?:say|answer|reply|respond"
    r"|tell (?:them|him|her|people|callers|families"
    r"|parents|reporters))(?: that|:|,)? [\"']?(?:it|they|we|there|he|she|this|that|none|nothing|nobody"
    r"|no one) (?P<verb>has|have|did|do|does"
    r"|was|were|is|are|can|could|will|had)(?P<not> not|n't)?(?: so| indeed| yet| been)?[\"'.!]*$"
)
_NONE = any_case(
    r"[\"' ](?:none|nothing|nobody|no one) (?:has|have|did|do|does|was|were|is|are|can|could|will"
    r"|had)[\"'.! ]*$"
)
# "..., please say that a search has not been done"
_SAYS = any_case(
    _ASKS
    + r" (?P<what>(?:whether|if|how|why|who|what|when|where|which|about|for)\b.{3,120}?), (?:please )?(?:say"
    r"|answer|reply|respond|explain"
    r"|(?:tell|inform) (?:them|him|her|people|callers|families|parents|reporters))(?: that"
    r"|:) (?P<told>[\w$\"'][^?]*)$"
)
_FIRST_VERB = any_case(r"\b(has|have|was|were|is|are|did|will|can|could|had)\b")
_MISUSE = any_case(r"\bmisus|\babus")
_FOR_THAT = any_case(r"\b(?P<search>search|check|looked|searched) for (?:that|it|this|any|such)\b")
# what turns to who is asked, and says nothing of the event
_TURNS = any_case(
    r"(?:please|call|to call|we (?:will|shall)|they (?:can|may|should)|the (?:office|principal"
    r"|superintendent) will)\b"
)


# "..., say that we do not have a number": what was asked is not known
_OPEN = any_case(
    r"(?:we|I|nobody|no one|the district|it|that|this|the (?:number|count|answer|figure)) (?:still "
    r"|simply )?(?:do not|does not|don't|doesn't|cannot|can't|can not|is not|isn't|are not)(?: yet)?"
    r" (?:have an? (?:number|count|figure|answer|date)|know|say|tell(?: them| you)?|(?:yet )?known|settled"
    r"|determined)(?: that| this| it| one)?(?: yet| so far| today)*[.!]?"
)


def read_if_asked(sentence: str) -> str:
    """What a talking point that gives a question and its answer says; the sentence where it is none."""
    if short := _YES_OR_NO.match(sentence):
        return _put(short["what"], yes=short["yes"].lower() == "yes") or sentence
    if echo := _ECHO.match(sentence):
        return _put(echo["what"], yes=not (echo["not"] or _NONE.search(sentence))) or sentence
    says = _SAYS.match(sentence)
    if says is None or _TURNS.match(says["told"]):
        return sentence
    told = says["told"]
    if _OPEN.fullmatch(told) and not says["what"].lower().startswith(("about", "for")):
        return f"It is not known {says['what']}."
    if _MISUSE.search(says["what"]):
        told = _FOR_THAT.sub(r"\g<search> for misuse", told)
    return capitalize(told)


def _put(what: str, *, yes: bool) -> str:
    """What was asked, as a sentence that is so or is not; "" where nobody can tell where to deny it."""
    told = make_sentence(what)
    if yes:
        return told
    return _FIRST_VERB.sub(r"\1 not", told, count=1) if _FIRST_VERB.search(told) else ""


_BULLET = re.compile(r"^\s*(?:[-*\u2022\u2023\u25aa\u2013]|\d{1,2}[.)])\s+(?P<item>\S.*?)\s*$")
_SYSTEMS = (
    r"(?:(?:the )?(?:systems|services)(?: that are| which are)?|what is|what's"
    r"|these(?: systems| services)? are|(?:the )?following (?:systems|services) are)"
)
_TODAY = (
    r"(?:,? (?:so far|today|right now|now|at this (?:time|point)|to date"
    r"|as of (?:today|now|this (?:morning|afternoon|evening)))|,? in (?:no particular|alphabetical) order)*"
)


# what such a line says, and how a sentence says it of the items: a list of what is out has all
_LINES = (
    (
        rf"(?:{_SYSTEMS} )?(?:still |not yet )?(?:to come back|to be restored|waiting to be restored"
        r"|pending|down|offline"
        r"|(?:still )?not (?:yet )?(?:back|restored|available)|being restored|outstanding|unavailable)",
        "Only {items} are still down.",
        list_systems,
    ),
    (
        rf"(?:{_SYSTEMS} )?(?:now |already )*(?:restored and verified|verified and restored|restored"
        r"|verified|back(?: online"
        r"| in service)?|working(?: again)?|up and running|running again|available again)",
        "{Items} are restored and verified.",
        list_systems,
    ),
    (
        rf"(?:{_SYSTEMS} )?(?:not affected|unaffected|never affected|not hit|spared)",
        "{Items} were not affected.",
        list_systems,
    ),
    (
        r"(?:we (?:have )?)?(?:already )?(?:told|informed|notified|reported to)",
        "We informed {items}.",
        list_agencies,
    ),
)
_LONGEST = 6
_FEWEST = 2


def part_lists(text: str) -> Iterator[str | ClaimPhrase]:
    """The text in parts, in order: a list below a line that tells of it, as one phrase; all else as it is."""
    lines, plain, at = text.splitlines(), list[str](), 0
    while at < len(lines):
        end, items = _find_items(lines, at + 1) if lines[at].rstrip().endswith(":") else (at, [])
        # what is said before it on the same line is read by itself
        *said, head = split_sentences(lines[at]) or [""]
        read = _state(head, items)
        if read:
            yield "\n".join([*plain, *said])
            yield ClaimPhrase("\n".join([head, *lines[at + 1 : end]]).strip(), read, answered=True)
            plain, at = [], end
        else:
            plain.append(lines[at])
            at += 1
    yield "\n".join(plain) if len(plain) < len(lines) else text


def _find_items(lines: list[str], at: int) -> tuple[int, list[str]]:
    """Where the list that begins here ends, and its items."""
    items: list[str] = []
    end = at
    while at < len(lines) and ((bullet := _BULLET.match(lines[at])) or not lines[at].strip()):
        at += 1
        if bullet:
            items.append(re.sub(r"[;,]?(?: and| or)?[.;,]?$", "", bullet["item"]))
            end = at
    return end, items


def _state(line: str, items: list[str]) -> str:
    """What a line and its list say together; "" where no rule makes a sentence of them."""
    if len(items) < _FEWEST or any(len(one.split()) > _LONGEST for one in items):
        return ""
    head = re.sub(r"^\s*[#*_\u2022-]+\s*|[*_]+$", "", line.rstrip(": "))
    for words, told, name in _LINES:
        if re.fullmatch(rf"(?:{words}){_TODAY}", head, re.I) and all(name(one) for one in items):
            listed = f"{', '.join(items[:-1])} and {items[-1]}"
            return told.format(items=listed, Items=capitalize(listed))
    clause = _LEADS.fullmatch(head)
    if clause and not any(map(has_verb, items)):
        # a clause that wants what is listed below it, and the list, are one sentence
        return f"{clause['clause']} {', '.join(items[:-1])} and {items[-1]}."
    return ""


# such a clause ends in its verb or in what leads to the list
_LEADS = re.compile(
    r"(?P<clause>[A-Z][^.!?:]*\b(?:is|are|was|were|includes?|included|contains?|contained|held|holds?|found"
    r"|identified|of|to|with|from|told|informed|notified|restored|affected))(?:(?: the)? following"
    r"(?: (?:kinds|types|categories|systems|services|agencies|items|information|data)"
    r"(?: of (?:\w+ ?){1,3})?)?)?"
)


def list_phrases(text: str) -> Iterator[ClaimPhrase]:
    """The sentences of a text, each question with its answer, and each list with the line above it."""
    return tell_forms(_list_all(open_rows(text)))


def _list_all(text: str) -> Iterator[ClaimPhrase]:
    for part in part_lists(text):
        if isinstance(part, ClaimPhrase):
            yield part
        else:
            yield from _pair(split_sentences(part))


def _pair(sentences: Sequence[str]) -> list[ClaimPhrase]:
    """The sentences, each question read with its answer, whether it is asked or told of."""
    phrases: list[ClaimPhrase] = []
    plain: list[str] = []
    for written, read in join_told(sentences, LONGEST):
        if read:
            phrases += [*pair_answers(plain), ClaimPhrase(written, read, answered=True)]
            plain = []
        else:
            plain.append(written)
    return [*phrases, *pair_answers(plain)]
