"""Word and PowerPoint files of today, and OpenDocument text: XML in a zip, read part by part."""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from firstbell.base.deferral import defer
from firstbell.documents.extraction import DocumentSource, Extraction, UnreadableError
from firstbell.documents.pictures import read_pictures_within
from firstbell.documents.plain_xml import parse_plain
from firstbell.documents.word_comments import (
    OPEN_COMMENT,
    find_anchors,
    iterate_open_comments,
    spell_comments,
)

if TYPE_CHECKING:
    from lxml import etree
else:  # plain files are read without it
    etree = defer("lxml.etree")

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_PARTS = re.compile(
    r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments\w*|glossary/document)\.xml\Z"
)
_SLIDES = re.compile(r"ppt/(?:slides/slide|notesSlides/notesSlide|comments/\w*)(\d*)\.xml\Z")
# the notes of slides, what says of which, and the slides that they stand below
_NOTES = re.compile(r"ppt/notesSlides/(?:_rels/)?notesSlide(\d+)\.xml(\.rels)?\Z")
_OF_SLIDE = re.compile(rb"[\"'][^\"'<>]{0,80}slides/slide(\d{1,6})\.xml[\"']")
_EMBEDDED = re.compile(r"(?:word|ppt|xl)/embeddings/.*\.(?:docx|xlsx|xlsm|pptx|pdf|msg|csv|txt|bin)\Z", re.I)
_PICTURES = re.compile(r"(?:(?:word|ppt)/media|Pictures)/.*\.(?:png|jpe?g|tiff?|bmp|gif)\Z", re.I)
_PROPERTIES = ("docProps/core.xml", "docProps/custom.xml", "meta.xml")
_NAMED = frozenset((*_PROPERTIES, "content.xml", "styles.xml"))
_COMMENTS = frozenset(("word/comments.xml",))
_PIECE = 400
_FEW_CHARS = 200


def open_package(source: DocumentSource) -> zipfile.ZipFile:
    """The zip that such a file is. Raises: UnreadableError."""
    try:
        return zipfile.ZipFile(source.open())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnreadableError(f"it is damaged: {error}") from None


def read_part(archive: zipfile.ZipFile, name: str, draft: Extraction) -> bytes:
    """One part, within the limits. Raises: UnreadableError; LimitError."""
    try:
        info = archive.getinfo(name)
        if info.flag_bits & 1:
            raise UnreadableError("it is encrypted")
        with archive.open(info) as part:
            data = part.read(draft.budget.left_bytes() + 1)
        draft.budget.spend(len(data))
        return data
    except (
        zipfile.BadZipFile,
        OSError,
        EOFError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        zlib.error,
        lzma.LZMAError,
    ) as error:
        raise UnreadableError(f"{name} is damaged: {error}") from None


def _read_parts(source: DocumentSource, draft: Extraction, give: Callable[[str, bytes], bool]) -> None:
    """Give each part to `give`; what cannot be read is told. Then come its pictures.

    Raises: UnreadableError if nothing could be read.
    """
    with open_package(source) as archive:
        problems, is_read = [], False
        before = draft.chars, draft.tables
        # what a comment is set to stands in the document
        for name in sorted(archive.namelist(), key=_rank):
            try:
                if _wants(name) and give(name, read_part(archive, name, draft)):
                    is_read = True
            except (UnreadableError, SyntaxError) as error:  # the second one is lxml's
                problems.append(f"{name}: {error}")
        if problems and not is_read:
            raise UnreadableError(problems[0])
        for problem in problems:
            draft.miss(problem)
        is_bare = draft.chars - before[0] < _FEW_CHARS and draft.tables == before[1]
        read_pictures_within(_iterate_pictures(archive, draft), draft, is_bare=is_bare)


def _rank(name: str) -> int:
    """What comes first: of which slides notes are, these, and last what stands in the document as well."""
    notes = _NOTES.match(name)
    return (0 if notes[2] else 1) if notes else 3 if name in _COMMENTS else 2


def _iterate_pictures(archive: zipfile.ZipFile, draft: Extraction) -> Iterator[tuple[str, bytes]]:
    for name in filter(_PICTURES.match, archive.namelist()):
        try:
            data = read_part(archive, name, draft)
        except UnreadableError as error:
            draft.miss(str(error))
        else:
            yield name.rpartition("/")[2], data


def _wants(name: str) -> bool:
    """Whether a part can hold what somebody wrote: styles and themes, most of a short file, cannot."""
    return name in _NAMED or any(pattern.match(name) for pattern in (_PARTS, _SLIDES, _EMBEDDED, _NOTES))


def read_docx(source: DocumentSource, draft: Extraction) -> None:
    """Body, tables, headers, footers, notes, comments, text boxes, properties, embedded files."""
    anchors: dict[str, str] = {}

    def give(name: str, data: bytes) -> bool:
        if _EMBEDDED.match(name):
            _give_embedded(name, data, draft)
        elif name in _PROPERTIES:
            _give_properties(data, draft)
        elif _PARTS.match(name):
            part, root = name.rpartition("/")[2].removesuffix(".xml"), _parse(data, draft)
            with draft.at("body" if part == "document" else part):
                if root is not None and name in _COMMENTS:
                    draft.text("\n\n".join(spell_comments(root, anchors)))
                else:
                    _give_word(root, draft)
                    anchors.update(find_anchors(root) if part == "document" else {})
            return True
        return False

    _read_parts(source, draft, give)


def _parse(data: bytes, draft: Extraction) -> Any:
    if not draft.may_lean:
        return parse_plain(data)
    return etree.fromstring(
        data, etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    )


def _give_embedded(name: str, data: bytes, draft: Extraction) -> None:
    draft.member(DocumentSource(name.rpartition("/")[2], data))


def _give_properties(data: bytes, draft: Extraction) -> None:
    root = _parse(data, draft)
    if root is None:
        return
    texts = []
    for element in root.iter():
        if isinstance(element.tag, str) and element.text and element.text.strip():
            label = element.tag.rpartition("}")[2]
            if label.lower() in {"title", "subject", "keywords", "description", "category", "lpwstr"}:
                texts.append(element.text.strip())
    with draft.at("properties"):
        draft.text("\n".join(texts))


def _give_word(root: Any, draft: Extraction) -> None:
    if root is None:
        raise UnreadableError("it is damaged")
    lines: list[str] = []
    for element in _blocks(root, f"{_W}tbl", f"{_W}p"):
        if element.tag == f"{_W}tbl":
            draft.text("\n\n".join(lines))
            lines.clear()
            draft.rows(_word_rows(element))
        else:
            lines.append(_paragraph(element))
            if len(lines) > _PIECE * 50:
                draft.text("\n\n".join(lines))
                lines.clear()
    draft.text("\n\n".join(lines))


def _blocks(root: Any, table: str, paragraph: str) -> Iterator[Any]:
    """Tables and paragraphs in their order; of a table only itself, of a paragraph its text boxes too."""
    stack = [iter(root)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag in {table, paragraph}:
            yield element
            if element.tag == paragraph:
                for box in element.iter(f"{_W}txbxContent"):
                    yield from (inner for inner in box if inner.tag in {table, paragraph})
        elif isinstance(element.tag, str) and not element.tag.endswith("}Fallback"):
            stack.append(iter(element))


def _paragraph(element: Any) -> str:
    parts: list[str] = []
    for run in element.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}delText", f"{_W}instrText"):
        if run.tag == f"{_W}tab":
            parts.append("\t")
        elif run.tag in {f"{_W}br", f"{_W}cr"}:
            parts.append("\n")
        else:
            parts.append(run.text or "")
    return "".join(parts)


def _word_rows(table: Any) -> list[list[str]]:
    rows = []
    for row in table.iter(f"{_W}tr"):
        cells: list[str] = []
        for cell in row.iterchildren(f"{_W}tc", f"{_W}sdt"):
            cells.append("\n".join(_paragraph(paragraph) for paragraph in cell.iter(f"{_W}p")).strip())
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            if span is not None and (wide := (span.get(f"{_W}val") or "")[:4]).isdecimal():
                cells.extend([""] * min(int(wide) - 1, 100))
        rows.append(cells)
    return rows


class _Slides:
    """Gives slides, each with its notes below it. `notes`: those whose slides have not come, by number."""

    def __init__(self, draft: Extraction) -> None:
        self._draft = draft
        # of which slide notes are, by their numbers
        self._of: dict[str, str] = {}
        self.notes: dict[str, str] = {}

    def learn(self, number: str, data: bytes) -> None:
        """What says of which slide notes are."""
        for match in _OF_SLIDE.finditer(data):
            self._of[number] = match[1].decode()

    def give(self, number: str, data: bytes, *, are_notes: bool) -> None:
        """Give a slide, or keep notes for theirs. Raises: UnreadableError."""
        draft = self._draft
        with draft.at(f"slide {number}"):
            root = _parse(data, draft)
            if root is None:
                raise UnreadableError("it is damaged")
            for table in root.iter(f"{_A}tbl"):
                draft.rows([[_slide_text(cell) for cell in row] for row in table.iter(f"{_A}tr")])
                table.getparent().remove(table)
            text = "\n".join(_slide_text(paragraph) for paragraph in root.iter(f"{_A}p"))
            if are_notes and number in self._of:
                self.notes[self._of[number]] = text
                return
            own = "" if are_notes else self.notes.pop(number, "")
            draft.text(f"{text}\n\n{own}" if own.strip() else text)


def read_pptx(source: DocumentSource, draft: Extraction) -> None:
    """Slides, each with its notes below it: text and tables."""
    slides = _Slides(draft)

    def give(name: str, data: bytes) -> bool:
        noted, match = _NOTES.match(name), _SLIDES.match(name)
        if _EMBEDDED.match(name):
            _give_embedded(name, data, draft)
        elif name in _PROPERTIES:
            _give_properties(data, draft)
        elif noted and noted[2]:
            slides.learn(noted[1], data)
        elif match:
            slides.give(match[1], data, are_notes=not name.startswith("ppt/slides/"))
            return True
        return False

    _read_parts(source, draft, give)
    for number, text in slides.notes.items():
        with draft.at(f"slide {number}"):
            draft.text(text)


def _slide_text(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(f"{_A}t"))


def read_odt(source: DocumentSource, draft: Extraction) -> None:
    """OpenDocument text and slides: paragraphs, tables, headers, footers, notes."""

    def give(name: str, data: bytes) -> bool:
        if name == "meta.xml":
            _give_properties(data, draft)
        if name not in {"content.xml", "styles.xml"}:
            return False
        root = _parse(data, draft)
        if root is None:
            raise UnreadableError("it is damaged, or encrypted")
        lines: list[str] = []
        for element in _open_blocks(root):
            if element.tag == f"{_TABLE}table":
                draft.text("\n\n".join(lines))
                lines.clear()
                draft.rows(_open_rows(element))
            else:
                lines.append(_open_text(element))
        draft.text("\n\n".join(lines))
        with draft.at("comments"):
            draft.text("\n\n".join(iterate_open_comments(root)))
        return name == "content.xml"

    _read_parts(source, draft, give)


def _open_blocks(root: Any) -> Iterator[Any]:
    stack = [iter(root)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag in {f"{_TABLE}table", f"{_TEXT}p", f"{_TEXT}h"}:
            yield element
        elif isinstance(element.tag, str):
            stack.append(iter(element))


def _open_text(element: Any) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif child.tag == f"{_TEXT}s":
            parts.append(" ")
        elif isinstance(child.tag, str) and child.tag != OPEN_COMMENT:
            parts.append(_open_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _open_rows(table: Any) -> list[list[str]]:
    rows = []
    for row in table.iter(f"{_TABLE}table-row"):
        cells: list[str] = []
        for cell in row:
            times = min(int((cell.get(f"{_TABLE}number-columns-repeated") or "1")[:4]), 64)
            cells.extend(["\n".join(_open_text(p) for p in cell.iter(f"{_TEXT}p"))] * times)
        rows.append(cells)
    return rows
