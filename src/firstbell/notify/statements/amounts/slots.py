"""Clauses about numbers as slots: which field of the record, how it is compared, and with which number.

A clause is turned into marks, one for each number ("$0") and each name of a field ("<spent>"); all that
stands between them must be one of the few links of slots.toml. So a clause that is read holds no word that
nobody read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from firstbell.notify.statements.amounts.differences import drop_degrees
from firstbell.notify.statements.amounts.values import SaidValue, ValueUnit, mark_values
from firstbell.notify.statements.judges.extortion import read_demanded
from firstbell.notify.statements.language.names import tell_district
from firstbell.notify.statements.language.patterns import any_case, read_patterns
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject


@dataclass(frozen=True, slots=True)
class Slot:
    """A field of the record that holds a number, and the sentence that tells it."""

    name: str
    subject: Subject
    field: str
    unit: ValueUnit
    counts: str
    is_rest: bool
    tell: str

    def find(self, record: CaseRecord) -> float | None:
        """The number that the record holds; None where it holds none."""
        if not record.tells(self.subject) or not record.is_known(self.subject):
            return None
        if self.subject is Subject.LETTERS_SENT:
            return record.get_count(Subject.LETTERS_SENT)
        if self.field == "demanded":
            return _read_number(read_demanded(record))
        if not self.field:
            return _read_number(record.facts[self.subject].value)
        found = record.get_count(self.subject, self.field)
        return _WHOLE - found if self.is_rest and found is not None else found

    def say(self, found: float) -> str:
        """The sentence that tells the field by this number."""
        number = _WHOLE - found if self.is_rest else found
        return self.tell.replace("{value}", f"{number:,.0f}" if number == int(number) else f"{number:,}")


_WHOLE = 100


def _read_number(value: object) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


# how a name of a field stands in the text of marks, the first of two that are alike
_MARKS = {
    "act": "<{}>=",
    "passive": "=<{}>",
    "passes": "<{}> GT",
    "stays": "<{}> LT",
    "noun": "<{}>",
    "thing": "[{}]",
    "bare": "({})",
    "object": "~{}",
}
_LOOSE_COMMA = re.compile(r"^\s*,\s*|\s+(?=[,;:])|,\s*(?=[,;:]|$)|(?<= )\s+")
_TOKEN = re.compile(r"[$#%]\d+|=?<\w+>=?|\[\w+\]|\(\w+\)|~\w+|[,;:]|[\w'-]+|\S")


@dataclass(frozen=True, slots=True)
class _Name:
    words: re.Pattern[str]
    mark: str
    context: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class _Lexicon:
    slots: Mapping[str, Slot]
    names: Sequence[_Name]
    so_far: re.Pattern[str]


@lru_cache(maxsize=1)
def _load() -> _Lexicon:
    raw, fill = read_patterns("amounts", "slots.toml")
    slots, names = {}, []
    for role, mark in _MARKS.items():
        for one in raw["fields"]:
            name = one["name"]
            slots[name] = Slot(
                name,
                Subject(one["subject"]),
                one.get("field", ""),
                ValueUnit(one["unit"]),
                one.get("counts", name),
                one.get("rest", False),
                one["tell"],
            )
            named = slots[name].counts if role == "thing" else name
            words = one.get(role, ())
            # an act has its number behind it
            ahead = r"(?= (?:(?:another|a further|an additional) )?[$#%]\d)" if role == "act" else ""
            names += [_Name(_compile(fill(each), ahead), mark.format(named)) for each in words]
            if role == "thing":
                context = any_case(fill(one.get("context", "(?!)")))
                names += [_Name(_compile(each), f"[{named}]", context) for each in one.get("leans", ())]
    names += [_Name(_compile(fill(words)), name.strip("_")) for name, words in raw["links"].items()]
    return _Lexicon(slots, names, _compile(raw["so_far"]))


def _compile(words: str, ahead: str = "") -> re.Pattern[str]:
    return any_case(rf"(?<![\w'-])(?:{words})(?![\w'-]){ahead}")


@dataclass(frozen=True, slots=True)
class MarkedClause:
    """The tokens of a clause: marks of numbers and fields, links, and words that nobody read."""

    tokens: Sequence[str]
    values: Sequence[SaidValue]
    so_far: bool
    far: bool = False


def mark_clause(text: str, names: Sequence[str], before: str) -> MarkedClause:
    """A clause as tokens. `names`: what the district is called; `before`: what was said before it."""
    text = tell_district(text, names, r"(?i)\b{}(?![\w-])").strip().lower()
    flat = _LOOSE_COMMA.sub("", _load().so_far.sub("", text))
    so_far = flat != text
    flat, far = drop_degrees(flat)
    marked, values = mark_values(flat)
    spans = [
        (found.start(), -found.end(), rank, name.mark)
        for rank, name in enumerate(_load().names)
        if name.context is None or name.context.search(before)
        for found in name.words.finditer(marked)
    ]
    told, at = [], 0
    for start, end, _, mark in sorted(spans):
        if start >= at:
            told += [marked[at:start], f" {mark} "]
            at = -end
    told.append(marked[at:])
    tokens = _TOKEN.findall("".join(told).strip().rstrip(".!"))
    return MarkedClause(tokens, values, so_far, far)


def find_slot(name: str) -> Slot:
    """The slot of this name."""
    return _load().slots[name]
