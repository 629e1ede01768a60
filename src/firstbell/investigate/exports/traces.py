"""What in a timeline others want as indicators: notes, endings, hosts, techniques."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from firstbell.base.pathtext import show_path
from firstbell.investigate.attack import is_technique
from firstbell.investigate.phrases import split_folder
from firstbell.record.timeline import LineKind, TimelineLine

_ADDRESS = re.compile(r"\d{1,3}(\.\d{1,3}){3}|[0-9a-f]*(:[0-9a-f]*){2,7}")
_DOMAIN = re.compile(r"(?i)([a-z0-9-]{1,63}\.)+[a-z]{2,63}")
IMPACT = frozenset(
    {LineKind.FIRST_DAMAGE, LineKind.DAMAGE_HOUR, LineKind.NOTE, LineKind.DELETION, LineKind.RENAME}
)


@dataclass
class Traces:
    """Gathered while lines go by; everything in the order it was met first.

    `techniques`: time of the first line that is a trace of it, by id. `notes`: name of the file, and hash or
    "". `hosts`: names of hosts that an event struck.
    """

    techniques: dict[str, int] = field(default_factory=dict)
    notes: dict[tuple[str, str], None] = field(default_factory=dict)
    suffixes: dict[str, None] = field(default_factory=dict)
    hosts: dict[str, None] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    # what hunts found: indicators of others that were met, and where files went; (kind, value) -> first line
    sightings: dict[tuple[str, str], TimelineLine] = field(default_factory=dict)
    first_damage: TimelineLine | None = None
    has_event: bool = False

    def watch(self, lines: Iterable[TimelineLine]) -> Iterator[TimelineLine]:
        """The same lines, seen in passing."""
        for line in lines:
            self.see(line)
            yield line

    def see(self, line: TimelineLine) -> None:
        """Take in what one line shows."""
        self.counts[line.kind.words] = self.counts.get(line.kind.words, 0) + 1
        for technique in list_techniques(line):
            self.techniques.setdefault(technique, line.time_ns)
        if line.kind in IMPACT and line.host:
            self.hosts[line.host] = None
        if line.kind is LineKind.NOTE:
            name = show_path(split_folder(line.path)[1])
            self.notes[name, str(line.fields.get("sha256") or "")] = None
        if line.kind is LineKind.RENAME and line.fields.get("event"):
            self.suffixes[str(line.fields.get("suffix"))] = None
        if line.kind is LineKind.TRACE:
            for found in list_observed(line):
                self.sightings.setdefault(found, line)
        if line.kind is LineKind.FIRST_DAMAGE and self.first_damage is None:
            self.first_damage = line
        if line.kind is LineKind.VERDICT and line.fields.get("verdict") == "event":
            self.has_event = True


def list_observed(line: TimelineLine) -> Iterator[tuple[str, str]]:
    """(kind, value) of what a hunt's trace lets others look for: an indicator that was met, a destination."""
    value, kind = line.fields.get("indicator"), line.fields.get("indicator_kind")
    if isinstance(value, str) and isinstance(kind, str):
        yield kind, value
    for destination in line.fields.get("destinations") or ():
        name = str(destination)
        if _ADDRESS.fullmatch(name):
            yield "address", name
        elif _DOMAIN.fullmatch(name):
            yield "domain", name.lower()


def list_techniques(line: TimelineLine) -> list[str]:
    """The techniques that the line is a trace of."""
    named = line.fields.get("attack")
    if not isinstance(named, list):
        return []
    return [one for one in named if isinstance(one, str) and is_technique(one)]
