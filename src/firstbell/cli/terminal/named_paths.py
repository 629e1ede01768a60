"""A path as a person gives it, as snapshots hold it."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firstbell.compose.examination import ExaminationContext

_DRIVE = re.compile(rb"[A-Za-z]:[\\/]")
_ESCAPE = re.compile(rb"\\x([0-9a-f]{2})")


def _convert_drive(given: bytes) -> bytes:
    r"""`C:\Users\kay` as restic keeps it: `/C/Users/kay`."""
    return b"/" + given[:1].upper() + given[2:].replace(b"\\", b"/")


def find_path(bench: ExaminationContext, given: bytes) -> bytes:
    r"""The path that is meant: as given, with `\xNN` for bytes that are not UTF-8, or from where we stand."""
    plain = given if given.startswith(b"/") else b"/" + given
    candidates = [
        *([_convert_drive(given)] if _DRIVE.match(given) else []),
        plain,
        _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), plain),
        os.path.abspath(given),
    ]
    fallback = candidates[0] if _DRIVE.match(given) else candidates[-1]
    return next((path for path in candidates if bench.catalog.list_lines_of(path)), fallback)
