"""Parts of paths inside a snapshot."""

from __future__ import annotations


def split_path(path: bytes) -> tuple[bytes, bytes]:
    """Folder with its closing slash, and name."""
    cut = path.rfind(b"/") + 1
    return path[:cut], path[cut:]


def get_extension(path: bytes) -> bytes:
    """The last suffix with its dot, lower case; empty where there is none."""
    name = split_path(path)[1]
    cut = name.rfind(b".")
    return name[cut:].lower() if cut > 0 else b""


def show_path(path: bytes) -> str:
    r"""The path as text, bytes that are not UTF-8 as \xNN."""
    return path.decode("utf-8", "backslashreplace")
