"""Photos (JPEG) and drawings (PNG), by Pillow."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from firstbell.drill.district.writer import DocumentWriter

Size = tuple[int, int]


def _paint_photo(writer: DocumentWriter, size: Size) -> Image.Image:
    """Soft shapes under fine grain: about as hard to compress as a photo."""
    rng, (width, height) = writer.rng, size
    coarse = (max(width // 64, 2), max(height // 64, 2))
    shapes = Image.frombytes("RGB", coarse, rng.randbytes(coarse[0] * coarse[1] * 3))
    fine = (width // 3, height // 3)
    grain = Image.frombytes("L", fine, rng.randbytes(fine[0] * fine[1])).resize(size).convert("RGB")
    return Image.blend(shapes.resize(size, Image.Resampling.BICUBIC), grain, 0.08)


def render_photo(writer: DocumentWriter, size: Size) -> bytes:
    """A JPEG file of `size` pixels."""
    out = io.BytesIO()
    _paint_photo(writer, size).save(out, "JPEG", quality=writer.rng.choice((75, 85, 90)))
    return out.getvalue()


def render_jpg(writer: DocumentWriter) -> bytes:
    """A photo of the size a telephone sends."""
    return render_photo(writer, writer.rng.choice(((320, 240), (640, 480), (800, 600), (1024, 768))))


def render_png(writer: DocumentWriter) -> bytes:
    """A floor plan: rooms, lines and labels."""
    rng = writer.rng
    picture = Image.new("RGB", (rng.randint(300, 700), rng.randint(200, 500)), "white")
    draw = ImageDraw.Draw(picture)
    for _ in range(rng.randint(6, 40)):
        left, top = rng.randint(0, picture.width - 60), rng.randint(0, picture.height - 40)
        box = (left, top, left + rng.randint(20, 160), top + rng.randint(20, 120))
        draw.rectangle(box, fill=tuple(rng.randbytes(3)), outline="black")
        draw.text((left + 4, top + 4), f"{rng.randint(100, 399)} {writer.subject()}", fill="black")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
