"""Those whom a stretch of text names, found by place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import islice

import msgspec

from firstbell.impact.detection.identities.subjects import PassageSubject

# points in a row only part what is said from what it is said of; one behind a short word or the first letter
# of a name parts nothing
_ABBREVIATED = b"mr mrs ms dr st det hosp appt mtg eval disc susp gr vs re conf dept manif approx".split()
_SENTENCE_ENDS = re.compile(
    # nor does a question mark behind a long number: "the kid with id 200001? hit another"
    rb"[.!?](?<!\.\.)(?<!\b[a-z]\.)(?<!\d{5}[?])(?:"
    + b"".join(rb"(?<!\b" + one + rb"[.!?])" for one in _ABBREVIATED)
    # a line that a numbered label begins speaks of the next one
    + rb" |\r?\n)|\n(?=[-*] [a-z]|[ \t]*[a-z]{3,14} ?#?\d{1,2}:[ \t])"
)
# a message of a chat as a telephone exports it, when, who, what; and whatever else its hour stands before
_STAMP = (
    rb"(?m)^[ \t]*[\[(]?\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{1,4})?,?[ ]"
    rb"\d{1,2}:\d\d(?::\d\d)?(?:[ ]?[ap]\.?m\.?)?[\])]?"
    rb"[ ]?-?[ ]"
)
_MESSAGE, _STAMPED = re.compile(_STAMP + rb"[^:\n]{1,40}:[ ]"), re.compile(_STAMP + rb"(?=[a-z])")
_FEWEST_MESSAGES = 2
_SEVERAL = re.compile(rb"[a-z)]{2}(?:;|\.)[ ][a-z0-9]")

# what goes on about one, and before the name of who is only near that one
_OF_ONE = re.compile(rb"[^a-z]*(?:(?:and|but|so|today|now|also|because)[ ])*(?:he|she|his|her|er|sie)\b")
_BESIDE = re.compile(
    rb"\b(?:with|next to|beside|by|near|behind|in front of|across from|from|to|bei|mit|con|junto a)[ ]"
    rb"(?:(?:an?|the|his|her|their|our)[ ])?(?:[a-z]+[ ,]{1,2})?\Z"
)
_BESIDE_CHARS = 40


class Stretch(msgspec.Struct):
    """Those in a stretch of text whom a phrase may be about, in order. `few`: whether they are three, or
    fewer.
    """

    subjects: list[PassageSubject]
    few: bool
    starts: list[int]

    def list_between(self, start: int, end: int) -> list[PassageSubject]:
        """Those who are named there."""
        return self.subjects[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def find_nearest(subjects: Sequence[PassageSubject], starts: Sequence[int], at: int) -> PassageSubject | None:
    """The last that begins before a place, else the first after it; `starts`: where they begin, in order."""
    if not subjects:
        return None
    return subjects[max(0, bisect_right(starts, at) - 1)]


def drop_company(folded: bytes, told: Sequence[PassageSubject], said: bytes) -> list[PassageSubject]:
    """Those whom a sentence names, without those beside whom the first of them only sits, rides or lives,
    where the next one (`said`) goes on about one: "Ada rides with Ben. She has asthma".
    """
    if _OF_ONE.match(said) is None:
        return [*told]
    starts = (max(told[0].mention.end, one.mention.start - _BESIDE_CHARS) for one in told)
    near = (
        number
        for number, (one, start) in enumerate(zip(told, starts, strict=True))
        if number and _BESIDE.search(folded, start, one.mention.start)
    )
    return [*told[: next(near, len(told))]]


def is_no_heading(line: bytes) -> bool:
    """Whether a line says several things one after the other, as no heading does.

    >>> is_no_heading(b"speech; bus aide"), is_no_heading(b"reading. dad drives"), is_no_heading(b"asthma")
    (True, True, False)
    """
    return _SEVERAL.search(line) is not None


def list_sentence_ends(folded: bytes) -> set[int]:
    """Where sentences of a text end."""
    return {match.start() for match in _SENTENCE_ENDS.finditer(folded)}


def find_written(
    folded: bytes, messages: Iterable[int], subjects: Sequence[PassageSubject], *, at: int
) -> list[PassageSubject]:
    r"""Whom the last message named that is by whoever writes the one at a place: "he" is the same there.

    >>> from firstbell.impact.detection.identities.mentions import Mention
    >>> said = b"uma: ada is home", b"tia: ok", b"uma: she"
    >>> text = b"\n".join(b"9/4/26, 8:01 am - " + one for one in said)
    >>> ada = PassageSubject(Mention(23, 26, (1,)))
    >>> find_written(text, list_messages(text), [ada], at=len(text)) == [ada]
    True
    """
    begun = [
        (start, said) for start in sorted(messages) if start < at and (said := _MESSAGE.match(folded, start))
    ]
    writers = [
        folded[start : said.end()].rstrip(b": ").rsplit(b" - ")[-1].rsplit(b"] ")[-1] for start, said in begun
    ]
    for number in range(len(begun) - 2, -1, -1):
        named = [
            one for one in subjects if begun[number][1].end() <= one.mention.start < begun[number + 1][0]
        ]
        if named and writers[number] == writers[-1]:
            return named
    return []


def list_messages(folded: bytes) -> frozenset[int]:
    r"""Where the lines begin of which each is a message with its day, its hour and who writes it, and those
    that say who came or left.

    >>> sorted(list_messages(b"9/4/26, 8:01 am - uma: who drives\n9/4/26, 8:02 am - tia: me\n"))
    [0, 34]
    >>> len(list_messages(b"[9/4 8:01] uma: who drives\n[9/4 8:02] tia: me\n[9/4 8:03] uma left\n"))
    3
    >>> list_messages(b"9/4/26, 8:01 am - uma: who drives\n")
    frozenset()
    """
    if len([*islice(_MESSAGE.finditer(folded), _FEWEST_MESSAGES)]) < _FEWEST_MESSAGES:
        return frozenset()
    return frozenset(match.start() for match in _STAMPED.finditer(folded))
