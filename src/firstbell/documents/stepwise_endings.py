"""Endings of files that Python most likely reads by itself, or takes apart by steps; their bytes decide."""

from __future__ import annotations

_TEXTS = frozenset(
    (
        *(".txt", ".text", ".log", ".md", ".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".geojson"),
        *(".rtf", ".sql", ".ini", ".cfg", ".conf", ".vcf", ".ics", ".eml", ".mbox", ".mbx", ".msg", ".doc"),
        *(".ppt", ".zip", ".tar", ".gz", ".tgz", ".bz2", ".xml", ".dbf", ".dbt", ".fpt"),
    )
)
# XML in a zip: of a large one most bytes are pictures
_PACKAGES = frozenset((".docx", ".docm", ".dotx", ".pptx", ".pptm", ".odt", ".odp"))


def promises_steps(suffix: str) -> bool:
    """Whether a file of this ending is most likely one of them; its bytes decide."""
    return suffix in _TEXTS or suffix in _PACKAGES


def promises_text(suffix: str) -> bool:
    """Whether most bytes of such a file are text, however large it is."""
    return suffix in _TEXTS
