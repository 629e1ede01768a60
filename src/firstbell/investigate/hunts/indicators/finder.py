"""Indicators in the text of records: one Aho-Corasick pass, and a look at what stands around each value."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick, Implementation

from firstbell.investigate.hunts.indicators.indicator import (
    ADDRESS,
    DOMAIN,
    HASH,
    NAME,
    PATH,
    URL,
    HuntIndicator,
)

# what must not stand right before or behind a value, or it is a part of another one
_BEFORE = {
    ADDRESS: re.compile(r"[0-9a-f.:]$"),
    DOMAIN: re.compile(r"[a-z0-9_-]$"),
    HASH: re.compile(r"[0-9a-z]$"),
    NAME: re.compile(r"[a-z0-9_.-]$"),
    PATH: re.compile(r"^(?!)$"),
    URL: re.compile(r"[a-z]$"),
}
_BEHIND = {
    ADDRESS: re.compile(r"^([0-9a-f]|[.:][0-9a-f])"),
    DOMAIN: re.compile(r"^([a-z0-9_-]|\.[a-z0-9])"),
    HASH: re.compile(r"^[0-9a-z]"),
    NAME: re.compile(r"^([a-z0-9_-]|\.[a-z0-9])"),
    PATH: re.compile(r"^([a-z0-9_-]|\.[a-z0-9])"),
    URL: re.compile(r"^[a-z0-9_-]"),
}
# of JSON, a value before which no other character of the field stands
_MAPPED = "::ffff:"
_ADDRESS = re.compile(r"[0-9a-f.:]*")


class IndicatorFinder:
    """Finds indicators in records. Made before a fence, so that its children share it."""

    def __init__(self, indicators: Iterable[HuntIndicator]) -> None:
        self._texts: list[str] = []
        self._owners: list[int] = []
        self._indicators = list(indicators)
        for number, one in enumerate(self._indicators):
            for text in _spell(one):
                self._texts.append(text)
                self._owners.append(number)
        self._search = (
            AhoCorasick(self._texts, store_patterns=False, implementation=Implementation.ContiguousNFA)
            if self._texts
            else None
        )

    def find(self, text: str) -> Iterator[int]:
        """The numbers of the indicators that stand in a record, whose JSON `text` is; each once."""
        if self._search is None:
            return
        folded = text.lower()
        told: set[int] = set()
        for at, start, end in self._search.find_matches_as_indexes(folded, overlapping=True):
            number = self._owners[at]
            if number in told:
                continue
            one = self._indicators[number]
            if one.is_network:
                # what was found is how an address of the network begins
                end = start + len(_ADDRESS.match(folded, start)[0].rstrip(".:"))  # type: ignore[index]
                if not _is_within(folded[start:end], one.value):
                    continue
            if self._stands_alone(one.kind, folded, start, end=end):
                told.add(number)
                yield number

    @staticmethod
    def _stands_alone(kind: str, folded: str, start: int, *, end: int) -> bool:
        before = folded[max(0, start - len(_MAPPED)) : start].removesuffix(_MAPPED)
        return not _BEFORE[kind].search(before) and not _BEHIND[kind].match(folded[end : end + 2])


def _is_within(text: str, network: str) -> bool:
    try:
        return ipaddress.ip_address(text) in ipaddress.ip_network(network)
    except ValueError:
        return False


def _begin_address(network: str) -> str:
    """The text with which every address of a network begins."""
    parsed = ipaddress.ip_network(network)
    if isinstance(parsed, ipaddress.IPv4Network):
        return "".join(f"{part}." for part in str(parsed).split(".")[: parsed.prefixlen // 8])
    parts = parsed.network_address.exploded.split(":")[: parsed.prefixlen // 16]
    whole = [f"{int(part, 16):x}:" for part in parts]
    # a run of zeroes may be written in more than one way
    return "".join(whole[: whole.index("0:")] if "0:" in whole else whole)


def _spell(one: HuntIndicator) -> Iterator[str]:
    """How a value may stand in JSON: a path with either slash, the one of Windows escaped."""
    if one.is_network:
        yield _begin_address(one.value)
        return
    yield one.value
    if one.kind == PATH:
        yield one.value.replace("/", "\\\\")
