"""What a reader of anything but event logs gives: one record after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from firstbell.investigate.hunts.records import HuntRecord, fit_time


class UnreadableSourceError(Exception):
    """What a piece cannot be read for, in words that follow "it cannot be read"."""


@dataclass
class FoundRecords:
    """One record. `source`: "registry/SOFTWARE"; `fields`: what rules look at, empty where none should.

    `item`: what nights are compared by; `mark`: a CRC-32 of a line of a log, by which lines that went are
    found. `lost`: how many records cannot be read; such a one says nothing else.
    """

    source: str
    time_ns: int = 0
    fields: dict[str, str | list[str]] = field(default_factory=dict)
    record: int = -1
    computer: str = ""
    item: HuntRecord | None = None
    mark: int = 0
    lost: int = 0

    def __post_init__(self) -> None:
        self.time_ns = fit_time(self.time_ns)


@dataclass(frozen=True)
class ArtefactReader:
    """A reader: `read` takes bytes, the path and files that belong to it; `version` goes up with what it
    gives.

    `beside`: endings of the names of files that belong to it ("-wal", ".LOG1").
    `most_bytes`: what is larger is not read, and told.
    """

    name: str
    version: int
    read: Callable[[bytes, str, Mapping[str, bytes]], Iterator[FoundRecords]]
    beside: tuple[str, ...] = ()
    most_bytes: int = 256 << 20
