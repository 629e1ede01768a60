"""What can speak for versions of one line from after its boundary: content, habits, owners, releases."""

from __future__ import annotations

import base64
import struct
from collections import Counter

from firstbell.compose.afterwards import Afterwards
from firstbell.compose.clean import Judge
from firstbell.compose.examination import ExaminationContext
from firstbell.compose.habits import AfterwardsInputs, FileKind, Habits, NewFile, name_kinds
from firstbell.compose.hosts import StruckLine
from firstbell.compose.leavings import Leavings
from firstbell.compose.lineage import Histories
from firstbell.compose.releases import Releases
from firstbell.compose.removals import find_calm_renaming
from firstbell.compose.sources import NodeSource, RawTreeReader
from firstbell.examine.paths import get_extension
from firstbell.record.examination import Verdict
from firstbell.repository import Node

# so many calm snapshots before the boundary make a host's habits
_HABIT_SNAPSHOTS = 60
# a security descriptor in one piece: revision, padding, flags, then where the owner stands (MS-DTYP 2.4.6)
_OWNER_AT = 4


def ask_afterwards(
    bench: ExaminationContext,
    line: StruckLine,
    *,
    histories: Histories,
    trees: RawTreeReader | None,
    judge: Judge,
) -> Afterwards | None:
    """Who is asked about versions from after the boundary; None where the line has none.

    `trees`: where the users of files are read; None: nobody's edits count as those of one user. `judge`: of
    versions in `histories`.
    """
    if line.boundary is None:
        return None
    roots = [row.tree for row in line.timeline]
    source = NodeSource(trees, roots, is_folded=line.is_of_windows) if trees is not None else None
    position = line.boundary.position
    releases = find_releases(bench, line)
    means = AfterwardsInputs(
        contents=bench.contents,
        judge=judge,
        habits=_measure_habits(bench, line, position),
        release=releases.tell,
        removal=releases.tell_removal,
        renaming=find_calm_renaming(bench, line),
        find_owner=lambda path, position: find_owner(source, path, position),
        list_owners=lambda folder: list_owners(source, folder, position - 1),
        count_endings=lambda: _count_endings(bench, line, position - 1),
    )
    return Afterwards(histories, line.boundary, means)


def find_releases(bench: ExaminationContext, line: StruckLine) -> Releases:
    """What people released for a line."""
    return Releases(bench.entries, bench.rulings, snapshots=line.timeline, line=line.line.paths)


def _measure_habits(bench: ExaminationContext, line: StruckLine, boundary: int) -> Habits:
    examined = bench.catalog.list_examinations()
    rows = {at: row for at, one in enumerate(line.timeline) if (row := examined.get(one.id)) is not None}
    clean = {at: row.files_changed for at, row in rows.items() if row.verdict is Verdict.CLEAN}
    before = [changed for at, changed in sorted(clean.items()) if 0 < at < boundary][-_HABIT_SNAPSHOTS:]
    after = {at: changed for at, changed in clean.items() if at >= boundary}
    calm = [at for at in sorted(clean) if 0 < at < boundary][-_HABIT_SNAPSHOTS:]
    newcomers: dict[FileKind, list[NewFile]] = {}
    for path, position in bench.catalog.list_new_files(line.line.id, frozenset(calm)):
        for kind in name_kinds(path):
            newcomers.setdefault(kind, []).append(NewFile(path, position))
    for files in newcomers.values():
        files.sort(key=lambda one: one.position)
    return Habits(most_changed=max(before, default=0), changed=after, newcomers=newcomers)


def _count_endings(bench: ExaminationContext, line: StruckLine, position: int) -> Counter[bytes]:
    if position < 0:
        return Counter()
    return Counter(get_extension(path) for path in bench.catalog.list_held(line.timeline[position]))


def find_leavings(bench: ExaminationContext, line: StruckLine, source: NodeSource) -> Leavings | None:
    """What tells of the intruder's archives and tools; None where no event struck the line."""
    damage = line.damage
    if damage is None or not damage.struck:
        return None
    return Leavings(
        contents=bench.contents,
        source=source,
        events=frozenset(row.snapshot.position for row in damage.struck),
        gone=sum(len(row.deleted) for row in damage.struck),
        clean=damage.clean_position,
        release=find_releases(bench, line).tell,
    )


def find_owner(source: NodeSource | None, path: bytes, position: int) -> str:
    """The user of a file, by name and number; "" where the snapshot at that position does not say."""
    raw = source.find_node(position, path) if source is not None else None
    return _name_owner(raw.node) if raw is not None else ""


def list_owners(source: NodeSource | None, folder: bytes, position: int) -> dict[bytes, str]:
    """The users of the files in a folder, by file name; "" for one of whom the snapshot does not say it."""
    tree_id = source.find_folder(position, folder.rstrip(b"/")) if source is not None else None
    if source is None or tree_id is None:
        return {}
    nodes = source.load(tree_id).nodes
    return {name: _name_owner(raw.node) for name, raw in nodes.items() if raw.node.type == "file"}


def _name_owner(node: Node) -> str:
    if node.user or node.uid:
        return f"{node.user}:{node.uid}"
    return _read_windows_owner(node)


def _read_windows_owner(node: Node) -> str:
    """The security identifier that a Windows host names as the file's owner, "" where it names none."""
    held = (node.generic_attributes or {}).get("windows.security_descriptor")
    try:
        descriptor = base64.b64decode(held or "", validate=True)
        (at,) = struct.unpack_from("<I", descriptor, _OWNER_AT)
        return descriptor[at : at + 8 + 4 * descriptor[at + 1]].hex() if at else ""
    except (ValueError, TypeError, struct.error, IndexError):
        return ""
