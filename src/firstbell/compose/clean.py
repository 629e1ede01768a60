"""The clean version of a document: which of its versions a person should get back, and why no newer one.

A path's newest `intact` version; for content that was opaque always, the newest from before the event's
earliest suspect time; `unknown` never outranks `intact`; else there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import msgspec

from firstbell.catalog import VersionRow
from firstbell.record.versions import Judgement, State

Judge = Callable[[VersionRow], Judgement]
# No position of a line is as late: every version is from before it.
NO_EVENT = 1 << 62


class Horizon(msgspec.Struct, frozen=True):
    """What an event means for one line.

    `clean_position`: position of the newest snapshot from before the damage may have begun, -1 where there
    is none. `struck`: positions of the snapshots whose changes are held against the intruder.
    """

    clean_position: int = NO_EVENT
    struck: frozenset[int] = frozenset()

    def is_before(self, row: VersionRow) -> bool:
        """Whether the version is from before the earliest suspect time."""
        return row.first <= self.clean_position

    def is_struck(self, row: VersionRow) -> bool:
        """Whether the version first appeared in a struck snapshot."""
        return row.first in self.struck


class CleanChoice(msgspec.Struct, frozen=True):
    """The clean version of a lineage, None if it has none, and why each newer one was rejected."""

    version: VersionRow | None
    rejected: tuple[tuple[VersionRow, str], ...]


def choose_clean(
    lineage: Iterable[VersionRow],
    horizon: Horizon,
    judge: Judge,
    *,
    vouched: Collection[VersionRow] = (),
) -> CleanChoice:
    """The clean version among these, which stand newest first.

    `judge` is asked about versions that nobody looked at yet, and only where the choice depends on it.
    `vouched`: versions from after the boundary for which something speaks; they count as those from before.
    """
    rows = _settle(cut_at_end(list(lineage), horizon), judge)
    before = {_content(row) for row in rows if horizon.is_before(row)} | {_content(row) for row in vouched}
    rejected: list[tuple[VersionRow, str]] = []
    opaque: VersionRow | None = None
    for row in rows:
        if _state_of(row) is State.INTACT:
            if opaque is not None:
                rejected.append((opaque, "cannot be told, and an older version is intact"))
            return CleanChoice(row, tuple(sorted(rejected, key=_newest_first)))
        objection = _find_objection(row, is_before=_content(row) in before)
        if objection is not None:
            rejected.append((row, objection))
        elif opaque is None:
            opaque = row
    newer = [item for item in rejected if opaque is None or item[0].first > opaque.first]
    return CleanChoice(opaque, tuple(sorted(newer, key=_newest_first)))


def cut_at_end(rows: list[VersionRow], horizon: Horizon) -> list[VersionRow]:
    """The rows less those of a document that had ended by the last clean snapshot.

    What was made under the same name after that is another document, even where nothing of it is clean.
    """
    for at, older in enumerate(rows[1:], start=1):
        newer = rows[at - 1]
        if older.gone is None or older.gone >= newer.first:
            continue
        if older.gone <= horizon.clean_position < newer.first:
            return rows[:at]
    return rows


def _settle(rows: list[VersionRow], judge: Judge) -> list[VersionRow]:
    """The rows, with a judgement on each that the choice depends on.

    Where only one content can be chosen it is taken as it is: nothing is read in bulk to confirm that.
    """
    candidates = {_content(row) for row in rows if _state_of(row) is not State.DAMAGED}
    if len(candidates) < 2:
        return rows
    settled = []
    is_decided = False
    for row in rows:
        if not is_decided and _state_of(row) is None:
            row = msgspec.structs.replace(row, judgement=judge(row))
        is_decided = is_decided or _state_of(row) is State.INTACT
        settled.append(row)
    return settled


def _state_of(row: VersionRow) -> State | None:
    # a symlink or a device has no content that could be struck
    return row.state if row.kind == "file" else State.INTACT


def _content(row: VersionRow) -> tuple[str, int, bytes, bytes]:
    return row.kind, row.size_bytes, row.content, row.target


def _newest_first(item: tuple[VersionRow, str]) -> int:
    return -item[0].first


def _find_objection(row: VersionRow, *, is_before: bool) -> str | None:
    if row.state is State.DAMAGED:
        return f"damaged: {row.judgement.reason}" if row.judgement else "damaged"
    if not is_before:
        return "cannot be told, and it is from after the last clean snapshot"
    return None
