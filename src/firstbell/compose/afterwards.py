"""Versions from after a boundary: which are taken all the same, and what speaks for each.

A positive reason is a person's release, the content from before the boundary, content that keeps the text
or the picture of the version before it, an edit of a file that its one user went on editing, and a new file
that is as new files are on other days (`Newcomers`). That a version decodes is none. Other new paths, new
names and deletions have no such reason: the names and files of the boundary stand, and what is not taken is
listed, so that a person can release it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from firstbell.base.clock import format_second
from firstbell.base.deferral import defer
from firstbell.base.errors import Error
from firstbell.catalog import VersionRow
from firstbell.compose.boundaries import Boundary
from firstbell.compose.habits import AfterwardsInputs
from firstbell.compose.lineage import Histories
from firstbell.compose.newcomers import Newcomers
from firstbell.examine.paths import get_extension
from firstbell.record.versions import State

# only for files that were edited afterwards, and these hold documents
if TYPE_CHECKING:
    from firstbell.compose import additions, kept, running_code
    from firstbell.examine import difference, losses
else:
    additions = defer("firstbell.compose.additions")
    kept = defer("firstbell.compose.kept")
    running_code = defer("firstbell.compose.running_code")
    difference = defer("firstbell.examine.difference")
    losses = defer("firstbell.examine.losses")

# so many edits before the boundary, in snapshots of their own, make a file one that is edited
_LEAST_EDITS = 2
# an edit leaves a file about as long as it was
_LEAST_RATIO = 0.5
# a version that is so much shorter than the one at the boundary must keep that one's text, too
_LEAST_LEFT = 0.9
# of what cannot be read, so much must stand where it stood
_LEAST_IN_PLACE = 0.9
UNCHANGED = "its content is that from before the boundary"
CONTINUED = "its one user went on editing it"
UNDONE = "it is an older version that somebody put back"
_OF_EDITS = ("it keeps", CONTINUED, UNDONE)
# so many older versions that are back in one snapshot are as people put them back
_MOST_UNDONE = 3
_TEXT, _ROWS = "text", "rows"
# of a type of which so few files were edited, the snapshot may hold a crowd of others
_FEW_OF_A_TYPE, _LEAST_RARER = 2, 4
# edits of one snapshot: its position, what they are of, and the ending of the files
_Edits = tuple[int, str, bytes]


class _Known(NamedTuple):
    """What a version is held against.

    `anchor`: the version that stood at the boundary, or the first that was taken after it. `accepted`: the
    newest that was taken. `before`: all from before the boundary. `refused`: the version right before it,
    where that was not taken.
    """

    anchor: VersionRow
    accepted: VersionRow
    before: list[VersionRow]
    refused: VersionRow | None = None


class Told(NamedTuple):
    """What speaks for a version, a clause. `is_named`: its name stands too, and was not given since."""

    why: str
    is_named: bool


class Afterwards:
    """Asks for each version from after a boundary what speaks for it."""

    def __init__(self, histories: Histories, boundary: Boundary, means: AfterwardsInputs) -> None:
        self.boundary = boundary
        self._histories = histories
        self._means = means
        self._compared: dict[tuple[bytes, bytes], str | None] = {}
        self._told: dict[bytes, dict[int, Told]] = {}
        self._crowded: frozenset[_Edits] | None = None
        self._newcomers = Newcomers(histories, boundary, means)

    def tell(self, row: VersionRow) -> str:
        """What speaks for a version under its name, a clause; "" where nothing does, or the name is new."""
        told = self._find_told(row)
        return told.why if told is not None and told.is_named else ""

    def tell_content(self, row: VersionRow) -> str:
        """What speaks for the content of a version, under whatever name; "" where nothing does."""
        told = self._find_told(row)
        return told.why if told is not None else ""

    def tell_removal(self, row: VersionRow) -> str:
        """Why a file that went after the boundary stays gone, a clause; "" where it comes back."""
        return self._means.removal(row) if not self._means.release(row) else ""

    def object_to(self, row: VersionRow) -> str:
        """Why a version is not taken, "" where it may be."""
        return self._object(self.tell(row)) if self.boundary.is_after(row) else ""

    def object_to_content(self, row: VersionRow) -> str:
        """Why the content of a version is not taken, "" where it may be, under the name it had before."""
        return self._object(self.tell_content(row)) if self.boundary.is_after(row) else ""

    def compare(self, old: VersionRow, new: VersionRow) -> str | None:
        """What of the old content the new one keeps; "" where too little, None where nobody can tell."""
        key = (old.content, new.content)
        if key not in self._compared:
            self._compared[key] = self._read_and_compare(old, new)
        return self._compared[key]

    def _object(self, why: str) -> str:
        if why:
            return ""
        since = format_second(self.boundary.time)
        return f"backed up after the boundary of {since}, and nothing speaks for it"

    def _find_told(self, row: VersionRow) -> Told | None:
        if row.path not in self._told:
            self._told[row.path] = self._walk(row.path, self._find_crowded())
        return self._told[row.path].get(row.first)

    def _find_crowded(self) -> frozenset[_Edits]:
        """Edits of which a snapshot holds more than this host ever makes, by what they are of.

        Not those of a type of which hardly a file was edited, while of the others many times as many were.
        """
        if self._crowded is None:
            edited: Counter[_Edits] = Counter()
            for path in self._histories:
                found = self._walk(path, frozenset())
                edited.update(
                    _name_edits(first, told.why, path)
                    for first, told in found.items()
                    if told.why.startswith(_OF_EDITS)
                )
            of_all: dict[tuple[int, str], dict[bytes, int]] = defaultdict(dict)
            for (position, kind, ending), count in edited.items():
                of_all[position, kind][ending] = count
            self._crowded = frozenset(
                (position, kind, ending)
                for (position, kind), counts in of_all.items()
                if sum(counts.values()) > (_MOST_UNDONE if kind == UNDONE else self._means.habits.limit)
                for ending in counts
                if not self._is_rare(ending, counts)
            )
        return self._crowded

    def _is_rare(self, ending: bytes, counts: Mapping[bytes, int]) -> bool:
        """Whether few files of an ending were edited, and of the other endings several times the share."""
        if counts[ending] > _FEW_OF_A_TYPE:
            return False
        held = self._means.held_endings
        many = [one for one, count in counts.items() if count > _FEW_OF_A_TYPE]
        total = sum(held[one] for one in many)
        if not total or not held[ending]:
            return False
        share = sum(counts[one] for one in many) / total
        return counts[ending] / held[ending] * _LEAST_RARER <= share

    def _walk(self, path: bytes, crowded: frozenset[_Edits]) -> dict[int, Told]:
        """What speaks for each version of a path, by where it first stood."""
        older = self._list_older(path)
        rows = [*older, *self._histories.find(path)]
        before = [row for row in rows if not self.boundary.is_after(row)]
        after = [row for row in rows if self.boundary.is_after(row)]
        told: dict[int, Told] = {}
        base = before[-1] if before else None
        if base is not None and base.gone is not None and base.gone < self.boundary.position:
            base = None  # it had ended by then; what came under its name is another document
        accepted = anchor = base
        refused = None
        is_named = not self._is_named_since(path) or self._is_named_by_people(path)
        for row in after:
            why = self._means.release(row)
            is_named = is_named or (bool(why) and row.path == path)
            if not why and accepted is None and row is rows[0]:
                why = self._newcomers.tell(row)
            elif not why and accepted is not None and anchor is not None:
                known = _Known(anchor, accepted, before, refused)
                why = self._find_reason(row, known, crowded=crowded)
            if not why:
                refused = row
                continue
            accepted, anchor, refused = row, anchor or row, None
            if row.path == path:
                told[row.first] = Told(why, is_named)
        return told

    def _is_named_since(self, path: bytes) -> bool:
        """Whether a file that had another name, or whose folder had, got this one after the boundary."""
        first = self._histories.find(path)[0]
        return first.was is not None and self.boundary.is_after(first)

    def _is_named_by_people(self, path: bytes) -> bool:
        """Whether people gave it its name after the boundary, which says what the old one said."""
        first = self._histories.find(path)[0]
        if first.was is None or first.first not in self._means.renaming:
            return False
        return not losses.is_lost_name(first.was, path)

    def _list_older(self, path: bytes) -> list[VersionRow]:
        """The versions under the name that the file had until it got this one after the boundary."""
        if not self._is_named_since(path):
            return []
        return list(self._histories.walk_back(self._histories.find(path)[0]))[:0:-1]

    def _find_reason(self, row: VersionRow, known: _Known, *, crowded: frozenset[_Edits]) -> str:
        accepted = known.accepted
        if row.kind != accepted.kind:
            return ""
        if (row.content, row.target) == (accepted.content, accepted.target):
            return UNCHANGED
        state = self._means.judge(row).state if row.kind == "file" else State.DAMAGED
        if state is State.DAMAGED or self._is_his(row, known):
            return ""
        how = self.compare(accepted, row) if state is State.INTACT else None
        if state is State.INTACT and any(row.content == one.content for one in known.before):
            how = UNDONE
        elif how is None:
            how = self._tell_continued(row, known, is_read=state is State.INTACT)
        if how and _name_edits(row.first, how, row.path) in crowded:
            # a line that comes to every script is a command
            is_plain = how == additions.ADDS and not running_code.tell_code(row, self._means.contents)
            return additions.ADDS if is_plain else ""
        if how in ("", UNDONE, CONTINUED):
            return how
        if row.size_bytes < _LEAST_LEFT * known.anchor.size_bytes and not self.compare(known.anchor, row):
            return ""  # cut a little every day
        return how

    def _is_his(self, row: VersionRow, known: _Known) -> bool:
        """Whether a version goes on from one that was not taken, or came with a name that no person gives.

        Who edits a falsified letter keeps most of the letter, and all of what is false in it.
        """
        if row.was is not None and row.path != known.accepted.path and losses.is_lost_name(row.was, row.path):
            return True
        refused = known.refused
        if refused is None or refused.kind != "file":
            return False
        how = self.compare(refused, row)
        return bool(how) if how is not None else self._keeps_bytes(refused, row)

    def _read_and_compare(self, old: VersionRow, new: VersionRow) -> str | None:
        if max(old.size_bytes, new.size_bytes) > kept.MOST_BYTES:
            return None
        try:
            read = self._means.contents.read
            return kept.tell_kept(*(read(row.to_version(), kept.MOST_BYTES) for row in (old, new)))
        except Error:
            return ""

    def _keeps_bytes(self, old: VersionRow, new: VersionRow) -> bool:
        """Of what nothing here can read: whether nearly all stands where it stood, and no noise came."""
        if max(old.size_bytes, new.size_bytes) > kept.MOST_BYTES:
            return False
        try:
            read = self._means.contents.read
            found = difference.compare(*(read(one.to_version(), kept.MOST_BYTES) for one in (old, new)))
        except Error:
            return False
        return found.kept_bytes >= _LEAST_IN_PLACE * old.size_bytes and not found.gains_noise_of_a_size

    def _tell_continued(self, row: VersionRow, known: _Known, *, is_read: bool) -> str:
        """Whether it is one more edit by the file's one user.

        Asked only of content that nothing here can compare. Nearly all of its bytes must stand; where it
        reads well (`is_read`), a snapshot like others will do instead.
        """
        edits = [one for one in known.before if one.kind == "file" and one.path == row.path]
        if len(edits) <= _LEAST_EDITS or not self._is_single_user(edits, row):
            return ""
        if self._keeps_bytes(known.accepted, row) and self._keeps_bytes(known.anchor, row):
            return CONTINUED
        sizes = sorted((edits[-1].size_bytes, row.size_bytes))
        is_alike = sizes[0] > 0 and sizes[0] >= _LEAST_RATIO * sizes[1]
        return CONTINUED if is_read and is_alike and self._means.habits.is_calm(row.first) else ""

    def _is_single_user(self, edits: list[VersionRow], row: VersionRow) -> bool:
        owners = {self._means.find_owner(one.path, one.first) for one in (*edits[-_LEAST_EDITS:], row)}
        return len(owners) == 1 and "" not in owners


def _name_edits(position: int, why: str, path: bytes) -> _Edits:
    """The edits among which one counts."""
    kind = why if why in (kept.PICTURE, UNDONE, CONTINUED) else _ROWS if why.endswith(_ROWS) else _TEXT
    return position, kind, get_extension(path)
