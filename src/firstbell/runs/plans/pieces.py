"""From which composed trees a system is restored: its parts looked up in the repositories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from firstbell.base.pathtext import show_path
from firstbell.compose.compose import ComposedTree
from firstbell.compose.hosts import StruckLine, is_covering
from firstbell.compose.overlay import TreeOverlay
from firstbell.compose.trim import keep_paths
from firstbell.desk import Part, System
from firstbell.record.paths import fold_name, place_root
from firstbell.restore import PathNotFoundError, find_node, spell_path
from firstbell.runs.plans.paths import MappedTwiceError, is_within, read_path
from firstbell.runs.plans.repositories import FindPlace, OpenedRepository


@dataclass(frozen=True, slots=True)
class FoundPiece:
    """Paths of one composed tree that belong to a system. `trees` holds `tree_id`: the tree of just these.

    `is_relative`: the backup was made by a relative path, so that its tree leaves out where it stood.
    """

    place: OpenedRepository
    line: StruckLine
    composed: ComposedTree
    paths: tuple[bytes, ...]
    trees: TreeOverlay
    tree_id: bytes
    is_relative: bool = False

    def is_of(self, path: bytes) -> bool:
        """Whether a path of the composed tree lies in what belongs to the system."""
        return any(is_within(path, top) for top in self.paths)

    def explain_nothing(self) -> str:
        """Why it gives no files, and what a person can do."""
        why = self.composed.explain_nothing(self.is_of)
        return f"{why}; {self.composed.suggest_next(self.is_of)}"


@dataclass(frozen=True, slots=True)
class FoundParts:
    """`missing`: what no backup holds; `withheld`: what one holds, though nothing of it stands.

    A sentence each.
    """

    pieces: tuple[FoundPiece, ...]
    missing: tuple[str, ...]
    withheld: tuple[str, ...] = ()


def find_pieces(system: System, find_place: FindPlace) -> FoundParts:
    """Look up every part of a system.

    Raises: MappedTwiceError when two of its paths on a host lie in each other; what composing raises.
    """
    wanted: dict[tuple[str, int], tuple[OpenedRepository, StruckLine, list[bytes]]] = {}
    missing: list[str] = []
    withheld: list[str] = []
    for part in system.parts:
        place = find_place(part.host)
        if place is None:
            missing.append(f"{part.host}: its repository could not be opened")
            continue
        for line, path in _find_part(part, place, missing, withheld=withheld):
            key = (place.repository.hex_id, line.line.id)
            wanted.setdefault(key, (place, line, []))[2].append(path)
    _check_nested(system.name, wanted)
    pieces = tuple(_cut(place, line, paths) for place, line, paths in wanted.values())
    return FoundParts(pieces, tuple(missing), tuple(withheld))


def _find_part(
    part: Part, place: OpenedRepository, missing: list[str], *, withheld: list[str]
) -> Iterator[tuple[StruckLine, bytes]]:
    lines = place.list_host(part.host)
    if not lines:
        hosts = ", ".join(sorted({line.line.host for line in place.lines}))
        there = f" (there are backups of {hosts})" if hosts else ""
        missing.append(f"{part.host}: it was never backed up here{there}")
        return
    if part.tags:
        wanted = frozenset(part.tags)
        lines = [line for line in lines if wanted & place.tags.get(line.newest.hex_id, frozenset())]
        if not lines:
            missing.append(f"{part.host}: its newest snapshots have none of the tags {', '.join(part.tags)}")
            return
    if not part.paths:
        for line in lines:
            for text in line.line.paths:
                yield line, _find_root(place, line, read_path(text)) or b"/"
        return
    for text in part.paths:
        ranked = _rank(lines, text)
        found = ((line, _find(place, line, read_path(text))) for line in ranked)
        holder, path = next(((line, path) for line, path in found if path is not None), (None, b""))
        if holder is not None:
            yield holder, path
        elif why := _tell_withheld(place, ranked, read_path(text)):
            withheld.append(f"{part.host}: nothing of {text} would be restored: {why}")
        else:
            missing.append(f"{part.host}: no backup holds {text}")


def _tell_withheld(place: OpenedRepository, lines: Sequence[StruckLine], path: bytes) -> str:
    """Why a path stands in no composed tree though a backup holds it, "" where none does."""
    for line in lines:
        top = spell_path(place.repository, line.newest.tree, path, paths=line.line.paths)
        composed = place.compose(line)
        is_meant = partial(_lies_in, top)
        if composed.list_withheld(is_meant):
            return f"{composed.explain_nothing(is_meant)}; {composed.suggest_next(is_meant)}"
    return ""


def _lies_in(top: bytes, path: bytes) -> bool:
    return is_within(path, top)


def _rank(lines: Sequence[StruckLine], text: str) -> list[StruckLine]:
    """The lines from which a path is best taken, newest first among equals.

    A folder that was backed up alone after a strike does not stand for what was there before.
    """
    return sorted(
        lines,
        key=lambda line: (
            line.is_only_after or not line.is_ever_clean,
            not is_covering(line.line.paths, text),
        ),
    )


def _find(place: OpenedRepository, line: StruckLine, path: bytes) -> bytes | None:
    """A path as the composed tree has it, None where it has none.

    A path from the root on may begin further down there: of a backup that was made by a relative path.
    """
    found = _spell(place, line, path)
    if found is not None:
        return found
    for text in line.line.paths:
        root = read_path(text)
        if is_within(path, root):
            found = _spell(place, line, (_find_root(place, line, root) + path[len(root) :]) or b"/")
            if found is not None:
                return found
    return None


def _find_root(place: OpenedRepository, line: StruckLine, root: bytes) -> bytes:
    """Where one of the paths that were backed up begins in the composed tree, b"" where that is all of it.

    Of several paths none can be all of it: one that the tree has not stands where it stood.
    """
    found = place_root(root, partial(_spell, place, line))
    return found if found or len(line.line.paths) == 1 else root


def _spell(place: OpenedRepository, line: StruckLine, path: bytes) -> bytes | None:
    """A path as the composed tree spells it, None where it has none."""
    if path == b"/":
        return path
    composed = place.compose(line)
    spelled = spell_path(composed.overlay, composed.tree_id, path, paths=line.line.paths)
    try:
        find_node(composed.overlay, composed.tree_id, spelled)
    except PathNotFoundError:
        return None
    return spelled


def _check_nested(
    name: str, wanted: dict[tuple[str, int], tuple[OpenedRepository, StruckLine, list[bytes]]]
) -> None:
    by_host: dict[tuple[str, str], list[bytes]] = {}
    for (repository, _), (_, line, paths) in wanted.items():
        by_host.setdefault((repository, line.line.host), []).extend(paths)
    for (_, host), paths in by_host.items():
        ordered = sorted(paths)
        for at, path in enumerate(ordered):
            for other in ordered[at + 1 :]:
                if is_within(other, path):
                    raise MappedTwiceError(
                        f"{host}:{show_path(other)}", f"{name} ({show_path(path)})", f"{name} again"
                    )


def _cut(place: OpenedRepository, line: StruckLine, paths: Sequence[bytes]) -> FoundPiece:
    composed = place.compose(line)
    trees = composed.overlay.branch()
    tree_id = keep_paths(trees, composed.tree_id, paths)
    roots = [read_path(text) for text in line.line.paths]
    stands = all(fold_name(_find_root(place, line, root) or b"/") == fold_name(root) for root in roots)
    return FoundPiece(place, line, composed, tuple(sorted(paths)), trees, tree_id, is_relative=not stands)
