"""Heads kept in a folder, as text, one file each: what a ledger is held against later."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from firstbell.base.errors import raising
from firstbell.ledger.errors import LedgerError
from firstbell.ledger.headtext import HeadTextError, parse_head_text, render_head_text
from firstbell.ledger.lines import HeadLine, hash_line, render_line
from firstbell.ledger.verification import KeptHead
from firstbell.store.errors import ObjectExistsError, StoreError
from firstbell.store.publication import publish

HEAD_SUFFIX = ".head"
# a head has a thousand bytes, a mail with its headers and what it answers some more
_MAX_BYTES = 1 << 20


def name_head(line: HeadLine) -> str:
    """The name, without a suffix, of what belongs to a head: entries, and the beginning of its hash."""
    return f"{line.head.size:09}-{hash_line(render_line(line))[:8]}"


def keep_head(folder: Path, line: HeadLine, *, name: str = "") -> Path:
    """Keep a head; the folder is made. One that is kept already stays as it is.

    Raises: LedgerError when it cannot be written.
    """
    path = folder / (name_head(line) + HEAD_SUFFIX)
    keep_file(path, render_head_text(line, name=name).encode())
    return path


def keep_file(path: Path, data: bytes) -> None:
    """Write a file where there is none; its folder is made. Raises: LedgerError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(ObjectExistsError):
            publish(path.parent, path.name, [data])
    except OSError as error:
        raise LedgerError(f"{path}: {error.strerror}") from None
    except StoreError as error:
        raise LedgerError(f"{path}: {error}", hint=error.hint) from None


def load_kept(path: Path) -> list[KeptHead]:
    """The heads in a file, one at least. Raises: HeadTextError when there is none in it; LedgerError."""
    with raising(LedgerError, path), path.open("rb") as file:
        text = file.read(_MAX_BYTES)
    return [KeptHead(str(path), line) for line in parse_head_text(text, str(path))]


def list_kept(folder: Path) -> list[KeptHead]:
    """Every head that is kept in a folder, the smallest first; none where there is no folder.

    Raises: as `load_kept`.
    """
    return [kept for path in sorted(folder.glob("*" + HEAD_SUFFIX)) for kept in load_kept(path)]


__all__ = ["HEAD_SUFFIX", "HeadTextError", "keep_file", "keep_head", "list_kept", "load_kept", "name_head"]
