"""What went from a snapshot, and how: here and there, with its folder, into an archive, into sealed files.

Whole folders that go are a semester that ends. Files that go here and there from folders that still stand, of
many types, from many folders, without as many coming, are not one person's tidying up. Files that give way to
encrypted ones, or to an encrypted archive, are a class of their own: people do it, and so do intruders.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from firstbell.base.counts import choose_word, say_count
from firstbell.base.deferral import defer
from firstbell.base.pathtext import say_path
from firstbell.examine.paths import get_extension, get_top_folder, split_path
from firstbell.examine.weights import (
    BULK_DELETION_POINTS,
    DELETION_IN_COMPANY_POINTS,
    FEW_SEALED_POINTS,
    get_points,
    make_sign,
)
from firstbell.record.evidence import Sign
from firstbell.record.versions import FileVersion, Judgement, State

if TYPE_CHECKING:
    from firstbell.examine.look import Look
    from firstbell.examine.validators import registry
else:
    registry = defer("firstbell.examine.validators.registry")

_LEAST_DELETED = 10
_BULK_DELETED = 100
_MASS_SHARE_DELETED = 30
_MASS_SHARE = 0.2
_MASS_FOLDERS = 5
_MASS_TYPES = 3
_LEAST_THOROUGH = 0.5
_LEAST_DAMAGED = 3
_LEAST_ALIKE = 10
_LEAST_SEALED = 20
_BULK_SEALED = 50
_MASS_SEALED = 100
_SEALED_TYPES = frozenset(("openpgp", "7z", "age", "openssl-enc", "aescrypt", "axcrypt", "rar"))
_ARCHIVE_TYPES = frozenset(
    (
        "zip",
        "7z",
        "rar",
        "rar-4",
        "tar",
        "gzip",
        "bzip2",
        "xz",
        "lzma",
        "zstd",
        "cpio",
        "cabinet",
        "iso-image",
    )
)
PACKED_TYPES = _ARCHIVE_TYPES | _SEALED_TYPES
_SEALED = Judgement(
    State.DAMAGED, "damaged.sealed", "gave way to an encrypted file, as files all over the host"
)
# archives of a hundredth of what went do not hold it
_LEAST_ARCHIVED_SHARE = 0.05


class Departures(msgspec.Struct, frozen=True):
    """What went. `scattered`: deleted files whose folder still stands. `moves`: renamed, content unchanged.

    `left_over`: files that still lie in a folder from which some were deleted, by folder, where that is
    known. `files_held`: files in the snapshot before, 0 if not known. `roots`: the paths that were backed up.
    """

    looks: Sequence[Look]
    deleted: Sequence[FileVersion]
    scattered: Sequence[FileVersion]
    moves: Sequence[tuple[FileVersion, FileVersion]]
    left_over: Mapping[bytes, int] = msgspec.field(default_factory=dict)
    files_held: int = 0
    roots: tuple[bytes, ...] = ()

    @property
    def facts(self) -> dict[str, int]:
        """Counts that a host's habits are made of."""
        return {
            "deleted": len(self.deleted),
            "deleted_folders": len({split_path(old.path)[0] for old in self.deleted}),
            "scattered": len(self.scattered),
            "sealed": len(self.list_sealed()),
            "archived": len(self.deleted) if self.find_archives() else 0,
            "renamed": len(self.moves),
        }

    def list_sealed(self) -> list[Look]:
        """Files that gave way to an encrypted one."""
        return [look for look in self.looks if look.pair.was is not None and is_sealed(look)]

    def find_archives(self) -> list[Look]:
        """New archives that are large enough to hold what was deleted."""
        came = [
            look
            for look in self.looks
            if look.pair.old is None and look.type in PACKED_TYPES and not look.is_damaged
        ]
        gone = sum(old.size_bytes for old in self.deleted)
        held = sum(look.pair.new.size_bytes for look in came)
        return came if came and held >= gone * _LEAST_ARCHIVED_SHARE else []


def is_sealed(look: Look) -> bool:
    """Whether it is a container that a known tool encrypted, or may have."""
    return look.type in _SEALED_TYPES or (look.type == "zip" and "encrypted" in look.judgement.reason)


def is_sealing_name(path: bytes) -> bool:
    """Whether a name promises a container of a tool that encrypts, or may."""
    expected = registry.find_expected(path)
    return expected is not None and expected.name in _SEALED_TYPES


def weigh_departures(departures: Departures, *, has_notes: bool) -> list[Sign]:
    """The signs of what went."""
    archives = departures.find_archives()
    return [
        *_weigh_deletions(departures, has_notes=has_notes, is_archived=bool(archives)),
        *_weigh_archives(departures, archives),
        *_weigh_sealed(departures),
        *_weigh_renames(departures.moves),
    ]


def is_mass(signs: Sequence[Sign]) -> bool:
    """Whether it is what one person does not do."""
    return any(sign.code in ("deletions.mass", "sealed.mass") for sign in signs)


def _weigh_deletions(departures: Departures, *, has_notes: bool, is_archived: bool) -> list[Sign]:
    """Deletion here and there; an upgrade does that too, but it brings as many files as it takes."""
    scattered = departures.scattered
    count = len(scattered)
    folders = {split_path(old.path)[0] for old in scattered}
    if count < _LEAST_DELETED or len(folders) < 2:
        return []
    where = f"{say_count(len(folders), 'folder')} that {choose_word(len(folders), 'remains', 'remain')}"
    detail = f"{say_count(count, 'file')} deleted here and there in {where}"
    damaged = sum(look.is_damaged for look in departures.looks)
    brought = sum(look.judgement.state is State.INTACT for look in departures.looks)
    if not is_archived and count > 2 * brought and _is_mass_deletion(departures, len(folders)):
        detail = f"{detail}, of several types, most of what lay in them"
        return [make_sign("deletions.mass", detail, count)]
    points = get_points("deletions")
    if has_notes or damaged >= _LEAST_DAMAGED:
        points = DELETION_IN_COMPANY_POINTS
    elif count >= _BULK_DELETED and count > brought and not is_archived:
        points = BULK_DELETION_POINTS
    return [Sign("deletions", detail, count, points)]


def _is_mass_deletion(departures: Departures, folders: int) -> bool:
    scattered = departures.scattered
    types = {get_extension(old.path) for old in scattered}
    is_many = len(scattered) >= _BULK_DELETED or (
        len(scattered) >= _MASS_SHARE_DELETED and len(scattered) >= departures.files_held * _MASS_SHARE > 0
    )
    return is_many and folders >= _MASS_FOLDERS and len(types) >= _MASS_TYPES and _is_thorough(departures)


def _is_thorough(departures: Departures) -> bool:
    """Whether at least half of what lay in the folders went, as far as that is known."""
    gone = Counter(split_path(old.path)[0] for old in departures.scattered)
    known = [folder for folder in gone if folder in departures.left_over]
    if not known:
        return True
    went = sum(gone[folder] for folder in known)
    return went >= (went + sum(departures.left_over[folder] for folder in known)) * _LEAST_THOROUGH


def _weigh_archives(departures: Departures, archives: Sequence[Look]) -> list[Sign]:
    """Many files gone, and an archive that came which nobody can look into."""
    sealed = [look for look in archives if is_sealed(look)]
    if not sealed or len(departures.deleted) < _LEAST_SEALED:
        return []
    detail = (
        f"{say_count(len(departures.deleted), 'file')} went while"
        f" {say_count(len(sealed), 'archive')} that may be encrypted came, for example"
        f" {say_path(sealed[0].pair.new.path)}"
    )
    return [make_sign("archived.encrypted", detail, len(departures.deleted))]


def _weigh_sealed(departures: Departures) -> list[Sign]:
    """Files that gave way to containers that known tools encrypted: no event, unless all over the host."""
    sealed = departures.list_sealed()
    if len(sealed) < _LEAST_SEALED:
        return []
    folders = len({split_path(look.pair.new.path)[0] for look in sealed})
    names = sorted({say_path(get_extension(look.pair.new.path)) for look in sealed})
    detail = f"files replaced by encrypted ones in {say_count(folders, 'folder')} ({', '.join(names[:3])})"
    if is_sealed_mass(departures):
        return [make_sign("sealed.mass", detail, len(sealed))]
    is_bulk = folders > 1 and len(sealed) >= _BULK_SEALED
    points = get_points("sealed") if is_bulk else FEW_SEALED_POINTS
    return [Sign("sealed", detail, len(sealed), points)]


def is_sealed_mass(departures: Departures) -> bool:
    """Whether files all over the host gave way to encrypted ones: no one person's folder alone."""
    sealed = departures.list_sealed()
    tops = {get_top_folder(look.pair.new.path, departures.roots) for look in sealed}
    folders = {split_path(look.pair.new.path)[0] for look in sealed}
    types = {get_extension(look.pair.was) for look in sealed if look.pair.was is not None}
    return (
        len(sealed) >= _MASS_SEALED
        and len(tops) >= 2
        and len(folders) >= _MASS_FOLDERS
        and len(types) >= _MASS_TYPES
    )


def reject_sealed(looks: Sequence[Look], departures: Departures) -> list[Look]:
    """The looks, with files that gave way to encrypted ones all over the host judged damaged.

    The containers are whole, but nobody here has the password: the older version is the one to give back.
    """
    if not is_sealed_mass(departures):
        return list(looks)
    sealed = {look.pair.new.path for look in departures.list_sealed()}
    return [
        replace(look, judgement=_SEALED) if look.pair.new.path in sealed and not look.is_damaged else look
        for look in looks
    ]


def _weigh_renames(moves: Sequence[tuple[FileVersion, FileVersion]]) -> list[Sign]:
    """Files of several types that got one new extension, their content unchanged."""
    changed = Counter(
        get_extension(new.path) for old, new in moves if get_extension(old.path) != get_extension(new.path)
    )
    if not changed:
        return []
    extension, count = changed.most_common(1)[0]
    types = {get_extension(old.path) for old, new in moves if get_extension(new.path) == extension}
    if not extension or count < _LEAST_ALIKE or len(types) < _MASS_TYPES:
        return []
    detail = f"files of {len(types)} types renamed to end in {say_path(extension)}, content unchanged"
    return [make_sign("renamed.alike", detail, count)]
