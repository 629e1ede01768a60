"""Modules that load when they are first used: a command that only reads starts without what only work needs.

What types mean is said beside it, so nothing is lost for the checkers:

    if TYPE_CHECKING:
        import numpy as np
    else:
        np = defer("numpy")
"""

from __future__ import annotations

import importlib
import sys

# `typing` itself takes 4 ms, which every command would wait for
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class DeferredModule:
    """Stands for a module until one of its names is asked for. Safe for threads, as imports are."""

    def __init__(self, name: str) -> None:
        self._deferred_name = name

    def __getattr__(self, name: str) -> Any:
        module = importlib.import_module(self._deferred_name)
        value = getattr(module, name)
        if not name.startswith("__"):
            self.__dict__[name] = value  # found without coming here from now on
        return value


def defer(name: str) -> Any:
    """The module, if it is loaded already; else what loads it when it is used."""
    return sys.modules.get(name) or DeferredModule(name)
