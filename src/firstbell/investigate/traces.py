"""Lines of what an intruder leaves beside damage: notes, what he deleted, what he renamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from firstbell.base import pathtext
from firstbell.base.clock import format_time, say_moment
from firstbell.base.counts import say_count
from firstbell.base.pathtext import say_path
from firstbell.investigate.attack import DESTROYED, ENCRYPTED
from firstbell.investigate.damage import Strike, find_hash
from firstbell.investigate.phrases import find_shared_folder, split_folder
from firstbell.investigate.windows import BACKUP_TIME, EventTime
from firstbell.record.timeline import LineKind, TimelineLine
from firstbell.record.versions import FileVersion

# fewer renames with one ending are what people do
LEAST_RENAMED = 5
_MOST_EXAMPLES = 5
_LONGEST_SUFFIX = 64
_OTHER = b""

Versions = Mapping[bytes, FileVersion]


def tell_notes(strike: Strike, notes: Iterable[bytes], versions: Versions) -> Iterator[TimelineLine]:
    """A line for each note. `versions`: what the snapshot newly holds, by path."""
    for path in notes:
        version = versions.get(path)
        moment = strike.window.place(version)
        yield strike.tell(
            LineKind.NOTE,
            moment,
            f"Note of the intruder: {say_path(path)}, {strike.window.words}"
            f"{strike.window.tell_claim(moment)}",
            path=path,
            more={
                "size_bytes": version.size_bytes if version else None,
                "sha256": find_hash(version) if version else None,
                "attack": [ENCRYPTED],
            },
        )


def tell_deletions(strike: Strike, deleted: Iterable[bytes]) -> Iterator[TimelineLine]:
    """A line for each folder in which files are gone. Nothing says when, but the backups around it."""
    folders: dict[bytes, list[bytes]] = {}
    for path in sorted(deleted):
        folders.setdefault(split_folder(path)[0], []).append(path)
    for folder, paths in sorted(folders.items()):
        examples = [pathtext.say_path(path) for path in paths[:_MOST_EXAMPLES]]
        gone = {"files": len(paths), "examples": examples}
        yield strike.tell(
            LineKind.DELETION,
            EventTime(strike.window.snapshot.time_ns, BACKUP_TIME, is_claim=False),
            f"{say_count(len(paths), 'file')} gone from {say_path(folder)}, {strike.window.words}",
            path=folder,
            more={**gone, "attack": [DESTROYED]} if strike.event else gone,
        )


def find_suffix(was: bytes, path: bytes) -> bytes:
    """What was appended to the name, else the new extension, else nothing."""
    old, new = split_folder(was)[1], split_folder(path)[1]
    if new.startswith(old) and len(new) > len(old):
        return new[len(old) :][:_LONGEST_SUFFIX]
    stem, dot, extension = new.rpartition(b".")
    if dot and stem and not old.endswith(dot + extension):
        return (dot + extension)[:_LONGEST_SUFFIX]
    return _OTHER


def tell_renames(
    strike: Strike, renamed: Iterable[tuple[bytes, bytes]], versions: Versions
) -> Iterator[TimelineLine]:
    """A line for each ending under which many were renamed."""
    groups: dict[bytes, list[tuple[bytes, bytes]]] = {}
    for was, path in renamed:
        groups.setdefault(find_suffix(was, path), []).append((was, path))
    for suffix, pairs in sorted(groups.items()):
        if suffix and len(pairs) >= LEAST_RENAMED:
            yield _tell_rename(strike, suffix, pairs, versions=versions)


def _tell_rename(
    strike: Strike, suffix: bytes, pairs: Sequence[tuple[bytes, bytes]], *, versions: Versions
) -> TimelineLine:
    moments = [strike.window.place(versions.get(path)) for _, path in pairs]
    first, last = _find_span(moments)
    folders = sorted({split_folder(path)[0] for _, path in pairs})
    claim = ""
    if first.is_claim:
        claim = f"; the files say from {say_moment(first.at_ns)} to {say_moment(last.at_ns)}"
    return strike.tell(
        LineKind.RENAME,
        first,
        f"{say_count(len(pairs), 'file')} in {say_count(len(folders), 'folder')} renamed "
        f"to *{say_path(suffix)}, {strike.window.words}{claim}",
        path=find_shared_folder(folders),
        more={
            "suffix": pathtext.say_path(suffix),
            "files": len(pairs),
            "folders": len(folders),
            "last": format_time(last.at_ns) if last.is_claim else None,
            "examples": [
                [pathtext.say_path(was), pathtext.say_path(path)] for was, path in pairs[:_MOST_EXAMPLES]
            ],
        },
    )


def _find_span(moments: Sequence[EventTime]) -> tuple[EventTime, EventTime]:
    claims = [moment for moment in moments if moment.is_claim] or list(moments)
    ordered = sorted(claims, key=lambda moment: moment.at_ns)
    return ordered[0], ordered[-1]
