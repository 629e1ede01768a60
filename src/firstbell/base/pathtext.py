"""How a path inside a snapshot is shown: names are bytes there, and not all of them are text."""

from __future__ import annotations


def show_path(path: bytes) -> str:
    r"""The path as text, bytes that are not UTF-8 as `\xNN`.

    >>> show_path(b"/home/kay/caf\xe9.txt")
    '/home/kay/caf\\xe9.txt'
    """
    return path.decode("utf-8", "backslashreplace")
