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
# what is listed unread: of a picture nobody but a recogniser reads more
_LISTED = frozenset(
    (
        *(".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".mp3", ".wav", ".ogg"),
        *(".flac", ".mp4", ".m4a", ".mov", ".avi", ".mkv", ".webm", ".mdb", ".accdb", ".pst", ".rar"),
    )
)


def promises_steps(suffix: str) -> bool:
    """Whether a file of this ending is most likely one of them; its bytes decide."""
    return suffix in _TEXTS or suffix in _PACKAGES or suffix in _LISTED


def promises_text(suffix: str) -> bool:
    """Whether most bytes of such a file are text, however large it is."""
    return suffix in _TEXTS
