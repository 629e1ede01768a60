"""Names that are too long for their place, shortened so that no two of them look alike."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

_DOTS = "..."
# of names that differ only in their middle: so many letters of the beginning, and before the difference
_HEAD, _BEFORE = 8, 3


def shorten(name: str, most: int) -> str:
    """The name in `most` letters; of a long one the beginning and the end, for that is where names differ.

    >>> shorten("file-server-of-the-northern-school-07", 30)
    'file-server-o...ern-school-07'
    """
    half = (most - len(_DOTS)) // 2
    return name if len(name) <= most else f"{name[:half]}{_DOTS}{name[-half:]}"


def shorten_apart(names: Iterable[str], most: int) -> dict[str, str]:
    """Each name -> what stands for it: `most` letters at most (20 or more), and no two are the same.

    Names whose beginning and end agree show where they begin to differ. A number tells apart what is still
    alike after that.

    >>> names = [f"server-of-the-{place}-of-the-school" for place in ("hall", "gym")]
    >>> list(shorten_apart(names, 24).values())
    ['server-o...he-hall-of...', 'server-o...he-gym-of-...']
    """
    alike: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        alike.setdefault(shorten(name, most), []).append(name)
    # a whole name stays as it is: it comes before what is shortened to the same letters
    told = {name: label for label, group in alike.items() for name in group if name == label}
    taken = set(told.values())
    for label, group in alike.items():
        for name in group:
            if name not in told:
                wanted = label if len(group) == 1 else _show_difference(name, group, most)
                told[name] = _find_free(wanted, most, taken)
                taken.add(told[name])
    return {name: told[name] for group in alike.values() for name in group}


def _show_difference(name: str, group: list[str], most: int) -> str:
    """The beginning, and the part in which the names of a group begin to differ."""
    # what the first and the last in order of the alphabet share, all share
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(min(group), max(group), strict=False))
    at = max(sum(1 for _ in shared) - _BEFORE, _HEAD)
    rest, room = name[at:], most - _HEAD - len(_DOTS)
    if len(rest) > room:
        rest = rest[: room - len(_DOTS)] + _DOTS
    return f"{name[:_HEAD]}{_DOTS}{rest}"


def _find_free(label: str, most: int, taken: set[str]) -> str:
    free, number = label, 1
    while free in taken:
        number += 1
        mark = f" ({number})"
        free = label[: most - len(mark)] + mark
    return free
