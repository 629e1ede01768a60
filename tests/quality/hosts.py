"""A file server as a dictionary of path to content, and what people do to it from one backup to the next."""

from __future__ import annotations

import bz2
import gzip
import io
import random
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing

import pyzipper
from PIL import Image

from tests.examine.samples import SAMPLES, make_database, make_git_object, make_jpeg, write_words
from tests.examine.validators.makers import make_git_pack, make_noise

Tree = Mapping[str, bytes]
Files = dict[str, bytes]
Work = Callable[[Files], Files]
DEPARTMENTS = ("office", "library", "science", "music", "sports", "payroll", "transport", "kitchen")
BUSY_LOG = "/srv/log/app.log"
_EDITS = 3


def make_host(contents: Sequence[tuple[str, bytes]], *, seed: int = 1) -> Files:
    """The contents (suffix, bytes) spread over departments and people, beside what any server holds."""
    source = random.Random(seed)
    tree: Files = {}
    for number, (suffix, content) in enumerate(contents):
        folder = f"/srv/{source.choice(DEPARTMENTS)}/person{source.randrange(12)}"
        tree[f"{folder}/{source.choice(('report', 'list', 'plan', 'scan'))} {number}{suffix}"] = content
    return tree | make_services()


def make_services() -> Files:
    """Logs, photos, a repository of git, a database, a disk image, a program."""
    tree: Files = {"/srv/app/school.sqlite": make_database(400, gap=2)}
    tree |= {f"/srv/app/lib/part{n}.py": write_words(n, 80).encode() for n in range(30)}
    tree |= {f"/srv/app/.git/objects/{n % 20:02x}/{n:038x}": make_git_object(n) for n in range(60)}
    tree |= {f"/srv/log/app.log.{n}": write_words(n, 900).encode() for n in range(1, 5)}
    tree |= {"/srv/log/app.log": write_words(9, 900).encode()}
    tree |= {f"/srv/photos/2023/img{n:03d}.jpg": make_jpeg(n) for n in range(12)}
    tree |= {"/srv/vm/disk.img": write_words(5, 9000).encode() + bytes(300_000)}
    tree |= {
        f"/srv/classes/2022/{name}/work {n}.txt": write_words(n, 200).encode()
        for name in "abc"
        for n in range(40)
    }
    return tree


def make_generated(count: int, *, seed: int = 1) -> list[tuple[str, bytes]]:
    """Contents of every generated type, in turns."""
    kinds = list(SAMPLES)
    made = {(kind, variant): SAMPLES[kind](variant) for kind in kinds for variant in range(3)}
    source = random.Random(seed)
    found = []
    for number in range(count):
        kind = kinds[number % len(kinds)]
        content = made[kind, source.randrange(3)]
        if kind in ("txt", "csv", "html"):
            content = content[source.randrange(200) :]
        found.append((f".{kind}", content))
    return found


def work_a_day(tree: Tree, source: random.Random, *, busy: Sequence[str]) -> Files:
    """A tree after an ordinary day: some of the `busy` texts edited, one file added, logs written on."""
    after = dict(tree)
    texts = [path for path in busy if path in tree and path.endswith((".txt", ".csv", ".html"))]
    for path in source.sample(texts, min(_EDITS, len(texts))):
        after[path] = tree[path] + f"\nsettled on {source.randrange(10**6)}\n".encode()
    number = source.randrange(10**6)
    after[f"/srv/office/person1/letter {number}.txt"] = write_words(number, 300).encode()
    after[BUSY_LOG] = tree.get(BUSY_LOG, b"") + write_words(number, 100).encode()
    return after


def _import_photos(tree: Files) -> Files:
    return tree | {f"/srv/photos/trip/img{n:03d}.jpg": make_jpeg(n % 9, 70 + n % 20) for n in range(150)}


def _recompress(tree: Files) -> Files:
    return {
        path: make_jpeg(number, 50) if path.startswith("/srv/photos/") else content
        for number, (path, content) in enumerate(tree.items())
    }


def _pack(tree: Files, folder: str, *, password: bytes = b"") -> bytes:
    target = io.BytesIO()
    with pyzipper.AESZipFile(target, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        if password:
            archive.setpassword(password)
            archive.setencryption(pyzipper.WZ_AES)
        for path, content in tree.items():
            if path.startswith(folder):
                archive.writestr(path.removeprefix(folder), content)
    return target.getvalue()


def _zip_and_delete(tree: Files) -> Files:
    kept = {path: content for path, content in tree.items() if not path.startswith("/srv/classes/2022/")}
    return kept | {"/srv/classes/2022.zip": _pack(tree, "/srv/classes/2022/")}


def _lock_away(tree: Files) -> Files:
    kept = {path: content for path, content in tree.items() if not path.startswith("/srv/payroll/")}
    return kept | {"/srv/payroll/archive.zip": _pack(tree, "/srv/payroll/", password=b"secret")}


def _seal(content: bytes, seed: int) -> bytes:
    """As gpg -c writes it."""
    body = make_noise(len(content) + 40, seed)
    head = b"\x8c\x0d\x04\x09\x03\x08" + make_noise(8, seed) + b"\xff"
    return head + b"\xd2\xff" + (len(body) + 1).to_bytes(4, "big") + b"\x01" + body


def _seal_twenty(tree: Files) -> Files:
    after = dict(tree)
    for number, path in enumerate(sorted(path for path in tree if path.startswith("/srv/payroll/"))[:20]):
        after[path + ".gpg"] = _seal(after.pop(path), number)
    return after


def _upgrade(tree: Files) -> Files:
    after = {path: content for path, content in tree.items() if not path.startswith("/srv/app/lib/")}
    after |= {f"/srv/app/lib/part{n}.py": write_words(n + 7, 90).encode() for n in range(5, 40)}
    return after | {
        f"/srv/app/lib/data{n}.bin": zlib.compress(write_words(n, 900).encode()) for n in range(9)
    }


def _collect_garbage(tree: Files) -> Files:
    after = {path: content for path, content in tree.items() if "/.git/objects/" not in path}
    return after | {"/srv/app/.git/objects/pack/pack-1.pack": make_git_pack(objects=60)}


def _rotate(tree: Files) -> Files:
    after = {path: content for path, content in tree.items() if not path.startswith("/srv/log/")}
    after["/srv/log/app.log"] = b"started\n"
    after["/srv/log/app.log.1"] = tree["/srv/log/app.log"]
    return after | {
        f"/srv/log/app.log.{n + 1}.gz": gzip.compress(tree[f"/srv/log/app.log.{n}"]) for n in range(1, 4)
    }


def _vacuum(tree: Files) -> Files:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(tree["/srv/app/school.sqlite"])
        connection.execute("VACUUM")
        return tree | {"/srv/app/school.sqlite": connection.serialize()}


def _rename_all(tree: Files) -> Files:
    return {
        path.replace("/scan ", "/2023-02 scan ").replace("/plan ", "/2023-02 plan "): content
        for path, content in tree.items()
    }


def _convert(tree: Files) -> Files:
    return {
        path: content.decode("latin-1").encode("utf-16") if path.endswith(".txt") else content
        for path, content in tree.items()
    }


def _clean_out(tree: Files) -> Files:
    gone = ("/srv/classes/2022/a/", "/srv/classes/2022/b/", "/srv/music/person1/")
    return {path: content for path, content in tree.items() if not path.startswith(gone)}


def _grow_image(tree: Files) -> Files:
    disk = tree["/srv/vm/disk.img"]
    grown = (
        disk[:120_000] + make_noise(40_960) + disk[160_960:] + bytes(200_000) + write_words(3, 3000).encode()
    )
    return tree | {"/srv/vm/disk.img": grown}


def _save_pictures_as_png(tree: Files) -> Files:
    after = dict(tree)
    for path in [path for path in tree if path.startswith("/srv/photos/")]:
        target = io.BytesIO()
        Image.open(io.BytesIO(after.pop(path))).save(target, "PNG")
        after[path[:-4] + ".png"] = target.getvalue()
    return after


def _pack_texts(tree: Files) -> Files:
    """A cron job that packs old texts one by one."""
    after = dict(tree)
    for path in [path for path in tree if path.startswith("/srv/classes/") and path.endswith(".txt")]:
        after[path + ".bz2"] = bz2.compress(after.pop(path))
    return after


BULK: dict[str, Work] = {
    "photo import": _import_photos,
    "pictures compressed anew": _recompress,
    "pictures saved in another format": _save_pictures_as_png,
    "zip and delete": _zip_and_delete,
    "zip with a password and delete": _lock_away,
    "gpg of 20 files": _seal_twenty,
    "software upgrade": _upgrade,
    "git gc": _collect_garbage,
    "log rotation": _rotate,
    "old texts packed": _pack_texts,
    "VACUUM": _vacuum,
    "mass rename": _rename_all,
    "charset conversion": _convert,
    "semester clean-out": _clean_out,
    "VM image growth": _grow_image,
}
