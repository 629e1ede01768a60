"""Which formats there are, how often each, and what writes it: archives hold one of the others."""

from __future__ import annotations

import gzip
import io
import random
import tarfile
import zipfile
from collections.abc import Callable, Mapping, Sequence

from tests.documents import compound, formats, old_office
from tests.quality.people.drafts import Draft
from tests.quality.people.writers import (
    list_lines,
    separate,
    write_csv,
    write_docx,
    write_html,
    write_ics,
    write_json,
    write_mail,
    write_mbox,
    write_ods,
    write_odt,
    write_pdf,
    write_pptx,
    write_rtf,
    write_sqlite,
    write_text,
    write_xlsx,
    write_xml,
)


def write_zip(draft: Draft, rng: random.Random) -> bytes:
    """An archive with the document in it, now and then in another archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("folder/document.docx", write_docx(draft, rng))
    if rng.random() < 0.3:
        outer = io.BytesIO()
        with zipfile.ZipFile(outer, "w") as package:
            package.writestr("inner.zip", out.getvalue())
        return outer.getvalue()
    return out.getvalue()


def write_tar_gz(draft: Draft, rng: random.Random) -> bytes:
    """A packed archive."""
    out = io.BytesIO()
    data = write_csv(draft, rng)
    with tarfile.open(fileobj=out, mode="w:gz") as package:
        entry = tarfile.TarInfo("export/list.csv")
        entry.size = len(data)
        package.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def write_gz(draft: Draft, rng: random.Random) -> bytes:
    """One packed file."""
    return gzip.compress(write_csv(draft, rng), mtime=0)


def _write_sheet(make: Callable[[str, Sequence[Sequence[str]]], bytes], draft: Draft) -> bytes:
    """A workbook of an old or a binary format."""
    rows = [[text] for text in draft.paragraphs]
    return make(draft.title[:30], [*rows, draft.header, *draft.rows] if draft.header else rows)


def write_7z(draft: Draft, rng: random.Random) -> bytes:
    """An archive with the document beside another file."""
    members = {"readme.txt": b"Copied from the old server.\n", "list/export.csv": write_csv(draft, rng)}
    return formats.make_7z(members if draft.header else {"note.docx": write_docx(draft, rng)})


Writer = Callable[[Draft, random.Random], bytes]
# ending -> writer and how often, for tables and for prose
FOR_TABLES: Mapping[str, tuple[Writer, int]] = {
    "csv": (write_csv, 6),
    "tsv": (lambda draft, rng: separate(draft, "\t", "utf-8"), 2),
    "xlsx": (write_xlsx, 8),
    "ods": (write_ods, 2),
    "docx": (write_docx, 3),
    "pdf": (write_pdf, 3),
    "html": (write_html, 2),
    "json": (write_json, 2),
    "xml": (write_xml, 2),
    "db": (write_sqlite, 2),
    "eml": (write_mail, 2),
    "zip": (write_zip, 2),
    "tar.gz": (write_tar_gz, 1),
    "csv.gz": (write_gz, 1),
    "odt": (write_odt, 1),
    "xls": (lambda draft, rng: _write_sheet(old_office.make_xls, draft), 3),
    "xlsb": (lambda draft, rng: _write_sheet(old_office.make_xlsb, draft), 1),
    "xlsm": (lambda draft, rng: old_office.enable_macros(write_xlsx(draft, rng)), 1),
    "7z": (write_7z, 1),
}
FOR_PROSE: Mapping[str, tuple[Writer, int]] = {
    "docx": (write_docx, 8),
    "pdf": (write_pdf, 7),
    "txt": (write_text, 4),
    "md": (write_text, 1),
    "log": (write_text, 1),
    "rtf": (write_rtf, 2),
    "odt": (write_odt, 2),
    "html": (write_html, 2),
    "pptx": (write_pptx, 2),
    "eml": (write_mail, 3),
    "mbox": (write_mbox, 1),
    "json": (write_json, 1),
    "xml": (write_xml, 1),
    "ics": (write_ics, 1),
    "msg": (lambda draft, rng: compound.make_message("\r\n".join(list_lines(draft)), draft.title), 2),
    "doc": (lambda draft, rng: compound.make_word("\n".join(list_lines(draft))), 2),
    "docm": (lambda draft, rng: old_office.enable_macros(write_docx(draft, rng)), 1),
    "7z": (write_7z, 1),
    "zip": (write_zip, 2),
}
# with cards and pictures, which are written of their own
ENDINGS = frozenset({*FOR_TABLES, *FOR_PROSE, "vcf", "png"})
