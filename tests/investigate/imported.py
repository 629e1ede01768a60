"""Imports of bytes, for tests."""

from __future__ import annotations

import io
from typing import Any

from firstbell.investigate.imports import open_import
from firstbell.investigate.imports.formats import Import
from firstbell.record.timeline import TimelineLine


def read(data: bytes, **options: Any) -> tuple[list[TimelineLine], Import]:
    """The lines of a file, and what is said of it afterwards."""
    opened = open_import(io.BytesIO(data), "ab" * 32, **options)
    return list(opened), opened


def number_problems(opened: Import) -> list[int]:
    """The numbers of the lines that were not taken."""
    return [problem.line_number for problem in opened.problems]
