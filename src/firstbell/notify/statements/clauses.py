"""Clauses read by their words, in whatever order: passive or active, with a verb or without one.

A clause is taken only as a whole: each of its words is one that its kind of clause needs or may have, one
that says nothing, a number, a day or a negation. What it tells is compared with the record; where the record
does not tell, or the clause has another word, it is left to the rules.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from firstbell.notify.statements.dates import find_clock_times
from firstbell.notify.statements.judges.names import list_systems, place_agencies, place_systems, take_kinds
from firstbell.notify.statements.judges.told_days import DAY, ToldDay, find_days
from firstbell.notify.statements.quantities import (
    SHARE,
    SPELLED,
    Amount,
    Quantity,
    find_amounts,
    find_numbers,
)
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


_BOUND = (
    r"(?:(?:not quite|not even|just under|just over|a little (?:under|over|less than|more than)"
    r"|slightly (?:less"
    r"|more) than|more than|less than|fewer than|at least|no fewer than|no less than|nearly|almost|about"
    r"|around"
    r"|roughly|approximately|close to|over|under|up to|exactly|some|a total of|a further|another|all of"
    r"|all) )"
)
_MONEY = r"(?: (?:us )?dollars?\b)?"
_NUMBER = re.compile(
    rf"{_BOUND}?(?:\$ ?)?(?:(?<![\w.,])\d[\d,]*(?:\.\d+)?(?: ?(?:million|thousand|billion))?(?![\w])"
    rf"|\b(?:half a|a quarter of a|a) million\b|\b{SPELLED}(?: and a half(?: million)?)?\b){_MONEY}",
    re.I,
)
_HOUR = re.compile(r"\b(?:at )?\d{1,2}(?::\d\d)? ?[ap]\.?m\b\.?", re.I)
_AMOUNT = re.compile(
    rf"{_BOUND}?(?:\d[\d,]*(?:\.\d+)?|{SPELLED}(?: and a half)?)[ -]"
    r"?(?:[kmgtp]i?b|(?:kilo|mega|giga|tera|peta)bytes?|gigs?)\b",
    re.I,
)
_SHARED = re.compile(rf"{_BOUND}*(?:{SHARE.pattern}|\bhalf\b)(?: of)?", re.I)
DENIAL = re.compile(
    r"\b(?:no|not|none|never|nothing|nobody|neither|nor|without|lack(?:s|ed|ing)?|cannot|missing)\b|n't\b",
    re.I,
)
# words that say nothing by themselves
_SAYS_NOTHING = re.compile(
    r"\b(?:(?:please )?(?:be advised|note|know)(?: that)?|in fact|so far|to date|until now|up to now|thus far"
    r"|as of (?:today|now|this (?:morning|afternoon|evening|writing))|at (?:this|the present) (?:time"
    r"|point|moment)"
    r"|at present|for now|right now|up to this point|"
    r"the|an?|of|for|to|in|on|at|from|by|with|and|that|which|who|whom|this|these|those|its?|they|them"
    r"|theirs?|we"
    r"|us|ours?|i|you|your|district(?:'s)?|schools?|is|are|was|were|be|been|has|have|had|having|do|does|did"
    r"|there|exists?|currently|now|already|yet|still|also|too|as well|then|here|namely|each|as|so|can|could"
    r"|since|when|day|days|morning|date)\b|'s\b|'ve\b|'re\b",
    re.I,
)
_SEAM = re.compile(r"[;:()\u2014]| - |,(?=\s)|\b(?:and|but|while|though|although|whereas)\b", re.I)
_HEAD = re.compile(r"^(?:[\s,;:()\u2014-]|\b(?:and|but|while|though|although|whereas|yes)\b)+", re.I)
_TAIL = re.compile(r"(?:[\s,;:()\u2014.!-]|\b(?:and|but|while)\b)+$", re.I)
# "is to be restored", "is being restored"
_NOT_YET_DONE = re.compile(r"\b(?:to be|being|(?:have|has|had|about|yet|ought) to)\b", re.I)
# what begins with one of these hangs on what stands before
_HANGS = re.compile(
    r"(?:that(?! (?:day|date|deadline|number|count|list|search|figure|sum|total|work|review)\b)|whether"
    r"|if|or|nor|because|unless|until|when|once|except|than|like|therefore|thus|hence|thanks"
    r"|so(?! far)|for (?:this|that))\b",
    re.I,
)
# sentences in which a clause need not be said to be so
_UNTRUE = re.compile(
    r"\b(?:true|false|untrue|rumou?rs?|myth|den(?:y|ies|ied)|contrary|mistaken|wrong|incorrect|wish|suppose"
    r"|imagine|proof|guarantee\w*|doubt\w*)\b",
    re.I,
)
# "every system is back but payroll"
_LEFT_OUT = re.compile(r"\s+but (?:the |our |for |its )*(?:[\w-]+ ){0,2}[\w-]+[.!]?$", re.I)
_ASKED = re.compile(r"\bwhether\b", re.I)
# words by which what stands between two of these marks is not said to be so
_STRONG = re.compile(r"[;:\u2014]")
_NOT_SAID = re.compile(
    r"\b(?:if|unless|until|would|will|should|might|whether|claim(?:s|ed)(?! (?:the attack|responsib))"
    r"|allege\w*|believe\w*|think|thought"
    r"|suspect\w*|assum\w+|likely|probabl\w+|possibl[ey]|perhaps|appears?|seems?|reportedly|suggests?"
    r"|estimate\w*|(?<!of an )expect\w*"
    r"|plan(?:s|ned)?|hopes?|hoped|soon|tomorrow|next (?:week|month|year)|not only)\b"
    r"|(?<!in )\bmay\b(?! \d)|'ll\b",
    re.I,
)
_MOST_SEAMS = 8


@lru_cache(maxsize=1)
def _load() -> Sequence[_Kind]:
    raw = tomllib.loads(files("firstbell.notify.statements").joinpath("clauses.toml").read_text("utf-8"))
    parts: dict[str, str] = {}

    def fill(words: str) -> str:
        return re.sub(r"\{([A-Z_]+)\}", lambda match: parts[match[1]], words)

    for name, words in raw["parts"].items():
        parts[name] = fill(words)
    return [
        _Kind(
            [re.compile(rf"(?<!\w)(?:{fill(words)})(?!\w)", re.I) for words in one["needs"]],
            re.compile(rf"(?<![\w-])(?:{fill(one.get('may', '')) or '(?!)'})(?!\w)", re.I),
            frozenset(one.get("takes", ())),
            re.compile(fill(one["context"]), re.I) if "context" in one else None,
            one["compare"],
            Subject(one["subject"]),
            [Subject(name) for name in one.get("also", ())],
            one["kind"],
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
            if last - first > 3:
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
    whole = [one for one in read if one.fits or _stands_alone(flat, one)]
    found: list[ReadClause] = []
    for one in sorted(whole, key=lambda one: (not one.fits, one.start - one.end)):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    return found


# "A, B and C are back": the last of a list has the verb of all
_NO_SEAM = re.compile(r", [^,;]{2,60} (?:among|included)(?: them)?,|(?<=restored) and (?=verified)", re.I)
_LISTED = re.compile(r"(?<![,;])\s+and\s*$", re.I)


def _stands_alone(flat: str, clause: ReadClause) -> bool:
    """Whether a clause is one part of its sentence, and not the end of a list."""
    if _SEAM.search(_NO_SEAM.sub(" ", flat[clause.start : clause.end])):
        return False
    before = flat[: clause.start]
    return not _LISTED.search(before)


def _compare(
    flat: str, span: tuple[int, int], record: CaseRecord, comparers: Mapping[str, Compare]
) -> list[ReadClause]:
    """A stretch as the first kind of clause that takes it; none where no kind does."""
    start, end = span
    for kind in _load():
        said = _read(kind, flat[start:end], flat, record)
        fits = comparers[kind.compare](record, said) if said else None
        # what is only believed bears nothing out that is said flatly
        if fits is not None and (not fits or record.is_known(kind.subject, *kind.also)):
            return [ReadClause(start, end, fits, kind.subject, kind.kind)]
    return []


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


def _read(kind: _Kind, text: str, sentence: str, record: CaseRecord) -> SaidClause | None:
    """What a clause of this kind says; None where it is none, or has words besides."""
    if kind.context and not kind.context.search(sentence):
        return None
    text = re.sub(r"\b(?:one|a) hundred per ?cent\b", "100 percent", text, flags=re.I)
    work = _Work(re.sub(r"\bcan't\b", "can not", text, flags=re.I))
    for name in record.names:
        work.drop(re.compile(rf"\b{re.escape(name)}\b", re.I))
    if "agency" in kind.takes:
        _take_agencies(work, record)
    for words in kind.needs:
        if not words.search(work.rest):
            return None
        work.drop(words)
    work.drop(kind.may)
    if _NOT_YET_DONE.search(work.rest):
        return None
    denied = len(DENIAL.findall(work.rest))
    for name, take in _TAKERS:
        if name in kind.takes and not take(work, record):
            return None
    if re.search(r"[^\W_]|%|\$", _SAYS_NOTHING.sub(" ", DENIAL.sub(" ", work.rest))):
        return None
    return SaidClause(
        text, sentence, work.numbers, work.amounts, work.days, work.systems, frozenset(work.agencies),
        work.hours, work.kinds, work.share, denied,
    )  # fmt: skip


@dataclass(slots=True)
class _Work:
    """What is left of a clause, and what was taken from it."""

    rest: str
    numbers: list[Quantity] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    days: list[ToldDay] = field(default_factory=list)
    hours: list[tuple[int, int]] = field(default_factory=list)
    agencies: set[str] = field(default_factory=set)
    systems: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    share: str = ""

    def drop(self, words: re.Pattern[str]) -> None:
        """Marks every match of these words as read."""
        self.rest = words.sub(_mark, self.rest)

    def drop_places(self, places: Sequence[tuple[str, int, int]]) -> None:
        """Marks these stretches as read."""
        for _, start, end in places:
            self.rest = self.rest[:start] + "_" * (end - start) + self.rest[end:]


def _take_agencies(work: _Work, record: CaseRecord) -> None:
    """The agencies that a clause names, the insurer by its own name too."""
    carrier = record.get(Subject.INSURANCE, "carrier")
    words = re.compile(rf"\b{re.escape(str(carrier))}\b", re.I) if carrier else None
    if words and words.search(work.rest):
        work.agencies.add("insurer")
        work.drop(words)
    places = place_agencies(work.rest)
    work.agencies |= {name for name, _, _ in places}
    work.drop_places(places)
    work.drop(_OF_AGENCIES)


_OF_AGENCIES = re.compile(r"\b(?:county|insurance(?: company| carrier)?|company)\b", re.I)


def _take_days(work: _Work, record: CaseRecord) -> bool:
    if (told := find_days(work.rest, record)) is None:
        return False
    work.days = told
    work.drop(DAY)
    return True


def _take_hours(work: _Work, record: CaseRecord) -> bool:
    del record
    work.hours = [(hour, minute) for hour, minute, sure in find_clock_times(work.rest) if sure]
    work.drop(_HOUR)
    return True


def _take_amounts(work: _Work, record: CaseRecord) -> bool:
    del record
    work.amounts = find_amounts(work.rest)
    work.drop(_AMOUNT)
    return True


def _take_share(work: _Work, record: CaseRecord) -> bool:
    del record
    match = _SHARED.search(work.rest)
    work.share = match[0] if match else ""
    work.drop(_SHARED)
    return True


def _take_numbers(work: _Work, record: CaseRecord) -> bool:
    del record
    work.numbers = [one for match in _NUMBER.finditer(work.rest) for one in find_numbers(match[0])]
    work.drop(_NUMBER)
    return True


def _take_systems(work: _Work, record: CaseRecord) -> bool:
    del record
    work.systems = frozenset(list_systems(work.rest))
    if work.systems:
        work.drop_places(place_systems(work.rest))
        work.drop(_SYSTEM)
    return True


_SYSTEM = re.compile(r"\bsystems?\b", re.I)


def _take_kinds(work: _Work, record: CaseRecord) -> bool:
    del record
    work.kinds, work.rest = take_kinds(work.rest, "_")
    return True


# in the order in which they are taken
_TAKERS: Sequence[tuple[str, Callable[[_Work, CaseRecord], bool]]] = (
    ("day", _take_days),
    ("hour", _take_hours),
    ("amount", _take_amounts),
    ("share", _take_share),
    ("number", _take_numbers),
    ("system", _take_systems),
    ("kind", _take_kinds),
)


def _mark(match: re.Match[str]) -> str:
    return "_" * len(match[0])
