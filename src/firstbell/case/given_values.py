"""What a person gives as a fact's value, made into the value that its subject keeps."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from firstbell.case.errors import FactError
from firstbell.case.shapes import SHAPES, Fields, Named, ValueKind, is_moment, list_fields, show_value
from firstbell.record.facts import Subject

_YES = {"yes": True, "no": False}
# `paid`, `not paid`, `paid: no`, `paid no`
_WORDED = re.compile(r"(?:(not)\s+)?([a-z][\w-]*)(?:(\s*[:=]|\s)\s*(.+))?", re.IGNORECASE | re.DOTALL)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_DAY_CHARACTERS = len("2023-02-18")


def settle_value(subject: str, value: Any) -> Any:
    """The value as its subject keeps it: `yes` and `no` become true and false where a field asks for them.

    A value alone stands for the field it fits: `yes` of `encryption_event` is `{"confirmed": true}`. What
    fits nothing comes back as it is, for `check_value` to refuse. Raises: FactError for what `read_words`
    refuses, and for a value alone that could be of several fields.
    """
    shape = SHAPES.get(Subject(subject)) if subject in SHAPES else None
    value = read_words(subject, value)
    if isinstance(shape, ValueKind):
        return _read_yes(shape, value)
    if isinstance(shape, Named) and isinstance(value, Mapping):
        return {name: _settle_fields(shape.fields, inner) for name, inner in value.items()}
    if not isinstance(shape, Fields):
        return value
    if not isinstance(value, Mapping):
        _refuse_unclear(subject, shape, value)
    return _settle_fields(shape, value)


def _refuse_unclear(subject: str, shape: Fields, value: Any) -> None:
    """Raises: FactError for a value alone that could be of several fields, of which none comes first."""
    fitting = [name for name, kind in shape.all.items() if kind.fits(_read_yes(kind, value))]
    if len(fitting) < 2 or fitting[0] in shape.needed or subject == Subject.ENCRYPTION_EVENT:
        return
    is_listed = isinstance(value, list | tuple)
    said = ("yes" if value else "no") if isinstance(value, bool) else value
    raise FactError(
        f"its value {show_value(value)} could be any of: {', '.join(fitting)}",
        subject=subject,
        hint=list_fields(shape) if is_listed else f"say which, such as '{fitting[0]}: {said}'",
    )


def read_words(subject: str, value: Any) -> Any:
    """What words say of one field, as an object: `paid`, `not paid`, `paid: no`. Else the value as it is.

    Raises: FactError where that is no value of the field.
    """
    shape = SHAPES.get(Subject(subject)) if subject in SHAPES else None
    said = _WORDED.fullmatch(value.strip()) if isinstance(value, str) else None
    if said is None or not isinstance(shape, Fields) or any(one.fits(value) for one in shape.needed.values()):
        return value
    name, mark, rest = said[2].lower().replace("-", "_"), (said[3] or "").strip(), said[4]
    kind = shape.all.get(name)
    if kind is None or (rest and (said[1] or (not mark and _is_prose(rest)))):
        return value
    told = _read_worded(kind, rest) if rest else not said[1]
    if not kind.fits(told):
        problem = f"it is {show_value(rest)}, not {kind.called}" if rest else f"{kind.called} is missing"
        hint = f"write '{name}: ...'; {list_fields(shape)}"
        raise FactError(problem, subject=subject, field=name, hint=hint)
    return {name: told}


def _is_prose(text: str) -> bool:
    return text.lower() not in _YES and not text[0].isdigit()


def _read_worded(kind: ValueKind, text: str) -> Any:
    told = _read_yes(kind, text)
    number = float(text) if _NUMBER.fullmatch(text) else None
    if number is None or not kind.fits(number):
        return told
    return int(number) if number.is_integer() else number


def _settle_fields(shape: Fields, value: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            name: _read_yes(shape.all[name], inner) if name in shape.all else inner
            for name, inner in value.items()
        }
    for name, kind in shape.all.items():
        if value is not None and kind.fits(_read_yes(kind, value)):
            return {name: _read_yes(kind, value)}
    return value


def _read_yes(kind: ValueKind, value: Any) -> Any:
    said = _YES.get(value.strip().lower()) if isinstance(value, str) else None
    return value if said is None or not kind.fits(said) else said


def place_times(subject: str, value: Any, place: Callable[[str], str]) -> Any:
    """The value, in which each time of day is as `place` puts it. A date alone stays: it is a day."""
    shape = SHAPES.get(Subject(subject)) if subject in SHAPES else None
    if isinstance(shape, ValueKind):
        return _place_one(shape, value, place)
    if isinstance(shape, Named) and isinstance(value, Mapping):
        return {name: _place_fields(shape.fields, inner, place) for name, inner in value.items()}
    return _place_fields(shape, value, place) if isinstance(shape, Fields) else value


def _place_fields(shape: Fields, value: Any, place: Callable[[str], str]) -> Any:
    if not isinstance(value, Mapping):
        return place(value) if is_moment(value) and len(value) > _DAY_CHARACTERS else value
    return {
        name: _place_one(shape.all[name], inner, place) if name in shape.all else inner
        for name, inner in value.items()
    }


def _place_one(kind: ValueKind, value: Any, place: Callable[[str], str]) -> Any:
    is_time = "time" in kind.name.split() and is_moment(value) and len(value) > _DAY_CHARACTERS
    return place(value) if is_time else value
