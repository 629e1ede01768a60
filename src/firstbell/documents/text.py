"""Plain text in any encoding, in pieces of bounded size; tables with separators; runs of text in anything
else.
"""

from __future__ import annotations

import codecs
import csv
import io
import mmap
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import nullcontext

from firstbell.documents.extraction import Buffer, DocumentSource, Extraction, UnreadableError
from firstbell.documents.joined_tables import join_tables
from firstbell.documents.records.health_messages import are_messages
from firstbell.documents.records.text_records import are_cut_claims, find_records

PIECE_BYTES = 4 << 20
_SNIFF_BYTES = 64 << 10
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MIXED = "firstbell_mixed"
_SEPARATORS = ",;\t|~^"
_REMARKS = ("#", "--", "//", "* ")
_RUN = re.compile(rb"[\t\x20-\x7e]{6,}")
_WIDE_RUN = re.compile(rb"(?:[\t\x20-\x7e]\x00){6,}")
# what stands before each line for a printer, and moves the paper
_CONTROLS = frozenset(" 01+-")
_CONTROL = re.compile(r"(?m)^[01+-]")
_FEWEST_SPOOLED = 4
csv.field_size_limit(16 << 20)
# of a file that one line heads and one ends
_KEY_ENTRY = re.compile(r"\s*[A-Za-z0-9*]{1,8}\s*[=:-]\s*\S.{1,60}\Z")
_FEWEST_KEYED = 4
_FEWEST_FRAMED, _MARK_CHARS = 3, 3


def find_encoding(data: Buffer) -> str | None:
    """The encoding of a text; None where the bytes are no text."""
    head = bytes(data[:_SNIFF_BYTES])
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    if b"\x00" in head and (wide := _find_wide(head)):
        return wide
    controls = sum(head.count(bytes([at])) for at in range(32) if at not in {9, 10, 12, 13, 27})
    if controls > len(head) // 50:
        return None
    return "utf-8" if _is_utf8(data) else "cp1252"


def _find_wide(head: bytes) -> str | None:
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _is_utf8(data: Buffer) -> bool:
    """Whether a good part of what is not ASCII is UTF-8: by chance, next to nothing in another encoding
    is.
    """
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(bytes(data[:PIECE_BYTES]))
    broken = text.count("\ufffd")
    valid = len(text) - len(text.encode("ascii", "ignore")) - broken
    return broken <= 4 * valid


def _take_broken(error: UnicodeError) -> tuple[str, int]:
    """A byte that is no UTF-8 is most often one of cp1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_MIXED, _take_broken)


def decode(data: bytes, encoding: str) -> str:
    """The text; what does not decode is taken as cp1252 in UTF-8, else becomes U+FFFD."""
    return data.decode(encoding, _MIXED if encoding.startswith("utf-8") else "replace")


def _let_go(data: Buffer, until: int) -> None:
    """Keep no pages of a mapped file that were read: a text of 2 GB would count as memory of ours."""
    if isinstance(data, mmap.mmap) and until and hasattr(mmap, "MADV_DONTNEED"):
        data.madvise(mmap.MADV_DONTNEED, 0, until)


def decode_pieces(data: Buffer, encoding: str) -> Iterator[str]:
    """The text in pieces that end at line ends where there are any; as `decode`."""
    decoder = codecs.getincrementaldecoder(encoding)(_MIXED if encoding.startswith("utf-8") else "replace")
    rest = ""
    for at in range(0, len(data), PIECE_BYTES):
        _let_go(data, at)
        piece = rest + decoder.decode(bytes(data[at : at + PIECE_BYTES]), at + PIECE_BYTES >= len(data))
        end = piece.rfind("\n") + 1
        if at + PIECE_BYTES >= len(data):
            end = len(piece)
        elif not end:
            end = piece.rfind(" ") + 1 or len(piece)
        yield piece[:end]
        rest = piece[end:]


def read_text(source: DocumentSource, draft: Extraction) -> None:
    """A text; a table with separators where it looks like one; else runs of text in unknown bytes."""
    encoding = find_encoding(source.data)
    if encoding is None:
        read_runs(source, draft)
        return
    head = decode(bytes(source.data[:_SNIFF_BYTES]), encoding)
    is_open = (
        source.suffix not in {".md", ".log", ".sql"} and not are_messages(head) and not are_cut_claims(head)
    )
    if is_open and find_separator(head, strict=True):
        read_table(source, draft)
        return
    for piece in decode_pieces(source.data, encoding):
        if source.suffix == ".log":
            draft.text(piece)
        else:
            give_text(piece, draft)


def clear_controls(text: str) -> str:
    r"""A text that was spooled for a printer, with a space in place of the sign before each line, which moves
    the paper: 1 for a new page, 0 for an empty line, - for two of them, + for none.

    >>> clear_controls("1PAY\n0 NO\n  1 ADA\n  2 BEN\n  3 CY\n- ALL")
    ' PAY\n  NO\n  1 ADA\n  2 BEN\n  3 CY\n  ALL'
    >>> clear_controls("1PAY\n0 NO\n  1 ADA\n1PAY\n0 NO\n  2 BEN\n  3 CY\n0 ALL").split("\n")[3:5]
    [' PAY', '  NO']
    >>> clear_controls("1 one\n2 two")
    '1 one\n2 two'
    """
    lines = [line for line in text[:_SNIFF_BYTES].split("\n") if line.strip()] if text[:1] == "1" else []
    is_spooled = (
        len(lines) >= _FEWEST_SPOOLED
        and lines[0][1:2].isalpha()
        and all(line[0] in _CONTROLS and not line[1:2].isdigit() for line in lines)
        and sum(line[0] == " " for line in lines) * 3 >= len(lines)
    )
    return _CONTROL.sub(" ", text) if is_spooled else text


def give_text(text: str, draft: Extraction) -> None:
    """Hand a text over, as tables where it is one of records. Raises: LimitError."""
    text = clear_controls(text)
    tables = find_records(text)
    if not tables:
        draft.text(text)
        return
    named = {table.name: table.rows for table in tables}
    for name, rows in join_tables(named) if len(named) > 1 else named.items():
        with draft.at(f"table {name}") if name else nullcontext():
            draft.rows(rows)


def find_separator(head: str, *, strict: bool = False) -> str | None:
    """The character that parts the cells; None where no character does so alike on most lines."""
    lines = [line for line in head.splitlines()[:60] if line.strip()]
    # what explains a table above or below it is no row of it
    lines = [line for line in lines if not line.startswith(_REMARKS)] or lines
    if len(head) >= _SNIFF_BYTES // 2:
        lines = lines[:-1] or lines
    best, best_score = None, 0.0
    every = lines
    for separator in _SEPARATORS:
        lines = _drop_key(every, separator)
        score, width = max(
            _measure_width([len(next(csv.reader([line], delimiter=separator), [])) for line in lines]),
            # a cell in quotation marks may go on over several lines
            _measure_width(_count_cells(lines, separator)) if '"' in head else (0.0, 1),
        )
        if score * min(width, 6) > best_score:
            best, best_score = separator, score * min(width, 6)
            share, columns = score, width
    if best is None or (strict and (len(lines) < 3 or share < 0.75 or columns < 3)):
        return best if best and _is_framed(lines, best) else None
    return best


def _drop_key(lines: list[str], separator: str) -> list[str]:
    """The lines of a table without those of a key of codes that stands below it."""
    last = next((at for at in range(len(lines) - 1, -1, -1) if separator in lines[at]), -1) + 1
    below = lines[last:]
    entries = sum(_KEY_ENTRY.match(line) is not None for line in below)
    is_key = last >= _FEWEST_KEYED and entries >= 2 and entries + 1 >= len(below)
    return lines[:last] if is_key else lines


def _is_framed(lines: Sequence[str], separator: str) -> bool:
    """Whether all lines but the first and the last, which head and end the file, have the same first cell of
    a few letters and as many cells: "H|2899", "D|...", "T|5".
    """
    cells = [line.split(separator) for line in lines]
    inner = cells[1:-1]
    return (
        len(inner) >= _FEWEST_FRAMED
        and all(len(row) > 1 and 0 < len(row[0]) <= _MARK_CHARS for row in (cells[0], cells[-1]))
        and len({row[0] for row in inner}) == 1
        and inner[0][0].isalnum()
        and len(inner[0][0]) <= _MARK_CHARS
        and inner[0][0] not in {cells[0][0], cells[-1][0]}
        and len({len(row) for row in inner}) == 1
        and len(inner[0]) > _MARK_CHARS
    )


def _count_cells(lines: Sequence[str], separator: str) -> list[int]:
    """How many cells each row has, whatever lines it takes; none where the quotation marks are no pairs."""
    try:
        return [
            len(row) for row in csv.reader((f"{line}\n" for line in lines), delimiter=separator, strict=True)
        ]
    except csv.Error:
        return []


def _measure_width(counts: Sequence[int]) -> tuple[float, int]:
    """(share of the rows that have as many cells as most have, how many that is)."""
    width, times = Counter(counts).most_common(1)[0] if counts else (1, 0)
    return (times / len(counts), width) if width > 1 else (0.0, 1)


def read_table(source: DocumentSource, draft: Extraction) -> None:
    """CSV and kin, in any encoding and with any usual separator."""
    encoding = find_encoding(source.data)
    if encoding is None:
        read_runs(source, draft)
        return
    head = decode(bytes(source.data[:_SNIFF_BYTES]), encoding)
    separator = find_separator(head)
    if separator is None:
        for piece in decode_pieces(source.data, encoding):
            draft.text(piece)
        return
    draft.rows(_iterate_rows(source.data, encoding, separator))


def _iterate_rows(data: Buffer, encoding: str, separator: str) -> Iterator[list[str]]:
    def lines() -> Iterator[str]:
        for piece in decode_pieces(data, encoding):
            # no other sign ends a row: exports of databases part lines within a cell by vertical tabs
            yield from io.StringIO(piece.replace("\x00", ""), newline="")

    reader = csv.reader(lines(), delimiter=separator)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            continue  # one line that cannot be split: the next ones can
        yield row


def read_runs(source: DocumentSource, draft: Extraction) -> None:
    """Runs of text in bytes of an unknown format. Raises: UnreadableError where there are next to none."""
    found = 0
    for at in range(0, len(source.data), PIECE_BYTES):
        piece = bytes(source.data[at : at + PIECE_BYTES])
        runs = [run.decode("utf-8", "replace") for run in _RUN.findall(piece)]
        runs += [run.decode("utf-16-le") for run in _WIDE_RUN.findall(piece)]
        kept = [run for run in runs if sum(map(str.isalnum, run)) * 10 > 6 * len(run)]
        found += sum(map(len, kept))
        draft.text("\n".join(kept))
    if found * 20 < len(source.data):
        raise UnreadableError("its format is not known, or it is encrypted", is_all=True)
    draft.miss("its format is not known: only runs of text in it were read")
