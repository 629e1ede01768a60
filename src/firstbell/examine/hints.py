"""Family hints by suffix and by a note's name: leads for a person, never proof.

Source: layouts and names in docs/detection.md (public decryptors and reports), 2025-11.
"""

from __future__ import annotations

from collections.abc import Iterable

from firstbell.examine.campaign import Campaign
from firstbell.examine.paths import split_path

_SUFFIXES: dict[bytes, str] = {
    b".medusa": "Medusa",
    b".akira": "Akira",
    b".lockbit": "LockBit 2",
    b".play": "Play",
    b".royal": "Royal",
    b".basta": "Black Basta",
    b".rhysida": "Rhysida",
    b".cuba": "Cuba",
    b".ryk": "Ryuk",
    b".babyk": "Babuk",
    b".wncry": "WannaCry",
    b".wcry": "WannaCry",
}
_NOTES: dict[bytes, str] = {
    b"!!!read_me_medusa!!!.txt": "Medusa",
    b"akira_readme.txt": "Akira",
    b"criticalbreachdetected.pdf": "Rhysida",
    b"r3adm3.txt": "Conti",
    b"!! read me !!.txt": "Cuba",
    b"@please_read_me@.txt": "WannaCry",
    b"_readme.txt": "STOP/Djvu",
}


def find_hints(campaign: Campaign, notes: Iterable[bytes]) -> tuple[str, ...]:
    """Sentences naming families whose suffix or note was seen, each with what it rests on."""
    hints = {
        f"suffix {suffix.decode('utf-8', 'backslashreplace')} is known of {_SUFFIXES[suffix.lower()]}"
        for suffix in campaign.suffixes
        if suffix.lower() in _SUFFIXES
    }
    for name in {split_path(path)[1].lower() for path in notes}:
        if name in _NOTES:
            hints.add(f"a note named {name.decode()} is known of {_NOTES[name]}")
    return tuple(sorted(hints))
