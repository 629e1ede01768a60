"""A text as rules read it: answers with their questions, posts without marks, days by their dates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from firstbell.notify.statements.days.today_days import name_phrase_days
from firstbell.notify.statements.language.sentences import LONGEST, is_salutation
from firstbell.notify.statements.paraphrase.bullets import list_phrases
from firstbell.notify.statements.paraphrase.frames import (
    leave_both_open,
    say_of_before,
    strip_around,
    turn_around,
)
from firstbell.notify.statements.paraphrase.labels import strip_dateline
from firstbell.notify.statements.paraphrase.rewordings import name_looked_at, part_found, reword
from firstbell.notify.statements.paraphrase.talking_points import read_if_asked
from firstbell.notify.statements.questions.answers import ClaimPhrase
from firstbell.notify.statements.questions.asked_points import state_asked
from firstbell.notify.statements.questions.stated_questions import LABEL, state_rhetoric


def split_phrases(text: str, today: date | None = None, names: Sequence[str] = ()) -> list[ClaimPhrase]:
    """The sentences of a text as they are to be read; `today`: the day from which it tells others.

    `names`: of the organisation, by which a headline says who speaks ("Harbor Point: phones are back").
    """
    phrases: list[ClaimPhrase] = []
    for phrase in list_phrases(text):
        if len(phrase.read) > LONGEST or is_salutation(phrase.said):
            phrases.append(phrase)  # no rule reads it: it waits as a whole, or claims nothing
            continue
        if phrases and not phrase.answered:
            before = phrases[-1].read
            phrase = replace(phrase, read=say_of_before(before, phrase.read))
        if not phrase.answered:
            phrase = _read_point(phrase)
            phrase = replace(phrase, read=strip_dateline(phrase.read, names, today))
            head, _, told = phrase.read.partition(": ")
            if told and head in names:
                phrase = replace(phrase, read=strip_frame(f"{told[0].upper()}{told[1:]}"))
        parts = [_drop_sizes(one) for one in _part_reason(phrase)]
        phrases += [name_phrase_days(one, today) if today else one for one in parts]
    return phrases


# "We do not know who did it, since nothing was taken": why it is not known is said flatly
_REASON = re.compile(
    r"^(.*\b(?:not (?:yet )?know\w*|don't know|(?:cannot|can't|can not) (?:say|tell)|unclear|unknown)\b.*),"
    r" (?:since|because|as) ((?:nothing|nobody|no one|none|no|all|every\w*)\b.+)$",
    re.I,
)


def _part_reason(phrase: ClaimPhrase) -> list[ClaimPhrase]:
    """A sentence that says why something is not known, or when a theft was found, as two."""
    theft, found, written = part_found("" if phrase.answered else phrase.read)
    if found:
        swapped = [(found.rstrip("."), written)]
        return [replace(phrase, read=theft), replace(phrase, said=written, read=found, swapped=swapped)]
    reason = None if phrase.answered else _REASON.match(phrase.read)
    if reason is None:
        return [phrase]
    told = name_looked_at(reason[1], reason[2])
    swapped = [(told.rstrip("."), reason[2].rstrip("."))]
    return [
        replace(phrase, read=f"{reason[1]}."),
        replace(phrase, said=reason[2], read=told, swapped=swapped),
    ]


def _read_point(phrase: ClaimPhrase) -> ClaimPhrase:
    """A sentence without its marks and the words that lead to it; a talking point with its answer, as one."""
    marked = strip_marks(phrase.read)
    if told := state_asked(strip_around(marked)) or leave_both_open(marked):
        return replace(phrase, read=told, answered=True)
    told, unknown = state_rhetoric(marked)
    if told:
        return replace(phrase, read=told, answered=True, unknown=unknown)
    bare = strip_frame(marked)
    read = read_if_asked(bare)
    so = _SO_DO.match(strip_around(strip_marks(phrase.read)))
    # "..., and so is mail" is told as it is written
    swapped = [(f"{so['second']} {so['verb']}", f"so {so['do']} {so['second']}")] if so else []
    return replace(phrase, read=read, answered=read != bare, swapped=[*swapped, *phrase.swapped])


_WHEN = (
    r"(?:on )?(?:\w+day|today|noon|midday|\d{1,2}/\d{1,2}(?:/\d{2,4})?|[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?"
    r"|\d{1,2}(?::\d\d)? ?[ap]\.?m\b\.?)"
)
_BEFORE = re.compile(
    rf"^(?:RT @\w+:? *|@\w+ *|{LABEL}(?=\S)|(?:(?:\w+day )?update(?:,? (?:{_WHEN}))+|(?:\w+day )?update"
    rf"|breaking|new|news"
    r"|status(?: at [\d:]+ ?[ap]\.?m\.?)?(?:,? (?:on )?(?:\w+day|today))?|icymi|reminder|alert|psa"
    rf"|what happened"
    r"|day|what we know|what information was involved|background|overview)(?:"
    r" \d+)?\s*[:!\u2013-]+ *)+",
    re.I,
)
# no tag is longer; the last one is looked for in what stands at the end, not from the beginning
_TAG = re.compile(r"(?:#\w+|@\w+|https?://\S+)$")
_LONGEST_TAG = 200


def strip_marks(sentence: str) -> str:
    """The sentence without the marks of a post at its ends: emoji, hashtags, whom it repeats."""
    plain = "".join(" " if unicodedata.category(one) in ("So", "Sk", "Cs") else one for one in sentence)
    bare = _drop_tags(_BEFORE.sub("", plain.strip())).strip()
    return bare or sentence


def _drop_tags(text: str) -> str:
    """The text without the tags, names and links at its end."""
    text = text.rstrip()
    end = len(text)
    while tag := _TAG.search(text, max(0, end - _LONGEST_TAG), end):
        end = tag.start()
        while end and text[end - 1].isspace():
            end -= 1
    return text[:end]


# "The administration reported that ...": in minutes the district tells itself what it says
_OWN = (
    r"(?:(?:the |our )?(?:(?:assistant |deputy |interim |acting )?superintendent|administration"
    r"|district(?: staff| officials?)?"
    r"|(?:board |vice )?chair(?:man|woman|person)?|(?:board )?president|(?:technology|communications"
    r"|finance|it) director|(?:district |general |legal |our )?counsel"
    r"|director of (?:\w+ ){0,2}\w+|business manager|treasurer|clerk|principal"
    r"|management)(?: [A-Z][\w'-]+){0,2}"
    r"|(?:Mr|Mrs|Ms|Dr|Director|Trustee|Member|Treasurer|Principal|President|Chair)\.?"
    r" [A-Z][\w'-]+(?: [A-Z][\w'-]+)?)"
)
_TOLD_THEM = (
    r"(?:also |then |further )?(?:reported|noted|said|stated|explained|added|announced|recalled"
    r"|(?:told|informed|advised|reminded) (?:the )?(?:board|trustees|members|meeting|council|committee))"
    r"(?: (?:to the board|for the (?:record|minutes)|in (?:open|public) session|tonight|again))*"
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
    r"|(?:hello, )?this is (?:an?|the) (?:(?:recorded|automated|short|brief|phone|urgent) )*(?:message"
    r"|call|announcement|update)"
    r" (?:from|of|for) [^:]{3,70}"
    r"|(?:hello, )?this is (?:[\w'.-]+ ){1,8}calling with (?:an?|the) (?:\w+ ){0,2}(?:update|message)"
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
    r"|for the record|for (?:the )?minutes|motion|(?:the )?(?:board |meeting )?minutes(?: of [\w ]{3,20})?"
    r"(?:, (?:item|point|section) \d+)?|(?:agenda )?(?:item|point) (?:no\.? )?\d+"
    r"(?: (?:of|on) the agenda)?|to repeat|in plain words"
    r"|the facts?)(?: \d+)?: (?=[\w-]+,? \w+)",
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
    r" (?:guess|speculate)[.!]?$"
    r"|, so we (?:cannot|can't) (?:answer|say|tell)(?: (?:that|this|you))?(?: yet)?[.!]?$",
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
    r"(?:,? (?:today|this (?:morning|afternoon|evening)))?"
    r"(?:, (?:\w+day, )?[A-Z][a-z]+ \d{1,2}(?:, \d{4})?)?, (?=\w+ \w+)",
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
    r"|(?:that|this|it|(?:the|that) (?:number|answer|date|day|cause|count|figure|list)) is"
    r" (?:still )?(?:not (?:yet )?known|unknown|open))"
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
_IF_ANYBODY = re.compile(
    r", if (?:any|anybody|anyone|anything|it (?:concerns|affects) (?:anyone|anybody|any))(?:'s|\u2019s)?"
    r"(?: is| was| are| were)?(?: at all)?,",
    re.I,
)


def say_not_yet(sentence: str) -> str:
    """Of "A is back; B, not yet": the sentence with the verb that its second half leaves out."""
    sentence = _REMAINING.sub(r"\1 remain to be restored", turn_around(sentence))
    return _NOT_YET.sub(r"\g<first>; \g<second> are not yet back\g<end>", sentence)


# a gloss of "quedan tres sistemas por restablecer"
_REMAINING = re.compile(r"\bremaining (\w+ systems?) to be restored\b", re.I)


# "A and B were among the stolen data; so were C and D"
_SO_IS = re.compile(r"[;,] (?:and )?so (?:was|were|is|are)\b", re.I)
_SO_WERE_THEY = re.compile(
    r"^(?P<first>[^;:]+? (?P<verb>was|were|is|are) (?P<what>(?:among|in|part of"
    r"|found)\b[^;:,]+?))[;,] (?:and )?so"
    r" (?:was|were|is|are) (?P<second>[^;:.]+)(?P<end>[.!]?)$",
    re.I,
)
# "2,310 people so far, and the number may grow"
_MAY_RISE = re.compile(
    r",? (?:and|so|but) (?:(?:it|(?:the|that|this|our) (?:number|count|list|total|figure)(?: of (?:people"
    r"|those)(?: affected"
    r"| concerned)?)?) )?(?:may|could|might|can) (?:still |yet |well )*(?:rise|grow|change|increase"
    r"|go up)(?: further)?(?=[.!;,]|$)",
    re.I,
)
# "four systems work and one does not"
_DO_NOT = re.compile(
    r"(?P<verb>\b(?:systems|services) (?:work|are working)(?: again)?),? (?:and|but|while) "
    r"(?P<many>one|two|three|four|five|six|\d+) do(?:es)?(?: not|n't)(?: yet)?(?=[.!]?$)",
    re.I,
)
_WITHOUT_PAYING = re.compile(
    r"(?<=\w) without (?:an?|any) (?:ransom )?payment(?: (?:from us|being made))?(?=[.!;,]|$)", re.I
)


# what stands at the head of a notice, as in "Notice to families, Tuesday, November 10"
_HEADED = re.compile(
    r"^(?:(?:notice|letter|update|message|statement|memo|bulletin|announcement|report)"
    r"(?: (?:to|for) [\w ]{3,30})?, (?:\w+day, )?[A-Z][a-z]+ \d{1,2}(?:, \d{4})?"
    r"|day \d+(?: by the numbers)?|by the numbers"
    r"|(?:agenda )?item \d+, [\w ]{3,30}): (?=\w+ \w+)",
    re.I,
)
# what one group has, said of another in fewer words
_GROUP = r"(?:staff|students?|pupils?|employees?|teachers?|employee)"
_SO_MANY_DO = re.compile(
    rf"(?P<verb>\bha(?:ve|s) (?:a )?new passwords?),? (?:and|but|while)"
    rf" (?P<many>[\d,]+ (?:out )?of (?:the |our )?[\d,]+ {_GROUP}) (?:do|have(?: one| them)?)(?=[.!; ]|$)",
    re.I,
)
_FOR_GROUP = re.compile(
    rf"(?P<first>\bnew passwords\b[^;]*); (?:for|among) (?P<who>{_GROUP}),? (?:it is|it's|that is)"
    r" (?P<many>[\d,]+) (?:out )?of (?P<all>[\d,]+)",
    re.I,
)
_NOT_THOSE = re.compile(
    rf"(?P<first>\bpasswords (?P<verb>(?:have been|were|are) (?:reset|changed|replaced))),?"
    rf"(?: and| but| while)? (?:those of (?:the |our )?)?(?P<second>{_GROUP})(?: passwords)?"
    r" (?:have|were|are) not(?: been)?(?: yet)?(?=[.!]?$)",
    re.I,
)


def _say_of_both(sentence: str) -> str:
    """What is said of two groups, the second in fewer words, said of each."""
    if "password" not in sentence.lower():
        return sentence
    sentence = _SO_MANY_DO.sub(r"\g<verb>, and \g<many> have new passwords", sentence)
    sentence = _FOR_GROUP.sub(r"\g<first>; \g<many> of \g<all> \g<who> have new passwords", sentence)
    return _NOT_THOSE.sub(r"\g<first>, and \g<second> passwords have not been reset", sentence)


def strip_frame(sentence: str) -> str:
    """The sentence without the words by which the district says that it says it, "so do" spelled out."""
    sentence = reword(_say_of_both(_AS_OF_NOW.sub("", _HEADED.sub("", strip_around(sentence)))))
    sentence = _SO_DO.sub(r"\g<first>, and \g<second> \g<verb>\g<end>", sentence)
    sentence = _NEITHER.sub(r"\g<first>, and \g<second> \g<verb> not \g<done>\g<end>", sentence)
    sentence = say_not_yet(_WISH.sub(r"We do not know \g<what>.", _STILL_OPEN.sub(r"\1 is \2 \3", sentence)))
    if _SO_IS.search(sentence):
        sentence = _SO_WERE_THEY.sub(r"\g<first>, and \g<second> \g<verb> \g<what>\g<end>", sentence)
    sentence = _MAY_RISE.sub(", and the list is not final", sentence)
    sentence = _DO_NOT.sub(_say_not_back, sentence)
    sentence = _WITHOUT_PAYING.sub(", and no ransom was paid", sentence)
    if _FOR_MISUSE.search(sentence):
        sentence = _THAT_SEARCH.sub("the search for misuse", sentence)
    sentence = _CONCERNED.sub(r"\1 affected", _IF_ANYBODY.sub("", _NO_GUESS.sub(".", sentence)))
    return _WHERE_FOUND.sub(
        "",
        _FRAME_AFTER.sub(
            "", _FRAME.sub("", _ANSWER_IS.sub("", _drop_to_tell(reword(_LEAD_IN.sub("", sentence)))))
        ),
    )


def _say_not_back(match: re.Match[str]) -> str:
    return f"{match['verb']}, and {match['many']} {'is' if match['many'] == 'one' else 'are'} not back"


def _drop_to_tell(sentence: str) -> str:
    """The sentence without "say that", and without "that" before what else is to be said."""
    told = _TO_TELL.sub("", sentence)
    return (
        told
        if told == sentence
        else re.sub(r"\band that (?=\w+ (?:are|is|was|were|has|have)\b)", "and ", told)
    )


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
