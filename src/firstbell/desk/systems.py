"""The systems' order, and whether every name in a configuration is somebody's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter

from firstbell.base.zones import UnknownZoneError, load_zone
from firstbell.desk.configuration import Configuration, System
from firstbell.desk.toml_lines import Flaw, Step


def find_flaws(configuration: Configuration) -> Iterator[Flaw]:
    """Doubled and unknown names, cycles, hosts without a repository."""
    yield from _find_strange_zone(configuration)
    yield from _find_doubles("repository", [place.name for place in configuration.repository])
    yield from _find_doubles("host", [host.name for host in configuration.host])
    yield from _find_doubles("person", [person.name for person in configuration.person])
    yield from _find_doubles("system", [system.name for system in configuration.system])
    yield from _find_strangers(configuration)
    yield from _find_cycle(configuration.system)


def _find_strange_zone(configuration: Configuration) -> Iterator[Flaw]:
    try:
        load_zone(configuration.district.time_zone)
    except UnknownZoneError as error:
        yield Flaw(("district", "time_zone"), str(error), error.hint)


def _find_doubles(table: str, names: Sequence[str]) -> Iterator[Flaw]:
    seen: dict[str, int] = {}
    for at, name in enumerate(names):
        if name in seen:
            yield Flaw((table, at, "name"), f"{name!r} is also the name of {table} {seen[name] + 1}")
        seen.setdefault(name, at)


def _find_strangers(configuration: Configuration) -> Iterator[Flaw]:
    repositories = {place.name for place in configuration.repository}
    hosts = {host.name for host in configuration.host}
    people = {person.name for person in configuration.person}
    systems = {system.name for system in configuration.system}
    for at, host in enumerate(configuration.host):
        if host.repository not in repositories:
            yield _stranger(("host", at, "repository"), host.repository, "repository", repositories)
    for at, system in enumerate(configuration.system):
        for number, part in enumerate(system.parts):
            if part.host not in hosts:
                yield _stranger(("system", at, "parts", number, "host"), part.host, "host", hosts)
            if not part.paths and not part.tags:
                yield Flaw(("system", at, "parts", number), "lists neither paths nor tags")
        for name in system.depends_on:
            if name not in systems:
                yield _stranger(("system", at, "depends_on"), name, "system", systems)
        if system.owner and system.owner not in people:
            yield _stranger(("system", at, "owner"), system.owner, "person", people)


def _stranger(steps: tuple[Step, ...], name: str, table: str, known: set[str]) -> Flaw:
    hint = f"known: {', '.join(sorted(known))}" if known else f"there is no [[{table}]] yet"
    return Flaw(steps, f"there is no {table} called {name!r}", hint)


def _find_cycle(systems: Sequence[System]) -> Iterator[Flaw]:
    try:
        TopologicalSorter(_list_needs(systems)).prepare()
    except CycleError as error:
        # graphlib gives the way round with its first step repeated, each before what needs it
        names = list(reversed(error.args[1]))
        at = next(number for number, system in enumerate(systems) if system.name == names[0])
        yield Flaw(("system", at, "depends_on"), f"depends on itself in a circle: {' needs '.join(names)}")


def _list_needs(systems: Sequence[System]) -> dict[str, list[str]]:
    return {system.name: list(system.depends_on) for system in systems}


def order_systems(systems: Sequence[System]) -> list[list[System]]:
    """The systems in waves: those of a wave need none of it and none after it, and can be done side by side.

    A lower tier comes first, unless something of it needs a higher one. The systems must be free of cycles.
    """
    by_name = {system.name: system for system in systems}
    urgency = _inherit_tiers(systems)
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for system in systems:
        sorter.add(system.name, *[need for need in system.depends_on if need in by_name])
    sorter.prepare()
    waves: list[list[System]] = []
    waiting: list[str] = []
    while sorter.is_active():
        waiting += sorter.get_ready()
        first = min(urgency[name] for name in waiting)
        wave = sorted((name for name in waiting if urgency[name] == first), key=list(by_name).index)
        waiting = [name for name in waiting if urgency[name] != first]
        sorter.done(*wave)
        waves.append([by_name[name] for name in wave])
    return waves


def _inherit_tiers(systems: Sequence[System]) -> dict[str, int]:
    """Of each system the lowest tier among itself and all that need it: it must be there for those."""
    urgency = {system.name: system.tier for system in systems}
    order = list(TopologicalSorter(_list_needs(systems)).static_order())
    by_name = {system.name: system for system in systems}
    for name in reversed(order):
        for need in by_name[name].depends_on if name in by_name else ():
            if need in urgency:
                urgency[need] = min(urgency[need], urgency[name])
    return urgency
