"""New files from after a boundary that are as new files are on other days.

A name that was never there has no older version that could speak for it. Two things can. Such files come to
its folder anyway, day by day. Or it is a document: whole, of the type that its name says, in a folder that
held such files of the same user, on a day that brought about as many of them as others. What runs code,
archives, notes, contents that came more than once, and what came as others went whose place it takes, is no
document in this sense.
"""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from firstbell.base.deferral import defer
from firstbell.base.errors import Error
from firstbell.catalog import VersionRow
from firstbell.compose.boundaries import Boundary
from firstbell.compose.habits import LEAST_DAYS, AfterwardsInputs, FileKind, NewFile, name_kinds
from firstbell.compose.lineage import Histories
from firstbell.examine.paths import get_extension, split_path
from firstbell.record.versions import State

# only for files that came afterwards
if TYPE_CHECKING:
    import zipfile

    from firstbell.compose import running_code
    from firstbell.examine import departures, notes, version_content
    from firstbell.examine.validators import registry, text
else:
    zipfile = defer("zipfile")
    running_code = defer("firstbell.compose.running_code")
    departures = defer("firstbell.examine.departures")
    notes = defer("firstbell.examine.notes")
    version_content = defer("firstbell.examine.version_content")
    registry = defer("firstbell.examine.validators.registry")
    text = defer("firstbell.examine.validators.text")

USUAL = "a new file as they come there on other days"
DOCUMENT = "a new document in a folder of such files, on a day that brought about as many as others"
# as many as half of what went came: that is an exchange
_EXCHANGE = 2
# so many went: then none of what came is told from what stands for them
_LEAST_EXCHANGED = 5
# of Office Open XML; of OpenDocument and EPUB
_SELF_DESCRIPTIONS = frozenset(("[Content_Types].xml", "mimetype"))


class Newcomers:
    """Tells of new files whether they are as new files are on other days."""

    def __init__(self, histories: Histories, boundary: Boundary, means: AfterwardsInputs) -> None:
        self._histories = histories
        self._boundary = boundary
        self._means = means

    def tell(self, row: VersionRow) -> str:
        """What speaks for a new file, a clause; "" where nothing does."""
        home = self._find_home(row)
        if row.kind != "file" or not home or self._means.judge(row).state is not State.INTACT:
            return ""
        if self._is_usual(row, home):
            return USUAL
        is_many = len(self._documents.get(row.first, ())) > self._means.habits.new_limit
        return DOCUMENT if not is_many and row.path in self._documents.get(row.first, ()) else ""

    def _is_usual(self, row: VersionRow, home: bytes) -> bool:
        """Whether such files came to its folder on several calm days, and never more at once."""
        known = next((files for kind in name_kinds(home) if (files := self._find_habit(row, kind))), ())
        places = [*known[-LEAST_DAYS:], NewFile(row.path, row.first)]
        owners = {self._means.find_owner(one.path, one.position) for one in places}
        return bool(known) and len(owners) == 1 and "" not in owners

    def _find_home(self, row: VersionRow) -> bytes:
        """The path by which a file without earlier versions is asked for habits; b"" where it has some."""
        if row.was is None:
            return row.path
        return b"" if self._histories.find(row.was) else row.was

    def _find_habit(self, row: VersionRow, kind: FileKind) -> Sequence[NewFile]:
        """Files of that kind that came before, where they are a habit and its snapshot brought no more."""
        known = self._means.habits.newcomers.get(kind, ())
        days = Counter(one.position for one in known)
        if len(days) < LEAST_DAYS or self._counts[row.first, kind] > max(days.values()):
            return ()
        return known

    @cached_property
    def _rows(self) -> Sequence[VersionRow]:
        """Files that are new since the boundary, each in its first version."""
        found = (self._histories.find(path)[0] for path in self._histories)
        return [
            row
            for row in found
            if row.kind == "file" and self._boundary.is_after(row) and self._find_home(row)
        ]

    @cached_property
    def _counts(self) -> Counter[tuple[int, FileKind]]:
        """How many files of each kind came after the boundary, by snapshot."""
        return Counter((row.first, kind) for row in self._rows for kind in name_kinds(self._find_home(row)))

    @cached_property
    def _documents(self) -> Mapping[int, frozenset[bytes]]:
        """Paths of new documents by the snapshot that brought them, an exchange of files apart."""
        contents = Counter((row.first, row.content) for row in self._rows)
        came: dict[int, list[VersionRow]] = defaultdict(list)
        for row in self._rows:
            if contents[row.first, row.content] == 1 and self._is_at_home(row) and self._is_document(row):
                came[row.first].append(row)
        return {at: frozenset(self._drop_exchanged(at, rows)) for at, rows in came.items()}

    def _is_at_home(self, row: VersionRow) -> bool:
        """Whether its folder held files of the same ending and user at the boundary."""
        home = self._find_home(row)
        ending = get_extension(home)
        owners = self._means.list_owners(split_path(home)[0])
        like = {owner for name, owner in owners.items() if get_extension(name) == ending}
        return bool(ending) and self._means.find_owner(row.path, row.first) in like

    def _is_document(self, row: VersionRow) -> bool:
        """Whether it is whole, of the type that its name says, and nothing that runs, packs or threatens."""
        if self._means.judge(row).state is not State.INTACT:
            return False
        try:
            if running_code.tell_code(row, self._means.contents):
                return False
            content = version_content.read_alone(row.to_version(), self._means.contents)
        except Error:
            return False
        outcome = content.outcome
        expected = registry.find_expected(row.path)
        promised = {"text"} if text.promises_text(row.path) else set()
        promised |= {expected.name} if expected is not None else set()
        is_packed = outcome.type in departures.PACKED_TYPES and not _holds_document(content.data)
        is_packed = is_packed or "encrypted" in outcome.detail
        is_noise = bool(content.filled) or content.encoding is not None
        if not outcome.holds or outcome.type not in promised or is_packed or is_noise:
            return False
        return not notes.is_note(content.data)

    def _drop_exchanged(self, position: int, rows: Sequence[VersionRow]) -> set[bytes]:
        """The paths less those that stand for a file that went: of its name, or of its kind where all did."""
        gone = self._gone.get(position, set())
        homes = {row.path: self._find_home(row) for row in rows}
        apart = self._find_apart(homes.values(), gone)
        is_exchange = _EXCHANGE * (len(rows) - len(apart)) >= len(gone) > 0
        if is_exchange and len(gone) >= _LEAST_EXCHANGED:
            homes = {path: home for path, home in homes.items() if home in apart}
        stems = {_cut_ending(path) for path in gone}
        kinds = {name_kinds(path)[1] for path in gone} if is_exchange else set()
        return {
            path
            for path, home in homes.items()
            if _cut_ending(home) not in stems and name_kinds(home)[1] not in kinds
        }

    def _find_apart(self, homes: Collection[bytes], gone: Collection[bytes]) -> set[bytes]:
        """New files of an ending of which none went, and no more came than on a calm day."""
        went = {get_extension(path) for path in gone}
        came = Counter(map(get_extension, homes))
        usual = self._means.habits.count_usual
        few = {ending for ending, count in came.items() if ending not in went and count <= usual(ending)}
        return {home for home in homes if get_extension(home) in few}

    @cached_property
    def _gone(self) -> Mapping[int, set[bytes]]:
        """Files that went after the boundary and have no new name, by the snapshot that lacked them first."""
        rows = [row for path in self._histories for row in self._histories.find(path)]
        moved = {(row.was, row.first) for row in rows if row.was is not None}
        gone: dict[int, set[bytes]] = defaultdict(set)
        for row in rows:
            if row.kind != "file" or row.gone is None or row.gone < self._boundary.position:
                continue
            is_changed = any(later.first == row.gone for later in self._histories.find(row.path))
            if not is_changed and (row.path, row.gone) not in moved:
                gone[row.gone].add(row.path)
        return gone


def _holds_document(data: bytes) -> bool:
    """Whether a zip archive is one document: it says in a member of its own what it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return not _SELF_DESCRIPTIONS.isdisjoint(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _cut_ending(path: bytes) -> bytes:
    ending = get_extension(path)
    return (path[: -len(ending)] if ending else path).lower()
