"""An imported line, made of what one format gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firstbell.investigate.attack import find_techniques
from firstbell.record.timeline import LineKind, TimelineLine

_HOSTS = ("hostname", "host", "computer_name", "computer")
_PATHS = ("path", "filename", "file_path", "display_name")


@dataclass(frozen=True, slots=True)
class ImportOrigin:
    """Which import the lines are of, and who is named as their source."""

    import_id: str
    source: str

    def make_line(
        self, number: int, at_ns: int, *, message: str, timestamp_desc: str, fields: dict[str, Any]
    ) -> TimelineLine:
        """The line; host and path are looked for in the fields, traces of techniques in the message."""
        techniques = find_techniques(message)
        if techniques and "attack" not in fields:
            fields["attack"] = techniques
        return TimelineLine(
            time_ns=at_ns,
            kind=LineKind.IMPORTED,
            message=message,
            timestamp_desc=timestamp_desc,
            host=_pick(fields, _HOSTS),
            path=_pick(fields, _PATHS).encode(),
            source=self.source,
            reference=f"import:{self.import_id}:{number}",
            fields=fields,
        )


def _pick(fields: Mapping[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        value = fields.get(name)
        if isinstance(value, str) and value:
            return value
    return ""
