"""Fields that data hold as pairs, one object for the name and the value of each: what forms send and viewers
save.

>>> fold_pairs([{"name": "LastName", "value": "Roe"}, {"name": "DOB", "value": "1/2/1980"}])
{'LastName': 'Roe', 'DOB': '1/2/1980'}
>>> fold_pairs([{"name": "Ada Roe", "value": 4}, {"name": "Ben Low", "value": 5}])[0]
{'name': 'Ada Roe', 'value': 4}
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from firstbell.documents.field_names import spell_name

# what an object calls the field that it is, the words that people read first, and what was filled in
_NAMES = (
    "text", "label", "question", "prompt", "title", "fieldlabel", "questiontext", "name", "fieldname",
    "field", "key",
)  # fmt: skip
_VALUES = ("answer", "response", "value", "fieldvalue", "answertext", "answervalue", "val")
# a field in which somebody is named or told apart: without one, names of pairs may be anything
_OF_SOMEBODY = re.compile(
    r"(?i)\b(?:(?:first|last|middle|full|given|family|legal|maiden) ?name|f ?name|l ?name|surname|"
    r"name|first|last|student|pupil|child|camper|employee|emp|driver|patient|applicant|signer|"
    r"d\.?o\.?b|birth ?(?:date|day)|date of birth|ssn|social security)\b"
)
_FEWEST, _MOST, _MOST_KEYS = 2, 400, 12
# no box was ticked
_UNSET = frozenset(("off", "/off"))
# of which part of a form a field is: "HH_asthma", "PMH_asthma"
_PART = re.compile(r"[A-Z][A-Za-z]{0,3}_(?=[A-Za-z]{4})")
# letters that programs put before a word: "DLnum"
_GLUED = re.compile(r"\b(CDL|DL|SSN|DOB)(?=[a-z])")
_PLAIN = re.compile(r"[^a-z]")
_GIVEN, _FAMILY = (
    re.compile(rf"(?i)(?:\w+ ){{0,3}}(?:{words})(?: ?name)?(?: \w+)?")
    for words in (r"first|given|fname|f name|fore", r"last|family|lname|l name|sur")
)


class FilledForm(dict[str, Any]):
    """What was filled into the fields of one form."""

    @property
    def rows(self) -> list[list[str]]:
        """A table of one row, where the parts of a name stand in fields of their own; else none."""
        names = [spell_name(name) for name in self]
        is_parted = any(map(_GIVEN.fullmatch, names)) and any(map(_FAMILY.fullmatch, names))
        are_plain = not any(isinstance(value, dict | list) for value in self.values())
        told = ["" if value is None or value is False else str(value) for value in self.values()]
        return [[*self], told] if is_parted and are_plain else []


def fold_pairs(value: Any) -> Any:
    """A value of JSON, each list of such objects in it, or object of numbered ones, as one object."""
    if isinstance(value, list):
        inner = [fold_pairs(one) for one in value]
        return _fold(inner) or inner
    if isinstance(value, dict):
        folded = {key: fold_pairs(one) for key, one in value.items()}
        is_numbered = all(any(map(str.isdigit, str(key))) for key in folded)
        return (_fold([*folded.values()]) if is_numbered else None) or folded
    return value


def _fold(values: list[Any]) -> FilledForm:
    if not _FEWEST <= len(values) <= _MOST or not all(isinstance(one, dict) for one in values):
        return FilledForm()
    pairs = [pair for one in values if (pair := _read_pair(one))]
    # one that nobody answered has no value
    if len(pairs) < _FEWEST or len(pairs) * 2 < len(values) or not are_fields(name for name, _ in pairs):
        return FilledForm()
    return FilledForm(name_fields(pairs))


def _read_pair(one: dict[str, Any]) -> tuple[str, Any] | None:
    keys = {_PLAIN.sub("", key.lower()): key for key in one}
    if len(one) > _MOST_KEYS:
        return None
    told = next((keys[key] for key in _VALUES if key in keys), None)
    named = next((keys[key] for key in _NAMES if key in keys and isinstance(one[keys[key]], str)), None)
    return (one[named], one[told]) if told and named and one[named] else None


def call_field(attributes: Mapping[str, str]) -> str:
    """What an element with one attribute calls the field that its text fills in; "" where it does not.

    >>> call_field({"label": "Has asthma"}), call_field({"id": "4"})
    ('Has asthma', '')
    """
    ((key, name),) = attributes.items() if len(attributes) == 1 else (("", ""),)
    return name.rstrip(":") if key.lower() in _NAMES and any(map(str.isalpha, name)) else ""


def are_fields(names: Iterable[str]) -> bool:
    """Whether names of pairs are those of a form's fields: each stands once, and one is of somebody."""
    listed = [*names]
    return len({*listed}) == len(listed) and any(_OF_SOMEBODY.search(spell_name(one)) for one in listed)


def name_fields(pairs: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Pairs by names that say what they are, without boxes that nobody ticked.

    >>> dict(name_fields([("HH_gout", "Yes"), ("HH_fits", "No"), ("DLnum", "7"), ("HH_lungs", "Off")]))
    {'gout': 'Yes', 'fits': 'No', 'DL num': '7'}
    """
    listed = [*pairs]
    parts = Counter(part[0] for name, _ in listed if (part := _PART.match(name)))
    for name, value in listed:
        part = _PART.match(name)
        said = name[part.end() :] if part and parts[part[0]] > 1 else name
        if not (isinstance(value, str) and value.lower() in _UNSET):
            yield _GLUED.sub(r"\1 ", said), value
