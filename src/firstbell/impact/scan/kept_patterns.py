"""Compiled patterns on disk: compiling them takes longer than reading a thousand letters.

Two sorts of files in the folder of derived data, each SHA-256 of the rest (32), and the rest:
`patterns-NAME-CODE`, the scanner's database as Hyperscan packs it, and `expressions-NAME-CODE`, the regular
expressions of one zygote (`processes/expressions.py`). The first NAME stands for the library's version and
the kind of machine; the second one for the version of Python, the kind of machine and what the zygote begins
with. CODE stands for our code as it is: whoever has the keys loads no patterns to name them. Only processes
in a fence unpack them.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from firstbell.impact.scan.lens import digest_installed
from firstbell.processes.expressions import name_engine
from firstbell.store.errors import StoreError
from firstbell.store.publication import publish

_DIGEST_BYTES = 32
_MOST_BYTES = 64 << 20
_CODE_DIGITS = 16


class _KeptFile:
    """Bytes of our code as it is, under a name in a folder; nothing is kept where there is none."""

    def __init__(self, folder: Path | None, name: Callable[[], str]) -> None:
        self._folder, self._name = folder, name

    def _name_whole(self) -> str:
        return f"{self._name()}-{digest_installed()[:_CODE_DIGITS]}"

    def load(self) -> bytes:
        """What was kept and is whole, else b""."""
        if self._folder is None:
            return b""
        path = self._folder / self._name_whole()
        try:
            with path.open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
        except OSError:
            return b""
        if data[:_DIGEST_BYTES] == hashlib.sha256(data[_DIGEST_BYTES:]).digest():
            return data[_DIGEST_BYTES:]
        with suppress(OSError):
            path.unlink()
        return b""

    def keep(self, packed: bytes) -> None:
        """Keep it in the place of an older version's; where that cannot be, the next scan compiles again."""
        if self._folder is None or len(packed) > _MOST_BYTES - _DIGEST_BYTES:
            return
        with suppress(OSError, StoreError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for path in self._folder.glob(f"{self._name()}-*"):
                path.unlink(missing_ok=True)
            publish(self._folder, self._name_whole(), [hashlib.sha256(packed).digest(), packed])


class KeptPatterns(_KeptFile):
    """The packed database in a folder."""

    def __init__(self, folder: Path | None) -> None:
        super().__init__(folder, _name_patterns)

    def open_expressions(self, begin: str) -> KeptExpressionFile:
        """Where the expressions of the zygote that begins with this are kept, in the same folder."""
        return KeptExpressionFile(self._folder, begin)


class KeptExpressionFile(_KeptFile):
    """The packed expressions of a zygote in a folder; `begin`: what it begins with."""

    def __init__(self, folder: Path | None, begin: str) -> None:
        super().__init__(folder, lambda: _name_zygote(begin))


def _name_patterns() -> str:
    return f"patterns-{_digest(version('hyperscan'), platform.machine())}"


def _name_zygote(begin: str) -> str:
    return f"expressions-{_digest(begin, name_engine())}"


def _digest(*told: str) -> str:
    return hashlib.sha256("|".join(told).encode()).hexdigest()[:32]
