"""Which files a snapshot no longer gives back as they were: the share that is weighed, whatever decodes.

A file counts once: it went and lies nowhere else under a name like its own, it was renamed to a name that
shares nothing with the old one or to an ending that no program knows, it became opaque or holds no more, it
took on the content of another file, or most of what it said is gone. What came back with a content it had
before counts the other way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from firstbell.base.deferral import defer
from firstbell.base.pathtext import show_path
from firstbell.examine.departures import Departures, is_sealed, is_sealing_name
from firstbell.examine.history import History
from firstbell.examine.mass import HOST_SHARE, LEAST_GROUP, LEAST_HOST, count_outstanding, has_losses
from firstbell.examine.pairs import PairBasis, Pairing
from firstbell.examine.paths import get_extension, get_top_folder, split_path
from firstbell.record.evidence import Loss
from firstbell.record.versions import FileVersion, State

if TYPE_CHECKING:
    from firstbell.examine.look import Look
    from firstbell.examine.validators import registry, text
else:
    registry = defer("firstbell.examine.validators.registry")
    text = defer("firstbell.examine.validators.text")

_LEAST_ALIKE = 5
_SHARED_LETTERS = 3
_MOST_GROUPS = 200
_NUMBER = re.compile(rb"\d+")
_ALNUM = re.compile(rb"[^\W_]+")
# what was never readable, and what is undecided because it could not be read, says nothing of a loss
_SILENT = frozenset(("unknown.opaque", "unknown.unreadable", "unknown.unchecked"))


class Way(StrEnum):
    """How a file was lost."""

    GONE = "gone"
    RENAMED = "renamed"
    OPAQUE = "opaque"
    BROKEN = "broken"
    ALIKE = "alike"
    SWAPPED = "swapped"
    REWRITTEN = "rewritten"
    REFIGURED = "refigured"
    ROLLED_BACK = "rolled_back"


# people do these, too, a few files at a time: they are losses only where one snapshot has many of them
_PEOPLES_WAYS = frozenset((Way.REFIGURED, Way.ROLLED_BACK))


class Losses(msgspec.Struct, frozen=True):
    """Lost files by their old path. `back`: paths that hold a content they had before.

    `growth`: how many more files came than went. `refigured`: files that had never changed and hold other
    numbers now, where these are too few to be lost by themselves.
    """

    lost: Mapping[bytes, Way] = msgspec.field(default_factory=dict)
    back: Collection[bytes] = ()
    growth: int = 0
    refigured: int = 0

    def less(self, kept: Collection[bytes]) -> Losses:
        """Without those paths."""
        return msgspec.structs.replace(
            self, lost={path: way for path, way in self.lost.items() if path not in kept}
        )

    def plus(self, more: Mapping[bytes, Way]) -> Losses:
        """With more lost files; where a path was lost in another way already, that stands."""
        return msgspec.structs.replace(self, lost=dict(more) | dict(self.lost))

    @property
    def facts(self) -> dict[str, int]:
        """Counts that a host's habits, and the sentences, are made of."""
        ways = Counter(self.lost.values())
        told = {"lost": len(self.lost), **{f"lost.{way}": count for way, count in sorted(ways.items())}}
        return told | ({"refigured": self.refigured} if self.refigured else {})


NO_LOSSES = Losses()


def find_losses(pairing: Pairing, looks: Sequence[Look], *, departures: Departures) -> Losses:
    """What was lost, by what is known without comparing contents."""
    found: dict[bytes, Way] = {old.path: Way.GONE for old in departures.deleted}
    for old, new in pairing.moves:
        if is_lost_name(old.path, new.path):
            found[old.path] = Way.RENAMED
    for look in looks:
        if look.pair.old is not None and (way := _judge_look(look)) is not None:
            found[look.pair.old.path] = way
    for path in _find_alike(looks):
        found[path] = Way.ALIKE
    for path in _find_swapped(looks):
        found[path] = Way.SWAPPED
    came = sum(look.pair.old is None for look in looks)
    return Losses(found, growth=came - len(departures.deleted))


def settle_returned(losses: Losses, pairing: Pairing, looks: Sequence[Look], *, history: History) -> Losses:
    """Without what holds again what it held before; where losses are in mind, with what came back of them."""
    window = history.standing.window
    if history.census is None or not (losses.lost or has_losses(window)):
        return losses
    now = {look.pair.new.path: look.pair.new for look in looks}
    came = [look.pair.new for look in looks if look.pair.old is None]
    came += [new for _, new in pairing.moves]
    asked = [now[path] for path in losses.lost if path in now] + came
    contents = {version.path: version.content for version in asked if version.content}
    returned = frozenset(history.census.find_returned(contents))
    old_names = {old.path for old, new in pairing.moves if new.path in returned}
    lost = {path: way for path, way in losses.lost.items() if path not in returned | old_names}
    back = frozenset(version.path for version in came if version.path in returned)
    moved = sum(new.path in back for _, new in pairing.moves)
    return msgspec.structs.replace(losses, lost=lost, back=back, growth=losses.growth - len(back) + moved)


def settle_standing(losses: Losses, deleted: Sequence[FileVersion], *, history: History) -> Losses:
    """Without deleted files of which a copy still stands; asked only where so many went."""
    gone = [old for old in deleted if old.size_bytes and losses.lost.get(old.path) is Way.GONE]
    if history.census is None or not _is_many(len(gone), history):
        return losses
    return losses.less(history.census.find_standing({old.path: old.content for old in gone}))


def find_rolled_back(losses: Losses, looks: Sequence[Look], *, history: History) -> dict[bytes, Way]:
    """Changed files that hold an older content of theirs again, where so many are no person's undoing.

    None while the damage that they may be put back from is in mind: an event, or doubt about the snapshot
    before. Asked only where so many files changed.
    """
    changed = [
        look.pair.new
        for look in looks
        if look.pair.link is PairBasis.PATH and look.judgement.state is State.INTACT
        if look.pair.new.size_bytes and look.pair.new.path not in losses.lost
    ]
    census = history.census
    if census is None or history.event_open or history.is_doubted or not _is_many(len(changed), history):
        return {}
    contents = {version.path: version.content for version in changed if version.content}
    return dict.fromkeys(census.find_returned(contents), Way.ROLLED_BACK)


def drop_ordinary(losses: Losses, *, history: History) -> Losses:
    """Without figures that changed and older versions that are back, where these are as few as people's.

    Figures in files that had never changed are counted: nobody edits one of these each day.
    """
    for way in _PEOPLES_WAYS:
        paths = [path for path, found in losses.lost.items() if found is way]
        if paths and not _is_many(len(paths), history):
            losses = losses.less(paths)
            if way is Way.REFIGURED and history.census is not None:
                losses = msgspec.structs.replace(losses, refigured=len(history.census.find_unchanged(paths)))
    return losses


def _is_many(count: int, history: History) -> bool:
    """Whether so many files are a mass of the host by themselves."""
    if count < LEAST_HOST or history.census is None:
        return False
    return count >= HOST_SHARE * history.census.count_held(by_group=False)["host", ""]


def _judge_look(look: Look) -> Way | None:
    judgement = look.judgement
    if look.is_damaged:
        return Way.OPAQUE
    if is_sealed(look):
        return (
            None if look.pair.link is PairBasis.PATH and is_sealing_name(look.pair.new.path) else Way.OPAQUE
        )
    if judgement.state is not State.UNKNOWN or judgement.code in _SILENT:
        return None
    return Way.OPAQUE if judgement.code in ("unknown.noise", "unknown.encoded") else Way.BROKEN


def _find_alike(looks: Sequence[Look]) -> list[bytes]:
    """Files of different content that hold one and the same now."""
    groups: dict[object, list[Look]] = {}
    for look in looks:
        if look.pair.old is not None and look.pair.new.size_bytes:
            groups.setdefault(look.pair.new.content, []).append(look)
    return [
        look.pair.old.path
        for members in groups.values()
        if len({look.pair.old.content for look in members if look.pair.old is not None}) >= _LEAST_ALIKE
        for look in members
        if look.pair.old is not None
    ]


def _find_swapped(looks: Sequence[Look]) -> list[bytes]:
    """Files that hold what another one, of a name unlike theirs, held before."""
    stayed = [look for look in looks if look.pair.link is PairBasis.PATH and look.pair.old is not None]
    owners = {look.pair.old.content: look.pair.old.path for look in stayed if look.pair.old is not None}
    found = []
    for look in stayed:
        path = look.pair.new.path
        owner = owners.get(look.pair.new.content, path)
        if owner != path and look.pair.new.size_bytes and not is_rotated(owner, path):
            found.append(path)
    return found


def is_rotated(old: bytes, new: bytes) -> bool:
    """Whether two names differ in numbers alone, as those of logs and backups that move up do."""
    return _NUMBER.sub(b"", old).rstrip(b".") == _NUMBER.sub(b"", new).rstrip(b".")


def is_lost_name(old: bytes, new: bytes) -> bool:
    """Whether a new name says nothing of the old one, or promises a program nothing any more."""
    return not (resembles(old, new) or resembles(new, old)) or loses_ending(old, new)


def loses_ending(old: bytes, new: bytes) -> bool:
    """Whether a file whose ending programs know was renamed so that none opens it any more."""
    if get_extension(old) == get_extension(new) or is_rotated(old, new):
        return False
    return _is_known(get_extension(old)) and not _is_known(get_extension(new))


def _is_known(ending: bytes) -> bool:
    name = b"x" + ending
    return registry.find_expected(name) is not None or text.promises_text(name)


def resembles(old: bytes, new: bytes) -> bool:
    """Whether the new name, or the folder it lies in, still says something of the old name.

    Three letters in a row, or a number, are enough: people who rename in bulk keep a number or a word.
    """
    before, after = (split_path(path)[1].lower() for path in (old, new))
    if before == after:
        return True
    stem = before[: before.rfind(b".")] if before.rfind(b".") > 0 else before
    now = after[: after.rfind(b".")] if after.rfind(b".") > 0 else after
    words = [word for word in _ALNUM.findall(stem) if len(word) >= _SHARED_LETTERS]
    if not words:
        return bool(stem) and stem in now
    pieces = {
        word[at : at + _SHARED_LETTERS] for word in words for at in range(len(word) - _SHARED_LETTERS + 1)
    }
    shared = sum(piece in now for piece in pieces)
    # of a long name more than a chance meeting of three letters must be left
    return shared >= max(1, len(pieces) // 6)


def count_losses(losses: Losses, *, history: History) -> tuple[Loss, ...]:
    """The losses by group, the host first. Groups are counted only where enough of them is lost."""
    growth = (Loss("growth", "", losses.growth),) if losses.growth > 0 else ()
    if losses.refigured and history.census is not None:
        count = history.census.count_held(by_group=False)["host", ""]
        growth = (*growth, Loss("refigured", "", losses.refigured, count))
    if not losses.lost and not losses.back:
        return growth
    groups = Counter(key for path in losses.lost for key in name_groups(path, history.roots))
    back = Counter(key for path in losses.back for key in name_groups(path, history.roots))
    window = history.standing.window
    is_much = any(
        count + count_outstanding(window, key) >= LEAST_GROUP
        for key, count in groups.items()
        if key[0] != "host"
    )
    held = history.census.count_held(by_group=is_much) if history.census is not None else {}
    host = ("host", "")
    ordered = [host, *(key for key, _ in groups.most_common(_MOST_GROUPS) if key != host)]
    ordered += [key for key in back if key not in groups and key != host][:_MOST_GROUPS]
    counted = (
        Loss(kind, what, groups[kind, what], held.get((kind, what), 0), back[kind, what])
        for kind, what in ordered
    )
    return (*counted, *growth)


def name_groups(path: bytes, roots: Sequence[bytes]) -> Iterable[tuple[str, str]]:
    """The groups a file belongs to: its host, its top folder, its type."""
    yield "host", ""
    yield "folder", show_path(get_top_folder(path, roots))
    extension = get_extension(path)
    if extension:
        yield "type", show_path(extension)
