"""Content that took the place of damage, and of which nothing says that it is whole.

In a quiet snapshot it may be what people made since, or what the intruder did last. The clean version from
before the damage stands in its place, and a person may release it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import msgspec

from firstbell.catalog import VersionRow
from firstbell.compose.clean import Horizon
from firstbell.compose.lineage import Histories
from firstbell.record.versions import Judgement, State

FOLLOWED = "nothing says that it is whole, and it came right after what the event struck"
# what is called intact only since it goes on from what was there, or is nothing at all
_LEANING = frozenset(
    f"intact.{code}" for code in ("structured", "blank", "empty", "encoded", "appended", "cut")
)


class Followers(msgspec.Struct, frozen=True):
    """Tells what followed on damage. `is_struck`: whether the event struck a version; `is_taken`: whether a
    file went with it; `release`: what a person said of a version, "" where nobody did.
    """

    histories: Histories
    horizon: Horizon
    judge: Callable[[VersionRow], Judgement]
    is_struck: Callable[[VersionRow], bool]
    is_taken: Callable[[VersionRow], bool]
    release: Callable[[VersionRow], str]

    def follows(self, row: VersionRow) -> bool:
        """Whether nothing whole was there since the event took what was before it."""
        if row.kind != "file" or self.horizon.is_before(row):
            return False
        since = self._list_since(row)
        if not since or self._was_before(row) or self.release(row):
            return False
        return not any(map(self._is_whole, since))

    def _list_since(self, row: VersionRow) -> list[VersionRow]:
        """The version and those before it down to what the event took; none where it took nothing here.

        What was opaque always and came in a struck snapshot is not known to be the event's.
        """
        since = [row]
        is_doubtful = False
        for older in islice(self.histories.walk_back(row), 1, None):
            if older.kind != "file":
                break
            if older.gone is not None and older.gone < since[-1].first and self.is_taken(older):
                return since
            if self.horizon.is_before(older):
                return since if is_doubtful and self._is_whole(older) else []
            is_struck = self.is_struck(older)
            if is_struck and self.judge(older).state is not State.UNKNOWN:
                return since
            is_doubtful = is_doubtful or is_struck
            since.append(older)
        return []

    def _is_whole(self, row: VersionRow) -> bool:
        judgement = self.judge(row)
        return judgement.state is State.INTACT and judgement.code not in _LEANING

    def _was_before(self, row: VersionRow) -> bool:
        older = self.histories.walk_back(row)
        return any(self.horizon.is_before(one) and one.content == row.content for one in older)
