"""A sentence as the clauses that each tell of one field: lists, relative clauses, short forms without a verb.

Halves share a beginning ("we hired counsel and a forensic firm") or an end ("counsel and a forensic firm were
hired"); a relative clause ("a forensic firm, which joined us on Monday") and one without a verb ("with the
library still down") tell of what stands before or in them. Where the grammar of fields does not read each of
these as a whole (field_words.py), the sentence stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from firstbell.notify.statements.judges.told_days import DAY
from firstbell.notify.statements.language.names import list_agencies
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import SPELLED
from firstbell.notify.statements.paraphrase.field_words import tell_clause
from firstbell.notify.statements.paraphrase.joints import Clause, part_clauses
from firstbell.notify.statements.record import CaseRecord

_WHOLLY_BOUND = any_words(r"untrue|false|rumou?rs?|myth|contrary|wrong|incorrect|not true|lies?")
_AND = any_case(r",? and (?:that )?|, with | against (?=an? )|, (?=\w+ )|;? but ")
_MOST_WORDS, _LONGEST, _MOST_PARTS = 7, 260, 4


def tell_fields(said: str, written: str, record: CaseRecord) -> Iterator[Sequence[Clause]]:
    """The clauses of a sentence, those that a field's forms read in its words; nothing where none is."""
    if _WHOLLY_BOUND.search(said):
        return
    if told := list_told(said, record):
        yield [Clause(one, written) for one in told]
    for clauses in part_clauses(said, record):
        if len(clauses) < 2:
            continue
        parts = [list_told(one.said, record) for one in clauses]
        if any(parts):
            yield [
                replace(one, written=written, said=part)
                for one, ways in zip(clauses, parts, strict=True)
                for part in (ways or [one.said])
            ]


def list_told(clause: str, record: CaseRecord) -> list[str]:
    """A clause as the sentences that it says, each told of one field; none where a part of it is not read."""
    flat = clause.strip().rstrip(".!")
    if len(flat) > _LONGEST:
        return []
    if one := tell_clause(flat, record) or _tell_cleft(flat, record) or _tell_short(flat, record):
        return [one]
    for neither in _list_neither(flat):
        if told := _list_joined(neither, record, _MOST_PARTS):
            return told
    return _list_joined(flat, record, _MOST_PARTS) or _list_relative(flat, record)


_CLEFT = any_case(rf"^it was (?P<day>(?:on )?{DAY.pattern}) (?:that|when) (?P<what>.+)$")
_WHAT = any_case(r"^what (?P<who>(?:the )?\w+ (?:have |had )?\w+(?: for)?) (?:is|was) (?P<value>\S.*)$")


def _tell_cleft(flat: str, record: CaseRecord) -> str:
    """Of "it was on Monday that ...", "what they demanded was ...": the clause in its plain order."""
    if day := _CLEFT.match(flat):
        return tell_clause(f"{day['what']} {day['day']}", record)
    what = _WHAT.match(flat)
    return tell_clause(f"{what['who']} {what['value']}", record) if what else ""


_FINITE = any_case(
    r"\b(?:is|are|was|were|has|have|had|did|do|does|will|would|can|could|may|might|must|should|be)\b|n't\b"
)
_LABEL = re.compile(r"^(?P<name>[^:]{3,60}): (?P<value>[^:;]{1,60})$")
_NONE_OF = any_case(r"(?:none|no|zero|0|not one)(?: so far| yet| to date)?")
_MONEY = any_case(r"\$ ?\d|\d[\d,.]* (?:million )?dollars")


def _tell_short(flat: str, record: CaseRecord) -> str:
    """A clause without its verb: "counsel engaged on October 14", "letters sent: none", "library: down"."""
    label = _LABEL.match(flat)
    if label is None:
        return _add_verb(flat, record)
    name, value = label["name"], label["value"]
    if _NONE_OF.fullmatch(value):
        return _add_verb(f"no {name}", record)
    if _MONEY.match(value):
        return tell_clause(f"{name} is {value}", record)
    if DAY.fullmatch(value):
        return _add_verb(f"{name} {value}", record)
    if value[:1].isdigit():
        return _add_verb(f"{value} {name}", record)
    return tell_clause(f"{name} is {value}", record)


_VALUE = any_case(rf"[$\d]|(?:about|around|nearly|roughly|almost|over|more|less|half|an?|{SPELLED})\b")


def _add_verb(flat: str, record: CaseRecord) -> str:
    if _FINITE.search(flat) or list_agencies(flat):
        # "the FBI called" says who did
        return ""
    words = flat.split()
    for count in range(1, min(_MOST_WORDS, len(words) - 1) + 1):
        if _VALUE.match(words[count]):
            # "the response cost $310,000" has its verb
            continue
        if told := tell_clause(" ".join([*words[:count], "was", *words[count:]]), record):
            return told
    return ""


_NEITHER = any_case(r"^neither (?P<one>[\w' -]{3,60}?) nor (?P<other>.+)$")
_BOTH = any_case(r"^both (?P<one>[\w' -]{3,60}? and .+)$")


def _list_neither(flat: str) -> Iterator[str]:
    if neither := _NEITHER.match(flat):
        yield f"no {_ARTICLE.sub('', neither['one'])} and no {_ARTICLE.sub('', neither['other'])}"
    if both := _BOTH.match(flat):
        yield both["one"]


_ARTICLE = any_case(r"^(?:the|our|an?|any) ")


def _list_joined(flat: str, record: CaseRecord, most: int) -> list[str]:
    """Both halves of a clause where they share its beginning or its end, or are clauses each."""
    if most <= 1:
        return []
    for seam in _AND.finditer(flat):
        left, right = flat[: seam.start()], flat[seam.end() :]
        if told := _join_right(left, right, record, most):
            return told
        if told := _join_left(left, right, record):
            return told
    return []


def _join_right(left: str, right: str, record: CaseRecord, most: int) -> list[str]:
    """The left half as a clause, and the right one, with the beginning of the left where it lacks it."""
    first = tell_clause(left, record)
    if not first:
        return []
    if rest := _tell_all(right, record, most - 1):
        return [first, *rest]
    words = left.split()
    for count in range(1, min(_MOST_WORDS, len(words)) + 1):
        if rest := _tell_all(f"{' '.join(words[:count])} {right}", record, most - 1):
            return _share_day(left, first, rest, record)
    return []


def _tell_all(clause: str, record: CaseRecord, most: int) -> list[str]:
    if one := tell_clause(clause, record) or _tell_absolute(clause, record):
        return [one]
    return _list_joined(clause, record, most)


_NO_VERB = any_case(r"^(?:with )?(?P<what>(?:the |our )?[\w' ,-]+?) (?P<so>(?:still |not )[\w' -]+)$")


def _tell_absolute(clause: str, record: CaseRecord) -> str:
    """Of "with the library still down": that it is."""
    absolute = None if _FINITE.search(clause) else _NO_VERB.match(clause)
    return tell_clause(f"{absolute['what']} is {absolute['so']}", record) if absolute else ""


def _join_left(left: str, right: str, record: CaseRecord) -> list[str]:
    """The right half as a clause, and the left one with its end: "counsel and a forensic firm were hired"."""
    second = "" if _FINITE.search(left) else tell_clause(right, record)
    if not second:
        return []
    words = right.split()
    for count in range(len(words) - 1, 0, -1):
        if first := tell_clause(f"{left} {' '.join(words[-count:])}", record):
            return [first, second]
    return []


def _share_day(left: str, first: str, rest: list[str], record: CaseRecord) -> list[str]:
    """Both halves; a day behind the second alone may be that of the first, too, and is told of it."""
    when = DAY.search(rest[-1])
    if when and not DAY.search(left):
        dated = tell_clause(f"{left} {when[0]}", record)
        return [dated, *rest] if dated else []
    return [first, *rest]


_RELATIVE = any_case(r",? (?:which|who) (?P<first>[^,]+)(?:, (?P<more>.+))?$")


def _list_relative(flat: str, record: CaseRecord) -> list[str]:
    """What a relative clause says of the words before it, and the clause around it."""
    relative = _RELATIVE.search(flat)
    if relative is None or flat[relative.start()] != ",":
        return []
    before, first, more = flat[: relative.start()], relative["first"], relative["more"]
    around = tell_clause(f"{before} {more}" if more else before, record)
    if not around:
        return []
    words = before.split()
    for count in range(1, min(_MOST_WORDS, len(words)) + 1):
        if told := tell_clause(f"{' '.join(words[-count:])} {first}", record):
            return [around, told]
    return []
