"""PDFs, set by Typst from the templates beside this module; its own fonts, nothing fetched, no browser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import msgspec
import typst

# as much as a narrow column holds
_LONG_WORD = re.compile(r"\S{28,}")
# where a name may go on in the next line; Typst itself breaks after a slash and a hyphen
_JOINT, _RUN = re.compile(r"(?<=[_.=])(?=\w)"), re.compile(r"[^/_.=\s-]{28}(?=\w)")
# what is not in Typst's own fonts as a whole: scripts beyond Latin, Greek and Cyrillic
_OTHER_SCRIPT = re.compile(r"[\u0530-\u1dff\u2c00-\ua71f\ua800-\ufaff\ufb07-\ufeff\U00010000-\U0010ffff]")


def break_words(text: str) -> str:
    """The text with places, in its long words, where a line may end; nobody sees them.

    Not for what somebody copies from the paper into a shell.
    """
    return _LONG_WORD.sub(lambda word: _RUN.sub("\\g<0>\u200b", _JOINT.sub("\u200b", word[0])), text)


def print_pdf(template: str, values: Mapping[str, Any]) -> bytes:
    """The PDF of a template, `<template>.typ`, which is handed `values` as JSON.

    What stands in the values is data to Typst and never markup. The machine's own fonts show what Typst's
    do not.
    """
    text = files("firstbell.runs.paper").joinpath(f"{template}.typ").read_bytes()
    told = msgspec.json.encode(values).decode()
    pdf = typst.compile(text, sys_inputs={"values": told}, ignore_system_fonts=not _OTHER_SCRIPT.search(told))
    assert isinstance(pdf, bytes)
    return pdf
