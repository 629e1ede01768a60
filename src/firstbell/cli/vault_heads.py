"""Heads of the arrivals log, signed by the desk: one line of JSON that can be kept anywhere."""

from __future__ import annotations

from pathlib import Path

import msgspec

from firstbell.base.errors import UNREADABLE, Error, say_cause
from firstbell.cli.desks import find_desk
from firstbell.cli.keys import DESK_KEY_NAME, desk_key_file
from firstbell.ledger.actors import make_fingerprint
from firstbell.ledger.signatures import is_signed, load_signer
from firstbell.store.errors import ObjectExistsError, StoreError
from firstbell.store.publication import publish
from firstbell.vault.journal_heads import JournalHead

_VERSION = 1
# as `render_signed` writes it
_BEGINS = b'{"version":1,"head":{'


class VaultHeadError(Error):
    """A file that holds no head, or one whose signature does not fit."""

    code = "vault.head"


class SignedHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A head, who signed it, with which public key."""

    version: int
    head: JournalHead
    actor: str
    key: bytes
    signature: bytes


def sign_head(head: JournalHead, desk: Path | None) -> SignedHead:
    """The head, signed with the desk's key. Raises: KeyFileError, NoPasswordError."""
    signer = desk_key_file(desk).load_or_make()
    return SignedHead(_VERSION, head, signer.actor.name, signer.public, signer.sign(head.to_bytes()))


def render_signed(signed: SignedHead) -> str:
    """One line."""
    return msgspec.json.encode(signed).decode()


def write_signed(path: Path, signed: SignedHead) -> None:
    """Write it to a file that is not there yet. Raises: VaultHeadError."""
    write_new_file(path, render_signed(signed).encode() + b"\n")


def write_new_file(path: Path, data: bytes) -> None:
    """Write a file that was not there. Raises: VaultHeadError."""
    try:
        publish(path.parent, path.name, [data])
    except ObjectExistsError:
        raise VaultHeadError(f"{path} is there already", hint="name a new file") from None
    except StoreError as error:
        raise VaultHeadError(str(error)) from None


def load_signed(path: Path) -> SignedHead:
    """The head in a file, or in a mail that was saved whole, as `desk mail-heads` sends it.

    Raises: VaultHeadError.
    """
    try:
        data = path.read_bytes()
        return msgspec.json.decode(_find_attached(data) or data, type=SignedHead)
    except OSError as error:
        raise VaultHeadError(f"{path}: {error.strerror}") from None
    except UNREADABLE as error:
        raise VaultHeadError(
            f"{path} does not contain a vault's head ({say_cause(error)})",
            hint="`firstbell vault head` makes one",
        ) from None


def _find_attached(data: bytes) -> bytes:
    """The vault's head that is attached to a mail; of several vaults the first. b"" where there is none."""
    import email

    parts = email.message_from_bytes(data).walk()
    texts = [part.get_payload(decode=True) for part in parts if not part.is_multipart()]
    return next((text for text in texts if isinstance(text, bytes) and text.startswith(_BEGINS)), b"")


def check_signed(signed: SignedHead, desk: Path | None) -> str:
    """A remark about whose signature it is, "" where it is this desk's.

    Raises: VaultHeadError where the signature does not fit.
    """
    if not is_signed(signed.key, signed.head.to_bytes(), signed.signature):
        raise VaultHeadError(
            "the signature does not match the head: somebody changed it, or it is damaged",
            hint="use another copy, from a place where only you can write",
        )
    path = find_desk(desk) / DESK_KEY_NAME
    fingerprint = make_fingerprint(signed.key)
    if path.exists() and load_signer(path).fingerprint == fingerprint:
        return ""
    return f"signed by {signed.actor} with key {fingerprint[:16]}, which is not this desk's present key"
