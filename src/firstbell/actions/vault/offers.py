"""What hosts back up and firstbell.toml does not know: offered to a person, who takes it in by one command.

A path is known where its host's table lists it, or where a system has a part that holds it or lies in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from firstbell.actions.vault.agents.windows import STREAMS
from firstbell.base.errors import Error, UnknownIdError, UsageError
from firstbell.desk import Configuration, Host, RepositoryAddress, load_configuration
from firstbell.desk.amendment import amend, put_part, put_table
from firstbell.desk.configuration import Part
from firstbell.record.paths import fold_name, is_windows_path
from firstbell.record.tags import COMPOSED_TAG
from firstbell.repository import Repository, Snapshot
from firstbell.runs.plans.paths import is_within, read_path

if TYPE_CHECKING:
    import tomlkit

# of the desk's own backup
DESK_REPOSITORY = "desk"


class RepositoryReader(Protocol):
    """Opens a repository of the desk as its commands do."""

    def __call__(self, address: RepositoryAddress) -> Repository:
        """Raises: what opening raises."""


@dataclass(frozen=True, slots=True)
class HostOffer:
    """A host, and what of its backups is not known.

    `paths`: as its snapshots say them; none of a host that has not backed up yet. `is_known`: firstbell.toml
    names the host. `last`: time of the newest backup of these paths, RFC 3339; "" for none.
    """

    host: str
    address: RepositoryAddress
    paths: tuple[str, ...]
    is_known: bool
    last: str
    every_h: float = 24.0

    def describe(self) -> dict[str, object]:
        """The fields of `host offers --json`."""
        return {
            "message_type": "offer",
            "host": self.host,
            "repository": self.address.name,
            "paths": list(self.paths),
            "is_known": self.is_known,
            "last_snapshot": self.last,
        }


@dataclass(frozen=True, slots=True)
class HostOffers:
    """What is offered, by host; and the repositories that could not be read, with why."""

    offers: Sequence[HostOffer]
    unread: Sequence[tuple[str, str]]


def find_offers(
    configuration: Configuration, more: Iterable[tuple[RepositoryAddress, float]], read: RepositoryReader
) -> HostOffers:
    """What hosts back up and firstbell.toml does not know.

    `more`: repositories of a vault that firstbell.toml does not name, each with the hours between backups.
    """
    offers: list[HostOffer] = []
    unread: list[tuple[str, str]] = []
    places = [(address, 24.0, False) for address in configuration.repository]
    places += [(address, every_h, True) for address, every_h in more]
    for address, every_h, is_of_vault in places:
        if address.name == DESK_REPOSITORY:
            continue
        try:
            snapshots = list(read(address).list_snapshots())
        except Error as error:
            unread.append((address.name, str(error)))
            continue
        offered = [replace(one, every_h=every_h) for one in offer_unknown(configuration, address, snapshots)]
        if is_of_vault and not offered:
            offered = [HostOffer(address.name, address, (), is_known=False, last="", every_h=every_h)]
        offers += offered
    return HostOffers(sorted(offers, key=lambda one: one.host.casefold()), unread)


def offer_unknown(
    configuration: Configuration, address: RepositoryAddress, snapshots: Iterable[Snapshot]
) -> Iterator[HostOffer]:
    """What of the snapshots of one repository firstbell.toml does not know, by host."""
    newest: dict[str, dict[str, Snapshot]] = {}
    for snapshot in sorted(snapshots, key=lambda one: one.time_ns):
        if COMPOSED_TAG not in (snapshot.tags or ()):
            for path in snapshot.paths:
                newest.setdefault(snapshot.hostname, {})[path] = snapshot
    known = {host.name: host for host in configuration.host}
    for name, paths in newest.items():
        host = known.get(name)
        strange = [path for path in paths if host is None or not _is_known(configuration, host, path)]
        if strange:
            last = max((paths[path] for path in strange), key=lambda one: one.time_ns)
            yield HostOffer(name, address, tuple(sorted(strange)), is_known=host is not None, last=last.time)


def _is_known(configuration: Configuration, host: Host, path: str) -> bool:
    parts = [part for system in configuration.system for part in system.parts if part.host == host.name]
    if any(not part.paths for part in parts):
        return True
    is_folded = is_windows_path(path)
    mine = _spell(path, is_folded=is_folded)
    if is_folded and mine == _spell(STREAMS, is_folded=True):
        return True  # the set-up itself adds this list
    if any(is_within(mine, _spell(one, is_folded=is_folded)) for one in host.paths):
        return True
    places = [_spell(one, is_folded=is_folded) for part in parts for one in part.paths]
    return any(is_within(mine, one) or is_within(one, mine) for one in places)


def _spell(path: str, *, is_folded: bool) -> bytes:
    inside = read_path(path)
    return fold_name(inside) if is_folded else inside


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingRequest:
    """Hosts to take into firstbell.toml, every one that is offered without names.

    `system`: a system that gets what they back up as parts, "" for none; `tier`: of one that is new.

    Raises: UsageError where neither hosts nor all are named, or both.
    """

    hosts: Sequence[str] = ()
    everything: bool = False
    system: str = ""
    tier: int | None = None

    def __post_init__(self) -> None:
        if self.everything == bool(self.hosts):
            raise UsageError("name hosts, or give --all", hint="`firstbell host offers` lists them")


def take_offers(desk: Path, offers: Sequence[HostOffer], request: TakingRequest) -> list[HostOffer]:
    """Write what is offered into the desk's firstbell.toml; what was taken.

    Raises: UnknownIdError for a host that offers nothing; UsageError for a new system without a tier;
    NoDeskError, ConfigurationError, DeskError.
    """
    by_name: dict[str, list[HostOffer]] = {}
    for offer in offers:
        by_name.setdefault(offer.host, []).append(offer)
    for name in request.hosts:
        if name not in by_name:
            raise UnknownIdError(
                f"{name} backs up nothing that firstbell.toml does not know",
                hint="`firstbell host offers` shows what is offered",
            )
    taken = [_merge(by_name[name]) for name in request.hosts or by_name]
    configuration = load_configuration(desk)

    def change(document: tomlkit.TOMLDocument) -> None:
        for offer in taken:
            host, address = _enter(configuration, offer)
            put_table(document, "repository", address)
            put_table(document, "host", host)
            if request.system and offer.paths:
                part = Part(host=offer.host, paths=offer.paths)
                put_part(document, part, system=request.system, tier=request.tier)

    if taken:
        amend(desk, change)
    return taken


def _merge(offers: Sequence[HostOffer]) -> HostOffer:
    """One host's: it has one table, and with it the repository that it uses now."""
    newest = max(offers, key=lambda one: one.last)
    return replace(newest, paths=tuple(sorted({path for one in offers for path in one.paths})))


def _enter(configuration: Configuration, offer: HostOffer) -> tuple[Host, RepositoryAddress]:
    """The tables of a host, with what it backs up."""
    known = next((host for host in configuration.host if host.name == offer.host), None)
    address = next((one for one in configuration.repository if one.name == offer.address.name), offer.address)
    if known is None:
        known = Host(name=offer.host, repository=address.name, every_h=offer.every_h)
    paths = known.paths + tuple(path for path in offer.paths if path not in known.paths)
    return Host(name=known.name, repository=known.repository, every_h=known.every_h, paths=paths), address
