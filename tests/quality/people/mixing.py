"""Files as large as those of the leak: what a district's shares hold, most of whose bytes are pictures.

Of what leaked in Minneapolis only the number of the files (189,000) and of the bytes (143 GB) are known,
hence the mean: 757 kB. The shares of the formats and their mean sizes below are an assumption of ours that
comes to that mean; texts and tables are as dense with people as those of the set whose findings are scored.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path

from PIL import Image
from reportlab.lib.pagesizes import letter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from tests.quality.people.drafts import LETTERS, TABLES, Cast, Draft, make_cast
from tests.quality.people.negatives import make_negative
from tests.quality.people.population import make_population
from tests.quality.people.writers import (
    write_csv,
    write_docx,
    write_html,
    write_pdf,
    write_pptx,
    write_text,
    write_xlsx,
)

MEAN_BYTES = 757_000
_PICTURE_BYTES = (60_000, 250_000, 900_000)


@dataclass(frozen=True)
class Share:
    """One sort of file. `percent`: of the files; `what`: in words, for the report."""

    percent: int
    ending: str
    what: str
    make: Callable[[random.Random, Cast], bytes]


def make_mix(folder: Path, *, size_bytes: int, people: int, seed: int) -> None:
    """Write files of the mix into a folder until there are so many bytes; each is another."""
    rng = random.Random(seed)
    cast = make_cast(make_population(random.Random(seed), size=people))
    shares = list(SHARES.values())
    weights = [share.percent for share in shares]
    folder.mkdir(parents=True)
    made = number = 0
    while made < size_bytes:
        share = rng.choices(shares, weights)[0]
        data = share.make(rng, cast)
        place = folder / f"share {number % 40:02d}"
        place.mkdir(exist_ok=True)
        (place / f"{number:06d}.{share.ending}").write_bytes(data)
        made += len(data)
        number += 1


def _write_prose(rng: random.Random, cast: Cast) -> Draft:
    """Some pages: what is about one student, among what is about nobody."""
    draft = rng.choices(list(LETTERS), list(LETTERS.values()))[0](rng, cast)
    for _ in range(rng.randrange(1, 9)):
        other = make_negative(rng, cast)
        draft.paragraphs += other.paragraphs or [" ".join(row) for row in other.rows[:3]]
    return draft


def _write_table(rng: random.Random, cast: Cast, *, rows: int) -> Draft:
    """A table of so many rows, or somewhat more."""
    make = rng.choices(list(TABLES), list(TABLES.values()))[0]
    draft = make(rng, cast)
    while len(draft.rows) < rows:
        draft.rows += make(rng, cast).rows
    return draft


@lru_cache(maxsize=8)
def _draw_picture(size_bytes: int) -> bytes:
    """A photograph as far as its bytes go: noise, as JPEG."""
    side = max(16, int((size_bytes / 0.78) ** 0.5))
    picture = Image.frombytes("L", (side, side), random.Random(size_bytes).randbytes(side * side))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def _draw_some(rng: random.Random, size_bytes: int) -> list[bytes]:
    pictures: list[bytes] = []
    while (left := size_bytes - sum(map(len, pictures))) > _PICTURE_BYTES[0] // 2:
        fitting = [one for one in _PICTURE_BYTES if one <= left * 1.5]
        pictures.append(_draw_picture(rng.choice(fitting or _PICTURE_BYTES[:1])))
    return pictures


def _spread(rng: random.Random, mean_bytes: int) -> int:
    """Sizes as of files: most small, some large, this mean."""
    return int(mean_bytes * rng.expovariate(1.0))


def _illustrate(package: bytes, pictures: list[bytes], folder: str) -> bytes:
    """An office file with pictures in it."""
    out = io.BytesIO(package)
    with zipfile.ZipFile(out, "a") as archive:
        for number, picture in enumerate(pictures):
            archive.writestr(f"{folder}/media/photo{number}.jpeg", picture)
    return out.getvalue()


def _make_docx(rng: random.Random, cast: Cast) -> bytes:
    package = write_docx(_write_prose(rng, cast), rng)
    return _illustrate(package, _draw_some(rng, _spread(rng, 480_000)), "word")


def _make_pptx(rng: random.Random, cast: Cast) -> bytes:
    package = write_pptx(_write_prose(rng, cast), rng)
    return _illustrate(package, _draw_some(rng, _spread(rng, 4_400_000)), "ppt")


def _make_xlsx(rng: random.Random, cast: Cast) -> bytes:
    return write_xlsx(_write_table(rng, cast, rows=_spread(rng, 1_200)), rng)


def _make_csv(rng: random.Random, cast: Cast) -> bytes:
    return write_csv(_write_table(rng, cast, rows=_spread(rng, 2_000)), rng)


def _make_pdf(rng: random.Random, cast: Cast) -> bytes:
    return _print(_write_prose(rng, cast), _draw_some(rng, _spread(rng, 1_250_000)))


def _make_scan(rng: random.Random, cast: Cast) -> bytes:
    del cast
    pictures = _draw_some(rng, _spread(rng, 1_600_000)) or [_draw_picture(60_000)]
    return _print(Draft("Scan", "a scan", ""), pictures)


def _make_photo(rng: random.Random, cast: Cast) -> bytes:
    del cast
    return _draw_picture(900_000) + rng.randbytes(_spread(rng, 1_700_000))


def _make_mail(rng: random.Random, cast: Cast) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = "office@lakeview-schools.example", "registrar@lakeview-schools.example"
    mail["Subject"] = "The form you asked for"
    mail.set_content("\n".join(_write_prose(rng, cast).paragraphs))
    mail.add_attachment(_make_docx(rng, cast), "application", "octet-stream", filename="form.docx")
    return bytes(mail)


def _print(draft: Draft, pictures: list[bytes]) -> bytes:
    """A PDF of the paragraphs, lines broken, each picture on a page of its own."""
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=letter)
    at = 740.0
    page.setFont("Helvetica", 10)
    for text in draft.paragraphs:
        words = text.encode("latin-1", "replace").decode("latin-1").split()
        for first in range(0, len(words), 14):
            page.drawString(54, at, " ".join(words[first : first + 14]))
            at -= 13
            if at < 50:
                page.showPage()
                page.setFont("Helvetica", 10)
                at = 740.0
        at -= 8
    for picture in pictures:
        page.showPage()
        page.drawImage(ImageReader(io.BytesIO(picture)), 36, 36, 540, 720)
    page.save()
    return out.getvalue()


SHARES: Mapping[str, Share] = {
    share.what: share
    for share in (
        Share(32, "docx", "Word, most with pictures, 460 kB", _make_docx),
        Share(20, "pdf", "PDF of text and pictures, 1 MB", _make_pdf),
        Share(4, "pdf", "scans without text, 1.6 MB", _make_scan),
        Share(4, "pptx", "presentations, 4.4 MB", _make_pptx),
        Share(14, "xlsx", "workbooks of 1,200 rows, 60 kB", _make_xlsx),
        Share(3, "csv", "exports of 2,000 rows, 120 kB", _make_csv),
        Share(8, "jpg", "photographs, 2 MB", _make_photo),
        Share(4, "eml", "mail with an attachment, 600 kB", _make_mail),
        Share(3, "pdf", "short PDF, 5 kB", lambda rng, cast: write_pdf(_write_table(rng, cast, rows=1), rng)),
        Share(4, "txt", "notes, 4 kB", lambda rng, cast: write_text(_write_prose(rng, cast), rng)),
        Share(4, "html", "pages, 5 kB", lambda rng, cast: write_html(_write_prose(rng, cast), rng)),
    )
}
