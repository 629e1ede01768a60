"""A desk's backup: its files as they stand, its secrets in a box. See docs/formats/desk.md.

Truth only: what is derived (`state` beside a ledger) is left behind, and made anew.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from firstbell.base.errors import UNREADABLE, raising, say_cause
from firstbell.crypto.boxes import open_box, seal_box
from firstbell.crypto.errors import CryptoError
from firstbell.desk.errors import DeskBackupError, DeskError, DeskExistsError
from firstbell.desk.recovery import (
    RECOVERY_NAME,
    RecoveryKey,
    derive_private,
    is_passphrase,
    load_recovery_key,
)
from firstbell.store.errors import StoreError
from firstbell.store.publication import publish

MANIFEST_NAME, BOX_NAME = "manifest.json", "secrets.box"
PASSWORDS = "passwords"
VERSION = 1
OUTGOING = "outgoing"
_MARK = "restoring"
# bytes of a name, without the ending of a file of a password
_LONGEST_NAME = 200
# derived, or of a backup and not of the desk
_LEFT_BEHIND = frozenset({"state", MANIFEST_NAME, BOX_NAME, _MARK})


class Manifest(msgspec.Struct, frozen=True):
    """What a backup holds. `files`: path on the desk -> SHA-256, hex, of what stands there as it is."""

    version: int
    district: str
    made: str
    files: dict[str, str]


class _Secrets(msgspec.Struct, frozen=True):
    """What the box holds. `files`: path on the desk -> content; `passwords`: of repositories, by name."""

    files: dict[str, bytes]
    passwords: dict[str, str]


def is_secret(path: str, content: bytes, passwords: Collection[str]) -> bool:
    """Whether a file of the desk opens something: a key, a passphrase made here, one of these passwords."""
    if path.endswith((".key", ".password")) or path.startswith(PASSWORDS + "/"):
        return True
    text = content.decode("utf-8-sig", "replace").strip()
    return text in passwords or is_passphrase(text)


def list_files(desk: Path) -> Iterator[str]:
    """Every file of a desk that is truth, as a path on the desk. Raises: DeskError."""

    def fail(error: OSError) -> None:
        raise DeskError(f"{error.filename}: {error.strerror}")

    for where, folders, names in os.walk(desk, onerror=fail):
        folders[:] = sorted(name for name in folders if Path(where, name) != desk / OUTGOING)
        for name in sorted(names):
            path = Path(where, name)
            if name not in _LEFT_BEHIND and path.is_file() and not path.is_symlink():
                yield path.relative_to(desk).as_posix()


def pack_desk(
    desk: Path, recovery: RecoveryKey, *, passwords: Mapping[str, str], about: tuple[str, str]
) -> Manifest:
    """Lay a desk's backup into its folder `outgoing`. `about`: the district's name, the time (RFC 3339).

    Raises: DeskError.
    """
    folder = desk / OUTGOING
    shutil.rmtree(folder, ignore_errors=True)  # what a backup that was cut off left there
    files: dict[str, str] = {}
    secrets: dict[str, bytes] = {}
    for path in list_files(desk):
        content = _read(desk / path)
        if is_secret(path, content, passwords.values()):
            secrets[path] = content
            continue
        _lay(folder / path, content)
        files[path] = hashlib.sha256(content).hexdigest()
    told = msgspec.json.encode(_Secrets(secrets, dict(passwords)))
    _lay(folder / BOX_NAME, seal_box(recovery.public, told))
    manifest = Manifest(VERSION, *about, files)
    _lay(folder / MANIFEST_NAME, msgspec.json.encode(manifest) + b"\n")
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup, every file that it names proven. Raises: DeskBackupError."""
    try:
        manifest = msgspec.json.decode((folder / MANIFEST_NAME).read_bytes(), type=Manifest)
    except (OSError, *UNREADABLE) as error:
        raise DeskBackupError(f"{folder} does not hold a backup of a desk ({say_cause(error)})") from None
    if manifest.version != VERSION:
        raise DeskBackupError(
            f"the backup has version {manifest.version}, this Firstbell knows version {VERSION}",
            hint="use a newer Firstbell",
        )
    for path, digest in manifest.files.items():
        if hashlib.sha256(_read(folder / _check_path(path))).hexdigest() != digest:
            raise DeskBackupError(f"{path} differs from the backup's manifest")
    return manifest


def unpack_secrets(folder: Path, passphrase: str) -> tuple[list[str], dict[str, Path]]:
    """Open the box of a restored desk: its keys where they were, passwords under `passwords/`.

    Gives the paths of the keys, and where the password of each repository lies now. What is there already
    from a try that was cut off stays. The box goes last.

    Raises: WrongPassphraseError, DeskBackupError, DeskError.
    """
    recovery = load_recovery_key(folder)
    if recovery is None:
        raise DeskBackupError(f"{folder} does not hold {RECOVERY_NAME}")
    private = derive_private(recovery, passphrase)
    try:
        secrets = msgspec.json.decode(open_box(private, _read(folder / BOX_NAME)), type=_Secrets)
    except (CryptoError, *UNREADABLE) as error:
        raise DeskBackupError(f"{folder / BOX_NAME} cannot be opened ({say_cause(error)})") from None
    places = {name: folder / PASSWORDS / file for name, file in _name_files(secrets.passwords).items()}
    for path, content in secrets.files.items():
        _put(folder, path, content)
    for name, place in places.items():
        _put(folder, place.relative_to(folder).as_posix(), secrets.passwords[name].encode() + b"\n")
    _take_away(folder / BOX_NAME)
    return sorted(secrets.files), places


def _name_files(names: Iterable[str]) -> dict[str, str]:
    """Names of repositories as names of files: one that two would share, or no file bears, gets a mark."""
    plain = {
        name: "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in name).lstrip(".")
        for name in names
    }
    shared = Counter(one.casefold() for one in plain.values())
    files = {}
    for name, one in plain.items():
        is_own = 0 < len(one.encode()) <= _LONGEST_NAME and shared[one.casefold()] == 1
        mark = hashlib.sha256(name.encode()).hexdigest()[:8]
        told = one if is_own else f"{one[:40] or 'repository'}-{mark}"
        files[name] = f"{told}.password"
    return files


def _put(folder: Path, path: str, content: bytes) -> None:
    place = folder / _check_path(path)
    # a name that is too long, a folder that may not be looked into
    with raising(DeskError, place):
        is_inside, is_there = folder.resolve() in place.resolve().parents, place.exists()
    if not is_inside:
        raise DeskBackupError(f"the backup names {path!r}, which the desk does not have")
    if not is_there:
        _lay(place, content)


def _check_path(path: str) -> str:
    """A path of a backup, which no file could have that holds this byte. Raises: DeskBackupError."""
    if "\0" in path:
        raise DeskBackupError(f"the backup names {path!r}, which the desk does not have")
    return path


def _read(path: Path) -> bytes:
    with raising(DeskError, path):
        return path.read_bytes()


def _lay(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        publish(path.parent, path.name, [content])
    except (OSError, StoreError) as error:
        raise DeskError(f"{path}: {say_cause(error)}") from None


def begin_restoring(desk: Path) -> None:
    """Make the folder that a desk is restored into, or go on with one that was begun.

    Raises: DeskExistsError when something else is there; DeskError.
    """
    with raising(DeskError, desk):
        desk.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not (desk / _MARK).exists() and any(desk.iterdir()):
            raise DeskExistsError(f"{desk} is not empty", hint="restore a desk into a new, empty folder")
        (desk / _MARK).touch(mode=0o600)


def end_restoring(desk: Path) -> None:
    """The desk is whole, and nothing of the backup remains beside it. Raises: DeskError."""
    _take_away(desk / MANIFEST_NAME)
    _take_away(desk / _MARK)


def _take_away(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise DeskError(
            f"{path} cannot be deleted: {error.strerror}",
            hint="all files of the desk are restored; mend that, and run `firstbell desk restore` once more"
            " with the same folder",
        ) from None
