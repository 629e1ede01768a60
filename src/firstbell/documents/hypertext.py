"""HTML as a reader sees it: its text, and its links with where they lead. Hostile markup is read as far as it
goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_MAX_CHARACTERS = 400_000
_BREAKING = frozenset((
    "p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote",
    "hr", "section", "article", "td", "th",
))  # fmt: skip
_UNSEEN = frozenset({"style", "script", "head", "title", "noscript", "template"})
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])|mso-hide\s*:\s*all"
)
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


@dataclass(frozen=True, slots=True)
class Hyperlink:
    """A link. `text`: what is shown of it. `target`: where it leads. `at`: where it begins in the text."""

    text: str
    target: str
    at: int = 0


@dataclass(slots=True)
class Markup:
    """What was found: `asks_password`: whether a form of it has a field for one; `hidden`: characters not
    shown.
    """

    text: str = ""
    links: list[Hyperlink] = field(default_factory=list)
    asks_password: bool = False
    forms: int = 0
    images: int = 0
    hidden: int = 0


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.size = 0
        self.found = Markup()
        self._unseen: list[str] = []
        self._link: tuple[str, int, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _BREAKING:
            self._add("\n")
        if tag == "a" and given.get("href"):
            self._end_link()
            self._link = (given["href"].strip(), self.size, [])
        elif tag in {"form", "area", "iframe"}:
            self._note_target(tag, given)
        elif tag == "input" and given.get("type", "").lower() == "password":
            self.found.asks_password = True
        elif tag == "img":
            self.found.images += 1
            self._add(f" {given.get('alt', '')} ")
        if tag not in _VOID and (
            self._unseen or tag in _UNSEEN or _HIDDEN.search(given.get("style", "").lower())
        ):
            self._unseen.append(tag)

    def _note_target(self, tag: str, given: dict[str, str]) -> None:
        self.found.forms += tag == "form"
        target = given.get("action") or given.get("href") or given.get("src") or ""
        if target:
            self.found.links.append(Hyperlink("", target.strip(), self.size))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_link()
        if tag in self._unseen:
            while self._unseen and self._unseen.pop() != tag:
                pass
        if tag in _BREAKING:
            self._add("\n")

    def handle_data(self, data: str) -> None:
        if self._unseen:
            if not set(self._unseen) & _UNSEEN:
                self.found.hidden += len(data.strip())
            return
        # an end of line in markup is a space
        self._add(re.sub(r"\s+", " ", data))
        if self._link:
            self._link[2].append(data)

    def _add(self, piece: str) -> None:
        if self.size < _MAX_CHARACTERS:
            self.pieces.append(piece)
            self.size += len(piece)

    def _end_link(self) -> None:
        if self._link:
            target, at, shown = self._link
            self.found.links.append(Hyperlink(" ".join("".join(shown).split()), target, at))
            self._link = None

    def finish(self) -> Markup:
        self._end_link()
        self.found.text = "".join(self.pieces)
        return self.found


def read_markup(html: str) -> Markup:
    """The text and the links of a page or a body."""
    reader = _Reader()
    try:
        reader.feed(html[:_MAX_CHARACTERS])
        reader.close()
    except (AssertionError, ValueError):  # html.parser on declarations that nobody writes but to break it
        pass
    return reader.finish()
