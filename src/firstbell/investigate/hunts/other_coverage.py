"""Coverage of what is no event log: text logs, SRUM, flows, settings; and of what a host does not have at
all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from firstbell.investigate.hunts.host_records import FileNight, Gathered
from firstbell.investigate.hunts.nights.coverage import ABSENT, COVERED, NightCoverage
from firstbell.investigate.hunts.readers.exports import EXPORTED
from firstbell.investigate.hunts.records import HeldRecords
from firstbell.investigate.hunts.sources.table import find_kind

_WINDOWS = ("eventlog/Security", "eventlog/System", "srum/network", "registry/SOFTWARE", "registry/SYSTEM")
_LINUX = ("text/auth", "utmp")
_FLOW = "flow"
# sources whose records count hours, whether or not anything stands in them
_TIMED = ("text/", "flow/", "srum/", "utmp", "journal", "browser", "prefetch", "links/jumplist")


def cover_files(gathered: Gathered) -> Iterator[NightCoverage]:
    """The stretches that each source of records speaks for, over all nights that meet."""
    spans: dict[str, list[tuple[int, int, int, str]]] = {}
    for files in gathered.files.values():
        for one in files:
            source = name_source(one)
            for item in one.items:
                if item.kind == EXPORTED:
                    spans.setdefault(f"eventlog/{item.fields['Channel']}", []).append(
                        (
                            item.time_ns,
                            int(item.fields["Last"]),
                            int(item.fields["Records"]),
                            one.night.hex_id,
                        )
                    )
            if one.first_ns and source.startswith(_TIMED):
                spans.setdefault(source, []).append(
                    (one.first_ns, one.last_ns, one.records, one.night.hex_id)
                )
    for source, found in sorted(spans.items()):
        yield from _join_spans(gathered.nights.host, source, found)


def name_source(one: FileNight) -> str:
    """What coverage calls the source that a file is."""
    kind = find_kind(one.held.path)
    return kind.source if kind is not None else one.held.source


def _join_spans(
    host: str, source: str, found: Sequence[tuple[int, int, int, str]]
) -> Iterator[NightCoverage]:
    joined: list[NightCoverage] = []
    for start, end, records, hex_id in sorted(found):
        if joined and start <= joined[-1].until_ns:
            last = joined.pop()
            start, end, records = last.from_ns, max(end, last.until_ns), max(records, last.records)
        joined.append(NightCoverage(host, source, start, end, COVERED, records, 0, "", hex_id))
    yield from joined


def cover_settings(gathered: Gathered) -> Iterator[NightCoverage]:
    """The nights whose settings that start something could be read whole, as stretches up to the next one."""
    nights = gathered.nights.nights
    for night in nights:
        held = [held for held in night.sources if held.source in ("registry", "tasks", "unix")]
        unread = {one.path for one in gathered.unread.values()}
        if not held or any(one.path in unread for one in held) or not _has_all(_list_names(held)):
            continue
        later = nights[night.number + 1].time_ns if night.number + 1 < len(nights) else night.time_ns
        start = night.time_ns if night.number else night.time_ns - 1
        yield NightCoverage(
            gathered.nights.host, "settings", start, later, COVERED, len(held), 0, "", night.hex_id
        )


def cover_hives(gathered: Gathered) -> Iterator[NightCoverage]:
    """For each kind of registry hive the nights that hold one that could be read, joined where they meet."""
    unread = {one.path for one in gathered.unread.values()}
    spans: dict[str, list[tuple[int, int, int, str, int]]] = {}
    for night in gathered.nights.nights:
        held = [one for one in night.sources if one.source == "registry" and one.path not in unread]
        for source in _list_names(held):
            joined = spans.setdefault(source, [])
            start, count = night.time_ns, 1
            if joined and joined[-1][4] == night.number - 1:
                start, _, count, _, _ = joined.pop()
                count += 1
            joined.append((start, night.time_ns, count, night.hex_id, night.number))
    for source, joined in sorted(spans.items()):
        for start, end, count, hex_id, _ in joined:
            yield NightCoverage(gathered.nights.host, source, start, end, COVERED, count, 0, "", hex_id)


def _list_names(held: Iterable[HeldRecords]) -> set[str]:
    """The names of the sources that these files are."""
    kinds = (find_kind(one.path) for one in held)
    return {kind.source for kind in kinds if kind is not None}


def _has_all(names: set[str]) -> bool:
    return {"registry/SYSTEM", "registry/SOFTWARE", "tasks"} <= names or "settings/unix" in names


def list_absent(gathered: Gathered, covered: Sequence[NightCoverage]) -> Iterator[NightCoverage]:
    """The sources that a host of its kind has, and of which no night holds anything."""
    nights = gathered.nights.nights
    if not nights:
        return
    known = {one.source for one in covered}
    paths = [held.path for night in nights for held in night.sources]
    is_linux = any(b"/etc/" in path or b"/var/" in path for path in paths)
    is_windows = any(b"/windows/" in path.lower() for path in paths) or not is_linux
    wanted = (*(_WINDOWS if is_windows else ()), *(_LINUX if is_linux else ()), _FLOW)
    for source in wanted:
        if not any(one == source or one.startswith(source + "/") for one in known):
            yield NightCoverage(
                gathered.nights.host,
                source,
                nights[0].time_ns,
                nights[-1].time_ns,
                ABSENT,
                why="no backup of this host holds it",
            )
