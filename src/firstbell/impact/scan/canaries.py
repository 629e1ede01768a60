"""Canary documents: one a format, about somebody who does not exist, read in every scan as all others are.

Whoever breaks the way from bytes to a person breaks a canary: which formats were found stands in the
coverage.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import sqlite3
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from firstbell.impact.people.person import OTHER, Person

KEY = "firstbell canary"
_GIVEN, _FAMILY, _DOB = "Quillanette", "Firstbell-Canary", "1987-02-28"
PERSON = Person(KEY, "", OTHER, _GIVEN, _FAMILY, dob=_DOB)
_LINES = (
    f"Student: {_GIVEN} {_FAMILY}",
    f"Date of birth: {_DOB}",
    "Individualized education program: annual review",
)
_HEADER, _ROW = ("First name", "Last name", "Date of birth", "Medication"), (_GIVEN, _FAMILY, _DOB, "insulin")
_TEXT = "\n\n".join(_LINES)
_OFFICE = "http://schemas.openxmlformats.org"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def iterate_canaries() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each."""
    text = _TEXT.encode()
    yield from (
        ("canary.txt", text),
        ("canary-wide.txt", _TEXT.encode("utf-16")),
        ("canary.csv", "\n".join(",".join(row) for row in (_HEADER, _ROW)).encode()),
        ("canary.tsv", "\n".join("\t".join(row) for row in (_HEADER, _ROW)).encode()),
        ("canary.rtf", (r"{\rtf1\ansi " + r"\par\par ".join(_LINES) + "}").encode()),
        (
            "canary.html",
            ("<html><body>" + "".join(f"<p>{line}</p>" for line in _LINES) + "</body></html>").encode(),
        ),
        ("canary.json", json.dumps([dict(zip(_HEADER, _ROW, strict=True))] * 2).encode()),
        ("canary.xml", _make_xml()),
        ("canary.eml", b"From: a@example.com\nTo: b@example.com\nSubject: review\n\n" + text),
        ("canary-attached.eml", _make_mail("canary.docx", _make_docx())),
        (
            "canary.mbox",
            b"From a@example.com Mon Jan  1 00:00:00 2024\nFrom: a@example.com\nSubject: x\n\n" + text,
        ),
        ("canary.vcf", f"BEGIN:VCARD\r\nFN:{_GIVEN} {_FAMILY}\r\nBDAY:{_DOB}\r\nEND:VCARD\r\n".encode()),
        ("canary.docx", _make_docx()),
        ("canary.pptx", _make_pptx()),
        ("canary.xlsx", _make_xlsx()),
        ("canary.odt", _make_odt()),
        ("canary.ods", _make_ods()),
        ("canary.pdf", _make_pdf()),
        ("canary.sqlite", _make_sqlite()),
        ("canary.zip", _zip({"canary.txt": text})),
        ("canary.tar", _make_tar("canary.txt", text)),
        ("canary.txt.gz", gzip.compress(text)),
    )


def _zip(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _make_xml() -> bytes:
    return (
        f"<?xml version='1.0'?><students><student><name>{_GIVEN} {_FAMILY}</name>"
        f"<dateOfBirth>{_DOB}</dateOfBirth><plan>{_LINES[2]}</plan></student></students>"
    ).encode()


def _make_mail(name: str, data: bytes) -> bytes:
    packed = base64.encodebytes(data)
    head = (
        "From: a@example.com\nSubject: review\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=part\n\n"
        f'--part\nContent-Type: application/octet-stream; name="{name}"\nContent-Transfer-Encoding: base64\n'
        f'Content-Disposition: attachment; filename="{name}"\n\n'
    )
    return head.encode() + packed + b"\n--part--\n"


def _make_docx() -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in _LINES)
    space = f'xmlns:w="{_OFFICE}/wordprocessingml/2006/main"'
    return _zip({"word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>".encode()})


def _make_pptx() -> bytes:
    body = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in _LINES)
    slide = f'<p:sld xmlns:a="{_OFFICE}/drawingml/2006/main" xmlns:p="p">{body}</p:sld>'
    return _zip({"ppt/presentation.xml": b"<p/>", "ppt/slides/slide1.xml": slide.encode()})


def _make_xlsx() -> bytes:
    main, relations = f"{_OFFICE}/spreadsheetml/2006/main", f"{_OFFICE}/officeDocument/2006/relationships"
    rows = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>"
        for row in (_HEADER, _ROW)
    )
    book = (
        f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    related = (
        f'<Relationships xmlns="{_OFFICE}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    )
    types = (
        f'<Types xmlns="{_OFFICE}/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/></Types>'
    )
    root = (
        f'<Relationships xmlns="{_OFFICE}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )
    sheet = f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
    return _zip(
        {
            "[Content_Types].xml": types.encode(),
            "_rels/.rels": root.encode(),
            "xl/workbook.xml": book.encode(),
            "xl/_rels/workbook.xml.rels": related.encode(),
            "xl/worksheets/sheet1.xml": sheet.encode(),
        }
    )


def _open_document(kind: str, body: str) -> bytes:
    space = f'xmlns:office="{_OPEN}:office:1.0" xmlns:text="{_OPEN}:text:1.0" xmlns:table="{_OPEN}:table:1.0"'
    content = f"<office:document-content {space}><office:body>{body}</office:body></office:document-content>"
    mime = f"application/vnd.oasis.opendocument.{kind}"
    entry = f'<m:file-entry m:full-path="/" m:media-type="{mime}"/>'
    manifest = f'<m:manifest xmlns:m="{_OPEN}:manifest:1.0">{entry}</m:manifest>'
    return _zip(
        {
            "mimetype": mime.encode(),
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def _make_odt() -> bytes:
    lines = "".join(f"<text:p>{line}</text:p>" for line in _LINES)
    return _open_document("text", f"<office:text>{lines}</office:text>")


def _make_ods() -> bytes:
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in (_HEADER, _ROW)
    )
    table = f'<table:table table:name="Sheet1">{rows}</table:table>'
    return _open_document("spreadsheet", f"<office:spreadsheet>{table}</office:spreadsheet>")


def _make_pdf() -> bytes:
    """A page with three lines. Source: ISO 32000-1, annex H (a minimal file)."""
    lines = " ".join(f"({line}) Tj 0 -20 Td" for line in _LINES)
    stream = zlib.compress(f"BT /F1 12 Tf 72 700 Td {lines} ET".encode())
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, data in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, data)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def _make_sqlite() -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.execute("create table health (first_name, last_name, date_of_birth, medication)")
    connection.execute("insert into health values (?, ?, ?, ?)", _ROW)
    connection.commit()
    data = connection.serialize()
    connection.close()
    return data


def _make_tar(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return out.getvalue()
