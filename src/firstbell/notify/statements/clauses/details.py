"""Parts of a sentence that tell what a fact tells beside its main value, each compared as a whole.

How many of each group, how many files nobody could read, how many people have no address, who runs a system:
a part counts only where a template takes all of it, from one boundary of the sentence to the next. What no
fact tells waits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from firstbell.notify.statements.clauses.clauses import Compare, read_clauses
from firstbell.notify.statements.clauses.facts import CLAUSE_FACTS
from firstbell.notify.statements.clauses.people import CLAUSE_PEOPLE
from firstbell.notify.statements.clauses.reports import CLAUSE_REPORTS
from firstbell.notify.statements.clauses.sums import CLAUSE_SUMS
from firstbell.notify.statements.clauses.systems import CLAUSE_SYSTEMS
from firstbell.notify.statements.clauses.tallies import CLAUSE_TALLIES
from firstbell.notify.statements.days.elapsed import find_lapses
from firstbell.notify.statements.judges.aftermath import Comparer
from firstbell.notify.statements.judges.comparers import COMPARERS
from firstbell.notify.statements.judges.measures import find_measures
from firstbell.notify.statements.language.names import list_groups, list_kinds
from firstbell.notify.statements.language.patterns import (
    any_case,
    any_words,
    fill_parts,
    read_parts,
    read_table,
)
from firstbell.notify.statements.language.quantities import SHARE, SPELLED, find_numbers, find_share
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject


@dataclass(frozen=True, slots=True)
class Detail:
    """A part of a sentence. `fits`: whether the record says the same, None where it does not tell; then
    `need` says what is missing. `kind`: of the claim. `subject`: of the fact it was compared with.
    """

    text: str
    start: int
    end: int
    fits: bool | None
    need: str
    kind: str
    subject: Subject


_BEFORE = (
    r"(?:^|(?<=[;:,] )|(?<=\band )|(?<=\bbut )|(?<=\bwhile )|(?<=\bthough )|(?<=\bsince )|(?<=\u2014)"
    r"|(?<=\u2014 )|(?<=- ))"
)
_AFTER = r"(?= ?(?:[;:,.!\u2014]|$| - | and | but | while ))"
_END = r"(?= ?(?:[;:,.!\u2014]|$))"
# where a template begins and ends: by its `at`
_EDGES = {
    "": (_BEFORE, _AFTER),
    "inside": (r"(?<=[\w,] )", _AFTER),
    "joined": (r"(?:(?<=\band )|(?<=\bbut )|(?<=; ))", _AFTER),
    "end": (_BEFORE, _END),
    "aside": (r"(?:(?<=[;:,] )|(?<=\u2014)|(?<=\u2014 )|(?<=- ))", _END),
}


def _list_groups(record: CaseRecord, subject: Subject) -> list[tuple[frozenset[str], float]]:
    """The groups of a fact, each with how many they are."""
    return [
        (frozenset(list_groups(text)), numbers[0].value)
        for text in record.get_list(subject, "groups")
        if (numbers := find_numbers(text))
    ]


_CONTACT = any_words(r"contacted|heard from|messages?|threatened|approached|wrote|written")


def _compare_groups(record: CaseRecord, part: re.Match[str]) -> bool | None:
    subject = Subject.COERCION_CONTACTS if _CONTACT.search(part.string) else Subject.PEOPLE_AFFECTED
    known = _list_groups(record, subject)
    answers: list[bool | None] = []
    for said in _load().each.finditer(part[0]):
        numbers, key = find_numbers(said["many"]), frozenset(list_groups(said["who"]))
        found = [count for group, count in known if group == key]
        answers.append(all(one.fits(found[0]) for one in numbers) if found and numbers else None)
    if (answers and None not in answers) or False in answers:
        return False not in answers
    # groups that no fact tells apart are at least no more than all together
    total, said_in_all = record.get_count(subject, "count"), sum(one.value for one in find_numbers(part[0]))
    return False if total is not None and said_in_all > total else None


def _compare_group_share(record: CaseRecord, part: re.Match[str]) -> bool | None:
    known, share = _list_groups(record, Subject.PEOPLE_AFFECTED), find_share(part[0])
    key = frozenset(list_groups(part["who"])) if part["who"] else frozenset({"staff", "former"})
    found = [count for group, count in known if group == key]
    total = record.get_count(Subject.PEOPLE_AFFECTED, "count") or sum(count for _, count in known)
    if share is None or len(found) != 1 or not total:
        return None
    if (said := re.search(r"\bthe ([\d,]+)\b", part[0])) and float(said[1].replace(",", "")) != total:
        return False
    return share.fits(100 * found[0] / total)


def _compare_kind_count(record: CaseRecord, part: re.Match[str]) -> bool | None:
    """Of "the social security numbers of 311 students": whether a kind that was found says so."""
    kinds, numbers, who = list_kinds(part[0]), find_numbers(part["many"]), list_groups(part["many"])
    for text in record.get_list(Subject.KINDS_FOUND):
        told = [one for one in re.split(r",| and ", text) if find_numbers(one) and list_groups(one) == who]
        if told and kinds & list_kinds(text):
            return all(number.fits(find_numbers(told[0])[0].value) for number in numbers)
    return None


_COMPARERS: Mapping[str, Comparer] = {
    "groups": _compare_groups,
    "group_share": _compare_group_share,
    "kind_count": _compare_kind_count,
    **COMPARERS,
}


_CLAUSES: Mapping[str, Compare] = {
    **CLAUSE_FACTS,
    **CLAUSE_REPORTS,
    **CLAUSE_TALLIES,
    **CLAUSE_PEOPLE,
    **CLAUSE_SUMS,
    **CLAUSE_SYSTEMS,
}


@dataclass(frozen=True, slots=True)
class _Template:
    words: re.Pattern[str]
    compare: Comparer
    subject: Subject
    need: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Table:
    """The templates in the order in which they are tried; `each`: one group of a list, with how many."""

    templates: Sequence[_Template]
    each: re.Pattern[str]


@lru_cache(maxsize=1)
def _load() -> _Table:
    raw = read_table("clauses", "details.toml")
    parts = read_parts(raw["parts"], {"NUMBER": SPELLED, "SHARE": SHARE.pattern})
    fill = fill_parts(parts)
    templates = [
        _Template(
            any_case(f"(?:{fill(one['words'])})".join(_EDGES[one.get("at", "")])),
            _COMPARERS[one["compare"]],
            Subject(one["subject"]),
            f"{one['subject']}: {one['field']}" if "field" in one else str(one["subject"]),
            one["kind"],
        )
        for one in raw["details"]
    ]
    each = rf"(?P<many>{parts['NUM']}) {parts['OF_THEM']}(?P<who>{parts['GROUP']})"
    return _Table(templates, any_case(each))


def find_details(flat: str, record: CaseRecord) -> list[Detail]:
    """The parts of a plain sentence that a template takes whole, in order; none overlaps another."""
    found: list[Detail] = []
    for one in _load().templates:
        for part in one.words.finditer(flat):
            if any(part.start() < other.end and part.end() > other.start for other in found):
                continue
            fits = one.compare(record, part)
            # what is only believed bears nothing out that is said flatly
            fits = None if fits and not record.is_known(one.subject) else fits
            found.append(Detail(part[0], *part.span(), fits, one.need, one.kind, one.subject))
    for start, end in find_measures(flat, record):
        if not any(start < other.end and end > other.start for other in found):
            found.append(
                Detail(
                    flat[start:end],
                    start,
                    end,
                    fits=True,
                    need="measures",
                    kind="protection",
                    subject=Subject.MEASURES,
                )
            )
    for lapse in find_lapses(flat, record):
        if not any(lapse.start < other.end and lapse.end > other.start for other in found):
            text, need = flat[lapse.start : lapse.end], f"{lapse.subject}: when it was"
            found.append(Detail(text, lapse.start, lapse.end, lapse.fits, need, "timing", lapse.subject))
    return sorted(found, key=lambda detail: detail.start)


def add_clauses(flat: str, record: CaseRecord, found: Sequence[Detail]) -> list[Detail]:
    """These details and the clauses beside them that are read by their words, in order."""
    clauses = read_clauses(flat, record, comparers=_CLAUSES, taken=[(one.start, one.end) for one in found])
    more = [
        Detail(
            flat[one.start : one.end], one.start, one.end, one.fits, str(one.subject), one.kind, one.subject
        )
        for one in clauses
    ]
    return sorted([*found, *more], key=lambda detail: detail.start)


def lack_subject(details: Sequence[Detail]) -> bool:
    """Whether these only count groups, and nothing says of what: "12 students, 3 teachers"."""
    return all(
        one.kind == "people_count" and one.text[:1].isdigit() and not _OF_WHAT.search(one.text)
        for one in details
    )


_OF_WHAT = any_case(
    r"\b(?:people|persons|individuals|names) (?:are|were|is) (?:now |already )?(?:on|affected|identified)\b"
)


_SEAM = re.compile(r"^[\s,;:\u2014-]+|(?:[\s,;:\u2014-]|\b(?:and|but|while|though|after|since)\b)+(?=[.!]?$)")


def drop_details(flat: str, details: Sequence[Detail]) -> str:
    """The sentence without these parts; "" where nothing but a seam is left."""
    rest = flat
    for one in reversed(details):
        rest = rest[: one.start] + rest[one.end :]
    rest = re.sub(r"\s*[,;:](?=\s*(?:[,;:.!]|$))", "", rest)
    rest = _SEAM.sub("", rest).strip()
    return rest if re.search(r"\w{2}", rest) else ""
