"""What a hunt looks at, in words: the sources of docs/hunts.md as a page names them."""

from __future__ import annotations

_SOURCES = {
    "nights": "backups",
    "settings": "settings that start programs",
    "flow": "records of outgoing traffic",
    "srum/network": "what each program sent (SRUM)",
}
_KINDS = {"eventlog": "event log", "registry": "registry"}


def say_source(source: str) -> str:
    """A source in words; one without words stands as it is.

    >>> say_source("eventlog/Security"), say_source("flow")
    ('event log Security', 'records of outgoing traffic')
    """
    kind, _, name = source.partition("/")
    return f"{_KINDS[kind]} {name}" if kind in _KINDS and name else _SOURCES.get(source, source)
