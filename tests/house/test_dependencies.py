"""What the project takes from others: exact, by hash, under a licence that lets a school pass it on."""

from __future__ import annotations

import json
from email.message import Message
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.dependencies import (
    LOCK,
    find_licence_faults,
    find_licences,
    read_licence,
    read_lock,
    read_project,
)
from scripts.sbom import make_bill

PINS = read_lock(LOCK.read_text())
AGAIN = "run scripts/lock.sh"


def test_every_package_of_the_lock_has_hashes() -> None:
    assert [pin.name for pin in PINS if not pin.hashes] == [], AGAIN
    names = [(pin.name, pin.marker) for pin in PINS]
    assert len(names) == len(set(names)), AGAIN


def test_the_lock_holds_what_the_project_names_in_a_version_that_it_allows() -> None:
    versions = {pin.name: pin.version for pin in PINS}
    for group in read_project().values():
        for requirement in group:
            version = versions.get(canonicalize_name(requirement.name))
            assert version is not None, f"{requirement}: {AGAIN}"
            assert requirement.specifier.contains(version, prereleases=True), f"{requirement}: {AGAIN}"


def test_what_a_package_needs_with_an_extra_is_pinned_with_it() -> None:
    """Else pip takes it for a range, and installs nothing once a newer version is out."""
    pinned = {pin.name: pin.extras for pin in PINS}
    for pin in PINS:
        for needed in map(
            Requirement, metadata.requires(pin.name) or () if pin.is_for_this_machine() else ()
        ):
            name = canonicalize_name(needed.name)
            if name in pinned and (needed.marker is None or needed.marker.evaluate({"extra": ""})):
                assert needed.extras <= pinned[name], f"{pin.name} needs {needed}: {AGAIN}"


def test_a_range_is_no_pin() -> None:
    with pytest.raises(ValueError, match="no exact version"):
        read_lock("starlette>=1.0\n")


def test_a_line_without_a_hash_is_seen() -> None:
    (pin,) = read_lock("starlette==1.0 ; python_version < '3.12'\n")
    assert (pin.name, pin.version, pin.hashes) == ("starlette", "1.0", ())


def test_nothing_that_is_imported_is_under_the_gpl() -> None:
    assert list(find_licence_faults(find_licences(PINS))) == []


@pytest.mark.parametrize(
    ("name", "licence", "is_refused"),
    [
        ("some", "GPL-2.0-or-later", True),
        ("some", "AGPL-3.0-only", True),
        ("some", "GNU General Public License v3 (GPLv3)", True),
        ("some", "GNU Affero General Public License v3", True),
        ("some", "MIT OR GPL-2.0-only", False),
        ("some", "MIT AND GPL-2.0-only", True),
        ("some", "", True),
        ("some", "UNKNOWN", True),
        ("some", "LGPL-3.0-or-later", True),
        ("some", "GNU Lesser General Public License v3", True),
        ("libscca-python", "LGPL-3.0-or-later", False),
        ("libscca_python", "GNU Lesser General Public License v3", False),
        ("libscca-python", "LGPL-3.0-or-later AND GPL-3.0-only", True),
        ("some", "Apache-2.0 OR BSD-3-Clause", False),
    ],
)
def test_a_licence_is_judged(name: str, licence: str, is_refused: bool) -> None:
    assert bool(list(find_licence_faults([(name, licence)]))) is is_refused


def test_a_licence_is_read_where_packages_say_it() -> None:
    told = Message()
    told["Classifier"] = "License :: OSI Approved :: GNU Affero General Public License v3"
    told["License"] = "see the file"
    assert read_licence(told) == "GNU Affero General Public License v3"
    told["License-Expression"] = "MIT"
    assert read_licence(told) == "MIT"


def test_the_bill_of_materials_names_every_package_once() -> None:
    bill = make_bill(LOCK.read_text())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    refs = [each["bom-ref"] for each in bill["components"]]
    assert len(refs) == len(set(refs)) == len(PINS)
    known = {*refs, bill["metadata"]["component"]["bom-ref"]}
    for relation in bill["dependencies"]:
        assert relation["ref"] in known
        assert set(relation["dependsOn"]) <= known
    (starlette,) = (each for each in bill["components"] if each["name"] == "starlette")
    assert starlette["licenses"] == [{"license": {"name": "BSD-3-Clause"}}]
    assert {each["type"] for each in starlette["externalReferences"]} == {"distribution"}
    needed = {each["ref"]: each["dependsOn"] for each in bill["dependencies"]}[starlette["bom-ref"]]
    assert any(each.startswith("pkg:pypi/anyio@") for each in needed)


def test_the_same_lock_gives_the_same_bill(tmp_path: Path) -> None:
    text = LOCK.read_text()
    assert json.dumps(make_bill(text)) == json.dumps(make_bill(text))
