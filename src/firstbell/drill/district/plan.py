"""Where the files of the district stand and of which kind they are, before any is written."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from firstbell.drill.district.cast import DEPARTMENTS, Cast

# kind of file -> how often, for each kind of folder
_SCHOOL = {
    "Attendance": {"csv": 5, "xlsx": 3, "sqlite": 1},
    "Grades": {"xlsx": 5, "csv": 3, "json": 1, "pdf": 1},
    "Lesson plans": {"docx": 6, "pdf": 2, "txt": 2, "html": 1},
    "Letters home": {"docx": 4, "pdf": 3, "eml": 1},
    "Photos": {"jpg": 8, "png": 1, "zip": 1},
    "Student plans": {"docx": 4, "pdf": 4, "txt": 1},
}
_DEPARTMENT = {
    "Correspondence": {"eml": 6, "docx": 2, "txt": 1},
    "Records": {"pdf": 4, "docx": 3, "xlsx": 3, "locked.zip": 1},
    "Systems": {"json": 4, "csv": 2, "sqlite": 1, "html": 2, "txt": 2},
    "Archive": {"zip": 3, "locked.zip": 1, "pdf": 3},
}
_HOME = {
    "Documents": {"docx": 4, "txt": 3, "pdf": 2, "xlsx": 2},
    "Mail": {"eml": 1},
    "Pictures": {"jpg": 4, "png": 2},
    "Recordings": {"wav": 1},
}
_LARGE = (
    ("Departments/Student Information/Systems/sis export.sqlite", "export.sqlite"),
    ("Schools/Concerts/spring concert.wav", "concert.wav"),
    ("Schools/Concerts/class album.zip", "album.zip"),
)
_TOPICS = "agenda budget bus draft field form grant list minutes notice plan report roster survey visit"


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """`path`: relative to the district's folder, `/` between its parts. `kind`: a key of RENDERERS."""

    path: str
    kind: str


def _list_folders(cast: Cast) -> list[tuple[str, dict[str, int]]]:
    folders = [(f"Schools/{school}/{name}", mix) for school in cast.schools for name, mix in _SCHOOL.items()]
    folders += [
        (f"Departments/{owner}/{name}", mix) for owner in DEPARTMENTS for name, mix in _DEPARTMENT.items()
    ]
    for person in cast.staff[:24]:
        home = f"Home/{person.given.lower()}{person.number}"
        folders += [(f"{home}/{name}", mix) for name, mix in _HOME.items()]
    return folders


def _weigh(folder: str) -> int:
    # sound files are large; a home has few of them
    return 1 if folder.endswith("Recordings") else 12


def plan_files(cast: Cast, seed: int, files: int) -> Iterator[PlannedFile]:
    """`files` files, spread over schools, departments and homes; the large ones only from 1,000 files on."""
    rng = random.Random(f"plan:{seed}")
    folders = _list_folders(cast)
    weights = [_weigh(folder) for folder, _ in folders]
    topics = _TOPICS.split()
    large = _LARGE if files >= 1000 else ()
    for path, kind in large:
        yield PlannedFile(path, kind)
    for at in range(files - len(large)):
        folder, mix = rng.choices(folders, weights)[0]
        kind = rng.choices(list(mix), list(mix.values()))[0]
        topic = f"{rng.choice(topics)}{rng.choice(('-', '_', ' '))}{rng.choice(topics)}"
        yield PlannedFile(f"{folder}/{topic} {at:04d}.{kind}", kind)
