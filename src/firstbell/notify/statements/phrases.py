"""A text as rules read it: answers with their questions, posts without marks, days by their dates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from firstbell.notify.statements.answers import LABEL, ClaimPhrase, pair_answers
from firstbell.notify.statements.day_chains import name_hours
from firstbell.notify.statements.frames import read_if_asked, strip_around
from firstbell.notify.statements.quantities import find_numbers
from firstbell.notify.statements.sentences import split_sentences


def split_phrases(text: str, today: date | None = None, names: Sequence[str] = ()) -> list[ClaimPhrase]:
    """The sentences of a text as they are to be read; `today`: the day from which it tells others.

    `names`: of the organisation, by which a headline says who speaks ("Harbor Point: phones are back").
    """
    phrases: list[ClaimPhrase] = []
    for phrase in pair_answers(split_sentences(text)):
        if phrases and not phrase.answered:
            phrase = replace(phrase, read=_say_same(phrases[-1].read, phrase.read))
        if not phrase.answered:
            phrase = _read_point(phrase)
            head, _, told = phrase.read.partition(": ")
            if told and head in names:
                phrase = replace(phrase, read=strip_frame(f"{told[0].upper()}{told[1:]}"))
        parts = [_drop_sizes(one) for one in _part_reason(phrase)]
        phrases += [_name_days(one, today) if today else one for one in parts]
    return phrases


# "We do not know who did it, since nothing was taken": why it is not known is said flatly
_REASON = re.compile(
    r"^(.*\b(?:not (?:yet )?know\w*|don't know|(?:cannot|can't|can not) (?:say|tell)|unclear|unknown)\b.*),"
    r" (?:since|because|as) ((?:nothing|nobody|no one|none|no|all|every\w*)\b.+)$",
    re.I,
)


def _part_reason(phrase: ClaimPhrase) -> list[ClaimPhrase]:
    """A sentence that says why something is not known as two: what is not, and the reason."""
    reason = None if phrase.answered else _REASON.match(phrase.read)
    if reason is None:
        return [phrase]
    return [replace(phrase, read=f"{reason[1]}."), replace(phrase, said=reason[2], read=reason[2])]


def _read_point(phrase: ClaimPhrase) -> ClaimPhrase:
    """A sentence without its marks and the words that lead to it; a talking point with its answer, as one."""
    bare = strip_frame(strip_marks(phrase.read))
    read = read_if_asked(bare)
    so = _SO_DO.match(strip_around(strip_marks(phrase.read)))
    # "..., and so is mail" is told as it is written
    swapped = [(f"{so['second']} {so['verb']}", f"so {so['do']} {so['second']}")] if so else []
    return replace(phrase, read=read, answered=read != bare, swapped=[*swapped, *phrase.swapped])


_BEFORE = re.compile(
    rf"^(?:RT @\w+:? *|@\w+ *|{LABEL}(?=\S)|(?:update|breaking|new|news"
    r"|status(?: at [\d:]+ ?[ap]\.?m\.?)?(?:,? (?:on )?(?:\w+day|today))?|icymi|reminder|alert|psa"
    rf"|what happened"
    r"|day|what we know|what information was involved|background|overview)(?:"
    r" \d+)?\s*[:!\u2013-]+ *)+",
    re.I,
)
_AFTER = re.compile(r"(?:\s*(?:#\w+|@\w+|https?://\S+))+\s*$")


def strip_marks(sentence: str) -> str:
    """The sentence without the marks of a post at its ends: emoji, hashtags, whom it repeats."""
    plain = "".join(" " if unicodedata.category(one) in ("So", "Sk", "Cs") else one for one in sentence)
    bare = _AFTER.sub("", _BEFORE.sub("", plain.strip())).strip()
    return bare or sentence


# "The administration reported that ...": in minutes the district tells itself what it says
_OWN = (
    r"(?:(?:the |our )?(?:(?:assistant |deputy |interim |acting )?superintendent|administration"
    r"|district(?: staff| officials?)?"
    r"|(?:board |vice )?chair(?:man|woman|person)?|(?:board )?president|(?:technology|communications"
    r"|finance|it) director"
    r"|director of (?:\w+ ){0,2}\w+|business manager|treasurer|clerk|principal"
    r"|management)(?: [A-Z][\w'-]+){0,2}"
    r"|(?:Mr|Mrs|Ms|Dr)\.? [A-Z][\w'-]+(?: [A-Z][\w'-]+)?)"
)
_TOLD_THEM = (
    r"(?:also |then |further )?(?:reported|noted|said|stated|explained|added|announced|recalled"
    r"|(?:told|informed|advised|reminded) (?:the )?(?:board|trustees|members|meeting|council|committee))"
    r"(?: (?:to the board|for the record|in (?:open|public) session|tonight|again))*"
)
_FRAME = re.compile(rf"^{_OWN} {_TOLD_THEM},? that (?=[\w$]\S* \w+)", re.I)
# "In the files searched so far we found ...": where it was found, not how far the search is
_WHERE_FOUND = re.compile(
    r"^(?:in|among|from|of) (?:the|those) (?:files|documents|folders|material) (?:that )?(?:(?:we )?(?:have"
    r"|has|had) )?"
    r"(?:been )?(?:searched|reviewed|read|examined|checked|gone through)(?: so far| to date| until now"
    r"| yet)?,? "
    r"(?=(?:we|the (?:firm|team|search|review)|investigators|reviewers) (?:\w+ )?(?:found|identified|saw"
    r"|came across))",
    re.I,
)
# "Say it plainly: ...": talking points say how before they say what
_LEAD_IN = re.compile(
    r"^(?:(?:say|put|state|tell) (?:it|this|them|families|parents|staff)(?: this)?(?: \w+)?"
    r"|(?:the )?(?:short|honest|plain)"
    r" answer|(?:the )?(?:key|main|first|second|third|one) (?:message|point)|talking point|bottom line"
    r"|(?:I|we)(?: will|'ll|\u2019ll| want to| must| have to) (?:say|put|state|tell) (?:it|this|you)"
    r"(?: (?:plainly|openly|clearly|straight|again|once more))?"
    r"|this is (?:[\w'.-]+ ){1,8}with (?:an?|the|another) (?:\w+ ){0,2}(?:update|message|announcement)"
    r"|(?:for|about|regarding|concerning|re|reporters ask|from) (?!(?:\w+ )?\d)[\w ,']{2,50}"
    r"|in short|if (?:you are )?asked|(?:quick|key|basic|known) facts?(?: as of [\w .:]{3,30})?|as of"
    r" [\w .:]{3,30}|faq"
    r"|(?:robo)?call|voice ?mail|recorded message|(?:phone|text) message|headline|tweet|post|banner"
    r"|press release"
    r"|(?:to|for|dear) (?:(?:our|all|the) )?(?:families|parents|guardians|staff|employees|teachers"
    r"|reporters|press|media"
    r"|community|colleagues|everyone|members|retirees|neighbors|principals|trustees)(?: and (?:\w+"
    r" ?){1,2})?"
    r"|(?:board|union|council|committee|association|community) members"
    r"|for the record|for (?:the )?minutes|motion|agenda item \d+|to repeat|in plain words"
    r"|the facts?)(?: \d+)?: (?=\w+ \w+)",
    re.I,
)
# "Tell parents that ...": what others are to be told is said
_TO_TELL = re.compile(
    r"^(?!tell (?:your|the) (?:child|kid|son|daughter|student)\w* )(?:please )?"
    r"(?:(?:you (?:can|may|should) |just )?(?:tell|assure|reassure|inform|answer)"
    r" (?:[\w']+ ){1,4}?that|let (?:[\w']+ ){1,4}?know that"
    r"|(?:you (?:can|may|should) )?(?:say|answer|repeat|stress|explain|make (?:it )?clear)"
    r"(?: to (?:[\w']+ ){1,3}?)? ?that"
    r"|(?:diga|digan|d\u00edga(?:n)?les|expliquen?|aseguren?|repitan?)(?: a (?:\w+ ){1,3}?)? ?que)"
    r" (?=\w+ \w+ \w+)",
    re.I,
)
# "..., and we are not going to guess"
_NO_GUESS = re.compile(
    r",? (?:and|so) (?:we )?(?:will not|won't|are not going to|do not want to|refuse to)"
    r" (?:guess|speculate)[.!]?$",
    re.I,
)
_ANSWER_IS = re.compile(
    r"^(?:the|our) (?:(?:short|honest|simple|plain) )?answer (?:is|remains)(?: that"
    r"|:)? (?=\w+ \w+)",
    re.I,
)
_FRAME_AFTER = re.compile(rf", (?:as )?{_OWN} {_TOLD_THEM}[.!]?$", re.I)


_AS_OF_NOW = re.compile(
    r"^as of (?:[\d:]+ ?[ap]\.?m\.?|noon|midday|now|today|this (?:morning|afternoon|evening|writing))"
    r"(?:,? (?:today|this (?:morning|afternoon|evening)))?, (?=\w+ \w+)",
    re.I,
)
# "A is not V, and neither is B"
_NEITHER = re.compile(
    r"^(?P<first>[^;:]+? (?P<verb>is|are|was|were|has|have|had)(?: not|n't)(?: yet)? (?P<done>(?:been"
    r" )?\w+)[^;:,]*?)[;,]?"
    r" (?:and neither|nor|and nor) (?:is|are|was|were|has|have|had) (?P<second>[^;:,.]+)(?P<end>[.!]?)$",
    re.I,
)
# "A have V, and so do B"
_SO_DO = re.compile(
    r"^(?P<first>[^;:]+? (?P<verb>(?:has|have|had|is|are|was|were|got|received) [^;:]+?)),? "
    r"and so (?P<do>do|does|did|has"
    r"|have|had|is|are|was|were) (?P<second>[^;:,.]+)(?P<end>[.!]?)$",
    re.I,
)


# "A and B are back; C and D not yet"
_NOT_YET = re.compile(
    r"^(?P<first>[^;:]+? (?:is|are|was|were|has|have) (?:now |all |already |been )*(?:back|working|restored"
    r"|running|up|online)[^;:,]*?)(?:; |, (?:but |while )|,? but |,? while )"
    r"(?P<second>(?!(?:we|it|they|that|this)\b)[^;:.]+?),?"
    r" (?:(?:is|are|has|have) )?(?:still )?not(?: yet)?(?P<end>[.!]?)$",
    re.I,
)
# "How they got in still unknown": a headline leaves its verb out
_STILL_OPEN = re.compile(
    r"^((?:how|who|when|why|whether|what) [^,;:]+?)(?<! is)(?<! are)(?<! was)(?<! remains)"
    r" (still|yet|as yet|so far) (unknown|unclear|not known|not clear)(?=[.!]?$)",
    re.I,
)
# "I wish I could tell you how ..., but neither is known"
_WISH = re.compile(
    r"^(?:I|we) wish (?:that )?(?:I|we) could (?:tell|say)(?: you| to you)? "
    r"(?P<what>(?:how|who|when|why|whether|what|where)\b[^;]+?), but (?:today |so far |at this point )?"
    r"(?:(?:neither|none of (?:it|this)) is (?:yet )?known"
    r"|(?:that|this|it) is (?:not (?:yet )?known|unknown))"
    r"(?: yet| so far| today)?[.!]?$",
    re.I,
)
# "we looked for misuse, and that search is done": not the search of the files
_FOR_MISUSE = re.compile(
    r"\b(?:search\w*|look\w*|check\w*) for (?:any |possible )?(?:signs? of )?misuse\b", re.I
)
_THAT_SEARCH = re.compile(r"\b(?:that|this) search\b", re.I)
_CONCERNED = re.compile(
    r"\b(whose (?:\w+ )?(?:data|information|records) (?:is|are|was|were)) concerned\b", re.I
)
_IF_ANYBODY = re.compile(r", if (?:any|anybody|anyone|anything)(?:'s|\u2019s)?(?: at all)?,", re.I)
# "this Tuesday, November 10": the date tells which
_WHICH_DAY = re.compile(
    r"\b(?:this|last|next|this past|this coming|this very) ((?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"(?=,? [A-Z][a-z]+\.? \d{1,2}\b)",
    re.I,
)


# "So were birth dates.", after a sentence that says what they were
_SO_WERE = re.compile(r"^(so|neither|nor) (is|are|was|were|has|have|had) ([^.;:?!]+)([.!]?)$", re.I)
_PREDICATE = re.compile(r"^[^;:?!]+? (is|are|was|were|has|have|had)(?: not|n't)? ([^;:?!]+?)[.!]?$", re.I)


def _say_same(before: str, sentence: str) -> str:
    """The sentence with what the one before said of another, where it says that the same is so."""
    short, said = _SO_WERE.match(sentence), _PREDICATE.match(before)
    if short is None or said is None:
        return sentence
    denies = "" if short[1].lower() == "so" else " not"
    return f"{short[3][:1].upper()}{short[3][1:]} {short[2]}{denies} {said[2]}{short[4]}"


def say_not_yet(sentence: str) -> str:
    """Of "A is back; B, not yet": the sentence with the verb that its second half leaves out."""
    return _NOT_YET.sub(r"\g<first>; \g<second> are not yet back\g<end>", sentence)


def strip_frame(sentence: str) -> str:
    """The sentence without the words by which the district says that it says it, "so do" spelled out."""
    sentence = _AS_OF_NOW.sub("", strip_around(sentence))
    sentence = _SO_DO.sub(r"\g<first>, and \g<second> \g<verb>\g<end>", sentence)
    sentence = _NEITHER.sub(r"\g<first>, and \g<second> \g<verb> not \g<done>\g<end>", sentence)
    sentence = say_not_yet(_WISH.sub(r"We do not know \g<what>.", _STILL_OPEN.sub(r"\1 is \2 \3", sentence)))
    if _FOR_MISUSE.search(sentence):
        sentence = _THAT_SEARCH.sub("the search for misuse", sentence)
    sentence = _CONCERNED.sub(r"\1 affected", _IF_ANYBODY.sub("", _NO_GUESS.sub(".", sentence)))
    return _WHERE_FOUND.sub(
        "",
        _FRAME_AFTER.sub(
            "", _FRAME.sub("", _ANSWER_IS.sub("", _TO_TELL.sub("", _LEAD_IN.sub("", sentence))))
        ),
    )


_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TOLD = re.compile(
    r"\b(?:on )?(?:(yesterday|last night)(?: (?:morning|afternoon|evening))?|(this morning|earlier today)"
    rf"|(?:last|this past) ({'|'.join(_DAYS)})"
    r"|([\w-]+) (day|week)s? ago(?: today)?)\b",
    re.I,
)


# holidays of the United States: month, weekday from Monday as 0, which one of the month (-1: the last)
_MOVABLE = {
    "labor day": (9, 0, 1),
    "columbus day": (10, 0, 2),
    "thanksgiving": (11, 3, 4),
    "memorial day": (5, 0, -1),
    "presidents' day": (2, 0, 3),
    "martin luther king": (1, 0, 3),
}
_FIXED = {"halloween": (10, 31), "veterans day": (11, 11), "christmas eve": (12, 24), "christmas": (12, 25)}
_HOLIDAY = re.compile(
    r"\b(?:on|since|until|before) (labor day|columbus day|thanksgiving|memorial day|presidents' day"
    r"|martin luther king"
    r"|halloween|veterans day|christmas eve|christmas)(?: day)?\b(?! (?:break|recess|week|holiday|dinner))",
    re.I,
)


def _find_holiday(name: str, today: date) -> date:
    """The day of a holiday, the last one up to today."""
    for year in (today.year, today.year - 1):
        if name in _FIXED:
            day = date(year, *_FIXED[name])
        else:
            month, weekday, which = _MOVABLE[name]
            days = [date(year, month, one) for one in range(1, 31 if which > 0 else 32)]
            fitting = [one for one in days if one.weekday() == weekday]
            day = fitting[which - 1 if which > 0 else -1]
        if day <= today:
            return day
    return day


# "no ransom, large or small, was paid", "no payment of any kind": of whatever size is of all
_SIZES = re.compile(
    r"\b(no (?:[a-z]+ )?[a-z]+),? (?:(?:large|big|great) or small|of any (?:size|kind|sort|amount)),?(?= )",
    re.I,
)


def _drop_sizes(phrase: ClaimPhrase) -> ClaimPhrase:
    swapped = [(match[1], match[0]) for match in _SIZES.finditer(phrase.read)]
    if not swapped:
        return phrase
    return replace(phrase, read=_SIZES.sub(r"\1", phrase.read), swapped=[*swapped, *phrase.swapped])


def name_days(text: str, today: date | None) -> str:
    """The text with days by their date, where it is known from which day it tells them."""
    return _name_days(ClaimPhrase(text, text), today).read if today else text


def _name_days(phrase: ClaimPhrase, today: date) -> ClaimPhrase:
    """The phrase with days by their date for "yesterday", "last Saturday", "three days ago"."""
    read, swapped = name_hours(phrase.read)
    for match in reversed(list(_WHICH_DAY.finditer(read))):
        read = read[: match.start()] + match[1] + read[match.end() :]
        swapped.append((match[1], match[0]))
    for match in reversed(list(_HOLIDAY.finditer(read))):
        day = _find_holiday(match[1].lower(), today)
        named = f"{match[0].split()[0]} {day:%B} {day.day}, {day.year}"
        read = read[: match.start()] + named + read[match.end() :]
        swapped.append((named, match[0]))
    for match in reversed(list(_TOLD.finditer(read))):
        said = _find_day(match, today)
        if said is None:
            continue
        dated = _DATED.match(read, match.end())
        if match[3] and dated and int(dated[1]) == said.day:
            named = f"on {match[3]}"
            led = re.search(r"\b(?:since|until|by|before|from|after) $", read[: match.start()], re.I)
            named = match[3] if led else named
            read = read[: match.start()] + named + read[match.end() :]
            swapped.append((named, match[0]))
            continue
        if read[: match.start()].lower().endswith("as of "):
            continue
        led = re.search(
            r"\b(?:since|until|by|before|from|after|through|between [^,;]{3,40} and) $",
            read[: match.start()],
            re.I,
        )
        named = f"{'' if led else 'on '}{said:%B} {said.day}, {said.year}"
        read = read[: match.start()] + named + read[match.end() :]
        swapped.append((named, match[0]))
    return replace(phrase, read=read, swapped=[*swapped, *phrase.swapped])


_DATED = re.compile(r",? (?:the )?(?:[A-Z][a-z]+\.? )?(\d{1,2})(?:st|nd|rd|th)?\b")


def _find_day(match: re.Match[str], today: date) -> date | None:
    if match[1]:
        return today - timedelta(days=1)
    if match[2]:
        return today
    if match[3]:
        back = (today.weekday() - _DAYS.index(match[3].lower())) % 7 or 7
        return today - timedelta(days=back)
    numbers = [1.0] if match[4].lower() in ("one", "a") else [one.value for one in find_numbers(match[4])]
    step = 7 if match[5].lower() == "week" else 1
    return today - timedelta(days=step * int(numbers[0])) if numbers and numbers[0] < 1000 else None
