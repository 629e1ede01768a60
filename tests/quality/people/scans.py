"""Letters as a scanner makes them: printed, laid down a little askew, grey, out of focus and noisy."""

from __future__ import annotations

import io
import random
import unicodedata
from collections.abc import Mapping, Sequence

import docx
import pypdfium2
from docx.shared import Inches
from PIL import Image, ImageChops, ImageFilter
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen import canvas

from tests.quality.people.drafts import Draft
from tests.quality.people.endings import Writer

_DPI = 200
_WORDS_A_LINE = 14
_MOST_TURNED_DEGREES = 0.8
_BLUR_PIXELS = 0.7
# standard deviation, of 255: what a sheet-fed scanner leaves in grey
_NOISE = 18.0
_WITHOUT_MARK = {"ł": "l", "Ł": "L", "đ": "d", "Đ": "D"}


def _print(paragraphs: Sequence[str]) -> bytes:
    """A PDF of them, with a title's room above."""
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=letter)
    page.setFont("Helvetica", 11)
    at = 720.0
    for text in paragraphs:
        words = "".join(map(_choose_letter, text)).split()
        for first in range(0, len(words), _WORDS_A_LINE):
            page.drawString(64, at, " ".join(words[first : first + _WORDS_A_LINE]))
            at -= 15
            if at < 60:
                page.showPage()
                page.setFont("Helvetica", 11)
                at = 720.0
        at -= 9
    page.save()
    return out.getvalue()


def _choose_letter(char: str) -> str:
    """What a printer without the letter prints: the letter without its mark."""
    try:
        char.encode("cp1252")
    except UnicodeEncodeError:
        return _WITHOUT_MARK.get(char) or unicodedata.normalize("NFKD", char)[0]
    return char


def draw_scan(draft: Draft, rng: random.Random) -> list[Image.Image]:
    """The pages of a letter, scanned in grey at 200 dpi."""
    document = pypdfium2.PdfDocument(_print([draft.title, *draft.paragraphs]))
    try:
        printed = [page.render(scale=_DPI / 72, grayscale=True).to_pil() for page in document]
    finally:
        document.close()
    return [_scan(page, rng) for page in printed]


def _scan(page: Image.Image, rng: random.Random) -> Image.Image:
    ink, paper = rng.randint(0, 50), rng.randint(232, 250)
    grey = page.point([ink + level * (paper - ink) // 255 for level in range(256)])
    turned = grey.rotate(
        rng.uniform(-_MOST_TURNED_DEGREES, _MOST_TURNED_DEGREES),
        resample=Image.Resampling.BICUBIC,
        fillcolor=paper,
    )
    blurred = turned.filter(ImageFilter.GaussianBlur(_BLUR_PIXELS))
    return ImageChops.add(blurred, Image.effect_noise(page.size, _NOISE), offset=-128)


def _write(draft: Draft, rng: random.Random, form: str, **settings: object) -> bytes:
    first, *others = draw_scan(draft, rng)
    if form in {"PDF", "TIFF"}:
        settings |= {"save_all": True, "append_images": others}
    out = io.BytesIO()
    first.save(out, form, **settings)
    return out.getvalue()


def write_png(draft: Draft, rng: random.Random) -> bytes:
    """Its first page, which does not say at what resolution it was scanned."""
    return _write(draft, rng, "PNG", compress_level=1)


def write_jpg(draft: Draft, rng: random.Random) -> bytes:
    """Its first page."""
    return _write(draft, rng, "JPEG", quality=60, dpi=(_DPI, _DPI))


def write_tif(draft: Draft, rng: random.Random) -> bytes:
    """All its pages."""
    return _write(draft, rng, "TIFF", compression="tiff_deflate", dpi=(_DPI, _DPI))


def write_scanned_pdf(draft: Draft, rng: random.Random) -> bytes:
    """All its pages, pictures without text."""
    return _write(draft, rng, "PDF", resolution=_DPI)


def write_pasted_docx(draft: Draft, rng: random.Random) -> bytes:
    """A Word file with one line and the scan, pasted."""
    document = docx.Document()
    document.add_paragraph("See the attached form.")
    document.add_picture(io.BytesIO(write_jpg(draft, rng)), width=Inches(6))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


SCANNED: Mapping[str, Writer] = {
    "png": write_png,
    "jpg": write_jpg,
    "tif": write_tif,
    "pdf": write_scanned_pdf,
    "docx": write_pasted_docx,
}
