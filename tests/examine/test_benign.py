"""What honest people and programs do in bulk stays below an event: on the second snapshot, and later on."""

from __future__ import annotations

import gzip
import io
import random
import sqlite3
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing

import pytest

from firstbell.record.examination import Examination, Verdict
from firstbell.record.versions import State
from tests.examine.samples import make_database, make_git_object, make_jpeg, make_png, make_text, write_words
from tests.examine.test_departures import lock_away, make_school, seal
from tests.examine.trees import Tree, replay

Files = dict[bytes, bytes]
Work = Callable[[Files], Files]
PHOTOS = b"/srv/pupils/photos/"


def vacuum(data: bytes) -> bytes:
    """The database without its unused pages."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(data)
        connection.execute("VACUUM")
        return connection.serialize()


def make_host() -> Files:
    """A file server: documents, logs, photos, a repository of git, a database, a program, a disk image."""
    tree = make_school(120)
    tree |= {b"/srv/app/lib/part%d.py" % n: write_words(n, 60).encode() for n in range(40)}
    tree |= {b"/srv/app/.git/objects/%02x/%038x" % (n % 20, n): make_git_object(n) for n in range(80)}
    tree |= {b"/var/log/app.log": make_text(1)}
    tree |= {b"/var/log/app.log.%d" % n: make_text(n) for n in range(1, 4)}
    tree |= {PHOTOS + b"2024-%d.jpg" % n: make_jpeg(n) for n in range(6)}
    tree |= {b"/srv/app/school.sqlite": make_database(400, gap=2)}
    tree |= {b"/srv/vm/disk.img": b"".join(make_text(n) for n in range(4)) + bytes(200_000)}
    return tree


def import_photos(tree: Files) -> Files:
    return tree | {PHOTOS + b"trip/img%03d.jpg" % n: make_jpeg(n % 9) + bytes(n) for n in range(60)}


def recompress(tree: Files) -> Files:
    photos = {path: make_jpeg(n, quality=55) for n, path in enumerate(tree) if path.startswith(PHOTOS)}
    return tree | photos


def compress_logs(tree: Files) -> Files:
    return {
        path + b".gz" if path.startswith(b"/var/log/app.log.") else path: gzip.compress(data)
        if path.startswith(b"/var/log/app.log.")
        else data
        for path, data in tree.items()
    }


def zip_and_delete(tree: Files) -> Files:
    chosen = {path: data for path, data in tree.items() if path.startswith(b"/srv/staff/")}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in chosen.items():
            archive.writestr(path.decode(), data)
    kept = {path: data for path, data in tree.items() if path not in chosen}
    return kept | {b"/srv/staff/class1/all.zip": target.getvalue()}


def lock_and_delete(tree: Files) -> Files:
    chosen = {path: data for path, data in tree.items() if path.startswith(b"/srv/staff/")}
    kept = {path: data for path, data in tree.items() if path not in chosen}
    return kept | {b"/srv/staff/class1/all.zip": lock_away(chosen)}


def encrypt_twenty(tree: Files) -> Files:
    chosen = [path for path in tree if path.startswith(b"/srv/staff/")][:20]
    kept = {path: data for path, data in tree.items() if path not in chosen}
    return kept | dict(seal(path, n) for n, path in enumerate(chosen))


def upgrade(tree: Files) -> Files:
    kept = {path: data for path, data in tree.items() if not path.startswith(b"/srv/app/lib/")}
    return kept | {b"/srv/app/lib/module%d.py" % n: write_words(n + 50, 70).encode() for n in range(45)}


def collect_garbage(tree: Files) -> Files:
    kept = {path: data for path, data in tree.items() if b"/.git/objects/" not in path}
    body = b"PACK" + b"\0\0\0\x02" + (80).to_bytes(4, "big") + b"".join(make_git_object(n) for n in range(80))
    return kept | {
        b"/srv/app/.git/objects/pack/pack-1.pack": body,
        b"/srv/app/.git/packed-refs": b"# pack-refs\n",
    }


def rotate(tree: Files) -> Files:
    kept = {path: data for path, data in tree.items() if not path.startswith(b"/var/log/")}
    logs = {b"/var/log/app.log.%d" % (n + 1): tree.get(b"/var/log/app.log.%d" % n, b"new\n") for n in (1, 2)}
    return kept | logs | {b"/var/log/app.log.1": tree[b"/var/log/app.log"], b"/var/log/app.log": b""}


def vacuum_database(tree: Files) -> Files:
    return tree | {b"/srv/app/school.sqlite": vacuum(tree[b"/srv/app/school.sqlite"])}


def rename_all(tree: Files) -> Files:
    return {path.replace(b"/work", b"/2024-25 work"): data for path, data in tree.items()}


def convert_charset(tree: Files) -> Files:
    return {
        path: data.decode().encode("utf-16") if path.endswith((b".txt", b".csv")) else data
        for path, data in tree.items()
    }


def clean_out(tree: Files) -> Files:
    gone = (b"/srv/pupils/class0/", b"/srv/pupils/class2/", b"/srv/staff/class1/")
    return {path: data for path, data in tree.items() if not path.startswith(gone)}


def move_out(tree: Files) -> Files:
    return {
        path.replace(b"/srv/pupils/class", b"/srv/archive/2025/class"): data for path, data in tree.items()
    }


def grow_disk(tree: Files) -> Files:
    image = bytearray(tree[b"/srv/vm/disk.img"])
    image[150_000:150_000] = make_png(5) + random.Random(1).randbytes(3_000)
    return tree | {b"/srv/vm/disk.img": bytes(image) + bytes(400_000)}


WORKS: Mapping[str, Work] = {
    work.__name__: work
    for work in (
        import_photos,
        recompress,
        compress_logs,
        zip_and_delete,
        lock_and_delete,
        encrypt_twenty,
        upgrade,
        collect_garbage,
        rotate,
        vacuum_database,
        rename_all,
        convert_charset,
        clean_out,
        move_out,
        grow_disk,
    )
}


def live(tree: Tree, days: int) -> list[Files]:
    """The tree, and some days on which people write a few texts."""
    states = [dict(tree)]
    texts = [path for path in tree if path.endswith(b".txt")]
    for day in range(days):
        new = {path: tree[path] + b"day %d\n" % day for path in texts[day :: days + 1]}
        states.append(states[-1] | new)
    return states


def tell_damage(examination: Examination) -> list[str]:
    return [
        f"{finding.path!r}: {finding.judgement.reason}"
        for finding in examination.findings
        if finding.judgement.state is State.DAMAGED
    ]


@pytest.mark.long
@pytest.mark.parametrize("days", [0, 10], ids=["second snapshot", "after ten calm days"])
@pytest.mark.parametrize("name", WORKS)
def test_honest_bulk_work_stays_below_an_event_and_damages_nothing(name: str, days: int) -> None:
    calm = live(make_host(), days)
    examination = replay([*calm, WORKS[name](dict(calm[-1]))])[-1]
    assert tell_damage(examination) == []
    assert examination.verdict is not Verdict.EVENT


@pytest.mark.long
def test_all_of_it_in_a_row_never_adds_up() -> None:
    states = live(make_host(), 3)
    for name in (
        "import_photos",
        "recompress",
        "upgrade",
        "rotate",
        "vacuum_database",
        "rename_all",
        "clean_out",
    ):
        states.append(WORKS[name](dict(states[-1])))
    assert Verdict.EVENT not in {examination.verdict for examination in replay(states)}
