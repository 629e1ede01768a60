"""What honest work does to a tree: some files changed, moved, left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.adversary.hosts import Files

Change = Callable[[str, bytes], tuple[str, bytes]]


def each(tree: Files, change: Change, *suffixes: str) -> Files:
    """The tree with files of these types changed: path and content."""
    return dict(
        change(path, data) if not suffixes or path.endswith(suffixes) else (path, data)
        for path, data in tree.items()
    )


def rewrite(tree: Files, change: Callable[[bytes], bytes], *suffixes: str) -> Files:
    return each(tree, lambda path, data: (path, change(data)), *suffixes)


def replace_suffix(path: str, suffix: str) -> str:
    return path[: path.rfind(".")] + suffix


def pick_folder(tree: Files, share: float) -> list[str]:
    """Files of whole folders, up to that share of the host."""
    folders: dict[str, list[str]] = {}
    for path in sorted(tree):
        folders.setdefault(path.rpartition("/")[0], []).append(path)
    chosen: list[str] = []
    for members in folders.values():
        if len(chosen) + len(members) <= len(tree) * share:
            chosen += members
    return chosen


def without(tree: Files, paths: Sequence[str]) -> Files:
    gone = set(paths)
    return {path: data for path, data in tree.items() if path not in gone}
