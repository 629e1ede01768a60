"""A file of people who must be told: lines as `impact people --json` writes them, and addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from firstbell.base.errors import UNREADABLE, raising, say_cause
from firstbell.notify.errors import TextFileError
from firstbell.notify.kinds import name_kind
from firstbell.record.notices import AffectedPerson, PostalAddress, Reachable


def list_people(path: Path) -> Iterator[AffectedPerson]:
    """Everybody in the file. Lines of other kinds than `person` are passed over.

    A line may have `address` (line1, line2, city, state, postcode), `email`, `language`, `may_contact`,
    `protected_address`, and `guardians`, a list of the same with `name`; `is_minor` is true where it has
    guardians and does not say otherwise. Raises: TextFileError with the line
    that does not hold.
    """
    with raising(TextFileError, path):
        data = path.read_bytes()
    for number, line in enumerate(data.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            fields = msgspec.json.decode(line)
            if not isinstance(fields, dict):
                raise TextFileError(f"{path}:{number}: it is not a JSON object")
            if fields.get("message_type", "person") == "person":
                yield _read(fields)
        except UNREADABLE as error:
            raise TextFileError(f"{path}:{number}: {say_cause(error)}") from None


def _read(fields: Mapping[str, Any]) -> AffectedPerson:
    person_id, name = fields.get("person_id"), fields.get("name")
    if not isinstance(person_id, str) or not person_id or any(char.isspace() for char in person_id):
        raise ValueError("it has no person_id, or one with spaces")
    if not isinstance(name, str) or not name.strip():
        raise ValueError("it has no name")
    kinds = fields.get("kinds") or []
    if not isinstance(kinds, list):
        raise ValueError("kinds is not a list")
    told = fields.get("guardians") or []
    if not isinstance(told, list):
        raise ValueError("guardians is not a list")
    guardians = [_read_reach(one, f"{person_id}/{at}") for at, one in enumerate(told)]
    return AffectedPerson(
        person_id=person_id,
        name=name,
        role=str(fields.get("role", "other")),
        kinds=tuple(dict.fromkeys(name_kind(str(kind)) for kind in kinds)),
        confidence=str(fields.get("confidence", "certain")),
        # whoever lists guardians means a child; one that is grown up says so
        is_minor=_read_flag(fields, "is_minor", default=bool(guardians)),
        reach=_read_reach({**fields, "name": name}, person_id),
        guardians=tuple(guardians),
    )


def _read_reach(fields: Any, key: str) -> Reachable:
    if not isinstance(fields, Mapping):
        raise ValueError("a guardian is not an object")
    parts = fields.get("address") or {}
    if not isinstance(parts, Mapping):
        raise ValueError("an address is not an object")
    names = ("line1", "line2", "city", "state", "postcode")
    address = PostalAddress(*(str(parts.get(name) or "").strip() for name in names))
    return Reachable(
        key=key,
        name=str(fields.get("name", "")),
        address=address,
        email=str(fields.get("email") or ""),
        language=str(fields.get("language") or ""),
        may_contact=_read_flag(fields, "may_contact", default=True),
        is_protected=_read_flag(fields, "protected_address", default=False),
    )


def _read_flag(fields: Mapping[str, Any], name: str, *, default: bool) -> bool:
    """Whom a letter may not reach depends on it: what is neither true nor false is refused, not guessed."""
    told = fields.get(name)
    if told is None:
        return default
    if not isinstance(told, bool):
        raise ValueError(f"{name} is neither true nor false")
    return told
