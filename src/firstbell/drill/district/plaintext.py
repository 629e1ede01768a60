"""Files that are text: notes, tables, JSON, web pages."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Iterable, Sequence

from firstbell.drill.district.writer import DocumentWriter

GRADE_HEAD = ("number", "name", "school", "subject", "absent", "mark")
PAYMENT_HEAD = ("date", "employee", "ssn", "purpose", "amount")


def render_txt(writer: DocumentWriter) -> bytes:
    """A note of one line to some pages."""
    paragraphs = writer.rng.choice((0, 1, 2, 5, 12, 40))
    lines = [writer.sentence(), *(writer.paragraph() for _ in range(paragraphs))]
    return ("\n\n".join(lines) + "\n").encode()


def render_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file with CRLF line ends, as spreadsheets write it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue().encode()


def render_csv(writer: DocumentWriter) -> bytes:
    """A table of marks or of payments."""
    count = writer.rng.choice((8, 30, 120, 400))
    if writer.rng.random() < 0.6:
        return render_table(GRADE_HEAD, (writer.grade_row() for _ in range(count)))
    return render_table(PAYMENT_HEAD, (writer.payment_row() for _ in range(count)))


def render_json(writer: DocumentWriter) -> bytes:
    """An export of an application; every other one without line breaks."""
    document = {
        "district": writer.cast.district,
        "exported": writer.date(),
        "records": [
            dict(zip(GRADE_HEAD, writer.grade_row(), strict=True))
            for _ in range(writer.rng.choice((3, 40, 150)))
        ],
        "note": writer.sentence(),
    }
    return json.dumps(document, indent=writer.rng.choice((None, 2)), ensure_ascii=False).encode()


def render_html(writer: DocumentWriter) -> bytes:
    """A page of a school's site."""
    title = html.escape(writer.title())
    body = "\n".join(f"<p>{html.escape(writer.paragraph())}</p>" for _ in range(writer.rng.randint(2, 20)))
    head = f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{title}</title>'
    return f"{head}\n<h1>{title}</h1>\n{body}\n</html>\n".encode()
