"""What is shown of people: initials and the end of a number, until somebody asks for names and says why."""

from __future__ import annotations

import os.path
from typing import Any

Line = dict[str, Any]
_SHOWN_DIGITS = 2


def mask_line(line: Line) -> Line:
    """A line of `impact people` or `impact person` without what names anybody."""
    masked = dict(line)
    if "name" in masked:
        masked["name"] = mask_name(str(masked["name"] or ""))
    if "sourcedId" in masked:
        masked["sourcedId"] = mask_number(str(masked["sourcedId"] or ""))
    if "paths" in masked:
        # a file is often called by whom it is about
        masked["paths"] = [mask_path(str(path)) for path in masked["paths"]]
    masked.pop("places", None)
    if "text" in masked and isinstance(masked["text"], list):
        # of a letter: it names nobody but the person whom it is about
        name = str(line.get("name") or "")
        masked["text"] = [text.replace(name, mask_name(name)) if name else text for text in masked["text"]]
    for name in ("to", "address", "note", "notes", "merged", "others"):
        masked.pop(name, None)
    return masked


def mask_name(name: str) -> str:
    """The initials.

    >>> mask_name("Ada Hill-Moe")
    'A. H.'
    """
    return " ".join(f"{word[0].upper()}." for word in name.split() if word[0].isalpha())


def mask_number(number: str) -> str:
    """The last two characters.

    >>> mask_number("200109")
    '...09'
    """
    return f"...{number[-_SHOWN_DIGITS:]}" if len(number) > _SHOWN_DIGITS else "..." if number else ""


def mask_path(path: str) -> str:
    """What kind of file it is.

    >>> mask_path("/office/iep/ada-hill.docx")
    'a .docx file'
    """
    ending = os.path.splitext(path)[1].lower()
    return f"a {ending} file" if ending and ending[1:].isalnum() else "a file"
