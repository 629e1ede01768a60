"""Readers of formats whose text stands on drawn pages, and of text."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from firstbell.documents import pdf, text
from firstbell.documents.dispatch import Reader

READERS: Mapping[str, Reader] = MappingProxyType({"pdf": pdf.read_pdf, "text": text.read_text})
