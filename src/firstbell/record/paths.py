"""How paths of Windows are told, and when two of its names are one.

Source: Microsoft, "Naming Files, Paths, and Namespaces": names are compared without case. NTFS does that by a
table of one upper-case character for each character (`$UpCase`).
"""

from __future__ import annotations

import re

_WINDOWS = re.compile(r"[A-Za-z]:(?:[\\/]|$)|\\\\")


def is_windows_path(path: str) -> bool:
    """Whether the path begins with a drive or a share, as Windows writes them.

    >>> is_windows_path("C:/Users"), is_windows_path("/C/Users")
    (True, False)
    """
    return bool(_WINDOWS.match(path))


def fold_name(name: bytes) -> bytes:
    """The same bytes for all spellings of a name that Windows takes for one; a path may be given, too.

    >>> fold_name(b"C/Users/Kay") == fold_name(b"c/USERS/kay")
    True
    """
    if name.isascii():
        return name.upper()
    text = name.decode("utf-8", "surrogateescape")
    folded = "".join(upper if len(upper := one.upper()) == 1 else one for one in text)
    return folded.encode("utf-8", "surrogateescape")


def fold_path(path: str) -> str:
    """A path as it is compared: of Windows without case and with one kind of slash, others as they are."""
    if not is_windows_path(path):
        return path
    plain = path.replace("\\", "/").rstrip("/")
    return fold_name(plain.encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")
