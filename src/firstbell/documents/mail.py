"""Mail: one message (eml), many (mbox), Outlook's (msg): headers, bodies, attachments."""

from __future__ import annotations

import email
import re
import struct
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.policy import compat32
from io import BytesIO
from typing import Any

import olefile

from firstbell.documents.embedded_objects import give_objects, take_objects
from firstbell.documents.extraction import DocumentSource, Extraction, UnreadableError
from firstbell.documents.markup import read_html_text
from firstbell.documents.rtf import strip_rtf
from firstbell.documents.text import decode

_HEADERS = ("From", "To", "Cc", "Bcc", "Reply-To", "Subject")
# where a long header goes on in the next line
_FOLD = re.compile(r"\r?\n[ \t]+")
_NEXT = re.compile(rb"(?m)^From [^\r\n]*\r?\n(?=[!-9;-~]+:)")
_RAW_LIMIT = 512 << 20
_TAG = re.compile(rb"<[^<>]{0,2000}>")
# a plain part that is so many times shorter than the page says less than it
_STUB = 4


def read_mail(source: DocumentSource, draft: Extraction) -> None:
    """One message."""
    _give_message(source.whole(), draft)


def read_mbox(source: DocumentSource, draft: Extraction) -> None:
    """Many messages in one file, each a unit."""
    starts = [match.start() for match in _NEXT.finditer(source.held)]
    if not starts:
        _give_message(source.whole(), draft)
        return
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(source.data)], strict=True)):
        raw = bytes(source.data[start : min(end, start + _RAW_LIMIT)])
        with draft.at(f"message {number + 1}"), draft.unit(""):
            _give_message(raw.partition(b"\n")[2].replace(b"\n>From ", b"\nFrom "), draft)


def _give_message(raw: bytes, draft: Extraction) -> None:
    message = email.message_from_bytes(raw, policy=compat32)  # the newer policy takes ten times as long
    draft.text("\n".join(_list_headers(message)))
    plain_bytes = sum(
        len(_decode(part).strip())
        for part in message.walk()
        if part.get_content_type() == "text/plain" and not part.get_filename()
    )
    for number, part in enumerate(_leaves(message)):
        kind, name = part.get_content_type(), _name_of(part)
        data = _decode(part)
        draft.budget.spend(len(data))
        if name or kind == "message/rfc822" or not kind.startswith("text/"):
            _give_attachment(DocumentSource(name or f"part {number}", data), draft, kind)
        elif kind == "text/html":
            # "this message needs a viewer of HTML" stands for nothing that the page says
            if plain_bytes * _STUB < len(_TAG.sub(b"", data).strip()) or not plain_bytes:
                read_html_text(_to_text(part, data), draft)
        else:
            text, found = take_objects(_to_text(part, data))
            give_objects(found, draft)
            draft.text(text)
    for part in message.walk():
        if isinstance(part.epilogue, str):
            draft.text(part.epilogue)  # what stands behind the last part is shown by no program


def _list_headers(message: Any) -> Iterator[str]:
    """The headers as they came, each on one line: the standard library's own way loses every letter that is
    not ASCII.
    """
    for name in _HEADERS:
        for key, value in message.raw_items():
            if key.lower() == name.lower():
                yield f"{name}: {_FOLD.sub(' ', _decode_words(value))}"


def _decode_words(value: Any) -> str:
    """A header with its encoded words decoded; as it stands where they are broken."""
    text = str(value)
    if _has_raw(text):
        text = decode(text.encode("utf-8", "surrogateescape"), "utf-8")
    if "=?" not in text:
        return text
    try:
        return str(make_header(decode_header(text)))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return text


def _has_raw(text: str) -> bool:
    return any("\udc80" <= character <= "\udcff" for character in text)


def _leaves(message: Any) -> Iterator[Any]:
    if message.get_content_type() == "message/rfc822":
        yield message
    elif message.is_multipart():
        for part in message.get_payload():
            yield from _leaves(part)
    else:
        yield message


def _name_of(part: Any) -> str:
    try:
        return _decode_words(part.get_filename() or "")
    except (ValueError, IndexError, AttributeError, TypeError):
        return "attachment"


def _decode(part: Any) -> bytes:
    if part.get_content_type() == "message/rfc822":
        payload = part.get_payload()
        return bytes(payload[0]) if isinstance(payload, list) and payload else b""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, AttributeError, AssertionError):
        data = None
    return data if isinstance(data, bytes) else str(part.get_payload()).encode("utf-8", "replace")


def _to_text(part: Any, data: bytes) -> str:
    charset = "utf-8"
    try:
        charset = part.get_content_charset() or "utf-8"
        return data.decode(charset)
    except (LookupError, ValueError):  # a charset that nobody knows, or that holds a zero byte
        return data.decode("cp1252", "replace")


def _give_attachment(source: DocumentSource, draft: Extraction, kind: str) -> None:
    if kind == "message/rfc822" and not source.name.endswith(".eml"):
        source = DocumentSource(f"{source.name}.eml", source.data)
    draft.member(source)


_STREAM = "__substg1.0_{:04X}{:04X}"
_SUBJECT, _BODY, _HTML, _RTF = 0x0037, 0x1000, 0x1013, 0x1009
_FROM_NAME, _FROM, _TO, _CC, _BCC = 0x0C1A, 0x0C1F, 0x0E04, 0x0E03, 0x0E02
_ATTACHED, _LONG_NAME, _SHORT_NAME = 0x3701, 0x3707, 0x3704


def read_msg(source: DocumentSource, draft: Extraction) -> None:
    """Outlook's message file: an OLE file with one stream a property. Source: [MS-OXMSG] 2.1,
    [MS-OXRTFCP].
    """
    try:
        with olefile.OleFileIO(BytesIO(source.whole())) as ole:
            _give_outlook(ole, [], draft)
    except OSError as error:
        raise UnreadableError(f"it is damaged: {error}") from None


def _give_outlook(ole: Any, folder: list[str], draft: Extraction) -> None:
    labels = {_FROM_NAME: "From", _FROM: "From", _TO: "To", _CC: "Cc", _BCC: "Bcc", _SUBJECT: "Subject"}
    found = {tag: _property(ole, folder, tag) for tag in labels}
    draft.text("\n".join(f"{labels[tag]}: {value}" for tag, value in found.items() if value))
    body, html_body = _property(ole, folder, _BODY), _property(ole, folder, _HTML)
    packed = _stream(ole, [*folder, _STREAM.format(_RTF, 0x0102)])
    if body:
        draft.text(body)
    elif html_body:
        read_html_text(html_body, draft)
    elif packed:
        draft.text(strip_rtf(unpack_rtf(packed)))
    for entry in ole.listdir(streams=False, storages=True):
        if entry[:-1] == folder and entry[-1].startswith("__attach_version1.0"):
            _give_outlook_attachment(ole, entry, draft)


def _give_outlook_attachment(ole: Any, folder: list[str], draft: Extraction) -> None:
    name = _property(ole, folder, _LONG_NAME) or _property(ole, folder, _SHORT_NAME) or "attachment"
    data = _stream(ole, [*folder, _STREAM.format(_ATTACHED, 0x0102)])
    inner = [*folder, _STREAM.format(_ATTACHED, 0x000D)]
    if data:
        draft.budget.spend(len(data))
        _give_attachment(DocumentSource(name, data), draft, "")
    elif ole.exists(inner):
        with draft.at(name), draft.unit(name):
            _give_outlook(ole, inner, draft)


def _stream(ole: Any, path: list[str]) -> bytes:
    return bytes(ole.openstream(path).read()) if ole.exists(path) else b""


def _property(ole: Any, folder: list[str], tag: int) -> str:
    wide = _stream(ole, [*folder, _STREAM.format(tag, 0x001F)])
    if wide:
        return wide.decode("utf-16-le", "replace").rstrip("\0")
    narrow = _stream(ole, [*folder, _STREAM.format(tag, 0x001E)]) or _stream(
        ole, [*folder, _STREAM.format(tag, 0x0102)] if tag == _HTML else ["-"]
    )
    return narrow.decode("utf-8" if tag == _HTML else "cp1252", "replace").rstrip("\0")


_RTF_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def unpack_rtf(packed: bytes) -> bytes:
    """RTF as Outlook compresses it. Source: [MS-OXRTFCP] 2.2 (dictionary of 4096 bytes, 12-bit
    references).
    """
    if len(packed) < 16:
        return b""
    raw_size, kind = struct.unpack_from("<4xI4s", packed)
    if kind == b"MELA":
        return packed[16 : 16 + raw_size]
    window = bytearray(_RTF_START.ljust(4096, b"\0"))
    at, write, out = 16, len(_RTF_START), bytearray()
    while at < len(packed) and len(out) < raw_size:
        control = packed[at]
        at += 1
        for bit in range(8):
            if at >= len(packed):
                break
            if control >> bit & 1:
                if at + 1 >= len(packed):
                    return bytes(out)
                token = packed[at] << 8 | packed[at + 1]
                at += 2
                offset, length = token >> 4, (token & 15) + 2
                if offset == write:
                    return bytes(out)
                copied = _copy(window, offset, write, length)
            else:
                copied = [packed[at]]
                at += 1
                window[write] = copied[0]
            out.extend(copied)
            write = (write + len(copied)) % 4096
    return bytes(out)


def _copy(window: bytearray, offset: int, write: int, length: int) -> list[int]:
    copied = []
    for step in range(length):
        byte = window[(offset + step) % 4096]
        window[(write + step) % 4096] = byte
        copied.append(byte)
    return copied
