"""What is backed up: a real tree of this machine, many small texts, a few large files of noise."""

from __future__ import annotations

import json
import os
import random
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

# libraries, programs, jars, documents: what a Debian machine has, in the order it is taken
SYSTEM_FOLDERS = ("/usr/lib/jvm", "/usr/lib/x86_64-linux-gnu", "/usr/share", "/usr/lib", "/usr/bin")
_TEXT = (
    "the school district bell teacher pupil lesson room grade of and to in is for on that with as was at be"
    " by this class report term exam library bus lunch parent meeting budget staff office principal form"
    " letter schedule project science history music sport number student attendance record page plan note"
)
WORDS = _TEXT.split()
LARGE_FILES = 20
SEED = 20230218


@dataclass(frozen=True)
class Tree:
    """One tree: the folders to back up, what it is, and how one part in a hundred of it changes."""

    name: str
    about: str
    folders: tuple[Path, ...]
    change: Callable[[int], None]

    def list_files(self) -> Iterator[bytes]:
        """Every regular file."""
        for folder in self.folders:
            for where, folders, names in os.walk(os.fsencode(folder)):
                folders.sort()
                for name in sorted(names):
                    path = os.path.join(where, name)
                    if stat.S_ISREG(os.lstat(path).st_mode):
                        yield path

    def measure(self) -> tuple[int, int]:
        """Count and bytes of the files."""
        sizes = [os.path.getsize(path) for path in self.list_files()]
        return len(sizes), sum(sizes)

    def warm(self) -> None:
        """Reads everything once, so that each program finds it in the page cache."""
        for path in self.list_files():
            with open(path, "rb") as file:
                while file.read(1 << 20):
                    pass


def make_system_tree(scratch: Path, *, size_bytes: int) -> Tree:
    """About `size_bytes` of this machine's own files, read where they stand.

    They are not ours to change. One file in a hundred of them (by bytes) is copied into a folder that is
    backed up with them, and those copies are what changes.
    """
    folders = tuple(choose_folders(SYSTEM_FOLDERS, size_bytes))
    changing = scratch / "system-changing"
    changing.mkdir()
    plain = Tree("system", "", folders, lambda _: None)
    left = plain.measure()[1] // 100
    files = list(plain.list_files())
    random.Random(SEED).shuffle(files)
    for number, path in enumerate(files):
        size = os.path.getsize(path)
        if 0 < size <= left:
            shutil.copyfile(path, changing / f"{number}")
            left -= size
    copies = sorted(changing.iterdir())
    about = f"libraries, programs, jars and documents of this machine: {', '.join(map(str, folders[:3]))}"
    return Tree("system", about, (*folders, changing), lambda turn: _overwrite(copies, turn, share=1.0))


def choose_folders(candidates: tuple[str, ...], size_bytes: int) -> list[Path]:
    """Whole folders, or where one is too large its subfolders, until the size is nearly reached."""
    chosen: list[Path] = []
    left = size_bytes
    queue = [Path(candidate) for candidate in candidates]
    while queue and left > size_bytes // 20:
        folder = queue.pop(0)
        if not folder.is_dir() or folder.is_symlink() or any(folder in one.parents for one in chosen):
            continue
        size = Tree("", "", (folder,), lambda _: None).measure()[1]
        if size <= left:
            if size:
                chosen.append(folder)
            left -= size
        else:
            queue[:0] = sorted(path for path in folder.iterdir() if path.is_dir() and path not in chosen)
    return chosen


def make_small_tree(scratch: Path, *, count: int) -> Tree:
    """`count` files of about 7 kB of text, JSON and HTML, a hundred in a folder."""
    rng = random.Random(SEED)
    root = scratch / "small"
    paths = []
    for at in range(count):
        if at % 100 == 0:
            folder = root / f"year {at // 10_000}" / f"class {at // 100}"
            folder.mkdir(parents=True)
        suffix, data = _write_text(rng, at)
        paths.append(folder / f"{at}{suffix}")
        paths[-1].write_text(data)
    about = f"{count:,} files of about 7 kB: text, JSON, HTML"

    def change(turn: int) -> None:
        chosen = random.Random(SEED + turn).sample(paths, max(count // 100, 1))
        _overwrite(chosen, turn, share=1.0)

    return Tree("small", about, (root,), change)


def make_tiny_tree(scratch: Path, *, count: int) -> Tree:
    """`count` files of about 40 bytes, no two alike, a thousand in a folder."""
    root = scratch / "tiny"
    paths = []
    for at in range(count):
        if at % 1000 == 0:
            folder = root / f"{at // 100_000:03d}" / f"{at // 1000:05d}"
            folder.mkdir(parents=True)
        paths.append(folder / f"{at}.txt")
        paths[-1].write_text(f"note {at:09d} of the district's office\n")

    def change(turn: int) -> None:
        chosen = random.Random(SEED + turn).sample(paths, max(count // 100, 1))
        _overwrite(chosen, turn, share=1.0)

    return Tree(f"{count:,} files", f"{count:,} files of about 40 bytes", (root,), change)


def _write_text(rng: random.Random, at: int) -> tuple[str, str]:
    words = rng.choices(WORDS, k=rng.randint(400, 1300))
    lines = [" ".join(words[start : start + 12]).capitalize() for start in range(0, len(words), 12)]
    kind = at % 3
    if kind == 0:
        return ".txt", f"Note {at}\n\n" + ".\n".join(lines) + ".\n"
    if kind == 1:
        rows = [
            {"id": at * 1000 + number, "name": line[:40], "grade": rng.randint(1, 12), "mark": rng.random()}
            for number, line in enumerate(lines)
        ]
        return ".json", json.dumps({"class": at // 100, "rows": rows}, indent=1)
    body = "\n".join(f'  <p class="line" id="p{number}">{line}.</p>' for number, line in enumerate(lines))
    return ".html", f"<!doctype html>\n<html><head><title>{at}</title></head><body>\n{body}\n</body></html>\n"


def make_large_tree(scratch: Path, *, size_bytes: int) -> Tree:
    """Twenty files of random bytes: nothing compresses, nothing repeats."""
    rng = random.Random(SEED)
    root = scratch / "large"
    root.mkdir()
    paths = [root / f"{at}.raw" for at in range(LARGE_FILES)]
    for path in paths:
        with path.open("wb") as out:
            left = size_bytes // LARGE_FILES
            while left:
                left -= out.write(rng.randbytes(min(left, 4 << 20)))
    about = f"{LARGE_FILES} files of random bytes"
    return Tree("large", about, (root,), lambda turn: _overwrite(paths, turn, share=0.01))


def _overwrite(paths: list[Path], turn: int, *, share: float) -> None:
    """New bytes in place for a share of each file, at a place the turn decides; text stays text."""
    rng = random.Random(SEED * 1000 + turn)
    for path in paths:
        size = path.stat().st_size
        length = max(int(size * share), min(size, 64))
        is_text = path.suffix in (".txt", ".json", ".html")
        data = " ".join(rng.choices(WORDS, k=length)).encode()[:length] if is_text else rng.randbytes(length)
        with path.open("r+b") as out:
            out.seek(rng.randint(0, size - length))
            out.write(data)
