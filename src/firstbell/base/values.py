"""Values of facts and fields, in words."""

from __future__ import annotations

from collections.abc import Mapping

# fields that say nothing beside their value, and participles, which a "not" denies
_BARE = frozenset({"count", "state"})
_DONE = frozenset((
    "claimed", "confirmed", "demanded", "done", "engaged", "filed", "final", "identified", "informed",
    "opened", "paid", "published",
))  # fmt: skip


def say_value(value: object) -> str:
    """A value without marks of JSON or Python; a time stays as it is written.

    >>> say_value({"count": 276, "final": False, "kinds_found": ["dob", "health"]})
    '276, not final, kinds found: dob, health'
    >>> say_value([]), say_value(None), say_value(12.5)
    ('none', 'not known', '12.5')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(say_field(str(name), inner, say_value(inner)) for name, inner in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(say_value, value)) or "none"
    if isinstance(value, int):
        return f"{value:,}"
    return "not known" if value is None else str(value)


def say_field(name: str, value: object, said: str) -> str:
    """A field and what it holds. `said`: the value in words.

    >>> say_field("final", False, "no"), say_field("read_percent", 57, "57"), say_field("staff", True, "yes")
    ('not final', 'read: 57%', 'staff: yes')
    """
    if name in _DONE and isinstance(value, bool):
        return name if value else f"not {name}"
    if name in _BARE:
        return said
    if name.endswith("_percent"):
        return f"{say_name(name.removesuffix('_percent'))}: {said}%"
    return f"{say_name(name)}: {said}"


def say_name(name: str) -> str:
    """A field's name or a subject as words.

    >>> say_name("people_affected")
    'people affected'
    """
    return name.replace("_", " ")
