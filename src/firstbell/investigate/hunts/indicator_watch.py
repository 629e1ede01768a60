"""Files that indicators name: by hash, path or name, over all nights of a host.

A file of one blob is known by its SHA-256 without being read: that is its blob's id. Others are read once
ever, and only if an indicator's hash asks for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from firstbell.base.errors import Error
from firstbell.base.pathtext import show_path
from firstbell.investigate.hunts.host_records import Unread
from firstbell.investigate.hunts.hostnights import HostNights, Night
from firstbell.investigate.hunts.indicators.indicator import HASH, NAME, PATH, HuntIndicator
from firstbell.investigate.hunts.nights.trees import TreeWalk
from firstbell.investigate.hunts.pieces import MISSING, TOO_LARGE
from firstbell.investigate.hunts.records import HeldRecords, HuntReading, HuntRecord
from firstbell.investigate.hunts.store import HuntStore
from firstbell.record.readers import BlobReader

_DIGESTS = hashlib.sha256(b"digests of contents 1").digest()
_ID_DIGITS = 64


@dataclass
class NamedFile:
    """Where a file that an indicator names stood: from which night to which."""

    indicator: HuntIndicator
    held: HeldRecords
    first: Night
    last: Night


@dataclass
class _Wanted:
    """Indicators by what they are looked up by."""

    digests: dict[str, HuntIndicator] = field(default_factory=dict)
    names: dict[bytes, HuntIndicator] = field(default_factory=dict)
    # last part of a path -> the paths that end in it
    paths: dict[bytes, list[tuple[bytes, HuntIndicator]]] = field(default_factory=dict)
    # whether hashes are asked for that no blob's id tells
    others: bool = False

    @classmethod
    def sort(cls, indicators: Iterable[HuntIndicator]) -> _Wanted:
        """Of all indicators those that are about files."""
        wanted = cls()
        for one in indicators:
            value = one.value.encode()
            if one.kind == HASH:
                wanted.digests[one.value] = one
                wanted.others = wanted.others or len(one.value) != _ID_DIGITS
            elif one.kind == NAME:
                wanted.names[value] = one
            elif one.kind == PATH:
                wanted.paths.setdefault(value.rstrip(b"/").rpartition(b"/")[2], []).append((value, one))
        return wanted


class IndicatorWatch:
    """Looks through the trees of hosts. `most_bytes`: larger files are not read for their hashes."""

    def __init__(
        self, indicators: Iterable[HuntIndicator], blobs: BlobReader, store: HuntStore, *, most_bytes: int
    ) -> None:
        self._wanted = _Wanted.sort(indicators)
        self._blobs = blobs
        self._store = store
        self._most_bytes = most_bytes
        self._known: dict[str, tuple[str, ...]] = {}
        self.unread: list[Unread] = []
        self.too_large = 0
        self.bytes_read = 0

    def list_standing(self, nights: HostNights, walk: TreeWalk) -> list[NamedFile]:
        """Every file of a host that an indicator names, with the nights that hold it."""
        wanted = self._wanted
        if not (wanted.digests or wanted.names or wanted.paths):
            return []
        found: list[NamedFile] = []
        standing: dict[tuple[str, ...], dict[bytes, list[NamedFile]]] = {}
        trees: dict[tuple[str, ...], Night] = {}
        for night in nights.nights:
            line = tuple(sorted(night.snapshot.paths))
            before = trees.get(line)
            trees[line] = night
            here = standing.setdefault(line, {})
            for was, now in walk.list_changed(before.tree_id if before else None, night.tree_id):
                if was is not None:
                    here.pop(was.path, None)
                if now is not None:
                    came = [NamedFile(one, now, night, night) for one in self._match(now, nights.host, night)]
                    if came:
                        here[now.path] = came
                        found.extend(came)
            for one in chain.from_iterable(here.values()):
                one.last = night
        return found

    def _match(self, held: HeldRecords, host: str, night: Night) -> Iterator[HuntIndicator]:
        folded = held.path.lower()
        name = folded.rpartition(b"/")[2]
        if name in self._wanted.names:
            yield self._wanted.names[name]
        for tail, indicator in self._wanted.paths.get(name, ()):
            if folded.endswith(tail):
                yield indicator
        if self._wanted.digests and held.content:
            for digest in self._list_digests(held, host, night):
                if digest in self._wanted.digests:
                    yield self._wanted.digests[digest]

    def _list_digests(self, held: HeldRecords, host: str, night: Night) -> tuple[str, ...]:
        """What is known of a content's hashes, reading it where an indicator asks for more."""
        is_one = len(held.content) == _ID_DIGITS
        if is_one and not self._wanted.others:
            return (held.content,)
        if held.content in self._known:
            return self._known[held.content]
        digests = self._read(held, host, night)
        self._known[held.content] = digests
        return digests

    def _read(self, held: HeldRecords, host: str, night: Night) -> tuple[str, ...]:
        key = hashlib.sha256(held.content.encode()).digest()
        kept = self._store.find_reading(key, _DIGESTS)
        if kept is not None:
            return tuple(item.key for item in kept.items)
        known = (held.content,) if len(held.content) == _ID_DIGITS else ()
        if held.size_bytes > self._most_bytes:
            self.too_large += 1
            if self.too_large == 1:
                why = f"it is over {self._most_bytes >> 20} MiB and was not hashed, as others may be"
                self.unread.append(Unread(host, held.path, night.hex_id, TOO_LARGE, why))
            return known
        hashes = [hashlib.sha256(), hashlib.sha1(usedforsecurity=False), hashlib.md5(usedforsecurity=False)]
        try:
            for blob_id in held.blob_ids:
                data = self._blobs.load_blob(blob_id)
                self.bytes_read += len(data)
                for one in hashes:
                    one.update(data)
        except Error as error:
            self.unread.append(Unread(host, held.path, night.hex_id, MISSING, str(error)))
            return known
        digests = tuple(one.hexdigest() for one in hashes)
        items = [HuntRecord("digest", digest, 0, {}) for digest in digests]
        self._store.keep_reading(key, _DIGESTS, HuntReading(items=items))
        return digests


def describe_file(standing: NamedFile) -> str:
    """A sentence about a file that an indicator names."""
    indicator, held = standing.indicator, standing.held
    named = f" ({indicator.name})" if indicator.name else ""
    path = show_path(held.path)
    if indicator.kind == HASH:
        which = f"{indicator.hash_name} {indicator.value}"
        return f"{path} is the file of {which} that {indicator.file} names{named}."
    what = "path" if indicator.kind == PATH else "name"
    return f"{path} ({held.size_bytes:,} bytes) bears a {what} that {indicator.file} names{named}."
