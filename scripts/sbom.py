"""Writes the bill of materials of the lock, CycloneDX 1.6: `python -m scripts.sbom [FILE]`.

Everything comes from the lock and the metadata of the packages that are installed, so the same lock gives
the same bytes. Source: CycloneDX 1.6, JSON; package URLs of type `pypi`.
"""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Mapping
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from firstbell import __version__
from scripts.dependencies import LOCK, Pin, find_licences, read_lock, read_project

_SCHEMA = "http://cyclonedx.org/schema/bom-1.6.schema.json"


def make_bill(text: str) -> dict[str, Any]:
    """The bill of a lock's text."""
    pins = read_lock(text)
    licences = dict(find_licences(pins))
    versions = {pin.name: pin.version for pin in pins}
    return {
        "$schema": _SCHEMA,
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.UUID(bytes=sha256(text.encode()).digest()[:16], version=4)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": _refer("firstbell", __version__),
                "name": "firstbell",
                "version": __version__,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": [_describe(pin, licences.get(pin.name, "")) for pin in pins],
        "dependencies": [_relate_project(versions), *(_relate(pin, versions) for pin in pins)],
    }


def _refer(name: str, version: str) -> str:
    return f"pkg:pypi/{name}@{version}"


def _describe(pin: Pin, licence: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "type": "library",
        "bom-ref": _refer(pin.name, pin.version),
        "name": pin.name,
        "version": pin.version,
        "purl": _refer(pin.name, pin.version),
        # a version has several files, one a platform; the hash of each is that of a distribution
        "externalReferences": [
            {
                "type": "distribution",
                "url": f"https://pypi.org/project/{pin.name}/{pin.version}/",
                "hashes": [{"alg": "SHA-256", "content": each}],
            }
            for each in pin.hashes
        ],
    }
    if licence:
        described["licenses"] = [{"license": {"name": licence}}]
    return described


def _relate_project(versions: Mapping[str, str]) -> dict[str, Any]:
    names = {canonicalize_name(each.name) for group in read_project().values() for each in group}
    needed = sorted(_refer(name, versions[name]) for name in names)
    return {"ref": _refer("firstbell", __version__), "dependsOn": needed}


def _relate(pin: Pin, versions: Mapping[str, str]) -> dict[str, Any]:
    needed = set()
    told = metadata.requires(pin.name) if pin.is_for_this_machine() else None
    for requirement in map(Requirement, told or ()):
        name = canonicalize_name(requirement.name)
        marker = requirement.marker
        is_wanted = marker is None or marker.evaluate({"extra": ""})
        if is_wanted and name in versions:
            needed.add(_refer(name, versions[name]))
    return {"ref": _refer(pin.name, pin.version), "dependsOn": sorted(needed)}


def main() -> None:
    """Write the bill to the file that is named, or print it."""
    text = json.dumps(make_bill(LOCK.read_text()), indent=1, sort_keys=True) + "\n"
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text)
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
