"""Bytes on their way into new files: evidence hashed while it is copied, published whole, hashed again."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

from firstbell.base.errors import say_cause
from firstbell.case.errors import CaseError, EvidenceChangedSinceError
from firstbell.investigate.acquisition import check_file
from firstbell.investigate.evidence import Condition, Evidence
from firstbell.store.errors import ObjectExistsError, StoreError
from firstbell.store.publication import UnpublishedFile

E = TypeVar("E", bound=Evidence)
R = TypeVar("R")
_MODE = 0o400
_BUFFER_BYTES = 1 << 20


class _DraftFile(io.RawIOBase):
    """A file that has no name yet, as something to write to."""

    def __init__(self, draft: UnpublishedFile) -> None:
        self._draft = draft

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        copied = bytes(data)
        self._draft.append([copied])
        return len(copied)


def write_new(folder: Path, fill: Callable[[BinaryIO], R], name: Callable[[R], str], *, mode: int) -> R:
    """Write a new file, whole or not at all. `name`: what it is called, by what `fill` gives.

    Raises: what `fill` does; ObjectExistsError when the name is taken; CaseError when it cannot be written.
    """
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        draft = UnpublishedFile(folder, mode=mode)
        try:
            with io.BufferedWriter(_DraftFile(draft), _BUFFER_BYTES) as out:
                given = fill(cast(BinaryIO, out))
            draft.publish(folder, name(given))
        finally:
            draft.close()
    except ObjectExistsError:
        raise
    except (OSError, StoreError) as error:
        raise CaseError(f"{folder}: {say_cause(error)}", hint=getattr(error, "hint", "")) from None
    return given


def write_target(target: Path, fill: Callable[[BinaryIO], R]) -> R:
    """Write a new file that somebody named. Raises: CaseError when it is there, or cannot be written."""
    try:
        return write_new(target.parent, fill, lambda _: target.name, mode=0o600)
    except ObjectExistsError:
        raise CaseError(f"{target} is there already", hint="name a new file") from None


def keep(folder: Path, fill: Callable[[BinaryIO], E]) -> E:
    """Keep the bytes that `fill` writes, read-only, named by their hash; it says what evidence they are.

    Raises: what `fill` does; CaseError when they cannot be kept; EvidenceChangedSinceError when they do not
    read back.
    """
    taken: list[E] = []

    def remember(out: BinaryIO) -> E:
        taken.append(fill(out))
        return taken[0]

    with suppress(ObjectExistsError):  # the same content was kept before
        write_new(folder, remember, lambda evidence: evidence.sha256, mode=_MODE)
    (evidence,) = taken
    check = check_file(folder / evidence.sha256, evidence)
    if check.condition is not Condition.SAME:
        raise EvidenceChangedSinceError(f"{folder / evidence.sha256}: {check.why}")
    return evidence


def keep_known(folder: Path, evidence: E, copy: Callable[[BinaryIO], object]) -> E:
    """Keep the bytes of evidence that is known already. Raises: as `keep`."""

    def fill(out: BinaryIO) -> E:
        copy(out)
        return evidence

    return keep(folder, fill)
