"""A sentence in its plain order: contrasts, gaps, inversions, parts of a whole, what was asked.

Rules read "student passwords have not been reset". People also write "while staff have new passwords, those
of our students have not been reset" and "nine days have been reviewed and twelve have not". What comes of
each form here says the same as the sentence; every clause must then pass by itself (company.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from firstbell.notify.statements.language.sentences import plain
from firstbell.notify.statements.paraphrase.findings import tell_finding
from firstbell.notify.statements.paraphrase.joints import Clause
from firstbell.notify.statements.paraphrase.rewordings import say_same
from firstbell.notify.statements.record import CaseRecord

_LONGEST = 420
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|did|do|does|will|can|remains?)\b|n't\b", re.I)


def say_plainly(said: str) -> str:
    """The sentence without the lead that it is said plainly, and with the names that rules know."""
    return say_same(said, "plain")


# "while" of a contrast, not of a time
_WHILE = re.compile(
    r"^(?:while|whereas|although|though) (?P<first>(?:(?!\b(?:was|were|had|did|if|when)\b)[^,;])+),"
    r" (?P<second>(?!please\b|you can\b|we ask\b)[^;]+)$",
    re.I,
)
_THOSE = re.compile(r"^those of (?=our|the)", re.I)
_LAST_NOUN = re.compile(r"\b(?P<noun>passwords|systems|files|letters|accounts|records|codes)$", re.I)


# a contrast behind what it is told against; "though not ..." is a part of that
_ALTHOUGH = re.compile(
    r"^(?P<first>(?!if\b|unless\b|when\b)[^;]+?), (?:although|even though|though|whereas)"
    r" (?P<second>(?!not\b|only\b|it\b|they\b|this\b|that\b|these\b|those\b|some\b|none\b|most\b)[^;]+)$",
    re.I,
)


def _part_while(said: str) -> list[str]:
    """Of "while A, B": both; "those of our students" by what A speaks of at its end."""
    parts = _WHILE.match(said) or _ALTHOUGH.match(said)
    if parts is None or not all(_FINITE.search(parts[one]) for one in ("first", "second")):
        return []
    second, noun = parts["second"], _LAST_NOUN.search(parts["first"])
    if _THOSE.match(second):
        if noun is None:
            return []
        second = _THOSE.sub(f"the {noun['noun']} of ", second)
    return [parts["first"], second]


def _list_items(words: str) -> list[str]:
    """What a list names, one by one: each must be so by itself."""
    return [one.strip() for one in re.split(r",(?: and)? | and ", words) if one.strip()]


def _be(item: str) -> str:
    return "are" if re.search(r"(?<!s)s$", item) else "is"


_TO_RESTORE = re.compile(r"\b(?:restor\w+|recovery|pending|affected|hit|encrypted)\b", re.I)
_PARTS = re.compile(
    r"^of (?P<whole>(?:the|our) [^,;]+?)(?:, (?:including|among them) (?P<named>[^;]+?))?,"
    r" (?P<many>none|not one|all) (?P<be>has|have|is|are|was|were) (?P<so>[^,;]+)$",
    re.I,
)


def _join_parts(said: str) -> list[str]:
    """Of "of the systems on our list, including A, none has been restored": none of them, and A neither."""
    parts = _PARTS.match(said)
    if parts is None:
        return []
    told = [f"{parts['many']} of {parts['whole']} {parts['be']} {parts['so']}"]
    if parts["named"]:
        if not _TO_RESTORE.search(parts["whole"]):
            # that they belong to it is a claim of its own
            return []
        denied = "" if parts["many"].lower() == "all" else "not "
        plural = {"has": "have", "was": "were"}
        for one in _list_items(parts["named"]):
            be = parts["be"].lower() if _be(one) == "is" else plural.get(parts["be"].lower(), "are")
            told += [f"{one} {be} {denied}{parts['so']}"]
            told += [f"{one} {_be(one)} still pending"] if denied else []
    return told


_ASKED_IT = re.compile(
    r"^asked (?:whether|if|about) (?P<what>the (?:[\w' -]+?))(?: (?:might|may|could|will|would|can|had"
    r"|has|was|is)"
    r" [^,;]+)?, (?:the (?:district|superintendent|administration|board)|(?:Superintendent |Dr\. |Mr\. "
    r"|Ms\. |Mrs\. )?[A-Z]\w+)"
    r" (?:said|answered|replied)(?: that)? (?:it|they) (?P<so>(?:is|are|was|were|has|have|remains?) [^,;]+)$",
    re.I,
)


def _name_asked(said: str) -> list[str]:
    """Of "asked whether the number might rise, the district said it is final": that the number is."""
    asked = _ASKED_IT.match(said)
    return [f"{asked['what']} {asked['so']}"] if asked else []


_WAYS: Sequence[Callable[[str], list[str]]] = (_part_while, _join_parts, _name_asked)  # fmt: skip


def tell_plain_order(said: str, written: str, record: CaseRecord) -> Iterator[Sequence[Clause]]:
    """The clauses of a sentence in their plain order; nothing where it has that already."""
    text = plain(said).strip().rstrip(".!")
    if len(text) > _LONGEST or "?" in text:
        return
    told = say_plainly(text)
    parts = tell_finding(told, record) or next((found for way in _WAYS if (found := way(told))), [])
    if parts:
        yield [Clause(_begin(one), written) for one in parts]
    elif told != text:
        yield [Clause(_begin(told), written)]


def _begin(part: str) -> str:
    part = part.strip(" ,")
    return f"{part[:1].upper()}{part[1:]}."
