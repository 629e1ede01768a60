"""Names that are known of intruders: extensions they append, names of their notes. Leads, never proof.

Source: known_names.json beside this module, cleaned from MISP galaxy's clusters/ransomware.json (CC0-1.0);
`python -m scripts.known_names` makes it anew. A few that the list lacks stand here, with theirs.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

import msgspec

# layouts and names of published decryptors and reports, as docs/detection.md tells them, 2025-11
_REPORTS = "public reports, 2025-11"
_MORE_EXTENSIONS = {
    ".medusa": "Medusa",
    ".akira": "Akira",
    ".lockbit": "LockBit 2",
    ".play": "Play",
    ".royal": "Royal",
    ".basta": "Black Basta",
    ".rhysida": "Rhysida",
    ".cuba": "Cuba",
    ".ryk": "Ryuk",
    ".babyk": "Babuk",
    ".wncry": "WannaCry",
    ".wcry": "WannaCry",
}
_MORE_NOTES = {
    "!!!read_me_medusa!!!.txt": "Medusa",
    "akira_readme.txt": "Akira",
    "criticalbreachdetected.pdf": "Rhysida",
    "r3adm3.txt": "Conti",
    "!! read me !!.txt": "Cuba",
    "@please_read_me@.txt": "WannaCry",
    "_readme.txt": "STOP/Djvu",
}
_MOST_FAMILIES = 3


class _KnownNames(msgspec.Struct, frozen=True):
    source: str
    date: str
    licence: str
    extensions: dict[str, list[str]]
    notes: dict[str, list[str]]


@lru_cache(maxsize=1)
def _load() -> _KnownNames:
    data = files("firstbell.examine").joinpath("known_names.json").read_bytes()
    return msgspec.json.decode(data, type=_KnownNames)


def is_known_extension(extension: bytes) -> bool:
    """Whether an extension, with its dot, is known of an intruder."""
    name = _fold(extension)
    return name in _MORE_EXTENSIONS or name in _load().extensions


def is_known_note(name: bytes) -> bool:
    """Whether a file's name is known of an intruder's note."""
    folded = _fold(name)
    return folded in _MORE_NOTES or folded in _load().notes


def tell_extension(extension: bytes) -> str:
    """Whose extension that is and who says so, "" where nobody does."""
    name = _fold(extension)
    return _tell(_MORE_EXTENSIONS.get(name), _load().extensions.get(name, ()))


def tell_note(name: bytes) -> str:
    """Whose note is called so and who says so, "" where nobody does."""
    folded = _fold(name)
    return _tell(_MORE_NOTES.get(folded), _load().notes.get(folded, ()))


def _tell(reported: str | None, listed: Iterable[str]) -> str:
    if reported is not None:
        return f"{reported} ({_REPORTS})"
    names = list(listed)
    if not names:
        return ""
    shown = ", ".join(names[:_MOST_FAMILIES]) + (" and others" if len(names) > _MOST_FAMILIES else "")
    return f"{shown} (MISP galaxy, {_load().date})"


def _fold(name: bytes) -> str:
    return name.decode("utf-8", "backslashreplace").lower()
