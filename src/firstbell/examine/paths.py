"""Parts of paths inside a snapshot."""

from __future__ import annotations

from collections.abc import Sequence


def split_path(path: bytes) -> tuple[bytes, bytes]:
    """Folder with its closing slash, and name."""
    cut = path.rfind(b"/") + 1
    return path[:cut], path[cut:]


def get_extension(path: bytes) -> bytes:
    """The last suffix with its dot, lower case; empty where there is none."""
    name = split_path(path)[1]
    cut = name.rfind(b".")
    return name[cut:].lower() if cut > 0 else b""


def get_top_folder(path: bytes, roots: Sequence[bytes] = ()) -> bytes:
    """The folder right below the root that holds the path, with its closing slash.

    `roots`: paths that were backed up. Where none holds the path, the first two folders of it count.
    """
    holding = [root.rstrip(b"/") + b"/" for root in roots if path.startswith(root.rstrip(b"/") + b"/")]
    start = len(max(holding, key=len)) if holding else (path.find(b"/", 1) + 1 or 1)
    cut = path.find(b"/", start)
    return path[: cut + 1] if cut >= 0 else path[: path.rfind(b"/") + 1]
