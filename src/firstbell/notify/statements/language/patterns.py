"""Patterns as this room writes them, and the tables of words that lie beside the code.

In capitals or small letters, it is the same word. A table lies in the folder of the module that reads it; it
may name parts of patterns once, and use them in many patterns as "{NAME}".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any


def any_case(pattern: str) -> re.Pattern[str]:
    """What a pattern matches, however it is written: "Letters were" and "letters were"."""
    return re.compile(pattern, re.IGNORECASE)


def any_words(words: str) -> re.Pattern[str]:
    """Any of these words, each as a whole: "paid|pay(?:s|ing)" is in no "repaid"."""
    return any_case(rf"\b(?:{words})\b")


Table = dict[str, Any]
_NAME = re.compile(r"\{([A-Z_]+)\}")


def read_table(folder: str, name: str) -> Table:
    """A table of this room by its folder and name."""
    return tomllib.loads(files(f"firstbell.notify.statements.{folder}").joinpath(name).read_text("utf-8"))


def read_patterns(folder: str, name: str) -> tuple[Table, Callable[[str], str]]:
    """A table, and what puts its named parts into its patterns."""
    table = read_table(folder, name)
    return table, fill_parts(read_parts(table["parts"]))


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
