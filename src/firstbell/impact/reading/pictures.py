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
    program = find_recogniser() if draft.recognises else None
    if program is None:
        raise UnreadableError("image only: text in pictures was not recognised")
    try:
        done = subprocess.run(
            [program, "stdin", "stdout"], input=source.whole(), capture_output=True, timeout=_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        raise UnreadableError("image only: recognising text in it failed") from None
    text = done.stdout.decode("utf-8", "replace")
    if done.returncode or not text.strip():
        raise UnreadableError("image only: no text was recognised in it")
    draft.text(text)
    draft.miss("a picture: its text was recognised, which errs")


def read_media(source: Source, draft: Draft) -> None:
    """Raises: UnreadableError: sound and film are listed, not read."""
    raise UnreadableError("sound or film: it is not read")


def read_unknown(source: Source, draft: Draft) -> None:
    """Raises: UnreadableError: formats that nothing here reads are listed."""
    names = {".mdb": "an Access database", ".accdb": "an Access database", ".pst": "an Outlook mail store"}
    what = names.get(source.suffix, "a RAR archive" if bytes(source.data[:4]) == b"Rar!" else "this format")
    raise UnreadableError(f"{what} is not read")
