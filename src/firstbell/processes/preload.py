"""Modules that libraries load when they first need them, which is too late in a child that opens no file."""

from __future__ import annotations

import encodings
import importlib
import pkgutil
from collections.abc import Iterable
from contextlib import suppress


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
