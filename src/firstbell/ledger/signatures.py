"""Actors and the Ed25519 keys they sign with; key files of mode 0600, sealed with a passphrase if wanted."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from firstbell.base.errors import UNREADABLE, say_cause
from firstbell.crypto.derivation import ScryptParameters, derive_key, make_salt
from firstbell.crypto.errors import CryptoError
from firstbell.crypto.seal import Sealer
from firstbell.ledger.actors import Actor, make_fingerprint
from firstbell.ledger.errors import KeyFileError
from firstbell.ledger.passkeys import EDDSA, Passkey, find_assertion, make_challenge, read_passkey
from firstbell.ledger.roles import DIRECTOR, ROLES
from firstbell.store.errors import ObjectExistsError, StoreError
from firstbell.store.publication import publish

KEY_FILE_VERSION = 1
_ID_BYTES = 8
_ED25519_BYTES = 32


def make_actor(name: str, role: str) -> Actor:
    """A new actor. Raises: KeyFileError when there is no such role."""
    if role not in ROLES:
        raise KeyFileError(f"there is no role called {role!r}", hint="the roles are " + ", ".join(ROLES))
    return Actor(os.urandom(_ID_BYTES).hex(), name, role)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this is the signature of the message by this key: of Ed25519, or a passkey."""
    if len(public) == _ED25519_BYTES:
        return _is_ed25519(public, message, signature)
    passkey = read_passkey(public)
    found = find_assertion(passkey, make_challenge(message), signature) if passkey else None
    return passkey is not None and found is not None and is_asserted(passkey, *found)


def is_asserted(passkey: Passkey, message: bytes, signature: bytes) -> bool:
    """Whether an authenticator signed these bytes by this passkey. Source: RFC 8032; FIPS 186-5."""
    if passkey.alg == EDDSA:
        return _is_ed25519(passkey.point, message, signature)
    try:
        point = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), b"\4" + passkey.point)
        point.verify(signature, message, ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def _is_ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """Source: RFC 8032."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True)
class Signer:
    """An actor with the private key, 32 bytes."""

    actor: Actor
    private: bytes = field(repr=False)

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return self._key.public_key().public_bytes_raw()

    @property
    def fingerprint(self) -> str:
        """That of the public key."""
        return make_fingerprint(self.public)

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.private)

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return self._key.sign(message)


def make_signer(actor: Actor) -> Signer:
    """The actor with a new key."""
    return Signer(actor, Ed25519PrivateKey.generate().private_bytes_raw())


class _Kdf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    n: int
    r: int
    p: int
    salt: bytes


class _KeyText(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`private`: the key, or sealed where there is `scrypt`."""

    version: int
    actor: Actor
    private: bytes
    scrypt: _Kdf | None = None


def save_signer(
    signer: Signer, path: Path, passphrase: str | None = None, *, cost: ScryptParameters | None = None
) -> None:
    """Write a key file where there is none.

    Raises: KeyFileError when there is one, or it cannot be written.
    """
    private, kdf = signer.private, None
    if passphrase is not None:
        parameters, salt = cost or ScryptParameters(), make_salt()
        kdf = _Kdf(parameters.n, parameters.r, parameters.p, salt)
        private = Sealer(derive_key(passphrase, salt, parameters)).seal(private)
    text = msgspec.json.encode(_KeyText(KEY_FILE_VERSION, signer.actor, private, kdf)) + b"\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        publish(path.parent, path.name, [text])
    except (OSError, StoreError) as error:
        raise KeyFileError(f"key file {path}: {say_cause(error)}") from error


def load_signer(path: Path, passphrase: str | None = None) -> Signer:
    """The signer of a key file.

    Raises: KeyFileError when it cannot be read, is no key file, is of a newer version, or the passphrase is
    missing or wrong.
    """
    parsed = _read_key(path)
    private = parsed.private
    if parsed.scrypt is not None:
        private = _unseal(path, parsed, passphrase)
    if len(private) != 32:
        raise KeyFileError(f"key file {path}: it does not hold a key of 32 bytes")
    return Signer(parsed.actor, private)


def _read_key(path: Path) -> _KeyText:
    try:
        text = path.read_bytes()
    except OSError as error:
        hint = "name the file with --key; `firstbell case key show` makes the desk's own key"
        raise KeyFileError(f"key file {path}: {say_cause(error)}", hint=hint) from None
    return _parse_key(path, text)


def is_sealed(path: Path) -> bool:
    """Whether a key file takes a passphrase. Raises: KeyFileError when it cannot be read."""
    return _read_key(path).scrypt is not None


def change_passphrase(
    path: Path, passphrase: str | None, new: str | None, *, cost: ScryptParameters | None = None
) -> Signer:
    """Seal a key file with another passphrase, or with none; its signer.

    The new file is written beside the old one and read back before it takes its place: a kill leaves either.

    Raises: KeyFileError, as `load_signer` and `save_signer`; the old file is as it was then.
    """
    signer = load_signer(path, passphrase)
    draft = path.with_name(f"{path.name}.new")
    try:
        draft.unlink(missing_ok=True)
        save_signer(signer, draft, new, cost=cost)
        if load_signer(draft, new) != signer:
            raise KeyFileError(f"key file {draft}: it does not read back as it was written")
        os.replace(draft, path)  # noqa: TID251 - one file by another of the same key
        folder_fd = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder_fd)
        finally:
            os.close(folder_fd)
    except OSError as error:
        raise KeyFileError(f"key file {path}: {say_cause(error)}") from None
    return signer


def _parse_key(path: Path, text: bytes) -> _KeyText:
    try:
        loose: Any = msgspec.json.decode(text)
        version = loose.get("version") if isinstance(loose, dict) else None
        if isinstance(version, int) and version > KEY_FILE_VERSION:
            raise KeyFileError(
                f"key file {path} has version {version}, this Firstbell knows version {KEY_FILE_VERSION}"
            )
        return msgspec.json.decode(text, type=_KeyText)
    except UNREADABLE as error:
        raise KeyFileError(f"key file {path} cannot be read: {say_cause(error)}") from None


def _unseal(path: Path, parsed: _KeyText, passphrase: str | None) -> bytes:
    if passphrase is None:
        raise KeyFileError(
            f"key file {path} is sealed with a passphrase",
            hint="use --key-password-file, or set FIRSTBELL_KEY_PASSWORD[_FILE]",
        )
    assert parsed.scrypt is not None
    kdf = parsed.scrypt
    try:
        return Sealer(derive_key(passphrase, kdf.salt, ScryptParameters(kdf.n, kdf.r, kdf.p))).open(
            parsed.private
        )
    except CryptoError:
        raise KeyFileError(f"key file {path}: the passphrase is wrong, or the file was changed") from None


@dataclass(frozen=True)
class SignerKeyFile:
    """Where a signer's key lies; made when it is needed first, for an actor of this `name` and `role`."""

    path: Path
    passphrase: str | None = field(default=None, repr=False)
    name: str = "desk"
    role: str = DIRECTOR

    def load_or_make(self) -> Signer:
        """The signer. Two that make it at once get the same. Raises: KeyFileError."""
        if not self.path.exists():
            signer = make_signer(make_actor(self.name, self.role))
            try:
                save_signer(signer, self.path, self.passphrase)
            except KeyFileError as error:
                if not isinstance(error.__cause__, ObjectExistsError):
                    raise
            else:
                return signer
        return load_signer(self.path, self.passphrase)
