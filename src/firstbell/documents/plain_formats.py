"""Readers of formats that Python reads by itself, with no library beside it: a process that has these alone
is small.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from firstbell.documents import dbase, dbase_memos, embedded_objects, objects, rtf, text
from firstbell.documents.dispatch import Reader

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "dbase": dbase.read_dbase,
        "memos": dbase_memos.read_memos,
        "json": objects.read_json,
        "rtf": rtf.read_rtf,
        "table": text.read_table,
        "text": embedded_objects.read_mixed,
        "program": text.read_runs,
    }
)
