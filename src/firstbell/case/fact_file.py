"""A file of facts, read whole: every fact in it is checked before one of them is put down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from firstbell.base.clock import InvalidTimeError
from firstbell.base.errors import UNREADABLE, say_cause
from firstbell.case.errors import FactError, FactFileError
from firstbell.case.facts import FactDraft, draft_fact
from firstbell.case.moments import fix_time
from firstbell.ledger.personal import refuse_personal

_MAX_BYTES = 64 << 20
_FIELDS = {"as_of", "organisation", "facts"}


@dataclass(frozen=True, slots=True)
class FactFile:
    """What a file says. `names`: of the organisation. `as_of`: RFC 3339."""

    facts: Sequence[FactDraft]
    names: Sequence[str]
    as_of: str


def load_fact_file(path: Path, now: str) -> FactFile:
    """The facts of a file. `now`: RFC 3339, the time of facts for which the file gives none.

    Raises: FactFileError when it cannot be read or is no such file; FactError, PersonalValueError with the
    number of the fact that does not hold.
    """
    raw = _parse(path)
    as_of = _read_time(path, raw.get("as_of"), now)
    names = _read_names(path, raw.get("organisation"))
    listed = raw.get("facts")
    if not isinstance(listed, list):
        raise FactFileError(f"{path}: it has no list of facts", hint="docs/formats/case.md shows one")
    facts = []
    for number, fields in enumerate(listed, start=1):
        if not isinstance(fields, dict):
            raise FactError(f"{path}: fact {number} is not an object")
        facts.append(draft_fact(fields, as_of))
    return FactFile(facts, names, as_of)


def _parse(path: Path) -> Mapping[str, Any]:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise FactFileError(f"{path}: {path.stat().st_size} bytes are too many for a file of facts")
        raw = msgspec.json.decode(path.read_bytes())
    except OSError as error:
        raise FactFileError(f"{path}: {error.strerror}") from None
    except UNREADABLE as error:
        raise FactFileError(f"{path} is not valid JSON ({say_cause(error)})") from None
    if not isinstance(raw, dict):
        raise FactFileError(f"{path} is not a JSON object", hint="docs/formats/case.md shows one")
    strange = sorted(set(raw) - _FIELDS)
    if strange:
        raise FactFileError(
            f"{path}: there is no field {strange[0]!r}", hint="its fields are " + ", ".join(sorted(_FIELDS))
        )
    return raw


def _read_time(path: Path, as_of: Any, now: str) -> str:
    if as_of is None:
        return now
    try:
        return fix_time(str(as_of))
    except InvalidTimeError as error:
        raise FactFileError(f"{path}: as_of: {error}", hint=error.hint) from None


def _read_names(path: Path, organisation: Any) -> list[str]:
    if organisation is None:
        return []
    names = organisation.get("names", []) if isinstance(organisation, dict) else None
    if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
        raise FactFileError(f"{path}: organisation.names is not a list of texts")
    refuse_personal(f"{path}: organisation.names", names)
    return names
