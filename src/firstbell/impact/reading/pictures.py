"""Pictures and scans: text recognition by tesseract, where it is installed and asked for; else they are
listed.
"""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache

from firstbell.impact.reading.draft import Draft, Source, UnreadableError

_SECONDS = 120


@lru_cache(maxsize=1)
def find_recogniser() -> str | None:
    """The path of the program that recognises text; None where it is not installed."""
    return shutil.which("tesseract")


def read_picture(source: Source, draft: Draft) -> None:
    """The text that is recognised in a picture. Raises: UnreadableError where none can be."""
    text = recognise(source.whole()) if draft.recognises else ""
    if not draft.recognises or find_recogniser() is None:
        raise UnreadableError("image only: text in pictures was not recognised")
    if not text.strip():
        raise UnreadableError("image only: no text was recognised in it")
    draft.text(text)
    draft.miss("a picture: its text was recognised, which errs")


def recognise(picture: bytes) -> str:
    """The text in a picture; "" where there is none, or nothing that recognises it."""
    program = find_recogniser()
    if program is None:
        return ""
    try:
        done = subprocess.run(
            [program, "stdin", "stdout"], input=picture, capture_output=True, timeout=_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return "" if done.returncode else done.stdout.decode("utf-8", "replace")


def read_media(source: Source, draft: Draft) -> None:
    """Raises: UnreadableError: sound and film are listed, not read."""
    raise UnreadableError("sound or film: it is not read")


def read_unknown(source: Source, draft: Draft) -> None:
    """Raises: UnreadableError: formats that nothing here reads are listed."""
    names = {".mdb": "an Access database", ".accdb": "an Access database", ".pst": "an Outlook mail store"}
    what = names.get(source.suffix, "a RAR archive" if bytes(source.data[:4]) == b"Rar!" else "this format")
    raise UnreadableError(f"{what} is not read")
