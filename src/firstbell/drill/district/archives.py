"""Zip files, open ones and ones behind a password (AES, by pyzipper)."""

from __future__ import annotations

import io

import pyzipper
from pyzipper.zipfile_aes import AESZipInfo

from firstbell.drill.district.documents import render_docx
from firstbell.drill.district.pictures import render_photo
from firstbell.drill.district.plaintext import render_csv, render_txt
from firstbell.drill.district.writer import DocumentWriter
from firstbell.drill.district.zipparts import FIXED_DATE, pack_parts, unpack_parts

_PASSWORD = b"homeroom"


def _gather(writer: DocumentWriter) -> dict[str, bytes]:
    makers = ((render_csv, "csv"), (render_txt, "txt"), (render_docx, "docx"))
    chosen = [writer.rng.choice(makers) for _ in range(writer.rng.randint(2, 6))]
    return {f"part-{at:02d}.{suffix}": render(writer) for at, (render, suffix) in enumerate(chosen)}


def render_zip(writer: DocumentWriter) -> bytes:
    """A folder somebody packed up."""
    return pack_parts(_gather(writer))


def render_locked_zip(writer: DocumentWriter) -> bytes:
    """The same behind a password. Its salt is drawn by the library, so its bytes differ from run to run."""
    out = io.BytesIO()
    with pyzipper.AESZipFile(
        out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setpassword(_PASSWORD)
        for name, data in _gather(writer).items():
            archive.writestr(AESZipInfo(name, FIXED_DATE), data, compress_type=pyzipper.ZIP_DEFLATED)
    return out.getvalue()


def render_album(writer: DocumentWriter, photos: int) -> bytes:
    """A class's photo album: large pictures in one archive."""
    pictures = {f"photo-{at:03d}.jpg": render_photo(writer, (1600, 1200)) for at in range(photos)}
    return pack_parts(pictures, level=1)


def extend_zip(data: bytes, name: str, added: bytes) -> bytes:
    """The same archive with one more entry."""
    return pack_parts({**unpack_parts(data), name: added})
