"""A folder handed over as a bag: manifests of SHA-256 and SHA-512 over all that lies in its `data/`.

Source: RFC 8493, The BagIt File Packaging Format (V1.0).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from firstbell import __version__
from firstbell.base.clock import format_time
from firstbell.base.errors import Error

ALGORITHMS = ("sha256", "sha512")
PAYLOAD = "data"
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_DECLARATION_NAME = "bagit.txt"


class BagError(Error):
    """A folder that cannot become a bag; `path` is what stands in the way."""

    code = "investigate.bag"

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"bag {path}: {problem}")
        self.path = path


def seal_bag(folder: Path, info: Mapping[str, str], *, made_ns: int) -> int:
    """Make a bag of a folder whose `data/` is filled; gives how many files that has.

    `info`: what `bag-info.txt` says beside date, software and size. The folder is no bag until its
    `bagit.txt` is written, which comes last.

    Raises: BagError for a link, a device, a name that is not UTF-8 or holds a percent sign, for one that is a
    bag already, and where it cannot be read or written.
    """
    try:
        return _seal(folder, info, made_ns)
    except OSError as error:
        raise BagError(Path(error.filename or folder), error.strerror or "it cannot be written") from None


def _seal(folder: Path, info: Mapping[str, str], made_ns: int) -> int:
    if (folder / _DECLARATION_NAME).exists():
        raise BagError(folder, "it is a bag already")
    payload = _list_files(folder / PAYLOAD)
    if not payload:
        raise BagError(folder / PAYLOAD, "there is nothing in it")
    size_bytes = sum(path.stat().st_size for path in payload)
    described = {
        **info,
        "Bagging-Date": format_time(made_ns)[:10],
        "Bag-Software-Agent": f"firstbell {__version__}",
        "Payload-Oxum": f"{size_bytes}.{len(payload)}",
    }
    tags = _render_manifests(folder, payload, "manifest")
    tags["bag-info.txt"] = _render_info(described)
    for name, content in tags.items():
        _write(folder / name, content)
    written = [folder / name for name in tags]
    declared = {_DECLARATION_NAME: _DECLARATION}
    for name, content in _render_manifests(folder, written, "tagmanifest", declared).items():
        _write(folder / name, content)
    _write(folder / _DECLARATION_NAME, _DECLARATION)
    return len(payload)


def _list_files(top: Path) -> list[Path]:
    found = []
    for parent, folders, names in os.walk(top, onerror=_raise):
        folders.sort()
        for name in sorted([*names, *folders]):
            path = Path(parent, name)
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                raise BagError(path, "it is no plain file, and a bag holds only those")
            if path.is_file():
                found.append(path)
    return found


def _raise(error: OSError) -> None:
    raise error


def _render_manifests(
    folder: Path, paths: Iterable[Path], kind: str, further: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    """The manifests by name. `further`: content of files that are not written yet."""
    sums = {_encode_name(folder, path): _hash_file(path) for path in paths}
    for name, content in (further or {}).items():
        sums[name] = [hashlib.new(algorithm, content).hexdigest() for algorithm in ALGORITHMS]
    return {
        f"{kind}-{algorithm}.txt": "".join(
            f"{row[at]}  {name}\n" for name, row in sorted(sums.items())
        ).encode()
        for at, algorithm in enumerate(ALGORITHMS)
    }


def _encode_name(folder: Path, path: Path) -> str:
    name = path.relative_to(folder).as_posix()
    try:
        name.encode()
    except UnicodeEncodeError:
        raise BagError(path, "its name is not UTF-8") from None
    if "%" in name:
        raise BagError(path, "its name holds a percent sign, which one reader decodes and another does not")
    return name.replace("\r", "%0D").replace("\n", "%0A")


def _hash_file(path: Path) -> list[str]:
    hashes = [hashlib.new(algorithm) for algorithm in ALGORITHMS]
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            for one in hashes:
                one.update(block)
    return [one.hexdigest() for one in hashes]


def _render_info(info: Mapping[str, str]) -> bytes:
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in info.items()).encode()


def _write(path: Path, content: bytes) -> None:
    """Written once, and on the disk."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
