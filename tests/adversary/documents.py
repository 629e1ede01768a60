"""Documents that say something: made, taken apart and made again in the same container."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from xml.sax.saxutils import escape

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from tests.examine.samples import make_docx, make_xlsx

_SYLLABLES = [
    "ba",
    "be",
    "bi",
    "da",
    "de",
    "do",
    "fa",
    "fi",
    "ga",
    "go",
    "ha",
    "ho",
    "ka",
    "ke",
    "la",
    "li",
    "lo",
    "ma",
    "mi",
    "mo",
    "na",
    "ne",
    "no",
    "pa",
    "pe",
    "ra",
    "ri",
    "ro",
    "sa",
    "se",
    "ta",
    "ti",
    "to",
]
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
Change = Callable[[str, bytes], bytes]


@cache
def make_words(seed: int, count: int) -> str:
    """A text of invented words in lines, unlike that of any other seed."""
    source = random.Random(f"words {seed}")
    vocabulary = ["".join(source.choices(_SYLLABLES, k=source.choice((2, 3, 3)))) for _ in range(400)]
    words = source.choices(vocabulary, k=count)
    return "\n".join(" ".join(words[at : at + 11]) for at in range(0, count, 11)) + "\n"


@cache
def make_rows(seed: int, rows: int = 40) -> tuple[tuple[str, ...], ...]:
    """A table of names and marks."""
    source = random.Random(f"rows {seed}")
    names = make_words(seed, rows).split()
    return tuple(
        (str(1000 + row), names[row], str(source.randrange(5, 19)), f"{source.uniform(40, 100):.1f}")
        for row in range(rows)
    )


def write_csv(rows: Sequence[Sequence[str]], separator: str = ",") -> bytes:
    return "".join(separator.join(row) + "\n" for row in rows).encode()


def read_csv(data: bytes) -> list[list[str]]:
    return [line.split(",") for line in data.decode().splitlines()]


def repack(container: bytes, change: Change, *, level: int = 6) -> bytes:
    """The same members with the contents that `change(name, content)` gives, and checksums that are right."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(container)) as old,
        zipfile.ZipFile(target, "w", 8, compresslevel=level) as new,
    ):
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
    return target.getvalue()


@lru_cache(maxsize=1)
def _docx() -> bytes:
    return make_docx(1)


@lru_cache(maxsize=1)
def _xlsx() -> bytes:
    return make_xlsx(1)


def write_docx(text: str) -> bytes:
    """A document of these lines."""
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in text.splitlines())
    xml = f'<?xml version="1.0"?><w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'.encode()
    return repack(_docx(), lambda name, data: xml if name == "word/document.xml" else data)


def read_docx(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").decode()
    return (
        "\n".join("".join(re.findall(r"<w:t>(.*?)</w:t>", line)) for line in xml.split("</w:p>")[:-1]) + "\n"
    )


def write_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """A book of one sheet, its texts in a table of strings."""
    strings: dict[str, int] = {}
    lines = []
    for row in rows:
        cells = []
        for value in row:
            if re.fullmatch(r"[\d.]+", value):
                cells.append(f"<c><v>{value}</v></c>")
            else:
                cells.append(f'<c t="s"><v>{strings.setdefault(value, len(strings))}</v></c>')
        lines.append(f"<row>{''.join(cells)}</row>")
    sheet = (
        f'<?xml version="1.0"?><worksheet xmlns="{_S}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
    )
    items = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
    table = f'<?xml version="1.0"?><sst xmlns="{_S}" count="{len(strings)}">{items}</sst>'
    parts = {"xl/worksheets/sheet1.xml": sheet.encode(), "xl/sharedStrings.xml": table.encode()}
    return repack(_xlsx(), lambda name, data: parts.get(name, data))


@cache
def write_pdf(text: str) -> bytes:
    """A PDF of these lines, its streams packed."""
    target = io.BytesIO()
    canvas = Canvas(target, pageCompression=1, invariant=1)
    lines = text.splitlines()
    for at in range(0, len(lines), 50):
        for number, line in enumerate(lines[at : at + 50]):
            canvas.drawString(40, 800 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def fill_pdf_streams(data: bytes, source: random.Random) -> bytes:
    """Every stream a valid packed stream of noise, of any length."""
    pieces = re.split(rb"(stream\r?\n.*?endstream)", data, flags=re.DOTALL)
    for at, piece in enumerate(pieces):
        if piece.startswith(b"stream"):
            packed = zlib.compress(source.randbytes(len(piece)))
            head = re.sub(rb"/Length \d+", b"/Length %d" % len(packed), pieces[at - 1])
            pieces[at - 1] = re.sub(rb"/Filter \[[^\]]*\]", b"/Filter /FlateDecode", head)
            pieces[at] = b"stream\n" + packed + b"\nendstream"
    return b"".join(pieces)


@cache
def draw_photo(seed: int) -> bytes:
    """A picture with light and dark places, of its own."""
    return save_jpeg(make_photo(seed))


def make_photo(seed: int) -> Image.Image:
    source = random.Random(f"photo {seed}")
    small = Image.frombytes("RGB", (9, 7), bytes(source.randrange(256) for _ in range(9 * 7 * 3)))
    return small.resize((240, 180), Image.Resampling.BICUBIC)


def open_picture(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture.convert("RGB")


def save_jpeg(picture: Image.Image, quality: int = 80) -> bytes:
    return save(picture, "JPEG", quality=quality)


def save(picture: Image.Image, kind: str, **options: int) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def move_tiles(picture: Image.Image, source: random.Random, side: int = 30) -> Image.Image:
    """The tiles in another order."""
    tiles = [(x, y) for x in range(0, picture.width, side) for y in range(0, picture.height, side)]
    places = tiles[:]
    source.shuffle(places)
    moved = Image.new("RGB", picture.size)
    for (x, y), place in zip(tiles, places, strict=True):
        moved.paste(picture.crop((x, y, x + side, y + side)), place)
    return moved


def hide_in_segments(picture: bytes, noise: bytes) -> bytes:
    """A grey picture of one tile, valid, with noise in its application segments."""
    grey = save_jpeg(Image.new("RGB", (16, 16), (128, 128, 128)))
    segments = b"".join(
        b"\xff\xef" + (len(noise[at : at + 60_000]) + 2).to_bytes(2, "big") + noise[at : at + 60_000]
        for at in range(0, len(picture), 60_000)
    )
    return grey[:2] + segments + grey[2:]


def pack_zip(files: Sequence[tuple[str, bytes]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return target.getvalue()
