"""What a scan for personal data reads of a repository: the files that events touched, the desk's systems,
what lists name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from firstbell.actions.access.desk import DeskRepository
from firstbell.actions.impact.scan_folders import RepositoryScope
from firstbell.base.clock import parse_given_time
from firstbell.base.errors import UnknownIdError
from firstbell.catalog import Catalog, EncryptionEvent, LineRow, find_events
from firstbell.compose.examination import ExaminationContext
from firstbell.compose.rulings import pick_event
from firstbell.desk import Part, load_configuration
from firstbell.impact.scan.lists import ScopeList
from firstbell.impact.scan.scope import ListedSource, ScopeSource
from firstbell.impact.scan.touched import IntruderStay, Wanted, list_every_version, list_newest, list_touched
from firstbell.impact.scan.touches import Touch
from firstbell.impact.scan.versions import RepositoryVersions
from firstbell.record.paths import fold_inside, fold_name, is_of_windows


def list_repository_sources(
    desk: DeskRepository, context: ExaminationContext, asked: RepositoryScope, *, lists: Sequence[ScopeList]
) -> list[ScopeSource]:
    """What of a repository is to be read; everything in it is examined.

    Raises: UsageError; EventNotFoundError; InvalidTimeError; NoDeskError and its kin where systems are named.
    """
    repository, catalog = desk.repository, context.catalog
    name = f"repository {repository.hex_id[:8]}"
    sources: list[ScopeSource] = []
    events = _choose_events(context, asked.event)
    if events:
        stay = IntruderStay(tuple(events), parse_given_time(asked.since) if asked.since else None)
        told = ", ".join(event.hex_id for event in events)
        touched = partial(list_touched, catalog, stay)
        sources.append(RepositoryVersions(repository, f"{name}, event {told}", touched))
    for system in asked.systems:
        wanted = partial(_list_system, desk, catalog, system, events)
        sources.append(RepositoryVersions(repository, f"{name}, system {system}", wanted))
    for scope in lists:
        everything = RepositoryVersions(
            repository,
            name,
            lambda: chain.from_iterable(list_every_version(catalog, line) for line in catalog.list_lines()),
        )
        sources.append(ListedSource(everything, scope))
    if not sources:
        desk.listener.warn(
            "the repository has no encryption event, so all files in its newest snapshots are read"
        )
        newest = partial(_list_all, catalog)
        sources.append(RepositoryVersions(repository, f"{name}, newest snapshots", newest))
    return sources


def _choose_events(context: ExaminationContext, named: str) -> list[EncryptionEvent]:
    """The event that is named, else every one that is not closed. Raises: EventNotFoundError."""
    events = find_events(context.catalog.list_examinations().values())
    if named:
        return [pick_event(events, named)]
    return [event for event in events if event.hex_id not in context.closed]


def _list_all(catalog: Catalog) -> Iterator[Wanted]:
    for line in catalog.list_lines():
        yield from list_newest(catalog, line, Touch("in the newest snapshot"))


def _list_system(
    desk: DeskRepository, catalog: Catalog, name: str, events: Sequence[EncryptionEvent]
) -> list[Wanted]:
    """The files of a system of the desk, as they were before the events. Raises: UsageError; NoDeskError."""
    parts = _find_parts(desk.access.folder, name)
    positions = {damage.line: damage.clean_position for event in events for damage in event.damages}
    found: list[Wanted] = []
    for line in catalog.list_lines():
        folders = _list_below(line, parts)
        if folders is None:
            continue
        position = positions.get(line.id)
        held = list_newest(catalog, line, Touch("of system", "", name), position=position)
        key = fold_name if is_of_windows(line.paths) else bytes
        found += [one for one in held if not folders or _is_below(key(one.path), folders)]
    return found


def _find_parts(desk: Path, name: str) -> dict[str, tuple[str, ...]]:
    """Host -> paths (none: all) of a system."""
    configuration = load_configuration(desk)
    for system in configuration.system:
        if system.name == name:
            return _join_parts(system.parts)
    known = ", ".join(system.name for system in configuration.system) or "none"
    raise UnknownIdError(f"there is no system called {name!r}", hint=f"the desk has these systems: {known}")


def _join_parts(parts: Iterable[Part]) -> dict[str, tuple[str, ...]]:
    """Host -> the paths of all its parts; none where one of them is the whole host."""
    found: dict[str, tuple[str, ...]] = {}
    for part in parts:
        before = found.get(part.host)
        is_whole = not part.paths or before == ()
        found[part.host] = () if is_whole else (*(before or ()), *part.paths)
    return found


def _list_below(line: LineRow, parts: dict[str, tuple[str, ...]]) -> list[bytes] | None:
    if line.host not in parts:
        return None
    if is_of_windows(line.paths):
        return list(map(fold_inside, parts[line.host]))
    return [path.encode("utf-8", "surrogateescape").rstrip(b"/") for path in parts[line.host]]


def _is_below(path: bytes, folders: Iterable[bytes]) -> bool:
    return any(path == folder or path.startswith(folder + b"/") for folder in folders)
