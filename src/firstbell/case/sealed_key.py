"""The key of the sealed store: it lies in the case, sealed by a secret that does not."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from firstbell.base.errors import UNREADABLE, say_cause
from firstbell.case.errors import SealedKeyError, SealedStoreError
from firstbell.case.sealed import SealedStore
from firstbell.crypto.derivation import ScryptParameters, derive_key, make_salt
from firstbell.crypto.errors import CryptoError, UnauthenticError
from firstbell.crypto.seal import MasterKey, Sealer, make_master_key
from firstbell.store.errors import ObjectExistsError, StoreError
from firstbell.store.publication import publish

VERSION = 1
KEY_NAME = "key"
BY_PASSWORD = "password"
BY_FILE = "file"
# 32 random bytes need no cost against guessing
_RANDOM_COST = ScryptParameters(2, 1, 1)
_SECRET_BYTES = 32


class _Scrypt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    n: int
    r: int
    p: int
    salt: bytes


class _KeyText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    by: str
    scrypt: _Scrypt
    data: bytes


@dataclass(frozen=True, slots=True)
class SealSecret:
    """What opens the sealed store. `password`: None where none is given; then `key_file`, made when needed.

    `cost`: of deriving a key from a password.
    """

    key_file: Path
    password: str | None = field(default=None, repr=False)
    cost: ScryptParameters = field(default_factory=ScryptParameters)


class UnmadeStore(SealedStore):
    """Stands for a sealed store that cannot be made: nothing is in it, and nothing goes into it."""

    def __init__(self, folder: Path, why: SealedStoreError) -> None:
        super().__init__(folder, make_master_key())
        self._why = why

    def put(self, name: str, data: bytes) -> None:
        """Raises: why it could not be made."""
        raise self._why


def open_sealed(folder: Path, secret: SealSecret) -> SealedStore:
    """The sealed store in a folder, made where there is none; its secret's file too.

    Raises: SealedKeyError when the secret is missing or wrong; SealedStoreError.
    """
    path = folder / KEY_NAME
    if not path.exists():
        _make_key(folder, secret)
    return SealedStore(folder, _unwrap(path, secret))


def _make_key(folder: Path, secret: SealSecret) -> None:
    by = BY_FILE if secret.password is None else BY_PASSWORD
    cost = _RANDOM_COST if by == BY_FILE else secret.cost
    word = _load_or_make_secret(secret.key_file) if secret.password is None else secret.password
    salt, master = make_salt(), make_master_key()
    sealed = Sealer(derive_key(word, salt, cost)).seal(master.encrypt + master.mac_k + master.mac_r)
    text = _KeyText(VERSION, by, _Scrypt(cost.n, cost.r, cost.p, salt), sealed)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        publish(folder, KEY_NAME, [msgspec.json.encode(text) + b"\n"])
    except ObjectExistsError:
        return  # somebody else made it meanwhile: that one counts
    except (OSError, StoreError) as error:
        raise SealedStoreError(f"sealed store {folder}: {say_cause(error)}") from None


def _unwrap(path: Path, secret: SealSecret) -> MasterKey:
    text = _load_text(path)
    word = _load_secret(secret.key_file, path) if text.by == BY_FILE else secret.password
    if word is None:
        raise SealedKeyError(
            f"the sealed store {path.parent} is sealed by a password",
            hint="set FIRSTBELL_CASE_PASSWORD or FIRSTBELL_CASE_PASSWORD_FILE",
        )
    kdf = text.scrypt
    try:
        key = derive_key(word, kdf.salt, ScryptParameters(kdf.n, kdf.r, kdf.p))
        opened = Sealer(key).open(text.data)
    except UnauthenticError:
        where = secret.key_file if text.by == BY_FILE else "FIRSTBELL_CASE_PASSWORD"
        raise SealedKeyError(f"{where} does not open the sealed store {path.parent}") from None
    except CryptoError as error:
        raise SealedStoreError(f"{path}: {error}") from None
    if len(opened) != 64:
        raise SealedStoreError(f"{path}: it holds no key of 64 bytes")
    return MasterKey(opened[:32], opened[32:48], opened[48:])


def _load_text(path: Path) -> _KeyText:
    try:
        data = path.read_bytes()
        loose = msgspec.json.decode(data)
        version = loose.get("version") if isinstance(loose, dict) else None
        if isinstance(version, int) and version > VERSION:
            raise SealedStoreError(f"{path} is of version {version}, this program knows {VERSION}")
        text = msgspec.json.decode(data, type=_KeyText)
    except OSError as error:
        raise SealedStoreError(f"{path}: {error.strerror}") from None
    except UNREADABLE as error:
        raise SealedStoreError(f"{path}: it does not read ({say_cause(error)})") from None
    if text.by not in {BY_PASSWORD, BY_FILE}:
        raise SealedStoreError(f"{path}: it is sealed by {text.by!r}, which this program does not know")
    return text


def _load_or_make_secret(path: Path) -> str:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        publish(path.parent, path.name, [os.urandom(_SECRET_BYTES).hex().encode() + b"\n"])
    except ObjectExistsError:
        pass
    except (OSError, StoreError) as error:
        raise SealedKeyError(f"key file {path}: {say_cause(error)}") from None
    return _load_secret(path, path)


def _load_secret(path: Path, sealed: Path) -> str:
    try:
        word = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise SealedKeyError(
            f"the key file {path} of the sealed store is not there",
            hint=f"bring it from where {sealed.parent} was sealed: it is never in the case's folder",
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SealedKeyError(f"key file {path}: {say_cause(error)}") from None
    if len(word) != 2 * _SECRET_BYTES:
        raise SealedKeyError(f"key file {path}: it holds no key of {_SECRET_BYTES} bytes")
    return word
