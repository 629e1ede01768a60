"""Hosts of different shapes and sizes, and what people do to them on an ordinary day."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.adversary.documents import (
    draw_photo,
    make_rows,
    make_words,
    write_csv,
    write_docx,
    write_pdf,
    write_xlsx,
)
from tests.examine.samples import make_database

Files = dict[str, bytes]
_STEMS = ("report", "letter", "plan", "minutes", "budget", "roster", "syllabus", "permit")
_PEOPLE = ("anna", "ben", "carol", "dev", "elif", "frank", "grace", "hugo")


def make_content(suffix: str, seed: int) -> bytes:
    """A document of that type, unlike that of any other seed."""
    length = 180 + seed * 37 % 400
    makers: dict[str, Callable[[], bytes]] = {
        ".txt": lambda: make_words(seed, length).encode(),
        ".md": lambda: make_words(seed, length).encode(),
        ".csv": lambda: write_csv(make_rows(seed)),
        ".docx": lambda: write_docx(make_words(seed, length)),
        ".xlsx": lambda: write_xlsx(make_rows(seed)),
        ".pdf": lambda: write_pdf(make_words(seed, length)),
        ".jpg": lambda: draw_photo(seed),
    }
    return makers[suffix]()


def make_office(count: int, *, seed: int) -> Files:
    """A file share: departments, in each a few folders, office documents above all."""
    source = random.Random(f"office {seed}")
    suffixes = (".docx", ".docx", ".xlsx", ".pdf", ".csv", ".txt", ".jpg")
    tree: Files = {}
    for number in range(count):
        department = ("staff", "students", "payroll", "library", "transport", "kitchen")[number % 6]
        folder = f"/srv/{department}/{source.choice(('2023', '2024', '2025'))}"
        suffix = source.choice(suffixes)
        stem = f"{source.choice(_STEMS)} {number:03d}"
        tree[f"{folder}/{stem}{suffix}"] = make_content(suffix, seed * 1000 + number)
    return tree


def make_homes(count: int, *, seed: int) -> Files:
    """Home folders, deep and uneven: one person has half of the files."""
    source = random.Random(f"homes {seed}")
    suffixes = (".txt", ".docx", ".md", ".jpg", ".pdf")
    tree: Files = {}
    for number in range(count):
        person = _PEOPLE[0] if number % 2 else source.choice(_PEOPLE)
        inner = source.choice(("Documents", "Documents/old", "Pictures", "Desktop/to do/soon", "Notes"))
        suffix = source.choice(suffixes)
        name = f"{source.choice(_STEMS).title()}_{number:03d}{suffix}"
        tree[f"/srv/home/{person}/{inner}/{name}"] = make_content(suffix, seed * 1000 + number)
    return tree


def make_classes(count: int, *, seed: int) -> Files:
    """Classes with pupils' work, a few types, many folders of a handful of files."""
    source = random.Random(f"classes {seed}")
    tree: Files = {}
    for number in range(count):
        grade, pupil = number % 9 + 1, source.randrange(8)
        suffix = source.choice((".docx", ".docx", ".txt", ".jpg", ".csv"))
        tree[f"/srv/classes/grade{grade}/pupil{pupil}/work {number:03d}{suffix}"] = make_content(
            suffix, seed * 1000 + number
        )
    return tree


def make_server(count: int, *, seed: int) -> Files:
    """A server: a program, its logs and database, photos, and a share."""
    tree = make_office(count - 80, seed=seed)
    tree |= {f"/srv/app/lib/part{n}.py": make_words(seed * 50 + n, 120).encode() for n in range(30)}
    tree |= {f"/srv/log/app.log.{n}": make_words(seed * 70 + n, 500).encode() for n in range(1, 6)}
    tree |= {f"/srv/photos/2024/img{n:03d}.jpg": draw_photo(seed * 90 + n) for n in range(44)}
    return tree | {"/srv/app/school.sqlite": make_database(300, gap=2)}


SHAPES: tuple[Callable[..., Files], ...] = (make_office, make_homes, make_classes, make_server)


def make_host(seed: int, *, files: int | None = None) -> Files:
    """A host whose shape and size follow from the seed: 160 to 400 files, or as many as are asked for."""
    return SHAPES[seed % len(SHAPES)](files or 160 + seed * 67 % 241, seed=seed)


def live_a_day(
    tree: Files, source: random.Random, *, day: int, spared: frozenset[str] = frozenset()
) -> Files:
    """The tree after an ordinary day: texts edited, tables filled, a letter added, now and then one deleted.

    `spared`: files that people do not touch that day.
    """
    after = dict(tree)
    texts = [path for path in sorted(tree) if path.endswith((".txt", ".md", ".csv")) and path not in spared]
    for path in source.sample(texts, min(3, len(texts))):
        added = ",".join(map(str, source.sample(range(900), 4))) if path.endswith(".csv") else "settled today"
        after[path] = tree[path] + f"{added}\n".encode()
    folder = min(tree).rpartition("/")[0]
    after[f"{folder}/note of day {day}.txt"] = make_words(source.randrange(10**6), 90).encode()
    return after
