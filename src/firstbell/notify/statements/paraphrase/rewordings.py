"""The same in words that rules read: labels of a place, nouns of what was done, files, letters, calls."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from firstbell.notify.statements.language.patterns import any_case, read_table
from firstbell.notify.statements.language.quantities import find_numbers
from firstbell.notify.statements.language.sentences import capitalize, make_sentence
from firstbell.notify.statements.paraphrase.labels import is_system_list


@lru_cache(maxsize=4)
def _load(group: str) -> Sequence[tuple[re.Pattern[str], str]]:
    table = read_table("paraphrase", "same_words.toml")
    return [(any_case(one["words"]), one["told"]) for one in table[group]]


def say_same(said: str, group: str) -> str:
    """The sentence with the words of a group of same_words.toml in others."""
    for words, told in _load(group):
        said = words.sub(told, said)
    return said


# "confirms encryption of files": "confirms files were encrypted"
_DONE = {
    "encryption": "encrypted",
    "theft": "stolen",
    "copying": "copied",
    "publication": "published",
    "restoration": "restored",
    "recovery": "recovered",
    "reset": "reset",
}
_NOUN_OF = any_case(
    r"(?P<says>\b(?:confirm(?:s|ed)?|reports?|announces?|acknowledges?))"
    rf" (?:the )?(?P<noun>{'|'.join(_DONE)}) of (?P<what>(?!(?:a|an|\d)\b)(?:(?!(?:and|by|on|from|in|at|after"
    r"|since|to|for|with)\b)[\w'-]+ ?){1,4}?)(?=,|;|\.|$| (?:and|by|on|from|in|after)\b)"
)
_SINGULAR = any_case(r"(?:data|information|e-?mail|mail|payroll|library)$")
# "4,150 letters; not all of the 6,742 people have one yet"
_NOT_ALL_HAVE = any_case(
    r"(?P<letters>\bletters?\b[^.?!]{0,40}[;,] (?:and |but )?)not (?:all|every one) of the "
    r"(?:(?P<many>[\d,]+) )?(?:people|persons|families|individuals|those)(?: affected| concerned)?"
    r" (?:has|have) (?:got )?(?:one|theirs|a letter)(?P<yet>(?: yet| so far)?)(?=[.,;!]|$)"
)
# "240 of the 8,450 people affected have not yet had a letter", in whatever order: who is still to get one
_FOLK = r"(?:people|persons|individuals|famil(?:y|ies)|those)"
_SO_MANY = (
    r"(?P<many>\d[\d,]*)(?P<of> of (?:the |our |those "
    r"|all )?(?:(?:[\d,]+ )?(?:\w+ )?(?:people|persons|individuals|famil(?:y|ies))|[\d,]+|those"
    r"|them)(?: (?:who (?:are|were) )?(?:affected|concerned|involved))?| (?:people|persons|individuals))?"
)
_YET = r"(?:(?: yet| so far| until now)?)"
_NONE_HAD = (
    r"(?:been (?:sent|mailed)(?: (?:a|any|their|the) (?:letter|notice))?|been written to"
    r"|had (?:a|any|their) (?:letter|notice))"
)
_UNSENT = tuple(
    any_case(words)
    for words in (
        rf"(?P<head>^|[;:,] (?:and |but |while )?|\b(?:and|but|while|that) ){_SO_MANY} (?:have|has)(?: not"
        rf"|n't) (?:yet |so far )?{_NONE_HAD}{_YET}(?=[.,;!]|$| and| but)",
        rf"(?P<head>^)Of (?:the |our )?(?P<all>[\d,]+) {_FOLK}(?: affected| concerned)?, (?P<many>\d[\d,]*)"
        rf" (?:have|has)(?: not|n't) (?:yet |so far )?{_NONE_HAD}{_YET}(?=[.,;!]|$)",
        r"(?P<head>^|[;:,] (?:and |but |while )?)(?:(?:a )?letters? (?:have|has|are|is)(?: not|n't)"
        r" (?:yet )?(?:been (?:sent|mailed)|gone(?: out)?|gone out yet|out yet)|(?:we|the district) (?:have"
        r"|has)(?: not|n't) (?:yet )?(?:(?:sent|mailed) (?:a letter|letters)|written)) to"
        rf" {_SO_MANY}{_YET}(?=[.,;!]|$)",
    )
)
# "..., which is not yet one for each of the 14,326 people affected"
_NOT_EACH = any_case(
    r"(?P<letters>\bletters?\b[^.?!]{0,40}), which is (?:not (?:yet )?one for (?:each|every one)"
    r"|fewer than one for each) of the (?:(?P<many>[\d,]+) )?(?:people|persons|families|individuals"
    r"|those)(?: affected| concerned)?(?P<yet>)(?=[.,;!]|$)"
)
# "612 of 640 passwords have been reset, which leaves 28": a difference that is right says nothing more
_LEAVES = any_case(
    r"(?P<told>\b(?P<part>\d[\d,]*) (?:out )?of (?:the |our |all )*(?P<all>\d[\d,]*)\b[^.;]*?),?"
    r" (?:which leaves|leaving|and that leaves) (?P<rest>\d[\d,]*)(?: (?:to go|left|to do|more))?(?=[.,;!]|$)"
)
# "a million and a half dollars"
_HALF_MORE = any_case(r"\b(?P<many>a|one|two|three|four|five|six|\d) million and a half(?: dollars)?\b")
_SMALL = ("", "one", "two", "three", "four", "five", "six")
# "files were copied from August 11 to 15, before we found the attack on August 19": each with its own days
_BEFORE_FOUND = re.compile(
    r"^(?P<theft>.*\b(?:copied|taken|stolen)\b.*\b(?:between|from) [A-Z][a-z]+ \d{1,2} .*?),?"
    r" (?P<found>before (?:we|our staff|staff|the district|it was|the attack was) (?:found|discovered"
    r"|detected|noticed)(?: the attack| it| the encryption)? on [A-Z][a-z]+ \d{1,2})[.]?$"
)
# "If asked about misuse, say that we have not searched for it"
_IF_ASKED_ABOUT = any_case(
    r"^(?:if|when|should you be)(?: you are| families| anyone| people)? ask(?:ed|s)? about "
    r"(?P<topic>(?:the )?[\w' -]{3,40}), (?:please )?"
    r"(?:say|answer|reply|tell (?:them|people|callers|families|parents))(?: that|:)? (?P<what>.+)$"
)
_IT = any_case(r"\b(?P<at>for|of|in|on|at) (?:it|that|them)(?=(?: yet| so far| today)?[.,;!]|$)")


# "waiting to be restored", "on the list of systems to come back": not restored yet
_COME = r"to (?:be (?:restored|brought back|rebuilt|recovered)|come back|return|go)"
_IN_LINE = any_case(
    r"\b(?P<is>is|are|remains?) (?:all )?(?:(?:still )?(?:(?:on|in) (?:the|our) (?:recovery "
    r"|restoration )?(?:list|queue|line)"
    r"(?: of (?:the )?(?:systems|services))?(?: (?:still )?(?:waiting|left|yet))?|waiting|queued|in line"
    rf"|yet) {_COME}|still {_COME})"
    r"(?=[.,;!]|$| and| but)"
    # "the doors still need to be restored"
    rf"|\bstill (?P<need>needs?|ha(?:s|ve)) {_COME}(?=[.,;!]|$| and| but)"
)


_MANY = ("are", "need", "have")


def _say_pending(read: str) -> str:
    """Of a system that waits to be restored: that it is pending."""
    return _IN_LINE.sub(
        lambda match: f"{'are' if (match['is'] or match['need']).lower() in _MANY else 'is'} still pending",
        read,
    )


# "mail and phones: restoration of both is pending": of the systems that are listed, and of so many
_RETURN = r"(?:restoration|recovery|return)"
_TO_COME = (
    r"(?:is|are|remains?) (?:still |all )?(?:pending|outstanding|to come|ahead(?: of us)?|incomplete"
    r"|unfinished|not (?:yet )?(?:complete|done|finished))(?P<end>[.!]?)$"
)
_RESTORATIONS = (
    any_case(
        rf"^(?P<list>[^:;.]+): (?:the |their )?{_RETURN}(?: of (?P<all>both|all(?: (?P<many>\w+))?"
        rf"|these(?: \w+)?|them|each|either)(?: of them)?)? {_TO_COME}"
    ),
    any_case(rf"^(?:the )?{_RETURN} of (?P<list>[\w' ,-]{{3,60}}?) {_TO_COME}"),
    any_case(rf"^(?P<list>[\w' ,-]{{3,60}}?)(?:'s|s') {_RETURN} {_TO_COME}"),
    any_case(
        rf"^(?P<list>[\w' ,-]{{3,60}}?) (?:(?:is|are) (?:still )?awaiting|(?:still )?awaits?)"
        rf" {_RETURN}(?P<end>[.!]?)$"
    ),
)


def _say_unrestored(read: str) -> str:
    """Of listed systems whose restoration is pending: that they are not restored, if they are so many."""
    told = next(filter(None, (one.match(read) for one in _RESTORATIONS)), None)
    if told is None:
        return read
    items = [one for one in re.split(r", and |,| and ", told["list"]) if one.strip()]
    parts = told.groupdict()
    said = find_numbers(f"{parts['many']} items") if parts.get("many") else []
    both = (parts.get("all") or "").lower() in ("both", "either")
    many = int(said[0].value) if said else 2 if both else None
    if not is_system_list(told["list"]) or (many is not None and many != len(items)):
        return read
    return f"{told['list']} {'are' if len(items) > 1 else 'is'} not yet restored{told['end'] or '.'}"


# "two fifths of the search is behind us and three fifths lies ahead"
_SEARCH = r"(?P<search>(?:of )?(?:the|our) (?:\w+ )?search(?: (?:for|of|through) [\w ]{3,40}?)?)"
_BEHIND = any_case(
    rf"^(?P<first>[\w -]{{3,40}}?) {_SEARCH} (?:is|are|lies?) behind us(?:(?:,? and|;|,? while|,? but)"
    r" (?:the (?:other|remaining) )?(?P<rest>[\w -]{3,40}?)(?: of it)? (?:still )?(?:lies?|is|are|remains?)"
    r" (?:still )?(?:ahead(?: of us)?|before us|in front of us|to (?:come|go|be done)))?(?P<end>[.!]?)$"
)


def _say_searched(read: str) -> str:
    """Of a share of the search that is behind or before us: that it is done, or still to be done."""
    if behind := _BEHIND.match(read):
        rest = f"; {behind['rest']} {behind['search']} is still to be done" if behind["rest"] else ""
        return f"{behind['first']} {behind['search']} is done{rest}."
    return read


def _say_done(match: re.Match[str]) -> str:
    was = "was" if _SINGULAR.search(match["what"].strip()) else "were"
    return f"{match['says']} {match['what'].strip()} {was} {_DONE[match['noun'].lower()]}"


def _say_not_sent(match: re.Match[str]) -> str:
    counted = f"{match['many']} people are affected, and " if match["many"] else ""
    return f"{match['letters']}{counted}not everyone affected has been sent a letter{match['yet']}"


def _say_not_each(match: re.Match[str]) -> str:
    return f"{match['letters']}, and {_say_not_sent(match).removeprefix(match['letters'])}"


def _drop_rest(match: re.Match[str]) -> str:
    part, whole, rest = (int(match[name].replace(",", "")) for name in ("part", "all", "rest"))
    return match["told"] if whole - part == rest else match[0]


def _say_unsent(match: re.Match[str]) -> str:
    parts = match.groupdict()
    of = parts.get("of") or (f" of the {parts['all']} people affected" if parts.get("all") else " people")
    return f"{match['head']}{match['many']}{of} are still to be sent a letter"


def _say_million(match: re.Match[str]) -> str:
    many = (
        match["many"].lower().replace("a", "one") if match["many"].lower() == "a" else match["many"].lower()
    )
    return f"${_SMALL.index(many) if many in _SMALL else many}.5 million"


def part_found(sentence: str) -> tuple[str, str, str]:
    """A theft on its days, and that the attack was found on another: both as read, the second as written.

    All but the first are "" where a sentence says no such thing.
    """
    both = _BEFORE_FOUND.match(sentence)
    if both is None:
        return sentence, "", ""
    told = re.sub(
        r"^before (?:it was|the attack was) (\w+)(?: it)?", r"before we \1 the attack", both["found"]
    )
    told = re.sub(r" (?:it|the encryption) on ", " the attack on ", told.removeprefix("before "))
    return f"{both['theft']}.", make_sentence(told), both["found"]


# "..., because nobody has searched them yet": what was named before
_LOOKED_AT = any_case(r"\b(files|documents|folders|logs)\b")
_THEM = any_case(
    r"(?P<done>\b(?:searched|reviewed|read|examined|checked|gone through|looked (?:at|through)))"
    r" (?:them|those)\b"
)


def name_looked_at(first: str, second: str) -> str:
    """The second half of a sentence with what it calls "them" by the name that the first has for it."""
    what = _LOOKED_AT.search(first)
    return _THEM.sub(rf"\g<done> the {what[1].lower()}", second) if what else second


def reword(sentence: str) -> str:
    """The sentence in words that rules read, without a label that tells where it is shown."""
    told = say_same(sentence, "shown")
    if about := _IF_ASKED_ABOUT.match(told):
        topic = re.sub(r"^the ", "", about["topic"])
        told = _IT.sub(rf"\g<at> {topic}", about["what"], count=1)
    told = _NOT_ALL_HAVE.sub(_say_not_sent, _NOUN_OF.sub(_say_done, told))
    told = _LEAVES.sub(_drop_rest, _NOT_EACH.sub(_say_not_each, told))
    told = say_same(_HALF_MORE.sub(_say_million, told), "reworded")
    told = _say_unrestored(_say_pending(_say_searched(told)))
    for unsent in _UNSENT:
        told = unsent.sub(_say_unsent, told)
    return capitalize(told) if told != sentence else sentence
