"""A draft as a file of each format. Office files are written part by part, so that no reader's own writer is
the judge.
"""

from __future__ import annotations

import csv
import io
import json
import random
import sqlite3
import tempfile
import zipfile
from email.message import EmailMessage
from html import escape
from pathlib import Path

import docx
import openpyxl
from reportlab.lib.pagesizes import letter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from tests.quality.people.drafts import Draft

_FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def list_lines(draft: Draft) -> list[str]:
    """Paragraphs, then the table, its cells two spaces apart."""
    rows = [draft.header, *draft.rows] if draft.header else []
    return [*draft.paragraphs, *("  ".join(row) for row in rows)]


def separate(draft: Draft, separator: str, encoding: str) -> bytes:
    """Rows of cells with a separator between them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerows([[text] for text in draft.paragraphs])
    writer.writerows([draft.header, *draft.rows] if draft.header else [])
    return out.getvalue().encode(encoding, "replace")


def write_text(draft: Draft, rng: random.Random) -> bytes:
    """Plain text; now and then in UTF-16 or windows-1252."""
    text = "\n".join(list_lines(draft)) + "\n"
    encoding = rng.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252"])
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode()


def write_csv(draft: Draft, rng: random.Random) -> bytes:
    """Separated by commas or semicolons."""
    separator = rng.choice([",", ",", ";", "|"])
    encoding = rng.choice(["utf-8", "utf-8-sig", "utf-16"])
    return separate(draft, separator, encoding)


def write_docx(draft: Draft, rng: random.Random) -> bytes:
    """Word: paragraphs in the body, a header or a text in a table; tables as tables."""
    document = docx.Document()
    in_header = draft.paragraphs and rng.random() < 0.15
    for number, text in enumerate(draft.paragraphs):
        if in_header and number == 1:
            document.sections[0].header.paragraphs[0].text = text
        else:
            document.add_paragraph(text)
    if draft.header:
        table = document.add_table(rows=0, cols=len(draft.header))
        for row in (draft.header, *draft.rows):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def write_xlsx(draft: Draft, rng: random.Random) -> bytes:
    """A workbook; now and then the sheet is a hidden one, or has a title above its header."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    sheet = first
    if rng.random() < 0.2:
        first["A1"] = "Cover"
        sheet = book.create_sheet("Data")
        sheet.sheet_state = "hidden"
    if rng.random() < 0.25:
        sheet.append([draft.title])
        sheet.append([])
    for text in draft.paragraphs:
        sheet.append([text])
    for row in [draft.header, *draft.rows] if draft.header else []:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_pdf(draft: Draft, rng: random.Random) -> bytes:
    """Pages of text; a table is columns at fixed places."""
    del rng
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=letter)
    font = "Helvetica"
    if _FONT.exists():
        pdfmetrics.registerFont(TTFont("DejaVu", str(_FONT)))
        font = "DejaVu"
    height = 750.0
    rows = [draft.header, *draft.rows] if draft.header else []
    for cells in [*([text] for text in _wrap(draft.paragraphs)), *rows]:
        if height < 60:
            page.showPage()
            height = 750.0
        page.setFont(font, 8)
        for number, cell in enumerate(cells):
            page.drawString(40 + number * 540 / max(len(cells), 1), height, cell)
        height -= 14
    page.save()
    return out.getvalue()


def _wrap(paragraphs: list[str]) -> list[str]:
    lines: list[str] = []
    for text in paragraphs:
        line = ""
        for word in text.split(" "):
            if len(line) + len(word) > 100:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        lines.append(line)
    return lines


def write_html(draft: Draft, rng: random.Random) -> bytes:
    """A page."""
    del rng
    rows = [draft.header, *draft.rows] if draft.header else []
    table = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    body = "".join(f"<p>{escape(text)}</p>" for text in draft.paragraphs)
    return (
        f"<html><head><meta charset='utf-8'></head><body>{body}<table>{table}</table></body></html>".encode()
    )


def write_json(draft: Draft, rng: random.Random) -> bytes:
    """Objects by header, or one with its text."""
    del rng
    rows = [dict(zip(draft.header, row, strict=True)) for row in draft.rows]
    return json.dumps(
        rows or {"title": draft.title, "text": "\n".join(draft.paragraphs)}, ensure_ascii=False, indent=1
    ).encode()


def write_xml(draft: Draft, rng: random.Random) -> bytes:
    """Elements named by the header."""
    del rng
    names = ["".join(letter for letter in name if letter.isalnum()) for name in draft.header]
    rows = "".join(
        "<row>"
        + "".join(f"<{name}>{escape(cell)}</{name}>" for name, cell in zip(names, row, strict=True))
        + "</row>"
        for row in draft.rows
    )
    texts = "".join(f"<p>{escape(text)}</p>" for text in draft.paragraphs)
    return f"<?xml version='1.0' encoding='UTF-8'?><doc>{texts}{rows}</doc>".encode()


def write_rtf(draft: Draft, rng: random.Random) -> bytes:
    """Rich text, characters beyond ASCII as RTF has them."""
    del rng
    body = "\\par\n".join("".join(_escape_rtf(letter) for letter in line) for line in list_lines(draft))
    return ("{\\rtf1\\ansi\\deff0 " + body + "}").encode("ascii")


def _escape_rtf(letter: str) -> str:
    if letter in "\\{}":
        return "\\" + letter
    return letter if letter.isascii() else f"\\u{ord(letter)}?"


def write_odt(draft: Draft, rng: random.Random) -> bytes:
    """OpenDocument text."""
    del rng
    texts = "".join(f"<text:p>{escape(text)}</text:p>" for text in draft.paragraphs)
    return _write_open(f"<office:text>{texts}{_open_table(draft)}</office:text>", "text")


def write_ods(draft: Draft, rng: random.Random) -> bytes:
    """OpenDocument spreadsheet."""
    del rng
    if not draft.header:
        draft = Draft(
            draft.title, draft.what, draft.way, header=["Text"], rows=[[text] for text in draft.paragraphs]
        )
    return _write_open(f"<office:spreadsheet>{_open_table(draft)}</office:spreadsheet>", "spreadsheet")


def _open_table(draft: Draft) -> str:
    if not draft.header:
        return ""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(
        "<table:table-row>" + "".join(cell.format(escape(text)) for text in row) + "</table:table-row>"
        for row in (draft.header, *draft.rows)
    )
    return f'<table:table table:name="Sheet1">{rows}</table:table>'


def _write_open(body: str, kind: str) -> bytes:
    spaces = " ".join(f'xmlns:{name}="{_OFFICE}:{name}:1.0"' for name in ("office", "text", "table"))
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    content = (
        f'{head}<office:document-content {spaces} office:version="1.2"><office:body>{body}</office:body>'
        "</office:document-content>"
    )
    mime = f"application/vnd.oasis.opendocument.{kind}"
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
    manifest = (
        f'{head}<manifest:manifest xmlns:manifest="{_OFFICE}:manifest:1.0">'
        + entry.format("/", mime)
        + entry.format("content.xml", "text/xml")
        + "</manifest:manifest>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), mime)
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def write_pptx(draft: Draft, rng: random.Random) -> bytes:
    """One slide, as far as a reader of text needs one."""
    del rng
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    texts = "".join(f"<a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p>" for text in list_lines(draft))
    slide = (
        f'<?xml version="1.0" encoding="UTF-8"?><p:sld xmlns:a="{drawing}" '
        'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:cSld><p:spTree><p:sp><p:txBody>'
        f"{texts}</p:txBody></p:sp></p:spTree></p:cSld></p:sld>"
    )
    types = (
        '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/ppt/slides/slide1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.presentationml.slide+xml"/></Types>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", types)
        package.writestr("ppt/slides/slide1.xml", slide)
    return out.getvalue()


def write_mail(draft: Draft, rng: random.Random) -> bytes:
    """A message with the text in it, or with a table attached."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "office@lakeview-schools.example", "registrar@lakeview-schools.example"
    mail["Subject"], mail["Date"] = draft.title, "Tue, 07 Feb 2023 09:00:00 -0600"
    if draft.header and rng.random() < 0.6:
        mail.set_content("See the attached list.")
        mail.add_attachment(write_xlsx(draft, rng), "application", "octet-stream", filename="list.xlsx")
    else:
        mail.set_content("\n".join(list_lines(draft)), cte=rng.choice(["base64", "quoted-printable"]))
    return bytes(mail)


def write_mbox(draft: Draft, rng: random.Random) -> bytes:
    """A mailbox: the message among others."""
    other = EmailMessage()
    other["From"], other["Subject"] = "cafe@lakeview-schools.example", "Menu"
    other.set_content("Pizza on Friday.")
    return b"".join(
        b"From x Tue Feb  7 09:00:00 2023\n" + data + b"\n\n"
        for data in (bytes(other), write_mail(draft, rng))
    )


def write_sqlite(draft: Draft, rng: random.Random) -> bytes:
    """A database with the table."""
    del rng
    header = draft.header or ["Text"]
    rows = draft.rows or [[text] for text in draft.paragraphs]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.db"
        database = sqlite3.connect(path)
        columns = ", ".join(f'"{name}" TEXT' for name in header)
        database.execute(f"CREATE TABLE records ({columns})")
        database.executemany(f"INSERT INTO records VALUES ({', '.join('?' * len(header))})", rows)
        database.commit()
        database.close()
        return path.read_bytes()


def write_vcf(draft: Draft, rng: random.Random) -> bytes:
    """A card of a guardian: name, mail, telephone, street."""
    del rng
    name, mail, phone, street = draft.paragraphs
    return (
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nEMAIL;TYPE=HOME:{mail}\r\nTEL;TYPE=CELL:{phone}\r\n"
        f"ADR;TYPE=HOME:;;{street};Minneapolis;MN;55407;USA\r\nEND:VCARD\r\n"
    ).encode()


def write_ics(draft: Draft, rng: random.Random) -> bytes:
    """A meeting with the text as its description."""
    del rng
    text = "\\n".join(list_lines(draft)).replace(",", "\\,").replace(";", "\\;")
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20230206T150000Z\r\n"
        f"SUMMARY:{draft.title}\r\nDESCRIPTION:{text}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()
