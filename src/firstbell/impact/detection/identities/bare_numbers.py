r"""Numbers of the roster that stand in a sentence without a word that says whose they are.

>>> text = b"spoke with 200002 today\norder 200002 came\npaid 200002 dollars\n"
>>> sorted(find_lonely(text, [(11, 17), (30, 36), (47, 53)]))
[11]
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from firstbell.impact.detection.identities.mentions import Mention
from firstbell.impact.detection.values.numbers import THING_WORDS
from firstbell.impact.people.folded_text import split_words
from firstbell.impact.people.lexicon import Lexicon, NameForms
from firstbell.impact.people.person import STAFF

# shorter ones are numbers of anything
_FEWEST_CHARS = 6
_REACH = 24
_FEWEST_LEADING = 2
_MANY_ROWS = 4
# the cells of a line that a tab or a gap parts, and a number alone in one
_CELL = re.compile(rb"(?:[^\t ]|(?<=[^\t ]) (?=[^\t ]))+|(?<=\t)(?=\t)")
_MEASURE = re.compile(rb"[$]?\d[\d,]*(?:\.\d+)?")
# signs that set a line or a word off, as in Markdown
_DRAWN = b"*_>`"
# words that may be a name, and what may stand between them and a number
_NAMED = re.compile(
    rb"(?:^|[\s,;:])((?:[a-z][a-z.'-]*[ ]){0,3}[a-z][a-z.'-]*)"
    rb"(?:[ \t]*[,(#\[/|]+[ \t]*|[ \t]{2,})+(?:id|emp)?[ #:.]*\Z"
)
_NAMED_REACH = 48
# where goods are ordered, sent or measured, lines begin with the numbers of these
_GOODS = re.compile(
    rb"\b(?:packing (?:slip|list)|ship(?:ped)? to|bill of lading|qty|quantity|meter readings?|"
    rb"part (?:no|number)s?)\b|\b(?:w/?o ?#|work orders?\b)"
)
_ORDER = re.compile(rb"\b(?:purchase order|packing (?:slip|list)|bill of lading|requisition)\b")
# what people write to each other, order and claim has numbers, too
_POSTED = re.compile(
    rb"(?:posts?|threads?|tickets?|alerts?|claims?|parts?|items?|orders?|invoices?|serials?)[#:]?"
)
_OF_PEOPLE = re.compile(rb"\b(?:students?|pupils?|patients?|names?|ssid|employees?|children)\b")
# what a number that follows counts or names
_THING = re.compile(
    rb"(?:\b(?:" + THING_WORDS.encode() + rb"|bibs?|lanes?|heats?|jerseys?|uniforms?|plates?"
    rb"|cases?|checks?|vouchers?|accounts?|acct|policy|route|rooms?|rm|zip|tag|vin|unit|version|v|"
    rb"paid|pays?|cost|total|sum|budget|balance|meter|reading|box|ext|extension|fax|tel|phone|call|job|batch|page|"
    rb"builds?|incidents?|visits?|work orders?|wo|serials?|posts?|alerts?|claims?|tags?|events?|"
    rb"line|row|port|pid|process|thread|bytes|size|request|req|session|seq|record|count|key|bar|code)s?"
    rb"(?:[_ ](?:id|no|num|number)\b)?|[$%&=+*/\\])[ .:#=()\"'-]*$"
)
_COUNTED = re.compile(
    rb"[ ]?(?:%|dollars|usd|students|pupils|people|items|pages|copies|miles|kwh|bytes|kb|mb|gallons|lbs|"
    rb"sq|square|cubic|ms|times|units|records|rows)\b"
)


# a message of a chat: who, when, what
_POST = re.compile(
    rb"(?m)^[ \t]*([a-z][a-z0-9._-]{2,30})[ \t]{1,4}[\[(]?\d{1,2}:\d\d(?::\d\d)?(?:[ ]?[ap]m)?[\])]?"
    rb"[ \t:]{1,4}(\S[^\n]*)$"
)
_TALKS = re.compile(rb"\?|\b(?:i|i'm|me|my|we|us|you|yes|yep|ok|okay|k|thx|thanks|lol|fyi|whos|who's)\b")
_ID_LABEL = re.compile(
    rb"(student|staff|employee|emp|local|state|district|person|pupil|lunch|user|perm|permanent|sis|badge|sid|eid|lid|member)?"
    rb"[ _]*(id|number|no|pin|sid|eid)?[ .]*(#|number|no)?[\"' .]*(?:[:#=(]|is\b)?[ \t\"']*$"
)
_OF_A_THING = re.compile(
    rb"(?:incident|ticket|alert|asset|device|job|build|event|order|invoice|claim|serial|item|part|post|log|batch)s?"
    rb"[ _-](?:ids?|no|num|number|#)[ .#:=()\"'\t-]*$"
)


def is_called_number(before: bytes) -> bool:
    """Whether what stands before a number says that it is somebody's, and not a thing's.

    >>> is_called_number(b"student id: "), is_called_number(b"incident id: "), is_called_number(b"met ")
    (True, False, False)
    """
    if _OF_A_THING.search(before):
        return False
    label = _ID_LABEL.search(before)
    return before.rstrip(b" ").endswith(b"#") or (label is not None and bool(label[0].strip(b" .:#=(\t\"'")))


def orders_goods(folded: bytes) -> bool:
    """Whether a text orders, sends or bills goods, and speaks of nobody they are for."""
    return (
        _ORDER.search(folded) is not None
        and _GOODS.search(folded) is not None
        and not _OF_PEOPLE.search(folded)
    )


def _is_named(lexicon: Lexicon, folded: bytes, number: Mention) -> bool:
    """Whether a name of whoever has a number stands right before it: "Olson (E2179)", "Ada O. / 200001"."""
    match = _NAMED.search(folded[max(0, number.start - _NAMED_REACH) : number.start])
    words = [word for word in split_words(match[1]) if word] if match is not None else []
    return bool(words) and any(_ends_as_called(words, lexicon.forms[who]) for who in number.candidates)


def _ends_as_called(words: Sequence[bytes], forms: NameForms) -> bool:
    """Whether the last words are a family name, or a given one with the first letter of the family's."""
    if any(tuple(words[-len(form) :]) == form for form in forms.family):
        return True
    is_short = len(words[-1]) == 1 and any(form[0].startswith(words[-1]) for form in forms.family)
    return is_short and any(tuple(words[-len(form) - 1 : -1]) == form for form in forms.given)


def find_lonely(folded: bytes, spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    """Where the numbers begin, of these (start, end), that may stand for somebody by themselves."""
    return frozenset(
        start
        for start, end in spans
        if end - start >= _FEWEST_CHARS
        and not _THING.search(folded[max(0, start - _REACH) : start])
        and not _COUNTED.match(folded[end : end + _REACH])
    )


def find_measured(folded: bytes, spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    r"""Where the numbers begin, of these (start, end), that stand below and above others in their column, of
    which most are nobody's: readings, sums and counts that happen to be somebody's number.

    >>> text = b"gas\t199871\tok\ngas\t200002\tok\ngas\t200140\tok\n"
    >>> sorted(find_measured(text, [(18, 24)])), sorted(find_measured(text, [(4, 10), (18, 24)]))
    ([18], [])
    """
    starts_of = {start for start, _ in spans}
    if not starts_of:
        return frozenset()
    known: dict[tuple[int, int], list[int]] = {}
    counts: Counter[tuple[int, int]] = Counter()
    at = 0
    for line in folded.split(b"\n"):
        cells = [*_CELL.finditer(line)]
        for place, cell in enumerate(cells):
            if place and _MEASURE.fullmatch(cell[0].strip()):
                column = (len(cells), place)
                counts[column] += 1
                if (start := at + cell.start() + len(cell[0]) - len(cell[0].lstrip())) in starts_of:
                    known.setdefault(column, []).append(start)
        at += len(line) + 1
    return frozenset(
        start
        for column, starts in known.items()
        if len(starts) * 2 < counts[column] + (counts[column] >= _MANY_ROWS)
        for start in starts
    )


def _works_here(lexicon: Lexicon, number: Mention) -> bool:
    return all(lexicon.role_of(who) == STAFF for who in number.candidates)


def list_posted(folded: bytes) -> frozenset[int]:
    r"""Where the user names stand, of those who talk to each other, each before the hour of what they say.

    >>> sorted(list_posted(b"tlong 8:02 whos got ada?\nustone 8:03 me til 10\ntlong 8:05 ok thx\n"))
    [0, 25, 47]
    >>> list_posted(b"tlong 8:02 fever\nustone 8:03 fell\ntlong 8:05 cough\n")
    frozenset()
    """
    posts = [*_POST.finditer(folded)]
    users = {post[1] for post in posts}
    is_talk = sum(_TALKS.search(post[2]) is not None for post in posts) >= _FEWEST_LEADING
    return (
        frozenset(post.start(1) for post in posts) if 1 < len(users) < len(posts) and is_talk else frozenset()
    )


def find_leading(lexicon: Lexicon, folded: bytes, numbers: Sequence[Mention]) -> frozenset[int]:
    """Where the ids begin, of these, that stand first on their lines, or after one word, where several do:
    records that begin with whom they are about need no label. Beside them, those in sentences that can be
    nothing else, and those right behind a name of whose they are.
    """
    posted = list_posted(folded)
    numbers = [one for one in numbers if one.start not in posted or not _works_here(lexicon, one)]
    spans = [(one.start, one.end) for one in numbers]
    named = (one.start for one in numbers if _is_named(lexicon, folded, one))
    befores = [
        (start, folded[folded.rfind(b"\n", 0, start) + 1 : start].translate(None, _DRAWN).split())
        for start, _ in spans
    ]
    leading = [
        start for start, before in befores if len(before) <= 1 and not _POSTED.fullmatch(b"".join(before))
    ]
    lonely = find_lonely(folded, spans).difference(find_measured(folded, spans)).union(named)
    if leading and _GOODS.search(folded) and not _OF_PEOPLE.search(folded):
        return lonely.difference(leading)
    return lonely.union(leading) if len(leading) >= _FEWEST_LEADING else lonely
