"""Honest days of pictures, of files that come in bulk, and of files that go."""

from __future__ import annotations

import random

from PIL import Image

from tests.adversary.documents import (
    draw_photo,
    make_words,
    open_picture,
    save,
    save_jpeg,
    write_docx,
)
from tests.adversary.honest_files import pick_folder, rewrite, without
from tests.adversary.hosts import Files, make_content


def compress_pictures(tree: Files, _: random.Random) -> Files:
    return rewrite(tree, lambda data: save_jpeg(open_picture(data), 45), ".jpg")


def turn_pictures(tree: Files, _: random.Random) -> Files:
    return rewrite(tree, lambda data: save_jpeg(open_picture(data).rotate(90, expand=True)), ".jpg")


def shrink_pictures(tree: Files, _: random.Random) -> Files:
    return rewrite(tree, lambda data: save_jpeg(open_picture(data).resize((120, 90))), ".jpg")


def brighten_pictures(tree: Files, _: random.Random) -> Files:
    def brighten(data: bytes) -> bytes:
        return save_jpeg(open_picture(data).point([min(255, value + 25) for value in range(256)] * 3))

    return rewrite(tree, brighten, ".jpg")


def watermark_pictures(tree: Files, _: random.Random) -> Files:
    def mark(data: bytes) -> bytes:
        picture = open_picture(data)
        picture.paste(Image.new("RGB", (70, 14), (255, 255, 255)), (160, 160))
        return save_jpeg(picture)

    return rewrite(tree, mark, ".jpg")


def grey_pictures(tree: Files, _: random.Random) -> Files:
    return rewrite(tree, lambda data: save(open_picture(data).convert("L"), "JPEG", quality=70), ".jpg")


def import_photos(tree: Files, _: random.Random) -> Files:
    return tree | {f"/srv/photos/trip/img{n:03d}.jpg": draw_photo(70_000 + n) for n in range(120)}


def migrate_a_server(tree: Files, _: random.Random) -> Files:
    suffixes = (".txt", ".docx", ".csv")
    return tree | {
        f"/srv/from old server/{n % 7}/file {n}{suffixes[n % 3]}": make_content(suffixes[n % 3], 71_000 + n)
        for n in range(200)
    }


def merge_mail(tree: Files, _: random.Random) -> Files:
    text = make_words(72_000, 150)
    return tree | {f"/srv/letters/family {n}.docx": write_docx(f"Family {n}\n{text}") for n in range(100)}


def copy_a_template(tree: Files, _: random.Random) -> Files:
    folders = sorted({path.rpartition("/")[0] for path in tree})
    template = write_docx(make_words(73_000, 120))
    return tree | {f"{folder}/template 2026.docx": template for folder in folders}


def copy_everything(tree: Files, _: random.Random) -> Files:
    return tree | {path.replace("/srv/", "/srv/copy/", 1): data for path, data in tree.items()}


def clean_out(tree: Files, _: random.Random) -> Files:
    return without(tree, pick_folder(tree, 0.15))


def leave_the_district(tree: Files, _: random.Random) -> Files:
    return without(tree, pick_folder(tree, 0.06))


def tidy_up(tree: Files, source: random.Random) -> Files:
    return without(tree, source.sample(sorted(tree), 10))


def restore_a_folder(tree: Files, _: random.Random) -> Files:
    texts = {path: data for path, data in tree.items() if path.endswith((".txt", ".md", ".csv"))}
    return tree | {path: data.split(b"settled today")[0] for path, data in texts.items()}


def rotate_logs(tree: Files, source: random.Random) -> Files:
    logs = {f"/srv/log/app.log.{n}": tree.get(f"/srv/log/app.log.{n - 1}", b"started\n") for n in range(2, 7)}
    return tree | logs | {"/srv/log/app.log.1": make_words(source.randrange(10**6), 500).encode()}


def upgrade_program(tree: Files, _: random.Random) -> Files:
    after = {path: data for path, data in tree.items() if not path.startswith("/srv/app/lib/")}
    kept = {path: data for path, data in tree.items() if path.startswith("/srv/app/lib/")}
    edited = {path: b"# release 2\n" + data for path, data in sorted(kept.items())[:20]}
    return (
        after | edited | {f"/srv/app/lib/new{n}.py": make_words(74_000 + n, 100).encode() for n in range(25)}
    )


def write_exports(tree: Files, _: random.Random) -> Files:
    """A nightly export that writes every table anew with the day's rows on top."""
    return rewrite(tree, lambda data: b"9999,export,0,0.0\n" * 3 + data, ".csv")
