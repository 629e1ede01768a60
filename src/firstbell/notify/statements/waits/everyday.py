"""Everyday sentences of a school, told by their words: each of them stands in a list of everyday ones.

A sentence of buses, meals and meetings, of thanks, of advice, or of how to reach somebody says nothing of the
event where it has no other word, and none of what such words could still say of it together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from firstbell.notify.statements.language.names import list_systems
from firstbell.notify.statements.language.patterns import any_case, read_table
from firstbell.notify.statements.language.sentences import Manner, capitalize, has_verb, judge_manner, plain
from firstbell.notify.statements.waits.holds import names_event


@dataclass(frozen=True, slots=True)
class _Sort:
    """A sort of everyday sentences: what it is about, and the other words that it may have."""

    names: frozenset[str]
    words: frozenset[str]


_SCHOOL, _FEELING, _ADVICE, _REACH = "school", "feeling", "advice", "reach"
_WORD = re.compile(r"[^\W\d_]+(?:['.-][^\W\d_]+)*")
_ADDRESS = re.compile(
    r"\S+@\S+\w|(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|org|gov|net|edu|example)\b(?:/\S*)?"
)
_NUMBER = re.compile(r"(?<![\w$.])\d[\d,]*(?:\.\d+)?")
# a larger number may be one of people or files
_MOST = 366
_YEARS = range(2000, 2100)
# what everyday words can say of the event together
_OF_EVENT = any_case(
    # whether schools were open, and when
    r"\b(?:was|were|been|had|did|stay(?:ed)?|remained|kept|never|missed|lost)\b[^;]*"
    r"\b(?:open(?:ed)?|held|in session|days?|on time)\b"
    r"|\b(?:open(?:ed)?|days?)\b[^;]*\b(?:was|were|been|had|did|stayed|remained|kept|never)\b"
    r"|\b(?:estuv\w+|fue(?:ron)?|permanec\w+|hubo)\b"
    r"|\b(?:is|are|was|were|be|been) (?:all |now |fully )*up\b|\bup and\b"
    # "it was just old photos"
    r"|^(?:it|this|that|those|these|what|they)\b.*\b(?:was|were|had|took|saw)\b"
    # who knew before others
    r"|\b(?:first|last) (?:ones )?to (?:know|hear|learn|be told)\b"
    # that it is over, or concerns nobody
    r"|\b(?:no|not|never|none|without|little|less|only|just|all|every|each|any) (?:\w+ )?(?:more )?"
    r"(?:worr(?:y|ies|ied)|concern(?:s|ed)?|trouble|cause|disruptions?|damage)\b"
    r"|\b(?:caused?|behind) (?:this|it|by)\b|\bto blame\b|\bsituation (?:is|was|has)\b"
    # what others are said to have done
    r"|\b(?:every\w*|each|all|most|many|nobody|none)\b[^;]*\b(?:ha(?:s|ve)|had)\b[^;]*\b(?:enrolled|signed up"
    r"|registered|activated|accepted)\b"
    # at what hours, and in how many languages, somebody answers
    r"|\b(?:help|assist\w*|answer\w*|line|call|reach|staffed|support|ayuda|l\u00ednea"
    r"|atiende\w*|llam\w+)\b[^;]*"
    r"\b(?:around the clock|day (?:and|or) night|24/7|24 hours|(?:any|all) hours?|las 24 horas"
    r"|d\u00eda y noche|in \w+ languages|en \w+ idiomas)\b"
    # who is promised a call or a letter, and by when; what it means that none came
    r"|\b(?:if|should|once)\b[^;]*\b(?:your|the|we find your) (?:information|data|name|records?|child)\b[^;]*"
    r"\b(?:within|by|before|right away|immediately|first)\b|\bno (?:letter|news|call|notice)\b[^;]*\bmeans?\b"
    r"|\b(?:can|may|should) (?:all )?relax\b|\bwithout (?:any )?(?:concern|worry|fear)\b"
    r"|\bno need to freeze\b"
    r"|\b(?:hear|call|letter|told|know|answers|llamada|carta)\b[^;]*\b(?:within \w+ (?:hours|days)|by the end"
    r" of"
    r"|by (?:mon|tues|wednes|thurs|fri)day|antes del \w+|en \w+ (?:horas|d\u00edas))\b"
    # what takes for granted that something came or was told
    r"|\b(?:your|the|our) codes?\b|\b(?:we|already) (?:have |had |has )?(?:already )?(?:sent|mailed|told"
    r"|called)\b"
)
# "in the library": a room, and no system
_AT_PLACE = any_case(
    r"\b(?:in|at|to|from|outside|inside|near|by|through|into|en|de|a|del|al) (?:(?:the|our|your|each|every"
    r"|their|la|el|su|\w+) ){0,2}(?:library|cafeteria|health office|doors?|buses|bus|meals?)\b"
    r"|\b(?:nurses?|door prizes?|bus (?:stops?|routes?|drivers?|\d+)|library books?|attendance|doors open"
    r"|ride (?:the |their )?bus(?:es)?|buses? (?:will|leave|depart|arrive)\w*|bells?)\b"
)
_DENIES = any_case(
    r"\b(?:no|not|never|none|nobody|nothing|without|only|just|nada|nadie|ning\w+|sin|solo|s\u00f3lo)\b|n't\b"
)
# "we could not do this without you"
_WITHOUT_YOU = any_case(
    r"\b(?:could|can)(?: not|not|n't) (?:have done|do) (?:this|it|any of this) without (?:you|them|our"
    r" \w+|your \w+)"
    r"|\b(?:has|have|is|was)(?: not|n't) (?:been )?easy|\bcannot thank you enough\b|\bdo not hesitate\b"
)
_FEELS = any_case(
    r"^(?:and |but |again,? |once again,? |to (?:our|all|every) [\w ]+, "
    r"|from (?:all|the bottom) of [\w ]+, )*(?:(?:we|i|our \w+)(?: all| also| both| truly| really)? (?:know"
    r"|knew|understand|realize|hear|feel|are|am|remain|appreciate|thank|apologi[sz]e|regret|share|care|hope"
    r"|wish|want to thank|would like to thank|could|can|cannot|recogni[sz]e|value|owe)\b|(?:this|it|these"
    r"|that|the (?:last|past) (?:few )?(?:days|weeks)) (?:is|are|has been|have been|was|were)\b|thank"
    r"|many thanks|special thanks|our (?:thanks|gratitude|apologies|hearts?)"
    r"|your (?:trust|patience|understanding|kindness|support)|sorry|congratulations|we're|i'm|please accept)"
)
_NOBODY_ASKS = any_case(
    r"^(?:nobody|no one|no employee|(?:the|our|your) (?:district|school|bank|staff|help desk|office)|we"
    r"|our staff|they)(?: from (?:the|our) (?:district|schools?|office|bank))?(?: will| would)? (?:not "
    r"|never |ever |always )*(?:call|ask|e-?mail|text|contact|write|request|need)\b"
)
_REACHES = any_case(
    r"^(?:we|i|you|please|for|if|questions?|the (?:next|latest)|our next|all"
    r"|this (?:page|message|letter|update)|updates?|new|translations?|interpreters?|follow|look|watch|expect"
    r"|check|see|visit|reach|call|e-?mail|contact|write|press|to|reporters?|media|interviews?|subscribe|more"
    r"|last updated|next update|message)\b"
)


# by what somebody is reached
_MEANS = any_case(
    r"\b(?:by|on|at|to|in|via|through|visit|check|see|watch|our|the) (?:the |our )?(?:(?:district|school"
    r"|main) )?"
    r"(?:phone|e-?mail|web ?site|web ?page|portal|page)\b|\be-?mail (?:us|me)\b"
)


@lru_cache(maxsize=1)
def _load() -> Mapping[str, tuple[frozenset[str], Mapping[str, _Sort]]]:
    raw = read_table("waits", "everyday.toml")
    return {
        language: (
            frozenset(lists["plain"].split()),
            {
                name: _Sort(frozenset(one["names"].split()), frozenset(one["words"].split()))
                for name, one in lists.items()
                if name != "plain"
            },
        )
        for language, lists in raw.items()
    }


def is_everyday(sentence: str, language: str = "en") -> bool:
    """Whether a sentence, "en" or "es", has everyday words alone, and says nothing of the event with them."""
    flat = _ADDRESS.sub(" ", plain(sentence)).strip()
    if _OF_EVENT.search(flat) or not _has_small_numbers(flat):
        return False
    if list_systems(_AT_PLACE.sub(" ", flat)):
        # "the library is down" may tell of a system
        return False
    plain_words, sorts = _load()[language]
    words = [word.lower() for word in _WORD.findall(_drop_names(flat))]
    # thanks and advice may name the event, and claim nothing of it
    of_event = names_event(_MEANS.sub(" ", flat))
    return any(
        _is_of(name, sort, words, plain_words) and _fits(name, flat)
        for name, sort in sorts.items()
        if not of_event or name in (_FEELING, _ADVICE)
    )


def has_everyday_words(text: str) -> bool:
    """Whether every word of an English text stands in a list of everyday ones, and none names a system."""
    plain_words, sorts = _load()["en"]
    known = plain_words.union(
        *(sorts[name].names | sorts[name].words for name in (_SCHOOL, _FEELING, _REACH))
    )
    words = _WORD.findall(_drop_names(plain(text)).lower())
    return not list_systems(_AT_PLACE.sub(" ", text)) and all(
        any(stem in known for stem in list_stems(word)) for word in words
    )


def are_halves_everyday(said: str) -> bool:
    """Whether a sentence is everyday, as a whole or in each of its halves."""
    halves = re.split(r", and |; ", said)
    return is_everyday(said, "es") or is_everyday(said) or (len(halves) > 1 and all(map(is_everyday, halves)))


def denies(text: str) -> bool:
    """Whether a text denies something, or says that it is no more than that."""
    return _DENIES.search(text) is not None


_REASON = any_case(r",? (?:because|since|so|while) ")
_LEAST_WORDS = 4


def drop_everyday(sentence: str) -> str:
    """The sentence without the half of it that is everyday: "lunch is late because the ... is down"."""
    for seam in _REASON.finditer(sentence):
        first, second = sentence[: seam.start()], sentence[seam.end() :]
        if min(len(first.split()), len(second.split())) < _LEAST_WORDS:
            continue
        if is_everyday(first) and not _DENIES.search(first):
            return capitalize(second)
        # "since the last days of August" is no clause
        if has_verb(second) and not _DENIES.search(second) and is_everyday(second.rstrip(".!")):
            return f"{first}."
    return sentence


def _is_of(name: str, sort: _Sort, words: list[str], plain_words: frozenset[str]) -> bool:
    known = sort.names | sort.words
    named = False
    for word in words:
        stems = list_stems(word)
        if not any(stem in known or stem in plain_words for stem in stems):
            return False
        named = named or any(stem in sort.names for stem in stems)
    return named


def _fits(name: str, flat: str) -> bool:
    """Whether a sentence of these words has the form that its sort has."""
    denies = _DENIES.search(_WITHOUT_YOU.sub(" ", flat))
    if name == _FEELING:
        return not denies and (_FEELS.match(flat) is not None or not flat.isascii())
    if name == _ADVICE:
        return judge_manner(flat) is Manner.ADVICE or _NOBODY_ASKS.match(flat) is not None
    if name == _REACH:
        return not denies and _REACHES.match(flat.lstrip("\u00bf\u00a1")) is not None
    return True


def _has_small_numbers(flat: str) -> bool:
    return all(
        "," not in match[0] and (float(match[0]) <= _MOST or float(match[0]) in _YEARS)
        for match in _NUMBER.finditer(flat)
    )


# a name within a sentence: "the Eastside library", "Ms. Ortiz"
_NAME = re.compile(
    r"(?<=[a-z,] )(?:[A-Z][\w'-]+)(?: [A-Z][\w'-]+)*|\b(?:Mr|Mrs|Ms|Dr|Sr|Sra|Dra)\. [A-Z][\w'-]+"
)
_NO_NAME = re.compile(
    r"\b(?:FBI|CISA|IT|ID|Social|Security|Secret|Service|Experian|Kroll|Equifax|TransUnion|VPN|MFA|SSN"
    r"|Homeland|State"
    r"|Police|Sheriff|Attorney|General|Bitcoin|Insurance|Mutual|All|None|Nobody|No|Not|Every)\b"
)


def _drop_names(flat: str) -> str:
    """The sentence without names of places and people; those that may belong to the event are left."""
    return _NAME.sub(lambda match: match[0] if _NO_NAME.search(match[0]) else " ", flat)


def list_stems(word: str) -> list[str]:
    """A word and what it may be without an ending."""
    stems = [word, word.replace(".", "")]
    bare = re.sub(r"'(?:s|ll|re|ve|d|m)?$", "", word)
    stems.append(bare)
    for ending, put in (
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("ied", "y"),
        ("ed", ""),
        ("d", ""),
        ("ing", ""),
        ("ing", "e"),
    ):
        if bare.endswith(ending) and len(bare) - len(ending) >= 3:
            stem = bare[: -len(ending)] + put
            stems.append(stem)
            if len(stem) > 3 and stem[-1] == stem[-2]:
                stems.append(stem[:-1])
    return stems
