"""The same letter and the same table in every format that is read."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import sqlite3
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
from reportlab.pdfgen import canvas

from tests.documents import old_office

LETTER = (
    "Student: Ana López García",
    "Date of birth: 03/04/2008",
    "The student was suspended from school for fighting.",
)
HEADER = ("Last Name", "First Name", "SSN", "Medication")
ROWS = (("Vang", "Pa Houa", "219-09-4488", "Albuterol"), ("Nguyễn", "Tiến", "219-09-4321", ""))
LETTER_TEXT = "\n\n".join(LETTER)


def make_text() -> bytes:
    return LETTER_TEXT.encode()


def make_utf16() -> bytes:
    return LETTER_TEXT.encode("utf-16")


def make_latin1() -> bytes:
    return LETTER_TEXT.encode("latin-1")


def make_csv(separator: str = ",", encoding: str = "utf-8") -> bytes:
    return "\n".join(separator.join(row) for row in (HEADER, *ROWS)).encode(encoding)


def make_docx(place: str = "body") -> bytes:
    """The letter in the body, a header, a footer, a comment or a text box of a Word file."""
    document = docx.Document()
    document.add_paragraph("Ordinary text.")
    if place == "header":
        document.sections[0].header.paragraphs[0].text = LETTER_TEXT
    elif place == "footer":
        document.sections[0].footer.paragraphs[0].text = LETTER_TEXT
    elif place == "table":
        table = document.add_table(rows=0, cols=len(HEADER))
        for row in (HEADER, *ROWS):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    elif place == "comment":
        document.add_comment(document.paragraphs[0].runs, text=LETTER_TEXT)
    else:
        for line in LETTER:
            document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def make_xlsx(*, hidden: bool = False) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Bus"
    sheet = book.create_sheet("Health")
    sheet.append(["Health office"])
    sheet.append([])
    for row in (HEADER, *ROWS):
        sheet.append(row)
    if hidden:
        sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def make_pdf() -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out)
    for number, line in enumerate(LETTER):
        page.drawString(72, 700 - 20 * number, line)
    page.save()
    return out.getvalue()


def make_form() -> bytes:
    """A PDF whose fields are filled in, and whose page has no text."""
    out = io.BytesIO()
    page = canvas.Canvas(out)
    names = ("Student", "Date of birth", "Reason")
    values = ("Ana López García", "03/04/2008", "The student was suspended from school for fighting.")
    for number, (name, value) in enumerate(zip(names, values, strict=True)):
        page.acroForm.textfield(name=name, value=value, x=72, y=700 - 40 * number, width=400, maxlen=200)
    page.showPage()
    page.save()
    return out.getvalue()


def make_rtf() -> bytes:
    text = r"\par\par ".join(LETTER).replace("ó", r"\'f3").replace("í", r"\u237?")
    return (r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0 " + text + "}").encode("ascii")


def make_html() -> bytes:
    return (
        "<html><head><style>b{}</style></head><body>" + "".join(f"<p>{line}</p>" for line in LETTER)
    ).encode()


def make_xml() -> bytes:
    return (
        '<?xml version="1.0"?><students><student><name>Ana López García</name>'
        "<dateOfBirth>2008-03-04</dateOfBirth>"
        "<notes>The student was suspended from school for fighting.</notes></student></students>"
    ).encode()


def make_records() -> bytes:
    rows = "".join(
        "<row>"
        + "".join(f"<{name.replace(' ', '')}>{cell}</{name.replace(' ', '')}>" for name, cell in row)
        + "</row>"
        for row in (list(zip(HEADER, row, strict=True)) for row in ROWS)
    )
    return f"<?xml version='1.0' encoding='UTF-8'?><doc><made>today</made>{rows}</doc>".encode()


def make_json() -> bytes:
    return json.dumps([dict(zip(HEADER, row, strict=True)) for row in ROWS]).encode()


def make_odt() -> bytes:
    space = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    body = "".join(f"<text:p>{line}</text:p>" for line in LETTER)
    content = (
        f"<office:document-content {space}><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return make_zip({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()})


def make_ods() -> bytes:
    space = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    )
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in (HEADER, *ROWS)
    )
    content = (
        f"<office:document-content {space}><office:body><office:spreadsheet>"
        f'<table:table table:name="Health">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        "</manifest:manifest>"
    )
    return make_zip(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def make_pptx() -> bytes:
    space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="p"'
    body = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in LETTER)
    return make_zip(
        {
            "ppt/presentation.xml": b"<p/>",
            "ppt/slides/slide1.xml": f"<p:sld {space}><p:txBody>{body}</p:txBody></p:sld>".encode(),
        }
    )


def make_mail(attachment: tuple[str, bytes] | None = None) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "karen.oneil@dist.org",
        "william.hart@dist.org",
        "Friday",
    )
    message.set_content("See below." if attachment else LETTER_TEXT)
    if attachment:
        name, data = attachment
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def make_mbox() -> bytes:
    return (
        b"From a@b Mon Jan  1 00:00:00 2024\n"
        + make_mail()
        + b"\nFrom a@b Mon Jan  1 00:00:00 2024\n"
        + make_mail()
    )


def make_vcard() -> bytes:
    return (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:López García;Ana;;;\r\nFN:Ana López García\r\nBDAY:2008-03-04\r\n"
        "NOTE:The student was suspended from school \r\n for fighting.\r\nEND:VCARD\r\n"
    ).encode()


def make_calendar() -> bytes:
    return (
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:IEP meeting for Ana López García\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def make_sqlite(folder: Path) -> bytes:
    path = folder / "made.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("create table health (last_name text, first_name text, ssn text, medication text)")
    connection.executemany("insert into health values (?, ?, ?, ?)", ROWS)
    connection.commit()
    connection.close()
    data = path.read_bytes()
    path.unlink()
    return data


def make_zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def make_tar(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def make_7z(members: dict[str, bytes], *, aes: bool = False, has_sums: bool = False) -> bytes:
    """One folder, LZMA2 (or a method of encryption, which nobody unpacks). Source: 7zFormat.txt."""
    sums = b"\x0a\x01" + b"".join(struct.pack("<I", zlib.crc32(data)) for data in members.values())
    told = sums if has_sums else b""
    content = b"".join(members.values())
    packed = lzma.compress(
        content, lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}]
    )
    coder = b"\x04\x06\xf1\x07\x01" if aes else b"\x21\x21\x01\x10"
    sizes = b"".join(_number(len(data)) for data in list(members.values())[:-1])
    names = b"\0" + b"".join(name.encode("utf-16-le") + b"\0\0" for name in members)
    header = (
        b"\x01\x04"
        + b"\x06" + _number(0) + _number(1) + b"\x09" + _number(len(packed)) + b"\0"
        + b"\x07\x0b" + _number(1) + b"\0" + _number(1) + coder + b"\x0c" + _number(len(content)) + b"\0"
        + b"\x08\x0d" + _number(len(members)) + b"\x09" + sizes + told + b"\0"
        + b"\0"
        + b"\x05" + _number(len(members)) + b"\x11" + _number(len(names)) + names + b"\0"
        + b"\0"
    )  # fmt: skip
    start = struct.pack("<QQI", len(packed), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\x00\x04" + struct.pack("<I", zlib.crc32(start)) + start + packed + header


def _number(value: int) -> bytes:
    if value < 0x80:
        return bytes([value])
    if value < 0x4000:
        return bytes([0x80 | value >> 8, value & 255])
    return b"\xc0"[:0] + bytes([0xE0 | value >> 24 & 15]) + (value & 0xFFFFFF).to_bytes(3, "little")


LETTERS: dict[str, Callable[[], bytes]] = {
    "a.txt": make_text,
    "wide.txt": make_utf16,
    "latin.log": make_latin1,
    "body.docx": make_docx,
    "header.docx": lambda: make_docx("header"),
    "footer.docx": lambda: make_docx("footer"),
    "comment.docx": lambda: make_docx("comment"),
    "a.docm": lambda: old_office.enable_macros(make_docx()),
    "a.pdf": make_pdf,
    "form.pdf": make_form,
    "a.rtf": make_rtf,
    "a.html": make_html,
    "a.xml": make_xml,
    "a.odt": make_odt,
    "a.pptx": make_pptx,
    "a.eml": make_mail,
    "attached.eml": lambda: make_mail(("letter.docx", make_docx())),
    "a.mbox": make_mbox,
    "a.vcf": make_vcard,
    "a.txt.gz": lambda: gzip.compress(make_text()),
    "a.txt.bz2": lambda: bz2.compress(make_text()),
    "a.txt.xz": lambda: lzma.compress(make_text()),
    "a.zip": lambda: make_zip({"in/letter.docx": make_docx()}),
    "a.tgz": lambda: make_tar({"in/letter.pdf": make_pdf()}),
    "a.7z": lambda: make_7z({"first.txt": b"nothing", "letter.txt": make_text()}),
    "two.zip": lambda: make_zip({"inner.zip": make_zip({"letter.txt": make_text()})}),
}
TABLES: dict[str, Callable[[], bytes]] = {
    "a.csv": make_csv,
    "semicolon.csv": lambda: make_csv(";"),
    "a.tsv": lambda: make_csv("\t"),
    "wide.csv": lambda: make_csv(encoding="utf-16"),
    "a.xlsx": make_xlsx,
    "hidden.xlsx": lambda: make_xlsx(hidden=True),
    "a.xml": make_records,
    "columns.txt": lambda: make_csv("   "),
    "table.docx": lambda: make_docx("table"),
    "a.json": make_json,
    "a.ods": make_ods,
    "a.xls": lambda: old_office.make_xls("Health", (HEADER, *ROWS)),
    "a.xlsb": lambda: old_office.make_xlsb("Health", (HEADER, *ROWS)),
    "a.xlsm": lambda: old_office.enable_macros(make_xlsx()),
    "mail.eml": lambda: make_mail(("list.xlsx", make_xlsx())),
}
