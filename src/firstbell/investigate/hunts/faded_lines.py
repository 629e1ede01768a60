"""Lines and logons that a backup holds and the next one does not: text logs, login records, what people
typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from firstbell.base.clock import say_moment
from firstbell.base.pathtext import show_path
from firstbell.investigate.hunts.host_records import FileNight, Gathered
from firstbell.investigate.hunts.hostnights import Night
from firstbell.investigate.hunts.match.signs import HuntSign
from firstbell.investigate.hunts.other_coverage import name_source
from firstbell.investigate.hunts.traces import SHOWN, Bounds, Trace, tell_sign

# sources whose lines nobody takes out one by one, and the sign that it is if somebody does
_SIGNS = {
    "text/auth": "hide.vanished",
    "text/audit": "hide.vanished",
    "text/syslog": "hide.vanished",
    "text/web": "hide.vanished",
    "utmp": "hide.history",
    "journal": "hide.vanished",
}
_HISTORY = "text/history"
# a shell keeps so many lines, and drops the oldest; a list that lost more was shortened
_KEPT_SHARE = 2
_LEAST_LINES = 5


@dataclass
class _LineNight:
    """What one night holds of a family of files (auth.log, auth.log.1, auth.log.2.gz)."""

    night: Night
    files: list[FileNight] = field(default_factory=list)

    @property
    def marks(self) -> set[int]:
        """The marks of all its lines."""
        return {mark for one in self.files for part in one.parts for mark in part.marks}


def judge_lines(gathered: Gathered, signs: Mapping[str, HuntSign]) -> Iterator[Trace]:
    """The traces of lines that went between two nights, and that rotation does not explain."""
    for family in _group_families(gathered).values():
        nights = sorted(family.values(), key=lambda one: one.night.number)
        for before, after in _list_pairs(gathered, nights):
            gone = _find_gone(before, after)
            if gone:
                yield _tell(gathered, signs, before=before, after=after, gone=gone)
                break
    yield from _judge_histories(gathered, signs)


def _group_families(gathered: Gathered) -> dict[tuple[bytes, str], dict[int, _LineNight]]:
    """(folder, source) -> night -> its files: a rotated log is told by another name in the same folder."""
    families: dict[tuple[bytes, str], dict[int, _LineNight]] = {}
    for path, files in gathered.files.items():
        for one in files:
            source = name_source(one)
            if source in _SIGNS:
                stem = path.rpartition(b"/")[2].partition(b".")[0].partition(b"-")[0].partition(b"@")[0]
                nights = families.setdefault((path.rpartition(b"/")[0] + b"/" + stem, source), {})
                nights.setdefault(one.night.number, _LineNight(one.night)).files.append(one)
    return families


def _list_pairs(gathered: Gathered, nights: Sequence[_LineNight]) -> Iterator[tuple[_LineNight, _LineNight]]:
    """Each night and the next that could have held the same files, even if it holds none."""
    held = {one.night.number: one for one in nights}
    before: _LineNight | None = None
    for night in gathered.nights.nights:
        current = held.get(night.number)
        if before is not None:
            covered = all(night.reach.covers(one.held.path) for one in before.files)
            if current is None and not covered:
                continue
            current = current or _LineNight(night)
            yield before, current
            if not current.files:
                return
        before = current


def _find_gone(before: _LineNight, after: _LineNight) -> int:
    """How many lines went that the log's turning over does not explain."""
    if not all(one.is_whole for one in (*before.files, *after.files)):
        return 0
    kept = after.marks
    oldest = min((one.first_ns for one in after.files if one.first_ns), default=0)
    gone = 0
    for one in before.files:
        marks = [mark for part in one.parts for mark in part.marks]
        missing = sum(mark not in kept for mark in marks)
        is_oldest = one.last_ns and oldest and one.last_ns <= oldest
        if missing == len(marks) and is_oldest and len(before.files) > 1:
            continue  # the oldest file was dropped whole, as it is each time
        if (
            missing == len(marks)
            and is_oldest
            and len(after.files) >= len(before.files)
            and len(after.files) > 1
        ):
            continue
        gone += missing
    return gone


def _judge_histories(gathered: Gathered, signs: Mapping[str, HuntSign]) -> Iterator[Trace]:
    for path, files in gathered.files.items():
        if not files or name_source(files[0]) != _HISTORY:
            continue
        held = {one.night.number: one for one in files}
        before: FileNight | None = None
        for night in gathered.nights.nights:
            one = held.get(night.number)
            if before is not None and (one is not None or night.reach.covers(path)):
                was, now = _LineNight(before.night, [before]), _LineNight(night, [one] if one else [])
                gone = len(was.marks - now.marks)
                if gone >= _LEAST_LINES and (one is None or one.records * _KEPT_SHARE < before.records):
                    yield _tell(gathered, signs, before=was, after=now, gone=gone)
                    break
            before = one or before


def _tell(
    gathered: Gathered, signs: Mapping[str, HuntSign], *, before: _LineNight, after: _LineNight, gone: int
) -> Trace:
    first = before.files[0]
    source = name_source(first)
    sign = signs[_SIGNS.get(source, "hide.history")]
    name = show_path(first.held.path.rpartition(b"/")[2])
    what = "record" if source in ("utmp", "journal") else "line"
    noun = f"{gone:,} {what}{'' if gone == 1 else 's'}"
    verb = "is" if gone == 1 else "are"
    whole = "" if after.files else " with the whole file"
    return tell_sign(
        sign,
        gathered.nights.host,
        strength=SHOWN,
        message=f"{noun} of {name} that the backup of {say_moment(before.night.time_ns)} holds "
        f"{verb} gone from the next one{whole}.",
        attack=("T1070.002",) if sign.id == "hide.vanished" else ("T1070.003",),
        source=source,
        path=first.held.path,
        bounds=Bounds(before.night.time_ns, after.night.time_ns, after.night.hex_id, after.night.hex_id),
        count=gone,
        more={"missing": gone, "held_by": before.night.hex_id},
    )
