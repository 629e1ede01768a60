"""Zip files whose bytes depend on their parts alone: every entry carries the same fixed date."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

FIXED_DATE = (2023, 2, 1, 8, 0, 0)


def pack_parts(parts: Mapping[str, bytes], *, level: int = 6) -> bytes:
    """A zip file of `parts` in their order, deflated."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, FIXED_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, compresslevel=level)
    return out.getvalue()


def unpack_parts(data: bytes) -> dict[str, bytes]:
    """The entries of a zip file by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}
