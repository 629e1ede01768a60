"""Which new names the intruder gave, and which people did; what was damaged stays so under another name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from firstbell.catalog import VersionRow
from firstbell.compose.clean import Horizon
from firstbell.compose.lineage import Histories
from firstbell.examine.validators.registry import find_expected
from firstbell.examine.validators.text import promises_text
from firstbell.record.versions import State

# Two damaged files with one new ending are a campaign's mark; one alone may be anything.
_MARK_COUNT = 2


class StruckNames:
    """The endings that mark the names of one event, and who inherits a name that went."""

    def __init__(self, histories: Histories, horizon: Horizon) -> None:
        self._histories = histories
        self._horizon = horizon
        pair_by_content(histories, horizon)
        self._marks = frozenset(_find_marks(histories))
        self._heirs: dict[tuple[bytes, int], VersionRow] = {}
        for path in histories:
            for row in histories.find(path):
                if row.was is not None:
                    self._heirs.setdefault((row.was, row.first), row)

    def is_marked(self, row: VersionRow) -> bool:
        """Whether it came in a struck snapshot, from nowhere, and bears the ending of struck files."""
        return row.was is None and self._horizon.is_struck(row) and find_ending(row.path) in self._marks

    def find_heir(self, row: VersionRow) -> VersionRow | None:
        """The version that came under a new name in the snapshot in which this one went."""
        return self._heirs.get((row.path, row.gone)) if row.gone is not None else None

    def is_struck_rename(self, row: VersionRow) -> bool:
        """Whether the version got its name from the intruder: in a struck snapshot, with an ending of his.

        People who change an ending change it to one that programs know.
        """
        if row.was is None or not self._horizon.is_struck(row):
            return False
        ending = find_ending(row.path)
        if ending in self._marks:
            return True
        return ending != find_ending(row.was) and not _is_known(b"x" + ending)


def find_ending(path: bytes) -> bytes:
    """The last extension of a name in lower case, with its dot; b"" where there is none."""
    name = path.rsplit(b"/", 1)[-1]
    stem, dot, ending = name.rpartition(b".")
    return (dot + ending).lower() if stem and dot else b""


def _find_marks(histories: Histories) -> Iterable[bytes]:
    endings: Counter[bytes] = Counter()
    for path in histories:
        for row in histories.find(path):
            if row.was is not None and row.state is State.DAMAGED:
                ending = find_ending(path)
                endings[ending] += bool(ending) and ending != find_ending(row.was)
    # people make new files of known types every day, also on the day of an event
    return (
        ending for ending, count in endings.items() if count >= _MARK_COUNT and not _is_known(b"x" + ending)
    )


def _is_known(name: bytes) -> bool:
    return find_expected(name) is not None or promises_text(name)


def carry_damage(histories: Histories, horizon: Horizon) -> None:
    """Call a content that was found damaged so under every name that it got since.

    An intruder may give noise the old names back a day later; nobody looks again at what was only renamed.
    """
    found = {
        row.content: row.judgement
        for path in histories
        for row in histories.find(path)
        if row.state is State.DAMAGED and row.content and row.kind == "file"
    }
    carried = {}
    for path in histories if found else ():
        rows = histories.find(path)
        now = tuple(
            msgspec.structs.replace(row, judgement=found[row.content])
            if row.content in found and row.state is not State.DAMAGED and not horizon.is_before(row)
            else row
            for row in rows
        )
        if now != rows:
            carried[path] = now
    histories.replace(carried)


def pair_by_content(histories: Histories, horizon: Horizon) -> None:
    """Give versions that came in a struck snapshot the name that went there with the same content.

    Every such version that has no `was` yet and no history under its own name; each name that went is
    given once, to one with the same file name first, then to one with the same ending.
    """
    gone: dict[tuple[int | None, bytes], list[VersionRow]] = {}
    taken: set[tuple[bytes, int | None]] = set()
    for path in histories:
        for row in histories.find(path):
            if row.was is not None:
                taken.add((row.was, row.first))
            if row.gone in horizon.struck and row.content:
                gone.setdefault((row.gone, row.content), []).append(row)
    renamed = {}
    for path in histories:
        first = histories.find(path)[0]
        if first.was is not None or not horizon.is_struck(first) or not first.content:
            continue
        candidates = [
            row for row in gone.get((first.first, first.content), ()) if (row.path, row.gone) not in taken
        ]
        if candidates:
            old = min(candidates, key=lambda row: _distance(row.path, path))
            taken.add((old.path, old.gone))
            renamed[path] = (msgspec.structs.replace(first, was=old.path), *histories.find(path)[1:])
    histories.replace(renamed)


def _distance(old: bytes, new: bytes) -> tuple[bool, bool, bool, bytes]:
    old_folder, _, old_name = old.rpartition(b"/")
    new_folder, _, new_name = new.rpartition(b"/")
    return (
        old_name != new_name,
        find_ending(old) != find_ending(new),
        old_folder != new_folder,
        old,
    )
