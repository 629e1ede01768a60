"""What one scan hands to those who read."""

from __future__ import annotations

from firstbell.impact.scan.scan import name_place
from firstbell.impact.scan.scope import ScopeFile


def place(path: str, version: str = "") -> str:
    return name_place(ScopeFile(path, 1, None, version=version))


def test_files_of_one_folder_of_one_host_have_one_place_and_others_another() -> None:
    assert place("/home/office/a.txt") == place("/home/office/b.docx")
    places = [
        place("/home/office/a.txt"),
        place("/home/office/old/a.txt"),
        place("/home/office/a.txt", "office 1a2b"),
        place("/home/office/a.txt", "nurse 1a2b"),
        place("a.txt"),
    ]
    assert len(set(places)) == len(places)
    assert all(places)
