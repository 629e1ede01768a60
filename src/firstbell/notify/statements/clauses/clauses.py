"""Clauses read by their words, in whatever order: passive or active, with a verb or without one.

A clause is taken only as a whole: each of its words is one that its kind of clause needs or may have, one
that says nothing, a number, a day or a negation. What it tells is compared with the record; where the record
does not tell, or the clause has another word, it is left to the rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from firstbell.notify.statements.clauses.parts import TAKERS, ClauseRest, take_agencies, take_days
from firstbell.notify.statements.judges.told_days import ToldDay
from firstbell.notify.statements.language.names import list_named
from firstbell.notify.statements.language.patterns import any_case, any_words, read_patterns, read_table
from firstbell.notify.statements.language.quantities import Amount, Quantity
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject


@dataclass(frozen=True, slots=True)
class SaidClause:
    """What a clause says: its numbers, amounts of data, days, systems by name, and how often it denies.

    `text`: as written; `sentence`: in which it stands. `share`: the words of a share, how it is bounded with
    them; "" where it names none.
    """

    text: str
    sentence: str
    numbers: Sequence[Quantity]
    amounts: Sequence[Amount]
    days: Sequence[ToldDay]
    systems: frozenset[str]
    agencies: frozenset[str]
    hours: Sequence[tuple[int, int]]
    kinds: frozenset[str]
    share: str
    denied: int

    def has(self, words: str) -> bool:
        """Whether the clause has a word of an expression."""
        return re.search(rf"\b(?:{words})\b", self.text, re.I) is not None

    def counts(self, *found: float) -> bool:
        """Whether its numbers, from the least on, are these, or the first of them."""
        order = sorted(self.numbers, key=lambda one: one.value)
        return len(order) <= len(found) and all(map(Quantity.fits, order, found))


Verdict = bool | None
Compare = Callable[[CaseRecord, SaidClause], Verdict]


@dataclass(frozen=True, slots=True)
class ReadClause:
    """A clause that is read whole, from `start` to `end` of its sentence; whether it `fits` the record."""

    start: int
    end: int
    fits: bool
    subject: Subject
    kind: str


@dataclass(frozen=True, slots=True)
class _Kind:
    needs: Sequence[re.Pattern[str]]
    may: re.Pattern[str]
    takes: frozenset[str]
    context: re.Pattern[str] | None
    compare: str
    subject: Subject
    also: Sequence[Subject]
    kind: str
    form: int


DENIAL = any_case(
    r"\b(?:no|not|none|never|nothing|nobody|neither|nor|without|lack(?:s|ed|ing)?|cannot|missing)\b|n't\b"
)
# words that say nothing by themselves
_SAYS_NOTHING = any_case(
    r"\b(?:(?:please )?(?:be advised|note|know)(?: that)?|in fact|so far|to date|until now|up to now|thus far"
    r"|as of (?:today|now|this (?:morning|afternoon|evening|writing))|at (?:this|the present) (?:time|point"
    r"|moment)|at present|for now|right now|up to this point|the|an?|of|for|to|in|on|at|from|by|with|and|that"
    r"|which|who|whom|this|these|those|its?|they|them|theirs?|we|us|ours?|i|you|your|district(?:'s)?|schools?"
    r"|is|are|was|were|be|been|has|have|had|having|do|does|did|there|exists?|currently|now|already|yet|still"
    r"|also|too|as well|then|here|namely|each|as|so|can|could|since|when|day|days|morning|date|sadly"
    r"|unfortunately|regrettably|fortunately|thankfully|finally|at last|of course|indeed"
    r"|as (?:you|many of you) (?:may |might )?(?:already )?(?:know|have heard|have read)|(?:that )?we know of"
    r"|(?:so |as )?far as we (?:know|can tell)|to our knowledge|to be (?:exact|precise|clear|honest|frank)"
    r"|more or less|give or take|as things stand|as we (?:write|speak)(?: this)?|at the moment|for the moment"
    r"|for the time being|tonight|as of (?:[\d:]+ ?[ap]\.?m\.?|noon|midday)(?: today)?|all told|in all"
    r"|in total|altogether|respectively|ourselves|itself|themselves|meanwhile|in the meantime|since then"
    r"|we (?:can|are able to) (?:confirm|say|report|share)(?: that)?|it is (?:true|known|a fact|clear) that"
    r"|we know(?: that)?|my|me|their|his|her|then|to report|to say|point|sorry|the fact is|note)\b"
    r"|'s\b|'ve\b|'re\b|'d\b"
)
_SEAM = any_case(
    r"[;()\u2014]|:(?!\d)| - |,(?=\s)|\bafter(?= (?:a|the|their) (?:ransom )?demand\b)"
    r"|\bsince(?= (?:the|our|it) (?:\w+ ){0,3}?(?:opened|went live)\b)|\b(?:and|but|while|though|although"
    r"|whereas)\b"
    r"|\bsince(?= (?:an?|half|one|two|three|four|about|the rest|most|part|\d[\d,]*) (?:\w+ ){0,8}(?:still"
    r"|not|left|to go)\b)"
    r"|\bso(?= (?:we|it|nobody|no one|they|these|those) (?:do|can|could|is|are|was|were|does|have"
    r"|has)(?: ?not|n't)\b)"
)
_HEAD = any_case(r"^(?:[\s,;:()\u2014-]|\b(?:and|but|while|though|although|whereas|yes)\b)+")
_TAIL = any_case(r"(?:[\s,;:()\u2014.!-]|\b(?:and|but|while)\b)+$")
# "is to be restored", "is being restored"
_NOT_YET_DONE = any_words(r"to be|being|(?:have|has|had|about|yet|ought) to")
# what begins with one of these hangs on what stands before
_HANGS = any_case(
    r"(?:that(?! (?:day|date|deadline|number|count|list|search|figure|sum|total|work|review)\b)|whether"
    r"|if|or|nor|because|unless|until|when|once|except|than|like|therefore|thus|hence|thanks"
    r"|so(?! far)|for (?:this|that))\b"
)
# sentences in which a clause need not be said to be so
_UNTRUE = any_words(
    r"true|false|untrue|rumou?rs?|myth|den(?:y|ies|ied)|contrary|mistaken|wrong|incorrect|wish|suppose"
    r"|imagine|proof|guarantee\w*|doubt\w*"
)
# "every system is back but payroll"
_LEFT_OUT = any_case(r"\s+but (?:the |our |for |its )*(?:[\w-]+ ){0,2}[\w-]+[.!]?$")
_ASKED = any_case(r"\bwhether\b")
# words by which what stands between two of these marks is not said to be so
_STRONG = re.compile(r"[;:\u2014]")
_NOT_SAID = any_case(
    r"\b(?:if|unless|until(?! (?:\w+day|noon|midnight|january|february|march|april|may|june|july|august"
    r"|september|october|november|december)\b)|would|will(?! cost\b)|should|might|whether"
    r"|claim(?:s|ed)(?! (?:the attack|responsib))|allege\w*|believe\w*|think|thought|suspect\w*|assum\w+"
    r"|likely|probabl\w+|possibl[ey]|perhaps|appears?|seems?|reportedly|suggests?|estimate\w*"
    r"|(?<!of an )expect\w*(?! (?:the )?(?:\w+ )?(?:bill|costs?|total|response|expenses?)\b)|plan(?:s|ned)?"
    r"|hopes?|hoped|soon|tomorrow|next (?:week|month|year)|not only)\b"
    r"|(?<!in )\bmay\b(?! \d)|'ll\b"
)
_MOST_SEAMS = 8


@lru_cache(maxsize=1)
def _load_same() -> Sequence[tuple[re.Pattern[str], str]]:
    """What says the same in other words, and the words for it that clauses are read by."""
    raw = read_table("clauses", "synonyms.toml")
    return [(any_case(rf"(?<![\w-])(?:{said})(?!\w)"), meant) for said, meant in raw["same"]]


@lru_cache(maxsize=1)
def _load() -> Sequence[_Kind]:
    raw, fill = read_patterns("clauses", "clauses.toml")
    return [
        _Kind(
            [any_case(rf"(?<!\w)(?:{fill(words)})(?!\w)") for words in one["needs"]],
            any_case(rf"(?<![\w-])(?:{fill(one.get('may', '')) or '(?!)'})(?!\w)"),
            frozenset(one.get("takes", ())),
            any_case(fill(one["context"])) if "context" in one else None,
            one["compare"],
            Subject(one["subject"]),
            [Subject(name) for name in one.get("also", ())],
            one["kind"],
            _FORMS.index(("day" in one.get("takes", ()), "agency" in one.get("takes", ()))),
        )
        for one in raw["clauses"]
    ]


def _list_spans(flat: str, taken: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """The sentence and its parts between seams, and `taken` stretches, the longest first."""
    cuts = sorted([*(match.span() for match in _SEAM.finditer(flat)), *taken])
    if len(cuts) > _MOST_SEAMS:
        cuts = [cut for cut in cuts if flat[cut[0]] in ";:(\u2014"][:_MOST_SEAMS]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(flat)]
    spans = set()
    for start in starts:
        for end in ends:
            if end <= start:
                continue
            lead = _HEAD.match(flat[start:end])
            first = start + (lead.end() if lead else 0)
            tail = _TAIL.search(flat[first:end])
            last = first + tail.start() if tail else end
            # what stands before a semicolon and what stands behind it are never one clause
            if last - first > 3 and ";" not in flat[first:last]:
                spans.add((first, last))
    return sorted(spans, key=lambda span: (span[0] - span[1], span[0]))


def read_clauses(
    flat: str, record: CaseRecord, *, comparers: Mapping[str, Compare], taken: Sequence[tuple[int, int]]
) -> list[ReadClause]:
    """The clauses of a plain sentence that are read whole; none overlaps another or a `taken` stretch."""
    if _UNTRUE.search(flat):
        return []
    read: list[ReadClause] = []
    for start, end in _list_spans(flat, taken):
        if not any(start < stop and begin < end for begin, stop in taken) and not _is_bound(flat, start, end):
            read += _compare(flat, (start, end), record, comparers)
    # a stretch of several parts that does not fit may be taken wrongly: then its parts are
    ended = [*taken, *((one.start, one.end) for one in read if one.fits)]
    whole = [one for one in read if one.fits or _stands_alone(flat, one, ended)]
    found: list[ReadClause] = []
    for one in sorted(whole, key=lambda one: (not one.fits, one.start - one.end)):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    return found


# "A, B and C are back": the last of a list has the verb of all
_NO_SEAM = any_case(r", [^,;]{2,60} (?:among|included)(?: them)?,|(?<=restored) and (?=verified)")
_LISTED = any_case(r"(?<![,;])\s+and\s*$")


def _stands_alone(flat: str, clause: ReadClause, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether a clause is one part of its sentence, and not the end of a list."""
    if _SEAM.search(_NO_SEAM.sub(" ", flat[clause.start : clause.end])):
        return False
    # what another part has before it ends there, and "and" begins the clause
    if any(stop <= clause.start and flat[stop : clause.start].strip() == "and" for _, stop in taken):
        return True
    before = flat[: clause.start]
    return not _LISTED.search(before)


def _compare(
    flat: str, span: tuple[int, int], record: CaseRecord, comparers: Mapping[str, Compare]
) -> list[ReadClause]:
    """A stretch as the first kind of clause that takes it; none where no kind does."""
    start, end = span
    text, around = flat[start:end], f"{record.before} {flat}" if record.before else flat
    says_more = _SAYS_MORE.search(text) is not None
    works = [_open(text, record, dated=dated, of_agencies=named) for dated, named in _FORMS]
    for kind in _list_kinds(tuple(work.rest for _, work in works)):
        if (says_more and kind.compare not in _OF_MORE) or (kind.context and not kind.context.search(around)):
            continue
        told, work = works[kind.form]
        said = _read(kind, told, replace(work, agencies={*work.agencies}), sentence=flat, record=record)
        fits = comparers[kind.compare](record, said) if said else None
        # what is only believed bears nothing out that is said flatly
        if fits is not None and (not fits or record.is_known(kind.subject, *kind.also)):
            return [ReadClause(start, end, fits, kind.subject, kind.kind)]
    return []


# in which ways a stretch is opened for kinds: with its "today", and without the agencies that it names
_FORMS = ((False, False), (False, True), (True, False), (True, True))


@lru_cache(maxsize=1024)
def _list_kinds(rests: tuple[str, ...]) -> list[_Kind]:
    """The kinds of clauses whose first need stands in a stretch, as each kind has it opened."""
    return [kind for kind in _load() if not kind.needs or kind.needs[0].search(rests[kind.form])]


def _open(text: str, record: CaseRecord, *, dated: bool, of_agencies: bool) -> tuple[str, ClauseRest]:
    """The text in the words by which clauses are read, and what is left of it without names."""
    text = _word_alike(text) if dated else _drop_today(_word_alike(text))
    spelled, rest = _spell(text, tuple(record.names))
    work = ClauseRest(rest, spelled)
    _name_intruders(work, record)
    if of_agencies:
        take_agencies(work, record)
    return text, work


def _is_bound(flat: str, start: int, end: int) -> bool:
    """Whether a stretch hangs on what stands before, or need not be said to be so."""
    text = flat[start:end]
    if _HANGS.match(text) or text.count("(") != text.count(")"):
        return True
    if _LEFT_OUT.match(flat, end):
        return True
    first = max((mark.end() for mark in _STRONG.finditer(flat, 0, start)), default=0)
    behind = _STRONG.search(flat, end)
    after = flat[end : behind.start() if behind else len(flat)]
    # what another clause behind it asks, "..., it is open whether ...", does not bind it
    return _NOT_SAID.search(flat[first:end] + _ASKED.sub(" ", after)) is not None


@lru_cache(maxsize=1024)
def _word_alike(text: str) -> str:
    """The text with the words by which clauses are read, where it says the same in others."""
    for words, meant in _load_same():
        text = words.sub(meant, text)
    return text


# "the bill stands at ... today": of a state that lasts, and of nothing that happened
_STATE = any_case(
    r"\b(?:is|are|stands?|remains?|totals?|comes?|work|works|do|does)\b"
    r"(?!.*\b(?:been|was|were|sent|went|gone|out|told|informed|found|paid|mailed|issued)\b)"
)
_TODAY = any_case(r",? \btoday\b")


def _drop_today(text: str) -> str:
    return _TODAY.sub("", text) if _STATE.search(text) else text


# what is compared with who did it, or with how long it lasted
_OF_MORE = frozenset({"identified", "inside", "taken_between"})
_DOES = re.compile(
    r"_{3,} (?:has|have|had|did|want|demand|ask|claim|gave|set|publish|post|took|stole|put|got|is|was)"
)


def _name_intruders(work: ClauseRest, record: CaseRecord) -> None:
    """Reads the name that a group gives itself: it is the group, or only told."""
    called = record.get(Subject.INTRUDERS, "name")
    if not isinstance(called, str):
        return
    work.drop(any_case(rf"\b{re.escape(called)}\b"))
    if _DOES.search(work.rest):
        work.rest = re.sub("_{3,}", "the intruders", work.rest, count=1)


# what seems to bind words alone, and says for how long, or what somebody knows
_SAYS_MORE = any_case(
    r"\bfor (?:a|an|the|half a|most of the|part of a) (?:\w+ )?(?:days?|mornings?)\b(?: each)?"
    r"|\b(?:knows?|knew|aware|told|learned|heard)(?: of| about)? (?:who|where|why|how|what)\b"
    r"|\b(?:was|were|had been) already\b|\bsince$"
)


@lru_cache(maxsize=1024)
def _spell(text: str, names: tuple[str, ...]) -> tuple[str, str]:
    """The text as it is read, and what is left of it without the district's names."""
    work = ClauseRest(re.sub(r"\bcan't\b", "can not", text, flags=re.I))
    for words in list_named(work.rest, names, r"(?i)\b{}\b"):
        work.drop(words)
    return work.text, work.rest


def _read(
    kind: _Kind, text: str, work: ClauseRest, *, sentence: str, record: CaseRecord
) -> SaidClause | None:
    """What a clause of this kind says; None where it is none, or has words besides."""
    for words in kind.needs:
        if not words.search(work.rest):
            return None
        work.drop(words)
    work.drop(kind.may)
    if _NOT_YET_DONE.search(work.rest):
        return None
    denied = len(DENIAL.findall(work.rest))
    if "day" in kind.takes and not take_days(work, record):
        return None
    for name, take in TAKERS:
        if name in kind.takes:
            take(work)
    if re.search(r"[^\W_]|%|\$", _SAYS_NOTHING.sub(" ", DENIAL.sub(" ", work.rest))):
        return None
    return SaidClause(
        text, sentence, work.numbers, work.amounts, work.days, work.systems, frozenset(work.agencies),
        work.hours, work.kinds, work.share, denied,
    )  # fmt: skip
