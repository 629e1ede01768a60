"""How paths of other systems are told."""

from __future__ import annotations

import re

_WINDOWS = re.compile(r"[A-Za-z]:(?:[\\/]|$)|\\\\")


def is_windows_path(path: str) -> bool:
    """Whether the path begins with a drive or a share, as Windows writes them.

    >>> is_windows_path("C:/Users"), is_windows_path("/C/Users")
    (True, False)
    """
    return bool(_WINDOWS.match(path))
