"""Where families are written: people are taken once each, and who stands in a file is noted beside it."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import docx
import openpyxl

from tests.quality.people.making import Written
from tests.quality.people.population import GUARDIAN, OUTSIDER, STAFF, STUDENT, Somebody

ILLNESSES = (
    "epilepsy, rectal diazepam in the office",
    "type 1 diabetes, pump",
    "severe asthma",
    "tree nut allergy, EpiPen",
    "ADHD, takes Concerta",
    "sickle cell anemia",
    "juvenile arthritis",
)
OFFENCES = (
    "fighting in the cafeteria",
    "vaping in the bathroom",
    "brought a knife",
    "threw a chair at staff",
    "drug possession",
    "bullying online",
)
DISABILITIES = (
    "Autism",
    "Emotional or Behavioral Disorders",
    "Specific Learning Disability",
    "Other Health Disabilities",
    "Developmental Cognitive Disability",
)


def us(born: str, *, century: bool = True) -> str:
    """A date as people write it."""
    year, month, day = born.split("-")
    return f"{int(month)}/{int(day)}/{year if century else year[2:]}"


@dataclass
class Stage:
    """The set that is being written. `family`, `group`: of what is written now."""

    folder: Path
    rng: random.Random
    people: Sequence[Somebody]
    written: list[Written] = field(default_factory=list)
    family: str = ""
    group: str = ""
    _left: dict[str, list[Somebody]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for role in (STUDENT, STAFF, GUARDIAN, OUTSIDER):
            pool = [one for one in self.people if one.role == role and not one.shares_name]
            self.rng.shuffle(pool)
            self._left[role] = pool

    def take(self, role: str, count: int) -> list[Somebody]:
        """So many people whom nothing else is written about, and whose names are theirs alone."""
        pool = self._left[role]
        return [pool.pop() for _ in range(count)]

    def students(self, count: int) -> list[Somebody]:
        """Students."""
        return self.take(STUDENT, count)

    def staff(self, count: int) -> list[Somebody]:
        """Staff."""
        return self.take(STAFF, count)

    def name(self) -> str:
        """Somebody who signs, teaches or reports, and of whom nothing is told."""
        pool = self._left[STAFF]
        return self.rng.choice(pool[: len(pool) // 2]).full

    def pick(self, words: Sequence[str]) -> str:
        """One of these."""
        return self.rng.choice(words)

    def day(self) -> str:
        """A day of the school year."""
        return f"2022-{self.rng.randrange(9, 13):02d}-{self.rng.randrange(1, 29):02d}"

    def put(
        self,
        path: str,
        data: str | bytes,
        people: Iterable[Somebody] = (),
        kinds: Iterable[str] = (),
        also: Iterable[str] = (),
    ) -> None:
        """Write a file in which these kinds of these people stand; `also`: what may be told, or not."""
        self.put_each(path, data, {one.number: set(kinds) for one in people}, also)

    def put_each(
        self, path: str, data: str | bytes, exposed: dict[int, set[str]], also: Iterable[str] = ()
    ) -> None:
        """The same where it is not the same of each."""
        target = self.folder / "documents" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data.encode() if isinstance(data, str) else data)
        extra = {"contact", *also}
        self.written.append(
            Written(
                path=path,
                format=path.rpartition(".")[2] if "." in path.rpartition("/")[2] else "none",
                what=self.family,
                way=self.group,
                exposed={str(who): sorted(kinds) for who, kinds in exposed.items()},
                also={str(who): sorted(extra) for who in exposed},
                open=[],
            )
        )


Family = Callable[[Stage], None]


def write_rows(rows: Iterable[Sequence[object]], separator: str = ",") -> str:
    """Rows of cells as text."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows(rows)
    return out.getvalue()


def write_book(sheets: dict[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook of these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    return save_book(book)


def save_book(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_word(*parts: str | Sequence[Sequence[str]]) -> bytes:
    """A Word file of paragraphs and tables."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(len(part), len(part[0]))
        for number, row in enumerate(part):
            for at, cell in enumerate(row):
                table.cell(number, at).text = cell
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
