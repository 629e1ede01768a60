"""Which new files are the intruder's notes, among all that is new in a snapshot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from firstbell.examine.look import Look
from firstbell.examine.notes import MOST_NOTE_BYTES
from firstbell.examine.pairs import PairBasis
from firstbell.examine.paths import split_path
from firstbell.record.versions import Judgement, State

_LEAST_FOLDERS = 2
_LEAST_NAMED = 3
# of a repeated text's folders, this share must hold damage: an unpacked licence lies in others too
_STRUCK_SHARE = 0.7
_SMALL_BYTES = 16 << 10


def find_notes(looks: Sequence[Look]) -> list[bytes]:
    """Paths of notes: what reads as one, and the same small new text in folders that hold damage."""
    fresh = [
        look for look in looks if look.pair.old is None and not look.is_damaged and look.pair.new.size_bytes
    ]
    found = {look.pair.new.path for look in fresh if look.reads_as_note}
    struck = {split_path(look.pair.new.path)[0] for look in looks if look.is_damaged}
    struck |= {_get_parent(folder) for folder in struck}
    small = [look for look in fresh if look.pair.new.size_bytes <= MOST_NOTE_BYTES]
    found |= _find_repeated(small, struck, lambda look: look.pair.new.content, _LEAST_FOLDERS)
    texts = [look for look in small if look.type == "text" and look.pair.new.size_bytes <= _SMALL_BYTES]
    found |= _find_repeated(texts, struck, lambda look: split_path(look.pair.new.path)[1], _LEAST_NAMED)
    return sorted(found)


def reject_overwritten(looks: Sequence[Look], notes: Sequence[bytes]) -> list[Look]:
    """The looks, with files whose content gave way to a note's judged damaged: an older version is theirs."""
    paths = frozenset(notes)
    texts = {look.pair.new.content for look in looks if look.pair.new.path in paths}
    names = {split_path(path)[1] for path in paths}
    return [_reject(look) if _is_overwritten(look, texts, names=names) else look for look in looks]


def _is_overwritten(look: Look, texts: set[tuple[bytes, ...]], *, names: set[bytes]) -> bool:
    if look.pair.link is not PairBasis.PATH or look.is_damaged:
        return False
    has_name = split_path(look.pair.new.path)[1] in names
    return look.pair.new.content in texts or (has_name and look.reads_as_note)


def _reject(look: Look) -> Look:
    judgement = Judgement(State.DAMAGED, "damaged.overwritten", "replaced by the intruder's note")
    return replace(look, judgement=judgement)


def _get_parent(folder: bytes) -> bytes:
    return split_path(folder[:-1])[0]


def _find_repeated(
    looks: Sequence[Look], struck: set[bytes], key: Callable[[Look], object], least: int
) -> set[bytes]:
    """Paths of files alike in `key` that lie in several folders, most of which hold damage."""
    groups: dict[object, list[bytes]] = defaultdict(list)
    for look in looks:
        groups[key(look)].append(look.pair.new.path)
    found: set[bytes] = set()
    for paths in groups.values():
        folders = {split_path(path)[0] for path in paths}
        hit = sum(folder in struck for folder in folders)
        if len(folders) >= least and hit >= least and hit >= len(folders) * _STRUCK_SHARE:
            found.update(paths)
    return found
