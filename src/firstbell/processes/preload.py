"""Modules that libraries load when they first need them, which is too late in a child that opens no file."""

from __future__ import annotations

import encodings
import importlib
import pkgutil
from collections.abc import Container, Iterable
from contextlib import suppress
from importlib.abc import MetaPathFinder

# character sets that come with libraries of their own, each of which makes every fork dearer
EAST_ASIAN_CODECS = frozenset(
    (
        "big5", "big5hkscs", "cp932", "cp949", "cp950", "euc_jis_2004", "euc_jisx0213", "euc_jp", "euc_kr",
        "gb18030", "gb2312", "gbk", "hz", "iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_2004",
        "iso2022_jp_3", "iso2022_jp_ext", "iso2022_kr", "johab", "shift_jis", "shift_jis_2004",
        "shift_jisx0213",
    )
)  # fmt: skip


def load_codecs(without: Container[str] = ()) -> None:
    """Every character set that Python has, but for those named: documents name whichever they like."""
    names = (info.name for info in pkgutil.iter_modules(encodings.__path__))
    load_modules(f"encodings.{name}" for name in names if name not in without)


def load_modules(names: Iterable[str]) -> None:
    """Each of these that there is: what is missing is an extra, or of another system."""
    for name in names:
        with suppress(ImportError):
            importlib.import_module(name)


def load_package(name: str) -> None:
    """A package with the modules that lie in it, where it is installed."""
    with suppress(ImportError):
        package = importlib.import_module(name)
        names = [info.name for info in pkgutil.iter_modules(package.__path__, f"{name}.")]
        load_modules(inner for inner in names if not inner.endswith("__main__"))


class ImportWatch(MetaPathFinder):
    """Sees that a module is missing in a fence, which a reader might take for one that is not installed.

    Character sets are loaded (`load_codecs`), but for those `without` which that was done: another one that
    is missing does not exist.
    """

    def __init__(self, without: Container[str] = ()) -> None:
        self._without = without
        self.is_asked = False

    def find_spec(self, name: str, *_: object) -> None:
        """Nothing is found."""
        is_codec = name.startswith("encodings.")
        self.is_asked = self.is_asked or not is_codec or name.removeprefix("encodings.") in self._without
