"""The check of the OCI image: it takes a layout that holds, and names what does not."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.image_layout import find_flaws

Change = Callable[[dict[str, Any]], object]


def put(folder: Path, data: bytes, kind: str) -> dict[str, Any]:
    """Keep a blob; its descriptor."""
    digest = hashlib.sha256(data).hexdigest()
    (folder / "blobs/sha256").mkdir(parents=True, exist_ok=True)
    (folder / "blobs/sha256" / digest).write_bytes(data)
    return {"mediaType": f"application/vnd.oci.image.{kind}", "digest": f"sha256:{digest}", "size": len(data)}


def pack(mode: int = 0o755, name: str = "opt/firstbell/bin/firstbell") -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        member = tarfile.TarInfo(name)
        member.mode = mode
        archive.addfile(member, io.BytesIO())
    return packed.getvalue()


def make(
    folder: Path, *, change_config: Change = bool, change_manifest: Change = bool, layer: bytes | None = None
) -> Path:
    """A layout that holds, but for what `change_...` does to its parts."""
    content = layer or pack()
    config: dict[str, Any] = {
        "architecture": "amd64",
        "os": "linux",
        "config": {
            "User": "900:900",
            "Entrypoint": ["/opt/firstbell/bin/firstbell"],
            "Volumes": {"/srv/vault": {}, "/var/lib/firstbell": {}},
            "Env": ["PATH=/usr/bin", "FIRSTBELL_VAULT=/srv/vault"],
        },
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(content).hexdigest()}"]},
        "history": [{"created_by": "x"}, {"created_by": "y", "empty_layer": True}],
    }
    change_config(config)
    manifest: dict[str, Any] = {
        "schemaVersion": 2,
        "config": put(folder, json.dumps(config).encode(), "config.v1+json"),
        "layers": [put(folder, gzip.compress(content, mtime=0), "layer.v1.tar+gzip")],
    }
    change_manifest(manifest)
    entry = put(folder, json.dumps(manifest).encode(), "manifest.v1+json")
    entry["annotations"] = {"org.opencontainers.image.ref.name": "0.1.0"}
    (folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [entry]}))
    (folder / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
    return folder


def test_a_layout_that_holds_has_no_flaw(tmp_path: Path) -> None:
    assert list(find_flaws(make(tmp_path))) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda told: told["config"].update(User="root"), "would run as root"),
        (lambda told: told["config"].pop("User"), "would run as root"),
        (lambda told: told["config"].update(Entrypoint=["/bin/sh"]), "does not start firstbell"),
        (lambda told: told["config"]["Volumes"].pop("/srv/vault"), "volumes"),
        (lambda told: told["config"]["Env"].append("RESTIC_PASSWORD=x"), "RESTIC_PASSWORD stands in it"),
        (lambda told: told["rootfs"].update(diff_ids=["sha256:" + "0" * 64]), "the content of"),
        (lambda told: told["rootfs"].update(diff_ids=[]), "content of each layer"),
        (lambda told: told["history"].pop(0), "history"),
        (lambda told: told.pop("os"), "os is missing"),
    ],
)
def test_a_wrong_configuration_is_named(change: Change, said: str, tmp_path: Path) -> None:
    flaws = list(find_flaws(make(tmp_path, change_config=change)))
    assert len(flaws) == 1
    assert said in flaws[0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda told: told.update(schemaVersion=1), "version is not 2"),
        (lambda told: told["layers"][0].update(size=3), "bytes, not 3"),
        (lambda told: told["layers"][0].update(mediaType="text/plain"), "its type is text/plain"),
        (lambda told: told["config"].update(digest="sha256:" + "0" * 64), "there is no such blob"),
    ],
)
def test_a_wrong_manifest_is_named(change: Change, said: str, tmp_path: Path) -> None:
    assert any(said in flaw for flaw in find_flaws(make(tmp_path, change_manifest=change)))


def test_bytes_that_are_not_those_of_the_digest_are_named(tmp_path: Path) -> None:
    folder = make(tmp_path)
    largest = max((folder / "blobs/sha256").iterdir(), key=lambda path: path.stat().st_size)
    data = largest.read_bytes()
    largest.write_bytes(bytes([data[0] ^ 1]) + data[1:])
    assert any("another digest" in flaw for flaw in find_flaws(folder))


def test_a_blob_that_nothing_names_and_files_that_others_may_change_are_named(tmp_path: Path) -> None:
    put(tmp_path, b"left", "layer.v1.tar+gzip")
    flaws = list(find_flaws(make(tmp_path, layer=pack(mode=0o757))))
    assert sum("nothing names this blob" in flaw for flaw in flaws) == 1
    assert sum("others could change" in flaw for flaw in flaws) == 1


def test_a_name_that_leads_out_of_the_tree_is_named(tmp_path: Path) -> None:
    flaws = list(find_flaws(make(tmp_path, layer=pack(name="../etc/shadow"))))
    assert any("leads out of the tree" in flaw for flaw in flaws)
