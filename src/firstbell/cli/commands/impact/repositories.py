"""What of a repository is in scope: the events' files, the desk's systems, what a list names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from firstbell.base.clock import parse_given_time
from firstbell.cli.benches import list_events, open_bench
from firstbell.cli.case_options import CaseWork
from firstbell.cli.desks import find_desk
from firstbell.cli.terminal.options import UsageError, reading
from firstbell.compose.examination import examine_pending
from firstbell.compose.rulings import pick_event
from firstbell.desk import load_configuration
from firstbell.impact.scan.scope import ListedSource
from firstbell.impact.scan.touched import IntruderStay, list_every_version, list_newest, list_touched
from firstbell.impact.scan.touches import Touch
from firstbell.impact.scan.versions import RepositoryVersions
from firstbell.record.paths import fold_inside, fold_name, is_of_windows

if TYPE_CHECKING:
    from firstbell.catalog import Catalog, EncryptionEvent, LineRow
    from firstbell.compose.examination import ExaminationContext
    from firstbell.desk import Configuration
    from firstbell.impact.scan.lists import ScopeList
    from firstbell.impact.scan.scope import ScopeSource
    from firstbell.impact.scan.touched import Wanted
    from firstbell.repository import Repository


@dataclass(frozen=True, kw_only=True)
class RepositoryScope:
    """What is meant of a repository. `since`: when the intruder came, "" where nobody knows."""

    event: str = ""
    since: str = ""
    systems: tuple[str, ...] = ()


@contextmanager
def open_sources(
    work: CaseWork, asked: RepositoryScope, lists: Sequence[ScopeList]
) -> Iterator[list[ScopeSource]]:
    """What of the repository is to be read. Raises: UsageError; what opening it and its catalog raises."""
    options = replace(work.repository, desk=work.choice.desk)
    with reading(options) as repository, open_bench(options, repository) as bench:
        examine_pending(bench)
        yield _list_sources(work, (repository, bench), asked, lists)


def _list_sources(
    work: CaseWork,
    opened: tuple[Repository, ExaminationContext],
    asked: RepositoryScope,
    lists: Sequence[ScopeList],
) -> list[ScopeSource]:
    repository, bench = opened
    catalog, name = bench.catalog, f"repository {repository.hex_id[:8]}"
    sources: list[ScopeSource] = []
    events = _choose_events(bench, asked.event)
    if events:
        stay = IntruderStay(tuple(events), _parse_since(asked.since))
        told = ", ".join(event.hex_id for event in events)
        touched = partial(list_touched, catalog, stay)
        sources.append(RepositoryVersions(repository, f"{name}, event {told}", touched))
    for system in asked.systems:
        wanted = partial(_list_system, work, catalog, system, events)
        sources.append(RepositoryVersions(repository, f"{name}, system {system}", wanted))
    for scope in lists:
        everything = RepositoryVersions(
            repository,
            name,
            lambda: chain.from_iterable(list_every_version(catalog, line) for line in catalog.list_lines()),
        )
        sources.append(ListedSource(everything, scope))
    if not sources:
        work.output.warn(
            "the repository has no encryption event, so all files in its newest snapshots are read"
        )
        sources.append(
            RepositoryVersions(repository, f"{name}, newest snapshots", partial(_list_all, catalog))
        )
    return sources


def _choose_events(bench: ExaminationContext, named: str) -> list[EncryptionEvent]:
    """The event that is named, else every one that is not closed. Raises: EventNotFoundError."""
    events = list_events(bench)
    if named:
        return [pick_event(events, named)]
    return [event for event in events if event.hex_id not in bench.closed]


def _parse_since(since: str) -> int | None:
    return parse_given_time(since) if since else None


def _list_all(catalog: Catalog) -> Iterator[Wanted]:
    for line in catalog.list_lines():
        yield from list_newest(catalog, line, Touch("in the newest snapshot"))


def _list_system(
    work: CaseWork, catalog: Catalog, name: str, events: Sequence[EncryptionEvent]
) -> list[Wanted]:
    """The files of a system of the desk, as they were before the events. Raises: UsageError; NoDeskError."""
    parts = _find_parts(work, name)
    positions = {damage.line: damage.clean_position for event in events for damage in event.damages}
    found: list[Wanted] = []
    for line in catalog.list_lines():
        folders = _list_folders(line, parts)
        if folders is None:
            continue
        position = positions.get(line.id)
        held = list_newest(catalog, line, Touch("of system", "", name), position=position)
        key = fold_name if is_of_windows(line.paths) else bytes
        found += [one for one in held if not folders or _is_below(key(one.path), folders)]
    return found


def _find_parts(work: CaseWork, name: str) -> dict[str, tuple[str, ...]]:
    """Host -> paths (none: all) of a system."""
    configuration: Configuration = load_configuration(find_desk(work.choice.desk))
    for system in configuration.system:
        if system.name == name:
            return {part.host: part.paths for part in system.parts}
    known = ", ".join(system.name for system in configuration.system) or "none"
    raise UsageError(f"there is no system called {name!r}", hint=f"the desk has these systems: {known}")


def _list_folders(line: LineRow, parts: dict[str, tuple[str, ...]]) -> list[bytes] | None:
    if line.host not in parts:
        return None
    if is_of_windows(line.paths):
        return list(map(fold_inside, parts[line.host]))
    return [path.encode("utf-8", "surrogateescape").rstrip(b"/") for path in parts[line.host]]


def _is_below(path: bytes, folders: Iterable[bytes]) -> bool:
    return any(path == folder or path.startswith(folder + b"/") for folder in folders)
