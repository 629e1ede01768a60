"""Attacks that take files away: deleted, renamed, hidden, sealed, cut, exchanged. A function is an attack."""

from __future__ import annotations

import gzip
import io
import random

from PIL import Image

from tests.adversary.documents import (
    draw_photo,
    make_words,
    pack_zip,
    read_docx,
    write_docx,
    write_pdf,
)
from tests.adversary.hosts import make_content
from tests.adversary.rewriting import PLAIN, noise, one_a_day, shuffle
from tests.adversary.stage import Stage
from tests.examine.test_departures import lock_away, seal


def names_exchanged(stage: Stage) -> None:
    paths = stage.left()
    contents = [stage.tree[path] for path in paths]
    for path, content in zip(paths, [*contents[7:], *contents[:7]], strict=True):
        stage.write(path, content)


def _list_folders(stage: Stage) -> list[str]:
    """The folders of the first level on which there are three or more."""
    for level in range(3, 6):
        folders = sorted({"/".join(path.split("/")[:level]) for path in stage.targets})
        if len(folders) >= 3:
            return folders
    return folders


def excluded_folders(stage: Stage) -> None:
    folders = _list_folders(stage)
    hidden = [f"{folder}/" for folder in folders[: max(1, len(folders) // 2)]]
    names = [folder.strip("/").rpartition("/")[2] for folder in hidden]
    stage.backup.extra = tuple(part for name in names for part in ("--exclude", name))
    stage.hidden = tuple(hidden)
    for path in stage.targets:
        if path.startswith(stage.hidden):
            stage.hide(path)


def excluded_types(stage: Stage) -> None:
    stage.backup.extra = ("--exclude", "*.docx", "--exclude", "*.jpg")
    for path in stage.left(".docx", ".jpg"):
        stage.hide(path)


def excluded_by_size(stage: Stage) -> None:
    stage.backup.extra = ("--exclude-larger-than", "2000")
    for path in stage.left():
        if len(stage.tree[path]) > 2000:
            stage.hide(path)


def fewer_paths(stage: Stage) -> None:
    folders = _list_folders(stage)
    stage.backup.paths = tuple(folders[: max(1, len(folders) // 3)])
    for path in stage.targets:
        if not path.startswith(tuple(f"{folder}/" for folder in stage.backup.paths)):
            stage.hide(path)


def random_names(stage: Stage) -> None:
    for path in stage.left():
        stage.rename(path, path[: path.rfind("/") + 1] + stage.rng.randbytes(8).hex())


def random_names_slowly(stage: Stage) -> None:
    for path in stage.left()[:5]:
        stage.rename(
            path, path[: path.rfind("/") + 1] + stage.rng.randbytes(8).hex() + path[path.rfind(".") :]
        )


def gpg_fifteen_a_day(stage: Stage) -> None:
    for path in stage.left()[:15]:
        new, content = seal(path.encode(), stage.rng.randrange(10**6))
        stage.rename(path, new.decode(), content)


def openssl_same_names(stage: Stage) -> None:
    stage.each(lambda _, data: b"Salted__" + noise(stage, len(data) // 16 * 16 + 24), count=25)


def locked_archive(stage: Stage) -> None:
    chosen = stage.left()[: len(stage.targets) // 3]
    locked = lock_away({path.encode(): stage.tree[path] for path in chosen})
    for path in chosen:
        stage.remove(path)
    stage.write("/srv/archive 2025.zip", locked)


def false_archive(stage: Stage) -> None:
    """Names and sizes of the deleted files, noise in them."""
    chosen = stage.left()[: len(stage.targets) // 4]
    content = pack_zip([(path, noise(stage, len(stage.tree[path]))) for path in chosen])
    for path in chosen:
        stage.remove(path)
    stage.write("/srv/archive 2025.zip", content)


def false_migration(stage: Stage) -> None:
    """Documents 'saved in another format', which hold something else."""
    for path in stage.left(".docx", ".csv"):
        text = make_words(stage.rng.randrange(10**6), 300)
        stage.rename(path, path[: path.rfind(".")] + ".pdf", write_pdf(text))


def gzip_of_noise(stage: Stage) -> None:
    for path in stage.left()[:40]:
        stage.rename(path, path + ".gz", gzip.compress(noise(stage, len(stage.tree[path]))))


def deletions_29_a_day(stage: Stage) -> None:
    for path in stage.left()[:29]:
        stage.remove(path)


def deletion_of_one_a_day(stage: Stage) -> None:
    for path in stage.left()[:1]:
        stage.remove(path)


def folders_one_by_one(stage: Stage) -> None:
    folders = sorted({path.rpartition("/")[0] for path in stage.left()})
    for path in stage.left():
        if path.startswith(folders[0] + "/"):
            stage.remove(path)


def deletion_with_as_many_new(stage: Stage) -> None:
    """As an upgrade looks: for each file that goes, a good one comes."""
    for number, path in enumerate(stage.left()[:14]):
        stage.remove(path)
        folder, _, name = path.rpartition("/")
        suffix = name[name.rfind(".") :]
        known = suffix if suffix in (".txt", ".csv", ".docx", ".jpg") else ".txt"
        content = make_content(known, 700_000 + stage.day * 100 + number)
        stage.write(f"{folder}/item {stage.day}-{number}{known}", content)


def deletion_watered_down(stage: Stage) -> None:
    """First hundreds of files of his own, then deletions that are few of all."""
    if stage.day <= 3:
        for number in range(200):
            words = make_words(800_000 + stage.day * 1000 + number, 60)
            stage.write(f"/srv/shared/copy/{stage.day}/page {number}.txt", words.encode())
    else:
        for path in stage.left()[:8]:
            stage.remove(path)


def deletion_with_the_clock_ahead(stage: Stage) -> None:
    stage.backup.days_later += 100
    for path in stage.left()[:6]:
        stage.remove(path)


def deletion_with_the_clock_back(stage: Stage) -> None:
    stage.backup.days_later += 0.01 - 1
    for path in stage.left()[:6]:
        stage.remove(path)


def deletion_behind_moves(stage: Stage) -> None:
    chosen = stage.left()
    for path in chosen[: len(chosen) // 5]:
        stage.remove(path)
    for path in chosen[len(chosen) // 5 : len(chosen) // 2]:
        moved = path.replace("/srv/", "/srv/moved/")
        stage.tree[moved] = stage.wanted[moved] = stage.tree.pop(path)
        stage.wanted.pop(path)
        stage.moved[moved] = path


def cut_to_half(stage: Stage) -> None:
    stage.each(lambda _, data: data[: len(data) // 2])


def cut_a_fifth_a_day(stage: Stage) -> None:
    for path in stage.targets:
        if path.endswith(PLAIN) and path in stage.tree:
            stage.write(path, stage.tree[path][: len(stage.tree[path]) * 4 // 5])


def moved_then_deleted(stage: Stage) -> None:
    if stage.day == 1:
        stage.dragged = {path.replace("/srv/", "/srv/old/"): path for path in stage.tree}
        stage.tree = {path.replace("/srv/", "/srv/old/"): data for path, data in stage.tree.items()}
    else:
        for path in sorted(path for path in stage.tree if path.startswith("/srv/old/"))[:60]:
            stage.tree.pop(path)
            stage.hide(path.replace("/srv/old/", "/srv/"))


def mixed_six_a_day(stage: Stage) -> None:
    deeds = (deletion_of_one_a_day, one_a_day)
    deeds[stage.day % 2](stage)
    stage.each(lambda _, data: shuffle(stage, data.decode()).encode(), ".txt", ".md", count=2)
    for path in stage.left()[:2]:
        new, content = seal(path.encode(), stage.rng.randrange(10**6))
        stage.rename(path, new.decode(), content)


def behind_bulk_edit(stage: Stage) -> None:
    """An honest-looking change of every text, and some of them said otherwise."""
    texts = stage.left(".txt", ".md", ".csv", ".docx")
    for path in texts[: max(20, len(texts) // 3)]:
        if path.endswith(".docx"):
            stage.write(path, write_docx(shuffle(stage, read_docx(stage.tree[path]))))
        else:
            stage.write(path, shuffle(stage, stage.tree[path].decode()).encode())
    for path in texts[max(20, len(texts) // 3) :]:
        if not path.endswith(".docx"):
            stage.wanted[path] = stage.tree[path] = stage.tree[path] + b"Lincoln School District\n"


def other_documents(stage: Stage) -> None:
    """Every third document replaced by a good one from elsewhere."""
    for number, path in enumerate(stage.left(".docx", ".jpg", ".pdf")[: len(stage.targets) // 3]):
        suffix = path[path.rfind(".") :]
        content = draw_photo(910_000 + number) if suffix == ".jpg" else make_content(suffix, 910_000 + number)
        stage.write(path, content)


def one_folder_deleted(stage: Stage) -> None:
    """All files of one person's or class's folder."""
    folder = sorted({"/".join(path.split("/")[:4]) for path in stage.targets})[0] + "/"
    for path in [path for path in stage.left() if path.startswith(folder)]:
        stage.remove(path)


def bytes_of_png(stage: Stage) -> None:
    """Pictures under their names, the bytes of the old one as points of a new one."""

    def draw(_: str, data: bytes) -> bytes:
        target = io.BytesIO()
        side = int(len(data) ** 0.5) + 1
        Image.frombytes("L", (side, side), (data + bytes(side * side))[: side * side]).save(target, "PNG")
        return target.getvalue()

    for path in stage.left(".jpg", ".pdf"):
        stage.rename(path, path[: path.rfind(".")] + ".png", draw(path, stage.tree[path]))


def shuffle_bytes_of_texts(stage: Stage) -> None:
    def move(_: str, data: bytes) -> bytes:
        letters = list(data.decode())
        random.Random(stage.day).shuffle(letters)
        return "".join(letters).encode()

    stage.each(move, ".txt", ".md", ".csv")
