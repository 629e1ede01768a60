"""A path as a person gives it, as snapshots hold it."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firstbell.compose.examining import Bench

_ESCAPE = re.compile(rb"\\x([0-9a-f]{2})")


def find_path(bench: Bench, given: bytes) -> bytes:
    r"""The path that is meant: as given, with `\xNN` for bytes that are not UTF-8, or from where we stand."""
    plain = given if given.startswith(b"/") else b"/" + given
    candidates = [
        plain,
        _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), plain),
        os.path.abspath(given),
    ]
    return next((path for path in candidates if bench.catalog.list_lines_of(path)), candidates[-1])
