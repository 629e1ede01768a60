"""Comments of Word and OpenDocument with what they are set to: one that is set to a name tells of whoever
bears it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OPEN_COMMENT, _OPEN_END = f"{_OFFICE}annotation", f"{_OFFICE}annotation-end"
# what is longer is no name, and may name several people
_LONGEST_ANCHOR, _MOST_WORDS = 60, 6
_PARTICLES = frozenset(("de", "la", "las", "los", "del", "da", "dos", "van", "von", "der", "bin", "al", "y"))
# of so many at a time it is known what they are set to
_MOST_OPEN = 40


def find_anchors(root: Any) -> dict[str, str]:
    """Number of a comment -> the words that it is set to, of a document of Word; none of one that is set to
    more than a name.
    """
    open_: dict[str, list[str]] = {}
    found: dict[str, str] = {}
    tags = (f"{_W}commentRangeStart", f"{_W}commentRangeEnd", f"{_W}p", f"{_W}t", f"{_W}tab", f"{_W}br")
    for element in root.iter(*tags):
        number = element.get(f"{_W}id") or ""
        if element.tag == tags[0]:
            if len(open_) < _MOST_OPEN:
                open_[number] = []
        elif element.tag == tags[1]:
            found[number] = trim_anchor("".join(open_.pop(number, ())))
        else:
            for number, parts in [*open_.items()]:
                parts.append((element.text or "") if element.tag == tags[3] else " ")
                if sum(map(len, parts)) > _LONGEST_ANCHOR:
                    del open_[number]
    return {number: anchor for number, anchor in found.items() if anchor}


def trim_anchor(text: str) -> str:
    """What a comment is set to, where it may be a name; else "".

    >>> trim_anchor(" Ada de la  Roe, "), trim_anchor("Relief asked: pay"), trim_anchor("Ada left")
    ('Ada de la Roe', '', '')
    """
    words = text.split()
    anchor = " ".join(words).strip(" ,;:.-")
    is_short = 0 < len(words) <= _MOST_WORDS and len(anchor) <= _LONGEST_ANCHOR
    is_name = is_short and all(word[0].isupper() or word in _PARTICLES for word in anchor.split())
    return anchor if is_name and not any(mark in anchor for mark in (". ", "? ", "! ", ": ")) else ""


def iterate_comments(root: Any) -> Iterator[tuple[str, str]]:
    """(number, text) of each comment."""
    for comment in root.iter(f"{_W}comment"):
        lines = ("".join(text.text or "" for text in one.iter(f"{_W}t")) for one in comment.iter(f"{_W}p"))
        yield comment.get(f"{_W}id") or "", "\n".join(line for line in lines if line.strip())


def spell_comment(anchor: str, said: str) -> str:
    """A comment behind what it is set to, unless it says that itself.

    >>> spell_comment("Ada Roe", "doubled up"), spell_comment("Ada Roe", "Ada Roe is doubled up")
    ('Ada Roe: doubled up', 'Ada Roe is doubled up')
    """
    return f"{anchor}: {said}" if anchor and anchor not in said else said


def spell_comments(root: Any, anchors: Mapping[str, str]) -> Iterator[str]:
    """Every comment, each behind the words that it is set to."""
    for number, said in iterate_comments(root):
        if said:
            yield spell_comment(anchors.get(number, ""), said)


def iterate_open_comments(root: Any) -> Iterator[str]:
    """The same of OpenDocument, in which a comment stands where what it is set to begins."""
    said: list[tuple[str, str]] = []
    open_: dict[str, list[str]] = {}
    anchors: dict[str, str] = {}
    for element, text in _walk(root):
        name = element.get(f"{_OFFICE}name") or "" if element is not None else ""
        if element is not None and element.tag == OPEN_COMMENT:
            lines = ("".join(line.itertext()) for line in element.iter(f"{_TEXT}p"))
            said.append((name, "\n".join(filter(None, lines))))
            if name and len(open_) < _MOST_OPEN:
                open_[name] = []
        elif element is not None:
            anchors[name] = trim_anchor("".join(open_.pop(name, ())))
        for parts in open_.values() if text else ():
            if sum(map(len, parts)) <= _LONGEST_ANCHOR:
                parts.append(text)
    for name, told in said:
        if told:
            yield spell_comment(anchors.get(name, ""), told)


def _walk(root: Any) -> Iterator[tuple[Any, str]]:
    """(a comment or the end of what it is set to, or None, the text behind it), in their order; what stands
    in a comment is left out.
    """
    stack = [(root, iter(root))]
    yield None, root.text or ""
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield None, (element.tail or "") if stack else ""
        elif child.tag in {OPEN_COMMENT, _OPEN_END}:
            yield child, child.tail or ""
        elif isinstance(child.tag, str):
            # a paragraph, or a tab, parts words
            yield None, f" {child.text or ''}" if child.tag != f"{_TEXT}span" else child.text or ""
            stack.append((child, iter(child)))
