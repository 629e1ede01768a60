"""Where systems go: their folders, whether these may be written and have room."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from firstbell.desk import System
from firstbell.runs.plans.paths import (
    UnplacedError,
    check_places,
    check_repository,
    check_source,
    list_parents,
    place_under,
    read_shown_path,
)
from firstbell.runs.plans.plan import PlannedCheck, PlannedSystem


def name_under(host: str) -> str:
    """The folder below a system's target that a host's part goes to, where it lies on several hosts."""
    return host.replace("/", "_") if host.strip(".") else "_" * max(len(host), 1)


def name_target(system: System, folder: Path | None) -> str:
    """Where a system goes: below `folder` under its own name, else its own target; absolute, "" for none."""
    if folder is None:
        return str(Path(system.target).absolute()) if system.target else ""
    return str(folder.absolute() / slug(system.name))


def slug(name: str) -> str:
    """The name as a name of a file: what is neither a letter nor a digit is a `-`."""
    kept = "".join(char.lower() if char.isalnum() else "-" for char in name)
    return "-".join(filter(None, kept.split("-"))) or "system"


def retarget(system: System, target: str) -> list[PlannedCheck]:
    """The system's checks; what they look for under its own target is looked for where it goes now."""
    own = str(Path(system.target).absolute()) if system.target else ""
    checks = []
    for check in system.checks:
        where = check.target
        if own and target and target != own and (where == own or where.startswith(own + "/")):
            where = target + where[len(own) :]
        checks.append(PlannedCheck(check.kind, where, check.limit_s))
    return checks


def check_targets(systems: Sequence[PlannedSystem], urls: Mapping[str, str]) -> None:
    """See that nothing is laid over something else, nor over its own source. `urls`: of the repositories.

    Raises: MappedTwiceError, SourceTargetError.
    """
    placed = []
    for system in systems:
        for piece in system.pieces if system.target else ():
            folder = place_under(system.target, piece.under)
            check_repository(system.name, folder, urls.get(piece.repository, ""))
            for text in piece.paths:
                path = read_shown_path(text)
                check_source(system.name, folder, path)
                placed.append((system.name, folder, path))
    check_places(placed)


def check_in_place(systems: Sequence[PlannedSystem]) -> None:
    """See that no two hosts' files are laid over each other on this machine, and that it is known where to.

    Raises: MappedTwiceError, UnplacedError.
    """
    for system in systems:
        for piece in system.pieces:
            if piece.is_relative:
                raise UnplacedError(
                    f"{system.name}: {piece.host} was backed up by a relative path, "
                    "so its snapshots do not say where each file stood",
                    hint="restore it into a new folder with --target",
                )
    check_places(
        (f"{system.name} of {piece.host}", Path("/"), read_shown_path(path))
        for system in systems
        for piece in system.pieces
        for path in piece.paths
    )


def find_device(target: Path) -> tuple[int, int] | None:
    """(device, free bytes) of the filesystem that a folder is or will be on; None where it cannot be told."""
    for folder in list_parents(target):
        try:
            return folder.stat().st_dev, shutil.disk_usage(folder).free
        except FileNotFoundError:
            continue
        except OSError:
            return None
    return None


def judge_room(systems: Sequence[PlannedSystem]) -> list[PlannedSystem]:
    """The systems with whether their targets have room for all that goes there."""
    devices = {system.name: find_device(Path(system.target)) for system in systems if system.target}
    wanted: dict[int, int] = {}
    for system in systems:
        device = devices.get(system.name)
        if device is not None:
            wanted[device[0]] = wanted.get(device[0], 0) + system.size_bytes
    judged = []
    for system in systems:
        device = devices.get(system.name)
        if device is not None:
            system = msgspec.structs.replace(
                system, free_bytes=device[1], fits=wanted[device[0]] <= device[1]
            )
        judged.append(system)
    return judged
