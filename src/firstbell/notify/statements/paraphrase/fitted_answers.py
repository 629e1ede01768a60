"""An answer put into its question by grammar: yes and no turn it, a short answer fills what it asks for.

"Have letters gone out? No, none have been sent.": the question as a statement that is denied, and what the
answer says besides as a sentence of its own, with what it calls "it" or "none" by its name. How a question
parts into subject and verb so is tried: a way counts where a field reads it (field_words.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firstbell.notify.statements.days.today_days import name_phrase_days
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.paraphrase.field_lists import list_told
from firstbell.notify.statements.paraphrase.field_words import tell_clause
from firstbell.notify.statements.questions.answers import ClaimPhrase
from firstbell.notify.statements.questions.stated_questions import LABELED
from firstbell.notify.statements.record import CaseRecord

_AUX = r"(?:was|were|is|are|has|have|had|did|do|does|can|could)"
_ASKED = any_case(rf"^(?:and |so |but )?(?P<aux>{_AUX})(?P<no>n't| not)? (?P<rest>.+)$")
_WH = any_case(
    r"^(?:and |so |but )?(?:(?:on|in|by|to|with|from|at|for|since) )?"
    r"(?P<wh>how many (?:[a-z-]+ )*?(?=(?:was|were|is|are|has|have|had|did|do|does|can|could)\b)"
    r"|how much(?: (?:money|data))?|how long|how|whom?|what(?: (?:day|date|kind|sort) of [a-z]+| day| date"
    r"| [a-z]+(?= (?:was|were|is|are|has|have|had|did|do|does)\b))?|which(?: [a-z]+)*?"
    r"(?= (?:was|were|is|are|has|have|had|did|do|does)\b)|which|when|where|since when) ?(?P<rest>.+)$"
)
_HEAD = any_case(
    r"^(?P<yes>yes|correct|that is (?:right|correct|true)|absolutely|of course|indeed|it (?:was|is|has|did)"
    r"|they (?:were|are|have|did)|we (?:have|did|do|are))(?P<after>[,;:.!\u2014-]+ *|$)"
    r"|^(?P<no>no|not yet|not so far|not at (?:this|the) (?:time|moment|point)|not to date|none|never"
    r"|not at all)(?P<after_no>[,;:.!\u2014-]+ *|$)"
)
_YOU: Sequence[tuple[re.Pattern[str], str]] = [
    (
        any_case(
            r"(?:^|(?<=\bdid )|(?<=\bdo )|(?<=\bhave )|(?<=\bhas )|(?<=\bare )|(?<=\bwere )|(?<=\bcan )"
            r"|(?<=\bhad ))you\b"
        ),
        "we",
    ),
    (any_case(r"\byou\b"), "us"),
    (any_case(r"\byour\b"), "our"),
    (any_case(r"\b(?:yet|already|so far|now) *(?=$|,)"), ""),
    (any_case(r"\b(?:already|so far)\b ?"), ""),
]
_PRONOUN = any_case(
    r"^(?P<who>it|they|that|this|those|these|he|she|none(?: of (?:them|it|those|these))?|neither)(?='s|"
    r" )(?P<is>'s)?"
)
_NOT_KNOWN = any_case(
    r"^(?:(?:that|this|it) is (?:something|a question|one thing|what) (?:that )?)?(?:we|I|nobody|no one"
    r"|investigators) (?:still )?(?:do not|does not|don't|doesn't|cannot|can't|can not|could not"
    r"|are not able to|know|knows|can)(?: yet| still)? ?(?:know|say|tell(?: you)?|answer|confirm)?(?:"
    r" (?:that|this|it))?(?: (?:for (?:sure|certain)|yet|today|now|at this (?:time|point)))*$"
    r"|^(?:that|this|it|the answer) (?:is|remains) (?:still )?(?:not (?:yet )?(?:known|clear|determined"
    r"|established)|unknown|unclear|undetermined|open|an open question)(?: yet| so far| at this (?:time"
    r"|point))*$"
    r"|^(?:that|this|it) has (?:not|n't|yet to)(?: yet)? ?(?:been|be) (?:determined|established"
    r"|confirmed|settled)(?: yet)?$"
    r"|^(?:it is|it's) too (?:early|soon) to (?:say|tell|know)(?: yet)?$|^(?:we|I) have no (?:answer"
    r"|date|number|figure)(?: (?:for|to) (?:that|this))?(?: yet)?$"
)  # fmt: skip
_MOST_WORDS = 9


def _statements(asked: str) -> Iterator[tuple[str, str, str]]:
    """The ways to take a yes-or-no question as a statement: subject, verb, and what follows."""
    match = _ASKED.match(asked)
    if match is None:
        return
    words = match["rest"].split()
    for count in range(1, min(_MOST_WORDS, len(words)) + 1):
        yield " ".join(words[:count]), match["aux"].lower(), " ".join(words[count:])


def _say(parts: tuple[str, str, str], *, denied: bool) -> str:
    subject, aux, rest = parts
    what = re.sub(r"^(?:any|some) ", "", subject) if not denied else subject
    if what == "there" and denied:
        return f"there {aux} no {re.sub(r'^(?:any|a|an|some) ', '', rest)}"
    return f"{what} {aux}{' not' if denied else ''} {rest}".strip()


def _turn(text: str) -> str:
    """A question as the one who answers it would say it."""
    text = LABELED.sub("", text).strip().rstrip("?\"') ")
    for words, said in _YOU:
        text = words.sub(said, text)
    return re.sub(r"\s+", " ", text).strip(" ,")


def fit_answer(said: str, record: CaseRecord) -> list[str]:
    """The sentences that a question and its answer say together; none where no form is known."""
    if "?" in said:
        question, _, answer = said.partition("?")
    else:
        question, answer = record.before, said
        if not question.rstrip("\"') ").endswith("?"):
            return []
    answer = LABELED.sub("", answer.strip(" \"')"))
    if "?" in answer or not 1 < len(answer) < 300 or len(question) > 200:
        return []
    if record.today:
        answer = name_phrase_days(ClaimPhrase(answer, answer), record.today).read
    asked = _turn(question.rpartition(". ")[2])
    return _fit(asked, answer.strip().rstrip(".! "), record)


def _fit(asked: str, answer: str, record: CaseRecord) -> list[str]:
    if open_ := _fit_unknown(asked, answer, record):
        return open_
    head = _HEAD.match(answer)
    if head and _ASKED.match(asked):
        denied = bool(head["no"])
        if head["no"] and re.match(r"none|never", answer, re.I) and not answer[head.end() :]:
            denied = True
        return _fit_yes_or_no(asked, answer[head.end() :].strip(), record, denied=denied)
    short = answer[head.end() :].strip() if head else answer
    return _fit_short(asked, short, record)


def _fit_unknown(asked: str, answer: str, record: CaseRecord) -> list[str]:
    """Of an answer that nobody knows: that what was asked is not known."""
    if not _NOT_KNOWN.match(answer):
        return []
    for parts in _statements(asked):
        if told := tell_clause(f"we do not know whether {_say(parts, denied=False)}", record):
            return [told]
    wh = _WH.match(asked)
    if wh is None:
        return []
    if told := tell_clause(f"we do not know {wh['wh'].strip()} {wh['rest']}", record):
        return [told]
    for subject, aux, rest in _statements(wh["rest"]):
        for verb in _past(aux, rest):
            if told := tell_clause(f"we do not know {wh['wh'].strip()} {subject} {verb}".strip(), record):
                return [told]
    return []


_VERBS = """get/got take/took steal/stole come/came break/broke begin/began enter/entered find/found
copy/copied gain/gained start/started happen/happened have/had affect/affected demand/demanded want/wanted
ask/asked pay/paid cost/cost spend/spent tell/told hire/hired notify/notified"""
_PAST = {base: past for base, _, past in (pair.partition("/") for pair in _VERBS.split())}


def _past(aux: str, rest: str) -> Iterator[str]:
    """What stands behind a subject, the verb with "did" in its past tense."""
    if aux != "did":
        yield f"{aux} {rest}"
        return
    words = rest.split()
    for at, word in enumerate(words[:2]):
        if word in _PAST:
            yield " ".join([*words[:at], _PAST[word], *words[at + 1 :]])
    yield f"did {rest}"


def _fit_yes_or_no(asked: str, rest: str, record: CaseRecord, *, denied: bool) -> list[str]:
    rest = re.sub(r"^(?:and|but) ", "", rest, flags=re.I)
    for parts in _statements(asked):
        told = list_told(_say(parts, denied=denied), record)
        if not told:
            continue
        if not rest:
            return told
        if more := _read_rest(parts, rest, record, denied=denied):
            return list(dict.fromkeys([*told, *more]))
    # asked in words of no field, and the answer names it: "did you hire experts? yes, a forensic firm"
    return _fill(asked, rest, record) if rest and not denied else []


def _read_rest(parts: tuple[str, str, str], rest: str, record: CaseRecord, *, denied: bool) -> list[str]:
    """What an answer says behind its yes or no, as sentences; none where no form reads it."""
    statement = _say(parts, denied=denied)
    if re.fullmatch(
        rf"(?:we|it|they|that|this|there|she|he|those|the district) {_AUX}(?: not|n't)?(?: been)?", rest, re.I
    ):
        echo = bool(re.search(r"not|n't", rest, re.I))
        return list_told(statement, record) if echo == denied else []
    if told := list_told(rest, record):
        return told
    if not denied and (told := list_told(f"{statement} {_lower(rest)}", record)):
        return told
    if pronoun := _PRONOUN.match(rest):
        subject = (
            re.sub(r"^(?:any|the|a|an|our|some) ", "", parts[0])
            if pronoun["who"].lower().startswith("none")
            else parts[0]
        )
        of_all = "no " if pronoun["who"].lower().startswith(("none", "neither")) else ""
        is_ = " is" if pronoun["is"] else ""
        for whom in (subject, parts[2], parts[2].partition(" for ")[0]):
            if told := list_told(f"{of_all}{whom}{is_}{rest[pronoun.end() :]}", record):
                return told
    return [] if denied else _replace_end(statement, rest, record)


def _lower(text: str) -> str:
    return (
        f"{text[:1].lower()}{text[1:]}"
        if re.match(r"(?:On|In|At|Since|By|The|To|A|An|Of|From|Through) ", text)
        else text
    )


_WHICH = any_case(r",? (?:which|who) (?=\w+ \w+)")


def _replace_end(statement: str, fragment: str, record: CaseRecord) -> list[str]:
    """A statement whose last words are what an answer names: "we did hire experts", "a forensic firm"."""
    words = statement.split()
    short, *more = _WHICH.split(_lower(fragment), maxsplit=1)
    for count in range(len(words), 1, -1):
        told = list_told(f"{' '.join(words[:count])} {short}", record)
        if not told:
            continue
        if not more:
            return told
        besides = list_told(f"{short} {more[0]}", record)
        return list(dict.fromkeys([*told, *besides])) if besides else []
    return []


def _fill(asked: str, rest: str, record: CaseRecord) -> list[str]:
    for parts in _statements(asked):
        if told := _replace_end(_say(parts, denied=False), rest, record):
            return told
    return []


def _fit_short(asked: str, answer: str, record: CaseRecord) -> list[str]:
    """A short answer as the part that a question with "who", "when" or "how many" asks for."""
    wh = _WH.match(asked)
    if wh is None:
        return []
    short, *more = _WHICH.split(_lower(answer), maxsplit=1)
    told = next(
        (
            told
            for said in _list_filled(wh["wh"].strip().lower(), wh["rest"], short)
            if (told := list_told(said, record))
        ),
        [],
    )
    if not told or not more:
        return told
    besides = list_told(f"{short} {more[0]}", record)
    return list(dict.fromkeys([*told, *besides])) if besides else []


def _list_filled(wh: str, rest: str, short: str) -> Iterator[str]:
    counted = wh.removeprefix("how many").strip() if wh.startswith("how many") else ""
    named = f"{short} {counted}".strip()
    # "who is helping you", "how many letters have gone out"
    yield f"{named} {rest}"
    for subject, aux, after in _statements(rest):
        if wh.startswith(("when", "what day", "what date", "on", "since")):
            yield f"{subject} {aux} {after} {short}".replace("  ", " ")
        else:
            yield f"{subject} {aux} {after} {named}".replace("  ", " ")
