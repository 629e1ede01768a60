"""A rule: what it is called, which records it is about, and the detection they must pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firstbell.investigate.hunts.match.detections import Detection
from firstbell.investigate.hunts.match.logsources import LogLocation


@dataclass(frozen=True)
class Count:
    """How many records must come together: at least `least` within `within_s` that share the fields `by`.

    `distinct`: a field of which as many different values must be among them, instead of records.
    `total`: a field that is added up, and must reach `total_least`.
    A field may name others to look at where it is empty: "IpAddress|WorkstationName".
    """

    least: int = 1
    within_s: float = 0.0
    by: tuple[str, ...] = ()
    distinct: str = ""
    total: str = ""
    total_least: int = 0


@dataclass(frozen=True)
class Absence:
    """What must not stand near a record: none of these events of a source within `within_s` of it.

    Where the source does not speak for that time nothing can be said, and there is no trace.
    """

    source: str
    events: tuple[str, ...]
    within_s: float


@dataclass(frozen=True)
class HuntRule:
    """One rule of a sign. `key`: unique, "account.created#0" or "sigma:<id>"; `sign`: the sign's id.

    `count`: None where one record is enough. `message`: a sentence with {fields}, of which {A|B} means B
    where A is empty. `fresh`: fields; of records that share them only the first counts, and only if nothing
    like it was there before. `account`: the field that names whose account it is. `keeps`: the fields that
    are kept of a record that fits; empty for all. `text`: what it was made from, where that is no sign of
    ours.
    """

    key: str
    sign: str
    places: tuple[LogLocation, ...]
    detection: Detection
    message: str
    question: str = ""
    strength: str = "shown"
    attack: tuple[str, ...] = ()
    attack_version: str = ""
    proves: str = ""
    not_proved: str = ""
    count: Count | None = None
    absence: Absence | None = None
    fresh: tuple[str, ...] = ()
    account: str = ""
    keeps: tuple[str, ...] = ()
    level: str = ""
    author: str = ""
    references: tuple[str, ...] = ()
    text: Mapping[str, Any] | None = None
