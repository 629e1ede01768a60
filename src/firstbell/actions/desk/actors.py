"""Who may sign on a ledger, of a case or of a desk: added, given a new key, or no longer trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from firstbell.case.actors import add_actor, load_public, revoke_key, rotate_key
from firstbell.ledger import Actor, Entry, Ledger, Signer, make_actor, make_signer, save_signer
from firstbell.ledger.personal import refuse_personal


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key to make here for a person. `place`: the file of a key, once it is made. `password`: seals it."""

    place: Callable[[Signer], Path]
    password: str | None = field(default=None, repr=False)


# the public key file that a person handed over, or a key to make for them
KeySource = Path | NewKey


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRequest:
    """A person to add to a ledger."""

    name: str
    role: str
    source: KeySource


@dataclass(frozen=True, slots=True)
class SignedActor:
    """The person as the ledger knows them, the entry, and the key file that was made, if one was."""

    actor: Actor
    entry: Entry
    key_file: Path | None = None

    @property
    def fingerprint(self) -> str:
        """Of the key that the entry is about, in hex."""
        return str(self.entry.body["fingerprint"])


def enter_actor(ledger: Ledger, request: ActorRequest) -> SignedActor:
    """Put a person on a ledger. A key that was made is removed again where the ledger refuses.

    Raises: PublicKeyFileError, KeyFileError, PersonalValueError, RoleError; what appending raises.
    """
    source = request.source
    if isinstance(source, Path):
        handed = load_public(source)
        actor = Actor(handed.actor.id, request.name, request.role)
        return SignedActor(actor, add_actor(ledger, actor, handed.public))
    refuse_personal("actor", request.name)
    signer = make_signer(make_actor(request.name, request.role))
    with _keep_key(signer, source) as path:
        return SignedActor(signer.actor, add_actor(ledger, signer.actor, signer.public), path)


def renew_key(ledger: Ledger, source: KeySource) -> SignedActor:
    """Replace the signer's own key, or, by a file, the key of the person who handed it over.

    Raises: as `enter_actor`; CaseError when the ledger does not know the person.
    """
    if isinstance(source, Path):
        handed = load_public(source)
        return SignedActor(handed.actor, rotate_key(ledger, handed.actor.id, handed.public))
    signer = make_signer(ledger.signer.actor)
    with _keep_key(signer, source) as path:
        return SignedActor(signer.actor, rotate_key(ledger, signer.actor.id, signer.public), path)


def retire_key(ledger: Ledger, prefix: str, why: str) -> SignedActor:
    """From now on the key whose fingerprint begins so signs nothing.

    Raises: EntryNotFoundError, PersonalValueError; what appending raises.
    """
    entry = revoke_key(ledger, prefix, why)
    return SignedActor(Actor(**entry.body["actor"]), entry)


@contextmanager
def _keep_key(signer: Signer, key: NewKey) -> Iterator[Path]:
    """Its file while the ledger is asked; gone again where that fails. Raises: KeyFileError."""
    path = key.place(signer)
    save_signer(signer, path, key.password)
    try:
        yield path
    except BaseException:
        path.unlink(missing_ok=True)
        raise
