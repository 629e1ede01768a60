"""What the lock holds: exact versions, hashes of their files, and what the packages say of their licence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from importlib import metadata
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"

_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})(?!\S)")
_COPYLEFT = re.compile(r"\bA?GPL|(?<!Lesser )General Public License", re.IGNORECASE)
_LESSER = re.compile(r"\bLGPL|Lesser General Public License", re.IGNORECASE)
# the extras whose packages may be under the LGPL: only the fence loads them (docs/decisions/0026), or they
# are loaded unchanged where somebody asks for a database server (docs/decisions/0033)
_LESSER_EXTRAS = ("hunts", "postgres")


@dataclass(frozen=True, slots=True)
class Pin:
    """One package of the lock. `name`: canonical. `marker`: where it is installed, "" everywhere.

    `hashes`: SHA-256, in hex, of each file that may be installed.
    """

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    extras: frozenset[str] = frozenset()

    def is_for_this_machine(self) -> bool:
        """Whether it is installed here."""
        return not self.marker or Marker(self.marker).evaluate()


def read_lock(text: str) -> list[Pin]:
    """The packages of a lock. Raises: ValueError for a line that pins nothing exactly."""
    pins = []
    for line in text.replace("\\\n", " ").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        requirement = Requirement(line.partition(" --hash")[0].strip())
        (specifier,) = requirement.specifier
        if specifier.operator != "==" or "*" in specifier.version:
            raise ValueError(f"{line.strip()!r} is no exact version")
        marker = str(requirement.marker or "")
        hashes = tuple(_HASH.findall(line))
        extras = frozenset(requirement.extras)
        pins.append(Pin(canonicalize_name(requirement.name), specifier.version, marker, hashes, extras))
    return pins


def read_project() -> Mapping[str, list[Requirement]]:
    """What pyproject.toml names: extra ("" for all that is always needed) to requirements, ours left out."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    groups = {"": project["dependencies"], **project["optional-dependencies"]}
    return {
        extra: [each for each in map(Requirement, lines) if canonicalize_name(each.name) != project["name"]]
        for extra, lines in groups.items()
    }


def read_licence(told: Message) -> str:
    """What a package's metadata say of its licence: the expression, else the classifiers, else the text."""
    if expression := told.get("License-Expression"):
        return str(expression)
    classifiers = [str(each) for each in told.get_all("Classifier", []) if str(each).startswith("License ::")]
    named = " AND ".join(each.rpartition(" :: ")[2] for each in classifiers)
    if named and named != "OSI Approved":
        return named
    return str(told.get("License") or "").strip().partition("\n")[0]


def find_licence_faults(licences: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Of (package, licence): what Firstbell may not import, in words. An untold licence is one of them."""
    project = read_project()
    lesser = {canonicalize_name(each.name) for extra in _LESSER_EXTRAS for each in project[extra]}
    for name, licence in licences:
        lesser_too = canonicalize_name(name) in lesser
        if not licence or licence.upper() == "UNKNOWN":
            yield f"{name} does not say its licence"
        # of several licences to choose from, one that is free is enough
        elif not any(_is_free(each, lesser_too=lesser_too) for each in licence.split(" OR ")):
            yield f"{name} is under {licence}; only packages of the extras {_LESSER_EXTRAS} may be LGPL"


def _is_free(licence: str, *, lesser_too: bool) -> bool:
    return not _COPYLEFT.search(licence) and (lesser_too or not _LESSER.search(licence))


def find_licences(pins: Iterable[Pin]) -> Iterator[tuple[str, str]]:
    """(package, licence) of those that are installed here. Raises: PackageNotFoundError where one is not."""
    for pin in pins:
        if pin.is_for_this_machine():
            told = read_licence(metadata.metadata(pin.name))  # type: ignore[arg-type]
            yield pin.name, told or _read_licence_file(metadata.distribution(pin.name))


def _read_licence_file(package: metadata.Distribution) -> str:
    """The title of the licence that a package carries along; "" without one."""
    names = package.metadata.get_all("License-File") or []
    texts = (package.read_text(f"licenses/{name}") or "" for name in names)
    titles = [text.strip().partition("\n")[0].strip() for text in texts]
    return " AND ".join(title for title in titles if title)
