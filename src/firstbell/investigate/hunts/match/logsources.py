"""Which records a rule's `logsource` means: channels and numbers of Windows events, or a source of ours
(`logsources.toml`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from firstbell.investigate.hunts.match.patterns import HuntRuleError

_TOLD = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


class LogLocation(NamedTuple):
    """Records of a source: `source` as in traces ("eventlog/Security"), or its beginning ("eventlog/").

    `events`: numbers of Windows events, as text; empty for any.
    """

    source: str
    events: tuple[str, ...] = ()


def find_places(logsource: Mapping[str, Any]) -> tuple[LogLocation, ...]:
    """The records that a rule is about. Raises: HuntRuleError where no source here holds such records."""
    product, category, service = (
        str(logsource.get(name) or "").lower() for name in ("product", "category", "service")
    )
    if product == "windows":
        places = tuple(_find_windows(category, service))
    else:
        others: Mapping[str, Mapping[str, list[str]]] = _TOLD["others"]
        named = others.get(product, {}).get(service or category) or others[""].get(category, [])
        places = tuple(map(LogLocation, named))
    if not places:
        told = ", ".join(one for one in (product, category, service) if one)
        raise HuntRuleError(f"its logsource ({told}) is not read here")
    return places


def _find_windows(category: str, service: str) -> Iterator[LogLocation]:
    services: Mapping[str, list[str]] = _TOLD["services"]
    if category:
        for named, numbers in _TOLD["categories"].get(category, {}).items():
            for channel in services.get(named, [named]):
                yield LogLocation(f"eventlog/{channel}", tuple(map(str, numbers)))
    elif service:
        yield from (LogLocation(f"eventlog/{channel}") for channel in services.get(service, ()))
    else:
        yield LogLocation("eventlog/")
