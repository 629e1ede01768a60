"""Bytes into a `MailMessage`. Nothing in a message may stop it from being read: what is broken is named in
`problems`.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import Message

from firstbell.documents.attachments import EnclosureText
from firstbell.documents.calendars import is_calendar, read_calendar
from firstbell.documents.hypertext import Hyperlink, read_markup
from firstbell.mail.addresses import split_addresses
from firstbell.triage.charsets import decode_text
from firstbell.triage.enclosures import PLAIN, EnclosureReader, list_packed
from firstbell.triage.mail import NOBODY, Attachment, MailAddress, MailMessage
from firstbell.triage.words import count_widthless

_MAX_PARTS = 500
_MAX_DEPTH = 8
_MAX_TEXT = 400_000
# of a header so much is read; a subject of megabytes would cost minutes
_MAX_HEADER = 10_000
_PLAIN_LINK = re.compile(
    r"(?:https?|hxxps?)://[^\s<>\"'\])}]+|\bwww\.[\w.-]+\.[a-z]{2,}[^\s<>\"'\])}]*", re.IGNORECASE
)
_BULK_HEADERS = (
    "List-Unsubscribe",
    "List-Id",
    "Feedback-ID",
    "X-Campaign",
    "X-Mailer-Campaign",
    "X-CampaignID",
)
_SHOWN_HEADERS = ("Subject", "From")
_PART_HEADERS = ("Content-Type", "Content-Disposition", "Content-Transfer-Encoding", "Content-ID")
_RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
_DEFECTS = {
    "StartBoundaryNotFoundDefect": "the boundary that its headers promise is never there",
    "CloseBoundaryNotFoundDefect": "its last part does not end: it was cut off",
    "NoBoundaryInMultipartDefect": "it is multipart without a boundary",
    "MultipartInvariantViolationDefect": "it says multipart and has no parts",
    "InvalidBase64PaddingDefect": "base64 with a wrong end",
    "InvalidBase64CharactersDefect": "base64 with characters that are none",
    "InvalidBase64LengthDefect": "base64 of a length that cannot be",
    "MisplacedEnvelopeHeaderDefect": "a line of an mbox among its headers",
    "MissingHeaderBodySeparatorDefect": "no empty line between headers and body",
    "FirstHeaderLineIsContinuationDefect": "its headers begin in the middle of a line",
    "InvalidMultipartContentTransferEncodingDefect": "multipart in an encoding that it cannot have",
}


@dataclass(slots=True)
class _Found:
    enclosures: EnclosureReader
    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    carried: list[MailMessage] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    parts: int = 0


def parse_mail(data: bytes, *, depth: int = 0, enclosures: EnclosureReader = PLAIN) -> MailMessage:
    """The message in these bytes. `enclosures`: reads the files that came with it."""
    return _take_apart(message_from_bytes(data, policy=policy.compat32), depth, enclosures)


def _take_apart(message: Message, depth: int, enclosures: EnclosureReader) -> MailMessage:
    found = _Found(enclosures)
    _note_defects(message, found)
    _note_long_headers(message, found)
    _walk(message, found, depth)
    text, links, extra = _join_bodies(found)
    sender = _find_sender(_read_addresses(message, "From"))
    if sender is NOBODY:
        found.problems.append("it has no sender")
    return MailMessage(
        sender=sender,
        subject=read_header(message, "Subject"),
        date=read_header(message, "Date"),
        message_id=read_header(message, "Message-ID"),
        text=text,
        reply_to=next(iter(_read_addresses(message, "Reply-To")), NOBODY),
        return_path=next(iter(_read_addresses(message, "Return-Path")), NOBODY),
        recipients=tuple(one for name in _RECIPIENTS for one in _read_addresses(message, name)),
        results=tuple(_list_headers(message, "Authentication-Results")),
        links=links,
        attachments=tuple(found.attachments),
        carried=tuple(found.carried),
        problems=tuple(dict.fromkeys(found.problems)),
        unread=tuple(dict.fromkeys(found.unread)),
        bulk=_find_bulk(message),
        list_id=read_header(message, "List-Id"),
        arc_results=tuple(_list_headers(message, "ARC-Authentication-Results")),
        received=read_header(message, "Received"),
        is_report=str(message.get_param("report-type", "")).lower() == "delivery-status",
        asks_password=extra.asks_password,
        hidden=extra.hidden,
        words_apart=count_widthless(text) + count_widthless(read_header(message, "Subject")),
    )


def _find_bulk(message: Message) -> frozenset[str]:
    named = {name for name in _BULK_HEADERS if message.get(name)}
    if read_header(message, "Precedence").lower() in {"bulk", "list", "junk"}:
        named.add("Precedence")
    return frozenset(named)


def _note_defects(message: Message, found: _Found) -> None:
    for defect in message.defects:
        name = type(defect).__name__
        found.problems.append(_DEFECTS.get(name, f"broken MIME ({name})"))


def _walk(message: Message, found: _Found, depth: int) -> None:
    found.parts += 1
    if found.parts > _MAX_PARTS:
        found.problems.append(f"it has more than {_MAX_PARTS} parts; the others were not read")
        return
    _cut_long_headers(message)
    kind = message.get_content_type()
    payload = message.get_payload()
    if kind in {"message/rfc822", "message/global"} or (
        kind.startswith("message/") and isinstance(payload, list)
    ):
        _carry(message, found, depth)
    elif isinstance(payload, list):
        for part in payload:
            if isinstance(part, Message):
                if part is not message:
                    _note_defects(part, found)
                _walk(part, found, depth)
    else:
        _read_leaf(message, kind, found, depth)


def _carry(message: Message, found: _Found, depth: int) -> None:
    """A message inside this one; of one that came as text its text is read."""
    if depth >= _MAX_DEPTH:
        found.problems.append(
            f"messages inside messages, more than {_MAX_DEPTH} deep; the inner ones were not read"
        )
        return
    payload = message.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else None
    # base64 is not allowed here, and is sent all the same
    encoded = str(message.get("Content-Transfer-Encoding", "")).strip().lower()
    if isinstance(inner, Message) and encoded in {"base64", "quoted-printable"} and not inner.get("From"):
        body = Message()
        body["Content-Transfer-Encoding"] = encoded
        body.set_payload(inner.as_string())
        data = body.get_payload(decode=True)
        inside = data if isinstance(data, bytes) else b""
        found.carried.append(parse_mail(inside, depth=depth + 1, enclosures=found.enclosures))
    elif isinstance(inner, Message):
        found.carried.append(_take_apart(inner, depth + 1, found.enclosures))


def _read_leaf(message: Message, kind: str, found: _Found, depth: int) -> None:
    data = _decode(message, found)
    name = _read_name(message)
    shown = str(message.get("Content-Disposition", "")).strip().lower()
    is_body = kind in {"text/plain", "text/html"} and not shown.startswith("attachment") and not name
    if is_body:
        (found.html if kind == "text/html" else found.plain).append(_decode_part(data, message, found))
        return
    if _is_mail(name, kind, data) and depth < _MAX_DEPTH:
        found.carried.append(parse_mail(data, depth=depth + 1, enclosures=found.enclosures))
        return
    inline = kind.startswith("image/") and (shown.startswith("inline") or bool(message.get("Content-ID")))
    _read_file(message, name, data, found, inline=inline)


def _read_file(message: Message, name: str, data: bytes, found: _Found, *, inline: bool) -> None:
    """A file that came with the message: what it says, and where its links lead."""
    kind = message.get_content_type()
    if kind.startswith("text/"):
        text = _decode_part(data, message, found)
        read = EnclosureText(read_calendar(text) if is_calendar(text) else text)
    else:
        read = found.enclosures.read(name or _name_by_type(kind), data, inline=inline)
    if read.unread:
        found.unread.append(f"{name or kind}: {read.unread}")
    found.links += read.links
    is_page = kind == "text/html" or name.lower().endswith((".htm", ".html", ".shtml"))
    markup = read_markup(read.text) if is_page else None
    found.attachments.append(
        Attachment(
            name=name,
            type=kind,
            size_bytes=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            text=(markup.text if markup else read.text)[:_MAX_TEXT],
            inline=inline,
            packed=list_packed(data),
        )
    )
    if markup:
        found.html.append(read.text)


def _name_by_type(kind: str) -> str:
    """A name for a part that has none, with the ending of its type."""
    return f"unnamed{mimetypes.guess_extension(kind) or ''}"


def _decode_part(data: bytes, message: Message, found: _Found) -> str:
    """The text of a part; what its charset does not tell is a problem, and what nobody can read is unread."""
    try:
        named = message.get_content_charset()
    except (ValueError, LookupError, TypeError):
        named = None
    decoded = decode_text(data[: _MAX_TEXT * 4], named)
    if decoded.problem:
        found.problems.append(decoded.problem)
    if decoded.unread:
        found.unread.append(decoded.unread)
    return decoded.text[:_MAX_TEXT]


def _is_mail(name: str, kind: str, data: bytes) -> bool:
    """Whether an attachment is a message that was attached as a file."""
    if not name.lower().endswith(".eml") and kind != "application/x-mimearchive":
        return False
    return (
        re.search(rb"^(from|received|subject|date|to):", data[:20_000], re.IGNORECASE | re.MULTILINE)
        is not None
    )


def _decode(message: Message, found: _Found) -> bytes:
    try:
        data = message.get_payload(decode=True)
    except (ValueError, TypeError, LookupError, AssertionError):
        found.problems.append("a part whose encoding does not hold")
        return b""
    for defect in message.defects:
        name = type(defect).__name__
        if name.startswith("InvalidBase64"):
            found.problems.append(_DEFECTS[name])
    return data if isinstance(data, bytes) else b""


def _join_bodies(found: _Found) -> tuple[str, tuple[Hyperlink, ...], _Extra]:
    """One text of plain and HTML bodies, and the links of both; the HTML is what a reader is shown."""
    links: list[Hyperlink] = []
    extra = _Extra()
    shown: list[str] = []
    size = 0
    for html in found.html:
        markup = read_markup(html)
        links += [Hyperlink(link.text, link.target, link.at + size) for link in markup.links]
        extra.asks_password |= markup.asks_password
        extra.hidden += markup.hidden
        shown.append(markup.text)
        size += len(markup.text) + 2
    plain = "\n\n".join(found.plain)
    text = "\n\n".join(shown)
    # both say the same, as a rule; where the plain one says what the other does not, it counts as well
    if len(plain.split()) > 2 * len(text.split()) or not text.strip():
        links = [Hyperlink(link.text, link.target, link.at + len(plain) + 2) for link in links]
        text = f"{plain}\n\n{text}"
    targets = {link.target for link in links}
    for target in found.links:
        if target not in targets:
            targets.add(target)
            links.append(Hyperlink("", target, max(len(text) - 1, 0)))
    spoken = "\n".join(attachment.text for attachment in found.attachments)[:_MAX_TEXT]
    links += find_plain_links(text, targets)
    links += [Hyperlink("", link.target, max(len(text) - 1, 0)) for link in find_plain_links(spoken, targets)]
    return text[:_MAX_TEXT], tuple(links), extra


def find_plain_links(text: str, known: set[str]) -> list[Hyperlink]:
    """The addresses that stand in a text as words, but for those `known` before, to which they are added."""
    links = []
    for match in _PLAIN_LINK.finditer(text):
        target = match[0].rstrip(".,;:!?")
        if target not in known:
            known.add(target)
            links.append(Hyperlink("", target, match.start()))
    return links


@dataclass(slots=True)
class _Extra:
    asks_password: bool = False
    hidden: int = 0


def read_header(message: Message, name: str) -> str:
    """The beginning of a header decoded, on one line; "" where it is not there."""
    return decode_words(str(message.get(name, "") or "")[:_MAX_HEADER])


def _note_long_headers(message: Message, found: _Found) -> None:
    """What stands far behind in a header that people are shown was not read."""
    for name in _SHOWN_HEADERS:
        if len(str(message.get(name, "") or "")) > _MAX_HEADER:
            found.unread.append(f"its {name} behind the first {_MAX_HEADER:,} characters")


def _list_headers(message: Message, name: str) -> Iterator[str]:
    for value in message.get_all(name, []):
        yield " ".join(str(value).split())


def decode_words(value: str) -> str:
    """Text with its encoded words (RFC 2047) decoded; what does not decode stays as it is."""
    raw = re.sub(r"\?=(?==\?)", "?= ", " ".join(value.split()))
    if "=?" not in raw:
        return raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    pieces = []
    try:
        for piece, charset in decode_header(raw):
            pieces.append(_decode_piece(piece, charset))
    except (ValueError, LookupError, TypeError):
        return raw
    return " ".join("".join(pieces).split())


def _decode_piece(piece: bytes | str, charset: str | None) -> str:
    return piece if isinstance(piece, str) else decode_text(piece, charset).text


def _read_addresses(message: Message, name: str) -> list[MailAddress]:
    found = []
    for value in message.get_all(name, []):
        for shown, email in split_addresses(" ".join(str(value).split())):
            found.append(MailAddress(decode_words(shown).strip('"'), decode_words(email)))
    if len(found) == 1 and not found[0].email and "@" in found[0].name:
        # an address inside an encoded word
        shown, email = next(split_addresses(found[0].name))
        return [MailAddress(shown, email)]
    return found


def _cut_long_headers(message: Message) -> None:
    """Cuts what says of a part how to read it: the standard library takes seconds for 100,000 parameters."""
    for name in _PART_HEADERS:
        value = str(message.get(name, "") or "")
        if len(value) > _MAX_HEADER:
            message.replace_header(name, value[:_MAX_HEADER])


def _find_sender(listed: Sequence[MailAddress]) -> MailAddress:
    """Who sent it: the first of those listed. A name with a comma that nobody quoted is one name."""
    for number, one in enumerate(listed):
        if one.email:
            return MailAddress(", ".join(part.name for part in listed[: number + 1] if part.name), one.email)
    return listed[0] if listed else NOBODY


def _read_name(message: Message) -> str:
    try:
        name = message.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        return "unnamed"
    return decode_words(str(name)).replace("/", "_")[:200]
