"""Contents of many types, made by real libraries, deterministic by seed, of a few kilobytes and more."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import math
import random
import sqlite3
import struct
import tarfile
import wave
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from email.message import EmailMessage

import docx
import openpyxl
import pyzipper
import zstandard
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

# fmt: off
_WORDS = (
    "school", "lesson", "pupil", "teacher", "class", "room", "bell", "morning", "schedule", "report",
    "budget", "meeting", "parents", "reading", "music", "science", "history", "sport", "lunch", "bus",
    "library", "grade", "test", "project", "library", "garden", "winter", "spring", "holiday", "notes",
    "the", "of", "and", "for", "with", "from", "about", "after", "before", "between", "under", "over",
    "again", "every", "other", "some", "many", "few", "new", "old",
)
# fmt: on


def write_words(seed: int, count: int) -> str:
    """Running text."""
    source = random.Random(seed)
    lines = []
    for _ in range(count // 12 + 1):
        lines.append(" ".join(source.choice(_WORDS) for _ in range(12)).capitalize() + ".")
    return "\n".join(lines)


def _draw(seed: int, side: int = 200) -> Image.Image:
    source = random.Random(seed)
    image = (
        Image.effect_noise((side, side), 40).convert("RGB") if seed % 2 else Image.new("RGB", (side, side))
    )
    pen = ImageDraw.Draw(image)
    for _ in range(60):
        corner = [source.randrange(side) for _ in range(4)]
        colour = (source.randrange(256), source.randrange(256), source.randrange(256))
        pen.line(corner, fill=colour, width=source.randrange(1, 9))
    return image


def _save(image: Image.Image, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def make_text(seed: int) -> bytes:
    return write_words(seed, 1500).encode()


def make_latin(seed: int) -> bytes:
    return (write_words(seed, 1200).replace("e", "é") + " für größere Schüler").encode("latin-1")


def make_utf16(seed: int) -> bytes:
    return write_words(seed, 800).encode("utf-16")


def make_csv(seed: int) -> bytes:
    source, target = random.Random(seed), io.StringIO()
    writer = csv.writer(target)
    for row in range(300):
        writer.writerow(
            [row, source.choice(_WORDS), source.randrange(10_000), round(source.random() * 100, 2)]
        )
    return target.getvalue().encode()


def make_json(seed: int) -> bytes:
    source = random.Random(seed)
    rows = [{"id": row, "name": source.choice(_WORDS), "points": source.randrange(100)} for row in range(200)]
    return json.dumps(rows, indent=1).encode()


def make_html(seed: int) -> bytes:
    rows = "".join(f"<p class='a'>{line}</p>\n" for line in write_words(seed, 1200).split("\n"))
    return f"<!DOCTYPE html><html><head><title>x</title></head><body>{rows}</body></html>".encode()


def make_eml(seed: int) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Report", "a@example.org", "b@example.org"
    message.set_content(write_words(seed, 300))
    message.add_attachment(make_png(seed), maintype="image", subtype="png", filename="a.png")
    return message.as_bytes()


def make_docx(seed: int) -> bytes:
    document, target = docx.Document(), io.BytesIO()
    for line in write_words(seed, 600).split("\n"):
        document.add_paragraph(line)
    document.save(target)
    return target.getvalue()


def make_xlsx(seed: int) -> bytes:
    source, book, target = random.Random(seed), openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    for row in range(150):
        sheet.append([row, source.choice(_WORDS), source.random()])
    book.save(target)
    return target.getvalue()


def make_pdf(seed: int) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pageCompression=1)
    for page in range(6):
        for index, line in enumerate(write_words(seed + page, 500).split("\n")):
            canvas.drawString(40, 800 - 14 * index, line)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def make_png(seed: int) -> bytes:
    return _save(_draw(seed), "PNG")


def make_jpeg(seed: int, quality: int = 80) -> bytes:
    return _save(_draw(seed), "JPEG", quality=quality)


def make_gif(seed: int) -> bytes:
    return _save(_draw(seed).convert("P"), "GIF")


def make_bmp(seed: int) -> bytes:
    return _save(_draw(seed, 80), "BMP")


def make_tiff(seed: int) -> bytes:
    return _save(_draw(seed, 80), "TIFF")


def make_webp(seed: int) -> bytes:
    return _save(_draw(seed), "WEBP", quality=80)


def make_sqlite(seed: int) -> bytes:
    source = random.Random(seed)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE pupil (id INTEGER PRIMARY KEY, name TEXT, points REAL)")
        rows = [(row, write_words(seed + row, 12), source.random()) for row in range(300)]
        connection.executemany("INSERT INTO pupil VALUES (?, ?, ?)", rows)
        connection.execute("CREATE INDEX by_name ON pupil (name)")
        connection.commit()
        return connection.serialize()


def make_git_object(number: int) -> bytes:
    """A loose object of git."""
    text = write_words(number, 60).encode()
    return zlib.compress(b"blob %d\0" % len(text) + text)


def make_database(rows: int, *, gap: int = 0) -> bytes:
    """A database of pupils from which some rows were deleted, without the space given back."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE pupil (id INTEGER PRIMARY KEY, name TEXT)")
        connection.executemany(
            "INSERT INTO pupil VALUES (?, ?)", ((n, write_words(n, 12)) for n in range(rows))
        )
        if gap:
            connection.execute("DELETE FROM pupil WHERE id % ? = 0", (gap,))
        connection.commit()
        return connection.serialize()


def make_zip(seed: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", make_text(seed))
        archive.writestr("b.csv", make_csv(seed))
    return target.getvalue()


def make_sealed_zip(seed: int) -> bytes:
    target = io.BytesIO()
    with pyzipper.AESZipFile(
        target, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setpassword(b"secret")
        archive.writestr("a.txt", make_text(seed))
        archive.writestr("b.csv", make_csv(seed))
    return target.getvalue()


def make_gzip(seed: int) -> bytes:
    return gzip.compress(make_text(seed) + make_csv(seed), mtime=0)


def make_bzip2(seed: int) -> bytes:
    return bz2.compress(make_text(seed) + make_csv(seed))


def make_xz(seed: int) -> bytes:
    return lzma.compress(make_text(seed) + make_csv(seed))


def make_zstd(seed: int) -> bytes:
    return zstandard.compress(make_text(seed) + make_csv(seed))


def make_tar(seed: int) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, data in (("a.txt", make_text(seed)), ("b.png", make_png(seed))):
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return target.getvalue()


def make_wav(seed: int) -> bytes:
    source, target = random.Random(seed), io.BytesIO()
    pitch = source.randrange(200, 800)
    with wave.open(target, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        for index in range(8000):
            level = int(9000 * math.sin(index * pitch / 8000) + source.gauss(0, 300))
            sound.writeframesraw(struct.pack("<h", level))
    return target.getvalue()


def make_mp3(seed: int) -> bytes:
    """Frame headers of 128 kbit/s at 44.1 kHz over bodies of noise."""
    source = random.Random(seed)
    frame = b"\xff\xfb\x90\x64"
    tag = b"ID3\x03\0\0\0\0\x01\0" + bytes(128)
    bodies = [source.randbytes(413).replace(b"\xff", b"\xfe") for _ in range(60)]
    return tag + b"".join(frame + body for body in bodies)


def make_mp4(seed: int) -> bytes:
    """Media data that no table covers, as a recorder leaves it."""
    source = random.Random(seed)
    header = struct.pack(">I", 108) + b"mvhd" + bytes(100)
    boxes = [
        (b"ftyp", b"isom\0\0\2\0isomiso2mp41"),
        (b"free", b""),
        (b"mdat", source.randbytes(30_000)),
        (b"moov", header),
    ]
    return b"".join(struct.pack(">I", 8 + len(data)) + name + data for name, data in boxes)


def make_7z(seed: int) -> bytes:
    """A start header and an end header with right CRCs around a body of noise."""
    source = random.Random(seed)
    body, end = source.randbytes(20_000), b"\x01\x04\x06\x00\x01\x09" + source.randbytes(90)
    start = struct.pack("<QQI", len(body), len(end), zlib.crc32(end))
    return b"7z\xbc\xaf\x27\x1c\0\x04" + struct.pack("<I", zlib.crc32(start)) + start + body + end


SAMPLES: dict[str, Callable[[int], bytes]] = {
    "txt": make_text,
    "latin1.txt": make_latin,
    "utf16.txt": make_utf16,
    "csv": make_csv,
    "json": make_json,
    "html": make_html,
    "eml": make_eml,
    "docx": make_docx,
    "xlsx": make_xlsx,
    "pdf": make_pdf,
    "png": make_png,
    "jpg": make_jpeg,
    "gif": make_gif,
    "bmp": make_bmp,
    "tif": make_tiff,
    "webp": make_webp,
    "sqlite": make_sqlite,
    "zip": make_zip,
    "sealed.zip": make_sealed_zip,
    "gz": make_gzip,
    "bz2": make_bzip2,
    "xz": make_xz,
    "zst": make_zstd,
    "tar": make_tar,
    "wav": make_wav,
    "mp3": make_mp3,
    "mp4": make_mp4,
    "7z": make_7z,
}
