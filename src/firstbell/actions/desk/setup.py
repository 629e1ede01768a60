"""A desk from answers: firstbell.toml is written, the units are rendered, and what is left is listed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import msgspec
import tomlkit

from firstbell.actions.desk.answers import PROGRAM, Answers
from firstbell.base.errors import raising
from firstbell.desk import CONFIGURATION_NAME, Configuration, RepositoryAddress
from firstbell.desk.amendment import amend, put_fields, put_table
from firstbell.desk.configuration import Alerts
from firstbell.desk.errors import DeskError
from firstbell.store.publication import publish

_VAULT, _HOME = "/srv/vault", "/var/lib/firstbell-examiner"
_HEAD = """# Written by `firstbell setup`, which keeps what you add. `firstbell desk check` finds mistakes.
# `firstbell host add` adds hosts; the systems of the school are yours to name (docs/formats/desk.md).
version = 1
"""


def write_desk(answers: Answers) -> bool:
    """Write firstbell.toml, or bring the one that is there up to date; whether that changed anything.

    What people added stays. Raises: DeskError, ConfigurationError; the file is then as it was.
    """
    desk = Path(answers.desk.folder)
    path = desk / CONFIGURATION_NAME
    with raising(DeskError, desk):
        desk.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = path.read_bytes() if path.exists() else b""
    if not before:
        head = f"{_HEAD}\n[district]\nname = {tomlkit.item(answers.district.name).as_string()}\n"
        publish(desk, CONFIGURATION_NAME, [head.encode()])
        path.chmod(0o600)
    try:
        amend(desk, lambda document: _fill(document, answers))
    except BaseException:
        if not before:
            path.unlink(missing_ok=True)
        raise
    return path.read_bytes() != before


def _fill(document: tomlkit.TOMLDocument, answers: Answers) -> None:
    _set(document, "district", answers.district)
    for person in answers.person:
        put_table(document, "person", person)
    for contact in answers.contact:
        put_table(document, "contact", contact)
    if answers.alerts != Alerts():
        _set(document, "alerts", answers.alerts)
    if all(one.get("name") != "desk" for one in document.get("repository", ())):
        # beside the vault, so that losing the desk's disk loses nothing
        own = f"{answers.vault.folder.rstrip('/')}-desk"
        put_table(
            document,
            "repository",
            RepositoryAddress(name="desk", url=own, password_file="passwords/desk.password"),
        )


def _set(document: tomlkit.TOMLDocument, name: str, value: msgspec.Struct) -> None:
    if name not in document:
        document[name] = tomlkit.table()
    put_fields(document[name], value)


@dataclass(frozen=True, slots=True)
class ServiceUnit:
    """A unit of systemd. `is_started`: whether it is enabled, or started by another one."""

    name: str
    text: str
    is_started: bool


def render_units(answers: Answers) -> list[ServiceUnit]:
    """The units for these folders."""
    root = files("firstbell.actions.desk").joinpath("units")
    return [
        ServiceUnit(
            file.name,
            _place_unit(file.read_text(encoding="utf-8"), answers),
            "[Install]" in file.read_text(encoding="utf-8"),
        )
        for file in sorted(root.iterdir(), key=lambda one: one.name)
        if file.name.endswith((".service", ".timer"))
    ]


def _place_unit(text: str, answers: Answers) -> str:
    desk = answers.desk.folder.rstrip("/")
    vault = answers.vault.folder.rstrip("/")
    home = str(Path(desk).parent) if Path(desk).name == "desk" else desk
    placed = text.replace(f"{_HOME}/desk", desk).replace(_HOME, home)
    placed = placed.replace(f"ReadWritePaths={_VAULT} ", f"ReadWritePaths={vault} -{vault}-desk ")
    port = re.search(r":(\d+)/?$", answers.vault.url)
    placed = placed.replace("0.0.0.0:8000", f"0.0.0.0:{port[1] if port else 8000}")
    return placed.replace(_VAULT, vault).replace(PROGRAM, answers.services.program)


def list_left(configuration: Configuration) -> list[str]:
    """What only people can do, in the order in which to do it."""
    left = []
    if not configuration.host:
        left.append("add each machine: `firstbell host add NAME`, and run on it what that prints")
    if not configuration.system:
        left.append("name the systems of the school in firstbell.toml, tier 0 first (docs/formats/desk.md)")
    left += [
        f"find out how to reach {person.name} with mail and phones down (`reach`)"
        for person in configuration.person
        if not person.reach
    ]
    if all(person.role != "counsel" for person in configuration.person):
        left.append("name counsel: who approves the law's clocks and what is said")
    if all(contact.kind != "insurer" for contact in configuration.contact):
        left.append('name the insurer as a [[contact]] of kind "insurer", with the policy\'s number')
    left.append("print the kit and the recovery passphrase, lock them away, and remove the files")
    return left
