"""A district to strike: six hosts, nine systems, so many files; days of work, and two bad nights.

What is damaged here is a folder that was made for it and bears a mark; its bytes become random ones.
"""

from __future__ import annotations

import hashlib
import io
import json
import multiprocessing
import os
import random
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.trees import WORDS

SEED = 20230218
MARK = ".made-to-be-struck"
SUFFIX = ".k7qx2"
_NOTE = (
    "All your files have been encrypted and your data was downloaded.\n"
    "To restore them you need our decryptor: http://benchxbenchxbenchxbenchx.onion/ Payment is in bitcoin.\n"
)


@dataclass(frozen=True)
class SystemPlan:
    """A system: on which host, its tier, its share of the files, what it needs; `database`: its share too."""

    name: str
    host: str
    tier: int
    share: float
    needs: tuple[str, ...] = ()
    database: float = 0.0

    @property
    def folder(self) -> str:
        """Its folder on the host."""
        return self.name.lower().replace(" ", "-")


SYSTEMS = (
    SystemPlan("Identity", "dc01", 0, 0.045),
    SystemPlan("Network", "dc01", 0, 0.020),
    SystemPlan("Phones", "tel01", 1, 0.015, ("Network",)),
    SystemPlan("Doors", "tel01", 1, 0.015, ("Identity",)),
    SystemPlan("Student records", "sis01", 1, 0.270, ("Identity",), database=0.04),
    SystemPlan("Payroll", "fin01", 1, 0.130, ("Identity",), database=0.01),
    SystemPlan("Buses", "ops01", 2, 0.045, ("Identity",)),
    SystemPlan("Kitchens", "ops01", 2, 0.040, ("Identity",)),
    SystemPlan("Shares", "files01", 2, 0.420, ("Identity",)),
)
HOSTS = tuple(dict.fromkeys(system.host for system in SYSTEMS))


class Town:
    """The live district below `root`.

    `wanted`: path -> SHA-256 of the newest content that a backup has intact.
    """

    def __init__(self, root: Path, *, files: int) -> None:
        self.root = root
        self.wanted: dict[str, bytes] = {}
        self.struck = 0
        self._rng = random.Random(SEED)
        self._unsaved: dict[str, bytes] = {}
        self._gone: set[str] = set()
        root.mkdir()
        (root / MARK).touch()
        with multiprocessing.get_context("fork").Pool(2) as pool:
            for made in pool.imap_unordered(_make_folder, list(self._list_work(files))):
                self._unsaved |= made
        for system in SYSTEMS:
            if system.database:
                path = self._folder(system) / "live.sqlite"
                self._note(path, _make_database(path, int(system.database * files * 7500)))

    def _folder(self, system: SystemPlan) -> Path:
        return self.root / system.host / "srv" / system.folder

    def host_folder(self, host: str) -> Path:
        """What a host backs up."""
        return self.root / host / "srv"

    def _list_work(self, files: int) -> Iterator[tuple[Path, int, int]]:
        for number, system in enumerate(SYSTEMS):
            left = round(files * system.share)
            for at in range(0, left, 80):
                folder = self._folder(system) / f"unit {at // 2000:02d}" / f"folder {at // 80:04d}"
                yield folder, min(80, left - at), SEED + number * 1_000_000 + at

    def _note(self, path: Path, data: bytes) -> None:
        self._unsaved[str(path)] = hashlib.sha256(data).digest()

    def work(self, day: int, *, share: float = 0.01) -> None:
        """People edit a share of the files that they can still read, make some, delete a few."""
        rng = random.Random(SEED + day)
        paths = [path for path in sorted({*self.wanted, *self._unsaved}) if os.path.exists(path)]
        paths = [path for path in paths if not path.endswith(".sqlite")]
        for number, name in enumerate(rng.sample(paths, max(3, int(len(paths) * share)))):
            path = Path(name)
            if number % 20 == 0:
                path.unlink()
                self._unsaved.pop(name, None)
                self._gone.add(name)
                continue
            if number % 5 == 0:
                path = path.with_name(f"new on day {day} {number}{path.suffix}")
            data = _render(path.suffix, rng)
            path.write_bytes(data)
            self._note(path, data)

    def strike(self, share: float) -> None:
        """Random bytes over a share of what stands, under new names; a note in each folder."""
        assert (self.root / MARK).exists()
        for host in HOSTS:
            for where, folders, names in os.walk(self.host_folder(host)):
                folders.sort()
                if names and self._rng.random() < share:
                    self._strike_folder(Path(where), sorted(names))

    def _strike_folder(self, folder: Path, names: list[str]) -> None:
        for name in names:
            path = folder / name
            if name.endswith((SUFFIX, "READ_ME.txt")) or self._rng.random() < 0.05:
                continue
            path.write_bytes(self._rng.randbytes(path.stat().st_size))
            path.rename(f"{path}{SUFFIX}")
            self._unsaved.pop(str(path), None)
            self.struck += 1
        (folder / "READ_ME.txt").write_text(_NOTE)

    def save(self) -> None:
        """What stands intact now is in a backup."""
        self.wanted |= self._unsaved
        for name in self._gone:
            self.wanted.pop(name, None)
        self._unsaved.clear()
        self._gone.clear()

    def compare(self, restored: dict[str, Path]) -> tuple[int, int]:
        """(files that are missing, files that are older than they could be) of what was restored.

        `restored`: where what stood at a folder of the town stands now.
        """
        missing = older = 0
        for name, digest in self.wanted.items():
            top = next(top for top in restored if name.startswith(top + "/"))
            path = restored[top] / name[len(top) + 1 :]
            if not path.is_file():
                missing += 1
            elif hashlib.sha256(path.read_bytes()).digest() != digest:
                older += 1
        return missing, older

    def measure(self) -> tuple[int, int]:
        """Count and bytes of the files on all hosts."""
        sizes = [
            os.path.getsize(os.path.join(where, name))
            for host in HOSTS
            for where, _, names in os.walk(self.host_folder(host))
            for name in names
        ]
        return len(sizes), sum(sizes)


def _make_folder(work: tuple[Path, int, int]) -> dict[str, bytes]:
    folder, count, seed = work
    folder.mkdir(parents=True)
    rng = random.Random(seed)
    made = {}
    for at in range(count):
        suffix = rng.choices(list(_KINDS), [weight for weight, _ in _KINDS.values()])[0]
        path = folder / f"{rng.choice(WORDS)} {rng.choice(WORDS)} {at:02d}{suffix}"
        data = _render(suffix, rng)
        path.write_bytes(data)
        made[str(path)] = hashlib.sha256(data).digest()
    return made


def _render(suffix: str, rng: random.Random) -> bytes:
    return _KINDS[suffix][1](rng)


def _lines(rng: random.Random, words: int) -> list[str]:
    said = rng.choices(WORDS, k=words)
    return [" ".join(said[start : start + 12]).capitalize() + "." for start in range(0, words, 12)]


def _render_text(rng: random.Random) -> bytes:
    return "\n".join(_lines(rng, rng.randint(200, 1800))).encode()


def _render_csv(rng: random.Random) -> bytes:
    rows = [f"{rng.randint(10000, 99999)},{line[:-1]},{rng.randint(1, 12)}" for line in _lines(rng, 1200)]
    return "\n".join(["number,name,grade", *rows]).encode()


def _render_json(rng: random.Random) -> bytes:
    rows = [{"id": rng.randrange(10**6), "text": line, "mark": rng.random()} for line in _lines(rng, 900)]
    return json.dumps({"rows": rows}, indent=1).encode()


def _render_docx(rng: random.Random) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in _lines(rng, 3600))
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        override = f'<Override PartName="/word/document.xml" ContentType="{kind}"/>'
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{types}">{override}</Types>')
        text = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", text)
    return out.getvalue()


def _render_pdf(rng: random.Random) -> bytes:
    lines = _lines(rng, rng.randint(300, 900))
    shown = "\n".join(f"({line}) Tj 0 -14 Td" for line in lines)
    content = f"BT /F1 10 Tf 50 780 Td\n{shown}\nET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    size = len(parts) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def _make_database(path: Path, size_bytes: int) -> bytes:
    rng = random.Random(SEED)
    connection = sqlite3.connect(path)
    connection.execute("create table pupil (id integer primary key, name text, told text)")
    rows = ((rng.choice(WORDS), " ".join(rng.choices(WORDS, k=40))) for _ in range(size_bytes // 250))
    connection.executemany("insert into pupil (name, told) values (?, ?)", rows)
    connection.commit()
    connection.close()
    return path.read_bytes()


_KINDS = {
    ".txt": (4, _render_text),
    ".csv": (3, _render_csv),
    ".json": (1, _render_json),
    ".docx": (5, _render_docx),
    ".pdf": (3, _render_pdf),
}
