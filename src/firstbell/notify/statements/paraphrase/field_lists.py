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
from firstbell.notify.statements.language.quantities import SPELLED
from firstbell.notify.statements.paraphrase.field_words import tell_clause
from firstbell.notify.statements.paraphrase.joints import Clause, part_clauses
from firstbell.notify.statements.record import CaseRecord

_WHOLLY_BOUND = re.compile(
    r"\b(?:untrue|false|rumou?rs?|myth|contrary|wrong|incorrect|not true|lies?)\b", re.I
)
_AND = re.compile(r",? and (?:that )?|, with | against (?=an? )|, (?=\w+ )|;? but ", re.I)
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
    return _list_joined(flat, record, _MOST_PARTS)


_WHAT = re.compile(
    r"^what (?P<who>(?:the )?\w+ (?:have |had )?\w+(?: for)?) (?:is|was) (?P<value>\S.*)$", re.I
)


def _tell_cleft(flat: str, record: CaseRecord) -> str:
    """Of "it was on Monday that ...", "what they demanded was ...": the clause in its plain order."""
    what = _WHAT.match(flat)
    return tell_clause(f"{what['who']} {what['value']}", record) if what else ""


_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|did|do|does|will|would|can|could|may|might|must|should|be)\b|n't\b",
    re.I,
)
_LABEL = re.compile(r"^(?P<name>[^:]{3,60}): (?P<value>[^:;]{1,60})$")


def _tell_short(flat: str, record: CaseRecord) -> str:
    """A clause without its verb: "counsel engaged on October 14", "letters sent: none", "library: down"."""
    label = _LABEL.match(flat)
    if label is None:
        return _add_verb(flat, record)
    name, value = label["name"], label["value"]
    if value[:1].isdigit():
        return _add_verb(f"{value} {name}", record)
    return tell_clause(f"{name} is {value}", record)


_VALUE = re.compile(
    rf"[$\d]|(?:about|around|nearly|roughly|almost|over|more|less|half|an?|{SPELLED})\b", re.I
)


def _add_verb(flat: str, record: CaseRecord) -> str:
    if _FINITE.search(flat) or list_agencies(flat):
        # "the FBI called" says who did
        return ""
    words = flat.split()
    for count in range(1, min(_MOST_WORDS, len(words) - 1) + 1):
        if _VALUE.match(words[count]):
            # "the response cost $310,000" has its verb
            continue
    return ""


def _list_joined(flat: str, record: CaseRecord, most: int) -> list[str]:
    """Both halves of a clause where they share its beginning or its end, or are clauses each."""
    if most <= 1:
        return []
    for seam in _AND.finditer(flat):
        left, right = flat[: seam.start()], flat[seam.end() :]
        if told := _join_right(left, right, record, most):
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


_NO_VERB = re.compile(r"^(?:with )?(?P<what>(?:the |our )?[\w' ,-]+?) (?P<so>(?:still |not )[\w' -]+)$", re.I)


def _tell_absolute(clause: str, record: CaseRecord) -> str:
    """Of "with the library still down": that it is."""
    absolute = None if _FINITE.search(clause) else _NO_VERB.match(clause)
    return tell_clause(f"{absolute['what']} is {absolute['so']}", record) if absolute else ""


def _share_day(left: str, first: str, rest: list[str], record: CaseRecord) -> list[str]:
    """Both halves; a day behind the second alone may be that of the first, too, and is told of it."""
    when = DAY.search(rest[-1])
    if when and not DAY.search(left):
        dated = tell_clause(f"{left} {when[0]}", record)
        return [dated, *rest] if dated else []
    return [first, *rest]
