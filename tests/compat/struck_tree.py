"""A small tree before and after an encryption event that the test plays itself."""

from __future__ import annotations

import io
import os
import random
import zipfile
from pathlib import Path

ENDING = ".k7q2x"


def write_document(path: Path, words: str) -> None:
    """A zip of two entries: all of it can be checked."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w>{words * 200}</w>")
        archive.writestr("[Content_Types].xml", "<Types/>" * 40)
    path.write_bytes(data.getvalue())


def make_tree(root: Path) -> None:
    """Documents, tables, a link of each kind and a name that is not UTF-8, in three folders."""
    rng = random.Random(5)
    for folder in ("office", "school/third", "home/ana"):
        for at in range(8):
            write_document(root / folder / f"letter {at}.docx", f"{folder} {at} {rng.random()}")
        rows = "".join(f"{at},{rng.random()},pupil\n" for at in range(300))
        (root / folder / "roster.csv").write_text(rows)
    (root / "school" / "caf\udce9.csv").write_text("name,grade\n" * 50)
    os.link(root / "office" / "letter 0.docx", root / "office" / "linked.docx")
    os.symlink("roster.csv", root / "office" / "link")
    (root / "home" / "empty").mkdir()


def strike(root: Path) -> None:
    """Random bytes over what the test made itself: renamed, in place, deleted, with a note in each folder."""
    rng = random.Random(6)
    for folder in ("office", "school/third", "home/ana"):
        for at in range(6):
            path = root / folder / f"letter {at}.docx"
            path.write_bytes(rng.randbytes(path.stat().st_size))
            if at < 4:
                path.rename(path.with_name(path.name + ENDING))
        (root / folder / "letter 6.docx").unlink()
        note = "All your files have been encrypted. To recover them pay in bitcoin.\nhttp://a.onion/\n"
        (root / folder / "HOW_TO_RECOVER.txt").write_text(note * 3)
    (root / "home" / "empty").rmdir()


def change_calmly(root: Path) -> None:
    """What people do on a day: one file renamed, one deleted, one edited."""
    (root / "office" / "letter 7.docx").rename(root / "office" / "budget.docx")
    (root / "school" / "third" / "letter 7.docx").unlink()
    write_document(root / "office" / "letter 1.docx", "second draft")
