"""Endings of files that Python most likely reads by itself, or takes apart by steps; their bytes decide."""

from __future__ import annotations

_ENDINGS = frozenset(
    (
        *(".txt", ".text", ".log", ".md", ".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".geojson"),
        *(".rtf", ".sql", ".ini", ".cfg", ".conf", ".vcf", ".ics", ".eml", ".mbox", ".mbx", ".msg", ".doc"),
        *(".ppt", ".zip", ".tar", ".gz", ".tgz", ".bz2"),
    )
)


def promises_steps(suffix: str) -> bool:
    """Whether a file of this ending is most likely one of them; its bytes decide."""
    return suffix in _ENDINGS
