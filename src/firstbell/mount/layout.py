"""Under which names snapshots stand, by templates as restic's `mount` has them.

Source: restic documentation, "Restore using mount"; behaviour of restic 0.18 (tests/compat/test_mount.py).
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from firstbell.mount.entries import MadeFolder, MountEntry, MountLink, fixed_folder
from firstbell.mount.errors import MountTemplateError
from firstbell.repository.format.snapshot import Snapshot

DEFAULT_TEMPLATES = ("ids/%i", "snapshots/%T", "hosts/%h/%T", "tags/%t/%T")
LATEST = b"latest"
_PATTERN = re.compile(r"%(.)")
_KNOWN = "iIuhtT"
_FRACTION = re.compile(r"\.\d+")

# what a snapshot's folder is
OpenSnapshot = Callable[[Snapshot], MountEntry]


@dataclass(frozen=True, slots=True)
class SnapshotLayout:
    """`templates`: of paths. `time_template`: for `strftime`, "" for RFC 3339 as the snapshot has it."""

    templates: tuple[str, ...] = DEFAULT_TEMPLATES
    time_template: str = ""

    def __post_init__(self) -> None:
        for template in self.templates:
            unknown = sorted(set(_PATTERN.findall(template)) - set(_KNOWN))
            parts = template.strip("/").split("/")
            if unknown or not any(parts) or {"", ".", ".."} & set(parts):
                problem = f"%{unknown[0]} stands for nothing" if unknown else "it names no folder"
                raise MountTemplateError(
                    f"{template!r} cannot be a path template: {problem}",
                    hint=f"write it as hosts/%h/%T; known are {', '.join('%' + each for each in _KNOWN)}",
                )

    def format_time(self, snapshot: Snapshot) -> str:
        """The time of a snapshot as part of a name."""
        if not self.time_template:
            return _FRACTION.sub("", snapshot.time)
        # nanoseconds are more than Python reads
        moment = datetime.datetime.fromisoformat(_FRACTION.sub("", snapshot.time))
        return moment.strftime(self.time_template)


@dataclass(slots=True)
class _Draft:
    """A folder on the way. `links`: by name, the newest snapshot's name."""

    folders: dict[bytes, _Draft] = field(default_factory=dict)
    snapshots: dict[bytes, Snapshot] = field(default_factory=dict)
    latest: bytes = b""

    def name(self, wanted: bytes) -> bytes:
        """The name, or the first of NAME-1, NAME-2 ... that is free."""
        numbered = (wanted + b"-%d" % number for number in itertools.count(1))
        return next(
            name
            for name in itertools.chain([wanted], numbered)
            if name not in self.snapshots and name not in self.folders
        )


def lay_out(
    snapshots: Sequence[Snapshot], layout: SnapshotLayout, open_snapshot: OpenSnapshot
) -> dict[bytes, MountEntry]:
    """The top folders that the templates make. `snapshots`: oldest first.

    A folder whose snapshots are named by their times holds `latest`, a link to the newest of them.
    """
    root = _Draft()
    for template in layout.templates:
        parts = template.strip("/").split("/")
        # there though no snapshot fits it
        if not _PATTERN.search(parts[0]):
            root.folders.setdefault(parts[0].encode(), _Draft())
        for snapshot in snapshots:
            for names in _fill(parts, snapshot, layout):
                _place(root, names, snapshot, has_latest=parts[-1].endswith("%T"))
    return _render(root, open_snapshot)


def _fill(parts: Sequence[str], snapshot: Snapshot, layout: SnapshotLayout) -> Iterator[list[bytes]]:
    """The path of a snapshot by a template; of several tags one path each."""
    joined = "/".join(parts)
    tags: Iterable[str] = snapshot.tags or () if "%t" in joined else ("",)
    for tag in tags:
        values = {
            "i": snapshot.short_id,
            "I": snapshot.hex_id,
            "u": clean_name(snapshot.username),
            "h": clean_name(snapshot.hostname),
            "t": clean_name(tag),
            "T": clean_name(layout.format_time(snapshot)),
        }
        yield [_expand(part, values) for part in parts]


def _expand(part: str, values: Mapping[str, str]) -> bytes:
    return _PATTERN.sub(lambda match: values[match[1]], part).encode(errors="surrogateescape")


def clean_name(text: str) -> str:
    """A text as the name of a folder: a slash becomes `_`."""
    cleaned = text.replace("/", "_").replace("\0", "_")
    return {"": "_", ".": "_", "..": "__"}.get(cleaned, cleaned)


def _place(root: _Draft, names: Sequence[bytes], snapshot: Snapshot, *, has_latest: bool) -> None:
    folder = root
    for name in names[:-1]:
        folder = folder.folders.setdefault(name, _Draft())
    name = folder.name(names[-1])
    folder.snapshots[name] = snapshot
    if has_latest:
        folder.latest = name


def _render(draft: _Draft, open_snapshot: OpenSnapshot) -> dict[bytes, MountEntry]:
    entries: dict[bytes, MountEntry] = {
        name: _finish(folder, open_snapshot) for name, folder in draft.folders.items()
    }
    entries |= {name: open_snapshot(snapshot) for name, snapshot in draft.snapshots.items()}
    if draft.latest and LATEST not in entries:
        entries[LATEST] = MountLink(draft.latest, draft.snapshots[draft.latest].time_ns)
    return entries


def _finish(draft: _Draft, open_snapshot: OpenSnapshot) -> MadeFolder:
    newest_ns = max((snapshot.time_ns for snapshot in draft.snapshots.values()), default=0)
    return fixed_folder(_render(draft, open_snapshot), newest_ns)
