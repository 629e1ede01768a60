"""What honest people and programs do to single files: kind, old content, new content."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import os
import random
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

import pyzipper
import zstandard
from PIL import Image

from firstbell.examine.validators.registry import validate
from tests.quality.corpora import Cache, Sample

_PICTURES = {
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".tif": "TIFF",
    ".webp": "WEBP",
    ".bmp": "BMP",
    ".gif": "GIF",
}


@dataclass(frozen=True)
class Transition:
    """One change. `old`: None for a new file. `is_sealing`: a person encrypts on purpose."""

    kind: str
    old: bytes | None
    new: bytes
    path: bytes
    is_sealing: bool = False


def list_transitions(samples: Sequence[Sample], *, seed: int) -> Iterator[Transition]:
    """Changes of each sample, of the kinds that fit its type."""
    source, by_suffix = random.Random(seed), defaultdict[str, list[Sample]](list)
    for sample in samples:
        by_suffix[sample.suffix].append(sample)
    for sample in samples:
        old, path = sample.path.read_bytes(), os.fsencode(sample.path)
        other = source.choice(by_suffix[sample.suffix]).path.read_bytes()
        yield Transition("copied", None, old, b"/copy of " + os.fsencode(sample.path.name))
        yield Transition("another file of its type in its place", old, other, path)
        yield from _pack(old, path)
        yield from _damage_honestly(old, path, source)
        yield from _seal(old, path, source)
        if sample.suffix in _PICTURES:
            yield from _draw_again(old, path, sample.suffix)
        kind = validate(old, path).type
        if kind == "text":
            yield from _edit(old, path, source)
        elif kind == "zip":
            yield from _zip_again(old, path)


def _pack(old: bytes, path: bytes) -> Iterator[Transition]:
    yield Transition("gzip beside it", old, gzip.compress(old, 6), path + b".gz")
    yield Transition("xz in its place", old, lzma.compress(old, preset=0), path)
    yield Transition("bzip2 in its place", old, bz2.compress(old), path)
    yield Transition("zstd in its place", old, zstandard.compress(old), path)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content", old)
    yield Transition("zip in its place", old, target.getvalue(), path)


def _damage_honestly(old: bytes, path: bytes, source: random.Random) -> Iterator[Transition]:
    """Broken, but by no intruder: not to be called an encryption."""
    yield Transition(
        "an upload that was cut off", old, old[: source.randrange(len(old) // 4, len(old))], path
    )
    place = source.randrange(0, max(1, len(old) - 600))
    hole = min(len(old) - place, 512 + len(old) // 10)
    yield Transition("a hole of zeros", old, old[:place] + bytes(hole) + old[place + hole :], path)


def _seal(old: bytes, path: bytes, source: random.Random) -> Iterator[Transition]:
    """A person's own encryption: its own class, told apart."""
    target = io.BytesIO()
    with pyzipper.AESZipFile(target, "w", compression=8, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(b"secret")
        archive.writestr("content", old)
    yield Transition("zip with a password", old, target.getvalue(), path + b".zip", is_sealing=True)
    body = source.randbytes(len(old) + 40)
    packets = b"\x8c\x0d\x04\x09\x03\x08" + source.randbytes(8) + b"\xff"
    packets += b"\xd2\xff" + (len(body) + 1).to_bytes(4, "big") + b"\x01" + body
    yield Transition("gpg, symmetric", old, packets, path + b".gpg", is_sealing=True)
    yield Transition("openssl enc", old, b"Salted__" + body, path + b".enc", is_sealing=True)


def _draw_again(old: bytes, path: bytes, suffix: str) -> Iterator[Transition]:
    with suppress(Exception), Image.open(io.BytesIO(old)) as picture:
        picture.load()
        plain = picture.convert("RGB")
        for quality, size in ((60, plain.size), (85, (max(1, plain.width // 2), max(1, plain.height // 2)))):
            target = io.BytesIO()
            plain.resize(size).save(target, _PICTURES[suffix], quality=quality)
            yield Transition("picture saved again", old, target.getvalue(), path)


def _edit(old: bytes, path: bytes, source: random.Random) -> Iterator[Transition]:
    lines = old.split(b"\n")
    place = source.randrange(len(lines))
    yield Transition("line put in", old, b"\n".join([*lines[:place], b"a new line", *lines[place:]]), path)
    yield Transition("line taken out", old, b"\n".join([*lines[:place], *lines[place + 1 :], b""]), path)
    yield Transition("words replaced", old, old.replace(b"the", b"THE").replace(b"e", b"3"), path)
    yield Transition("line ends", old, old.replace(b"\n", b"\r\n"), path)
    yield Transition("lines added", old, old + b"\nwritten by a person\n" * 9, path)
    yield Transition("lines in Latin-1 added", old, old + "\nGrüße, très élégant\n".encode("latin-1"), path)
    yield Transition("charset to UTF-16", old, old.decode("latin-1").encode("utf-16"), path)
    attached = base64.encodebytes(source.randbytes(2000))
    yield Transition("a picture in base64 put in", old, old + b"\n" + attached, path)


def _zip_again(old: bytes, path: bytes) -> Iterator[Transition]:
    """As an office program saves: the same parts, one changed, packed anew."""
    with suppress(Exception), zipfile.ZipFile(io.BytesIO(old)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()[:200]}
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as again:
            for name, content in parts.items():
                again.writestr(name, content.replace(b"</", b" </") if name.endswith(".xml") else content)
        yield Transition("document saved again", old, target.getvalue(), path)


def list_release_changes(cache: Cache, name: str, before: str, after: str) -> Iterator[Transition]:
    """Files that differ between two releases, both ways, and those that came."""
    trees = [_read_tree(cache, name, version) for version in (before, after)]
    for old, new in (trees, trees[::-1]):
        for path, content in new.items():
            if path in old and old[path] != content:
                yield Transition("a release and the next one", old[path], content, b"/" + os.fsencode(path))
            elif path not in old:
                yield Transition("a file that a release brings", None, content, b"/" + os.fsencode(path))


def _read_tree(cache: Cache, name: str, version: str) -> dict[str, bytes]:
    root = cache.unpack_release(name, version)
    return {
        # folders that are named by the version are the same folder
        str(path.relative_to(root)).replace(version, "V"): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.stat().st_size <= 8 << 20
    }
