"""Whether a newer version of a file keeps what the older one said: its text, its cells, its picture.

That content decodes proves nothing of its meaning: noise fits into a whole container, and words, cells and
tiles can be put in another order. So runs of words are looked for again, and pictures are compared small.
What cannot be compared is not kept. Whatever has to be opened is opened in the fenced process of the
examination; short plain texts need no opening, and are compared here.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from firstbell.compose import kept_rows
from firstbell.compose.additions import ADDS, adds_no_members, is_addition
from firstbell.examine import mail_parts, mail_sketches
from firstbell.examine.validators.fence import FENCE
from firstbell.examine.validators.outcome import Grade, MalformedError, Outcome, sound

# content beyond this is not compared
MOST_BYTES = 64 << 20
# the share of the old text's runs that the new one must hold; an edit of a page in ten keeps nine tenths
LEAST_SHARE = 0.7
# a text of which more than a tenth went and to which nothing came is cut, wherever that was
_LEAST_LEFT, _ALL_OLD = 0.9, 0.97
# a child of its own takes 8 ms of the processor, comparing two texts of this length less
_MOST_PLAIN_BYTES = 64 << 10
_RUN = 3
_LEAST_WORDS = 8
_GRAM = 4
_MOST_MEMBER_BYTES = 32 << 20
_MOST_PAGES = 300
_PICTURE_SIDE = 32
_LEAST_ALIKE = 0.9
# a picture of fewer of its points is a thumbnail of it
_LEAST_POINTS = 1 / 16
PICTURE = "it keeps the picture"
_LEAST_MARKUP_WORDS, _LEAST_MARKUP_SHARE = 200, 0.4
FENCE.add_checks(__name__, needs=("pypdfium2", mail_sketches.__name__))
_LENGTH = struct.Struct(">Q")
_TAG = re.compile(rb"<[^>]*>")
_WORD = re.compile(r"\w+")
_END_OF_LINE = re.compile(rb"</(?:w:p|a:p|text:p|text:h|table:table-row|row|p|li|tr)>")
_SHARED = re.compile(rb"<si\b.*?</si>", re.DOTALL)
_SHARED_CELL = re.compile(rb'(<c\b[^>]*\bt="s"[^>]*>\s*<v>)(\d+)(</v>)')
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_ARCHIVE, _PDF = b"PK\x03\x04", b"%PDF-"
_OPENED = (_ARCHIVE, _PDF, kept_rows.MAGIC, *_PICTURES)
_STRINGS = "xl/sharedStrings.xml"
_MARKUP = (".xml", ".rels", ".html", ".xhtml", ".txt", ".json", ".opf")


def tell_kept(old: bytes, new: bytes) -> str | None:
    """What of the old content the new one keeps, a clause; "" where it keeps too little.

    None: content of this type cannot be compared.
    """
    if len(old) + len(new) > 2 * MOST_BYTES or not old or not new:
        return None
    if _is_plain(old) and _is_plain(new):
        return _compare(old, new)
    outcome = FENCE.check(check_kept, "kept", _LENGTH.pack(len(old)) + old + new)
    if outcome.grade is Grade.NONE:
        return None
    return outcome.detail if outcome.grade is Grade.SOUND else ""


def _is_plain(data: bytes) -> bool:
    """Whether content is a short text in UTF-8, of which no reader of a format opens anything."""
    if len(data) > _MOST_PLAIN_BYTES or b"\0" in data or data.startswith(_OPENED) or mail_parts.is_mail(data):
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def check_kept(data: bytes) -> Outcome:
    """SOUND with what is kept, BROKEN where too little is, NONE where nothing can be compared.

    `data`: length of the old content (8 bytes), old and new content.
    """
    (size,) = _LENGTH.unpack_from(data)
    old, new = data[_LENGTH.size : _LENGTH.size + size], data[_LENGTH.size + size :]
    told = _compare(old, new)
    if told is None:
        return Outcome(Grade.NONE, "kept")
    return sound("kept", told) if told else Outcome(Grade.BROKEN, "kept")


def _compare(old: bytes, new: bytes) -> str | None:
    if old.startswith(_ARCHIVE):
        return _compare_archives(old, new) if new.startswith(_ARCHIVE) else ""
    if old.startswith(_PDF):
        return _tell_text(_read_pdf(old), _read_pdf(new)) if new.startswith(_PDF) else ""
    if old.startswith(_PICTURES):
        return _compare_pictures(old, new) if new.startswith(_PICTURES) else ""
    if old.startswith(kept_rows.MAGIC):
        return _tell_rows(old, new)
    if mail_parts.is_mail(old):
        return _compare_mails(old, new)
    before, after = _decode(old), _decode(new)
    if not before:
        return None
    return ADDS if is_addition([before], [after]) else _tell_text([before], [after])


def _tell_rows(old: bytes, new: bytes) -> str | None:
    """Of a database, where most rows stand; else its bytes have to tell."""
    share = kept_rows.share_rows(old, new) if new.startswith(kept_rows.MAGIC) else None
    return f"it keeps {share:.0%} of the rows" if share is not None and share >= LEAST_SHARE else None


def _compare_mails(old: bytes, new: bytes) -> str:
    """Of a mail all attachments must stand, and of its text as much as of any."""
    if not mail_parts.is_mail(new):
        return ""
    before, after = (mail_parts.split_mail(one) for one in (old, new))
    if not set(before.attached) <= set(after.attached):
        return ""
    return _tell_text([before.text], [after.text]) if before.text.strip() else "it keeps what is attached"


def _decode(data: bytes) -> str:
    """The content as text, "" where it is none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\0" in data:
        return ""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _tell_text(old: Sequence[str], new: Sequence[str]) -> str:
    share = _share_text(old, new)
    return f"it keeps {share:.0%} of the text" if share >= LEAST_SHARE else ""


def _share_text(old: Sequence[str], new: Sequence[str]) -> float:
    """Which share of the old runs of words the new text holds, 0 where the new one is merely cut."""
    words = [word for text in old for word in _WORD.findall(text.lower())]
    after = [word for text in new for word in _WORD.findall(text.lower())]
    if len(words) < _LEAST_WORDS:
        before, later = " ".join(words), " ".join(after)
        if not before or (later != before and before.startswith(later)):
            return 0.0
        return _share(_list_grams(before), _list_grams(later))
    if _is_cut(words, after):
        return 0.0
    runs, later_runs = list(_list_runs(words)), list(_list_runs(after))
    share = _share(runs, later_runs)
    is_thinned = share < _LEAST_LEFT and _share(later_runs, runs) >= _ALL_OLD
    return 0.0 if is_thinned else share


def _is_cut(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether the new text is the beginning of the old one; its last word may be cut, too."""
    if not new or len(new) > len(old) or list(new) == list(old):
        return False
    return list(old[: len(new) - 1]) == list(new[:-1]) and old[len(new) - 1].startswith(new[-1])


def _list_runs(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return (tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))


def _list_grams(text: str) -> Iterable[str]:
    return (text[at : at + _GRAM] for at in range(max(len(text) - _GRAM, 0) + 1))


def _share(old: Iterable[Any], new: Iterable[Any]) -> float:
    before, after = Counter(old), Counter(new)
    return (before & after).total() / max(before.total(), 1)


def _compare_archives(old: bytes, new: bytes) -> str:
    """Office documents by their text, their markup and what lies in them besides; others by their members."""
    try:
        with zipfile.ZipFile(io.BytesIO(old)) as before, zipfile.ZipFile(io.BytesIO(new)) as after:
            return _compare_members(before, after)
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise MalformedError(str(error)) from None


def _compare_members(old: zipfile.ZipFile, new: zipfile.ZipFile) -> str:
    if _share_members(old, new) < LEAST_SHARE:
        return ""
    texts = _read_texts(old)
    if not texts:
        return "it keeps what lay in the archive"
    later = _read_texts(new)
    for name, data in texts.items():
        if not _keeps_markup(data, later.get(name, b"")):
            return ""
    before, after = _list_texts(texts), _list_texts(later)
    is_added = is_addition(before, after) and adds_no_members(old, new, later)
    return ADDS if is_added else _tell_text(before, after)


def _share_members(old: zipfile.ZipFile, new: zipfile.ZipFile) -> float:
    """Which share of the bytes of pictures and other members without text is in the new one, too."""
    before = [one for one in old.infolist() if not _is_markup(one) and one.file_size]
    after = {(one.CRC, one.file_size) for one in new.infolist()}
    total = sum(one.file_size for one in before)
    return sum(one.file_size for one in before if (one.CRC, one.file_size) in after) / total if total else 1.0


def _is_markup(member: zipfile.ZipInfo) -> bool:
    return member.filename.lower().endswith(_MARKUP)


def _read_texts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    found = {}
    for member in archive.infolist():
        if _is_markup(member):
            if member.file_size > _MOST_MEMBER_BYTES:
                raise MalformedError("a member is too large to be compared")
            found[member.filename] = archive.read(member)
    return found


def _keeps_markup(old: bytes, new: bytes) -> bool:
    """Whether the member is still markup of the same kind: what a program needs to open the document."""
    before = re.findall(rb"\w+", old)
    if len(before) < _LEAST_MARKUP_WORDS:
        return True
    return _share(before, re.findall(rb"\w+", new)) >= _LEAST_MARKUP_SHARE


def _list_texts(texts: dict[str, bytes]) -> list[str]:
    """The text of each member, by name; cells of a sheet with the strings that they point to."""
    shared = [_TAG.sub(b" ", one) for one in _SHARED.findall(texts.get(_STRINGS, b""))]
    found = []
    for name in sorted(texts):
        if (
            name == "xl/sharedStrings.xml"
            or name.endswith(".rels")
            or name.startswith(("docProps/", "META-INF/"))
        ):
            continue
        data = _SHARED_CELL.sub(lambda cell: cell[1] + _point_at(shared, cell[2]) + cell[3], texts[name])
        data = _END_OF_LINE.sub(b"\n", data)
        found.append(_TAG.sub(b" ", data).decode("utf-8", "replace"))
    return found


def _point_at(shared: Sequence[bytes], index: bytes) -> bytes:
    at = int(index) if len(index) < 10 else len(shared)
    return shared[at] if at < len(shared) else b""


def _read_pdf(data: bytes) -> list[str]:
    import pypdfium2  # noqa: PLC0415 - 0.1 s, and only documents of this type need it

    with pypdfium2.PdfDocument(data) as document:
        if len(document) > _MOST_PAGES:
            raise MalformedError("too many pages to be compared")
        return [page.get_textpage().get_text_bounded() for page in document]


def _compare_pictures(old: bytes, new: bytes) -> str:
    (before, points), (after, left) = _shrink(old), _shrink(new)
    spread = float(before.std() * after.std())
    if spread < 1 or left < _LEAST_POINTS * points:
        return ""
    alike = float(((before - before.mean()) * (after - after.mean())).mean()) / spread
    return PICTURE if alike >= _LEAST_ALIKE else ""


def _shrink(data: bytes) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.float64]], int]:
    """The picture in small, and how many points it has."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - only pictures need it

    try:
        with Image.open(io.BytesIO(data)) as picture:
            small = picture.convert("L").resize((_PICTURE_SIDE, _PICTURE_SIDE), Image.Resampling.BOX)
            return np.asarray(small, dtype=np.float64), picture.width * picture.height
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise MalformedError(str(error)) from None
