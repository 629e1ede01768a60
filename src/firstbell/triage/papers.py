"""What is handed in and is no mail: a letter as docx or PDF, a photograph, a transcript, typed text.

It becomes a message with a text and no headers, so nothing in it proves who sent it.
"""

from __future__ import annotations

import re
from pathlib import PurePath

from firstbell.documents.captions import is_captions, read_captions
from firstbell.documents.hypertext import Hyperlink, read_markup
from firstbell.triage.charsets import decode_text
from firstbell.triage.enclosures import EnclosureReader
from firstbell.triage.mail import NOBODY, MailMessage
from firstbell.triage.parser import find_plain_links
from firstbell.triage.words import count_widthless

_MAX_TEXT = 400_000
_TEXT_ENDINGS = frozenset({"", ".txt", ".text", ".md", ".log", ".vtt", ".srt", ".htm", ".html", ".shtml"})
_PAGES = frozenset({".htm", ".html", ".shtml"})
# formats by their first bytes. Source: each format's own specification
_MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"II*\x00",
    b"MM\x00*",
    b"{\\rtf",
    b"\xd0\xcf\x11\xe0",
    b"BM",
)
_LATER_MAGIC = (b"WEBP", b"WAVE", b"ftyp")
_PAPER_ENDINGS = _TEXT_ENDINGS.union(
    [
        ".csv",
        ".tsv",
        ".ics",
        ".vcs",
        ".rtf",
        ".json",
        ".docx",
        ".doc",
        ".odt",
        ".pdf",
        ".xlsx",
        ".xls",
        ".pptx",
    ],
    [".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".heic", ".msg"],
    [".mp3", ".m4a", ".wav", ".amr", ".ogg", ".mp4", ".mov"],
) - {""}
_HEADER = re.compile(
    rb"(?:from|to|cc|bcc|subject|date|sender|received|return-path|delivered-to|message-id|mime-version|reply-to"
    rb"|authentication-results|content-[a-z-]+|dkim-signature|arc-[a-z-]+|list-[a-z]+|x-[a-z0-9-]+|envelope-to"
    rb"|status|importance|precedence|thread-[a-z]+|auto-submitted)[ \t]*:",
    re.IGNORECASE,
)


def is_paper(name: str, head: bytes) -> bool:
    """Whether a file is no mail. `head`: its beginning."""
    if head.startswith(_MAGIC) or (head[4:12] and any(mark in head[4:12] for mark in _LATER_MAGIC)):
        return True
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _HEADER.match(start):
        return False
    return PurePath(name.lower()).suffix in _PAPER_ENDINGS


def parse_paper(name: str, data: bytes, enclosures: EnclosureReader) -> MailMessage:
    """The message that such a file is."""
    ending = PurePath(name.lower()).suffix
    links: list[Hyperlink] = []
    if ending in _TEXT_ENDINGS and not data.startswith(_MAGIC):
        decoded = decode_text(data[: _MAX_TEXT * 4], None)
        text, unread = decoded.text, decoded.unread
        if is_captions(text):
            text = read_captions(text)
        if ending in _PAGES:
            markup = read_markup(text)
            text, links = markup.text, list(markup.links)
    else:
        read = enclosures.read(PurePath(name).name, data, inline=False)
        text, unread = read.text, f"{PurePath(name).name}: {read.unread}" if read.unread else ""
        links = [Hyperlink("", target, max(len(text) - 1, 0)) for target in read.links]
        if not text.strip() and not unread and not links:
            unread = f"{PurePath(name).name}: no words were found in it"
    text = text[:_MAX_TEXT]
    links += find_plain_links(text, {link.target for link in links})
    return MailMessage(
        sender=NOBODY,
        subject="",
        date="",
        message_id="",
        text=text,
        links=tuple(links),
        unread=(unread,) if unread else (),
        words_apart=count_widthless(text),
    )
