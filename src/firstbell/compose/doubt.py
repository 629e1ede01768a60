"""The window of doubt: what runs code comes from before the intruder, and what is denied not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from firstbell.base.errors import Error
from firstbell.catalog import SnapshotRow, VersionRow
from firstbell.compose.clean import Judge
from firstbell.compose.composition import Composition, Placement
from firstbell.compose.deny_list import EMPTY, DenyList
from firstbell.compose.lineage import Histories
from firstbell.compose.running_code import tell_code
from firstbell.record.examination import ContentReader
from firstbell.record.versions import State
from firstbell.repository import Node, walk_tree
from firstbell.repository.walk import TreeReader


@dataclass(frozen=True, slots=True)
class Doubt:
    """`intruder_since_ns`: None where nobody asked. `deny`: what is left out."""

    intruder_since_ns: int | None = None
    deny: DenyList = field(default=EMPTY)


def find_before(snapshots: Sequence[SnapshotRow], since_ns: int) -> int:
    """Position of the newest snapshot from before a time, -1 where there is none."""
    return max((row.position for row in snapshots if row.time_ns < since_ns), default=-1)


@dataclass(frozen=True, slots=True)
class CodePolicy:
    """Takes code from before the intruder. `before`: position of the last snapshot from before he came.

    `newest`: position of the snapshot that is composed from.
    """

    histories: Histories
    contents: ContentReader
    judge: Judge
    before: int
    newest: int

    def doubt(self, composition: Composition) -> dict[bytes, str]:
        """Change the decisions about what runs code; the paths that this was about, with why."""
        told = {}
        for target, row in list(self._list_standing(composition)):
            if row.kind != "file" or row.first <= self.before:
                continue
            why = self._tell(row)
            if why:
                told[target] = self._take_earlier(composition, target, row, why)
        return told

    def _list_standing(self, composition: Composition) -> Iterator[tuple[bytes, VersionRow]]:
        omitted = composition.omitted
        for path in self.histories:
            placement = composition.placements.get(path)
            last = self.histories.find(path)[-1]
            if placement is not None:
                yield path, placement.found
            elif last.is_held_at(self.newest) and path not in omitted:
                yield path, last
        for path, placement in composition.placements.items():
            if not self.histories.find(path):
                yield path, placement.found

    def _tell(self, row: VersionRow) -> str:
        try:
            return tell_code(row, self.contents)
        except Error as error:
            return f"cannot be read, so it may run code: {error}"

    def _take_earlier(self, composition: Composition, target: bytes, row: VersionRow, why: str) -> str:
        older = self._find_earlier(row)
        is_held = any(one.is_held_at(self.newest) for one in self.histories.find(target)[-1:])
        if older is None:
            composition.placements.pop(target, None)
            if is_held:
                composition.replaced.discard(target)
                composition.left_out[target] = f"{why}, and no version is from before the intruder came"
            return f"{why}; left out: no version is from before the intruder came"
        composition.placements[target] = Placement(target, older, is_from_earlier=True)
        if is_held:
            composition.replaced.add(target)
        return f"{why}; taken from before the intruder came"

    def _find_earlier(self, row: VersionRow) -> VersionRow | None:
        for one in self.histories.walk_back(row):
            if one.first > self.before or one.kind != "file":
                continue
            state = one.state or self.judge(one).state
            if state is not State.DAMAGED:
                return one
        return None


def find_denied(
    reader: TreeReader, tree_id: bytes, deny: DenyList, *, line: Iterable[str], contents: ContentReader
) -> dict[bytes, str]:
    """The paths in a tree that are denied, with why; a denied folder goes with all that is in it.

    `line`: the paths of the backup, which tell whether Windows made it.
    """
    if not deny.digest:
        return {}
    tell_path = deny.tell_paths(line)
    denied: dict[bytes, str] = {}
    for path, node in walk_tree(reader, tree_id, enter=lambda entry: not tell_path(entry.path)):
        why = tell_path(path)
        if not why and node.type == "file":
            why = _tell_content(deny, node, contents)
        if why:
            denied[path] = why
    return denied


def _tell_content(deny: DenyList, node: Node, contents: ContentReader) -> str:
    try:
        return deny.tell_content(node, contents)
    except Error as error:
        return f"cannot be read, so its hash is not known: {error}"
