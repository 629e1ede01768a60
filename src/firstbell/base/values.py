"""Values of facts and fields, in words."""

from __future__ import annotations

from collections.abc import Mapping

from firstbell.base.counts import say_size

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
    >>> say_value({"of_days": 14, "reviewed_days": 9, "state": "undetermined", "bytes": 41 * 10**9})
    'undetermined, size: 41.0 GB, 9 of 14 days reviewed'
    >>> say_value([]), say_value(None), say_value(12.5)
    ('none', 'not known', '12.5')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(say_field(name, inner, say_value(inner)) for name, inner in order_fields(value))
    if isinstance(value, list | tuple):
        return ", ".join(map(say_value, value)) or "none"
    if isinstance(value, int):
        return f"{value:,}"
    return "not known" if value is None else str(value)


def order_fields(fields: Mapping[str, object]) -> list[tuple[str, object]]:
    """Fields and values as a person tells them: the state first, and how many of how many days as one.

    >>> order_fields({"of_days": 14, "published": False, "reviewed_days": 9, "state": "confirmed"})
    [('state', 'confirmed'), ('published', False), ('days_reviewed', '9 of 14')]
    """
    told = dict(fields)
    if {"reviewed_days", "of_days"} <= told.keys():
        told["days_reviewed"] = f"{say_value(told.pop('reviewed_days'))} of {say_value(told.pop('of_days'))}"
    return sorted(told.items(), key=lambda field: field[0] not in _BARE)


def say_field(name: str, value: object, said: str) -> str:
    """A field and what it holds. `said`: the value in words.

    >>> say_field("final", False, "no"), say_field("read_percent", 57, "57"), say_field("staff", True, "yes")
    ('not final', 'read: 57%', 'staff: yes')
    >>> say_field("published_bytes", 62_000_000_000, "62,000,000,000"), say_field("bytes", 812, "812")
    ('published: 62.0 GB', 'size: 812 B')
    """
    if name in _DONE and isinstance(value, bool):
        return name if value else f"not {name}"
    if name in _BARE:
        return said
    if name == "days_reviewed":
        return f"{said} days reviewed"
    if name.endswith("bytes") and isinstance(value, int):
        return f"{say_name(name.removesuffix('bytes').rstrip('_')) or 'size'}: {say_size(value)}"
    if name.endswith("_percent"):
        return f"{say_name(name.removesuffix('_percent'))}: {said}%"
    return f"{say_name(name)}: {said}"


def say_name(name: str) -> str:
    """A field's name or a subject as words.

    >>> say_name("people_affected")
    'people affected'
    """
    return name.replace("_", " ")
