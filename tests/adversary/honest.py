"""Fifty honest bulk days: what people, administrators and programs do to many files in one day."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import re
import tarfile
from collections.abc import Callable, Sequence

import zstandard

from tests.adversary import coming
from tests.adversary.documents import (
    make_words,
    open_picture,
    pack_zip,
    read_csv,
    read_docx,
    repack,
    save,
    write_csv,
    write_docx,
    write_pdf,
    write_xlsx,
)
from tests.adversary.honest_files import each, pick_folder, replace_suffix, rewrite, without
from tests.adversary.hosts import Files
from tests.adversary.playing import HonestDay
from tests.examine.test_departures import lock_away, seal


def move_to_archive(tree: Files, _: random.Random) -> Files:
    chosen = set(pick_folder(tree, 0.5))
    return {
        path.replace("/srv/", "/srv/archive/", 1) if path in chosen else path: data
        for path, data in tree.items()
    }


def roll_school_year(tree: Files, _: random.Random) -> Files:
    def step(path: str, data: bytes) -> tuple[str, bytes]:
        return re.sub(r"(?<=grade)\d|(?<=/202)\d", lambda found: str(int(found.group()) + 1), path), data

    return each(tree, step)


def prefix_names(tree: Files, _: random.Random) -> Files:
    return each(tree, lambda path, data: (re.sub(r"/([^/]+)$", r"/2025-26 \1", path), data))


def underscore_names(tree: Files, _: random.Random) -> Files:
    return each(tree, lambda path, data: (path.replace(" ", "_"), data))


def lower_names(tree: Files, _: random.Random) -> Files:
    return each(tree, lambda path, data: (path.lower(), data))


def number_names(tree: Files, _: random.Random) -> Files:
    names = {path: f"scan{number:04d}" for number, path in enumerate(sorted(tree))}
    return each(tree, lambda path, data: (re.sub(r"/([^/]+)$", rf"/{names[path]} \1", path), data))


def sort_by_type(tree: Files, _: random.Random) -> Files:
    def sort(path: str, data: bytes) -> tuple[str, bytes]:
        folder, _, name = path.rpartition("/")
        return f"{folder}/{name.rpartition('.')[2]}/{name}", data

    return each(tree, sort)


def flatten_folders(tree: Files, _: random.Random) -> Files:
    def flatten(path: str, data: bytes) -> tuple[str, bytes]:
        parts = path.strip("/").split("/")
        return f"/srv/{parts[1]}/{'-'.join(parts[2:])}", data

    return each(tree, flatten)


def change_extensions(tree: Files, _: random.Random) -> Files:
    return each(tree, lambda path, data: (replace_suffix(path, ".jpeg"), data), ".jpg")


def _tar(tree: Files, chosen: Sequence[str], mode: str) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=mode) as archive:  # type: ignore[call-overload]
        for path in chosen:
            entry = tarfile.TarInfo(path.lstrip("/"))
            entry.size = len(tree[path])
            archive.addfile(entry, io.BytesIO(tree[path]))
    return target.getvalue()


def zip_and_delete(tree: Files, _: random.Random) -> Files:
    chosen = pick_folder(tree, 0.4)
    return without(tree, chosen) | {"/srv/old years.zip": pack_zip([(path, tree[path]) for path in chosen])}


def tar_gz_and_delete(tree: Files, _: random.Random) -> Files:
    chosen = pick_folder(tree, 0.3)
    return without(tree, chosen) | {"/srv/old years.tar.gz": _tar(tree, chosen, "w:gz")}


def tar_xz_and_delete(tree: Files, _: random.Random) -> Files:
    chosen = pick_folder(tree, 0.25)
    return without(tree, chosen) | {"/srv/old years.tar.xz": _tar(tree, chosen, "w:xz")}


def zip_each_folder(tree: Files, _: random.Random) -> Files:
    chosen = pick_folder(tree, 0.6)
    after = without(tree, chosen)
    for folder in sorted({path.rpartition("/")[0] for path in chosen}):
        members = [path for path in chosen if path.rpartition("/")[0] == folder]
        after[f"{folder}.zip"] = pack_zip([(path.rpartition("/")[2], tree[path]) for path in members])
    return after


def unzip_and_delete(tree: Files, _: random.Random) -> Files:
    return tree | {f"/srv/unpacked/page {n}.txt": make_words(60_000 + n, 200).encode() for n in range(120)}


def _pack_each(pack: Callable[[bytes], bytes], ending: str) -> Callable[[Files, random.Random], Files]:
    return lambda tree, _: each(tree, lambda path, data: (path + ending, pack(data)), ".txt", ".csv", ".md")


def lock_a_folder(tree: Files, _: random.Random) -> Files:
    chosen = pick_folder(tree, 0.06)
    locked = lock_away({path.encode(): tree[path] for path in chosen})
    return without(tree, chosen) | {"/srv/confidential.zip": locked}


def lock_each_file(tree: Files, _: random.Random) -> Files:
    chosen = pick_folder(tree, 0.07)
    after = without(tree, chosen)
    return after | {f"{path}.zip": lock_away({path.encode(): tree[path]}) for path in chosen}


def seal_a_folder(tree: Files, source: random.Random) -> Files:
    chosen = pick_folder(tree, 0.12)
    sealed = dict(seal(path.encode(), source.randrange(10**6)) for path in chosen)
    return without(tree, chosen) | {path.decode(): data for path, data in sealed.items()}


def _to_pdf(tree: Files, _: random.Random) -> Files:
    return each(tree, lambda path, data: (replace_suffix(path, ".pdf"), write_pdf(read_docx(data))), ".docx")


def _to_docx(tree: Files, _: random.Random) -> Files:
    return each(
        tree, lambda path, data: (replace_suffix(path, ".docx"), write_docx(data.decode())), ".txt", ".md"
    )


def _to_xlsx(tree: Files, _: random.Random) -> Files:
    return each(tree, lambda path, data: (replace_suffix(path, ".xlsx"), write_xlsx(read_csv(data))), ".csv")


def _to_picture(kind: str, suffix: str) -> Callable[[Files, random.Random], Files]:
    def convert(tree: Files, _: random.Random) -> Files:
        return each(
            tree, lambda path, data: (replace_suffix(path, suffix), save(open_picture(data), kind)), ".jpg"
        )

    return convert


def to_utf16(tree: Files, _: random.Random) -> Files:
    return rewrite(tree, lambda data: data.decode().encode("utf-16"), ".txt", ".csv", ".md")


def to_windows_lines(tree: Files, _: random.Random) -> Files:
    return rewrite(tree, lambda data: data.replace(b"\n", b"\r\n"), ".txt", ".csv", ".md")


def semicolons(tree: Files, _: random.Random) -> Files:
    return rewrite(tree, lambda data: data.replace(b",", b";"), ".csv")


def replace_a_word(tree: Files, _: random.Random) -> Files:
    after = rewrite(tree, lambda data: data.replace(b"ba", b"Ba"), ".txt", ".md")
    return rewrite(after, lambda data: write_docx(read_docx(data).replace("lake", "Lincoln")), ".docx")


def add_footers(tree: Files, _: random.Random) -> Files:
    after = rewrite(tree, lambda data: data + b"Lincoln School District, 2025-26\n", ".txt", ".md")
    return rewrite(after, lambda data: write_docx(read_docx(data) + "Lincoln School District\n"), ".docx")


def resave_documents(tree: Files, _: random.Random) -> Files:
    return rewrite(tree, lambda data: repack(data, lambda _, part: part, level=9), ".docx", ".xlsx")


def enter_grades(tree: Files, source: random.Random) -> Files:
    def enter(data: bytes) -> bytes:
        return write_csv([[*row, str(source.randrange(100))] for row in read_csv(data)])

    return rewrite(tree, enter, ".csv")


def sort_tables(tree: Files, _: random.Random) -> Files:
    return rewrite(tree, lambda data: write_csv(sorted(read_csv(data), key=lambda row: row[-1])), ".csv")


def add_headers(tree: Files, _: random.Random) -> Files:
    return rewrite(tree, lambda data: b"id,name,age,points\n" + data, ".csv")


def update_dates(tree: Files, _: random.Random) -> Files:
    return rewrite(tree, lambda data: write_docx("School year 2026\n" + read_docx(data)), ".docx")


def edit_a_third(tree: Files, source: random.Random) -> Files:
    def edit(data: bytes) -> bytes:
        lines = data.split(b"\n")
        place = source.randrange(len(lines))
        return b"\n".join([*lines[:place], b"a sentence that somebody put in", *lines[place + 1 :]])

    chosen = set(source.sample(sorted(tree), len(tree) // 3))
    return {
        path: edit(data) if path in chosen and path.endswith((".txt", ".md", ".csv")) else data
        for path, data in tree.items()
    }


_PLAIN: dict[str, Callable[[Files, random.Random], Files]] = {
    "half of the folders moved to an archive": move_to_archive,
    "a prefix for every name": prefix_names,
    "underscores in every name": underscore_names,
    "numbers in front of every name": number_names,
    "files sorted into folders by type": sort_by_type,
    "folders flattened": flatten_folders,
    "another ending for pictures": change_extensions,
    "old years zipped and deleted": zip_and_delete,
    "old years into tar.gz and deleted": tar_gz_and_delete,
    "old years into tar.xz and deleted": tar_xz_and_delete,
    "each folder zipped and deleted": zip_each_folder,
    "an archive unpacked": unzip_and_delete,
    "texts packed one by one, gzip": _pack_each(gzip.compress, ".gz"),
    "texts packed one by one, bzip2": _pack_each(bz2.compress, ".bz2"),
    "texts packed one by one, xz": _pack_each(lzma.compress, ".xz"),
    "texts packed one by one, zstd": _pack_each(zstandard.compress, ".zst"),
    "a folder into a zip with a password": lock_a_folder,
    "a password on each file of a folder": lock_each_file,
    "a folder under gpg": seal_a_folder,
    "documents saved as PDF": _to_pdf,
    "texts saved as documents": _to_docx,
    "tables saved as books": _to_xlsx,
    "pictures saved as PNG": _to_picture("PNG", ".png"),
    "pictures saved as WebP": _to_picture("WEBP", ".webp"),
    "texts to UTF-16": to_utf16,
    "line ends of Windows": to_windows_lines,
    "tables with semicolons": semicolons,
    "a word replaced everywhere": replace_a_word,
    "a footer in every document": add_footers,
    "every document saved anew": resave_documents,
    "grades entered in every table": enter_grades,
    "a header in every table": add_headers,
    "a new line on top of every document": update_dates,
    "a third of the texts edited": edit_a_third,
    "pictures compressed anew": coming.compress_pictures,
    "pictures turned": coming.turn_pictures,
    "pictures made smaller": coming.shrink_pictures,
    "pictures made brighter": coming.brighten_pictures,
    "a mark on every picture": coming.watermark_pictures,
    "pictures in grey": coming.grey_pictures,
    "a photo import": coming.import_photos,
    "a server moved in": coming.migrate_a_server,
    "a hundred letters merged": coming.merge_mail,
    "a template in every folder": coming.copy_a_template,
    "everything copied": coming.copy_everything,
    "a semester cleaned out": coming.clean_out,
    "a home folder deleted": coming.leave_the_district,
    "ten files tidied up": coming.tidy_up,
    "texts restored from an older backup": coming.restore_a_folder,
    "tables written anew by an export": coming.write_exports,
}
_ON_A_SERVER: dict[str, Callable[[Files, random.Random], Files]] = {
    "logs rotated": coming.rotate_logs,
    "a program upgraded": coming.upgrade_program,
}
HONEST: tuple[HonestDay, ...] = (
    *(HonestDay(name, work) for name, work in _PLAIN.items()),
    HonestDay("rollover of the school year", roll_school_year, shape=2),
    HonestDay("names in small letters", lower_names, shape=1),
    HonestDay("every table sorted", sort_tables, shape=0),
    *(HonestDay(name, work, shape=3) for name, work in _ON_A_SERVER.items()),
)
