"""Values of facts and fields, in words: the one home of "confirmed: yes"."""

from __future__ import annotations

from collections.abc import Mapping


def say_value(value: object) -> str:
    """A value without marks of JSON or Python; a time stays as it is written.

    >>> say_value({"count": 276, "final": False, "kinds_found": ["dob", "health"]})
    'count: 276, final: no, kinds found: dob, health'
    >>> say_value([]), say_value(None), say_value(12.5)
    ('none', 'not known', '12.5')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{say_name(str(name))}: {say_value(inner)}" for name, inner in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(say_value, value)) or "none"
    if isinstance(value, int):
        return f"{value:,}"
    return "not known" if value is None else str(value)


def say_name(name: str) -> str:
    """A field's name or a subject as words.

    >>> say_name("people_affected")
    'people affected'
    """
    return name.replace("_", " ")
