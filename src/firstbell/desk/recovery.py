"""The recovery passphrase: what opens a desk's backup on a bare machine. See docs/formats/desk.md.

The desk keeps only the public half of a key that is derived from it, so it can seal every night what only
the passphrase opens again.
"""

from __future__ import annotations

import re
import secrets
from contextlib import suppress
from pathlib import Path

import msgspec

from firstbell.base.errors import UNREADABLE, say_cause
from firstbell.crypto.boxes import KEY_BYTES, find_public
from firstbell.crypto.derivation import ScryptParameters, derive_key, make_salt
from firstbell.desk.errors import DeskError, WrongPassphraseError
from firstbell.store.errors import ObjectExistsError, StoreError
from firstbell.store.publication import publish

RECOVERY_NAME = "recovery.json"
# where `setup` and the daily service put a new passphrase until somebody has printed it
PASSPHRASE_NAME = "recovery-passphrase.txt"
VERSION = 1
# without what looks alike on paper: 0 o, 1 l i
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LETTERS = 6, 5
_SHAPE = re.compile(rf"[{_LETTERS}]{{{_GROUP_LETTERS}}}(-[{_LETTERS}]{{{_GROUP_LETTERS}}}){{{_GROUPS - 1}}}")


class RecoveryKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The public half, 32 bytes, and by what its private half follows from the passphrase."""

    version: int
    n: int
    r: int
    p: int
    salt: bytes
    public: bytes


def make_passphrase() -> str:
    """Six groups of five letters: 148 bits, in an alphabet that can be read from paper."""
    groups = ["".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LETTERS)) for _ in range(_GROUPS)]
    return "-".join(groups)


def keep_passphrase(path: Path) -> None:
    """Make a passphrase and keep it in a file of its own, unless another process did meanwhile.

    Raises: DeskError.
    """
    with suppress(ObjectExistsError):
        _publish_passphrase(path, make_passphrase())


def write_passphrase(path: Path, passphrase: str) -> None:
    """Keep a passphrase in a new file of mode 0600. Raises: DeskError, also where the file exists."""
    try:
        _publish_passphrase(path, passphrase)
    except ObjectExistsError:
        raise DeskError(f"{path} exists", hint="name a new file") from None


def is_passphrase(text: str) -> bool:
    """Whether a text has the shape of a passphrase that was made here."""
    return _SHAPE.fullmatch(text.strip()) is not None


def _publish_passphrase(path: Path, passphrase: str) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        publish(path.parent, path.name, [passphrase.encode() + b"\n"])
    except ObjectExistsError:
        raise
    except (OSError, StoreError) as error:
        raise DeskError(f"{path}: {say_cause(error)}") from None


def make_recovery_key(passphrase: str, *, cost: ScryptParameters | None = None) -> RecoveryKey:
    """The key of a passphrase, with a new salt."""
    parameters, salt = cost or ScryptParameters(), make_salt()
    private = derive_key(passphrase, salt, parameters).encrypt
    return RecoveryKey(VERSION, parameters.n, parameters.r, parameters.p, salt, find_public(private))


def derive_private(key: RecoveryKey, passphrase: str) -> bytes:
    """The private half, 32 bytes. Raises: WrongPassphraseError, KdfError."""
    private = derive_key(passphrase, key.salt, ScryptParameters(key.n, key.r, key.p)).encrypt
    if find_public(private) != key.public:
        raise WrongPassphraseError(
            "the recovery passphrase is wrong", hint="it was shown once, by the first `firstbell desk backup`"
        )
    return private


def save_recovery_key(key: RecoveryKey, desk: Path) -> None:
    """Keep it on the desk, where there is none. Raises: DeskError."""
    try:
        publish(desk, RECOVERY_NAME, [msgspec.json.encode(key) + b"\n"])
    except (OSError, StoreError) as error:
        raise DeskError(f"{desk / RECOVERY_NAME}: {say_cause(error)}") from None


def load_recovery_key(folder: Path) -> RecoveryKey | None:
    """The key that a desk keeps; None where it keeps none yet. Raises: DeskError."""
    path = folder / RECOVERY_NAME
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DeskError(f"{path}: {error.strerror}") from None
    try:
        key = msgspec.json.decode(text, type=RecoveryKey)
    except UNREADABLE as error:
        raise DeskError(f"{path} cannot be read ({say_cause(error)})") from None
    if key.version != VERSION:
        raise DeskError(
            f"{path} is of version {key.version}, this program knows {VERSION}", hint="use a newer Firstbell"
        )
    if len(key.public) != KEY_BYTES:
        raise DeskError(f"{path} cannot be read (its public key does not have {KEY_BYTES} bytes)")
    return key
