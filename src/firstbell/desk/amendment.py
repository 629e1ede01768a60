"""Changing `firstbell.toml` by command: what people wrote, with their comments and their order, stays.

One command at a time: each holds a lock on the desk's folder from reading to writing. The new text is read as
a configuration before it takes the old one's place, whole, with the same mode; what does not hold is not
written. Source: https://toml.io/en/v1.0.0, tomlkit (docs/decisions/0027-tomlkit.md).
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from firstbell.base.errors import UsageError, raising, say_cause
from firstbell.base.output_file import replace_file
from firstbell.desk.configuration import Configuration, Host, Part, RepositoryAddress
from firstbell.desk.errors import ConfigurationError, DeskError
from firstbell.desk.loader import CONFIGURATION_NAME, load_configuration, parse_configuration

Change = Callable[[tomlkit.TOMLDocument], None]


def enter_host(desk: Path, host: Host, repository: RepositoryAddress) -> Configuration:
    """Write a host and its repository down, or bring what stands there of the same names up to date.

    Raises: NoDeskError, ConfigurationError, DeskError; the file is then as it was.
    """

    def change(document: tomlkit.TOMLDocument) -> None:
        put_table(document, "repository", repository)
        put_table(document, "host", host)

    return amend(desk, change)


def check_amendable(desk: Path) -> None:
    """Raises: NoDeskError, ConfigurationError, DeskError where the file as it stands cannot be changed."""
    amend(desk, lambda document: None)


def strike_host(desk: Path, name: str) -> list[str]:
    """Take a host out, and its repository unless another host is in it, or it is the desk's own.

    Returns the names of the systems that still have a part on it: they are left for a person, and the host
    with them. Raises: NoDeskError, ConfigurationError, DeskError.
    """
    configuration = load_configuration(desk)
    held = [system.name for system in configuration.system if any(p.host == name for p in system.parts)]
    if held or all(host.name != name for host in configuration.host):
        return held

    def change(document: tomlkit.TOMLDocument) -> None:
        repository = _drop(document, "host", name).get("repository")
        shared = any(table.get("repository") == repository for table in document.get("host", ()))
        if repository is not None and not shared and repository != "desk":
            _drop(document, "repository", str(repository))

    amend(desk, change)
    return []


def put_part(document: tomlkit.TOMLDocument, part: Part, *, system: str, tier: int | None) -> None:
    """Give a system another part, or make the system with it. `tier`: of one that is not there yet.

    Raises: UsageError where the system is new and has no tier.
    """
    systems = document.get("system")
    table = next((one for one in systems or () if one.get("name") == system), None)
    if table is None:
        if tier is None:
            raise UsageError(
                f"there is no system {system!r} yet",
                hint="give its --tier: 0 is what everything else needs, 9 can wait longest",
            )
        fresh = tomlkit.table()
        fresh["name"], fresh["tier"] = system, tier
        if not isinstance(systems, AoT):
            systems = document["system"] = tomlkit.aot()
        systems.append(fresh)
        table = fresh
    _add_part(table, part)


def _add_part(table: Any, part: Part) -> None:
    fresh = tomlkit.table()
    put_fields(fresh, part)
    fresh.add(tomlkit.nl())
    parts = table.get("parts")
    if parts is None:
        parts = table["parts"] = tomlkit.aot()
    # parts that somebody wrote on one line stay there
    parts.append(fresh if isinstance(parts, AoT) else fresh.unwrap())


def amend(desk: Path, change: Change) -> Configuration:
    """The configuration after `change` was made to its text.

    Raises: NoDeskError, ConfigurationError, DeskError; the file is then as it was.
    """
    path = desk / CONFIGURATION_NAME
    load_configuration(desk)
    with _lock(desk):
        try:
            text = path.read_text(encoding="utf-8")
            document = tomlkit.parse(text)
        except (OSError, UnicodeDecodeError, TOMLKitError, RecursionError) as error:
            raise ConfigurationError(str(path), f"cannot be read ({say_cause(error)})") from None
        change(document)
        changed = tomlkit.dumps(document)
        configuration = parse_configuration(changed, str(path))
        if changed != text:
            _replace(path, changed)
    return configuration


def put_table(document: tomlkit.TOMLDocument, name: str, value: msgspec.Struct) -> None:
    """Write a table of an array, in the place of the one that bears its `name`, else below the last one."""
    tables = document.get(name)
    if not isinstance(tables, AoT):
        tables = tomlkit.aot()
        document[name] = tables
    called = getattr(value, "name", None)
    table = next((one for one in tables if one.get("name") == called), None)
    if table is None:
        fresh = tomlkit.table()
        put_fields(fresh, value)
        fresh.add(tomlkit.nl())
        tables.append(fresh)
    else:
        put_fields(table, value)


def put_fields(table: Any, value: msgspec.Struct) -> None:
    """Set what differs from what stands there; what is as usual and stands nowhere is not written."""
    for field in msgspec.structs.fields(value):
        told, usual = _plain(getattr(value, field.name)), _plain(field.default)
        if (field.name in table and table[field.name] != told) or (field.name not in table and told != usual):
            table[field.name] = told


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _drop(document: tomlkit.TOMLDocument, name: str, called: str) -> dict[str, Any]:
    """Take the table of a name out; what it said."""
    tables = document[name]
    if not isinstance(tables, AoT):
        return {}
    for at, table in enumerate(tables):
        if table.get("name") == called:
            said = dict(table.unwrap())
            del tables[at]
            if not len(tables):
                del document[name]
            return said
    return {}


@contextmanager
def _lock(desk: Path) -> Iterator[None]:
    with raising(DeskError, desk):
        descriptor = os.open(desk, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _replace(path: Path, text: str) -> None:
    with raising(DeskError, path):
        # the one file of the desk that people and programs both write: it is changed, not published
        replace_file(path, text.encode())
