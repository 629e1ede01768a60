"""Whether a folder is an OCI image layout of which every part is what its descriptor says.

Usage: python -m scripts.image_layout FOLDER   exit status 1 and a line for each thing that is not so

Sources: github.com/opencontainers/image-spec v1.1: image-layout.md, image-index.md, manifest.md,
descriptor.md, config.md, layer.md.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import sys
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_KIND = "application/vnd.oci.image."
_MANIFEST, _CONFIG, _LAYER = f"{_KIND}manifest.v1+json", f"{_KIND}config.v1+json", f"{_KIND}layer.v1.tar+gzip"
_CHUNK_BYTES = 1 << 20


def find_flaws(folder: Path) -> Iterator[str]:
    """What is not as the specification says, or as this image should be."""
    layout = _read(folder / "oci-layout")
    if layout.get("imageLayoutVersion") != "1.0.0":
        yield "oci-layout: the version is not 1.0.0"
    index = _read(folder / "index.json")
    if index.get("schemaVersion") != 2:
        yield "index.json: the schema's version is not 2"
    manifests = index.get("manifests", [])
    if not manifests:
        yield "index.json: it names no manifest"
    named = set()
    for entry in manifests:
        if not entry.get("annotations", {}).get("org.opencontainers.image.ref.name"):
            yield "index.json: a manifest has no name"
        named.add(entry.get("digest"))
        yield from _check_blob(folder, entry, _MANIFEST)
        manifest = _read_blob(folder, entry)
        parts = [manifest.get("config", {}), *manifest.get("layers", [])]
        named |= {part.get("digest") for part in parts}
        yield from _check_manifest(folder, manifest)
    kept = {f"sha256:{path.name}" for path in (folder / "blobs" / "sha256").glob("*")}
    yield from (f"{digest}: nothing names this blob" for digest in sorted(kept - named))


def _check_manifest(folder: Path, manifest: Mapping[str, Any]) -> Iterator[str]:
    if manifest.get("schemaVersion") != 2:
        yield "manifest: the schema's version is not 2"
    layers = manifest.get("layers", [])
    if not layers:
        yield "manifest: there is no layer"
    yield from _check_blob(folder, manifest.get("config", {}), _CONFIG)
    for layer in layers:
        yield from _check_blob(folder, layer, _LAYER)
    config = _read_blob(folder, manifest.get("config", {}))
    told = config.get("rootfs", {}).get("diff_ids", [])
    if config.get("rootfs", {}).get("type") != "layers" or len(told) != len(layers):
        yield "config: it does not name the content of each layer"
    for layer, content in zip(layers, told, strict=False):
        path = _find_blob(folder, layer)
        if path and _hash_unpacked(path) != content:
            yield f"config: the content of {layer['digest']} is not {content}"
    for step in ("architecture", "os"):
        if not config.get(step):
            yield f"config: {step} is missing"
    history = config.get("history", [])
    if history and sum(not step.get("empty_layer") for step in history) != len(layers):
        yield "config: its history has not a step for each layer"
    yield from _check_run(config.get("config", {}))
    yield from _check_files(folder, layers)


def _check_run(run: Mapping[str, Any]) -> Iterator[str]:
    """How this image starts: by its program, as nobody's user, with two volumes and one port."""
    user = str(run.get("User", ""))
    if user.split(":")[0] in {"", "0", "root"}:
        yield "config: the program would run as root"
    if run.get("Entrypoint") != ["/opt/firstbell/bin/firstbell"]:
        yield "config: it does not start firstbell"
    volumes = set(run.get("Volumes") or ())
    if volumes != {"/srv/vault", "/var/lib/firstbell"}:
        yield "config: the volumes are not those of vault and desk"
    kept = [one for one in run.get("Env", ()) if re.match(r"[^=]*(PASSWORD|SECRET|TOKEN|KEY)[^=]*=", one)]
    yield from (f"config: {one.partition('=')[0]} stands in it" for one in kept)


def _check_files(folder: Path, layers: list[Mapping[str, Any]]) -> Iterator[str]:
    """Names that leave the tree, devices, and files of this machine or of package lists."""
    for layer in layers:
        path = _find_blob(folder, layer)
        if path is None:
            continue
        with tarfile.open(path) as archive:
            for member in archive:
                if member.name.startswith("/") or ".." in Path(member.name).parts:
                    yield f"{layer['digest']}: {member.name!r} leads out of the tree"
                if "/opt/firstbell/" in f"/{member.name}" and member.mode & 0o6022 and not member.issym():
                    yield f"{layer['digest']}: others could change {member.name!r}, or it changes the user"


def _check_blob(folder: Path, descriptor: Mapping[str, Any], kind: str) -> Iterator[str]:
    digest = str(descriptor.get("digest", ""))
    if descriptor.get("mediaType") != kind:
        yield f"{digest or 'a descriptor'}: its type is {descriptor.get('mediaType')}, not {kind}"
    path = _find_blob(folder, descriptor)
    if path is None:
        yield f"{digest or 'a descriptor'}: there is no such blob"
        return
    if path.stat().st_size != descriptor.get("size"):
        yield f"{digest}: it has {path.stat().st_size} bytes, not {descriptor.get('size')}"
    with path.open("rb") as file:
        if f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}" != digest:
            yield f"{digest}: its bytes have another digest"


def _find_blob(folder: Path, descriptor: Mapping[str, Any]) -> Path | None:
    digest = str(descriptor.get("digest", ""))
    if not _DIGEST.fullmatch(digest):
        return None
    path = folder / "blobs" / "sha256" / digest.removeprefix("sha256:")
    return path if path.is_file() else None


def _read_blob(folder: Path, descriptor: Mapping[str, Any]) -> dict[str, Any]:
    path = _find_blob(folder, descriptor)
    return _read(path) if path else {}


def _read(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _hash_unpacked(path: Path) -> str:
    digest = hashlib.sha256()
    with gzip.open(path) as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return f"sha256:{digest.hexdigest()}"


def main() -> None:
    """Print what is wrong with a layout."""
    flaws = list(find_flaws(Path(sys.argv[1])))
    for flaw in flaws:
        print(f"image: {flaw}")
    sys.exit(bool(flaws))


if __name__ == "__main__":
    main()
