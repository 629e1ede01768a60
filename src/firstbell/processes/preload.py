"""Modules that libraries load when they first need them, which is too late in a child that opens no file."""

from __future__ import annotations

import encodings
import importlib
import pkgutil
from collections.abc import Iterable
from contextlib import suppress
from importlib.abc import MetaPathFinder


def load_codecs() -> None:
    """Every character set that Python has: documents name whichever they like."""
    load_modules(f"encodings.{info.name}" for info in pkgutil.iter_modules(encodings.__path__))


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

    Character sets are all loaded (`load_codecs`): one that is missing does not exist.
    """

    is_asked = False

    def find_spec(self, name: str, *_: object) -> None:
        """Nothing is found."""
        self.is_asked = self.is_asked or not name.startswith("encodings.")
