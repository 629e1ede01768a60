"""Named parts of patterns: a table of words names a part once, and uses it in many patterns as "{NAME}"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_NAME = re.compile(r"\{([A-Z_]+)\}")


def read_parts(written: Mapping[str, str], known: Mapping[str, str] | None = None) -> dict[str, str]:
    """The parts of a table, each with those before it filled in. `known`: parts that others define.

    >>> read_parts({"WHO": "we|they", "DID": "(?:{WHO}) paid"})["DID"]
    '(?:we|they) paid'
    """
    parts = dict(known or {})
    for name, words in written.items():
        parts[name] = fill_parts(parts)(words)
    return parts


def fill_parts(parts: Mapping[str, str]) -> Callable[[str], str]:
    """What puts these parts into a pattern."""
    return lambda words: _NAME.sub(lambda match: parts[match[1]], words)
