"""What came into the trees of a host: tools, dumps, archives, copies of a share, files whose time is
refuted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firstbell.base.clock import DAY_NS, say_moment
from firstbell.base.pathtext import show_path
from firstbell.investigate.hunts.host_records import Gathered
from firstbell.investigate.hunts.hostnights import Night
from firstbell.investigate.hunts.match.signs import HuntSign
from firstbell.investigate.hunts.nights.trees import TreeWalk
from firstbell.investigate.hunts.records import HeldRecords
from firstbell.investigate.hunts.sources.names import find_name
from firstbell.investigate.hunts.traces import POINTING, SHOWN, Bounds, Trace, tell_sign

# places where nobody works, and where what is to be sent away is gathered
_ODD = re.compile(
    rb"(?i)/(perflogs|programdata|users/public|windows/temp|temp|\$recycle\.bin|recycler|intel|dev/shm|var/tmp|tmp)/"
)
_VENDOR = re.compile(
    rb"(?i)/(programdata/(microsoft|chocolatey|package cache|adobe|dell|hp|lenovo|intel|nvidia)"
    rb"|programdata/(google|mozilla)|appdata/local/temp|\.cache)/"
)
_ARCHIVE = re.compile(
    rb"(?i)\.(zip|rar|7z|tar|tgz|tar\.gz|cab|part\d+\.rar|7z\.\d{3}|zip\.\d{3}|z\d\d|r\d\d)$"
)
_PROGRAM = re.compile(rb"(?i)\.(exe|dll|sys|ps1|bat|cmd|vbs|js|hta|aspx?|php|jsp|elf|so|sh)$")
_LEAST_ARCHIVE_BYTES = 50_000_000
_LEAST_COPIES = 5
_SLACK_NS = 2 * DAY_NS


@dataclass(frozen=True)
class _Change:
    """A file that came between two nights of one line."""

    held: HeldRecords
    before: Night
    night: Night


def judge_trees(gathered: Gathered, walk: TreeWalk, signs: Mapping[str, HuntSign]) -> Iterator[Trace]:
    """The traces that the trees themselves give."""
    yield from _judge_names(gathered, signs)
    for before, night in _list_pairs(gathered.nights.nights):
        came = [
            _Change(new, before, night)
            for old, new in walk.list_changed(before.tree_id, night.tree_id)
            if new is not None and old is None and before.reach.covers(new.path)
        ]
        yield from _judge_archives(gathered, signs["stage.archive"], came)
        yield from _judge_copies(gathered, signs["stage.copy"], came=came, walk=walk)
        yield from _judge_times(gathered, signs["hide.times"], came=came, walk=walk)


def _list_pairs(nights: Sequence[Night]) -> Iterator[tuple[Night, Night]]:
    """Each night and the one before it that backed up the same paths."""
    last: dict[tuple[str, ...], Night] = {}
    for night in nights:
        key = tuple(sorted(night.snapshot.paths))
        if key in last and last[key].tree_id != night.tree_id:
            yield last[key], night
        last[key] = night


def _judge_names(gathered: Gathered, signs: Mapping[str, HuntSign]) -> Iterator[Trace]:
    """Files whose names alone say what they are: told once, from the first night that holds them."""
    told: set[bytes] = set()
    for night in gathered.nights.nights:
        for held in night.sources:
            named = find_name(held.path)
            if named is None or held.path in told:
                continue
            told.add(held.path)
            before = gathered.nights.find_before(night, held.path)
            last = [
                one for one in gathered.nights.nights if any(other.path == held.path for other in one.sources)
            ][-1]
            yield _make(
                gathered,
                signs[named.sign],
                held=held,
                strength=SHOWN if named.is_shown and before is not None else POINTING,
                message=f"{named.words}: {show_path(held.path)} ({held.size_bytes:,} bytes).",
                bounds=Bounds(before.time_ns if before else None, night.time_ns, night.hex_id, last.hex_id),
            )


def _judge_archives(gathered: Gathered, sign: HuntSign, came: Iterable[_Change]) -> Iterator[Trace]:
    """Large archives, or parts of one, in a place where nobody works."""
    found = [
        one
        for one in came
        if _ARCHIVE.search(one.held.path) and _ODD.search(one.held.path) and not _VENDOR.search(one.held.path)
    ]
    by_folder: dict[bytes, list[_Change]] = {}
    for one in found:
        by_folder.setdefault(one.held.path.rpartition(b"/")[0], []).append(one)
    for changes in by_folder.values():
        total = sum(one.held.size_bytes for one in changes)
        if total < _LEAST_ARCHIVE_BYTES and len(changes) < 3:
            continue
        first = changes[0]
        noun = "archive" if len(changes) == 1 else "archives"
        yield _make(
            gathered,
            sign,
            held=first.held,
            strength=SHOWN,
            message=f"{len(changes):,} {noun} of {total:,} bytes came to {_show_folder(first.held.path)}.",
            bounds=_bound(first),
            more={"bytes": total, "files": [show_path(one.held.path) for one in changes[:50]]},
        )


def _judge_copies(
    gathered: Gathered, sign: HuntSign, *, came: Sequence[_Change], walk: TreeWalk
) -> Iterator[Trace]:
    """Files that stand byte for byte in another folder, and came to a place where nobody works."""
    odd = [
        one
        for one in came
        if one.held.content and _ODD.search(one.held.path) and not _VENDOR.search(one.held.path)
    ]
    if len(odd) < _LEAST_COPIES:
        return
    wanted = {one.held.content for one in odd}
    origins: dict[str, bytes] = {}
    for _, held in walk.list_changed(None, odd[0].before.tree_id):
        if held is not None and held.content in wanted and not _ODD.search(held.path):
            origins.setdefault(held.content, held.path)
    copies = [one for one in odd if one.held.content in origins]
    if len(copies) < _LEAST_COPIES:
        return
    total = sum(one.held.size_bytes for one in copies)
    first = copies[0]
    yield _make(
        gathered,
        sign,
        held=first.held,
        strength=SHOWN,
        message=f"{len(copies):,} files of {total:,} bytes, among them "
        f"{show_path(origins[first.held.content])}, "
        f"stand byte for byte in {_show_folder(first.held.path)}.",
        bounds=_bound(first),
        more={"bytes": total, "files": [show_path(one.held.path) for one in copies[:50]]},
    )


def _judge_times(
    gathered: Gathered, sign: HuntSign, *, came: Sequence[_Change], walk: TreeWalk
) -> Iterator[Trace]:
    """Programs that say they were made long before a backup that did not hold them, in a folder that it
    held.
    """
    odd = [one for one in came if _PROGRAM.search(one.held.path) and _is_refuted(one)]
    if not odd:
        return
    wanted = {one.held.content for one in odd}
    known = {
        held.content
        for _, held in walk.list_changed(None, odd[0].before.tree_id)
        if held and held.content in wanted
    }
    for one in odd:
        if one.held.content in known:
            continue  # it was moved or renamed, which keeps its times
        claimed = _read_claim(one.held)
        yield _make(
            gathered,
            sign,
            held=one.held,
            strength=POINTING,
            message=f"{show_path(one.held.path)} says that it was made at {say_moment(claimed)}, "
            f"but the backup of {say_moment(one.before.time_ns)} did not hold it.",
            bounds=_bound(one),
        )


def _read_claim(held: HeldRecords) -> int:
    # where Windows says when a file was made, else the change time, which no program sets
    return held.born_ns or (held.ctime_ns if held.ctime_ns != held.mtime_ns else 0)


def _is_refuted(change: _Change) -> bool:
    claimed = _read_claim(change.held)
    return 0 < claimed < change.before.time_ns - _SLACK_NS


def _bound(change: _Change) -> Bounds:
    return Bounds(change.before.time_ns, change.night.time_ns, change.night.hex_id, change.night.hex_id)


def _show_folder(path: bytes) -> str:
    return show_path(path.rpartition(b"/")[0])


def _make(
    gathered: Gathered,
    sign: HuntSign,
    *,
    held: HeldRecords,
    more: Mapping[str, Any] | None = None,
    **told: Any,
) -> Trace:
    return tell_sign(sign, gathered.nights.host, source="tree", path=held.path, more=more or {}, **told)
