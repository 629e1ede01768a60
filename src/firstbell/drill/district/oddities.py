"""The cases that trip programs: odd names, links, nothing at all, far down."""

from __future__ import annotations

import os
from pathlib import Path

_NOTE = "Bell schedule: first bell 8:15, last bell 14:45. Early release on Wednesdays, see the office.\n"
# what an old Windows server left behind: Latin-1 bytes that are not UTF-8
_LATIN_NAME = "r\u00e9sum\u00e9.txt".encode("latin-1")


def write_oddities(root: Path) -> None:
    """Nine odd entries under `root`/Odds and ends."""
    odds = root / "Odds and ends"
    deep = odds.joinpath(*(f"level {level:02d}" for level in range(1, 21)))
    deep.mkdir(parents=True)
    (odds / "empty folder").mkdir()
    (odds / "empty.txt").write_bytes(b"")
    (odds / "tiny.txt").write_bytes(b"ok\n")
    (odds / "Пётр Жуков, 学校, naïve.txt").write_text(_NOTE * 3, encoding="utf-8")
    (odds / " file  with   spaces .txt").write_text(_NOTE * 2, encoding="utf-8")
    (deep / "far down.txt").write_text(_NOTE, encoding="utf-8")
    (odds / "twin a.txt").write_text(_NOTE * 4, encoding="utf-8")
    os.link(odds / "twin a.txt", odds / "twin b.txt")
    (odds / "the schedule").symlink_to("twin a.txt")
    with open(os.path.join(os.fsencode(odds), _LATIN_NAME), "wb") as out:
        out.write(_NOTE.encode("latin-1"))
