"""PDF files, by reportlab; `invariant` keeps the moment of writing out of them."""

from __future__ import annotations

import io
import textwrap

from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from firstbell.drill.district.writer import DocumentWriter

_MARGIN = 72
_LEADING = 15


def _draw_page(canvas: Canvas, writer: DocumentWriter, paragraphs: int) -> None:
    canvas.setFont("Helvetica-Bold", 15)
    canvas.drawString(_MARGIN, letter[1] - _MARGIN, writer.title())
    canvas.setFont("Helvetica", 10)
    at = letter[1] - _MARGIN - 30
    for _ in range(paragraphs):
        for line in textwrap.wrap(writer.paragraph(), 95):
            canvas.drawString(_MARGIN, at, line)
            at -= _LEADING
        at -= _LEADING
    canvas.showPage()


def render_pdf(writer: DocumentWriter) -> bytes:
    """A form or a report of one to twelve pages; some have no compression, as old printers write it."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=letter, invariant=1, pageCompression=int(writer.rng.random() < 0.7))
    canvas.setTitle(writer.title())
    for _ in range(writer.rng.choice((1, 1, 2, 4, 12))):
        _draw_page(canvas, writer, writer.rng.randint(2, 7))
    canvas.save()
    return out.getvalue()
