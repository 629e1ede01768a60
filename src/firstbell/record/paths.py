r"""How paths of Windows are told, when two of its names are one, and what a person means who types one.

A backup of Windows keeps `C:\Users\kay` as `/C/Users/kay`. A person may type either, with either slash and in
any case: where the snapshot's own paths are of Windows all of them mean the same, elsewhere nothing does.

Source: Microsoft, "Naming Files, Paths, and Namespaces": names are compared without case. NTFS does that by a
table of one upper-case character for each character (`$UpCase`), which makes no letter of ASCII of one that
is none: the dotless i and the long s stay themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

_WINDOWS = re.compile(r"[A-Za-z]:(?:[\\/]|$)|\\\\")
_DRIVE = re.compile(rb"([A-Za-z]):(?=[\\/]|\Z)")
# in a pattern that has slashes, a backslash before one of these takes it as it is
_ESCAPED = re.compile(r"\\(?![*?\[\]\\])")


def is_windows_path(path: str) -> bool:
    """Whether the path begins with a drive or a share, as Windows writes them.

    >>> is_windows_path("C:/Users"), is_windows_path("/C/Users")
    (True, False)
    """
    return bool(_WINDOWS.match(path))


def is_of_windows(paths: Iterable[str]) -> bool:
    """Whether a snapshot of these paths is of Windows: names in it are compared without case."""
    return any(map(is_windows_path, paths))


def has_drive(typed: bytes) -> bool:
    """Whether a path begins with a drive, as a person types one of Windows."""
    return _DRIVE.match(typed) is not None


def read_inside(typed: bytes) -> bytes:
    r"""The path inside a snapshot of Windows that a person means; what has no drive stays as it is.

    >>> read_inside(b"c:\\Users/kay"), read_inside(b"/C/Users")
    (b'/C/Users/kay', b'/C/Users')
    """
    found = _DRIVE.match(typed)
    if found is None:
        return typed
    return (b"/" + found[1].upper() + typed[2:].replace(b"\\", b"/")).rstrip(b"/")


def read_inside_pattern(typed: str) -> str:
    r"""The same for a pattern, as `--include` takes it, with its `!` where it has one.

    After `C:\` each backslash divides names. After `C:/` one before `*?[]\` takes that as it is.
    """
    negation = "!" if typed.startswith("!") else ""
    text = typed.removeprefix("!")
    if not has_drive(text.encode("utf-8", "surrogateescape")):
        return typed
    rest = _ESCAPED.sub("/", text[2:]) if text[2:3] == "/" else text[2:].replace("\\", "/")
    return f"{negation}/{text[0].upper()}{rest}"


def place_root(root: bytes, spell: Callable[[bytes], bytes | None]) -> bytes:
    """Where a path that was backed up begins in the snapshot's tree, b"" where it is the tree itself.

    A snapshot names its paths from the root on; its tree begins where the path that was given began:
    `restic backup C`, or `restic backup .` of what stands in a folder, leave the folders above out. `spell`:
    a path as the tree has it, None where it has none.
    """
    names = [name for name in root.split(b"/") if name]
    for at in range(len(names)):
        found = spell(b"".join(b"/" + name for name in names[at:]))
        if found is not None:
            return found
    is_absolute = bool(names) and spell(b"/" + names[0]) is not None
    return root if is_absolute else b""


def list_places(paths: Iterable[str], path: bytes) -> Iterator[bytes]:
    """Where a path may stand in the trees of a backup of `paths`: as it is, else from where a relative path
    began.

    >>> list(list_places(["/srv/a"], b"/srv/a/b"))
    [b'/srv/a/b', b'/a/b', b'/b']
    """
    yield path
    for text in paths:
        root = text.encode("utf-8", "surrogateescape").rstrip(b"/")
        if path == root or path.startswith(root + b"/"):
            names = root.split(b"/")[1:]
            for cut in range(1, len(names) + 1):
                yield b"".join(b"/" + name for name in names[cut:]) + path[len(root) :] or b"/"


def fold_inside(typed: str) -> bytes:
    """The same bytes for every way to type one path of Windows, with a drive or without."""
    return fold_name(read_inside(typed.encode("utf-8", "surrogateescape"))).rstrip(b"/")


def fold_name(name: bytes) -> bytes:
    """The same bytes for all spellings of a name that Windows takes for one; a path may be given, too.

    >>> fold_name(b"C/Users/Kay") == fold_name(b"c/USERS/kay")
    True
    """
    if name.isascii():
        return name.upper()
    text = name.decode("utf-8", "surrogateescape")
    return "".join(map(_fold_character, text)).encode("utf-8", "surrogateescape")


def _fold_character(one: str) -> str:
    upper = one.upper()
    return upper if len(upper) == 1 and (one.isascii() or not upper.isascii()) else one


def fold_path(path: str) -> str:
    """A path as it is compared: of Windows without case and with one kind of slash, others as they are."""
    if not is_windows_path(path):
        return path
    plain = path.replace("\\", "/").rstrip("/")
    return fold_name(plain.encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")
