"""Who works on a case: adding actors, rotating and revoking their keys. Files of public keys to hand over."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

import msgspec

from firstbell.base.errors import UNREADABLE, say_cause
from firstbell.case.errors import CaseError, EntryNotFoundError
from firstbell.ledger import Actor, Entry, Ledger, Signer
from firstbell.ledger.passkeys import read_passkey
from firstbell.ledger.personal import refuse_personal
from firstbell.ledger.roles import KEY
from firstbell.ledger.roster import MADE, REVOKED, ROTATED, ActorRoster, describe_public

PUBLIC_VERSION = 1


class PublicKeyFileError(CaseError):
    """A file that is no public key, or cannot be read."""

    code = "case.public_key"


class PublicKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an actor hands over to be added to a case. `public`: 32 bytes or a passkey, in base64."""

    version: int
    actor: Actor
    public: bytes


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor of a track with one of the keys. `state`: valid, retired or revoked."""

    actor: Actor
    fingerprint: str
    state: str
    track: str


def describe_signer(signer: Signer) -> PublicKey:
    """What this signer hands over."""
    return PublicKey(PUBLIC_VERSION, signer.actor, signer.public)


def render_public(public: PublicKey) -> bytes:
    """The file's bytes."""
    return msgspec.json.encode(public) + b"\n"


def load_public(path: Path) -> PublicKey:
    """The public key of a file. Raises: PublicKeyFileError."""
    try:
        public = msgspec.json.decode(path.read_bytes(), type=PublicKey)
    except OSError as error:
        raise PublicKeyFileError(f"{path}: {error.strerror}") from None
    except UNREADABLE as error:
        raise PublicKeyFileError(
            f"{path} is not a public key ({say_cause(error)})",
            hint="`firstbell case key show --output FILE` writes one",
        ) from None
    if public.version > PUBLIC_VERSION:
        raise PublicKeyFileError(
            f"{path} is of version {public.version}, this program knows {PUBLIC_VERSION}"
        )
    if len(public.public) != 32 and read_passkey(public.public) is None:
        raise PublicKeyFileError(f"{path}: it holds neither a key of 32 bytes nor a passkey")
    return public


def add_actor(ledger: Ledger, actor: Actor, public: bytes) -> Entry:
    """Put an actor on a track. Raises: RoleError when the ledger refuses; what appending raises."""
    refuse_personal("actor", actor.name)
    return ledger.append(KEY, describe_public(MADE, actor, public))


def rotate_key(ledger: Ledger, actor_id: str, public: bytes) -> Entry:
    """Let a new key take the place of the one that the actor has on this track.

    Raises: CaseError when the track does not know the actor; what appending raises.
    """
    actor = ledger.roster().actors.get(actor_id)
    if actor is None:
        raise CaseError(
            f"{actor_id} is not an actor of this case", hint="`firstbell case actor list` shows them"
        )
    # as the ledger knows the actor, whatever the key file calls him
    return ledger.append(KEY, describe_public(ROTATED, actor, public))


def revoke_key(ledger: Ledger, prefix: str, why: str) -> Entry:
    """Revoke the key whose fingerprint begins so.

    Raises: EntryNotFoundError when none does, or several; what appending raises.
    """
    roster = ledger.roster()
    matches = [found for found in roster.keys if prefix and found.startswith(prefix.lower())]
    if len(matches) != 1:
        error = EntryNotFoundError(prefix, len(matches), "actor's key")
        error.hint = "`firstbell case actor list` shows the fingerprints"
        raise error
    refuse_personal("--why", why)
    actor = roster.keys[matches[0]].actor
    body = {
        "action": REVOKED,
        "actor": {"id": actor.id, "name": actor.name, "role": actor.role},
        "fingerprint": matches[0],
        "why": why,
    }
    return ledger.append(KEY, body)


def list_actors(roster: ActorRoster) -> list[ActorRow]:
    """Every key of a track, in the order in which they were made."""
    return [
        ActorRow(key.actor, fingerprint, key.state, roster.track) for fingerprint, key in roster.keys.items()
    ]


def encode_public(public: bytes) -> str:
    """A public key as text."""
    return base64.b64encode(public).decode()
