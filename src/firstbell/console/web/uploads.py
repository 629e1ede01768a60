"""A form with a file, taken apart: fields as text, one file as bytes. Nothing in the file is looked at.

Source: RFC 7578 (multipart/form-data); what browsers send is in the HTML standard, "Multipart form data".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from starlette.exceptions import HTTPException
from starlette.requests import Request

from firstbell.console.messages import MAX_UPLOAD_BYTES
from firstbell.console.web.dialogue import split_fields

# names, boundaries and what was typed beside the file
_BESIDE_BYTES = 64 << 10
_MOST_PARTS = 20
_MOST_HEAD = 8 << 10
_LONGEST_NAME = 200
_KIND = re.compile(
    r'multipart/form-data\s*;\s*boundary="?([0-9A-Za-z\'()+_,./:=?-]{1,70})"?\s*', re.IGNORECASE
)
_DISPOSITION = re.compile(r"content-disposition:\s*form-data\s*(;.*)", re.IGNORECASE)
_PARAMETER = re.compile(r';\s*(name|filename)="([^"\r\n]*)"', re.IGNORECASE)


@dataclass
class HandedForm:
    """What a form brought. `name`: of the file, without folders; `is_too_large`: nothing of it was kept."""

    fields: dict[str, str] = field(default_factory=dict)
    name: str = ""
    data: bytes = b""
    is_too_large: bool = False


async def read_upload(request: Request) -> HandedForm:
    """The form of a request. What is too large is read to its end and dropped: so a browser sees the answer.

    Raises: HTTPException (400) for a form that is none.
    """
    body, seen = bytearray(), 0
    async for part in request.stream():
        seen += len(part)
        if seen <= MAX_UPLOAD_BYTES + _BESIDE_BYTES:
            body += part
    if seen > MAX_UPLOAD_BYTES + _BESIDE_BYTES:
        return HandedForm(is_too_large=True)
    kind = _KIND.fullmatch(request.headers.get("content-type", ""))
    if kind is None:
        return HandedForm(split_fields(bytes(body)))
    return split_parts(bytes(body), kind[1].encode())


def split_parts(body: bytes, boundary: bytes) -> HandedForm:
    """The parts of a body. Raises: HTTPException (400)."""
    upload = HandedForm()
    # the first boundary has no line before it; the last one ends in two hyphens
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if len(parts) < 2 or len(parts) > _MOST_PARTS + 2 or not parts[-1].startswith(b"--"):
        raise HTTPException(400)
    for part in parts[1:-1]:
        head, blank, held = part.partition(b"\r\n\r\n")
        if not blank or len(head) > _MOST_HEAD:
            raise HTTPException(400)
        name, file = _read_head(head.decode("utf-8", "replace"))
        if file is None:
            upload.fields[name] = held.decode("utf-8", "replace")
        elif file or held:
            upload.name, upload.data = file, held
    upload.is_too_large = len(upload.data) > MAX_UPLOAD_BYTES
    return upload


def _read_head(head: str) -> tuple[str, str | None]:
    """The name of a field, and of its file: None where it is none. Raises: HTTPException (400)."""
    told = [found for line in head.split("\r\n") if (found := _DISPOSITION.fullmatch(line))]
    if len(told) != 1:
        raise HTTPException(400)
    named = {name.lower(): value for name, value in _PARAMETER.findall(told[0][1])}
    if "name" not in named:
        raise HTTPException(400)
    file = named.get("filename")
    return named["name"], None if file is None else re.split(r"[/\\]", file)[-1][-_LONGEST_NAME:]
