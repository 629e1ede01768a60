"""Files that list patterns or paths, by restic's rules."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from firstbell.cli.terminal.options import UsageError


def _read(file: Path) -> bytes:
    try:
        return Path("/dev/stdin").read_bytes() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {str(file)!r}: {error.strerror}") from None


def _read_lines(files: Sequence[Path]) -> Iterable[str]:
    for file in files:
        # a line ends with a line feed alone: a name may hold what else Python ends lines by, such as U+2028
        for line in os.fsdecode(_read(file)).split("\n"):
            stripped = line.strip()
            if stripped and not stripped.startswith("#"):
                yield stripped


def read_patterns(files: Sequence[Path]) -> list[str]:
    """The patterns of exclude files: one a line, `#` begins a comment, `$NAME` is replaced, `$$` is a dollar.

    Raises: UsageError when a file cannot be read.
    """
    return ["$".join(os.path.expandvars(part) for part in line.split("$$")) for line in _read_lines(files)]


def read_files_from(files: Sequence[Path]) -> list[bytes]:
    """The paths that the patterns of `--files-from` files match.

    Raises: UsageError when a file cannot be read, or a pattern matches nothing.
    """
    found: list[bytes] = []
    for line in _read_lines(files):
        matches = sorted(glob.glob(line, include_hidden=True))
        if not matches:
            raise UsageError(f"--files-from: {line!r} matches nothing")
        found += [os.fsencode(match) for match in matches]
    return found


def read_verbatim_names(files: Sequence[Path]) -> list[bytes]:
    """The paths of `--files-from-verbatim` files: one a line, taken as they are.

    Raises: UsageError.
    """
    return [line for file in files for line in _read(file).split(b"\n") if line]


def read_raw_names(files: Sequence[Path]) -> list[bytes]:
    """The paths of `--files-from-raw` files, each ended by a NUL.

    Raises: UsageError, also when the last one is not ended.
    """
    names: list[bytes] = []
    for file in files:
        *ended, rest = _read(file).split(b"\0")
        if rest or b"" in ended:
            raise UsageError(f"{str(file)!r}: every path must end with a NUL byte, and none may be empty")
        names += ended
    return names
