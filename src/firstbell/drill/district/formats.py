"""Which writer makes which kind of file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from firstbell.drill.district.archives import render_album, render_locked_zip, render_zip
from firstbell.drill.district.databases import render_database, render_sqlite
from firstbell.drill.district.documents import render_docx
from firstbell.drill.district.mail import render_eml
from firstbell.drill.district.pages import render_pdf
from firstbell.drill.district.pictures import render_jpg, render_png
from firstbell.drill.district.plaintext import render_csv, render_html, render_json, render_txt
from firstbell.drill.district.sheets import render_xlsx
from firstbell.drill.district.sound import render_sound, render_wav
from firstbell.drill.district.writer import DocumentWriter

RENDERERS: Mapping[str, Callable[[DocumentWriter], bytes]] = MappingProxyType(
    {
        "csv": render_csv,
        "docx": render_docx,
        "eml": render_eml,
        "html": render_html,
        "jpg": render_jpg,
        "json": render_json,
        "locked.zip": render_locked_zip,
        "pdf": render_pdf,
        "png": render_png,
        "sqlite": render_sqlite,
        "txt": render_txt,
        "wav": render_wav,
        "xlsx": render_xlsx,
        "zip": render_zip,
        # the few large ones, 5 to 20 MB
        "album.zip": lambda writer: render_album(writer, 18),
        "concert.wav": lambda writer: render_sound(writer, 180),
        "export.sqlite": lambda writer: render_database(writer, 90_000),
    }
)
