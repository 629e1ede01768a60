"""A text as rules read it: answers with their questions, posts without marks, days by their dates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from firstbell.notify.statements.days.today_days import name_phrase_days
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.sentences import LONGEST, capitalize, is_salutation
from firstbell.notify.statements.paraphrase.bullets import list_phrases, read_if_asked
from firstbell.notify.statements.paraphrase.frames import (
    leave_both_open,
    say_of_before,
    strip_around,
    turn_around,
)
from firstbell.notify.statements.paraphrase.labels import strip_dateline
from firstbell.notify.statements.paraphrase.rewordings import name_looked_at, part_found, reword
from firstbell.notify.statements.questions.answers import ClaimPhrase
from firstbell.notify.statements.questions.stated_questions import LABEL, state_asked, state_rhetoric


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
                phrase = replace(phrase, read=strip_frame(capitalize(told)))
        parts = [_drop_sizes(one) for one in _part_reason(phrase)]
        phrases += [name_phrase_days(one, today) if today else one for one in parts]
    return phrases


# "We do not know who did it, since nothing was taken": why it is not known is said flatly
_REASON = any_case(
    r"^(.*\b(?:not (?:yet )?know\w*|don't know|(?:cannot|can't|can not) (?:say|tell)|unclear|unknown)\b.*),"
    r" (?:since|because|as) ((?:nothing|nobody|no one|none|no|all|every\w*)\b.+)$"
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
_BEFORE = any_case(
    rf"^(?:RT @\w+:? *|@\w+ *|{LABEL}(?=\S)|(?:(?:\w+day )?update(?:,? (?:{_WHEN}))+|(?:\w+day )?update"
    r"|breaking|new|news|status(?: at [\d:]+ ?[ap]\.?m\.?)?(?:,? (?:on )?(?:\w+day|today))?|icymi|reminder"
    r"|alert|psa|what happened|day|what we know|what information was involved|background"
    r"|overview)(?: \d+)?\s*[:!\u2013-]+ *)+"
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
    r"(?:(?:the |our )?(?:(?:assistant |deputy |interim |acting )?superintendent|administration|district"
    r"(?: staff| officials?)?|(?:board |vice )?chair(?:man|woman|person)?|(?:board )?president|(?:technology"
    r"|communications|finance|it) director|(?:district |general |legal |our )?counsel|director of (?:\w+"
    r" ){0,2}\w+|business manager|treasurer|clerk|principal|management)(?: [A-Z][\w'-]+){0,2}|(?:Mr|Mrs|Ms|Dr"
    r"|Director|Trustee|Member|Treasurer|Principal|President|Chair)\.? [A-Z][\w'-]+(?: [A-Z][\w'-]+)?)"
)
_TOLD_THEM = (
    r"(?:also |then |further )?(?:reported|noted|said|stated|explained|added|announced|recalled"
    r"|(?:told|informed|advised|reminded) (?:the )?(?:board|trustees|members|meeting|council|committee))"
    r"(?: (?:to the board|for the (?:record|minutes)|in (?:open|public) session|tonight|again))*"
)
_FRAME = any_case(rf"^{_OWN} {_TOLD_THEM},? that (?=[\w$]\S* \w+)")
# "In the files searched so far we found ...": where it was found, not how far the search is
_WHERE_FOUND = any_case(
    r"^(?:in|among|from|of) (?:the|those) (?:files|documents|folders|material)"
    r" (?:that )?(?:(?:we )?(?:have|has|had) )?(?:been )?(?:searched|reviewed|read|examined|checked"
    r"|gone through)(?: so far| to date| until now| yet)?,? (?=(?:we|the (?:firm|team|search|review)"
    r"|investigators|reviewers) (?:\w+ )?(?:found|identified|saw|came across))"
)
# "Say it plainly: ...": talking points say how before they say what
_LEAD_IN = any_case(
    r"^(?:(?:say|put|state|tell) (?:it|this|them|families|parents|staff)(?: this)?(?: \w+)?"
    r"|(?:the )?(?:short|honest|plain) answer|(?:the )?(?:key|main|first|second|third|one) (?:message|point)"
    r"|talking point|bottom line|(?:I|we)(?: will|'ll|\u2019ll| want to| must| have to) (?:say|put|state"
    r"|tell) (?:it|this|you)(?: (?:plainly|openly|clearly|straight|again|once more))?"
    r"|this is (?:[\w'.-]+ ){1,8}with (?:an?|the|another) (?:\w+ ){0,2}(?:update|message|announcement)"
    r"|(?:hello, )?this is (?:an?|the) (?:(?:recorded|automated|short|brief|phone|urgent) )*(?:message|call"
    r"|announcement|update) (?:from|of|for) [^:]{3,70}"
    r"|(?:hello, )?this is (?:[\w'.-]+ ){1,8}calling with (?:an?|the) (?:\w+ ){0,2}(?:update|message)"
    r"|(?:for|about|regarding|concerning|re|reporters ask|from) (?!(?:\w+ )?\d)[\w ,']{2,50}|in short"
    r"|if (?:you are )?asked|(?:quick|key|basic|known) facts?(?: as of [\w .:]{3,30})?|as of [\w .:]{3,30}"
    r"|faq|(?:robo)?call|voice ?mail|recorded message|(?:phone|text) message|headline|tweet|post|banner"
    r"|press release|(?:to|for|dear) (?:(?:our|all|the) )?(?:families|parents|guardians|staff|employees"
    r"|teachers|reporters|press|media|community|colleagues|everyone|members|retirees|neighbors|principals"
    r"|trustees)(?: and (?:\w+ ?){1,2})?|(?:board|union|council|committee|association|community) members"
    r"|for the record|for (?:the )?minutes|motion|(?:the )?(?:board |meeting )?minutes(?: of [\w ]{3,20})?"
    r"(?:, (?:item|point|section) \d+)?|(?:agenda )?(?:item|point) (?:no\.? )?\d+(?: (?:of|on) the agenda)?"
    r"|to repeat|in plain words|the facts?)(?: \d+)?: (?=[\w-]+,? \w+)"
)
# "Tell parents that ...": what others are to be told is said
_TO_TELL = any_case(
    r"^(?!tell (?:your|the) (?:child|kid|son|daughter|student)\w* )(?:please )?"
    r"(?:(?:you (?:can|may|should) |just )?(?:tell|assure|reassure|inform|answer) (?:[\w']+ ){1,4}?that"
    r"|let (?:[\w']+ ){1,4}?know that|(?:you (?:can|may|should) )?(?:say|answer|repeat|stress|explain"
    r"|make (?:it )?clear)(?: to (?:[\w']+ ){1,3}?)? ?that|(?:diga|digan|d\u00edga(?:n)?les|expliquen?"
    r"|aseguren?|repitan?)(?: a (?:\w+ ){1,3}?)? ?que) (?=\w+ \w+ \w+)"
)
# "..., and we are not going to guess"
_NO_GUESS = any_case(
    r",? (?:and|so) (?:we )?(?:will not|won't|are not going to|do not want to|refuse to)"
    r" (?:guess|speculate)[.!]?$"
    r"|, so we (?:cannot|can't) (?:answer|say|tell)(?: (?:that|this|you))?(?: yet)?[.!]?$"
)
_ANSWER_IS = any_case(
    r"^(?:the|our) (?:(?:short|honest|simple|plain) )?answer (?:is|remains)(?: that|:)? (?=\w+ \w+)"
)
_FRAME_AFTER = any_case(rf", (?:as )?{_OWN} {_TOLD_THEM}[.!]?$")


_AS_OF_NOW = any_case(
    r"^as of (?:[\d:]+ ?[ap]\.?m\.?|noon|midday|now|today|this (?:morning|afternoon|evening|writing))"
    r"(?:,? (?:today|this (?:morning|afternoon|evening)))?"
    r"(?:, (?:\w+day, )?[A-Z][a-z]+ \d{1,2}(?:, \d{4})?)?, (?=\w+ \w+)"
)
# "A is not V, and neither is B"
_NEITHER = any_case(
    r"^(?P<first>[^;:]+? (?P<verb>is|are|was|were|has|have|had)(?: not|n't)(?: yet)? (?P<done>(?:been"
    r" )?\w+)[^;:,]*?)[;,]?"
    r" (?:and neither|nor|and nor) (?:is|are|was|were|has|have|had) (?P<second>[^;:,.]+)(?P<end>[.!]?)$"
)
# "A have V, and so do B"
_SO_DO = any_case(
    r"^(?P<first>[^;:]+? (?P<verb>(?:has|have|had|is|are|was|were|got|received) [^;:]+?)),? and so (?P<do>do"
    r"|does|did|has|have|had|is|are|was|were) (?P<second>[^;:,.]+)(?P<end>[.!]?)$"
)


# "A and B are back; C and D not yet"
_NOT_YET = any_case(
    r"^(?P<first>[^;:]+? (?:is|are|was|were|has|have) (?:now |all |already |been )*(?:back|working|restored"
    r"|running|up|online)[^;:,]*?)(?:; |, (?:but |while )|,? but |,? while )(?P<second>(?!(?:we|it|they|that"
    r"|this)\b)[^;:.]+?),? (?:(?:is|are|has|have) )?(?:still )?not(?: yet)?(?P<end>[.!]?)$"
)
# "How they got in still unknown": a headline leaves its verb out
_STILL_OPEN = any_case(
    r"^((?:how|who|when|why|whether|what) [^,;:]+?)(?<! is)(?<! are)(?<! was)(?<! remains)"
    r" (still|yet|as yet|so far) (unknown|unclear|not known|not clear)(?=[.!]?$)"
)
# "I wish I could tell you how ..., but neither is known"
_WISH = any_case(
    r"^(?:I|we) wish (?:that )?(?:I|we) could (?:tell|say)(?: you| to you)? (?P<what>(?:how|who|when|why"
    r"|whether|what|where)\b[^;]+?), but (?:today |so far |at this point )?(?:(?:neither|none of (?:it|this))"
    r" is (?:yet )?known|(?:that|this|it|(?:the|that) (?:number|answer|date|day|cause|count|figure|list)) is"
    r" (?:still )?(?:not (?:yet )?known|unknown|open))(?: yet| so far| today)?[.!]?$"
)
# "we looked for misuse, and that search is done": not the search of the files
_FOR_MISUSE = any_case(r"\b(?:search\w*|look\w*|check\w*) for (?:any |possible )?(?:signs? of )?misuse\b")
_THAT_SEARCH = any_case(r"\b(?:that|this) search\b")
_CONCERNED = any_case(r"\b(whose (?:\w+ )?(?:data|information|records) (?:is|are|was|were)) concerned\b")
_IF_ANYBODY = any_case(
    r", if (?:any|anybody|anyone|anything|it (?:concerns|affects) (?:anyone|anybody|any))(?:'s|\u2019s)?"
    r"(?: is| was| are| were)?(?: at all)?,"
)


def say_not_yet(sentence: str) -> str:
    """Of "A is back; B, not yet": the sentence with the verb that its second half leaves out."""
    sentence = _REMAINING.sub(r"\1 remain to be restored", turn_around(sentence))
    return _NOT_YET.sub(r"\g<first>; \g<second> are not yet back\g<end>", sentence)


# a gloss of "quedan tres sistemas por restablecer"
_REMAINING = any_case(r"\bremaining (\w+ systems?) to be restored\b")


# "A and B were among the stolen data; so were C and D"
_SO_IS = any_case(r"[;,] (?:and )?so (?:was|were|is|are)\b")
_SO_WERE_THEY = any_case(
    r"^(?P<first>[^;:]+? (?P<verb>was|were|is|are) (?P<what>(?:among|in|part of|found)\b[^;:,]+?))[;,]"
    r" (?:and )?so (?:was|were|is|are) (?P<second>[^;:.]+)(?P<end>[.!]?)$"
)
# "2,310 people so far, and the number may grow"
_MAY_RISE = any_case(
    r",? (?:and|so|but) (?:(?:it|(?:the|that|this|our) (?:number|count|list|total"
    r"|figure)(?: of (?:people|those)(?: affected| concerned)?)?) )?(?:may|could|might|can) (?:still |yet "
    r"|well )*(?:rise|grow|change|increase|go up)(?: further)?(?=[.!;,]|$)"
)
# "four systems work and one does not"
_DO_NOT = any_case(
    r"(?P<verb>\b(?:systems|services) (?:work|are working)(?: again)?),? (?:and|but|while) "
    r"(?P<many>one|two|three|four|five|six|\d+) do(?:es)?(?: not|n't)(?: yet)?(?=[.!]?$)"
)
_WITHOUT_PAYING = any_case(
    r"(?<=\w) without (?:an?|any) (?:ransom )?payment(?: (?:from us|being made))?(?=[.!;,]|$)"
)


# what stands at the head of a notice, as in "Notice to families, Tuesday, November 10"
_HEADED = any_case(
    r"^(?:(?:notice|letter|update|message|statement|memo|bulletin|announcement"
    r"|report)(?: (?:to|for) [\w ]{3,30})?, (?:\w+day, )?[A-Z][a-z]+ \d{1,2}(?:, \d{4})?"
    r"|day \d+(?: by the numbers)?|by the numbers|(?:agenda )?item \d+, [\w ]{3,30}): (?=\w+ \w+)"
)
# what one group has, said of another in fewer words
_GROUP = r"(?:staff|students?|pupils?|employees?|teachers?|employee)"
_SO_MANY_DO = any_case(
    rf"(?P<verb>\bha(?:ve|s) (?:a )?new passwords?),? (?:and|but|while)"
    rf" (?P<many>[\d,]+ (?:out )?of (?:the |our )?[\d,]+ {_GROUP}) (?:do|have(?: one| them)?)(?=[.!; ]|$)"
)
_FOR_GROUP = any_case(
    rf"(?P<first>\bnew passwords\b[^;]*); (?:for|among) (?P<who>{_GROUP}),? (?:it is|it's|that is)"
    r" (?P<many>[\d,]+) (?:out )?of (?P<all>[\d,]+)"
)
_NOT_THOSE = any_case(
    rf"(?P<first>\bpasswords (?P<verb>(?:have been|were|are) (?:reset|changed|replaced))),?"
    rf"(?: and| but| while)? (?:those of (?:the |our )?)?(?P<second>{_GROUP})(?: passwords)?"
    r" (?:have|were|are) not(?: been)?(?: yet)?(?=[.!]?$)"
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
_SIZES = any_case(
    r"\b(no (?:[a-z]+ )?[a-z]+),? (?:(?:large|big|great) or small|of any (?:size|kind|sort|amount)),?(?= )"
)


def _drop_sizes(phrase: ClaimPhrase) -> ClaimPhrase:
    swapped = [(match[1], match[0]) for match in _SIZES.finditer(phrase.read)]
    if not swapped:
        return phrase
    return replace(phrase, read=_SIZES.sub(r"\1", phrase.read), swapped=[*swapped, *phrase.swapped])
